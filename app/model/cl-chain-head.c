#include "cl-config.h"

#include "cl-journal-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"

/* While much is entered the head is kept so often, by a worker: who waits for a save does not wait for it. */
#define SOON_MS 500

/* One line, "ENTRY DIGEST". It is written after the commit, so at a power cut it lags behind and never runs ahead: the entry that it names must be in the
 * journal, whatever follows. A head that does not fit is what tells of the alteration, and is not written over until somebody takes it away. */
struct _ClChainHead
{
  char *path;
  GSource *soon;
  GMutex writing;
  gint64 written;       /* entry; under the mutex: a worker that comes late writes nothing older */
  gboolean is_compared; /* with the journal, when it is opened */
  gboolean is_apart;
};

char *
cl_chain_head_get_path (const char *path)
{
  return g_strconcat (path, ".head", NULL);
}

ClChainHead *
cl_chain_head_new (const char *path)
{
  ClChainHead *head = g_atomic_rc_box_new0 (ClChainHead);

  head->path = cl_chain_head_get_path (path);
  g_mutex_init (&head->writing);
  return head;
}

static void
head_clear (gpointer data)
{
  ClChainHead *head = data;

  g_free (head->path);
  g_mutex_clear (&head->writing);
}

static void
head_release (ClChainHead *head)
{
  g_atomic_rc_box_release_full (head, head_clear);
}

static void
keep_no_more (ClChainHead *head)
{
  if (head->soon != NULL)
    g_source_destroy (head->soon);
  g_clear_pointer (&head->soon, g_source_unref);
}

void
cl_chain_head_free (ClChainHead *head)
{
  keep_no_more (head);
  head_release (head);
}

/* FALSE where there is none, or what it holds is none. */
static gboolean
load (const char *path, gint64 *entry, char **digest)
{
  g_autofree char *text = NULL;
  char *end = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  *entry = g_ascii_strtoll (text, &end, 10);
  if (end == text || *end != ' ' || *entry <= 0)
    return FALSE;
  *digest = g_strdup (g_strstrip (end + 1));
  return TRUE;
}

/* Whether the journal has the entry that @path names, or removed it by a purge. */
static gboolean
holds (const char *path, ClDatabase *database, gboolean *does, gint64 *entry, GError **error)
{
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) step_error = NULL;
  g_autofree char *digest = NULL;

  *does = TRUE;
  *entry = 0;
  if (!load (path, entry, &digest))
    return TRUE;
  statement = cl_database_prepare (database, "SELECT EXISTS (SELECT 1 FROM journal WHERE entry = ?1 AND digest = ?2)"
                                             " OR EXISTS (SELECT 1 FROM journal WHERE kind = 'purge' AND target >= ?1)", error);
  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, *entry);
  cl_statement_bind_text (statement, 2, digest);
  if (cl_statement_step (statement, &step_error))
    *does = cl_statement_get_integer (statement, 0) != 0;
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

typedef struct
{
  ClChainHead *head;
  ClDatabase *database; /* of who asks to keep it soon */
  gint64 entry;
  char *text;
} Keep;

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  if (keep->text != NULL)
    head_release (keep->head);
  g_free (keep->text);
  g_free (keep);
}

static void
write_head (const Keep *keep)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&keep->head->writing);

  if (keep->entry <= keep->head->written)
    return;
  if (g_file_set_contents_full (keep->head->path, keep->text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    keep->head->written = keep->entry;
  else
    g_debug ("The head of the journal could not be kept");
}

/* What is to be kept; NULL: nothing. What does not follow from what is kept is left for the check to tell. */
static Keep *
read_last (ClChainHead *head, ClDatabase *database)
{
  g_autofree char *digest = NULL;
  gboolean fits;
  gint64 entry = 0;
  Keep *keep;

  if (!head->is_compared)
    {
      if (!holds (head->path, database, &fits, &entry, NULL))
        return NULL;
      head->is_compared = TRUE;
      head->is_apart = !fits;
      head->written = entry;
    }
  if (head->is_apart || !cl_chain_get_last (database, &entry, &digest, NULL) || entry == 0)
    return NULL;
  keep = g_new0 (Keep, 1);
  keep->head = g_atomic_rc_box_acquire (head);
  keep->entry = entry;
  keep->text = g_strdup_printf ("%" G_GINT64_FORMAT " %s\n", entry, digest);
  return keep;
}

void
cl_chain_head_keep (ClChainHead *head, ClDatabase *database)
{
  Keep *keep = read_last (head, database);

  keep_no_more (head);
  if (keep == NULL)
    return;
  write_head (keep);
  keep_free (keep);
}

static void
keep_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  write_head (data);
}

static gboolean
keep_soon_cb (gpointer data)
{
  const Keep *asked = data;
  Keep *keep = read_last (asked->head, asked->database);

  if (keep != NULL)
    {
      g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_source_tag (task, cl_chain_head_keep_soon);
      g_task_set_task_data (task, keep, keep_free);
      g_task_run_in_thread (task, keep_thread_cb);
    }
  g_clear_pointer (&asked->head->soon, g_source_unref);
  return G_SOURCE_REMOVE;
}

/* On @context, which is the caller's; cl_chain_head_keep() or cl_chain_head_free() comes before @database is closed. */
void
cl_chain_head_keep_soon (ClChainHead *head, ClDatabase *database, GMainContext *context)
{
  Keep *asked;

  if (head->soon != NULL)
    return;
  asked = g_new0 (Keep, 1);
  asked->head = head;
  asked->database = database;
  head->soon = g_timeout_source_new (SOON_MS);
  g_source_set_callback (head->soon, keep_soon_cb, asked, keep_free);
  g_source_attach (head->soon, context);
}

gboolean
cl_chain_head_verify (const char *path, ClDatabase *database, GPtrArray *findings, GError **error)
{
  g_autofree char *file = cl_chain_head_get_path (path);
  gboolean fits;
  gint64 entry;

  if (!holds (file, database, &fits, &entry, error))
    return FALSE;
  if (!fits)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, entry);

      g_ptr_array_add (findings, g_strdup_printf (_("The end of the journal is missing or was replaced: entry %s, which %s remembers, is not there. Compare with a backup; "
                                                    "if you put an older copy of the file in place yourself, remove %s."), number, file, file));
    }
  return TRUE;
}
