/* The finder from inside: its lines come in steps and are used again, and ledgers that are read one after the other have it ask anew when they are, not for each. Under tests/headless.sh. */

#include <string.h>

#include "cl-dialog.h"
#include "cl-finder-private.h"
#include "cl-span.h"
#include "cl-test-widgets.h"
#include "cl-test-window.h"

static ClWindow *
open_office (void)
{
  g_autofree char *path = cl_test_window_make ("office.canlian", NULL);

  return cl_test_window_open (path);
}

static guint
count_rows (GtkWidget *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) n) != NULL)
    n++;
  return n;
}

static void
wait_for_rows (GtkWidget *list, guint n)
{
  while (count_rows (list) < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_rows (list), ==, n);
}

static void
take_found (GPtrArray *found, gpointer data)
{
  *(GPtrArray **) data = found;
}

static GPtrArray *
find_commands (ClWindow *window, const char *text)
{
  GPtrArray *found = NULL;

  g_assert_null (cl_find_commands (window, text, FALSE, take_found, &found));
  return found;
}

/* The rows that there are show the first of what is found for @text. */
static void
assert_rows (ClWindow *window, GtkWidget *list, const char *text)
{
  g_autoptr (GPtrArray) found = find_commands (window, text);
  guint n = count_rows (list);

  g_assert_cmpuint (n, <=, found->len);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *box = gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) i));
      const ClFound *line = found->pdata[i];

      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (box))), ==, line->text);
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (box))), ==, line->note != NULL ? line->note : "");
    }
}

static void
test_steps (void)
{
  ClWindow *window = open_office ();
  GtkWidget *dialog = cl_finder_new_commands (window), *list = cl_test_find_type (dialog, GTK_TYPE_LIST_BOX), *entry = cl_test_find_type (dialog, GTK_TYPE_ENTRY);
  g_autoptr (GPtrArray) all = find_commands (window, "");
  guint at_once = count_rows (list);

  /* What a screen shows is there at once, what waits below it soon, and nothing of what nobody looks for. */
  g_assert_cmpuint (all->len, >, 60);
  g_assert_cmpuint (at_once, >=, 12);
  g_assert_cmpuint (at_once, <, 20);
  cl_dialog_present (GTK_WINDOW (dialog), GTK_WINDOW (window));
  wait_for_rows (list, 60);
  assert_rows (window, list, "");

  /* Rows that were there show what is found now. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "sh");
  assert_rows (window, list, "sh");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  assert_rows (window, list, "");
  gtk_editable_set_text (GTK_EDITABLE (entry), "no command is called so");
  g_assert_cmpuint (count_rows (list), ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  wait_for_rows (list, 60);

  /* Whoever goes through the list has all. */
  while (!gtk_widget_get_mapped (list))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)));
  wait_for_rows (list, all->len);
  assert_rows (window, list, "");
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* How many turns of the main loop looked for records. */
static guint
count_searches (const char *path)
{
  g_autofree char *text = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (const char *line = text; (line = strstr (line, "\nturn\t")) != NULL; line++)
    {
      const char *name = strstr (line, "finder: records "), *end = strchr (line + 1, '\n');

      n += name != NULL && name < end;
    }
  return n;
}

static void
test_waiting (void)
{
  ClWindow *window = open_office ();
  GtkWidget *dialog = cl_finder_new_search (window);
  g_autofree char *path = g_build_filename (folder, "spans", NULL);

  gtk_editable_set_text (GTK_EDITABLE (cl_test_find_type (dialog, GTK_TYPE_ENTRY)), "z");
  g_setenv ("CANLIAN_SPANS_LEAST", "0", TRUE);
  g_assert_true (cl_spans_start (path, NULL));
  for (guint i = 0; i < 60; i++)
    {
      g_signal_emit_by_name (cl_window_get_context (window), "search-loaded");
      g_main_context_iteration (NULL, FALSE);
    }
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < end && count_searches (path) == 0;)
    g_main_context_iteration (NULL, FALSE);
  cl_spans_stop ();
  g_assert_cmpuint (count_searches (path), >=, 1);
  g_assert_cmpuint (count_searches (path), <, 30);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  cl_test_window_init (&argc, &argv);
  g_test_add_func ("/finder/steps", test_steps);
  g_test_add_func ("/finder/waiting", test_waiting);
  return cl_test_window_run ();
}
