#include "cl-dialog.h"

#include <glib/gi18n.h>

#include "cl-help.h"
#include "cl-widgets.h"

/* What fits a screen of 1024 × 700. */
#define MAX_WIDTH 960
#define MAX_HEIGHT 660

/* The first text below @widget, or %NULL. */
static const char *
cl_dialog_find_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *text = cl_dialog_find_text (child);

      if (text != NULL)
        return text;
    }
  return NULL;
}

static const char *
cl_dialog_guess_name (GtkWidget *button)
{
  const char *icon = GTK_IS_BUTTON (button) ? gtk_button_get_icon_name (GTK_BUTTON (button)) : NULL;
  const char *name = gtk_widget_get_tooltip_text (button);

  if (name == NULL)
    name = cl_dialog_find_text (button);
  if (name == NULL && icon != NULL && (strstr (icon, "find") != NULL || strstr (icon, "search") != NULL))
    name = _("Search");
  if (name == NULL && icon != NULL && strstr (icon, "copy") != NULL)
    name = _("Copy");
  if (name == NULL && icon != NULL && strstr (icon, "close") != NULL)
    name = _("Close");
  return name != NULL ? name : _("More");
}

/* These parts are named by those that made them. */
static gboolean
cl_dialog_has_named_buttons (GtkWidget *widget)
{
  return GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_WINDOW_CONTROLS (widget);
}

/**
 * cl_dialog_mend:
 * @root: a widget and all below it
 *
 * Parts made by GTK and libadwaita have focusable scrolled windows without a name, and entries and buttons that are called by their type. The first leave the
 * round of the focus, the others get a name (PLATFORM.md rule 1). Main thread.
 */
void
cl_dialog_mend (GtkWidget *root)
{
  if (GTK_IS_SCROLLED_WINDOW (root) || GTK_IS_VIEWPORT (root))
    gtk_widget_set_focusable (root, FALSE);
  else if (GTK_IS_SEARCH_ENTRY (root))
    cl_accessible_name (root, _("Search"));
  else if (GTK_IS_TEXT_VIEW (root))
    cl_accessible_name (root, _("Text"));
  else if (GTK_IS_MENU_BUTTON (root))
    cl_menu_button_set_name (root, cl_dialog_guess_name (root));
  else if (GTK_IS_BUTTON (root) && gtk_button_get_label (GTK_BUTTON (root)) == NULL && !cl_dialog_has_named_buttons (gtk_widget_get_parent (root)))
    cl_accessible_name (root, cl_dialog_guess_name (root));
  else if (GTK_IS_LIST_BOX (root) && !gtk_widget_has_css_class (root, "navigation-sidebar"))
    gtk_widget_set_focusable (root, FALSE);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    cl_dialog_mend (child);
}

/* How large text is, where it is larger than usual. */
static double
cl_dialog_get_scale (void)
{
  int dpi = 0;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  return CLAMP (dpi / (96.0 * PANGO_SCALE), 1, 2);
}

static void
cl_dialog_widen_clamps (GtkWidget *root, double scale)
{
  if (ADW_IS_CLAMP (root))
    adw_clamp_set_maximum_size (ADW_CLAMP (root), (int) (adw_clamp_get_maximum_size (ADW_CLAMP (root)) * scale));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    cl_dialog_widen_clamps (child, scale);
}

/* Widths are made for text of the usual size: with a larger one words would stand one below the other beside their buttons. */
static void
cl_dialog_widen (GtkWindow *dialog)
{
  double scale = cl_dialog_get_scale ();
  int width, height;

  if (scale <= 1)
    return;
  gtk_window_get_default_size (dialog, &width, &height);
  gtk_window_set_default_size (dialog, MAX (width, MIN ((int) (width * scale), MAX_WIDTH)), height > 0 ? MAX (height, MIN ((int) (height * scale), MAX_HEIGHT)) : height);
  cl_dialog_widen_clamps (GTK_WIDGET (dialog), scale);
}

static gboolean
cl_dialog_escape_cb (GtkWidget *dialog, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (dialog));
  return TRUE;
}

/**
 * cl_dialog_new:
 * @type: of a GtkWindow
 *
 * Makes a window that is a dialog to assistive tools too. One of GTK's own is a filler to them, and never the active one; its role can be given only here. Main thread.
 *
 * Returns: (transfer none): the window, not yet shown
 */
GtkWidget *
cl_dialog_new (GType type)
{
  return g_object_new (type, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, NULL);
}

/**
 * cl_dialog_present:
 * @dialog: a window not yet shown
 * @parent: the window it belongs to
 *
 * Shows @dialog over @parent; Escape closes it, F1 opens its page of the help (cl_help_set_page()). Main thread.
 */
void
cl_dialog_present (GtkWindow *dialog, GtkWindow *parent)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_callback_action_new (cl_dialog_escape_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (dialog), controller);
  cl_help_add_key (GTK_WIDGET (dialog));
  gtk_window_set_transient_for (dialog, parent);
  gtk_window_set_modal (dialog, TRUE);
  cl_dialog_mend (GTK_WIDGET (dialog));
  cl_dialog_widen (dialog);
  gtk_window_present (dialog);
  /* What has the focus, or the first that takes it: none has it where a menu was open a moment before. */
  cl_focus_later (GTK_WIDGET (dialog));
}
