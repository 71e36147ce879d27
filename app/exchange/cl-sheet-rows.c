#include "cl-config.h"

#include "cl-sheet-private.h"

#define MAX_MERGES 1000000

typedef struct
{
  guint number;
  GPtrArray *cells; /* char * or NULL */
  GArray *spans;    /* ClSheetSpan, or NULL */
} Row;

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
  GQueue ready;
  Row *row;       /* the one being put together */
  Row *spare;     /* one that was given, for the next; or NULL */
  GArray *begun;  /* Merge of this row */
  GArray *later;  /* Merge */
  guint next;     /* of @later */
  GArray *running; /* Running by column */
};

static void
row_free (Row *row)
{
  g_ptr_array_unref (row->cells);
  g_clear_pointer (&row->spans, g_array_unref);
  g_free (row);
}

ClSheetRows *
cl_sheet_rows_new (void)
{
  ClSheetRows *rows = g_new0 (ClSheetRows, 1);
  g_queue_init (&rows->ready);
  rows->begun = g_array_new (FALSE, FALSE, sizeof (Merge));
  rows->later = g_array_new (FALSE, FALSE, sizeof (Merge));
  rows->running = g_array_new (FALSE, TRUE, sizeof (Running));
  return rows;
}

void
cl_sheet_rows_free (ClSheetRows *rows)
{
  cl_sheet_rows_clear (rows);
  g_clear_pointer (&rows->row, row_free);
  g_clear_pointer (&rows->spare, row_free);
  for (guint i = 0; i < rows->running->len; i++)
    g_free (g_array_index (rows->running, Running, i).text);
  g_array_unref (rows->running);
  g_array_unref (rows->begun);
  g_array_unref (rows->later);
  g_free (rows);
}

void
cl_sheet_rows_begin (ClSheetRows *rows,
                     guint        number)
{
  g_clear_pointer (&rows->row, row_free);
  g_array_set_size (rows->begun, 0);
  rows->row = g_steal_pointer (&rows->spare);
  if (!rows->row)
    {
      rows->row = g_new0 (Row, 1);
      rows->row->cells = g_ptr_array_new_full (16, g_free);
    }
  rows->row->number = number;
}

gboolean
cl_sheet_rows_put (ClSheetRows *rows,
                   guint        column,
                   char        *text,
                   GError     **error)
{
  g_autofree char *owned = text;
  if (!rows->row || *text == '\0')
    return TRUE;
  if (column >= CL_SHEET_MAX_COLUMNS)
    return cl_sheet_too_many_columns (error);
  if (rows->row->cells->len == column)
    {
      g_ptr_array_add (rows->row->cells, g_steal_pointer (&owned));
      return TRUE;
    }
  if (rows->row->cells->len < column)
    g_ptr_array_set_size (rows->row->cells, column + 1);
  g_free (rows->row->cells->pdata[column]);
  rows->row->cells->pdata[column] = g_steal_pointer (&owned);
  return TRUE;
}

void
cl_sheet_rows_merge (ClSheetRows *rows,
                     guint        column,
                     guint        columns,
                     guint        last)
{
  if (!rows->row || column >= CL_SHEET_MAX_COLUMNS || (columns <= 1 && last <= rows->row->number))
    return;
  Merge merge = { rows->row->number, last, column, MIN (columns, CL_SHEET_MAX_COLUMNS - column) };
  g_array_append_val (rows->begun, merge);
}

void
cl_sheet_rows_merge_later (ClSheetRows *rows,
                           guint        first,
                           guint        last,
                           guint        column,
                           guint        columns)
{
  if (column >= CL_SHEET_MAX_COLUMNS || last < first || columns < 1 || rows->later->len >= MAX_MERGES)
    return;
  Merge merge = { first, last, column, MIN (columns, CL_SHEET_MAX_COLUMNS - column) };
  g_array_append_val (rows->later, merge);
}

gboolean
cl_sheet_rows_is_covered (ClSheetRows *rows,
                          guint        column)
{
  return rows->row && column < rows->running->len && g_array_index (rows->running, Running, column).last >= rows->row->number;
}

static void
begin_merge (ClSheetRows *rows,
             const Merge *merge)
{
  Row *row = rows->row;
  gboolean here = merge->first == row->number;
  if (here)
    {
      ClSheetSpan span = { merge->column, merge->columns, merge->last - merge->first + 1 };
      if (!row->spans)
        row->spans = g_array_new (FALSE, FALSE, sizeof (ClSheetSpan));
      g_array_append_val (row->spans, span);
    }
  if (merge->last <= row->number)
    return;
  if (merge->column + merge->columns > rows->running->len)
    g_array_set_size (rows->running, merge->column + merge->columns);
  for (guint i = 0; i < merge->columns; i++)
    {
      Running *running = &g_array_index (rows->running, Running, merge->column + i);
      g_clear_pointer (&running->text, g_free);
      running->last = merge->last;
      if (i == 0 && here && merge->column < row->cells->len)
        running->text = g_strdup (row->cells->pdata[merge->column]);
    }
}

/* Texts of cells merged downwards go to the rows they cover. A row without any text of its own stays blank, and is left out. */
void
cl_sheet_rows_end (ClSheetRows *rows)
{
  Row *row = rows->row;
  gboolean blank = TRUE;
  if (!row)
    return;
  while (rows->next < rows->later->len && g_array_index (rows->later, Merge, rows->next).first <= row->number)
    begin_merge (rows, &g_array_index (rows->later, Merge, rows->next++));
  for (guint i = 0; i < rows->begun->len; i++)
    begin_merge (rows, &g_array_index (rows->begun, Merge, i));
  for (guint i = 0; i < row->cells->len && blank; i++)
    blank = row->cells->pdata[i] == NULL;
  if (blank)
    {
      g_clear_pointer (&rows->row, row_free);
      return;
    }
  for (guint i = 0; i < rows->running->len; i++)
    {
      Running *running = &g_array_index (rows->running, Running, i);
      if (!running->text || running->last < row->number)
        continue;
      if (row->cells->len <= i)
        g_ptr_array_set_size (row->cells, i + 1);
      if (!row->cells->pdata[i])
        row->cells->pdata[i] = g_strdup (running->text);
    }
  g_queue_push_tail (&rows->ready, g_steal_pointer (&rows->row));
}

gboolean
cl_sheet_rows_pop (ClSheetRows   *rows,
                   ClSheetReader *reader,
                   GPtrArray     *cells,
                   guint         *number)
{
  Row *row = g_queue_pop_head (&rows->ready);
  if (!row)
    return FALSE;
  for (guint i = 0; i < row->cells->len; i++)
    if (!row->cells->pdata[i])
      row->cells->pdata[i] = g_strdup ("");
  *number = row->number;
  cl_sheet_reader_set_spans (reader, g_steal_pointer (&row->spans));
  g_ptr_array_extend (cells, row->cells, NULL, NULL);
  /* The texts are the caller's. */
  row->cells->len = 0;
  g_clear_pointer (&rows->spare, row_free);
  rows->spare = row;
  return TRUE;
}

void
cl_sheet_rows_clear (ClSheetRows *rows)
{
  g_queue_clear_full (&rows->ready, (GDestroyNotify) row_free);
}
