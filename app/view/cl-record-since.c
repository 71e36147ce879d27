#include "cl-config.h"

#include "cl-record-form-private.h"

/* A save may wait behind a long write, and nobody waits for it with the hands still: what is typed meanwhile is no part of it, and stays in the form. */

void
cl_record_form_begin_since (ClRecordForm *self)
{
  g_hash_table_remove_all (self->since);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  self->sent = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GPtrArray *files = cl_field_row_get_files (self->rows->pdata[i]);

      for (guint j = 0; files != NULL && j < files->len; j++)
        g_ptr_array_add (self->sent, g_object_ref (files->pdata[j]));
    }
}

void
cl_record_form_note_since (ClRecordForm *self, ClFieldRow *row)
{
  g_hash_table_add (self->since, row);
}

void
cl_record_form_end_since (ClRecordForm *self)
{
  g_hash_table_remove_all (self->since);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
}

/* Files that were chosen since are attached by the next save; those of the last one are in the store. */
static GPtrArray *
list_files_since (ClRecordForm *self, ClFieldRow *row)
{
  GPtrArray *files = cl_field_row_get_files (row), *since = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      if (g_ptr_array_find (self->sent, files->pdata[i], NULL))
        cl_field_row_forget_file (row, files->pdata[i]);
      else
        g_ptr_array_add (since, g_object_ref (files->pdata[i]));
    }
  return since;
}

/* Rows that nobody typed in show what was saved; in the others the cursor stays where it is. */
static void
renew_row (ClRecordForm *self, ClFieldRow *row)
{
  g_autoptr (GPtrArray) files = NULL;

  if (g_hash_table_contains (self->since, row) && row->files == NULL)
    return;
  files = row->files != NULL ? list_files_since (self, row) : NULL;
  cl_field_row_set_value (row, cl_record_get (self->draft, cl_field_row_get_field (row)));
  if (files != NULL && files->len > 0)
    cl_field_row_attach (row, files);
}

gboolean
cl_record_form_go_on (ClRecordForm *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  ClRecord *saved;

  if (g_hash_table_size (self->since) == 0)
    return FALSE;
  saved = cl_record_load (cl_store_get_reader (cl_context_get_store (self->context)), cl_record_get_ledger (self->draft), id, &error);
  if (saved == NULL)
    {
      g_warning ("What was typed while a record was saved has no record to go on with: %s", error->message);
      return FALSE;
    }
  cl_record_free (self->draft);
  self->draft = saved;
  self->saved = id;
  cl_record_form_renew_draft (self);
  for (guint i = 0; i < self->rows->len; i++)
    renew_row (self, self->rows->pdata[i]);
  for (guint i = 0; i < self->rows->len; i++)
    if (g_hash_table_contains (self->since, self->rows->pdata[i]) && !cl_record_form_collect (self, self->rows->pdata[i], &error))
      g_clear_error (&error); /* half written: it is said when the field is left */
  cl_record_form_derive (self);
  cl_record_form_show_title (self);
  cl_record_form_end_since (self);
  cl_record_form_keep_later (self);
  return TRUE;
}
