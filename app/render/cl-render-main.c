/* canlian-render: draws and reads one file that was not made by us, shut in before it looks at the first byte. It finds the file on descriptor 3, is asked on
 * standard input and answers on standard output (cl-pdf-wire-private.h); it ends when nobody asks any more. */

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cl-confine.h"
#include "cl-error.h"
#include "cl-pdf-cut-private.h"
#include "cl-pdf-wire-private.h"
#include "cl-picture.h"

#define ASK_LIMIT (1u << 20)

static gboolean
answer (ClPdfAnswerKind kind, guint a, guint b, const void *data, gsize length)
{
  ClPdfAnswer said = { .kind = kind, .a = a, .b = b, .length = length };

  return cl_pdf_wire_put (STDOUT_FILENO, &said, sizeof said) && cl_pdf_wire_put (STDOUT_FILENO, data, length);
}

static gboolean
answer_bytes (guint a, guint b, GBytes *bytes)
{
  gsize length = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  return answer (bytes != NULL ? CL_PDF_ANSWER_OK : CL_PDF_ANSWER_FAILED, a, b, data, length);
}

static gboolean
answer_blocks (GPtrArray *blocks)
{
  g_autoptr (GPtrArray) held = blocks;
  g_autoptr (GBytes) bytes = cl_pdf_wire_pack_blocks (held);

  return answer_bytes (0, 0, bytes);
}

static GBytes *
load (void)
{
  struct stat status;
  void *data;

  if (fstat (CL_PDF_FILE_FD, &status) != 0 || status.st_size < 1)
    return g_bytes_new (NULL, 0);
  data = mmap (NULL, (gsize) status.st_size, PROT_READ, MAP_PRIVATE, CL_PDF_FILE_FD, 0);
  return data == MAP_FAILED ? g_bytes_new (NULL, 0) : g_bytes_new_static (data, (gsize) status.st_size);
}

static gboolean
is_pdf (GBytes *file)
{
  gsize length;
  const char *data = g_bytes_get_data (file, &length);

  return data != NULL && memmem (data, MIN (length, 1024), "%PDF-", 5) != NULL;
}

static gboolean
find (ClPdfEngine *engine, guint page, const char *text)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (ClPdfMatch));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));

  cl_pdf_engine_find (engine, page, text, matches);
  for (guint i = 0; i < matches->len; i++)
    {
      const ClPdfArea *area = &g_array_index (matches, ClPdfMatch, i).area;
      double at[4] = { area->x, area->y, area->width, area->height };

      g_array_append_vals (numbers, at, 4);
    }
  return answer (CL_PDF_ANSWER_OK, 0, 0, numbers->data, numbers->len * sizeof (double));
}

static gboolean
cut (GBytes *pdf, const void *data, gsize length)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GBytes) bytes = NULL;

  g_array_append_vals (pages, data, (guint) (length / sizeof (guint)));
  bytes = cl_pdf_cut (pdf, pages, NULL);
  return answer_bytes (0, 0, bytes);
}

static gboolean
serve (ClPdfEngine *engine, GBytes *pdf, const ClPdfAsk *asked, char *data)
{
  g_autoptr (GBytes) bytes = NULL;
  GPtrArray *blocks;
  guint width = 0, height = 0;

  if (asked->page >= cl_pdf_engine_get_sizes (engine)->len / 2)
    return answer_bytes (0, 0, NULL);
  switch ((ClPdfAskKind) asked->kind)
    {
    case CL_PDF_ASK_RENDER:
      bytes = cl_pdf_engine_render (engine, asked->page, asked->scale, &width, &height);
      return answer_bytes (width, height, bytes);
    case CL_PDF_ASK_FIND:
      return find (engine, asked->page, data);
    case CL_PDF_ASK_READ:
      return answer_blocks (cl_pdf_engine_read (engine));
    case CL_PDF_ASK_LINES:
      blocks = g_ptr_array_new_with_free_func (g_object_unref);
      cl_pdf_engine_read_lines (engine, asked->page, blocks);
      return answer_blocks (blocks);
    case CL_PDF_ASK_CUT:
      return cut (pdf, data, asked->length);
    case CL_PDF_ASK_FILE:
      return answer_bytes (0, 0, pdf);
    }
  return answer_bytes (0, 0, NULL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GBytes) file = NULL, pdf = NULL;
  g_autoptr (ClPdfEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  GArray *sizes;
  ClPdfAsk asked;

  if (!cl_confine (argc > 1 && strcmp (argv[1], "--boxed") == 0))
    return answer (CL_PDF_ANSWER_OPEN_DOOR, 0, 0, NULL, 0) ? 0 : 1;

  file = load ();
  pdf = is_pdf (file) ? g_bytes_ref (file) : cl_picture_to_pdf (file);
  engine = pdf != NULL ? cl_pdf_engine_new (pdf, &error) : NULL;
  if (engine == NULL)
    return answer (g_error_matches (error, CL_ERROR, CL_ERROR_FOREIGN) ? CL_PDF_ANSWER_LOCKED : CL_PDF_ANSWER_UNREAD, 0, 0, NULL, 0) ? 0 : 1;
  sizes = cl_pdf_engine_get_sizes (engine);
  if (!answer (CL_PDF_ANSWER_OK, pdf != file, 0, sizes->data, sizes->len * sizeof (double)))
    return 1;

  while (cl_pdf_wire_get (STDIN_FILENO, &asked, sizeof asked, 0))
    {
      g_autofree char *data = asked.length <= ASK_LIMIT ? g_malloc0 (asked.length + 1) : NULL;

      if (data == NULL || !cl_pdf_wire_get (STDIN_FILENO, data, asked.length, 0) || !serve (engine, pdf, &asked, data))
        return 1;
    }
  return 0;
}
