#include "cl-config.h"

#include "cl-store-private.h"

#include <glib/gi18n-lib.h>

#include "cl-database-private.h"
#include "cl-error.h"

/* From descriptions to tables, additively: tables are made, columns appended, indices made and dropped. Never a constraint beyond
 * the references, never a trigger, a cascade or a generated column: session changesets cannot stand them. */

static const char *
storage_class (const ClField *field)
{
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_INTEGER:
    case CL_FIELD_MONEY:
    case CL_FIELD_BOOLEAN:
    case CL_FIELD_REFERENCE:
    case CL_FIELD_ATTACHMENT:
      return "INTEGER";
    case CL_FIELD_TEXT:
    case CL_FIELD_LONG_TEXT:
    case CL_FIELD_DATE:
    case CL_FIELD_MONTH:
    case CL_FIELD_CODE:
    case CL_FIELD_CITIZEN_ID:
    case CL_FIELD_CERTIFICATE:
    case CL_FIELD_PHONE:
    case CL_FIELD_DIVISION_CODE:
      return "TEXT";
    }
  g_return_val_if_reached ("TEXT");
}

static char *
references (ClCatalogue *catalogue, const ClField *field)
{
  const char *target = cl_field_is_link (field) ? cl_field_get_target (field) : NULL;
  ClLedger *ledger = target != NULL ? cl_catalogue_find_ledger (catalogue, target) : NULL;

  if (ledger == NULL)
    return g_strdup ("");
  return g_strdup_printf (" REFERENCES \"%s\"(\"id\") DEFERRABLE INITIALLY DEFERRED", cl_ledger_get_table (ledger));
}

static char *
column_sql (ClCatalogue *catalogue, const ClField *field)
{
  g_autofree char *refers = references (catalogue, field);

  return g_strdup_printf ("\"%s\" %s%s", cl_field_get_name (field), storage_class (field), refers);
}

static char *
table_sql (ClCatalogue *catalogue, ClLedger *ledger)
{
  GString *sql = g_string_new (NULL);

  g_string_printf (sql, "CREATE TABLE \"%s\" (\"id\" INTEGER PRIMARY KEY", cl_ledger_get_table (ledger));
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      g_autofree char *column = NULL;

      if (cl_field_is_several (field))
        continue;
      column = column_sql (catalogue, field);
      g_string_append_printf (sql, ", %s", column);
    }
  g_string_append (sql, ") STRICT");
  return g_string_free (sql, FALSE);
}

static char *
link_sql (ClCatalogue *catalogue, ClLedger *ledger, const ClField *field)
{
  g_autofree char *refers = references (catalogue, field);
  const char *table = cl_ledger_get_table (ledger);

  return g_strdup_printf ("CREATE TABLE \"%s__%s\" (\"record\" INTEGER NOT NULL REFERENCES \"%s\"(\"id\") DEFERRABLE INITIALLY DEFERRED,"
                          " \"position\" INTEGER NOT NULL, \"value\" %s%s, PRIMARY KEY (\"record\", \"position\")) STRICT, WITHOUT ROWID",
                          table, cl_field_get_name (field), table, storage_class (field), refers);
}

/* The wanted indices of one table: name -> CREATE INDEX. The name says all that the statement does, so a changed index has another name. */
static void
want_index (GHashTable *wanted, const char *table, const char *name, const char *columns)
{
  char *full_name = g_strdup_printf ("index_%s__%s", table, name);

  g_hash_table_replace (wanted, full_name, g_strdup_printf ("CREATE INDEX \"%s\" ON \"%s\" (%s)", full_name, table, columns));
}

static gboolean
is_sorted_by_reading (const ClField *field)
{
  ClFieldType type = cl_field_get_field_type (field);

  return type == CL_FIELD_TEXT || type == CL_FIELD_LONG_TEXT;
}

/* The first term of an order, where it is a field of the ledger itself. */
static void
want_order_index (GHashTable *wanted, ClLedger *ledger, const char *order)
{
  g_auto(GStrv) terms = NULL;
  g_auto(GStrv) words = NULL;
  const ClField *field;
  g_autofree char *columns = NULL;
  g_autofree char *name = NULL;

  if (order == NULL)
    return;
  terms = g_strsplit (order, ",", 2);
  if (terms[0] == NULL)
    return;
  words = g_strsplit_set (g_strstrip (terms[0]), " \t\n", 2);
  field = words[0] != NULL ? cl_ledger_find_field (ledger, words[0]) : NULL;
  if (field == NULL || cl_field_is_several (field) || cl_field_is_link (field) || cl_field_get_field_type (field) == CL_FIELD_CODE)
    return;
  columns = g_strdup_printf (is_sorted_by_reading (field) ? "cl_sort_key(\"%s\"), \"id\"" : "\"%s\", \"id\"", words[0]);
  name = g_strconcat (words[0], "_order", NULL);
  want_index (wanted, cl_ledger_get_table (ledger), name, columns);
}

static void
want_described_index (GHashTable *wanted, ClLedger *ledger, const char *described)
{
  g_auto(GStrv) names = g_strsplit_set (described, ", \t\n", -1);
  g_autoptr(GString) columns = g_string_new (NULL);
  g_autoptr(GString) index_name = g_string_new (NULL);

  for (char **name = names; *name != NULL; name++)
    {
      const ClField *field;

      if (**name == '\0')
        continue;
      field = cl_ledger_find_field (ledger, *name);
      if (field == NULL || cl_field_is_several (field))
        return;
      g_string_append_printf (columns, is_sorted_by_reading (field) ? "%scl_sort_key(\"%s\")" : "%s\"%s\"", columns->len > 0 ? ", " : "", *name);
      g_string_append_printf (index_name, "%s_", *name);
    }
  if (columns->len > 0)
    {
      g_string_append (index_name, "described");
      want_index (wanted, cl_ledger_get_table (ledger), index_name->str, columns->str);
    }
}

static gboolean
wants_plain_index (const ClField *field)
{
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_REFERENCE:
    case CL_FIELD_ATTACHMENT:
      return TRUE;
    case CL_FIELD_CITIZEN_ID:
    case CL_FIELD_CERTIFICATE:
    case CL_FIELD_PHONE:
    case CL_FIELD_DIVISION_CODE:
    case CL_FIELD_INTEGER:
      return cl_field_is_unique (field) || cl_field_is_searched (field);
    default:
      return cl_field_is_unique (field);
    }
}

/* An imported row looks its record up by these. */
static void
want_match_indices (GHashTable *wanted, ClLedger *ledger)
{
  const char *const *match = cl_ledger_get_match (ledger);

  for (; match != NULL && *match != NULL; match++)
    {
      g_auto(GStrv) names = g_strsplit (*match, "+", 2);
      const ClField *field = names[0] != NULL ? cl_ledger_find_field (ledger, names[0]) : NULL;
      g_autofree char *column = NULL;

      if (field == NULL || cl_field_is_several (field))
        continue;
      column = g_strdup_printf ("\"%s\"", names[0]);
      want_index (wanted, cl_ledger_get_table (ledger), names[0], column);
    }
}

static void
want_field_index (GHashTable *wanted, ClLedger *ledger, const ClField *field)
{
  g_autofree char *column = NULL;

  if (cl_field_is_several (field) || !wants_plain_index (field))
    return;
  column = g_strdup_printf ("\"%s\"", cl_field_get_name (field));
  want_index (wanted, cl_ledger_get_table (ledger), cl_field_get_name (field), column);
}

static GHashTable *
wanted_indices (ClLedger *ledger)
{
  GHashTable *wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *const *described = cl_ledger_get_indices (ledger);
  const GPtrArray *views = cl_ledger_get_views (ledger);

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    want_field_index (wanted, ledger, cl_ledger_get_field (ledger, i));
  want_match_indices (wanted, ledger);
  want_order_index (wanted, ledger, cl_ledger_get_order (ledger));
  for (guint i = 0; views != NULL && i < views->len; i++)
    want_order_index (wanted, ledger, ((const ClLedgerView *) g_ptr_array_index (views, i))->order);
  for (; described != NULL && *described != NULL; described++)
    want_described_index (wanted, ledger, *described);
  return wanted;
}

/* name -> declared type; empty where there is no such table */
static GHashTable *
present_columns (ClDatabase *database, const char *table, GError **error)
{
  g_autoptr(GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT name, type FROM pragma_table_info(?)", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return NULL;
  cl_statement_bind_text (statement, 1, table);
  while (cl_statement_step (statement, &step_error))
    g_hash_table_insert (columns, g_strdup (cl_statement_get_text (statement, 0)), g_strdup (cl_statement_get_text (statement, 1)));
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }
  return g_steal_pointer (&columns);
}

static gboolean
plan_indices (ClTablePlan *plan, ClDatabase *database, const char *table, GHashTable *wanted, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", error);
  g_autoptr(GError) step_error = NULL;
  GHashTableIter iter;
  gpointer sql;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, table);
  while (cl_statement_step (statement, &step_error))
    {
      const char *name = cl_statement_get_text (statement, 0);

      if (!g_hash_table_remove (wanted, name))
        g_ptr_array_add (plan->statements, g_strdup_printf ("DROP INDEX \"%s\"", name));
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, NULL, &sql))
    g_ptr_array_add (plan->statements, g_strdup (sql));
  return TRUE;
}

static void
say (ClTablePlan *plan, const char *what)
{
  if (plan->words->len > 0)
    g_string_append (plan->words, "、");
  g_string_append (plan->words, what);
}

static gboolean
plan_column (ClTablePlan *plan, ClCatalogue *catalogue, ClLedger *ledger, const ClField *field, GHashTable *present, GError **error)
{
  const char *name = cl_field_get_name (field);
  const char *type = g_hash_table_lookup (present, name);
  g_autofree char *said = NULL;
  g_autofree char *column = NULL;

  if (type != NULL)
    {
      if (g_str_equal (type, storage_class (field)))
        return TRUE;
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION,
                   _("The field %s of the ledger %s is stored as %s in this file, but its description now asks for %s. Give the new field another name."),
                   name, cl_ledger_get_name (ledger), type, storage_class (field));
      return FALSE;
    }
  column = column_sql (catalogue, field);
  said = g_strdup_printf ("%s.%s", cl_ledger_get_name (ledger), name);
  g_ptr_array_add (plan->statements, g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN %s", cl_ledger_get_table (ledger), column));
  plan->widens = TRUE;
  say (plan, said);
  return TRUE;
}

static gboolean
plan_link (ClTablePlan *plan, ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, const ClField *field, GError **error)
{
  g_autofree char *table = g_strdup_printf ("%s__%s", cl_ledger_get_table (ledger), cl_field_get_name (field));
  g_autoptr(GHashTable) present = present_columns (database, table, error);
  g_autoptr(GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (present == NULL)
    return FALSE;
  if (g_hash_table_size (present) == 0)
    g_ptr_array_add (plan->statements, link_sql (catalogue, ledger, field));
  else if (g_strcmp0 (g_hash_table_lookup (present, "value"), storage_class (field)) != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("The field %s of the ledger %s is stored otherwise in this file. Give the new field another name."),
                   cl_field_get_name (field), cl_ledger_get_name (ledger));
      return FALSE;
    }
  want_index (wanted, table, "value", "\"value\"");
  return plan_indices (plan, database, table, wanted, error);
}

static gboolean
plan_ledger (ClTablePlan *plan, ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, GError **error)
{
  const char *table = cl_ledger_get_table (ledger);
  g_autoptr(GHashTable) present = NULL;
  g_autoptr(GHashTable) wanted = wanted_indices (ledger);
  gboolean is_new;

  if (cl_database_is_own_table (table))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("The ledger %s would need a table that Canlian itself uses. Give the ledger or its plugin another name."),
                   cl_ledger_get_name (ledger));
      return FALSE;
    }
  present = present_columns (database, table, error);
  if (present == NULL)
    return FALSE;
  is_new = g_hash_table_size (present) == 0;
  if (is_new)
    {
      g_ptr_array_add (plan->statements, table_sql (catalogue, ledger));
      say (plan, cl_ledger_get_name (ledger));
    }
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      if (cl_field_is_several (field))
        {
          if (!plan_link (plan, database, catalogue, ledger, field, error))
            return FALSE;
        }
      else if (!is_new && !plan_column (plan, catalogue, ledger, field, present, error))
        return FALSE;
    }
  return plan_indices (plan, database, table, wanted, error);
}

/* What a field more asks of a table that is there. Transfer full: char *. */
GPtrArray *
cl_table_field_statements (ClCatalogue *catalogue, ClLedger *ledger, const ClField *field)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *column = column_sql (catalogue, field);
  GHashTableIter iter;
  gpointer sql;

  g_return_val_if_fail (!cl_field_is_several (field), statements);

  g_ptr_array_add (statements, g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN %s", cl_ledger_get_table (ledger), column));
  want_field_index (wanted, ledger, field);
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, NULL, &sql))
    g_ptr_array_add (statements, g_strdup (sql));
  return statements;
}

static const char *
module_of (ClLedger *ledger)
{
  return cl_ledger_get_plugin (ledger) != NULL ? cl_ledger_get_plugin (ledger) : "core";
}

/* All that the tables of a module should be, in one digest: where the file holds the same, there is nothing to look at. */
static GHashTable *
compute_digests (ClCatalogue *catalogue)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);
  g_autoptr(GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_checksum_free);
  GHashTable *digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer module, sum;

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);
      g_autofree char *sql = table_sql (catalogue, ledger);
      g_autoptr(GHashTable) wanted = wanted_indices (ledger);
      g_autoptr(GList) names = g_list_sort (g_hash_table_get_keys (wanted), (GCompareFunc) strcmp);

      sum = g_hash_table_lookup (sums, module_of (ledger));
      if (sum == NULL)
        g_hash_table_insert (sums, g_strdup (module_of (ledger)), sum = g_checksum_new (G_CHECKSUM_SHA256));
      g_checksum_update (sum, (const guchar *) sql, -1);
      for (guint f = 0; f < cl_ledger_get_n_fields (ledger); f++)
        if (cl_field_is_several (cl_ledger_get_field (ledger, f)))
          {
            g_autofree char *link = link_sql (catalogue, ledger, cl_ledger_get_field (ledger, f));

            g_checksum_update (sum, (const guchar *) link, -1);
          }
      for (GList *name = names; name != NULL; name = name->next)
        g_checksum_update (sum, g_hash_table_lookup (wanted, name->data), -1);
    }
  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &module, &sum))
    g_hash_table_insert (digests, g_strdup (module), g_strdup (g_checksum_get_string (sum)));
  return digests;
}

static gboolean
remove_known_digests (ClDatabase *database, GHashTable *digests, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT module, digest FROM schema", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &step_error))
    {
      const char *module = cl_statement_get_text (statement, 0);

      if (g_strcmp0 (g_hash_table_lookup (digests, module), cl_statement_get_text (statement, 1)) == 0)
        g_hash_table_remove (digests, module);
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* What must be done so that the tables are as described. Reads only; "digests" keeps the modules that differ from the file. */
ClTablePlan *
cl_table_plan_new (ClDatabase *database, ClCatalogue *catalogue, GError **error)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);
  g_autoptr(ClTablePlan) plan = g_new0 (ClTablePlan, 1);

  plan->statements = g_ptr_array_new_with_free_func (g_free);
  plan->words = g_string_new (NULL);
  plan->digests = compute_digests (catalogue);
  if (!remove_known_digests (database, plan->digests, error))
    return NULL;
  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);

      if (g_hash_table_contains (plan->digests, module_of (ledger)) && !plan_ledger (plan, database, catalogue, ledger, error))
        return NULL;
    }
  return g_steal_pointer (&plan);
}

void
cl_table_plan_free (ClTablePlan *plan)
{
  g_clear_pointer (&plan->statements, g_ptr_array_unref);
  if (plan->words != NULL)
    g_string_free (plan->words, TRUE);
  g_clear_pointer (&plan->digests, g_hash_table_unref);
  g_free (plan);
}
