/* The page Today from inside: its rows come in steps, and the focus is on the first of them. Under tests/headless.sh. */

#include "cl-state.h"
#include "cl-test-window.h"
#include "cl-today-page-private.h"

#define N_PERSONS 60

static gboolean
write_persons (ClTransaction *transaction, gpointer data, GError **error)
{
  ClLedger *person = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person");

  for (guint i = 0; i < N_PERSONS; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (person);
      g_autofree char *name = g_strdup_printf ("王三江%u", i);

      if (!cl_record_set_text (record, "name", name, error) || !cl_record_set_text (record, "certificate_expires", "2026-11-10", error) ||
          !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static ClWindow *
open_office (const char *file, ClStoreWriteFunc write, ClTodayPage **page)
{
  g_autofree char *path = cl_test_window_make (file, write);
  ClWindow *window = cl_test_window_open (path);

  *page = CL_TODAY_PAGE (cl_window_get_page (window, NULL));
  while (!cl_agenda_is_loaded (window->agenda))
    g_main_context_iteration (NULL, TRUE);
  return window;
}

static void
close_window (ClWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static guint
count_rows (ClTodayPage *page)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->list), (int) n) != NULL)
    n++;
  return n;
}

/* Each opened, and with them the single ones. */
static void
open_all (ClTodayPage *page)
{
  for (guint i = 0; i < cl_agenda_get_items (page->agenda)->len; i++)
    g_hash_table_add (page->opened, g_strdup (((const ClAgendaItem *) cl_agenda_get_items (page->agenda)->pdata[i])->key));
  cl_today_fill (page);
}

/* In the right order, each with its place among all. */
static void
check_rows (ClTodayPage *page)
{
  guint n = count_rows (page);

  g_assert_null (page->lines);
  g_assert_cmpuint (n, ==, cl_agenda_get_items (page->agenda)->len + N_PERSONS);
  for (guint i = 0; i < n; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->list), (int) i);
      g_autofree char *place = g_strdup_printf ("%u of %u", i + 1, n);

      g_assert_nonnull (strstr (g_object_get_data (G_OBJECT (row), "cl-name"), place));
    }
  g_assert_cmpuint (cl_today_row_get (gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->list), 1))->level, ==, 1);
}

static void
test_steps (void)
{
  ClTodayPage *page;
  ClWindow *window = open_office ("steps.canlian", write_persons, &page);
  guint few = count_rows (page), before;

  g_assert_cmpuint (few, >, 0);
  open_all (page);
  before = count_rows (page);
  g_assert_cmpuint (before, <, N_PERSONS);
  g_assert_nonnull (page->lines);
  while (page->lines != NULL)
    g_main_context_iteration (NULL, TRUE);
  check_rows (page);

  /* Folded, and opened again: End finds all of them. */
  g_hash_table_remove_all (page->opened);
  cl_today_fill (page);
  g_assert_cmpuint (count_rows (page), ==, few);
  open_all (page);
  g_assert_nonnull (page->lines);
  cl_today_fill_before (page, GDK_KEY_Down);
  g_assert_nonnull (page->lines);
  cl_today_fill_before (page, GDK_KEY_End);
  check_rows (page);

  /* Gone in the middle of it. */
  g_hash_table_remove_all (page->opened);
  cl_today_fill (page);
  open_all (page);
  g_assert_nonnull (page->lines);
  close_window (window);
}

/* Without the list of pages: the first thing that is due, or the sentence that nothing is. */
static void
test_first_focus (void)
{
  g_autoptr (GSettings) state = cl_state_new ();

  g_settings_set_boolean (state, "sidebar", FALSE);
  for (guint i = 0; i < 2; i++)
    {
      ClTodayPage *page;
      ClWindow *window = open_office (i == 0 ? "due.canlian" : "none.canlian", write_persons, &page);
      GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

      g_assert_nonnull (focus);
      if (i == 0)
        g_assert_true (focus == GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->list), 0)));
      else
        {
          /* Each of them is done. */
          g_ptr_array_set_size ((GPtrArray *) cl_agenda_get_items (page->agenda), 0);
          g_signal_emit_by_name (page->agenda, "changed");
          gtk_widget_grab_focus (GTK_WIDGET (page));
          focus = gtk_root_get_focus (GTK_ROOT (window));
          /* Newer releases of GTK may give the sentence no focus: then the calendar has it. */
          g_assert_true (gtk_widget_is_ancestor (focus, page->nothing) || (GTK_CHECK_VERSION (4, 12, 0) && gtk_widget_is_ancestor (focus, page->calendar)));
        }
      close_window (window);
    }
  g_settings_reset (state, "sidebar");
}

int
main (int argc, char **argv)
{
  g_assert_true (cl_today_set ("2026-11-21", NULL));
  cl_test_window_init (&argc, &argv);
  g_test_add_func ("/today-page/steps", test_steps);
  g_test_add_func ("/today-page/first-focus", test_first_focus);
  return cl_test_window_run ();
}
