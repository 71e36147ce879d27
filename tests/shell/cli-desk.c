#include "cli-desk.h"

#include <stdio.h>
#include <string.h>

#include "cl-test-tree.h"

void
desk_set_up (Desk *desk, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  desk->folder = g_dir_make_tmp ("canlian-cli-XXXXXX", &error);
  g_assert_no_error (error);
  desk->data = g_build_filename (desk->folder, "office.canlian", NULL);
}

void
desk_tear_down (Desk *desk, gconstpointer unused)
{
  cl_test_remove_tree (desk->folder);
  g_free (desk->folder);
  g_free (desk->data);
  g_free (desk->out);
  g_free (desk->err);
}

GSubprocessLauncher *
desk_launcher (Desk *desk)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", desk->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", desk->folder, TRUE);
  return launcher;
}

void
desk_run_words (Desk *desk, const char *const *words)
{
  g_autoptr (GSubprocessLauncher) launcher = desk_launcher (desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_launcher_spawnv (launcher, words, &error);

  g_assert_no_error (error);
  g_clear_pointer (&desk->out, g_free);
  g_clear_pointer (&desk->err, g_free);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &desk->out, &desk->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  desk->status = g_subprocess_get_exit_status (child);
}

static void
run_list (Desk *desk, va_list list)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *word;

  g_ptr_array_add (words, (char *) g_getenv ("CANLIAN"));
  g_ptr_array_add (words, (char *) "--data");
  g_ptr_array_add (words, desk->data);
  while ((word = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (words, (char *) word);
  g_ptr_array_add (words, NULL);
  desk_run_words (desk, (const char *const *) words->pdata);
}

void
desk_run (Desk *desk, ...)
{
  va_list list;

  va_start (list, desk);
  run_list (desk, list);
  va_end (list);
}

void
desk_expect (Desk *desk, int status)
{
  if (desk->status != status)
    g_error ("exit status %d, expected %d\nstdout: %s\nstderr: %s", desk->status, status, desk->out, desk->err);
}

char *
desk_ask (Desk *desk, int status, ...)
{
  va_list list;

  va_start (list, status);
  run_list (desk, list);
  va_end (list);
  desk_expect (desk, status);
  return g_strconcat (desk->out, desk->err, NULL);
}

char *
desk_path (Desk *desk, const char *name)
{
  return g_build_filename (desk->folder, name, NULL);
}

char *
desk_sample (const char *name)
{
  return g_build_filename (g_getenv ("CANLIAN_DATA"), name, NULL);
}

const char *
desk_last_line (char *text)
{
  char *line;

  if (g_str_has_suffix (text, "\n"))
    text[strlen (text) - 1] = '\0';
  line = strrchr (text, '\n');
  return line != NULL ? line + 1 : text;
}

guint
desk_count_lines (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\n';
  return n;
}

void
desk_init (Desk *desk)
{
  desk_run (desk, "init", "--code", "991123101", "--name", "云岭镇", NULL);
  desk_expect (desk, 0);
}

void
desk_import (Desk *desk)
{
  g_autofree char *sheet = desk_sample ("committee.csv");
  guint added, changed, unchanged, refused;

  desk_run (desk, "import", "appointment", sheet, NULL);
  desk_expect (desk, 0);
  g_assert_cmpint (sscanf (desk_last_line (desk->out), "added %u, changed %u, unchanged %u, refused %u", &added, &changed, &unchanged, &refused), ==, 4);
  g_assert_cmpuint (added, >, 0);
}
