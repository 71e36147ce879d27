#include "cl-store-private.h"

/* A worker that asks plugins reads by connections of its own, as if it were the store's own thread. */

static void
reading_free (gpointer data)
{
  ClReading *reading = data;

  g_clear_pointer (&reading->reader, cl_database_close);
  g_clear_pointer (&reading->journal, cl_database_close);
  g_free (reading);
}

static GPrivate readings = G_PRIVATE_INIT (reading_free);

/* What this thread began to read of @store, or NULL. */
const ClReading *
cl_reading_find (ClStore *store)
{
  const ClReading *reading = g_private_get (&readings);

  return reading != NULL && reading->store == store ? reading : NULL;
}

/**
 * cl_store_begin_reading:
 * @store: an open store, of which the caller holds a reference until the end
 * @cancellable: (nullable): interrupts what is read
 * @error: why the file cannot be read
 *
 * Lets this worker read by cl_store_get_reader() and cl_store_get_setting() as the store's own thread does, by connections of its own. Not to be nested.
 *
 * Returns: whether it may; then cl_store_end_reading() must follow on the same thread
 */
gboolean
cl_store_begin_reading (ClStore *store, GCancellable *cancellable, GError **error)
{
  ClReading *reading = g_new0 (ClReading, 1);

  reading->store = store;
  reading->reader = cl_store_open_reader (store, error);
  reading->journal = reading->reader != NULL ? cl_database_open (cl_store_get_path (store), CL_DATABASE_READ, error) : NULL;
  if (reading->journal == NULL)
    {
      reading_free (reading);
      return FALSE;
    }
  cl_database_set_catalogue (reading->journal, cl_store_get_catalogue (store));
  cl_database_set_cancellable (reading->reader, cancellable);
  g_private_replace (&readings, reading);
  return TRUE;
}

/**
 * cl_store_end_reading:
 * @store: a store that this worker began to read
 */
void
cl_store_end_reading (ClStore *store)
{
  g_return_if_fail (cl_reading_find (store) != NULL);

  g_private_replace (&readings, NULL);
}
