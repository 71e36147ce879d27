#include "cl-pdf-wire-private.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCKS_TYPE "a(uuuuuuua(smsuubu(dddd)))"
#define TABLE_LIMIT 10000

/**
 * cl_pdf_wire_put:
 * @fd: a pipe, a socket or a file
 * @data: what is written
 * @length: bytes of it
 *
 * To a socket whose other end is gone it is an error, not a signal that ends the program.
 *
 * Returns: whether all of it was written
 */
gboolean
cl_pdf_wire_put (int fd, const void *data, gsize length)
{
  const guint8 *at = data;
  struct stat status;
  gboolean is_socket = fstat (fd, &status) == 0 && S_ISSOCK (status.st_mode);

  while (length > 0)
    {
      gssize n = is_socket ? send (fd, at, length, MSG_NOSIGNAL) : write (fd, at, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/**
 * cl_pdf_wire_get:
 * @fd: a pipe or a socket
 * @data: (out caller-allocates): where it goes
 * @length: bytes that are wanted
 * @end: by g_get_monotonic_time(), 0 waits for ever
 *
 * Returns: whether all of it came in time
 */
gboolean
cl_pdf_wire_get (int fd, void *data, gsize length, gint64 end)
{
  guint8 *at = data;

  while (length > 0)
    {
      struct pollfd ready = { fd, POLLIN, 0 };
      gint64 left = end != 0 ? (end - g_get_monotonic_time ()) / 1000 : 1000;
      gssize n;

      if (left <= 0)
        return FALSE;
      if (poll (&ready, 1, (int) MIN (left, 1000)) <= 0)
        continue;
      n = read (fd, at, length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/**
 * cl_pdf_wire_pack_blocks:
 * @blocks: (element-type ClPdfBlock): what was read
 *
 * Returns: (transfer full): them as bytes
 */
GBytes *
cl_pdf_wire_pack_blocks (GPtrArray *blocks)
{
  GVariantBuilder all;
  g_autoptr (GVariant) variant = NULL;

  g_variant_builder_init (&all, G_VARIANT_TYPE (BLOCKS_TYPE));
  for (guint i = 0; i < blocks->len; i++)
    {
      const ClPdfBlock *block = blocks->pdata[i];
      GVariantBuilder cells;

      g_variant_builder_init (&cells, G_VARIANT_TYPE ("a(smsuubu(dddd))"));
      for (guint k = 0; k < block->cells->len; k++)
        {
          const ClPdfCell *cell = block->cells->pdata[k];
          g_autofree char *text = g_utf8_make_valid (cell->text, -1), *header = cell->header != NULL ? g_utf8_make_valid (cell->header, -1) : NULL;

          g_variant_builder_add (&cells, "(smsuubu(dddd))", text, header, cell->column, cell->span, cell->is_header, cell->page, cell->area.x,
                                 cell->area.y, cell->area.width, cell->area.height);
        }
      g_variant_builder_add (&all, "(uuuuuuua(smsuubu(dddd)))", (guint32) block->kind, block->level, block->page, block->row, block->n_rows,
                             block->n_columns, block->named_by, &cells);
    }
  variant = g_variant_ref_sink (g_variant_builder_end (&all));
  return g_variant_get_data_as_bytes (variant);
}

static gboolean
is_area (const ClPdfArea *area)
{
  return isfinite (area->x) && isfinite (area->y) && isfinite (area->width) && isfinite (area->height);
}

/* A block as the window counts on it: a text in what is no row, its cells within the table, its name among its cells. */
static gboolean
is_sound (const ClPdfBlock *block, guint n_pages)
{
  if (block->kind > CL_PDF_NOTE || block->page >= n_pages || block->level < 1 || block->level > 6 || (block->kind != CL_PDF_ROW && block->cells->len != 1)
      || block->n_rows > TABLE_LIMIT * 100 || block->n_columns > TABLE_LIMIT || block->row > block->n_rows
      || (block->named_by != CL_PDF_NO_CELL && block->named_by >= block->cells->len))
    return FALSE;
  for (guint i = 0; i < block->cells->len; i++)
    {
      const ClPdfCell *cell = block->cells->pdata[i];

      if (cell->page >= n_pages || cell->column < 1 || cell->column > TABLE_LIMIT || cell->span < 1 || cell->span > TABLE_LIMIT || !is_area (&cell->area))
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_pdf_wire_unpack_blocks:
 * @bytes: what came, from a process that may have been taken over by the file it read
 * @n_pages: pages of the file
 *
 * Returns: (transfer full) (element-type ClPdfBlock): the blocks that can be; those that cannot are left out
 */
GPtrArray *
cl_pdf_wire_unpack_blocks (GBytes *bytes, guint n_pages)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (BLOCKS_TYPE), bytes, FALSE));
  GVariantIter all;
  GVariantIter *cells;
  guint32 kind, level, page, row, n_rows, n_columns, named_by;

  g_variant_iter_init (&all, variant);
  while (g_variant_iter_next (&all, "(uuuuuuua(smsuubu(dddd)))", &kind, &level, &page, &row, &n_rows, &n_columns, &named_by, &cells))
    {
      g_autoptr (ClPdfBlock) block = cl_pdf_block_new ((ClPdfBlockKind) kind, page, NULL, NULL);
      const char *text, *header;
      ClPdfCell one;
      gboolean is_header;

      block->level = level;
      block->row = row;
      block->n_rows = n_rows;
      block->n_columns = n_columns;
      block->named_by = named_by;
      while (g_variant_iter_next (cells, "(&sm&suubu(dddd))", &text, &header, &one.column, &one.span, &is_header, &one.page, &one.area.x, &one.area.y,
                                  &one.area.width, &one.area.height))
        {
          ClPdfCell *cell = cl_pdf_cell_new (one.page);

          cell->text = g_strdup (text);
          cell->header = g_strdup (header);
          cell->column = one.column;
          cell->span = one.span;
          cell->is_header = is_header;
          cell->area = one.area;
          g_ptr_array_add (block->cells, cell);
        }
      g_variant_iter_free (cells);
      if (is_sound (block, n_pages))
        g_ptr_array_add (blocks, g_steal_pointer (&block));
    }
  return blocks;
}

/**
 * cl_pdf_wire_unpack_doubles:
 * @bytes: what came, from a process that may have been taken over by the file it read
 * @group: how many belong together
 *
 * Returns: (transfer full) (nullable) (element-type double): the numbers, all of them finite
 */
GArray *
cl_pdf_wire_unpack_doubles (GBytes *bytes, guint group)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GArray) numbers = NULL;

  if (length % (sizeof (double) * group) != 0 || length > G_MAXINT)
    return NULL;
  numbers = g_array_sized_new (FALSE, FALSE, sizeof (double), (guint) (length / sizeof (double)));
  if (length > 0)
    g_array_append_vals (numbers, data, (guint) (length / sizeof (double)));
  for (guint i = 0; i < numbers->len; i++)
    if (!isfinite (g_array_index (numbers, double, i)))
      return NULL;
  return g_steal_pointer (&numbers);
}
