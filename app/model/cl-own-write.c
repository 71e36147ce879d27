#include "cl-config.h"

#include "cl-own-private.h"

#include "cl-catalogue-private.h"
#include "cl-database-private.h"
#include "cl-journal-private.h"
#include "cl-store-jobs.h"
#include "cl-store-private.h"

ClOwnAddition *
cl_own_addition_new (void)
{
  ClOwnAddition *addition = g_new0 (ClOwnAddition, 1);

  addition->rows = g_ptr_array_new_with_free_func (g_free);
  return addition;
}

static void
addition_free (gpointer data)
{
  ClOwnAddition *addition = data;

  g_ptr_array_unref (addition->rows);
  g_clear_pointer (&addition->statements, g_ptr_array_unref);
  g_free (addition->words);
  g_free (addition->hides);
  g_free (addition->name);
  g_free (addition);
}

void
cl_own_addition_add_row (ClOwnAddition *addition, const char *kind, const char *name, const char *text)
{
  g_ptr_array_add (addition->rows, g_strdup (kind));
  g_ptr_array_add (addition->rows, g_strdup (name));
  g_ptr_array_add (addition->rows, g_strdup (text));
}

static gboolean
insert_rows (ClDatabase *database, const ClOwnAddition *addition, GError **error)
{
  g_autoptr(ClStatement) insert = cl_database_prepare (database, "INSERT INTO description (kind, name, text) VALUES (?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i + 2 < addition->rows->len; i += 3)
    {
      for (int c = 0; c < 3; c++)
        cl_statement_bind_text (insert, c + 1, addition->rows->pdata[i + c]);
      if (!cl_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

/* Columns that were added to a ledger come after it in the table: a new version takes the place of the former one, which is laid at the end. */
static gboolean
replace_rows (ClDatabase *database, const ClOwnAddition *addition, GError **error)
{
  g_autoptr(ClStatement) keep = cl_database_prepare (database, "INSERT INTO description (kind, name, text, hidden) SELECT 'former-' || kind, name || '@' ||"
                                                     " (SELECT max(position) + 1 FROM description), text, 1 FROM description WHERE kind = ? AND name = ?", error);
  g_autoptr(ClStatement) update = cl_database_prepare (database, "UPDATE description SET text = ?, hidden = 0 WHERE kind = ? AND name = ?", error);

  if (keep == NULL || update == NULL)
    return FALSE;
  for (guint i = 0; i + 2 < addition->rows->len; i += 3)
    {
      cl_statement_bind_text (keep, 1, addition->rows->pdata[i]);
      cl_statement_bind_text (keep, 2, addition->rows->pdata[i + 1]);
      cl_statement_bind_text (update, 1, addition->rows->pdata[i + 2]);
      cl_statement_bind_text (update, 2, addition->rows->pdata[i]);
      cl_statement_bind_text (update, 3, addition->rows->pdata[i + 1]);
      if (!cl_statement_run (keep, error) || !cl_statement_run (update, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_hidden (ClDatabase *database, const ClOwnAddition *addition, GError **error)
{
  g_autoptr(ClStatement) update = cl_database_prepare (database, "UPDATE description SET hidden = ? WHERE kind = ? AND name = ?", error);

  if (update == NULL)
    return FALSE;
  cl_statement_bind_integer (update, 1, addition->hidden);
  cl_statement_bind_text (update, 2, addition->hides);
  cl_statement_bind_text (update, 3, addition->name);
  return cl_statement_run (update, error);
}

static gboolean
write_rows (ClDatabase *database, const ClOwnAddition *addition, GError **error)
{
  if (addition->replaces ? !replace_rows (database, addition, error) : !insert_rows (database, addition, error))
    return FALSE;
  return addition->name == NULL || set_hidden (database, addition, error);
}

static gboolean
widen (ClDatabase *database, ClCatalogue *catalogue, const ClOwnAddition *addition, GError **error)
{
  g_autoptr(ClTablePlan) plan = NULL;

  for (guint i = 0; addition->statements != NULL && i < addition->statements->len; i++)
    if (!cl_database_execute (database, addition->statements->pdata[i], error))
      return FALSE;
  if (!addition->whole_plan)
    return TRUE;
  plan = cl_table_plan_new (database, catalogue, error);
  return plan != NULL && cl_store_schema_widen (database, plan, error);
}

/* Of no recorded transaction: what changes tables cannot be recorded. */
static gint64
work_add (ClDatabase *database, gpointer data, GCancellable *cancellable, GHashTable **changed, GError **error)
{
  ClWork *work = data;
  const ClOwnAddition *addition = work->data;
  gint64 entry = 0;

  if (!cl_database_execute (database, "BEGIN IMMEDIATE", error))
    return 0;
  if (write_rows (database, addition, error) && widen (database, work->catalogue, addition, error) &&
      (entry = cl_chain_append (database, NULL, "schema", addition->words, 0, error)) != 0 &&
      cl_database_execute (database, "COMMIT", error))
    return entry;
  cl_database_execute (database, "ROLLBACK", NULL);
  return 0;
}

/* Takes @addition. */
gboolean
cl_own_addition_carry_out (ClStore *store, ClOwnAddition *addition, GError **error)
{
  const char *files = cl_store_get_files (store);
  ClWork *work = cl_work_new (cl_store_get_catalogue (store), files);

  work->data = addition;
  work->destroy = addition_free;
  return cl_store_run (store, work_add, work, error) != 0;
}

char *
cl_own_path (const char *folder, const char *name)
{
  return folder != NULL ? g_strconcat (CL_OWN_PATH, folder, "/", name, ".xml", NULL) : g_strconcat (CL_OWN_PATH, name, NULL);
}
