#include "cl-config.h"

#include "cl-form-page-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-form-parameters-private.h"
#include "cl-preview-private.h"
#include "cl-span.h"

typedef struct
{
  ClTemplate *form;
  ClCatalogue *catalogue;
  ClDatabase *reader;
  GHashTable *values;
  ClFormReport report;
  ClPaper *paper;      /* what the register will be told of it */
  ClPdfSource *source; /* the file, open */
} Job;

static void
job_free (Job *job)
{
  cl_form_report_clear (&job->report);
  cl_paper_free (job->paper);
  g_clear_object (&job->source);
  g_clear_pointer (&job->reader, cl_database_close);
  g_clear_object (&job->catalogue);
  cl_template_unref (job->form);
  g_hash_table_unref (job->values);
  g_free (job);
}

void
cl_form_page_say_nothing_made (ClFormPage *page, const char *words)
{
  cl_preview_set_busy (CL_PREVIEW (page->preview), FALSE);
  cl_preview_set_words (CL_PREVIEW (page->preview), _("No paper yet"), words);
  gtk_label_set_text (GTK_LABEL (page->state), "");
  gtk_widget_set_visible (page->warning, FALSE);
  cl_form_page_set_paper_ready (page, FALSE);
  cl_announce (page->side, words);
}

static void
show_report (ClFormPage *page, const ClFormReport *report)
{
  g_autofree char *pages = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page", "%u pages", report->pages), report->pages);
  g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", report->rows), report->rows);
  g_autofree char *state = g_strdup_printf (_("%s, %s"), pages, rows);
  guint missing = report->missing_glyphs != NULL ? report->missing_glyphs->len : 0;

  gtk_label_set_text (GTK_LABEL (page->state), state);
  gtk_widget_set_visible (page->warning, missing > 0);
  if (missing > 0)
    {
      g_autoptr (GString) list = g_string_new (NULL);
      g_autofree char *text = NULL;

      for (guint i = 0; i < missing && i < 8; i++)
        g_string_append_printf (list, "%s%s", i > 0 ? "、" : "", (const char *) report->missing_glyphs->pdata[i]);
      text = g_strdup_printf (_("No font has these characters, they will print as boxes: %s. Install a font that has them, or write them by hand."), list->str);
      gtk_label_set_text (GTK_LABEL (page->warning), text);
      cl_announce (page->side, text);
    }
}

/* What is on its way to the main thread while the file is written. */
typedef struct
{
  GTask *task;
  ClPdfSource *source;
} Draft;

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_object_unref (draft->source);
  g_object_unref (draft->task);
  g_free (draft);
}

static gboolean
show_draft_cb (gpointer data)
{
  CL_SPAN ("form: draft");
  Draft *draft = data;
  ClFormPage *page = g_task_get_source_object (draft->task);

  if (g_task_get_cancellable (draft->task) == page->making && page->box != NULL)
    cl_preview_set_source (CL_PREVIEW (page->preview), draft->source);
  return G_SOURCE_REMOVE;
}

/* The pages are set in a tenth of the time that their file takes: they are seen first, and Poppler's picture of the file takes their place. */
static void
show_draft (GTask *task, ClFormPages *pages)
{
  Draft *draft = g_new (Draft, 1);

  draft->task = g_object_ref (task);
  draft->source = cl_pdf_source_new_draft (pages);
  g_idle_add_full (G_PRIORITY_DEFAULT, show_draft_cb, draft, draft_free);
}

static void
make_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (ClFormPages) pages = NULL;
  g_autoptr (GBytes) pdf = NULL;

  cl_database_set_cancellable (job->reader, cancellable);
  pages = cl_form_pages_new (job->form, job->catalogue, job->reader, job->values, NULL, &error);
  if (pages != NULL && !g_cancellable_is_cancelled (cancellable))
    {
      show_draft (task, pages);
      job->paper = cl_paper_new (job->form, job->catalogue, job->reader, job->values);
    }
  cl_database_set_cancellable (job->reader, NULL);
  g_clear_pointer (&job->reader, cl_database_close);
  /* Whoever goes through the villages by key waits for none but the last. */
  if (pages != NULL && g_task_return_error_if_cancelled (task))
    return;
  pdf = pages != NULL ? cl_form_pages_make_pdf (pages, &job->report, &error) : NULL;
  job->source = pdf != NULL ? cl_pdf_source_new (pdf, &error) : NULL;
  if (job->source != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The old paper stood there until now; who cannot see that it changed is told, where the choice was made. */
static void
say_changed (ClFormPage *page, gboolean changed)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autofree char *words = NULL;

  if (!changed || focus == NULL || !gtk_widget_is_ancestor (focus, page->side) || gtk_widget_get_visible (page->warning))
    return;
  words = g_strdup_printf (_("New paper: %s"), gtk_label_get_text (GTK_LABEL (page->state)));
  cl_announce (page->side, words);
}

static void
made_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  CL_SPAN ("form: show");
  ClFormPage *page = CL_FORM_PAGE (object);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GBytes *pdf;
  gboolean changed;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (cancellable != page->making || page->box == NULL)
    return;
  g_clear_object (&page->making);
  cl_preview_set_busy (CL_PREVIEW (page->preview), FALSE);
  if (error != NULL)
    {
      cl_form_page_say_nothing_made (page, error->message);
      return;
    }
  pdf = cl_pdf_source_get_pdf (job->source);
  changed = page->pdf != NULL && !g_bytes_equal (pdf, page->pdf);
  cl_preview_set_source (CL_PREVIEW (page->preview), job->source);
  show_report (page, &job->report);
  g_clear_pointer (&page->paper, cl_paper_free);
  page->paper = g_steal_pointer (&job->paper);
  g_clear_pointer (&page->pdf, g_bytes_unref);
  page->pdf = g_bytes_ref (pdf);
  say_changed (page, changed);
  cl_form_page_set_paper_ready (page, TRUE);
}

void
cl_form_page_give_up (ClFormPage *page)
{
  g_clear_handle_id (&page->timeout, g_source_remove);
  if (page->making != NULL)
    g_cancellable_cancel (page->making);
  g_clear_object (&page->making);
  cl_preview_set_busy (CL_PREVIEW (page->preview), FALSE);
}

void
cl_form_page_make (ClFormPage *page)
{
  ClStore *store = cl_context_get_store (page->context);
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  ClDatabase *reader;
  Job *job;

  cl_form_page_give_up (page);
  if (page->form == NULL || !cl_form_parameters_is_valid (CL_FORM_PARAMETERS (page->parameters)))
    return;
  reader = cl_store_open_reader (store, &error);
  if (reader == NULL)
    {
      cl_form_page_say_nothing_made (page, error->message);
      return;
    }

  job = g_new0 (Job, 1);
  job->form = cl_template_ref (page->form);
  job->catalogue = g_object_ref (cl_context_get_catalogue (page->context));
  job->reader = reader;
  job->values = cl_form_parameters_get_values (CL_FORM_PARAMETERS (page->parameters));
  page->making = g_cancellable_new ();
  task = g_task_new (page, page->making, made_cb, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  cl_preview_set_busy (CL_PREVIEW (page->preview), TRUE);
  /* What is printed is what is seen: not the old paper while the new one is made. */
  cl_form_page_set_paper_ready (page, FALSE);
  g_task_run_in_thread (task, make_thread);
}
