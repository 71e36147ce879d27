#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-details-private.h"
#include "cl-query.h"
#include "cl-view-private.h"
#include "cl-widgets-private.h"

typedef struct
{
  ClContext *context;
  ClLedger *part;
} Parts;

static void
parts_free (gpointer data)
{
  Parts *parts = data;

  g_object_unref (parts->context);
  cl_ledger_unref (parts->part);
  g_free (parts);
}

static void
edit_part (GtkWidget *near, Parts *parts, gint64 id)
{
  GtkWidget *details = gtk_widget_get_ancestor (near, CL_TYPE_DETAILS);

  if (details != NULL)
    g_signal_emit_by_name (details, "edit-part", cl_ledger_get_name (parts->part), id);
}

static void
add_cb (GtkButton *button, Parts *parts)
{
  edit_part (GTK_WIDGET (button), parts, 0);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, Parts *parts)
{
  edit_part (GTK_WIDGET (list), parts, *(gint64 *) g_object_get_data (G_OBJECT (row), "cl-id"));
}

static void
activate_row_cb (GtkWidget *row, gpointer data)
{
  gtk_widget_activate (row);
}

static void
deleted_cb (GtkWidget *near, gboolean deleted, gpointer data)
{
  /* The store's "changed" brings the details up to date. */
}

static void
delete_row (GtkListBoxRow *row, Parts *parts)
{
  GtkWidget *details = gtk_widget_get_ancestor (GTK_WIDGET (row), CL_TYPE_DETAILS);

  cl_view_delete (parts->context, parts->part, *(gint64 *) g_object_get_data (G_OBJECT (row), "cl-id"), details, deleted_cb, NULL);
}

static void
delete_clicked_cb (GtkButton *button, Parts *parts)
{
  delete_row (GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW)), parts);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, Parts *parts)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if (key != GDK_KEY_Delete && key != GDK_KEY_KP_Delete)
    return FALSE;
  delete_row (GTK_LIST_BOX_ROW (row), parts);
  return TRUE;
}

static void
add_row (GtkListBox *list, Parts *parts, gint64 id, const char *sentence)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (sentence);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char *remove = g_strdup_printf (_("Delete %s"), sentence);
  GtkWidget *button = cl_icon_button_new ("user-trash-symbolic", remove, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (delete_clicked_cb), parts);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "cl-id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), parts);
  gtk_widget_add_controller (row, keys);
  cl_accessible_sentence (row, sentence);
  cl_accessible_add_action (row, "edit", activate_row_cb, NULL);
  gtk_list_box_append (list, row);
}

/* The field that column @column of the query shows: all but the owner, in order. */
static const ClField *
get_shown_field (ClLedger *part, int column)
{
  for (guint i = 0; i < cl_ledger_get_n_fields (part); i++)
    {
      const ClField *field = cl_ledger_get_field (part, i);

      if (!g_str_equal (cl_field_get_name (field), cl_ledger_get_part_of (part)) && --column == 0)
        return field;
    }
  return NULL;
}

/* Dates, yes and no say nothing without their label. */
static void
add_value (GString *sentence, const ClField *field, const char *text)
{
  ClFieldType type = cl_field_get_field_type (field);

  if (sentence->len > 0)
    g_string_append (sentence, _(", "));
  if (type == CL_FIELD_DATE || type == CL_FIELD_MONTH || type == CL_FIELD_BOOLEAN || type == CL_FIELD_INTEGER || type == CL_FIELD_MONEY)
    g_string_append_printf (sentence, C_("spoken", "%s %s"), cl_field_get_label (field), text);
  else
    g_string_append (sentence, text);
}

static ClStatement *
query_parts (ClContext *context, ClLedger *part, gint64 owner, gboolean revealed)
{
  ClStore *store = cl_context_get_store (context);
  const char *owner_field = cl_ledger_get_part_of (part);
  g_autoptr (ClQuery) query = cl_query_new (cl_store_get_catalogue (store), part);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *where = g_strdup_printf ("%s = :owner", owner_field);
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  ClStatement *statement = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < cl_ledger_get_n_fields (part); i++)
    {
      const char *name = cl_field_get_name (cl_ledger_get_field (part, i));

      if (!g_str_equal (name, owner_field))
        ok = cl_query_add_column (query, name, revealed ? CL_QUERY_OPEN : CL_QUERY_LIST, &error);
    }
  cl_value_set_integer (&value, owner);
  g_hash_table_insert (parameters, (gpointer) "owner", &value);
  if (ok && cl_query_add_where (query, where, &error) && (cl_ledger_get_order (part) == NULL || cl_query_set_order (query, cl_ledger_get_order (part), &error)))
    statement = cl_query_prepare (query, cl_store_get_reader (store), parameters, &error);
  if (statement == NULL)
    g_warning ("The parts %s cannot be listed: %s", cl_ledger_get_name (part), error != NULL ? error->message : "");
  return statement;
}

GtkWidget *
cl_parts_new (ClContext *context, ClLedger *part, gint64 owner, gboolean revealed)
{
  g_autoptr (ClStatement) statement = query_parts (context, part, owner, revealed);
  GtkWidget *box, *head, *title, *list;
  Parts *parts;
  /* Translators: adds a part of a record; %s: a ledger's title, "Guardians" */
  g_autofree char *add = g_strdup_printf (_("Add to %s"), cl_ledger_get_title (part));
  GtkWidget *button;

  if (statement == NULL)
    return NULL;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  title = gtk_label_new (cl_ledger_get_title (part));
  list = gtk_list_box_new ();
  button = cl_icon_button_new ("list-add-symbolic", add, NULL);
  parts = g_new (Parts, 1);
  *parts = (Parts) { g_object_ref (context), cl_ledger_ref (part) };
  g_object_set_data_full (G_OBJECT (box), "cl-parts", parts, parts_free);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (head, "cl-section");
  g_signal_connect (button, "clicked", G_CALLBACK (add_cb), parts);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), button);
  gtk_box_append (GTK_BOX (box), head);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "cl-fields");
  cl_accessible_name (list, cl_ledger_get_title (part));
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), parts);
  while (cl_statement_step (statement, NULL))
    {
      g_autoptr (GString) sentence = g_string_new (NULL);

      for (int i = 1; i < cl_statement_get_n_columns (statement); i++)
        {
          const char *text = cl_statement_get_text (statement, i);

          if (text != NULL && *text != '\0')
            add_value (sentence, get_shown_field (part, i), text);
        }
      add_row (GTK_LIST_BOX (list), parts, cl_statement_get_integer (statement, 0), sentence->str);
    }
  gtk_box_append (GTK_BOX (box), list);
  gtk_widget_set_visible (list, gtk_widget_get_first_child (list) != NULL);
  return box;
}
