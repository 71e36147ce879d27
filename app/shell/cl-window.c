/* The window: its head, its pages, and the way from one to the other. */

#include <glib/gi18n.h>

#include "cl-desk.h"
#include "cl-dialog.h"
#include "cl-span.h"
#include "cl-state.h"
#include "cl-sidebar.h"
#include "cl-today-page.h"
#include "cl-window-private.h"

G_DEFINE_FINAL_TYPE (ClWindow, cl_window, ADW_TYPE_APPLICATION_WINDOW)

/* A toast has a button that is called by its type. */
static void
cl_window_toasts_changed_cb (GListModel *children, guint position, guint removed, guint added, ClWindow *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) child = g_list_model_get_item (children, i);

      if (child != self->whole)
        cl_dialog_mend (child);
    }
}

static void
cl_window_place_cb (ClSidebar *sidebar, ClPlace *place, gboolean enter, ClWindow *self)
{
  cl_window_show_place (self, cl_place_get_id (place), enter);
  if (enter && adw_flap_get_folded (ADW_FLAP (self->flap)))
    adw_flap_set_reveal_flap (ADW_FLAP (self->flap), FALSE);
}

void
cl_window_update_title (ClWindow *self)
{
  g_autofree char *name = self->store != NULL ? cl_store_get_setting (self->store, "office-name") : NULL;
  /* Translators: an office's name: "云岭镇" -> "云岭镇残联" */
  g_autofree char *own = name != NULL && *name != '\0' ? g_strdup_printf (_("%s Federation"), name) : g_strdup (_("Canlian"));
  /* Translators: the title of a window that shows the sample: "样例 云岭镇残联" */
  g_autofree char *office = cl_window_shows_sample (self) ? g_strdup_printf (_("Sample %s"), own) : g_strdup (own);
  const char *page = self->shown != NULL ? cl_place_get_name (self->shown) : "";
  g_autofree char *actor = self->store != NULL && self->context != NULL && cl_desk_is_set_up (self->store) ? cl_desk_get_actor (self->store) : NULL;
  g_autofree char *below = actor != NULL ? g_strdup_printf ("%s · %s", page, actor) : g_strdup (page);
  g_autofree char *whole = *page != '\0' ? g_strdup_printf ("%s — %s", page, office) : g_strdup (office);

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), office);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), below);
  gtk_window_set_title (GTK_WINDOW (self), whole);
}

ClPlace *
cl_window_find_place (ClWindow *self, const char *id)
{
  /* What a worker found may come when the window is gone already. */
  for (guint i = 0; self->places != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->places)); i++)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (G_LIST_MODEL (self->places), i);

      if (g_str_equal (cl_place_get_id (place), id))
        return place;
    }
  return NULL;
}

void
cl_window_forget_pages (ClWindow *self)
{
  GHashTableIter iter;
  gpointer page;

  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, NULL, &page))
    gtk_stack_remove (GTK_STACK (self->stack), page);
  g_hash_table_remove_all (self->pages);
  g_queue_clear_full (&self->trail, g_object_unref);
  g_clear_object (&self->shown);
}

static void
cl_window_plugins_changed_cb (ClPlugins *plugins, ClWindow *self)
{
  g_autofree char *off = cl_plugins_get_switched_off (plugins);
  g_autofree char *id = self->shown != NULL ? g_strdup (cl_place_get_id (self->shown)) : NULL;
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    return;
  if (!cl_store_set_setting (self->store, "plugins-off", off, &error))
    cl_context_say (self->context, GTK_WIDGET (self), error->message);
  cl_window_forget_pages (self);
  cl_window_fill_places (self);
  cl_agenda_refresh (self->agenda);
  if (id == NULL || !cl_window_show_place (self, id, FALSE))
    cl_window_show_place (self, "today", FALSE);
}

/* Puts @page in the place of the office's pages: the welcome, or what is wrong with the file. */
void
cl_window_show_instead (ClWindow *self, GtkWidget *page)
{
  GtkWidget *old = gtk_stack_get_child_by_name (GTK_STACK (self->whole), "instead");
  GtkWidget *office = gtk_stack_get_child_by_name (GTK_STACK (self->whole), "office");
  gboolean open = page == NULL;

  gtk_widget_set_visible (office, open);
  if (page != NULL)
    {
      if (old != NULL)
        gtk_stack_remove (GTK_STACK (self->whole), old);
      cl_dialog_mend (page);
      gtk_stack_add_named (GTK_STACK (self->whole), page, "instead");
      cl_stack_page_hush (self->whole, page);
      gtk_stack_set_visible_child (GTK_STACK (self->whole), page);
    }
  else
    {
      gtk_stack_set_visible_child (GTK_STACK (self->whole), office);
      if (old != NULL)
        gtk_stack_remove (GTK_STACK (self->whole), old);
    }
  gtk_widget_set_visible (self->undo, open);
  gtk_widget_set_visible (self->redo, open);
  gtk_widget_set_visible (self->search, open);
  gtk_widget_set_visible (self->toggle, open);
  cl_window_update_actions (self);
  cl_window_update_undo (self);
  cl_window_update_sample (self);
  cl_window_update_title (self);
}

/* Below the toasts: Escape would first take away each toast that is there, unheard, before it leads back. Where there is nothing to go back to, they may. */
static gboolean
cl_window_escape_cb (GtkWidget *whole, GVariant *arguments, gpointer data)
{
  ClWindow *self = CL_WINDOW (gtk_widget_get_root (whole));

  if (self->context == NULL || g_queue_is_empty (&self->trail))
    return FALSE;
  cl_window_go_back (self);
  return TRUE;
}

static void
cl_window_add_escape (ClWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_callback_action_new (cl_window_escape_cb, NULL, NULL)));
  gtk_widget_add_controller (self->whole, keys);
}

/* To what the page itself holds for the first: the row of a list, not the search above it. Where that is not said, whoever is in the page stays: Tab would go on from there. */
gboolean
cl_window_focus_page (ClWindow *self)
{
  GtkWidget *page = cl_window_get_page (self, NULL), *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (page == NULL)
    return FALSE;
  return gtk_widget_grab_focus (page) || (focus != NULL && gtk_widget_is_ancestor (focus, page)) || gtk_widget_child_focus (self->stack, GTK_DIR_TAB_FORWARD);
}

/* The list of pages has the first focus, where it is seen. Else the page has it, as soon as it is on the screen, where alone it can: GTK would give it to a button, which would be said. */
void
cl_window_focus_first (ClWindow *self)
{
  if (adw_flap_get_reveal_flap (ADW_FLAP (self->flap)))
    cl_sidebar_focus (CL_SIDEBAR (self->sidebar));
  else if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    cl_window_focus_page (self);
  else
    self->focus_page = TRUE;
}

/* In a narrow window, or by F9, the list of pages goes away: the focus does not go to whatever comes next in the bar above. Where it comes over the page, it has the focus. */
static void
cl_window_sidebar_cb (ClWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  gboolean is_revealed = adw_flap_get_reveal_flap (ADW_FLAP (self->flap));

  if (self->context == NULL)
    return;
  if (is_revealed && adw_flap_get_folded (ADW_FLAP (self->flap)))
    cl_sidebar_focus (CL_SIDEBAR (self->sidebar));
  else if (!is_revealed && (focus == NULL || gtk_widget_is_ancestor (focus, self->sidebar)))
    cl_window_focus_page (self);
}

/* The page of the place where the window is. */
static GtkWidget *
cl_window_ensure_page (ClWindow *self)
{
  ClPlace *place = self->shown;
  GtkWidget *page = place != NULL ? g_hash_table_lookup (self->pages, place) : NULL;

  if (page != NULL || place == NULL || self->context == NULL)
    return page;
  page = cl_place_get_kind (place) == CL_PLACE_TODAY ? cl_today_page_new (self->context, self->agenda) : cl_place_create (place, self->context);
  g_hash_table_insert (self->pages, g_object_ref (place), page);
  gtk_stack_add_child (GTK_STACK (self->stack), page);
  cl_stack_page_hush (self->stack, page);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), page);
  return page;
}

/* Before the next key or click is looked at. */
static gboolean
cl_window_seen_cb (gpointer data)
{
  CL_SPAN ("window: first page");
  ClWindow *self = data;

  self->seen_source = 0;
  cl_window_ensure_page (self);
  return G_SOURCE_REMOVE;
}

static void
cl_window_painted_cb (GdkFrameClock *clock, ClWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, cl_window_painted_cb, self);
  self->is_seen = TRUE;
  self->seen_source = g_idle_add_full (G_PRIORITY_HIGH, cl_window_seen_cb, self, NULL);
}

static void
cl_window_realize (GtkWidget *widget)
{
  ClWindow *self = CL_WINDOW (widget);

  GTK_WIDGET_CLASS (cl_window_parent_class)->realize (widget);
  if (!self->is_seen)
    g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (cl_window_painted_cb), self, 0);
}

static void
cl_window_map (GtkWidget *widget)
{
  ClWindow *self = CL_WINDOW (widget);

  if (self->focus_page)
    cl_window_ensure_page (self);
  GTK_WIDGET_CLASS (cl_window_parent_class)->map (widget);
  if (self->focus_page)
    cl_window_focus_page (self);
  self->focus_page = FALSE;
}

/**
 * cl_window_show_place:
 * @window: a window with an open file
 * @id: of a place
 * @focus: whether the focus goes there too
 *
 * Shows a page, and makes it where it is shown for the first time; that of a window that was not seen yet follows its first frame.
 * The page left is hidden, else it stays exposed to screen readers (PLATFORM.md rule 9).
 *
 * Returns: %FALSE where there is no such place
 */
gboolean
cl_window_show_place (ClWindow *window, const char *id, gboolean focus)
{
  CL_SPAN ("window: page");
  ClPlace *place = cl_window_find_place (window, id);
  GtkWidget *page, *old;

  if (place == NULL)
    return FALSE;
  if (window->shown != place)
    {
      old = window->shown != NULL ? g_hash_table_lookup (window->pages, window->shown) : NULL;
      if (window->shown != NULL && !window->going_back)
        g_queue_push_tail (&window->trail, g_object_ref (window->shown));
      while (g_queue_get_length (&window->trail) > 50)
        g_object_unref (g_queue_pop_head (&window->trail));
      g_set_object (&window->shown, place);
      page = window->is_seen ? cl_window_ensure_page (window) : g_hash_table_lookup (window->pages, place);
      if (page != NULL)
        {
          gtk_widget_set_visible (page, TRUE);
          gtk_stack_set_visible_child (GTK_STACK (window->stack), page);
        }
      if (old != NULL && old != page)
        gtk_widget_set_visible (old, FALSE);
      cl_sidebar_select (CL_SIDEBAR (window->sidebar), place);
      if (window->state != NULL)
        g_settings_set_string (window->state, "page", id);
      cl_window_update_title (window);
    }
  if (focus)
    cl_window_focus_page (window);
  return TRUE;
}

void
cl_window_go_back (ClWindow *self)
{
  g_autoptr (ClPlace) place = g_queue_pop_tail (&self->trail);

  if (place == NULL)
    return;
  self->going_back = TRUE;
  cl_window_show_place (self, cl_place_get_id (place), TRUE);
  self->going_back = FALSE;
}

static GtkWidget *
cl_window_create_header (ClWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->title = adw_window_title_new (_("Canlian"), NULL);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), self->title);

  self->toggle = cl_icon_button_new ("sidebar-show-symbolic", _("List of pages"), "win.sidebar");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->toggle);
  self->search = cl_icon_button_new ("system-search-symbolic", _("Search"), "win.search");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->search);

  adw_header_bar_pack_end (ADW_HEADER_BAR (header), cl_window_create_menu_button ());
  self->redo = cl_icon_button_new ("edit-redo-symbolic", _("Redo"), "win.redo");
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->redo);
  self->undo = cl_icon_button_new ("edit-undo-symbolic", _("Undo"), "win.undo");
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->undo);
  return header;
}

static gboolean
cl_window_close_request (GtkWindow *window)
{
  return !cl_window_may_close (CL_WINDOW (window)) || GTK_WINDOW_CLASS (cl_window_parent_class)->close_request (window);
}

static void
cl_window_dispose (GObject *object)
{
  ClWindow *self = CL_WINDOW (object);

  g_clear_handle_id (&self->seen_source, g_source_remove);
  g_clear_handle_id (&self->toast_source, g_source_remove);
  g_clear_weak_pointer (&self->toast);
  cl_window_close_store (self);
  /* A flap outlives its window (libadwaita 1.2): it shall not follow what another window says of the list of pages. */
  if (self->stack != NULL && self->state != NULL)
    g_settings_unbind (self->flap, "reveal-flap");
  self->stack = NULL;
  self->works = NULL;
  g_clear_object (&self->state);
  g_clear_object (&self->places);

  G_OBJECT_CLASS (cl_window_parent_class)->dispose (object);
}

static void
cl_window_finalize (GObject *object)
{
  ClWindow *self = CL_WINDOW (object);

  g_hash_table_unref (self->pages);
  g_free (self->path);
  g_free (self->second_off);
  g_free (self->unseconded);
  g_free (self->unkept);
  g_ptr_array_unref (self->hidden);

  G_OBJECT_CLASS (cl_window_parent_class)->finalize (object);
}

static void
cl_window_class_init (ClWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cl_window_dispose;
  object_class->finalize = cl_window_finalize;
  GTK_WIDGET_CLASS (klass)->map = cl_window_map;
  GTK_WIDGET_CLASS (klass)->realize = cl_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = cl_window_close_request;
}

static void
cl_window_init (ClWindow *self)
{
  GListModel *children;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_queue_init (&self->trail);
  self->state = cl_state_new ();
  self->places = g_list_store_new (CL_TYPE_PLACE);
  self->pages = g_hash_table_new_full (g_direct_hash, g_direct_equal, g_object_unref, NULL);

  gtk_box_append (GTK_BOX (box), cl_window_create_header (self));
  self->sample_bar = cl_window_create_sample_bar (self);
  gtk_box_append (GTK_BOX (box), self->sample_bar);
  self->sidebar = cl_sidebar_new (G_LIST_MODEL (self->places));
  gtk_widget_set_size_request (self->sidebar, 190, -1);
  /* In a narrow window it lies over the page. */
  gtk_widget_add_css_class (self->sidebar, "background");
  g_signal_connect (self->sidebar, "place", G_CALLBACK (cl_window_place_cb), self);
  self->stack = gtk_stack_new ();
  gtk_widget_set_hexpand (self->stack, TRUE);
  gtk_widget_set_vexpand (self->stack, TRUE);

  self->flap = adw_flap_new ();
  adw_flap_set_flap (ADW_FLAP (self->flap), self->sidebar);
  adw_flap_set_separator (ADW_FLAP (self->flap), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_flap_set_content (ADW_FLAP (self->flap), self->stack);
  adw_flap_set_swipe_to_open (ADW_FLAP (self->flap), FALSE);
  adw_flap_set_swipe_to_close (ADW_FLAP (self->flap), FALSE);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (cl_window_sidebar_cb), self, G_CONNECT_SWAPPED);
  if (self->state != NULL)
    g_settings_bind (self->state, "sidebar", self->flap, "reveal-flap", G_SETTINGS_BIND_DEFAULT);

  self->whole = gtk_stack_new ();
  gtk_widget_set_vexpand (self->whole, TRUE);
  gtk_stack_add_named (GTK_STACK (self->whole), self->flap, "office");
  cl_stack_page_hush (self->whole, self->flap);
  self->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), self->whole);
  children = gtk_widget_observe_children (self->toasts);
  g_signal_connect_object (children, "items-changed", G_CALLBACK (cl_window_toasts_changed_cb), self, 0);
  g_object_set_data_full (G_OBJECT (self->toasts), "cl-children", children, g_object_unref);
  gtk_box_append (GTK_BOX (box), self->toasts);
  self->works = cl_window_create_works ();
  gtk_box_append (GTK_BOX (box), self->works);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), box);

  cl_state_track_window (self->state, GTK_WINDOW (self));
  cl_state_apply_text_size (NULL, cl_state_get_text_size (self->state));
  cl_window_add_actions (self);
  cl_window_watch_front (self);
  cl_window_add_keys (self);
  cl_window_add_escape (self);
}

/**
 * cl_window_new:
 * @application: the application
 * @path: the data file, which need not exist
 *
 * Makes a window for one file; cl_window_open() opens it. Main thread.
 *
 * Returns: (transfer none): the window, owned by GTK
 */
ClWindow *
cl_window_new (ClApplication *application, const char *path)
{
  ClWindow *self = g_object_new (CL_TYPE_WINDOW, "application", application, NULL);

  self->path = g_strdup (path);
  g_signal_connect_object (cl_application_get_plugins (application), "changed", G_CALLBACK (cl_window_plugins_changed_cb), self, 0);
  return self;
}

/**
 * cl_window_get_path:
 * @window: the window
 *
 * Returns: the file it is for
 */
const char *
cl_window_get_path (ClWindow *window)
{
  return window->path;
}

/**
 * cl_window_get_context:
 * @window: the window
 *
 * Returns: (transfer none) (nullable): what its pages work with, while a file is open
 */
ClContext *
cl_window_get_context (ClWindow *window)
{
  return window->context;
}

/**
 * cl_window_get_page:
 * @window: the window
 * @place: (out) (optional) (nullable): where one is
 *
 * Returns: (transfer none) (nullable): the widget of the page shown, made now where it was still to come
 */
GtkWidget *
cl_window_get_page (ClWindow *window, ClPlace **place)
{
  if (place != NULL)
    *place = window->shown;
  return cl_window_ensure_page (window);
}
