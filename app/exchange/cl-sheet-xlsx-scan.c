#include "cl-config.h"

#include <string.h>
#include <sys/mman.h>

#include "cl-sheet-scan.h"
#include "cl-sheet-xlsx.h"

#define MOST (256u * 1024 * 1024) /* that is held in memory; larger sheets are read as a stream */

#define IS(text, word) (memcmp ((text), (word), sizeof (word) - 1) == 0)

/* What may follow inside a cell of a plain sheet. NULL: something else. */
static const char *
scan_value (ClSheetXlsx *self,
            const char  *at)
{
  ClSheetTag tag;
  if (at[1] == 'v')
    return cl_sheet_scan_leaf (at + 1, self->text, &self->escaped);
  if (at[1] == 'f')
    return cl_sheet_scan_leaf (at + 1, NULL, &self->escaped);
  if (!IS (at, "<is"))
    return NULL;
  at = cl_sheet_scan_tag (at + 3, &tag);
  while (at && !tag.empty)
    {
      at = cl_sheet_scan_blanks (at);
      if (IS (at, "</is>"))
        return at + 5;
      at = IS (at, "<t") ? cl_sheet_scan_leaf (at + 1, self->text, &self->escaped) : NULL;
    }
  return at;
}

static const char *
scan_cell (ClSheetXlsx *self,
           const char  *at)
{
  ClSheetTag tag;
  at = cl_sheet_scan_tag (at + 2, &tag);
  if (!at)
    return NULL;
  cl_sheet_xlsx_begin_cell (self);
  if (tag.r.value)
    cl_sheet_xlsx_take_reference (self, tag.r.value, tag.r.length);
  if (tag.s.value)
    cl_sheet_xlsx_take_style (self, tag.s.value, tag.s.length);
  if (tag.t.value)
    cl_sheet_xlsx_take_type (self, tag.t.value, tag.t.length);
  while (!tag.empty)
    {
      at = cl_sheet_scan_blanks (at);
      if (IS (at, "</c>"))
        {
          at += 4;
          break;
        }
      at = *at == '<' ? scan_value (self, at) : NULL;
      if (!at)
        return NULL;
    }
  cl_sheet_xlsx_end_cell (self);
  return at;
}

gboolean
cl_sheet_xlsx_scan (ClSheetXlsx *self)
{
  ClSheetTag tag;
  const char *at = cl_sheet_scan_blanks (self->at), *end = (const char *) self->bytes->data + self->end;
  if (at >= end)
    {
      self->ended = TRUE;
      return at == end;
    }
  at = IS (at, "<row") ? cl_sheet_scan_tag (at + 4, &tag) : NULL;
  if (!at)
    return FALSE;
  cl_sheet_xlsx_begin_row (self, tag.r.value, tag.r.length);
  while (!tag.empty && !self->failure)
    {
      at = cl_sheet_scan_blanks (at);
      if (IS (at, "</row>"))
        {
          at += 6;
          break;
        }
      at = IS (at, "<c") ? scan_cell (self, at) : NULL;
      if (!at)
        return FALSE;
    }
  cl_sheet_xlsx_end_row (self);
  self->at = at;
  return TRUE;
}

static char *
find_last (const char *text,
           gsize       size,
           const char *word)
{
  gsize length = strlen (word);
  for (const char *at = text + size; (at = memrchr (text, '<', at - text));)
    if ((gsize) (text + size - at) >= length && memcmp (at, word, length) == 0)
      return (char *) at;
  return NULL;
}

/* Memory that is filled once and whole is had in large pages, where there are any: small ones cost a third of the time. */
static void
want_large_pages (GByteArray *bytes,
                  gsize       size)
{
  const gsize page = 2 * 1024 * 1024;
  guintptr start = ((guintptr) bytes->data + page - 1) / page * page, end = ((guintptr) bytes->data + size) / page * page;
  if (end > start)
    (void) madvise ((void *) start, end - start, MADV_HUGEPAGE);
}

/* The whole part, in one piece; NULL without @error: it is larger than is held. */
static GByteArray *
read_whole (ClSheetXlsx *self,
            GError     **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ClSheetSource) source = cl_sheet_source_open_part (self->path, self->parts->sheet_part, &local);
  gssize n = 1;
  if (!source)
    {
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        cl_sheet_damaged (self->path, error);
      return NULL;
    }
  gsize size = MIN (cl_sheet_source_get_size (source), MOST) + 512 * 1024;
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (size);
  want_large_pages (bytes, size);
  while (n > 0)
    {
      gsize length = bytes->len;
      if (length > MOST)
        return NULL;
      g_byte_array_set_size (bytes, length + 256 * 1024);
      n = cl_sheet_source_read (source, bytes->data + length, 256 * 1024, error);
      g_byte_array_set_size (bytes, length + MAX (n, 0));
    }
  if (n < 0)
    return NULL;
  g_byte_array_append (bytes, (const guint8 *) CL_SHEET_SCAN_END, sizeof CL_SHEET_SCAN_END);
  return g_steal_pointer (&bytes);
}

gboolean
cl_sheet_xlsx_begin_scan (ClSheetXlsx *self,
                          gboolean    *quick,
                          GError     **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = cl_sheet_xlsx_merge_cb };
  static const char open[] = "<sheetData>", close[] = "</sheetData>";
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) merges = g_array_new (FALSE, FALSE, 4 * sizeof (guint));
  g_autoptr (GByteArray) bytes = read_whole (self, &local);
  *quick = FALSE;
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!bytes)
    return TRUE;
  const char *text = (const char *) bytes->data;
  gsize size = bytes->len - sizeof CL_SHEET_SCAN_END;
  const char *first = memmem (text, size, open, sizeof open - 1);
  const char *last = first ? find_last (text, size, close) : NULL;
  if (!last || last < first + sizeof open - 1)
    return TRUE;
  gsize start = first + sizeof open - 1 - text;
  self->end = last - text;
  if (!cl_sheet_scan_frame (text, size, start, self->end, &callbacks, merges))
    return TRUE;
  cl_sheet_xlsx_put_merges (self, merges);
  self->at = text + start;
  self->bytes = g_steal_pointer (&bytes);
  *quick = TRUE;
  return TRUE;
}
