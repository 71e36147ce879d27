#include "cl-config.h"

#include "cl-paper-window.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-citizen-id.h"
#include "cl-preview-private.h"
#include "cl-print-private.h"
#include "cl-widgets.h"

struct _ClPaperWindow
{
  AdwWindow parent_instance;
  GtkWidget *preview;
  ClPdfSource *foreign; /* NULL: a paper of ours */
};

G_DEFINE_FINAL_TYPE (ClPaperWindow, cl_paper_window, ADW_TYPE_WINDOW)

static guint printed_signal;

static void
printed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClPaperWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (cl_print_pdf_finish (result, &error))
    {
      g_autofree char *words = g_strdup_printf (_("%s sent to the printer"), gtk_window_get_title (GTK_WINDOW (self)));

      cl_announce (self->preview, words);
      g_signal_emit (self, printed_signal, 0, cl_print_pdf_get_copies (result));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_announce (self->preview, error->message);
}

static void
print_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClPaperWindow *self = CL_PAPER_WINDOW (widget);

  if (self->foreign != NULL)
    {
      cl_print_source_async (GTK_WINDOW (self), self->foreign, gtk_window_get_title (GTK_WINDOW (self)),
                             parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL, NULL, printed_cb, g_object_ref (self));
      return;
    }
  cl_print_pdf_async (GTK_WINDOW (self), cl_preview_get_pdf (CL_PREVIEW (self->preview)), gtk_window_get_title (GTK_WINDOW (self)),
                      parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL, NULL, printed_cb, g_object_ref (self));
}

static void
cl_paper_window_dispose (GObject *object)
{
  g_clear_object (&CL_PAPER_WINDOW (object)->foreign);
  G_OBJECT_CLASS (cl_paper_window_parent_class)->dispose (object);
}

static void
cl_paper_window_class_init (ClPaperWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_paper_window_dispose;
  gtk_widget_class_install_action (widget_class, "paper.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "paper.print-to", "s", print_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "paper.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  printed_signal = g_signal_new ("printed", CL_TYPE_PAPER_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
cl_paper_window_init (ClPaperWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *bar = adw_header_bar_new ();
  GtkWidget *print = cl_text_button_new (_("_Print…"), "paper.print");

  gtk_widget_add_css_class (print, "suggested-action");
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), print);
  self->preview = cl_preview_new ();
  gtk_widget_set_vexpand (self->preview, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->preview);
  gtk_window_set_default_size (GTK_WINDOW (self), 1080, 720);
  adw_window_set_content (ADW_WINDOW (self), box);
}

/**
 * cl_paper_window_new:
 * @parent: (nullable): the window that it belongs to
 * @pdf: a whole file that this program made
 * @title: what it is called
 * @error: set where it is no PDF or is locked
 *
 * Ctrl+P prints it as it is, Escape closes the window. Main thread.
 *
 * Returns: (transfer none) (nullable): the window, not yet presented
 */
GtkWidget *
cl_paper_window_new (GtkWindow *parent, GBytes *pdf, const char *title, GError **error)
{
  g_autofree char *called = cl_mask_numbers (title);
  ClPaperWindow *self = g_object_new (CL_TYPE_PAPER_WINDOW, "title", called, "transient-for", parent, NULL);

  if (!cl_preview_set_pdf (CL_PREVIEW (self->preview), pdf, error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return NULL;
    }
  cl_preview_focus_page (CL_PREVIEW (self->preview));
  return GTK_WIDGET (self);
}

typedef struct
{
  GtkWindow *parent; /* weak */
  char *title;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_weak_pointer (&opening->parent);
  g_free (opening->title);
  g_free (opening);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ClPdfSource) source = cl_pdf_source_open_finish (result, &error);
  ClPaperWindow *self;

  if (source == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self = g_object_new (CL_TYPE_PAPER_WINDOW, "title", opening->title, "transient-for", opening->parent, NULL);
  self->foreign = g_object_ref (source);
  cl_preview_set_source (CL_PREVIEW (self->preview), source);
  cl_preview_focus_page (CL_PREVIEW (self->preview));
  g_task_return_pointer (task, g_object_ref_sink (self), g_object_unref);
}

/**
 * cl_paper_window_open_async:
 * @parent: (nullable): the window that it belongs to
 * @file: a PDF or a picture from outside
 * @title: what it is called
 * @callback: called when it is open
 * @data: for @callback
 *
 * What others made is drawn and read in a process of its own that can write nothing and reach no network. Main thread, which is not held.
 */
void
cl_paper_window_open_async (GtkWindow *parent, GFile *file, const char *title, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Opening *opening = g_new0 (Opening, 1);

  g_set_weak_pointer (&opening->parent, parent);
  opening->title = cl_mask_numbers (title);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  cl_pdf_source_open_async (file, NULL, opened_cb, task);
}

/**
 * cl_paper_window_open_finish:
 * @result: what the callback was given
 * @error: set where it is neither a PDF nor a picture, is locked, or cannot be drawn safely here
 *
 * Returns: (transfer full) (nullable): the window, not yet presented
 */
GtkWidget *
cl_paper_window_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * cl_paper_window_is_shown:
 * @name: a file's name
 *
 * Returns: whether it ends as PDFs and pictures do
 */
gboolean
cl_paper_window_is_shown (const char *name)
{
  static const char *const ends[] = { ".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (lower, ends[i]))
      return TRUE;
  return FALSE;
}
