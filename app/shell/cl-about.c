#include "cl-about.h"

#include <glib/gi18n.h>

#include "cl-config.h"
#include "cl-dialog.h"
#include "cl-help.h"
#include "cl-widgets.h"

#define CONTENT_HEIGHT 560

static void
cl_about_add (GtkWidget *list, const char *title, const char *words)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *sentence = g_strdup_printf (_("%s: %s"), title, words);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  cl_accessible_sentence (row, sentence);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

/**
 * cl_about_window_new:
 *
 * Makes the window that says what the program is. Not an AdwAboutWindow: of its seven pages those not shown stay exposed to screen readers, and its buttons say
 * their names twice. Here each row is a sentence. Main thread.
 *
 * Returns: (transfer none): a window of its own, not yet shown
 */
GtkWidget *
cl_about_window_new (void)
{
  GtkWidget *window = cl_dialog_new (ADW_TYPE_WINDOW), *whole = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *header = adw_header_bar_new (), *name = gtk_label_new (_("Canlian")), *list = gtk_list_box_new (), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "org.example.Canlian", "pixel-size", 96, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (header, "flat");
  gtk_widget_add_css_class (name, "title-1");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  cl_accessible_name (list, _("Canlian"));
  cl_list_leave_by_tab (list);
  cl_about_add (list, _("Version"), CL_VERSION);
  cl_about_add (list, _("What it does"), _("Rosters, visits, training and archives of a township disability federation, from the spreadsheet to the stamped form."));
  cl_about_add (list, _("By"), _("The Canlian authors"));
  cl_about_add (list, _("Licence"), _("GNU General Public License, version 3 or later: free to use, to pass on and to change; without warranty"));

  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (whole), header);
  /* It fits as it is; with large text it scrolls. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), CONTENT_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_box_append (GTK_BOX (whole), scrolled);
  adw_window_set_content (ADW_WINDOW (window), whole);
  gtk_window_set_title (GTK_WINDOW (window), _("About Canlian"));
  cl_help_set_page (window, "index");
  gtk_window_set_default_size (GTK_WINDOW (window), 440, -1);
  return window;
}
