#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-values-run-private.h"

/* What a query over many rows asks beyond the form: the records of one group or page. */
typedef struct
{
  const char *expression;
  const ClTemplateRows *rows;
  const char *where;
  GArray *ids;
  const char *public_as;
} Question;

/* Splits "FIELD=VALUE"; full-width ＝ is what a Chinese keyboard gives. */
static gboolean
split_typed (const char *condition, char **field, char **value, GError **error)
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
find_path (ClValues *run, const char *field)
{
  const ClTemplateParameter *parameter = cl_template_find_parameter (run->form, field);
  ClTemplateTable *table = cl_template_get_table (run->form);

  if (parameter != NULL && parameter->narrows != NULL)
    return parameter->narrows;
  for (guint i = 0; table != NULL && table->rows.ledger == NULL && i < table->columns->len; i++)
    {
      const ClTemplateColumn *column = table->columns->pdata[i];

      if (g_str_equal (column->title, field) && column->value != NULL)
        return column->value;
    }
  return field;
}

/* The form's own condition, the parameters given, what the user typed. */
static gboolean
narrow_form (ClValues *run, ClQuery *query, GError **error)
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

      if (!split_typed (run->where[i], &field, &value, error) ||
          !cl_query_add_typed_where (query, run->reader, find_path (run, field), value, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
cl_values_narrow (ClValues *run, ClQuery *query, const ClTemplateRows *rows, GError **error)
{
  return (rows != NULL && rows->ledger != NULL ? TRUE : narrow_form (run, query, error)) &&
         (rows == NULL || rows->where == NULL || cl_query_add_where (query, rows->where, error));
}

ClLedger *
cl_values_get_ledger (ClValues *run, const ClTemplateRows *rows)
{
  return rows != NULL && rows->ledger != NULL ? rows->ledger : run->form->rows_of;
}

static gboolean
is_path (const char *expression)
{
  for (const char *p = expression; *p != '\0'; p++)
    if (!(g_ascii_isalnum (*p) || *p == '_' || *p == '.'))
      return FALSE;
  return TRUE;
}

/* Counts and sums tell of nobody. */
static gboolean
is_number (const char *expression)
{
  static const char *const functions[] = { "count", "sum", "total", "avg", "round", "count_of", "sum_of" };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_has_prefix (expression, functions[i]) && *g_utf8_next_char (expression + strlen (functions[i]) - 1) == '(')
      return TRUE;
  return FALSE;
}

/* How a column is masked in public: as it says, else a private field by its class, what names a person by its first character. */
static const char *
find_mask (ClValues *run, ClQuery *query, guint column, ClLedger *ledger, const char *expression, const char *public_as)
{
  const ClField *field;
  ClLedger *holder = NULL;

  if (public_as != NULL)
    return g_str_equal (public_as, "whole") ? NULL : public_as;
  if (is_path (expression))
    {
      field = cl_catalogue_resolve (run->catalogue, ledger, expression, &holder, NULL);
      if (field != NULL && (g_strcmp0 (cl_field_get_target (field), "person") == 0 ||
                            (holder != NULL && g_str_equal (cl_ledger_get_name (holder), "person") && g_str_equal (cl_field_get_name (field), "name"))))
        return "name";
    }
  return is_number (expression) ? NULL : cl_query_get_private_class (query, column);
}

gboolean
cl_values_add_column (ClValues *run, ClQuery *query, GPtrArray *masks, ClLedger *ledger, const char *expression, const char *public_as, gboolean raw, GError **error)
{
  if (!cl_query_add_column (query, expression, raw ? CL_QUERY_RAW : CL_QUERY_PAPER, error))
    return FALSE;
  g_ptr_array_add (masks, raw || !run->is_public ? NULL : g_strdup (find_mask (run, query, masks->len + 1, ledger, expression, public_as)));
  return TRUE;
}

static void
compiled_free (gpointer data)
{
  ClCompiled *compiled = data;

  g_free (compiled->sql);
  g_ptr_array_unref (compiled->masks);
  g_free (compiled);
}

static ClCompiled *
write_out (ClValues *run, ClLedger *ledger, ClCompileFunc compile, gconstpointer data, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (run->catalogue, ledger);
  g_autoptr (GPtrArray) masks = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *sql = NULL;
  ClCompiled *compiled;

  cl_template_define (run->form, query);
  if (!compile (run, query, masks, data, error) || (sql = cl_query_to_sql (query, error)) == NULL)
    return NULL;
  compiled = g_new0 (ClCompiled, 1);
  compiled->sql = g_steal_pointer (&sql);
  compiled->masks = g_steal_pointer (&masks);
  return compiled;
}

ClStatement *
cl_values_prepare (ClValues *run, const char *key, ClLedger *ledger, ClCompileFunc compile, gconstpointer data, GPtrArray **masks, GError **error)
{
  ClCompiled *compiled;
  ClStatement *statement;

  if (run->reader == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The data file is closed. Open it again."));
      return NULL;
    }
  if (run->compiled == NULL)
    run->compiled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, compiled_free);
  compiled = g_hash_table_lookup (run->compiled, key);
  if (compiled == NULL)
    {
      compiled = write_out (run, ledger, compile, data, error);
      if (compiled == NULL)
        return NULL;
      g_hash_table_insert (run->compiled, g_strdup (key), compiled);
    }
  statement = cl_database_prepare (run->reader, compiled->sql, error);
  for (int i = 1; statement != NULL && i <= cl_statement_get_n_parameters (statement); i++)
    {
      const char *name = cl_statement_get_parameter_name (statement, i);
      const ClValue *value = name != NULL ? g_hash_table_lookup (run->parameters->values, name + 1) : NULL;

      if (value != NULL)
        cl_statement_bind_value (statement, i, value);
    }
  if (masks != NULL)
    *masks = compiled->masks;
  return statement;
}

char *
cl_values_take (ClValues *run, ClStatement *statement, GPtrArray *masks, guint column)
{
  const char *text = cl_statement_get_text (statement, (int) column + 1), *mask = masks->pdata[column];

  if (text == NULL)
    return g_strdup ("");
  return mask != NULL ? cl_mask (mask, text) : g_strstrip (g_strdup (text));
}

static gboolean
compile_question (ClValues *run, ClQuery *query, GPtrArray *masks, gconstpointer data, GError **error)
{
  const Question *question = data;
  g_autofree char *among = question->ids != NULL ? cl_query_say_ids ((const gint64 *) question->ids->data, question->ids->len) : NULL;

  /* Where a total is of certain records, these are known already. */
  return cl_values_add_column (run, query, masks, cl_values_get_ledger (run, question->rows), question->expression, question->public_as, FALSE, error) &&
         (among != NULL ? cl_query_add_where (query, among, error) : cl_values_narrow (run, query, question->rows, error)) &&
         (question->where == NULL || cl_query_add_where (query, question->where, error));
}

static char *
ask (ClValues *run, const Question *question, gconstpointer part, GError **error)
{
  GPtrArray *masks;
  g_autofree char *key = g_strdup_printf ("%p %p %p", part, (gpointer) question->rows, (gpointer) question->where);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) local = NULL;
  char *text = NULL;

  if (run->is_blank)
    return g_strdup ("");
  if (question->ids != NULL && question->ids->len == 0)
    return g_strdup ("");
  /* Other records each time: nothing to keep. */
  if (question->ids != NULL && run->compiled != NULL)
    g_hash_table_remove (run->compiled, key);
  statement = cl_values_prepare (run, key, cl_values_get_ledger (run, question->rows), compile_question, question, &masks, error);
  if (statement == NULL)
    return NULL;
  if (cl_statement_step (statement, &local))
    text = cl_values_take (run, statement, masks, 0);
  else if (local == NULL)
    text = g_strdup ("");
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  if (question->ids != NULL)
    g_hash_table_remove (run->compiled, key);
  return text;
}

/* An expression over rows: count(*), sum(…), or what the one record has. Unknown is blank. */
char *
cl_values_compute (ClValues *run, const char *expression, const ClTemplateRows *rows, const char *where, GArray *ids, GError **error)
{
  Question question = { expression, rows, where, ids, NULL };

  return ask (run, &question, expression, error);
}

static char *
expand_part (ClValues *run, const ClTemplatePart *part, Question *question, GError **error)
{
  g_autofree char *raw = NULL;

  switch (part->kind)
    {
    case CL_PART_TEXT:
      return g_strdup (part->text);
    case CL_PART_LINE:
      return cl_values_repeat_line (run, part->width);
    case CL_PART_PARAMETER:
      return cl_parameters_format (run->parameters, run->form, part);
    case CL_PART_VALUE:
    case CL_PART_BOX:
    case CL_PART_BOXES:
    default:
      question->expression = part->text;
      raw = ask (run, question, part, error);
      return raw != NULL ? cl_values_format_part (part, raw) : NULL;
    }
}

static char *
expand (ClValues *run, const ClTemplateText *text, Question *question, GError **error)
{
  g_autoptr (GString) result = g_string_new (NULL);

  for (guint i = 0; i < text->parts->len; i++)
    {
      g_autofree char *piece = expand_part (run, text->parts->pdata[i], question, error);

      if (piece == NULL)
        return NULL;
      g_string_append (result, piece);
    }
  return g_strdup (result->str);
}

char *
cl_values_expand (ClValues *run, const ClTemplateText *text, const ClTemplateRows *rows, const char *public_as, GError **error)
{
  Question question = { NULL, rows, NULL, NULL, public_as };

  return expand (run, text, &question, error);
}

char *
cl_values_expand_over (ClValues *run, const ClTemplateText *text, const ClTemplateRows *rows, const char *where, GArray *ids, GError **error)
{
  Question question = { NULL, rows, where, ids, NULL };

  return expand (run, text, &question, error);
}

static gboolean
holds (ClValues *run, const char *parameter, GStrv values)
{
  const char *text = g_hash_table_lookup (run->parameters->texts, parameter);

  if (values == NULL)
    return cl_parameters_is_given (run->parameters, parameter);
  return text != NULL && g_strv_contains ((const char *const *) values, text);
}

gboolean
cl_values_is_left_out (ClValues *run, const ClTemplateCondition *condition, GError **error)
{
  g_autofree char *held = NULL;

  if ((condition->if_parameter != NULL && !holds (run, condition->if_parameter, condition->if_values)) ||
      (condition->unless_parameter != NULL && holds (run, condition->unless_parameter, condition->unless_values)))
    return TRUE;
  if (condition->when == NULL || run->is_blank)
    return FALSE;
  held = cl_values_compute (run, condition->when, NULL, NULL, NULL, error);
  return held == NULL || *held == '\0' || g_str_equal (held, "0");
}

/* One of these is about as wide as a quarter of a character: layout draws a rule under runs of them. */
char *
cl_values_repeat_line (ClValues *run, double width)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i * (run->is_large ? 1.3 : 0.8) < width; i++)
    g_string_append (line, "\u00a0");
  return g_strdup (line->str);
}

char *
cl_values_format_part (const ClTemplatePart *part, const char *raw)
{
  gboolean yes = *raw != '\0' && !g_str_equal (raw, "0") && !g_str_equal (raw, "否");
  g_auto (GStrv) held = NULL;
  g_autoptr (GString) boxes = NULL;

  if (part->kind == CL_PART_BOX)
    return g_strconcat (yes ? "☑" : "□", part->of, NULL);
  if (part->kind != CL_PART_BOXES)
    return g_strdup (raw);
  /* As paper has it: labels joined by 、; as an expression gives it: codes joined by commas. */
  held = g_strsplit_set (raw, ",", -1);
  boxes = g_string_new (NULL);
  for (guint i = 0; part->codes[i] != NULL; i++)
    {
      g_auto (GStrv) labels = g_strsplit (raw, "、", -1);
      gboolean ticked = g_strv_contains ((const char *const *) held, part->codes[i]) || g_strv_contains ((const char *const *) labels, part->labels[i]);

      g_string_append_printf (boxes, "%s%s%s", i > 0 ? " " : "", ticked ? "☑" : "□", part->labels[i]);
    }
  return g_strdup (boxes->str);
}
