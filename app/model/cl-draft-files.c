/* Pictures that were pasted into a draft lie beside the data file until they are saved, and no longer than a draft names them. */

#include "cl-config.h"

#include "cl-draft.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-store-jobs.h"

#define FOLDER_SUFFIX ".drafts"

typedef struct
{
  char *folder;
  GPtrArray *names;
} Sweep;

static void
sweep_free (gpointer data)
{
  Sweep *sweep = data;

  g_free (sweep->folder);
  g_ptr_array_unref (sweep->names);
  g_free (sweep);
}

/**
 * cl_drafts_get_folder:
 * @store: a store
 *
 * Returns: (transfer full): where pasted pictures lie until they are saved, for the eyes of this user alone; it may not be there
 */
char *
cl_drafts_get_folder (ClStore *store)
{
  return g_strconcat (cl_store_get_path (store), FOLDER_SUFFIX, NULL);
}

/* A draft names a file by its URI. The folder may have been moved since, so the last part of it is looked for alone; and in drafts that cannot be read any more too.
 * What cannot be looked up counts as named. */
static gboolean
is_named (ClDatabase *database, const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (ClStatement) statement = cl_database_prepare (database, "SELECT NOT EXISTS (SELECT 1 FROM draft WHERE instr(fields, ?) > 0)", NULL);

  if (uri == NULL || statement == NULL)
    return TRUE;
  cl_statement_bind_text (statement, 1, strrchr (uri, '/'));
  return !cl_statement_step (statement, NULL) || cl_statement_get_integer (statement, 0) == 0;
}

static gint64
work_sweep (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  const Sweep *sweep = ((const ClWork *) data)->data;

  for (guint i = 0; i < sweep->names->len; i++)
    {
      g_autofree char *path = g_build_filename (sweep->folder, sweep->names->pdata[i], NULL);

      if (!is_named (database, path))
        g_unlink (path);
    }
  /* Only where nothing is left in it. */
  g_rmdir (sweep->folder);
  return -1;
}

/**
 * cl_drafts_sweep:
 * @store: a store that has just been opened
 *
 * Removes the pictures that no draft names any more: drafts go with their record, with old entries of the journal, and from the desk, where no form is there to
 * remove what was pasted into it. Those that come after this call are not touched: they may be in no draft yet. The writer thread does it, in its turn.
 */
void
cl_drafts_sweep (ClStore *store)
{
  g_autofree char *folder = cl_drafts_get_folder (store);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  ClWork *work;
  Sweep *sweep;
  const char *name;

  if (dir == NULL)
    return;
  sweep = g_new0 (Sweep, 1);
  sweep->folder = g_steal_pointer (&folder);
  sweep->names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (sweep->names, g_strdup (name));
  work = cl_work_new (cl_store_get_catalogue (store), NULL);
  work->data = sweep;
  work->destroy = sweep_free;
  cl_store_run_async (store, work_sweep, work, cl_drafts_sweep, NULL, NULL, NULL);
}
