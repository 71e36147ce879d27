/* Keys that come sooner than what they are meant for: no letter is lost, and Escape leads back at once. */

#include "cl-outside-steps.h"

static void
look_at_papers (Outside *outside)
{
  outside_keys ("ctrl+m", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print…"));
}

static void
wait_paper (Outside *outside)
{
  g_autofree char *title = g_strdup_printf ("~%s — ", T ("Forms"));

  outside_gone (outside, ATSPI_ROLE_LIST, T ("Papers of the batch"));
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Sheet _by sheet"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
}

/* From the paper to the papers, before there is a line that could have the focus. */
static void
test_before_lines (void)
{
  Outside *outside = outside_open (outside_office ("before.canlian", TRUE));

  look_at_papers (outside);
  outside_keys ("F6", "F6", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys_at_once ("ctrl+b", "Escape");
  wait_paper (outside);
  outside_quit (outside);
}

/* While the papers are made, which is no work that has to be ended first. */
static void
test_while_made (void)
{
  Outside *outside = outside_open (outside_office ("made.canlian", TRUE));

  look_at_papers (outside);
  for (guint i = 0; i < 5; i++)
    {
      outside_keys ("ctrl+b", NULL);
      outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~上河村");
      outside_keys ("Escape", NULL);
      wait_paper (outside);
    }
  outside_quit (outside);
}

/* The first letters of a search, before its window has the keys, and before its entry is said: what comes behind them does not write over them. */
static void
test_search (void)
{
  Outside *outside = outside_open (outside_office ("search.canlian", TRUE));
  g_autoptr (AtspiAccessible) entry = NULL;
  g_autofree char *text = NULL;

  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_listen (outside);
  outside_keys_at_once ("ctrl+k", "w");
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Search everything"));
  outside_hear (outside, T ("Search everything"));
  outside_pause (800); /* it is said once more by then, and nothing tells of that which is not said by the first focus too */
  outside_type ("jg");
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~王建国");
  entry = outside_find (outside, ATSPI_ROLE_TEXT, T ("Search everything"));
  text = outside_text (entry);
  g_assert_cmpstr (text, ==, "wjg");
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_TEXT, T ("Search everything"));
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/soon/before-lines", test_before_lines);
  g_test_add_func ("/soon/while-made", test_while_made);
  g_test_add_func ("/soon/search", test_search);
  return outside_end (g_test_run ());
}
