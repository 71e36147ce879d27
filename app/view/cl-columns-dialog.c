#include "cl-config.h"

#include "cl-columns-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-widgets-private.h"

typedef struct
{
  ClContext *context;
  ClLedger *ledger;
  const char *const *delivered;
  GtkWidget *near;
  ClColumnsChosen chosen;
  GtkWidget *ask, *list;
  GPtrArray *checks; /* GtkCheckButton, in order, not owned; "cl-path" is the column */
  GtkWidget *at;     /* the one that was stood on last */
} ColumnsDialog;

static void
columns_dialog_free (gpointer data)
{
  ColumnsDialog *self = data;

  g_object_unref (self->context);
  cl_ledger_unref (self->ledger);
  g_object_unref (self->near);
  g_ptr_array_unref (self->checks);
  g_free (self);
}

static const char *
get_path (GtkWidget *check)
{
  return g_object_get_data (G_OBJECT (check), "cl-path");
}

static GtkWidget *
find_check (ColumnsDialog *self, const char *path)
{
  for (guint i = 0; i < self->checks->len; i++)
    if (g_str_equal (get_path (self->checks->pdata[i]), path))
      return self->checks->pdata[i];
  return NULL;
}

/* "身份证号" as the column is headed; of what is referred to "组织 · 村", since several lists have a village, and the heading alone would not tell whose. */
static char *
make_label (ColumnsDialog *self, const char *path)
{
  const ClField *field = cl_catalogue_resolve (cl_context_get_catalogue (self->context), self->ledger, path, NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (path, ".", 2);
  const ClField *first = parts[1] != NULL ? cl_ledger_find_field (self->ledger, parts[0]) : NULL;

  if (field == NULL)
    return g_strdup (path);
  return first != NULL ? g_strdup_printf ("%s · %s", cl_field_get_header (first), cl_field_get_header (field)) : g_strdup (cl_field_get_header (field));
}

static void
focused_cb (GtkEventControllerFocus *controller, ColumnsDialog *self)
{
  self->at = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
}

/* What a list can show of the ledger; others are passed over. */
static void
offer (ColumnsDialog *self, const char *path, gboolean active)
{
  const ClField *field = cl_catalogue_resolve (cl_context_get_catalogue (self->context), self->ledger, path, NULL, NULL);
  g_autoptr (ClQuery) query = cl_query_new (cl_context_get_catalogue (self->context), self->ledger);
  g_autofree char *label = make_label (self, path);
  GtkEventController *focus;
  GtkWidget *check;

  if (find_check (self, path) != NULL || (field != NULL && cl_field_is_hidden (field)) || !cl_query_add_column (query, path, CL_QUERY_LIST, NULL))
    return;
  check = cl_check_button_new (label);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  g_object_set_data_full (G_OBJECT (check), "cl-path", g_strdup (path), g_free);
  g_object_set_data_full (G_OBJECT (check), "cl-label", g_steal_pointer (&label), g_free);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect (focus, "enter", G_CALLBACK (focused_cb), self);
  gtk_widget_add_controller (check, focus);
  gtk_box_append (GTK_BOX (self->list), check);
  g_ptr_array_add (self->checks, check);
}

static void
offer_rest (ColumnsDialog *self)
{
  const GPtrArray *imported = cl_ledger_get_import_columns (self->ledger);

  for (guint i = 0; self->delivered != NULL && self->delivered[i] != NULL; i++)
    offer (self, self->delivered[i], FALSE);
  for (guint i = 0; i < cl_ledger_get_n_fields (self->ledger); i++)
    offer (self, cl_field_get_name (cl_ledger_get_field (self->ledger, i)), FALSE);
  for (guint i = 0; imported != NULL && i < imported->len; i++)
    offer (self, ((const ClLedgerImportColumn *) imported->pdata[i])->path, FALSE);
}

static void
say_place (ColumnsDialog *self, GtkWidget *check)
{
  const char *label = g_object_get_data (G_OBJECT (check), "cl-label");
  guint number = 0, n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    {
      n += gtk_check_button_get_active (self->checks->pdata[i]);
      if (self->checks->pdata[i] == check)
        number = n;
    }
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
    /* Translators: a column that was moved: its title, its place among the columns shown */
    text = g_strdup_printf (_("%s: column %u of %u"), label, number, n);
  else
    /* Translators: a column that was moved and is not shown */
    text = g_strdup_printf (_("%s: not shown"), label);
  cl_announce (self->ask, text);
}

static void
move (ColumnsDialog *self, int by)
{
  guint from, to;
  gpointer check;

  if (self->at == NULL || !g_ptr_array_find (self->checks, self->at, &from))
    return;
  to = from + (guint) by;
  if (to >= self->checks->len)
    {
      cl_announce (self->ask, by < 0 ? _("It is the first already") : _("It is the last already"));
      return;
    }
  check = g_ptr_array_steal_index (self->checks, from);
  g_ptr_array_insert (self->checks, (int) to, check);
  gtk_box_reorder_child_after (GTK_BOX (self->list), check, to > 0 ? self->checks->pdata[to - 1] : NULL);
  say_place (self, check);
}

static void
up_cb (ColumnsDialog *self)
{
  move (self, -1);
}

static void
down_cb (ColumnsDialog *self)
{
  move (self, 1);
}

/* The delivered ones first and chosen, in their order. */
static void
delivered_cb (ColumnsDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (self->checks->pdata[i], FALSE);
  for (guint i = 0; self->delivered != NULL && self->delivered[i] != NULL; i++)
    {
      GtkWidget *check = find_check (self, self->delivered[i]);

      if (check == NULL)
        continue;
      g_ptr_array_remove (self->checks, check);
      g_ptr_array_insert (self->checks, (int) n, check);
      gtk_box_reorder_child_after (GTK_BOX (self->list), check, n > 0 ? self->checks->pdata[n - 1] : NULL);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
      n++;
    }
  cl_announce (self->ask, _("The columns are as delivered"));
}

static gboolean
is_as_delivered (ColumnsDialog *self, GStrv columns)
{
  return self->delivered != NULL && g_strv_equal ((const char *const *) columns, self->delivered);
}

static void
apply_cb (ColumnsDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GtkWidget) near = g_object_ref (self->near);
  g_auto (GStrv) columns = NULL;
  ClColumnsChosen chosen = self->chosen;
  gboolean as_delivered;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_strv_builder_add (builder, get_path (self->checks->pdata[i]));
  columns = g_strv_builder_end (builder);
  if (columns[0] == NULL)
    {
      cl_announce (self->ask, _("Choose at least one column, with Space"));
      gtk_widget_grab_focus (self->checks->pdata[0]);
      return;
    }
  as_delivered = is_as_delivered (self, columns);
  gtk_window_destroy (GTK_WINDOW (self->ask));
  chosen (near, as_delivered ? NULL : columns);
}

/* Arrows walk the columns, with Alt they take the column along; Enter is for the whole. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ColumnsDialog *self)
{
  gboolean takes = (state & gtk_accelerator_get_default_mod_mask ()) == GDK_ALT_MASK;
  guint index;

  if (self->at == NULL || gtk_widget_get_focus_child (self->list) == NULL || !g_ptr_array_find (self->checks, self->at, &index))
    return FALSE;
  if (!takes && cl_widgets_walk (self->checks, index, key))
    return TRUE;
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      apply_cb (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static GtkWidget *
create_buttons (ColumnsDialog *self)
{
  const struct
  {
    const char *label, *keys;
    GCallback run;
  } buttons[] = {
    { _("Move _up"), _("Alt+Up"), G_CALLBACK (up_cb) },
    { _("Move _down"), _("Alt+Down"), G_CALLBACK (down_cb) },
    { _("_As delivered"), NULL, G_CALLBACK (delivered_cb) },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = cl_text_button_new (buttons[i].label, NULL);

      cl_widget_set_tooltip (button, buttons[i].keys);
      g_signal_connect_swapped (button, "clicked", buttons[i].run, self);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_widget_set_margin_bottom (box, 12);
  return box;
}

static GtkWidget *
create_list (ColumnsDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->list, keys);
  gtk_widget_set_focusable (scroller, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 380);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  return scroller;
}

void
cl_columns_dialog_open (GtkWidget *near, ClContext *context, ClRowModel *rows, const char *view, ClColumnsChosen chosen)
{
  ColumnsDialog *self = g_new0 (ColumnsDialog, 1);
  const ClLedgerView *named = view != NULL ? cl_ledger_find_view (cl_row_model_get_ledger (rows), view) : NULL;
  GtkWidget *group, *button;

  self->context = g_object_ref (context);
  self->ledger = cl_ledger_ref (cl_row_model_get_ledger (rows));
  self->delivered = named != NULL && named->columns != NULL ? named->columns : cl_ledger_get_columns (self->ledger);
  self->near = g_object_ref (near);
  self->chosen = chosen;
  self->checks = g_ptr_array_new ();
  self->ask = cl_ask_new (near, _("Columns of the list"), _("_Show these"), &group, &button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_buttons (self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_list (self));
  for (guint i = 0; i < cl_row_model_get_n_columns (rows); i++)
    offer (self, cl_row_model_get_column_path (rows, i), TRUE);
  offer_rest (self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (apply_cb), self);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-columns-dialog", self, columns_dialog_free);
  cl_ask_present (self->ask, self->checks->len > 0 ? self->checks->pdata[0] : button);
}
