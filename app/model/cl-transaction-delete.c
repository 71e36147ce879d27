#include "cl-config.h"

#include "cl-transaction-private.h"

#include <glib/gi18n-lib.h>

#include "cl-draft.h"
#include "cl-error.h"

GArray *
cl_transaction_find_referrers (ClDatabase *database, ClLedger *ledger, const ClField *field, gint64 id, int limit, GError **error)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *sql = cl_field_is_several (field)
                           ? g_strdup_printf ("SELECT DISTINCT \"record\" FROM \"%s__%s\" WHERE \"value\" = ? LIMIT %d",
                                              cl_ledger_get_table (ledger), cl_field_get_name (field), limit > 0 ? limit : -1)
                           : g_strdup_printf ("SELECT \"id\" FROM \"%s\" WHERE \"%s\" = ? LIMIT %d",
                                              cl_ledger_get_table (ledger), cl_field_get_name (field), limit > 0 ? limit : -1);
  g_autoptr(ClStatement) statement = cl_database_prepare (database, sql, error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return NULL;
  cl_statement_bind_integer (statement, 1, id);
  while (cl_statement_step (statement, &step_error))
    {
      gint64 record = cl_statement_get_integer (statement, 0);

      g_array_append_val (ids, record);
    }
  if (step_error == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}

static void
refuse (ClTransaction *transaction, ClLedger *ledger, gint64 id, ClLedger *referring, gint64 referrer, GError **error)
{
  g_autofree char *name = cl_record_call (cl_transaction_get_database (transaction), cl_transaction_get_catalogue (transaction), ledger, id);
  g_autofree char *other = cl_record_call (cl_transaction_get_database (transaction), cl_transaction_get_catalogue (transaction), referring, referrer);

  g_set_error (error, CL_ERROR, CL_ERROR_REFERENCED, _("“%s” cannot be deleted: it is named in %s, “%s”. Change or delete that first."),
               name != NULL ? name : "", cl_ledger_get_title (referring), other != NULL ? other : "");
}

static gboolean delete_record (ClTransaction *transaction, ClLedger *ledger, gint64 id, GError **error);

static gboolean
settle_referrers (ClTransaction *transaction, ClLedger *ledger, gint64 id, ClLedger *referring, const ClField *field, gboolean parts, GError **error)
{
  gboolean is_part = g_strcmp0 (cl_ledger_get_part_of (referring), cl_field_get_name (field)) == 0;
  g_autoptr(GArray) ids = NULL;

  if (is_part != parts)
    return TRUE;
  ids = cl_transaction_find_referrers (cl_transaction_get_database (transaction), referring, field, id, parts ? 0 : 2, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 referrer = g_array_index (ids, gint64, i);

      /* A record that names itself goes with itself. */
      if (referring == ledger && referrer == id)
        continue;
      if (!parts)
        {
          refuse (transaction, ledger, id, referring, referrer, error);
          return FALSE;
        }
      if (!delete_record (transaction, referring, referrer, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_row (ClTransaction *transaction, ClLedger *ledger, gint64 id, GError **error)
{
  g_auto(ClValue) nothing = CL_VALUE_INIT;
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE \"id\" = ?", cl_ledger_get_table (ledger));
  g_autoptr(ClStatement) statement = NULL;

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      if (cl_field_is_several (field) && !cl_transaction_write_links (transaction, ledger, field, id, &nothing, FALSE, error))
        return FALSE;
    }
  statement = cl_database_prepare (cl_transaction_get_database (transaction), sql, error);
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, id);
  if (!cl_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes64 (cl_database_get_handle (cl_transaction_get_database (transaction))) > 0)
    return cl_drafts_forget_record (transaction, cl_ledger_get_name (ledger), id, error);
  g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("This record is not there any more; it was deleted already. Load the list again."));
  return FALSE;
}

static gboolean
delete_record (ClTransaction *transaction, ClLedger *ledger, gint64 id, GError **error)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_transaction_get_catalogue (transaction));

  /* Parts first: what they refer to must not count as a reference from outside. */
  for (int parts = 1; parts >= 0; parts--)
    for (guint i = 0; i < ledgers->len; i++)
      {
        ClLedger *referring = g_ptr_array_index (ledgers, i);

        for (guint f = 0; f < cl_ledger_get_n_fields (referring); f++)
          {
            const ClField *field = cl_ledger_get_field (referring, f);

            if (cl_field_is_link (field) && g_strcmp0 (cl_field_get_target (field), cl_ledger_get_name (ledger)) == 0
                && !settle_referrers (transaction, ledger, id, referring, field, parts, error))
              return FALSE;
          }
      }
  return delete_row (transaction, ledger, id, error);
}

/**
 * cl_transaction_delete:
 * @transaction: the write under way
 * @ledger: its ledger
 * @id: the record
 * @error: return location
 *
 * Deletes one record with its parts (guardians and dated rows of a person, members of a household), or nothing. Deletion is
 * for what was entered by mistake; who has left is given a dated status. Writer thread.
 *
 * Returns: whether it is deleted; %CL_ERROR_REFERENCED names what still refers to it
 */
gboolean
cl_transaction_delete (ClTransaction *transaction, ClLedger *ledger, gint64 id, GError **error)
{
  gboolean is_deleted;

  if (!cl_transaction_begin_part (transaction, error))
    return FALSE;
  is_deleted = delete_record (transaction, ledger, id, error);
  return cl_transaction_end_part (transaction, is_deleted, is_deleted ? error : NULL) && is_deleted;
}
