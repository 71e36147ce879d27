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

static void
cl_window_add_submenu (GMenu *menu, const char *label, void (*fill) (GMenu *menu))
{
  g_autoptr (GMenu) submenu = g_menu_new ();

  fill (submenu);
  g_menu_append_submenu (menu, label, G_MENU_MODEL (submenu));
}

static void
cl_window_fill_work (GMenu *menu)
{
  cl_window_add_item (menu, _("Search e_verything…"), "win.find");
  cl_window_add_item (menu, _("_New"), "win.new");
  cl_window_add_item (menu, _("_Import a spreadsheet…"), "win.import");
  cl_window_add_item (menu, _("E_xport…"), "win.export");
  cl_window_add_item (menu, _("Fill a _sheet of the county's…"), "win.fill");
  cl_window_add_item (menu, _("Make a kept report a_gain…"), "win.fill-again");
  cl_window_add_item (menu, _("_Forms"), "win.forms");
  cl_window_add_item (menu, _("_Print…"), "win.print");
}

/* What is set up once, or asked for when somebody comes or goes. */
static void
cl_window_fill_set_up (GMenu *menu)
{
  cl_window_add_item (menu, _("Add a _ledger, form or rules from a file…"), "win.add-own");
  cl_window_add_item (menu, _("The office's _own ledgers, forms and rules…"), "win.manage-own");
  cl_window_add_item (menu, _("Persons at the _desk…"), "win.persons");
  cl_window_add_item (menu, _("Hand the _work over…"), "win.handover");
  cl_window_add_sample_items (menu);
}

static void
cl_window_fill_kept (GMenu *menu)
{
  cl_window_add_keep_items (menu);
  cl_window_add_item (menu, _("Recovery ke_y for the safe…"), "win.recovery-key");
}

static void
cl_window_fill_office (GMenu *menu)
{
  cl_window_add_item (menu, _("_Journal"), "win.journal");
  cl_window_add_item (menu, _("_Change who is there, or lock"), "win.desk");
  cl_window_add_submenu (menu, _("_Backups and restoring"), cl_window_fill_kept);
  cl_window_add_submenu (menu, _("The _office"), cl_window_fill_set_up);
}

static void
cl_window_fill_rest (GMenu *menu)
{
  cl_window_add_item (menu, _("Pr_eferences"), "win.preferences");
  cl_window_add_item (menu, _("Find a co_mmand…"), "win.commands");
  cl_window_add_item (menu, _("Keyboard shortcuts"), "win.shortcuts");
  cl_window_add_item (menu, _("_Help"), "win.help");
  cl_window_add_item (menu, _("_About Canlian"), "win.about");
}

/* It fits a window of 700 lines: what is not of every day lies in menus of its own, undo and redo are beside it. */
GMenuModel *
cl_window_create_menu (void)
{
  static void (*const sections[]) (GMenu *) = { cl_window_fill_work, cl_window_fill_office, cl_window_fill_rest };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      g_autoptr (GMenu) section = g_menu_new ();

      sections[i] (section);
      g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
    }
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
  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  /* Menus beside it, not in its place: of those the arrows of GTK 4.8 lead on to items that are not seen. */
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model_full (data, GTK_POPOVER_MENU_NESTED));
  cl_menu_name_items (gtk_menu_button_get_popover (button));
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
