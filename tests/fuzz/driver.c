/* The main() of fuzz entries where there is no libFuzzer. It understands libFuzzer's -runs, -seed, -max_len, -dict and paths of inputs
 * or of folders of them, runs each input as it is, then mutations of them; the same seed makes the same mutations anywhere.
 * CANLIAN_FUZZ_RUNS says another number of runs. What ends the program is left in fuzz-NAME.crash. */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

#define SECONDS_AN_INPUT 20

static const guint8 *input;
static gsize input_size;
static char crash_path[4096];

/* Sanitisers tell by this; weak, since it is there only in a sanitised build. */
extern void __sanitizer_set_death_callback (void (*callback) (void)) __attribute__ ((weak));

static void
keep_input (void)
{
  int file = input == NULL ? -1 : open (crash_path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);

  if (file < 0)
    return;
  for (gsize at = 0; at < input_size;)
    {
      gssize written = write (file, input + at, input_size - at);
      if (written <= 0)
        break;
      at += written;
    }
  close (file);
  if (write (STDERR_FILENO, "\nThe input is kept in ", 22) < 0 || write (STDERR_FILENO, crash_path, strlen (crash_path)) < 0
      || write (STDERR_FILENO, ".\n", 2) < 0)
    return;
}

static void
death_cb (int signal_number)
{
  if (signal_number == SIGALRM && write (STDERR_FILENO, "\nThis input takes too long.", 27) < 0)
    return;
  signal (SIGABRT, SIG_DFL);
  keep_input ();
  signal (signal_number, SIG_DFL);
  raise (signal_number == SIGALRM ? SIGABRT : signal_number);
}

static void
run (GByteArray *bytes)
{
  /* A block of its own size, so that reading beyond it is seen. */
  g_autofree guint8 *block = g_memdup2 (bytes->data, MAX (bytes->len, 1));

  input = block;
  input_size = bytes->len;
  alarm (SECONDS_AN_INPUT);
  LLVMFuzzerTestOneInput (block, bytes->len);
  alarm (0);
  input = NULL;
  input_size = 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
load (GPtrArray *corpus, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  char *bytes;
  gsize size;

  if (dir == NULL)
    {
      if (!g_file_get_contents (path, &bytes, &size, NULL))
        g_error ("%s cannot be read.", path);
      g_ptr_array_add (corpus, g_byte_array_new_take ((guint8 *) bytes, size));
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    load (corpus, names->pdata[i]);
}

/* libFuzzer's dictionaries: one "word" a line, with \xNN, \\ and \" in it. */
static void
load_words (GPtrArray *words, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    g_error ("%s cannot be read.", path);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *at = strchr (lines[i], '"');
      const char *end = strrchr (lines[i], '"');
      GByteArray *word;

      if (lines[i][0] == '#' || at == NULL || end == at)
        continue;
      word = g_byte_array_new ();
      for (at++; at < end; at++)
        {
          guint8 byte = *at;

          if (at[0] == '\\' && at[1] == 'x')
            {
              byte = g_ascii_xdigit_value (at[2]) << 4 | g_ascii_xdigit_value (at[3]);
              at += 3;
            }
          else if (at[0] == '\\')
            byte = *++at;
          g_byte_array_append (word, &byte, 1);
        }
      g_ptr_array_add (words, word);
    }
}

static void
insert (GByteArray *bytes, guint at, const guint8 *what, guint size)
{
  guint length = bytes->len;

  g_byte_array_set_size (bytes, length + size);
  memmove (bytes->data + at + size, bytes->data + at, length - at);
  memcpy (bytes->data + at, what, size);
}

static void
mutate (GByteArray *bytes, GRand *rand, GPtrArray *corpus, GPtrArray *words)
{
  static const guint8 odd[] = { 0x00, 0xff, 0x7f, 0x80, ' ', '\n', '"', '\'', '<', '>', '&', '(', ')', '/', '9', '-', ',', ';', '%', '{' };
  guint at = bytes->len > 0 ? g_rand_int_range (rand, 0, bytes->len) : 0;
  guint length = bytes->len > at ? g_rand_int_range (rand, 1, MIN (bytes->len - at, 64) + 1) : 0;
  guint8 byte = odd[g_rand_int_range (rand, 0, G_N_ELEMENTS (odd))];

  switch (g_rand_int_range (rand, 0, 9))
    {
    case 0:
      if (bytes->len > 0)
        bytes->data[at] ^= 1 << g_rand_int_range (rand, 0, 8);
      break;
    case 1:
      if (bytes->len > 0)
        bytes->data[at] = byte;
      break;
    case 2:
      insert (bytes, at, &byte, 1);
      break;
    case 3:
      if (length > 0)
        g_byte_array_remove_range (bytes, at, length);
      break;
    case 4:
      if (length > 0)
        {
          g_autofree guint8 *copy = g_memdup2 (bytes->data + at, length);
          for (guint i = g_rand_int_range (rand, 1, 5); i > 0; i--)
            insert (bytes, at, copy, length);
        }
      break;
    case 5:
      {
        GByteArray *other = corpus->pdata[g_rand_int_range (rand, 0, corpus->len)];
        if (other->len > 0)
          {
            guint from = g_rand_int_range (rand, 0, other->len);
            insert (bytes, at, other->data + from, g_rand_int_range (rand, 1, MIN (other->len - from, 128) + 1));
          }
        break;
      }
    case 6:
    case 7:
      if (words->len > 0)
        {
          GByteArray *word = words->pdata[g_rand_int_range (rand, 0, words->len)];
          if (g_rand_boolean (rand) && length > 0)
            g_byte_array_remove_range (bytes, at, MIN (length, word->len));
          insert (bytes, MIN (at, bytes->len), word->data, word->len);
        }
      break;
    default:
      /* A number becomes another one. */
      for (guint i = at; i < bytes->len; i++)
        if (g_ascii_isdigit (bytes->data[i]))
          {
            static const char *const numbers[] = { "-1", "0", "4294967296", "99999999999999999999", "2147483647", "1e308", "65536" };
            const char *number = numbers[g_rand_int_range (rand, 0, G_N_ELEMENTS (numbers))];
            g_byte_array_remove_range (bytes, i, 1);
            insert (bytes, i, (const guint8 *) number, strlen (number));
            break;
          }
      break;
    }
}

int
main (int n, char **arguments)
{
  g_autoptr (GPtrArray) corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autofree char *name = g_path_get_basename (arguments[0]);
  const char *wanted = g_getenv ("CANLIAN_FUZZ_RUNS");
  guint runs = 1000;
  guint seed = 1;
  guint most = 1024 * 1024;
  g_autoptr (GRand) rand = NULL;

  g_snprintf (crash_path, sizeof crash_path, "%s.crash", name);
  LLVMFuzzerInitialize (&n, &arguments);
  for (int i = 1; i < n; i++)
    if (g_str_has_prefix (arguments[i], "-runs="))
      runs = strtoul (arguments[i] + 6, NULL, 10);
    else if (g_str_has_prefix (arguments[i], "-seed="))
      seed = strtoul (arguments[i] + 6, NULL, 10);
    else if (g_str_has_prefix (arguments[i], "-max_len="))
      most = strtoul (arguments[i] + 9, NULL, 10);
    else if (g_str_has_prefix (arguments[i], "-dict="))
      load_words (words, arguments[i] + 6);
    else if (arguments[i][0] != '-')
      load (corpus, arguments[i]);
  if (wanted != NULL)
    runs = strtoul (wanted, NULL, 10);
  if (corpus->len == 0)
    g_error ("Name files, or folders of files, to begin from.");

  if (__sanitizer_set_death_callback)
    __sanitizer_set_death_callback (keep_input);
  else
    signal (SIGSEGV, death_cb);
  signal (SIGABRT, death_cb);
  signal (SIGTRAP, death_cb);
  signal (SIGALRM, death_cb);

  printf ("1..2\n");
  for (guint i = 0; i < corpus->len; i++)
    run (corpus->pdata[i]);
  printf ("ok 1 %s: %u inputs\n", name, corpus->len);
  fflush (stdout);
  rand = g_rand_new_with_seed (seed);
  for (guint i = 0; i < runs; i++)
    {
      GByteArray *base = corpus->pdata[i % corpus->len];
      g_autoptr (GByteArray) bytes = g_byte_array_sized_new (base->len);

      g_byte_array_append (bytes, base->data, base->len);
      /* Mostly few changes: what is too far from the form is refused at the door. */
      for (guint j = g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 2, 12) : 1; j > 0; j--)
        mutate (bytes, rand, corpus, words);
      if (bytes->len > most)
        g_byte_array_set_size (bytes, most);
      run (bytes);
    }
  printf ("ok 2 %s: %u mutations, seed %u\n", name, runs, seed);
  return 0;
}
