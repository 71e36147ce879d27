#include "cl-config.h"

#include "cl-form-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-file-dialog.h"
#include "cl-form-parameters-private.h"
#include "cl-form-xlsx.h"
#include "cl-print.h"

/* "附件3 上河村": of the file, of the job in the queue. */
static char *
paper_name (ClFormPage *page)
{
  const char *file = page->paper->file_name;

  return g_str_has_suffix (file, ".pdf") ? g_strndup (file, strlen (file) - 4) : g_strdup (file);
}

static char *
log_paper (ClFormPage *page, const ClPaper *paper, GBytes *pdf, guint pages, const char *kind, guint copies)
{
  ClOutput output = { .kind = kind, .copies = copies, .pages = pages, .bytes = pdf, .keep = TRUE };
  g_autoptr (GError) error = NULL;
  char *number = NULL;

  cl_paper_fill (paper, &output);
  if (cl_output_log (cl_context_get_store (page->context), &output, &number, &error) == 0)
    cl_context_say (page->context, GTK_WIDGET (page), error->message);
  return number;
}

/* A spreadsheet that looks like the paper, made beside the page. */
typedef struct
{
  ClFormPage *page;
  ClTemplate *form;
  ClPaper *paper;
  GHashTable *values;
  ClDatabase *reader;
  char *path;
  ClFormReport report;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_pointer (&saving->reader, cl_database_close);
  g_object_unref (saving->page);
  cl_template_unref (saving->form);
  cl_paper_free (saving->paper);
  g_hash_table_unref (saving->values);
  cl_form_report_clear (&saving->report);
  g_free (saving->path);
  g_free (saving);
}

static void
sheet_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;
  gboolean fine = cl_form_write_xlsx (saving->form, cl_context_get_catalogue (saving->page->context), saving->reader, saving->values, NULL, saving->path,
                                      &saving->report, &error);

  g_clear_pointer (&saving->reader, cl_database_close);
  if (fine)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
sheet_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  ClFormPage *page = saving->page;
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_path_get_basename (saving->path);
  g_autofree char *called = cl_file_call (saving->path), *place = cl_mask_numbers (saving->path);
  g_autofree char *number = NULL;
  g_autofree char *words = NULL;
  ClOutput output = { .kind = "export", .path = saving->path, .keep = TRUE, .pages = saving->report.pages };

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      cl_paper_fill (saving->paper, &output);
      output.file_name = base;
      if (cl_output_log (cl_context_get_store (page->context), &output, &number, &error) != 0)
        words = g_strdup_printf (_("%s saved as %s, number %s"), called, place, number);
    }
  cl_context_say (page->context, GTK_WIDGET (page), words != NULL ? words : error->message);
}

static void
save_sheet (ClFormPage *page, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  ClDatabase *reader = cl_store_open_reader (cl_context_get_store (page->context), &error);
  Saving *saving;

  if (reader == NULL)
    {
      cl_context_say (page->context, GTK_WIDGET (page), error->message);
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->page = g_object_ref (page);
  saving->form = cl_template_ref (page->form);
  saving->paper = cl_paper_copy (page->paper);
  saving->values = cl_form_parameters_get_values (CL_FORM_PARAMETERS (page->parameters));
  saving->reader = reader;
  saving->path = g_strdup (path);
  task = g_task_new (page, NULL, sheet_cb, NULL);
  g_task_set_task_data (task, saving, (GDestroyNotify) saving_free);
  g_task_run_in_thread (task, sheet_thread);
}

void
cl_form_page_save (ClFormPage *page, GFile *file)
{
  GBytes *pdf = cl_preview_get_pdf (CL_PREVIEW (page->preview));
  g_autoptr (GError) error = NULL;
  g_autofree char *where = g_file_get_parse_name (file);
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;
  gsize length;
  const char *data;

  if (cl_form_page_shows_batch (page))
    {
      if (g_file_peek_path (file) != NULL)
        cl_batch_view_save (CL_BATCH_VIEW (page->batch), g_file_peek_path (file));
      return;
    }
  if (pdf == NULL || page->paper == NULL)
    return;
  if (g_file_peek_path (file) != NULL && g_str_has_suffix (g_file_peek_path (file), ".xlsx"))
    {
      save_sheet (page, g_file_peek_path (file));
      return;
    }
  name = paper_name (page);
  data = g_bytes_get_data (pdf, &length);
  if (!g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, &error))
    words = g_strdup_printf (_("%s was not saved: %s. Choose another folder."), name, error->message);
  else
    {
      g_autofree char *number = log_paper (page, page->paper, pdf, cl_preview_get_n_pages (CL_PREVIEW (page->preview)), "export", 0);

      if (number == NULL)
        return;
      words = g_strdup_printf (_("%s saved as %s, number %s"), name, where, number);
    }
  cl_context_say (page->context, GTK_WIDGET (page), words);
}

static void
chooser_cb (GtkDialog *dialog, int response, ClFormPage *page)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      if (file != NULL)
        cl_form_page_save (page, file);
    }
}

void
cl_form_page_ask_where (ClFormPage *page)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkWidget *dialog;

  if (page->paper == NULL && !cl_form_page_shows_batch (page))
    return;
  if (cl_form_page_shows_batch (page))
    {
      dialog = cl_file_dialog_new (GTK_WIDGET (page), _("Folder for the files"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
      g_signal_connect_object (dialog, "response", G_CALLBACK (chooser_cb), page, 0);
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }
  dialog = cl_file_dialog_new (GTK_WIDGET (page), _("Save as a file"), GTK_FILE_CHOOSER_ACTION_SAVE);
  /* The ending says which: a file name is typed as quickly as a filter is chosen. */
  gtk_file_filter_set_name (filter, _("PDF or spreadsheet (.pdf, .xlsx)"));
  gtk_file_filter_add_suffix (filter, "pdf");
  gtk_file_filter_add_suffix (filter, "xlsx");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), page->paper->file_name);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chooser_cb), page, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What is under way to the printer: the page may show something else by the time the queue has it. */
typedef struct
{
  ClFormPage *page;
  ClTemplate *form;
  ClPaper *paper;
  GHashTable *values;
  GBytes *pdf;
  char *name;
  guint pages;
} Printing;

static void
printing_free (Printing *printing)
{
  g_object_unref (printing->page);
  cl_template_unref (printing->form);
  cl_paper_free (printing->paper);
  g_hash_table_unref (printing->values);
  g_bytes_unref (printing->pdf);
  g_free (printing->name);
  g_free (printing);
}

static void
say_printed (ClFormPage *page, const char *name, const char *number)
{
  g_autofree char *words = g_strdup_printf (_("%s sent to the printer, number %s"), name, number);

  cl_context_say (page->context, GTK_WIDGET (page), words);
}

static void
printed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Printing *printing = data;
  ClFormPage *page = printing->page;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;

  if (cl_print_pdf_finish (result, &error))
    {
      number = log_paper (page, printing->paper, printing->pdf, printing->pages, "print", cl_print_pdf_get_copies (result));
      if (number != NULL)
        say_printed (page, printing->name, number);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_context_say (page->context, GTK_WIDGET (page), error->message);
  printing_free (printing);
}

void
cl_form_page_print (ClFormPage *page, const char *printer)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  GBytes *pdf = cl_preview_get_pdf (CL_PREVIEW (page->preview));
  Printing *printing;

  if (!cl_form_page_shows_batch (page) && (pdf == NULL || page->paper == NULL))
    return;
  /* Each of them is signed, stamped and brought back by itself, so each has its own line in the register and is kept as a file of its own. */
  if (!cl_form_page_shows_batch (page) && cl_form_page_is_for_all (page))
    cl_form_page_show_batch (page, TRUE);
  if (cl_form_page_shows_batch (page))
    {
      cl_batch_view_print (CL_BATCH_VIEW (page->batch), printer);
      return;
    }
  printing = g_new0 (Printing, 1);
  printing->page = g_object_ref (page);
  printing->form = cl_template_ref (page->form);
  printing->paper = cl_paper_copy (page->paper);
  printing->values = cl_form_parameters_get_values (CL_FORM_PARAMETERS (page->parameters));
  printing->pdf = g_bytes_ref (pdf);
  printing->name = paper_name (page);
  printing->pages = cl_preview_get_n_pages (CL_PREVIEW (page->preview));
  cl_print_pdf_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, pdf, printing->name, printer, NULL, printed_cb, printing);
}

void
cl_form_page_count_returned (ClFormPage *page)
{
  ClOutputCount count = { 0 };
  const char *mark = page->form != NULL ? cl_template_get_mark (page->form) : NULL;
  g_autofree char *words = NULL;

  if (page->form != NULL)
    cl_output_count (cl_context_get_catalogue (page->context), cl_store_get_reader (cl_context_get_store (page->context)), cl_template_get_name (page->form), &count, NULL);
  if (count.prints > 0)
    words = g_strdup_printf (_("%s: %u of %u returned"), mark != NULL ? mark : cl_template_get_title (page->form), count.returned, count.prints);
  gtk_label_set_text (GTK_LABEL (page->returned), words != NULL ? words : "");
  gtk_widget_set_visible (page->returned, words != NULL && !cl_form_page_shows_batch (page));
}
