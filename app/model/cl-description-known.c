#include "cl-description-known.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* Some two hundred descriptions, of a few versions. */
#define SIZE_MAX_BYTES (64 * 1024)

static GMutex lock;
static char *remembered;      /* the file; NULL: none */
static GHashTable *known;     /* digests */
static GHashTable *of_schema; /* path -> digest of the schema */

/* With the lock held. */
static void
read_known (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length = 0;

  known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  of_schema = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!g_file_get_contents (remembered, &text, &length, NULL))
    return;
  if (length > SIZE_MAX_BYTES)
    {
      g_unlink (remembered);
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_hash_table_add (known, g_strdup (lines[i]));
}

/**
 * cl_description_remember:
 * @path: (nullable): the file in which digests of sound descriptions are kept; %NULL: none, and each is looked at
 *
 * To be called before the first description is read, by whoever reads all of them at each start: to look at them again takes a third of the time that the catalogue takes.
 */
void
cl_description_remember (const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  g_clear_pointer (&known, g_hash_table_unref);
  g_clear_pointer (&of_schema, g_hash_table_unref);
  g_free (remembered);
  remembered = g_strdup (path);
  if (remembered != NULL)
    read_known ();
}

/* With the lock held; NULL: there is none. */
static const char *
digest_schema (const char *path)
{
  char *digest = g_hash_table_lookup (of_schema, path);
  g_autofree char *text = NULL;
  gsize length;

  if (digest != NULL || !g_file_get_contents (path, &text, &length, NULL))
    return digest;
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
  g_hash_table_insert (of_schema, g_strdup (path), digest);
  return digest;
}

/**
 * cl_description_digest:
 * @schema_path: the schema that @text must follow
 * @text: a description
 * @length: its length in bytes
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): a digest of both; %NULL where nothing is remembered, or where there is no such schema
 */
char *
cl_description_digest (const char *schema_path, const char *text, gsize length)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  const char *schema = remembered != NULL ? digest_schema (schema_path) : NULL;
  g_autoptr (GChecksum) checksum = NULL;

  if (schema == NULL)
    return NULL;
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) schema, (gssize) strlen (schema));
  g_checksum_update (checksum, (const guchar *) text, (gssize) length);
  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * cl_description_is_known:
 * @digest: (nullable): of a description and its schema
 *
 * Returns: whether it was found to be sound before
 */
gboolean
cl_description_is_known (const char *digest)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  return digest != NULL && known != NULL && g_hash_table_contains (known, digest);
}

/**
 * cl_description_know:
 * @digest: (nullable): of a description and its schema
 *
 * It is sound. Where that cannot be written down it is found out again the next time.
 */
void
cl_description_know (const char *digest)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autofree char *line = NULL;

  if (digest == NULL || known == NULL || !g_hash_table_add (known, g_strdup (digest)))
    return;
  file = g_file_new_for_path (remembered);
  line = g_strconcat (digest, "\n", NULL);
  /* Each line by one call: another program that starts at the same time writes between lines. */
  stream = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, NULL);
  if (stream == NULL || !g_output_stream_write_all (G_OUTPUT_STREAM (stream), line, strlen (line), NULL, NULL, NULL))
    g_debug ("It is not remembered that a description is sound");
}
