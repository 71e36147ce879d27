#include "cl-config.h"

#include "cl-duty.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-query.h"
#include "cl-transaction.h"

static const char *const states[] = { NULL, "done", "postponed", "handed" };

typedef struct
{
  const ClDuty *duty;
  const ClLedgerDuty *described;
  ClDutyMark mark;
  const char *until;
  const char *reason;
  const char *to;
} Marking;

typedef struct
{
  gint64 record;
  gint64 mark; /* that there is already, or 0 */
  char *due;
} Marked;

static void
clear_marked (gpointer data)
{
  g_free (((Marked *) data)->due);
}

static const ClLedgerDuty *
find_described (ClCatalogue *catalogue, const ClDuty *duty)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, duty->ledger);
  const GPtrArray *duties = ledger != NULL ? cl_ledger_get_duties (ledger) : NULL;
  const char *name = duty->name != NULL ? strrchr (duty->name, '/') : NULL;

  for (guint i = 0; duties != NULL && name != NULL && i < duties->len; i++)
    if (g_str_equal (((const ClLedgerDuty *) duties->pdata[i])->name, name + 1))
      return duties->pdata[i];
  return NULL;
}

/* The records that the duty speaks of, each with its own day. */
static GArray *
read_marked (ClTransaction *transaction, const Marking *marking, GError **error)
{
  ClCatalogue *catalogue = cl_transaction_get_catalogue (transaction);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, marking->duty->ledger));
  g_autoptr (GArray) marked = g_array_new (FALSE, TRUE, sizeof (Marked));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *mark = g_strdup_printf ("mark_of('%s', %s, id)", marking->duty->name, marking->described->due);

  g_array_set_clear_func (marked, clear_marked);
  if (!cl_query_add_column (query, marking->described->due, CL_QUERY_RAW, error) || !cl_query_add_column (query, mark, CL_QUERY_RAW, error) ||
      !cl_query_add_where (query, marking->duty->where, error))
    return NULL;
  statement = cl_query_prepare (query, cl_transaction_get_database (transaction), NULL, error);
  while (statement != NULL && cl_statement_step (statement, &failure))
    {
      Marked one = { cl_statement_get_integer (statement, 0), cl_statement_get_integer (statement, 2), g_strdup (cl_statement_get_text (statement, 1)) };

      g_array_append_val (marked, one);
    }
  if (failure == NULL && statement != NULL)
    return g_steal_pointer (&marked);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
save_mark (ClTransaction *transaction, const Marking *marking, const Marked *marked, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "duty_mark");
  g_auto (ClValue) id = { CL_VALUE_INTEGER, { marked->record } };
  g_autoptr (ClRecord) record = NULL;

  if (marking->mark == CL_DUTY_MARK_NONE)
    return marked->mark == 0 || cl_transaction_delete (transaction, ledger, marked->mark, error);
  record = marked->mark != 0 ? cl_record_load (cl_transaction_get_database (transaction), ledger, marked->mark, error) : cl_record_new (ledger);
  if (record == NULL)
    return FALSE;
  cl_record_set (record, cl_ledger_find_field (ledger, "record"), &id);
  return cl_record_set_text (record, "duty", marking->duty->name, error) && cl_record_set_text (record, "due", marked->due, error) &&
         cl_record_set_text (record, "state", states[marking->mark], error) && cl_record_set_text (record, "until", marking->until != NULL ? marking->until : "", error) &&
         cl_record_set_text (record, "reason", marking->reason != NULL ? marking->reason : "", error) &&
         cl_record_set_text (record, "handed_to", marking->to != NULL ? marking->to : "", error) && cl_transaction_save (transaction, record, error);
}

static gboolean
write_marks (ClTransaction *transaction, gpointer data, GError **error)
{
  const Marking *marking = data;
  g_autoptr (GArray) marked = read_marked (transaction, marking, error);

  if (marked == NULL)
    return FALSE;
  for (guint i = 0; i < marked->len; i++)
    if (!save_mark (transaction, marking, &g_array_index (marked, Marked, i), error))
      return FALSE;
  return TRUE;
}

static char *
get_words (const ClDuty *duty, ClDutyMark mark)
{
  switch (mark)
    {
    case CL_DUTY_MARK_DONE:
      /* Translators: words of a journal entry; %s: what was due */
      return g_strdup_printf (_("Done: %s"), duty->sentence);
    case CL_DUTY_MARK_POSTPONED:
      return g_strdup_printf (_("Postponed: %s"), duty->sentence);
    case CL_DUTY_MARK_HANDED:
      return g_strdup_printf (_("Handed over: %s"), duty->sentence);
    default:
      return g_strdup_printf (_("Told again: %s"), duty->sentence);
    }
}

/**
 * cl_duty_set_mark:
 * @store: an open store
 * @duty: what is due; of a description
 * @mark: what is said to it
 * @until: (nullable): of what is postponed: the ISO date on which it is told again
 * @reason: (nullable): of what is postponed: why
 * @to: (nullable): of what is handed over: to whom
 * @error: INVALID where it cannot be marked, or why it could not be written
 *
 * Marks every record that @duty speaks of, by the day on which it is due: a new day is a new duty. One entry of the journal, which undo takes back. Main thread.
 *
 * Returns: whether it is kept
 */
gboolean
cl_duty_set_mark (ClStore *store, const ClDuty *duty, ClDutyMark mark, const char *until, const char *reason, const char *to, GError **error)
{
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  Marking marking = { duty, find_described (catalogue, duty), mark, until, reason, to };
  g_autofree char *words = NULL;

  if (marking.described == NULL || duty->where == NULL || cl_catalogue_find_ledger (catalogue, "duty_mark") == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("This cannot be marked. Go to its place and see to it there: it goes from here by itself."));
      return FALSE;
    }
  words = get_words (duty, mark);
  return cl_store_write (store, words, write_marks, &marking, error) != 0;
}
