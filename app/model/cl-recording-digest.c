#include "cl-config.h"

#include "cl-recording-private.h"

/* The digest of a large write takes a tenth of its time: it is made beside it, by a thread that begins with the second part. */

struct _ClDigest
{
  GChecksum *chain; /* the thread's while there is one */
  GThread *thread;
  GAsyncQueue *parts; /* Part */
};

/* One without bytes ends the thread. */
typedef struct
{
  int number;
  GBytes *bytes;
} Part;

/* @previous: the digest of the entry before. */
ClDigest *
cl_digest_new (const char *previous)
{
  ClDigest *digest = g_new0 (ClDigest, 1);

  digest->chain = cl_chain_begin (previous);
  return digest;
}

static void
add (ClDigest *digest, int number, GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  cl_chain_add_part (digest->chain, number, data, size);
}

static gpointer
digest_cb (gpointer data)
{
  ClDigest *digest = data;
  Part *part;

  while ((part = g_async_queue_pop (digest->parts))->bytes != NULL)
    {
      add (digest, part->number, part->bytes);
      g_bytes_unref (part->bytes);
      g_free (part);
    }
  g_free (part);
  return NULL;
}

/* @is_last: a write of one part needs no thread. */
void
cl_digest_add (ClDigest *digest, int number, GBytes *bytes, gboolean is_last)
{
  Part *part;

  if (digest->thread == NULL && is_last)
    {
      add (digest, number, bytes);
      return;
    }
  if (digest->thread == NULL)
    {
      digest->parts = g_async_queue_new ();
      digest->thread = g_thread_new ("canlian-digest", digest_cb, digest);
    }
  part = g_new0 (Part, 1);
  part->number = number;
  part->bytes = g_bytes_ref (bytes);
  g_async_queue_push (digest->parts, part);
}

/* Waits for all that was added, and frees @digest. Returns (transfer full): the chain. */
GChecksum *
cl_digest_finish (ClDigest *digest)
{
  GChecksum *chain = digest->chain;

  if (digest->thread != NULL)
    {
      g_async_queue_push (digest->parts, g_new0 (Part, 1));
      g_thread_join (digest->thread);
      g_async_queue_unref (digest->parts);
    }
  g_free (digest);
  return chain;
}

void
cl_digest_free (ClDigest *digest)
{
  g_checksum_free (cl_digest_finish (digest));
}
