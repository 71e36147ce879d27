#include "cl-ear.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* How long nothing must be said before a step is over when a transcript is written, and how long an utterance may take to come. */
#define QUIET (1200 * G_TIME_SPAN_MILLISECOND)
#define SILENCE (4 * G_TIME_SPAN_SECOND) /* the same where nothing was said at all: a dialog may be long in coming */
#define SETTLE_MS 400 /* a clerk's pace: what follows upon a key is done before the next */
#define PATIENCE (8 * G_TIME_SPAN_SECOND)
#define START_PATIENCE (30 * G_TIME_SPAN_SECOND)

struct _Ear
{
  char *name;
  char *path;        /* of the transcript */
  char *folder;      /* of socket and log */
  char *log;
  GPid speech, orca;
  gsize read;        /* bytes of the log */
  GPtrArray *said;   /* char *: since the step began */
  GPtrArray *steps;  /* char *: lines of the transcript, or NULL where it is written */
  guint step;
  GString *written;  /* what came */
};

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GPid
start (const char *const *argv, char **envp)
{
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, envp, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 die_with_parent, NULL, &pid, &error);
  if (error != NULL)
    g_error ("%s cannot be started: %s. The package “orca” of .ci/packages brings the screen reader.", argv[0], error->message);
  return pid;
}

/* What Orca says differently from run to run: its marks, the folder that is another each time, how long one has still to wait. Transfer full; NULL: nothing to hear. */
static char *
normalise (const char *text)
{
  static GRegex *marks = NULL, *waits = NULL;
  g_autofree char *plain = NULL, *timeless = NULL;
  g_autoptr (GString) words = NULL;
  const char *folder = outside_path ("");

  if (marks == NULL)
    {
      marks = g_regex_new ("<[^>]*>", 0, 0, NULL);
      waits = g_regex_new ("请等 [0-9]+ 秒", 0, 0, NULL);
    }
  plain = g_regex_replace_literal (marks, text, -1, 0, "", 0, NULL);
  timeless = g_regex_replace_literal (waits, plain, -1, 0, "请等 N 秒", 0, NULL);
  words = g_string_new (timeless);
  g_string_replace (words, folder, "", 0);
  g_string_replace (words, "&lt;", "<", 0);
  g_string_replace (words, "&gt;", ">", 0);
  g_string_replace (words, "&quot;", "\"", 0);
  g_string_replace (words, "&apos;", "'", 0);
  g_string_replace (words, "&amp;", "&", 0);
  /* A name is said with "点号" for ·, and with a stop behind it, where it is Orca's own sentence and not the program's. */
  g_string_replace (words, " 点号 ", "·", 0);
  while (g_str_has_suffix (words->str, ".") || g_str_has_suffix (words->str, " "))
    g_string_truncate (words, words->len - 1);
  while (*words->str == ' ')
    g_string_erase (words, 0, 1);
  return words->len > 0 ? g_strdup (words->str) : NULL;
}

/* How far something is: said or not as the machine is quick or slow. */
static gboolean
is_progress (const char *words)
{
  static GRegex *progress = NULL;

  if (progress == NULL)
    progress = g_regex_new ("^正在.* [0-9]+ / [0-9]+：", 0, 0, NULL);
  return g_regex_match (progress, words, 0, NULL);
}

/* How often Orca says a thing, in how many pieces, and what of a text was selected in passing, hangs on who was first: each is kept once a step, in its longest form. */
static void
keep (Ear *ear, char *words)
{
  static const char *const passing[] = { "已选中", "文本已取消选中。", "选定已删除。", "屏幕阅读器启用。", NULL };

  if (is_progress (words))
    {
      g_free (words);
      return;
    }
  if (g_strv_contains (passing, words))
    {
      if (g_str_equal (words, passing[0]) && ear->said->len > 0)
        g_ptr_array_set_size (ear->said, ear->said->len - 1);
      g_free (words);
      return;
    }
  for (guint i = ear->said->len; i > 0; i--)
    {
      if (strstr (ear->said->pdata[i - 1], words) != NULL)
        {
          g_free (words);
          return;
        }
      if (strstr (words, ear->said->pdata[i - 1]) != NULL)
        g_ptr_array_remove_index (ear->said, i - 1);
    }
  g_ptr_array_add (ear->said, words);
}

/* Takes what the log has more of, whole lines alone. Whether something came. */
static gboolean
listen (Ear *ear)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  gboolean more = FALSE;
  const char *line, *end;

  if (!g_file_get_contents (ear->log, &text, &length, NULL))
    return FALSE;
  for (line = text + ear->read; (end = strchr (line, '\n')) != NULL; line = end + 1)
    {
      g_autofree char *whole = g_strndup (line, end - line);
      char *words = NULL;

      ear->read = end + 1 - text;
      if (g_str_has_prefix (whole, "SPEAK "))
        words = normalise (whole + strlen ("SPEAK "));
      else if (g_str_has_prefix (whole, "CHAR "))
        words = normalise (whole + strlen ("CHAR "));
      more = more || words != NULL;
      if (words != NULL)
        keep (ear, words);
    }
  return more;
}

static gboolean
is_connected (Ear *ear)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (ear->log, &text, NULL, NULL) && strstr (text, "CONNECT ") != NULL;
}

static void
write_settings (void)
{
  static const char settings[] =
    "{\"general\":{\"startingProfile\":[\"Default\",\"default\"],\"enableKeyEcho\":false},\"pronunciations\":{},\"keybindings\":{},"
    "\"profiles\":{\"default\":{\"profile\":[\"Default\",\"default\"],\"pronunciations\":{},\"keybindings\":{},\"enableKeyEcho\":false}}}";
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "orca", NULL);
  g_autofree char *path = g_build_filename (folder, "user-settings.conf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, settings, -1, &error);
  g_assert_no_error (error);
}

/* Orca looks by pgrep for others of the same user, wherever they are, and ends them or itself: the Orca of another test, or of the person who runs this. Here it finds none. Transfer
 * full: the PATH. */
static char *
hide_others (Ear *ear)
{
  g_autofree char *bin = g_build_filename (ear->folder, "bin", NULL);
  g_autofree char *pgrep = g_build_filename (bin, "pgrep", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (bin, 0700), ==, 0);
  g_file_set_contents_full (pgrep, "#!/bin/sh\nexit 1\n", -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  return g_strdup_printf ("%s:%s", bin, g_getenv ("PATH"));
}

static void
start_orca (Ear *ear)
{
  g_autofree char *socket = g_build_filename (ear->folder, "speech", NULL);
  g_autofree char *address = g_strconcat ("unix_socket:", socket, NULL);
  g_autofree char *path = hide_others (ear);
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "SPEECHD_ADDRESS", address, TRUE);
  gint64 end = g_get_monotonic_time () + START_PATIENCE;

  ear->speech = start ((const char *const[]) { g_getenv ("FAKESPEECHD"), socket, ear->log, NULL }, NULL);
  while (!g_file_test (socket, G_FILE_TEST_EXISTS) && g_get_monotonic_time () < end)
    g_usleep (10000);
  environment = g_environ_setenv (environment, "PATH", path, TRUE);
  /* What is a critical of libatspi in Orca's process is no fault of the program: with it fatal, Orca would be gone. */
  environment = g_environ_unsetenv (environment, "G_DEBUG");
  write_settings ();
  ear->orca = start ((const char *const[]) { "orca", NULL }, environment);
  while (!is_connected (ear))
    {
      int status;

      if (waitpid (ear->orca, &status, WNOHANG) == ear->orca)
        g_error ("Orca ended before it spoke (status %d). Is its package whole? “orca --version” on a terminal says more.", status);
      if (g_get_monotonic_time () > end)
        g_error ("Orca did not come to speak within 30 seconds.");
      g_usleep (20000);
    }
  outside_pause (1000);
}

/* The steps of the transcript: all lines but titles and empty ones. */
static void
load (Ear *ear)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("CANLIAN_WRITE_TRANSCRIPTS") != NULL)
    return;
  g_file_get_contents (ear->path, &text, NULL, &error);
  if (error != NULL)
    g_error ("%s. CANLIAN_WRITE_TRANSCRIPTS=1 writes it.", error->message);
  ear->steps = g_ptr_array_new_with_free_func (g_free);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && *lines[i] != '#')
      g_ptr_array_add (ear->steps, g_strdup (lines[i]));
}

Ear *
ear_begin (const char *name)
{
  Ear *ear = g_new0 (Ear, 1);
  g_autofree char *file = g_strconcat (name, ".txt", NULL);

  ear->name = g_strdup (name);
  ear->path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "outside", "transcripts", file, NULL);
  ear->folder = g_dir_make_tmp ("canlian-ear-XXXXXX", NULL);
  ear->log = g_build_filename (ear->folder, "said", NULL);
  ear->said = g_ptr_array_new_with_free_func (g_free);
  ear->written = g_string_new (NULL);
  load (ear);
  start_orca (ear);
  return ear;
}

void
ear_title (Ear *ear, const char *sentence)
{
  g_string_append_printf (ear->written, "%s# %s\n", ear->written->len > 0 ? "\n" : "", sentence);
}

static char *
write_line (Ear *ear, const char *pressed)
{
  GString *line = g_string_new (pressed);

  g_string_append (line, " →");
  for (guint i = 0; i < ear->said->len; i++)
    g_string_append_printf (line, "%s%s", i > 0 ? " / " : " ", (const char *) ear->said->pdata[i]);
  return g_string_free (line, FALSE);
}

/* The first of @wanted that was not said yet; NULL: all were. */
static const char *
find_missing (Ear *ear, char **wanted, gboolean in_order)
{
  guint at = 0;

  for (; *wanted != NULL; wanted++)
    {
      if (!in_order)
        at = 0;
      while (at < ear->said->len && strcmp (ear->said->pdata[at], *wanted) != 0)
        at++;
      if (at++ >= ear->said->len)
        return *wanted;
    }
  return NULL;
}

static void
await_quiet (Ear *ear)
{
  gint64 last = g_get_monotonic_time ();

  while (g_get_monotonic_time () - last < (ear->said->len > 0 || ear->steps != NULL ? QUIET : SILENCE))
    {
      if (listen (ear))
        last = g_get_monotonic_time ();
      outside_pause (20);
    }
}

void
ear_skip (Ear *ear)
{
  await_quiet (ear);
  g_ptr_array_set_size (ear->said, 0);
}

static void
await_step (Ear *ear, const char *pressed)
{
  const char *line = ear->step < ear->steps->len ? ear->steps->pdata[ear->step++] : "(the end)";
  const char *arrow = strstr (line, " →");
  const char *said = arrow != NULL && g_str_has_prefix (arrow, " → ") ? arrow + strlen (" → ") : NULL;
  g_autofree char *key = arrow != NULL ? g_strndup (line, arrow - line) : g_strdup (line);
  g_auto (GStrv) wanted = said != NULL ? g_strsplit (said, " / ", -1) : g_new0 (char *, 1);
  gint64 end = g_get_monotonic_time () + PATIENCE;
  const char *missing;

  if (strcmp (key, pressed) != 0)
    g_error ("%s.txt goes on with “%s”, the test with “%s”. CANLIAN_WRITE_TRANSCRIPTS=1 writes it anew.", ear->name, key, pressed);
  do
    {
      listen (ear);
      missing = find_missing (ear, wanted, TRUE);
      outside_pause (missing != NULL ? 20 : SETTLE_MS);
    }
  while (missing != NULL && g_get_monotonic_time () < end);
  listen (ear);
  /* A message that goes with the focus comes before or behind what has the focus then: a busy machine turns them round. */
  if (missing != NULL && find_missing (ear, wanted, FALSE) != NULL)
    {
      g_autofree char *came = write_line (ear, pressed);

      g_error ("%s.txt, after:\n%s\nnot said: %s\n- %s\n+ %s", ear->name, ear->written->str, missing, line, came);
    }
}

static void
step (Ear *ear, const char *pressed)
{
  g_autofree char *line = NULL;

  if (ear->steps != NULL)
    await_step (ear, pressed);
  else
    await_quiet (ear);
  line = write_line (ear, pressed);
  g_string_append_printf (ear->written, "%s\n", line);
  g_ptr_array_set_size (ear->said, 0);
  /* As it goes, so that one sees how far it came. */
  if (ear->steps == NULL)
    g_file_set_contents (ear->path, ear->written->str, -1, NULL);
}

void
ear_press (Ear *ear, const char *key)
{
  outside_keys (key, NULL);
  step (ear, key);
}

void
ear_press_times (Ear *ear, const char *key, guint times)
{
  while (times-- > 0)
    ear_press (ear, key);
}

void
ear_type (Ear *ear, const char *text)
{
  g_autofree char *pressed = g_strdup_printf ("“%s”", g_str_has_prefix (text, outside_path ("")) ? text + strlen (outside_path ("")) : text);

  outside_type (text);
  step (ear, pressed);
}

static void
stop (GPid pid)
{
  kill (pid, SIGKILL);
  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    ;
}

void
ear_end (Ear *ear)
{
  g_autofree char *socket = g_build_filename (ear->folder, "speech", NULL);
  g_autofree char *bin = g_build_filename (ear->folder, "bin", NULL);
  g_autofree char *pgrep = g_build_filename (bin, "pgrep", NULL);

  stop (ear->orca);
  stop (ear->speech);
  g_unlink (socket);
  g_unlink (ear->log);
  g_unlink (pgrep);
  g_rmdir (bin);
  g_rmdir (ear->folder);
  if (ear->steps != NULL && ear->step < ear->steps->len)
    g_error ("%s.txt goes on with “%s”, where the test ends.", ear->name, (const char *) ear->steps->pdata[ear->step]);
  g_string_free (ear->written, TRUE);
  g_clear_pointer (&ear->steps, g_ptr_array_unref);
  g_ptr_array_unref (ear->said);
  g_free (ear->log);
  g_free (ear->folder);
  g_free (ear->path);
  g_free (ear->name);
  g_free (ear);
}
