#include "cl-config.h"

#include "cl-store-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"

/* What a pulled plug leaves behind is set right before the file is opened next: a restore that was broken off is taken back or carried to its end, and
 * what was unpacked for it goes. SQLite does the same for a write. */

/* Beside the file while a restore moves things: "1 NAME" where a file was there and goes to NAME, "0 NAME" where there was none. */
static char *
get_marker (const char *path)
{
  return g_strconcat (path, ".restoring", NULL);
}

/* The data file comes last: as long as it stands where it was, the old one counts. */
static const char *const companions[] = { "-wal", "-shm", ".files", ".head", "" };

static gboolean
move (const char *from, const char *to, GError **error)
{
  if (!g_file_test (from, G_FILE_TEST_EXISTS) || g_rename (from, to) == 0)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s could not be moved to %s: %s. Check the folder and its permissions, then try again."), from, to, g_strerror (errno));
  return FALSE;
}

static gboolean
move_companion (const char *from, const char *to, const char *companion, GError **error)
{
  g_autofree char *source = g_strconcat (from, companion, NULL);
  g_autofree char *target = g_strconcat (to, companion, NULL);

  return move (source, target, error);
}

/* A -wal holds commits that are not yet in the file, and belongs to it alone: beside another file it means damage (SPEED.md,
 * Safety). So it goes with the old file, under the old file's new name. */
static gboolean
move_away (const char *path, const char *kept, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    if (!move_companion (path, kept, companions[i], error))
      return FALSE;
  return TRUE;
}

/* What was there comes back; what stands in its place came with the backup. */
static gboolean
move_back (const char *path, const char *kept, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *old = g_strconcat (kept, companions[i], NULL);
      g_autofree char *here = g_strconcat (path, companions[i], NULL);

      if (!g_file_test (old, G_FILE_TEST_EXISTS))
        continue;
      cl_backup_remove_tree (here);
      if (!move (old, here, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_marker (const char *path, const char *kept, GError **error)
{
  g_autofree char *marker = get_marker (path);
  g_autofree char *name = g_path_get_basename (kept);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *text = g_strdup_printf ("%d %s", g_file_test (path, G_FILE_TEST_EXISTS), name);

  return g_file_set_contents_full (marker, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error)
         && cl_store_sync_path (parent, error);
}

static void
remove_marker (const char *path)
{
  g_autofree char *marker = get_marker (path);

  g_unlink (marker);
}

/* Puts @database and @files (which need not be there) at @path; what is there goes to @kept. Whenever it is broken off, cl_store_mend() leaves the one or the other,
 * whole: the new data file's getting its name is the moment that decides. The caller holds the lock of @path. */
gboolean
cl_store_exchange (const char *path, const char *kept, const char *database, const char *files, GError **error)
{
  g_autofree char *new_files = g_strconcat (path, ".files", NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  if (!cl_store_sync_path (database, error) || !write_marker (path, kept, error))
    return FALSE;
  if (move_away (path, kept, error) && move (files, new_files, error) && cl_store_sync_path (parent, error) && move (database, path, error))
    {
      remove_marker (path);
      return cl_store_sync_path (parent, error);
    }
  /* A failed restore leaves the office with what it had. */
  if (move_back (path, kept, NULL))
    remove_marker (path);
  return FALSE;
}

/* Takes away what @folder holds under @prefix and six characters more. */
void
cl_store_sweep (const char *folder, const char *prefix)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  gsize length = strlen (prefix);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix) && strlen (name) == length + 6)
      {
        g_autofree char *left = g_build_filename (folder, name, NULL);

        cl_backup_remove_tree (left);
      }
}

/* The marker is ours alone, but names a file to be moved: only one that a restore would have named. */
static char *
read_marker (const char *path, gboolean *had_file)
{
  g_autofree char *marker = get_marker (path);
  g_autofree char *text = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, ".before-restore-", NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  if (!g_file_get_contents (marker, &text, NULL, NULL) || (text[0] != '0' && text[0] != '1') || text[1] != ' '
      || !g_str_has_prefix (text + 2, prefix) || strchr (text + 2, G_DIR_SEPARATOR) != NULL)
    return NULL;
  *had_file = text[0] == '1';
  return g_build_filename (parent, text + 2, NULL);
}

/* Before the file is opened, by whoever holds its lock. */
gboolean
cl_store_mend (const char *path, GError **error)
{
  /* What was unpacked, and what files are written under before they have their names. */
  static const char *const left[] = { ".restore-", ".restoring.", ".head." };
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *parent = g_path_get_dirname (path);
  gboolean had_file = FALSE;
  g_autofree char *kept = read_marker (path, &had_file);

  if (kept != NULL)
    {
      gboolean is_placed = g_file_test (path, G_FILE_TEST_EXISTS) && (!had_file || g_file_test (kept, G_FILE_TEST_EXISTS));

      if (!is_placed && !move_back (path, kept, error))
        return FALSE;
    }
  remove_marker (path);
  for (gsize i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_autofree char *prefix = g_strconcat (name, left[i], NULL);

      cl_store_sweep (parent, prefix);
    }
  return TRUE;
}

/**
 * cl_store_is_there:
 * @path: a data file
 *
 * Returns: whether cl_store_open() finds a data file at @path; one that a restore was moving when it was broken off is found too. Any thread.
 */
gboolean
cl_store_is_there (const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *marker = get_marker (whole);

  return g_file_test (whole, G_FILE_TEST_EXISTS) || g_file_test (marker, G_FILE_TEST_EXISTS);
}
