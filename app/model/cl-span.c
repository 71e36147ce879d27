#include "cl-config.h"

#include "cl-span.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <time.h>
#include <unistd.h>

#include "cl-error.h"

/* How long the main loop does not come back to look for the next key, and what held it. One turn is what runs between two polls. Each turn of more than
 * LEAST_US (or of CANLIAN_SPANS_LEAST, for tests of what is in a turn however quick it is) is one line of the file as soon as it is over, the longest of each
 * name are its last lines. Off, a name costs a load and a branch. */

#define LEAST_US 2000
#define MAX_DEPTH 32

typedef struct
{
  gint64 wall, cpu; /* ns */
} Moment;

typedef struct
{
  Moment self; /* without what is named inside */
  guint turns;
} Sum;

typedef struct
{
  gint64 wall, cpu;
  guint turns;
  char *text;
} Longest;

gboolean cl_spans_on;

static struct
{
  int fd;
  gint64 least; /* ns */
  GThread *thread;
  Moment begin; /* of the turn */
  Moment last;  /* up to here it is known whose time it was */
  const char *names[MAX_DEPTH];
  guint depth;
  const char *phase;
  const char *mark;
  GHashTable *sums;    /* name -> Sum, of this turn */
  GHashTable *longest; /* name -> Longest, of all turns */
} spans = { .fd = -1 };

static gint64
clock_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static Moment
get_now (void)
{
  return (Moment) { clock_ns (CLOCK_MONOTONIC), clock_ns (CLOCK_THREAD_CPUTIME_ID) };
}

static const char *
get_name (void)
{
  guint depth = MIN (spans.depth, MAX_DEPTH);

  if (depth > 0)
    return spans.names[depth - 1];
  return spans.phase != NULL ? spans.phase : "other";
}

/* What has passed since the last look goes to the innermost name. */
static void
account (Moment now)
{
  Sum *sum = g_hash_table_lookup (spans.sums, get_name ());

  if (sum == NULL)
    {
      sum = g_new0 (Sum, 1);
      g_hash_table_insert (spans.sums, (gpointer) get_name (), sum);
    }
  sum->self.wall += now.wall - spans.last.wall;
  sum->self.cpu += now.cpu - spans.last.cpu;
  spans.last = now;
}

static void
write_text (const char *text)
{
  gssize length = (gssize) strlen (text);

  while (length > 0)
    {
      gssize written = write (spans.fd, text, (gsize) length);

      if (written < 0 && errno != EINTR)
        return;
      if (written > 0)
        {
          text += written;
          length -= written;
        }
    }
}

static int
compare_sums (gconstpointer a, gconstpointer b)
{
  const Sum *x = g_hash_table_lookup (spans.sums, *(const gpointer *) a), *y = g_hash_table_lookup (spans.sums, *(const gpointer *) b);

  return x->self.wall < y->self.wall ? 1 : x->self.wall > y->self.wall ? -1 : 0;
}

/* "turn" end wall cpu mark: name wall/cpu, the longest first; all in µs. */
static void
write_turn (Moment now)
{
  gint64 wall = (now.wall - spans.begin.wall) / 1000, cpu = (now.cpu - spans.begin.cpu) / 1000;
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (spans.sums, NULL);
  guint n = g_hash_table_size (spans.sums);
  g_autoptr (GString) line = g_string_new (NULL);
  Longest *longest;

  qsort (names, n, sizeof (gpointer), compare_sums);
  g_string_append_printf (line, "turn\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%s\t", now.wall / 1000, wall, cpu, spans.mark != NULL ? spans.mark : "");
  for (guint i = 0; i < n; i++)
    {
      const Sum *sum = g_hash_table_lookup (spans.sums, names[i]);

      if (i == 0 || sum->self.wall >= spans.least / 4)
        g_string_append_printf (line, "%s%s %.1f/%.1f", i > 0 ? ", " : "", (const char *) names[i], sum->self.wall / 1e6, sum->self.cpu / 1e6);
    }
  longest = g_hash_table_lookup (spans.longest, names[0]);
  if (longest == NULL)
    {
      longest = g_new0 (Longest, 1);
      g_hash_table_insert (spans.longest, names[0], longest);
    }
  longest->turns++;
  if (wall > longest->wall)
    {
      longest->wall = wall;
      longest->cpu = cpu;
      g_free (longest->text);
      longest->text = g_strdup (line->str + 5);
    }
  g_string_append_c (line, '\n');
  write_text (line->str);
}

static void
end_turn (void)
{
  Moment now = get_now ();

  account (now);
  if (now.wall - spans.begin.wall >= spans.least)
    write_turn (now);
}

static void
begin_turn (void)
{
  g_hash_table_remove_all (spans.sums);
  spans.mark = NULL;
  spans.phase = NULL;
  spans.begin = spans.last = get_now ();
}

static int
poll_cb (GPollFD *fds, guint n, int timeout)
{
  int result;

  /* A loop that another thread runs on this context is not the window's. */
  if (!cl_spans_on || g_thread_self () != spans.thread)
    return g_poll (fds, n, timeout);
  end_turn ();
  result = g_poll (fds, n, timeout);
  begin_turn ();
  return result;
}

static void
free_longest_cb (gpointer data)
{
  Longest *longest = data;

  g_free (longest->text);
  g_free (longest);
}

/**
 * cl_spans_start:
 * @path: the file that is written to its end, made where it is not there
 * @error: FAILED, where it cannot be written
 *
 * From now on each turn of the default main context on this thread that takes longer than 2 ms is written down with its names: real time and time of this
 * thread, in µs. Main thread, once.
 *
 * Returns: whether it is written down
 */
gboolean
cl_spans_start (const char *path, GError **error)
{
  g_return_val_if_fail (!cl_spans_on, FALSE);

  spans.fd = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (spans.fd < 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s cannot be written: %s. Check the folder, its permissions and its room."), path, g_strerror (errno));
      return FALSE;
    }
  spans.least = 1000 * (g_getenv ("CANLIAN_SPANS_LEAST") != NULL ? g_ascii_strtoll (g_getenv ("CANLIAN_SPANS_LEAST"), NULL, 10) : LEAST_US);
  spans.thread = g_thread_self ();
  spans.depth = 0;
  spans.sums = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  spans.longest = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_longest_cb);
  g_main_context_set_poll_func (NULL, poll_cb);
  begin_turn ();
  cl_spans_on = TRUE;
  return TRUE;
}

static int
compare_longest (gconstpointer a, gconstpointer b)
{
  const Longest *x = g_hash_table_lookup (spans.longest, *(const gpointer *) a), *y = g_hash_table_lookup (spans.longest, *(const gpointer *) b);

  return x->wall < y->wall ? 1 : x->wall > y->wall ? -1 : 0;
}

/**
 * cl_spans_stop:
 *
 * Writes the longest turn of each name, the longest of all first ("longest", name, how many, the turn), and ends the recording. Main thread.
 */
void
cl_spans_stop (void)
{
  g_autofree gpointer *names = NULL;

  if (!cl_spans_on || g_thread_self () != spans.thread)
    return;
  end_turn ();
  names = g_hash_table_get_keys_as_array (spans.longest, NULL);
  qsort (names, g_hash_table_size (spans.longest), sizeof (gpointer), compare_longest);
  for (guint i = 0; i < g_hash_table_size (spans.longest); i++)
    {
      const Longest *longest = g_hash_table_lookup (spans.longest, names[i]);
      g_autofree char *line = g_strdup_printf ("longest\t%s\t%u\t%s\n", (const char *) names[i], longest->turns, longest->text);

      write_text (line);
    }
  cl_spans_on = FALSE;
  g_main_context_set_poll_func (NULL, NULL);
  g_clear_pointer (&spans.sums, g_hash_table_unref);
  g_clear_pointer (&spans.longest, g_hash_table_unref);
  close (spans.fd);
  spans.fd = -1;
}

/**
 * cl_span_begin:
 * @name: what runs from here on, until cl_span_end(): a literal
 *
 * Use CL_SPAN() where it is the rest of a block. On another thread than the one that records it does nothing.
 */
void
cl_span_begin (const char *name)
{
  if (!cl_spans_on || g_thread_self () != spans.thread)
    return;
  account (get_now ());
  if (spans.depth < MAX_DEPTH)
    spans.names[spans.depth] = name;
  spans.depth++;
}

/**
 * cl_span_end:
 *
 * Ends what cl_span_begin() began last.
 */
void
cl_span_end (void)
{
  if (!cl_spans_on || g_thread_self () != spans.thread || spans.depth == 0)
    return;
  account (get_now ());
  spans.depth--;
}

/**
 * cl_span_mark:
 * @name: what brought this turn about, an action or a key: a literal or interned
 *
 * The first of a turn is written before its names.
 */
void
cl_span_mark (const char *name)
{
  if (cl_spans_on && g_thread_self () == spans.thread && spans.mark == NULL)
    spans.mark = name;
}

/**
 * cl_span_phase:
 * @name: (nullable): how what runs from here on is called where nothing inside has a name; a literal
 *
 * Until the next phase or the end of the turn.
 */
void
cl_span_phase (const char *name)
{
  if (!cl_spans_on || g_thread_self () != spans.thread || spans.depth > 0)
    return;
  account (get_now ());
  spans.phase = name;
}

/**
 * cl_span_note:
 * @what: what is so large, or when it was: a literal
 * @value: bytes, or µs of the monotonic clock
 *
 * Writes a line: "note", now in µs of the monotonic clock, @what, @value. Main thread.
 */
void
cl_span_note (const char *what, gint64 value)
{
  g_autofree char *line = NULL;

  if (!cl_spans_on || g_thread_self () != spans.thread)
    return;
  line = g_strdup_printf ("note\t%" G_GINT64_FORMAT "\t%s\t%" G_GINT64_FORMAT "\n", g_get_monotonic_time (), what, value);
  write_text (line);
}
