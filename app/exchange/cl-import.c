#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-header-memory.h"
#include "cl-import-private.h"
#include "cl-kept.h"

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)

G_DEFINE_FINAL_TYPE (ClImport, cl_import, G_TYPE_OBJECT)

enum
{
  PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One run: all that the writer thread touches. What it found is handed to the import on the main thread. */
typedef struct
{
  ClImport *import;     /* for progress, and the path of its store; its other parts are not touched on the writer thread */
  char *path;
  ClSheetOptions options;
  char *sheet, *encoding, *delimiter;
  char *office_code, *office_name;
  ClCatalogue *catalogue;
  ClLedger *ledger;
  ClHeaderMatch *match;     /* a copy */
  ClImportChoices *choices; /* a copy */
  gboolean rehearse, report;
  gint64 stamp;             /* of the file that the preview showed, 0; then of that which was read */
  guint total;
  gint64 reported;
  ClImportRows *rows;
  GPtrArray *new_villages;
  guint counts[CL_OUTCOME_LAST];
  guint n_suspicious;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;
  g_clear_object (&run->import);
  g_free (run->path);
  g_free (run->sheet);
  g_free (run->encoding);
  g_free (run->delimiter);
  g_free (run->office_code);
  g_free (run->office_name);
  g_clear_object (&run->catalogue);
  g_clear_pointer (&run->ledger, cl_ledger_unref);
  cl_header_match_free (run->match);
  cl_import_choices_free (run->choices);
  g_clear_object (&run->rows);
  g_ptr_array_unref (run->new_villages);
  g_free (run);
}

static Run *
run_new (ClImport *import, gboolean rehearse)
{
  Run *run = g_new0 (Run, 1);
  run->import = g_object_ref (import);
  run->path = g_strdup (import->path);
  run->sheet = g_strdup (import->sheet);
  run->encoding = g_strdup (import->encoding);
  run->delimiter = g_strdup (import->delimiter);
  run->options = (ClSheetOptions) { .sheet = run->sheet, .encoding = run->encoding, .delimiter = run->delimiter, .number = import->number };
  run->office_code = cl_store_get_setting (import->store, "office-code");
  run->office_name = cl_store_get_setting (import->store, "office-name");
  run->catalogue = g_object_ref (cl_store_get_catalogue (import->store));
  run->ledger = cl_ledger_ref (import->ledger);
  run->match = cl_header_match_copy (import->match);
  run->choices = cl_import_choices_copy (import->choices);
  run->new_villages = g_ptr_array_new_with_free_func (g_free);
  run->rehearse = rehearse;
  run->total = import->total;
  run->stamp = import->stamp;
  return run;
}

typedef struct
{
  ClImport *import;
  guint done, total;
} Progress;

static gboolean
progress_cb (gpointer data)
{
  Progress *progress = data;
  g_signal_emit (progress->import, signals[PROGRESS], 0, progress->done, progress->total);
  return G_SOURCE_REMOVE;
}

static void
progress_free (gpointer data)
{
  Progress *progress = data;
  g_object_unref (progress->import);
  g_free (progress);
}

static void
report (Run *run, guint done)
{
  gint64 now = g_get_monotonic_time ();
  if (!run->report || now - run->reported < PROGRESS_INTERVAL)
    return;
  run->reported = now;
  Progress *progress = g_new0 (Progress, 1);
  progress->import = g_object_ref (run->import);
  progress->done = done;
  progress->total = run->total;
  g_idle_add_full (G_PRIORITY_DEFAULT, progress_cb, progress, progress_free);
}

static gboolean
is_blank (const char *text)
{
  while (*text && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/* Blank cells of a village or household take what stands above (cl-import-plan.c); @above keeps it, and lends it to them. */
static void
carry (ClImportPlan *plan, GPtrArray *cells, GPtrArray *above)
{
  for (guint i = 0; i < plan->carried->len; i++)
    {
      GArray *columns = plan->carried->pdata[i];
      gboolean blank = TRUE;
      for (guint k = 0; k < columns->len; k++)
        {
          guint column = g_array_index (columns, guint, k);
          blank = blank && (column >= cells->len || is_blank (cells->pdata[column]));
        }
      for (guint k = 0; k < columns->len; k++)
        {
          guint column = g_array_index (columns, guint, k);
          while (cells->len <= column)
            g_ptr_array_add (cells, (gpointer) "");
          while (above->len <= column)
            g_ptr_array_add (above, g_strdup (""));
          if (blank)
            cells->pdata[column] = above->pdata[column];
          else if (cells->pdata[column] != above->pdata[column])
            {
              g_free (above->pdata[column]);
              above->pdata[column] = g_strdup (cells->pdata[column]);
            }
        }
    }
}

/* By which a file is known to be another than before. */
static gint64
stamp_of (const char *path)
{
  GStatBuf about;
  return g_stat (path, &about) == 0 ? (gint64) about.st_mtim.tv_sec * 1000003 + about.st_mtim.tv_nsec + (gint64) about.st_size * 31 + (gint64) about.st_ino : 0;
}

/* What was shown is what comes in. */
static gboolean
is_as_shown (Run *run, GError **error)
{
  gint64 stamp = stamp_of (run->path);
  gboolean same = run->rehearse || run->stamp == 0 || run->stamp == stamp;
  run->stamp = stamp;
  if (!same)
    g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("The file was changed since it was looked at. Look at its rows again before importing them."));
  return same;
}

/* Rows are inserted by a thread of their own: what is wrong with one may be told of only with a later one, or with none. */
static gboolean
fail_at (ClImportContext *context, guint row, GError **error)
{
  guint failed = cl_transaction_get_failed (context->transaction);
  if (failed || row)
    g_prefix_error (error, _("Row %u: "), failed ? failed : row);
  return FALSE;
}

static gboolean
take_rows (Run *run, ClImportContext *context, GError **error)
{
  g_autoptr (ClSheetReader) reader = cl_importer_open_any (run->catalogue, run->path, &run->options, error);
  g_autoptr (GPtrArray) above = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ClImportAhead) ahead = NULL;
  GCancellable *cancellable = cl_transaction_get_cancellable (context->transaction);
  g_autoptr (GError) local = NULL;
  ClImportAheadRow *row;
  guint done = 0;
  if (!reader || !is_as_shown (run, error))
    return FALSE;
  ahead = cl_import_ahead_new (reader, context->plan, run->match);
  while ((row = cl_import_ahead_next (ahead, &local)))
    {
      ClOutcome outcome;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      report (run, ++done);
      if (row->blank)
        continue;
      if (row->skip)
        {
          cl_import_rows_add (run->rows, row->number, CL_OUTCOME_SKIPPED, row->cells, g_steal_pointer (&row->packed), g_strdup (row->skip), NULL, NULL);
          run->counts[CL_OUTCOME_SKIPPED]++;
          continue;
        }
      context->cells = row->cells;
      context->parsed = row->parsed;
      if (!cl_import_leads_group (context))
        carry (context->plan, row->cells, above);
      context->row = row->number;
      cl_transaction_mark (context->transaction, row->number);
      if (!cl_import_apply (context, &outcome, error))
        return fail_at (context, row->number, error);
      char *packed = context->plan->carried->len ? NULL : g_steal_pointer (&row->packed);
      cl_import_rows_add (run->rows, row->number, outcome, row->cells, packed, cl_import_take_reason (context, outcome),
                          g_steal_pointer (&context->changes), g_steal_pointer (&context->question));
      run->counts[outcome]++;
      run->n_suspicious += outcome <= CL_OUTCOME_UNCHANGED && context->warnings->len > 0;
    }
  if (!local)
    return cl_transaction_settle (context->transaction, error) || fail_at (context, 0, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static char *
words_of (Run *run)
{
  g_autofree char *base = cl_file_call (run->path);
  guint added = run->counts[CL_OUTCOME_ADDED], changed = run->counts[CL_OUTCOME_CHANGED];
  if (added && changed)
    return g_strdup_printf (_("Import of %s: %u rows added, %u changed"), base, added, changed);
  if (changed)
    return g_strdup_printf (_("Import of %s: %u rows changed"), base, changed);
  return g_strdup_printf (_("Import of %s: %u rows added"), base, added);
}

/* On the writer thread. */
static gboolean
write_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (ClDatabase) bare = cl_database_open (":memory:", CL_DATABASE_READ, error);
  g_autoptr (ClImportPlan) plan = bare ? cl_import_plan_new (run->catalogue, run->ledger, run->match, error) : NULL;
  if (!plan)
    return FALSE;
  cl_database_set_catalogue (bare, run->catalogue);
  /* Undo takes an import back too; this is for what is found out when other work stands on it. */
  if (!run->rehearse && !cl_kept_make (cl_store_get_path (run->import->store), "import", NULL, error))
    {
      g_prefix_error (error, "%s ", _("The backup before the import could not be made; nothing was imported."));
      return FALSE;
    }
  ClImportContext context = { .transaction = transaction, .database = cl_transaction_get_database (transaction), .bare = bare, .plan = plan, .match = run->match,
                              .choices = run->choices, .problems = g_string_new (NULL), .warnings = g_string_new (NULL),
                              .questions = g_string_new (NULL), .made = g_hash_table_new_full (NULL, NULL, NULL, g_free) };
  cl_transaction_set_kind (transaction, "import");
  cl_transaction_expect_many (transaction);
  cl_import_references_init (&context.references, context.database, run->catalogue, run->office_code, run->office_name);
  context.references.choices = run->choices;
  context.references.new_villages = run->new_villages;
  run->rows = cl_import_rows_new ();
  gboolean result = take_rows (run, &context, error);
  if (result)
    {
      g_autofree char *words = words_of (run);
      cl_transaction_set_words (transaction, words);
    }
  cl_import_references_clear (&context.references);
  g_string_free (context.problems, TRUE);
  g_string_free (context.warnings, TRUE);
  g_string_free (context.questions, TRUE);
  g_hash_table_unref (context.made);
  cl_import_question_free (context.question);
  g_clear_pointer (&context.changes, g_ptr_array_unref);
  return result;
}

static void
take_result (ClImport *import, Run *run)
{
  g_set_object (&import->rows, run->rows);
  memcpy (import->counts, run->counts, sizeof import->counts);
  import->n_suspicious = run->n_suspicious;
  import->stamp = run->stamp;
  import->total = g_list_model_get_n_items (G_LIST_MODEL (run->rows));
  g_ptr_array_unref (import->new_villages);
  import->new_villages = g_ptr_array_ref (run->new_villages);
  /* What could not be kept for the next file is no fault of this one. */
  if (!run->rehearse && cl_header_match_is_corrected (run->match))
    cl_header_memory_keep (import->store, import->ledger, run->match, NULL);
}

static gboolean
run_now (ClImport *import, gboolean rehearse, GError **error)
{
  Run *run = run_new (import, rehearse);
  gboolean result = rehearse ? cl_store_rehearse (import->store, write_cb, run, error)
                             : cl_store_write (import->store, _("Import"), write_cb, run, error) != 0;
  if (result)
    take_result (import, run);
  run_free (run);
  return result;
}

static void
cl_import_finalize (GObject *object)
{
  ClImport *import = CL_IMPORT (object);
  g_clear_object (&import->store);
  g_clear_pointer (&import->ledger, cl_ledger_unref);
  g_free (import->path);
  g_free (import->sheet);
  g_free (import->encoding);
  g_free (import->delimiter);
  g_clear_pointer (&import->head, g_ptr_array_unref);
  g_clear_pointer (&import->head_numbers, g_array_unref);
  g_clear_pointer (&import->head_spans, g_array_unref);
  cl_header_match_free (import->match);
  cl_import_choices_free (import->choices);
  g_clear_object (&import->rows);
  g_ptr_array_unref (import->new_villages);
  G_OBJECT_CLASS (cl_import_parent_class)->finalize (object);
}

static void
cl_import_class_init (ClImportClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_import_finalize;

  /**
   * ClImport::progress:
   * @import: the import
   * @done: rows done
   * @total: rows in all, 0 while it is not known
   *
   * Emitted on the main thread during cl_import_run_async(), at most ten times a second.
   */
  signals[PROGRESS] = g_signal_new ("progress", CL_TYPE_IMPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
cl_import_init (ClImport *import)
{
  import->rows = cl_import_rows_new ();
  import->choices = cl_import_choices_new ();
  import->new_villages = g_ptr_array_new_with_free_func (g_free);
}

/**
 * cl_import_get_match:
 * @import: an import
 *
 * Returns: (transfer none): which column feeds which path; may be corrected between runs
 */
ClHeaderMatch *
cl_import_get_match (ClImport *import)
{
  g_return_val_if_fail (CL_IS_IMPORT (import), NULL);
  return import->match;
}

/**
 * cl_import_rehearse:
 * @import: an import
 * @error: return location
 *
 * Does all that cl_import_run() does, and takes it back. Waits; main thread.
 *
 * Returns: whether it could be done; refused rows are no error
 */
gboolean
cl_import_rehearse (ClImport *import, GError **error)
{
  g_return_val_if_fail (CL_IS_IMPORT (import), FALSE);
  return run_now (import, TRUE, error);
}

/**
 * cl_import_run:
 * @import: an import
 * @error: return location
 *
 * Imports the file as one transaction, one journal entry, one undo; where nothing changes there is no entry. Waits; main thread.
 *
 * Returns: whether it could be done; refused rows are no error
 */
gboolean
cl_import_run (ClImport *import, GError **error)
{
  g_return_val_if_fail (CL_IS_IMPORT (import), FALSE);
  return run_now (import, FALSE, error);
}

static void
run_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean good = run->rehearse ? cl_store_rehearse_finish (CL_STORE (source), result, &error)
                                : cl_store_write_finish (CL_STORE (source), result, &error) != 0;
  if (!good)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  take_result (run->import, run);
  g_task_return_boolean (task, TRUE);
}

/**
 * cl_import_run_async:
 * @import: an import
 * @rehearse: take everything back at the end
 * @cancellable: (nullable): a cancelled import leaves nothing
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * As cl_import_rehearse() and cl_import_run(), without waiting, with #ClImport::progress.
 */
void
cl_import_run_async (ClImport *import, gboolean rehearse, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (CL_IS_IMPORT (import));
  GTask *task = g_task_new (import, cancellable, callback, user_data);
  Run *run = run_new (import, rehearse);
  run->report = TRUE;
  g_task_set_source_tag (task, cl_import_run_async);
  g_task_set_task_data (task, run, run_free);
  if (rehearse)
    cl_store_rehearse_async (import->store, write_cb, run, NULL, cancellable, run_done_cb, task);
  else
    cl_store_write_async (import->store, _("Import"), write_cb, run, NULL, cancellable, run_done_cb, task);
}

/**
 * cl_import_run_finish:
 * @import: an import
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether it could be done; counts and rows are there then
 */
gboolean
cl_import_run_finish (ClImport *import, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, import), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cl_import_get_count:
 * @import: an import that was run or rehearsed
 * @outcome: an outcome
 *
 * Returns: how many rows had it
 */
guint
cl_import_get_count (ClImport *import, ClOutcome outcome)
{
  g_return_val_if_fail (CL_IS_IMPORT (import) && outcome < CL_OUTCOME_LAST, 0);
  return import->counts[outcome];
}

/**
 * cl_import_get_rows:
 * @import: an import
 *
 * Returns: (transfer none): #ClImportRow, all of the last run in the order of the sheet; empty before. A further run makes another list.
 */
GListModel *
cl_import_get_rows (ClImport *import)
{
  g_return_val_if_fail (CL_IS_IMPORT (import), NULL);
  return G_LIST_MODEL (import->rows);
}
