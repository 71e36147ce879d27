/* A list leaves as a spreadsheet: what of it, for whom, in which form, for what. The choices are proposed as they were made last. */

#include "cl-config.h"

#include "cl-export-dialog-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-ask-private.h"
#include "cl-citizen-id.h"
#include "cl-export.h"
#include "cl-file-dialog.h"
#include "cl-help.h"
#include "cl-widgets.h"

#define CHOICE_KEY "export-choice"

static const struct
{
  const char *title;
  const char *ending, *encoding;
} forms[] = {
  { N_("Spreadsheet (.xlsx)"), ".xlsx", NULL },
  { N_("Text table for any program (.csv, UTF-8)"), ".csv", NULL },
  { N_("Text table for older programs (.csv, GBK)"), ".csv", "GBK" },
  { N_("Text table with rare characters (.csv, GB18030)"), ".csv", "GB18030" },
};

typedef struct
{
  ClContext *context;
  ClRowModel *rows;
  char *view, *search;
  GtkWidget *ask, *near;
  GtkWidget *extent, *audience, *form, *split, *purpose, *file;
  gboolean purpose_typed;
  gboolean is_chosen; /* the rows are those that somebody chose */
} ExportDialog;

static void
export_dialog_free (gpointer data)
{
  ExportDialog *self = data;

  g_object_unref (self->context);
  g_object_unref (self->rows);
  g_object_unref (self->near);
  g_free (self->view);
  g_free (self->search);
  g_free (self);
}

/* What the worker is given, and hands back. */
typedef struct
{
  ClExport *export;
  char *path;
  gboolean split;
  ClStore *store;
  ClDatabase *reader;
  char *purpose;
  ClContext *context;
  GtkWidget *near;
  GPtrArray *paths;
  ClExportCount count;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  cl_export_free (run->export);
  g_free (run->path);
  g_clear_pointer (&run->reader, cl_database_close);
  g_object_unref (run->store);
  g_free (run->purpose);
  g_object_unref (run->context);
  g_object_unref (run->near);
  g_clear_pointer (&run->paths, g_ptr_array_unref);
  g_free (run);
}

static guint
chosen (GtkWidget *choice)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (choice));
}

static void
write_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  ClCatalogue *catalogue = cl_store_get_catalogue (run->store);
  GError *error = NULL;

  if (run->split)
    run->paths = cl_export_write_by_village (run->export, catalogue, run->reader, run->path, &run->count, cancellable, &error);
  else if (cl_export_write (run->export, catalogue, run->reader, run->path, &run->count, cancellable, &error))
    {
      run->paths = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (run->paths, g_strdup (run->path));
    }
  g_clear_pointer (&run->reader, cl_database_close);
  if (run->paths != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *base = cl_file_call (run->path), *rows = cl_count_format (run->count.rows), *number = NULL;
  g_autoptr (GString) said = NULL;

  cl_context_end_work (run->context, CL_PROGRESS (g_task_get_cancellable (G_TASK (result))));
  if (!g_task_propagate_boolean (G_TASK (result), &error) && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      cl_context_say (run->context, run->near, _("Cancelled: nothing was exported."));
      return;
    }
  if (error != NULL || !cl_export_log (run->store, run->export, run->paths, run->purpose, &number, &error))
    {
      cl_context_say (run->context, run->near, error->message);
      cl_context_finished (run->context, _("The export could not be written. The window says why."));
      return;
    }
  said = g_string_new (NULL);
  if (run->split)
    g_string_append_printf (said, g_dngettext (GETTEXT_PACKAGE, "%s rows exported into %u file", "%s rows exported into %u files", run->paths->len), rows,
                            run->paths->len);
  else
    /* Translators: how many rows; the file's name */
    g_string_append_printf (said, _("%s rows exported to %s"), rows, base);
  if (run->count.minors > 0)
    g_string_append_printf (said, g_dngettext (GETTEXT_PACKAGE, "; %u entry that speaks of a minor was left out", "; %u entries that speak of minors were left out", run->count.minors),
                            run->count.minors);
  cl_context_say (run->context, run->near, said->str);
  cl_context_finished (run->context, _("The export is written."));
}

static ClExport *
make_export (ExportDialog *self)
{
  ClExport *export = cl_export_new (cl_row_model_get_ledger (self->rows));

  export->view = g_strdup (self->view);
  export->search = chosen (self->extent) == 0 ? g_strdup (self->search) : NULL;
  export->is_public = chosen (self->audience) == 1;
  export->encoding = g_strdup (forms[chosen (self->form)].encoding);
  if (chosen (self->extent) == 0)
    cl_export_take_rows (export, self->rows);
  return export;
}

static void
remember (ExportDialog *self)
{
  g_autofree char *choice = g_strdup_printf ("%u %u %u %u", chosen (self->extent), chosen (self->audience), chosen (self->form), chosen (self->split));
  g_autofree char *before = cl_store_get_setting (cl_context_get_store (self->context), CHOICE_KEY);

  if (g_strcmp0 (choice, before) != 0)
    cl_store_set_setting (cl_context_get_store (self->context), CHOICE_KEY, choice, NULL);
}

/* The ending follows the form, whatever was typed. */
static char *
read_path (ExportDialog *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->file)), *ending = forms[chosen (self->form)].ending;
  g_autofree char *whole = *typed == '~' ? g_strconcat (g_get_home_dir (), typed + 1, NULL) : g_strdup (typed);

  if (*g_strstrip (whole) == '\0')
    return NULL;
  return g_str_has_suffix (whole, ending) ? g_steal_pointer (&whole) : g_strconcat (whole, ending, NULL);
}

static void
export_cb (ExportDialog *self)
{
  g_autofree char *path = read_path (self);
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;
  g_autoptr (ClProgress) progress = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Run *run;

  if (path == NULL || !g_path_is_absolute (path) || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      cl_ask_complain (self->ask, self->file, _("There is no such folder. Choose where the file shall lie."));
      return;
    }
  remember (self);
  run = g_new0 (Run, 1);
  run->export = make_export (self);
  run->path = g_steal_pointer (&path);
  run->split = chosen (self->split) == 1;
  run->store = g_object_ref (cl_context_get_store (self->context));
  run->purpose = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->purpose)));
  run->context = g_object_ref (self->context);
  run->near = g_object_ref (self->near);
  progress = cl_context_begin_work (self->context, _("Exporting"));
  task = g_task_new (NULL, G_CANCELLABLE (progress), written_cb, NULL);
  g_task_set_task_data (task, run, run_free);
  /* What is written is told of, and stands in the register, though Cancel came too late. */
  g_task_set_check_cancellable (task, FALSE);
  run->reader = cl_store_open_reader (run->store, &error);
  gtk_window_destroy (GTK_WINDOW (self->ask));
  if (run->reader == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_run_in_thread (task, write_cb);
}

static void
form_changed_cb (ExportDialog *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->file)));
  g_autofree char *path = NULL;

  if (g_str_has_suffix (text, ".xlsx") || g_str_has_suffix (text, ".csv"))
    *strrchr (text, '.') = '\0';
  path = g_strconcat (text, forms[chosen (self->form)].ending, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->file), path);
}

static void
purpose_changed_cb (ExportDialog *self)
{
  self->purpose_typed = TRUE;
}

/* What it is for is proposed by whom it is for, until somebody writes it. */
static void
audience_changed_cb (ExportDialog *self)
{
  g_autofree char *purpose = cl_export_get_purpose (cl_context_get_store (self->context), chosen (self->audience) == 1);

  if (self->purpose_typed)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->purpose), purpose);
  self->purpose_typed = FALSE;
}

static void
choose_cb (ExportDialog *self)
{
  GtkWidget *dialog = cl_file_dialog_new (self->ask, _("Where to export"), GTK_FILE_CHOOSER_ACTION_SAVE);
  g_autofree char *path = read_path (self);
  g_autofree char *base = path != NULL ? g_path_get_basename (path) : NULL;

  if (base != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), base);
  cl_file_dialog_fill (dialog, self->file);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_rows (ExportDialog *self, GtkWidget *rows)
{
  g_autofree char *n = cl_count_format (cl_row_model_get_n_records (self->rows));
  /* Translators: %s: how many rows */
  g_autofree char *seen = g_strdup_printf (self->is_chosen ? _("The selected rows (%s)") : _("The list as it is seen (%s rows)"), n);
  const char *const extents[] = { seen, _("All entries with all columns"), NULL };
  const char *const audiences[] = { _("For the office itself, whole"), _("For the public, masked"), NULL };
  const char *titles[G_N_ELEMENTS (forms) + 1] = { NULL };
  const char *const splits[] = { _("One file"), _("One file a village"), NULL };
  g_autofree char *village = cl_export_find_village_path (cl_context_get_catalogue (self->context), cl_row_model_get_ledger (self->rows));
  g_autofree char *before = cl_store_get_setting (cl_context_get_store (self->context), CHOICE_KEY);
  guint choice[4] = { 0, 0, 0, 0 };
  GtkWidget *choose = cl_text_button_new (_("C_hoose…"), NULL);
  g_autofree char *path = NULL;

  if (before != NULL && sscanf (before, "%u %u %u %u", &choice[0], &choice[1], &choice[2], &choice[3]) != 4)
    memset (choice, 0, sizeof choice);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    titles[i] = _(forms[i].title);
  self->extent = cl_ask_add_choice (rows, _("What of it"), extents, self->is_chosen ? 0 : MIN (choice[0], 1));
  self->audience = cl_ask_add_choice (rows, _("Who it is for"), audiences, MIN (choice[1], 1));
  self->form = cl_ask_add_choice (rows, _("Kind of file"), titles, MIN (choice[2], G_N_ELEMENTS (forms) - 1));
  self->split = cl_ask_add_choice (rows, _("How many files"), splits, village != NULL ? MIN (choice[3], 1) : 0);
  gtk_widget_set_visible (gtk_widget_get_ancestor (self->split, ADW_TYPE_ACTION_ROW), village != NULL);
  self->purpose = cl_ask_add_entry (rows, _("Purpose"), NULL);
  path = cl_file_propose (cl_ledger_get_header (cl_row_model_get_ledger (self->rows)), forms[chosen (self->form)].ending);
  self->file = cl_ask_add_entry (rows, _("Where to"), path);
  cl_ask_add (rows, _("Another place"), choose);
  g_signal_connect_swapped (choose, "clicked", G_CALLBACK (choose_cb), self);
}

void
cl_export_dialog_open (GtkWidget *near, ClContext *context, ClRowModel *rows, const char *view, const char *search, gboolean chosen)
{
  ExportDialog *self = g_new0 (ExportDialog, 1);
  g_autofree char *title = g_strdup_printf (_("Export %s"), cl_ledger_get_title (cl_row_model_get_ledger (rows)));
  GtkWidget *group, *button;

  self->context = g_object_ref (context);
  self->rows = g_object_ref (rows);
  self->near = g_object_ref (near);
  self->view = g_strdup (view);
  self->search = g_strdup (search);
  self->ask = cl_ask_new (near, title, _("_Export"), &group, &button);
  cl_help_set_page (self->ask, "export");
  self->is_chosen = chosen;
  add_rows (self, group);
  audience_changed_cb (self);
  g_signal_connect_swapped (self->audience, "notify::selected", G_CALLBACK (audience_changed_cb), self);
  g_signal_connect_swapped (self->form, "notify::selected", G_CALLBACK (form_changed_cb), self);
  g_signal_connect_swapped (self->purpose, "changed", G_CALLBACK (purpose_changed_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (export_cb), self);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-export-dialog", self, export_dialog_free);
  cl_ask_present (self->ask, self->extent);
}
