#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-desk.h"
#include "cl-list-page-private.h"
#include "cl-spoken.h"
#include "cl-view-private.h"
#include "cl-widgets.h"

static void
deleted_cb (GtkWidget *near, gboolean deleted, gpointer data)
{
  ClListPage *self = CL_LIST_PAGE (near);

  if (self->context != NULL && deleted)
    cl_list_page_focus_row (self);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  if (cl_row_selection_get_n_chosen (self->selection) > 0)
    cl_list_page_delete_chosen (self);
  else if (self->current != 0 && !cl_record_editor_is_editing (CL_RECORD_EDITOR (self->pane)))
    cl_view_delete (self->context, self->ledger, self->current, GTK_WIDGET (self), deleted_cb, NULL);
}

/* Who may only read hears it before he has filled in a form that would not be taken. */
static gboolean
may_write (ClListPage *self)
{
  g_autoptr (GError) error = NULL;

  if (cl_desk_may (cl_context_get_store (self->context), CL_RIGHT_RECORD, &error))
    return TRUE;
  cl_context_say (self->context, GTK_WIDGET (self), error->message);
  return FALSE;
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (may_write (data))
    cl_list_page_edit (data, 0);
}

static void
edit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  if (self->current != 0 && may_write (self))
    cl_list_page_edit (self, self->current);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  if (cl_list_page_toggle_fold (self) || self->current == 0)
    return;
  /* A list of papers opens the paper itself; what is known of it stands beside the list. */
  if (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "show-paper") != NULL)
    {
      g_action_group_activate_action (G_ACTION_GROUP (self->actions), "show-paper", NULL);
      return;
    }
  cl_list_page_show_details (self);
  cl_list_page_open_pane (self, TRUE);
  gtk_widget_grab_focus (self->pane);
}

/* Which character is meant of those that sound alike. */
static void
explain_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autofree char *called = self->current != 0 ? cl_view_call (self->context, self->ledger, self->current) : g_strdup ("");
  g_autofree char *said = cl_spoken_explain (called);

  if (*said != '\0')
    cl_context_say (self->context, GTK_WIDGET (self), said);
}

/* To the next record without going back to the list; what is being edited there is the next one's too. */
static void
step (ClListPage *self, int by)
{
  ClRecordEditor *pane = CL_RECORD_EDITOR (self->pane);
  guint position = self->current != 0 ? cl_row_model_find (self->rows, self->current) : G_MAXUINT, next;
  gboolean editing = cl_record_editor_is_editing (pane), inside = gtk_widget_get_focus_child (self->pane) != NULL;
  g_autofree char *said = NULL;

  if (position == G_MAXUINT || self->column != NULL)
    return;
  if (cl_record_editor_has_changes (pane))
    {
      cl_context_say (self->context, GTK_WIDGET (self), _("What you were writing is still here: Ctrl+S saves it, Escape leaves it as a draft"));
      return;
    }
  next = cl_row_model_step (self->rows, position, by);
  if (next == G_MAXUINT)
    {
      cl_announce (GTK_WIDGET (self), by < 0 ? _("This is the first row") : _("This is the last row"));
      return;
    }
  cl_list_page_stand_on (self, cl_row_model_get_id (self->rows, next));
  cl_list_page_follow (self);
  cl_list_page_scroll_to (self, next);
  cl_list_page_show_details (self);
  if (editing)
    cl_record_editor_edit (pane, NULL);
  else if (inside)
    gtk_widget_grab_focus (self->pane);
  else
    cl_list_page_focus_row (self);
  said = cl_view_describe (self->context, self->ledger, self->current, 4);
  if (inside || editing)
    cl_announce (GTK_WIDGET (self), said);
}

static void
next_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step (data, 1);
}

static void
previous_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step (data, -1);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_list_page_search (data);
}

static void
filter_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_list_page_ask_filter (data);
}

static void
reveal_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  cl_list_page_show_details (self);
  cl_record_editor_reveal (CL_RECORD_EDITOR (self->pane));
}

/* Private columns of the whole page, until it is left; one journal entry each time. */
static void
reveal_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  gboolean revealed = !cl_row_model_get_revealed (self->rows);
  g_autoptr (GError) error = NULL;

  if (revealed)
    {
      /* Translators: words of a journal entry; %s: a list's title */
      g_autofree char *words = g_strdup_printf (_("Show private columns of %s"), self->title);

      if (cl_store_note (cl_context_get_store (self->context), "reveal", words, &error) == 0)
        {
          cl_context_say (self->context, GTK_WIDGET (self), error->message);
          return;
        }
    }
  cl_row_model_set_revealed (self->rows, revealed);
  cl_context_say (self->context, GTK_WIDGET (self), revealed ? _("Private columns are shown until this page is left") : _("Private columns are masked"));
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  if (!gtk_widget_activate_action (GTK_WIDGET (self), "win.import-into", "s", cl_ledger_get_name (self->ledger)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.import", NULL);
}

/* The column by which the menu sorts, "" where as the list comes; free with g_free(). */
static char *
get_order (ClListPage *self, gboolean *descending)
{
  g_autoptr (GVariant) column = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "sort");
  g_autoptr (GVariant) direction = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "direction");

  *descending = g_str_equal (g_variant_get_string (direction, NULL), "descending");
  return g_variant_dup_string (column, NULL);
}

char *
cl_list_page_read_order (ClListPage *self)
{
  gboolean descending;
  g_autofree char *path = get_order (self, &descending);

  return *path != '\0' ? g_strconcat (path, descending ? " desc" : "", NULL) : NULL;
}

void
cl_list_page_say_sorted (ClListPage *self)
{
  gboolean descending;
  g_autofree char *path = get_order (self, &descending);

  for (guint i = 0; i < cl_row_model_get_n_columns (self->rows); i++)
    if (g_str_equal (cl_row_model_get_column_path (self->rows, i), path))
      {
        g_autofree char *text = g_strdup_printf (descending ? _("Sorted by %s, descending") : _("Sorted by %s, ascending"),
                                                 cl_row_model_get_column_title (self->rows, i));

        cl_announce (GTK_WIDGET (self), text);
      }
}

static void
apply_order (ClListPage *self)
{
  g_autofree char *order = cl_list_page_read_order (self);
  g_autoptr (GError) error = NULL;

  if (!cl_row_model_set_order (self->rows, order, &error))
    {
      cl_context_say (self->context, GTK_WIDGET (self), error->message);
      return;
    }
  cl_list_page_ask (self, CL_LIST_ASKED_ORDER);
}

static void
order_changed_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  apply_order (data);
}

static const GActionEntry entries[] = {
  { "new", new_cb, NULL, NULL, NULL, { 0 } },
  { "open", open_cb, NULL, NULL, NULL, { 0 } },
  { "edit", edit_cb, NULL, NULL, NULL, { 0 } },
  { "delete", delete_cb, NULL, NULL, NULL, { 0 } },
  { "search", search_cb, NULL, NULL, NULL, { 0 } },
  { "explain", explain_cb, NULL, NULL, NULL, { 0 } },
  { "next", next_cb, NULL, NULL, NULL, { 0 } },
  { "previous", previous_cb, NULL, NULL, NULL, { 0 } },
  { "filter", filter_cb, NULL, NULL, NULL, { 0 } },
  { "reveal", reveal_cb, NULL, NULL, NULL, { 0 } },
  { "reveal-all", reveal_all_cb, NULL, NULL, NULL, { 0 } },
  { "import", import_cb, NULL, NULL, NULL, { 0 } },
  { "sort", NULL, "s", "''", order_changed_cb, { 0 } },
  { "direction", NULL, "s", "'ascending'", order_changed_cb, { 0 } },
};

void
cl_list_page_add_actions (ClListPage *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  cl_list_page_add_table_actions (self);
  cl_list_page_add_many_actions (self);
  cl_list_page_add_kept_actions (self);
  cl_list_page_add_group_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (self->actions));
}

/* Whatever orders the list is marked in the menu, where the menu has it. */
void
cl_list_page_show_order (ClListPage *self, const char *order)
{
  gboolean descending = order != NULL && g_str_has_suffix (order, " desc");
  g_autofree char *path = g_strndup (order != NULL ? order : "", order != NULL ? strlen (order) - (descending ? strlen (" desc") : 0) : 0);

  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "sort")), g_variant_new_string (path));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "direction")),
                             g_variant_new_string (descending ? "descending" : "ascending"));
}

/* By the columns that there are. */
void
cl_list_page_fill_sort_menu (ClListPage *self)
{
  g_menu_remove_all (self->sort_columns);
  /* Translators: the first choice of a sort menu: the order that the list has by itself */
  g_menu_append (self->sort_columns, _("Usual order"), "page.sort::");
  for (guint i = 0; i < cl_row_model_get_n_columns (self->rows); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (cl_row_model_get_column_title (self->rows, i), NULL);

      g_menu_item_set_action_and_target (item, "page.sort", "s", cl_row_model_get_column_path (self->rows, i));
      g_menu_append_item (self->sort_columns, item);
    }
}

GMenuModel *
cl_list_page_create_sort_menu (ClListPage *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) directions = g_menu_new ();

  self->sort_columns = g_menu_new ();
  cl_list_page_fill_sort_menu (self);
  g_menu_append (directions, _("Ascending"), "page.direction::ascending");
  g_menu_append (directions, _("Descending"), "page.direction::descending");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->sort_columns));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (directions));
  return G_MENU_MODEL (menu);
}
