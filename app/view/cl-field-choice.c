#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-field-row-private.h"
#include "cl-widgets-private.h"

/* Yes or no, and one code of a list. What is unknown comes first and is said: never "no". */

static void
selected_cb (ClFieldRow *self)
{
  if (self->setting)
    return;
  cl_field_row_edited (self);
  cl_field_row_committed (self);
}

static GtkWidget *
drop_down_create (ClFieldRow *self)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  ClCodes *codes = cl_field_get_codes (self->field);

  if (cl_field_get_field_type (self->field) == CL_FIELD_BOOLEAN)
    {
      /* Translators: a yes-no fact that nobody has established yet: 待核实 */
      gtk_string_list_append (strings, _("To be verified"));
      gtk_string_list_append (strings, _("Yes"));
      gtk_string_list_append (strings, _("No"));
    }
  else
    {
      /* Translators: no code has been chosen */
      gtk_string_list_append (strings, _("Unknown"));
      for (guint i = 0; codes != NULL && i < cl_codes_get_n (codes); i++)
        gtk_string_list_append (strings, cl_codes_get_label (codes, cl_codes_get_code (codes, i)));
    }
  self->focus = cl_drop_down_new (cl_field_get_label (self->field), strings);
  g_signal_connect_swapped (self->focus, "notify::selected", G_CALLBACK (selected_cb), self);
  return self->focus;
}

static void
drop_down_set (ClFieldRow *self)
{
  ClCodes *codes = cl_field_get_codes (self->field);
  guint selected = 0;

  if (cl_field_get_field_type (self->field) == CL_FIELD_BOOLEAN)
    selected = cl_value_is_none (&self->value) ? 0 : self->value.integer != 0 ? 1 : 2;
  else if (self->value.kind == CL_VALUE_TEXT)
    for (guint i = 0; i < cl_codes_get_n (codes); i++)
      if (g_str_equal (cl_codes_get_code (codes, i), self->value.text))
        selected = i + 1;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->focus), selected);
}

static gboolean
drop_down_get (ClFieldRow *self, ClValue *value, GError **error)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->focus));

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    cl_value_clear (value);
  else if (cl_field_get_field_type (self->field) == CL_FIELD_BOOLEAN)
    cl_value_set_integer (value, selected == 1);
  else
    cl_value_set_text (value, cl_codes_get_code (cl_field_get_codes (self->field), selected - 1));
  return TRUE;
}

const ClFieldEditor cl_field_editor_drop_down = { drop_down_create, drop_down_set, drop_down_get, NULL };

/* Several codes: check buttons in a popover, the button says which are chosen. */

/* From the left, as a choice of one shows it: with each text the button makes a label anew, in its middle. */
static void
begin_at_left (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_widget_set_halign (widget, GTK_ALIGN_FILL);
      gtk_label_set_xalign (GTK_LABEL (widget), 0);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    begin_at_left (child);
}

static void
update_button (ClFieldRow *self)
{
  ClCodes *codes = cl_field_get_codes (self->field);
  GString *text = g_string_new (NULL);
  g_autofree char *name = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      {
        if (text->len > 0)
          g_string_append (text, "、");
        g_string_append (text, cl_codes_get_label (codes, cl_codes_get_code (codes, i)));
      }
  if (text->len == 0)
    g_string_append (text, _("Unknown"));
  name = g_strdup_printf (_("%s: %s"), cl_field_get_label (self->field), text->str);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->focus), text->str);
  begin_at_left (gtk_widget_get_first_child (self->focus));
  cl_menu_button_set_name (self->focus, name);
  g_string_free (text, TRUE);
}

static void
check_toggled_cb (ClFieldRow *self)
{
  if (self->setting)
    return;
  update_button (self);
  cl_field_row_edited (self);
  cl_field_row_committed (self);
}

static GtkWidget *
codes_create (ClFieldRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *popover = gtk_popover_new ();
  ClCodes *codes = cl_field_get_codes (self->field);

  self->checks = g_ptr_array_new ();
  for (guint i = 0; i < cl_codes_get_n (codes); i++)
    {
      GtkWidget *check = cl_check_button_new (cl_codes_get_label (codes, cl_codes_get_code (codes, i)));

      g_signal_connect_swapped (check, "toggled", G_CALLBACK (check_toggled_cb), self);
      gtk_box_append (GTK_BOX (box), check);
      g_ptr_array_add (self->checks, check);
    }
  cl_accessible_name (popover, cl_field_get_label (self->field));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  self->focus = cl_menu_button_new ("", NULL, cl_field_get_label (self->field), NULL);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->focus), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->focus), popover);
  update_button (self);
  return self->focus;
}

static void
codes_set (ClFieldRow *self)
{
  ClCodes *codes = cl_field_get_codes (self->field);

  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->checks, i),
                                 self->value.kind == CL_VALUE_TEXTS && g_strv_contains ((const char *const *) self->value.texts, cl_codes_get_code (codes, i)));
  update_button (self);
}

static gboolean
codes_get (ClFieldRow *self, ClValue *value, GError **error)
{
  ClCodes *codes = cl_field_get_codes (self->field);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  /* The order in which they were entered stays (the first is the leading disability); new ones follow. */
  if (self->value.kind == CL_VALUE_TEXTS)
    for (guint i = 0; self->value.texts[i] != NULL; i++)
      for (guint j = 0; j < self->checks->len; j++)
        if (g_str_equal (cl_codes_get_code (codes, j), self->value.texts[i]) && gtk_check_button_get_active (g_ptr_array_index (self->checks, j)))
          g_strv_builder_add (builder, self->value.texts[i]);
  for (guint j = 0; j < self->checks->len; j++)
    {
      const char *code = cl_codes_get_code (codes, j);
      gboolean had = self->value.kind == CL_VALUE_TEXTS && g_strv_contains ((const char *const *) self->value.texts, code);

      if (!had && gtk_check_button_get_active (g_ptr_array_index (self->checks, j)))
        g_strv_builder_add (builder, code);
    }
  cl_value_take_texts (value, g_strv_builder_end (builder));
  return TRUE;
}

const ClFieldEditor cl_field_editor_codes = { codes_create, codes_set, codes_get, NULL };
