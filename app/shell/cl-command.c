#include "cl-command.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "cl-config.h"
#include "cl-handover.h"
#include "cl-paths.h"

static const ClCommand *const groups[] = { cl_command_data, cl_command_import, cl_command_exchange, cl_command_chart_group, cl_command_form, cl_command_today_group, cl_command_view_group, cl_command_journal, cl_command_keep, cl_command_fill, cl_command_own, cl_command_sample, cl_command_desk, cl_command_merge };

static const ClCommand *
cl_command_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const ClCommand *command = groups[i]; command->name != NULL; command++)
      if (g_str_equal (command->name, name))
        return command;
  return NULL;
}

static void
cl_command_write (FILE *file, const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  fputs (text, file);
  fputc ('\n', file);
}

/**
 * cl_command_say:
 * @format: as of printf(), without line end
 *
 * Prints a line to stdout as UTF-8; g_print() would turn Chinese into question marks where no locale is set.
 */
void
cl_command_say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  cl_command_write (stdout, format, arguments);
  va_end (arguments);
}

/**
 * cl_command_complain:
 * @format: as of printf(), without line end
 *
 * Prints a line to stderr as UTF-8.
 */
void
cl_command_complain (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  cl_command_write (stderr, format, arguments);
  va_end (arguments);
}

/**
 * cl_command_is_known:
 * @name: the first word of a command line
 *
 * Returns: whether it is a command, so that no window is wanted
 */
gboolean
cl_command_is_known (const char *name)
{
  return g_str_equal (name, "help") || cl_command_find (name) != NULL;
}

/**
 * cl_command_print_help:
 *
 * Prints all commands, one a line, to stdout.
 */
void
cl_command_print_help (void)
{
  cl_command_say ("%s", _("Usage: canlian [--data FILE] [--today DATE] [--as NAME] COMMAND …"));
  cl_command_say ("%s", _("       canlian [FILE]                  opens the window"));
  cl_command_say ("%s", _("       canlian show FILE.pdf           shows any PDF, tagged or not, in a window that can be heard"));
  cl_command_say ("%s", "");
  cl_command_say ("%s", _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const ClCommand *command = groups[i]; command->name != NULL; command++)
      {
        g_autofree char *usage = g_strdup_printf ("%s %s", command->name, command->arguments);

        cl_command_say ("  %-30s %s", usage, _(command->summary));
      }
  cl_command_say ("%s", "");
  cl_command_say ("%s", _("  --data FILE                    the office's data file, before or after the command"));
  cl_command_say ("%s", _("  --today DATE                   take DATE (2026-11-21) for today"));
  cl_command_say ("%s", _("  --as NAME                      who you are, where persons are set up at the desk; CANLIAN_PASSPHRASE_FILE may name a file with the pass-phrase"));
  cl_command_say ("%s", _("  --version                      print the version"));
  cl_command_say ("%s", _("  COMMAND --help                 what the command takes"));
}

/**
 * cl_command_line_load:
 * @line: the run
 *
 * Finds the plugins and reads all descriptions, once.
 *
 * Returns: (transfer none): the catalogue
 */
ClCatalogue *
cl_command_line_load (ClCommandLine *line)
{
  if (line->catalogue == NULL)
    {
      line->plugins = cl_plugins_new ();
      line->catalogue = cl_plugins_load_catalogue (line->plugins);
    }
  return line->catalogue;
}

/**
 * cl_command_line_open:
 * @line: the run
 *
 * Opens the data file, which must be there, once, signs in where persons are set up, and loads the plugins that the office has not switched off.
 *
 * Returns: (transfer none) (nullable): the store
 */
ClStore *
cl_command_line_open (ClCommandLine *line, GError **error)
{
  g_autofree char *off = NULL;

  if (line->store != NULL)
    return line->store;
  if (!cl_store_is_there (line->data))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND,
                   _("There is no data file %s. Make one by “canlian init --code CODE --name NAME”, or name another by --data."), line->data);
      return NULL;
    }
  line->store = cl_store_open (line->data, cl_command_line_load (line), CL_STORE_OPEN, error);
  if (line->store == NULL)
    return NULL;
  if (!cl_command_desk_sign_in (line, error))
    {
      cl_store_close (line->store);
      g_clear_object (&line->store);
      return NULL;
    }
  off = cl_store_get_setting (line->store, "plugins-off");
  cl_plugins_load (line->plugins, off);
  cl_handover_seat (line->store);
  return line->store;
}

/**
 * cl_command_line_find_ledger:
 * @line: the run
 * @name: a ledger's name
 *
 * Returns: (transfer none) (nullable): the ledger
 */
ClLedger *
cl_command_line_find_ledger (ClCommandLine *line, const char *name, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_command_line_load (line), name);

  /* Ledgers of the office's own are known once its file is open. */
  if (ledger == NULL && line->store == NULL && g_file_test (line->data, G_FILE_TEST_EXISTS))
    {
      if (cl_command_line_open (line, error) == NULL)
        return NULL;
      ledger = cl_catalogue_find_ledger (line->catalogue, name);
    }
  if (ledger == NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no ledger “%s”. “canlian ledgers” lists them."), name);
  return ledger;
}

static void
cl_command_line_clear (ClCommandLine *line)
{
  if (line->store != NULL)
    cl_store_close (line->store);
  g_clear_object (&line->store);
  g_clear_object (&line->catalogue);
  g_clear_object (&line->plugins);
  g_free (line->data);
  g_free (line->today);
  g_free (line->as);
  g_free (line->code);
  g_free (line->name);
  g_free (line->search);
  g_free (line->view);
  g_free (line->output);
  g_free (line->sheet);
  g_free (line->encoding);
  g_free (line->size);
  g_free (line->map);
  g_free (line->save_map);
  g_free (line->refused);
  g_free (line->decide);
  g_free (line->forget);
  g_free (line->rename);
  g_free (line->header);
  g_strfreev (line->own);
  g_free (line->type);
  g_free (line->of);
  g_free (line->purpose);
  g_free (line->from);
  g_free (line->keep);
  g_free (line->by);
  g_free (line->and_by);
  g_free (line->split);
  g_free (line->since);
  g_free (line->until);
  g_free (line->kind);
  g_free (line->who);
  g_free (line->ledger);
  g_free (line->record);
  g_free (line->keep_years);
  g_free (line->pass_phrase);
  g_strfreev (line->where);
  g_strfreev (line->set);
}

/* The options of all commands; @wanted holds those of one. All are of the FILENAME kinds, which take the bytes as they are: the STRING kinds refuse Chinese
 * where no locale is set. */
static GArray *
cl_command_line_make_entries (ClCommandLine *line, const char *wanted)
{
  const GOptionEntry all[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &line->data, N_("The office's data file"), N_("FILE") },
    { "today", 0, 0, G_OPTION_ARG_FILENAME, &line->today, N_("Take this date for today"), N_("DATE") },
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &line->as, N_("Who you are, where persons are set up at the desk"), N_("NAME") },
    { "code", 0, 0, G_OPTION_ARG_FILENAME, &line->code, N_("Division code of the office: 9 digits for a township"), N_("CODE") },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &line->name, N_("Name of the township, such as 云岭镇"), N_("NAME") },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &line->search, N_("Only records that match: characters, pinyin, initials, digits"), N_("TEXT") },
    { "view", 0, 0, G_OPTION_ARG_FILENAME, &line->view, N_("A view of the ledger, such as “certified” of person"), N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &line->json, N_("Whole values as JSON"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &line->dry_run, N_("Say what would happen and change nothing"), NULL },
    { "all", 0, 0, G_OPTION_ARG_NONE, &line->all, g_strrstr (wanted, "one-file") != NULL ? N_("A paper for each village") : N_("Say each single finding"), NULL },
    { "one-file", 0, 0, G_OPTION_ARG_NONE, &line->one_file, N_("With --all: contents page and all papers in one file"), NULL },
    { "sheet", 0, 0, G_OPTION_ARG_FILENAME, &line->sheet, N_("The sheet's name, or its number from 1"), N_("SHEET") },
    { "header", 0, 0, G_OPTION_ARG_FILENAME, &line->header, N_("The number of the row with the headers; found where left out"), N_("ROW") },
    { "encoding", 0, 0, G_OPTION_ARG_FILENAME, &line->encoding, N_("Encoding of a .csv file, such as GB18030"), N_("NAME") },
    { "map", 0, 0, G_OPTION_ARG_FILENAME, &line->map, N_("Which header feeds which field, a line each: “header = field”"), N_("FILE") },
    { "save-map", 0, 0, G_OPTION_ARG_FILENAME, &line->save_map, N_("Write such a file, as the columns were matched"), N_("FILE") },
    { "refused", 0, 0, G_OPTION_ARG_FILENAME, &line->refused, N_("Where the refused rows go (.xlsx); beside the source where left out"), N_("FILE") },
    { "own", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &line->own, N_("Make a field of the office's own for this column; may be given again"), N_("HEADER") },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &line->strict, N_("Refuse rows of villages that are not there, instead of making them"), NULL },
    { "fill", 0, 0, G_OPTION_ARG_NONE, &line->fill, N_("Fill empty fields only, and leave what is there"), NULL },
    { "overwrite", 0, 0, G_OPTION_ARG_NONE, &line->overwrite, N_("Replace what is there and differs (as without an option)"), NULL },
    { "decide", 0, 0, G_OPTION_ARG_FILENAME, &line->decide, N_("For rows where it is open who is meant: a new record, or left out"), N_("new|skip") },
    { "forget", 0, 0, G_OPTION_ARG_FILENAME, &line->forget, N_("Forget the mapping with this mark, or “all”"), N_("MARK") },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &line->size, N_("How many disabled persons the sample has"), N_("N") },
    { "cases", 0, 0, G_OPTION_ARG_NONE, &line->cases, N_("Say where the hard cases are and write nothing"), NULL },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &line->from, N_("The ledger that the sheet is about; told by its headers where left out"), N_("LEDGER") },
    { "keep", 0, 0, G_OPTION_ARG_FILENAME, &line->keep, N_("Keep it under this name, to be filled again by “canlian report”"), N_("NAME") },
    { "rename", 0, 0, G_OPTION_ARG_FILENAME, &line->rename, N_("Call it so from now on"), N_("NAME") },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &line->remove, N_("Keep it no longer"), NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &line->list, N_("List what is kept"), NULL },
    { "seen", 0, 0, G_OPTION_ARG_NONE, &line->seen, N_("The columns of the list instead of all fields"), NULL },
    { "public", 0, 0, G_OPTION_ARG_NONE, &line->is_public, N_("For the public: masked, without minors and certificate numbers"), NULL },
    { "purpose", 0, 0, G_OPTION_ARG_FILENAME, &line->purpose, N_("What it is for, as the register says it"), N_("WORDS") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &line->by, N_("the fact to count by, as “canlian chart LEDGER” names it"), N_("FIELD") },
    { "and", 0, 0, G_OPTION_ARG_STRING, &line->and_by, N_("the fact by which each bar is parted besides"), N_("FIELD") },
    { "split", 0, 0, G_OPTION_ARG_FILENAME, &line->split, N_("“village”: one file a village"), N_("village") },
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &line->since, N_("From this day on"), N_("DATE") },
    { "until", 0, 0, G_OPTION_ARG_FILENAME, &line->until, N_("Up to this day, which counts in"), N_("DATE") },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &line->kind, N_("Only edit, import, undo, redo, print, export, reveal …"), N_("KIND") },
    { "who", 0, 0, G_OPTION_ARG_FILENAME, &line->who, N_("Only what this person did"), N_("NAME") },
    { "ledger", 0, 0, G_OPTION_ARG_FILENAME, &line->ledger, N_("Only what touched this ledger"), N_("LEDGER") },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &line->record, N_("Only what touched this record of it"), N_("ID") },
    { "keep-years", 0, 0, G_OPTION_ARG_FILENAME, &line->keep_years, N_("For how many years the journal is kept; 0: for ever"), N_("N") },
    { "pass-phrase", 0, 0, G_OPTION_ARG_FILENAME, &line->pass_phrase, N_("The file whose first line is the pass-phrase of the backup"), N_("FILE") },
    { "seal-open", 0, 0, G_OPTION_ARG_NONE, &line->seal_open, N_("Seal what lies there open"), NULL },
    { "remove-open", 0, 0, G_OPTION_ARG_NONE, &line->remove_open, N_("Take away what lies there open"), NULL },
    { "recovery-key", 0, 0, G_OPTION_ARG_NONE, &line->by_recovery_key, N_("By the words of the recovery key, which are asked for"), NULL },
    { "purge", 0, 0, G_OPTION_ARG_NONE, &line->purge, N_("Remove what is older than that, for good"), NULL },
    { "type", 0, 0, G_OPTION_ARG_FILENAME, &line->type, N_("Kind of a column: text, long-text, integer, money, date, yes-no, code, reference"), N_("TYPE") },
    { "of", 0, 0, G_OPTION_ARG_FILENAME, &line->of, N_("What a code is chosen from, such as 砖混|土木, or the ledger of a reference"), N_("VALUES") },
    { "private", 0, 0, G_OPTION_ARG_NONE, &line->is_private, N_("Keep the column from public lists"), NULL },
    { "none", 0, 0, G_OPTION_ARG_NONE, &line->none, N_("Without a pass-phrase"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &line->output, N_("The file to write"), N_("FILE") },
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &line->where, N_("Only rows with this value; may be given again"), N_("FIELD=VALUE") },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &line->set, N_("A parameter of the form; may be given again"), N_("PARAM=VALUE") },
  };
  g_auto (GStrv) names = g_strsplit (wanted, " ", -1);
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (i < 3 || g_strv_contains ((const char *const *) names, all[i].long_name))
      g_array_append_val (entries, all[i]);
  return entries;
}

static gboolean
cl_command_run (const ClCommand *command, ClCommandLine *line, char **argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_autoptr (GArray) entries = cl_command_line_make_entries (line, command->options);
  g_auto (GStrv) words = g_strdupv (argv);
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_("Say what the command takes"), NULL },
    { NULL },
  };
  guint n;

  /* GOptionContext takes its own name for the program from the first word. */
  g_free (words[0]);
  words[0] = g_strdup_printf ("canlian %s", command->name);
  g_set_prgname (words[0]);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, _(command->summary));
  if (command->more != NULL)
    g_option_context_set_description (context, _(command->more));
  g_option_context_add_main_entries (context, (const GOptionEntry *) entries->data, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, help_entry, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &words, error))
    return FALSE;
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      cl_command_say ("%s", g_strchomp (text));
      return TRUE;
    }

  if (g_strcmp0 (words[1], "--") == 0)
    {
      g_free (words[1]);
      memmove (words + 1, words + 2, (g_strv_length (words + 2) + 1) * sizeof (char *));
    }
  n = g_strv_length (words) - 1;
  if (n < command->n_required || n > command->n_allowed)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, n < command->n_required ? _("Something is missing. Write: canlian %s %s") : _("That is too much. Write: canlian %s %s"),
                   command->name, command->arguments);
      return FALSE;
    }
  if (line->today != NULL && !cl_today_set (line->today, error))
    {
      if (error != NULL && *error != NULL)
        (*error)->domain = CL_ERROR, (*error)->code = CL_ERROR_USAGE;
      return FALSE;
    }
  if (line->data == NULL)
    line->data = cl_paths_get_default_file ();
  return command->run (line, (const char *const *) words + 1, error);
}

/**
 * cl_command_main:
 * @argc: number of words
 * @argv: the command and its words
 * @data: (nullable): --data given before the command
 * @today: (nullable): --today given before the command
 * @as: (nullable): --as given before the command
 *
 * Runs one command without display and without GTK.
 *
 * Returns: the exit status: 0, 1 for failure, 2 for wrong usage
 */
int
cl_command_main (int argc, char **argv, const char *data, const char *today, const char *as)
{
  ClCommandLine line = { .data = g_strdup (data), .today = g_strdup (today), .as = g_strdup (as) };
  g_autoptr (GError) error = NULL;
  const ClCommand *command;
  int status = 0;

  if (g_str_equal (argv[0], "help"))
    {
      char *words[] = { argv[1], (char *) "--help", NULL };

      if (argc > 1 && cl_command_find (argv[1]) != NULL)
        return cl_command_main (2, words, data, today, as);
      cl_command_print_help ();
      return 0;
    }

  command = cl_command_find (argv[0]);
  g_return_val_if_fail (command != NULL, 2);
  if (!cl_command_run (command, &line, argv, &error))
    {
      gboolean usage = error == NULL || error->domain == G_OPTION_ERROR || g_error_matches (error, CL_ERROR, CL_ERROR_USAGE);

      status = usage ? 2 : 1;
      cl_command_complain ("canlian: %s", error != NULL ? error->message : "?");
      if (usage)
        cl_command_complain (_("“canlian %s --help” says what the command takes."), command->name);
    }
  cl_command_line_clear (&line);
  if (fflush (stdout) != 0 && status == 0)
    status = 1;
  return status;
}
