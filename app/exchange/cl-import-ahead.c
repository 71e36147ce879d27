#include "cl-config.h"

#include "cl-import-private.h"

/* A thread of its own reads the sheet ahead of the one that writes, and reads what the cells mean as far as only the cell itself says it. */

#define CHUNKS 16
#define CHUNK_ROWS 128
#define MOST_WORDS 200 /* of a list of codes; a sheet has the same few in each of its rows */

typedef struct
{
  ClImportAheadRow rows[CHUNK_ROWS];
  guint n;
  gboolean last;
  GError *error;
} Chunk;

struct _ClImportAhead
{
  ClSheetReader *reader;
  ClImportPlan *plan;   /* not owned */
  ClHeaderMatch *match; /* not owned */
  GThread *thread;
  GAsyncQueue *empty, *full; /* Chunk */
  gint stopped;
  GHashTable **words;   /* by ClImportCell.place: word -> ClValue that it means; NULL: none was read */
  /* of the one that writes */
  Chunk *chunk;
  guint next;
};

static void
value_free (gpointer value)
{
  cl_value_clear (value);
  g_free (value);
}

/* A word for a code means the same in each row. */
static void
parse_cell (ClImportAhead *ahead, const ClImportCell *cell, const char *text, ClImportParsed *parsed)
{
  GHashTable **words = &ahead->words[cell->place];
  gboolean is_code = cl_field_get_field_type (cell->field) == CL_FIELD_CODE;
  const ClValue *known = is_code && *words ? g_hash_table_lookup (*words, text) : NULL;
  if (known)
    {
      cl_value_copy (&parsed->value, known);
      return;
    }
  cl_import_parse_plain (cell->field, text, parsed);
  if (!is_code || parsed->problem || parsed->said[0] || parsed->said[1])
    return;
  if (!*words)
    *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, value_free);
  if (g_hash_table_size (*words) < MOST_WORDS)
    {
      ClValue *value = g_new0 (ClValue, 1);
      cl_value_copy (value, &parsed->value);
      g_hash_table_insert (*words, g_strdup (text), value);
    }
}

static void
parse_node (ClImportAhead *ahead, ClImportNode *node, ClImportAheadRow *row)
{
  for (guint i = 0; i < node->cells->len; i++)
    {
      const ClImportCell *cell = &g_array_index (node->cells, ClImportCell, i);
      if (!cell->ahead)
        continue;
      ClImportParsed *parsed = &row->parsed[cell->place];
      g_autofree char *copy = NULL;
      const char *text = cl_import_trim_cell (cell->column < row->cells->len ? row->cells->pdata[cell->column] : "", &copy);
      cl_import_parsed_clear (parsed);
      parsed->blank = text == NULL;
      if (text)
        parse_cell (ahead, cell, text, parsed);
    }
  for (guint i = 0; i < node->children->len; i++)
    parse_node (ahead, node->children->pdata[i], row);
}

static gboolean
read_row (ClImportAhead *ahead, ClImportAheadRow *row, GError **error)
{
  g_clear_pointer (&row->packed, g_free);
  do
    if (!cl_sheet_reader_next (ahead->reader, row->cells, &row->number, error))
      return FALSE;
  while (row->number <= ahead->match->header_row);
  row->skip = cl_import_skip (ahead->match, row->cells, &row->blank);
  if (row->blank)
    return TRUE;
  row->packed = cl_import_pack (row->cells);
  if (!row->skip)
    parse_node (ahead, ahead->plan->root, row);
  return TRUE;
}

static gpointer
read_cb (gpointer data)
{
  ClImportAhead *ahead = data;
  gboolean last = FALSE;
  while (!last)
    {
      Chunk *chunk = g_async_queue_pop (ahead->empty);
      if (g_atomic_int_get (&ahead->stopped))
        {
          g_async_queue_push (ahead->empty, chunk);
          return NULL;
        }
      chunk->n = 0;
      while (chunk->n < CHUNK_ROWS && !last)
        {
          last = !read_row (ahead, &chunk->rows[chunk->n], &chunk->error);
          chunk->n += !last;
        }
      chunk->last = last;
      g_async_queue_push (ahead->full, chunk);
    }
  return NULL;
}

static Chunk *
chunk_new (ClImportPlan *plan)
{
  Chunk *chunk = g_new0 (Chunk, 1);
  for (guint i = 0; i < CHUNK_ROWS; i++)
    {
      chunk->rows[i].cells = g_ptr_array_new ();
      chunk->rows[i].parsed = g_new0 (ClImportParsed, plan->n_places + 1);
    }
  return chunk;
}

static void
chunk_free (Chunk *chunk, ClImportPlan *plan)
{
  for (guint i = 0; i < CHUNK_ROWS; i++)
    {
      for (guint k = 0; k < plan->n_places; k++)
        cl_import_parsed_clear (&chunk->rows[i].parsed[k]);
      g_free (chunk->rows[i].parsed);
      g_free (chunk->rows[i].packed);
      g_ptr_array_unref (chunk->rows[i].cells);
    }
  g_clear_error (&chunk->error);
  g_free (chunk);
}

ClImportAhead *
cl_import_ahead_new (ClSheetReader *reader, ClImportPlan *plan, ClHeaderMatch *match)
{
  ClImportAhead *ahead = g_new0 (ClImportAhead, 1);
  ahead->reader = g_object_ref (reader);
  ahead->plan = plan;
  ahead->match = match;
  ahead->words = g_new0 (GHashTable *, plan->n_places + 1);
  ahead->empty = g_async_queue_new ();
  ahead->full = g_async_queue_new ();
  for (guint i = 0; i < CHUNKS; i++)
    g_async_queue_push (ahead->empty, chunk_new (plan));
  ahead->thread = g_thread_new ("canlian-read", read_cb, ahead);
  return ahead;
}

/* Ends the reading, wherever it is. */
void
cl_import_ahead_free (ClImportAhead *ahead)
{
  Chunk *chunk;
  g_atomic_int_set (&ahead->stopped, TRUE);
  if (ahead->chunk)
    g_async_queue_push (ahead->empty, ahead->chunk);
  while ((chunk = g_async_queue_try_pop (ahead->full)))
    g_async_queue_push (ahead->empty, chunk);
  g_thread_join (ahead->thread);
  while ((chunk = g_async_queue_try_pop (ahead->full)))
    chunk_free (chunk, ahead->plan);
  while ((chunk = g_async_queue_try_pop (ahead->empty)))
    chunk_free (chunk, ahead->plan);
  for (guint i = 0; i < ahead->plan->n_places; i++)
    g_clear_pointer (&ahead->words[i], g_hash_table_unref);
  g_free (ahead->words);
  g_async_queue_unref (ahead->empty);
  g_async_queue_unref (ahead->full);
  g_object_unref (ahead->reader);
  g_free (ahead);
}

/* The next row below the header, until the one after it is asked for; its texts and values may be taken out of it. NULL at the end, or with @error. */
ClImportAheadRow *
cl_import_ahead_next (ClImportAhead *ahead, GError **error)
{
  while (TRUE)
    {
      if (!ahead->chunk)
        ahead->chunk = g_async_queue_pop (ahead->full);
      if (ahead->next < ahead->chunk->n)
        return &ahead->chunk->rows[ahead->next++];
      if (ahead->chunk->error)
        g_propagate_error (error, g_steal_pointer (&ahead->chunk->error));
      if (ahead->chunk->last)
        return NULL;
      ahead->next = 0;
      g_async_queue_push (ahead->empty, g_steal_pointer (&ahead->chunk));
    }
}
