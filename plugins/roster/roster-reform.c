#include "roster-reform.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  ClLedger *ledger;
  GArray *units; /* gint64 */
  const char *due;
} Begin;

static gboolean
begin_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const Begin *begin = data;

  for (guint i = 0; i < begin->units->len; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (begin->ledger);

      cl_record_set_reference (record, "division", g_array_index (begin->units, gint64, i));
      if (!cl_record_set_text (record, "due", begin->due, error) || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

/* Units that are there on the day and have no row for it. */
static GArray *
find_units (ClStore *store, const char *due, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "division"));
  g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *where = g_strdup_printf ("level in ('township', 'village') and (valid_from is null or valid_from <= '%s') and (valid_to is null or valid_to >= '%s')"
                                            " and not exists_of(reform_progress.division, due = '%s')", due, due, due);

  if (!cl_query_add_where (query, where, error) || !cl_query_set_order (query, "level.rank, position, code, name", error))
    return NULL;
  statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &local))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (units, id);
    }
  if (local == NULL)
    return g_steal_pointer (&units);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * roster_reform_begin:
 * @store: the open store
 * @due: the day when the report is due, as people write it
 * @added: (out): how many rows were added; those that were there stay
 * @error: INVALID where @due is no day, or of the store
 *
 * Begins attachment 1 for all villages at once (FORMS.md F1): one entry of the journal, which one undo takes back. On the store's own thread.
 *
 * Returns: whether the rows are there
 */
gboolean
roster_reform_begin (ClStore *store, const char *due, guint *added, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (store), "reform_progress");
  g_autofree char *iso = cl_date_parse (due, error);
  g_autoptr (GArray) units = iso != NULL ? find_units (store, iso, error) : NULL;
  Begin begin = { ledger, units, iso };

  *added = 0;
  if (units == NULL)
    return FALSE;
  if (units->len > 0 && cl_store_write (store, _("Report on the reform begun"), begin_cb, &begin, error) == 0)
    return FALSE;
  *added = units->len;
  return TRUE;
}
