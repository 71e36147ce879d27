/* Start to the first frame and to what is due, and memory, with a roster as large as a county's or CANLIAN_BENCHMARK_ROWS open, against a bare AdwApplicationWindow (the argument),
 * in turn (SPEED.md). The program says when its first frame was there by CANLIAN_SPANS. Under tests/headless.sh. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define ROUNDS 7

typedef struct
{
  double seconds; /* to the first frame */
  double work;    /* of the processor, all threads, until then */
  double today;   /* to the rows of the page Today: seconds */
  double frame;   /* bytes of its own there */
  double rest;    /* and when all is loaded, without the search columns */
} Start;

static char *file;

static gint64
now_us (void)
{
  return g_get_monotonic_time ();
}

/* Seconds of the processor that all threads of @pid have used; its stat would tell hundredths. */
static double
read_work (GPid pid)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%d/task", (int) pid);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *thread;
  double work = 0;

  while (dir != NULL && (thread = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, thread, "schedstat", NULL), *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        work += g_ascii_strtod (text, NULL) / 1e9;
    }
  return work;
}

/* What it keeps in memory, its share of what others keep too. */
static double
read_memory (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid), *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, "\nPss:")) == NULL)
    return 0;
  return g_ascii_strtod (line + 5, NULL) * 1024;
}

static char *
read_until (const char *path, const char *word)
{
  for (int i = 0; i < 6000; i++)
    {
      g_autofree char *text = NULL;
      char *found;

      if (g_file_get_contents (path, &text, NULL, NULL) && (found = strstr (text, word)) != NULL && strchr (found, '\n') != NULL)
        return g_strdup (found + strlen (word));
      g_usleep (10000);
    }
  g_error ("“%s” never came", word);
}

static void
stop (GPid pid)
{
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
}

static GPid
spawn (const char *const *argv, char **environment, int *out)
{
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async_with_pipes (NULL, (char **) argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, out, NULL, &error);
  g_assert_no_error (error);
  return pid;
}

static Start
start_floor (const char *program)
{
  const char *argv[] = { program, NULL };
  int out;
  gint64 begin = now_us ();
  GPid pid = spawn (argv, NULL, &out);
  char text[64] = "";
  Start start = { 0 };

  g_assert_cmpint (read (out, text, sizeof text - 1), >, 0);
  start.work = read_work (pid);
  start.frame = read_memory (pid);
  start.seconds = (double) (g_ascii_strtoll (text, NULL, 10) - begin) / 1e6;
  g_usleep (2000000);
  start.rest = read_memory (pid);
  stop (pid);
  close (out);
  return start;
}

static Start
start_ours (void)
{
  g_autofree char *spans = g_build_filename (bench_folder (), "spans", NULL);
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "CANLIAN_SPANS", spans, TRUE);
  const char *argv[] = { g_getenv ("CANLIAN"), "--today", "2026-11-21", file, NULL };
  g_autofree char *frame = NULL, *work = NULL, *today = NULL, *columns = NULL;
  gint64 begin = now_us ();
  GPid pid;
  Start start = { 0 };

  g_unlink (spans);
  pid = spawn (argv, environment, NULL);
  frame = read_until (spans, "\tfirst frame\t");
  start.frame = read_memory (pid);
  work = read_until (spans, "\twork before it\t");
  start.work = g_ascii_strtod (work, NULL) / 1e6;
  start.seconds = (double) (g_ascii_strtoll (frame, NULL, 10) - begin) / 1e6;
  today = read_until (spans, "\ttoday\t");
  start.today = (double) (g_ascii_strtoll (today, NULL, 10) - begin) / 1e6;
  columns = read_until (spans, "\tsearch columns\t");
  g_usleep (2000000);
  start.rest = read_memory (pid) - g_ascii_strtod (columns, NULL);
  stop (pid);
  return start;
}

static double
find_median (const Start *starts, gsize offset)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < ROUNDS; i++)
    g_array_append_vals (values, (const char *) &starts[i] + offset, 1);
  return bench_quantile (values, 0.5);
}

static double
find_least (const Start *starts, gsize offset)
{
  double least = *(const double *) ((const char *) &starts[0] + offset);

  for (guint i = 1; i < ROUNDS; i++)
    least = MIN (least, *(const double *) ((const char *) &starts[i] + offset));
  return least;
}

static void
say (const char *what, const char *goal, const Start *ours, const Start *floor, gsize offset, double unit, const char *name)
{
  double a = find_median (ours, offset), b = find_median (floor, offset);

  printf ("%-58s %8.3f × the floor   goal %-10s (%.0f %s to %.0f %s; the least of each %.3f)\n", what, a / b, goal, a / unit, name, b / unit, name,
          find_least (ours, offset) / find_least (floor, offset));
}

int
main (int argc, char **argv)
{
  const char *given = g_getenv ("CANLIAN_BENCHMARK_FILE");
  g_autofree char *size = g_strdup_printf ("%u", MAX (bench_get_n_people (), 500u));
  Start ours[ROUNDS], floor[ROUNDS];

  g_assert_cmpint (argc, ==, 2);
  bench_folder ();
  file = given != NULL ? g_strdup (given) : g_build_filename (bench_folder (), "roster.canlian", NULL);
  if (given == NULL)
    {
      const char *words[] = { g_getenv ("CANLIAN"), "--data", file, "sample", "--size", size, NULL };

      waitpid (spawn (words, NULL, NULL), NULL, 0);
    }
  /* once each for the disk's cache */
  start_floor (argv[1]);
  start_ours ();
  for (guint i = 0; i < ROUNDS; i++)
    {
      floor[i] = start_floor (argv[1]);
      ours[i] = start_ours ();
    }
  printf ("%s%s:\n", given != NULL ? given : size, given != NULL ? "" : " persons");
  say ("start to the first frame", "≤ 1.25", ours, floor, G_STRUCT_OFFSET (Start, seconds), 1e-3, "ms");
  say ("the same in time of the processor", "", ours, floor, G_STRUCT_OFFSET (Start, work), 1e-3, "ms");
  printf ("%-58s %8.0f ms (the quickest %.0f)\n", "what is due is there, on the page Today", find_median (ours, G_STRUCT_OFFSET (Start, today)) * 1e3,
          find_least (ours, G_STRUCT_OFFSET (Start, today)) * 1e3);
  say ("memory at the first frame", "≤ 1.4", ours, floor, G_STRUCT_OFFSET (Start, frame), 1e6, "MB");
  say ("memory when all is loaded, search columns apart", "≤ 1.4", ours, floor, G_STRUCT_OFFSET (Start, rest), 1e6, "MB");
  g_free (file);
  return 0;
}
