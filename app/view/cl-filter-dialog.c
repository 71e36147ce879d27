#include "cl-config.h"

#include "cl-filter-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-filter.h"
#include "cl-widgets-private.h"

typedef struct
{
  ClContext *context;
  ClRowModel *rows;
  char *view;
  GtkWidget *near;
  ClFilterWhere where;
  gpointer where_data; /* lives as long as @near */
  ClFilterChosen chosen;
  GtkWidget *ask, *which, *list;
  GPtrArray *paths;      /* char *, as the drop-down has them */
  GPtrArray *values;     /* ClFilterValue of the field that is shown */
  GPtrArray *checks;     /* GtkCheckButton, as @values, not owned */
  GCancellable *counting;
} FilterDialog;

static void
filter_dialog_free (gpointer data)
{
  FilterDialog *self = data;

  g_cancellable_cancel (self->counting);
  g_object_unref (self->counting);
  g_object_unref (self->context);
  g_object_unref (self->rows);
  g_object_unref (self->near);
  g_free (self->view);
  g_ptr_array_unref (self->paths);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_ptr_array_unref (self->checks);
  g_free (self);
}

/* One count, on a worker with a connection of its own. */
typedef struct
{
  ClStore *store;
  ClDatabase *reader;
  ClLedger *ledger;
  char *view, *where, *path;
} Count;

static void
count_free (gpointer data)
{
  Count *count = data;

  g_clear_pointer (&count->reader, cl_database_close);
  g_object_unref (count->store);
  cl_ledger_unref (count->ledger);
  g_free (count->view);
  g_free (count->where);
  g_free (count->path);
  g_free (count);
}

static void
count_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Count *count = data;
  GError *error = NULL;
  GPtrArray *values = cl_filter_count (cl_store_get_catalogue (count->store), count->reader, count->ledger, count->view, count->where, count->path, &error);

  g_clear_pointer (&count->reader, cl_database_close);
  if (values != NULL)
    g_task_return_pointer (task, values, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
show_values (FilterDialog *self)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      const ClFilterValue *value = self->values->pdata[i];
      g_autofree char *n = cl_count_format (value->n);
      /* Translators: a value and how many rows have it */
      g_autofree char *label = g_strdup_printf (_("%s (%s)"), *value->text != '\0' ? value->text : _("not filled in"), n);
      GtkWidget *check = cl_check_button_new (label);

      gtk_box_append (GTK_BOX (self->list), check);
      g_ptr_array_add (self->checks, check);
    }
  if (self->values->len == 0)
    cl_announce (self->ask, _("There are no rows to choose from"));
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  FilterDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) values = g_task_propagate_pointer (G_TASK (result), &error);

  /* The window is closed, or another field was chosen. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (values == NULL)
    {
      cl_announce (self->ask, error->message);
      return;
    }
  g_clear_pointer (&self->values, g_ptr_array_unref);
  self->values = g_steal_pointer (&values);
  show_values (self);
}

static void
which_changed_cb (FilterDialog *self)
{
  ClStore *store = cl_context_get_store (self->context);
  const char *path = self->paths->pdata[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->which))];
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Count *count = g_new0 (Count, 1);
  GtkWidget *check;

  while ((check = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), check);
  g_ptr_array_set_size (self->checks, 0);
  g_cancellable_cancel (self->counting);
  g_object_unref (self->counting);
  self->counting = g_cancellable_new ();
  count->store = g_object_ref (store);
  count->ledger = cl_ledger_ref (cl_row_model_get_ledger (self->rows));
  count->view = g_strdup (self->view);
  count->where = self->where (self->where_data, path);
  count->path = g_strdup (path);
  task = g_task_new (NULL, self->counting, counted_cb, self);
  g_task_set_task_data (task, count, count_free);
  count->reader = cl_store_open_reader (store, &error);
  if (count->reader == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_run_in_thread (task, count_cb);
}

static void
apply_cb (FilterDialog *self)
{
  const char *path = self->paths->pdata[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->which))];
  g_autoptr (GString) where = g_string_new (NULL), words = g_string_new (NULL);
  g_autoptr (GtkWidget) near = g_object_ref (self->near);
  g_autofree char *chosen_path = g_strdup (path);
  ClFilterChosen chosen = self->chosen;

  for (guint i = 0; i < self->checks->len; i++)
    {
      const ClFilterValue *value = self->values->pdata[i];

      if (!gtk_check_button_get_active (self->checks->pdata[i]))
        continue;
      g_string_append_printf (where, "%s%s", where->len > 0 ? " or " : "", value->condition);
      if (words->len > 0)
        g_string_append (words, _(", "));
      if (*value->text != '\0')
        g_string_append (words, value->text);
      else
        /* Translators: %s: a field that is empty */
        g_string_append_printf (words, _("%s not filled in"), gtk_string_list_get_string (cl_drop_down_get_strings (self->which),
                                                                                           gtk_drop_down_get_selected (GTK_DROP_DOWN (self->which))));
    }
  if (where->len == 0)
    {
      cl_announce (self->ask, _("Choose at least one value, with Space"));
      if (self->checks->len > 0)
        gtk_widget_grab_focus (self->checks->pdata[0]);
      return;
    }
  gtk_window_destroy (GTK_WINDOW (self->ask));
  chosen (near, chosen_path, where->str, words->str);
}

/* Enter on a value takes it, and shows the list: Space is for those who want several. Arrows walk the values. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, FilterDialog *self)
{
  GtkRoot *root = gtk_widget_get_root (self->list);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint index;

  if (focus == NULL || !g_ptr_array_find (self->checks, focus, &index))
    return FALSE;
  if (cl_widgets_walk (self->checks, index, key))
    return TRUE;
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter)
    return FALSE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (focus), TRUE);
  apply_cb (self);
  return TRUE;
}

static void
offer (FilterDialog *self, GtkStringList *labels, const char *path, const ClField *field)
{
  if (field == NULL || !cl_filter_offers (field) || g_ptr_array_find_with_equal_func (self->paths, path, g_str_equal, NULL))
    return;
  g_ptr_array_add (self->paths, g_strdup (path));
  gtk_string_list_append (labels, cl_field_get_label (field));
}

/* First what the list shows, then what else the ledger has. */
static GtkStringList *
list_fields (FilterDialog *self)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (self->context);
  ClLedger *ledger = cl_row_model_get_ledger (self->rows);
  GtkStringList *labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < cl_row_model_get_n_columns (self->rows); i++)
    {
      const char *path = cl_row_model_get_column_path (self->rows, i);

      if (!g_str_equal (path, cl_ledger_get_called (ledger) != NULL ? cl_ledger_get_called (ledger) : ""))
        offer (self, labels, path, cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL));
    }
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    offer (self, labels, cl_field_get_name (cl_ledger_get_field (ledger, i)), cl_ledger_get_field (ledger, i));
  return labels;
}

void
cl_filter_dialog_open (GtkWidget *near, ClContext *context, ClRowModel *rows, const char *view, ClFilterWhere where, gpointer data, ClFilterChosen chosen)
{
  FilterDialog *self = g_new0 (FilterDialog, 1);
  GtkWidget *group, *button, *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkStringList *labels;

  self->context = g_object_ref (context);
  self->rows = g_object_ref (rows);
  self->view = g_strdup (view);
  self->near = g_object_ref (near);
  self->where = where;
  self->where_data = data;
  self->chosen = chosen;
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->checks = g_ptr_array_new ();
  self->counting = g_cancellable_new ();
  labels = list_fields (self);
  self->ask = cl_ask_new (near, _("Filter"), _("_Show these"), &group, &button);
  self->which = cl_drop_down_new (_("Field"), labels);
  cl_ask_add (group, _("Field"), self->which);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_margin_top (self->list, 12);
  cl_list_leave_by_tab (self->list);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->list, keys);
  gtk_widget_set_focusable (scroller, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), scroller);
  g_signal_connect_swapped (self->which, "notify::selected", G_CALLBACK (which_changed_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (apply_cb), self);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-filter-dialog", self, filter_dialog_free);
  if (self->paths->len == 0)
    {
      gtk_window_destroy (GTK_WINDOW (self->ask));
      return;
    }
  which_changed_cb (self);
  cl_ask_present (self->ask, self->which);
}
