#include "cl-config.h"

#include "cl-kept.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-database-private.h"
#include "cl-error.h"
#include "cl-store-private.h"

/* What a restore would change, counted ledger by ledger: both files are read side by side in the order of the ids. */

typedef struct
{
  ClDatabase *now;
  ClDatabase *then;
  ClCatalogue *catalogue;
  ClComparison *comparison;
} Comparing;

static void
difference_free (gpointer data)
{
  ClDifference *difference = data;

  g_free (difference->title);
  g_free (difference);
}

void
cl_comparison_free (ClComparison *comparison)
{
  if (comparison == NULL)
    return;
  g_ptr_array_unref (comparison->ledgers);
  g_free (comparison->last);
  g_free (comparison);
}

/* Names of @kind ("tables", or the columns of a table) that a file has. */
static GPtrArray *
read_names (ClDatabase *database, const char *sql, const char *parameter, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, sql, error);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return NULL;
  if (parameter != NULL)
    cl_statement_bind_text (statement, 1, parameter);
  while (cl_statement_step (statement, &step_error))
    g_ptr_array_add (names, g_strdup (cl_statement_get_text (statement, 0)));
  if (step_error == NULL)
    return g_steal_pointer (&names);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}

static GPtrArray *
read_columns (ClDatabase *database, const char *table, GError **error)
{
  return read_names (database, "SELECT name FROM pragma_table_info(?)", table, error);
}

/* Of a link table the lists are compared as one text a record, of a ledger's own table the columns; a column that one file lacks is NULL in it. */
static char *
select_sql (const char *table, gboolean is_link, const GPtrArray *columns, const GPtrArray *there)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  if (there->len == 0)
    return g_strdup (is_link ? "SELECT 0, NULL WHERE 0" : "SELECT 0 WHERE 0");
  if (is_link)
    return g_strdup_printf ("SELECT record, group_concat(value, char(31)) FROM (SELECT record, value FROM \"%s\" ORDER BY record, position) GROUP BY record ORDER BY record", table);
  g_string_append (sql, "SELECT id");
  for (guint i = 0; i < columns->len; i++)
    if (g_ptr_array_find_with_equal_func ((GPtrArray *) there, columns->pdata[i], g_str_equal, NULL))
      g_string_append_printf (sql, ", \"%s\"", (const char *) columns->pdata[i]);
    else
      g_string_append (sql, ", NULL");
  g_string_append_printf (sql, " FROM \"%s\" ORDER BY id", table);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
rows_differ (ClStatement *now, ClStatement *then)
{
  int n = cl_statement_get_n_columns (now);

  for (int i = 1; i < n; i++)
    if (cl_statement_is_null (now, i) != cl_statement_is_null (then, i)
        || g_strcmp0 (cl_statement_get_text (now, i), cl_statement_get_text (then, i)) != 0)
      return TRUE;
  return FALSE;
}

/* Rows of a link table alone are a record's change; whether the record itself is there is its own table's to say. */
static gboolean
count_rows (ClStatement *now, ClStatement *then, gboolean is_link, GHashTable *touched, ClDifference *difference, GError **error)
{
  g_autoptr(GError) trouble = NULL;
  gboolean has_now = cl_statement_step (now, &trouble), has_then = trouble == NULL && cl_statement_step (then, &trouble);

  while (trouble == NULL && (has_now || has_then))
    {
      gint64 id_now = has_now ? cl_statement_get_integer (now, 0) : G_MAXINT64;
      gint64 id_then = has_then ? cl_statement_get_integer (then, 0) : G_MAXINT64;
      gint64 id = MIN (id_now, id_then);
      gboolean differs = id_now != id_then || rows_differ (now, then);

      if (differs && g_hash_table_add (touched, g_memdup2 (&id, sizeof id)))
        {
          if (id_now == id_then || is_link)
            difference->changed++;
          else if (id_now < id_then)
            difference->gone++;
          else
            difference->back++;
        }
      if (id_now == id)
        has_now = cl_statement_step (now, &trouble);
      if (id_then == id && trouble == NULL)
        has_then = cl_statement_step (then, &trouble);
    }
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static gboolean
compare_table (Comparing *comparing, const char *table, gboolean is_link, GHashTable *touched, ClDifference *difference, GError **error)
{
  g_autoptr(GPtrArray) columns_now = read_columns (comparing->now, table, error);
  g_autoptr(GPtrArray) columns_then = columns_now != NULL ? read_columns (comparing->then, table, error) : NULL;
  g_autofree char *sql_now = NULL;
  g_autofree char *sql_then = NULL;
  g_autoptr(ClStatement) now = NULL;
  g_autoptr(ClStatement) then = NULL;

  if (columns_then == NULL)
    return FALSE;
  for (guint i = 0; i < columns_then->len; i++)
    if (!g_ptr_array_find_with_equal_func (columns_now, columns_then->pdata[i], g_str_equal, NULL) && columns_now->len > 0)
      g_ptr_array_add (columns_now, g_strdup (columns_then->pdata[i]));
  {
    g_autoptr(GPtrArray) there = read_columns (comparing->now, table, error);
    const GPtrArray *all = columns_now->len > 0 ? columns_now : columns_then;

    if (there == NULL)
      return FALSE;
    sql_now = select_sql (table, is_link, all, there);
    sql_then = select_sql (table, is_link, all, columns_then);
  }
  now = cl_database_prepare (comparing->now, sql_now, error);
  then = now != NULL ? cl_database_prepare (comparing->then, sql_then, error) : NULL;
  return then != NULL && count_rows (now, then, is_link, touched, difference, error);
}

/* "person__disability" belongs to "person": the ledgers of the office's own are known by their tables alone while their file is not open. */
static char *
base_of (const char *table)
{
  const char *link = strstr (table, "__");

  return link != NULL ? g_strndup (table, (gsize) (link - table)) : g_strdup (table);
}

static gboolean
compare_ledger (Comparing *comparing, const char *base, const GPtrArray *tables, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_table (comparing->catalogue, base, NULL);
  ClDifference *difference = g_new0 (ClDifference, 1);
  g_autoptr(GHashTable) touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  difference->title = g_strdup (ledger != NULL ? cl_ledger_get_title (ledger) : base);
  g_ptr_array_add (comparing->comparison->ledgers, difference);
  if (!compare_table (comparing, base, FALSE, touched, difference, error))
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *of = base_of (tables->pdata[i]);

      if (!g_str_equal (of, tables->pdata[i]) && g_str_equal (of, base)
          && !compare_table (comparing, tables->pdata[i], TRUE, touched, difference, error))
        return FALSE;
    }
  if (difference->back + difference->changed + difference->gone == 0)
    g_ptr_array_remove_index (comparing->comparison->ledgers, comparing->comparison->ledgers->len - 1);
  return TRUE;
}

static gboolean
compare_all (Comparing *comparing, GError **error)
{
  static const char list[] = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid";
  g_autoptr(GPtrArray) tables = read_names (comparing->now, list, NULL, error);
  g_autoptr(GPtrArray) more = tables != NULL ? read_names (comparing->then, list, NULL, error) : NULL;

  if (more == NULL)
    return FALSE;
  for (guint i = 0; i < more->len; i++)
    if (!g_ptr_array_find_with_equal_func (tables, more->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (tables, g_strdup (more->pdata[i]));
  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *base = base_of (tables->pdata[i]);

      if (!g_str_equal (base, tables->pdata[i]) || cl_database_is_own_table (base))
        continue;
      if (!compare_ledger (comparing, base, tables, error))
        return FALSE;
    }
  return TRUE;
}

static char *
read_last (ClDatabase *database)
{
  gint64 time = 0;
  g_autoptr(GDateTime) moment = NULL;

  if (!cl_store_query_integer (database, "SELECT coalesce(max(time), 0) FROM journal", &time, NULL) || time == 0)
    return NULL;
  moment = g_date_time_new_from_unix_local (time / 1000);
  return moment != NULL ? g_date_time_format (moment, "%Y-%m-%d %H:%M") : NULL;
}

static gboolean
compare_databases (const char *then, const char *path, Comparing *comparing, GCancellable *cancellable, GError **error)
{
  gboolean is_empty = TRUE, is_good;

  comparing->then = cl_database_open (then, CL_DATABASE_READ, error);
  if (comparing->then == NULL)
    return FALSE;
  comparing->comparison->last = read_last (comparing->then);
  /* What is there now may be the very reason for the restore: missing, damaged, foreign. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS) || !cl_store_inspect (path, &is_empty, NULL) || is_empty)
    return TRUE;
  comparing->now = cl_database_open (path, CL_DATABASE_READ, NULL);
  if (comparing->now == NULL)
    return TRUE;
  cl_database_set_cancellable (comparing->now, cancellable);
  cl_database_set_cancellable (comparing->then, cancellable);
  is_good = compare_all (comparing, error);
  if (!is_good && g_error_matches (error != NULL ? *error : NULL, CL_ERROR, CL_ERROR_DAMAGED))
    {
      g_clear_error (error);
      g_ptr_array_set_size (comparing->comparison->ledgers, 0);
      return TRUE;
    }
  comparing->comparison->is_readable = is_good;
  return is_good;
}

static gboolean
compare_archive (const char *archive, const char *path, Comparing *comparing, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_strconcat (path, ".compare-XXXXXX", NULL);
  g_autofree char *database = NULL;
  gboolean is_good;

  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s cannot be written: %s. Check the folder, its permissions and its room."), folder, g_strerror (errno));
      return FALSE;
    }
  database = g_build_filename (folder, "database", NULL);
  is_good = cl_backup_unpack (archive, folder, cancellable, error) && compare_databases (database, path, comparing, cancellable, error);
  g_clear_pointer (&comparing->then, cl_database_close);
  cl_backup_remove_tree (folder);
  return is_good;
}

/**
 * cl_backup_compare:
 * @archive: a backup: an archive, or a kept copy
 * @path: the data file that it would be restored to; open or not, there or not
 * @catalogue: names the ledgers
 * @cancellable: (nullable): breaks it off
 * @error: return location
 *
 * Looks at the backup as a restore would, and counts what the restore would change. Writes nothing but a folder beside @path while an archive is unpacked. Any thread.
 *
 * Returns: (transfer full): what would change, or %NULL where the backup cannot be taken
 */
ClComparison *
cl_backup_compare (const char *archive, const char *path, ClCatalogue *catalogue, GCancellable *cancellable, GError **error)
{
  g_autofree char *target = g_canonicalize_filename (path, NULL);
  g_autoptr(ClComparison) comparison = g_new0 (ClComparison, 1);
  Comparing comparing = { .catalogue = catalogue, .comparison = comparison };
  g_autoptr(GError) trouble = NULL;
  gboolean is_good;

  comparison->ledgers = g_ptr_array_new_with_free_func (difference_free);
  if (cl_kept_is_copy (archive))
    is_good = cl_backup_check_database (archive, archive, &trouble) && compare_databases (archive, target, &comparing, cancellable, &trouble);
  else
    is_good = compare_archive (archive, target, &comparing, cancellable, &trouble);
  g_clear_pointer (&comparing.now, cl_database_close);
  g_clear_pointer (&comparing.then, cl_database_close);
  if (is_good)
    return g_steal_pointer (&comparison);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return NULL;
}

/* @part: transfer full */
static void
add_part (GString *text, char *part, guint n)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", part);
  g_free (part);
}

/**
 * cl_difference_say:
 * @difference: what would change in one ledger
 *
 * Returns: (transfer full): a line for a person
 */
char *
cl_difference_say (const ClDifference *difference)
{
  g_autoptr(GString) parts = g_string_new (NULL);

  add_part (parts, g_strdup_printf (ngettext ("%u comes back", "%u come back", difference->back), difference->back), difference->back);
  add_part (parts, g_strdup_printf (ngettext ("%u becomes as it was", "%u become as they were", difference->changed), difference->changed), difference->changed);
  add_part (parts, g_strdup_printf (ngettext ("%u goes", "%u go", difference->gone), difference->gone), difference->gone);
  /* Translators: a ledger, and what a restore would change in it */
  return g_strdup_printf (_("%s: %s"), difference->title, parts->str);
}
