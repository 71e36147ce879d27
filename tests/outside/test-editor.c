/* The editor of one record, from outside and by keys: drafts that outlive the program, a day picked, whose number is typed, phones shown by choice,
 * keys that come while a save waits. Today is 2026-11-21. */

#include "cl-outside-steps.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>

/* Waits until a draft in @file holds @part; NULL: until there is none. */
static void
wait_draft (const char *file, const char *part)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  gboolean found = FALSE;

  while (!found && g_get_monotonic_time () < end)
    {
      sqlite3 *database = NULL;
      sqlite3_stmt *statement = NULL;

      outside_pause (50);
      g_assert_cmpint (sqlite3_open_v2 (file, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
      sqlite3_busy_timeout (database, 1000);
      g_assert_cmpint (sqlite3_prepare_v2 (database, part != NULL ? "SELECT 1 FROM draft WHERE instr(fields, ?) > 0" : "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM draft)", -1,
                                           &statement, NULL), ==, SQLITE_OK);
      if (part != NULL)
        sqlite3_bind_text (statement, 1, part, -1, SQLITE_STATIC);
      found = sqlite3_step (statement) == SQLITE_ROW;
      sqlite3_finalize (statement);
      sqlite3_close (database);
    }
  if (!found)
    g_error ("There is %s", part != NULL ? "no such draft" : "still a draft");
}

static void
pull_plug (Outside *outside)
{
  kill (outside->pid, SIGKILL);
  outside_stop (outside);
}

static void
wait_text (Outside *outside, const char *field, const char *text)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  g_autofree char *now = NULL;

  do
    {
      g_autoptr (AtspiAccessible) entry = outside_find (outside, ATSPI_ROLE_TEXT, field);

      g_free (now);
      now = outside_text (entry);
      if (g_strcmp0 (now, text) != 0)
        outside_pause (50);
    }
  while (g_strcmp0 (now, text) != 0 && g_get_monotonic_time () < end);
  g_assert_cmpstr (now, ==, text);
}

static Outside *
open_new (const char *file)
{
  Outside *outside = outside_open (file);

  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+n", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "姓名");
  return outside;
}

/* Killed in the middle of a date: it is there again, Today names it and leads to it, and what is dropped stays away. */
static void
test_draft (void)
{
  const char *file = outside_office ("draft.canlian", TRUE);
  Outside *outside = open_new (file);
  g_autofree char *today = NULL, *restored = NULL;

  outside_type ("zhao");
  outside_tab_to (outside, ATSPI_ROLE_TEXT, "出生日期");
  outside_type ("1956.");
  wait_draft (file, "1956.");
  pull_plug (outside);

  outside = outside_open (file);
  outside_show_page (outside, T ("Today"));
  today = g_strdup_printf ("~%s", "zhao");
  {
    g_autoptr (AtspiAccessible) row = outside_find (outside, ATSPI_ROLE_LIST_ITEM, today);
    g_autofree char *name = outside_name (row);

    g_assert_nonnull (strstr (name, T ("Begun and not saved")));
    outside_listen (outside);
    outside_act (row, "open");
  }
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "姓名");
  restored = g_strndup (T ("Draft of %s restored: %s"), strcspn (T ("Draft of %s restored: %s"), "%"));
  outside_hear (outside, restored);
  wait_text (outside, "姓名", "zhao");
  wait_text (outside, "出生日期", "1956.");
  /* Left by Escape it lies there; opened and dropped it is gone. */
  outside_type ("li");
  outside_listen (outside);
  outside_keys ("Escape", NULL);
  outside_hear (outside, T ("Not saved yet. Ctrl+S saves, Escape once more leaves it as a draft, Ctrl+Shift+D drops it"));
  outside_keys ("Escape", NULL);
  outside_hear (outside, T ("Kept as a draft. It comes back when this is opened again"));
  outside_keys ("ctrl+n", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "姓名");
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Drop the Draft")));
  outside_listen (outside);
  outside_keys ("ctrl+shift+d", NULL);
  outside_hear (outside, T ("The draft is dropped; the fields are as they were before it"));
  wait_text (outside, "姓名", "");
  wait_draft (file, NULL);
  outside_keys ("Escape", NULL);
  outside_quit (outside);
}

static void
come_to_day (Outside *outside, const char *key, const char *day)
{
  outside_keys (key, NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, day);
}

/* Alt+Down in a date: a month whose days are said whole; Enter takes one, Escape none. */
static void
test_pick (void)
{
  Outside *outside = open_new (outside_office ("pick.canlian", TRUE));

  outside_tab_to (outside, ATSPI_ROLE_TEXT, "出生日期");
  outside_type ("1956.3.7");
  come_to_day (outside, "alt+Down", "1956年3月7日 星期三");
  come_to_day (outside, "Right", "1956年3月8日 星期四");
  come_to_day (outside, "Down", "1956年3月15日 星期四");
  come_to_day (outside, "Next", "1956年4月15日 星期日");
  come_to_day (outside, "shift+Prior", "1955年4月15日 星期五");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "出生日期");
  wait_text (outside, "出生日期", "1955-04-15");
  come_to_day (outside, "alt+Down", "1955年4月15日 星期五");
  come_to_day (outside, "Home", "1955年4月1日 星期五");
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "出生日期");
  wait_text (outside, "出生日期", "1955-04-15");
  outside_keys ("ctrl+shift+d", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "姓名");
  outside_keys ("Escape", NULL);
  outside_quit (outside);
}

/* Typing goes on whoever has the number; the whole of it says who, and Ctrl+Enter goes there. */
static void
test_twin (void)
{
  const char *file = outside_office ("twin.canlian", FALSE), *sheet = outside_path ("一人.csv");
  g_autofree char *whole = g_strndup (T ("This is the number of %s. Ctrl+Enter opens that entry"), strcspn (T ("This is the number of %s. Ctrl+Enter opens that entry"), "%"));
  Outside *outside;

  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号\n章丽,99112319560307001X\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  outside = open_new (file);
  outside_type ("zhang");
  outside_tab_to (outside, ATSPI_ROLE_TEXT, "身份证号");
  outside_listen (outside);
  outside_type ("9911231956");
  outside_hear (outside, "章丽");
  outside_type ("0307001x");
  outside_hear (outside, whole);
  wait_text (outside, "身份证号", "99112319560307001x");
  outside_listen (outside);
  outside_keys ("ctrl+Return", NULL);
  outside_gone (outside, ATSPI_ROLE_TEXT, "身份证号");
  outside_hear (outside, T ("Kept as a draft. It comes back when this is opened again"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~章丽"));
  wait_draft (file, "zhang");
  outside_quit (outside);
}

/* It slides over, and has not been set before it is there. */
static void
wait_switch (Outside *outside, gboolean on)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  g_autoptr (AtspiAccessible) box = outside_find (outside, ATSPI_ROLE_CHECK_BOX, T ("Show phones always"));

  while (outside_is (box, ATSPI_STATE_CHECKED) != on && g_get_monotonic_time () < end)
    outside_pause (50);
  g_assert_true (outside_is (box, ATSPI_STATE_CHECKED) == on);
}

/* The preferences' switch shows phones on the office's lists, and masks them again. */
static void
test_phones (void)
{
  const char *file = outside_office ("phones.canlian", FALSE), *sheet = outside_path ("电话.csv");
  Outside *outside;

  g_assert_true (g_file_set_contents (sheet, "姓名,联系电话\n章丽,13800000017\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  outside = outside_open (file);
  outside_show_page (outside, T ("Persons"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~****0017"));
  for (guint i = 0; i < 2; i++)
    {
      outside_keys ("ctrl+comma", NULL);
      outside_wait_focus (outside, OUTSIDE_ANY, "~100%");
      outside_tab_to (outside, ATSPI_ROLE_CHECK_BOX, T ("Show phones always"));
      outside_keys ("space", NULL);
      wait_switch (outside, i == 0);
      outside_keys ("Escape", NULL);
      outside_gone (outside, OUTSIDE_ANY, T ("Show phones always"));
      g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, i == 0 ? "~138 0000 0017" : "~****0017"));
    }
  outside_quit (outside);
}

/* Another program writes to @file until it is over. */
static sqlite3 *
hold (const char *file)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (file, &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 5000);
  g_assert_cmpint (sqlite3_exec (database, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  return database;
}

/* Ctrl+S and the next keys at once: what was typed before is saved, what was typed after stays in the form, and is saved by the next. */
static void
test_typed_on (void)
{
  const char *file = outside_office ("typed-on.canlian", FALSE);
  g_autofree char *more = g_strdup_printf (T ("%s saved; what you typed after that is not saved yet"), "zhang");
  g_autofree char *saved = g_strdup_printf (T ("%s saved"), "zhang"), *json = NULL;
  Outside *outside = open_new (file);
  sqlite3 *database;

  outside_type ("zhang");
  outside_listen (outside);
  database = hold (file);
  outside_keys ("ctrl+s", "Tab", NULL);
  outside_type ("lao");
  wait_text (outside, "曾用名", "lao");
  sqlite3_close (database);
  outside_hear (outside, more);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "曾用名");
  outside_type ("er");
  wait_text (outside, "曾用名", "laoer");
  outside_keys ("ctrl+s", NULL);
  outside_hear (outside, saved);
  outside_quit (outside);
  json = outside_run ("--data", file, "list", "person", "--json", NULL);
  g_assert_nonnull (strstr (json, "\"former_name\": \"laoer\""));
  g_assert_null (strstr (strstr (json, "\"id\"") + 1, "\"id\""));
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/editor/draft", test_draft);
  g_test_add_func ("/editor/pick", test_pick);
  g_test_add_func ("/editor/twin", test_twin);
  g_test_add_func ("/editor/typed-on", test_typed_on);
  g_test_add_func ("/editor/phones", test_phones);
  return outside_end (g_test_run ());
}
