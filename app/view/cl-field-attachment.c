#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-file-dialog.h"
#include "cl-field-row-private.h"
#include "cl-view-private.h"
#include "cl-widgets-private.h"

/* Attachments: files are chosen here and copied into the store with the save, in the same transaction. */

static void show_files (ClFieldRow *self);

static void
remove_cb (GtkButton *button, ClFieldRow *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "cl-index"));

  if (i < self->ids->len)
    g_array_remove_index (self->ids, i);
  else
    {
      cl_field_row_forget_file (self, self->files->pdata[i - self->ids->len]);
      g_ptr_array_remove_index (self->files, i - self->ids->len);
    }
  gtk_widget_grab_focus (self->focus);
  show_files (self);
  cl_field_row_edited (self);
  cl_field_row_committed (self);
}

static void
show_files (ClFieldRow *self)
{
  ClLedger *target = cl_catalogue_find_ledger (cl_context_get_catalogue (self->context), "attachment");
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chosen)) != NULL)
    gtk_box_remove (GTK_BOX (self->chosen), child);
  for (guint i = 0; i < self->ids->len; i++)
    {
      g_autofree char *called = target != NULL ? cl_view_call (self->context, target, g_array_index (self->ids, gint64, i)) : g_strdup ("");

      cl_field_row_add_chosen (self, called, i, PANGO_ELLIPSIZE_MIDDLE, G_CALLBACK (remove_cb));
    }
  for (guint i = 0; i < self->files->len; i++)
    {
      g_autofree char *base = g_file_get_basename (g_ptr_array_index (self->files, i)), *called = cl_file_call (base);

      cl_field_row_add_chosen (self, called, self->ids->len + i, PANGO_ELLIPSIZE_MIDDLE, G_CALLBACK (remove_cb));
    }
}

void
cl_field_row_attach (ClFieldRow *row, const GPtrArray *files)
{
  if (!cl_field_is_several (row->field))
    {
      g_array_set_size (row->ids, 0);
      for (guint i = 0; i < row->files->len; i++)
        cl_field_row_forget_file (row, row->files->pdata[i]);
      g_ptr_array_set_size (row->files, 0);
    }
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (row->files, g_object_ref (files->pdata[i]));
  show_files (row);
  cl_field_row_edited (row);
  cl_field_row_committed (row);
}

static void
chosen_cb (GtkDialog *dialog, int response, ClFieldRow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      GSList files = { file, NULL };

      if (file != NULL)
        cl_field_row_take_files (self, &files);
    }
  gtk_widget_grab_focus (self->focus);
}

static void
choose_cb (ClFieldRow *self)
{
  GtkWidget *dialog = cl_file_dialog_new (GTK_WIDGET (self), cl_field_get_label (self->field), GTK_FILE_CHOOSER_ACTION_OPEN);

  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
attachment_create (ClFieldRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  /* Translators: names the button that attaches a file; %s: the field's label */
  g_autofree char *name = g_strdup_printf (_("%s: choose a file"), cl_field_get_label (self->field));

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->chosen = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->focus = gtk_button_new_with_mnemonic (_("C_hoose a File…"));
  gtk_widget_set_halign (self->focus, GTK_ALIGN_START);
  cl_widget_set_tooltip (self->focus, name);
  cl_accessible_name (self->focus, name);
  g_signal_connect_swapped (self->focus, "clicked", G_CALLBACK (choose_cb), self);
  gtk_box_append (GTK_BOX (box), self->chosen);
  gtk_box_append (GTK_BOX (box), self->focus);
  return box;
}

static void
attachment_set (ClFieldRow *self)
{
  g_array_set_size (self->ids, 0);
  g_ptr_array_set_size (self->files, 0);
  if (self->value.kind == CL_VALUE_INTEGER)
    g_array_append_val (self->ids, self->value.integer);
  else if (self->value.kind == CL_VALUE_IDS)
    g_array_append_vals (self->ids, self->value.ids->data, self->value.ids->len);
  show_files (self);
}

static gboolean
attachment_get (ClFieldRow *self, ClValue *value, GError **error)
{
  cl_field_row_get_ids (self, value);
  return TRUE;
}

static GStrv
attachment_keep (ClFieldRow *self)
{
  g_auto (GStrv) ids = cl_field_row_keep_ids (self, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) ids);
  for (guint i = 0; i < self->files->len; i++)
    {
      g_autofree char *uri = g_file_get_uri (self->files->pdata[i]);

      g_strv_builder_add (builder, uri);
    }
  return g_strv_builder_end (builder);
}

static void
attachment_take (ClFieldRow *self, const char *const *kept)
{
  cl_field_row_take_ids (self, kept);
  g_ptr_array_set_size (self->files, 0);
  for (guint i = 0; kept[i] != NULL; i++)
    {
      g_autoptr (GFile) file = kept[i][0] != '#' ? g_file_new_for_uri (kept[i]) : NULL;

      /* What has gone meanwhile cannot be attached. */
      if (file != NULL && g_file_query_exists (file, NULL))
        g_ptr_array_add (self->files, g_steal_pointer (&file));
    }
  show_files (self);
}

const ClFieldEditor cl_field_editor_attachment = { attachment_create, attachment_set, attachment_get, NULL, attachment_keep, attachment_take };
