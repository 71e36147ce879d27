/* A walk through all that the window has, by keys: nothing that can have the focus is without a name of its own and a role, everything is reached by Tab and arrows,
 * nothing holds the focus, and it comes back when a dialog closes. */

#include "cl-outside-steps.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <string.h>
#include <unistd.h>

#define STEPS 150

typedef struct
{
  const char *where;
  GPtrArray *all;       /* AtspiAccessible: what can have the focus and be used */
  GHashTable *names;    /* "role name", in a dialog */
  gboolean dialog;
  gboolean toolkit;     /* whose roles are its own affair */
} Scene;

/* All faults of a walk are told, not the first alone. */
static void G_GNUC_PRINTF (1, 2)
fault (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  g_test_message ("FAULT %s", text);
  g_test_fail ();
}

static char *
describe (AtspiAccessible *accessible)
{
  g_autofree char *role = atspi_accessible_get_role_name (accessible, NULL);
  g_autofree char *name = outside_name (accessible);

  return g_strdup_printf ("%s “%s”", role ? role : "?", name ? name : "");
}

static gboolean
is_type_name (const char *name)
{
  static const char *const prefixes[] = { "Gtk", "Adw", "Cl", "Gdk" };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]) && g_ascii_isupper (name[strlen (prefixes[i])]))
      return TRUE;
  return FALSE;
}

/* The buttons of the window's frame have keys of the window manager's, and GTK keeps the focus from them. */
static gboolean
is_frame_button (AtspiAccessible *accessible, const char *name)
{
  static const char *const names[] = { "Minimize", "Maximize", "Restore", "Close" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, dgettext ("gtk40", names[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_cb (AtspiAccessible *accessible, gpointer data)
{
  Scene *scene = data;
  AtspiRole role = atspi_accessible_get_role (accessible, NULL);
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;
  g_autofree char *what = NULL;

  if (!outside_is (accessible, ATSPI_STATE_FOCUSABLE) || !outside_is (accessible, ATSPI_STATE_SENSITIVE))
    return FALSE;
  name = outside_name (accessible);
  what = describe (accessible);
  if (!name || !*name || is_type_name (name))
    fault ("%s: %s has no name of its own", scene->where, what);
  if (!scene->toolkit && (role == ATSPI_ROLE_UNKNOWN || role == ATSPI_ROLE_INVALID || role == ATSPI_ROLE_FILLER || role == ATSPI_ROLE_PANEL))
    fault ("%s: %s can have the focus and has no role", scene->where, what);
  description = outside_description (accessible);
  if (name && *name && g_strcmp0 (name, description) == 0)
    fault ("%s: %s is said twice", scene->where, what);
  if (scene->dialog && role != ATSPI_ROLE_LIST_ITEM && !g_hash_table_add (scene->names, g_strdup (what)))
    fault ("%s: %s is there twice", scene->where, what);
  if (!is_frame_button (accessible, name))
    g_ptr_array_add (scene->all, g_object_ref (accessible));
  return FALSE;
}

/* The list around @accessible, where it is reached by arrows. */
static AtspiAccessible *
find_group (AtspiAccessible *accessible)
{
  AtspiRole role = atspi_accessible_get_role (accessible, NULL);

  /* Check boxes of a filter stand in a box of their own, one after the other. */
  if (role == ATSPI_ROLE_LIST_ITEM || role == ATSPI_ROLE_TREE_ITEM || role == ATSPI_ROLE_RADIO_BUTTON || role == ATSPI_ROLE_PAGE_TAB || role == ATSPI_ROLE_CHECK_BOX)
    return atspi_accessible_get_parent (accessible, NULL);
  if (role == ATSPI_ROLE_LIST || role == ATSPI_ROLE_TREE || role == ATSPI_ROLE_LIST_BOX)
    return g_object_ref (accessible);
  return NULL;
}

static gboolean
is_same_group (AtspiAccessible *a, AtspiAccessible *b)
{
  g_autoptr (AtspiAccessible) group = find_group (a);
  g_autoptr (AtspiAccessible) other = find_group (b);

  return group && group == other;
}

/* Presses @key until the focus has come round. Returns what it came to, in order; fails where it does not come round. */
static GPtrArray *
go_round (Outside *outside, const char *where, const char *key)
{
  GPtrArray *visited = g_ptr_array_new_with_free_func (g_object_unref);
  AtspiAccessible *start = outside_focused (outside);

  if (!start)
    {
      fault ("%s: nothing has the focus", where);
      return visited;
    }
  g_ptr_array_add (visited, start);
  for (guint i = 0; i < STEPS; i++)
    {
      AtspiAccessible *focused;
      g_autofree char *what = describe (visited->pdata[visited->len - 1]);

      if (!outside_key_moves (outside, key))
        {
          /* One thing alone is its own round. */
          if (visited->len > 1)
            fault ("%s: %s does not lead on from %s", where, key, what);
          return visited;
        }
      focused = outside_focused (outside);
      if (!focused)
        {
          fault ("%s: the focus is lost by %s on %s", where, key, what);
          return visited;
        }
      /* A list may be entered at its other end. */
      if (focused == start || (is_same_group (focused, start) && !is_same_group (visited->pdata[visited->len - 1], start)))
        {
          g_object_unref (focused);
          return visited;
        }
      if (g_ptr_array_find (visited, focused, NULL))
        {
          g_autofree char *again = describe (focused);
          g_autofree char *first = describe (start);

          fault ("%s: %s goes round by %s without coming back to %s", where, key, again, first);
          g_object_unref (focused);
          return visited;
        }
      g_ptr_array_add (visited, focused);
    }
  fault ("%s: %s does not come round in %d steps", where, key, STEPS);
  return visited;
}

/* What Tab came to, and the rows of the lists that it came to: arrows lead to these. */
static void
check_reached (Scene *scene, GPtrArray *visited, const char *key)
{
  g_autoptr (GHashTable) reached = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);

  for (guint i = 0; i < visited->len; i++)
    {
      AtspiAccessible *group = find_group (visited->pdata[i]);

      g_hash_table_add (reached, g_object_ref (visited->pdata[i]));
      if (group)
        g_hash_table_add (reached, group);
    }
  for (guint i = 0; i < scene->all->len; i++)
    {
      g_autoptr (AtspiAccessible) group = NULL;
      g_autofree char *what = NULL;

      if (g_hash_table_contains (reached, scene->all->pdata[i]))
        continue;
      group = find_group (scene->all->pdata[i]);
      if (group && g_hash_table_contains (reached, group))
        continue;
      what = describe (scene->all->pdata[i]);
      fault ("%s: %s does not reach %s", scene->where, key, what);
    }
}

/* A window of the toolkit's: pages not shown stay there, so what Tab comes to is looked at. */
static void
look_at_stops (Outside *outside, const char *where)
{
  g_autoptr (GPtrArray) forward = go_round (outside, where, "Tab");
  g_autoptr (GPtrArray) backward = go_round (outside, where, "shift+Tab");
  Scene scene = { where, g_ptr_array_new_with_free_func (g_object_unref), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), FALSE, TRUE };

  for (guint i = 0; i < forward->len; i++)
    check_cb (forward->pdata[i], &scene);
  g_test_message ("%s: Tab goes over %u, back over %u", where, forward->len, backward->len);
  g_ptr_array_unref (scene.all);
  g_hash_table_unref (scene.names);
}

static void
look_forward (Outside *outside, const char *where, gboolean dialog, gboolean both)
{
  g_autoptr (AtspiAccessible) window = outside_window (outside);
  g_autoptr (GPtrArray) forward = NULL;
  g_autoptr (GPtrArray) backward = NULL;
  Scene scene = { where, g_ptr_array_new_with_free_func (g_object_unref), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), dialog, FALSE };

  outside_walk (window, check_cb, &scene);
  forward = go_round (outside, where, "Tab");
  backward = both ? go_round (outside, where, "shift+Tab") : g_ptr_array_new ();
  if (g_getenv ("OUTSIDE_ROUTE"))
    for (guint i = 0; i < forward->len; i++)
      {
        g_autofree char *what = describe (forward->pdata[i]);

        g_test_message ("  %s", what);
      }
  g_test_message ("%s: %u can have the focus, Tab goes over %u, back over %u", where, scene.all->len, forward->len, backward->len);
  if (forward->len > 0)
    check_reached (&scene, forward, "Tab");
  if (backward->len > 0)
    check_reached (&scene, backward, "shift+Tab");
  g_ptr_array_unref (scene.all);
  g_hash_table_unref (scene.names);
}

/* Names alone, where the way of Tab was walked before. */
static void
look_at_names (Outside *outside, const char *where)
{
  g_autoptr (AtspiAccessible) window = outside_window (outside);
  Scene scene = { where, g_ptr_array_new_with_free_func (g_object_unref), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), FALSE, FALSE };

  outside_walk (window, check_cb, &scene);
  g_test_message ("%s: %u can have the focus", where, scene.all->len);
  g_ptr_array_unref (scene.all);
  g_hash_table_unref (scene.names);
}

static void
look_round (Outside *outside, const char *where, gboolean dialog)
{
  look_forward (outside, where, dialog, TRUE);
}

/* Waits until nothing has been said for a moment: what was opened is there. */
static void
settle (Outside *outside)
{
  guint said;

  do
    {
      said = outside->said->len;
      outside_pause (130);
    }
  while (outside->said->len != said);
}

static void
test_pages (void)
{
  Outside *outside = outside_open (outside_office ("pages.canlian", TRUE));
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window"));
  g_autofree char *ledger = NULL;
  guint pages = 0;

  /* The views of a ledger unfold under it when it is opened, and fold again: which row is the next is known only then. */
  for (int i = 0, next; i < atspi_accessible_get_child_count (list, NULL); i = next)
    {
      g_autoptr (AtspiAccessible) row = atspi_accessible_get_child_at_index (list, i, NULL);
      g_autofree char *name = outside_name (row);
      g_autofree char *title = g_strdup_printf ("~%s — ", name);

      next = i + 1;
      if (atspi_accessible_get_role (row, NULL) != ATSPI_ROLE_LIST_ITEM)
        continue;
      outside_act (row, "open");
      g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
      settle (outside);
      next = atspi_accessible_get_index_in_parent (row, NULL) + 1;
      /* A view is the page of its ledger once more: other names, the same stops. */
      if (ledger && g_str_has_prefix (name, ledger))
        look_at_names (outside, name);
      else
        {
          look_round (outside, name, FALSE);
          g_free (ledger);
          ledger = g_strdup (name);
        }
      pages++;
    }
  g_assert_cmpuint (pages, >, 12);
  outside_quit (outside);
}

static void
show_page (Outside *outside, const char *name)
{
  outside_show_page (outside, name);
  settle (outside);
}

static gboolean
count_items_cb (AtspiAccessible *accessible, gpointer data)
{
  AtspiRole role = atspi_accessible_get_role (accessible, NULL);

  if ((role == ATSPI_ROLE_MENU_ITEM || role == ATSPI_ROLE_CHECK_MENU_ITEM || role == ATSPI_ROLE_RADIO_MENU_ITEM) && outside_is (accessible, ATSPI_STATE_SENSITIVE))
    ++*(guint *) data;
  return FALSE;
}

/* Arrows go over all items of the menu that @key opens; Escape leads back to where one was. */
static void
walk_menu (Outside *outside, const char *where, const char *key)
{
  g_autoptr (AtspiAccessible) before = outside_focused (outside);
  g_autoptr (AtspiAccessible) first = NULL;
  g_autoptr (AtspiAccessible) menu = NULL;
  g_autoptr (AtspiAccessible) after = NULL;
  g_autofree char *was = describe (before);
  g_autofree char *is = NULL;
  guint n = 0, all = 0;

  outside_key_moves (outside, key);
  settle (outside);
  for (AtspiAccessible *up = outside_focused (outside); up; up = atspi_accessible_get_parent (up, NULL))
    {
      AtspiRole role = atspi_accessible_get_role (up, NULL);

      if (role == ATSPI_ROLE_MENU || role == ATSPI_ROLE_POPUP_MENU || role == ATSPI_ROLE_FRAME)
        {
          menu = up;
          break;
        }
    }
  first = outside_focused (outside);
  if (!menu || atspi_accessible_get_role (menu, NULL) == ATSPI_ROLE_FRAME || !first || first == before)
    {
      fault ("%s: %s opens no menu", where, key);
      return;
    }
  outside_walk (menu, count_items_cb, &all);
  do
    {
      g_autoptr (AtspiAccessible) item = outside_focused (outside);
      g_autofree char *name = item ? outside_name (item) : NULL;

      if (!name || !*name || is_type_name (name))
        fault ("%s: an item has the name “%s”", where, name ? name : "");
      n++;
      if (!outside_key_moves (outside, "Down"))
        break;
      g_set_object (&after, NULL);
      after = outside_focused (outside);
    }
  while (after != first && n < 60);
  g_test_message ("%s: Down goes over %u of %u items", where, n, all);
  if (n < all)
    fault ("%s: Down goes over %u of %u items", where, n, all);
  outside_keys ("Escape", NULL);
  settle (outside);
  g_set_object (&after, NULL);
  after = outside_focused (outside);
  is = after ? describe (after) : g_strdup ("nothing");
  if (after != before)
    fault ("%s: after Escape the focus is on %s and not on %s", where, is, was);
}

/* Right opens a menu within the menu, Escape leads out of both. */
static void
walk_submenu (Outside *outside)
{
  g_autoptr (AtspiAccessible) before = outside_focused (outside);
  g_autoptr (AtspiAccessible) item = NULL, inner = NULL, after = NULL;

  outside_key_moves (outside, "space");
  outside_go_to_item (outside, T ("The _office"));
  item = outside_focused (outside);
  outside_key_moves (outside, "Right");
  inner = outside_focused (outside);
  if (inner == item)
    fault ("Main menu: Right opens no menu");
  outside_keys ("Escape", NULL);
  settle (outside);
  after = outside_focused (outside);
  if (after != before)
    fault ("Main menu: Escape does not lead out");
}

static void
test_menus (void)
{
  Outside *outside = outside_open (outside_office ("menus.canlian", TRUE));

  show_page (outside, T ("Persons"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Main menu"));
  walk_menu (outside, "Main menu", "space");
  walk_submenu (outside);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Sort"));
  walk_menu (outside, "Sort", "space");
  outside_quit (outside);
}

static AtspiAccessible *
await_dialog (Outside *outside, AtspiAccessible *main, const char *where)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  for (;;)
    {
      AtspiAccessible *window = outside_window (outside);

      if (window != main)
        return window;
      g_object_unref (window);
      if (g_get_monotonic_time () > end)
        g_error ("%s: no dialog comes", where);
    }
}

/* The dialog over @main is walked round; Escape closes it and leads to @before. */
static void
walk_opened (Outside *outside, const char *where, gboolean toolkit, AtspiAccessible *main, AtspiAccessible *before)
{
  g_autoptr (AtspiAccessible) dialog = await_dialog (outside, main, where);
  g_autoptr (AtspiAccessible) after = NULL;
  g_autofree char *was = describe (before);
  g_autofree char *is = NULL;
  gint64 end;

  /* Its first focus comes 400 ms after it. */
  outside_pause (500);
  outside_wait_focus (outside, OUTSIDE_ANY, "*");
  settle (outside);
  if (toolkit)
    look_at_stops (outside, where);
  else
    look_round (outside, where, TRUE);
  outside_keys ("Escape", NULL);
  end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  for (;;)
    {
      g_autoptr (AtspiAccessible) window = outside_window (outside);

      if (window == main)
        break;
      if (g_get_monotonic_time () > end)
        g_error ("Escape does not close %s", where);
    }
  settle (outside);
  after = outside_focused (outside);
  is = after ? describe (after) : g_strdup ("nothing");
  if (after != before)
    fault ("%s: after Escape the focus is on %s and not on %s", where, is, was);
}

/* What @open opens is walked round; Escape closes it and leads to @back, or back to where one was. */
static void
walk_dialog (Outside *outside, const char *where, const char *open, gboolean toolkit, AtspiAccessible *back)
{
  g_autoptr (AtspiAccessible) before = back ? g_object_ref (back) : outside_focused (outside);
  g_autoptr (AtspiAccessible) main = outside_window (outside);

  outside_keys (open, NULL);
  walk_opened (outside, where, toolkit, main, before);
}

/* The same for an item of a menu in the main menu: to its button one comes back. */
static void
walk_item (Outside *outside, const char *submenu, const char *item)
{
  g_autoptr (AtspiAccessible) main = outside_window (outside);
  g_autoptr (AtspiAccessible) before = NULL;

  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Main menu"));
  before = outside_focused (outside);
  outside_choose_in_submenu (outside, submenu, item);
  walk_opened (outside, item, FALSE, main, before);
}

static void
test_dialogs (void)
{
  Outside *outside = outside_open (outside_office ("dialogs.canlian", TRUE));
  g_autoptr (AtspiAccessible) button = NULL;

  show_page (outside, T ("Persons"));
  walk_dialog (outside, "Preferences", "ctrl+comma", FALSE, NULL);
  walk_dialog (outside, "Shortcuts", "ctrl+question", FALSE, NULL);
  walk_dialog (outside, "Columns", "ctrl+shift+o", FALSE, NULL);
  walk_dialog (outside, "Keep a list", "ctrl+shift+s", FALSE, NULL);
  walk_dialog (outside, "Print", "ctrl+p", TRUE, NULL);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Main menu"));
  button = outside_focused (outside);
  outside_key_moves (outside, "space");
  settle (outside);
  outside_key_moves (outside, "Up"); /* the last of the menu */
  walk_dialog (outside, "About", "Return", FALSE, button);
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Choose files…"));
  walk_dialog (outside, "Choose a file", "space", TRUE, NULL);
  show_page (outside, T ("Forms"));
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save as a file…"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save as a file…"));
  walk_dialog (outside, "Save as a file", "space", TRUE, NULL);
  outside_quit (outside);
}

/* What lists and the whole window open. */
static void
test_lists (void)
{
  Outside *outside = outside_open (outside_office ("lists.canlian", TRUE));

  outside_enter_list (outside, T ("Persons"));
  walk_dialog (outside, "Search everything", "ctrl+k", FALSE, NULL);
  walk_dialog (outside, "Find a command", "ctrl+shift+p", FALSE, NULL);
  walk_dialog (outside, "Filter", "ctrl+shift+f", FALSE, NULL);
  walk_dialog (outside, "Export", "ctrl+shift+e", FALSE, NULL);
  walk_dialog (outside, "Set a field", "shift+F2", FALSE, NULL);
  outside_quit (outside);
}

/* What the main menu opens that an office is set up and kept by. */
static void
test_office (void)
{
  Outside *outside = outside_open (outside_office ("office.canlian", TRUE));

  outside_enter_list (outside, T ("Appointments"));
  walk_item (outside, T ("_Backups and restoring"), T ("Bac_kups…"));
  walk_item (outside, T ("_Backups and restoring"), T ("Res_tore a backup…"));
  walk_item (outside, T ("The _office"), T ("Persons at the _desk…"));
  outside_quit (outside);
}

/* Who is there? */
static void
test_sign_in (void)
{
  const char *file = outside_office ("sign-in.canlian", FALSE), *secret = outside_path ("secret");
  Outside *outside;

  g_assert_true (g_file_set_contents (secret, "old locust tree\n", -1, NULL));
  g_setenv ("CANLIAN_NEW_PASSPHRASE_FILE", secret, TRUE);
  g_free (outside_run ("--data", file, "desk", "add", "周会计", "keeps", NULL));
  g_free (outside_run ("--data", file, "desk", "add", "赵查阅", "reads", NULL));
  g_free (outside_run ("--data", file, "--as", "周会计", "desk", "pass-phrase", "周会计", NULL));
  outside = outside_open (file);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Sign in")));
  settle (outside);
  look_round (outside, "Sign in", TRUE);
  outside_stop (outside);
}

/* A damaged file: the page that leads to what can be saved of it. */
static void
test_rescue (void)
{
  const char *file = outside_office ("rescue.canlian", TRUE);
  g_autofree char *bytes = NULL;
  Outside *outside;
  gsize size;

  g_assert_true (g_file_get_contents (file, &bytes, &size, NULL));
  memset (bytes, 0xff, 100);
  g_assert_true (g_file_set_contents (file, bytes, (gssize) size, NULL));
  outside = outside_open (file);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save what can be read…")));
  settle (outside);
  look_round (outside, "Damaged", TRUE);
  outside_stop (outside);
}

/* Writing: a record, a new one, one of its parts; a search that finds nothing. */
static void
test_editing (void)
{
  Outside *outside = outside_open (outside_office ("editing.canlian", TRUE));
  g_autofree char *add = g_strdup_printf (T ("Add to %s"), T ("Guardians"));

  show_page (outside, T ("Persons"));
  outside_keys ("F2", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save")));
  settle (outside);
  look_round (outside, "Edit", FALSE);
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));

  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, add);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save")));
  settle (outside);
  look_round (outside, "New guardian", FALSE);
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));

  outside_keys ("ctrl+n", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save")));
  settle (outside);
  look_round (outside, "New person", FALSE);
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));

  outside_keys ("ctrl+f", NULL);
  outside_type ("xxqq");
  settle (outside);
  look_round (outside, "Nothing found", FALSE);
  outside_keys ("Escape", NULL);

  show_page (outside, T ("Forms"));
  outside_keys ("ctrl+f", NULL);
  settle (outside);
  look_round (outside, "Search in the paper", FALSE);
  outside_quit (outside);
}

static void
test_import (void)
{
  Outside *outside = outside_open (outside_office ("import.canlian", TRUE));
  g_autofree char *words = g_strdup_printf (T ("%s new, %s changed, %s unchanged, %s refused"), "0", "0", "56", "0");

  outside_keys ("ctrl+i", NULL);
  show_page (outside, T ("Appointments"));
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_type (outside_path ("committee.xlsx"));
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, words);
  settle (outside);
  look_round (outside, "Sheet", FALSE);
  outside_quit (outside);
}

static void
test_first_start (void)
{
  Outside *outside = outside_open (outside_path ("first.canlian"));

  look_round (outside, "First start", TRUE);
  outside_quit (outside);
}

/* Another process holds the file. */
static void
test_trouble (void)
{
  const char *file = outside_office ("trouble.canlian", FALSE);
  g_autofree char *path = g_strconcat (file, ".lock", NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  Outside *outside;

  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  outside = outside_open (file);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Try again"));
  look_round (outside, "Trouble", TRUE);
  close (fd);
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window")));
  settle (outside);
  look_round (outside, "After trouble", FALSE);
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/walker/pages", test_pages);
  g_test_add_func ("/walker/menus", test_menus);
  g_test_add_func ("/walker/dialogs", test_dialogs);
  g_test_add_func ("/walker/lists", test_lists);
  g_test_add_func ("/walker/office", test_office);
  g_test_add_func ("/walker/sign-in", test_sign_in);
  g_test_add_func ("/walker/rescue", test_rescue);
  g_test_add_func ("/walker/editing", test_editing);
  g_test_add_func ("/walker/import", test_import);
  g_test_add_func ("/walker/first-start", test_first_start);
  g_test_add_func ("/walker/trouble", test_trouble);
  return outside_end (g_test_run ());
}
