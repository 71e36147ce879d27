#include "cl-outside.h"
#include "cl-test-tree.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>

static char *folder;
static GStringChunk *chunk;
/* libatspi never quite lets go of a listener: there is one, for the window that is open. */
static AtspiEventListener *listener;
static Outside *current;

/* Comes back when the main loop of the program has turned. */
static void
ask (void)
{
  g_autoptr (AtspiAccessible) window = atspi_accessible_get_child_at_index (current->application, 0, NULL);
  g_autoptr (AtspiComponent) component = window != NULL ? atspi_accessible_get_component_iface (window) : NULL;

  if (component != NULL)
    g_free (atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL));
}

/* libatspi hears events, and keeps what it knows true by them, only while its context is dispatched. On a busy machine the program gets less done in the
 * same time: what a turn takes beyond its share, here or in the program, does not count. */
void
outside_pause (guint ms)
{
  const gint64 turn = 2000, share = 3 * turn, begin = g_get_monotonic_time (), most = begin + ms * 1000 + 10 * G_USEC_PER_SEC;
  gint64 asked = begin, now = begin;

  for (gint64 left = ms * 1000; left > 0 && now < most;)
    {
      const gint64 before = now;

      while (g_main_context_iteration (NULL, FALSE))
        ;
      if (current != NULL && current->application != NULL && before - asked > 10000)
        {
          ask ();
          asked = g_get_monotonic_time ();
        }
      g_usleep (turn);
      now = g_get_monotonic_time ();
      left -= MIN (now - before, share);
    }
}

static gint64 patience = OUTSIDE_PATIENCE;

static gint64
soon (void)
{
  return g_get_monotonic_time () + patience;
}

static gboolean
waited (gint64 end)
{
  if (g_get_monotonic_time () > end)
    return TRUE;
  outside_pause (25);
  return FALSE;
}

const char *
outside_words (const char *english)
{
  const char *text = dgettext ("canlian", english);
  const char *mark = strstr (text, "(_");
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (c == mark && c[2] != '\0' && c[3] == ')')
        c += 3;
      else if (*c != '_')
        g_string_append_c (plain, *c);
    }
  return g_string_chunk_insert_const (chunk, plain->str);
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
  guint n;
} Search;

static gboolean
search_matches (const Search *search, AtspiAccessible *accessible)
{
  g_autofree char *name = NULL;

  if (search->role != OUTSIDE_ANY && atspi_accessible_get_role (accessible, NULL) != search->role)
    return FALSE;
  name = outside_name (accessible);
  return name_matches (name, search->name);
}

static gboolean
search_cb (AtspiAccessible *accessible, gpointer data)
{
  Search *search = data;

  if (!search_matches (search, accessible))
    return FALSE;
  search->found = g_object_ref (accessible);
  return TRUE;
}

static gboolean
count_cb (AtspiAccessible *accessible, gpointer data)
{
  Search *search = data;

  if (search_matches (search, accessible))
    search->n++;
  return FALSE;
}

AtspiAccessible *
outside_look_in (AtspiAccessible *root, AtspiRole role, const char *name)
{
  Search search = { role, name, NULL, 0 };

  outside_walk (root, search_cb, &search);
  return search.found;
}

guint
outside_count (AtspiAccessible *root, AtspiRole role, const char *name)
{
  Search search = { role, name, NULL, 0 };

  outside_walk (root, count_cb, &search);
  return search.n;
}

AtspiAccessible *
outside_look (Outside *outside, AtspiRole role, const char *name)
{
  return outside_look_in (outside->application, role, name);
}

static gboolean
dump_cb (AtspiAccessible *accessible, gpointer data)
{
  g_autofree char *role = atspi_accessible_get_role_name (accessible, NULL);
  g_autofree char *name = outside_name (accessible);
  g_autofree char *description = outside_description (accessible);

  g_string_append_printf (data, "[%s] \"%s\"%s%s%s%s%s\n", role ? role : "?", name ? name : "", description && *description ? " — " : "",
                          description ? description : "", outside_is (accessible, ATSPI_STATE_FOCUSABLE) ? " focusable" : "",
                          outside_is (accessible, ATSPI_STATE_SENSITIVE) ? "" : " off", outside_is (accessible, ATSPI_STATE_FOCUSED) ? " FOCUSED" : outside_is (accessible, ATSPI_STATE_ACTIVE) ? " ACTIVE" : "");
  return FALSE;
}

char *
outside_dump (Outside *outside)
{
  g_autoptr (GString) text = g_string_new (NULL);

  outside_walk (outside->application, dump_cb, text);
  g_string_append (text, "Said was:\n");
  for (guint i = outside->said->len > 20 ? outside->said->len - 20 : 0; i < outside->said->len; i++)
    g_string_append_printf (text, "%c %s\n", i < outside->heard ? ' ' : '>', (const char *) outside->said->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

AtspiAccessible *
outside_find_in (Outside *outside, AtspiAccessible *root, AtspiRole role, const char *name)
{
  gint64 end = soon ();
  AtspiAccessible *found;

  while (!(found = outside_look_in (root, role, name)))
    if (waited (end))
      {
        g_autofree char *dump = outside_dump (outside);

        g_error ("Nothing with the role %d and the name “%s” came. There is:\n%s", role, name, dump);
      }
  return found;
}

AtspiAccessible *
outside_find (Outside *outside, AtspiRole role, const char *name)
{
  return outside_find_in (outside, outside->application, role, name);
}

void
outside_gone (Outside *outside, AtspiRole role, const char *name)
{
  gint64 end = soon ();

  for (;;)
    {
      g_autoptr (AtspiAccessible) found = outside_look (outside, role, name);

      if (!found)
        return;
      if (waited (end))
        g_error ("“%s” did not go away", name);
    }
}

void
outside_be_patient (guint seconds)
{
  patience = (gint64) seconds * G_USEC_PER_SEC;
}

void
outside_sensitive (Outside *outside, AtspiRole role, const char *name)
{
  gint64 end = soon ();

  for (;;)
    {
      g_autoptr (AtspiAccessible) found = outside_find (outside, role, name);

      if (outside_is (found, ATSPI_STATE_SENSITIVE))
        return;
      if (waited (end))
        g_error ("“%s” cannot be used", name);
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

/* Not by the state “active”, which GTK 4.8 does not give to dialogs, nor by the focus alone, which a window below may have too: a dialog is modal. */
AtspiAccessible *
outside_window (Outside *outside)
{
  gint64 end = soon ();

  for (;;)
    {
      g_autoptr (AtspiAccessible) frame = NULL;
      int n = atspi_accessible_get_child_count (outside->application, NULL);

      for (int i = n - 1; i >= 0; i--)
        {
          g_autoptr (AtspiAccessible) window = atspi_accessible_get_child_at_index (outside->application, i, NULL);

          if (!window || !outside_is (window, ATSPI_STATE_VISIBLE))
            continue;
          if (atspi_accessible_get_role (window, NULL) == ATSPI_ROLE_DIALOG)
            return g_steal_pointer (&window);
          g_set_object (&frame, window);
        }
      if (frame)
        return g_steal_pointer (&frame);
      if (waited (end))
        g_error ("No window came");
    }
}

static gboolean
is_within (AtspiAccessible *accessible, AtspiAccessible *window)
{
  g_autoptr (AtspiAccessible) up = g_object_ref (accessible);

  while (up && up != window)
    {
      AtspiAccessible *parent = atspi_accessible_get_parent (up, NULL);

      g_object_unref (up);
      up = parent;
    }
  return up != NULL;
}

AtspiAccessible *
outside_focused (Outside *outside)
{
  g_autoptr (AtspiAccessible) window = outside_window (outside);
  AtspiAccessible *found = NULL;

  if (outside->focused && outside_is (outside->focused, ATSPI_STATE_FOCUSED) && !outside_is (outside->focused, ATSPI_STATE_DEFUNCT) && is_within (outside->focused, window))
    return g_object_ref (outside->focused);
  outside_walk (window, focused_cb, &found);
  return found;
}

void
outside_wait_focus (Outside *outside, AtspiRole role, const char *name)
{
  gint64 end = soon ();

  for (;;)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *is = focused ? outside_name (focused) : NULL;

      if (focused && (role == OUTSIDE_ANY || atspi_accessible_get_role (focused, NULL) == role) && name_matches (is, name))
        return;
      if (waited (end))
        {
          g_autofree char *dump = outside_dump (outside);

          g_error ("The focus did not come to “%s”; it is on “%s”. There is:\n%s", name, is ? is : "nothing", dump);
        }
    }
}

void
outside_listen (Outside *outside)
{
  outside_pause (20);
  outside->heard = outside->said->len;
}

void
outside_hear (Outside *outside, const char *part)
{
  gint64 end = soon ();

  for (;;)
    {
      for (guint i = outside->heard; i < outside->said->len; i++)
        if (strstr (outside->said->pdata[i], part))
          {
            outside->heard = i + 1;
            return;
          }
      if (waited (end))
        {
          g_autofree char *dump = outside_dump (outside);

          g_error ("“%s” was not said. There is:\n%s", part, dump);
        }
    }
}

static void
spawn (const char *const *argv)
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
      spawn ((const char *const[]) { "xdotool", "key", "--delay", "15", key, NULL });
      outside_pause (40);
    }
  va_end (list);
}

static void
type (const char *text, const char *delay)
{
  spawn ((const char *const[]) { "xdotool", "type", "--delay", delay, text, NULL });
  outside_pause (40);
}

void
outside_keys_at_once (const char *first, const char *second)
{
  spawn ((const char *const[]) { "xdotool", "key", "--delay", "1", first, second, NULL });
  outside_pause (40);
}

void
outside_type (const char *text)
{
  type (text, "30");
}

void
outside_type_slowly (const char *text)
{
  type (text, "150");
}

/* A key that moves the focus says so within a moment; one that does not says nothing, so that moment has to pass. */
gboolean
outside_key_moves (Outside *outside, const char *key)
{
  guint before = outside->focuses;
  gint64 end = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;

  spawn ((const char *const[]) { "xdotool", "key", "--delay", "1", key, NULL });
  while (outside->focuses == before && g_get_monotonic_time () < end)
    outside_pause (4);
  return outside->focuses != before;
}

void
outside_tab_to (Outside *outside, AtspiRole role, const char *name)
{
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      Search search = { role, name, NULL, 0 };

      if (focused && search_matches (&search, focused))
        return;
      outside_key_moves (outside, "Tab");
    }
  g_error ("Tab does not lead to “%s”", name);
}

void
outside_act (AtspiAccessible *accessible, const char *wanted)
{
  g_autoptr (AtspiAction) action = atspi_accessible_get_action_iface (accessible);
  g_autofree char *name = outside_name (accessible);
  int n = action ? atspi_action_get_n_actions (action, NULL) : 0;

  for (int i = 0; i < n; i++)
    {
      g_autofree char *is = atspi_action_get_action_name (action, i, NULL);

      if (wanted && !g_str_equal (is, wanted) && !g_str_has_suffix (is, wanted))
        continue;
      g_assert_true (atspi_action_do_action (action, i, NULL));
      outside_pause (40);
      return;
    }
  g_error ("“%s” has no action %s", name, wanted ? wanted : "");
}

void
outside_press (Outside *outside, AtspiRole role, const char *name)
{
  g_autoptr (AtspiAccessible) found = NULL;

  outside_sensitive (outside, role, name);
  found = outside_find (outside, role, name);
  outside_act (found, NULL);
}

void
outside_set_text (AtspiAccessible *accessible, const char *text)
{
  g_autoptr (AtspiEditableText) editable = atspi_accessible_get_editable_text_iface (accessible);

  g_assert_nonnull (editable);
  g_assert_true (atspi_editable_text_set_text_contents (editable, text, NULL));
  outside_pause (40);
}

/* What a screen reader would say: the name on which the focus comes, and what the focused widget's name or description turns into. */
static void
event_cb (AtspiEvent *event, void *data)
{
  Outside *outside = current;
  g_autofree char *text = NULL;

  if (!outside || (GPid) atspi_accessible_get_process_id (event->source, NULL) != outside->pid)
    return;
  if (g_str_has_prefix (event->type, "object:state-changed:focused"))
    {
      if (!event->detail1)
        {
          if (outside->focused == event->source)
            g_clear_object (&outside->focused);
          return;
        }
      if (outside->focused == event->source)
        return;
      outside->focuses++;
      g_set_object (&outside->focused, event->source);
      text = outside_name (event->source);
      g_ptr_array_add (outside->said, g_strdup (text ? text : ""));
      g_clear_pointer (&text, g_free);
      text = outside_description (event->source);
    }
  else if (outside->focused == event->source || outside_is (event->source, ATSPI_STATE_FOCUSED))
    {
      if (G_VALUE_HOLDS_STRING (&event->any_data))
        text = g_value_dup_string (&event->any_data);
      else
        text = strstr (event->type, "description") ? outside_description (event->source) : outside_name (event->source);
    }
  if (text && *text)
    g_ptr_array_add (outside->said, g_steal_pointer (&text));
}

static void
listen (void)
{
  static const char *const kinds[] = { "object:state-changed:focused", "object:property-change:accessible-description", "object:property-change:accessible-name" };

  if (listener)
    return;
  listener = atspi_event_listener_new (event_cb, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;

      atspi_event_listener_register (listener, kinds[i], &error);
      g_assert_no_error (error);
    }
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

static Outside *
start (const char *const *argv)
{
  Outside *outside = g_new0 (Outside, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (AtspiAccessible) window = NULL;
  gint64 end = soon ();

  outside->said = g_ptr_array_new_with_free_func (g_free);
  current = outside;
  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &outside->pid, &error);
  g_assert_no_error (error);
  while (!(outside->application = find_application (outside->pid)))
    {
      if (waitpid (outside->pid, NULL, WNOHANG) != 0)
        g_error ("%s ended before its window came", argv[0]);
      if (waited (end))
        g_error ("The window of %s did not come", argv[0]);
    }
  window = outside_window (outside);
  /* Rows of a list that scrolls under the pointer would take the focus. */
  spawn ((const char *const[]) { "xdotool", "mousemove", "0", "0", NULL });
  outside_pause (500); /* the first focus is given 400 ms after the window is there (PLATFORM.md) */
  return outside;
}

Outside *
outside_open (const char *file)
{
  return start ((const char *const[]) { g_getenv ("CANLIAN"), "--today", "2026-11-21", file, NULL });
}

Outside *
outside_open_paper (const char *pdf)
{
  return start ((const char *const[]) { g_getenv ("CANLIAN"), "show", pdf, NULL });
}

static void
forget (Outside *outside)
{
  current = NULL;
  g_spawn_close_pid (outside->pid);
  g_clear_object (&outside->focused);
  g_clear_object (&outside->application);
  g_ptr_array_unref (outside->said);
  g_free (outside);
}

void
outside_quit (Outside *outside)
{
  gint64 end = soon ();
  int status;

  outside_keys ("ctrl+q", NULL);
  while (waitpid (outside->pid, &status, WNOHANG) == 0)
    if (waited (end))
      g_error ("The window did not close");
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
    g_error ("The program ended with the status %d", status);
  forget (outside);
}

void
outside_stop (Outside *outside)
{
  int status;

  kill (outside->pid, SIGTERM);
  waitpid (outside->pid, &status, 0);
  forget (outside);
}

char *
outside_run (const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  char *printed = NULL;
  int status;
  va_list list;

  g_ptr_array_add (words, (gpointer) g_getenv ("CANLIAN"));
  va_start (list, first);
  for (const char *word = first; word; word = va_arg (list, const char *))
    g_ptr_array_add (words, (gpointer) word);
  va_end (list);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &printed, &complaint, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("canlian %s: %s\n%s", first, error->message, complaint);
  return printed;
}

const char *
outside_path (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_string_chunk_insert_const (chunk, path);
}

static void
copy (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

const char *
outside_office (const char *name, gboolean filled)
{
  const char *file = outside_path (name), *sheet = outside_path ("committee.xlsx");
  g_autofree char *data = g_build_filename (g_getenv ("CANLIAN_DATA"), "committee.xlsx", NULL);

  copy (data, sheet);
  g_free (outside_run ("--data", file, "init", "--code", "991123101", "--name", "云岭镇", NULL));
  if (filled)
    g_free (outside_run ("--data", file, "import", "appointment", sheet, NULL));
  return file;
}

void
outside_begin (int *argc, char ***argv)
{
  const char *locale_dir = g_getenv ("CANLIAN_LOCALE_DIR");

  setlocale (LC_ALL, "");
  if (locale_dir)
    bindtextdomain ("canlian", locale_dir);
  bind_textdomain_codeset ("canlian", "UTF-8");
  g_test_init (argc, argv, NULL);
  /* libatspi warns of every program that has no cache. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  chunk = g_string_chunk_new (1024);
  folder = g_dir_make_tmp ("canlian-outside-XXXXXX", NULL);
  g_assert_cmpint (atspi_init (), <=, 1);
  listen ();
}

int
outside_end (int status)
{
  cl_test_remove_tree (folder);
  g_clear_pointer (&folder, g_free);
  g_string_chunk_free (g_steal_pointer (&chunk));
  return status;
}
