#include "cl-config.h"

#include "cl-rescue.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"
#include "cl-progress.h"
#include "cl-journal-private.h"
#include "cl-rescue-private.h"
#include "cl-store-private.h"
#include "cl-transaction-private.h"

/* A new file is made and filled table by table with what the old one still gives. The old one is only read: all is done with a copy of its bytes, so that a disk
 * that dies is read once. */

typedef struct
{
  char *folder; /* everything that is under way */
  char *database;
  char *files;
  ClDatabase *from;
  ClDatabase *to;
  gboolean is_holed; /* tables may be missing in @from */
  ClCatalogue *catalogue;
  GCancellable *cancellable;
  ClRescue *rescue;
} Rescuing;

void
cl_rescue_free (ClRescue *rescue)
{
  if (rescue == NULL)
    return;
  g_ptr_array_unref (rescue->sentences);
  g_free (rescue);
}

/* @sentence: transfer full */
static void
say (Rescuing *self, char *sentence)
{
  g_ptr_array_add (self->rescue->sentences, sentence);
}

/* Tables that are no ledger's, and whose rows somebody entered one by one. */
static const struct
{
  const char *table;
  const char *title;
} others[] = {
  { "draft", N_("Drafts") },
  { "desk", N_("Persons at the desk") },
};

static const char *const settings[] = { "setting", "installation", "counter" };

static const char *
find_title (Rescuing *self, const char *table, gboolean *is_counted)
{
  ClLedger *ledger = cl_catalogue_find_table (self->catalogue, table, NULL);

  *is_counted = ledger != NULL && g_str_equal (cl_ledger_get_table (ledger), table);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].table, table))
      {
        *is_counted = TRUE;
        return _(others[i].title);
      }
  if (ledger != NULL)
    return cl_ledger_get_title (ledger);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i], table))
      return _("Settings of the office");
  /* Nothing describes it any more. */
  *is_counted = strstr (table, "__") == NULL;
  return table;
}

static void
say_table (Rescuing *self, const char *table, const ClRescueTable *outcome)
{
  gboolean is_counted;
  const char *title = find_title (self, table, &is_counted);

  if (is_counted)
    {
      self->rescue->n_read += outcome->n_read;
      self->rescue->n_lost += outcome->n_lost;
      if (outcome->n_read > 0 && !outcome->is_holed)
        say (self, g_strdup_printf (ngettext ("%s: %u read, whole", "%s: %u read, whole", outcome->n_read), title, outcome->n_read));
    }
  if (!outcome->is_holed)
    return;
  self->rescue->is_whole = FALSE;
  if (outcome->n_lost > 0)
    say (self, g_strdup_printf (_("%s: %u read, %u can no longer be read"), title, outcome->n_read, outcome->n_lost));
  else
    say (self, g_strdup_printf (_("%s: %u read; a part is damaged, compare with paper or a backup"), title, outcome->n_read));
  if (g_str_equal (table, "desk"))
    say (self, g_strdup (_("See who is missing among the persons at the desk, and set them up again: where there is nobody, whoever opens the file may do everything")));
}

static gboolean
take_table (Rescuing *self, const char *table, ClRescueTable *outcome, GError **error)
{
  if (!cl_rescue_table (self->from, self->to, table, self->cancellable, outcome, error))
    return FALSE;
  outcome->is_holed |= outcome->is_absent && self->is_holed;
  return TRUE;
}

/* The office's own lists and fields come first, since they make tables and columns. */
static gboolean
prepare (Rescuing *self, GError **error)
{
  ClRescueTable outcome;

  self->to = cl_database_open (self->database, CL_DATABASE_CREATE, error);
  if (self->to == NULL)
    return FALSE;
  cl_database_set_catalogue (self->to, self->catalogue);
  if (!cl_store_schema_prepare (self->to, self->catalogue, self->database, error)
      || !take_table (self, "description", &outcome, error)
      || !cl_store_schema_prepare (self->to, self->catalogue, self->database, error)
      || !cl_rescue_make_strangers (self->from, self->to, error))
    return FALSE;
  if (outcome.is_holed)
    say_table (self, _("Lists and fields of the office’s own"), &outcome);
  /* What the new file made for itself gives way; references are looked at when all is there. */
  return cl_database_execute (self->to, "PRAGMA foreign_keys = OFF; DELETE FROM journal; DELETE FROM installation; DELETE FROM counter; DELETE FROM setting", error);
}

static gboolean
take_all (Rescuing *self, GError **error)
{
  g_autoptr(GPtrArray) tables = cl_rescue_read_names (cl_database_get_handle (self->to),
                                                      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                                                      " AND name NOT IN ('schema', 'description') ORDER BY rowid", NULL);

  if (!cl_database_execute (self->to, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    {
      const char *table = tables->pdata[i];
      ClRescueTable outcome;

      if (!take_table (self, table, &outcome, error))
        return FALSE;
      if (!g_str_has_prefix (table, "journal"))
        say_table (self, table, &outcome);
      cl_progress_tell (self->cancellable, i + 1, tables->len + 2);
    }
  /* Numbers of records are given out once: the counter is never behind what is there. */
  return cl_database_execute (self->to, "INSERT OR IGNORE INTO counter VALUES (1, 0)", error) && cl_store_new_installation (self->to, error);
}

static gboolean
has_name (Rescuing *self, const char *table)
{
  g_autoptr(GPtrArray) named = cl_rescue_read_names (cl_database_get_handle (self->to), "SELECT name FROM pragma_table_info(?) WHERE name = 'name' AND type = 'TEXT'", table);

  return named->len > 0;
}

/* A record of that name stands in for each that @column of @table names and that could not be read, and says so. */
static gboolean
stand_in (Rescuing *self, const char *table, const char *column, const char *parent, const char *missing, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_table (self->catalogue, parent, NULL);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO \"%s\" (id, name) SELECT DISTINCT \"%s\", '待核实（未能读出）' FROM \"%s\" WHERE %s", parent, column, table, missing);
  int n;

  if (!cl_database_execute (self->to, sql, error))
    return FALSE;
  n = sqlite3_changes (cl_database_get_handle (self->to));
  if (n > 0)
    say (self, g_strdup_printf (_("%s: %u that others refer to are there by number alone, as 待核实（未能读出）; enter them again from paper"),
                                ledger != NULL ? cl_ledger_get_title (ledger) : parent, (guint) n));
  return TRUE;
}

/* What refers to a record that could not be read: one stands in for it; an entry of a list without its record goes. */
static gboolean
mend_reference (Rescuing *self, const char *table, const char *column, const char *parent, GError **error)
{
  gboolean is_list = strstr (table, "__") != NULL;
  g_autofree char *missing = g_strdup_printf ("\"%s\" IS NOT NULL AND \"%s\" NOT IN (SELECT id FROM \"%s\")", column, column, parent);
  g_autofree char *sql = NULL;

  if (has_name (self, parent) && !g_str_equal (parent, "attachment") && !(is_list && g_str_equal (column, "record")))
    return stand_in (self, table, column, parent, missing, error);
  if (is_list)
    sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE %s", table, missing);
  else
    sql = g_strdup_printf ("UPDATE \"%s\" SET \"%s\" = NULL WHERE %s", table, column, missing);
  return cl_database_execute (self->to, sql, error);
}

/* What was being written about a record that could not be read goes on as a new entry; to what was to be a part of one, a record stands in. */
static gboolean
mend_drafts_of (Rescuing *self, ClLedger *ledger, GError **error)
{
  const char *name = cl_ledger_get_name (ledger), *part_of = cl_ledger_get_part_of (ledger);
  const ClField *owner = part_of != NULL ? cl_ledger_find_field (ledger, part_of) : NULL;
  ClLedger *parent = owner != NULL ? cl_catalogue_find_ledger (self->catalogue, cl_field_get_target (owner)) : NULL;
  g_autofree char *sql = g_strdup_printf ("UPDATE draft SET record = 0 WHERE ledger = '%s' AND record <> 0 AND record NOT IN (SELECT id FROM \"%s\")", name, cl_ledger_get_table (ledger));
  int n;

  if (!cl_database_execute (self->to, sql, error))
    return FALSE;
  n = sqlite3_changes (cl_database_get_handle (self->to));
  if (n > 0)
    say (self, g_strdup_printf (_("%s: %u that could not be read had a draft, which goes on as a new entry"), cl_ledger_get_title (ledger), (guint) n));
  if (parent != NULL)
    {
      const char *table = cl_ledger_get_table (parent);
      g_autofree char *missing = g_strdup_printf ("ledger = '%s' AND owner <> 0 AND owner NOT IN (SELECT id FROM \"%s\")", name, table);
      g_autofree char *loose = g_strdup_printf ("UPDATE draft SET owner = 0 WHERE %s", missing);

      return has_name (self, table) ? stand_in (self, "draft", "owner", table, missing, error) : cl_database_execute (self->to, loose, error);
    }
  return TRUE;
}

static gboolean
mend_drafts (Rescuing *self, GError **error)
{
  g_autoptr(GPtrArray) names = cl_rescue_read_names (cl_database_get_handle (self->to), "SELECT DISTINCT ledger FROM draft", NULL);

  for (guint i = 0; i < names->len; i++)
    {
      ClLedger *ledger = cl_catalogue_find_ledger (self->catalogue, names->pdata[i]);

      if (ledger != NULL && !mend_drafts_of (self, ledger, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
mend_references (Rescuing *self, GError **error)
{
  g_autoptr(GPtrArray) broken = cl_rescue_read_names (cl_database_get_handle (self->to),
                                                      "SELECT DISTINCT c.\"table\" || char(31) || k.\"from\" || char(31) || c.parent"
                                                      " FROM pragma_foreign_key_check c JOIN pragma_foreign_key_list(c.\"table\") k ON k.id = c.fkid", NULL);

  for (guint i = 0; i < broken->len; i++)
    {
      g_auto(GStrv) parts = g_strsplit (broken->pdata[i], "\037", 3);

      self->rescue->is_whole = FALSE;
      if (!mend_reference (self, parts[0], parts[1], parts[2], error))
        return FALSE;
    }
  return TRUE;
}

/* Entries are kept from the first on after which the chain holds; what went before is said as a purge says it. The last entry says what happened, and ends undo. */
static gboolean
mend_journal (Rescuing *self, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *words = NULL;
  g_autofree char *digest = NULL;
  gint64 sound, last = 0;

  if (!cl_chain_find_sound (self->to, &sound, error) || !cl_chain_get_last (self->to, &last, &digest, error))
    return FALSE;
  if (sound > 1)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, sound - 1);
      g_autofree char *sql = g_strdup_printf ("SELECT previous FROM journal WHERE entry = %" G_GINT64_FORMAT, sound);
      g_autoptr(GPtrArray) previous = cl_rescue_read_names (cl_database_get_handle (self->to), sql, NULL);
      const char *before = previous->len > 0 ? previous->pdata[0] : digest;
      g_autofree char *removed = g_strdup_printf (_("Entries up to number %s could not be rescued whole; the last one's digest was %s"), number, before);

      self->rescue->is_whole = FALSE;
      say (self, g_strdup_printf (_("Journal: the entries up to number %s could not be kept"), number));
      if (cl_chain_append (self->to, NULL, "purge", removed, sound - 1, error) == 0 || !cl_journal_remove_until (self->to, sound - 1, error))
        return FALSE;
    }
  words = g_strdup_printf (_("Rescued from the damaged file %s: %u records read, %u lost"), name, self->rescue->n_read, self->rescue->n_lost);
  return cl_chain_append (self->to, NULL, "rebuild", words, 0, error) != 0 && cl_database_execute (self->to, "COMMIT", error);
}

static gboolean
take_scans (Rescuing *self, const char *path, GError **error)
{
  g_autofree char *files = g_strconcat (path, ".files", NULL);
  g_autofree char *pool = g_strconcat (path, ".backups/files", NULL);
  const char *const from[] = { files, pool, NULL };
  g_autoptr(ClStatement) statement = NULL;
  guint n = 0;

  if (!cl_kept_copy_scans (self->database, from, self->files, self->cancellable, error))
    return FALSE;
  if (cl_catalogue_find_ledger (self->catalogue, "attachment") == NULL)
    return TRUE;
  statement = cl_database_prepare (self->to, "SELECT sha256, name FROM attachment WHERE length(sha256) = 64", error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, NULL))
    {
      g_autofree char *scan = cl_attachment_get_path (self->files, cl_statement_get_text (statement, 0));

      if (g_file_test (scan, G_FILE_TEST_EXISTS))
        n++;
      else
        {
          self->rescue->is_whole = FALSE;
          say (self, g_strdup_printf (_("The scan “%s” can no longer be read; scan the paper again"), cl_statement_get_text (statement, 1)));
        }
    }
  if (n > 0)
    say (self, g_strdup_printf (ngettext ("%u scan read", "%u scans read", n), n));
  return TRUE;
}

static gboolean
rescue_into_folder (Rescuing *self, const char *path, GError **error)
{
  g_autofree char *copy = g_build_filename (self->folder, "damaged", NULL);

  if (!cl_rescue_copy (path, copy, self->cancellable, error))
    return FALSE;
  self->from = cl_rescue_open (copy, &self->is_holed, error);
  return self->from != NULL
         && prepare (self, error)
         && take_all (self, error)
         && mend_references (self, error)
         && mend_drafts (self, error)
         && mend_journal (self, path, error)
         && take_scans (self, path, error)
         && cl_store_check_pages (self->to, error)
         && cl_database_execute (self->to, "PRAGMA wal_checkpoint(TRUNCATE)", error);
}

static gboolean
put_in_place (Rescuing *self, const char *to, GError **error)
{
  g_autofree char *files = g_strconcat (to, ".files", NULL);
  g_autofree char *parent = g_path_get_dirname (to);

  if (!cl_store_sync_path (self->database, error))
    return FALSE;
  if ((!g_file_test (self->files, G_FILE_TEST_EXISTS) || g_rename (self->files, files) == 0) && g_rename (self->database, to) == 0)
    return cl_store_sync_path (parent, error);
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s could not be moved to %s: %s. Check the folder and its permissions, then try again."), self->database, to, g_strerror (errno));
  return FALSE;
}

static gboolean
may_begin (const char *path, const char *to, ClStoreLock **lock, GError **error)
{
  g_autoptr(GError) trouble = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no file %s. Choose the file that can no longer be opened."), path);
  else if (g_file_test (to, G_FILE_TEST_EXISTS))
    g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("%s is there already and is not written over. Choose another name."), to);
  else
    {
      /* On a disk that takes no writing any more there can be no lock, and nobody else has it either. */
      *lock = cl_store_lock_take (path, &trouble);
      if (!g_error_matches (trouble, CL_ERROR, CL_ERROR_LOCKED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&trouble));
    }
  return FALSE;
}

/**
 * cl_store_rescue:
 * @path: a data file that can no longer be opened; it is only read
 * @to: where the new one goes; there must be none
 * @catalogue: all ledgers; takes on the office's own, so one that no open store has
 * @cancellable: (nullable): breaks it off; nothing of it is left
 * @error: return location
 *
 * Reads what can be read, ledger by ledger and row by row around what is damaged, and the scans, into a new file that is sound in itself: references hold, the journal's
 * chain holds from where it could be kept, its last entry says that this is a rescue. Any thread.
 *
 * Returns: (transfer full): what was read and what not, or %NULL: %CL_ERROR_DAMAGED where there is nothing of an office in it
 */
ClRescue *
cl_store_rescue (const char *path, const char *to, ClCatalogue *catalogue, GCancellable *cancellable, GError **error)
{
  g_autoptr(ClRescue) rescue = g_new0 (ClRescue, 1);
  g_autofree char *source = g_canonicalize_filename (path, NULL);
  g_autofree char *target = g_canonicalize_filename (to, NULL);
  g_autofree char *folder = g_strconcat (target, ".rescue-XXXXXX", NULL);
  g_autofree char *database = NULL;
  g_autofree char *files = NULL;
  g_autoptr(ClStoreLock) lock = NULL;
  Rescuing self = { .folder = folder, .catalogue = catalogue, .cancellable = cancellable, .rescue = rescue };
  gboolean is_good;

  rescue->sentences = g_ptr_array_new_with_free_func (g_free);
  rescue->is_whole = TRUE;
  if (!may_begin (source, target, &lock, error))
    return NULL;
  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s cannot be written: %s. Check the folder, its permissions and its room."), folder, g_strerror (errno));
      return NULL;
    }
  self.database = database = g_build_filename (folder, "database", NULL);
  self.files = files = g_build_filename (folder, "files", NULL);
  is_good = rescue_into_folder (&self, source, error);
  g_clear_pointer (&self.to, cl_database_close);
  g_clear_pointer (&self.from, cl_database_close);
  is_good = is_good && put_in_place (&self, target, error);
  cl_backup_remove_tree (folder);
  return is_good ? g_steal_pointer (&rescue) : NULL;
}
