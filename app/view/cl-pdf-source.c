#include "cl-config.h"

#include "cl-pdf-source-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cl-error.h"
#include "cl-memory.h"
#include "cl-pdf-cut-private.h"
#include "cl-pdf-engine-private.h"
#include "cl-pdf-picture-private.h"
#include "cl-pdf-remote-private.h"

/* Pages kept as pictures: some before and behind the one that is read, within 64 MB. */
#define KEPT_PAGES 12
#define KEPT_BYTES (64 << 20)

/* A scan of a whole file of paper is smaller. */
#define FOREIGN_LIMIT (200 << 20)

struct _ClPdfSource
{
  GObject parent_instance;
  GBytes *pdf;
  ClPdfEngine *engine; /* of a paper that we made … */
  ClPdfRemote *remote; /* … of a file from outside … */
  ClFormPages *pages;  /* … or of a paper that is no file yet */
  GArray *sizes;       /* double width, height a page */
  GQueue kept;         /* Kept, newest first; the main thread's */
  GMutex lock;         /* around every call to either */
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

static void
paint_cb (cairo_t *cairo, guint number, gpointer data)
{
  cl_form_pages_paint (data, number, cairo);
}

static GdkTexture *
render (ClPdfSource *source, const Job *job, GError **error)
{
  guint width, height;
  g_autoptr (GBytes) pixels = NULL;

  if (source->remote != NULL)
    pixels = cl_pdf_remote_render (source->remote, job->page, job->scale, &width, &height, error);
  else if (source->engine != NULL)
    pixels = cl_pdf_engine_render (source->engine, job->page, job->scale, &width, &height);
  else
    pixels = cl_pdf_picture_new (&g_array_index (source->sizes, double, job->page * 2), job->scale, paint_cb, job->page, source->pages, &width, &height);
  return pixels != NULL ? gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_DEFAULT, pixels, (gsize) width * 4) : NULL;
}

static void
render_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  ClPdfSource *source = object;
  const Job *job = data;
  GdkTexture *texture;
  GError *error = NULL;

  g_mutex_lock (&source->lock);
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_mutex_unlock (&source->lock);
      g_task_return_error_if_cancelled (task);
      return;
    }
  texture = render (source, job, &error);
  g_mutex_unlock (&source->lock);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
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
      if (source->engine != NULL)
        cl_pdf_engine_find (source->engine, i, job->text, matches);
      else
        cl_pdf_remote_find (source->remote, i, job->text, matches, NULL);
      g_mutex_unlock (&source->lock);
    }
  g_array_sort (matches, compare_matches);
  g_task_return_pointer (task, matches, (GDestroyNotify) g_array_unref);
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
      if (source->engine != NULL)
        cl_pdf_engine_read_lines (source->engine, i, blocks);
      else
        cl_pdf_remote_read_lines (source->remote, i, blocks, NULL);
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
  GPtrArray *blocks;

  /* Of a paper of ours the structure is read from its bytes, without Poppler: the page is drawn meanwhile. */
  if (source->engine != NULL)
    blocks = cl_pdf_engine_read (source->engine);
  else
    {
      g_mutex_lock (&source->lock);
      blocks = cl_pdf_remote_read (source->remote, &error);
      g_mutex_unlock (&source->lock);
    }
  if (blocks == NULL)
    {
      /* What went wrong is said where the words of the paper would be. */
      blocks = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (blocks, cl_pdf_block_new (CL_PDF_NOTE, 0, error->message, NULL));
      g_clear_error (&error);
    }
  if (blocks->len == 0)
    read_untagged (source, blocks, cancellable);
  /* The millions of small pieces that a thousand pages leave behind are gathered up here: else the main thread does it, for seconds, when it frees the array. */
  cl_memory_give_back ();
  g_task_return_pointer (task, blocks, (GDestroyNotify) g_ptr_array_unref);
}

static void
cl_pdf_source_finalize (GObject *object)
{
  ClPdfSource *source = CL_PDF_SOURCE (object);

  g_queue_clear_full (&source->kept, kept_free);
  g_clear_pointer (&source->engine, cl_pdf_engine_free);
  g_clear_pointer (&source->remote, cl_pdf_remote_free);
  g_clear_pointer (&source->pages, cl_form_pages_unref);
  g_clear_pointer (&source->pdf, g_bytes_unref);
  g_clear_pointer (&source->sizes, g_array_unref);
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
 * @pdf: a whole file that this program made
 * @error: set where it is no PDF, or needs a password
 *
 * Opens the file (a few ms: only its cross-reference table and page boxes are read).
 *
 * Returns: (transfer full) (nullable): the source
 */
ClPdfSource *
cl_pdf_source_new (GBytes *pdf, GError **error)
{
  ClPdfEngine *engine = cl_pdf_engine_new (pdf, error);
  ClPdfSource *source;

  if (engine == NULL)
    return NULL;
  source = g_object_new (CL_TYPE_PDF_SOURCE, NULL);
  source->pdf = g_bytes_ref (pdf);
  source->engine = engine;
  source->sizes = g_array_ref (cl_pdf_engine_get_sizes (engine));
  return source;
}

/**
 * cl_pdf_source_new_draft:
 * @pages: pages of a paper that is not written yet
 *
 * The pages alone can be drawn: there is no file, and nothing to be found or read. Any thread.
 *
 * Returns: (transfer full): the source
 */
ClPdfSource *
cl_pdf_source_new_draft (ClFormPages *pages)
{
  ClPdfSource *source = g_object_new (CL_TYPE_PDF_SOURCE, NULL);

  source->pages = cl_form_pages_ref (pages);
  source->sizes = g_array_new (FALSE, TRUE, sizeof (double));
  for (guint i = 0; i < cl_form_pages_get_n (pages); i++)
    {
      double size[2];

      cl_form_pages_get_size (pages, i, &size[0], &size[1]);
      g_array_append_vals (source->sizes, size, 2);
    }
  return source;
}

gboolean
cl_pdf_source_is_draft (ClPdfSource *source)
{
  return source->pages != NULL;
}

static void
open_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  GFile *file = data;
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable, &error);
  g_autoptr (GBytes) bytes = NULL, pdf = NULL;
  g_autoptr (ClPdfRemote) remote = NULL;
  ClPdfSource *source;

  if (info != NULL && g_file_info_get_size (info) > FOREIGN_LIMIT)
    g_set_error (&error, CL_ERROR, CL_ERROR_INVALID, _("The file is larger than %d MB. Open it with another program."), FOREIGN_LIMIT >> 20);
  else if (info != NULL)
    bytes = g_file_load_bytes (file, cancellable, NULL, &error);
  remote = bytes != NULL ? cl_pdf_remote_new (bytes, &error) : NULL;
  pdf = remote != NULL ? cl_pdf_remote_get_pdf (remote, &error) : NULL;
  if (pdf == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  source = g_object_new (CL_TYPE_PDF_SOURCE, NULL);
  source->pdf = g_steal_pointer (&pdf);
  source->sizes = g_array_ref (cl_pdf_remote_get_sizes (remote));
  source->remote = g_steal_pointer (&remote);
  g_task_return_pointer (task, source, g_object_unref);
}

/**
 * cl_pdf_source_open_async:
 * @file: a PDF or a picture from outside
 * @cancellable: (nullable): to give up
 * @callback: called when it is open
 * @data: for @callback
 *
 * What others made is drawn and read in a process of its own that can write nothing and reach no network.
 */
void
cl_pdf_source_open_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, open_thread);
}

ClPdfSource *
cl_pdf_source_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

GBytes *
cl_pdf_source_get_pdf (ClPdfSource *source)
{
  return source->pdf;
}

/**
 * cl_pdf_source_cut:
 * @source: a source
 * @pages: (element-type guint): pages from 0, in the order wanted
 * @error: set where they cannot be taken out
 *
 * Returns: (transfer full) (nullable): these pages as a file of their own
 */
GBytes *
cl_pdf_source_cut (ClPdfSource *source, GArray *pages, GError **error)
{
  GBytes *cut;

  if (source->engine != NULL)
    return cl_pdf_cut (source->pdf, pages, error);
  g_mutex_lock (&source->lock);
  cut = cl_pdf_remote_cut (source->remote, pages, error);
  g_mutex_unlock (&source->lock);
  return cut;
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

  if (source->pages != NULL || page >= cl_pdf_source_get_n_pages (source) || cl_pdf_source_get_rendered (source, page, scale) != NULL)
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
