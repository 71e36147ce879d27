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

static gboolean
is_by_year (const ClField *field)
{
  return cl_field_get_field_type (field) == CL_FIELD_DATE || cl_field_get_field_type (field) == CL_FIELD_MONTH;
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
  return is_by_year (field) ? g_strdup_printf ("substr(%s, 1, 4)", path) : g_strdup (path);
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
      ClRowGroup *group = group_new (statement, is_by_year (field));

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

static ClStatement *
prepare_records (ClRowReader *reader, ClDatabase *database, const char *key, ClRowGroups *groups, GError **error)
{
  g_autoptr (ClQuery) query = cl_row_reader_make_query (reader, TRUE, error);

  if (query == NULL || !cl_query_add_column (query, key, CL_QUERY_RAW, error))
    return NULL;
  for (guint i = 0; i < groups->n_sums; i++)
    if (!cl_query_add_column (query, ((ClRowColumn *) g_ptr_array_index (reader->columns, groups->columns[i]))->path, CL_QUERY_RAW, error))
      return NULL;
  return cl_query_prepare (query, database, reader->parameters, error);
}

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

static void
take_records (ClStatement *statement, ClRowGroups *groups, GError **error)
{
  g_autoptr (GHashTable) by_key = place_groups (groups);
  g_autofree guint *filled = g_new0 (guint, groups->groups->len + 1);
  g_autoptr (GError) failure = NULL;

  do
    {
      const char *key = cl_statement_is_null (statement, 1) ? "" : cl_statement_get_text (statement, 1);
      guint which = GPOINTER_TO_UINT (g_hash_table_lookup (by_key, key));
      ClRowGroup *group = which > 0 ? groups->groups->pdata[which - 1] : NULL;
      guint at;

      if (group == NULL || filled[which - 1] >= group->n_all)
        continue;
      at = group->first + filled[which - 1]++;
      g_array_index (groups->ids, gint64, at) = cl_statement_get_integer (statement, 0);
      for (guint i = 0; i < groups->n_sums; i++)
        groups->values[i][at] = cl_statement_get_integer (statement, (int) i + 2);
    }
  while (cl_statement_step (statement, &failure));
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
}

/* The ledger's order needs no sorting where an index has it, so the records come in that and are laid down by group. */
ClRowGroups *
cl_row_groups_read (ClRowReader *reader, ClDatabase *database, GError **error)
{
  g_autoptr (ClRowGroups) groups = g_new0 (ClRowGroups, 1);
  g_autofree char *key = cl_row_groups_get_key (cl_store_get_catalogue (reader->store), reader->ledger, reader->group, error);
  g_autoptr (ClStatement) records = NULL;
  g_autoptr (GError) failure = NULL;

  groups->ids = g_array_new (FALSE, TRUE, sizeof (gint64));
  groups->groups = g_ptr_array_new_with_free_func (group_free);
  choose_sums (reader, groups);
  if (key == NULL)
    return NULL;
  records = prepare_records (reader, database, key, groups, error);
  if (records == NULL)
    return NULL;
  /* While this statement is under way the other one sees the same file. */
  if (cl_statement_step (records, &failure) && read_groups (reader, database, key, groups, &failure))
    take_records (records, groups, &failure);
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
      const ClRowGroup *group = groups->groups->pdata[i];
      gint64 heading = cl_row_group_to_id (i);

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
