#include <glib/gi18n.h>
#include <stdio.h>

#include "cl-command.h"
#include "cl-json.h"

static void
cl_command_journal_json (const GPtrArray *entries)
{
  fputs ("[", stdout);
  for (guint i = 0; i < entries->len; i++)
    {
      const ClJournalEntry *entry = entries->pdata[i];
      g_autoptr (GDateTime) instant = g_date_time_new_from_unix_utc (entry->time / 1000);
      g_autofree char *time = instant != NULL ? g_date_time_format (instant, "%Y-%m-%dT%H:%M:%SZ") : NULL;
      g_autoptr (GString) json = g_string_new ("{");

      cl_json_append_name (json, "entry", NULL);
      g_string_append_printf (json, "%" G_GINT64_FORMAT, entry->entry);
      cl_json_append_name (json, "time", NULL);
      cl_json_append_text (json, time);
      cl_json_append_name (json, "actor", NULL);
      cl_json_append_text (json, entry->actor);
      cl_json_append_name (json, "kind", NULL);
      cl_json_append_text (json, entry->kind);
      cl_json_append_name (json, "words", NULL);
      cl_json_append_text (json, entry->words);
      cl_json_append_name (json, "undone", NULL);
      g_string_append (json, entry->undone ? "true" : "false");
      fputs (i > 0 ? ",\n " : "\n ", stdout);
      fputs (json->str, stdout);
      fputc ('}', stdout);
    }
  fputs ("\n]\n", stdout);
}

static gboolean
cl_command_journal_keep (ClCommandLine *line, GError **error)
{
  char *end = NULL;
  guint64 years = g_ascii_strtoull (line->keep_years, &end, 10);

  if (end == line->keep_years || *end != '\0' || years > 200)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“%s” is no number of years. Write --keep-years 10, or 0 for ever."), line->keep_years);
      return FALSE;
    }
  if (!cl_store_set_journal_years (line->store, (guint) years, error))
    return FALSE;
  cl_command_say (years > 0 ? _("The journal is kept for %u years. “canlian journal --purge” removes what is older.") : _("The journal is kept for ever."), (guint) years);
  return TRUE;
}

static gboolean
cl_command_journal_purge (ClCommandLine *line, GError **error)
{
  gint64 entry;

  if (cl_store_get_journal_years (line->store) == 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOTHING, _("The journal is kept for ever. Choose by --keep-years for how long it is kept, then purge it."));
      return FALSE;
    }
  entry = cl_store_apply_journal_years (line->store, error);
  if (entry > 0)
    {
      const ClJournalFilter filter = { .kind = "purge", .limit = 1 };
      g_autoptr (GPtrArray) entries = cl_journal_find (line->store, &filter, error);

      if (entries == NULL)
        return FALSE;
      cl_command_say ("%s", ((const ClJournalEntry *) entries->pdata[0])->words);
    }
  else if (entry < 0)
    cl_command_say (_("Nothing in the journal is older than %u years."), cl_store_get_journal_years (line->store));
  return entry != 0;
}

static gboolean
cl_command_journal_filter (ClCommandLine *line, ClJournalFilter *filter, GError **error)
{
  ClLedger *ledger;

  *filter = (ClJournalFilter) { .since = line->since, .until = line->until, .kind = line->kind, .actor = line->who, .text = line->search };
  if (line->record != NULL && line->ledger == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_USAGE, _("A record belongs to a ledger. Write both: --ledger person --record ID"));
      return FALSE;
    }
  if (line->ledger == NULL)
    return TRUE;
  ledger = cl_command_line_find_ledger (line, line->ledger, error);
  if (ledger == NULL)
    return FALSE;
  filter->ledger = cl_ledger_get_name (ledger);
  if (line->record != NULL)
    filter->record = cl_command_find_record (line, ledger, line->record, error);
  return line->record == NULL || filter->record != 0;
}

static gboolean
cl_command_journal_run (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *number = NULL;
  ClJournalFilter filter;
  guint n;

  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  if (line->keep_years != NULL && !cl_command_journal_keep (line, error))
    return FALSE;
  if (line->purge)
    return cl_command_journal_purge (line, error);
  if (line->keep_years != NULL)
    return TRUE;
  if (!cl_command_journal_filter (line, &filter, error))
    return FALSE;
  if (line->output != NULL)
    {
      if (!cl_export_journal (line->store, &filter, NULL, line->output, &n, &number, error))
        return FALSE;
      cl_command_say (ngettext ("%s: %u entry, number %s", "%s: %u entries, number %s", n), line->output, n, number);
      return TRUE;
    }
  entries = cl_journal_find (line->store, &filter, error);
  if (entries == NULL)
    return FALSE;
  if (line->json)
    cl_command_journal_json (entries);
  for (guint i = 0; i < entries->len && !line->json; i++)
    {
      g_autofree char *sentence = cl_journal_entry_say (entries->pdata[i]);

      cl_command_say ("%s", sentence);
    }
  return TRUE;
}

const ClCommand cl_command_journal[] = {
  { "journal", "", "since until kind who ledger record search json output keep-years purge", 0, 0, N_("Say who did what and when, newest first"),
    N_("Every write, print, export and look at masked values is an entry. --output writes them as a spreadsheet, which is an export and counted as one. By --keep-years the office "
       "says for how long it keeps them; --purge then removes what is older, for good, and leaves an entry that says so: undo and history end there."),
    cl_command_journal_run },
  { NULL },
};
