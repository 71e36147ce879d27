#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-details-private.h"
#include "cl-error.h"
#include "cl-record-editor-private.h"
#include "cl-view-private.h"
#include "cl-widgets-private.h"

G_DEFINE_FINAL_TYPE (ClRecordEditor, cl_record_editor, GTK_TYPE_WIDGET)

static void
edit_cb (ClRecordEditor *self, const char *field)
{
  cl_record_editor_edit (self, field);
}

static void
edit_part_cb (ClRecordEditor *self, const char *name, gint64 id)
{
  ClStore *store = cl_context_get_store (self->context);
  ClLedger *part = cl_catalogue_find_ledger (cl_store_get_catalogue (store), name);
  g_autoptr (GError) error = NULL;
  ClRecord *draft;

  if (id != 0)
    draft = cl_record_load (cl_store_get_reader (store), part, id, &error);
  else
    {
      draft = cl_record_new (part);
      cl_record_set_reference (draft, cl_ledger_get_part_of (part), self->id);
    }
  if (draft != NULL)
    cl_record_pile_push (self, draft, NULL, NULL);
  else
    cl_context_say (self->context, GTK_WIDGET (self), error->message);
}

static void
back_cb (ClRecordEditor *self)
{
  g_signal_emit_by_name (self, "closed");
}

static gboolean
reload_cb (gpointer data)
{
  ClRecordEditor *self = data;

  self->reload_source = 0;
  cl_details_reload (CL_DETAILS (self->details));
  return G_SOURCE_REMOVE;
}

/* Undo, import, another page: what is read follows the store. What is being written is not touched. */
static void
store_changed_cb (ClRecordEditor *self, const char *ledger, GArray *ids)
{
  if (self->reload_source == 0 && cl_details_concerns (CL_DETAILS (self->details), ledger, ids))
    self->reload_source = g_idle_add (reload_cb, self);
}

static void
drafts_changed_cb (ClRecordEditor *self)
{
  if (self->reload_source == 0)
    self->reload_source = g_idle_add (reload_cb, self);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClRecordEditor *self = CL_RECORD_EDITOR (widget);
  ClRecordForm *form = cl_record_pile_get_top (self);

  if (form != NULL)
    cl_record_form_cancel (form);
  else
    back_cb (self);
  return TRUE;
}

static gboolean
save_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClRecordForm *form = cl_record_pile_get_top (CL_RECORD_EDITOR (widget));

  if (form == NULL)
    return FALSE;
  cl_record_form_save (form);
  return TRUE;
}

static gboolean
edit_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClRecordEditor *self = CL_RECORD_EDITOR (widget);

  if (cl_record_pile_get_top (self) == NULL)
    cl_record_editor_edit (self, cl_details_get_focused_field (CL_DETAILS (self->details)));
  return TRUE;
}

static void
reveal_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  cl_record_editor_reveal (CL_RECORD_EDITOR (widget));
}

static gboolean
cl_record_editor_grab_focus (GtkWidget *widget)
{
  ClRecordEditor *self = CL_RECORD_EDITOR (widget);
  ClRecordForm *form = cl_record_pile_get_top (self);
  GtkWidget *top = form != NULL ? GTK_WIDGET (form) : self->details;
  GtkWidget *last = gtk_widget_get_focus_child (top);

  if (cl_widget_is_walked (widget))
    return FALSE;
  /* Back to where one was writing. */
  if (form != NULL && last != NULL && gtk_widget_child_focus (top, GTK_DIR_TAB_FORWARD))
    return TRUE;
  return gtk_widget_grab_focus (top);
}

static void
cl_record_editor_dispose (GObject *object)
{
  ClRecordEditor *self = CL_RECORD_EDITOR (object);

  if (self->context != NULL)
    g_signal_handlers_disconnect_by_data (cl_context_get_store (self->context), self);
  cl_record_pile_clear (self);
  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_pointer (&self->details, gtk_widget_unparent);
  g_clear_pointer (&self->ledger, cl_ledger_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (cl_record_editor_parent_class)->dispose (object);
}

static void
cl_record_editor_finalize (GObject *object)
{
  g_ptr_array_unref (CL_RECORD_EDITOR (object)->forms);
  g_ptr_array_unref (CL_RECORD_EDITOR (object)->left);
  G_OBJECT_CLASS (cl_record_editor_parent_class)->finalize (object);
}

static void
cl_record_editor_class_init (ClRecordEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_record_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_record_editor_finalize;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_record_editor_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "editor.reveal", NULL, reveal_action);
  gtk_widget_class_install_action (widget_class, "editor.drop-draft", NULL, cl_record_pile_drop_draft);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "editor.drop-draft", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, save_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, edit_key_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "editor.reveal", NULL);
  g_signal_new ("saved", CL_TYPE_RECORD_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  g_signal_new ("closed", CL_TYPE_RECORD_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_record_editor_init (ClRecordEditor *self)
{
  self->forms = g_ptr_array_new ();
  self->left = g_ptr_array_new ();
  cl_view_style_ensure ();
}

/**
 * cl_record_editor_new:
 * @context: the window's context; a reference is taken
 *
 * A pane in which one record is read and written. Its keys: F2 edits (the field that has the focus), Ctrl+S saves, Escape goes back and leaves changes as a draft only when pressed
 * twice, Ctrl+Shift+D drops the draft, Ctrl+R reveals. Main thread.
 *
 * Returns: (transfer floating): the pane, empty
 */
GtkWidget *
cl_record_editor_new (ClContext *context)
{
  ClRecordEditor *self;

  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);

  self = g_object_new (CL_TYPE_RECORD_EDITOR, NULL);
  self->context = g_object_ref (context);
  self->details = cl_details_new (context);
  gtk_widget_set_hexpand (self->details, TRUE);
  gtk_widget_set_parent (self->details, GTK_WIDGET (self));
  g_signal_connect_swapped (self->details, "edit", G_CALLBACK (edit_cb), self);
  g_signal_connect_swapped (self->details, "edit-part", G_CALLBACK (edit_part_cb), self);
  g_signal_connect_swapped (self->details, "back", G_CALLBACK (back_cb), self);
  g_signal_connect_object (cl_context_get_store (context), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cl_context_get_store (context), "drafts-changed", G_CALLBACK (drafts_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * cl_record_editor_show:
 * @editor: an editor
 * @ledger: the ledger
 * @id: its record; 0: nothing
 *
 * Shows the record for reading. Where something is being written it stays, and nothing happens: a draft is never lost by looking elsewhere.
 */
void
cl_record_editor_show (ClRecordEditor *editor, ClLedger *ledger, gint64 id)
{
  g_return_if_fail (CL_IS_RECORD_EDITOR (editor));

  if (cl_record_editor_has_changes (editor))
    return;
  if (editor->forms->len > 0 && editor->ledger == ledger && editor->id == id)
    return;
  cl_record_pile_pop_all (editor);
  if (editor->ledger != ledger)
    {
      g_clear_pointer (&editor->ledger, cl_ledger_unref);
      editor->ledger = ledger != NULL ? cl_ledger_ref (ledger) : NULL;
    }
  editor->id = id;
  cl_record_pile_show_top (editor);
  cl_details_show (CL_DETAILS (editor->details), ledger, id);
}

/**
 * cl_record_editor_edit:
 * @editor: an editor that shows a record
 * @field: (nullable): name of the field to be focused; NULL: the first
 *
 * Edits in place what is shown. Where it is being edited already only the focus moves.
 */
void
cl_record_editor_edit (ClRecordEditor *editor, const char *field)
{
  ClStore *store;
  ClRecordForm *form;
  g_autoptr (GError) error = NULL;
  ClRecord *draft;

  g_return_if_fail (CL_IS_RECORD_EDITOR (editor));

  form = cl_record_pile_get_top (editor);
  if (form != NULL)
    {
      cl_record_form_focus_field (form, field);
      return;
    }
  if (editor->id == 0)
    return;
  store = cl_context_get_store (editor->context);
  draft = cl_record_load (cl_store_get_reader (store), editor->ledger, editor->id, &error);
  if (draft == NULL)
    {
      cl_context_say (editor->context, GTK_WIDGET (editor), error->message);
      return;
    }
  cl_record_pile_push (editor, draft, NULL, field);
  if (cl_details_get_revealed (CL_DETAILS (editor->details)))
    cl_record_form_reveal (cl_record_pile_get_top (editor));
}

/**
 * cl_record_editor_create:
 * @editor: an editor
 * @ledger: of what is to be made
 * @draft: (transfer full) (nullable): what it begins with; NULL: the defaults
 *
 * Writes a new record. Nothing is there until it is saved; what is written is kept as a draft.
 */
void
cl_record_editor_create (ClRecordEditor *editor, ClLedger *ledger, ClRecord *draft)
{
  g_return_if_fail (CL_IS_RECORD_EDITOR (editor));
  g_return_if_fail (ledger != NULL);

  if (!cl_record_editor_has_changes (editor))
    {
      cl_record_pile_pop_all (editor);
      if (editor->ledger != ledger)
        {
          g_clear_pointer (&editor->ledger, cl_ledger_unref);
          editor->ledger = cl_ledger_ref (ledger);
          editor->id = 0;
        }
    }
  cl_record_pile_push (editor, draft != NULL ? draft : cl_record_new (ledger), NULL, NULL);
}

/**
 * cl_record_editor_has_changes:
 * @editor: an editor
 *
 * Returns: whether something was written that is not saved
 */
gboolean
cl_record_editor_has_changes (ClRecordEditor *editor)
{
  g_return_val_if_fail (CL_IS_RECORD_EDITOR (editor), FALSE);

  for (guint i = 0; i < editor->forms->len; i++)
    if (cl_record_form_has_changes (g_ptr_array_index (editor->forms, i)))
      return TRUE;
  return FALSE;
}

/**
 * cl_record_editor_is_editing:
 * @editor: an editor
 *
 * Returns: whether a record is being written, changed or not
 */
gboolean
cl_record_editor_is_editing (ClRecordEditor *editor)
{
  g_return_val_if_fail (CL_IS_RECORD_EDITOR (editor), FALSE);

  return editor->forms->len > 0;
}

/**
 * cl_record_editor_reveal:
 * @editor: an editor
 *
 * Shows the private values of the record, which is journaled (kind "reveal", one entry each time); called again it masks them.
 */
void
cl_record_editor_reveal (ClRecordEditor *editor)
{
  ClDetails *details;
  ClRecordForm *form;
  g_autofree char *called = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (CL_IS_RECORD_EDITOR (editor));

  details = CL_DETAILS (editor->details);
  form = cl_record_pile_get_top (editor);
  if (editor->id == 0 && (form == NULL || cl_record_form_get_id (form) == 0))
    return;
  if (form == NULL && cl_details_get_revealed (details))
    {
      cl_details_set_revealed (details, FALSE);
      cl_context_say (editor->context, GTK_WIDGET (editor), _("Private values are masked"));
      return;
    }
  called = form != NULL && cl_record_form_get_id (form) != 0 ? cl_view_call (editor->context, cl_record_form_get_ledger (form), cl_record_form_get_id (form))
                                                             : cl_view_call (editor->context, editor->ledger, editor->id);
  /* Translators: words of a journal entry; %s: the record's name */
  words = g_strdup_printf (_("Show private values of %s"), called);
  if (cl_store_note_record (cl_context_get_store (editor->context), "reveal", words,
                            form != NULL && cl_record_form_get_id (form) != 0 ? cl_ledger_get_name (cl_record_form_get_ledger (form)) : cl_ledger_get_name (editor->ledger),
                            form != NULL && cl_record_form_get_id (form) != 0 ? cl_record_form_get_id (form) : editor->id, &error) == 0)
    {
      cl_context_say (editor->context, GTK_WIDGET (editor), error->message);
      return;
    }
  if (form != NULL)
    cl_record_form_reveal (form);
  else
    cl_details_set_revealed (details, TRUE);
  cl_context_say (editor->context, GTK_WIDGET (editor), _("Private values are shown"));
}

/**
 * cl_record_editor_set_alone:
 * @editor: an editor
 * @alone: whether it stands in place of the list
 *
 * Offers a button that leads back, by "closed", where there is no room for the list beside it.
 */
void
cl_record_editor_set_alone (ClRecordEditor *editor, gboolean alone)
{
  g_return_if_fail (CL_IS_RECORD_EDITOR (editor));

  cl_details_set_alone (CL_DETAILS (editor->details), alone);
}
