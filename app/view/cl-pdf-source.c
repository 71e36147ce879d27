#include "cl-config.h"

#include "cl-pdf-source-private.h"

#include <glib/gi18n-lib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <math.h>
#include <poppler.h>

#include "cl-error.h"
#include "cl-pdf-blocks-private.h"

/* Poppler 22.12 brings no autoptr of its own. */
typedef PopplerPage PdfPage;
typedef PopplerDocument PdfDocument;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfPage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfDocument, g_object_unref)

/* Pages kept as pictures: some before and behind the one that is read, within 64 MB. */
#define KEPT_PAGES 12
#define KEPT_BYTES (64 << 20)

/* 24 million pixels are 96 MB: a page at 500% of a screen of double density; more is drawn coarser. */
#define PIXEL_LIMIT 24e6

struct _ClPdfSource
{
  GObject parent_instance;
  GBytes *pdf;
  PopplerDocument *document; /* the worker's, once the object is made */
  GArray *sizes;             /* double width, height a page */
  GQueue kept;               /* Kept, newest first; the main thread's */
  GMutex lock;               /* around every call into Poppler: it shares fonts and streams within a document */
};

typedef struct
{
  guint page;
  double scale;
  char *text;
} Job;

typedef struct
{
  guint page;
  double scale;
  GdkTexture *texture;
} Kept;

G_DEFINE_FINAL_TYPE (ClPdfSource, cl_pdf_source, G_TYPE_OBJECT)

static void
kept_free (gpointer kept)
{
  g_object_unref (((Kept *) kept)->texture);
  g_free (kept);
}

static void
keep (ClPdfSource *source, guint page, double scale, GdkTexture *texture)
{
  Kept *kept;
  gsize bytes = 0;
  guint n = 0;

  if (cl_pdf_source_get_rendered (source, page, scale) != NULL)
    return;
  kept = g_new0 (Kept, 1);
  *kept = (Kept) { page, scale, g_object_ref (texture) };
  g_queue_push_head (&source->kept, kept);
  for (GList *l = source->kept.head; l != NULL; l = l->next, n++)
    {
      GdkTexture *one = ((Kept *) l->data)->texture;
      bytes += (gsize) gdk_texture_get_width (one) * (gsize) gdk_texture_get_height (one) * 4;
    }
  for (; n > 1 && (n > KEPT_PAGES || bytes > KEPT_BYTES); n--)
    {
      Kept *last = g_queue_pop_tail (&source->kept);
      bytes -= (gsize) gdk_texture_get_width (last->texture) * (gsize) gdk_texture_get_height (last->texture) * 4;
      kept_free (last);
    }
}

static void
job_free (Job *job)
{
  g_free (job->text);
  g_free (job);
}

static GdkTexture *
render (PopplerDocument *document, const Job *job, double width, double height)
{
  g_autoptr (PdfPage) page = poppler_document_get_page (document, (int) job->page);
  double scale = MIN (job->scale, sqrt (PIXEL_LIMIT / (width * height)));
  int w = MAX (1, (int) ceil (width * scale)), h = MAX (1, (int) ceil (height * scale));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) pixels = NULL;
  GdkTexture *texture;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, w / width, h / height);
  if (page != NULL)
    poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  /* RGB24 leaves the fourth byte undefined. */
  for (int y = 0; y < h; y++)
    {
      guint32 *line = (guint32 *) (void *) (cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));
      for (int x = 0; x < w; x++)
        line[x] |= 0xff000000u;
    }
  pixels = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                       (gsize) cairo_image_surface_get_stride (surface) * (gsize) h,
                                       (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (w, h, GDK_MEMORY_DEFAULT, pixels, (gsize) cairo_image_surface_get_stride (surface));
  return texture;
}

static void
render_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  ClPdfSource *source = object;
  const Job *job = data;
  double width, height;
  GdkTexture *texture;

  g_mutex_lock (&source->lock);
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_mutex_unlock (&source->lock);
      g_task_return_error_if_cancelled (task);
      return;
    }
  cl_pdf_source_get_page_size (source, job->page, &width, &height);
  texture = render (source->document, job, width, height);
  g_mutex_unlock (&source->lock);
  g_task_return_pointer (task, texture, g_object_unref);
}

static void
find_on_page (ClPdfSource *source, guint number, const char *text, GArray *matches)
{
  g_autoptr (PdfPage) page = poppler_document_get_page (source->document, (int) number);
  GList *found;
  double width, height;

  if (page == NULL)
    return;
  poppler_page_get_size (page, &width, &height);
  found = poppler_page_find_text (page, text);
  for (GList *l = found; l != NULL; l = l->next)
    {
      const PopplerRectangle *at = l->data;
      ClPdfMatch match = { number, { MIN (at->x1, at->x2), height - MAX (at->y1, at->y2), fabs (at->x2 - at->x1), fabs (at->y2 - at->y1) } };
      g_array_append_val (matches, match);
    }
  g_list_free_full (found, (GDestroyNotify) poppler_rectangle_free);
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const ClPdfMatch *m = a, *n = b;

  if (m->page != n->page)
    return m->page < n->page ? -1 : 1;
  if (fabs (m->area.y - n->area.y) > 2)
    return m->area.y < n->area.y ? -1 : 1;
  return m->area.x < n->area.x ? -1 : m->area.x > n->area.x;
}

static void
find_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  ClPdfSource *source = object;
  const Job *job = data;
  GArray *matches = g_array_new (FALSE, TRUE, sizeof (ClPdfMatch));

  for (guint i = 0; i < cl_pdf_source_get_n_pages (source) && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_mutex_lock (&source->lock);
      find_on_page (source, i, job->text, matches);
      g_mutex_unlock (&source->lock);
    }
  g_array_sort (matches, compare_matches);
  g_task_return_pointer (task, matches, (GDestroyNotify) g_array_unref);
}

/* Without tags nothing tells lines from paragraphs: each line is one thing to stop at. */
static void
read_lines (ClPdfSource *source, guint number, GPtrArray *blocks)
{
  g_autoptr (PdfPage) page = poppler_document_get_page (source->document, (int) number);
  g_autofree char *text = page != NULL ? poppler_page_get_text (page) : NULL;
  g_autofree PopplerRectangle *places = NULL;
  guint n_places = 0, at = 0;
  g_auto (GStrv) lines = NULL;

  if (text == NULL)
    return;
  if (!poppler_page_get_text_layout (page, &places, &n_places))
    n_places = 0;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint length = (guint) g_utf8_strlen (lines[i], -1);
      ClPdfArea area = { 0, 0, 0, 0 };

      for (guint k = at; k < at + length && k < n_places; k++)
        {
          ClPdfArea one = { places[k].x1, places[k].y1, places[k].x2 - places[k].x1, places[k].y2 - places[k].y1 };
          cl_pdf_area_unite (&area, &one);
        }
      at += length + 1;
      g_strstrip (lines[i]);
      if (*lines[i] != '\0')
        g_ptr_array_add (blocks, cl_pdf_block_new (CL_PDF_PARAGRAPH, number, lines[i], &area));
    }
}

static void
read_untagged (ClPdfSource *source, GPtrArray *blocks, GCancellable *cancellable)
{
  guint n = cl_pdf_source_get_n_pages (source);

  g_ptr_array_add (blocks, cl_pdf_block_new (CL_PDF_NOTE, 0, _("This paper carries no structure: its text follows line by line."), NULL));
  for (guint i = 0; i < n && !g_cancellable_is_cancelled (cancellable); i++)
    {
      guint before;
      if (n > 1)
        {
          g_autofree char *title = g_strdup_printf (_("Page %u of %u"), i + 1, n);
          g_ptr_array_add (blocks, cl_pdf_block_new (CL_PDF_HEADING, i, title, NULL));
        }
      before = blocks->len;
      g_mutex_lock (&source->lock);
      read_lines (source, i, blocks);
      g_mutex_unlock (&source->lock);
      if (blocks->len == before)
        g_ptr_array_add (blocks, cl_pdf_block_new (CL_PDF_NOTE, i, _("This page has no text that can be read; it may be a picture."), NULL));
    }
}

static void
read_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  ClPdfSource *source = object;
  GError *error = NULL;
  GPtrArray *blocks = cl_pdf_blocks_read (source->pdf, &error);

  if (blocks == NULL)
    {
      /* Poppler opened it: what qpdf refuses can still be read as lines. */
      g_clear_error (&error);
      blocks = g_ptr_array_new_with_free_func (g_object_unref);
    }
  if (blocks->len == 0)
    read_untagged (source, blocks, cancellable);
#ifdef __GLIBC__
  /* The millions of small pieces that a thousand pages leave behind are gathered up here: else the main thread does it, for seconds, when it frees the array. */
  malloc_trim (0);
#endif
  g_task_return_pointer (task, blocks, (GDestroyNotify) g_ptr_array_unref);
}

static void
cl_pdf_source_finalize (GObject *object)
{
  ClPdfSource *source = CL_PDF_SOURCE (object);

  g_queue_clear_full (&source->kept, kept_free);
  g_clear_object (&source->document);
  g_clear_pointer (&source->pdf, g_bytes_unref);
  g_array_unref (source->sizes);
  g_mutex_clear (&source->lock);
  G_OBJECT_CLASS (cl_pdf_source_parent_class)->finalize (object);
}

static void
cl_pdf_source_class_init (ClPdfSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_pdf_source_finalize;
}

static void
cl_pdf_source_init (ClPdfSource *source)
{
  source->sizes = g_array_new (FALSE, TRUE, sizeof (double));
  g_mutex_init (&source->lock);
}

static GTask *
job_task (ClPdfSource *source, guint page, double scale, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (source, cancellable, callback, data);
  Job *job = g_new0 (Job, 1);

  job->page = page;
  job->scale = scale;
  job->text = g_strdup (text);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  return task;
}

/**
 * cl_pdf_source_new:
 * @pdf: a whole file
 * @error: set where it is no PDF, or needs a password
 *
 * Opens the file (a few ms: only its cross-reference table and page boxes are read).
 *
 * Returns: (transfer full) (nullable): the source
 */
ClPdfSource *
cl_pdf_source_new (GBytes *pdf, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PdfDocument) document = poppler_document_new_from_bytes (pdf, NULL, &local);
  g_autoptr (ClPdfSource) source = NULL;
  int n;

  if (document == NULL)
    {
      if (g_error_matches (local, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        g_set_error_literal (error, CL_ERROR, CL_ERROR_FOREIGN, _("The PDF is locked with a password. Save it without one, then open it again."));
      else
        g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The file cannot be read as a PDF: %s. Make or fetch it again."), local->message);
      return NULL;
    }
  n = poppler_document_get_n_pages (document);
  if (n < 1)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_DAMAGED, _("The PDF has no pages. Make or fetch it again."));
      return NULL;
    }

  source = g_object_new (CL_TYPE_PDF_SOURCE, NULL);
  source->pdf = g_bytes_ref (pdf);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (PdfPage) page = poppler_document_get_page (document, i);
      double size[2] = { 595, 842 };

      if (page != NULL)
        poppler_page_get_size (page, &size[0], &size[1]);
      size[0] = MAX (size[0], 1);
      size[1] = MAX (size[1], 1);
      g_array_append_vals (source->sizes, size, 2);
    }
  source->document = g_steal_pointer (&document);
  return g_steal_pointer (&source);
}

guint
cl_pdf_source_get_n_pages (ClPdfSource *source)
{
  return source->sizes->len / 2;
}

void
cl_pdf_source_get_page_size (ClPdfSource *source, guint page, double *width, double *height)
{
  g_return_if_fail (page < cl_pdf_source_get_n_pages (source));

  *width = g_array_index (source->sizes, double, page * 2);
  *height = g_array_index (source->sizes, double, page * 2 + 1);
}

void
cl_pdf_source_render_async (ClPdfSource *source, guint page, double scale, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = job_task (source, page, scale, NULL, cancellable, callback, data);

  g_task_set_priority (task, G_PRIORITY_HIGH);
  g_task_run_in_thread (task, render_thread);
}

GdkTexture *
cl_pdf_source_render_finish (ClPdfSource *source, GAsyncResult *result, GError **error)
{
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), error);
  const Job *job = g_task_get_task_data (G_TASK (result));

  if (texture != NULL)
    keep (source, job->page, job->scale, texture);
  return texture;
}

GdkTexture *
cl_pdf_source_get_rendered (ClPdfSource *source, guint page, double scale)
{
  for (GList *l = source->kept.head; l != NULL; l = l->next)
    {
      const Kept *kept = l->data;

      if (kept->page == page && fabs (kept->scale - scale) < 1e-6)
        return kept->texture;
    }
  return NULL;
}

static void
prepared_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GdkTexture) texture = cl_pdf_source_render_finish (CL_PDF_SOURCE (object), result, NULL);
}

void
cl_pdf_source_prepare (ClPdfSource *source, guint page, double scale)
{
  g_autoptr (GTask) task = NULL;

  if (page >= cl_pdf_source_get_n_pages (source) || cl_pdf_source_get_rendered (source, page, scale) != NULL)
    return;
  task = job_task (source, page, scale, NULL, NULL, prepared_cb, NULL);
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_run_in_thread (task, render_thread);
}

void
cl_pdf_source_find_async (ClPdfSource *source, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = job_task (source, 0, 0, text, cancellable, callback, data);

  g_task_run_in_thread (task, find_thread);
}

GArray *
cl_pdf_source_find_finish (ClPdfSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
cl_pdf_source_read_async (ClPdfSource *source, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = job_task (source, 0, 0, NULL, cancellable, callback, data);

  g_task_run_in_thread (task, read_thread);
}

GPtrArray *
cl_pdf_source_read_finish (ClPdfSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
