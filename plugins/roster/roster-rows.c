#include "roster-rows.h"

/**
 * roster_rows_page_new:
 * @box: (out) (transfer none): where the page's parts go
 *
 * Returns: (transfer floating): a page of a readable width that scrolls and takes no focus itself
 */
GtkWidget *
roster_rows_page_new (GtkWidget **box)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();

  *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (*box, 18);
  gtk_widget_set_margin_bottom (*box, 18);
  gtk_widget_set_margin_start (*box, 18);
  gtk_widget_set_margin_end (*box, 18);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 860);
  adw_clamp_set_child (ADW_CLAMP (clamp), *box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_focusable (scrolled, FALSE);
  return scrolled;
}

/**
 * roster_rows_list_new:
 * @box: where it goes, below its heading
 * @title: heading and name, translated
 * @activated: handler of "row-activated"
 * @data: for it
 *
 * Returns: (transfer none): an empty list; hidden, its heading is too
 */
GtkWidget *
roster_rows_list_new (GtkWidget *box, const char *title, GCallback activated, gpointer data)
{
  GtkWidget *heading = gtk_label_new (title), *list = gtk_list_box_new ();

  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  g_object_bind_property (list, "visible", heading, "visible", G_BINDING_SYNC_CREATE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (list, "boxed-list");
  cl_accessible_name (list, title);
  g_signal_connect (list, "row-activated", activated, data);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), list);
  return list;
}

/**
 * roster_rows_clear:
 * @list: a list
 *
 * Takes all rows away.
 */
void
roster_rows_clear (GtkWidget *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
}

static void
open_row (GtkWidget *row, gpointer data)
{
  g_signal_emit_by_name (row, "activate");
}

/**
 * roster_rows_add:
 * @list: a list
 * @title: first line
 * @subtitle: (nullable): second line
 * @sentence: what is heard
 * @ledger: (nullable): of @record
 * @record: where it leads; 0: nowhere
 *
 * Adds a row; it bears "ledger" and "record" (gint64 *) as data.
 *
 * Returns: (transfer none): the row
 */
GtkWidget *
roster_rows_add (GtkWidget *list, const char *title, const char *subtitle, const char *sentence, const char *ledger, gint64 record)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL && *subtitle != '\0')
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), record != 0);
  cl_accessible_sentence (row, sentence);
  if (record != 0)
    cl_accessible_add_action (row, "open", open_row, NULL);
  g_object_set_data_full (G_OBJECT (row), "ledger", g_strdup (ledger), g_free);
  g_object_set_data_full (G_OBJECT (row), "record", g_memdup2 (&record, sizeof record), g_free);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

/**
 * roster_rows_add_choice:
 * @list: a boxed list whose rows are not selected
 * @title: what is chosen, translated
 * @choices: (array zero-terminated=1): translated
 * @selected: which of them
 *
 * Returns: (transfer none): the drop-down of a new row
 */
GtkWidget *
roster_rows_add_choice (GtkWidget *list, const char *title, const char *const *choices, guint selected)
{
  GtkWidget *row = adw_action_row_new (), *choice = cl_drop_down_new (title, gtk_string_list_new (choices));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), choice);
  /* The choice is the one stop for Tab. */
  gtk_widget_set_focusable (row, FALSE);
  cl_accessible_name (row, title);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return choice;
}

/**
 * roster_rows_settings_new:
 *
 * Returns: (transfer floating): a boxed list for rows with entries and choices, itself no stop for Tab
 */
GtkWidget *
roster_rows_settings_new (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  cl_list_of_controls (list);
  return list;
}

/**
 * roster_rows_text_new:
 * @text: (nullable): what it says
 *
 * Returns: (transfer floating): a line of explanation that wraps
 */
GtkWidget *
roster_rows_text_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}
