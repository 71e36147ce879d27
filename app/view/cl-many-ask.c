/* Which field of the chosen rows is set, and to what. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-field-row-private.h"
#include "cl-many-private.h"
#include "cl-widgets.h"

typedef struct
{
  ClContext *context;
  ClLedger *ledger;
  GArray *ids;
  GtkWidget *near;
  ClManySet run;
  GtkWidget *ask;
  GtkWidget *which;
  GtkWidget *place; /* around the row of the field */
  GtkWidget *row;
  GPtrArray *fields; /* ClField, as the drop-down has them */
} ManyAsk;

static void
many_ask_free (gpointer data)
{
  ManyAsk *self = data;

  g_object_unref (self->context);
  cl_ledger_unref (self->ledger);
  g_array_unref (self->ids);
  g_object_unref (self->near);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

/* What is one's own alone is not set for many. */
static gboolean
may_be_set (ManyAsk *self, const ClField *field)
{
  const char *owner = cl_ledger_get_part_of (self->ledger);

  return !cl_field_is_hidden (field) && cl_field_get_field_type (field) != CL_FIELD_ATTACHMENT && (!cl_field_is_unique (field) || self->ids->len == 1) &&
         (owner == NULL || !g_str_equal (owner, cl_field_get_name (field)));
}

static void
which_changed_cb (ManyAsk *self)
{
  const ClField *field = self->fields->pdata[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->which))];

  if (self->row != NULL)
    gtk_box_remove (GTK_BOX (self->place), self->row);
  self->row = cl_field_row_new (self->context, field);
  gtk_box_append (GTK_BOX (self->place), self->row);
}

static void
complain (ManyAsk *self, const char *message)
{
  cl_field_row_set_message (CL_FIELD_ROW (self->row), "error", message);
  gtk_widget_grab_focus (self->row);
  cl_announce (self->ask, message);
}

static void
apply_cb (ManyAsk *self)
{
  const ClField *field = cl_field_row_get_field (CL_FIELD_ROW (self->row));
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_ref (self->ids);
  g_autoptr (GtkWidget) near = g_object_ref (self->near);
  ClManySet set = self->run;

  if (!cl_field_row_get_value (CL_FIELD_ROW (self->row), &value, &error))
    {
      complain (self, error->message);
      return;
    }
  if (cl_value_is_none (&value) && cl_field_is_required (field))
    {
      /* Translators: %s: the name of a field */
      g_autofree char *message = g_strdup_printf (_("%s is wanted here. Fill it in."), cl_field_get_label (field));

      complain (self, message);
      return;
    }
  gtk_window_destroy (GTK_WINDOW (self->ask));
  set (near, ids, field, &value);
}

void
cl_many_ask (GtkWidget *near, ClContext *context, ClLedger *ledger, GArray *ids, ClManySet run)
{
  ManyAsk *self = g_new0 (ManyAsk, 1);
  g_autofree char *n = cl_count_format (ids->len);
  /* Translators: the title of a window; %s: how many entries */
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Set a field of %s entry", "Set a field of %s entries", ids->len), n);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  GtkWidget *rows, *button;

  self->context = g_object_ref (context);
  self->ledger = cl_ledger_ref (ledger);
  self->ids = g_array_ref (ids);
  self->near = g_object_ref (near);
  self->run = run;
  self->fields = g_ptr_array_new ();
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    if (may_be_set (self, cl_ledger_get_field (ledger, i)))
      {
        g_ptr_array_add (self->fields, (gpointer) cl_ledger_get_field (ledger, i));
        g_ptr_array_add (labels, (gpointer) cl_field_get_label (cl_ledger_get_field (ledger, i)));
      }
  if (self->fields->len == 0)
    {
      many_ask_free (self);
      return;
    }
  g_ptr_array_add (labels, NULL);
  self->ask = cl_ask_new (near, title, _("_Set"), &rows, &button);
  self->which = cl_ask_add_choice (rows, _("Field"), (const char *const *) labels->pdata, 0);
  self->place = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->place, "cl-form");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (rows), self->place);
  which_changed_cb (self);
  g_signal_connect_swapped (self->which, "notify::selected", G_CALLBACK (which_changed_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (apply_cb), self);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-many-ask", self, many_ask_free);
  cl_ask_present (self->ask, self->which);
}
