/* Escape leads back, however soon it comes. */

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

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/back/before-lines", test_before_lines);
  g_test_add_func ("/back/while-made", test_while_made);
  return outside_end (g_test_run ());
}
