#include "cl-outside.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>

static void
pause_ms (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  /* libatspi keeps its cache true by signals: they have to be dispatched while one waits. */
  do
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (5000);
    }
  while (g_get_monotonic_time () < end);
}

static gboolean
name_matches (const char *name, const char *wanted)
{
  if (g_str_equal (wanted, "*"))
    return TRUE;
  if (!name)
    return FALSE;
  return wanted[0] == '~' ? strstr (name, wanted + 1) != NULL : g_str_equal (name, wanted);
}

gboolean
outside_is (AtspiAccessible *accessible, AtspiStateType state)
{
  g_autoptr (AtspiStateSet) states = atspi_accessible_get_state_set (accessible);

  return states && atspi_state_set_contains (states, state);
}

char *
outside_name (AtspiAccessible *accessible)
{
  return atspi_accessible_get_name (accessible, NULL);
}

char *
outside_description (AtspiAccessible *accessible)
{
  return atspi_accessible_get_description (accessible, NULL);
}

char *
outside_text (AtspiAccessible *accessible)
{
  g_autoptr (AtspiText) text = atspi_accessible_get_text_iface (accessible);

  g_assert_nonnull (text);
  return atspi_text_get_text (text, 0, atspi_text_get_character_count (text, NULL), NULL);
}

gboolean
outside_walk (AtspiAccessible *root, OutsideFunc func, gpointer data)
{
  int n;

  if (!outside_is (root, ATSPI_STATE_VISIBLE) && atspi_accessible_get_role (root, NULL) != ATSPI_ROLE_APPLICATION)
    return FALSE;
  if (func (root, data))
    return TRUE;
  n = atspi_accessible_get_child_count (root, NULL);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (AtspiAccessible) child = atspi_accessible_get_child_at_index (root, i, NULL);

      if (child && outside_walk (child, func, data))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  AtspiRole role;
  const char *name;
  AtspiAccessible *found;
} Search;

static gboolean
search_cb (AtspiAccessible *accessible, gpointer data)
{
  Search *search = data;
  g_autofree char *name = NULL;

  if (search->role != ATSPI_ROLE_INVALID && atspi_accessible_get_role (accessible, NULL) != search->role)
    return FALSE;
  name = outside_name (accessible);
  if (!name_matches (name, search->name))
    return FALSE;
  search->found = g_object_ref (accessible);
  return TRUE;
}

static AtspiAccessible *
look_in (AtspiAccessible *root, AtspiRole role, const char *name)
{
  Search search = { role, name, NULL };

  outside_walk (root, search_cb, &search);
  return search.found;
}

AtspiAccessible *
outside_look (Outside *outside, AtspiRole role, const char *name)
{
  return look_in (outside->application, role, name);
}

static gboolean
dump_cb (AtspiAccessible *accessible, gpointer data)
{
  g_autofree char *role = atspi_accessible_get_role_name (accessible, NULL);
  g_autofree char *name = outside_name (accessible);
  g_autofree char *description = outside_description (accessible);

  g_string_append_printf (data, "[%s] \"%s\"%s%s%s%s\n", role ? role : "?", name ? name : "", description && *description ? " — " : "",
                          description ? description : "", outside_is (accessible, ATSPI_STATE_FOCUSABLE) ? " focusable" : "",
                          outside_is (accessible, ATSPI_STATE_FOCUSED) ? " FOCUSED" : "");
  return FALSE;
}

char *
outside_dump (Outside *outside)
{
  GString *text = g_string_new (NULL);

  outside_walk (outside->application, dump_cb, text);
  return g_string_free (text, FALSE);
}

AtspiAccessible *
outside_find_in (AtspiAccessible *root, AtspiRole role, const char *name)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  AtspiAccessible *found;

  while (!(found = look_in (root, role, name)) && g_get_monotonic_time () < end)
    pause_ms (40);
  return found;
}

AtspiAccessible *
outside_find (Outside *outside, AtspiRole role, const char *name)
{
  AtspiAccessible *found = outside_find_in (outside->application, role, name);

  if (!found)
    {
      g_autofree char *dump = outside_dump (outside);

      g_error ("Nothing with the role %d and the name “%s” came. There is:\n%s", role, name, dump);
    }
  return found;
}

void
outside_gone (Outside *outside, AtspiRole role, const char *name)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  for (;;)
    {
      g_autoptr (AtspiAccessible) found = outside_look (outside, role, name);

      if (!found)
        return;
      if (g_get_monotonic_time () > end)
        g_error ("“%s” did not go away", name);
      pause_ms (40);
    }
}

static gboolean
focused_cb (AtspiAccessible *accessible, gpointer data)
{
  AtspiAccessible **found = data;

  if (outside_is (accessible, ATSPI_STATE_FOCUSED))
    g_set_object (found, accessible); /* the innermost wins */
  return FALSE;
}

AtspiAccessible *
outside_focused (Outside *outside)
{
  AtspiAccessible *found = NULL;

  outside_walk (outside->application, focused_cb, &found);
  return found;
}

void
outside_wait_focus (Outside *outside, AtspiRole role, const char *name)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  for (;;)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *is = focused ? outside_name (focused) : NULL;

      if (focused && (role == ATSPI_ROLE_INVALID || atspi_accessible_get_role (focused, NULL) == role) && name_matches (is, name))
        return;
      if (g_get_monotonic_time () > end)
        {
          g_autofree char *dump = outside_dump (outside);

          g_error ("The focus did not come to “%s”; it is on “%s”. There is:\n%s", name, is ? is : "nothing", dump);
        }
      pause_ms (40);
    }
}

void
outside_wait_description (Outside *outside, const char *part)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  for (;;)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *is = focused ? outside_description (focused) : NULL;

      if (is && strstr (is, part))
        return;
      if (g_get_monotonic_time () > end)
        {
          g_autofree char *name = focused ? outside_name (focused) : NULL;

          g_error ("“%s” was not said; the focused “%s” says “%s”", part, name ? name : "nothing", is ? is : "");
        }
      pause_ms (40);
    }
}

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
outside_keys (const char *first, ...)
{
  va_list list;

  va_start (list, first);
  for (const char *key = first; key; key = va_arg (list, const char *))
    {
      run ((const char *const[]) { "xdotool", "key", "--delay", "30", key, NULL });
      pause_ms (60);
    }
  va_end (list);
}

void
outside_type (const char *text)
{
  run ((const char *const[]) { "xdotool", "type", "--delay", "40", text, NULL });
  pause_ms (60);
}

void
outside_act (AtspiAccessible *accessible)
{
  g_autoptr (AtspiAction) action = atspi_accessible_get_action_iface (accessible);
  g_autofree char *name = outside_name (accessible);

  if (!action || atspi_action_get_n_actions (action, NULL) < 1)
    g_error ("“%s” has no action", name);
  g_assert_true (atspi_action_do_action (action, 0, NULL));
  pause_ms (60);
}

void
outside_set_text (AtspiAccessible *accessible, const char *text)
{
  g_autoptr (AtspiEditableText) editable = atspi_accessible_get_editable_text_iface (accessible);

  g_assert_nonnull (editable);
  g_assert_true (atspi_editable_text_set_text_contents (editable, text, NULL));
  pause_ms (60);
}

void
outside_settle (void)
{
  pause_ms (300);
}

typedef struct
{
  const char *where;
  guint looked;
} Names;

static gboolean
names_cb (AtspiAccessible *accessible, gpointer data)
{
  Names *names = data;
  g_autofree char *name = NULL;
  g_autofree char *role = NULL;

  if (!outside_is (accessible, ATSPI_STATE_FOCUSABLE) || !outside_is (accessible, ATSPI_STATE_SENSITIVE))
    return FALSE;
  name = outside_name (accessible);
  role = atspi_accessible_get_role_name (accessible, NULL);
  names->looked++;
  if (!name || !*name || g_str_has_prefix (name, "Gtk") || g_str_has_prefix (name, "Adw") || g_str_has_prefix (name, "Cl"))
    {
      /* A list is said by its rows, a frame's content by what is in it; both need no name of their own where their parent has one. */
      g_test_fail_printf ("%s: a focusable %s has the name “%s”", names->where, role, name ? name : "");
    }
  else if (atspi_accessible_get_role (accessible, NULL) == ATSPI_ROLE_UNKNOWN)
    g_test_fail_printf ("%s: “%s” has no role", names->where, name);
  return FALSE;
}

guint
outside_check_names (Outside *outside, const char *where)
{
  Names names = { where, 0 };

  outside_walk (outside->application, names_cb, &names);
  return names.looked;
}

static AtspiAccessible *
find_application (GPid pid)
{
  g_autoptr (AtspiAccessible) desktop = atspi_get_desktop (0);
  int n = atspi_accessible_get_child_count (desktop, NULL);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (AtspiAccessible) application = atspi_accessible_get_child_at_index (desktop, i, NULL);

      if (application && (GPid) atspi_accessible_get_process_id (application, NULL) == pid && atspi_accessible_get_child_count (application, NULL) > 0)
        return g_steal_pointer (&application);
    }
  return NULL;
}

Outside *
outside_start (const char *const *argv)
{
  Outside *outside = g_new0 (Outside, 1);
  g_autoptr (GError) error = NULL;
  gint64 end = g_get_monotonic_time () + 3 * OUTSIDE_PATIENCE;

  g_assert_cmpint (atspi_init (), <=, 1);
  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &outside->pid, &error);
  g_assert_no_error (error);
  while (!(outside->application = find_application (outside->pid)))
    {
      if (waitpid (outside->pid, NULL, WNOHANG) != 0)
        g_error ("%s ended before its window came", argv[0]);
      if (g_get_monotonic_time () > end)
        g_error ("The window of %s did not come", argv[0]);
      pause_ms (50);
    }
  pause_ms (600); /* the initial focus is given 400 ms after the window is there (PLATFORM.md) */
  return outside;
}

void
outside_stop (Outside *outside)
{
  int status;

  kill (outside->pid, SIGTERM);
  waitpid (outside->pid, &status, 0);
  g_spawn_close_pid (outside->pid);
  g_clear_object (&outside->application);
  g_free (outside);
}
