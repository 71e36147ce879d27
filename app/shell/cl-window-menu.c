#include <glib/gi18n.h>

#include "cl-shortcuts.h"
#include "cl-window-private.h"

/* The main menu, and the way back from it. */

static void
cl_window_add_item (GMenu *menu, const char *label, const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);
  guint n;
  const ClShortcut *shortcuts = cl_shortcuts_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (shortcuts[i].action, action) == 0)
      {
        g_auto (GStrv) keys = g_strsplit (shortcuts[i].keys, " ", -1);

        g_menu_item_set_attribute (item, "accel", "s", keys[0]);
      }
  g_menu_append_item (menu, item);
}

/* There are more items than letters: those that a key of their own leads to, or that are there in one kind of file alone, may go without. */
GMenuModel *
cl_window_create_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) work = g_menu_new ();
  g_autoptr (GMenu) change = g_menu_new ();
  g_autoptr (GMenu) office = g_menu_new ();
  g_autoptr (GMenu) rest = g_menu_new ();

  cl_window_add_item (work, _("Search e_verything…"), "win.find");
  cl_window_add_item (work, _("_New"), "win.new");
  cl_window_add_item (work, _("_Import a spreadsheet…"), "win.import");
  cl_window_add_item (work, _("E_xport…"), "win.export");
  cl_window_add_item (work, _("Fill a _sheet of the county's…"), "win.fill");
  cl_window_add_item (work, _("Make a kept report a_gain…"), "win.fill-again");
  cl_window_add_item (work, _("_Forms"), "win.forms");
  cl_window_add_item (work, _("_Print…"), "win.print");
  cl_window_add_item (change, _("_Undo"), "win.undo");
  cl_window_add_item (change, _("_Redo"), "win.redo");
  cl_window_add_item (office, _("_Journal"), "win.journal");
  cl_window_add_item (office, _("Add a _ledger, form or rules from a file…"), "win.add-own");
  cl_window_add_item (office, _("The office's _own ledgers, forms and rules…"), "win.manage-own");
  cl_window_add_keep_items (office);
  cl_window_add_item (office, _("Persons at the _desk…"), "win.persons");
  cl_window_add_item (office, _("_Change who is there, or lock"), "win.desk");
  cl_window_add_item (office, _("Hand the _work over…"), "win.handover");
  cl_window_add_item (office, _("Recovery ke_y for the safe…"), "win.recovery-key");
  cl_window_add_sample_items (office);
  cl_window_add_item (rest, _("Pr_eferences"), "win.preferences");
  cl_window_add_item (rest, _("Find a co_mmand…"), "win.commands");
  cl_window_add_item (rest, _("Keyboard shortcuts"), "win.shortcuts");
  cl_window_add_item (rest, _("_Help"), "win.help");
  cl_window_add_item (rest, _("_About Canlian"), "win.about");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (work));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (office));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
  return G_MENU_MODEL (menu);
}

/* Whoever was somewhere in the page when the menu opened is there again when it closes, or when the dialog does that it opened: not on the menu's button, which is far from
 * there. What a command itself focuses stays focused. */
static gboolean
cl_window_menu_left_cb (gpointer data)
{
  GtkWidget *button = data;
  GtkRoot *root = gtk_widget_get_root (button);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autoptr (GtkWidget) before = g_object_steal_data (G_OBJECT (button), "cl-before");

  if (before != NULL && root != NULL && gtk_widget_get_root (before) == root && (focus == NULL || gtk_widget_is_ancestor (focus, button)))
    gtk_widget_grab_focus (before);
  return G_SOURCE_REMOVE;
}

/* GTK gives the focus back to the button behind this signal. */
static void
cl_window_menu_closed_cb (GtkWidget *button)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, cl_window_menu_left_cb, g_object_ref (button), g_object_unref);
}

/* Its widgets are made when it is opened first, as those of cl_menu_button_new() are. */
static void
cl_window_menu_opens_cb (GtkMenuButton *button, gpointer data)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (button)))
    focus = NULL;
  g_object_set_data_full (G_OBJECT (button), "cl-before", focus != NULL ? g_object_ref (focus) : NULL, g_object_unref);
  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  gtk_menu_button_set_menu_model (button, data);
  g_signal_connect_object (gtk_menu_button_get_popover (button), "closed", G_CALLBACK (cl_window_menu_closed_cb), button, G_CONNECT_SWAPPED);
}

GtkWidget *
cl_window_create_menu_button (void)
{
  GtkWidget *button = cl_menu_button_new (NULL, "open-menu-symbolic", _("Main menu"), NULL);

  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), cl_window_menu_opens_cb, cl_window_create_menu (), g_object_unref);
  return button;
}
