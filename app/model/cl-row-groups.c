#include "cl-config.h"

#include "cl-row-groups-private.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-expression-private.h"
#include "cl-filter.h"

static void
group_free (gpointer data)
{
  ClRowGroup *group = data;

  g_free (group->key);
  g_free (group->title);
  g_free (group->sums);
  g_free (group);
}

void
cl_row_groups_free (ClRowGroups *groups)
{
  if (groups == NULL)
    return;
  g_array_unref (groups->ids);
  g_ptr_array_unref (groups->groups);
  for (guint i = 0; i < groups->n_sums; i++)
    g_free (groups->values[i]);
  g_free (groups->values);
  g_free (groups->columns);
  g_free (groups->totals);
  g_free (groups);
}

const char *
cl_row_group_fold_key (const ClRowGroup *group)
{
  return group->key != NULL ? group->key : "";
}

char *
cl_row_groups_get_key (ClCatalogue *catalogue, ClLedger *ledger, const char *path, GError **error)
{
  const ClField *field = cl_catalogue_resolve (catalogue, ledger, path, NULL, error);

  if (field == NULL)
    return NULL;
  if (!cl_row_model_groups_by (field))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("Lists are not grouped by “%s”. Choose a village, a category, a date or the like."), cl_field_get_label (field));
      return NULL;
    }
  return cl_field_is_dated (field) ? g_strdup_printf ("substr(%s, 1, 4)", path) : g_strdup (path);
}

/* Groups stand in the order of their field, upwards unless the list itself is sorted by it downwards. */
static char *
get_group_order (ClRowReader *reader, const char *key)
{
  const char *order = cl_row_reader_get_order (reader);
  g_autofree char *downwards = g_strconcat (reader->group, " desc", NULL);

  return g_strconcat (key, order != NULL && g_str_has_prefix (order, downwards) ? " desc" : "", NULL);
}

static ClRowGroup *
group_new (ClStatement *statement, gboolean by_year)
{
  ClRowGroup *group = g_new0 (ClRowGroup, 1);

  group->key = g_strdup (cl_statement_is_null (statement, 1) ? NULL : cl_statement_get_text (statement, 1));
  if (group->key != NULL)
    group->title = by_year ? g_strdup_printf ("%s年", group->key) : g_strdup (cl_statement_get_text (statement, 2));
  group->n_all = (guint) cl_statement_get_integer (statement, 3);
  return group;
}

/* One statement says which groups there are and how many records each has; those who have no value come last. */
static gboolean
read_groups (ClRowReader *reader, ClDatabase *database, const char *key, ClRowGroups *groups, GError **error)
{
  const ClField *field = cl_catalogue_resolve (cl_store_get_catalogue (reader->store), reader->ledger, reader->group, NULL, NULL);
  g_autoptr (ClQuery) query = cl_row_reader_make_query (reader, FALSE, error);
  g_autofree char *order = get_group_order (reader, key);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  ClRowGroup *none = NULL;

  if (query == NULL || !cl_query_add_column (query, key, CL_QUERY_RAW, error) || !cl_query_add_column (query, key, CL_QUERY_LIST, error) ||
      !cl_query_add_column (query, "count(id)", CL_QUERY_RAW, error) || !cl_query_set_group (query, key, error) || !cl_query_set_order (query, order, error))
    return FALSE;
  statement = cl_query_prepare (query, database, reader->parameters, error);
  while (statement != NULL && cl_statement_step (statement, &failure))
    {
      ClRowGroup *group = group_new (statement, cl_field_is_dated (field));

      if (group->key == NULL)
        none = group;
      else
        g_ptr_array_add (groups->groups, group);
    }
  if (none != NULL)
    g_ptr_array_add (groups->groups, none);
  if (failure == NULL)
    return statement != NULL;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Which of the list's columns are added up: amounts, counts, and what is counted of other records. */
static void
choose_sums (ClRowReader *reader, ClRowGroups *groups)
{
  groups->columns = g_new (guint, reader->columns->len + 1);
  for (guint i = 0; i < reader->columns->len; i++)
    {
      const ClRowColumn *column = g_ptr_array_index (reader->columns, i);
      const ClField *field = cl_catalogue_resolve (cl_store_get_catalogue (reader->store), reader->ledger, column->path, NULL, NULL);

      if (!column->is_private && (field != NULL ? cl_field_is_summed (field) : g_str_has_prefix (column->path, "count_of")))
        groups->columns[groups->n_sums++] = i;
    }
  groups->values = g_new0 (gint64 *, groups->n_sums + 1);
  groups->totals = g_new0 (gint64, groups->n_sums + 1);
}

/* Which group a record is in, as they lie in the file. */
typedef struct
{
  gint64 id;
  guint group;
  guint at; /* where what it has to be added up was laid down */
} Place;

typedef struct
{
  GArray *places; /* Place, by id */
  GArray **values; /* gint64, by column that is summed */
  guint n_values;
} Scan;

static void
scan_clear (Scan *scan)
{
  g_clear_pointer (&scan->places, g_array_unref);
  for (guint i = 0; i < scan->n_values; i++)
    g_array_unref (scan->values[i]);
  g_free (scan->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

/* Each group gets its room, one behind the other. */
static GHashTable *
place_groups (ClRowGroups *groups)
{
  GHashTable *by_key = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < groups->groups->len; i++)
    {
      ClRowGroup *group = groups->groups->pdata[i];

      group->first = n;
      n += group->n_all;
      group->sums = g_new0 (gint64, groups->n_sums + 1);
      g_hash_table_insert (by_key, group->key != NULL ? group->key : (gpointer) "", GUINT_TO_POINTER (i + 1));
    }
  g_array_set_size (groups->ids, n);
  for (guint i = 0; i < groups->n_sums; i++)
    groups->values[i] = g_new0 (gint64, n + 1);
  return by_key;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *one = a, *other = b;

  return one->id < other->id ? -1 : one->id > other->id;
}

static ClStatement *
prepare_scan (ClRowReader *reader, ClDatabase *database, const char *key, const ClRowGroups *groups, GError **error)
{
  g_autoptr (ClQuery) query = cl_row_reader_make_query (reader, FALSE, error);

  if (query == NULL || !cl_query_add_column (query, key, CL_QUERY_RAW, error))
    return NULL;
  for (guint i = 0; i < groups->n_sums; i++)
    if (!cl_query_add_column (query, ((ClRowColumn *) g_ptr_array_index (reader->columns, groups->columns[i]))->path, CL_QUERY_RAW, error))
      return NULL;
  return cl_query_prepare (query, database, reader->parameters, error);
}

/* Read as they lie in the file: in the order of the list each would have to be looked up in another place of it. */
static gboolean
scan_records (ClRowReader *reader, ClDatabase *database, const char *key, const ClRowGroups *groups, GHashTable *by_key, Scan *scan, GError **error)
{
  g_autoptr (ClStatement) statement = prepare_scan (reader, database, key, groups, error);
  g_autoptr (GError) failure = NULL;
  gboolean sorted = TRUE;
  gint64 last = 0;

  scan->places = g_array_new (FALSE, FALSE, sizeof (Place));
  scan->n_values = groups->n_sums;
  scan->values = g_new0 (GArray *, groups->n_sums + 1);
  for (guint i = 0; i < groups->n_sums; i++)
    scan->values[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (statement != NULL && cl_statement_step (statement, &failure))
    {
      const char *text = cl_statement_is_null (statement, 1) ? "" : cl_statement_get_text (statement, 1);
      guint group = GPOINTER_TO_UINT (g_hash_table_lookup (by_key, text));
      Place place = { cl_statement_get_integer (statement, 0), group - 1, scan->places->len };

      if (group == 0)
        continue;
      sorted = sorted && place.id > last;
      last = place.id;
      g_array_append_val (scan->places, place);
      for (guint i = 0; i < groups->n_sums; i++)
        {
          gint64 value = cl_statement_get_integer (statement, (int) i + 2);

          g_array_append_val (scan->values[i], value);
        }
    }
  if (!sorted)
    g_array_sort (scan->places, compare_places);
  if (failure == NULL)
    return statement != NULL;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The ids come in the order of the list, and are laid down by group. */
static void
take_records (ClStatement *statement, ClRowGroups *groups, const Scan *scan, GError **error)
{
  g_autofree guint *filled = g_new0 (guint, groups->groups->len + 1);
  g_autoptr (GError) failure = NULL;

  do
    {
      Place wanted = { .id = cl_statement_get_integer (statement, 0) };
      guint found;
      const Place *place;
      ClRowGroup *group;
      guint at;

      if (!g_array_binary_search (scan->places, &wanted, compare_places, &found))
        continue;
      place = &g_array_index (scan->places, Place, found);
      group = groups->groups->pdata[place->group];
      if (filled[place->group] >= group->n_all)
        continue;
      at = group->first + filled[place->group]++;
      g_array_index (groups->ids, gint64, at) = place->id;
      for (guint i = 0; i < groups->n_sums; i++)
        groups->values[i][at] = g_array_index (scan->values[i], gint64, place->at);
    }
  while (cl_statement_step (statement, &failure));
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
}

/* Three statements that see the same file, for the first is under way until the end: the ids in the order of the list, which an index has, the groups, and which
 * record is in which. */
ClRowGroups *
cl_row_groups_read (ClRowReader *reader, ClDatabase *database, GError **error)
{
  g_autoptr (ClRowGroups) groups = g_new0 (ClRowGroups, 1);
  g_autofree char *key = cl_row_groups_get_key (cl_store_get_catalogue (reader->store), reader->ledger, reader->group, error);
  g_autoptr (ClQuery) query = key != NULL ? cl_row_reader_make_query (reader, TRUE, error) : NULL;
  g_autoptr (ClStatement) ids = query != NULL ? cl_query_prepare (query, database, reader->parameters, error) : NULL;
  g_autoptr (GHashTable) by_key = NULL;
  g_autoptr (GError) failure = NULL;
  g_auto (Scan) scan = { 0 };

  groups->ids = g_array_new (FALSE, TRUE, sizeof (gint64));
  groups->groups = g_ptr_array_new_with_free_func (group_free);
  choose_sums (reader, groups);
  if (ids == NULL)
    return NULL;
  if (cl_statement_step (ids, &failure) && read_groups (reader, database, key, groups, &failure))
    {
      by_key = place_groups (groups);
      if (scan_records (reader, database, key, groups, by_key, &scan, &failure))
        take_records (ids, groups, &scan, &failure);
    }
  if (failure == NULL)
    return g_steal_pointer (&groups);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

void
cl_row_groups_count (ClRowGroups *groups, GArray *listed)
{
  const gint64 *all = (const gint64 *) groups->ids->data, *some = (const gint64 *) listed->data;
  guint at = 0;

  for (guint s = 0; s < groups->n_sums; s++)
    groups->totals[s] = 0;
  for (guint i = 0; i < groups->groups->len; i++)
    {
      ClRowGroup *group = groups->groups->pdata[i];

      group->n = 0;
      for (guint s = 0; s < groups->n_sums; s++)
        group->sums[s] = 0;
      for (guint k = group->first; k < group->first + group->n_all && at < listed->len; k++)
        {
          if (all[k] != some[at])
            continue;
          at++;
          group->n++;
          for (guint s = 0; s < groups->n_sums; s++)
            group->sums[s] += groups->values[s][k];
        }
      for (guint s = 0; s < groups->n_sums; s++)
        groups->totals[s] += group->sums[s];
    }
}

GArray *
cl_row_groups_lay_out (ClRowGroups *groups, GArray *listed, GHashTable *folded)
{
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (gint64), listed->len + groups->groups->len + 1);
  gint64 total = CL_ROW_TOTAL_ID;
  guint at = 0;

  for (guint i = 0; i < groups->groups->len; i++)
    {
      ClRowGroup *group = groups->groups->pdata[i];
      gint64 heading = cl_row_group_to_id (i);

      group->at = rows->len;
      if (group->n == 0)
        continue;
      g_array_append_val (rows, heading);
      if (!g_hash_table_contains (folded, cl_row_group_fold_key (group)))
        g_array_append_vals (rows, &g_array_index (listed, gint64, at), group->n);
      at += group->n;
    }
  if (listed->len > 0)
    g_array_append_val (rows, total);
  return rows;
}

guint
cl_row_groups_find (ClRowGroups *groups, gint64 id)
{
  const gint64 *ids = (const gint64 *) groups->ids->data;

  for (guint i = 0; i < groups->groups->len; i++)
    {
      const ClRowGroup *group = groups->groups->pdata[i];

      for (guint k = group->first; k < group->first + group->n_all; k++)
        if (ids[k] == id)
          return i;
    }
  return G_MAXUINT;
}
