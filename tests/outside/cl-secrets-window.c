/* A window on the sample's office, all of whose words, sounds and traces are looked through. */

#include "cl-secrets-window.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static const char *office, *log_file, *bus_file;

/* All that is logged and all that goes over the session's bus is kept; settings and temporary files lie where they are looked for. */
const char *
secrets_make_window (void)
{
  const char *wrapper = outside_path ("canlian"), *temporary = outside_path ("tmp");
  g_autofree char *script = NULL;

  if (office != NULL)
    return office;
  office = outside_path ("private.canlian");
  log_file = outside_path ("log");
  bus_file = outside_path ("bus");
  secrets_make_office (office);
  script = g_strdup_printf ("#!/bin/sh\nulimit -c unlimited\ncd '%s'\nexec '%s' \"$@\" >>'%s' 2>&1\n", temporary, g_getenv ("CANLIAN"), log_file);
  g_assert_cmpint (g_mkdir (temporary, 0700), ==, 0);
  g_assert_true (g_file_set_contents (wrapper, script, -1, NULL));
  g_assert_cmpint (g_chmod (wrapper, 0700), ==, 0);
  g_setenv ("CANLIAN", wrapper, TRUE);
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  g_setenv ("TMPDIR", temporary, TRUE);
  return office;
}

const char *
secrets_get_log (void)
{
  return log_file;
}

GPid
secrets_listen_to_bus (void)
{
  g_autofree char *script = g_strdup_printf ("exec dbus-monitor --session >'%s' 2>/dev/null", bus_file);
  const char *const words[] = { "sh", "-c", script, NULL };
  g_autofree char *monitor = g_find_program_in_path ("dbus-monitor");
  GPid pid = 0;

  if (monitor != NULL)
    g_spawn_async (NULL, (char **) words, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &pid, NULL);
  return pid;
}

void
secrets_end_listening (GPid pid)
{
  g_autofree char *text = NULL;
  gsize size;

  if (pid == 0)
    return;
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  g_assert_true (g_file_get_contents (bus_file, &text, &size, NULL));
  g_assert_cmpuint (size, >, 0);
  secrets_search_bytes ("the session's bus", text, size);
}

/* Until nothing more is said. */
void
secrets_settle (Outside *outside)
{
  guint said;

  do
    {
      said = outside->said->len;
      outside_pause (130);
    }
  while (outside->said->len != said);
}

/* Everything visible but the list of pages, which is the same on each. */
static void
look_below (AtspiAccessible *accessible, const char *where)
{
  AtspiRole role = atspi_accessible_get_role (accessible, NULL);
  g_autofree char *name = outside_name (accessible), *description = NULL;

  if (role != ATSPI_ROLE_APPLICATION && !outside_is (accessible, ATSPI_STATE_VISIBLE))
    return;
  if (role == ATSPI_ROLE_LIST && g_strcmp0 (name, T ("Pages of the window")) == 0)
    return;
  description = outside_description (accessible);
  secrets_search (where, name);
  secrets_search (where, description);
  if (role == ATSPI_ROLE_TEXT || role == ATSPI_ROLE_ENTRY || role == ATSPI_ROLE_LABEL || role == ATSPI_ROLE_PASSWORD_TEXT)
    {
      g_autoptr (AtspiText) text = atspi_accessible_get_text_iface (accessible);
      g_autofree char *whole = text != NULL ? outside_text (accessible) : NULL;

      secrets_search (where, whole);
    }
  for (int i = 0, n = atspi_accessible_get_child_count (accessible, NULL); i < n; i++)
    {
      g_autoptr (AtspiAccessible) child = atspi_accessible_get_child_at_index (accessible, i, NULL);

      if (child != NULL)
        look_below (child, where);
    }
}

/* All there is, titles too, and all that was said. */
void
secrets_look (Outside *outside, const char *where)
{
  outside_pause (150);
  look_below (outside->application, where);
  for (guint i = 0; i < outside->said->len; i++)
    secrets_search (where, outside->said->pdata[i]);
}
