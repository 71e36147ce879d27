#include "cl-config.h"

#include "cl-second.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-kept.h"
#include "cl-recovery.h"
#include "cl-seal.h"
#include "cl-store-private.h"

#define FOLDER_SETTING "second-folder"
/* Made of the pass-phrase. It lies in the data file: who has that needs no backup to read it. */
#define KEY_SETTING "second-key"
/* In the folder since it was chosen: a stick that is not plugged in may leave an empty folder of the same name. */
#define MARK ".canlian-second-place"

/* The day's backup and what is sealed afterwards may be one and the same file. */
static GMutex writing;

struct _ClSecond
{
  ClStore *store;
  char *folder;
  char *key; /* NULL: not sealed */
  guint8 recovery[CL_RECOVERY_BYTES];
  gboolean has_recovery;
  char *prefix;
  char *name;
};

static char *
get_filled (ClStore *store, const char *key)
{
  char *value = cl_store_get_setting (store, key);

  if (value != NULL && *value == '\0')
    g_clear_pointer (&value, g_free);
  return value;
}

/* canlian-991123101-2027-03-15.sealed */
static char *
get_prefix (ClStore *store)
{
  g_autofree char *code = get_filled (store, "office-code");

  return g_strdup_printf ("canlian-%s-", code != NULL ? code : "office");
}

static char *
get_name (ClStore *store)
{
  g_autofree char *prefix = get_prefix (store);

  return g_strconcat (prefix, cl_today (), cl_second_is_sealed (store) ? ".sealed" : ".zip", NULL);
}

static gboolean
is_there (const char *folder)
{
  g_autofree char *mark = g_build_filename (folder, MARK, NULL);

  return g_file_test (mark, G_FILE_TEST_EXISTS);
}

/**
 * cl_second_get_folder:
 * @store: an open store
 *
 * Returns: (transfer full) (nullable): the second place for backups; %NULL: none is chosen
 */
char *
cl_second_get_folder (ClStore *store)
{
  return get_filled (store, FOLDER_SETTING);
}

/**
 * cl_second_set_folder:
 * @store: an open store
 * @folder: (nullable): a folder in which one may write; %NULL: no second place from now on
 * @error: return location
 *
 * Returns: whether backups go there from now on
 */
gboolean
cl_second_set_folder (ClStore *store, const char *folder, GError **error)
{
  g_autofree char *whole = folder != NULL ? g_canonicalize_filename (folder, NULL) : NULL;
  g_autofree char *mark = whole != NULL ? g_build_filename (whole, MARK, NULL) : NULL;
  g_autofree char *own = g_path_get_dirname (cl_store_get_path (store));
  g_autoptr(GError) trouble = NULL;

  if (whole != NULL && g_str_equal (whole, own))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The office's file itself lies there. Choose a place on another disk."));
      return FALSE;
    }
  if (mark != NULL && !g_file_set_contents (mark, "\n", 1, &trouble))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("Nothing can be written into %s: %s. Choose another folder."), whole, trouble->message);
      return FALSE;
    }
  return cl_store_set_setting (store, FOLDER_SETTING, whole != NULL ? whole : "", error);
}

/**
 * cl_second_is_sealed:
 * @store: an open store
 *
 * Returns: whether backups in the second place are sealed
 */
gboolean
cl_second_is_sealed (ClStore *store)
{
  g_autofree char *key = get_filled (store, KEY_SETTING);

  return key != NULL;
}

/**
 * cl_second_set_passphrase:
 * @store: an open store
 * @passphrase: (nullable): for backups from now on; older ones keep theirs
 * @error: return location
 *
 * Half a second. The pass-phrase itself is kept nowhere.
 *
 * Returns: whether it is set
 */
gboolean
cl_second_set_passphrase (ClStore *store, const char *passphrase, GError **error)
{
  g_autofree char *key = passphrase != NULL ? cl_seal_key_new (passphrase, error) : g_strdup ("");

  return key != NULL && cl_store_set_setting (store, KEY_SETTING, key, error);
}

/* Sealed before the newest recovery key was made it is made again, so that the paper in the safe opens it. */
static gboolean
is_done (ClStore *store, const char *path)
{
  guint8 recovery[CL_RECOVERY_BYTES];

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  return !cl_second_is_sealed (store) || !cl_recovery_get_public (store, recovery) || cl_seal_is_for (path, recovery);
}

/**
 * cl_second_get_state:
 * @store: an open store
 *
 * Returns: whether there is a second place, it is there, and holds the day's backup
 */
ClSecondState
cl_second_get_state (ClStore *store)
{
  g_autofree char *folder = cl_second_get_folder (store);
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (folder == NULL)
    return CL_SECOND_NONE;
  if (!is_there (folder))
    return CL_SECOND_AWAY;
  name = get_name (store);
  path = g_build_filename (folder, name, NULL);
  return is_done (store, path) ? CL_SECOND_DONE : CL_SECOND_DUE;
}

/* Those of this office, the newest first; of one day that of @kind (".sealed", ".zip") before the other, which the rule lets go. */
static GPtrArray *
list_there (const char *folder, const char *prefix, const char *kind)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_kept_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      const char *rest = g_str_has_prefix (name, prefix) ? name + strlen (prefix) : "";
      g_autofree char *day = strlen (rest) > 10 ? g_strndup (rest, 10) : NULL;
      ClKept *kept;

      if (day == NULL || !cl_date_is_valid (day) || (!g_str_equal (rest + 10, ".sealed") && !g_str_equal (rest + 10, ".zip")))
        continue;
      kept = g_new0 (ClKept, 1);
      kept->path = g_build_filename (folder, name, NULL);
      kept->day = g_steal_pointer (&day);
      kept->number = g_str_has_suffix (name, kind) ? 2 : 1;
      kept->reason = g_strdup ("day");
      g_ptr_array_add (list, kept);
    }
  g_ptr_array_sort (list, cl_kept_compare);
  return list;
}

/**
 * cl_second_say:
 * @store: an open store
 *
 * Returns: (transfer full): how it stands, for a person
 */
char *
cl_second_say (ClStore *store)
{
  g_autofree char *folder = cl_second_get_folder (store);
  g_autofree char *prefix = get_prefix (store);
  g_autoptr(GPtrArray) list = NULL;

  switch (cl_second_get_state (store))
    {
    case CL_SECOND_NONE:
      return g_strdup (_("None yet: a USB stick, or a folder on another computer"));
    case CL_SECOND_AWAY:
      return g_strdup_printf (_("%s is not there now. As soon as it is, the backup is made up for."), folder);
    case CL_SECOND_DUE:
    case CL_SECOND_DONE:
      break;
    }
  list = list_there (folder, prefix, cl_second_is_sealed (store) ? ".sealed" : ".zip");
  if (list->len == 0)
    return g_strdup_printf (_("%s: the first backup is made in a moment"), folder);
  return g_strdup_printf (ngettext ("%s: %u backup, the newest of %s", "%s: %u backups, the newest of %s", list->len), folder, list->len, ((const ClKept *) list->pdata[0])->day);
}

ClSecond *
cl_second_new (ClStore *store)
{
  g_autofree char *folder = cl_second_get_folder (store);
  ClSecond *second;

  if (folder == NULL || !is_there (folder))
    return NULL;
  second = g_new0 (ClSecond, 1);
  second->store = g_object_ref (store);
  second->folder = g_steal_pointer (&folder);
  second->key = get_filled (store, KEY_SETTING);
  second->has_recovery = cl_recovery_get_public (store, second->recovery);
  second->prefix = get_prefix (store);
  second->name = get_name (store);
  return second;
}

void
cl_second_free (ClSecond *second)
{
  if (second == NULL)
    return;
  g_object_unref (second->store);
  g_free (second->folder);
  g_free (second->key);
  g_free (second->prefix);
  g_free (second->name);
  g_free (second);
}

/* What is not sealed yet stays on this computer. */
static gboolean
make_sealed (ClSecond *second, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = cl_kept_get_folder (cl_store_get_path (second->store));
  g_autofree char *plain = g_build_filename (folder, ".second.tar", NULL);
  gboolean is_made;

  g_mkdir_with_parents (folder, 0700);
  is_made = cl_backup_write (second->store, plain, cancellable, error)
            && cl_seal_file (plain, to, second->key, second->has_recovery ? second->recovery : NULL, cancellable, error);
  g_unlink (plain);
  return is_made;
}

/**
 * cl_second_make:
 * @second: as it stood on the store's own thread; the store may be closed meanwhile
 * @cancellable: (nullable): breaks it off
 * @error: return location
 *
 * Writes the day's backup into the second place, reads it again, and lets go there what the rule lets go. Others go on reading and writing. Any thread.
 *
 * Returns: whether it is there
 */
gboolean
cl_second_make (ClSecond *second, GCancellable *cancellable, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&writing);
  g_autofree char *to = g_build_filename (second->folder, second->name, NULL);
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GPtrArray) gone = NULL;

  if (second->key != NULL ? !make_sealed (second, to, cancellable, error) : !cl_backup_write (second->store, to, cancellable, error))
    return FALSE;
  cl_store_sync_path (second->folder, NULL);
  list = list_there (second->folder, second->prefix, second->key != NULL ? ".sealed" : ".zip");
  gone = cl_kept_choose_gone (list, cl_today ());
  for (guint i = 0; i < gone->len; i++)
    g_unlink (((const ClKept *) gone->pdata[i])->path);
  return TRUE;
}

static gboolean
is_open_copy (const ClKept *kept)
{
  return g_str_has_suffix (kept->path, ".zip");
}

/**
 * cl_second_count_open:
 * @store: an open store
 *
 * A pass-phrase that is set today seals nothing that was written yesterday.
 *
 * Returns: how many backups of this office in the second place are open, though backups are sealed from now on
 */
guint
cl_second_count_open (ClStore *store)
{
  g_autofree char *folder = cl_second_is_sealed (store) ? cl_second_get_folder (store) : NULL;
  g_autofree char *prefix = get_prefix (store);
  g_autoptr(GPtrArray) list = NULL;
  guint n = 0;

  if (folder == NULL || !is_there (folder))
    return 0;
  list = list_there (folder, prefix, ".sealed");
  for (guint i = 0; i < list->len; i++)
    n += is_open_copy (list->pdata[i]);
  return n;
}

/**
 * cl_second_say_open:
 * @store: an open store
 *
 * Returns: (transfer full) (nullable): a sentence about cl_second_count_open(); %NULL where there are none
 */
char *
cl_second_say_open (ClStore *store)
{
  guint n = cl_second_count_open (store);

  if (n == 0)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u older backup lies there open: who finds it can read it.", "%u older backups lie there open: who finds them can read them.", n), n);
}

static gboolean
remove_open (const char *path, GError **error)
{
  if (g_unlink (path) == 0)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The open backup %s could not be taken away: %s. Take it away by hand."), path, g_strerror (errno));
  return FALSE;
}

/* What is sealed of that day already is the newer of the two, and stays. */
static gboolean
seal_one (const ClSecond *second, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".zip"));
  g_autofree char *sealed = g_strconcat (stem, ".sealed", NULL);

  if (!g_file_test (sealed, G_FILE_TEST_EXISTS)
      && !cl_seal_file (path, sealed, second->key, second->has_recovery ? second->recovery : NULL, cancellable, error))
    return FALSE;
  return remove_open (path, error);
}

static gboolean
treat_open (ClSecond *second, gboolean seals, guint *n, GCancellable *cancellable, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&writing);
  g_autoptr(GPtrArray) list = list_there (second->folder, second->prefix, ".sealed");

  *n = 0;
  if (second->key == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("Backups in the second place are not sealed. Set a pass-phrase first."));
      return FALSE;
    }
  for (guint i = 0; i < list->len; i++)
    {
      const ClKept *kept = list->pdata[i];

      if (!is_open_copy (kept))
        continue;
      if (seals ? !seal_one (second, kept->path, cancellable, error) : !remove_open (kept->path, error))
        return FALSE;
      ++*n;
    }
  return cl_store_sync_path (second->folder, error);
}

/**
 * cl_second_seal_open:
 * @second: as it stood on the store's own thread
 * @n: (out): how many were open
 * @cancellable: (nullable): breaks it off between two
 * @error: return location
 *
 * Seals each open backup in the second place under the pass-phrase of now and takes the open one away, once the sealed one is read again. Any thread.
 *
 * Returns: whether none is open any more
 */
gboolean
cl_second_seal_open (ClSecond *second, guint *n, GCancellable *cancellable, GError **error)
{
  return treat_open (second, TRUE, n, cancellable, error);
}

/**
 * cl_second_remove_open:
 * @second: as it stood on the store's own thread
 * @n: (out): how many were open
 * @error: return location
 *
 * Takes each open backup in the second place away. Any thread.
 *
 * Returns: whether none is open any more
 */
gboolean
cl_second_remove_open (ClSecond *second, guint *n, GError **error)
{
  return treat_open (second, FALSE, n, NULL, error);
}
