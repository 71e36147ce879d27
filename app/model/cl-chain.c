#include "cl-config.h"

#include "cl-journal-private.h"

#include <glib/gi18n-lib.h>

#include "cl-desk-private.h"
#include "cl-error.h"

static void
add_number (GChecksum *chain, gint64 number)
{
  gint64 big = GINT64_TO_BE (number);

  g_checksum_update (chain, (const guchar *) &big, sizeof big);
}

/* With its length before it: no two different entries give the same bytes. */
static void
add_text (GChecksum *chain, const char *text)
{
  gsize length = strlen (text);

  add_number (chain, (gint64) length);
  g_checksum_update (chain, (const guchar *) text, (gssize) length);
}

GChecksum *
cl_chain_begin (const char *previous)
{
  GChecksum *chain = g_checksum_new (G_CHECKSUM_SHA256);

  add_text (chain, previous);
  return chain;
}

void
cl_chain_add_part (GChecksum *chain, gint64 part, gconstpointer data, gsize size)
{
  add_number (chain, part);
  add_number (chain, (gint64) size);
  g_checksum_update (chain, data, (gssize) size);
}

char *
cl_chain_finish (GChecksum *chain, const ClChainFields *fields)
{
  char *digest;

  add_number (chain, fields->entry);
  add_number (chain, fields->time);
  add_text (chain, fields->actor);
  add_text (chain, fields->kind);
  add_text (chain, fields->words);
  add_number (chain, fields->target);
  digest = g_strdup (g_checksum_get_string (chain));
  g_checksum_free (chain);
  return digest;
}

gboolean
cl_chain_get_last (ClDatabase *database, gint64 *entry, char **digest, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT entry, digest FROM journal ORDER BY entry DESC LIMIT 1", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  *entry = 0;
  *digest = NULL;
  if (cl_statement_step (statement, &step_error))
    {
      *entry = cl_statement_get_integer (statement, 0);
      *digest = g_strdup (cl_statement_get_text (statement, 1));
    }
  else if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }
  else
    *digest = g_strdup ("");
  return TRUE;
}

gint64
cl_chain_append (ClDatabase *database, GChecksum *chain, const char *kind, const char *words, gint64 target, GError **error)
{
  g_autofree char *previous = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *actor = cl_database_dup_actor (database);
  g_autoptr(ClStatement) insert = NULL;
  gint64 last;
  ClRight right;
  ClChainFields fields = { .time = g_get_real_time () / 1000, .actor = actor, .kind = kind, .words = words != NULL ? words : "", .target = target };

  /* Whatever is written has an entry, so that nobody writes past this line. */
  if ((cl_right_of_kind (kind, &right) && !cl_database_may (database, right, error)) || !cl_chain_get_last (database, &last, &previous, error))
    {
      g_clear_pointer (&chain, g_checksum_free);
      return 0;
    }
  if (chain == NULL)
    chain = cl_chain_begin (previous);
  fields.entry = last + 1;
  digest = cl_chain_finish (chain, &fields);

  insert = cl_database_prepare (database, "INSERT INTO journal (entry, time, actor, kind, words, target, digest, previous) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", error);
  if (insert == NULL)
    return 0;
  cl_statement_bind_integer (insert, 1, fields.entry);
  cl_statement_bind_integer (insert, 2, fields.time);
  cl_statement_bind_text (insert, 3, fields.actor);
  cl_statement_bind_text (insert, 4, fields.kind);
  cl_statement_bind_text (insert, 5, fields.words);
  cl_statement_bind_integer (insert, 6, fields.target);
  cl_statement_bind_text (insert, 7, digest);
  cl_statement_bind_text (insert, 8, previous);
  return cl_statement_run (insert, error) ? fields.entry : 0;
}

static gboolean
add_parts (GChecksum *chain, ClStatement *parts, gint64 entry, GError **error)
{
  g_autoptr(GError) step_error = NULL;

  cl_statement_bind_integer (parts, 1, entry);
  while (cl_statement_step (parts, &step_error))
    {
      gsize size;
      gconstpointer data = cl_statement_get_bytes (parts, 1, &size);

      cl_chain_add_part (chain, cl_statement_get_integer (parts, 0), data, size);
    }
  cl_statement_reset (parts);
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

#define ENTRY "SELECT entry, time, actor, kind, words, target, digest, previous FROM journal"
#define PARTS "SELECT part, changeset FROM journal_changeset WHERE entry = ? ORDER BY part"

/* What the digest of the entry is on whose row @entries, an ENTRY, stands; with @parts, PARTS. */
static char *
reckon (ClStatement *entries, ClStatement *parts, GError **error)
{
  const ClChainFields fields = {
    .entry = cl_statement_get_integer (entries, 0),
    .time = cl_statement_get_integer (entries, 1),
    .actor = cl_statement_get_text (entries, 2),
    .kind = cl_statement_get_text (entries, 3),
    .words = cl_statement_get_text (entries, 4),
    .target = cl_statement_get_integer (entries, 5),
  };
  GChecksum *chain = cl_chain_begin (cl_statement_get_text (entries, 7));

  if (add_parts (chain, parts, fields.entry, error))
    return cl_chain_finish (chain, &fields);
  g_checksum_free (chain);
  return NULL;
}

gboolean
cl_chain_check_entry (ClDatabase *database, gint64 entry, gboolean *is_sound, GError **error)
{
  g_autoptr(ClStatement) row = cl_database_prepare (database, ENTRY " WHERE entry = ?", error);
  g_autoptr(ClStatement) parts = row != NULL ? cl_database_prepare (database, PARTS, error) : NULL;
  g_autofree char *digest = NULL;
  g_autoptr(GError) step_error = NULL;

  *is_sound = FALSE;
  if (parts == NULL)
    return FALSE;
  cl_statement_bind_integer (row, 1, entry);
  if (cl_statement_step (row, &step_error))
    {
      digest = reckon (row, parts, error);
      *is_sound = g_strcmp0 (digest, cl_statement_get_text (row, 6)) == 0;
      return digest != NULL;
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* Entries may be missing before @first only where a purge says so, in words that name the digest of the last that went. */
static gboolean
is_purged (ClDatabase *database, gint64 first, const char *previous, gboolean *is, GError **error)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT 1 FROM journal WHERE kind = 'purge' AND target = ? AND instr(words, ?) > 0", error);
  g_autoptr(GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  cl_statement_bind_integer (statement, 1, first - 1);
  cl_statement_bind_text (statement, 2, previous);
  *is = *previous != '\0' && cl_statement_step (statement, &step_error);
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

/* @sound: from which entry on nothing is wrong. */
static gboolean
walk (ClDatabase *database, GPtrArray *findings, gint64 *sound, GError **error)
{
  g_autoptr(ClStatement) entries = cl_database_prepare (database, ENTRY " ORDER BY entry", error);
  g_autoptr(ClStatement) parts = NULL;
  g_autofree char *previous = g_strdup ("");
  g_autoptr(GError) step_error = NULL;
  gint64 expected = 1;
  gboolean purged = FALSE;
  guint n;

  *sound = 1;
  if (entries == NULL)
    return FALSE;
  parts = cl_database_prepare (database, PARTS, error);
  if (parts == NULL)
    return FALSE;

  while (cl_statement_step (entries, &step_error))
    {
      const char *stored = cl_statement_get_text (entries, 6);
      const char *before = cl_statement_get_text (entries, 7);
      gint64 entry = cl_statement_get_integer (entries, 0);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, entry);
      g_autofree char *digest = reckon (entries, parts, error);

      if (digest == NULL)
        return FALSE;
      if (expected == 1 && entry > 1 && !is_purged (database, entry, before, &purged, error))
        return FALSE;
      n = findings->len;
      if (purged && expected == 1)
        ;
      else if (entry != expected)
        g_ptr_array_add (findings, g_strdup_printf (_("The journal has a gap before entry %s. Compare with a backup."), number));
      else if (!g_str_equal (before, previous))
        g_ptr_array_add (findings, g_strdup_printf (_("Journal entry %s does not follow from the entry before it. Compare with a backup."), number));
      if (findings->len > n)
        *sound = entry;
      if (!g_str_equal (digest, stored))
        g_ptr_array_add (findings, g_strdup_printf (_("Journal entry %s was altered after it was written. Compare with a backup."), number));
      if (!g_str_equal (digest, stored))
        *sound = entry + 1;
      g_free (previous);
      previous = g_strdup (stored);
      expected = entry + 1;
    }
  if (step_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&step_error));
  return FALSE;
}

gboolean
cl_chain_verify (ClDatabase *database, GPtrArray *findings, GError **error)
{
  gint64 sound;

  return walk (database, findings, &sound, error);
}

gboolean
cl_chain_find_sound (ClDatabase *database, gint64 *sound, GError **error)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  return walk (database, findings, sound, error);
}
