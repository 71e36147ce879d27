/* A paper that was kept, shown and printed again as it is. */

#include "cl-config.h"

#include "cl-output-paper-private.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-output.h"
#include "cl-paper-window.h"

/* What the window of the paper needs to write a print down. */
typedef struct
{
  ClContext *context;
  GtkWidget *near; /* weak */
  gint64 output;
  GBytes *pdf;
} Kept;

static void
kept_free (Kept *kept)
{
  g_object_unref (kept->context);
  g_clear_weak_pointer (&kept->near);
  g_bytes_unref (kept->pdf);
  g_free (kept);
}

static char *
text_of (ClRecord *record, const char *field)
{
  const ClValue *value = cl_record_get_named (record, field);

  return g_strdup (value->kind == CL_VALUE_TEXT ? value->text : NULL);
}

static ClRecord *
load (ClContext *context, const char *ledger, gint64 id, GError **error)
{
  return cl_record_load (cl_store_get_reader (cl_context_get_store (context)), cl_catalogue_find_ledger (cl_context_get_catalogue (context), ledger), id, error);
}

/* The exact file that was printed. */
static GBytes *
load_paper (ClContext *context, ClRecord *record, GError **error)
{
  const ClValue *file = cl_record_get_named (record, "file");
  g_autoptr (ClRecord) attachment = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  gsize length;

  if (file->kind != CL_VALUE_INTEGER)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The file itself was not kept, only its digest. Print or export it anew."));
      return NULL;
    }
  attachment = load (context, "attachment", file->integer, error);
  if (attachment == NULL)
    return NULL;
  digest = text_of (attachment, "sha256");
  path = cl_store_get_attachment_path (cl_context_get_store (context), digest);
  return g_file_get_contents (path, &content, &length, error) ? g_bytes_new_take (g_steal_pointer (&content), length) : NULL;
}

/* Printed again it has a number of its own, and the same file. */
static void
printed_cb (ClPaperWindow *window, guint copies, Kept *kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRecord) record = load (kept->context, "output", kept->output, &error);
  g_autofree char *source = record != NULL ? text_of (record, "source") : NULL;
  g_autofree char *title = record != NULL ? text_of (record, "title") : NULL;
  g_autofree char *unit = record != NULL ? text_of (record, "unit") : NULL;
  g_autofree char *period = record != NULL ? text_of (record, "period") : NULL;
  g_autofree char *parameters = record != NULL ? text_of (record, "parameters") : NULL;
  const ClValue *pages = record != NULL ? cl_record_get_named (record, "pages") : NULL;
  ClOutput output = { .kind = "print", .source = source, .title = title, .unit_name = unit, .period = period, .parameters = parameters, .copies = copies,
                      .pages = pages != NULL && pages->kind == CL_VALUE_INTEGER ? (guint) pages->integer : 0, .bytes = kept->pdf, .keep = TRUE };

  if ((record == NULL || cl_output_log (cl_context_get_store (kept->context), &output, NULL, &error) == 0) && kept->near != NULL)
    cl_context_say (kept->context, kept->near, error->message);
}

void
cl_output_paper_open (ClContext *context, GtkWidget *near, gint64 id, gboolean print)
{
  GtkRoot *root = gtk_widget_get_root (near);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRecord) record = load (context, "output", id, &error);
  g_autoptr (GBytes) pdf = record != NULL ? load_paper (context, record, &error) : NULL;
  g_autofree char *title = NULL;
  GtkWidget *window = NULL;
  Kept *kept;

  if (pdf != NULL)
    {
      title = cl_record_call (cl_store_get_reader (cl_context_get_store (context)), cl_context_get_catalogue (context), cl_record_get_ledger (record), id);
      window = cl_paper_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, pdf, title, &error);
    }
  if (window == NULL)
    {
      cl_context_say (context, near, error->message);
      return;
    }
  kept = g_new0 (Kept, 1);
  kept->context = g_object_ref (context);
  g_set_weak_pointer (&kept->near, near);
  kept->output = id;
  kept->pdf = g_bytes_ref (pdf);
  g_object_set_data_full (G_OBJECT (window), "cl-kept", kept, (GDestroyNotify) kept_free);
  g_signal_connect (window, "printed", G_CALLBACK (printed_cb), kept);
  gtk_window_present (GTK_WINDOW (window));
  if (print)
    gtk_widget_activate_action (window, "paper.print", NULL);
}
