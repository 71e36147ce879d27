/* Rows under headings: by which field, and which groups are folded. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-list-page-private.h"
#include "cl-widgets.h"

static const char *
get_field_title (ClListPage *self, const char *path)
{
  const ClField *field = cl_catalogue_resolve (cl_context_get_catalogue (self->context), self->ledger, path, NULL, NULL);

  return field != NULL ? cl_field_get_header (field) : path;
}

void
cl_list_page_say_grouped (ClListPage *self)
{
  const char *path = cl_row_model_get_group (self->rows);
  guint n = cl_row_model_get_n_groups (self->rows);
  g_autofree char *count = cl_count_format (n), *text = NULL;

  if (path == NULL)
    {
      cl_announce (GTK_WIDGET (self), _("Without groups"));
      return;
    }
  /* Translators: a field that a list is grouped by, and how many groups that makes */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Grouped by %s: %s group", "Grouped by %s: %s groups", n), get_field_title (self, path), count);
  cl_announce (GTK_WIDGET (self), text);
}

static void
group_changed_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  ClListPage *self = data;
  const char *path = g_variant_get_string (state, NULL);
  g_autoptr (GError) error = NULL;

  self->asked = CL_LIST_ASKED_GROUPS;
  if (!cl_row_model_set_group (self->rows, *path != '\0' ? path : NULL, &error))
    {
      self->asked = CL_LIST_ASKED_NOTHING;
      cl_context_say (self->context, GTK_WIDGET (self), error->message);
      return;
    }
  g_simple_action_set_state (action, state);
  cl_list_page_follow (self);
  cl_list_page_relabel_later (self);
  cl_list_page_focus_row (self);
  cl_list_page_answer (self);
}

static void
fold_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  gboolean folded = g_str_equal (g_action_get_name (G_ACTION (action)), "fold-all");

  if (cl_row_model_get_group (self->rows) == NULL)
    {
      cl_context_say (self->context, GTK_WIDGET (self), _("The list has no groups. F8 chooses by what it is grouped"));
      return;
    }
  cl_row_model_fold_all (self->rows, folded);
  cl_list_page_follow (self);
  cl_list_page_focus_row (self);
  cl_announce (GTK_WIDGET (self), folded ? _("All groups are folded") : _("All groups are unfolded"));
}

/* GTK gives the focus to the button of a menu that closes, behind the menu's own signal. */
static gboolean
group_menu_left_cb (gpointer data)
{
  GtkWidget *before = data;
  GtkRoot *root = gtk_widget_get_root (before);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || GTK_IS_MENU_BUTTON (gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON)))
    gtk_widget_grab_focus (before);
  return G_SOURCE_REMOVE;
}

static void
group_menu_closed_cb (GtkPopover *menu, ClListPage *self)
{
  GtkWidget *before = g_object_steal_data (G_OBJECT (menu), "cl-before");

  if (before != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, group_menu_left_cb, before, g_object_unref);
}

/* Whoever opens it by key, from the list or another part of the window, is there again when it closes. */
static void
group_menu_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkPopover *menu;

  gtk_menu_button_popup (GTK_MENU_BUTTON (self->group_button));
  menu = gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->group_button));
  if (menu == NULL || focus == NULL || gtk_widget_is_ancestor (focus, self->group_button))
    return;
  g_object_set_data_full (G_OBJECT (menu), "cl-before", g_object_ref (focus), g_object_unref);
  g_signal_handlers_disconnect_by_func (menu, group_menu_closed_cb, self);
  g_signal_connect_object (menu, "closed", G_CALLBACK (group_menu_closed_cb), self, 0);
}

static const GActionEntry entries[] = {
  { "group", NULL, "s", "''", group_changed_cb, { 0 } },
  { "group-menu", group_menu_cb, NULL, NULL, NULL, { 0 } },
  { "fold-all", fold_all_cb, NULL, NULL, NULL, { 0 } },
  { "unfold-all", fold_all_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_list_page_add_group_actions (ClListPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

static void
offer (ClListPage *self, GHashTable *offered, const char *path)
{
  const ClField *field = cl_catalogue_resolve (cl_context_get_catalogue (self->context), self->ledger, path, NULL, NULL);
  g_autoptr (GMenuItem) item = NULL;

  if (field == NULL || !cl_row_model_groups_by (field) || !g_hash_table_add (offered, (gpointer) path))
    return;
  item = g_menu_item_new (cl_field_get_header (field), NULL);
  g_menu_item_set_action_and_target (item, "page.group", "s", path);
  g_menu_append_item (self->group_fields, item);
}

/* First what the list shows, but not by what its records are called; then what else the ledger has. */
void
cl_list_page_fill_group_menu (ClListPage *self)
{
  g_autoptr (GHashTable) offered = g_hash_table_new (g_str_hash, g_str_equal);
  const char *called = cl_ledger_get_called (self->ledger);

  g_menu_remove_all (self->group_fields);
  /* Translators: the first choice of the menu that groups a list */
  g_menu_append (self->group_fields, _("No groups"), "page.group::");
  if (called != NULL)
    g_hash_table_add (offered, (gpointer) called);
  for (guint i = 0; i < cl_row_model_get_n_columns (self->rows); i++)
    offer (self, offered, cl_row_model_get_column_path (self->rows, i));
  for (guint i = 0; i < cl_ledger_get_n_fields (self->ledger); i++)
    offer (self, offered, cl_field_get_name (cl_ledger_get_field (self->ledger, i)));
}

GtkWidget *
cl_list_page_create_group_button (ClListPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), folds = g_menu_new ();

  self->group_fields = g_menu_new ();
  cl_list_page_fill_group_menu (self);
  g_menu_append (folds, _("_Fold all groups"), "page.fold-all");
  g_menu_append (folds, _("_Unfold all groups"), "page.unfold-all");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (folds));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->group_fields));
  /* Translators: a menu beside “Sort”: by what the rows of a list are grouped */
  self->group_button = cl_menu_button_new (_("Group"), NULL, _("Group"), G_MENU_MODEL (menu));
  cl_widget_set_tooltip (self->group_button, _("Group (F8)"));
  return self->group_button;
}

gboolean
cl_list_page_fold (ClListPage *self, gboolean folded)
{
  guint position = cl_row_selection_get_cursor (self->selection);
  ClRowHeading heading;

  if (!cl_row_model_get_heading (self->rows, position, &heading) || heading.is_total)
    return FALSE;
  if (cl_row_model_fold (self->rows, position, folded))
    cl_list_page_follow (self);
  return TRUE;
}

gboolean
cl_list_page_toggle_fold (ClListPage *self)
{
  ClRowHeading heading;

  return cl_row_model_get_heading (self->rows, cl_row_selection_get_cursor (self->selection), &heading) && cl_list_page_fold (self, !heading.is_folded);
}
