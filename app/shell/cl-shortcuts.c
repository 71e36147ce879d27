#include "cl-shortcuts.h"

#include <glib/gi18n.h>

#include "cl-dialog.h"
#include "cl-help.h"
#include "cl-widgets.h"

static const ClShortcut shortcuts[] = {
  { N_("Everywhere"), N_("Search"), "<Control>f", "win.search", TRUE },
  { N_("Everywhere"), N_("Search everything"), "<Control>k", "win.find", TRUE },
  { N_("Everywhere"), N_("Find a command"), "<Control><Shift>p", "win.commands", TRUE },
  { N_("Everywhere"), N_("Undo"), "<Control>z", "win.undo", TRUE },
  { N_("Everywhere"), N_("Redo"), "<Control><Shift>z", "win.redo", TRUE },
  { N_("Everywhere"), N_("Next pane"), "F6", "win.next-pane", TRUE },
  { N_("Everywhere"), N_("Previous pane"), "<Shift>F6", "win.previous-pane", TRUE },
  { N_("Everywhere"), N_("Back"), "Escape <Alt>Left", "win.back", TRUE },
  { N_("Everywhere"), N_("Import a spreadsheet"), "<Control>i", "win.import", TRUE },
  { N_("Everywhere"), N_("Print what is seen"), "<Control>p", "win.print", TRUE },
  { N_("Everywhere"), N_("Forms"), "<Control>m", "win.forms", FALSE },
  { N_("Everywhere"), N_("Journal"), "<Control>j", "win.journal", FALSE },
  { N_("Lists"), N_("Export as a spreadsheet"), "<Control><Shift>e", "win.export", TRUE },
  { N_("Lists"), N_("Chart of this list"), "<Control>t", "page.chart", FALSE },
  { N_("Lists"), N_("Copy the row as a table"), "<Control>c", "page.copy", FALSE },
  { N_("Lists"), N_("Paste rows of a spreadsheet"), "<Control>v", "page.paste", FALSE },
  { N_("Lists"), N_("Filter the list"), "<Control><Shift>f", "page.filter", FALSE },
  { N_("Lists"), N_("Group the rows"), "F8", "page.group-menu", FALSE },
  { N_("Lists"), N_("Fold and unfold a group"), "Left Right", NULL, FALSE },
  { N_("Lists"), N_("Choose the columns"), "<Control><Shift>o", "page.columns", FALSE },
  { N_("Lists"), N_("Columns: move one up or down"), "<Alt>Up <Alt>Down", NULL, FALSE },
  { N_("Lists"), N_("Keep the list as it is under a name"), "<Control><Shift>s", "page.keep-list", FALSE },
  { N_("Lists"), N_("New"), "<Control>n", "win.new", TRUE },
  { N_("Lists"), N_("Show what is masked"), "<Control>r", "page.reveal", FALSE },
  { N_("Lists"), N_("Open"), "Return", "page.open", FALSE },
  { N_("Lists"), N_("Edit"), "F2", "page.edit", FALSE },
  { N_("Lists"), N_("Delete"), "Delete", "page.delete", FALSE },
  { N_("Lists"), N_("Select a row more"), "<Control>space", NULL, FALSE },
  { N_("Lists"), N_("Select rows upwards or downwards"), "<Shift>Up <Shift>Down", NULL, FALSE },
  { N_("Lists"), N_("Select all rows"), "<Control>a", "page.choose-all", FALSE },
  { N_("Lists"), N_("Set a field of the selected rows"), "<Shift>F2", "page.set-field", FALSE },
  { N_("Lists"), N_("Fill the column of this cell downwards"), "F4", "page.fill-column", FALSE },
  { N_("Lists"), N_("While filling: as in the row above"), "<Control>d", NULL, FALSE },
  { N_("Lists"), N_("Explain the characters of the name"), "F7", "page.explain", FALSE },
  { N_("Lists"), N_("Make one of two entries about the same"), "<Shift>F7", "page.merge", FALSE },
  { N_("Lists"), N_("Next entry"), "<Control>Page_Down", "page.next", FALSE },
  { N_("Lists"), N_("Previous entry"), "<Control>Page_Up", "page.previous", FALSE },
  { N_("Lists"), N_("Read the cells of a row"), "Left Right", NULL, FALSE },
  { N_("Lists"), N_("Show everything that is masked"), "<Control><Shift>r", NULL, FALSE },
  { N_("Record"), N_("Save the record"), "<Control>s", NULL, FALSE },
  { N_("Record"), N_("Drop what was written and not saved"), "<Control><Shift>d", NULL, FALSE },
  { N_("Record"), N_("Pick a day for a date"), "<Alt>Down", NULL, FALSE },
  { N_("Record"), N_("Do what is offered below the field"), "<Control>Return", NULL, FALSE },
  { N_("Forms and papers"), N_("All papers of the form, sheet by sheet"), "<Control>b", NULL, FALSE },
  { N_("Forms and papers"), N_("Save the paper as a file"), "<Control>s", NULL, FALSE },
  { N_("Forms and papers"), N_("Sheet by sheet: print this paper again"), "<Control><Shift>p", NULL, FALSE },
  { N_("Forms and papers"), N_("Sheet by sheet: printed, signed, stamped, returned, sent"), "1 2 3 4 5", NULL, FALSE },
  { N_("Forms and papers"), N_("Find in the paper"), "<Control>f", NULL, FALSE },
  { N_("Forms and papers"), N_("Next place found, the one before"), "<Control>g <Control><Shift>g F3 <Shift>F3", NULL, FALSE },
  { N_("Forms and papers"), N_("Next page, the one before"), "<Control>Page_Down <Control>Page_Up", NULL, FALSE },
  { N_("Forms and papers"), N_("Larger, smaller"), "<Control>plus <Control>minus", NULL, FALSE },
  { N_("Forms and papers"), N_("As wide as the window, whole page, two pages"), "<Control>0 <Control>9 <Control>2", NULL, FALSE },
  { N_("Forms and papers"), N_("Small pages beside the paper"), "<Control>t", NULL, FALSE },
  { N_("Import"), N_("Read the spreadsheet again"), "F5", NULL, FALSE },
  { N_("Window"), N_("Change who is at the desk, or lock"), "<Control>l", "win.desk", FALSE },
  { N_("Organisations and posts"), N_("Replace a member"), "<Shift>F2", NULL, FALSE },
  { N_("Organisations and posts"), N_("Order of those with the same post"), "<Alt>Up <Alt>Down", NULL, FALSE },
  { N_("Organisations and posts"), N_("Open and close a branch of the chart"), "Right Left", NULL, FALSE },
  { N_("Organisations and posts"), N_("Next step of a selection or election"), "Return", NULL, FALSE },
  { N_("Organisations and posts"), N_("End an appointment; refuse a selection"), "Delete", NULL, FALSE },
  { N_("Organisations and posts"), N_("Select a resident who is in no group"), "space", NULL, FALSE },
  { N_("Organisations and posts"), N_("Keep an inspection"), "<Control>s", NULL, FALSE },
  { N_("Window"), N_("List of pages"), "F9", "win.sidebar", FALSE },
  { N_("Window"), N_("Full screen"), "F11", "win.fullscreen", FALSE },
  { N_("Window"), N_("Main menu"), "F10", NULL, FALSE },
  { N_("Window"), N_("Preferences"), "<Control>comma", "win.preferences", FALSE },
  { N_("Window"), N_("Keyboard shortcuts"), "<Control>question", "win.shortcuts", FALSE },
  { N_("Window"), N_("Help"), "F1", "win.help", FALSE },
  { N_("Window"), N_("Close the window"), "<Control>w", "window.close", FALSE },
  { N_("Window"), N_("Quit"), "<Control>q", "app.quit", FALSE },
};

/**
 * cl_shortcuts_get:
 * @n: (out): how many
 *
 * Returns: (array length=n): every key of the window
 */
const ClShortcut *
cl_shortcuts_get (guint *n)
{
  *n = G_N_ELEMENTS (shortcuts);
  return shortcuts;
}

/**
 * cl_shortcuts_say_keys:
 * @keys: as ClShortcut has them
 *
 * Returns: (transfer full): as people read them: "Ctrl+F, Ctrl+K"
 */
char *
cl_shortcuts_say_keys (const char *keys)
{
  g_auto (GStrv) list = g_strsplit (keys, " ", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; list[i] != NULL; i++)
    {
      guint key;
      GdkModifierType modifiers;
      g_autofree char *label = NULL;

      if (!gtk_accelerator_parse (list[i], &key, &modifiers))
        continue;
      label = gtk_accelerator_get_label (key, modifiers);
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", label);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
cl_shortcuts_create_row (const ClShortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new (), *label;
  g_autofree char *keys = cl_shortcuts_say_keys (shortcut->keys);
  g_autofree char *sentence = g_strdup_printf (_("%s: %s"), _(shortcut->title), keys);

  label = gtk_label_new (keys);
  gtk_widget_add_css_class (label, "dim-label");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  cl_accessible_sentence (row, sentence);
  return row;
}

/**
 * cl_shortcuts_window_new:
 *
 * Makes the window that lists all keys. Not a GtkShortcutsWindow: nothing in it can have the focus, so that a screen reader finds none of the keys there.
 *
 * Returns: (transfer none): a window of its own, not yet shown
 */
GtkWidget *
cl_shortcuts_window_new (void)
{
  GtkWidget *window = cl_dialog_new (ADW_TYPE_WINDOW), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new (), *groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *list = NULL;
  const char *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (g_strcmp0 (group, shortcuts[i].group) != 0)
        {
          GtkWidget *heading = gtk_label_new (_(shortcuts[i].group));

          group = shortcuts[i].group;
          gtk_label_set_xalign (GTK_LABEL (heading), 0);
          gtk_widget_add_css_class (heading, "heading");
          gtk_widget_set_margin_top (heading, 12);
          list = gtk_list_box_new ();
          gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
          gtk_widget_add_css_class (list, "boxed-list");
          cl_accessible_name (list, _(group));
          cl_list_leave_by_tab (list);
          gtk_box_append (GTK_BOX (groups), heading);
          gtk_box_append (GTK_BOX (groups), list);
        }
      gtk_list_box_append (GTK_LIST_BOX (list), cl_shortcuts_create_row (&shortcuts[i]));
    }
  gtk_widget_set_margin_start (groups, 12);
  gtk_widget_set_margin_end (groups, 12);
  gtk_widget_set_margin_bottom (groups, 18);
  adw_clamp_set_child (ADW_CLAMP (clamp), groups);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _("Keyboard shortcuts"));
  cl_help_set_page (window, "keyboard");
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 640);
  return window;
}
