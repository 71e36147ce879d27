#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-error.h"
#include "cl-parameters-private.h"
#include "cl-values-private.h"

typedef struct
{
  ClTemplate *form;
  ClCatalogue *catalogue;
  ClDatabase *reader;
  ClLedger *ledger;
  ClParameters *parameters;
  const char *const *where;
  ClFormSource *source; /* of a plugin, or NULL: the form's own query */
} Run;

/* Splits "FIELD=VALUE"; full-width ＝ is what a Chinese keyboard gives. */
static gboolean
split_condition (const char *condition,
                 char **field,
                 char **value,
                 GError **error)
{
  const char *equals = strchr (condition, '=');
  gsize length = 1;

  if (equals == NULL)
    {
      equals = strstr (condition, "＝");
      length = strlen ("＝");
    }
  if (equals == NULL || equals == condition)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a condition. Write FIELD=VALUE."), condition);
      return FALSE;
    }
  *field = g_strstrip (g_strndup (condition, equals - condition));
  *value = g_strstrip (g_strdup (equals + length));
  return TRUE;
}

/* The field of a condition may be a path of the rows' ledger, a parameter's name, or what the form prints above a column. */
static const char *
find_path (Run *run,
           const char *field)
{
  const ClTemplateParameter *parameter = cl_template_find_parameter (run->form, field);

  if (parameter != NULL && parameter->narrows != NULL)
    return parameter->narrows;
  for (guint i = 0; i < run->form->columns->len; i++)
    {
      const ClTemplateColumn *column = run->form->columns->pdata[i];

      if (g_str_equal (column->title, field))
        return column->value;
    }
  return field;
}

/* What narrows the rows: the form's own condition, the parameters given, what the user typed. */
static gboolean
narrow (Run *run,
        ClQuery *query,
        GError **error)
{
  if (run->form->where != NULL && !cl_query_add_where (query, run->form->where, error))
    return FALSE;
  for (guint i = 0; i < run->form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = run->form->parameters->pdata[i];
      g_autofree char *same = NULL;

      if (parameter->narrows == NULL || !cl_parameters_is_given (run->parameters, parameter->name))
        continue;
      same = g_strdup_printf ("%s = :%s", parameter->narrows, parameter->name);
      if (!cl_query_add_where (query, same, error))
        return FALSE;
    }
  for (guint i = 0; run->where != NULL && run->where[i] != NULL; i++)
    {
      g_autofree char *field = NULL, *value = NULL;

      if (!split_condition (run->where[i], &field, &value, error) ||
          !cl_query_add_typed_where (query, run->reader, find_path (run, field), value, error))
        return FALSE;
    }
  return TRUE;
}

/* Adds the words of @more that @list, joined by 、, lacks. Transfer full. */
static char *
join_words (const char *list,
            const char *more)
{
  g_auto (GStrv) have = g_strsplit (list, "、", -1);
  g_auto (GStrv) words = g_strsplit (more, "、", -1);
  g_autoptr (GString) joined = g_string_new (list);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !g_strv_contains ((const char *const *) have, words[i]))
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? "、" : "", words[i]);
  return g_strdup (joined->str);
}

static void
join_row (ClTemplate *form,
          char **row,
          ClStatement *statement)
{
  for (guint i = 0; i < form->columns->len; i++)
    {
      const ClTemplateColumn *column = form->columns->pdata[i];
      const char *text = cl_statement_get_text (statement, (int) i + 1);
      char *joined;

      if (!column->joins || text == NULL)
        continue;
      joined = join_words (row[i], text);
      g_free (row[i]);
      row[i] = joined;
    }
}

/* One line a person, but in a continuous list a person has a line in each village. */
static gboolean
add_key (Run *run,
         ClQuery *query,
         GError **error)
{
  g_autoptr (GString) key = g_string_new (NULL);

  g_string_append_printf (key, "ifnull(%s, -id)", run->form->one_per);
  for (guint i = 0; i < run->form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = run->form->parameters->pdata[i];

      if (parameter->each)
        g_string_append_printf (key, " || ' ' || ifnull(%s, '')", parameter->narrows);
    }
  return cl_query_add_column (query, key->str, CL_QUERY_RAW, error);
}

/* The form's own order; in a continuous list the sheets' order goes before it. */
static gboolean
set_order (Run *run,
           ClQuery *query,
           GError **error)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; run->parameters->continuous && i < run->form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = run->form->parameters->pdata[i];
      g_auto (GStrv) keys = g_strsplit (parameter->each && parameter->order != NULL ? parameter->order : "", ",", -1);

      for (guint k = 0; keys[k] != NULL; k++)
        if (*g_strstrip (keys[k]) != '\0')
          g_string_append_printf (order, "%s.%s, ", parameter->narrows, keys[k]);
      if (parameter->each)
        g_string_append_printf (order, "%s, ", parameter->narrows);
    }
  g_string_append (order, run->form->order != NULL ? run->form->order : "id");
  return cl_query_set_order (query, order->str, error);
}

static GPtrArray *
query_rows (Run *run,
            GError **error)
{
  ClTemplate *form = run->form;
  guint n = form->columns->len;
  g_autoptr (ClQuery) query = cl_query_new (run->catalogue, run->ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < n; i++)
    if (!cl_query_add_column (query, ((ClTemplateColumn *) form->columns->pdata[i])->value, CL_QUERY_PAPER, error))
      return NULL;
  if ((form->one_per != NULL && !add_key (run, query, error)) || !narrow (run, query, error) || !set_order (run, query, error))
    return NULL;
  statement = cl_query_prepare (query, run->reader, run->parameters->values, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &local))
    {
      char **row;
      const char *key = form->one_per != NULL ? cl_statement_get_text (statement, (int) n + 1) : NULL;

      if (key != NULL && (row = g_hash_table_lookup (seen, key)) != NULL)
        {
          join_row (form, row, statement);
          continue;
        }
      row = g_new0 (char *, n + 1);
      for (guint i = 0; i < n; i++)
        {
          const char *text = cl_statement_get_text (statement, (int) i + 1);

          row[i] = g_strstrip (g_strdup (text != NULL ? text : ""));
        }
      g_ptr_array_add (rows, row);
      if (key != NULL)
        g_hash_table_insert (seen, g_strdup (key), row);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&rows);
}

static GPtrArray *
fetch_rows (Run *run,
            GError **error)
{
  if (run->source == NULL)
    return query_rows (run, error);
  if (run->where != NULL && run->where[0] != NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The rows of “%s” are put together by a plugin and cannot be narrowed. Leave the conditions out."), run->form->title);
      return NULL;
    }
  return cl_form_source_fetch (run->source, run->form, run->reader, run->parameters->texts, error);
}

/* An expression over all rows of the sheet: count(*), sum(…). Unknown is blank. */
static char *
compute (Run *run,
         const char *expression,
         GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (run->catalogue, run->ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) local = NULL;
  const char *text;

  if (!cl_query_add_column (query, expression, CL_QUERY_PAPER, error) || !narrow (run, query, error))
    return NULL;
  statement = cl_query_prepare (query, run->reader, run->parameters->values, error);
  if (statement == NULL)
    return NULL;
  if (!cl_statement_step (statement, &local) && local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  text = cl_statement_get_text (statement, 1);
  return g_strdup (text != NULL ? text : "");
}

/* NULL without error: the text is left out here. */
static char *
expand (Run *run,
        const ClTemplateText *text,
        GError **error)
{
  g_autoptr (GString) result = g_string_new (NULL);

  if (text == NULL)
    return NULL;
  if (text->unless_parameter != NULL &&
      g_strcmp0 (g_hash_table_lookup (run->parameters->texts, text->unless_parameter), text->unless_value) == 0)
    return NULL;
  for (guint i = 0; i < text->parts->len; i++)
    {
      const ClTemplatePart *part = text->parts->pdata[i];
      g_autofree char *piece = NULL;

      if (part->kind == CL_PART_TEXT)
        piece = g_strdup (part->text);
      else if (part->kind == CL_PART_PARAMETER)
        piece = cl_parameters_format (run->parameters, run->form, part);
      else
        piece = compute (run, part->text, error);
      if (piece == NULL)
        return NULL;
      g_string_append (result, piece);
    }
  return g_strdup (result->str);
}

static GStrv
expand_all (Run *run,
            GPtrArray *texts,
            gboolean cells,
            GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < texts->len; i++)
    {
      g_autoptr (GError) local = NULL;
      ClTemplateText *text = cells ? ((ClTemplateCell *) texts->pdata[i])->text : texts->pdata[i];
      g_autofree char *expanded = expand (run, text, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      g_strv_builder_add (builder, expanded != NULL ? expanded : "");
    }
  return g_strv_builder_end (builder);
}

static ClSheet *
make_sheet (Run *run,
            const ClTemplateParameter *each,
            GPtrArray *rows,
            GError **error)
{
  g_autoptr (ClSheet) sheet = cl_sheet_new (each != NULL ? g_hash_table_lookup (run->parameters->texts, each->name) : "");
  g_autoptr (GError) local = NULL;

  sheet->rows = rows;
  sheet->blank = rows->len == 0;
  sheet->sub_title = expand (run, run->form->sub_title, &local);
  if (local == NULL)
    sheet->header = expand_all (run, run->form->header, TRUE, &local);
  if (local == NULL)
    sheet->notes = expand_all (run, run->form->notes, FALSE, &local);
  if (local == NULL && !sheet->blank)
    sheet->summary = expand (run, run->form->summary, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&sheet);
}

static GArray *
list_each (Run *run,
           const ClTemplateParameter *parameter,
           GError **error)
{
  ClLedger *to = cl_catalogue_find_ledger (run->catalogue, parameter->to);
  g_autoptr (ClQuery) query = cl_query_new (run->catalogue, to);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  if ((parameter->where != NULL && !cl_query_add_where (query, parameter->where, error)) ||
      !cl_query_set_order (query, parameter->order != NULL ? parameter->order : cl_ledger_get_order (to), error))
    return NULL;
  statement = cl_query_prepare (query, run->reader, NULL, error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, &local))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&ids);
}

static gboolean
collect_each (Run *run,
              const ClTemplateParameter *each,
              GPtrArray *sheets,
              GError **error)
{
  g_autoptr (GArray) ids = list_each (run, each, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      GPtrArray *rows;
      ClSheet *sheet;

      cl_parameters_set_reference (run->parameters, run->catalogue, run->reader, each, g_array_index (ids, gint64, i), NULL);
      rows = fetch_rows (run, error);
      if (rows == NULL)
        return FALSE;
      if (rows->len == 0)
        {
          g_ptr_array_unref (rows);
          continue;
        }
      sheet = make_sheet (run, each, rows, error);
      if (sheet == NULL)
        return FALSE;
      g_ptr_array_add (sheets, sheet);
    }
  return ids != NULL;
}

static gboolean
collect_one (Run *run,
             const ClTemplateParameter *each,
             GPtrArray *sheets,
             GError **error)
{
  GPtrArray *rows = fetch_rows (run, error);
  ClSheet *sheet;

  if (rows == NULL)
    return FALSE;
  if (rows->len == 0 && each == NULL)
    {
      g_ptr_array_unref (rows);
      return TRUE;
    }
  sheet = make_sheet (run, each, rows, error);
  if (sheet == NULL)
    return FALSE;
  g_ptr_array_add (sheets, sheet);
  return TRUE;
}

static const ClTemplateParameter *
find_each (ClTemplate *form)
{
  for (guint i = 0; i < form->parameters->len; i++)
    if (((ClTemplateParameter *) form->parameters->pdata[i])->each)
      return form->parameters->pdata[i];
  return NULL;
}

ClSheet *
cl_sheet_new (const char *called)
{
  ClSheet *sheet = g_new0 (ClSheet, 1);

  sheet->called = g_strdup (called);
  return sheet;
}

void
cl_sheet_free (ClSheet *sheet)
{
  g_free (sheet->called);
  g_free (sheet->sub_title);
  g_strfreev (sheet->header);
  g_clear_pointer (&sheet->rows, g_ptr_array_unref);
  g_free (sheet->summary);
  g_strfreev (sheet->notes);
  g_free (sheet);
}

GPtrArray *
cl_values_collect (ClTemplate *form,
                   ClCatalogue *catalogue,
                   ClDatabase *reader,
                   GHashTable *typed,
                   const char *const *where,
                   GError **error)
{
  g_autoptr (ClParameters) parameters = cl_parameters_resolve (form, catalogue, reader, typed, error);
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_free);
  g_autoptr (ClFormSource) source = cl_form_source_find (catalogue, form->name);
  const ClTemplateParameter *each = find_each (form);
  Run run = { form, catalogue, reader, cl_catalogue_find_ledger (catalogue, form->ledger), parameters, where, source };
  gboolean given;

  if (parameters == NULL)
    return NULL;
  given = each != NULL && cl_parameters_is_given (parameters, each->name);
  if (!(each != NULL && !given && !parameters->continuous
            ? collect_each (&run, each, sheets, error)
            : collect_one (&run, given ? each : NULL, sheets, error)))
    return NULL;
  if (sheets->len == 0)
    {
      if (each != NULL)
        g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND,
                     _("There is nothing to print on “%s”. Enter or import the rows first, or name one (%s) to print its sheet empty."),
                     form->title, each->label);
      else
        g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is nothing to print on “%s”. Enter or import the rows first."), form->title);
      return NULL;
    }
  return g_steal_pointer (&sheets);
}
