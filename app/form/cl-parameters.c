#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <stdlib.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-parameters-private.h"
#include "cl-record.h"

/* Room for a number by pen at 12 pt: four half-width spaces are 8 mm. */
#define PEN "    "

static void
value_free (ClValue *value)
{
  cl_value_clear (value);
  g_free (value);
}

static void
set (ClParameters *parameters, const char *name, const ClValue *value, const char *text)
{
  ClValue *copy = g_new0 (ClValue, 1);

  if (value != NULL)
    cl_value_copy (copy, value);
  g_hash_table_replace (parameters->values, g_strdup (name), copy);
  g_hash_table_replace (parameters->texts, g_strdup (name), g_strdup (text != NULL ? text : ""));
}

/* The first few names that a reference may take: "上河村、下河村…". */
static char *
list_possible (ClCatalogue *catalogue, ClDatabase *reader, const ClTemplateParameter *parameter)
{
  ClLedger *to = cl_catalogue_find_ledger (catalogue, parameter->to);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, to);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GString) list = g_string_new (NULL);
  guint n = 0;

  if (!cl_query_add_column (query, cl_ledger_get_called (to), CL_QUERY_PAPER, NULL) ||
      (parameter->where != NULL && !cl_query_add_where (query, parameter->where, NULL)) ||
      !cl_query_set_order (query, parameter->order != NULL ? parameter->order : cl_ledger_get_order (to), NULL))
    return NULL;
  cl_query_set_limit (query, 13, 0);
  statement = cl_query_prepare (query, reader, NULL, NULL);
  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      const char *called = cl_statement_get_text (statement, 1);

      if (++n > 12)
        {
          g_string_append (list, "…");
          break;
        }
      g_string_append_printf (list, "%s%s", n > 1 ? "、" : "", called != NULL ? called : "");
    }
  return n > 0 ? g_strdup (list->str) : NULL;
}

static gboolean
satisfies (ClCatalogue *catalogue, ClDatabase *reader, const ClTemplateParameter *parameter, gint64 id, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, parameter->to));
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *same = g_strdup_printf ("id = %" G_GINT64_FORMAT, id);

  if (!cl_query_add_where (query, same, error) ||
      (parameter->where != NULL && !cl_query_add_where (query, parameter->where, error)))
    return FALSE;
  statement = cl_query_prepare (query, reader, NULL, error);
  return statement != NULL && cl_statement_step (statement, error);
}

/* The one record that @text means among those that the form can take: two villages of a name in different townships are told apart by
 * code, but a town and its village of the same name by the form's own condition. */
static gint64
find_reference (ClCatalogue *catalogue, ClDatabase *reader, const ClTemplateParameter *parameter, const char *text, GError **error)
{
  ClLedger *to = cl_catalogue_find_ledger (catalogue, parameter->to);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, to);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GHashTable) bound = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) value_free);
  g_autofree char *same = g_strdup_printf ("(%s) = :text", cl_ledger_get_called (to));
  ClValue *value = g_new0 (ClValue, 1);
  gint64 id = 0;

  cl_value_set_text (value, text);
  g_hash_table_insert (bound, (gpointer) "text", value);
  if (!cl_query_add_where (query, same, error) ||
      (parameter->where != NULL && !cl_query_add_where (query, parameter->where, error)))
    return 0;
  statement = cl_query_prepare (query, reader, bound, error);
  if (statement == NULL)
    return 0;
  if (cl_statement_step (statement, NULL))
    {
      id = cl_statement_get_integer (statement, 0);
      if (cl_statement_step (statement, NULL))
        id = 0;
    }
  g_clear_pointer (&statement, cl_statement_release);
  if (id != 0)
    return id;
  return cl_query_find_record (catalogue, reader, to, text, error);
}

static gboolean
resolve_reference (ClParameters *parameters, ClCatalogue *catalogue, ClDatabase *reader, const ClTemplateParameter *parameter, const char *text, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 id = find_reference (catalogue, reader, parameter, text, &local);
  g_autofree char *possible = NULL;

  if (id != 0 && satisfies (catalogue, reader, parameter, id, &local))
    return cl_parameters_set_reference (parameters, catalogue, reader, parameter, id, error);
  if (local != NULL && !g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      g_prefix_error (error, "%s: ", parameter->label);
      return FALSE;
    }
  possible = list_possible (catalogue, reader, parameter);
  if (possible != NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s: “%s” is not known here. Possible: %s."), parameter->label, text, possible);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s: “%s” is not known here, and there is none yet. Enter or import it first."),
                 parameter->label, text);
  return FALSE;
}

static gboolean
resolve_year (ClParameters *parameters, const ClTemplateParameter *parameter, const char *text, GError **error)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autofree char *plain = g_strndup (text, 4);
  const char *rest = strlen (text) >= 4 ? text + 4 : "";

  if (strspn (plain, "0123456789") != 4 || (plain[0] != '1' && plain[0] != '2') || (*rest != '\0' && !g_str_equal (rest, "年")))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s: “%s” is not a year. Write it in four digits, such as %.4s."),
                   parameter->label, text, cl_today ());
      return FALSE;
    }
  cl_value_set_integer (&value, atoi (plain));
  set (parameters, parameter->name, &value, plain);
  return TRUE;
}

static gboolean
resolve_choice (ClParameters *parameters, const ClTemplateParameter *parameter, const char *text, GError **error)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autofree char *possible = NULL;

  for (guint i = 0; parameter->choices[i] != NULL; i++)
    if (g_str_equal (text, parameter->choices[i]) || g_str_equal (text, parameter->choice_labels[i]))
      {
        cl_value_set_text (&value, parameter->choices[i]);
        set (parameters, parameter->name, &value, parameter->choices[i]);
        if (g_strcmp0 (parameter->continuous, parameter->choices[i]) == 0)
          parameters->continuous = TRUE;
        return TRUE;
      }
  possible = g_strjoinv (", ", parameter->choices);
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("%s: “%s” cannot be chosen. Possible: %s."), parameter->label, text, possible);
  return FALSE;
}

static gboolean
resolve_one (ClParameters *parameters, ClCatalogue *catalogue, ClDatabase *reader, const ClTemplateParameter *parameter, const char *text, GError **error)
{
  g_auto (ClValue) value = CL_VALUE_INIT;

  if (g_str_equal (parameter->type, "reference"))
    return resolve_reference (parameters, catalogue, reader, parameter, text, error);
  if (g_str_equal (parameter->type, "year"))
    return resolve_year (parameters, parameter, text, error);
  if (g_str_equal (parameter->type, "choice"))
    return resolve_choice (parameters, parameter, text, error);
  if (g_str_equal (parameter->type, "date"))
    {
      g_autofree char *iso = g_str_equal (text, "today") ? g_strdup (cl_today ()) : cl_date_parse (text, error);

      if (iso == NULL)
        {
          g_prefix_error (error, "%s: ", parameter->label);
          return FALSE;
        }
      cl_value_set_text (&value, iso);
      set (parameters, parameter->name, &value, iso);
      return TRUE;
    }
  if (g_str_equal (parameter->type, "month"))
    {
      g_autofree char *month = cl_month_parse (text, error);

      if (month == NULL)
        {
          g_prefix_error (error, "%s: ", parameter->label);
          return FALSE;
        }
      cl_value_set_text (&value, month);
      set (parameters, parameter->name, &value, month);
      return TRUE;
    }
  cl_value_set_text (&value, text);
  set (parameters, parameter->name, &value, text);
  return TRUE;
}

static gboolean
check_names (ClTemplate *form, GHashTable *typed, GError **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, typed);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (cl_template_find_parameter (form, name) == NULL)
      {
        g_autoptr (GString) possible = g_string_new (NULL);

        for (guint i = 0; i < form->parameters->len; i++)
          g_string_append_printf (possible, "%s%s", i > 0 ? ", " : "", ((ClTemplateParameter *) form->parameters->pdata[i])->name);
        g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The form “%s” has no parameter “%s”. Possible: %s."),
                     form->title, (const char *) name, possible->str);
        return FALSE;
      }
  return TRUE;
}

void
cl_parameters_free (ClParameters *parameters)
{
  g_hash_table_unref (parameters->values);
  g_hash_table_unref (parameters->texts);
  g_free (parameters);
}

/* Where the file has one office, its federation and its township. */
static void
set_office (ClParameters *parameters, ClCatalogue *catalogue, ClDatabase *reader)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "organisation");
  g_autoptr (ClQuery) query = ledger != NULL && reader != NULL ? cl_query_new (catalogue, ledger) : NULL;
  g_autoptr (ClStatement) statement = NULL;
  g_autofree char *office = NULL, *township = NULL;

  if (query == NULL || !cl_query_add_column (query, "name", CL_QUERY_PAPER, NULL) || !cl_query_add_column (query, "division.name", CL_QUERY_PAPER, NULL) ||
      !cl_query_add_where (query, "kind = 'federation'", NULL))
    return;
  cl_query_set_limit (query, 2, 0);
  statement = cl_query_prepare (query, reader, NULL, NULL);
  if (statement == NULL || !cl_statement_step (statement, NULL))
    return;
  office = g_strdup (cl_statement_get_text (statement, 1));
  township = g_strdup (cl_statement_get_text (statement, 2));
  if (cl_statement_step (statement, NULL))
    return;
  g_hash_table_replace (parameters->texts, g_strdup ("office"), g_strdup (office != NULL ? office : ""));
  g_hash_table_replace (parameters->texts, g_strdup ("township"), g_strdup (township != NULL ? township : ""));
}

/* Every parameter of the form gets a value, be it NONE; a year not given is this year, a month this month. */
ClParameters *
cl_parameters_resolve (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, GError **error)
{
  g_autoptr (ClParameters) parameters = g_new0 (ClParameters, 1);

  parameters->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) value_free);
  parameters->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (typed != NULL && !check_names (form, typed, error))
    return NULL;
  set_office (parameters, catalogue, reader);
  for (guint i = 0; i < form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = form->parameters->pdata[i];
      const char *given = typed != NULL ? g_hash_table_lookup (typed, parameter->name) : NULL;
      g_autofree char *year = g_strndup (cl_today (), 4), *month = g_strndup (cl_today (), 7);
      g_autofree char *text = g_strstrip (g_strdup (given != NULL ? given : ""));
      const char *effective = *text != '\0' ? text : parameter->default_value;

      if (effective == NULL && g_str_equal (parameter->type, "year"))
        effective = year;
      if (effective == NULL && g_str_equal (parameter->type, "month"))
        effective = month;
      if (effective == NULL)
        set (parameters, parameter->name, NULL, NULL);
      else if (!resolve_one (parameters, catalogue, reader, parameter, effective, error))
        return NULL;
    }
  return g_steal_pointer (&parameters);
}

gboolean
cl_parameters_is_given (ClParameters *parameters, const char *name)
{
  const ClValue *value = g_hash_table_lookup (parameters->values, name);

  return value != NULL && !cl_value_is_none (value);
}

gboolean
cl_parameters_set_reference (ClParameters *parameters, ClCatalogue *catalogue, ClDatabase *reader, const ClTemplateParameter *parameter, gint64 id, GError **error)
{
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autofree char *called = cl_record_call (reader, catalogue, cl_catalogue_find_ledger (catalogue, parameter->to), id);

  cl_value_set_integer (&value, id);
  set (parameters, parameter->name, &value, called);
  return TRUE;
}

/* What is known of every file: {office}, {township}, {today.year}. */
static char *
format_known (ClParameters *parameters, const ClTemplatePart *part)
{
  const char *text = g_hash_table_lookup (parameters->texts, part->text);

  if (!g_str_equal (part->text, "today"))
    return g_strdup (text != NULL && *text != '\0' ? text : part->otherwise != NULL ? part->otherwise : "");
  if (g_str_equal (part->of, "year"))
    return g_strndup (cl_today (), 4);
  return g_strdup_printf ("%d", atoi (cl_today () + (g_str_equal (part->of, "month") ? 5 : 8)));
}

/* FORMS.md 0.12: of a date not given the year is printed, month and day are left to the pen; a date given is not padded with zeros. */
char *
cl_parameters_format (ClParameters *parameters, ClTemplate *form, const ClTemplatePart *part)
{
  const char *text = g_hash_table_lookup (parameters->texts, part->text);
  const char *of = part->of;
  gboolean given = cl_parameters_is_given (parameters, part->text);
  const ClTemplateParameter *parameter = cl_template_find_parameter (form, part->text);

  if (parameter == NULL)
    return format_known (parameters, part);
  if (!given && part->otherwise != NULL)
    return g_strdup (part->otherwise);
  if (of == NULL && given && (g_str_equal (parameter->type, "date") || g_str_equal (parameter->type, "month")))
    return cl_date_format_paper (text);
  if (of == NULL && given && g_str_equal (parameter->type, "choice"))
    for (guint i = 0; parameter->choices[i] != NULL; i++)
      if (g_str_equal (parameter->choices[i], text))
        return g_strdup (parameter->choice_labels[i]);
  if (of == NULL)
    return g_strdup (text);
  if (g_str_equal (of, "year"))
    {
      if (given)
        return g_strndup (text, 4);
      for (guint i = 0; i < form->parameters->len; i++)
        {
          const ClTemplateParameter *year = form->parameters->pdata[i];

          if (g_str_equal (year->type, "year"))
            return g_strdup (g_hash_table_lookup (parameters->texts, year->name));
        }
      return g_strndup (cl_today (), 4);
    }
  if (!given)
    return g_strdup (PEN);
  return g_strdup_printf (" %d ", atoi (text + (g_str_equal (of, "month") ? 5 : 8)));
}
