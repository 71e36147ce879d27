#include <glib/gstdio.h>
#include <string.h>

#include "cl-span.h"

/* The recorder of what holds the main loop: an artificial long turn is seen, and called by what was longest in it. */

static void
burn (gint64 ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    ;
}

static void
deep (void)
{
  CL_SPAN ("test: deep");

  burn (150);
}

static gboolean
long_cb (gpointer data)
{
  CL_SPAN ("test: outer");

  cl_span_mark ("test key");
  burn (2);
  deep ();
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
short_cb (gpointer data)
{
  CL_SPAN ("test: short");

  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
phase_cb (gpointer data)
{
  cl_span_phase ("test: phase");
  burn (10);
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run (GSourceFunc func)
{
  gboolean done = FALSE;

  g_idle_add (func, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  /* a turn ends where the next one polls */
  g_main_context_iteration (NULL, FALSE);
}

/* Waits by itself, as a turn that sleeps in a call would: real time passes and no time of the thread. */
static gboolean
sleep_cb (gpointer data)
{
  CL_SPAN ("test: asleep");

  g_usleep (20000);
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gpointer
elsewhere (gpointer data)
{
  CL_SPAN ("test: elsewhere");

  burn (5);
  return NULL;
}

static char *
find_line (char **lines, const char *kind, const char *part)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], kind) && strstr (lines[i], part) != NULL)
      return lines[i];
  return NULL;
}

static void
test_long (void)
{
  g_autofree char *folder = g_dir_make_tmp ("canlian-span-XXXXXX", NULL), *path = g_build_filename (folder, "spans", NULL), *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL, words = NULL, asleep = NULL;
  char *line;

  g_assert_true (cl_spans_start (path, &error));
  g_assert_no_error (error);
  run (long_cb);
  run (short_cb);
  run (phase_cb);
  run (sleep_cb);
  g_thread_join (g_thread_new ("elsewhere", elsewhere, NULL));
  cl_span_note ("test bytes", 4711);
  cl_spans_stop ();
  g_assert_false (cl_spans_on);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  line = find_line (lines, "turn", "test: deep");
  g_assert_nonnull (line);
  words = g_strsplit (line, "\t", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 6);
  g_assert_cmpint (g_ascii_strtoll (words[2], NULL, 10), >=, 152000);
  g_assert_cmpstr (words[4], ==, "test key");
  /* each name without what is named inside, the longest first */
  g_assert_true (g_str_has_prefix (words[5], "test: deep 1"));
  g_assert_nonnull (strstr (words[5], ", test: outer "));
  g_assert_nonnull (find_line (lines, "turn", "test: phase"));
  g_assert_null (find_line (lines, "turn", "test: short"));
  g_assert_null (find_line (lines, "turn", "test: elsewhere"));
  line = find_line (lines, "turn", "test: asleep");
  g_assert_nonnull (line);
  asleep = g_strsplit (line, "\t", -1);
  g_assert_cmpint (g_ascii_strtoll (asleep[2], NULL, 10), >=, 20000);
  g_assert_cmpint (g_ascii_strtoll (asleep[3], NULL, 10), <, 10000);
  g_assert_nonnull (find_line (lines, "note", "test bytes\t4711"));
  g_assert_nonnull (find_line (lines, "longest\ttest: deep\t1\t", "test key"));

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_unwritable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_spans_start ("/nowhere/at/all", &error));
  g_assert_nonnull (error);
  g_assert_false (cl_spans_on);
  run (short_cb);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/span/long", test_long);
  g_test_add_func ("/span/unwritable", test_unwritable);
  return g_test_run ();
}
