#include "cl-config.h"

#include "cl-store-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-memory.h"
#include "cl-transaction-private.h"

static gboolean
check_pages (ClDatabase *database, const char *how, GPtrArray *findings, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s(20)", how);
  g_autoptr(ClStatement) statement = cl_database_prepare (database, sql, error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &step_error))
    {
      const char *said = cl_statement_get_text (statement, 0);

      if (g_strcmp0 (said, "ok") != 0)
        g_ptr_array_add (findings, g_strdup_printf (_("The data file is damaged: %s. Restore the last backup."), said));
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* Half a second at 1.32 million persons, some milliseconds in a township (SPEED.md, Safety). To write on in a damaged file would damage it further. */
gboolean
cl_store_check_pages (ClDatabase *database, GError **error)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  if (!check_pages (database, "quick_check", findings, error))
    return FALSE;
  if (findings->len == 0)
    return TRUE;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_DAMAGED,
                       _("The data file is damaged, and was left as it is. Restore the last backup, or save what can still be read (“canlian rescue”)."));
  return FALSE;
}

static void
interrupt_cb (GCancellable *cancellable, gpointer handle)
{
  sqlite3_interrupt (handle);
}

/* One step of SQLite's, which asks no progress handler. Of each page it wants only one look: the pages are not kept. */
gint64
cl_store_check_job (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  gulong handler = g_cancellable_connect (cancellable, G_CALLBACK (interrupt_cb), cl_database_get_handle (database), NULL);
  gboolean is_good = cl_store_check_pages (database, error);

  g_cancellable_disconnect (cancellable, handler);
  sqlite3_db_release_memory (cl_database_get_handle (database));
  cl_memory_give_back ();
  return is_good ? -1 : 0;
}

static gboolean
check_references (ClDatabase *database, GPtrArray *findings, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "PRAGMA foreign_key_check", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &step_error))
    g_ptr_array_add (findings, g_strdup_printf (_("A record in %s refers to a record in %s that is not there. Restore the last backup, or correct the record."),
                                                cl_statement_get_text (statement, 0), cl_statement_get_text (statement, 2)));
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

static gboolean
check_attachments (ClStore *store, ClDatabase *database, GPtrArray *findings, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (store), "attachment");
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) step_error = NULL;

  if (ledger == NULL)
    return TRUE;
  statement = cl_database_prepare (database, "SELECT DISTINCT \"sha256\", \"name\" FROM \"attachment\" WHERE \"sha256\" IS NOT NULL", error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &step_error))
    {
      const char *sha256 = cl_statement_get_text (statement, 0);
      g_autofree char *path = cl_store_get_attachment_path (store, sha256);
      g_autofree char *digest = cl_attachment_digest (path, NULL), *called = cl_mask_numbers (cl_statement_get_text (statement, 1));

      if (digest == NULL)
        g_ptr_array_add (findings, g_strdup_printf (_("The attachment “%s” is missing from the folder of attachments. Restore the last backup."), called));
      else if (!g_str_equal (digest, sha256))
        g_ptr_array_add (findings, g_strdup_printf (_("The attachment “%s” was altered after it was filed. Restore the last backup."), called));
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/**
 * cl_store_verify:
 * @store: a store
 * @error: return location
 *
 * Reads everything again: pages, references, the journal's chain of digests, attachments against their digests. Seconds on a
 * large file, on a connection of its own: any thread.
 *
 * Returns: (transfer full) (element-type utf8): what is wrong and what to do, a sentence each; empty when all is well
 */
GPtrArray *
cl_store_verify (ClStore *store, GError **error)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(ClDatabase) database = cl_database_open (cl_store_get_path (store), CL_DATABASE_READ, error);

  if (database == NULL
      || !check_pages (database, "integrity_check", findings, error)
      || !check_references (database, findings, error)
      || !cl_chain_verify (database, findings, error)
      || !cl_chain_head_verify (cl_store_get_path (store), database, findings, error)
      || !check_attachments (store, database, findings, error))
    return NULL;
  return g_steal_pointer (&findings);
}
