#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-record-form-private.h"

typedef struct
{
  ClRecord *record;
  GArray *files; /* ClFieldFiles, or NULL */
  char *labels;  /* of the changed fields */
  gint64 draft;  /* that is one no more, or 0 */
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  cl_record_free (save->record);
  g_clear_pointer (&save->files, g_array_unref);
  g_free (save->labels);
  g_free (save);
}

static gboolean
attach (ClTransaction *transaction, ClRecord *record, const ClFieldFiles *chosen, GError **error)
{
  const ClValue *value = cl_record_get (record, chosen->field);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (ClValue) attached = CL_VALUE_INIT;

  if (value->kind == CL_VALUE_IDS)
    g_array_append_vals (ids, value->ids->data, value->ids->len);
  for (guint i = 0; i < chosen->files->len; i++)
    {
      gint64 id = cl_transaction_attach (transaction, g_ptr_array_index (chosen->files, i), error);

      if (id == 0)
        return FALSE;
      g_array_append_val (ids, id);
    }
  if (cl_field_is_several (chosen->field))
    cl_value_take_ids (&attached, g_steal_pointer (&ids));
  else
    cl_value_set_integer (&attached, g_array_index (ids, gint64, ids->len - 1));
  cl_record_set (record, chosen->field, &attached);
  return TRUE;
}

static gboolean
save_func (ClTransaction *transaction, gpointer data, GError **error)
{
  Save *save = data;
  ClLedger *ledger = cl_record_get_ledger (save->record);
  gboolean created = cl_record_get_id (save->record) == 0;
  g_autofree char *called = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; save->files != NULL && i < save->files->len; i++)
    if (!attach (transaction, save->record, &g_array_index (save->files, ClFieldFiles, i), error))
      return FALSE;
  if (!cl_transaction_save (transaction, save->record, error) || (save->draft != 0 && !cl_draft_forget (transaction, save->draft, error)))
    return FALSE;
  called = cl_record_call (cl_transaction_get_database (transaction), cl_transaction_get_catalogue (transaction), ledger, cl_record_get_id (save->record));
  if (created)
    /* Translators: words of a change, as undo says them: a ledger's title, the new record's name */
    words = g_strdup_printf (_("New in %s: %s"), cl_ledger_get_title (ledger), called != NULL ? called : "");
  else
    /* Translators: words of a change, as undo says them: the record's name, the labels of the fields */
    words = g_strdup_printf (_("Change %s: %s"), called != NULL ? called : "", save->labels);
  cl_transaction_set_words (transaction, words);
  return TRUE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Save *save = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gint64 entry = cl_store_write_finish (CL_STORE (source), result, &error), *id;

  if (entry == 0)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* No record was changed, so no other signal tells that the draft is gone. */
  if (entry < 0)
    g_signal_emit_by_name (source, "drafts-changed");
  id = g_new (gint64, 1);
  *id = cl_record_get_id (save->record);
  g_task_return_pointer (task, id, g_free);
}

void
cl_record_save_async (ClContext *context, ClRecord *draft, GArray *files, gint64 kept_draft, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  ClLedger *ledger = cl_record_get_ledger (draft);
  GString *labels = g_string_new (NULL);
  Save *save = g_new0 (Save, 1);

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      gboolean attached = FALSE;

      for (guint j = 0; files != NULL && j < files->len; j++)
        attached = attached || g_array_index (files, ClFieldFiles, j).field == field;
      if (!attached && !cl_record_is_changed (draft, field))
        continue;
      if (labels->len > 0)
        g_string_append (labels, _(", "));
      g_string_append (labels, cl_field_get_label (field));
    }
  save->record = draft;
  save->files = files;
  save->draft = kept_draft;
  save->labels = g_string_free (labels, FALSE);
  g_task_set_task_data (task, save, save_free);
  cl_store_write_async (cl_context_get_store (context), _("Change"), save_func, save, NULL, NULL, written_cb, task);
}

gint64
cl_record_save_finish (GAsyncResult *result, GError **error)
{
  g_autofree gint64 *id = g_task_propagate_pointer (G_TASK (result), error);

  return id != NULL ? *id : 0;
}
