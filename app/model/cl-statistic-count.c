/* Counting: one pass over the records by what they are grouped by, then values into their order. */

#include "cl-config.h"

#include "cl-statistic-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-progress.h"
#include "cl-record.h"

/* More values than these stand together as one. */
/* So many records are counted between two looks at how far it is. */
#define SLICE 20000
#define MOST_ROWS 300
#define MOST_COLUMNS 40

/* One side of the table while it grows. */
typedef struct
{
  ClKey key;
  GPtrArray *values; /* char *, as read: NULL for none */
  GArray *totals;    /* gint64 */
  GHashTable *places; /* value -> index + 1 */
  guint none;        /* index + 1 of those who have none */
  guint *slots;      /* index -> where it stands at last */
} Axis;

static void
axis_clear (Axis *axis)
{
  cl_key_clear (&axis->key);
  g_clear_pointer (&axis->places, g_hash_table_unref);
  g_clear_pointer (&axis->values, g_ptr_array_unref);
  g_clear_pointer (&axis->totals, g_array_unref);
  g_clear_pointer (&axis->slots, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Axis, axis_clear)

static gboolean
axis_init (Axis *axis, ClCatalogue *catalogue, ClLedger *ledger, const char *path, GError **error)
{
  axis->values = g_ptr_array_new_with_free_func (g_free);
  axis->totals = g_array_new (FALSE, TRUE, sizeof (gint64));
  axis->places = g_hash_table_new (g_str_hash, g_str_equal);
  return path == NULL || cl_key_read (catalogue, ledger, path, &axis->key, error);
}

static guint
axis_add (Axis *axis, const char *value)
{
  guint place = value == NULL ? axis->none : GPOINTER_TO_UINT (g_hash_table_lookup (axis->places, value));
  const gint64 zero = 0;

  if (place > 0)
    return place - 1;
  g_ptr_array_add (axis->values, g_strdup (value));
  g_array_append_val (axis->totals, zero);
  if (value == NULL)
    axis->none = axis->values->len;
  else
    g_hash_table_insert (axis->places, axis->values->pdata[axis->values->len - 1], GUINT_TO_POINTER (axis->values->len));
  return axis->values->len - 1;
}

static void
axis_count (Axis *axis, guint index, gint64 n)
{
  g_array_index (axis->totals, gint64, index) += n;
}

static int
find_band (const ClLedgerBands *bands, gint64 number)
{
  int band = -1;

  while (band + 1 < (int) bands->n && number >= bands->from[band + 1])
    band++;
  return band;
}

/* The indices that a record of this group has on the axis: several where it has several codes, that of none where it has none. */
static void
read_group (Axis *axis, ClStatement *statement, int column, GArray *found)
{
  ClCodes *codes = axis->key.field != NULL ? cl_field_get_codes (axis->key.field) : NULL;
  gint64 mask = axis->key.kind == CL_KEY_CODES ? cl_statement_get_integer (statement, column) : 0;
  g_autofree char *band = NULL;
  guint index;

  g_array_set_size (found, 0);
  if (axis->key.kind == CL_KEY_CODES)
    for (guint i = 0; i < cl_codes_get_n (codes); i++)
      if ((mask >> i & 1) != 0)
        {
          index = axis_add (axis, cl_codes_get_code (codes, i));
          g_array_append_val (found, index);
        }
  if (found->len > 0)
    return;
  if (axis->key.kind == CL_KEY_CODES || cl_statement_is_null (statement, column))
    index = axis_add (axis, NULL);
  else if (axis->key.kind == CL_KEY_BANDS)
    {
      band = g_strdup_printf ("%d", find_band (axis->key.bands, cl_statement_get_integer (statement, column)));
      index = axis_add (axis, band);
    }
  else
    index = axis_add (axis, cl_statement_get_text (statement, column));
  g_array_append_val (found, index);
}

/* Ages between others that nobody has are shown as such. */
static void
fill_bands (Axis *axis)
{
  int first = G_MAXINT, last = G_MININT;

  if (axis->key.kind != CL_KEY_BANDS)
    return;
  for (guint i = 0; i < axis->values->len; i++)
    if (axis->values->pdata[i] != NULL)
      {
        first = MIN (first, atoi (axis->values->pdata[i]));
        last = MAX (last, atoi (axis->values->pdata[i]));
      }
  for (int band = first; band < last; band++)
    {
      g_autofree char *text = g_strdup_printf ("%d", band);

      axis_add (axis, text);
    }
}

typedef struct
{
  const Axis *axis;
  GHashTable *order; /* of references: value -> place, or NULL */
} Sorting;

static gint64
get_rank (const Sorting *sorting, const char *value)
{
  ClCodes *codes = cl_field_get_codes (sorting->axis->key.field);

  if (codes != NULL)
    {
      for (guint i = 0; i < cl_codes_get_n (codes); i++)
        if (g_str_equal (cl_codes_get_code (codes, i), value))
          return i;
      return G_MAXINT;
    }
  if (sorting->order != NULL)
    return GPOINTER_TO_UINT (g_hash_table_lookup (sorting->order, value));
  /* Yes stands before no. */
  return sorting->axis->key.kind == CL_KEY_BOOLEAN ? -g_ascii_strtoll (value, NULL, 10) : g_ascii_strtoll (value, NULL, 10);
}

static gboolean
is_by_number (const Sorting *sorting)
{
  ClKeyKind kind = sorting->axis->key.kind;

  return kind == CL_KEY_TEXT || (kind == CL_KEY_REFERENCE && sorting->order == NULL);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const Sorting *sorting = data;
  guint one = *(const guint *) a, other = *(const guint *) b;
  const char *first = sorting->axis->values->pdata[one], *second = sorting->axis->values->pdata[other];
  gint64 n = g_array_index (sorting->axis->totals, gint64, one), m = g_array_index (sorting->axis->totals, gint64, other), rank, rank_other;

  /* Those who have none come last. */
  if (first == NULL || second == NULL)
    return (first == NULL) - (second == NULL);
  if (is_by_number (sorting) && n != m)
    return n > m ? -1 : 1;
  if (sorting->axis->key.kind == CL_KEY_MONTH || is_by_number (sorting))
    return strcmp (first, second);
  rank = get_rank (sorting, first);
  rank_other = get_rank (sorting, second);
  return rank != rank_other ? (rank < rank_other ? -1 : 1) : strcmp (first, second);
}

static int
compare_number (gconstpointer a, gconstpointer b, gpointer data)
{
  const Axis *axis = data;
  gint64 n = g_array_index (axis->totals, gint64, *(const guint *) a), m = g_array_index (axis->totals, gint64, *(const guint *) b);

  return n != m ? (n > m ? -1 : 1) : (*(const guint *) a > *(const guint *) b) - (*(const guint *) a < *(const guint *) b);
}

/* Places in the official order, as forms have them. */
static GHashTable *
read_order (const Axis *axis, GArray *kept, ClCatalogue *catalogue, ClDatabase *reader, GError **error)
{
  ClLedger *target = axis->key.kind == CL_KEY_REFERENCE ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (axis->key.field)) : NULL;
  g_autoptr (GHashTable) order = NULL;
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (GString) where = NULL;
  g_autoptr (GArray) ids = NULL;

  if (target == NULL || g_strcmp0 (cl_ledger_get_name (target), "division") != 0 || kept->len == 0)
    return NULL;
  order = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  query = cl_query_new (catalogue, target);
  where = g_string_new ("id in (0");
  for (guint i = 0; i < kept->len; i++)
    if (axis->values->pdata[g_array_index (kept, guint, i)] != NULL)
      g_string_append_printf (where, ", %s", (const char *) axis->values->pdata[g_array_index (kept, guint, i)]);
  g_string_append_c (where, ')');
  if (!cl_query_add_where (query, where->str, error) || !cl_query_set_order (query, cl_ledger_get_order (target), error))
    return NULL;
  ids = cl_query_list_ids (query, reader, NULL, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_hash_table_insert (order, g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (ids, gint64, i)), GUINT_TO_POINTER (i + 1));
  return ids != NULL ? g_steal_pointer (&order) : NULL;
}

static char *
get_text (const Axis *axis, const char *value, ClCatalogue *catalogue, ClDatabase *reader)
{
  char *called;

  if (axis->key.kind != CL_KEY_REFERENCE)
    return cl_key_get_text (&axis->key, value);
  called = cl_record_call (reader, catalogue, cl_catalogue_find_ledger (catalogue, cl_field_get_target (axis->key.field)), g_ascii_strtoll (value, NULL, 10));
  return called != NULL ? called : g_strdup (value);
}

static void
value_free (gpointer data)
{
  ClStatisticValue *value = data;

  g_free (value->text);
  g_free (value->condition);
  g_free (value);
}

/* Values in their order; the least of too many stand together at the end. */
static GPtrArray *
settle (Axis *axis, guint most, ClCatalogue *catalogue, ClDatabase *reader, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (value_free);
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) order = NULL;
  g_autoptr (GError) failure = NULL;
  ClStatisticValue *rest = NULL;
  guint n = axis->values->len;
  Sorting sorting;

  for (guint i = 0; i < n; i++)
    g_array_append_val (kept, i);
  if (n > most)
    {
      g_array_sort_with_data (kept, compare_number, axis);
      g_array_set_size (kept, most - 1);
    }
  order = read_order (axis, kept, catalogue, reader, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  sorting = (Sorting) { axis, order };
  if (kept->len > 1)
    g_array_sort_with_data (kept, compare, &sorting);
  axis->slots = g_new (guint, n + 1);
  for (guint i = 0; i < n; i++)
    axis->slots[i] = kept->len;
  for (guint i = 0; i < kept->len; i++)
    {
      guint index = g_array_index (kept, guint, i);
      const char *text = axis->values->pdata[index];
      ClStatisticValue *value = g_new0 (ClStatisticValue, 1);

      axis->slots[index] = i;
      *value = (ClStatisticValue) { .kind = text != NULL ? CL_STATISTIC_VALUE : CL_STATISTIC_NONE, .n = g_array_index (axis->totals, gint64, index) };
      value->condition = cl_key_get_condition (&axis->key, text);
      value->text = text != NULL ? get_text (axis, text, catalogue, reader) : NULL;
      g_ptr_array_add (values, value);
    }
  if (n <= kept->len)
    return g_steal_pointer (&values);
  rest = g_new0 (ClStatisticValue, 1);
  rest->kind = CL_STATISTIC_REST;
  rest->merged = n - kept->len;
  for (guint i = 0; i < n; i++)
    if (axis->slots[i] == kept->len)
      rest->n += g_array_index (axis->totals, gint64, i);
  g_ptr_array_add (values, rest);
  return g_steal_pointer (&values);
}

typedef struct
{
  const ClStatisticQuestion *question;
  ClQuery *query;
  Axis rows, columns;
  GHashTable *ids;   /* those of the question, or NULL */
  GHashTable *cells; /* row and column -> gint64 */
  gint64 n;
} Counting;

static void
counting_clear (Counting *counting)
{
  g_clear_pointer (&counting->query, cl_query_free);
  axis_clear (&counting->rows);
  axis_clear (&counting->columns);
  g_clear_pointer (&counting->ids, g_hash_table_unref);
  g_clear_pointer (&counting->cells, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Counting, counting_clear)

static gboolean
ask (Counting *counting, ClCatalogue *catalogue, GError **error)
{
  const ClStatisticQuestion *question = counting->question;
  const ClLedgerView *view = cl_ledger_find_view (question->ledger, question->view);
  g_autofree char *by = cl_key_get_expression (&counting->rows.key), *and_by = question->and_by != NULL ? cl_key_get_expression (&counting->columns.key) : NULL;
  g_autofree char *both = and_by != NULL ? g_strdup_printf ("%s, %s", by, and_by) : NULL;

  counting->query = cl_query_new (catalogue, question->ledger);
  if ((view != NULL && view->where != NULL && !cl_query_add_where (counting->query, view->where, error)) ||
      (question->where != NULL && !cl_query_add_where (counting->query, question->where, error)) ||
      !cl_query_add_column (counting->query, by, CL_QUERY_RAW, error) ||
      (and_by != NULL && !cl_query_add_column (counting->query, and_by, CL_QUERY_RAW, error)))
    return FALSE;
  /* Of certain records each is looked at. */
  if (question->ids != NULL)
    {
      counting->ids = g_hash_table_new (g_int64_hash, g_int64_equal);
      for (guint i = 0; i < question->ids->len; i++)
        g_hash_table_add (counting->ids, &g_array_index (question->ids, gint64, i));
      return TRUE;
    }
  return cl_query_add_column (counting->query, "count(id)", CL_QUERY_RAW, error) && cl_query_set_group (counting->query, both != NULL ? both : by, error);
}

static void
count_cell (Counting *counting, guint row, guint column, gint64 n)
{
  gint64 key = (gint64) row << 32 | column, *cell = g_hash_table_lookup (counting->cells, &key);

  if (cell == NULL)
    {
      cell = g_new (gint64, 2);
      cell[0] = key;
      cell[1] = 0;
      g_hash_table_insert (counting->cells, cell, cell);
    }
  cell[1] += n;
}

static gboolean
read_groups (Counting *counting, ClStatement *statement, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint)), columns = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean two = counting->question->and_by != NULL;
  g_autoptr (GError) failure = NULL;

  while (cl_statement_step (statement, &failure))
    {
      gint64 id = cl_statement_get_integer (statement, 0), n = counting->ids != NULL ? 1 : cl_statement_get_integer (statement, two ? 3 : 2);

      if (counting->ids != NULL && !g_hash_table_contains (counting->ids, &id))
        continue;
      counting->n += n;
      if (counting->ids != NULL)
        cl_progress_tell (cancellable, (guint64) counting->n, g_hash_table_size (counting->ids));
      read_group (&counting->rows, statement, 1, rows);
      for (guint i = 0; i < rows->len; i++)
        axis_count (&counting->rows, g_array_index (rows, guint, i), n);
      if (!two)
        continue;
      read_group (&counting->columns, statement, 2, columns);
      for (guint k = 0; k < columns->len; k++)
        {
          axis_count (&counting->columns, g_array_index (columns, guint, k), n);
          for (guint i = 0; i < rows->len; i++)
            count_cell (counting, g_array_index (rows, guint, i), g_array_index (columns, guint, k), n);
        }
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Whoever waits for a large ledger hears how far it is: it is counted a slice of its ids at a time, and what the slices have adds up. */
static gboolean
read_slices (Counting *counting, ClCatalogue *catalogue, ClDatabase *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClQuery) all = cl_query_new (catalogue, counting->question->ledger);
  g_autoptr (GArray) ids = cl_query_set_order (all, "id", error) ? cl_query_list_ids (all, reader, NULL, error) : NULL;
  g_autoptr (ClStatement) statement = NULL;

  if (ids == NULL || !cl_query_add_where (counting->query, "id > :after and id <= :upto", error) ||
      (statement = cl_query_prepare (counting->query, reader, NULL, error)) == NULL)
    return FALSE;
  for (guint i = 0; i == 0 || i < ids->len; i += SLICE)
    {
      /* What was added since belongs to the last. */
      ClValue after = { CL_VALUE_INTEGER, { i > 0 ? g_array_index (ids, gint64, i - 1) : G_MININT64 } };
      ClValue upto = { CL_VALUE_INTEGER, { i + SLICE < ids->len ? g_array_index (ids, gint64, i + SLICE - 1) : G_MAXINT64 } };

      cl_statement_reset (statement);
      cl_statement_bind_named (statement, ":after", &after);
      cl_statement_bind_named (statement, ":upto", &upto);
      if (!read_groups (counting, statement, cancellable, error))
        return FALSE;
      cl_progress_tell (cancellable, i + SLICE, ids->len);
    }
  return TRUE;
}

static gboolean
read_all (Counting *counting, ClCatalogue *catalogue, ClDatabase *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClStatement) statement = NULL;

  if (counting->ids == NULL && cancellable != NULL && CL_IS_PROGRESS (cancellable))
    return read_slices (counting, catalogue, reader, cancellable, error);
  statement = cl_query_prepare (counting->query, reader, NULL, error);
  return statement != NULL && read_groups (counting, statement, cancellable, error);
}

static void
fill_counts (Counting *counting, ClStatistic *statistic)
{
  guint width = statistic->columns->len;
  GHashTableIter iter;
  gpointer cell;

  statistic->counts = g_new0 (gint64, (gsize) statistic->rows->len * width + 1);
  g_hash_table_iter_init (&iter, counting->cells);
  while (g_hash_table_iter_next (&iter, NULL, &cell))
    {
      const gint64 *pair = cell;

      statistic->counts[counting->rows.slots[pair[0] >> 32] * width + counting->columns.slots[pair[0] & G_MAXUINT32]] += pair[1];
    }
}

/* What was asked, in words and as a condition. */
static void
head (Counting *counting, ClCatalogue *catalogue, ClStatistic *statistic)
{
  const ClStatisticQuestion *question = counting->question;
  const ClLedgerView *view = cl_ledger_find_view (question->ledger, question->view);
  g_autoptr (ClStatisticKey) by = cl_statistic_find_key (catalogue, question->ledger, question->by, NULL);
  g_autoptr (ClStatisticKey) and_by = question->and_by != NULL ? cl_statistic_find_key (catalogue, question->ledger, question->and_by, NULL) : NULL;
  const char *where = view != NULL ? view->where : NULL;

  statistic->by = g_strdup (by->header);
  statistic->by_label = g_strdup (by->label);
  statistic->and_by = and_by != NULL ? g_strdup (and_by->header) : NULL;
  statistic->and_by_label = and_by != NULL ? g_strdup (and_by->label) : NULL;
  statistic->title = question->header != NULL ? g_strconcat (question->header, "统计图", NULL)
                     : and_by != NULL ? g_strdup_printf ("%s统计图（按%s、%s）", cl_ledger_get_header (question->ledger), by->header, and_by->header)
                                      : g_strdup_printf ("%s统计图（按%s）", cl_ledger_get_header (question->ledger), by->header);
  if (view != NULL && question->words != NULL)
    statistic->words = g_strconcat (view->title, _(", "), question->words, NULL);
  else
    statistic->words = g_strdup (question->words != NULL ? question->words : view != NULL ? view->title : NULL);
  statistic->where = cl_query_join_where (where, question->where);
  statistic->ids = question->ids != NULL ? g_array_ref (question->ids) : NULL;
}

/**
 * cl_statistic_count:
 * @catalogue: the catalogue
 * @reader: a restricted reading connection of the calling thread
 * @question: what is asked
 * @cancellable: (nullable): told how far it is where it is a #ClProgress; what breaks it off is that of @reader (cl_database_set_cancellable())
 * @error: return location
 *
 * Counts in one pass. Codes stand in the order of their list, places in the official order, ages and dates as they follow each other, other values the most frequent
 * first; those who have none come last. Of more than a few hundred values the least stand together. Any thread, but never the main one for a large ledger.
 *
 * Returns: (transfer full): the answer; %NULL on error
 */
ClStatistic *
cl_statistic_count (ClCatalogue *catalogue, ClDatabase *reader, const ClStatisticQuestion *question, GCancellable *cancellable, GError **error)
{
  g_auto (Counting) counting = { .question = question };
  g_autoptr (ClStatistic) statistic = NULL;

  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (reader != NULL && question != NULL && question->by != NULL, NULL);

  counting.cells = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (!axis_init (&counting.rows, catalogue, question->ledger, question->by, error) ||
      !axis_init (&counting.columns, catalogue, question->ledger, question->and_by, error) ||
      !ask (&counting, catalogue, error) || !read_all (&counting, catalogue, reader, cancellable, error))
    return NULL;
  fill_bands (&counting.rows);
  if (question->and_by != NULL)
    fill_bands (&counting.columns);
  statistic = g_atomic_rc_box_new0 (ClStatistic);
  statistic->ledger = cl_ledger_ref (question->ledger);
  statistic->rows = settle (&counting.rows, MOST_ROWS, catalogue, reader, error);
  statistic->columns = statistic->rows != NULL ? settle (&counting.columns, MOST_COLUMNS, catalogue, reader, error) : NULL;
  if (statistic->columns == NULL)
    return NULL;
  statistic->n = counting.n;
  statistic->banded = counting.rows.key.kind == CL_KEY_BANDS;
  statistic->overlaps = counting.rows.key.kind == CL_KEY_CODES || (question->and_by != NULL && counting.columns.key.kind == CL_KEY_CODES);
  head (&counting, catalogue, statistic);
  fill_counts (&counting, statistic);
  return g_steal_pointer (&statistic);
}
