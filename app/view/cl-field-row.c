#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-date-picker.h"
#include "cl-draft.h"
#include "cl-field-layout-private.h"
#include "cl-field-row-private.h"
#include "cl-widgets-private.h"

enum
{
  EDITED,
  COMMITTED,
  CREATE,
  OFFER_TAKEN,
  ALSO_TAKEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClFieldRow, cl_field_row, GTK_TYPE_WIDGET)

/* Entries: all that is one line of text */

static gboolean
is_masked (ClFieldRow *self)
{
  return cl_field_get_private_class (self->field) != NULL && !self->revealed && !self->typed && !cl_value_is_none (&self->value);
}

static void
entry_set (ClFieldRow *self)
{
  g_autofree char *text = cl_field_format (self->field, &self->value);

  if (is_masked (self))
    {
      /* The stored value stays unless something is typed over it; revealing shows it, and is journaled. */
      g_autofree char *masked = cl_mask (cl_field_get_private_class (self->field), text);
      g_autofree char *description = g_strdup_printf (_("%s; masked. Type to replace it, Ctrl+R shows it"), masked);

      gtk_editable_set_text (GTK_EDITABLE (self->focus), "");
      gtk_entry_set_placeholder_text (GTK_ENTRY (self->focus), masked);
      cl_accessible_describe (self->focus, description);
      return;
    }
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->focus), NULL);
  cl_accessible_describe (self->focus, cl_field_get_help (self->field));
  gtk_editable_set_text (GTK_EDITABLE (self->focus), text != NULL ? text : "");
}

static gboolean
entry_get (ClFieldRow *self, ClValue *value, GError **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->focus));
  g_autofree char *stripped = NULL;

  if (is_masked (self))
    {
      cl_value_copy (value, &self->value);
      return TRUE;
    }
  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    {
      cl_value_clear (value);
      return TRUE;
    }
  return cl_field_parse (self->field, stripped, value, error);
}

/* What people write becomes what is kept, before their eyes: "2027.3.5" turns into 2027-03-05. */
static void
entry_leave (ClFieldRow *self)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (is_masked (self))
    return;
  if (!entry_get (self, &value, &error))
    {
      cl_field_row_set_message (self, "error", error->message);
      return;
    }
  cl_field_row_set_message (self, NULL, NULL);
  text = cl_field_format (self->field, &value);
  self->setting = TRUE;
  if (g_strcmp0 (text != NULL ? text : "", gtk_editable_get_text (GTK_EDITABLE (self->focus))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->focus), text != NULL ? text : "");
  self->setting = FALSE;
}

static void
entry_changed_cb (ClFieldRow *self)
{
  if (self->setting)
    return;
  self->typed = TRUE;
  cl_field_row_edited (self);
}

static void
entry_activate_cb (ClFieldRow *self)
{
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
entry_create (ClFieldRow *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkInputPurpose purpose = GTK_INPUT_PURPOSE_FREE_FORM;

  switch (cl_field_get_field_type (self->field))
    {
    case CL_FIELD_INTEGER:
    case CL_FIELD_MONEY:
      purpose = GTK_INPUT_PURPOSE_NUMBER;
      gtk_entry_set_alignment (GTK_ENTRY (entry), 1);
      break;
    case CL_FIELD_PHONE:
      purpose = cl_field_is_several (self->field) ? GTK_INPUT_PURPOSE_FREE_FORM : GTK_INPUT_PURPOSE_PHONE;
      break;
    case CL_FIELD_CITIZEN_ID:
    case CL_FIELD_CERTIFICATE:
    case CL_FIELD_DIVISION_CODE:
      purpose = GTK_INPUT_PURPOSE_ALPHA;
      break;
    default:
      break;
    }
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), purpose);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  self->focus = entry;
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (entry_changed_cb), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (entry_activate_cb), self);
  if ((cl_field_get_field_type (self->field) == CL_FIELD_DATE || cl_field_get_field_type (self->field) == CL_FIELD_MONTH) && !cl_field_is_several (self->field))
    cl_date_picker_add (entry, cl_field_get_label (self->field), cl_field_get_field_type (self->field) == CL_FIELD_MONTH);
  return entry;
}

static GStrv
keep_text (const char *text)
{
  const char *const kept[] = { *text != '\0' ? text : NULL, NULL };

  return g_strdupv ((char **) kept);
}

static GStrv
entry_keep (ClFieldRow *self)
{
  return is_masked (self) ? cl_draft_encode (self->field, &self->value) : keep_text (gtk_editable_get_text (GTK_EDITABLE (self->focus)));
}

static void
entry_take (ClFieldRow *self, const char *const *kept)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  /* What is private was whole and is masked again: to be shown, like what is stored. */
  if (is_masked (self) && cl_draft_decode (self->field, kept, &value) && !cl_value_is_none (&value))
    {
      cl_value_copy (&self->value, &value);
      entry_set (self);
      return;
    }
  self->typed = TRUE;
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->focus), NULL);
  cl_accessible_describe (self->focus, cl_field_get_help (self->field));
  gtk_editable_set_text (GTK_EDITABLE (self->focus), kept[0] != NULL ? kept[0] : "");
}

static const ClFieldEditor entry_editor = { entry_create, entry_set, entry_get, entry_leave, entry_keep, entry_take };

/* Long text */

static void
text_set (ClFieldRow *self)
{
  g_autofree char *text = cl_field_format (self->field, &self->value);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->focus)), text != NULL ? text : "", -1);
}

static gboolean
text_get (ClFieldRow *self, ClValue *value, GError **error)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->focus));
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  if (*text == '\0')
    {
      cl_value_clear (value);
      return TRUE;
    }
  return cl_field_parse (self->field, text, value, error);
}

static GtkWidget *
text_create (ClFieldRow *self)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  /* Tab goes on to the next field. */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_set_size_request (view, -1, 64);
  gtk_widget_add_css_class (view, "cl-text");
  self->focus = view;
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed", G_CALLBACK (entry_changed_cb), self);
  return view;
}

static GStrv
text_keep (ClFieldRow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->focus));
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return keep_text (text);
}

static void
text_take (ClFieldRow *self, const char *const *kept)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->focus)), kept[0] != NULL ? kept[0] : "", -1);
}

static const ClFieldEditor text_editor = { text_create, text_set, text_get, NULL, text_keep, text_take };

static const ClFieldEditor *
choose_editor (const ClField *field)
{
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_LONG_TEXT:
      return &text_editor;
    case CL_FIELD_BOOLEAN:
      return &cl_field_editor_drop_down;
    case CL_FIELD_CODE:
      return cl_field_is_several (field) ? &cl_field_editor_codes : &cl_field_editor_drop_down;
    case CL_FIELD_REFERENCE:
      return &cl_field_editor_reference;
    case CL_FIELD_ATTACHMENT:
      return &cl_field_editor_attachment;
    default:
      return &entry_editor;
    }
}

static void
leave_cb (ClFieldRow *self)
{
  if (!self->dirty)
    return;
  if (self->editor->leave != NULL)
    self->editor->leave (self);
  cl_field_row_committed (self);
}

static gboolean
cl_field_row_grab_focus (GtkWidget *widget)
{
  return !cl_widget_is_walked (widget) && gtk_widget_grab_focus (CL_FIELD_ROW (widget)->focus);
}

static void
cl_field_row_dispose (GObject *object)
{
  ClFieldRow *self = CL_FIELD_ROW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->announce_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (cl_field_row_parent_class)->dispose (object);
}

static void
cl_field_row_finalize (GObject *object)
{
  ClFieldRow *self = CL_FIELD_ROW (object);

  cl_value_clear (&self->value);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (cl_field_row_parent_class)->finalize (object);
}

static gboolean
offer_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClFieldRow *self = CL_FIELD_ROW (widget);

  if (self->offer == NULL || !gtk_widget_get_visible (self->offer))
    return FALSE;
  g_signal_emit (self, signals[OFFER_TAKEN], 0);
  return TRUE;
}

static void
cl_field_row_class_init (ClFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_field_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_field_row_finalize;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_field_row_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, CL_TYPE_FIELD_LAYOUT);
  signals[EDITED] = g_signal_new ("edited", CL_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COMMITTED] = g_signal_new ("committed", CL_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CREATE] = g_signal_new ("create", CL_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OFFER_TAKEN] = g_signal_new ("offer-taken", CL_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ALSO_TAKEN] = g_signal_new ("also-taken", CL_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, offer_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, offer_key_cb, NULL);
}

static void
cl_field_row_init (ClFieldRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/* One of several things chosen, with the button that takes it off again. */
void
cl_field_row_add_chosen (ClFieldRow *row, const char *called, guint index, PangoEllipsizeMode cut, GCallback remove_cb)
{
  /* Translators: takes one of several references or files off; %s: its name */
  g_autofree char *name = g_strdup_printf (_("Take off %s"), called);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (called);
  GtkWidget *button = cl_icon_button_new ("window-close-symbolic", name, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), cut);
  gtk_widget_set_hexpand (label, TRUE);
  g_object_set_data (G_OBJECT (button), "cl-index", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", remove_cb, row);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (row->chosen), box);
}

/**
 * cl_field_row_new:
 * @context: a context; a reference is taken
 * @field: the field; its ledger must outlive the row
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
cl_field_row_new (ClContext *context, const ClField *field)
{
  ClFieldRow *self = g_object_new (CL_TYPE_FIELD_ROW, NULL);
  g_autofree char *title = NULL;
  GtkWidget *editor;

  self->context = g_object_ref (context);
  self->field = field;
  self->editor = choose_editor (field);
  /* Translators: the label of a field that must be filled */
  title = cl_field_is_required (field) ? g_strdup_printf (_("%s *"), cl_field_get_label (field)) : g_strdup (cl_field_get_label (field));
  self->label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_yalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->label, "cl-field-name");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_hexpand (self->box, TRUE);
  editor = self->editor->create (self);
  gtk_box_append (GTK_BOX (self->box), editor);
  self->message = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->message), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->message, "cl-message");
  gtk_widget_set_visible (self->message, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->message);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  /* Drop-downs and buttons name themselves. */
  if (!GTK_IS_DROP_DOWN (self->focus) && !GTK_IS_MENU_BUTTON (self->focus) && !GTK_IS_BUTTON (self->focus))
    cl_accessible_name (self->focus, cl_field_get_label (field));
  cl_accessible_describe (self->focus, cl_field_get_help (field) == NULL && cl_field_get_field_type (field) == CL_FIELD_ATTACHMENT
                                         ? _("Files can be dropped here too, and Ctrl+V pastes files or a picture")
                                         : cl_field_get_help (field));
  if (cl_field_get_help (field) != NULL)
    cl_widget_set_tooltip (self->label, cl_field_get_help (field));
  return GTK_WIDGET (self);
}

const ClField *
cl_field_row_get_field (ClFieldRow *row)
{
  return row->field;
}

void
cl_field_row_set_value (ClFieldRow *row, const ClValue *value)
{
  cl_value_copy (&row->value, value);
  row->typed = FALSE;
  row->dirty = FALSE;
  row->setting = TRUE;
  row->editor->set (row);
  row->setting = FALSE;
}

gboolean
cl_field_row_get_value (ClFieldRow *row, ClValue *value, GError **error)
{
  return row->editor->get (row, value, error);
}

GPtrArray *
cl_field_row_get_files (ClFieldRow *row)
{
  return row->files != NULL && row->files->len > 0 ? row->files : NULL;
}

void
cl_field_row_set_message (ClFieldRow *row, const char *css_class, const char *text)
{
  gtk_widget_remove_css_class (row->message, "error");
  gtk_widget_remove_css_class (row->message, "warning");
  gtk_widget_set_visible (row->message, text != NULL);
  gtk_label_set_text (GTK_LABEL (row->message), text != NULL ? text : "");
  if (css_class != NULL && text != NULL)
    gtk_widget_add_css_class (row->message, css_class);
  cl_entry_set_error (row->focus, text);
  /* A warning is said like an error, and looks calmer. */
  if (text == NULL || g_strcmp0 (css_class, "error") != 0)
    gtk_widget_remove_css_class (row->focus, "error");
}

void
cl_field_row_set_note (ClFieldRow *row, const char *text)
{
  cl_field_row_set_message (row, NULL, NULL);
  gtk_widget_set_visible (row->message, TRUE);
  gtk_label_set_text (GTK_LABEL (row->message), text);
}

GStrv
cl_field_row_keep (ClFieldRow *row)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  if (row->editor->keep != NULL)
    return row->editor->keep (row);
  row->editor->get (row, &value, NULL);
  return cl_draft_encode (row->field, &value);
}

void
cl_field_row_take_kept (ClFieldRow *row, const char *const *kept)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  row->setting = TRUE;
  if (row->editor->take != NULL)
    row->editor->take (row, kept);
  else if (cl_draft_decode (row->field, kept, &value))
    {
      cl_value_copy (&row->value, &value);
      row->editor->set (row);
    }
  row->setting = FALSE;
}

void
cl_field_row_set_revealed (ClFieldRow *row, gboolean revealed)
{
  if (row->revealed == revealed || row->typed)
    return;
  row->revealed = revealed;
  row->setting = TRUE;
  row->editor->set (row);
  row->setting = FALSE;
}

GStrv
cl_field_row_keep_ids (ClFieldRow *row, const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < row->ids->len; i++)
    {
      g_autofree char *id = g_strdup_printf ("#%" G_GINT64_FORMAT, g_array_index (row->ids, gint64, i));

      g_strv_builder_add (builder, id);
    }
  if (text != NULL)
    g_strv_builder_add (builder, text);
  return g_strv_builder_end (builder);
}

void
cl_field_row_get_ids (ClFieldRow *row, ClValue *value)
{
  if (row->ids->len == 0)
    cl_value_clear (value);
  else if (cl_field_is_several (row->field))
    cl_value_take_ids (value, g_array_copy (row->ids));
  else
    cl_value_set_integer (value, g_array_index (row->ids, gint64, 0));
}

const char *
cl_field_row_take_ids (ClFieldRow *row, const char *const *kept)
{
  const char *other = NULL;

  g_array_set_size (row->ids, 0);
  for (guint i = 0; kept[i] != NULL; i++)
    {
      gint64 id = kept[i][0] == '#' ? g_ascii_strtoll (kept[i] + 1, NULL, 10) : 0;

      if (id != 0)
        g_array_append_val (row->ids, id);
      else if (other == NULL)
        other = kept[i];
    }
  return other;
}

gboolean
cl_field_row_is_dirty (ClFieldRow *row)
{
  return row->dirty;
}

void
cl_field_row_set_clean (ClFieldRow *row)
{
  row->dirty = FALSE;
}

void
cl_field_row_edited (ClFieldRow *row)
{
  if (row->setting)
    return;
  row->dirty = TRUE;
  g_signal_emit (row, signals[EDITED], 0);
}

void
cl_field_row_committed (ClFieldRow *row)
{
  row->dirty = FALSE;
  g_signal_emit (row, signals[COMMITTED], 0);
}
