#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-error.h"
#include "cl-field-row-private.h"
#include "cl-view-private.h"
#include "cl-widgets-private.h"

/* A reference is chosen by searching its ledger as one types: by character, pinyin, initials or digits. What is found stands below the
 * entry, in reach of Down; the last line offers to make what is not there. */

#define FOUND_LIMIT 8
#define FOUND_COLUMNS 4
#define ANNOUNCE_MS 600

static ClLedger *
get_target (ClFieldRow *self)
{
  return cl_catalogue_find_ledger (cl_context_get_catalogue (self->context), cl_field_get_target (self->field));
}

static void
hide_found (ClFieldRow *self)
{
  GtkWidget *row;

  g_clear_handle_id (&self->announce_source, g_source_remove);
  while ((row = gtk_widget_get_first_child (self->found)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->found), row);
  gtk_widget_set_visible (self->found, FALSE);
}

static void
set_entry (ClFieldRow *self, const char *text)
{
  gboolean setting = self->setting;

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->focus), text);
  gtk_editable_set_position (GTK_EDITABLE (self->focus), -1);
  self->setting = setting;
}

static void show_chosen (ClFieldRow *self);

static void
remove_cb (GtkButton *button, ClFieldRow *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "cl-index"));

  g_array_remove_index (self->ids, i);
  gtk_widget_grab_focus (self->focus);
  show_chosen (self);
  cl_field_row_edited (self);
  cl_field_row_committed (self);
}

/* What is chosen: one stands in the entry itself, several above it, each with a way to take it off. */
static void
show_chosen (ClFieldRow *self)
{
  ClLedger *target = get_target (self);
  GtkWidget *child;

  if (!cl_field_is_several (self->field))
    {
      g_autofree char *called = self->ids->len > 0 ? cl_view_call (self->context, target, g_array_index (self->ids, gint64, 0)) : g_strdup ("");

      set_entry (self, called);
      return;
    }
  set_entry (self, "");
  while ((child = gtk_widget_get_first_child (self->chosen)) != NULL)
    gtk_box_remove (GTK_BOX (self->chosen), child);
  for (guint i = 0; i < self->ids->len; i++)
    {
      g_autofree char *called = cl_view_call (self->context, target, g_array_index (self->ids, gint64, i));

      cl_field_row_add_chosen (self, called, i, PANGO_ELLIPSIZE_END, G_CALLBACK (remove_cb));
    }
}

static void
choose (ClFieldRow *self, gint64 id)
{
  g_autofree char *called = cl_view_call (self->context, get_target (self), id);
  /* Translators: a reference was chosen; %s: its name */
  g_autofree char *text = g_strdup_printf (_("%s chosen"), called);

  if (!cl_field_is_several (self->field))
    g_array_set_size (self->ids, 0);
  g_array_append_val (self->ids, id);
  gtk_widget_grab_focus (self->focus);
  hide_found (self);
  show_chosen (self);
  cl_field_row_set_message (self, NULL, NULL);
  cl_field_row_edited (self);
  cl_field_row_committed (self);
  cl_announce (self->focus, text);
}

static void
found_activated_cb (ClFieldRow *self, GtkListBoxRow *row)
{
  gint64 *id = g_object_get_data (G_OBJECT (row), "cl-id");

  if (id != NULL)
    {
      choose (self, *id);
      return;
    }
  {
    g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->focus)));

    gtk_widget_grab_focus (self->focus);
    hide_found (self);
    g_signal_emit_by_name (self, "create", text);
  }
}

static void
activate_row_cb (GtkWidget *row, gpointer data)
{
  gtk_widget_activate (row);
}

static void
add_found (ClFieldRow *self, const char *text, gint64 id)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  cl_accessible_sentence (row, text);
  cl_accessible_add_action (row, "choose", activate_row_cb, NULL);
  if (id != 0)
    g_object_set_data_full (G_OBJECT (row), "cl-id", g_memdup2 (&id, sizeof id), g_free);
  gtk_list_box_append (GTK_LIST_BOX (self->found), row);
}

static gboolean
announce_cb (gpointer data)
{
  ClFieldRow *self = data;
  GtkWidget *first = gtk_widget_get_first_child (self->found);
  guint n = 0;
  g_autofree char *text = NULL;

  self->announce_source = 0;
  for (GtkWidget *row = first; row != NULL; row = gtk_widget_get_next_sibling (row))
    n += g_object_get_data (G_OBJECT (row), "cl-id") != NULL;
  text = n == 0 ? g_strdup (_("None found. Down offers a new one"))
                /* Translators: spoken while searching for a reference */
                : g_strdup_printf (ngettext ("%u found. Down goes there, Enter takes the first", "%u found. Down goes there, Enter takes the first", n), n);
  cl_announce (self->focus, text);
  return G_SOURCE_REMOVE;
}

static void
search (ClFieldRow *self)
{
  ClLedger *target = get_target (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->focus));
  g_autoptr (GArray) ids = NULL;
  g_autofree char *create = NULL;

  hide_found (self);
  if (target == NULL || *text == '\0')
    return;
  /* What a worker still reads comes when it is read. */
  if (!cl_search_answers (cl_context_get_search (self->context, target)))
    return;
  ids = cl_search_find (cl_context_get_search (self->context, target), text, FOUND_LIMIT, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autofree char *sentence = cl_view_describe (self->context, target, g_array_index (ids, gint64, i), FOUND_COLUMNS);

      add_found (self, sentence, g_array_index (ids, gint64, i));
    }
  /* Translators: offers to make the record that a reference lacks; first %s: a ledger's title, second %s: what was typed */
  create = g_strdup_printf (_("New in %s: “%s”…"), cl_ledger_get_title (target), text);
  add_found (self, create, 0);
  gtk_widget_set_visible (self->found, TRUE);
  self->announce_source = g_timeout_add (ANNOUNCE_MS, announce_cb, self);
}

/* Somebody is typing, and has no answer yet. */
static void
search_loaded_cb (ClFieldRow *self)
{
  if (gtk_widget_get_visible (self->found) || gtk_widget_get_focus_child (GTK_WIDGET (self)) == NULL || self->ids->len > 0)
    return;
  search (self);
}

static void
changed_cb (ClFieldRow *self)
{
  if (self->setting)
    return;
  if (!cl_field_is_several (self->field))
    g_array_set_size (self->ids, 0);
  search (self);
  cl_field_row_edited (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClFieldRow *self)
{
  GtkWidget *first = gtk_widget_get_first_child (self->found);

  if (!gtk_widget_get_visible (self->found) || first == NULL)
    return FALSE;
  if (key == GDK_KEY_Escape)
    {
      gtk_widget_grab_focus (self->focus);
      hide_found (self);
      return TRUE;
    }
  if (!gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))), self->focus))
    return FALSE;
  if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    return gtk_widget_grab_focus (first);
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    {
      found_activated_cb (self, GTK_LIST_BOX_ROW (first));
      return TRUE;
    }
  return FALSE;
}

static GtkWidget *
reference_create (ClFieldRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char *name = g_strdup (cl_field_get_label (self->field));
  ClLedger *target = get_target (self);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->chosen = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->focus = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->focus), 6);
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->focus), GTK_ENTRY_ICON_SECONDARY, "edit-find-symbolic");
  gtk_entry_set_icon_activatable (GTK_ENTRY (self->focus), GTK_ENTRY_ICON_SECONDARY, FALSE);
  self->found = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->found), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->found, "cl-found");
  gtk_widget_set_visible (self->found, FALSE);
  cl_accessible_name (self->found, name);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (box, keys);
  g_signal_connect_object (self->context, "search-loaded", G_CALLBACK (search_loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->focus, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->found, "row-activated", G_CALLBACK (found_activated_cb), self);
  gtk_box_append (GTK_BOX (box), self->chosen);
  gtk_box_append (GTK_BOX (box), self->focus);
  gtk_box_append (GTK_BOX (box), self->found);
  /* Loading begins before the first letter. */
  if (target != NULL)
    cl_context_get_search (self->context, target);
  return box;
}

static void
reference_set (ClFieldRow *self)
{
  g_array_set_size (self->ids, 0);
  if (self->value.kind == CL_VALUE_INTEGER)
    g_array_append_val (self->ids, self->value.integer);
  else if (self->value.kind == CL_VALUE_IDS)
    g_array_append_vals (self->ids, self->value.ids->data, self->value.ids->len);
  hide_found (self);
  show_chosen (self);
}

/* A name typed whole, of which there is one only, needs no choosing. */
static void
reference_leave (ClFieldRow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->focus))));
  ClLedger *target = get_target (self);
  gint64 exact = 0;
  guint n_exact = 0;
  g_autoptr (GArray) ids = NULL;

  hide_found (self);
  if (*text == '\0' || target == NULL || (!cl_field_is_several (self->field) && self->ids->len > 0))
    {
      cl_field_row_set_message (self, NULL, NULL);
      return;
    }
  ids = cl_search_find (cl_context_get_search (self->context, target), text, 0, NULL);
  for (guint i = 0; ids != NULL && i < ids->len && n_exact < 2; i++)
    {
      g_autofree char *called = cl_view_call (self->context, target, g_array_index (ids, gint64, i));

      if (g_str_equal (called, text))
        {
          exact = g_array_index (ids, gint64, i);
          n_exact++;
        }
    }
  if (n_exact == 1)
    {
      g_array_append_val (self->ids, exact);
      show_chosen (self);
      cl_field_row_set_message (self, NULL, NULL);
    }
  else
    {
      g_autofree char *message = n_exact > 1 ? g_strdup_printf (_("Several are called “%s”. Choose one from the list below the entry"), text)
                                             : g_strdup_printf (_("“%s” is not there yet. Choose one from the list below the entry, or make a new one"), text);

      cl_field_row_set_message (self, "error", message);
    }
}

static gboolean
reference_get (ClFieldRow *self, ClValue *value, GError **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->focus));

  if (*text != '\0' && (cl_field_is_several (self->field) || self->ids->len == 0))
    {
      /* Saved by Ctrl+S while still in the entry. */
      guint before = self->ids->len;

      reference_leave (self);
      if (self->ids->len == before)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, "%s", gtk_label_get_text (GTK_LABEL (self->message)));
          return FALSE;
        }
    }
  cl_field_row_get_ids (self, value);
  return TRUE;
}

static GStrv
reference_keep (ClFieldRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->focus));

  return cl_field_row_keep_ids (self, *text != '\0' && (cl_field_is_several (self->field) || self->ids->len == 0) ? text : NULL);
}

static void
reference_take (ClFieldRow *self, const char *const *kept)
{
  const char *text = cl_field_row_take_ids (self, kept);

  hide_found (self);
  show_chosen (self);
  if (text != NULL)
    set_entry (self, text);
}

const ClFieldEditor cl_field_editor_reference = { reference_create, reference_set, reference_get, reference_leave, reference_keep, reference_take };

void
cl_field_row_take_reference (ClFieldRow *row, gint64 id)
{
  g_return_if_fail (row->editor == &cl_field_editor_reference);

  choose (row, id);
}
