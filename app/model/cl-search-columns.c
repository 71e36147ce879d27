#include "cl-search-columns-private.h"

#include <string.h>

#include "cl-pinyin.h"

ClSearchColumns *
cl_search_columns_new (void)
{
  ClSearchColumns *columns = g_new0 (ClSearchColumns, 1);

  g_atomic_ref_count_init (&columns->references);
  g_mutex_init (&columns->mutex);
  g_cond_init (&columns->left);
  columns->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  columns->has_ascii = g_array_new (FALSE, FALSE, sizeof (guint8));
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      columns->columns[i].bytes = g_string_new (NULL);
      columns->columns[i].starts = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  return columns;
}

ClSearchColumns *
cl_search_columns_ref (ClSearchColumns *columns)
{
  g_atomic_ref_count_inc (&columns->references);
  return columns;
}

void
cl_search_columns_unref (ClSearchColumns *columns)
{
  if (!g_atomic_ref_count_dec (&columns->references))
    return;
  g_mutex_clear (&columns->mutex);
  g_cond_clear (&columns->left);
  g_array_unref (columns->ids);
  g_array_unref (columns->has_ascii);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_string_free (columns->columns[i].bytes, TRUE);
      g_array_unref (columns->columns[i].starts);
    }
  g_free (columns);
}

void
cl_search_columns_enter (ClSearchColumns *columns)
{
  g_atomic_int_inc (&columns->n_first);
  g_mutex_lock (&columns->mutex);
}

void
cl_search_columns_leave (ClSearchColumns *columns)
{
  if (g_atomic_int_dec_and_test (&columns->n_first))
    g_cond_broadcast (&columns->left);
  g_mutex_unlock (&columns->mutex);
}

guint
cl_search_columns_get_n (ClSearchColumns *columns)
{
  return columns->ids->len;
}

gsize
cl_search_columns_get_size (ClSearchColumns *columns)
{
  gsize size = columns->ids->len * (sizeof (gint64) + sizeof (guint8));

  /* What a string grew by and nothing was written to is no memory yet. */
  for (guint i = 0; i < N_COLUMNS; i++)
    size += columns->columns[i].bytes->len + columns->columns[i].starts->len * sizeof (guint32);
  return size;
}

static void
append_small (GString *bytes, const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    g_string_append_c (bytes, (guchar) *c < 0x20 ? ' ' : g_ascii_tolower (*c));
}

static void
append_pinyin (GString *bytes, const char *text)
{
  g_autofree char *spelling = cl_pinyin_spell (text);
  gboolean start = TRUE;

  for (const char *c = spelling; *c != '\0'; c++)
    {
      if (*c != ' ' && *c != ROW_END)
        g_string_append_c (bytes, start ? g_ascii_toupper (*c) : *c);
      start = *c == ' ';
    }
}

static guint8
has_ascii (const char *const *texts)
{
  for (guint i = 0; texts[i] != NULL; i++)
    for (const char *c = texts[i]; *c != '\0'; c++)
      if (g_ascii_isalnum (*c))
        return 1;
  return 0;
}

static void
make_row (const char *const *texts, const char *const *numbers, GString *const *row)
{
  for (guint i = 0; texts[i] != NULL; i++)
    {
      append_small (row[COLUMN_TEXT], texts[i]);
      append_pinyin (row[COLUMN_PINYIN], texts[i]);
      g_string_append_c (row[COLUMN_TEXT], FIELD_END);
      g_string_append_c (row[COLUMN_PINYIN], FIELD_END);
    }
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      append_small (row[COLUMN_NUMBERS], numbers[i]);
      g_string_append_c (row[COLUMN_NUMBERS], FIELD_END);
    }
  for (guint i = 0; i < N_COLUMNS; i++)
    g_string_append_c (row[i], ROW_END);
}

static void
shift_starts (Column *column, guint from, gint64 by)
{
  guint32 *starts = (guint32 *) column->starts->data;

  for (guint i = from; i < column->starts->len; i++)
    starts[i] += by;
}

static void
insert_row (ClSearchColumns *columns, guint at, gint64 id, const char *const *texts, const char *const *numbers)
{
  GString *row[N_COLUMNS];
  guint8 ascii = has_ascii (texts);

  for (guint i = 0; i < N_COLUMNS; i++)
    row[i] = g_string_new (NULL);
  make_row (texts, numbers, row);
  g_array_insert_val (columns->ids, at, id);
  g_array_insert_val (columns->has_ascii, at, ascii);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      Column *column = &columns->columns[i];
      guint32 start = get_start (column, at);

      g_string_insert_len (column->bytes, start, row[i]->str, row[i]->len);
      g_array_insert_val (column->starts, at, start);
      shift_starts (column, at + 1, row[i]->len);
      g_string_free (row[i], TRUE);
    }
}

void
cl_search_columns_append (ClSearchColumns *columns, gint64 id, const char *const *texts, const char *const *numbers)
{
  GString *row[N_COLUMNS];
  guint8 ascii = has_ascii (texts);

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      Column *column = &columns->columns[i];
      guint32 start = column->bytes->len;

      g_array_append_val (column->starts, start);
      row[i] = column->bytes;
    }
  g_array_append_val (columns->ids, id);
  g_array_append_val (columns->has_ascii, ascii);
  make_row (texts, numbers, row);
}

static char *
get_key (ClSearchColumns *columns, guint row)
{
  const Column *column = &columns->columns[COLUMN_TEXT];
  const char *start = column->bytes->str + get_start (column, row);
  g_autofree char *text = g_strndup (start, strchr (start, FIELD_END) - start);

  return cl_pinyin_sort_key (text);
}

typedef struct
{
  guint64 head; /* the key's first bytes, which tell most names apart */
  gsize key;
  gint64 id;
  guint row;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b, gpointer keys)
{
  const Place *x = a, *y = b;
  int order;

  if (x->head != y->head)
    return x->head < y->head ? -1 : 1;
  order = strcmp ((const char *) keys + x->key, (const char *) keys + y->key);
  if (order != 0)
    return order;
  return x->id < y->id ? -1 : x->id > y->id;
}

static GArray *
find_places (ClSearchColumns *columns, GString *keys)
{
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (Place), columns->ids->len);

  for (guint row = 0; row < columns->ids->len; row++)
    {
      g_autofree char *key = get_key (columns, row);
      gsize length = strlen (key);
      Place place = { 0, keys->len, g_array_index (columns->ids, gint64, row), row };

      for (guint i = 0; i < 8; i++)
        place.head = place.head << 8 | (i < length ? (guchar) key[i] : 0);
      g_string_append_len (keys, key, (gssize) length + 1);
      g_array_append_val (places, place);
    }
  return places;
}

void
cl_search_columns_sort (ClSearchColumns *columns)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autoptr (GArray) places = find_places (columns, keys);
  GArray *ascii = g_array_sized_new (FALSE, FALSE, sizeof (guint8), places->len);

  g_qsort_with_data (places->data, (int) places->len, sizeof (Place), compare_places, keys->str);
  for (guint i = 0; i < places->len; i++)
    {
      g_array_index (columns->ids, gint64, i) = g_array_index (places, Place, i).id;
      g_array_append_val (ascii, g_array_index (columns->has_ascii, guint8, g_array_index (places, Place, i).row));
    }
  g_array_unref (columns->has_ascii);
  columns->has_ascii = ascii;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      Column *column = &columns->columns[i];
      GString *bytes = g_string_sized_new (column->bytes->len + 1);
      GArray *starts = g_array_sized_new (FALSE, FALSE, sizeof (guint32), places->len);

      for (guint row = 0; row < places->len; row++)
        {
          guint from = g_array_index (places, Place, row).row;
          gsize at = get_start (column, from);
          guint32 start = bytes->len;

          g_array_append_val (starts, start);
          g_string_append_len (bytes, column->bytes->str + at, (gssize) (get_start (column, from + 1) - at));
        }
      g_string_free (column->bytes, TRUE);
      g_array_unref (column->starts);
      column->bytes = bytes;
      column->starts = starts;
    }
}

void
cl_search_columns_insert (ClSearchColumns *columns, gint64 id, const char *const *texts, const char *const *numbers)
{
  g_autofree char *key = cl_pinyin_sort_key (texts[0]);
  guint low = 0, high = columns->ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      g_autofree char *there = get_key (columns, middle);
      int order = strcmp (there, key);

      if (order < 0 || (order == 0 && g_array_index (columns->ids, gint64, middle) < id))
        low = middle + 1;
      else
        high = middle;
    }
  insert_row (columns, low, id, texts, numbers);
}

gboolean
cl_search_columns_remove (ClSearchColumns *columns, gint64 id)
{
  const gint64 *ids = (const gint64 *) columns->ids->data;
  guint row = 0;

  while (row < columns->ids->len && ids[row] != id)
    row++;
  if (row == columns->ids->len)
    return FALSE;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      Column *column = &columns->columns[i];
      gsize start = get_start (column, row);
      gsize length = get_start (column, row + 1) - start;

      g_string_erase (column->bytes, start, length);
      g_array_remove_index (column->starts, row);
      shift_starts (column, row, -(gint64) length);
    }
  g_array_remove_index (columns->ids, row);
  g_array_remove_index (columns->has_ascii, row);
  return TRUE;
}
