/* The page Today from outside: its sentences heard, their places reached and left again, done and taken back, the calendar by keys. Today is 2026-11-21. */

#include "cl-outside.h"

#include <string.h>

#define OVER "张一川"
#define OVER_TOO "李二河"
#define COMING "王三江"

/* An office with committees that break rules, and three certificates. */
static const char *
make_office (const char *name)
{
  const char *file = outside_office (name, TRUE), *sheet = outside_path ("persons.csv");

  g_assert_true (g_file_set_contents (sheet, "姓名,有效期至\n" OVER ",2026-11-10\n" OVER_TOO ",2026-11-12\n" COMING ",2026-11-30\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  return file;
}

static void
wait_rows (Outside *outside, const char *list_name, guint n)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, list_name);
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  while (outside_count (list, ATSPI_ROLE_LIST_ITEM, "*") != n)
    {
      if (g_get_monotonic_time () > end)
        g_error ("There are %u rows in “%s”, not %u", outside_count (list, ATSPI_ROLE_LIST_ITEM, "*"), list_name, n);
      outside_pause (30);
    }
}

/* Waits for the sidebar's row of the page to say @n. */
static void
wait_number (Outside *outside, guint n)
{
  g_autofree char *said = g_strdup_printf ("%u", n);
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  for (;;)
    {
      g_autoptr (AtspiAccessible) pages = outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window"));
      g_autoptr (AtspiAccessible) row = outside_find_in (outside, pages, ATSPI_ROLE_LIST_ITEM, T ("Today"));
      g_autofree char *description = outside_description (row);

      if (g_str_has_prefix (description, said) && !g_ascii_isdigit (description[strlen (said)]))
        return;
      if (g_get_monotonic_time () > end)
        g_error ("The sidebar says “%s”, not %u", description, n);
      outside_pause (30);
    }
}

static guint
count_today (Outside *outside)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Today"));

  return outside_count (list, ATSPI_ROLE_LIST_ITEM, "*");
}

/* To the first sentence of the page. */
static void
enter (Outside *outside)
{
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~2026-11-10"));
  outside_listen (outside);
  outside_keys ("F6", NULL);
  outside_hear (outside, T ("Overdue"));
  outside_hear (outside, "2026-11-10");
}

/* The file opens with it; Enter leads to the list of exactly those told, and Escape takes the mark away. */
static void
test_list (void)
{
  Outside *outside = outside_open (make_office ("today.canlian"));
  g_autofree char *mark = g_strdup_printf (T ("Only: %s. Press to show all"), T ("Certificates expired"));
  guint n;

  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, g_intern_string (g_strdup_printf ("~%s — ", T ("Today")))));
  enter (outside);
  n = count_today (outside);
  g_assert_cmpuint (n, >, 2);
  wait_number (outside, n);
  outside_listen (outside);
  outside_keys ("Down", NULL);
  outside_hear (outside, COMING);
  outside_keys ("Up", "Return", NULL);
  wait_rows (outside, T ("Persons"), 2);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~" OVER_TOO);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, mark));
  outside_keys ("Escape", NULL);
  wait_rows (outside, T ("Persons"), 59);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, mark);

  /* Back, and again; now by Delete on the mark itself. */
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~2026-11-10");
  outside_keys ("Return", NULL);
  wait_rows (outside, T ("Persons"), 2);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, mark);
  outside_keys ("Delete", NULL);
  wait_rows (outside, T ("Persons"), 59);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");

  /* A single one leads to its record. */
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~2026-11-10");
  outside_keys ("Down", "Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~" COMING);
  outside_quit (outside);
}

/* One of two done, the rest postponed with a reason and handed over, and each taken back. */
static void
test_marks (void)
{
  Outside *outside = outside_open (make_office ("marks.canlian"));
  guint n;

  enter (outside);
  n = count_today (outside);
  outside_keys ("Right", "Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~" OVER);
  outside_listen (outside);
  outside_keys ("d", NULL);
  outside_hear (outside, "Ctrl+Z");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  wait_rows (outside, T ("Today"), n);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~" OVER_TOO));
  outside_keys ("ctrl+z", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~" OVER));
  outside_keys ("Home", "Left", NULL);
  wait_rows (outside, T ("Today"), n);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~2026-11-10");

  outside_keys ("p", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Postpone until"));
  outside_keys ("ctrl+a", NULL);
  outside_type ("2026-11-01");
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, T ("Enter a day to come, such as 2027-03-15."));
  outside_keys ("ctrl+a", NULL);
  outside_type ("2026-12-15");
  outside_keys ("Tab", NULL);
  outside_type ("snow");
  outside_keys ("Return", NULL);
  {
    g_autofree char *note = g_strdup_printf (T ("postponed until %s: %s"), "2026-12-15", "snow");
    g_autofree char *part = g_strconcat ("~", note, NULL);

    g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, part));
    wait_rows (outside, T ("Today"), n);
    wait_number (outside, n - 1);
    outside_keys ("End", NULL);
    outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, part);
    outside_keys ("r", NULL);
    outside_gone (outside, ATSPI_ROLE_LIST_ITEM, part);
    wait_number (outside, n);
  }
  outside_keys ("Home", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~2026-11-10");
  outside_keys ("h", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("To whom"));
  outside_type ("Wang");
  outside_keys ("Return", NULL);
  {
    g_autofree char *note = g_strdup_printf (T ("handed to %s"), "Wang");
    g_autofree char *part = g_strconcat ("~", note, NULL);

    g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, part));
  }
  outside_keys ("ctrl+z", NULL);
  wait_number (outside, n);
  outside_quit (outside);
}

/* Arrows walk the days, each says its sentence; PageDown turns the month; Enter goes on to what is due. */
static void
test_calendar (void)
{
  Outside *outside = outside_open (make_office ("calendar.canlian"));

  enter (outside);
  outside_listen (outside);
  outside_keys ("F6", NULL);
  outside_hear (outside, "11月21日");
  outside_keys ("Right", NULL);
  outside_hear (outside, "11月22日");
  outside_keys ("Down", "Right", NULL);
  outside_hear (outside, "11月30日");
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, "~" COMING));
  outside_keys ("Page_Down", NULL);
  outside_hear (outside, "12月30日");
  outside_keys ("Page_Up", NULL);
  outside_hear (outside, "11月30日");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~" COMING);
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~" COMING);
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, g_intern_string (g_strdup_printf ("~%s — ", T ("Persons")))));
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/today/list", test_list);
  g_test_add_func ("/today/marks", test_marks);
  g_test_add_func ("/today/calendar", test_calendar);
  return outside_end (g_test_run ());
}
