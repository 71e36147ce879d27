/* The window from inside: first start, pages made when shown, hidden when left, undo's words, a file that cannot be opened. Under tests/headless.sh. */

#include <glib/gstdio.h>

#include "cl-desk.h"
#include "cl-paths.h"
#include "cl-sidebar.h"
#include "cl-state.h"
#include "cl-test-window.h"

static void
settle (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

static GtkWidget *
find_widget (GtkWidget *root, GType type, guint nth)
{
  static guint seen;

  if (nth != G_MAXUINT)
    seen = nth;
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root) && seen-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, G_MAXUINT);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_first_start (void)
{
  g_autofree char *path = g_build_filename (folder, "new", "office.canlian", NULL);
  ClWindow *window = cl_window_new (application, path);
  GtkWidget *code, *name;
  ClPlace *place = NULL;

  cl_window_open (window);
  gtk_window_present (GTK_WINDOW (window));
  settle (600);
  g_assert_null (cl_window_get_context (window));
  code = find_widget (GTK_WIDGET (window), GTK_TYPE_ENTRY, 0);
  name = find_widget (GTK_WIDGET (window), GTK_TYPE_ENTRY, 1);
  g_assert_nonnull (code);
  g_assert_nonnull (name);

  /* Nothing is offered that wants an office; what leads to one is. */
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "import"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "restore"));

  /* A wrong code is said and nothing is made. */
  gtk_editable_set_text (GTK_EDITABLE (code), "99112");
  g_signal_emit_by_name (code, "activate");
  settle (50);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (gtk_widget_has_css_class (code, "error"));
  gtk_editable_set_text (GTK_EDITABLE (code), "991123101");
  g_assert_false (gtk_widget_has_css_class (code, "error"));
  gtk_editable_set_text (GTK_EDITABLE (name), "云岭镇");
  g_signal_emit_by_name (name, "activate");
  settle (300);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_nonnull (cl_window_get_context (window));
  g_assert_nonnull (cl_window_get_page (window, &place));
  g_assert_cmpint (cl_place_get_kind (place), ==, CL_PLACE_TODAY);
  g_assert_nonnull (strstr (gtk_window_get_title (GTK_WINDOW (window)), "云岭镇"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "import"));

  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

static ClWindow *
open_office (const char *file)
{
  g_autofree char *path = cl_test_window_make (file, NULL);
  ClWindow *window = cl_test_window_open (path);

  settle (200);
  return window;
}

/* Every page can be shown; the one left is hidden, so that it is not exposed any more (PLATFORM.md rule 9). */
static void
test_pages (void)
{
  static const char *const ids[] = { "person", "person/certified", "organisation", "appointment", "household", "division", "roster:committees", "roster:chart",
                                     "special_household/due", "visit", "need/open", "plan", "event", "attendance", "item", "box", "loan/out", "forms", "import", "today" };
  ClWindow *window = open_office ("pages.canlian");
  GtkWidget *last = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ClPlace *place = NULL;
      GtkWidget *page;

      g_assert_true (cl_window_show_place (window, ids[i], TRUE));
      settle (60);
      page = cl_window_get_page (window, &place);
      g_assert_cmpstr (cl_place_get_id (place), ==, ids[i]);
      g_assert_true (gtk_widget_get_mapped (page));
      g_assert_nonnull (strstr (gtk_window_get_title (GTK_WINDOW (window)), cl_place_get_name (place)));
      /* What F1 opens. */
      if (g_str_has_prefix (ids[i], "roster:"))
        g_assert_true (g_str_has_prefix (cl_place_get_help (place), "organisations#") && g_str_has_suffix (cl_place_get_help (place), ids[i] + strlen ("roster:")));
      else if (g_str_equal (ids[i], "person"))
        g_assert_cmpstr (cl_place_get_help (place), ==, "persons");
      if (last != NULL)
        g_assert_false (gtk_widget_get_visible (last));
      last = page;
    }
  g_assert_false (cl_window_show_place (window, "nowhere", TRUE));
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

/* A row is made the moment its place is listed: a place must be whole by then, else a view has neither its indent nor the name that tells it from others. */
static void
whole_cb (GListModel *places, guint position, guint removed, guint added, guint *seen)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (places, i);
      gboolean view = strchr (cl_place_get_id (place), '/') != NULL;

      g_assert_cmpint (cl_place_is_nested (place), ==, view);
      g_assert_cmpint (g_str_equal (cl_place_get_name (place), cl_place_get_title (place)), ==, !view);
      (*seen)++;
    }
}

static void
test_places (void)
{
  ClPlugins *plugins = cl_application_get_plugins (application);
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (plugins);
  g_autoptr (GListStore) places = g_list_store_new (CL_TYPE_PLACE);
  guint seen = 0;

  g_signal_connect (places, "items-changed", G_CALLBACK (whole_cb), &seen);
  cl_places_fill (places, catalogue, plugins);
  g_assert_cmpuint (seen, >, 8);
}

static gboolean
write_person (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person"));

  return cl_record_set_text (record, "name", "张伟", error) && cl_transaction_save (transaction, record, error);
}

static void
settle_until_enabled (GAction *action)
{
  for (guint i = 0; i < 500 && !g_action_get_enabled (action); i++)
    settle (10);
  g_assert_true (g_action_get_enabled (action));
}

static gboolean
shows_toast (GtkWidget *widget, const char *title)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), title))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows_toast (child, title))
      return TRUE;
  return FALSE;
}

/* What is new is shown at once, and what it came after not once more: "Undone" seconds after it was done again. */
static void
test_messages (void)
{
  ClWindow *window = open_office ("messages.canlian");
  ClContext *context = cl_window_get_context (window);
  GtkWidget *whole = GTK_WIDGET (window);

  cl_context_say (context, NULL, "First of three");
  cl_context_say (context, NULL, "Second of three");
  settle (400);
  cl_context_say (context, NULL, "Third of three");
  for (guint i = 0; i < 200 && (!shows_toast (whole, "Third of three") || shows_toast (whole, "Second of three")); i++)
    settle (10);
  g_assert_true (shows_toast (whole, "Third of three"));
  g_assert_false (shows_toast (whole, "Second of three"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

/* Closed while an undo is under way: the file is whole, and nobody is told. */
static void
test_undo_closed (void)
{
  ClWindow *window = open_office ("undo-closed.canlian");
  GAction *undo = g_action_map_lookup_action (G_ACTION_MAP (window), "undo");
  g_autoptr (GError) error = NULL;

  cl_store_write (cl_context_get_store (cl_window_get_context (window)), "登记张伟", write_person, NULL, &error);
  g_assert_no_error (error);
  g_action_activate (undo, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  settle (100);
  window = open_office ("undo-closed.canlian");
  undo = g_action_map_lookup_action (G_ACTION_MAP (window), "undo");
  g_assert_false (g_action_get_enabled (undo));
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

/* A long import is taken back by the writer while the window lives on. */
static void
test_import_taken_back (void)
{
  ClWindow *window = open_office ("import.canlian");
  ClStore *store = cl_context_get_store (cl_window_get_context (window));
  g_autofree char *path = g_build_filename (folder, "many.csv", NULL);
  g_autoptr (GString) sheet = g_string_new ("姓名,备注\n");
  g_autofree char *landed = NULL;
  GAction *redo = g_action_map_lookup_action (G_ACTION_MAP (window), "redo");
  g_autoptr (GError) error = NULL;
  GtkWidget *page;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (sheet, "人%u,第%u行\n", i, i);
  g_file_set_contents (path, sheet->str, -1, &error);
  g_assert_no_error (error);
  g_assert_true (cl_window_show_place (window, "import", TRUE));
  page = cl_window_get_page (window, NULL);
  cl_import_page_open (CL_IMPORT_PAGE (page), "person", path);
  for (guint i = 0; i < 1000 && landed == NULL; i++)
    {
      /* Does nothing until the rows were looked at. */
      gtk_widget_activate_action (page, "import.land", NULL);
      settle (10);
      landed = cl_store_get_undo_words (store);
    }
  g_assert_nonnull (landed);
  for (guint i = 0; i < 1000 && !g_action_get_enabled (redo); i++)
    {
      gtk_widget_activate_action (page, "import.undo", NULL);
      settle (10);
    }
  g_assert_true (g_action_get_enabled (redo));
  g_assert_false (g_action_get_enabled (g_action_map_lookup_action (G_ACTION_MAP (window), "undo")));
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

static void
test_undo (void)
{
  ClWindow *window = open_office ("undo.canlian");
  ClStore *store = cl_context_get_store (cl_window_get_context (window));
  GAction *undo = g_action_map_lookup_action (G_ACTION_MAP (window), "undo");
  GAction *redo = g_action_map_lookup_action (G_ACTION_MAP (window), "redo");
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  cl_store_write (store, "登记张伟", write_person, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_action_get_enabled (undo));
  g_assert_false (g_action_get_enabled (redo));
  g_action_activate (undo, NULL);
  g_assert_false (g_action_get_enabled (undo));
  settle_until_enabled (redo);
  words = cl_store_get_redo_words (store);
  g_assert_cmpstr (words, ==, "登记张伟");
  g_action_activate (redo, NULL);
  g_assert_false (g_action_get_enabled (redo));
  settle_until_enabled (undo);
  g_assert_false (g_action_get_enabled (redo));
  settle (50);
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

/* Escape leads back the way one came; at its beginning it does nothing. */
static void
test_back (void)
{
  ClWindow *window = open_office ("back.canlian");
  GAction *back = g_action_map_lookup_action (G_ACTION_MAP (window), "back");
  ClPlace *place = NULL;

  cl_window_show_place (window, "person", TRUE);
  cl_window_show_place (window, "forms", TRUE);
  g_action_activate (back, NULL);
  cl_window_get_page (window, &place);
  g_assert_cmpstr (cl_place_get_id (place), ==, "person");
  g_action_activate (back, NULL);
  cl_window_get_page (window, &place);
  g_assert_cmpstr (cl_place_get_id (place), ==, "today");
  g_action_activate (back, NULL);
  cl_window_get_page (window, &place);
  g_assert_cmpstr (cl_place_get_id (place), ==, "today");
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

/* A file that is none of ours: a page says so, and trying again works once it is mended. */
static void
test_trouble (void)
{
  g_autofree char *path = g_build_filename (folder, "foreign.canlian", NULL);
  g_autofree char *good = g_build_filename (folder, "pages.canlian", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (good), to = g_file_new_for_path (path);
  ClWindow *window;

  g_assert_true (g_file_set_contents (path, "Dear office, this is a letter and not a data file.\n", -1, NULL));
  window = cl_window_new (application, path);
  cl_window_open (window);
  gtk_window_present (GTK_WINDOW (window));
  settle (200);
  g_assert_null (cl_window_get_context (window));
  g_assert_nonnull (find_widget (GTK_WIDGET (window), ADW_TYPE_STATUS_PAGE, 0));

  g_assert_true (g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
  g_action_activate (g_action_map_lookup_action (G_ACTION_MAP (window), "retry"), NULL);
  settle (200);
  g_assert_nonnull (cl_window_get_context (window));
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

/* Switching the plugin off takes its page away while the window is open, and is remembered by the office's file. */
static void
test_plugin_off (void)
{
  ClWindow *window = open_office ("plugins.canlian");
  ClPlugins *plugins = cl_application_get_plugins (application);
  g_autofree char *off = NULL;

  g_assert_true (cl_window_show_place (window, "roster:committees", FALSE));
  cl_plugins_set_enabled (plugins, "roster", FALSE);
  settle (50);
  g_assert_false (cl_window_show_place (window, "roster:committees", FALSE));
  off = cl_store_get_setting (cl_context_get_store (cl_window_get_context (window)), "plugins-off");
  g_assert_cmpstr (off, ==, "roster");
  cl_plugins_set_enabled (plugins, "roster", TRUE);
  settle (50);
  g_assert_true (cl_window_show_place (window, "roster:committees", FALSE));
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

/* A new person is being written: returns the @nth of its entries, in which something stands. */
static GtkWidget *
begin_writing (ClWindow *window, guint nth)
{
  GtkWidget *page, *editor, *entry;

  cl_window_show_place (window, "person", FALSE);
  page = cl_window_get_page (window, NULL);
  cl_list_page_edit (CL_LIST_PAGE (page), 0);
  settle (200);
  editor = find_widget (page, CL_TYPE_RECORD_EDITOR, 0);
  g_assert_nonnull (editor);
  entry = find_widget (editor, GTK_TYPE_ENTRY, nth);
  g_assert_nonnull (entry);
  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "张伟");
  settle (100);
  g_assert_true (cl_record_editor_has_changes (CL_RECORD_EDITOR (editor)));
  return entry;
}

/* The second time it closes. */
static void
close_again (ClWindow *window)
{
  gpointer alive = window;

  g_object_add_weak_pointer (G_OBJECT (window), &alive);
  gtk_window_close (GTK_WINDOW (window));
  /* What a page had under way holds it until it is over. */
  for (guint i = 0; i < 500 && alive != NULL; i++)
    settle (10);
  g_assert_null (alive);
}

/* Whoever writes when the window is to close is told, and stays in the field. */
static void
test_unsaved_field (void)
{
  ClWindow *window = open_office ("unsaved-field.canlian");
  GtkWidget *entry = begin_writing (window, 1);

  gtk_window_close (GTK_WINDOW (window));
  settle (100);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), entry));
  close_again (window);
}

static gboolean
is_place_in_view (ClWindow *window)
{
  GtkWidget *sidebar = find_widget (GTK_WIDGET (window), CL_TYPE_SIDEBAR, 0), *list = find_widget (sidebar, GTK_TYPE_LIST_BOX, 0);
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (list)));
  graphene_rect_t bounds;

  return row != NULL && gtk_widget_compute_bounds (row, sidebar, &bounds) && bounds.size.height > 0 && bounds.origin.y >= 0
         && bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (sidebar);
}

/* The first of the pages is not cut for one that stands near it. */
static gboolean
is_place_near_whole (ClWindow *window)
{
  GtkWidget *scrolled = find_widget (find_widget (GTK_WIDGET (window), CL_TYPE_SIDEBAR, 0), GTK_TYPE_SCROLLED_WINDOW, 0);

  return is_place_in_view (window) && gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled))) < 1;
}

/* The list of pages shows where one is, whatever led there. */
static void
test_place_in_view (void)
{
  static const char *const ids[] = { "journal", "person", "loan/out" };
  ClWindow *window = open_office ("place.canlian");
  GtkWidget *focus;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      gboolean (*is_seen) (ClWindow *window) = g_str_equal (ids[i], "person") ? is_place_near_whole : is_place_in_view;

      g_assert_true (cl_window_show_place (window, ids[i], TRUE));
      for (guint j = 0; j < 300 && !is_seen (window); j++)
        settle (10);
      g_assert_true (is_seen (window));
    }
  /* The key of the page where one is leaves the focus where it is. */
  g_assert_true (cl_window_show_place (window, "forms", TRUE));
  settle (600);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_nonnull (focus);
  g_assert_true (cl_window_show_place (window, "forms", TRUE));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == focus);
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

/* Closing over something not saved goes to it and says so once. */
static void
test_unsaved (void)
{
  ClWindow *window = open_office ("unsaved.canlian");
  GtkWidget *page;

  begin_writing (window, 0);
  page = cl_window_get_page (window, NULL);
  cl_window_show_place (window, "forms", FALSE);
  gtk_window_close (GTK_WINDOW (window));
  settle (100);
  g_assert_true (cl_window_get_page (window, NULL) == page);
  close_again (window);
}

static void
test_text_size (void)
{
  int before, large, after;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &before, NULL);
  cl_state_apply_text_size (NULL, 200);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &large, NULL);
  cl_state_apply_text_size (NULL, 100);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &after, NULL);
  g_assert_cmpint (large, ==, 2 * (before > 0 ? before : 96 * 1024));
  g_assert_cmpint (after, ==, before);
}

/* Dialogs open, and close again by themselves when the window goes. */
static gboolean
is_main_menu (GtkWidget *widget)
{
  return GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_primary (GTK_MENU_BUTTON (widget));
}

/* The whole of it is seen in a window of 700 lines, below the bar that it hangs from. */
static void
test_menu (void)
{
  ClWindow *window = open_office ("menu.canlian");
  GtkWidget *button = NULL, *popover;
  int height;

  for (guint i = 0; button == NULL; i++)
    {
      GtkWidget *next = find_widget (GTK_WIDGET (window), GTK_TYPE_MENU_BUTTON, i);

      g_assert_nonnull (next);
      if (is_main_menu (next))
        button = next;
    }
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  settle (200);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  g_assert_nonnull (popover);
  gtk_widget_measure (popover, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  g_test_message ("the main menu is %d high", height);
  g_assert_cmpint (height, >, 300);
  g_assert_cmpint (height, <=, 700 - gtk_widget_get_height (button));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

static void
test_dialogs (void)
{
  static const char *const names[] = { "preferences", "shortcuts", "about" };
  ClWindow *window = open_office ("dialogs.canlian");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWindow *dialog = NULL;

      g_test_message ("%s", names[i]);
      g_action_activate (g_action_map_lookup_action (G_ACTION_MAP (window), names[i]), NULL);
      settle (200);
      for (guint w = 0; w < g_list_model_get_n_items (gtk_window_get_toplevels ()); w++)
        {
          g_autoptr (GtkWindow) top = g_list_model_get_item (gtk_window_get_toplevels (), w);

          if (gtk_window_get_transient_for (top) == GTK_WINDOW (window))
            dialog = top;
        }
      g_assert_nonnull (dialog);
      gtk_window_destroy (dialog);
      settle (50);
    }
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

static gboolean
is_locked (ClWindow *window)
{
  return cl_desk_get_role (cl_context_get_store (cl_window_get_context (window))) == CL_ROLE_NONE;
}

/* Each time that the dialog offers, as it passes: not a moment before, and then without any key. */
static void
test_idle (void)
{
  static const guint minutes[] = { 1, 10, 60 };
  ClWindow *window = open_office ("idle.canlian");
  ClStore *store = cl_context_get_store (cl_window_get_context (window));
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_desk_add (store, "周会计", CL_ROLE_KEEPS, "abcdef", &error));
  g_assert_no_error (error);
  /* Nothing chosen: never. */
  cl_window_watch_desk (window);
  cl_desk_pass_time (24 * 3600 * (gint64) G_USEC_PER_SEC);
  settle (2500);
  g_assert_false (is_locked (window));
  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_assert_true (cl_desk_set_lock_seconds (store, minutes[i] * 60, &error));
      cl_window_watch_desk (window);
      cl_desk_pass_time ((gint64) (minutes[i] * 60 - 30) * G_USEC_PER_SEC);
      settle (2500);
      g_assert_false (is_locked (window));
      cl_desk_pass_time (30 * G_USEC_PER_SEC);
      for (guint waited = 0; waited < 300 && !is_locked (window); waited++)
        settle (100);
      g_assert_true (is_locked (window));
      g_assert_true (cl_desk_sign_in (store, "周会计", "abcdef", &error));
      cl_window_unlock (window);
    }
  gtk_window_destroy (GTK_WINDOW (window));
  settle (50);
}

int
main (int argc, char **argv)
{
  cl_test_window_init (&argc, &argv);
  g_test_add_func ("/window/first-start", test_first_start);
  g_test_add_func ("/window/pages", test_pages);
  g_test_add_func ("/window/places", test_places);
  g_test_add_func ("/window/undo", test_undo);
  g_test_add_func ("/window/messages", test_messages);
  g_test_add_func ("/window/undo-closed", test_undo_closed);
  g_test_add_func ("/window/import-taken-back", test_import_taken_back);
  g_test_add_func ("/window/back", test_back);
  g_test_add_func ("/window/trouble", test_trouble);
  g_test_add_func ("/window/plugin-off", test_plugin_off);
  g_test_add_func ("/window/unsaved", test_unsaved);
  g_test_add_func ("/window/unsaved-field", test_unsaved_field);
  g_test_add_func ("/window/place-in-view", test_place_in_view);
  g_test_add_func ("/window/text-size", test_text_size);
  g_test_add_func ("/window/menu", test_menu);
  g_test_add_func ("/window/dialogs", test_dialogs);
  g_test_add_func ("/window/idle", test_idle);
  return cl_test_window_run ();
}
