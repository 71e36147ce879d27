/* Persons at the desk by keys: who one is is asked first, a key changes it, time without work locks, and what a role may not do is said. */

#include "cl-outside-steps.h"

#include <string.h>

#define RIGHT "old locust tree"
#define WRONG "new locust tree"

static const char *
make_office (const char *name)
{
  const char *file = outside_office (name, TRUE), *secret = outside_path ("secret");

  g_assert_true (g_file_set_contents (secret, RIGHT "\n", -1, NULL));
  g_setenv ("CANLIAN_NEW_PASSPHRASE_FILE", secret, TRUE);
  g_free (outside_run ("--data", file, "desk", "add", "周会计", "keeps", NULL));
  g_free (outside_run ("--data", file, "desk", "add", "赵查阅", "reads", NULL));
  g_free (outside_run ("--data", file, "--as", "周会计", "desk", "pass-phrase", "周会计", NULL));
  return file;
}

static void
sign_in_as (Outside *outside, const char *name)
{
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Sign in")));
  outside_choose (outside, T ("Who is there"), name);
}

static void
test_change (void)
{
  const char *file = make_office ("desk.canlian");
  Outside *outside = outside_open (file);

  /* Nothing of the office is there before. */
  g_assert_null (outside_look (outside, OUTSIDE_ANY, T ("Appointments")));
  sign_in_as (outside, "赵查阅");
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Sign in"));
  outside_keys ("Return", NULL);
  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_listen (outside);
  outside_keys ("Delete", NULL);
  outside_hear (outside, "周会计");
  outside_wait_rows (outside, T ("Appointments"), 56);
  /* Nor is a form opened in vain. */
  outside_listen (outside);
  outside_keys ("ctrl+n", NULL);
  outside_hear (outside, "周会计");
  outside_listen (outside);
  outside_keys ("F2", NULL);
  outside_hear (outside, "周会计");
  g_assert_null (outside_look (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save")));

  outside_keys ("ctrl+l", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Sign in"));
  g_assert_null (outside_look (outside, ATSPI_ROLE_LIST, T ("Appointments")));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, g_intern_string (g_strdup_printf ("~%s", T ("Who is there"))));
  outside_key_moves (outside, "space");
  outside_key_moves (outside, "Up");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, "~周会计");
  outside_tab_to (outside, OUTSIDE_ANY, T ("Pass-phrase"));
  outside_type (WRONG);
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, "周会计");
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Pass-phrase"));
  outside_type (RIGHT);
  outside_keys ("Return", NULL);
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("Delete", NULL);
  outside_wait_rows (outside, T ("Appointments"), 55);
  outside_quit (outside);
}

/* After some wrong tries even the right one has to wait, and it is said for how long. */
static void
test_slowed (void)
{
  const char *file = make_office ("slowed.canlian");
  g_autofree char *before = g_strdup (T ("There were too many wrong pass-phrases. Wait %u second, then try again.")); /* the one of its forms that Chinese has */
  g_autofree char *part = NULL;
  Outside *outside = outside_open (file);

  *strchr (before, '%') = '\0';
  part = g_strdup (before);
  sign_in_as (outside, "周会计");
  for (int i = 0; i < 4; i++)
    {
      outside_tab_to (outside, OUTSIDE_ANY, T ("Pass-phrase"));
      outside_type (WRONG);
      outside_listen (outside);
      outside_keys ("Return", NULL);
      outside_hear (outside, "周会计");
    }
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Pass-phrase"));
  outside_type (RIGHT);
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, part);
  g_assert_null (outside_look (outside, OUTSIDE_ANY, T ("Appointments")));
  outside_stop (outside);
}

/* Three seconds; the times that the dialog offers: tests/shell/test-window.c. */
static void
test_idle (void)
{
  const char *file = make_office ("idle.canlian"), *secret = outside_path ("secret");
  Outside *outside;

  g_setenv ("CANLIAN_PASSPHRASE_FILE", secret, TRUE);
  g_free (outside_run ("--data", file, "--as", "周会计", "desk", "lock", "0.05", NULL));
  outside = outside_open (file);
  sign_in_as (outside, "赵查阅");
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Sign in"));
  outside_keys ("Return", NULL);
  g_object_unref (outside_find_page (outside, T ("Appointments")));
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Sign in"));
  g_assert_null (outside_look (outside, OUTSIDE_ANY, T ("Appointments")));
  outside_keys ("Return", NULL);
  g_object_unref (outside_find_page (outside, T ("Appointments")));
  outside_stop (outside);
}

/* The first person is whoever sets it up; a second is added by keys. */
static void
test_set_up (void)
{
  const char *file = outside_office ("set-up.canlian", FALSE);
  Outside *outside = outside_open (file);
  g_autofree char *persons = NULL;

  outside_choose_in_submenu (outside, T ("The _office"), T ("Persons at the _desk…"));
  outside_tab_to (outside, OUTSIDE_ANY, T ("Name"));
  outside_type ("zhou");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, g_intern_string (g_strdup_printf (T ("Remove %s"), "zhou"))));
  outside_tab_to (outside, OUTSIDE_ANY, T ("Name"));
  outside_type ("wang");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, g_intern_string (g_strdup_printf (T ("Remove %s"), "wang"))));
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, g_intern_string (g_strdup_printf (T ("Remove %s"), "wang")));
  outside_quit (outside);
  persons = outside_run ("--data", file, "--as", "wang", "desk", NULL);
  g_assert_nonnull (strstr (persons, "zhou"));
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/desk/change", test_change);
  g_test_add_func ("/desk/slowed", test_slowed);
  g_test_add_func ("/desk/idle", test_idle);
  g_test_add_func ("/desk/set-up", test_set_up);
  return outside_end (g_test_run ());
}
