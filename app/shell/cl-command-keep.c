#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-agenda.h"
#include "cl-command.h"
#include "cl-desk.h"
#include "cl-spoken.h"

/* A line each, what a program wants first: the path for “canlian restore”. */
static gboolean
cl_command_list_backups (ClCommandLine *line)
{
  g_autoptr (GPtrArray) list = cl_kept_list (line->data);

  for (guint i = 0; i < list->len; i++)
    {
      const ClKept *kept = list->pdata[i];
      g_autofree char *size = g_format_size ((guint64) kept->size);
      g_autofree char *said = cl_kept_say (kept);

      cl_command_say ("%s\t%s\t%s", kept->path, said, size);
    }
  if (list->len == 0)
    cl_command_complain (_("No backup of %s is kept yet. “canlian backup” makes one."), line->data);
  return TRUE;
}

/* The first line of the file that --pass-phrase names; NULL without @error: none is named. */
static char *
cl_command_read_passphrase (ClCommandLine *line, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) trouble = NULL;

  if (line->pass_phrase == NULL)
    return NULL;
  if (g_file_get_contents (line->pass_phrase, &text, NULL, &trouble))
    {
      text[strcspn (text, "\r\n")] = '\0';
      return g_steal_pointer (&text);
    }
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The pass-phrase cannot be read: %s."), trouble->message);
  return NULL;
}

/* A plain one is made first, beside the data file, and does not stay. */
static gboolean
cl_command_backup_sealed (ClCommandLine *line, const char *to, GError **error)
{
  g_autofree char *passphrase = cl_command_read_passphrase (line, error);
  g_autofree char *key = passphrase != NULL ? cl_seal_key_new (passphrase, error) : NULL;
  g_autofree char *plain = key != NULL ? cl_kept_get_unsealed (line->data) : NULL;
  guint8 recovery[CL_RECOVERY_BYTES];
  gboolean is_made;

  if (plain == NULL)
    return FALSE;
  is_made = cl_store_backup (line->store, plain, NULL, error) && cl_seal_file (plain, to, key, cl_recovery_get_public (line->store, recovery) ? recovery : NULL, NULL, error);
  g_unlink (plain);
  if (is_made)
    cl_command_say ("%s", to);
  return is_made;
}

static gboolean
cl_command_second_open (ClCommandLine *line, GError **error)
{
  g_autoptr (ClSecond) second = cl_second_new (line->store);
  guint n;

  if (second == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The second place is not there now. Plug it in, or choose one."));
      return FALSE;
    }
  if (!cl_desk_may (line->store, CL_RIGHT_KEEP, error) || (line->seal_open ? !cl_second_seal_open (second, &n, NULL, error) : !cl_second_remove_open (second, &n, error)))
    return FALSE;
  cl_command_say (line->seal_open ? ngettext ("%u open backup was sealed", "%u open backups were sealed", n) : ngettext ("%u open backup was taken away", "%u open backups were taken away", n), n);
  return TRUE;
}

static gboolean
cl_command_second (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autofree char *passphrase = cl_command_read_passphrase (line, error);
  g_autofree char *said = NULL;
  g_autofree char *open = NULL;

  if ((line->pass_phrase != NULL && passphrase == NULL) || cl_command_line_open (line, error) == NULL)
    return FALSE;
  if ((arguments[0] != NULL && !cl_second_set_folder (line->store, g_str_equal (arguments[0], "none") ? NULL : arguments[0], error))
      || (passphrase != NULL && !cl_second_set_passphrase (line->store, *passphrase != '\0' ? passphrase : NULL, error)))
    return FALSE;
  if (cl_second_get_state (line->store) == CL_SECOND_DUE)
    {
      g_autoptr (ClSecond) second = cl_second_new (line->store);

      if (!cl_second_make (second, NULL, error))
        return FALSE;
    }
  if ((line->seal_open || line->remove_open) && !cl_command_second_open (line, error))
    return FALSE;
  said = cl_second_say (line->store);
  cl_command_say ("%s", said);
  open = cl_second_say_open (line->store);
  if (open != NULL)
    cl_command_say (_("%s Seal them by --seal-open, or take them away by --remove-open."), open);
  return TRUE;
}

static gboolean
cl_command_backup (ClCommandLine *line, const char *const *arguments, GError **error)
{
  if (line->list)
    return cl_command_list_backups (line);
  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  if (arguments[0] != NULL && line->pass_phrase != NULL)
    return cl_command_backup_sealed (line, arguments[0], error);
  if (arguments[0] != NULL)
    {
      if (!cl_store_backup (line->store, arguments[0], NULL, error))
        return FALSE;
      cl_command_say ("%s", arguments[0]);
    }
  else
    {
      g_autoptr (GPtrArray) list = NULL;

      if (!cl_kept_make (line->data, "day", NULL, error))
        return FALSE;
      list = cl_kept_list (line->data);
      cl_command_say ("%s", ((const ClKept *) list->pdata[0])->path);
    }
  return TRUE;
}

static gboolean
cl_command_compare (ClCommandLine *line, const char *archive, GError **error)
{
  g_autoptr (ClComparison) comparison = cl_backup_compare (archive, line->data, cl_command_line_load (line), NULL, error);

  if (comparison == NULL)
    return FALSE;
  if (comparison->last != NULL)
    cl_command_say (_("Last written to: %s"), comparison->last);
  if (!comparison->is_readable)
    cl_command_say (_("What %s holds now cannot be compared: it is missing or damaged."), line->data);
  else if (comparison->ledgers->len == 0)
    cl_command_say (_("All entries are as in the backup."));
  for (guint i = 0; i < comparison->ledgers->len; i++)
    {
      g_autofree char *said = cl_difference_say (comparison->ledgers->pdata[i]);

      cl_command_say ("%s", said);
    }
  cl_command_say (_("A dry run: nothing was changed."));
  return TRUE;
}

static gboolean
cl_command_restore_plain (ClCommandLine *line, const char *archive, const char *called, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (line->data);
  gboolean replaces;

  if (line->dry_run)
    return cl_command_compare (line, archive, error);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The folder %s cannot be made: %s. Choose another place by --data."), folder, g_strerror (errno));
      return FALSE;
    }
  /* Who keeps the file has to have signed in to it before it is replaced. */
  if (line->as != NULL)
    {
      if (cl_command_line_open (line, error) == NULL)
        return FALSE;
      cl_store_close (line->store);
    }
  replaces = g_file_test (line->data, G_FILE_TEST_EXISTS);
  if (!cl_store_restore (archive, line->data, NULL, error))
    return FALSE;
  cl_command_say (replaces ? _("%s holds what was in %s. What was there before is kept beside it.") : _("%s holds what was in %s."), line->data, called);
  return TRUE;
}

static gboolean
cl_command_unseal (ClCommandLine *line, const char *sealed, const char *plain, const char *passphrase, GError **error)
{
  g_autofree char *words = NULL;

  if (line->by_recovery_key)
    words = cl_command_desk_ask (_("Words of the recovery key, all groups: "), "CANLIAN_RECOVERY_FILE", error);
  else if (passphrase != NULL)
    return cl_unseal_file (sealed, plain, passphrase, NULL, error);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("%s is sealed. Name a file that holds the pass-phrase, --pass-phrase=FILE, or take the recovery key: --recovery-key"), sealed);
  return words != NULL && cl_unseal_file_by_words (sealed, plain, words, NULL, error);
}

/* A sealed one is put open beside the data file for as long as it takes. */
static gboolean
cl_command_restore (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autofree char *passphrase = cl_command_read_passphrase (line, error);
  g_autofree char *plain = NULL;
  gboolean is_good;

  if (line->pass_phrase != NULL && passphrase == NULL)
    return FALSE;
  if (!cl_is_sealed (arguments[0]))
    return cl_command_restore_plain (line, arguments[0], arguments[0], error);
  plain = cl_kept_get_unsealed (line->data);
  is_good = cl_command_unseal (line, arguments[0], plain, passphrase, error) && cl_command_restore_plain (line, plain, arguments[0], error);
  g_unlink (plain);
  return is_good;
}

static gboolean
cl_command_rescue (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (ClRescue) rescue = NULL;

  if (line->output == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("Where to? Write: canlian rescue FILE -o NEW"));
      return FALSE;
    }
  rescue = cl_store_rescue (arguments[0], line->output, cl_command_line_load (line), NULL, error);
  if (rescue == NULL)
    return FALSE;
  for (guint i = 0; i < rescue->sentences->len; i++)
    cl_command_say ("%s", (const char *) rescue->sentences->pdata[i]);
  cl_command_say (rescue->is_whole ? _("Everything could be read. It is in %s.") : _("What could be read is in %s. Compare what is missing with paper, or with a backup."), line->output);
  return TRUE;
}

/* Of one rule: more than these are said in one line. */
#define UNKNOWN_SAID 3
#define NAMES_SAID 20

static char *
cl_command_call_finding (ClCommandLine *line, const ClFinding *finding)
{
  ClLedger *ledger = finding->ledger != NULL ? cl_catalogue_find_ledger (line->catalogue, finding->ledger) : NULL;
  char *called = ledger != NULL && finding->record != 0 ? cl_record_call (cl_store_get_reader (line->store), line->catalogue, ledger, finding->record) : NULL;

  return called != NULL ? called : g_strdup ("");
}

/* @likewise: what else is found of the same kind, or NULL. */
static void
cl_command_say_finding (ClCommandLine *line, const ClFinding *finding, const char *likewise)
{
  g_autofree char *called = cl_command_call_finding (line, finding);

  cl_command_say ("%s%s%s%s%s%s%s%s", called, *called != '\0' ? "：" : "",
                  finding->kind == CL_FINDING_UNKNOWN && !g_str_has_prefix (finding->sentence, "待核实") ? "待核实：" : "", finding->sentence,
                  finding->clause != NULL ? "（" : "", finding->clause != NULL ? finding->clause : "", finding->clause != NULL ? "）" : "",
                  likewise != NULL ? likewise : "");
}

/* Many times the same fact wanting is one thing to see to: the first is said whole, of the others what they are about. */
static void
cl_command_say_group (ClCommandLine *line, const GPtrArray *group)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *likewise = NULL;

  for (guint i = 1; i < group->len && i <= NAMES_SAID; i++)
    {
      g_autofree char *called = cl_command_call_finding (line, group->pdata[i]);

      g_string_append_printf (names, "%s%s", i > 1 ? "、" : "", called);
    }
  if (group->len > NAMES_SAID + 1)
    g_string_append (names, "……");
  likewise = g_strdup_printf ("；同样情况还有 %u 条：%s", group->len - 1, names->str);
  cl_command_say_finding (line, group->pdata[0], likewise);
}

/* What is unknown, rule by rule in the order of the findings. Returns whether something was left to --all. */
static gboolean
cl_command_say_unknown (ClCommandLine *line, const GPtrArray *findings)
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  gboolean is_shortened = FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      const ClFinding *finding = findings->pdata[i];
      g_autofree char *key = g_strdup_printf ("%s\n%s", finding->rule != NULL ? finding->rule : finding->sentence, finding->clause != NULL ? finding->clause : "");
      GPtrArray *group = g_hash_table_lookup (groups, key);

      if (finding->kind != CL_FINDING_UNKNOWN)
        continue;
      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (groups, g_steal_pointer (&key), group);
          g_ptr_array_add (order, group);
        }
      g_ptr_array_add (group, (gpointer) finding);
    }
  for (guint i = 0; i < order->len; i++)
    {
      const GPtrArray *group = order->pdata[i];

      if (!line->all && group->len > UNKNOWN_SAID)
        {
          cl_command_say_group (line, group);
          is_shortened = TRUE;
          continue;
        }
      for (guint f = 0; f < group->len; f++)
        cl_command_say_finding (line, group->pdata[f], NULL);
    }
  return is_shortened;
}

/* Breaches first: they are wrong as it stands, the rest only wants a fact. */
static guint
cl_command_check_findings (ClCommandLine *line, gboolean *is_shortened)
{
  g_autoptr (GPtrArray) sources = cl_catalogue_get_guests (line->catalogue, CL_TYPE_CHECK_SOURCE);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_finding_free);
  guint n = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GError) trouble = NULL;
      g_autoptr (GPtrArray) findings = cl_check_source_list (g_ptr_array_index (sources, i), line->store, &trouble);

      if (findings != NULL)
        g_ptr_array_extend_and_steal (all, g_steal_pointer (&findings));
      else if (trouble != NULL)
        cl_command_say ("%s", trouble->message), n++;
    }
  for (guint i = 0; i < all->len; i++)
    if (((const ClFinding *) all->pdata[i])->kind != CL_FINDING_UNKNOWN)
      cl_command_say_finding (line, all->pdata[i], NULL);
  *is_shortened = cl_command_say_unknown (line, all);
  return n + all->len;
}

static guint
cl_command_check_ledger (ClCommandLine *line, ClLedger *ledger)
{
  g_autoptr (ClRowModel) rows = cl_row_model_new (line->store, ledger, NULL);
  ClDatabase *reader = cl_store_get_reader (line->store);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      gint64 id = cl_row_model_get_id (rows, i);
      g_autoptr (GError) trouble = NULL;
      g_autoptr (ClRecord) record = cl_record_load (reader, ledger, id, &trouble);
      g_autoptr (GPtrArray) problems = record != NULL ? cl_record_check (record, reader, line->catalogue, &trouble) : NULL;
      g_autofree char *called = NULL;

      if (problems == NULL)
        {
          if (trouble != NULL)
            cl_command_say ("%s", trouble->message), n++;
          continue;
        }
      if (problems->len > 0)
        called = cl_record_call (reader, line->catalogue, ledger, id);
      for (guint p = 0; p < problems->len; p++, n++)
        cl_command_say (_("%s “%s”: %s"), cl_ledger_get_title (ledger), called != NULL ? called : "", ((const ClProblem *) g_ptr_array_index (problems, p))->message);
    }
  return n;
}

/* How many things are due; what is wrong was said already. */
static guint
cl_command_check_duties (ClCommandLine *line)
{
  g_autoptr (ClAgenda) agenda = cl_agenda_new (line->store);
  g_autoptr (GError) trouble = NULL;
  const GPtrArray *items;
  guint n = 0;

  if (!cl_agenda_load (agenda, &trouble))
    {
      cl_command_say ("%s", trouble->message);
      return 0;
    }
  items = cl_agenda_get_items (agenda);
  for (guint i = 0; i < items->len; i++)
    {
      const ClAgendaItem *item = items->pdata[i];
      g_autofree char *sentence = cl_agenda_item_say (item);

      if (item->group == CL_AGENDA_WRONG || item->group == CL_AGENDA_DRAFT || item->group == CL_AGENDA_ASIDE)
        continue;
      cl_command_say ("%s", sentence);
      n++;
    }
  return n;
}

static gboolean
cl_command_check (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (GPtrArray) damage = NULL;
  const GPtrArray *ledgers, *problems, *plugins;
  gboolean is_shortened;
  guint n = 0, duties;

  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  damage = cl_store_verify (line->store, error);
  if (damage == NULL)
    return FALSE;
  for (guint i = 0; i < damage->len; i++)
    cl_command_say ("%s", (const char *) g_ptr_array_index (damage, i));

  problems = cl_catalogue_get_problems (line->catalogue);
  for (guint i = 0; i < problems->len; i++, n++)
    cl_command_say ("%s", ((const GError *) g_ptr_array_index (problems, i))->message);
  problems = cl_spoken_get_problems ();
  for (guint i = 0; i < problems->len; i++, n++)
    cl_command_say ("%s", (const char *) g_ptr_array_index (problems, i));
  plugins = cl_plugins_list (line->plugins);
  for (guint i = 0; i < plugins->len; i++)
    {
      const ClPlugin *plugin = g_ptr_array_index (plugins, i);

      if (plugin->problem != NULL)
        cl_command_say ("%s", plugin->problem), n++;
    }
  n += cl_command_check_findings (line, &is_shortened);
  ledgers = cl_catalogue_get_ledgers (line->catalogue);
  for (guint i = 0; i < ledgers->len; i++)
    n += cl_command_check_ledger (line, g_ptr_array_index (ledgers, i));
  duties = cl_command_check_duties (line);

  if (damage->len > 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("%s is damaged, see above. Keep a copy of it and restore the newest backup: canlian restore BACKUP"), line->data);
      return FALSE;
    }
  if (is_shortened)
    cl_command_say (_("“canlian check --all” says each finding in a line of its own."));
  cl_command_say (_("The file is whole. %u warnings, %u things due."), n, duties);
  return TRUE;
}

const ClCommand cl_command_keep[] = {
  { "check", "", "all", 0, 0, N_("Check the file, the descriptions, the rules of the place and every record"),
    N_("Breaches of rules come first; where the same fact is wanting many times, one line says it for all unless --all is given. Warnings and things due are listed and are no failure: the exit status is 1 only where the file is damaged."), cl_command_check },
  { "second-place", "[FOLDER|none]", "pass-phrase seal-open remove-open", 0, 1, N_("Say, choose or leave the second place for backups"),
    N_("A USB stick or a folder on another computer: the day's backup is written there too, as soon as it is there. --pass-phrase names a file whose first line seals it; an empty line: not sealed. "
       "Backups that were written there before lie open: --seal-open seals them too, --remove-open takes them away."), cl_command_second },
  { "backup", "[FILE]", "list pass-phrase", 0, 1, N_("Save everything, attachments too, in one file"),
    N_("Without FILE the backup is kept beside the data file with those that the window makes each day, before each import and before two entries are made one: of the last 7 days, 4 weeks and 12 months the newest. --list names them."), cl_command_backup },
  { "restore", "FILE", "dry-run pass-phrase recovery-key", 1, 1, N_("Bring a backup back"),
    N_("What the data file held before is kept beside it. --dry-run says how many entries of each list would come back, become as they were, or go. A sealed backup opens by "
       "--pass-phrase, or by --recovery-key, which asks for the words on the paper in the safe; CANLIAN_RECOVERY_FILE may name a file with them."), cl_command_restore },
  { "rescue", "FILE", "output", 1, 1, N_("Save what can still be read of a damaged file in a new one"),
    N_("FILE is only read. -o names the new file, which must not be there; scans go with it. What could not be read is said list by list."), cl_command_rescue },
  { NULL },
};
