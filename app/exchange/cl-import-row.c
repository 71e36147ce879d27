#include "cl-config.h"

#include <string.h>

#include "cl-import-private.h"

struct _ClImportRow
{
  GObject parent_instance;
  ClImportRows *rows; /* whose result it shows */
  guint place;
  GStrv cells;
};

G_DEFINE_FINAL_TYPE (ClImportRow, cl_import_row, G_TYPE_OBJECT)

static void
cl_import_row_finalize (GObject *object)
{
  ClImportRow *row = CL_IMPORT_ROW (object);
  g_clear_object (&row->rows);
  g_strfreev (row->cells);
  G_OBJECT_CLASS (cl_import_row_parent_class)->finalize (object);
}

static void
cl_import_row_class_init (ClImportRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_import_row_finalize;
}

static void
cl_import_row_init (ClImportRow *row)
{
}

/* So many are not freed in passing. */
#define MANY_ROWS 1000

struct _ClImportRows
{
  GObject parent_instance;
  GArray *results; /* ClImportResult */
};

static GType
get_item_type (GListModel *model)
{
  return CL_TYPE_IMPORT_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return CL_IMPORT_ROWS (model)->results->len;
}

static gpointer
get_item (GListModel *model, guint place)
{
  ClImportRows *rows = CL_IMPORT_ROWS (model);
  if (place >= rows->results->len)
    return NULL;
  ClImportRow *row = g_object_new (CL_TYPE_IMPORT_ROW, NULL);
  row->rows = g_object_ref (rows);
  row->place = place;
  return row;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ClImportRows, cl_import_rows, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
result_clear (gpointer data)
{
  ClImportResult *result = data;
  g_free (result->cells);
  g_free (result->reason);
  g_clear_pointer (&result->changes, g_ptr_array_unref);
  g_clear_pointer (&result->question, cl_import_question_free);
}

static gpointer
free_thread (gpointer data)
{
  g_array_unref (data);
  return NULL;
}

/* The last to hold many rows is most often a list view, on the main thread, which has no time for some ten thousand pieces of text. */
static void
cl_import_rows_finalize (GObject *object)
{
  GArray *results = CL_IMPORT_ROWS (object)->results;
  GThread *thread = results->len >= MANY_ROWS ? g_thread_try_new ("canlian-free", free_thread, results, NULL) : NULL;
  if (thread)
    g_thread_unref (thread);
  else
    g_array_unref (results);
  G_OBJECT_CLASS (cl_import_rows_parent_class)->finalize (object);
}

static void
cl_import_rows_class_init (ClImportRowsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_import_rows_finalize;
}

static void
cl_import_rows_init (ClImportRows *rows)
{
  rows->results = g_array_new (FALSE, TRUE, sizeof (ClImportResult));
  g_array_set_clear_func (rows->results, result_clear);
}

ClImportRows *
cl_import_rows_new (void)
{
  return g_object_new (CL_TYPE_IMPORT_ROWS, NULL);
}

/* All cells in one piece, each with its NUL. */
char *
cl_import_pack (GPtrArray *cells)
{
  gsize size = 0;
  for (guint i = 0; i < cells->len; i++)
    size += strlen (cells->pdata[i]) + 1;
  char *packed = g_malloc (size + 1), *at = packed;
  for (guint i = 0; i < cells->len; i++)
    {
      char *end = stpcpy (at, cells->pdata[i]);
      cells->pdata[i] = at;
      at = end + 1;
    }
  return packed;
}

void
cl_import_rows_add (ClImportRows *rows,
                    guint         number,
                    ClOutcome     outcome,
                    GPtrArray    *cells,
                    char         *packed,
                    char         *reason,
                    GPtrArray    *changes,
                    ClImportQuestion *question)
{
  ClImportResult result = { number, outcome, cells->len, packed ? packed : cl_import_pack (cells), reason, changes, question };
  g_array_append_val (rows->results, result);
}

const ClImportResult *
cl_import_rows_get (ClImportRows *rows, guint place)
{
  return &g_array_index (rows->results, ClImportResult, place);
}

static int
compare_number (gconstpointer a, gconstpointer b)
{
  guint x = ((const ClImportResult *) a)->number, y = ((const ClImportResult *) b)->number;
  return x < y ? -1 : x > y;
}

const ClImportResult *
cl_import_rows_find (ClImportRows *rows, guint number)
{
  const ClImportResult wanted = { .number = number };
  guint place;
  return g_array_binary_search (rows->results, &wanted, compare_number, &place) ? cl_import_rows_get (rows, place) : NULL;
}

gboolean
cl_import_result_is_suspicious (const ClImportResult *result)
{
  return result->reason && result->outcome <= CL_OUTCOME_UNCHANGED;
}

static void
candidate_free (gpointer data)
{
  ClImportCandidate *candidate = data;
  cl_ledger_unref (candidate->ledger);
  g_free (candidate->called);
  g_free (candidate->says);
  g_free (candidate->reasons);
  g_free (candidate);
}

ClImportQuestion *
cl_import_question_new (const char *path)
{
  ClImportQuestion *question = g_new0 (ClImportQuestion, 1);
  question->path = g_strdup (path);
  question->candidates = g_ptr_array_new_with_free_func (candidate_free);
  return question;
}

void
cl_import_question_free (ClImportQuestion *question)
{
  if (!question)
    return;
  g_free (question->path);
  g_ptr_array_unref (question->candidates);
  g_free (question);
}

static void
change_free (gpointer data)
{
  ClImportChange *change = data;
  g_free (change->change.before);
  g_free (change->change.after);
  g_free (change);
}

GPtrArray *
cl_import_changes_new (void)
{
  return g_ptr_array_new_with_free_func (change_free);
}

static const ClImportResult *
get_result (ClImportRow *row)
{
  return cl_import_rows_get (row->rows, row->place);
}

/**
 * cl_import_row_get_number:
 * @row: a row
 *
 * Returns: its number as the spreadsheet counts, from 1
 */
guint
cl_import_row_get_number (ClImportRow *row)
{
  return get_result (row)->number;
}

/**
 * cl_import_row_get_outcome:
 * @row: a row
 *
 * Returns: what became, or would become, of it
 */
ClOutcome
cl_import_row_get_outcome (ClImportRow *row)
{
  return get_result (row)->outcome;
}

/**
 * cl_import_row_get_cells:
 * @row: a row
 *
 * Returns: (transfer none) (array zero-terminated=1): its texts by column; a blank cell that took the value above has it here
 */
const char *const *
cl_import_row_get_cells (ClImportRow *row)
{
  if (!row->cells)
    {
      const ClImportResult *result = get_result (row);
      const char *at = result->cells;
      row->cells = g_new0 (char *, result->n_cells + 1);
      for (guint i = 0; i < result->n_cells; i++, at += strlen (at) + 1)
        row->cells[i] = g_strdup (at);
    }
  return (const char *const *) row->cells;
}

/**
 * cl_import_row_get_reason:
 * @row: a row
 *
 * Returns: (transfer none) (nullable): of a refused row why it is refused and what to do, of one passed over why, of others the warnings
 */
const char *
cl_import_row_get_reason (ClImportRow *row)
{
  return get_result (row)->reason;
}

/**
 * cl_import_row_get_changes:
 * @row: a row
 *
 * Returns: (transfer none) (nullable) (element-type ClJournalChange): what changes in records that were there, over all that the row touches
 */
const GPtrArray *
cl_import_row_get_changes (ClImportRow *row)
{
  return get_result (row)->changes;
}

/**
 * cl_import_row_is_suspicious:
 * @row: a row
 *
 * Returns: whether it is taken, or would be, with a warning
 */
gboolean
cl_import_row_is_suspicious (ClImportRow *row)
{
  return cl_import_result_is_suspicious (get_result (row));
}

/**
 * cl_import_row_get_candidates:
 * @row: a row
 *
 * Returns: (transfer none) (nullable) (element-type ClImportCandidate): who may be meant, best first, where a person has, or had, to say it
 */
const GPtrArray *
cl_import_row_get_candidates (ClImportRow *row)
{
  const ClImportResult *result = get_result (row);
  return result->question ? result->question->candidates : NULL;
}

/**
 * cl_import_row_is_asked:
 * @row: a row
 * @change: one of cl_import_row_get_changes()
 *
 * Returns: whether it is not made before cl_import_decide_change() says so
 */
gboolean
cl_import_row_is_asked (ClImportRow *row, const ClJournalChange *change)
{
  return ((const ClImportChange *) change)->asked;
}
