/* The office of the window's file: opened, entered, listened to, closed. */

#include <glib/gi18n.h>

#include "cl-citizen-id.h"
#include "cl-desk.h"
#include "cl-error.h"
#include "cl-handover.h"
#include "cl-sidebar.h"
#include "cl-span.h"
#include "cl-state.h"
#include "cl-today-page.h"
#include "cl-window-private.h"

/* Search columns are loaded this long after the window is up, in ms, so that the first frame waits for nothing (SPEED.md). */
#define WARM_MS 300

/* A message is shown for so many seconds. */
#define MESSAGE_SECONDS 5

static void
cl_window_toast_dismissed_cb (AdwToast *toast, ClWindow *self)
{
  g_clear_handle_id (&self->toast_source, g_source_remove);
  g_clear_weak_pointer (&self->toast);
}

static gboolean
cl_window_toast_over_cb (gpointer data)
{
  ClWindow *self = data;

  self->toast_source = 0;
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  return G_SOURCE_REMOVE;
}

/* What is new stands in the place of what is still shown: in a queue "Undone" would appear seconds after it was done again. One toast after the other cannot be had:
 * libadwaita 1.2 falls over one that is dismissed while it comes in. */
static void
cl_window_message_cb (ClContext *context, const char *text, ClWindow *self)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_clear_handle_id (&self->toast_source, g_source_remove);
  self->toast_source = g_timeout_add_seconds (MESSAGE_SECONDS, cl_window_toast_over_cb, self);
  if (self->toast != NULL)
    {
      adw_toast_set_title (self->toast, escaped);
      return;
    }
  g_set_weak_pointer (&self->toast, adw_toast_new (escaped));
  adw_toast_set_timeout (self->toast, 0);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (cl_window_toast_dismissed_cb), self, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), self->toast);
}

static void
cl_window_show_record_cb (ClContext *context, const char *ledger, gint64 id, ClWindow *self)
{
  GtkWidget *page;

  if (!cl_window_show_place (self, ledger, FALSE))
    return;
  page = cl_window_get_page (self, NULL);
  if (CL_IS_LIST_PAGE (page))
    cl_list_page_select (CL_LIST_PAGE (page), id);
}

static void
cl_window_edit_record_cb (ClContext *context, const char *ledger, gint64 id, ClWindow *self)
{
  GtkWidget *page;

  if (!cl_window_show_place (self, ledger, FALSE))
    return;
  page = cl_window_get_page (self, NULL);
  if (!CL_IS_LIST_PAGE (page))
    return;
  if (id != 0)
    cl_list_page_select (CL_LIST_PAGE (page), id);
  cl_list_page_edit (CL_LIST_PAGE (page), id);
}

static void
cl_window_show_list_cb (ClContext *context, const char *ledger, const char *where, const char *words, ClWindow *self)
{
  GtkWidget *page;

  if (!cl_window_show_place (self, ledger, FALSE))
    return;
  page = cl_window_get_page (self, NULL);
  if (CL_IS_LIST_PAGE (page) && cl_list_page_set_filter (CL_LIST_PAGE (page), where, words))
    gtk_widget_grab_focus (page);
}

static void
cl_window_show_form_cb (ClContext *context, const char *form, GHashTable *parameters, ClWindow *self)
{
  GtkWidget *page;

  cl_window_show_place (self, "forms", TRUE);
  page = cl_window_get_page (self, NULL);
  if (CL_IS_FORM_PAGE (page))
    cl_form_page_show (CL_FORM_PAGE (page), form, parameters);
}

static void
cl_window_show_chart_cb (ClContext *context, const char *ledger, const char *view, const char *where, const char *words, GArray *ids, ClWindow *self)
{
  GtkWidget *page;

  if (!cl_window_show_place (self, "charts", FALSE))
    return;
  page = cl_window_get_page (self, NULL);
  if (CL_IS_STATISTIC_PAGE (page))
    cl_statistic_page_show (CL_STATISTIC_PAGE (page), ledger, view, where, words, ids);
  cl_window_focus_page (self);
}

static void
cl_window_agenda_changed_cb (ClWindow *self)
{
  ClPlace *place = cl_window_find_place (self, "today");

  if (place != NULL)
    cl_place_set_count (place, cl_agenda_get_n_open (self->agenda));
}

void
cl_window_fill_places (ClWindow *self)
{
  cl_places_fill (self->places, cl_store_get_catalogue (self->store), cl_application_get_plugins (CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)))));
  cl_places_read_kept (self->places, self->store);
  cl_window_agenda_changed_cb (self);
}

static gboolean
cl_window_described_idle_cb (gpointer data)
{
  ClWindow *self = data;
  g_autofree char *ledger = g_steal_pointer (&self->described);
  g_autoptr (ClPlace) shown = NULL;
  GHashTableIter iter;
  gpointer place, page;

  self->describe_source = 0;
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &place, &page))
    if (*ledger != '\0' ? g_strcmp0 (cl_place_get_ledger (place), ledger) == 0 : g_str_equal (cl_place_get_id (place), "forms"))
      {
        if (place == self->shown)
          shown = g_steal_pointer (&self->shown);
        gtk_stack_remove (GTK_STACK (self->stack), page);
        g_hash_table_iter_remove (&iter);
      }
  /* A ledger of the office's own may be new here, or hidden. */
  if (g_str_has_prefix (ledger, "own_"))
    {
      g_autofree char *id = shown != NULL ? g_strdup (cl_place_get_id (shown)) : self->shown != NULL ? g_strdup (cl_place_get_id (self->shown)) : NULL;

      cl_window_forget_pages (self);
      cl_window_fill_places (self);
      if (id == NULL || !cl_window_show_place (self, id, FALSE))
        cl_window_show_place (self, "today", FALSE);
    }
  else if (shown != NULL)
    cl_window_show_place (self, cl_place_get_id (shown), TRUE);
  return G_SOURCE_REMOVE;
}

/* A list has a column more or fewer, or there is a form more (""): its pages are made anew, once what asked for it has returned. */
static void
cl_window_described_cb (ClWindow *self, const char *ledger)
{
  g_free (self->described);
  self->described = g_strdup (ledger);
  if (self->describe_source == 0)
    self->describe_source = g_idle_add (cl_window_described_idle_cb, self);
}

static gboolean
cl_window_warm_cb (gpointer data)
{
  CL_SPAN ("window: warm");
  ClWindow *self = data;
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (self->store), "person");

  self->warm = 0;
  if (ledger != NULL)
    cl_context_get_search (self->context, ledger);
  cl_context_warm_forms (self->context);
  return G_SOURCE_REMOVE;
}

void
cl_window_close_store (ClWindow *self)
{
  cl_window_end_desk (self);
  cl_window_end_keeping (self);
  g_clear_handle_id (&self->warm, g_source_remove);
  g_clear_handle_id (&self->describe_source, g_source_remove);
  g_clear_handle_id (&self->lists_source, g_source_remove);
  g_clear_pointer (&self->described, g_free);
  if (self->stack != NULL)
    cl_window_forget_pages (self);
  cl_window_forget_works (self);
  if (self->context != NULL)
    g_signal_handlers_disconnect_by_data (self->context, self);
  g_clear_object (&self->context);
  if (self->agenda != NULL)
    g_signal_handlers_disconnect_by_data (self->agenda, self);
  g_clear_object (&self->agenda);
  if (self->store != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->store, self);
      cl_store_close (self->store);
    }
  g_clear_object (&self->store);
}

static void
cl_window_journal_changed_cb (ClWindow *self)
{
  self->warned = CL_WINDOW_WARNED_NOT;
  cl_window_update_undo (self);
}

/* What of plugins and descriptions was left out, and why. */
static void
cl_window_say_problems (ClWindow *self, ClPlugins *plugins)
{
  const GPtrArray *list = cl_plugins_list (plugins);
  const GPtrArray *mistakes = cl_catalogue_get_problems (cl_store_get_catalogue (self->store));

  for (guint i = 0; i < list->len; i++)
    {
      const ClPlugin *plugin = g_ptr_array_index (list, i);

      if (plugin->problem != NULL)
        cl_context_say (self->context, GTK_WIDGET (self), plugin->problem);
    }
  for (guint i = 0; i < mistakes->len; i++)
    cl_context_say (self->context, GTK_WIDGET (self), ((const GError *) g_ptr_array_index (mistakes, i))->message);
}

/* By the office's rule, which is to keep it for ever unless somebody chose otherwise. */
static void
cl_window_purge_journal (ClWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (cl_desk_may (self->store, CL_RIGHT_KEEP, NULL) && cl_store_apply_journal_years (self->store, &error) == 0)
    cl_context_say (self->context, GTK_WIDGET (self), error->message);
}

void
cl_window_enter_office (ClWindow *self)
{
  CL_SPAN ("window: enter");
  ClPlugins *plugins = cl_application_get_plugins (CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  g_autofree char *last = self->state != NULL ? g_settings_get_string (self->state, "page") : NULL;
  g_autofree char *off = cl_store_get_setting (self->store, "plugins-off");

  cl_plugins_load (plugins, off);
  cl_handover_seat (self->store);
  self->context = cl_context_new (self->store);
  g_signal_connect (self->context, "message", G_CALLBACK (cl_window_message_cb), self);
  g_signal_connect_swapped (self->context, "finished", G_CALLBACK (cl_window_tell_finished), self);
  g_signal_connect_swapped (self->context, "work-began", G_CALLBACK (cl_window_begin_work), self);
  g_signal_connect_swapped (self->context, "work-ended", G_CALLBACK (cl_window_end_work), self);
  g_signal_connect (self->context, "show-record", G_CALLBACK (cl_window_show_record_cb), self);
  g_signal_connect (self->context, "edit-record", G_CALLBACK (cl_window_edit_record_cb), self);
  g_signal_connect (self->context, "show-list", G_CALLBACK (cl_window_show_list_cb), self);
  g_signal_connect (self->context, "show-form", G_CALLBACK (cl_window_show_form_cb), self);
  g_signal_connect (self->context, "show-chart", G_CALLBACK (cl_window_show_chart_cb), self);
  g_signal_connect_swapped (self->store, "described", G_CALLBACK (cl_window_described_cb), self);
  g_signal_connect_swapped (self->store, "journal-changed", G_CALLBACK (cl_window_journal_changed_cb), self);

  self->agenda = cl_agenda_new (self->store);
  g_signal_connect_swapped (self->agenda, "changed", G_CALLBACK (cl_window_agenda_changed_cb), self);
  cl_window_watch_lists (self);
  cl_window_fill_places (self);
  cl_window_show_instead (self, NULL);
  if (cl_today_is_office_empty (self->store) || last == NULL || *last == '\0' || !cl_window_show_place (self, last, FALSE))
    cl_window_show_place (self, "today", FALSE);
  cl_agenda_refresh (self->agenda);
  cl_window_focus_first (self);
  self->warm = g_timeout_add (WARM_MS, cl_window_warm_cb, self);
  cl_window_begin_keeping (self);
  cl_window_watch_desk (self);

  cl_window_say_problems (self, plugins);
  if (cl_store_is_checked (self->store))
    cl_window_purge_journal (self);
}

/* The pages of a large file were looked at while its lists were shown already; nothing of it was written before. */
static void
cl_window_checked_cb (ClWindow *self, const GError *error)
{
  g_autoptr (GError) trouble = error != NULL ? g_error_copy (error) : NULL;

  if (trouble == NULL)
    {
      if (self->context != NULL)
        cl_window_purge_journal (self);
      return;
    }
  cl_window_close_store (self);
  cl_window_show_instead (self, cl_trouble_new (trouble));
}

/**
 * cl_window_open:
 * @window: the window
 *
 * Opens the window's file: the office's pages, or a page that asks for the office where there is none yet, or one that says why it cannot be opened. Main thread.
 */
void
cl_window_open (ClWindow *window)
{
  CL_SPAN ("window: open");
  ClPlugins *plugins = cl_application_get_plugins (CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))));
  g_autoptr (ClCatalogue) catalogue = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *office = NULL;

  cl_window_close_store (window);
  if (cl_window_is_gone (window))
    {
      cl_window_tell_gone (window);
      return;
    }
  if (!cl_store_is_there (window->path))
    {
      cl_window_show_instead (window, cl_welcome_new (window));
      return;
    }
  catalogue = cl_plugins_load_catalogue (plugins);
  window->store = cl_store_open (window->path, catalogue, CL_STORE_CHECK_LATER, &error);
  if (window->store == NULL)
    {
      cl_window_show_instead (window, cl_trouble_new (error));
      return;
    }
  cl_state_know_file (window->state, window->path);
  g_signal_connect_swapped (window->store, "checked", G_CALLBACK (cl_window_checked_cb), window);
  office = cl_store_get_setting (window->store, "office-code");
  if (office == NULL || *office == '\0')
    {
      cl_window_close_store (window);
      cl_window_show_instead (window, cl_welcome_new (window));
      return;
    }
  /* With persons at the desk, what the pages hold is shown when somebody has signed in. */
  if (!cl_window_lock (window))
    cl_window_enter_office (window);
}

/* Makes the file for the office of @code and @name and enters it. */
gboolean
cl_window_found (ClWindow *self, const char *code, const char *name, GError **error)
{
  ClPlugins *plugins = cl_application_get_plugins (CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (plugins);
  g_autofree char *folder = g_path_get_dirname (self->path);

  cl_window_close_store (self);
  g_mkdir_with_parents (folder, 0700);
  self->store = cl_store_open (self->path, catalogue, CL_STORE_CREATE, error);
  if (self->store == NULL)
    return FALSE;
  if (!cl_store_set_office (self->store, code, name, error))
    {
      cl_window_close_store (self);
      return FALSE;
    }
  cl_window_enter_office (self);
  return TRUE;
}
