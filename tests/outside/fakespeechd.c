/* fakespeechd SOCKET LOG: takes the place of speech-dispatcher for a screen reader under test. It speaks as much of SSIP as Orca asks for and writes what
 * would have been spoken to LOG, a line each: CONNECT, SPEAK text, CHAR text, KEY text. It ends with the program that started it. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static FILE *spoken;
static int last_message;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void
answer (FILE *client, const char *line)
{
  fprintf (client, "%s\r\n", line);
  fflush (client);
}

static void
note (const char *kind, const char *text)
{
  pthread_mutex_lock (&mutex);
  fprintf (spoken, "%s %s\n", kind, text);
  fflush (spoken);
  pthread_mutex_unlock (&mutex);
}

static int
next_message (void)
{
  int message;

  pthread_mutex_lock (&mutex);
  message = ++last_message;
  pthread_mutex_unlock (&mutex);
  return message;
}

static char *
read_line (FILE *client, char **line, size_t *size)
{
  ssize_t length = getline (line, size, client);

  if (length <= 0)
    return NULL;
  (*line)[strcspn (*line, "\r\n")] = '\0';
  return *line;
}

/* The text of SPEAK ends with a line of one dot; a dot that begins a line is doubled. Orca waits for the marks of begin and end. */
static void
take_speech (FILE *in, FILE *out)
{
  char *line = NULL, *text = NULL;
  size_t size = 0, length = 0;
  FILE *memory = open_memstream (&text, &length);
  int message = next_message ();

  answer (out, "230 OK RECEIVING DATA");
  for (int n = 0; read_line (in, &line, &size) != NULL && strcmp (line, ".") != 0; n++)
    fprintf (memory, "%s%s", n > 0 ? " " : "", line[0] == '.' && line[1] == '.' ? line + 1 : line);
  fclose (memory);
  note ("SPEAK", text);
  free (text);
  free (line);
  fprintf (out, "225-%d\r\n225 OK MESSAGE QUEUED\r\n", message);
  fprintf (out, "701-%d\r\n701-1\r\n701 BEGIN\r\n702-%d\r\n702-1\r\n702 END\r\n", message, message);
  fflush (out);
}

static void
take_command (const char *line, FILE *in, FILE *out)
{
  static const struct
  {
    const char *command, *reply;
  } replies[] = {
    { "SET ", "208 OK SET" },
    { "LIST OUTPUT_MODULES", "250-fake\r\n250 OK MODULES LIST SENT" },
    { "LIST SYNTHESIS_VOICES", "249-fake\ten\tnone\r\n249 OK VOICE LIST SENT" },
    { "LIST VOICES", "249-fake\ten\tnone\r\n249 OK VOICE LIST SENT" },
    { "GET ", "251-0\r\n251 OK GET RETURNED" },
    { "HISTORY GET CLIENT_ID", "245-1\r\n245 OK CLIENT ID SENT" },
    { "BLOCK", "260 OK INSIDE BLOCK" },
  };

  if (strcasecmp (line, "SPEAK") == 0)
    {
      take_speech (in, out);
      return;
    }
  if (strncasecmp (line, "CHAR ", 5) == 0 || strncasecmp (line, "KEY ", 4) == 0)
    {
      note (line[0] == 'C' || line[0] == 'c' ? "CHAR" : "KEY", strchr (line, ' ') + 1);
      fprintf (out, "225-%d\r\n", next_message ());
      answer (out, "225 OK MESSAGE QUEUED");
      return;
    }
  if (strcasestr (line, "CLIENT_NAME") != NULL)
    note ("CONNECT", line);
  for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++)
    if (strncasecmp (line, replies[i].command, strlen (replies[i].command)) == 0)
      {
        answer (out, replies[i].reply);
        return;
      }
  answer (out, "210 OK");
}

static void *
serve (void *data)
{
  FILE **streams = data;
  char *line = NULL;
  size_t size = 0;

  while (read_line (streams[0], &line, &size) != NULL)
    {
      if (strncasecmp (line, "QUIT", 4) == 0)
        {
          answer (streams[1], "231 HAPPY HACKING");
          break;
        }
      take_command (line, streams[0], streams[1]);
    }
  fclose (streams[0]);
  fclose (streams[1]);
  free (streams);
  free (line);
  return NULL;
}

static int
listen_at (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int server = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (strlen (path) >= sizeof address.sun_path)
    return -1;
  strcpy (address.sun_path, path);
  unlink (path);
  if (server < 0 || bind (server, (struct sockaddr *) &address, sizeof address) != 0 || listen (server, 8) != 0)
    return -1;
  return server;
}

int
main (int argc, char **argv)
{
  int server;

  if (argc != 3)
    return 2;
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  signal (SIGPIPE, SIG_IGN);
  spoken = fopen (argv[2], "we");
  server = listen_at (argv[1]);
  if (spoken == NULL || server < 0)
    {
      perror (argv[1]);
      return 1;
    }
  for (;;)
    {
      int client = accept4 (server, NULL, NULL, SOCK_CLOEXEC);
      FILE **streams;
      pthread_t thread;

      if (client < 0)
        continue;
      streams = calloc (2, sizeof *streams);
      streams[0] = fdopen (client, "r");
      streams[1] = fdopen (dup (client), "w");
      if (pthread_create (&thread, NULL, serve, streams) == 0)
        pthread_detach (thread);
    }
}
