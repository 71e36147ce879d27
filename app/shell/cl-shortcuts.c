#include "cl-shortcuts.h"

#include <glib/gi18n.h>

static const ClShortcut shortcuts[] = {
  { N_("Everywhere"), N_("Search"), "<Control>f <Control>k", "win.search", TRUE },
  { N_("Everywhere"), N_("Undo"), "<Control>z", "win.undo", TRUE },
  { N_("Everywhere"), N_("Redo"), "<Control><Shift>z", "win.redo", TRUE },
  { N_("Everywhere"), N_("Next pane"), "F6", "win.next-pane", TRUE },
  { N_("Everywhere"), N_("Previous pane"), "<Shift>F6", "win.previous-pane", TRUE },
  { N_("Everywhere"), N_("Back"), "Escape <Alt>Left", "win.back", TRUE },
  { N_("Everywhere"), N_("Import a spreadsheet"), "<Control>i", "win.import", TRUE },
  { N_("Everywhere"), N_("Print what is seen"), "<Control>p", "win.print", TRUE },
  { N_("Everywhere"), N_("Forms"), "<Control>m", "win.forms", FALSE },
  { N_("Lists"), N_("New"), "<Control>n", "win.new", TRUE },
  { N_("Lists"), N_("Show what is masked"), "<Control>r", NULL, FALSE },
  { N_("Lists"), N_("Open"), "Return", NULL, FALSE },
  { N_("Lists"), N_("Edit"), "F2", NULL, FALSE },
  { N_("Lists"), N_("Delete"), "Delete", NULL, FALSE },
  { N_("Lists"), N_("Read the cells of a row"), "Left Right", NULL, FALSE },
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
 * cl_shortcuts_window_new:
 *
 * Makes the window that lists all keys. GTK 4.8 builds one from XML alone, which is made here from the one table.
 *
 * Returns: (transfer none): a #GtkShortcutsWindow
 */
GtkWidget *
cl_shortcuts_window_new (void)
{
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                                          "<child><object class='GtkShortcutsSection'><property name='section-name'>all</property><property name='max-height'>18</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *window;
  const char *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_autofree char *keys = g_markup_escape_text (shortcuts[i].keys, -1);
      g_autofree char *title = g_markup_escape_text (_(shortcuts[i].title), -1);

      if (g_strcmp0 (group, shortcuts[i].group) != 0)
        {
          g_autofree char *heading = g_markup_escape_text (_(shortcuts[i].group), -1);

          if (group != NULL)
            g_string_append (xml, "</object></child>");
          group = shortcuts[i].group;
          g_string_append_printf (xml, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", heading);
        }
      g_string_append_printf (xml, "<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property><property name='accelerator'>%s</property></object></child>", title, keys);
    }
  g_string_append (xml, "</object></child></object></child></object></interface>");

  builder = gtk_builder_new_from_string (xml->str, -1);
  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  return window;
}
