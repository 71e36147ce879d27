/* The backup that the program makes by itself while it is open, against cp and sync of the same file; and how long the window's own reading and an edit take
 * while one is being made (SPEED.md). */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "bench.h"
#include "cl-row-model.h"
#include "cl-store-private.h"

typedef struct
{
  ClStore *store;
  ClDatabase *reader;
  char *copy;
  gint stop; /* atomic */
  guint made;
} Backup;

static void
forget (Backup *backup)
{
  cl_database_forget (backup->copy);
}

static void
back_up (gpointer data)
{
  Backup *backup = data;
  g_autoptr (GError) error = NULL;

  forget (backup);
  cl_database_copy (backup->reader, backup->copy, NULL, &error);
  g_assert_no_error (error);
}

/* cp, and a sync of the file and its folder. */
static void
copy_and_sync (gpointer data)
{
  Backup *backup = data;
  g_autofree char *buffer = g_malloc (262144);
  int from = g_open (cl_store_get_path (backup->store), O_RDONLY | O_CLOEXEC, 0), to, folder;
  gssize n;

  forget (backup);
  to = g_open (backup->copy, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  while ((n = read (from, buffer, 262144)) > 0)
    g_assert_cmpint (write (to, buffer, (gsize) n), ==, n);
  g_assert_cmpint (fsync (to), ==, 0);
  close (to);
  close (from);
  folder = g_open (bench_folder (), O_RDONLY | O_CLOEXEC, 0);
  g_assert_cmpint (fsync (folder), ==, 0);
  close (folder);
}

static gboolean
add_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  return bench_add_people (transaction, GPOINTER_TO_UINT (data), error);
}

static gpointer
back_up_thread (gpointer data)
{
  Backup *backup = data;

  while (!g_atomic_int_get (&backup->stop))
    {
      back_up (backup);
      backup->made++;
    }
  return NULL;
}

static void
say_waits (const char *what, GArray *seconds)
{
  double p50 = bench_quantile (seconds, 0.5), most = bench_quantile (seconds, 1);

  printf ("%-58s %8.3f of a frame    goal ≤ 1        (%.3f ms, the longest of %u %.3f ms)\n", what, p50 / 0.016, p50 * 1000, seconds->len, most * 1000);
}

/* What the window does meanwhile: other rows are read than before, and one is changed. */
static void
work_meanwhile (Backup *backup)
{
  g_autoptr (ClRowModel) rows = cl_row_model_new (backup->store, cl_catalogue_find_ledger (bench_catalogue (), "person"), NULL);
  g_autoptr (GArray) reads = g_array_new (FALSE, FALSE, sizeof (double)), writes = g_array_new (FALSE, FALSE, sizeof (double));
  GThread *thread = g_thread_new ("backup", back_up_thread, backup);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rows));

  for (guint i = 0; i < 200; i++)
    {
      guint at = (i * 2654435761u) % (n - 1);
      double start = bench_now (), taken;
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (rows), at);

      cl_row_get_text (row, 0);
      taken = bench_now () - start;
      g_array_append_val (reads, taken);
      if (i % 10 == 0)
        {
          start = bench_now ();
          g_assert_cmpint (cl_store_write (backup->store, "one more", add_cb, GUINT_TO_POINTER (1), NULL), >, 0);
          taken = bench_now () - start;
          g_array_append_val (writes, taken);
        }
      g_usleep (5000);
    }
  g_atomic_int_set (&backup->stop, 1);
  g_thread_join (thread);
  printf ("%u backups were made meanwhile\n", backup->made);
  say_waits ("a page of rows while a backup is made", reads);
  say_waits ("an edit while a backup is made, waited for", writes);
}

int
main (void)
{
  Backup backup = { 0 };
  g_autofree char *what = g_strdup_printf ("online backup, %u persons, to cp and sync", bench_get_n_people ());
  g_autoptr (GError) error = NULL;

  backup.store = bench_store ("people.canlian");
  backup.copy = g_build_filename (bench_folder (), "copy.canlian", NULL);
  g_assert_cmpint (cl_store_write (backup.store, "fill", add_cb, GUINT_TO_POINTER (bench_get_n_people ()), &error), >, 0);
  /* all of it in the file itself, as cp sees it */
  cl_store_close (backup.store);
  g_clear_object (&backup.store);
  backup.store = bench_store ("people.canlian");
  backup.reader = cl_database_open (cl_store_get_path (backup.store), CL_DATABASE_READ, &error);
  g_assert_no_error (error);
  bench_compare (what, "≤ 1.6", 7, back_up, copy_and_sync, &backup);
  work_meanwhile (&backup);
  forget (&backup);
  g_free (backup.copy);
  cl_database_close (backup.reader);
  cl_store_close (backup.store);
  g_object_unref (backup.store);
  return 0;
}
