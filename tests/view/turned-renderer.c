/* A renderer that the file has taken over: the file's text says what it tries. "probe" shuts itself in first, as the real one does, and tells as page sizes what
 * it still could do (1: no, 2: yes). */

#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cl-confine.h"
#include "cl-pdf-wire-private.h"

static void
answer (guint32 kind, guint32 a, guint32 b, const void *data, gsize length, gsize told)
{
  ClPdfAnswer said = { .kind = kind, .a = a, .b = b, .length = told };

  if (write (STDOUT_FILENO, &said, sizeof said) < 0 || write (STDOUT_FILENO, data, length) < 0)
    exit (1);
}

static void
answer_sizes (double a, double b)
{
  double sizes[2] = { a, b };

  answer (CL_PDF_ANSWER_OK, 0, 0, sizes, sizeof sizes, sizeof sizes);
}

static gboolean
can_write (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT, 0600);

  return fd >= 0;
}

static gboolean
can_connect (void)
{
  return socket (AF_INET, SOCK_STREAM, 0) >= 0 || socket (AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static gboolean
can_start (void)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  return child > 0;
}

static gboolean
can_grow (void)
{
  for (int i = 0; i < 64; i++)
    {
      void *piece = malloc ((size_t) 256 << 20);
      if (piece == NULL)
        return FALSE;
      memset (piece, i, 4096);
    }
  return TRUE;
}

static void
probe (const char *path)
{
  double sizes[12] = { 0 };
  double *at = sizes;

  cl_confine (FALSE);
  *at++ = 100 + can_write (path);
  *at++ = 100 + can_write ("/dev/null");
  *at++ = 100 + can_connect ();
  *at++ = 100 + can_start ();
  *at++ = 100 + (execl ("/bin/true", "true", NULL) == 0);
  *at++ = 100 + (unlink (path) == 0);
  *at++ = 100 + (mkdir ("/tmp/canlian-turned", 0700) == 0);
  *at++ = 100 + (rename ("/etc/hostname", "/tmp/canlian-turned") == 0);
  *at++ = 100 + (kill (getppid (), 0) == 0);
  *at++ = 100 + (chmod (path, 0777) == 0);
#ifdef __SANITIZE_ADDRESS__
  *at++ = 100;
#else
  *at++ = 100 + can_grow ();
#endif
  *at++ = 100 + (open ("/etc/passwd", O_RDWR) >= 0);
  answer (CL_PDF_ANSWER_OK, 0, 0, sizes, sizeof sizes, sizeof sizes);
}

int
main (void)
{
  char text[256] = "";
  char *rest;
  ClPdfAsk asked;
  gssize n = read (CL_PDF_FILE_FD, text, sizeof text - 1);

  text[MAX (n, 0)] = '\0';
  rest = strchr (text, ' ');
  if (rest != NULL)
    *rest++ = '\0';
  if (strcmp (text, "crash") == 0)
    abort ();
  if (strcmp (text, "probe") == 0)
    probe (rest);
  else if (strcmp (text, "nan") == 0)
    answer_sizes (NAN, 100);
  else if (strcmp (text, "huge") == 0)
    answer (CL_PDF_ANSWER_OK, 0, 0, NULL, 0, (gsize) 1 << 40);
  else if (strcmp (text, "open") == 0)
    answer (CL_PDF_ANSWER_OPEN_DOOR, 0, 0, NULL, 0, 0);
  else
    answer_sizes (100, 100);

  while (read (STDIN_FILENO, &asked, sizeof asked) == sizeof asked)
    {
      if (strcmp (text, "loop") == 0)
        for (;;)
          pause ();
      if (strcmp (text, "later") == 0)
        abort ();
      /* More pixels than there are; blocks that are none. */
      answer (CL_PDF_ANSWER_OK, 4000, 4000, "\x7f\xff\xff\xff nonsense", 13, 13);
    }
  return 0;
}
