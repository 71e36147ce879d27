#include "headless.h"

#include "../form/form-fixture.c"
#include "cl-batch-view-private.h"
#include "cl-journal.h"
#include "cl-preview.h"

typedef struct
{
  FormFixture office;
  ClContext *context;
  GtkWidget *window;
  ClBatchView *view;
  ClTemplate *form;
  char *message;
} Shown;

static void
message_cb (ClContext *context, const char *text, Shown *shown)
{
  g_free (shown->message);
  shown->message = g_strdup (text);
}

static GHashTable *
year (void)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (values, g_strdup ("year"), g_strdup ("2026"));
  return values;
}

static void
set_up (Shown *shown, gconstpointer data)
{
  gint64 upper, lower;

  form_fixture_set_up (&shown->office, NULL);
  upper = form_fixture_add_village (&shown->office, "上河村", "991123101201", 1);
  lower = form_fixture_add_village (&shown->office, "下河村", "991123101202", 2);
  form_fixture_add_village (&shown->office, "中河村", "991123101203", 3);
  form_fixture_add_member (&shown->office, upper, "张伟", 1, "主席", "certified", "2022-05-01", NULL);
  form_fixture_add_member (&shown->office, lower, "李四", 3, "主席", NULL, "2022-05-01", NULL);
  shown->context = cl_context_new (shown->office.store);
  g_signal_connect (shown->context, "message", G_CALLBACK (message_cb), shown);
  shown->form = form_fixture_load (&shown->office, "attachment-3");
  shown->view = CL_BATCH_VIEW (cl_batch_view_new (shown->context));
  shown->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (shown->window), GTK_WIDGET (shown->view));
  gtk_window_present (GTK_WINDOW (shown->window));
  cl_batch_view_show (shown->view, shown->form, year ());
}

static void
tear_down (Shown *shown, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  headless_run (0.2);
  g_clear_object (&shown->context);
  g_clear_pointer (&shown->message, g_free);
  cl_template_unref (shown->form);
  form_fixture_tear_down (&shown->office, NULL);
}

static gboolean
is_idle (gpointer data)
{
  Shown *shown = data;

  return shown->view->items != NULL && !cl_batch_view_is_working (shown->view);
}

static gboolean
has_message (gpointer data)
{
  return ((Shown *) data)->message != NULL && !cl_batch_view_is_working (((Shown *) data)->view);
}

static char *
say (Shown *shown, guint index)
{
  g_autoptr (ClBatchLine) line = g_list_model_get_item (G_LIST_MODEL (shown->view->lines), index);

  return cl_batch_line_say (line);
}

static void
test_lines (Shown *shown, gconstpointer data)
{
  g_autofree char *upper = NULL;
  g_autofree char *middle = NULL;
  gboolean some;

  g_assert_true (headless_wait (is_idle, shown, 20));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shown->view->lines)), ==, 3);
  upper = say (shown, 0);
  g_assert_nonnull (strstr (upper, "上河村"));
  g_assert_nonnull (strstr (upper, "made, not printed"));
  g_assert_nonnull (strstr (upper, "村长"));
  middle = say (shown, 2);
  g_assert_nonnull (strstr (middle, "nothing to print"));
  g_assert_cmpuint (cl_batch_view_count (shown->view, &some), ==, 2);
  g_assert_false (some);
}

/* The papers are made while the window has no time: what was sent from the work is taken before its end. */
static void
test_busy (Shown *shown, gconstpointer data)
{
  g_assert_true (headless_wait (is_idle, shown, 20));
  cl_batch_view_make (shown->view);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ClBatchLine) line = g_list_model_get_item (G_LIST_MODEL (shown->view->lines), i);

      line->made = FALSE;
    }
  g_usleep (2 * G_USEC_PER_SEC);
  g_assert_true (headless_wait (is_idle, shown, 5));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ClBatchLine) line = g_list_model_get_item (G_LIST_MODEL (shown->view->lines), i);

      g_assert_true (line->made);
    }
}

/* One file each, the very bytes that are kept; the state of each and of all; back. */
static void
test_files_and_states (Shown *shown, gconstpointer data)
{
  g_autofree char *path = g_build_filename (shown->office.folder, "附件3 上河村.pdf", NULL);
  g_autofree char *top = g_build_filename (shown->office.folder, "目录.pdf", NULL);
  g_autofree char *saved = NULL;
  g_autofree char *line = NULL;
  g_autofree char *count = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, expected;
  const char *made;

  cl_batch_view_save (shown->view, shown->office.folder);
  g_assert_true (headless_wait (has_message, shown, 20));
  g_assert_nonnull (strstr (shown->message, "2 files saved"));
  g_assert_true (g_file_test (top, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (path, &saved, &length, NULL));
  made = g_bytes_get_data (((ClBatchItem *) shown->view->items->pdata[0])->pdf, &expected);
  g_assert_cmpmem (saved, length, made, expected);
  cl_batch_view_refresh (shown->view);
  line = say (shown, 0);
  g_assert_nonnull (strstr (line, "saved as a file"));

  ids = cl_form_log_batch (shown->office.store, shown->view->items, "print", 1, &error);
  g_assert_no_error (error);
  cl_batch_view_refresh (shown->view);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (shown->view->selection), 1, TRUE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown->view), "batch.set-state", "s", "returned"));
  cl_batch_view_refresh (shown->view);
  count = cl_batch_view_say (shown->view);
  g_assert_nonnull (strstr (count, "1 of 2 returned"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown->view), "batch.set-all", "s", "sent"));
  cl_batch_view_refresh (shown->view);
  undone = cl_batch_view_say (shown->view);
  g_assert_nonnull (strstr (undone, "2 of 2 returned"));
}

/* What was saved when it was ended is in the register, the rest is not. */
static void
test_ended (Shown *shown, gconstpointer data)
{
  g_autoptr (GPtrArray) standings = NULL;
  guint files = 0;

  g_assert_true (headless_wait (is_idle, shown, 20));
  cl_batch_view_save (shown->view, shown->office.folder);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown->view), "batch.cancel", NULL));
  g_assert_true (headless_wait (has_message, shown, 20));
  for (guint i = 0; i < shown->view->items->len; i++)
    {
      const ClBatchItem *item = shown->view->items->pdata[i];
      g_autofree char *path = g_build_filename (shown->office.folder, item->paper->file_name, NULL);

      files += g_file_test (path, G_FILE_TEST_EXISTS);
    }
  standings = cl_output_list_standings (cl_store_get_reader (shown->office.store), "attachment-3", "2026", NULL);
  g_assert_cmpuint (standings->len, ==, files);
  g_assert_cmpuint (files, <, 2);
}

static void
test_closed_early (Shown *shown, gconstpointer data)
{
  cl_batch_view_show (shown->view, shown->form, year ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  g_test_add ("/batch-view/lines", Shown, NULL, set_up, test_lines, tear_down);
  g_test_add ("/batch-view/busy", Shown, NULL, set_up, test_busy, tear_down);
  g_test_add ("/batch-view/files-and-states", Shown, NULL, set_up, test_files_and_states, tear_down);
  g_test_add ("/batch-view/ended", Shown, NULL, set_up, test_ended, tear_down);
  g_test_add ("/batch-view/closed-early", Shown, NULL, set_up, test_closed_early, tear_down);
  return g_test_run ();
}
