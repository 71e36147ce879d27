#pragma once

/* A CUPS server of a test's own under a scratch folder: a queue "CanlianKept" that keeps in ROOT/out/kept.pdf what it is sent, and one of cups-pdf. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *root;
  GPid server;
  GSocketListener *listener; /* stands for a network printer that keeps what it is sent */
} Cups;

static gpointer
keep_thread (gpointer data)
{
  Cups *cups = data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (cups->listener, NULL, NULL, NULL)) != NULL)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree char *path = g_build_filename (cups->root, "out", "kept.pdf", NULL);
      GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
      guint8 buffer[8192];
      gssize got;

      while ((got = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
        g_byte_array_append (bytes, buffer, (guint) got);
      g_object_unref (connection);
      g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL);
    }
  return NULL;
}

static gboolean
cups_run (const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list arguments;
  int status = -1;

  va_start (arguments, first);
  for (const char *word = first; word != NULL; word = va_arg (arguments, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (arguments);
  g_ptr_array_add (words, NULL);
  return g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, &status, &error)
         && status == 0;
}

static gboolean
place_file (const char *root, const char *name)
{
  g_autofree char *from = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "cups", name, NULL);
  g_autofree char *to = g_build_filename (root, "etc", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *filled = NULL;

  if (!g_file_get_contents (from, &text, NULL, NULL))
    return FALSE;
  parts = g_strsplit (text, "@ROOT@", -1);
  filled = g_strjoinv (root, parts);
  return g_file_set_contents (to, filled, -1, NULL);
}

/* A test that crashes takes its server along. */
static void
cupsd_setup_cb (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* FALSE: CUPS is not installed. */
static gboolean
cups_begin (Cups *cups)
{
  static const char *const folders[] = { "etc", "etc/ppd", "spool", "spool/tmp", "cache", "run", "log", "out" };
  g_autofree char *socket = NULL, *conf = NULL, *files = NULL, *device = NULL;
  g_autofree char *program = g_find_program_in_path ("cupsd");

  if (program == NULL && g_file_test ("/usr/sbin/cupsd", G_FILE_TEST_IS_EXECUTABLE))
    program = g_strdup ("/usr/sbin/cupsd");
  if (program == NULL)
    return FALSE;
  cups->root = g_dir_make_tmp ("canlian-cups-XXXXXX", NULL);
  g_chmod (cups->root, 0755);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (cups->root, folders[i], NULL);
      g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
    }
  g_assert_true (place_file (cups->root, "cupsd.conf"));
  g_assert_true (place_file (cups->root, "cups-files.conf"));
  if (getuid () == 0)
    g_assert_true (cups_run ("chown", "-R", "lp", cups->root, NULL));
  socket = g_build_filename (cups->root, "cups.sock", NULL);
  conf = g_build_filename (cups->root, "etc", "cupsd.conf", NULL);
  files = g_build_filename (cups->root, "etc", "cups-files.conf", NULL);
  {
    char *const arguments[] = { program, "-f", "-c", conf, "-s", files, NULL };
    g_assert_true (g_spawn_async (NULL, (char **) arguments, NULL,
                                  G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, cupsd_setup_cb, NULL, &cups->server, NULL));
  }
  g_setenv ("CUPS_SERVER", socket, TRUE);
  for (int i = 0; i < 100 && !g_file_test (socket, G_FILE_TEST_EXISTS); i++)
    g_usleep (50000);
  cups->listener = g_socket_listener_new ();
  device = g_strdup_printf ("socket://127.0.0.1:%u", g_socket_listener_add_any_inet_port (cups->listener, NULL, NULL));
  g_thread_unref (g_thread_new ("printer", keep_thread, cups));
  for (int i = 0; i < 20 && !cups_run ("lpadmin", "-p", "CanlianKept", "-E", "-v", device, "-m", "raw", NULL); i++)
    g_usleep (200000);
  cups_run ("lpadmin", "-p", "CanlianPDF", "-E", "-v", "cups-pdf:/", "-m", "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd", NULL);
  return TRUE;
}

static void
cups_end (Cups *cups)
{
  kill (cups->server, SIGTERM);
  waitpid (cups->server, NULL, 0);
  cups_run ("rm", "-rf", cups->root, NULL);
  g_free (cups->root);
}

static gboolean
cups_is_whole (gpointer path)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  return g_file_get_contents (path, &text, &length, NULL) && length > 6 && g_strrstr_len (text + length - 7, 7, "%%EOF") != NULL;
}
