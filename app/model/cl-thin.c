#include "cl-config.h"

#include "cl-thin-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-kept.h"
#include "cl-store-private.h"
#include "cl-transaction-private.h"

/* Scans lie by content and are never overwritten, so that undo and history find them. When the entries of the journal go that could bring one back, and no row
 * names it, nothing needs it any more. Whatever cannot be read may name anything: then all of them stay. */

#define DIGEST_LENGTH 64

static gboolean
is_digest (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
      return FALSE;
  return length == DIGEST_LENGTH;
}

/* Every file in @files that bears a digest: digest -> path. */
static GHashTable *
list_files (const char *files)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GDir) dir = g_dir_open (files, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (files, name, NULL);
      g_autoptr(GDir) inside = strlen (name) == 2 ? g_dir_open (folder, 0, NULL) : NULL;
      const char *digest;

      while (inside != NULL && (digest = g_dir_read_name (inside)) != NULL)
        if (is_digest (digest, strlen (digest)))
          g_hash_table_insert (found, g_strdup (digest), g_build_filename (folder, digest, NULL));
    }
  return found;
}

/* Takes off the list what the rows of @database name. */
static gboolean
spare_rows (ClDatabase *database, GHashTable *found)
{
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) error = NULL;
  gint64 is_there;

  if (!cl_store_query_integer (database, "SELECT count(*) FROM sqlite_master WHERE name = 'attachment'", &is_there, NULL))
    return FALSE;
  if (!is_there)
    return TRUE;
  statement = cl_database_prepare (database, "SELECT sha256 FROM attachment WHERE sha256 IS NOT NULL", NULL);
  while (statement != NULL && cl_statement_step (statement, &error))
    g_hash_table_remove (found, cl_statement_get_text (statement, 0));
  return statement != NULL && error == NULL;
}

static void
spare_bytes (const char *data, gsize size, GHashTable *found)
{
  gsize from = 0;

  for (gsize i = 0; i <= size; i++)
    {
      if (i < size && (g_ascii_isdigit (data[i]) || (data[i] >= 'a' && data[i] <= 'f')))
        continue;
      /* A digest stands alone or, where the byte before it looks like one of its figures, at the end of a longer run. */
      for (gsize at = from; i - from >= DIGEST_LENGTH && at + DIGEST_LENGTH <= i; at++)
        {
          char digest[DIGEST_LENGTH + 1] = "";

          memcpy (digest, data + at, DIGEST_LENGTH);
          g_hash_table_remove (found, digest);
        }
      from = i + 1;
    }
}

/* And what an entry of the journal after @last could bring back. */
static gboolean
spare_changes (ClDatabase *database, gint64 last, GHashTable *found)
{
  g_autoptr(ClStatement) statement = g_hash_table_size (found) > 0 ? cl_database_prepare (database, "SELECT changeset FROM journal_changeset WHERE entry > ?", NULL) : NULL;
  g_autoptr(GError) error = NULL;

  if (g_hash_table_size (found) == 0)
    return TRUE;
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, last);
  while (cl_statement_step (statement, &error))
    {
      gsize size;
      const char *data = cl_statement_get_bytes (statement, 0, &size);

      spare_bytes (data, size, found);
    }
  return error == NULL;
}

static gboolean
spare_copy (const char *path, GHashTable *found)
{
  g_autoptr(ClDatabase) database = cl_database_open (path, CL_DATABASE_READ, NULL);

  return database != NULL && spare_rows (database, found);
}

/* Copies of before an upgrade have no scans of their own. */
static gboolean
spare_upgrades (const char *path, GHashTable *found)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, ".before-upgrade-", NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *copy = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, prefix) && cl_kept_is_copy (copy) && !spare_copy (copy, found))
        return FALSE;
    }
  return dir != NULL;
}

GHashTable *
cl_thin_find (ClDatabase *database, const char *files, gint64 last)
{
  g_autoptr(GHashTable) found = list_files (files);
  g_autofree char *path = g_str_has_suffix (files, ".files") ? g_strndup (files, strlen (files) - strlen (".files")) : NULL;

  if (path == NULL || !spare_rows (database, found) || !spare_changes (database, last, found) || !spare_upgrades (path, found))
    g_hash_table_remove_all (found);
  return g_steal_pointer (&found);
}

static void
remove_files (GHashTable *found)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, NULL, &path))
    {
      g_autofree char *folder = g_path_get_dirname (path);

      g_chmod (path, 0600);
      g_unlink (path);
      /* Only where it is empty now. */
      g_rmdir (folder);
    }
}

void
cl_thin_remove (GHashTable *found)
{
  g_autoptr(GMutexLocker) locker = cl_kept_lock ();

  remove_files (found);
}

void
cl_thin_kept (const char *path)
{
  g_autofree char *folder = cl_kept_get_folder (path);
  g_autofree char *scans = g_build_filename (folder, "files", NULL);
  g_autoptr(GPtrArray) kept = cl_kept_list (path);
  g_autoptr(GHashTable) found = list_files (scans);

  for (guint i = 0; i < kept->len && g_hash_table_size (found) > 0; i++)
    if (!spare_copy (((const ClKept *) kept->pdata[i])->path, found))
      return;
  remove_files (found);
}
