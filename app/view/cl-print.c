#include "cl-config.h"

#include "cl-print.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtkunixprint.h>
#include <unistd.h>

#include "cl-error.h"
#include "cl-pdf-source-private.h"
#include "cl-print-dialog-private.h"
#include "cl-print-private.h"

/* How long a queue is looked for: CUPS on the same machine answers at once, one across an office within seconds. */
#define SEARCH_SECONDS 15

/* The queue chosen last, for the next paper; the main thread's. */
static char *last_printer;

typedef struct
{
  GtkWindow *parent; /* weak */
  ClPdfSource *source;
  char *title, *wanted;
  GtkPrinter *printer;
  GtkPrintSettings *settings;
  GtkPageSetup *setup;
  GtkWidget *dialog;
  guint n_pages;
  char *file;  /* removed with the job */
  guint timeout;
  gulong cancelled;
  gboolean searching;
} Job;

static void
job_free (Job *job)
{
  g_clear_weak_pointer (&job->parent);
  g_clear_object (&job->source);
  g_clear_object (&job->printer);
  g_clear_object (&job->settings);
  g_clear_object (&job->setup);
  g_clear_handle_id (&job->timeout, g_source_remove);
  if (job->file != NULL)
    g_unlink (job->file);
  g_free (job->file);
  g_free (job->title);
  g_free (job->wanted);
  g_free (job);
}

GArray *
cl_print_choose_pages (GtkPrintSettings *settings, guint n_pages, guint current)
{
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (guint));
  GtkPrintPages which = gtk_print_settings_get_print_pages (settings);
  GtkPageSet set = gtk_print_settings_get_page_set (settings);
  int n_ranges = 0;
  g_autofree GtkPageRange *ranges = gtk_print_settings_get_page_ranges (settings, &n_ranges);

  for (guint i = 0; i < n_pages; i++)
    {
      gboolean wanted = which != GTK_PRINT_PAGES_RANGES && (which != GTK_PRINT_PAGES_CURRENT || i == current);

      for (int r = 0; which == GTK_PRINT_PAGES_RANGES && r < n_ranges; r++)
        wanted = wanted || ((int) i >= ranges[r].start && (ranges[r].end < 0 || (int) i <= ranges[r].end));
      if (set == GTK_PAGE_SET_ODD)
        wanted = wanted && i % 2 == 0;
      else if (set == GTK_PAGE_SET_EVEN)
        wanted = wanted && i % 2 == 1;
      if (wanted)
        g_array_append_val (pages, i);
    }
  if (gtk_print_settings_get_reverse (settings))
    for (guint i = 0; i < pages->len / 2; i++)
      {
        guint *a = &g_array_index (pages, guint, i), *b = &g_array_index (pages, guint, pages->len - 1 - i);
        guint kept = *a;
        *a = *b;
        *b = kept;
      }
  return pages;
}

static GBytes *
chosen_pages (Job *job, GError **error)
{
  g_autoptr (GArray) pages = cl_print_choose_pages (job->settings, job->n_pages, 0);
  gboolean whole = pages->len == job->n_pages;

  for (guint i = 0; i < pages->len && whole; i++)
    whole = g_array_index (pages, guint, i) == i;

  /* They are chosen now; the queue must not choose among them again. */
  gtk_print_settings_set_print_pages (job->settings, GTK_PRINT_PAGES_ALL);
  gtk_print_settings_set_page_set (job->settings, GTK_PAGE_SET_ALL);
  gtk_print_settings_set_reverse (job->settings, FALSE);
  gtk_print_settings_unset (job->settings, GTK_PRINT_SETTINGS_PAGE_RANGES);
  return whole ? g_bytes_ref (cl_pdf_source_get_pdf (job->source)) : cl_pdf_source_cut (job->source, pages, error);
}

static gboolean
write_file (Job *job, GBytes *pdf, GError **error)
{
  int fd = g_file_open_tmp ("canlian-XXXXXX.pdf", &job->file, error);
  const guint8 *data;
  gsize left;

  if (fd < 0)
    return FALSE;
  data = g_bytes_get_data (pdf, &left);
  while (left > 0)
    {
      ssize_t written = write (fd, data, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The paper cannot be laid aside for the printer: %s. Make room on the disk and print again."), g_strerror (errno));
          close (fd);
          return FALSE;
        }
      data += written;
      left -= (gsize) written;
    }
  return close (fd) == 0;
}

static void
sent_cb (GtkPrintJob *print_job, gpointer data, const GError *error)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);

  if (g_task_get_completed (task))
    return;
  if (error != NULL)
    g_task_return_new_error (task, CL_ERROR, CL_ERROR_FAILED, _("%s was not printed: the queue %s answered “%s”. Look at the printer and print again."),
                             job->title, gtk_printer_get_name (job->printer), error->message);
  else
    g_task_return_boolean (task, TRUE);
}

static void
send (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GtkPrintJob) print_job = NULL;
  g_autoptr (GBytes) pdf = NULL;
  GError *error = NULL;

  if (!gtk_printer_accepts_pdf (job->printer))
    {
      g_task_return_new_error (task, CL_ERROR, CL_ERROR_FAILED, _("The queue %s takes no PDF. Choose another, or save the paper and print it from elsewhere."),
                               gtk_printer_get_name (job->printer));
      return;
    }
  pdf = chosen_pages (job, &error);
  if (pdf == NULL || !write_file (job, pdf, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  print_job = gtk_print_job_new (job->title, job->printer, job->settings, job->setup);
  if (!gtk_print_job_set_source_file (print_job, job->file, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  gtk_print_job_send (print_job, sent_cb, g_object_ref (task), g_object_unref);
}

static gboolean
printer_cb (GtkPrinter *printer, gpointer data)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);

  if (g_task_get_completed (task) || !job->searching)
    return TRUE;
  if (g_strcmp0 (gtk_printer_get_name (printer), job->wanted) != 0)
    return FALSE;
  job->printer = g_object_ref (printer);
  job->searching = FALSE;
  g_clear_handle_id (&job->timeout, g_source_remove);
  send (task);
  return TRUE;
}

static void
not_found (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  job->searching = FALSE;
  g_clear_handle_id (&job->timeout, g_source_remove);
  if (!g_task_get_completed (task))
    g_task_return_new_error (task, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no printer called %s. Switch it on or choose another."), job->wanted);
}

static void
searched_cb (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);

  if (job->searching)
    not_found (task);
}

static gboolean
timeout_cb (gpointer data)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);

  job->timeout = 0;
  not_found (task);
  return G_SOURCE_REMOVE;
}

static void
response_cb (GtkDialog *dialog, int response, gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GtkPrintUnixDialog *print = GTK_PRINT_UNIX_DIALOG (dialog);

  if (response == GTK_RESPONSE_OK)
    {
      job->printer = g_object_ref (gtk_print_unix_dialog_get_selected_printer (print));
      job->settings = gtk_print_unix_dialog_get_settings (print);
      g_set_object (&job->setup, gtk_print_unix_dialog_get_page_setup (print));
      g_free (last_printer);
      last_printer = g_strdup (gtk_printer_get_name (job->printer));
    }
  job->dialog = NULL;
  gtk_window_destroy (GTK_WINDOW (dialog));
  if (response == GTK_RESPONSE_OK)
    send (task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Nothing was printed."));
}

static void
cancelled_cb (GCancellable *cancellable, GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (job->dialog != NULL)
    gtk_dialog_response (GTK_DIALOG (job->dialog), GTK_RESPONSE_CANCEL);
}

static void
ask (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  GtkWidget *dialog = g_object_new (GTK_TYPE_PRINT_UNIX_DIALOG, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, "transient-for", job->parent, "title", job->title, NULL);
  GCancellable *cancellable = g_task_get_cancellable (task);

  job->dialog = dialog;
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_print_unix_dialog_set_manual_capabilities (GTK_PRINT_UNIX_DIALOG (dialog),
                                                 GTK_PRINT_CAPABILITY_PAGE_SET | GTK_PRINT_CAPABILITY_COPIES | GTK_PRINT_CAPABILITY_COLLATE
                                                   | GTK_PRINT_CAPABILITY_REVERSE | GTK_PRINT_CAPABILITY_GENERATE_PDF);
  if (last_printer != NULL)
    {
      g_autoptr (GtkPrintSettings) before = gtk_print_settings_new ();

      gtk_print_settings_set_printer (before, last_printer);
      gtk_print_unix_dialog_set_settings (GTK_PRINT_UNIX_DIALOG (dialog), before);
    }
  gtk_print_unix_dialog_set_page_setup (GTK_PRINT_UNIX_DIALOG (dialog), job->setup);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, job->title, -1);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), g_object_ref (task));
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  cl_print_dialog_name (dialog);
}

/* The paper tells its own size: A4 upright or across. */
static GtkPageSetup *
setup_of (ClPdfSource *source)
{
  GtkPageSetup *setup;
  double width, height;

  cl_pdf_source_get_page_size (source, 0, &width, &height);
  setup = gtk_page_setup_new ();
  gtk_page_setup_set_orientation (setup, width > height ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);
  if (ABS (MIN (width, height) - 842) < 6)
    {
      g_autoptr (GtkPaperSize) a3 = gtk_paper_size_new (GTK_PAPER_NAME_A3);
      gtk_page_setup_set_paper_size (setup, a3);
    }
  else if (ABS (MIN (width, height) - 595) < 6)
    {
      g_autoptr (GtkPaperSize) a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);
      gtk_page_setup_set_paper_size (setup, a4);
    }
  else
    {
      g_autoptr (GtkPaperSize) own = gtk_paper_size_new_custom ("canlian", "canlian", MIN (width, height), MAX (width, height), GTK_UNIT_POINTS);
      gtk_page_setup_set_paper_size (setup, own);
    }
  return setup;
}

static void
print_source (GtkWindow *parent, ClPdfSource *source, const char *title, const char *printer, GtkPrintSettings *settings, GTask *task)
{
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, cl_print_pdf_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_set_weak_pointer (&job->parent, parent);
  job->source = g_object_ref (source);
  job->title = g_strdup (title != NULL && *title != '\0' ? title : _("Paper"));
  job->wanted = g_strdup (printer);
  job->n_pages = cl_pdf_source_get_n_pages (source);
  job->setup = setup_of (source);
  if (printer == NULL)
    {
      ask (task);
      return;
    }
  job->settings = settings != NULL ? gtk_print_settings_copy (settings) : gtk_print_settings_new ();
  job->searching = TRUE;
  job->timeout = g_timeout_add_seconds (SEARCH_SECONDS, timeout_cb, task);
  gtk_enumerate_printers (printer_cb, g_object_ref (task), searched_cb, FALSE);
}

void
cl_print_pdf_with_settings_async (GtkWindow *parent, GBytes *pdf, const char *title, const char *printer, GtkPrintSettings *settings,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  GError *error = NULL;
  g_autoptr (ClPdfSource) source = cl_pdf_source_new (pdf, &error);

  if (source != NULL)
    {
      print_source (parent, source, title, printer, settings, task);
      return;
    }
  g_prefix_error (&error, "%s ", _("The paper cannot be read and so not be printed. Make it again."));
  g_task_return_error (task, error);
}

void
cl_print_source_async (GtkWindow *parent, ClPdfSource *source, const char *title, const char *printer, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  print_source (parent, source, title, printer, NULL, task);
}

/**
 * cl_print_pdf_async:
 * @parent: (nullable): the window that the dialog belongs to
 * @pdf: the whole file, printed as it is
 * @title: the job's name in the queue, and the dialog's
 * @printer: (nullable): a queue's name, no dialog; %NULL asks for queue, copies, range, odd or even, both sides
 * @cancellable: (nullable): takes back a dialog that was not yet answered
 * @callback: called once the queue has taken the job, not when it is on paper
 * @data: for @callback
 *
 * GtkPrintOperation would draw the paper anew, and crashes on 4.8.3 without its dialog; the file is handed to a #GtkPrintJob instead. The temporary
 * copy is removed afterwards. Main thread.
 */
void
cl_print_pdf_async (GtkWindow *parent, GBytes *pdf, const char *title, const char *printer, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (pdf != NULL);

  cl_print_pdf_with_settings_async (parent, pdf, title, printer, NULL, cancellable, callback, data);
}

/**
 * cl_print_pdf_finish:
 * @result: what the callback was given
 * @error: %G_IO_ERROR_CANCELLED where the dialog was closed; NOT_FOUND where no queue bears the name; FAILED in the queue's words
 *
 * Returns: %TRUE where the queue has taken the job
 */
gboolean
cl_print_pdf_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cl_print_pdf_get_copies:
 * @result: what the callback was given
 *
 * Returns: how many copies the queue was asked for
 */
guint
cl_print_pdf_get_copies (GAsyncResult *result)
{
  const Job *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), 1);

  job = g_task_get_task_data (G_TASK (result));
  return job->settings != NULL ? (guint) MAX (gtk_print_settings_get_n_copies (job->settings), 1) : 1;
}
