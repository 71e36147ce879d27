#include "cl-config.h"

#include "cl-journal-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cl-citizen-id.h"
#include "cl-date.h"
#include "cl-desk.h"
#include "cl-error.h"
#include "cl-store-private.h"

static const struct
{
  const char *kind;
  const char *label;
} kinds[] = {
  /* Translators: kinds of entries of the journal */
  { "edit", N_("Change") },
  { "import", N_("Import") },
  { "merge", N_("Two made one") },
  { "undo", N_("Undone") },
  { "redo", N_("Done again") },
  { "print", N_("Print") },
  { "export", N_("Export") },
  { "reveal", N_("Masked values shown") },
  { "sign-in", N_("Sign-in") },
  { "desk", N_("Persons at the desk") },
  { "office", N_("Office") },
  { "sample", N_("Sample") },
  { "schema", N_("New version") },
  { "rebuild", N_("New version") },
  { "backup", N_("Backup") },
  { "restore", N_("Restoring") },
  { "purge", N_("Old entries removed") },
};

/**
 * cl_journal_kind_label:
 * @kind: of an entry
 *
 * Returns: (transfer none): how it is called, translated; @kind itself where it is of a version to come
 */
const char *
cl_journal_kind_label (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return _(kinds[i].label);
  return kind;
}

/* Midnight at the beginning of a local day, in UTC ms. */
gboolean
cl_journal_parse_day (const char *iso, int days_later, gint64 *instant, GError **error)
{
  g_autofree char *date = cl_date_parse (iso, error);
  g_autofree char *day = date != NULL ? cl_date_add (date, 0, 0, days_later) : NULL;
  g_autoptr(GDateTime) midnight = NULL;
  int y = 0, m = 0, d = 0;

  if (date == NULL)
    return FALSE;
  if (day != NULL && sscanf (day, "%d-%d-%d", &y, &m, &d) == 3)
    midnight = g_date_time_new_local (y, m, d, 0, 0, 0);
  if (midnight == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no day of the calendar. Write it like 2027-03-15."), iso);
      return FALSE;
    }
  *instant = g_date_time_to_unix (midnight) * 1000;
  return TRUE;
}

/* “%” and “_” of what was typed are letters like others. */
static char *
make_pattern (const char *text)
{
  GString *pattern = g_string_new ("%");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '%' || *p == '_' || *p == '\\')
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *p);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

static const char find_sql[] =
  "SELECT entry, time, actor, kind, words, target,"
  " coalesce((SELECT u.kind FROM journal u WHERE u.target = j.entry AND u.target > 0 ORDER BY u.entry DESC LIMIT 1), '') = 'undo'"
  " FROM journal j"
  " WHERE (?1 = 0 OR entry < ?1) AND (?2 IS NULL OR time >= ?2) AND (?3 IS NULL OR time < ?3) AND (?4 IS NULL OR actor = ?4) AND (?5 IS NULL OR kind = ?5)"
  " AND (?6 IS NULL OR words LIKE ?6 ESCAPE '\\')"
  " AND (?7 IS NULL OR entry IN (SELECT r.entry FROM journal_record r WHERE r.ledger = ?7 AND (?8 = 0 OR r.record = ?8)))"
  " ORDER BY entry DESC LIMIT ?9";

static gboolean
bind_filter (ClStatement *statement, const ClJournalFilter *filter, GError **error)
{
  g_autofree char *pattern = filter->text != NULL && *filter->text != '\0' ? make_pattern (filter->text) : NULL;
  gint64 instant;

  cl_statement_bind_integer (statement, 1, filter->before);
  if (filter->since != NULL && *filter->since != '\0')
    {
      if (!cl_journal_parse_day (filter->since, 0, &instant, error))
        return FALSE;
      cl_statement_bind_integer (statement, 2, instant);
    }
  if (filter->until != NULL && *filter->until != '\0')
    {
      if (!cl_journal_parse_day (filter->until, 1, &instant, error))
        return FALSE;
      cl_statement_bind_integer (statement, 3, instant);
    }
  cl_statement_bind_text (statement, 4, filter->actor);
  cl_statement_bind_text (statement, 5, filter->kind);
  cl_statement_bind_text (statement, 6, pattern);
  cl_statement_bind_text (statement, 7, filter->ledger);
  cl_statement_bind_integer (statement, 8, filter->record);
  cl_statement_bind_integer (statement, 9, filter->limit > 0 ? (gint64) filter->limit : -1);
  return TRUE;
}

/**
 * cl_journal_find:
 * @store: an open store
 * @filter: which; all that it names must hold
 * @error: return location
 *
 * What was done, newest first. The store's own thread.
 *
 * Returns: (transfer full) (element-type ClJournalEntry): the entries; %NULL with %CL_ERROR_INVALID where a date of the filter is none
 */
GPtrArray *
cl_journal_find (ClStore *store, const ClJournalFilter *filter, GError **error)
{
  ClDatabase *database = cl_store_get_journal (store);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_journal_entry_free);
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) step_error = NULL;

  g_return_val_if_fail (database != NULL, NULL);

  statement = cl_desk_may (store, CL_RIGHT_READ, error) ? cl_database_prepare (database, find_sql, error) : NULL;
  if (statement == NULL || !bind_filter (statement, filter, error))
    return NULL;
  while (cl_statement_step (statement, &step_error))
    {
      ClJournalEntry *entry = g_new0 (ClJournalEntry, 1);

      entry->entry = cl_statement_get_integer (statement, 0);
      entry->time = cl_statement_get_integer (statement, 1);
      entry->actor = g_strdup (cl_statement_get_text (statement, 2));
      entry->kind = g_strdup (cl_statement_get_text (statement, 3));
      entry->words = cl_mask_numbers (cl_statement_get_text (statement, 4)); /* earlier versions told names of files whole */
      entry->target = cl_statement_get_integer (statement, 5);
      entry->undone = cl_statement_get_integer (statement, 6) != 0;
      g_ptr_array_add (entries, entry);
    }
  if (step_error == NULL)
    return g_steal_pointer (&entries);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}

/**
 * cl_journal_list_distinct:
 * @store: an open store
 * @what: "actor" or "kind"
 * @error: return location
 *
 * Who is named in the journal, or which kinds of entries it has. The store's own thread.
 *
 * Returns: (transfer full): each once, in order
 */
GStrv
cl_journal_list_distinct (ClStore *store, const char *what, GError **error)
{
  g_autoptr(GStrvBuilder) all = g_strv_builder_new ();
  g_autoptr(ClStatement) statement = NULL;
  g_autoptr(GError) step_error = NULL;

  g_return_val_if_fail (g_str_equal (what, "actor") || g_str_equal (what, "kind"), NULL);

  if (!cl_desk_may (store, CL_RIGHT_READ, error))
    return NULL;
  statement = cl_database_prepare (cl_store_get_journal (store),
                                   g_str_equal (what, "actor") ? "SELECT DISTINCT actor FROM journal ORDER BY 1" : "SELECT DISTINCT kind FROM journal ORDER BY 1", error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &step_error))
    g_strv_builder_add (all, cl_statement_get_text (statement, 0));
  if (step_error == NULL)
    return g_strv_builder_end (all);
  g_propagate_error (error, g_steal_pointer (&step_error));
  return NULL;
}

/**
 * cl_journal_format_time:
 * @time: UTC ms
 *
 * Returns: (transfer full): "2026-11-21 09:12", local
 */
char *
cl_journal_format_time (gint64 time)
{
  g_autoptr(GDateTime) instant = g_date_time_new_from_unix_utc (time / 1000);
  g_autoptr(GDateTime) local = instant != NULL ? g_date_time_to_local (instant) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/* “打印：打印 2026-0001” and “撤销：已撤销：…” would say it twice, “修改：在…中新增” that it is something else: their words say what was done. */
static gboolean
cl_journal_words_say_kind (const ClJournalEntry *entry)
{
  static const char *const kinds_said[] = { "edit", "undo", "redo", NULL };

  return g_strv_contains (kinds_said, entry->kind) || g_str_has_prefix (entry->words, cl_journal_kind_label (entry->kind));
}

/**
 * cl_journal_entry_say:
 * @entry: an entry
 *
 * Returns: (transfer full): one sentence: when, who, which kind, what and why
 */
char *
cl_journal_entry_say (const ClJournalEntry *entry)
{
  g_autofree char *time = cl_journal_format_time (entry->time);
  const char *kind = cl_journal_kind_label (entry->kind);

  if (*entry->words == '\0')
    return g_strdup_printf (_("%s %s %s"), time, entry->actor, kind);
  if (cl_journal_words_say_kind (entry))
    return g_strdup_printf (entry->undone ? _("%s %s, %s (undone since)") : _("%s %s, %s"), time, entry->actor, entry->words);
  /* Translators: time, who, kind of entry, what was done */
  return g_strdup_printf (entry->undone ? _("%s %s, %s: %s (undone since)") : _("%s %s, %s: %s"), time, entry->actor, kind, entry->words);
}
