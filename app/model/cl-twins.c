#include "cl-config.h"

#include "cl-record.h"

/* Longer than any number; sorts after digits and X. */
#define AFTER "~"

static gboolean
add_found (GArray *ids, ClDatabase *database, ClLedger *ledger, const ClField *field, const char *begin, gint64 except, guint limit, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT \"id\" FROM \"%s\" WHERE \"%s\" >= ?1 AND \"%s\" < ?1 || '" AFTER "' AND \"id\" <> ?2 LIMIT %u", cl_ledger_get_table (ledger),
                                          cl_field_get_name (field), cl_field_get_name (field), limit);
  g_autoptr (ClStatement) statement = cl_database_prepare (database, sql, error);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_text (statement, 1, begin);
  cl_statement_bind_integer (statement, 2, except);
  while (ids->len < limit && cl_statement_step (statement, &failure))
    {
      gint64 id = cl_statement_get_integer (statement, 0);
      gboolean known = FALSE;

      for (guint i = 0; i < ids->len; i++)
        known = known || g_array_index (ids, gint64, i) == id;
      if (!known)
        g_array_append_val (ids, id);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * cl_record_find_twins:
 * @database: any connection that reads, of the calling thread
 * @ledger: a ledger
 * @field: its field: a citizen ID or a certificate's number
 * @number: what is typed of it, as cl_citizen_id_normalise() has it
 * @except: a record that does not count, or 0
 * @limit: no more than these
 * @error: return location
 *
 * Who has a number that begins with @number: as ID or as certificate, whose first 18 digits are the ID (DOMAIN.md A1). By indices: no longer than a keystroke
 * takes.
 *
 * Returns: (transfer full) (element-type gint64): the records; %NULL with @error
 */
GArray *
cl_record_find_twins (ClDatabase *database, ClLedger *ledger, const ClField *field, const char *number, gint64 except, guint limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *other = cl_ledger_get_field (ledger, i);
      ClFieldType type = cl_field_get_field_type (other);
      g_autofree char *begin = NULL;

      if ((type != CL_FIELD_CITIZEN_ID && type != CL_FIELD_CERTIFICATE) || cl_field_is_several (other))
        continue;
      begin = other == field || type == CL_FIELD_CERTIFICATE ? g_strdup (number) : g_strndup (number, CL_CITIZEN_ID_LENGTH);
      if (!add_found (ids, database, ledger, other, begin, except, limit, error))
        return NULL;
    }
  return g_steal_pointer (&ids);
}
