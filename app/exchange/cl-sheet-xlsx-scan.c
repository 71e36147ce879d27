#include "cl-config.h"

#include <string.h>

#include "cl-sheet-scan.h"
#include "cl-sheet-xlsx.h"

/* The sheet is read once, a window at a time, and its rows are taken out of it while they are near; what they hold is a small part of what is written about
 * them. Only then are they given: the merged cells stand behind all rows. */

#define MOST (256u * 1024 * 1024) /* bytes of rows that are held in memory; larger sheets are read as a stream */
#define WINDOW (256 * 1024)
#define MAX_WINDOW (16 * 1024 * 1024) /* for one row */

#define IS(text, word) (memcmp ((text), (word), sizeof (word) - 1) == 0)

typedef struct
{
  ClSheetXlsx *self;
  ClSheetSource *source;
  xmlParserCtxtPtr frame; /* sees what stands around the rows */
  GArray *merges;
  gboolean odd;           /* there are rows outside of their place */
  char *bytes;
  gsize size;
  char *at, *end;         /* what of @bytes was not looked at yet; CL_SHEET_SCAN_END behind it */
  gboolean drained;       /* there is no more */
  GError *error;
} Window;

/* What may follow inside a cell of a plain sheet. NULL: something else. */
static const char *
scan_value (ClSheetXlsx *self, const char *at)
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
scan_cell (ClSheetXlsx *self, const char *at)
{
  ClSheetTag tag;
  at = cl_sheet_scan_tag (at + 2, &tag);
  if (!at)
    return NULL;
  cl_sheet_xlsx_begin_cell (self, &tag);
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

static const char *
scan_row (ClSheetXlsx *self, const char *at)
{
  ClSheetTag tag;
  at = IS (at, "<row") ? cl_sheet_scan_tag (at + 4, &tag) : NULL;
  if (!at)
    return NULL;
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
        return NULL;
    }
  cl_sheet_xlsx_end_row (self);
  return at;
}

/* Behind the last row that ends in the window; the beginning where none does. */
static const char *
find_last_end (Window *window)
{
  for (const char *at = window->end; (at = memrchr (window->at, '<', at - window->at));)
    if (IS (at, "</row>"))
      return at + 6;
  return window->at;
}

/* Reads on behind what was not looked at. FALSE: what one row needs does not fit, or the error is set. */
static gboolean
read_on (Window *window)
{
  gsize rest = window->end - window->at;
  if (rest == window->size)
    {
      if (window->size == MAX_WINDOW)
        return FALSE;
      window->size *= 2;
      char *larger = g_malloc (window->size + sizeof CL_SHEET_SCAN_END);
      memcpy (larger, window->at, rest);
      g_free (window->bytes);
      window->bytes = larger;
    }
  else
    memmove (window->bytes, window->at, rest);
  gssize n = cl_sheet_source_read (window->source, window->bytes + rest, window->size - rest, &window->error);
  window->drained = n <= 0;
  window->at = window->bytes;
  window->end = window->bytes + rest + MAX (n, 0);
  memcpy (window->end, CL_SHEET_SCAN_END, sizeof CL_SHEET_SCAN_END);
  return n >= 0;
}

/* To behind "<sheetData>"; FALSE: odd. */
static gboolean
scan_head (Window *window)
{
  static const char open[] = "<sheetData>";
  char *rows = NULL;
  while (!rows && !window->drained)
    {
      if (!read_on (window))
        return FALSE;
      rows = memmem (window->at, window->end - window->at, open, sizeof open - 1);
    }
  if (!rows)
    return FALSE;
  rows += sizeof open - 1;
  if (!cl_sheet_scan_begins_plainly (window->at, rows - window->at))
    return FALSE;
  cl_sheet_xml_parse (window->frame, window->at, rows - window->at);
  window->at = rows;
  return TRUE;
}

/* To "</sheetData>"; FALSE: odd. */
static gboolean
scan_rows (Window *window)
{
  const char *at = window->at, *limit = find_last_end (window);
  for (;;)
    {
      at = cl_sheet_scan_blanks (at);
      if (IS (at, "</sheetData>"))
        {
          window->at = (char *) at;
          return TRUE;
        }
      if (at < limit)
        {
          at = scan_row (window->self, at);
          if (!at || window->self->failure)
            return FALSE;
          continue;
        }
      window->at = (char *) at;
      if (window->drained || !read_on (window) || cl_sheet_rows_get_size (window->self->rows) > MOST)
        return FALSE;
      at = window->at;
      limit = window->drained ? window->end : find_last_end (window);
    }
}

/* To the end; FALSE: odd. */
static gboolean
scan_tail (Window *window)
{
  cl_sheet_xml_parse (window->frame, window->at, window->end - window->at);
  while (!window->drained)
    {
      window->at = window->end;
      if (!read_on (window))
        return FALSE;
      cl_sheet_xml_parse (window->frame, window->at, window->end - window->at);
    }
  cl_sheet_xml_parse (window->frame, NULL, 0);
  return window->frame->wellFormed && !window->odd;
}

static void
frame_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
          int n_defaulted, const xmlChar **attributes)
{
  const xmlParserCtxt *context = data;
  Window *window = context->_private;
  window->odd = window->odd || strcmp ((const char *) name, "row") == 0;
  cl_sheet_xlsx_see_merge (window->merges, context, name, n_attributes, attributes);
}

/* Reads the whole sheet; @quick: whether its rows are there now. */
gboolean
cl_sheet_xlsx_scan (ClSheetXlsx *self, gboolean *quick, GError **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = frame_cb };
  g_autoptr (ClSheetSource) source = cl_sheet_xlsx_open_sheet (self, error);
  g_autoptr (GArray) merges = g_array_new (FALSE, FALSE, sizeof (ClSheetMerge));
  if (!source)
    return FALSE;
  Window window = { .self = self, .source = source, .merges = merges, .size = WINDOW };
  window.bytes = window.at = window.end = g_malloc (window.size + sizeof CL_SHEET_SCAN_END);
  window.frame = cl_sheet_xml_new (&callbacks, &window);
  *quick = scan_head (&window) && scan_rows (&window) && scan_tail (&window);
  if (*quick)
    cl_sheet_xlsx_put_merges (self, merges);
  cl_sheet_xml_free (window.frame);
  g_free (window.bytes);
  if (!window.error && !self->failure)
    return TRUE;
  g_propagate_error (error, window.error ? window.error : g_steal_pointer (&self->failure));
  return FALSE;
}
