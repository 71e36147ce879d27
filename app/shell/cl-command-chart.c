#include <glib/gi18n.h>

#include "cl-command.h"

#include "cl-statistic.h"

/* What can be asked of the ledger: counts that are kept, and facts to count by. */
static void
cl_command_say_charts (ClCatalogue *catalogue, ClLedger *ledger)
{
  const GPtrArray *statistics = cl_ledger_get_statistics (ledger);
  g_autoptr (GPtrArray) keys = cl_statistic_list_keys (catalogue, ledger);

  for (guint i = 0; i < statistics->len; i++)
    {
      const ClLedgerStatistic *statistic = g_ptr_array_index (statistics, i);

      cl_command_say ("%s\t%s", statistic->name, statistic->title);
    }
  for (guint i = 0; i < keys->len; i++)
    {
      const ClStatisticKey *key = g_ptr_array_index (keys, i);

      cl_command_say ("--by %s\t%s", key->path, key->label);
    }
}

static gboolean
cl_command_read_question (ClCommandLine *line, const char *const *arguments, ClStatisticQuestion *question, GError **error)
{
  const ClLedgerStatistic *statistic = arguments[1] != NULL ? cl_ledger_find_statistic (question->ledger, arguments[1]) : NULL;

  if (arguments[1] != NULL && statistic == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” keeps no count “%s”. “canlian chart %s” lists them."), arguments[0], arguments[1], arguments[0]);
      return FALSE;
    }
  if (statistic != NULL)
    cl_statistic_question_take (question, statistic);
  if (line->view != NULL)
    {
      if (cl_ledger_find_view (question->ledger, line->view) == NULL)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” has no view “%s”."), arguments[0], line->view);
          return FALSE;
        }
      g_free (question->view);
      question->view = g_strdup (line->view);
    }
  if (line->by != NULL)
    {
      g_free (question->by);
      g_free (question->and_by);
      g_clear_pointer (&question->header, g_free);
      question->by = g_strdup (line->by);
      question->and_by = g_strdup (line->and_by);
    }
  return TRUE;
}

/* "FIELD=VALUE" as typed; the records that hold all of them. */
static gboolean
cl_command_narrow_question (ClCommandLine *line, ClStatisticQuestion *question, GError **error)
{
  ClDatabase *reader = cl_store_get_reader (line->store);
  g_autoptr (ClQuery) query = cl_query_new (line->catalogue, question->ledger);

  if (line->where == NULL)
    return TRUE;
  for (guint i = 0; line->where[i] != NULL; i++)
    {
      const char *equals = strchr (line->where[i], '=');
      g_autofree char *path = equals != NULL ? g_strndup (line->where[i], equals - line->where[i]) : NULL;

      if (path == NULL)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“--%s %s” has no “NAME=”. Write it as --%s NAME=VALUE."), "where", line->where[i], "where");
          return FALSE;
        }
      if (!cl_query_add_typed_where (query, reader, path, equals + 1, error))
        return FALSE;
    }
  question->ids = cl_query_list_ids (query, reader, NULL, error);
  question->words = g_strjoinv ("，", line->where);
  return question->ids != NULL;
}

static void
cl_command_say_statistic (const ClStatistic *statistic)
{
  g_auto (GStrv) head = cl_statistic_table_head (statistic, TRUE);
  g_autofree char *first = g_strjoinv ("\t", head), *said = cl_statistic_say (statistic, TRUE);

  cl_command_say ("%s", statistic->title);
  if (statistic->words != NULL)
    cl_command_say ("%s", statistic->words);
  cl_command_say ("%s", first);
  for (guint i = 0; i <= statistic->rows->len; i++)
    {
      g_auto (GStrv) cells = cl_statistic_table_row (statistic, i, TRUE);
      g_autofree char *row = g_strjoinv ("\t", cells);

      cl_command_say ("%s", row);
    }
  cl_command_say ("%s", said);
}

/* A paper is a print, a table an export; both are written down. */
static gboolean
cl_command_write_statistic (ClCommandLine *line, ClStatistic *statistic, GError **error)
{
  gboolean paper = g_str_has_suffix (line->output, ".pdf");
  ClFormReport report = { 0 };
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *number = NULL;
  ClOutput output = { .kind = paper ? "print" : "export", .source = cl_ledger_get_name (statistic->ledger), .title = statistic->title, .parameters = statistic->words, .keep = paper };

  if (paper)
    {
      pdf = cl_form_print_statistic (line->store, statistic, &report, error);
      if (pdf == NULL || !g_file_set_contents (line->output, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), error))
        return FALSE;
      output.bytes = pdf;
      output.pages = report.pages;
      output.copies = 1;
      cl_form_report_clear (&report);
    }
  else if (!cl_export_statistic (line->store, statistic, line->output, error))
    return FALSE;
  else
    output.path = line->output;
  if (cl_output_log (line->store, &output, &number, error) == 0)
    return FALSE;
  cl_command_say ("%s", line->output);
  cl_command_say (_("Number in the register of prints: %s"), number);
  return TRUE;
}

static gboolean
cl_command_chart (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (ClStatisticQuestion) question = NULL;
  g_autoptr (ClStatistic) statistic = NULL;
  ClLedger *ledger;

  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  ledger = cl_command_line_find_ledger (line, arguments[0], error);
  if (ledger == NULL)
    return FALSE;
  if (arguments[1] == NULL && line->by == NULL)
    {
      cl_command_say_charts (line->catalogue, ledger);
      return TRUE;
    }
  question = cl_statistic_question_new (ledger);
  if (!cl_command_read_question (line, arguments, question, error) || !cl_command_narrow_question (line, question, error))
    return FALSE;
  statistic = cl_statistic_count (line->catalogue, cl_store_get_reader (line->store), question, NULL, error);
  if (statistic == NULL)
    return FALSE;
  if (line->output != NULL)
    return cl_command_write_statistic (line, statistic, error);
  cl_command_say_statistic (statistic);
  return TRUE;
}

const ClCommand cl_command_chart_group[] = {
  { "chart", "LEDGER [COUNT]", "view by and where output", 1, 2, N_("Count a ledger, as a chart with its table"),
    N_("Without a count and --by: lists the counts that are kept, and what else may be counted by. With -o FILE.pdf chart and table are a paper, with -o FILE.xlsx or FILE.csv the table is a "
       "spreadsheet; without, the table is written here."), cl_command_chart },
  { NULL },
};
