#include <glib/gi18n.h>

#include "cl-about.h"
#include "cl-dialog.h"
#include "cl-fill-dialog.h"
#include "cl-finder.h"
#include "cl-help.h"
#include "cl-own-file-dialog.h"
#include "cl-output.h"
#include "cl-preferences.h"
#include "cl-print.h"
#include "cl-shortcuts.h"
#include "cl-sidebar.h"
#include "cl-window-private.h"

static void
cl_window_say (ClWindow *self, const char *text)
{
  if (self->context != NULL)
    cl_context_say (self->context, GTK_WIDGET (self), text);
}

static GtkWidget *
cl_window_find_preview (GtkWidget *widget)
{
  if (CL_IS_PREVIEW (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = cl_window_find_preview (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A page may have a search and nothing yet to look through; then the focus does not come to it. */
static gboolean
cl_window_search_page (ClWindow *self, GtkWidget *page)
{
  GtkWidget *before = gtk_root_get_focus (GTK_ROOT (self)), *focus;

  if (!gtk_widget_activate_action (page, "page.search", NULL))
    return FALSE;
  focus = gtk_root_get_focus (GTK_ROOT (self));
  return focus != NULL && GTK_IS_EDITABLE (focus) && (focus != before || gtk_widget_get_ancestor (focus, GTK_TYPE_SEARCH_ENTRY) != NULL);
}

static void
cl_window_search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  GtkWidget *page = cl_window_get_page (self, NULL);
  GtkWidget *preview = page != NULL ? cl_window_find_preview (page) : NULL;

  if (page == NULL || cl_window_search_page (self, page) ||
      (preview != NULL && gtk_widget_activate_action (preview, "preview.find", NULL)))
    return;
  /* A page without a search of its own: the persons are what one looks for. */
  if (cl_window_show_place (self, "person", FALSE))
    {
      page = cl_window_get_page (self, NULL);
      if (CL_IS_LIST_PAGE (page))
        cl_list_page_search (CL_LIST_PAGE (page));
    }
}

static void
cl_window_find_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->context != NULL)
    cl_dialog_present (GTK_WINDOW (cl_finder_new_search (self)), GTK_WINDOW (self));
}

static void
cl_window_commands_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->context != NULL)
    cl_dialog_present (GTK_WINDOW (cl_finder_new_commands (self)), GTK_WINDOW (self));
}

static void
cl_window_new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *page = cl_window_get_page (data, NULL);

  if (page != NULL)
    gtk_widget_activate_action (page, "page.new", NULL);
}

static void
cl_window_import_into (ClWindow *self, const char *ledger)
{
  GtkWidget *page;

  if (!cl_window_show_place (self, "import", TRUE))
    return;
  page = cl_window_get_page (self, NULL);
  if (CL_IS_IMPORT_PAGE (page) && ledger != NULL)
    cl_import_page_open (CL_IMPORT_PAGE (page), ledger, NULL);
}

static void
cl_window_import_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_window_import_into (self, self->shown != NULL ? cl_place_get_ledger (self->shown) : NULL);
}

static void
cl_window_import_into_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_import_into (data, g_variant_get_string (parameter, NULL));
}

static void
cl_window_import_file_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const char *ledger, *path;
  GtkWidget *page;

  g_variant_get (parameter, "(&s&s)", &ledger, &path);
  if (!cl_window_show_place (self, "import", TRUE))
    return;
  page = cl_window_get_page (self, NULL);
  if (CL_IS_IMPORT_PAGE (page))
    cl_import_page_open (CL_IMPORT_PAGE (page), ledger, path);
}

static void
cl_window_export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  GtkWidget *page = cl_window_get_page (self, NULL);

  if (page == NULL || !gtk_widget_activate_action (page, "page.export", NULL))
    cl_window_say (self, _("There is nothing to export on this page. Open a list."));
}

static void
cl_window_show_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_show_place (data, g_variant_get_string (parameter, NULL), TRUE);
}

static void
cl_window_show_form_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->context != NULL)
    cl_context_show_form (self->context, g_variant_get_string (parameter, NULL), NULL);
}

static void
cl_window_forms_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_show_place (data, "forms", TRUE);
}

static void
cl_window_journal_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_show_place (data, "journal", TRUE);
}

/* A list under way to the printer. */
typedef struct
{
  ClWindow *window;
  GBytes *pdf;
  char *source, *title;
  guint pages;
} ClWindowPrinting;

static void
cl_window_printed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClWindowPrinting *printing = data;
  ClOutput output = { .kind = "print", .source = printing->source, .title = printing->title, .pages = printing->pages, .bytes = printing->pdf, .keep = TRUE };
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  g_autofree char *number = NULL;

  if (!cl_print_pdf_finish (result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        cl_window_say (printing->window, error->message);
    }
  else
    {
      output.copies = cl_print_pdf_get_copies (result);
      if (printing->window->store == NULL || cl_output_log (printing->window->store, &output, &number, &error) != 0)
        words = g_strdup_printf (_("Printed: %s, number %s"), printing->title, number != NULL ? number : "");
      cl_window_say (printing->window, words != NULL ? words : error->message);
    }
  g_object_unref (printing->window);
  g_bytes_unref (printing->pdf);
  g_free (printing->source);
  g_free (printing->title);
  g_free (printing);
}

/* The list as it is seen; a page with a print of its own does it itself. */
static void
cl_window_print_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  GtkWidget *page = cl_window_get_page (self, NULL);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;
  ClFormReport report = { 0 };
  ClWindowPrinting *printing;
  g_autoptr (ClRowModel) rows = NULL;
  ClLedger *ledger;

  if (page == NULL || gtk_widget_activate_action (page, "page.print", NULL) || gtk_widget_activate_action (page, "form.print", NULL))
    return;
  if (!CL_IS_LIST_PAGE (page))
    {
      cl_window_say (self, _("There is nothing to print on this page. Open a list or a form."));
      return;
    }
  rows = cl_list_page_get_chosen_rows (CL_LIST_PAGE (page));
  pdf = cl_form_print_list (self->store, rows, NULL, &report, &error);
  if (pdf == NULL)
    {
      cl_window_say (self, error->message);
      return;
    }
  ledger = cl_row_model_get_ledger (rows);
  printing = g_new0 (ClWindowPrinting, 1);
  printing->window = g_object_ref (self);
  printing->pdf = g_bytes_ref (pdf);
  printing->source = g_strdup (cl_ledger_get_name (ledger));
  printing->title = g_strdup (cl_place_get_name (self->shown));
  printing->pages = report.pages;
  cl_form_report_clear (&report);
  cl_print_pdf_async (GTK_WINDOW (self), pdf, printing->title, NULL, NULL, cl_window_printed_cb, printing);
}

/* Sidebar, page, what is under way, header bar, and around. */
static void
cl_window_walk_panes (ClWindow *self, int step)
{
  GtkWidget *panes[] = { self->sidebar, self->stack, self->works, gtk_widget_get_ancestor (self->undo, ADW_TYPE_HEADER_BAR) };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int current = 0;

  if (self->context == NULL)
    return;
  for (int i = 0; i < (int) G_N_ELEMENTS (panes); i++)
    if (focus != NULL && (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i])))
      current = i;
  for (int i = 1; i < (int) G_N_ELEMENTS (panes); i++)
    {
      int next = (current + step * i + 2 * (int) G_N_ELEMENTS (panes)) % (int) G_N_ELEMENTS (panes);

      if (next == 0 && adw_flap_get_reveal_flap (ADW_FLAP (self->flap)))
        {
          cl_sidebar_focus (CL_SIDEBAR (self->sidebar));
          return;
        }
      if (panes[next] == self->stack ? cl_window_focus_page (self) : next != 0 && gtk_widget_child_focus (panes[next], GTK_DIR_TAB_FORWARD))
        return;
    }
}

static void
cl_window_next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_walk_panes (data, 1);
}

static void
cl_window_previous_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_walk_panes (data, -1);
}

static void
cl_window_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->context != NULL)
    cl_window_go_back (self);
}

static void
cl_window_fullscreen_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = data;

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
cl_window_retry_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  /* Nothing that is being written goes unasked: a list whose drive has gone offers this, too. */
  if (self->context == NULL || cl_window_may_close (self))
    cl_window_open (self);
}

static void
cl_window_preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_dialog_present (GTK_WINDOW (cl_preferences_new (data)), data);
}

static void
cl_window_shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_dialog_present (GTK_WINDOW (cl_shortcuts_window_new ()), data);
}

/* What tells of the page that is shown. */
static void
cl_window_help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  cl_help_show (GTK_WINDOW (self), self->context != NULL && self->shown != NULL ? cl_place_get_help (self->shown) : NULL);
}

static void
cl_window_about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_dialog_present (GTK_WINDOW (cl_about_window_new ()), data);
}

static void
cl_window_fill_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  const char *name = self->shown != NULL ? cl_place_get_ledger (self->shown) : NULL;

  if (self->store != NULL)
    cl_fill_dialog_choose (GTK_WIDGET (self), self->context, cl_catalogue_find_ledger (cl_store_get_catalogue (self->store), name));
}

static void
cl_window_fill_again_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->store != NULL)
    cl_fill_dialog_again (GTK_WIDGET (self), self->context);
}

static void
cl_window_add_own_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->store != NULL)
    cl_own_file_dialog_add (GTK_WIDGET (self), self->context);
}

static void
cl_window_manage_own_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->store != NULL)
    cl_own_file_dialog_manage (GTK_WIDGET (self), self->context);
}

static const GActionEntry entries[] = {
  { "fill", cl_window_fill_cb, NULL, NULL, NULL, { 0 } },
  { "fill-again", cl_window_fill_again_cb, NULL, NULL, NULL, { 0 } },
  { "add-own", cl_window_add_own_cb, NULL, NULL, NULL, { 0 } },
  { "manage-own", cl_window_manage_own_cb, NULL, NULL, NULL, { 0 } },
  { "find", cl_window_find_cb, NULL, NULL, NULL, { 0 } },
  { "commands", cl_window_commands_cb, NULL, NULL, NULL, { 0 } },
  { "search", cl_window_search_cb, NULL, NULL, NULL, { 0 } },
  { "new", cl_window_new_cb, NULL, NULL, NULL, { 0 } },
  { "import", cl_window_import_cb, NULL, NULL, NULL, { 0 } },
  { "import-into", cl_window_import_into_cb, "s", NULL, NULL, { 0 } },
  { "import-file", cl_window_import_file_cb, "(ss)", NULL, NULL, { 0 } },
  { "export", cl_window_export_cb, NULL, NULL, NULL, { 0 } },
  { "show", cl_window_show_cb, "s", NULL, NULL, { 0 } },
  { "show-form", cl_window_show_form_action_cb, "s", NULL, NULL, { 0 } },
  { "forms", cl_window_forms_cb, NULL, NULL, NULL, { 0 } },
  { "journal", cl_window_journal_cb, NULL, NULL, NULL, { 0 } },
  { "print", cl_window_print_cb, NULL, NULL, NULL, { 0 } },
  { "next-pane", cl_window_next_pane_cb, NULL, NULL, NULL, { 0 } },
  { "previous-pane", cl_window_previous_pane_cb, NULL, NULL, NULL, { 0 } },
  { "back", cl_window_back_cb, NULL, NULL, NULL, { 0 } },
  { "fullscreen", cl_window_fullscreen_cb, NULL, NULL, NULL, { 0 } },
  { "retry", cl_window_retry_cb, NULL, NULL, NULL, { 0 } },
  { "preferences", cl_window_preferences_cb, NULL, NULL, NULL, { 0 } },
  { "shortcuts", cl_window_shortcuts_cb, NULL, NULL, NULL, { 0 } },
  { "help", cl_window_help_cb, NULL, NULL, NULL, { 0 } },
  { "about", cl_window_about_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_window_add_actions (ClWindow *self)
{
  g_autoptr (GPropertyAction) sidebar = g_property_action_new ("sidebar", self->flap, "reveal-flap");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sidebar));
  cl_window_add_undo_actions (self);
  cl_window_add_sample_actions (self);
  cl_window_add_keep_actions (self);
  cl_window_add_desk_actions (self);
}

/* Keys that an entry or a page may want for itself first: they reach the window only when nothing with the focus took them. */
void
cl_window_add_keys (ClWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  guint n;
  const ClShortcut *shortcuts = cl_shortcuts_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) keys = shortcuts[i].late ? g_strsplit (shortcuts[i].keys, " ", -1) : NULL;

      for (guint k = 0; keys != NULL && keys[k] != NULL; k++)
        gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                              gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[k]), gtk_named_action_new (shortcuts[i].action)));
    }
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
