#include "roster-form.h"

#include <glib/gi18n-lib.h>

#define COLUMNS 8

typedef struct
{
  GObject parent;
} RosterForm;

typedef GObjectClass RosterFormClass;

static void roster_form_source_init (ClFormSourceInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterForm, roster_form, G_TYPE_OBJECT, 0, G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_FORM_SOURCE, roster_form_source_init))

/* Where the record of a finding is: for the order of the sheet, and to narrow it to a village. */
static const struct
{
  const char *ledger, *division;
} places[] = { { "organisation", "division" }, { "division", "id" }, { "appointment", "organisation.division" } };

typedef struct
{
  const ClFinding *finding; /* not owned */
  gint64 division;
  gint64 place;             /* in the official order */
  char *called;
  guint index;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->called);
  g_free (line);
}

static gboolean
roster_form_provides (ClFormSource *source, const char *form)
{
  return g_str_equal (form, "rule-check");
}

/* A record's division, and how that stands in the official order. */
static void
locate (ClCatalogue *catalogue, ClDatabase *reader, Line *line)
{
  const ClFinding *finding = line->finding;
  g_autofree char *where = g_strdup_printf ("id = %" G_GINT64_FORMAT, finding->record), *position = NULL, *level = NULL;
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, finding->ledger);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (ClQuery) query = NULL;
      g_autoptr (ClStatement) statement = NULL;
      gboolean itself = g_str_equal (places[i].division, "id");

      if (!g_str_equal (places[i].ledger, finding->ledger))
        continue;
      position = itself ? g_strdup ("coalesce(position, 99999)") : g_strdup_printf ("coalesce(%s.position, 99999)", places[i].division);
      level = itself ? g_strdup ("level.rank") : g_strdup_printf ("%s.level.rank", places[i].division);
      query = cl_query_new (catalogue, ledger);
      if (!cl_query_add_column (query, places[i].division, CL_QUERY_RAW, NULL) || !cl_query_add_column (query, position, CL_QUERY_RAW, NULL) ||
          !cl_query_add_column (query, level, CL_QUERY_RAW, NULL) || !cl_query_add_where (query, where, NULL))
        return;
      statement = cl_query_prepare (query, reader, NULL, NULL);
      if (statement == NULL || !cl_statement_step (statement, NULL))
        return;
      line->division = cl_statement_get_integer (statement, 1);
      line->place = cl_statement_get_integer (statement, 3) * 1000000 + cl_statement_get_integer (statement, 2);
      return;
    }
}

/* By place, organisation, and as the rules stand in the set. */
static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const Line *first = *(Line *const *) a, *second = *(Line *const *) b;

  if (first->place != second->place)
    return first->place < second->place ? -1 : 1;
  if (first->finding->record != second->finding->record)
    return first->finding->record < second->finding->record ? -1 : 1;
  return (first->index > second->index) - (first->index < second->index);
}

static char **
make_row (const Line *line, guint number)
{
  const ClFinding *finding = line->finding;
  gboolean is_known = finding->kind == CL_FINDING_BREACH;
  char **row = g_new0 (char *, COLUMNS + 1);
  const char *const unknown[] = { finding->parts[CL_FINDING_REQUIRED], "待核实", "", "补充资料后再核" };

  row[0] = g_strdup_printf ("%u", number);
  row[1] = g_strdup (line->called);
  row[2] = g_strdup (finding->sentence);
  row[3] = g_strdup (finding->clause);
  for (guint i = 0; i < CL_FINDING_N_PARTS; i++)
    {
      const char *text = is_known ? finding->parts[i] : unknown[i];

      row[4 + i] = g_strdup (text != NULL ? text : "");
    }
  return row;
}

/* The last row: how much of it there is. */
static char **
make_total (ClRules *rules, const GPtrArray *lines)
{
  char **row = g_new0 (char *, COLUMNS + 1);
  g_autoptr (GHashTable) records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint n_unknown = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = lines->pdata[i];

      n_unknown += line->finding->kind == CL_FINDING_UNKNOWN;
      g_hash_table_add (records, g_memdup2 (&line->finding->record, sizeof line->finding->record));
    }
  row[0] = g_strdup ("");
  row[1] = g_strdup ("合计");
  row[2] = lines->len == 0 ? g_strdup ("未发现不符合规定之处") : g_strdup_printf ("不符合 %u 项，待核实 %u 项，涉及 %u 个单位", lines->len - n_unknown, n_unknown, g_hash_table_size (records));
  row[3] = g_strdup_printf ("%s（%s）", cl_rules_get_source (rules), cl_rules_get_title (rules));
  for (guint i = 4; i < COLUMNS; i++)
    row[i] = g_strdup ("");
  return row;
}

static GPtrArray *
roster_form_rows (ClFormSource *source, const char *form, ClDatabase *reader, GHashTable *parameters, GError **error)
{
  ClCatalogue *catalogue = cl_database_get_catalogue (reader);
  const char *village = parameters != NULL ? g_hash_table_lookup (parameters, "village") : NULL;
  g_autoptr (GError) wrong = NULL;
  g_autoptr (ClRules) rules = cl_database_load_rules (reader, &wrong);
  g_autoptr (GPtrArray) findings = NULL, lines = g_ptr_array_new_with_free_func (line_free);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  gint64 division = 0;

  if (rules == NULL)
    {
      if (wrong != NULL)
        g_propagate_error (error, g_steal_pointer (&wrong));
      else
        g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The rules that the office chose are not here. Choose others in the preferences."));
      return NULL;
    }
  if (village != NULL && *village != '\0')
    {
      division = cl_query_find_record (catalogue, reader, cl_catalogue_find_ledger (catalogue, "division"), village, error);
      if (division == 0)
        return NULL;
    }
  findings = cl_rules_run (rules, reader, NULL, 0, error);
  if (findings == NULL)
    return NULL;
  for (guint i = 0; i < findings->len; i++)
    {
      Line *line = g_new0 (Line, 1);

      line->finding = findings->pdata[i];
      line->index = i;
      locate (catalogue, reader, line);
      line->called = cl_record_call (reader, catalogue, cl_catalogue_find_ledger (catalogue, line->finding->ledger), line->finding->record);
      if (division == 0 || line->division == division)
        g_ptr_array_add (lines, line);
      else
        line_free (line);
    }
  g_ptr_array_sort (lines, compare_cb);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (rows, make_row (lines->pdata[i], i + 1));
  g_ptr_array_add (rows, make_total (rules, lines));
  return g_steal_pointer (&rows);
}

static void
roster_form_source_init (ClFormSourceInterface *iface)
{
  iface->provides = roster_form_provides;
  iface->rows = roster_form_rows;
}

static void
roster_form_class_init (RosterFormClass *klass)
{
}

static void
roster_form_class_finalize (RosterFormClass *klass)
{
}

static void
roster_form_init (RosterForm *self)
{
}

/**
 * roster_form_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_form_register (GTypeModule *module)
{
  roster_form_register_type (module);
}
