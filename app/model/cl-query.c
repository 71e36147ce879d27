#include "cl-config.h"

#include "cl-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-expression-private.h"
#include "cl-record.h"

typedef struct
{
  char *sql;
  char *private_class;
} Column;

/* What a parameter of a statement over a record takes. */
typedef struct
{
  char kind; /* 0: not ours */
  const ClField *field;
} Slot;

struct _ClQuery
{
  ClScope *scope;
  GPtrArray *columns; /* Column */
  GPtrArray *wheres;  /* SQL */
  char *order;
  char *group;
  gboolean descending; /* the last key of the order: the id that settles ties goes the same way, so that one index serves both */
  gint64 limit;
  gint64 offset;
  GArray *slots;         /* Slot … */
  ClStatement *slots_of; /* … of its parameters; NULL: of none */
};

static void
free_column_cb (gpointer data)
{
  Column *column = data;

  g_free (column->sql);
  g_free (column->private_class);
  g_free (column);
}

/**
 * cl_query_new:
 * @catalogue: a finished catalogue, which must outlive the query
 * @ledger: (nullable): the base ledger, which paths begin at; with %NULL, where its description was refused, whatever is asked for is not there
 *
 * Begins a query over all records of @ledger. A query may be built and prepared on any thread, by one thread at a time.
 *
 * Returns: (transfer full): the query, freed by cl_query_free()
 */
ClQuery *
cl_query_new (ClCatalogue *catalogue, ClLedger *ledger)
{
  ClQuery *query = g_new0 (ClQuery, 1);

  query->scope = cl_scope_new (catalogue, ledger);
  query->columns = g_ptr_array_new_with_free_func (free_column_cb);
  query->wheres = g_ptr_array_new_with_free_func (g_free);
  query->limit = -1;
  query->slots = g_array_new (FALSE, FALSE, sizeof (Slot));
  return query;
}

static gboolean
has_ledger (ClQuery *query, GError **error)
{
  if (query->scope->ledger != NULL)
    return TRUE;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The ledger that is asked for is not there: its description was refused. “canlian check” says why."));
  return FALSE;
}

/**
 * cl_query_free:
 * @query: (transfer full): a query
 */
void
cl_query_free (ClQuery *query)
{
  if (query == NULL)
    return;
  cl_scope_free (query->scope);
  g_ptr_array_unref (query->columns);
  g_ptr_array_unref (query->wheres);
  g_array_unref (query->slots);
  g_free (query->order);
  g_free (query->group);
  g_free (query);
}

/**
 * cl_query_use_record:
 * @query: a query to which nothing was added yet
 *
 * Makes one row of parameters the base, instead of the ledger's table: conditions and values over a record that is not saved yet.
 */
void
cl_query_use_record (ClQuery *query)
{
  g_return_if_fail (query->columns->len == 0 && query->wheres->len == 0);

  query->scope->record = TRUE;
}

/**
 * cl_query_add_column:
 * @query: a query
 * @expression: an expression over the base ledger
 * @form: how a bare path is shown; other expressions give what they give, but are masked whole in LIST where they read a private field
 * @error: INVALID, saying which word is wrong
 *
 * Adds a column; the first is column 1, after the id.
 *
 * Returns: whether @expression was understood; the query is as it was where not
 */
gboolean
cl_query_add_column (ClQuery *query, const char *expression, ClQueryForm form, GError **error)
{
  g_autoptr (GArray) tokens = cl_tokens_read (expression, error);
  Column *column;
  char *sql;

  if (tokens == NULL || !has_ledger (query, error))
    return FALSE;
  query->scope->private_class = NULL;
  sql = cl_expression_display (query->scope, cl_scope_get_base (query->scope), tokens, 0, tokens->len, form, 0, error);
  if (sql == NULL)
    return FALSE;
  column = g_new0 (Column, 1);
  column->sql = sql;
  column->private_class = g_strdup (query->scope->private_class);
  g_ptr_array_add (query->columns, column);
  return TRUE;
}

ClScope *
cl_query_get_scope (ClQuery *query)
{
  return query->scope;
}

/**
 * cl_query_get_private_class:
 * @query: a query
 * @column: of those added, from 1
 *
 * Returns: (transfer none) (nullable): the class of the private field that the column shows or reads; %NULL where it reads none
 */
const char *
cl_query_get_private_class (ClQuery *query, guint column)
{
  Column *which = g_ptr_array_index (query->columns, column - 1);

  return which->private_class;
}

/* Whether anything in @query reads @ledger: its base, a record on a path, or records counted. */
gboolean
cl_query_uses (ClQuery *query, const char *ledger)
{
  return g_hash_table_contains (query->scope->used, ledger);
}

gboolean
cl_query_define (ClQuery *query, const char *name, const char *expression, GError **error)
{
  char *sql = cl_expression_compile (query->scope, cl_scope_get_base (query->scope), expression, error);

  if (sql == NULL)
    return FALSE;
  if (query->scope->names == NULL)
    query->scope->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (query->scope->names, g_strdup (name), g_strdup_printf ("(%s)", sql));
  g_free (sql);
  return TRUE;
}

void
cl_query_define_over (ClQuery *query, const char *ledger, const char *name, const char *expression)
{
  if (query->scope->phrases == NULL)
    query->scope->phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (query->scope->phrases, g_strconcat (ledger, ".", name, NULL), g_strdup (expression));
}

/**
 * cl_query_join_where:
 * @one: (nullable): a condition
 * @other: (nullable): another over the same ledger
 *
 * Returns: (transfer full) (nullable): the condition that both hold; %NULL where there is none
 */
char *
cl_query_join_where (const char *one, const char *other)
{
  if (one == NULL || other == NULL)
    return g_strdup (one != NULL ? one : other);
  return g_strdup_printf ("(%s) and (%s)", one, other);
}

/**
 * cl_query_add_where:
 * @query: a query
 * @expression: a condition over the base ledger; unknown (NULL) leaves the record out
 * @error: INVALID, saying which word is wrong
 *
 * Narrows the query: all conditions added must hold.
 *
 * Returns: whether @expression was understood
 */
gboolean
cl_query_add_where (ClQuery *query, const char *expression, GError **error)
{
  char *sql = has_ledger (query, error) ? cl_expression_compile (query->scope, cl_scope_get_base (query->scope), expression, error) : NULL;

  if (sql == NULL)
    return FALSE;
  g_ptr_array_add (query->wheres, sql);
  return TRUE;
}

/* One key of an order: where it ends in @direction, that is taken off. */
static char *
compile_order_key (ClQuery *query, GArray *tokens, guint from, guint to, gboolean *descending, GError **error)
{
  const ClToken *last = to > from ? &g_array_index (tokens, ClToken, to - 1) : NULL;
  g_autofree char *key = NULL;
  ClPlace base = cl_scope_get_base (query->scope);
  gboolean unknown_last = FALSE;

  *descending = FALSE;
  if (last != NULL && to - from > 1 && last->kind == CL_TOKEN_WORD && !last->quoted &&
      g_array_index (tokens, ClToken, to - 2).kind != CL_TOKEN_DOT &&
      (g_ascii_strcasecmp (last->text, "desc") == 0 || g_ascii_strcasecmp (last->text, "asc") == 0))
    {
      *descending = g_ascii_strcasecmp (last->text, "desc") == 0;
      to--;
    }
  if (cl_expression_is_path (tokens, from, to))
    {
      ClLeaf leaf;

      if (!cl_expression_resolve (query->scope, base, tokens, from, to, &leaf, error))
        return NULL;
      unknown_last = leaf.field != NULL && (cl_field_get_codes (leaf.field) != NULL || cl_field_get_field_type (leaf.field) == CL_FIELD_INTEGER);
      key = cl_leaf_order (query->scope, &leaf, error);
    }
  else
    key = cl_expression_compile_tokens (query->scope, base, tokens, from, to, error);
  if (key == NULL)
    return NULL;
  return g_strconcat (key, *descending ? " DESC" : "", unknown_last ? " NULLS LAST" : "", NULL);
}

/**
 * cl_query_set_order:
 * @query: a query
 * @order: (nullable): keys with commas between, each with "desc" or not: "post.rank, start desc"; %NULL for none
 * @error: INVALID, saying which word is wrong
 *
 * Orders by text as a Chinese list does (pinyin), by codes' rank and by numbers with unknown ones last, by references as their records are called, else by value; the id settles ties.
 *
 * Returns: whether @order was understood; the old order stays where not
 */
gboolean
cl_query_set_order (ClQuery *query, const char *order, GError **error)
{
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (GArray) parts = NULL;
  g_autoptr (GString) sql = NULL;
  gboolean descending = FALSE;

  if (order == NULL || *order == '\0')
    {
      g_clear_pointer (&query->order, g_free);
      return TRUE;
    }
  if (!has_ledger (query, error))
    return FALSE;
  tokens = cl_tokens_read (order, error);
  if (tokens == NULL)
    return FALSE;
  parts = cl_tokens_split (tokens, 0, tokens->len);
  sql = g_string_new (NULL);
  for (guint i = 0; i < parts->len; i++)
    {
      const guint *part = (const guint *) parts->data + i * 2;
      g_autofree char *key = compile_order_key (query, tokens, part[0], part[1], &descending, error);

      if (key == NULL)
        return FALSE;
      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", key);
    }
  query->descending = descending;
  g_free (query->order);
  query->order = g_strdup (sql->str);
  return TRUE;
}

/**
 * cl_query_set_group:
 * @query: a query
 * @expressions: expressions with commas between
 * @error: INVALID, saying which word is wrong
 *
 * Makes one row for each group of records that agree in @expressions. Column 0 is then the smallest id of the group.
 *
 * Returns: whether @expressions were understood
 */
gboolean
cl_query_set_group (ClQuery *query, const char *expressions, GError **error)
{
  g_autoptr (GArray) tokens = cl_tokens_read (expressions, error);
  g_autoptr (GArray) parts = NULL;
  g_autoptr (GString) sql = g_string_new (NULL);

  if (tokens == NULL)
    return FALSE;
  parts = cl_tokens_split (tokens, 0, tokens->len);
  for (guint i = 0; i < parts->len; i++)
    {
      const guint *part = (const guint *) parts->data + i * 2;
      g_autofree char *key = cl_expression_compile_tokens (query->scope, cl_scope_get_base (query->scope), tokens, part[0], part[1], error);

      if (key == NULL)
        return FALSE;
      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", key);
    }
  g_free (query->group);
  query->group = g_strdup (sql->str);
  return TRUE;
}

/**
 * cl_query_set_limit:
 * @query: a query
 * @limit: how many rows at most, negative for all
 * @offset: how many rows to pass over first
 */
void
cl_query_set_limit (ClQuery *query, gint64 limit, gint64 offset)
{
  query->limit = limit;
  query->offset = offset;
}

/**
 * cl_query_to_sql:
 * @query: a query
 * @error: not used by now; what is wrong was said when it was added
 *
 * Returns: (transfer full): the SELECT
 */
char *
cl_query_to_sql (ClQuery *query, GError **error)
{
  GString *sql = g_string_new (query->group != NULL ? "SELECT min(t.\"id\")" : "SELECT t.\"id\"");
  g_autoptr (GString) wanting = g_string_new (query->order);
  g_autofree char *from = NULL;

  for (guint i = 0; i < query->columns->len; i++)
    g_string_append_printf (sql, ", %s", ((Column *) g_ptr_array_index (query->columns, i))->sql);
  g_string_append_printf (wanting, " %s %s", query->group != NULL ? query->group : "", sql->str);
  for (guint i = 0; i < query->wheres->len; i++)
    g_string_append_printf (wanting, " %s", (char *) g_ptr_array_index (query->wheres, i));
  from = cl_scope_get_from (query->scope, wanting->str);
  g_string_append_printf (sql, " FROM %s", from);
  for (guint i = 0; i < query->wheres->len; i++)
    g_string_append_printf (sql, "%s(%s)", i > 0 ? " AND " : " WHERE ", (char *) g_ptr_array_index (query->wheres, i));
  if (query->group != NULL)
    g_string_append_printf (sql, " GROUP BY %s", query->group);
  if (query->order != NULL)
    g_string_append_printf (sql, " ORDER BY %s, %s%s", query->order, query->group != NULL ? "min(t.\"id\")" : "t.\"id\"", query->descending ? " DESC" : "");
  if (query->limit >= 0 || query->offset > 0)
    g_string_append_printf (sql, " LIMIT %" G_GINT64_FORMAT " OFFSET %" G_GINT64_FORMAT, query->limit, query->offset);
  return g_string_free (sql, FALSE);
}

/**
 * cl_query_prepare:
 * @query: a query
 * @database: a connection of the calling thread, restricted for what descriptions wrote
 * @parameters: (nullable): names without the colon -> ClValue; those not used are passed over, those not given are NULL
 * @error: what SQLite refused, or DENIED
 *
 * Returns: (transfer full): the statement before its first step; release it before control returns to the main loop
 */
ClStatement *
cl_query_prepare (ClQuery *query, ClDatabase *database, GHashTable *parameters, GError **error)
{
  g_autofree char *sql = NULL;
  ClStatement *statement;
  GHashTableIter iter;
  gpointer name, value;

  /* what a closed store gives for its reader: lists outlive it when the window goes */
  if (database == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The data file is closed. Open it again."));
      return NULL;
    }
  sql = has_ledger (query, error) ? cl_query_to_sql (query, error) : NULL;
  if (sql == NULL)
    return NULL;
  statement = cl_database_prepare (database, sql, error);
  /* One that was let go may have stood at the same address. */
  query->slots_of = NULL;
  if (statement == NULL || parameters == NULL)
    return statement;
  g_hash_table_iter_init (&iter, parameters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autofree char *with_colon = g_strconcat (":", (const char *) name, NULL);

      cl_statement_bind_named (statement, with_colon, value);
    }
  return statement;
}

static void
bind_codes (ClStatement *statement, int parameter, const ClValue *value)
{
  g_autoptr (GString) raw = NULL;

  if (value->kind == CL_VALUE_TEXTS && value->texts[0] != NULL && value->texts[1] == NULL)
    {
      cl_statement_lend_text (statement, parameter, value->texts[0]);
      return;
    }
  raw = g_string_new (NULL);
  for (guint i = 0; value->kind == CL_VALUE_TEXTS && value->texts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (raw, ',');
      g_string_append (raw, value->texts[i]);
    }
  for (guint i = 0; value->kind == CL_VALUE_IDS && i < value->ids->len; i++)
    g_string_append_printf (raw, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (value->ids, gint64, i));
  cl_statement_bind_text (statement, parameter, raw->len > 0 ? raw->str : NULL);
}

static void
bind_shown (ClStatement *statement, int parameter, const ClField *field, const ClValue *value)
{
  g_autofree char *shown = cl_field_format (field, value);

  cl_statement_bind_text (statement, parameter, shown != NULL && *shown != '\0' ? shown : NULL);
}

static void
bind_rank (ClStatement *statement, int parameter, const ClField *field, const ClValue *value)
{
  gint64 rank = G_MAXINT64;

  for (guint i = 0; value->kind == CL_VALUE_TEXTS && value->texts[i] != NULL && cl_field_get_codes (field) != NULL; i++)
    rank = MIN (rank, cl_codes_get_rank (cl_field_get_codes (field), value->texts[i]));
  if (rank != G_MAXINT64)
    cl_statement_bind_integer (statement, parameter, rank);
  else
    cl_statement_bind_text (statement, parameter, NULL);
}

/* ":f12" is what the field of that index holds; of one that holds several, ":s12" is how it is shown and ":r12" its best rank. ":id" is the record's. */
static void
bind_slot (ClStatement *statement, int parameter, const Slot *slot, const ClRecord *record)
{
  const ClValue *value = slot->field != NULL ? cl_record_get (record, slot->field) : NULL;

  if (slot->kind == 'i' && cl_record_get_id (record) != 0)
    cl_statement_bind_integer (statement, parameter, cl_record_get_id (record));
  else if (slot->kind == 'i')
    cl_statement_bind_text (statement, parameter, NULL);
  else if (slot->kind == 's')
    bind_shown (statement, parameter, slot->field, value);
  else if (slot->kind == 'r')
    bind_rank (statement, parameter, slot->field, value);
  else if (slot->kind == 'f' && cl_field_is_several (slot->field))
    bind_codes (statement, parameter, value);
  else if (slot->kind == 'f' && value->kind == CL_VALUE_TEXT)
    cl_statement_lend_text (statement, parameter, value->text);
  else if (slot->kind == 'f')
    cl_statement_bind_value (statement, parameter, value);
}

static Slot
read_slot (ClLedger *ledger, const char *name)
{
  guint64 index;

  if (g_strcmp0 (name, ":id") == 0)
    return (Slot) { 'i', NULL };
  if (name == NULL || name[1] == '\0' || strchr ("fsr", name[1]) == NULL
      || !g_ascii_string_to_unsigned (name + 2, 10, 0, cl_ledger_get_n_fields (ledger) - 1, &index, NULL))
    return (Slot) { 0, NULL };
  return (Slot) { name[1], cl_ledger_get_field (ledger, (guint) index) };
}

/* By what the statement asks for, not by what a record has: a check reads three fields of forty. An import asks for each of its rows. */
static void
read_slots (ClQuery *query, ClStatement *statement)
{
  int n = cl_statement_get_n_parameters (statement);

  g_array_set_size (query->slots, 0);
  for (int i = 1; i <= n; i++)
    {
      Slot slot = read_slot (query->scope->ledger, cl_statement_get_parameter_name (statement, i));

      g_array_append_val (query->slots, slot);
    }
  query->slots_of = statement;
}

/**
 * cl_query_bind_record:
 * @query: a query that uses a record
 * @statement: what cl_query_prepare() gave
 * @record: a record of the query's ledger, saved or not
 *
 * Gives the statement the values of @record as its one row. What is there in @record stays as it is until the statement is reset.
 */
void
cl_query_bind_record (ClQuery *query, ClStatement *statement, const ClRecord *record)
{
  if (query->slots_of != statement)
    read_slots (query, statement);
  for (guint i = 0; i < query->slots->len; i++)
    bind_slot (statement, (int) i + 1, &g_array_index (query->slots, Slot, i), record);
}
