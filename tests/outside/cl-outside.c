#include "cl-outside-private.h"
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

gint64
outside_soon (void)
{
  return g_get_monotonic_time () + patience;
}

gboolean
outside_waited (gint64 end)
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

void
outside_be_patient (guint seconds)
{
  patience = (gint64) seconds * G_USEC_PER_SEC;
}

/* What a screen reader would say: the name on which the focus comes, what the focused widget's name or description turns into, and what newer releases of
 * GTK announce. */
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
  else if (g_str_has_prefix (event->type, "object:announcement"))
    text = G_VALUE_HOLDS_STRING (&event->any_data) ? g_value_dup_string (&event->any_data) : NULL;
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
  static const char *const kinds[] = { "object:state-changed:focused", "object:property-change:accessible-description", "object:property-change:accessible-name",
                                       "object:announcement" };

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
  gint64 end = outside_soon ();

  outside->said = g_ptr_array_new_with_free_func (g_free);
  current = outside;
  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &outside->pid, &error);
  g_assert_no_error (error);
  while (!(outside->application = find_application (outside->pid)))
    {
      if (waitpid (outside->pid, NULL, WNOHANG) != 0)
        g_error ("%s ended before its window came", argv[0]);
      if (outside_waited (end))
        g_error ("The window of %s did not come", argv[0]);
    }
  window = outside_window (outside);
  /* Rows of a list that scrolls under the pointer would take the focus. */
  outside_spawn ((const char *const[]) { "xdotool", "mousemove", "0", "0", NULL });
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
  gint64 end = outside_soon ();
  int status;

  outside_keys ("ctrl+q", NULL);
  while (waitpid (outside->pid, &status, WNOHANG) == 0)
    if (outside_waited (end))
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
