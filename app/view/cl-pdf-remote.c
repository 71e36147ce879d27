#include "cl-config.h"

#include "cl-pdf-remote-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cl-error.h"
#include "cl-paths.h"
#include "cl-pdf-wire-private.h"

#define STARTS_LIMIT 4
#define ANSWER_LIMIT (256u << 20)

/* How long a question about one page may take, in seconds: on an old machine it takes one or two. The whole file is given three times that. */
static guint patience = 20;
#define PATIENCE patience
#define PATIENCE_WHOLE (3 * patience)

struct _ClPdfRemote
{
  GBytes *file;
  GArray *sizes;
  GSubprocess *process;
  int to, from;
  guint starts;
  gboolean is_picture;
};

/* Where bubblewrap is installed but may not make its box (in a container without user namespaces), it is not tried again. */
static gint box_fails;

void
cl_pdf_remote_set_patience (guint seconds)
{
  patience = seconds;
}

static void
stop (ClPdfRemote *remote)
{
  if (remote->process != NULL)
    g_subprocess_force_exit (remote->process);
  g_clear_object (&remote->process);
  if (remote->to >= 0)
    close (remote->to);
  if (remote->from >= 0)
    close (remote->from);
  remote->to = remote->from = -1;
}

void
cl_pdf_remote_free (ClPdfRemote *remote)
{
  stop (remote);
  g_bytes_unref (remote->file);
  g_clear_pointer (&remote->sizes, g_array_unref);
  g_free (remote);
}

static GBytes *
receive (ClPdfRemote *remote, ClPdfAnswer *answer, guint seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  g_autofree guint8 *data = NULL;

  if (!cl_pdf_wire_get (remote->from, answer, sizeof *answer, end) || answer->length > ANSWER_LIMIT)
    return NULL;
  data = g_malloc (answer->length + 1);
  if (!cl_pdf_wire_get (remote->from, data, answer->length, end))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), answer->length);
}

/* The file without a name, which nobody can change any more. */
static int
open_file (GBytes *file)
{
  int fd = memfd_create ("canlian-foreign", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd >= 0 && (!cl_pdf_wire_put (fd, g_bytes_get_data (file, NULL), g_bytes_get_size (file))
                  || fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0 || lseek (fd, 0, SEEK_SET) < 0))
    {
      close (fd);
      return -1;
    }
  return fd;
}

static GStrv
command_line (gboolean boxed)
{
  static const char *const seen[] = { "/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/var/cache/fontconfig" };
  const char *renderer = cl_paths_get_renderer ();
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  if (boxed)
    {
      g_strv_builder_add_many (words, "bwrap", "--unshare-all", "--new-session", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev", NULL);
      for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
        g_strv_builder_add_many (words, "--ro-bind-try", seen[i], seen[i], NULL);
      g_strv_builder_add_many (words, "--ro-bind", renderer, renderer, "--chdir", "/", NULL);
    }
  g_strv_builder_add (words, renderer);
  if (boxed)
    g_strv_builder_add (words, "--boxed");
  return g_strv_builder_end (words);
}

static gboolean
launch (ClPdfRemote *remote, gboolean boxed, GError **error)
{
  static const char *const environment[] = { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_auto (GStrv) words = command_line (boxed);
  int to[2] = { -1, -1 }, from[2] = { -1, -1 }, file;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to) != 0 || !g_unix_open_pipe (from, FD_CLOEXEC, NULL))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The file cannot be shown: %s. Close other programs and try again."), g_strerror (errno));
      if (to[0] >= 0)
        {
          close (to[0]);
          close (to[1]);
        }
      return FALSE;
    }
  file = open_file (remote->file);
  g_subprocess_launcher_set_environ (launcher, (char **) environment);
  g_subprocess_launcher_take_stdin_fd (launcher, to[0]);
  g_subprocess_launcher_take_stdout_fd (launcher, from[1]);
  if (file >= 0)
    g_subprocess_launcher_take_fd (launcher, file, CL_PDF_FILE_FD);
  remote->to = to[1];
  remote->from = from[0];
  remote->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words, error);
  if (remote->process != NULL)
    return TRUE;
  stop (remote);
  return FALSE;
}

static void
set_fallen (GError **error)
{
  g_set_error_literal (error, CL_ERROR, CL_ERROR_DAMAGED,
                       _("The file stopped the program that draws it, which is shut in for such a case; nothing else was touched. Ask for the file again in another form."));
}

static void
set_refused (const ClPdfAnswer *answer, GBytes *words, GError **error)
{
  if (answer->kind == CL_PDF_ANSWER_LOCKED)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_FOREIGN, _("The PDF is locked with a password. Save it without one, then open it again."));
  else if (answer->kind == CL_PDF_ANSWER_OPEN_DOOR)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_DENIED,
                         _("Files from outside are shown in a closed-off process, and this system allows neither bubblewrap nor seccomp. Install bubblewrap, or open the "
                           "file with another program."));
  else if (answer->kind == CL_PDF_ANSWER_UNREAD)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_DAMAGED, _("The file is neither a PDF nor a picture that can be read. Make or fetch it again."));
  else
    set_fallen (error);
}

static gboolean
start (ClPdfRemote *remote, GError **error)
{
  g_autofree char *bwrap = g_atomic_int_get (&box_fails) ? NULL : g_find_program_in_path ("bwrap");
  ClPdfAnswer answer;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GArray) sizes = NULL;

  if (remote->starts++ >= STARTS_LIMIT)
    {
      set_fallen (error);
      return FALSE;
    }
  if (bwrap != NULL && launch (remote, TRUE, NULL))
    {
      bytes = receive (remote, &answer, PATIENCE);
      if (bytes == NULL)
        stop (remote);
    }
  if (bytes == NULL)
    {
      if (!launch (remote, FALSE, error))
        return FALSE;
      bytes = receive (remote, &answer, PATIENCE);
      if (bytes != NULL && bwrap != NULL)
        g_atomic_int_set (&box_fails, 1);
    }
  if (bytes == NULL || answer.kind != CL_PDF_ANSWER_OK)
    {
      stop (remote);
      if (bytes == NULL)
        set_fallen (error);
      else
        set_refused (&answer, bytes, error);
      return FALSE;
    }
  sizes = cl_pdf_wire_unpack_doubles (bytes, 2);
  if (sizes == NULL || sizes->len == 0 || (remote->sizes != NULL && sizes->len != remote->sizes->len))
    {
      stop (remote);
      set_fallen (error);
      return FALSE;
    }
  for (guint i = 0; i < sizes->len; i++)
    g_array_index (sizes, double, i) = CLAMP (g_array_index (sizes, double, i), 1, 20000);
  remote->is_picture = answer.a == 1;
  if (remote->sizes == NULL)
    remote->sizes = g_steal_pointer (&sizes);
  return TRUE;
}

/* One question and its answer; a process that does not answer is ended. */
static GBytes *
ask (ClPdfRemote *remote, ClPdfAsk *question, const void *data, ClPdfAnswer *answer, guint seconds, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (remote->process == NULL && !start (remote, error))
    return NULL;
  if (cl_pdf_wire_put (remote->to, question, sizeof *question) && cl_pdf_wire_put (remote->to, data, question->length))
    bytes = receive (remote, answer, seconds);
  if (bytes == NULL)
    {
      stop (remote);
      set_fallen (error);
      return NULL;
    }
  if (answer->kind != CL_PDF_ANSWER_OK)
    {
      set_refused (answer, bytes, error);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

/**
 * cl_pdf_remote_new:
 * @file: a whole file: a PDF, or a picture
 * @error: %CL_ERROR_FOREIGN where it is locked, %CL_ERROR_DAMAGED where it cannot be read, %CL_ERROR_DENIED where the process cannot be shut in
 *
 * Waits until the file is open: some tenths of a second.
 *
 * Returns: (transfer full) (nullable): the far side
 */
ClPdfRemote *
cl_pdf_remote_new (GBytes *file, GError **error)
{
  g_autoptr (ClPdfRemote) remote = g_new0 (ClPdfRemote, 1);

  remote->file = g_bytes_ref (file);
  remote->to = remote->from = -1;
  return start (remote, error) ? g_steal_pointer (&remote) : NULL;
}

GBytes *
cl_pdf_remote_get_pdf (ClPdfRemote *remote, GError **error)
{
  ClPdfAsk question = { .kind = CL_PDF_ASK_FILE };
  ClPdfAnswer answer;

  return remote->is_picture ? ask (remote, &question, NULL, &answer, PATIENCE, error) : g_bytes_ref (remote->file);
}

GArray *
cl_pdf_remote_get_sizes (ClPdfRemote *remote)
{
  return remote->sizes;
}

GBytes *
cl_pdf_remote_render (ClPdfRemote *remote, guint page, double scale, guint *width, guint *height, GError **error)
{
  ClPdfAsk question = { .kind = CL_PDF_ASK_RENDER, .page = page, .scale = scale };
  ClPdfAnswer answer;
  g_autoptr (GBytes) pixels = ask (remote, &question, NULL, &answer, PATIENCE, error);

  if (pixels == NULL)
    return NULL;
  if (answer.a < 1 || answer.b < 1 || answer.a > 100000 || answer.b > 100000 || (guint64) answer.a * answer.b * 4 != g_bytes_get_size (pixels))
    {
      stop (remote);
      set_fallen (error);
      return NULL;
    }
  *width = answer.a;
  *height = answer.b;
  return g_steal_pointer (&pixels);
}

gboolean
cl_pdf_remote_find (ClPdfRemote *remote, guint page, const char *text, GArray *matches, GError **error)
{
  ClPdfAsk question = { .kind = CL_PDF_ASK_FIND, .page = page, .length = strlen (text) };
  ClPdfAnswer answer;
  g_autoptr (GBytes) bytes = ask (remote, &question, text, &answer, PATIENCE, error);
  g_autoptr (GArray) numbers = bytes != NULL ? cl_pdf_wire_unpack_doubles (bytes, 4) : NULL;

  for (guint i = 0; numbers != NULL && i + 3 < numbers->len; i += 4)
    {
      const double *at = &g_array_index (numbers, double, i);
      ClPdfMatch match = { page, { at[0], at[1], at[2], at[3] } };

      g_array_append_val (matches, match);
    }
  return bytes != NULL;
}

GPtrArray *
cl_pdf_remote_read (ClPdfRemote *remote, GError **error)
{
  ClPdfAsk question = { .kind = CL_PDF_ASK_READ };
  ClPdfAnswer answer;
  g_autoptr (GBytes) bytes = ask (remote, &question, NULL, &answer, PATIENCE_WHOLE, error);

  return bytes != NULL ? cl_pdf_wire_unpack_blocks (bytes, remote->sizes->len / 2) : NULL;
}

gboolean
cl_pdf_remote_read_lines (ClPdfRemote *remote, guint page, GPtrArray *blocks, GError **error)
{
  ClPdfAsk question = { .kind = CL_PDF_ASK_LINES, .page = page };
  ClPdfAnswer answer;
  g_autoptr (GBytes) bytes = ask (remote, &question, NULL, &answer, PATIENCE, error);
  g_autoptr (GPtrArray) lines = bytes != NULL ? cl_pdf_wire_unpack_blocks (bytes, remote->sizes->len / 2) : NULL;

  if (lines == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (blocks, g_steal_pointer (&lines));
  return TRUE;
}

GBytes *
cl_pdf_remote_cut (ClPdfRemote *remote, GArray *pages, GError **error)
{
  ClPdfAsk question = { .kind = CL_PDF_ASK_CUT, .length = pages->len * sizeof (guint32) };
  ClPdfAnswer answer;

  return ask (remote, &question, pages->data, &answer, PATIENCE_WHOLE, error);
}
