#include "cl-config.h"

#include "cl-journal-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"

/* One line, "ENTRY DIGEST". It is written after the commit, so at a power cut it lags behind and never runs ahead: the entry that it names must be in the
 * journal, whatever follows. A head that does not fit is what tells of the alteration, and is not written over until somebody takes it away. */
struct _ClChainHead
{
  char *path;
  gboolean is_compared; /* with the journal, at the first commit */
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
  ClChainHead *head = g_new0 (ClChainHead, 1);

  head->path = cl_chain_head_get_path (path);
  return head;
}

void
cl_chain_head_free (ClChainHead *head)
{
  g_free (head->path);
  g_free (head);
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

void
cl_chain_head_keep (ClChainHead *head, ClDatabase *database)
{
  g_autofree char *digest = NULL;
  g_autofree char *text = NULL;
  gboolean fits;
  gint64 entry;

  if (!head->is_compared)
    {
      if (!holds (head->path, database, &fits, &entry, NULL))
        return;
      head->is_compared = TRUE;
      head->is_apart = !fits;
    }
  if (head->is_apart || !cl_chain_get_last (database, &entry, &digest, NULL) || entry == 0)
    return;
  text = g_strdup_printf ("%" G_GINT64_FORMAT " %s\n", entry, digest);
  if (!g_file_set_contents_full (head->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    g_debug ("The head of the journal could not be kept");
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
