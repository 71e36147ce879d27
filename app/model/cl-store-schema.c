#include "cl-config.h"

#include "cl-store-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "cl-database-private.h"
#include "cl-date.h"
#include "cl-error.h"
#include "cl-journal-private.h"

/* What cannot be done by appending to the described tables: numbered, run in order, each in one exclusive transaction, never
 * edited once released. The first makes the store's own tables. */
static const ClMigration migrations[] = {
  { 1, FALSE, N_("Data file made"),
    "CREATE TABLE schema (module TEXT PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;"
    "CREATE TABLE installation (position INTEGER PRIMARY KEY, number INTEGER NOT NULL, begun INTEGER NOT NULL) STRICT;"
    "CREATE TABLE counter (one INTEGER PRIMARY KEY CHECK (one = 1), value INTEGER NOT NULL) STRICT;"
    "INSERT INTO counter VALUES (1, 0);"
    "CREATE TABLE journal (entry INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL,"
    " target INTEGER NOT NULL, digest TEXT NOT NULL, previous TEXT NOT NULL) STRICT;"
    "CREATE INDEX journal_target ON journal (target, entry) WHERE target > 0;"
    "CREATE INDEX journal_rebuild ON journal (entry) WHERE kind = 'rebuild';"
    "CREATE TABLE journal_changeset (entry INTEGER NOT NULL, part INTEGER NOT NULL, changeset BLOB NOT NULL, PRIMARY KEY (entry, part)) STRICT;"
    "CREATE TABLE journal_record (ledger TEXT NOT NULL, record INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (ledger, record, entry)) STRICT, WITHOUT ROWID" },
  { 2, FALSE, N_("Place made for the office's own lists and fields"),
    "CREATE TABLE description (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,"
    " UNIQUE (kind, name)) STRICT" },
  { 3, FALSE, N_("Place made for the persons at the desk"),
    "CREATE TABLE desk (name TEXT PRIMARY KEY, role TEXT NOT NULL, verifier TEXT, tries INTEGER NOT NULL DEFAULT 0, until INTEGER NOT NULL DEFAULT 0)"
    " STRICT, WITHOUT ROWID" },
  { 4, FALSE, N_("Place made for drafts"),
    "CREATE TABLE draft (id INTEGER PRIMARY KEY, ledger TEXT NOT NULL, record INTEGER NOT NULL, owner INTEGER NOT NULL, time INTEGER NOT NULL, actor TEXT NOT NULL,"
    " fields TEXT NOT NULL) STRICT;"
    "CREATE INDEX draft_record ON draft (ledger, record) WHERE record <> 0" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (migrations) == CL_STORE_VERSION);

gboolean
cl_store_query_integer (ClDatabase *database, const char *sql, gint64 *integer, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, sql, error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  *integer = 0;
  if (cl_statement_step (statement, &step_error))
    *integer = cl_statement_get_integer (statement, 0);
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

char *
cl_store_find_free_name (const char *path, const char *suffix)
{
  char *name = g_strconcat (path, suffix, NULL);

  for (int i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s%s-%d", path, suffix, i);
    }
  return name;
}

static gboolean
has_table (ClDatabase *database, const char *table, gboolean *has, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '%s'", table);
  gint64 count;

  if (!cl_store_query_integer (database, sql, &count, error))
    return FALSE;
  *has = count > 0;
  return TRUE;
}

static gboolean
check_versions (sqlite3 *handle, const char *path, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean is_newer = FALSE;

  if (sqlite3_prepare_v2 (handle, "SELECT module, version FROM schema", -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      {
        gboolean is_store = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "store") == 0;

        if (sqlite3_column_int64 (statement, 1) > (is_store ? CL_STORE_VERSION : CL_STORE_LEDGER_VERSION))
          is_newer = TRUE;
      }
  sqlite3_finalize (statement);
  if (is_newer)
    g_set_error (error, CL_ERROR, CL_ERROR_NEWER, _("The data file %s was written by a newer Canlian. Install the newer version and open it with that; nothing was changed."), path);
  return !is_newer;
}

/* Looks at a file without writing a byte into it: is it ours, and not newer than we are? */
gboolean
cl_store_inspect (const char *path, gboolean *is_empty, GError **error)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 mark = 0, pages = -1;
  int result = sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
  gboolean is_good = FALSE;

  *is_empty = FALSE;
  sqlite3_busy_timeout (handle, 2000);
  if (result == SQLITE_OK)
    result = sqlite3_prepare_v2 (handle, "SELECT (SELECT application_id FROM pragma_application_id), (SELECT page_count FROM pragma_page_count)", -1, &statement, NULL);
  if (result == SQLITE_OK && (result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      mark = sqlite3_column_int64 (statement, 0);
      pages = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_finalize (statement);

  if (pages == 0)
    *is_empty = is_good = TRUE;
  else if (pages > 0 && mark == CL_DATABASE_APPLICATION_ID)
    is_good = check_versions (handle, path, error);
  else if (pages > 0 || (result & 0xff) == SQLITE_NOTADB)
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("The file %s is not a data file of Canlian; it was left as it is. Choose another file."), path);
  else if ((result & 0xff) == SQLITE_CORRUPT)
    g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The data file %s is damaged. Restore the last backup."), path);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The data file %s cannot be read: %s. Check that it is there and that you may read it."), path, sqlite3_errmsg (handle));
  sqlite3_close (handle);
  return is_good;
}

static gboolean
set_version (ClDatabase *database, const char *module, gint64 version, const char *digest, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "INSERT OR REPLACE INTO schema (module, version, digest) VALUES (?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, module);
  cl_statement_bind_integer (statement, 2, version);
  cl_statement_bind_text (statement, 3, digest);
  return cl_statement_run (statement, error);
}

/* A table that is remade is dropped and made again under references to it: they are checked once, at the end. */
static gboolean
references_hold (ClDatabase *database, GError **error)
{
  gint64 broken;

  if (!cl_store_query_integer (database, "SELECT count(*) FROM pragma_foreign_key_check", &broken, error))
    return FALSE;
  if (broken > 0)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_DAMAGED, _("References in the data file do not hold. Restore the last backup."));
  return broken == 0;
}

static gboolean
run_migration (ClDatabase *database, const ClMigration *migration, GError **error)
{
  if (migration->rebuilds && !cl_database_execute (database, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  return cl_database_execute (database, "BEGIN EXCLUSIVE", error)
         && cl_database_execute (database, migration->sql, error)
         && (!migration->rebuilds || references_hold (database, error))
         && set_version (database, "store", migration->number, "", error)
         && cl_chain_append (database, NULL, migration->rebuilds ? "rebuild" : "schema", _(migration->words), 0, error) != 0
         && cl_database_execute (database, "COMMIT", error);
}

/* Runs those that the file does not have yet. */
gboolean
cl_store_schema_migrate (ClDatabase *database, const ClMigration *scripts, gsize n, GError **error)
{
  gboolean has_schema;
  gint64 version = 0;

  if (!has_table (database, "schema", &has_schema, error)
      || (has_schema && !cl_store_query_integer (database, "SELECT version FROM schema WHERE module = 'store'", &version, error)))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      if (scripts[i].number <= version)
        continue;
      if (!run_migration (database, &scripts[i], error))
        {
          if (!sqlite3_get_autocommit (cl_database_get_handle (database)))
            cl_database_execute (database, "ROLLBACK", NULL);
          cl_database_execute (database, "PRAGMA foreign_keys = ON", NULL);
          g_prefix_error (error, _("The data file could not be brought to version %d: "), scripts[i].number);
          return FALSE;
        }
      if (!cl_database_execute (database, "PRAGMA foreign_keys = ON", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
copy_before_upgrade (ClDatabase *database, const char *path, GError **error)
{
  g_autofree char *suffix = g_strconcat (".before-upgrade-", cl_today (), NULL);
  g_autofree char *copy = cl_store_find_free_name (path, suffix);
  g_autofree char *under_way = g_strconcat (path, ".upgrading", NULL);

  /* A copy that was broken off is never taken for one. */
  cl_database_forget (under_way);
  if (!cl_database_copy (database, under_way, NULL, error))
    return FALSE;
  if (g_rename (under_way, copy) == 0)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The copy %s cannot be made: %s. Check the folder and the room on the disk."), copy, g_strerror (errno));
  g_unlink (under_way);
  return FALSE;
}

gboolean
cl_store_schema_widen (ClDatabase *database, ClTablePlan *plan, GError **error)
{
  GHashTableIter iter;
  gpointer module, digest;

  for (guint i = 0; i < plan->statements->len; i++)
    if (!cl_database_execute (database, g_ptr_array_index (plan->statements, i), error))
      return FALSE;
  g_hash_table_iter_init (&iter, plan->digests);
  while (g_hash_table_iter_next (&iter, &module, &digest))
    if (!set_version (database, module, CL_STORE_LEDGER_VERSION, digest, error))
      return FALSE;
  return TRUE;
}

static gboolean
carry_out (ClDatabase *database, ClTablePlan *plan, gboolean is_new, GError **error)
{
  if (!cl_database_execute (database, "BEGIN EXCLUSIVE", error) || !cl_store_schema_widen (database, plan, error))
    return FALSE;
  if (plan->words->len > 0 && !is_new)
    {
      g_autofree char *words = g_strdup_printf (_("Added to the data file: %s"), plan->words->str);

      if (cl_chain_append (database, NULL, "schema", words, 0, error) == 0)
        return FALSE;
    }
  return cl_database_execute (database, "COMMIT", error);
}

/* Brings the tables to what the program and the catalogue want; before a file with data is widened, a copy is laid beside it. */
gboolean
cl_store_schema_prepare (ClDatabase *database, ClCatalogue *catalogue, const char *path, GError **error)
{
  gboolean is_seen = TRUE;

  return cl_store_schema_prepare_unseen (database, catalogue, path, &is_seen, error);
}

/* To write in a damaged file would damage it further. */
static gboolean
see_pages (ClDatabase *database, gboolean *is_seen, GError **error)
{
  if (!*is_seen)
    *is_seen = cl_store_check_pages (database, error);
  return *is_seen;
}

/* The same of a file whose pages nobody has looked at: they are looked at where something is to be written, and only then. */
gboolean
cl_store_schema_prepare_unseen (ClDatabase *database, ClCatalogue *catalogue, const char *path, gboolean *is_seen, GError **error)
{
  g_autoptr(ClTablePlan) plan = NULL;
  gboolean has_schema, is_copied = FALSE;
  gint64 version = 0, recorded = 0;

  if (!has_table (database, "schema", &has_schema, error))
    return FALSE;
  if (has_schema
      && (!cl_store_query_integer (database, "SELECT version FROM schema WHERE module = 'store'", &version, error)
          || !cl_store_query_integer (database, "SELECT EXISTS (SELECT 1 FROM journal_changeset)", &recorded, error)))
    return FALSE;
  if (version < CL_STORE_VERSION && !see_pages (database, is_seen, error))
    return FALSE;
  if (recorded && version < CL_STORE_VERSION)
    {
      if (!copy_before_upgrade (database, path, error))
        return FALSE;
      is_copied = TRUE;
    }
  if (!cl_store_schema_migrate (database, migrations, G_N_ELEMENTS (migrations), error))
    return FALSE;
  if (!has_schema && !cl_store_new_installation (database, error))
    return FALSE;

  cl_own_load (database, catalogue);
  plan = cl_table_plan_new (database, catalogue, error);
  if (plan == NULL)
    return FALSE;
  if (plan->statements->len == 0 && g_hash_table_size (plan->digests) == 0)
    return TRUE;
  if (!see_pages (database, is_seen, error))
    return FALSE;
  if (recorded && plan->widens && !is_copied && !copy_before_upgrade (database, path, error))
    return FALSE;
  if (carry_out (database, plan, !has_schema, error))
    return TRUE;
  cl_database_execute (database, "ROLLBACK", NULL);
  return FALSE;
}

/* A number from 0 to 255 that this file has not had: records made before and after a restore, on two computers, keep apart. */
gboolean
cl_store_new_installation (ClDatabase *database, GError **error)
{
  g_autoptr(ClStatement) insert = NULL;
  gint64 number = 0, taken = 1;

  for (int tries = 0; tries < 4096 && taken; tries++)
    {
      g_autofree char *sql = NULL;

      number = g_random_int_range (0, 256);
      sql = g_strdup_printf ("SELECT count(*) FROM installation WHERE number = %d", (int) number);
      if (!cl_store_query_integer (database, sql, &taken, error))
        return FALSE;
    }
  insert = cl_database_prepare (database, "INSERT INTO installation (number, begun) VALUES (?, ?)", error);
  if (insert == NULL)
    return FALSE;
  cl_statement_bind_integer (insert, 1, number);
  cl_statement_bind_integer (insert, 2, g_get_real_time () / 1000);
  return cl_statement_run (insert, error);
}
