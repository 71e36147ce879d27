#include "cl-database-private.h"

#include "cl-catalogue.h"

/* Asked by SQLite while it compiles a statement. Expressions come from description files that an office may write or be sent:
 * whatever is not on these lists, they cannot reach. */

static const char *const own_tables[] = {
  "counter", "description", "desk", "draft", "installation", "journal", "journal_changeset", "journal_record", "schema", "setting",
};

static const char *const system_prefixes[] = {
  "sqlite_", "pragma_", "journal", "setting", "description", "desk", "dbstat", "bytecode", "tables_used", "fts", "rtree",
};

/* SQL's own functions open to expressions: none that reads the clock, a file or chance, or that makes text without bound. */
static const char *const sql_functions[] = {
  "abs", "avg", "char", "coalesce", "count", "dense_rank", "first_value", "glob", "group_concat", "ifnull", "iif", "instr", "lag",
  "last_value", "lead", "length", "like", "lower", "ltrim", "max", "min", "nullif", "replace", "round", "row_number", "rtrim",
  "sign", "substr", "substring", "sum", "total", "trim", "typeof", "unicode", "upper",
};

static const char *const own_functions[] = {
  "add_days", "add_months", "age", "certificate_category", "certificate_grade", "certificate_id", "cl_capitals", "cl_sort_key", "cl_yuan", "days_between", "digits",
  "id_birth", "id_sex", "label", "mask", "paper_date", "rank", "today", "years_between",
};

static gboolean
is_listed (const char *name, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (name, list[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
table_is_open (ClDatabase *database, const char *table, const char *column, const char *schema)
{
  ClCatalogue *catalogue = cl_database_get_catalogue (database);

  /* A subquery of the statement itself. */
  if (table == NULL)
    return TRUE;
  if (schema != NULL && !g_str_equal (schema, "main"))
    return FALSE;
  if (cl_database_is_own_table (table))
    return FALSE;
  if (catalogue != NULL && cl_catalogue_find_table (catalogue, table, NULL) != NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (system_prefixes); i++)
    if (g_ascii_strncasecmp (table, system_prefixes[i], strlen (system_prefixes[i])) == 0)
      return FALSE;
  /* A name that the statement gave itself (WITH …) is asked for without a column. */
  return catalogue == NULL || column == NULL || *column == '\0';
}

static int
check_restricted (ClDatabase *database, int action, const char *first, const char *second, const char *schema)
{
  switch (action)
    {
    case SQLITE_SELECT:
      return SQLITE_OK;
    case SQLITE_READ:
      return table_is_open (database, first, second, schema) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION:
      return is_listed (second, sql_functions, G_N_ELEMENTS (sql_functions)) || is_listed (second, own_functions, G_N_ELEMENTS (own_functions))
               ? SQLITE_OK
               : SQLITE_DENY;
    default:
      return SQLITE_DENY;
    }
}

static int
check_recorded (int action, const char *first)
{
  switch (action)
    {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
      /* What is saved is a draft no more, in the same write. */
      if (action == SQLITE_DELETE && g_str_equal (first, "draft"))
        return SQLITE_OK;
      return cl_database_is_own_table (first) || g_ascii_strncasecmp (first, "sqlite_", 7) == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
      /* The session extension asks for the columns of each table, on our connection, when its first row changes. */
      return g_str_has_prefix (first, "table_") ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
    }
}

static int
authorizer_cb (gpointer data, int action, const char *first, const char *second, const char *schema, const char *trigger)
{
  ClDatabase *database = data;

  switch (cl_database_get_guard (database))
    {
    case CL_GUARD_RESTRICTED:
      return check_restricted (database, action, first, second, schema);
    case CL_GUARD_RECORDED:
      return check_recorded (action, first);
    case CL_GUARD_NONE:
      break;
    }
  return SQLITE_OK;
}

void
cl_database_install_guard (ClDatabase *database)
{
  sqlite3_set_authorizer (cl_database_get_handle (database), authorizer_cb, database);
}

gboolean
cl_database_is_own_table (const char *table)
{
  return is_listed (table, own_tables, G_N_ELEMENTS (own_tables));
}
