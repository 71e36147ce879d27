/* The chart on paper, and its table as a file. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-ask-private.h"
#include "cl-citizen-id.h"
#include "cl-desk.h"
#include "cl-export.h"
#include "cl-file-dialog.h"
#include "cl-form.h"
#include "cl-output.h"
#include "cl-print.h"
#include "cl-sheet-paste.h"
#include "cl-statistic-page-private.h"
#include "cl-widgets.h"

/* A paper or a file on its way, made beside the window. */
typedef struct
{
  ClContext *context;
  GtkWidget *near;
  ClStatistic *statistic;
  char *path;        /* NULL: to the printer */
  GBytes *pdf;
  ClFormReport report;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_object_unref (making->context);
  g_object_unref (making->near);
  cl_statistic_unref (making->statistic);
  g_free (making->path);
  g_clear_pointer (&making->pdf, g_bytes_unref);
  cl_form_report_clear (&making->report);
  g_free (making);
}

static gboolean
make (Making *making, GError **error)
{
  ClStore *store = cl_context_get_store (making->context);
  gboolean paper = making->path == NULL || g_str_has_suffix (making->path, ".pdf");

  if (!paper)
    return cl_export_statistic (store, making->statistic, making->path, error);
  making->pdf = cl_form_print_statistic (store, making->statistic, &making->report, error);
  return making->pdf != NULL &&
         (making->path == NULL || g_file_set_contents (making->path, g_bytes_get_data (making->pdf, NULL), (gssize) g_bytes_get_size (making->pdf), error));
}

static void
make_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (make (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static char *
log_making (Making *making, const char *kind, guint copies, GError **error)
{
  ClOutput output = { .kind = kind, .source = cl_ledger_get_name (making->statistic->ledger), .title = making->statistic->title, .parameters = making->statistic->words,
                      .copies = copies, .pages = making->report.pages, .bytes = making->pdf, .path = making->pdf == NULL ? making->path : NULL,
                      .keep = making->path == NULL };
  char *number = NULL;

  return cl_output_log (cl_context_get_store (making->context), &output, &number, error) != 0 ? number : NULL;
}

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Making *making = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  if (cl_print_pdf_finish (result, &error))
    {
      number = log_making (making, "print", cl_print_pdf_get_copies (result), &error);
      words = number != NULL ? g_strdup_printf (_("Printed: %s, number %s"), making->statistic->title, number) : NULL;
    }
  if (words != NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_context_say (making->context, making->near, words != NULL ? words : error->message);
  making_free (making);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Making *making = data;
  GtkRoot *root = gtk_widget_get_root (making->near);
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error) && making->path == NULL)
    {
      if (GTK_IS_WINDOW (root))
        cl_print_pdf_async (GTK_WINDOW (root), making->pdf, making->statistic->title, NULL, NULL, printed_cb, making);
      else
        making_free (making);
      return;
    }
  if (error == NULL)
    number = log_making (making, "export", 0, &error);
  if (number != NULL)
    {
      g_autofree char *called = cl_path_call (making->path);

      words = g_strdup_printf (_("%s saved as %s, number %s"), making->statistic->title, called, number);
    }
  cl_context_say (making->context, making->near, words != NULL ? words : error->message);
  making_free (making);
}

/* @path NULL: to the printer. */
static void
begin (GtkWidget *near, ClContext *context, ClStatistic *statistic, const char *path)
{
  Making *making = g_new0 (Making, 1);
  g_autoptr (GTask) task = NULL;

  making->context = g_object_ref (context);
  making->near = g_object_ref (near);
  making->statistic = cl_statistic_ref (statistic);
  making->path = g_strdup (path);
  task = g_task_new (near, NULL, made_cb, making);
  g_task_set_task_data (task, making, NULL);
  g_task_run_in_thread (task, make_thread);
}

static gboolean
has_numbers (ClStatisticPage *self)
{
  if (self->statistic != NULL && self->statistic->rows->len > 0)
    return TRUE;
  cl_context_say (self->context, GTK_WIDGET (self), _("There is nothing to count here"));
  return FALSE;
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClStatisticPage *self = data;

  if (has_numbers (self))
    begin (GTK_WIDGET (self), self->context, self->statistic, NULL);
}

static const char *const endings[] = { ".xlsx", ".csv", ".pdf" };

typedef struct
{
  ClContext *context;
  ClStatistic *statistic;
  GtkWidget *near, *ask, *kind, *file;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_object_unref (asking->context);
  cl_statistic_unref (asking->statistic);
  g_object_unref (asking->near);
  g_free (asking);
}

static void
kind_cb (Asking *asking)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (asking->file)));
  g_autofree char *path = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (text, endings[i]))
      {
        *strrchr (text, '.') = '\0';
        break;
      }
  path = g_strconcat (text, endings[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (asking->kind)), G_N_ELEMENTS (endings) - 1)], NULL);
  gtk_editable_set_text (GTK_EDITABLE (asking->file), path);
}

static void
export_asked_cb (Asking *asking)
{
  g_autofree char *path = g_strdup (gtk_editable_get_text (GTK_EDITABLE (asking->file)));
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    known |= g_str_has_suffix (path, endings[i]);
  if (!known || !g_path_is_absolute (path) || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      cl_ask_complain (asking->ask, asking->file, _("Write a folder that is there and a name that ends in .xlsx, .csv or .pdf"));
      return;
    }
  begin (asking->near, asking->context, asking->statistic, path);
  gtk_window_destroy (GTK_WINDOW (asking->ask));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClStatisticPage *self = data;
  const char *const kinds[] = { _("Excel workbook (.xlsx)"), _("Text table (.csv)"), _("Chart and table as paper (.pdf)"), NULL };
  g_autofree char *path = NULL;
  GtkWidget *rows, *button;
  Asking *asking;

  if (!has_numbers (self))
    return;
  path = cl_file_propose (self->statistic->title, endings[0]);
  asking = g_new0 (Asking, 1);
  asking->context = g_object_ref (self->context);
  asking->statistic = cl_statistic_ref (self->statistic);
  asking->near = g_object_ref (GTK_WIDGET (self));
  asking->ask = cl_ask_new (GTK_WIDGET (self), _("Export the count"), _("_Export"), &rows, &button);
  asking->kind = cl_ask_add_choice (rows, _("Kind of file"), kinds, 0);
  asking->file = cl_ask_add_entry (rows, _("Where to"), path);
  g_signal_connect_swapped (asking->kind, "notify::selected", G_CALLBACK (kind_cb), asking);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (export_asked_cb), asking);
  g_object_set_data_full (G_OBJECT (asking->ask), "cl-asking", asking, asking_free);
  cl_ask_present (asking->ask, asking->kind);
}

static void
export_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClStatisticPage *self = data;

  if (has_numbers (self))
    begin (GTK_WIDGET (self), self->context, self->statistic, g_variant_get_string (parameter, NULL));
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClStatisticPage *self = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *text = NULL;

  if (!has_numbers (self))
    return;
  g_ptr_array_add (rows, cl_statistic_table_head (self->statistic, TRUE));
  for (guint i = 0; i <= self->statistic->rows->len; i++)
    g_ptr_array_add (rows, cl_statistic_table_row (self->statistic, i, TRUE));
  text = cl_sheet_paste_to_text (rows);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  cl_context_say (self->context, GTK_WIDGET (self), _("The table is copied"));
}

static const GActionEntry entries[] = {
  { "print", print_cb, NULL, NULL, NULL, { 0 } },
  { "export", export_cb, NULL, NULL, NULL, { 0 } },
  { "export-to", export_to_cb, "s", NULL, NULL, { 0 } },
  { "copy", copy_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_statistic_page_add_paper_actions (ClStatisticPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
