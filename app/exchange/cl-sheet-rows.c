#include "cl-config.h"

#include <string.h>
#include <sys/mman.h>

#include "cl-sheet-private.h"
#include "cl-sheet-scan.h"

#define FIRST_BLOCK_SIZE (256 * 1024) /* what most sheets need */
#define BLOCK_SIZE (8 * 1024 * 1024)
#define MAX_ROW (CL_SHEET_MAX_COLUMNS * (gsize) CL_SHEET_MAX_CELL) /* bytes */

/* A row that is ready lies in a block: this, its spans, where the text of each cell begins, and the texts. Nothing is allocated by the cell. */
typedef struct
{
  guint32 number, n_spans, n_cells, size; /* bytes, with this */
} Ready;

typedef struct
{
  gsize size, filled, given; /* bytes */
  guint8 *bytes;
} Block;

typedef struct
{
  guint last;
  char *text;     /* NULL in the columns that a merged cell covers beside its own */
} Running;        /* the cell merged downwards that a column is in */

typedef struct
{
  guint first, last, column, columns;
} Merge;

struct _ClSheetRows
{
  GQueue blocks;  /* Block: rows that are ready, and in the first the one given last */
  gsize size;     /* of all blocks */
  gboolean in_row;
  guint number;   /* of the row being put together … */
  GString *texts; /* … its texts, each with its NUL, behind one that stands for all blank cells */
  guint32 cells[CL_SHEET_MAX_COLUMNS]; /* where in @texts each begins */
  guint n_cells;
  GArray *spans;  /* ClSheetSpan */
  GArray *begun;  /* Merge of this row */
  GArray *later;  /* Merge */
  guint next;     /* of @later */
  GArray *running; /* Running by column */
};

static void
block_free (gpointer data)
{
  Block *block = data;
  g_free (block->bytes);
  g_free (block);
}

ClSheetRows *
cl_sheet_rows_new (void)
{
  ClSheetRows *rows = g_new0 (ClSheetRows, 1);
  g_queue_init (&rows->blocks);
  rows->texts = g_string_new_len ("", 1);
  rows->spans = g_array_new (FALSE, FALSE, sizeof (ClSheetSpan));
  rows->begun = g_array_new (FALSE, FALSE, sizeof (Merge));
  rows->later = g_array_new (FALSE, FALSE, sizeof (Merge));
  rows->running = g_array_new (FALSE, TRUE, sizeof (Running));
  return rows;
}

void
cl_sheet_rows_free (ClSheetRows *rows)
{
  cl_sheet_rows_clear (rows);
  for (guint i = 0; i < rows->running->len; i++)
    g_free (g_array_index (rows->running, Running, i).text);
  g_string_free (rows->texts, TRUE);
  g_array_unref (rows->spans);
  g_array_unref (rows->running);
  g_array_unref (rows->begun);
  g_array_unref (rows->later);
  g_free (rows);
}

void
cl_sheet_rows_begin (ClSheetRows *rows, guint number)
{
  rows->in_row = TRUE;
  rows->number = number;
  rows->n_cells = 0;
  g_string_truncate (rows->texts, 1);
  g_array_set_size (rows->spans, 0);
  g_array_set_size (rows->begun, 0);
}

gboolean
cl_sheet_rows_put (ClSheetRows *rows, guint column, const char *text, gsize length, GError **error)
{
  guint32 place = (guint32) rows->texts->len;
  if (!rows->in_row || length == 0)
    return TRUE;
  if (column >= CL_SHEET_MAX_COLUMNS)
    return cl_sheet_too_many_columns (error);
  /* A cell that is said again and again. */
  if (rows->texts->len + length > MAX_ROW)
    return cl_sheet_too_long_cell (rows->number, error);
  cl_sheet_append (rows->texts, text, length);
  rows->texts->len++;
  while (rows->n_cells <= column)
    rows->cells[rows->n_cells++] = 0;
  rows->cells[column] = place;
  return TRUE;
}

void
cl_sheet_rows_merge (ClSheetRows *rows, guint column, guint columns, guint last)
{
  if (!rows->in_row || column >= CL_SHEET_MAX_COLUMNS || (columns <= 1 && last <= rows->number))
    return;
  Merge merge = { rows->number, last, column, MIN (columns, CL_SHEET_MAX_COLUMNS - column) };
  g_array_append_val (rows->begun, merge);
}

void
cl_sheet_rows_merge_later (ClSheetRows *rows, guint first, guint last, guint column, guint columns)
{
  if (column >= CL_SHEET_MAX_COLUMNS || last < first || columns < 1 || rows->later->len >= CL_SHEET_MAX_MERGES)
    return;
  Merge merge = { first, last, column, MIN (columns, CL_SHEET_MAX_COLUMNS - column) };
  g_array_append_val (rows->later, merge);
}

gboolean
cl_sheet_rows_is_covered (ClSheetRows *rows, guint column)
{
  return rows->in_row && column < rows->running->len && g_array_index (rows->running, Running, column).last >= rows->number;
}

/* "" where it is blank. */
static const char *
text_at (ClSheetRows *rows, guint column)
{
  return column < rows->n_cells ? rows->texts->str + rows->cells[column] : "";
}

static void
begin_merge (ClSheetRows *rows, const Merge *merge)
{
  gboolean here = merge->first == rows->number;
  if (here)
    {
      ClSheetSpan span = { merge->column, merge->columns, merge->last - merge->first + 1 };
      g_array_append_val (rows->spans, span);
    }
  if (merge->last <= rows->number)
    return;
  if (merge->column + merge->columns > rows->running->len)
    g_array_set_size (rows->running, merge->column + merge->columns);
  for (guint i = 0; i < merge->columns; i++)
    {
      Running *running = &g_array_index (rows->running, Running, merge->column + i);
      g_clear_pointer (&running->text, g_free);
      running->last = merge->last;
      if (i == 0 && here && *text_at (rows, merge->column))
        running->text = g_strdup (text_at (rows, merge->column));
    }
}

/* Memory that is filled once and whole is had in large pages, where there are any: small ones cost a tenth of the time of reading. */
static void
want_large_pages (Block *block)
{
  const gsize page = 2 * 1024 * 1024;
  guintptr start = ((guintptr) block->bytes + page - 1) / page * page, end = ((guintptr) block->bytes + block->size) / page * page;
  if (end > start)
    (void) madvise ((void *) start, end - start, MADV_HUGEPAGE);
}

/* Room for @size bytes behind the rows that are ready. */
static guint8 *
add_room (ClSheetRows *rows, gsize size)
{
  Block *block = g_queue_peek_tail (&rows->blocks);
  if (!block || block->size - block->filled < size)
    {
      block = g_new0 (Block, 1);
      block->size = MAX (size, rows->size ? BLOCK_SIZE : FIRST_BLOCK_SIZE);
      block->bytes = g_malloc (block->size);
      want_large_pages (block);
      rows->size += block->size;
      g_queue_push_tail (&rows->blocks, block);
    }
  guint8 *room = block->bytes + block->filled;
  block->filled += size;
  return room;
}

static void
make_ready (ClSheetRows *rows)
{
  gsize spans_size = rows->spans->len * sizeof (ClSheetSpan), cells_size = rows->n_cells * sizeof (guint32);
  gsize size = sizeof (Ready) + spans_size + cells_size + rows->texts->len;
  size = (size + sizeof (Ready) - 1) / sizeof (Ready) * sizeof (Ready);
  guint8 *at = add_room (rows, size);
  *(Ready *) (gpointer) at = (Ready) { rows->number, rows->spans->len, rows->n_cells, (guint32) size };
  at += sizeof (Ready);
  if (spans_size)
    memcpy (at, rows->spans->data, spans_size);
  memcpy (at + spans_size, rows->cells, cells_size);
  memcpy (at + spans_size + cells_size, rows->texts->str, rows->texts->len);
}

/* Texts of cells merged downwards go to the rows they cover. A row without any text of its own stays blank, and is left out. */
void
cl_sheet_rows_end (ClSheetRows *rows)
{
  if (!rows->in_row)
    return;
  while (rows->next < rows->later->len && g_array_index (rows->later, Merge, rows->next).first <= rows->number)
    begin_merge (rows, &g_array_index (rows->later, Merge, rows->next++));
  for (guint i = 0; i < rows->begun->len; i++)
    begin_merge (rows, &g_array_index (rows->begun, Merge, i));
  gboolean blank = rows->n_cells == 0;
  for (guint i = 0; i < rows->running->len && !blank; i++)
    {
      const Running *running = &g_array_index (rows->running, Running, i);
      if (running->text && running->last >= rows->number && !*text_at (rows, i))
        cl_sheet_rows_put (rows, i, running->text, strlen (running->text), NULL);
    }
  if (!blank)
    make_ready (rows);
  rows->in_row = FALSE;
}

/* What was given before is gone then. */
gboolean
cl_sheet_rows_pop (ClSheetRows *rows, ClSheetReader *reader, GPtrArray *cells, guint *number)
{
  Block *block = g_queue_peek_head (&rows->blocks);
  g_ptr_array_set_size (cells, 0);
  while (block && block->given == block->filled)
    {
      if (rows->blocks.length == 1)
        {
          block->given = block->filled = 0;
          return FALSE;
        }
      rows->size -= block->size;
      block_free (g_queue_pop_head (&rows->blocks));
      block = g_queue_peek_head (&rows->blocks);
    }
  if (!block)
    return FALSE;
  const Ready *ready = (const Ready *) (gpointer) (block->bytes + block->given);
  const ClSheetSpan *spans = (const ClSheetSpan *) (gpointer) (ready + 1);
  const guint32 *places = (const guint32 *) (gpointer) (spans + ready->n_spans);
  const char *texts = (const char *) (places + ready->n_cells);
  block->given += ready->size;
  *number = ready->number;
  GArray *given_spans = ready->n_spans ? g_array_new (FALSE, FALSE, sizeof (ClSheetSpan)) : NULL;
  if (given_spans)
    g_array_append_vals (given_spans, spans, ready->n_spans);
  cl_sheet_reader_set_spans (reader, given_spans);
  g_ptr_array_set_size (cells, (gint) ready->n_cells);
  for (guint i = 0; i < ready->n_cells; i++)
    cells->pdata[i] = (gpointer) (texts + places[i]);
  return TRUE;
}

gsize
cl_sheet_rows_get_size (ClSheetRows *rows)
{
  return rows->size;
}

void
cl_sheet_rows_clear (ClSheetRows *rows)
{
  g_queue_clear_full (&rows->blocks, block_free);
  rows->size = 0;
}
