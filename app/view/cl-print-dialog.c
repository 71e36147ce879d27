/* GtkPrintUnixDialog of GTK 4.8 as a screen reader meets it: rows called "GtkListItemWidget", buttons "_Print Print", choices "GtkToggleButton", focusable
 * panes without a name, the first focus on a tab without one. The dialog knows all the words; they are put where they are heard (PLATFORM.md, the ten rules). */

#include "cl-config.h"

#include "cl-print-dialog-private.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtkunixprint.h>
#include <string.h>

#include "cl-widgets.h"

#define LOOK_MS 400

static void
gather_labels (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", gtk_label_get_text (GTK_LABEL (widget)));
  /* A drop-down keeps "(None)" on the page of a stack that is not seen. */
  if (GTK_IS_STACK (widget))
    {
      if (gtk_stack_get_visible_child (GTK_STACK (widget)) != NULL)
        gather_labels (gtk_stack_get_visible_child (GTK_STACK (widget)), text);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    gather_labels (child, text);
}

static char *
words_inside (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  gather_labels (widget, text);
  return g_string_free (text, FALSE);
}

/* Set again only where it changed, for every change is spoken. */
static void
name (GtkWidget *widget, const char *words)
{
  if (*words == '\0' || g_strcmp0 (g_object_get_data (G_OBJECT (widget), "cl-print-name"), words) == 0)
    return;
  g_object_set_data_full (G_OBJECT (widget), "cl-print-name", g_strdup (words), g_free);
  cl_accessible_name (widget, words);
}

/* The label that stands before it, in the grid that it or the box around it lies in. */
static GtkWidget *
label_before (GtkWidget *widget)
{
  for (int i = 0; i < 3 && widget != NULL; i++, widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *parent = gtk_widget_get_parent (widget);
      int column, row;

      if (!GTK_IS_GRID (parent))
        continue;
      gtk_grid_query_child (GTK_GRID (parent), widget, &column, &row, NULL, NULL);
      return column > 0 ? gtk_grid_get_child_at (GTK_GRID (parent), column - 1, row) : NULL;
    }
  return NULL;
}

static char *
title_of (GtkWidget *widget)
{
  g_autoptr (GList) labels = gtk_widget_list_mnemonic_labels (widget);
  GtkWidget *label = labels != NULL ? labels->data : label_before (widget);

  if (GTK_IS_LABEL (label))
    {
      /* "Cover _page:", "封面(F)：" */
      static GRegex *end;
      g_autoptr (GRegex) made = end == NULL ? g_regex_new ("(\\([A-Z]\\))?[:：]?$", 0, 0, NULL) : NULL;
      char *title;

      if (end == NULL)
        end = g_steal_pointer (&made);
      title = g_regex_replace_literal (end, gtk_label_get_text (GTK_LABEL (label)), -1, 0, "", 0, NULL);
      return title;
    }
  return g_strdup ("");
}

static void
name_drop_down (GtkWidget *drop_down)
{
  GtkWidget *button = gtk_widget_get_first_child (drop_down);
  g_autofree char *title = title_of (drop_down);
  g_autofree char *value = words_inside (button);
  g_autofree char *words = *title != '\0' ? g_strdup_printf (_("%s: %s"), title, value) : g_strdup (value);

  name (drop_down, words);
  name (button, words);
}

static void
name_all (GtkWidget *widget)
{
  const char *type = G_OBJECT_TYPE_NAME (widget);

  if (GTK_IS_DROP_DOWN (widget))
    name_drop_down (widget);
  else if (GTK_IS_NOTEBOOK (widget))
    {
      GtkWidget *page = gtk_notebook_get_nth_page (GTK_NOTEBOOK (widget), gtk_notebook_get_current_page (GTK_NOTEBOOK (widget)));
      GtkWidget *tab = page != NULL ? gtk_notebook_get_tab_label (GTK_NOTEBOOK (widget), page) : NULL;
      g_autofree char *words = tab != NULL ? words_inside (tab) : g_strdup ("");
      name (widget, words);
    }
  else if (GTK_IS_SCROLLED_WINDOW (widget))
    gtk_widget_set_focusable (widget, FALSE);
  else if (GTK_IS_SEARCH_ENTRY (widget))
    name (widget, _("Search"));
  else if (GTK_IS_ENTRY (widget))
    {
      g_autofree char *title = title_of (widget);
      const char *tooltip = gtk_widget_get_tooltip_text (widget);
      name (widget, *title == '\0' && tooltip != NULL ? tooltip : title);
      if (*title == '\0')
        cl_accessible_describe (widget, NULL);
    }
  else if (GTK_IS_TREE_VIEW (widget))
    name (widget, _("Files"));
  else if (GTK_IS_LIST_BOX (widget))
    gtk_widget_set_focusable (widget, FALSE);
  else if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_get_tooltip_text (widget) != NULL)
    {
      name (widget, gtk_widget_get_tooltip_text (widget));
      name (gtk_widget_get_first_child (widget), gtk_widget_get_tooltip_text (widget));
    }
  else if (GTK_IS_LIST_BOX_ROW (widget) || (GTK_IS_TOGGLE_BUTTON (widget) && !GTK_IS_DROP_DOWN (gtk_widget_get_parent (widget)) && !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget))))
    {
      g_autofree char *words = words_inside (widget);
      const char *tooltip = gtk_widget_get_tooltip_text (widget);
      name (widget, *words == '\0' && tooltip != NULL ? tooltip : words);
    }
  else if (g_str_equal (type, "GtkColumnListView") || GTK_IS_COLUMN_VIEW (widget))
    name (widget, _("Printers"));
  else if (g_str_equal (type, "GtkListItemWidget") || g_str_equal (type, "GtkColumnViewRowWidget")
           || (GTK_IS_BUTTON (widget) && !GTK_IS_TOGGLE_BUTTON (widget)) || GTK_IS_CHECK_BUTTON (widget)
           || g_str_equal (gtk_widget_get_css_name (widget), "tab"))
    {
      g_autofree char *words = words_inside (widget);
      name (widget, words);
    }
  /* The value on a drop-down's button is no stop of its own. */
  if (g_str_equal (type, "GtkListItemWidget") && gtk_widget_get_ancestor (widget, GTK_TYPE_TOGGLE_BUTTON) != NULL)
    gtk_widget_set_focusable (widget, FALSE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_all (child);
}

static GtkWidget *
find_printers (GtkWidget *widget)
{
  if (GTK_IS_COLUMN_VIEW (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_printers (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_selected (GtkWidget *widget)
{
  const char *type = G_OBJECT_TYPE_NAME (widget);

  if ((g_str_equal (type, "GtkListItemWidget") || g_str_equal (type, "GtkColumnViewRowWidget")) && (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_SELECTED))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_selected (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Without a default the dialog begins with "Print to File": an office that has a printer means that one. Once only: then it is the person's choice. */
static void
prefer_printer (GtkWidget *dialog, GtkWidget *printers)
{
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (printers));
  GtkPrinter *selected = GTK_IS_SINGLE_SELECTION (model) ? gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (model)) : NULL;
  gboolean real = GTK_IS_PRINTER (selected) && !gtk_printer_is_virtual (selected);

  for (guint i = 0; !real && GTK_IS_SINGLE_SELECTION (model) && i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (GtkPrinter) printer = g_list_model_get_item (G_LIST_MODEL (model), i);

      real = GTK_IS_PRINTER (printer) && !gtk_printer_is_virtual (printer) && gtk_printer_is_active (printer);
      if (real)
        gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (model), i);
    }
  if (real)
    g_object_set_data (G_OBJECT (dialog), "cl-print-preferred", GINT_TO_POINTER (1));
}

/* Printers come in one by one; the focus stays with the chosen one unless the person has gone elsewhere. */
static gboolean
look_cb (gpointer data)
{
  GtkWidget *dialog = data;
  GtkWidget *printers = find_printers (dialog), *focus = gtk_window_get_focus (GTK_WINDOW (dialog)), *row;

  name_all (dialog);
  if (printers == NULL)
    return G_SOURCE_CONTINUE;
  if (g_object_get_data (G_OBJECT (dialog), "cl-print-preferred") == NULL)
    prefer_printer (dialog, printers);
  row = find_selected (printers);
  /* None is chosen yet: the list at least is where one is. */
  if (row == NULL && focus != NULL && !gtk_widget_is_ancestor (focus, printers) && g_object_get_data (G_OBJECT (dialog), "cl-print-begun") == NULL)
    gtk_widget_child_focus (printers, GTK_DIR_TAB_FORWARD);
  g_object_set_data (G_OBJECT (dialog), "cl-print-begun", GINT_TO_POINTER (1));
  if (row != NULL && g_object_get_data (G_OBJECT (dialog), "cl-print-focused") != row
      && (g_object_get_data (G_OBJECT (dialog), "cl-print-focused") == NULL || (focus != NULL && gtk_widget_is_ancestor (focus, printers))))
    {
      g_object_set_data (G_OBJECT (dialog), "cl-print-focused", row);
      if (focus != row)
        gtk_widget_grab_focus (row);
    }
  return G_SOURCE_CONTINUE;
}

static void
gone_cb (gpointer source, GObject *dialog)
{
  g_source_remove (GPOINTER_TO_UINT (source));
}

/* Enter among the printers prints, once the chosen one has told what it can. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, GtkWidget *dialog)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (dialog)), *printers = find_printers (dialog);
  GtkWidget *print = gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || focus == NULL || printers == NULL || !gtk_widget_is_ancestor (focus, printers)
      || print == NULL || !gtk_widget_is_sensitive (print))
    return GDK_EVENT_PROPAGATE;
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
  return GDK_EVENT_STOP;
}

void
cl_print_dialog_name (GtkWidget *dialog)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  guint source = g_timeout_add (LOOK_MS, look_cb, dialog);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), dialog);
  gtk_widget_add_controller (dialog, keys);
  g_object_weak_ref (G_OBJECT (dialog), gone_cb, GUINT_TO_POINTER (source));
  name_all (dialog);
}
