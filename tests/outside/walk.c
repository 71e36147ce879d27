/* The window is walked through by keys: nothing that can have the focus is without a name of its own and a role, everything is reached by Tab and arrows,
 * nothing holds the focus, and it comes back when a dialog closes. */

#include "walk.h"

#include <libintl.h>
#include <string.h>

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
void
walk_names (Outside *outside, const char *where)
{
  g_autoptr (AtspiAccessible) window = outside_window (outside);
  Scene scene = { where, g_ptr_array_new_with_free_func (g_object_unref), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), FALSE, FALSE };

  outside_walk (window, check_cb, &scene);
  g_test_message ("%s: %u can have the focus", where, scene.all->len);
  g_ptr_array_unref (scene.all);
  g_hash_table_unref (scene.names);
}

void
walk_round (Outside *outside, const char *where, gboolean dialog)
{
  look_forward (outside, where, dialog, TRUE);
}

/* Waits until nothing has been said for a moment: what was opened is there. */
void
walk_settle (Outside *outside)
{
  guint said;

  do
    {
      said = outside->said->len;
      outside_pause (130);
    }
  while (outside->said->len != said);
}

void
walk_show_page (Outside *outside, const char *name)
{
  outside_show_page (outside, name);
  walk_settle (outside);
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
void
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
  walk_settle (outside);
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
  walk_settle (outside);
  g_set_object (&after, NULL);
  after = outside_focused (outside);
  is = after ? describe (after) : g_strdup ("nothing");
  if (after != before)
    fault ("%s: after Escape the focus is on %s and not on %s", where, is, was);
}

/* Right opens a menu within the menu, Escape leads out of both. */
void
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
  walk_settle (outside);
  after = outside_focused (outside);
  if (after != before)
    fault ("Main menu: Escape does not lead out");
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

void
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
  walk_settle (outside);
  if (toolkit)
    look_at_stops (outside, where);
  else
    walk_round (outside, where, TRUE);
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
  walk_settle (outside);
  after = outside_focused (outside);
  is = after ? describe (after) : g_strdup ("nothing");
  if (after != before)
    fault ("%s: after Escape the focus is on %s and not on %s", where, is, was);
}

/* What @open opens is walked round; Escape closes it and leads to @back, or back to where one was. */
void
walk_dialog (Outside *outside, const char *where, const char *open, gboolean toolkit, AtspiAccessible *back)
{
  g_autoptr (AtspiAccessible) before = back ? g_object_ref (back) : outside_focused (outside);
  g_autoptr (AtspiAccessible) main = outside_window (outside);

  outside_keys (open, NULL);
  walk_opened (outside, where, toolkit, main, before);
}

/* The same for an item of a menu in the main menu: to its button one comes back. */
void
walk_item (Outside *outside, const char *submenu, const char *item)
{
  g_autoptr (AtspiAccessible) main = outside_window (outside);
  g_autoptr (AtspiAccessible) before = NULL;

  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Main menu"));
  before = outside_focused (outside);
  outside_choose_in_submenu (outside, submenu, item);
  walk_opened (outside, item, FALSE, main, before);
}

/* The same for an item of the menu of a list. */
void
walk_list_item (Outside *outside, const char *item)
{
  g_autoptr (AtspiAccessible) before = NULL;

  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("The list as a table"));
  before = outside_focused (outside);
  outside_key_moves (outside, "space");
  outside_go_to_item (outside, item);
  walk_dialog (outside, item, "Return", FALSE, before);
}
