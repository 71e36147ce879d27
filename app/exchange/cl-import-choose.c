#include "cl-config.h"

#include <string.h>

#include "cl-import-private.h"
#include "cl-own.h"

/**
 * cl_import_get_ledger:
 * @import: an import
 *
 * Returns: (transfer none): where its rows go
 */
ClLedger *
cl_import_get_ledger (ClImport *import)
{
  return import->ledger;
}

/**
 * cl_import_get_encoding:
 * @import: an import
 *
 * Returns: (transfer none) (nullable): the encoding by which its texts are read; %NULL where the format has its own
 */
const char *
cl_import_get_encoding (ClImport *import)
{
  return import->encoding;
}

/**
 * cl_import_set_header_row:
 * @import: an import
 * @row: a row, as the spreadsheet counts
 *
 * Says where the header is, and matches the columns anew by it; corrections by hand are gone.
 *
 * Returns: whether @row is among the first rows
 */
gboolean
cl_import_set_header_row (ClImport *import, guint row)
{
  for (guint i = 0; i < import->head->len; i++)
    {
      if (g_array_index (import->head_numbers, guint, i) != row)
        continue;
      cl_header_match_free (import->match);
      import->match = cl_header_match_new_at (cl_store_get_catalogue (import->store), import->ledger, import->head, import->head_numbers, i);
      return TRUE;
    }
  return FALSE;
}

/**
 * cl_import_suggest_type:
 * @import: an import
 * @column: a column of its match
 *
 * Returns: the type that a field of the office's own for this column would have, by what stands in it
 */
ClFieldType
cl_import_suggest_type (ClImport *import, guint column)
{
  const ClHeaderColumn *about = import->match->columns->pdata[column];
  return cl_own_type_get_title (about->holds) ? about->holds : CL_FIELD_TEXT;
}

/**
 * cl_import_add_own_field:
 * @import: an import
 * @column: a column of its match
 * @label: (nullable): what the field is called; %NULL: as the header
 * @type: a type that own fields may have
 * @error: return location
 *
 * Adds a field of the office's own, as an entry of the journal that comes before the import's, and lets the column feed it. Main thread; waits.
 *
 * Returns: whether the field is there and the column feeds it; errors as cl_store_add_own_field()
 */
gboolean
cl_import_add_own_field (ClImport *import, guint column, const char *label, ClFieldType type, GError **error)
{
  const char *header = import->match->headers->pdata[column];
  const ClField *field = cl_store_add_own_field (import->store, import->ledger, label ? label : header, type, NULL, NULL, error);
  if (!field)
    return FALSE;
  cl_header_match_set_path (import->match, column, cl_field_get_name (field));
  return TRUE;
}

/**
 * cl_import_set_fill:
 * @import: an import
 * @path: (nullable): a field that a column feeds; %NULL: all that have no policy of their own
 * @policy: what happens to a value that is there already and differs
 */
void
cl_import_set_fill (ClImport *import, const char *path, ClFillPolicy policy)
{
  if (path)
    g_hash_table_insert (import->choices->fills, g_strdup (path), GUINT_TO_POINTER (policy + 1));
  else
    import->choices->fill = policy;
}

/**
 * cl_import_get_fill:
 * @import: an import
 * @path: (nullable): a field; %NULL: the policy of those without one of their own
 *
 * Returns: what happens to a value that is there already and differs
 */
ClFillPolicy
cl_import_get_fill (ClImport *import, const char *path)
{
  return path ? cl_import_choices_get_fill (import->choices, "", path) : import->choices->fill;
}

/**
 * cl_import_set_make_villages:
 * @import: an import
 * @make: whether villages that are named and not there yet are made; else such rows are refused
 */
void
cl_import_set_make_villages (ClImport *import, gboolean make)
{
  import->choices->keep_out = !make;
}

/**
 * cl_import_get_make_villages:
 * @import: an import
 *
 * Returns: whether villages that are not there yet are made
 */
gboolean
cl_import_get_make_villages (ClImport *import)
{
  return !import->choices->keep_out;
}

/**
 * cl_import_get_new_villages:
 * @import: an import that was run or rehearsed
 *
 * Returns: (transfer full): the villages that the sheet names and that are, or were, not there; in its order
 */
GStrv
cl_import_get_new_villages (ClImport *import)
{
  GStrv names = g_new0 (char *, import->new_villages->len + 1);
  for (guint i = 0; i < import->new_villages->len; i++)
    names[i] = g_strdup (import->new_villages->pdata[i]);
  return names;
}

/**
 * cl_import_set_village:
 * @import: an import
 * @name: one of cl_import_get_new_villages()
 * @division: the division that it means; 0: none said
 */
void
cl_import_set_village (ClImport *import, const char *name, gint64 division)
{
  if (division)
    g_hash_table_insert (import->choices->villages, g_strdup (name), g_memdup2 (&division, sizeof division));
  else
    g_hash_table_remove (import->choices->villages, name);
}

/**
 * cl_import_decide:
 * @import: an import that was run or rehearsed
 * @row: the number of a row that has candidates
 * @decision: what it means
 * @record: the id of the candidate, for %CL_DECISION_RECORD
 *
 * Holds from the next rehearsal or run on.
 */
void
cl_import_decide (ClImport *import, guint row, ClDecision decision, gint64 record)
{
  const ClImportResult *result = cl_import_rows_find (import->rows, row);
  guint from = 0;
  if (!result || !result->question)
    return;
  for (guint i = 0; i < result->question->candidates->len; i++)
    {
      const ClImportCandidate *candidate = result->question->candidates->pdata[i];
      if (candidate->id == record)
        from = candidate->row;
    }
  cl_import_choices_set (import->choices, row, result->question->path, decision, record, from);
}

/**
 * cl_import_get_decision:
 * @import: an import
 * @row: the number of a row
 * @record: (out) (optional): the id of the candidate that was chosen, 0
 *
 * Returns: what was decided about the row
 */
ClDecision
cl_import_get_decision (ClImport *import, guint row, gint64 *record)
{
  const ClImportResult *result = cl_import_rows_find (import->rows, row);
  const ClImportDecision *decision = result && result->question ? cl_import_choices_find (import->choices, row, result->question->path) : NULL;
  if (record)
    *record = decision ? decision->record : 0;
  return decision ? decision->decision : CL_DECISION_NONE;
}

/**
 * cl_import_decide_rest:
 * @import: an import
 * @decision: %CL_DECISION_NEW or %CL_DECISION_SKIP for all rows that nothing is decided about; %CL_DECISION_NONE: they wait
 */
void
cl_import_decide_rest (ClImport *import, ClDecision decision)
{
  g_return_if_fail (decision != CL_DECISION_RECORD);
  import->choices->rest = decision;
}

/**
 * cl_import_decide_change:
 * @import: an import
 * @row: the number of a row, 0 for all rows that nothing is decided about one by one
 * @field: the field of a change
 * @take: whether the sheet's value replaces what is there
 */
void
cl_import_decide_change (ClImport *import, guint row, const ClField *field, gboolean take)
{
  cl_import_choices_set_take (import->choices, row, field, take);
}

/**
 * cl_import_get_n_suspicious:
 * @import: an import that was run or rehearsed
 *
 * Returns: how many rows are taken with a warning
 */
guint
cl_import_get_n_suspicious (ClImport *import)
{
  return import->n_suspicious;
}

static gboolean
holds (const char *text, const char *wanted)
{
  if (!text)
    return FALSE;
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE), *folded = normal ? g_utf8_casefold (normal, -1) : NULL;
  return folded && strstr (folded, wanted);
}

static gboolean
result_holds (const ClImportResult *result, const char *wanted)
{
  const char *at = result->cells;
  for (guint i = 0; i < result->n_cells; i++, at += strlen (at) + 1)
    if (holds (at, wanted))
      return TRUE;
  if (holds (result->reason, wanted))
    return TRUE;
  for (guint i = 0; result->changes && i < result->changes->len; i++)
    {
      const ClJournalChange *change = result->changes->pdata[i];
      if (holds (change->before, wanted) || holds (change->after, wanted))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  ClImportRows *rows;
  guint outcomes;
  gboolean suspicious;
  char *wanted; /* folded; NULL: any */
} Search;

static Search *
search_new (ClImport *import, guint outcomes, gboolean suspicious, const char *text)
{
  Search *search = g_new0 (Search, 1);
  g_autofree char *normal = text && *text ? g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
  *search = (Search) { g_object_ref (import->rows), outcomes, suspicious, normal ? g_utf8_casefold (normal, -1) : NULL };
  return search;
}

static void
search_free (gpointer data)
{
  Search *search = data;
  g_object_unref (search->rows);
  g_free (search->wanted);
  g_free (search);
}

static GListModel *
search_run (Search *search, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *store = g_list_store_new (CL_TYPE_IMPORT_ROW);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (search->rows));
  for (guint i = 0; i < n && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const ClImportResult *result = cl_import_rows_get (search->rows, i);
      if ((!search->outcomes || search->outcomes & 1u << result->outcome) && (!search->suspicious || cl_import_result_is_suspicious (result)) &&
          (!search->wanted || result_holds (result, search->wanted)))
        g_ptr_array_add (found, g_list_model_get_item (G_LIST_MODEL (search->rows), i));
    }
  g_list_store_splice (store, 0, 0, found->pdata, found->len);
  return G_LIST_MODEL (store);
}

/**
 * cl_import_find_rows:
 * @import: an import that was run or rehearsed
 * @outcomes: bits, 1 << #ClOutcome; 0: any
 * @suspicious: only rows that are taken with a warning
 * @text: (nullable): what a cell, the reason or a change holds; width and case make no difference
 *
 * Returns: (transfer full): a list of #ClImportRow, of the last run and in the order of the sheet
 */
GListModel *
cl_import_find_rows (ClImport *import, guint outcomes, gboolean suspicious, const char *text)
{
  Search *search = search_new (import, outcomes, suspicious, text);
  GListModel *found = search_run (search, NULL);
  search_free (search);
  return found;
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, search_run (data, cancellable), g_object_unref);
}

/**
 * cl_import_find_rows_async:
 * @import: an import that was run or rehearsed
 * @outcomes: bits, 1 << #ClOutcome; 0: any
 * @suspicious: only rows that are taken with a warning
 * @text: (nullable): as for cl_import_find_rows()
 * @cancellable: (nullable): when nobody wants it any more
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * As cl_import_find_rows() on a worker, for text is folded and compared in every cell.
 */
void
cl_import_find_rows_async (ClImport           *import,
                           guint               outcomes,
                           gboolean            suspicious,
                           const char         *text,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (import, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_import_find_rows_async);
  g_task_set_task_data (task, search_new (import, outcomes, suspicious, text), search_free);
  g_task_run_in_thread (task, find_thread);
}

/**
 * cl_import_find_rows_finish:
 * @import: an import
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a list of #ClImportRow
 */
GListModel *
cl_import_find_rows_finish (ClImport *import, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
