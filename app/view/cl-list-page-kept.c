/* The columns that the office chose for a list, and lists that it keeps under a name: what this page shows of them, and how it changes them. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-columns-dialog-private.h"
#include "cl-list-page-private.h"
#include "cl-widgets.h"

static gboolean
is_same (GStrv one, GStrv other)
{
  return one == NULL || other == NULL ? one == other : g_strv_equal ((const char *const *) one, (const char *const *) other);
}

static void
show_columns (ClListPage *self, GStrv columns)
{
  if (is_same (self->chosen_columns, columns))
    return;
  /* A column that is being filled may go. */
  cl_list_page_end_column (self);
  g_strfreev (self->chosen_columns);
  self->chosen_columns = g_strdupv (columns);
  cl_row_model_set_columns (self->rows, (const char *const *) columns);
  cl_row_columns_read (self->columns, self->rows, cl_context_get_catalogue (self->context));
  self->cell = -1;
  cl_list_page_fill_sort_menu (self);
  cl_list_page_fill_group_menu (self);
  gtk_widget_queue_resize (self->header);
  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkWidget *row = gtk_list_item_get_child (g_ptr_array_index (self->bound, i));

      cl_row_widget_set_cursor (CL_ROW_WIDGET (row), -1);
      gtk_widget_queue_resize (row);
    }
  cl_list_page_relabel_later (self);
}

static void
show_title (ClListPage *self, const char *title)
{
  g_free (self->title);
  self->title = g_strdup (title);
  cl_list_page_show_heading (self, title);
  cl_accessible_name (self->list, title);
}

/* What narrows, orders and groups. */
static void
show_state (ClListPage *self, const ClListView *view)
{
  cl_list_page_put_filters (self, cl_list_filters_copy (view->filters));
  if (!cl_row_model_set_order (self->rows, view->order, NULL))
    cl_row_model_set_order (self->rows, NULL, NULL);
  cl_list_page_show_order (self, view->order);
  gtk_editable_set_text (GTK_EDITABLE (self->search), view->search != NULL ? view->search : "");
  if (g_strcmp0 (view->group, cl_row_model_get_group (self->rows)) != 0 && !cl_row_model_set_group (self->rows, view->group, NULL))
    cl_row_model_set_group (self->rows, NULL, NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "group")),
                             g_variant_new_string (cl_row_model_get_group (self->rows) != NULL ? cl_row_model_get_group (self->rows) : ""));
}

static ClListView *
read_columns (ClListPage *self)
{
  return cl_store_get_list_columns (cl_context_get_store (self->context), cl_ledger_get_name (self->ledger), self->view);
}

void
cl_list_page_begin_kept (ClListPage *self)
{
  g_autoptr (ClListView) columns = self->kept == NULL ? read_columns (self) : NULL;

  if (self->kept != NULL)
    {
      show_columns (self, self->kept->columns);
      show_state (self, self->kept);
    }
  else if (columns != NULL)
    show_columns (self, columns->columns);
}

static gboolean
is_same_state (const ClListView *one, const ClListView *other)
{
  g_autofree char *where = cl_list_filters_get_where (one->filters, NULL), *other_where = cl_list_filters_get_where (other->filters, NULL);

  return g_strcmp0 (where, other_where) == 0 && g_strcmp0 (one->search, other->search) == 0 && g_strcmp0 (one->order, other->order) == 0 &&
         g_strcmp0 (one->group, other->group) == 0;
}

/* The file has it otherwise, by an edit or by undo: what differs is shown, and nothing else that was looked up meanwhile is lost. */
void
cl_list_page_read_kept_again (ClListPage *self)
{
  g_autoptr (ClListView) now = NULL;
  g_autoptr (ClListView) before = NULL;

  if (self->kept == NULL)
    {
      now = read_columns (self);
      show_columns (self, now != NULL ? now->columns : NULL);
      return;
    }
  now = cl_store_get_list_view (cl_context_get_store (self->context), self->kept->id);
  if (now == NULL)
    return;
  before = g_steal_pointer (&self->kept);
  self->kept = g_steal_pointer (&now);
  if (g_strcmp0 (before->name, self->kept->name) != 0)
    show_title (self, self->kept->name);
  show_columns (self, self->kept->columns);
  if (!is_same_state (before, self->kept))
    show_state (self, self->kept);
}

/* The list as it is seen now. */
static ClListView *
take_state (ClListPage *self, const char *name)
{
  ClListView *view = cl_list_view_new (cl_ledger_get_name (self->ledger), self->view, name);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  view->search = *text != '\0' ? g_strdup (text) : NULL;
  g_ptr_array_unref (view->filters);
  view->filters = cl_list_filters_copy (self->filters);
  view->order = cl_list_page_read_order (self);
  view->columns = g_strdupv (self->chosen_columns);
  view->group = g_strdup (cl_row_model_get_group (self->rows));
  return view;
}

static void
columns_chosen_cb (GtkWidget *near, GStrv columns)
{
  ClListPage *self = CL_LIST_PAGE (near);
  g_autoptr (ClListView) view = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (self->context == NULL)
    return;
  if (self->kept != NULL)
    view = cl_store_get_list_view (cl_context_get_store (self->context), self->kept->id);
  else
    view = read_columns (self);
  if (view == NULL && (self->kept != NULL || columns == NULL))
    return;
  if (view == NULL)
    view = cl_list_view_new (cl_ledger_get_name (self->ledger), self->view, NULL);
  if (is_same (view->columns, columns))
    return;
  g_strfreev (view->columns);
  view->columns = g_strdupv (columns);
  if (columns == NULL && self->kept == NULL)
    ok = cl_store_delete_list_view (cl_context_get_store (self->context), view, &error);
  else
    ok = cl_store_save_list_view (cl_context_get_store (self->context), view, &error);
  cl_list_page_focus_row (self);
  cl_context_say (self->context, GTK_WIDGET (self), !ok ? error->message : columns == NULL ? _("The columns are as delivered") : _("The columns are kept for this list"));
}

static void
columns_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  cl_columns_dialog_open (GTK_WIDGET (self), self->context, self->rows, self->view, columns_chosen_cb);
}

/* What a list is called, asked in a small window. */
typedef struct
{
  ClListPage *page;
  GtkWidget *ask, *name;
  gboolean renames;
} NameAsk;

static void
name_ask_free (gpointer data)
{
  NameAsk *self = data;

  g_object_unref (self->page);
  g_free (self);
}

static void
name_taken_cb (NameAsk *self)
{
  g_autoptr (ClListPage) page = g_object_ref (self->page);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autoptr (ClListView) view = NULL;
  g_autofree char *place = NULL, *said = NULL;
  g_autoptr (GError) error = NULL;
  gboolean renames = self->renames;

  if (page->context == NULL)
    return;
  view = renames ? cl_store_get_list_view (cl_context_get_store (page->context), page->kept->id) : take_state (page, NULL);
  if (view == NULL)
    return;
  g_free (view->name);
  view->name = g_strdup (name);
  if (!cl_store_save_list_view (cl_context_get_store (page->context), view, &error))
    {
      cl_ask_complain (self->ask, self->name, error->message);
      return;
    }
  gtk_window_destroy (GTK_WINDOW (self->ask));
  place = g_strdup_printf ("%s/%" G_GINT64_FORMAT, cl_ledger_get_name (page->ledger), view->id);
  said = renames ? g_strdup_printf (_("The list is called “%s” now"), name)
                 /* Translators: the name of a list that is kept, and the ledger under which it stands */
                 : g_strdup_printf (_("List “%s” kept; it stands below %s"), name, cl_ledger_get_title (page->ledger));
  if (!renames)
    gtk_widget_activate_action (GTK_WIDGET (page), "win.show", "s", place);
  cl_context_say (page->context, GTK_WIDGET (page), said);
}

static void
ask_name (ClListPage *self, gboolean renames)
{
  NameAsk *ask = g_new0 (NameAsk, 1);
  GtkWidget *group, *button;

  ask->page = g_object_ref (self);
  ask->renames = renames;
  ask->ask = cl_ask_new (GTK_WIDGET (self), renames ? _("Rename the list") : _("Keep this list"), renames ? _("_Rename") : _("_Keep"), &group, &button);
  ask->name = cl_ask_add_entry (group, _("Name of the list"), renames ? self->kept->name : NULL);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (name_taken_cb), ask);
  g_object_set_data_full (G_OBJECT (ask->ask), "cl-name-ask", ask, name_ask_free);
  cl_ask_present (ask->ask, ask->name);
}

static void
keep_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ask_name (data, FALSE);
}

static void
rename_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ask_name (data, TRUE);
}

static void
replace_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autoptr (ClListView) view = take_state (self, self->kept->name);
  g_autofree char *said = g_strdup_printf (_("List “%s” kept as it is now"), self->kept->name);
  g_autoptr (GError) error = NULL;

  view->id = self->kept->id;
  cl_context_say (self->context, GTK_WIDGET (self), cl_store_save_list_view (cl_context_get_store (self->context), view, &error) ? said : error->message);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autofree char *said = g_strdup_printf (_("List “%s” taken away; Ctrl+Z brings it back"), self->kept->name);
  g_autoptr (GError) error = NULL;

  /* The page goes with the list. */
  if (cl_list_page_is_writing (self))
    return;
  cl_context_say (self->context, GTK_WIDGET (self), cl_store_delete_list_view (cl_context_get_store (self->context), self->kept, &error) ? said : error->message);
}

static const GActionEntry entries[] = {
  { "columns", columns_cb, NULL, NULL, NULL, { 0 } },
  { "keep-list", keep_cb, NULL, NULL, NULL, { 0 } },
};

/* Of a list that is kept. */
static const GActionEntry kept_entries[] = {
  { "replace-list", replace_cb, NULL, NULL, NULL, { 0 } },
  { "rename-list", rename_cb, NULL, NULL, NULL, { 0 } },
  { "remove-list", remove_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_list_page_add_kept_actions (ClListPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  if (self->kept != NULL)
    g_action_map_add_action_entries (G_ACTION_MAP (self->actions), kept_entries, G_N_ELEMENTS (kept_entries), self);
}

/* Of the menu of the list as a table. */
void
cl_list_page_add_kept_items (ClListPage *self, GMenu *menu)
{
  g_autoptr (GMenu) items = g_menu_new ();

  cl_list_page_add_item (items, _("Choose c_olumns…"), "page.columns", "<Control><Shift>o");
  cl_list_page_add_item (items, _("_Keep this list…"), "page.keep-list", "<Control><Shift>s");
  if (self->kept != NULL)
    {
      cl_list_page_add_item (items, _("Keep it as it is _now"), "page.replace-list", NULL);
      cl_list_page_add_item (items, _("_Rename this list…"), "page.rename-list", NULL);
      cl_list_page_add_item (items, _("_Take this list away"), "page.remove-list", NULL);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (items));
}
