/* What the window tells, copies, sends over the bus, logs, dies with and leaves behind: nowhere a full number, on any page. */

#include "cl-outside-steps.h"
#include "cl-secrets-window.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static const char *office;

/* What was copied, as it is pasted. */
static void
look_at_clipboard (Outside *outside, const char *where)
{
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_keys ("ctrl+v", NULL);
  outside_pause (200);
  {
    g_autoptr (AtspiAccessible) entry = outside_focused (outside);
    g_autofree char *text = outside_text (entry);

    g_assert_cmpuint (strlen (text), >, 5);
    secrets_search (where, text);
  }
  outside_keys ("Escape", NULL);
}

/* A list: the cells of a row one by one, and the next rows, each told as it comes. */
static void
go_through_rows (Outside *outside)
{
  g_autoptr (AtspiAccessible) focused = outside_focused (outside), list = focused != NULL ? atspi_accessible_get_parent (focused, NULL) : NULL;
  g_autofree char *called = list != NULL ? outside_name (list) : NULL;

  if (list == NULL || atspi_accessible_get_role (focused, NULL) != ATSPI_ROLE_LIST_ITEM || g_strcmp0 (called, T ("Pages of the window")) == 0)
    return;
  for (guint i = 0; i < 6; i++)
    outside_keys ("Right", NULL);
  outside_keys ("Down", "Down", NULL);
}

/* A large page may take longer than libatspi waits for an answer: that it came is seen by the title. */
static void
open_page (AtspiAccessible *row)
{
  g_autoptr (AtspiAction) action = atspi_accessible_get_action_iface (row);

  for (int i = 0; i < atspi_action_get_n_actions (action, NULL); i++)
    {
      g_autofree char *name = atspi_action_get_action_name (action, i, NULL);

      if (name != NULL && g_str_has_suffix (name, "open"))
        atspi_action_do_action (action, i, NULL);
    }
}

static void
test_pages (void)
{
  Outside *outside;
  GPid monitor;
  g_autoptr (AtspiAccessible) list = NULL;
  guint pages = 0;

  office = secrets_make_window ();
  monitor = secrets_listen_to_bus ();
  outside = outside_open (office);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window"));
  for (int i = 0, next; i < atspi_accessible_get_child_count (list, NULL); i = next)
    {
      g_autoptr (AtspiAccessible) row = atspi_accessible_get_child_at_index (list, i, NULL);
      g_autofree char *name = outside_name (row);
      g_autofree char *title = g_strdup_printf ("~%s — ", name);

      next = i + 1;
      if (atspi_accessible_get_role (row, NULL) != ATSPI_ROLE_LIST_ITEM)
        continue;
      g_test_message ("%s", name);
      open_page (row);
      g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
      secrets_settle (outside);
      /* An official paper bears the numbers whole, on the screen as in print; its public variants: test-privacy.c. */
      if (!g_str_equal (name, T ("Forms")))
        {
          go_through_rows (outside);
          secrets_look (outside, name);
        }
      next = atspi_accessible_get_index_in_parent (row, NULL) + 1;
      pages++;
    }
  g_assert_cmpuint (pages, >, 12);
  outside_quit (outside);
  secrets_end_listening (monitor);
}

/* An entry in its pane, its history, in editing; what is copied; what the finder finds by a part of a number. */
static void
test_entry (void)
{
  g_autofree char *part = NULL;
  Outside *outside;

  office = secrets_make_window ();
  part = g_strndup (secrets_any () + 10, 8);
  outside = outside_open (office);
  outside_show_page (outside, T ("Persons"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("ctrl+c", NULL);
  look_at_clipboard (outside, "the clipboard, a row");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("shift+Down", "shift+Down", "ctrl+c", NULL);
  look_at_clipboard (outside, "the clipboard, three rows");
  outside_keys ("Return", NULL);
  secrets_look (outside, "an entry");
  outside_keys ("F2", NULL);
  outside_pause (300);
  secrets_look (outside, "an entry in editing");
  for (guint i = 0; i < 12; i++)
    outside_keys ("Tab", NULL);
  secrets_look (outside, "an entry in editing, field by field");
  outside_keys ("Escape", "Escape", NULL);
  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+f", NULL);
  outside_type (part);
  outside_pause (400);
  secrets_look (outside, "a list that is searched by a number");
  outside_keys ("Escape", "ctrl+k", NULL);
  outside_type (part);
  outside_pause (400);
  secrets_look (outside, "the finder");
  outside_keys ("Escape", NULL);
  outside_quit (outside);
}

/* It dies as by a fault of its own. */
static void
test_crash (void)
{
  Outside *outside;
  const char *temporary = outside_path ("tmp");
  g_autoptr (GDir) left = NULL;
  const char *name;
  int status;

  office = secrets_make_window ();
  outside = outside_open (office);
  outside_show_page (outside, T ("Persons"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  kill (outside->pid, SIGSEGV);
  g_assert_cmpint (waitpid (outside->pid, &status, 0), ==, outside->pid);
  g_assert_true (WIFSIGNALED (status));
  g_assert_false (WCOREDUMP (status));
  left = g_dir_open (temporary, 0, NULL);
  while ((name = g_dir_read_name (left)) != NULL)
    g_assert_false (g_str_has_prefix (name, "core"));
  secrets_search_tree (temporary);
}

/* After all that: settings, state, recent files, thumbnails, caches, logs, temporary files. The office's own file and its folders hold what they are for. */
static void
test_left (void)
{
  g_autofree char *log = NULL;
  gsize size;

  office = secrets_make_window ();
  g_assert_true (g_file_get_contents (secrets_get_log (), &log, &size, NULL));
  g_assert_cmpuint (size, >, 0);
  secrets_search_bytes ("the log", log, size);
  secrets_search_tree (g_get_home_dir ());
  secrets_search_tree (g_get_user_runtime_dir ());
  secrets_search_tree (outside_path ("tmp"));
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/privacy-window/pages", test_pages);
  g_test_add_func ("/privacy-window/entry", test_entry);
  g_test_add_func ("/privacy-window/crash", test_crash);
  g_test_add_func ("/privacy-window/left", test_left);
  return outside_end (g_test_run ());
}
