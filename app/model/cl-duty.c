#include "cl-config.h"

#include "cl-duty.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-catalogue-private.h"
#include "cl-date.h"
#include "cl-expression-private.h"
#include "cl-query.h"
#include "cl-record.h"

/* What is marked so is not told: done, handed over, or postponed until a day to come. A postponed one comes back by itself. */
#define SETTLED "state <> 'postponed' or until > today()"
#define ASIDE "state = 'handed' or state = 'postponed' and until > today()"

static gboolean
understands (ClCatalogue *catalogue, ClLedger *ledger, const ClLedgerDuty *duty, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);

  return cl_query_add_column (query, duty->due, CL_QUERY_RAW, error) && (duty->where == NULL || cl_query_add_where (query, duty->where, error));
}

void
cl_catalogue_check_duties (ClCatalogue *catalogue, ClLedger *ledger)
{
  for (guint i = 0; i < ledger->duties->len;)
    {
      const ClLedgerDuty *duty = ledger->duties->pdata[i];
      g_autoptr (GError) error = NULL;

      if (understands (catalogue, ledger, duty, &error))
        {
          i++;
          continue;
        }
      cl_catalogue_complain (catalogue, ledger->path, cl_ledger_get_line (ledger, "duty", i), _("the duty “%s” cannot be told. %s"), duty->name, error->message);
      g_ptr_array_remove_index (ledger->duties, i);
    }
}

static char *
get_name (ClLedger *ledger, const ClLedgerDuty *duty)
{
  return g_strdup_printf ("%s/%s", cl_ledger_get_name (ledger), duty->name);
}

static void
append_span (GString *where, const ClLedgerDuty *duty, ClDutySpan span)
{
  switch (span)
    {
    case CL_DUTY_OVER:
      g_string_append_printf (where, "(%s) < today()", duty->due);
      if (duty->since >= 0)
        g_string_append_printf (where, " and (%s) >= add_days(today(), %d)", duty->due, -duty->since);
      break;
    case CL_DUTY_COMING:
      g_string_append_printf (where, "(%s) >= today() and (%s) <= add_days(today(), %d)", duty->due, duty->due, duty->within);
      break;
    case CL_DUTY_LATER:
      g_string_append_printf (where, "(%s) > add_days(today(), %d)", duty->due, duty->many != NULL ? duty->within : -1);
      break;
    case CL_DUTY_ASIDE:
      if (duty->since >= 0)
        g_string_append_printf (where, "(%s) >= add_days(today(), %d) and ", duty->due, -duty->since);
      g_string_append_printf (where, "(%s) <= add_days(today(), %d)", duty->due, duty->within);
      break;
    }
}

/* All that narrows the records of a duty but their day. */
static void
append_base (GString *where, ClCatalogue *catalogue, ClLedger *ledger, const ClLedgerDuty *duty, const char *marked)
{
  g_autofree char *name = get_name (ledger, duty);

  if (duty->where != NULL)
    g_string_append_printf (where, "(%s) and ", duty->where);
  if (cl_catalogue_find_ledger (catalogue, "duty_mark") != NULL)
    g_string_append_printf (where, "%smarked('%s', %s, %s) and ", g_str_equal (marked, SETTLED) ? "not " : "", name, duty->due, marked);
  else if (g_str_equal (marked, ASIDE))
    g_string_append (where, "0 and ");
}

/**
 * cl_duty_get_where:
 * @catalogue: a finished catalogue
 * @ledger: the ledger
 * @duty: one of its duties
 * @span: which of its records
 *
 * The condition stays true as days go by: it asks for today itself.
 *
 * Returns: (transfer full): a condition over @ledger
 */
char *
cl_duty_get_where (ClCatalogue *catalogue, ClLedger *ledger, const ClLedgerDuty *duty, ClDutySpan span)
{
  GString *where = g_string_new (NULL);

  append_base (where, catalogue, ledger, duty, span == CL_DUTY_ASIDE ? ASIDE : SETTLED);
  append_span (where, duty, span);
  return g_string_free (where, FALSE);
}

static gboolean
is_off (ClLedger *ledger, const char *plugins_off)
{
  g_auto (GStrv) off = plugins_off != NULL ? g_strsplit (plugins_off, " ", -1) : NULL;

  return off != NULL && cl_ledger_get_plugin (ledger) != NULL && g_strv_contains ((const char *const *) off, cl_ledger_get_plugin (ledger));
}

/* Where the program is silent about a span, its records are not asked for. */
static gboolean
is_told (const ClLedgerDuty *duty, ClDutySpan span)
{
  if (span == CL_DUTY_OVER)
    return duty->many_over != NULL;
  return span != CL_DUTY_COMING || duty->many != NULL;
}

/* @pattern with its places filled in. What is further away than the duty reaches, as a calendar shows it, is within as many days as it is away. */
static char *
fill_in (const char *pattern, const ClLedgerDuty *duty, const char *called, const char *due, guint count)
{
  GString *text = g_string_new (pattern);
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autofree char *within = g_strdup_printf ("%d", due != NULL ? MAX (duty->within, (int) cl_date_days_between (cl_today (), due)) : duty->within);
  g_autofree char *days = due != NULL ? g_strdup_printf ("%d", (int) ABS (cl_date_days_between (cl_today (), due))) : g_strdup ("");

  g_string_replace (text, "{count}", number, 0);
  g_string_replace (text, "{within}", within, 0);
  g_string_replace (text, "{days}", days, 0);
  g_string_replace (text, "{date}", due != NULL ? due : "", 0);
  /* Last: a name may hold anything. */
  g_string_replace (text, "{name}", called != NULL ? called : "", 0);
  return g_string_free (text, FALSE);
}

static char *
call (ClCatalogue *catalogue, ClDatabase *reader, ClLedger *ledger, const ClDuty *told)
{
  return told->count == 1 ? cl_record_call (reader, catalogue, ledger, told->record) : NULL;
}

/* @over is for the words alone. */
static void
put_into_words (ClDuty *told, const ClLedgerDuty *duty, gboolean over, const char *called)
{
  const char *one = over ? duty->one_over : duty->one;
  const char *many = over ? duty->many_over : duty->many;

  told->title = fill_in (over ? duty->title_over : duty->title, duty, NULL, told->due, told->count);
  if (told->count == 1 && one != NULL && called != NULL)
    told->sentence = fill_in (one, duty, called, told->due, 1);
  else if (many != NULL)
    told->sentence = fill_in (many, duty, called, told->due, told->count);
  else if (called != NULL)
    told->sentence = g_strdup_printf ("%s：%s", called, told->title);
  else
    told->sentence = g_strdup (told->title);
}

/* What is set aside, said before what it is about. */
static char *
get_note (ClStatement *statement)
{
  const char *state = cl_statement_get_text (statement, 3), *until = cl_statement_get_text (statement, 4);
  const char *reason = cl_statement_get_text (statement, 5), *to = cl_statement_get_text (statement, 6);

  if (g_strcmp0 (state, "handed") == 0)
    /* Translators: %s: a person's name */
    return g_strdup_printf (_("handed to %s"), to != NULL ? to : "");
  if (reason == NULL || *reason == '\0')
    return g_strdup_printf (_("postponed until %s"), until != NULL ? until : "");
  /* Translators: a date, and why */
  return g_strdup_printf (_("postponed until %s: %s"), until != NULL ? until : "", reason);
}

static gboolean
add_mark_columns (ClQuery *query, const char *name, const char *due, GError **error)
{
  static const char *const fields[] = { "state", "until", "reason", "handed_to" };
  g_autoptr (GString) group = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *expression = g_strdup_printf ("mark_of('%s', %s, %s)", name, due, fields[i]);

      if (!cl_query_add_column (query, expression, CL_QUERY_RAW, error))
        return FALSE;
      g_string_append_printf (group, "%s%s", i > 0 ? ", " : "", expression);
    }
  return cl_query_set_group (query, group->str, error);
}

/* What narrows the list to those that were set aside in the same way. */
static char *
narrow (const char *where, const char *name, const char *due, ClStatement *statement)
{
  static const char *const fields[] = { "state", "until", "reason", "handed_to" };
  GString *text = g_string_new (where);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = cl_statement_get_text (statement, 3 + i);
      g_autofree char *quoted = value != NULL ? cl_sql_quote_text (value) : NULL;

      if (value == NULL)
        g_string_append_printf (text, " and mark_of('%s', %s, %s) is null", name, due, fields[i]);
      else
        g_string_append_printf (text, " and mark_of('%s', %s, %s) = %s", name, due, fields[i], quoted);
    }
  return g_string_free (text, FALSE);
}

/* One duty for the records of @span, or one for each way in which they were set aside. min() makes SQLite take the id from the row with the first day. */
static gboolean
list_one (ClCatalogue *catalogue, ClDatabase *reader, ClLedger *ledger, const ClLedgerDuty *duty, ClDutySpan span, GPtrArray *into, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *where = cl_duty_get_where (catalogue, ledger, duty, span);
  g_autofree char *first = g_strdup_printf ("min(%s)", duty->due);
  g_autofree char *name = get_name (ledger, duty);

  if (!cl_query_add_column (query, "count(*)", CL_QUERY_RAW, error) || !cl_query_add_column (query, first, CL_QUERY_RAW, error) ||
      !cl_query_add_where (query, where, error) || (span == CL_DUTY_ASIDE && !add_mark_columns (query, name, duty->due, error)))
    return FALSE;
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      ClDuty *told;
      g_autofree char *called = NULL;
      gboolean over;

      if (cl_statement_get_integer (statement, 1) == 0)
        continue;
      told = g_new0 (ClDuty, 1);
      told->name = g_strdup (name);
      told->count = (guint) cl_statement_get_integer (statement, 1);
      told->due = g_strdup (cl_statement_get_text (statement, 2));
      told->ledger = g_strdup (cl_ledger_get_name (ledger));
      told->record = told->count == 1 ? cl_statement_get_integer (statement, 0) : 0;
      told->where = span == CL_DUTY_ASIDE ? narrow (where, name, duty->due, statement) : g_strdup (where);
      if (span == CL_DUTY_ASIDE)
        told->note = get_note (statement);
      over = span == CL_DUTY_OVER || (span == CL_DUTY_ASIDE && strcmp (told->due, cl_today ()) < 0);
      called = call (catalogue, reader, ledger, told);
      put_into_words (told, duty, over, called);
      g_ptr_array_add (into, told);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return error == NULL || *error == NULL;
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const ClDuty *first = *(ClDuty *const *) a, *second = *(ClDuty *const *) b;

  return g_strcmp0 (first->due, second->due);
}

/**
 * cl_duties_list:
 * @catalogue: a finished catalogue
 * @reader: a reading connection
 * @plugins_off: (nullable): names of plugins whose ledgers give no duties, blanks between
 * @span: which records are meant
 * @error: why they could not be read, or that it was cancelled
 *
 * One duty for each that a description tells and that has records; where there are several sets aside for one, one for each. On the thread of @reader.
 *
 * Returns: (transfer full) (element-type ClDuty): by their first day; %NULL on error
 */
GPtrArray *
cl_duties_list (ClCatalogue *catalogue, ClDatabase *reader, const char *plugins_off, ClDutySpan span, GError **error)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = ledgers->pdata[i];

      for (guint j = 0; !is_off (ledger, plugins_off) && j < ledger->duties->len; j++)
        if (is_told (ledger->duties->pdata[j], span) && !list_one (catalogue, reader, ledger, ledger->duties->pdata[j], span, list, &failure))
          {
            g_propagate_error (error, g_steal_pointer (&failure));
            return NULL;
          }
    }
  g_ptr_array_sort (list, compare_due);
  return g_steal_pointer (&list);
}

static const ClLedgerDuty *
find_described (ClLedger *ledger, const ClDuty *duty)
{
  const char *name = duty->name != NULL ? strrchr (duty->name, '/') : NULL;

  for (guint i = 0; ledger != NULL && name != NULL && i < ledger->duties->len; i++)
    if (g_str_equal (((const ClLedgerDuty *) ledger->duties->pdata[i])->name, name + 1))
      return ledger->duties->pdata[i];
  return NULL;
}

/**
 * cl_duty_list_each:
 * @catalogue: a finished catalogue
 * @reader: a reading connection
 * @duty: what is due, of several records
 * @most: how many at most
 * @error: why they could not be read
 *
 * Those of a plugin's own source have no day of their own, and are called alone. On the thread of @reader.
 *
 * Returns: (transfer full) (element-type ClDuty): one for each record, by day; %NULL on error
 */
GPtrArray *
cl_duty_list_each (ClCatalogue *catalogue, ClDatabase *reader, const ClDuty *duty, guint most, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, duty->ledger);
  const ClLedgerDuty *described = find_described (ledger, duty);
  const char *due = described != NULL ? described->due : "null";
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);
  g_autoptr (ClQuery) query = NULL;
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;

  if (ledger == NULL || duty->where == NULL)
    return g_steal_pointer (&list);
  query = cl_query_new (catalogue, ledger);
  cl_query_set_limit (query, most, 0);
  if (!cl_query_add_column (query, due, CL_QUERY_RAW, error) || !cl_query_add_where (query, duty->where, error) || !cl_query_set_order (query, due, error))
    return NULL;
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &failure))
    {
      ClDuty *one = g_new0 (ClDuty, 1);
      g_autofree char *called = NULL;

      one->name = g_strdup (duty->name);
      one->ledger = g_strdup (duty->ledger);
      one->record = cl_statement_get_integer (statement, 0);
      one->due = g_strdup (cl_statement_get_text (statement, 1));
      one->count = 1;
      one->note = g_strdup (duty->note);
      one->where = g_strdup_printf ("(%s) and id = %" G_GINT64_FORMAT, duty->where, one->record);
      called = call (catalogue, reader, ledger, one);
      if (described != NULL)
        put_into_words (one, described, strcmp (one->due, cl_today ()) < 0, called);
      else
        one->sentence = g_strdup (called != NULL ? called : duty->sentence);
      g_ptr_array_add (list, one);
    }
  if (failure == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
list_days_of (ClCatalogue *catalogue, ClDatabase *reader, ClLedger *ledger, const ClLedgerDuty *duty, const char *from, const char *to, GPtrArray *into,
              GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GString) where = g_string_new (NULL);
  g_autofree char *first = g_strdup_printf ("min(%s)", duty->due);

  append_base (where, catalogue, ledger, duty, SETTLED);
  if (!cl_query_add_column (query, "count(*)", CL_QUERY_RAW, error) || !cl_query_add_column (query, first, CL_QUERY_RAW, error) || !cl_query_set_group (query, duty->due, error))
    return FALSE;
  {
    g_autofree char *narrowed = g_strdup_printf ("%s(%s) >= '%s' and (%s) <= '%s'", where->str, duty->due, from, duty->due, to);

    if (!cl_query_add_where (query, narrowed, error))
      return FALSE;
  }
  statement = cl_query_prepare (query, reader, NULL, error);
  if (statement == NULL)
    return FALSE;
  while (cl_statement_step (statement, &failure))
    {
      ClDuty *told = g_new0 (ClDuty, 1);
      g_autofree char *called = NULL;
      gboolean over;

      told->name = get_name (ledger, duty);
      told->count = (guint) cl_statement_get_integer (statement, 1);
      told->due = g_strdup (cl_statement_get_text (statement, 2));
      told->ledger = g_strdup (cl_ledger_get_name (ledger));
      told->record = told->count == 1 ? cl_statement_get_integer (statement, 0) : 0;
      told->where = g_strdup_printf ("%s(%s) = '%s'", where->str, duty->due, told->due);
      over = strcmp (told->due, cl_today ()) < 0;
      called = call (catalogue, reader, ledger, told);
      if (over ? duty->many_over == NULL : duty->many == NULL)
        {
          cl_duty_free (told);
          continue;
        }
      put_into_words (told, duty, over, called);
      if (told->count > 1)
        {
          /* The sentence of several may speak of the days that lie before: here there is one day alone. */
          g_free (told->sentence);
          told->sentence = g_strdup_printf ("%s：%u", told->title, told->count);
        }
      g_ptr_array_add (into, told);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return error == NULL || *error == NULL;
}

/**
 * cl_duties_list_days:
 * @catalogue: a finished catalogue
 * @reader: a reading connection
 * @plugins_off: (nullable): names of plugins whose ledgers give no duties, blanks between
 * @from: ISO date
 * @to: ISO date, the last one
 * @error: why they could not be read
 *
 * What is due from @from to @to and neither done nor set aside, however far away: one duty for each day and each that a description tells. On the thread of @reader.
 *
 * Returns: (transfer full) (element-type ClDuty): by day; %NULL on error
 */
GPtrArray *
cl_duties_list_days (ClCatalogue *catalogue, ClDatabase *reader, const char *plugins_off, const char *from, const char *to, GError **error)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_duty_free);
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = ledgers->pdata[i];

      for (guint j = 0; !is_off (ledger, plugins_off) && j < ledger->duties->len; j++)
        if (!list_days_of (catalogue, reader, ledger, ledger->duties->pdata[j], from, to, list, &failure))
          {
            g_propagate_error (error, g_steal_pointer (&failure));
            return NULL;
          }
    }
  g_ptr_array_sort (list, compare_due);
  return g_steal_pointer (&list);
}

/**
 * cl_duties_find_next:
 * @catalogue: a finished catalogue
 * @reader: a reading connection
 * @plugins_off: (nullable): names of plugins whose ledgers give no duties, blanks between
 * @error: why they could not be read
 *
 * Returns: (transfer full) (nullable): the first day on which something is due that is not told yet; %NULL where there is none
 */
char *
cl_duties_find_next (ClCatalogue *catalogue, ClDatabase *reader, const char *plugins_off, GError **error)
{
  g_autoptr (GPtrArray) list = cl_duties_list (catalogue, reader, plugins_off, CL_DUTY_LATER, error);

  return list != NULL && list->len > 0 ? g_strdup (((const ClDuty *) list->pdata[0])->due) : NULL;
}
