#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-values-run-private.h"

/* No list on paper is longer: 20,000 rows are 800 pages. */
#define MOST_ROWS 200000

/* Where what a table asks besides its columns stands in its query; 0: not asked. */
typedef struct
{
  ClTemplateTable *table;
  ClSheetTable *sheet;
  guint key, strong;
  guint *groups; /* by total */
} Asked;

void
cl_sheet_row_free (ClSheetRow *row)
{
  g_strfreev (row->texts);
  g_free (row->spans);
  g_free (row->aligns);
  g_clear_pointer (&row->ids, g_array_unref);
  g_free (row);
}

ClSheetTable *
cl_sheet_table_new (const ClTemplateTable *of)
{
  ClSheetTable *table = g_new0 (ClSheetTable, 1);

  table->of = of;
  table->columns = g_ptr_array_new ();
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_sheet_row_free);
  return table;
}

void
cl_sheet_table_free (ClSheetTable *table)
{
  if (table == NULL)
    return;
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->rows);
  g_free (table);
}

ClSheetRow *
cl_sheet_row_new (guint columns, ClRowKind kind)
{
  ClSheetRow *row = g_new0 (ClSheetRow, 1);

  row->kind = kind;
  row->texts = g_new0 (char *, columns + 1);
  for (guint i = 0; i < columns; i++)
    row->texts[i] = g_strdup ("");
  return row;
}

ClSheetRow *
cl_sheet_table_add_row (ClSheetTable *table, ClRowKind kind)
{
  ClSheetRow *row = cl_sheet_row_new (table->columns->len, kind);

  g_ptr_array_add (table->rows, row);
  return row;
}

void
cl_sheet_row_take_text (ClSheetRow *row, guint column, char *text)
{
  g_free (row->texts[column]);
  row->texts[column] = text;
}

static gboolean
choose_columns (ClValues *run, ClTemplateTable *table, ClSheetTable *sheet, GError **error)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      ClTemplateColumn *column = table->columns->pdata[i];
      g_autoptr (GError) local = NULL;
      gboolean out = cl_values_is_left_out (run, &column->condition, &local) || (run->is_public && g_strcmp0 (column->public_as, "out") == 0);

      for (const ClTemplateGroup *group = column->group; group != NULL && !out && local == NULL; group = group->parent)
        out = cl_values_is_left_out (run, &group->condition, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!out)
        g_ptr_array_add (sheet->columns, column);
    }
  if (sheet->columns->len == 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” has no column left to print here. Choose another variant."), run->form->title);
      return FALSE;
    }
  return TRUE;
}

/* The form's own order, or the table's; in a continuous list the sheets' order goes before it. */
static gboolean
set_order (ClValues *run, const ClTemplateTable *table, ClQuery *query, GError **error)
{
  gboolean own = table->rows.ledger != NULL;
  const char *last = table->rows.order != NULL ? table->rows.order : own ? cl_ledger_get_order (table->rows.ledger) : run->form->order;
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; !own && run->parameters->continuous && i < run->form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = run->form->parameters->pdata[i];
      g_auto (GStrv) keys = g_strsplit (parameter->each && parameter->order != NULL ? parameter->order : "", ",", -1);

      for (guint k = 0; keys[k] != NULL; k++)
        if (*g_strstrip (keys[k]) != '\0')
          g_string_append_printf (order, "%s.%s, ", parameter->narrows, keys[k]);
      if (parameter->each)
        g_string_append_printf (order, "%s, ", parameter->narrows);
    }
  g_string_append (order, last != NULL ? last : "id");
  return cl_query_set_order (query, order->str, error);
}

/* One line a person, but in a continuous list a person has a line in each village. */
static gboolean
add_key (ClValues *run, const ClTemplateTable *table, ClQuery *query, GPtrArray *masks, GError **error)
{
  g_autoptr (GString) key = g_string_new (NULL);

  g_string_append_printf (key, "ifnull(%s, -id)", table->one_per);
  for (guint i = 0; table->rows.ledger == NULL && i < run->form->parameters->len; i++)
    {
      const ClTemplateParameter *parameter = run->form->parameters->pdata[i];

      if (parameter->each)
        g_string_append_printf (key, " || ' ' || ifnull(%s, '')", parameter->narrows);
    }
  return cl_values_add_column (run, query, masks, run->form->rows_of, key->str, NULL, TRUE, error);
}

/* Every column shown has one of the query, be it empty, so that they count alike. */
static gboolean
compile_rows (ClValues *run, ClQuery *query, GPtrArray *masks, gconstpointer data, GError **error)
{
  const Asked *asked = data;
  ClTemplateTable *table = asked->table;
  ClLedger *ledger = cl_values_get_ledger (run, &table->rows);

  for (guint i = 0; i < asked->sheet->columns->len; i++)
    {
      const ClTemplateColumn *column = asked->sheet->columns->pdata[i];
      gboolean raw = column->kind == CL_COLUMN_TICK || column->kind == CL_COLUMN_RANK;

      if (!cl_values_add_column (run, query, masks, ledger, column->value != NULL ? column->value : "null", column->public_as, raw, error))
        return FALSE;
    }
  if ((table->one_per != NULL && !add_key (run, table, query, masks, error)) ||
      (table->strong != NULL && !cl_values_add_column (run, query, masks, ledger, table->strong, NULL, TRUE, error)))
    return FALSE;
  for (guint i = 0; i < table->totals->len; i++)
    {
      const ClTemplateTotal *total = table->totals->pdata[i];

      if (total->per != NULL && !cl_values_add_column (run, query, masks, ledger, total->per, NULL, TRUE, error))
        return FALSE;
    }
  if (run->is_public && table->minor != NULL)
    {
      g_autofree char *grown = g_strdup_printf ("not ifnull(%s, 0)", table->minor);

      if (!cl_query_add_where (query, grown, error))
        return FALSE;
    }
  return cl_values_narrow (run, query, &table->rows, error) && set_order (run, table, query, error);
}

/* Adds the words of @more that @list, joined by 、, lacks. Transfer full. */
static char *
join_words (const char *list, const char *more)
{
  g_auto (GStrv) have = g_strsplit (list, "、", -1);
  g_auto (GStrv) words = g_strsplit (more, "、", -1);
  g_autoptr (GString) joined = g_string_new (list);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !g_strv_contains ((const char *const *) have, words[i]))
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? "、" : "", words[i]);
  return g_strdup (joined->str);
}

static char *
take_column (ClValues *run, const ClTemplateColumn *column, ClStatement *statement, GPtrArray *masks, guint i)
{
  char *text = cl_values_take (run, statement, masks, i);

  if (column->kind == CL_COLUMN_TICK)
    {
      const char *tick = *text != '\0' && !g_str_equal (text, "0") ? "√" : "";

      g_free (text);
      return g_strdup (tick);
    }
  return text;
}

static void
join_row (ClValues *run, ClSheetTable *sheet, ClSheetRow *row, ClStatement *statement, GPtrArray *masks)
{
  gint64 id = cl_statement_get_integer (statement, 0);

  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const ClTemplateColumn *column = sheet->columns->pdata[i];

      if (column->joins)
        {
          g_autofree char *text = take_column (run, column, statement, masks, i);

          cl_sheet_row_take_text (row, i, join_words (row->texts[i], text));
        }
    }
  if (row->ids != NULL)
    g_array_append_val (row->ids, id);
}

static gboolean
needs_ids (const ClTemplateTable *table)
{
  for (guint i = 0; i < table->totals->len; i++)
    {
      const ClTemplateTotal *total = table->totals->pdata[i];

      if (total->per_page || total->per != NULL)
        return TRUE;
    }
  return FALSE;
}

static ClSheetRow *
take_row (ClValues *run, const Asked *asked, ClStatement *statement, GPtrArray *masks)
{
  ClSheetTable *sheet = asked->sheet;
  ClSheetRow *row = cl_sheet_table_add_row (sheet, CL_ROW_DATA);
  gint64 id = cl_statement_get_integer (statement, 0);

  for (guint i = 0; i < sheet->columns->len; i++)
    cl_sheet_row_take_text (row, i, take_column (run, sheet->columns->pdata[i], statement, masks, i));
  if (asked->strong > 0)
    row->strong = cl_statement_get_integer (statement, (int) asked->strong) != 0;
  if (needs_ids (asked->table))
    {
      row->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (row->ids, id);
    }
  return row;
}

/* The same table may show other columns on another sheet. */
static char *
name_query (const Asked *asked)
{
  g_autoptr (GString) name = g_string_new (NULL);

  g_string_append_printf (name, "%p", (gpointer) asked->table);
  for (guint i = 0, shown = 0; i < asked->table->columns->len && shown < asked->sheet->columns->len; i++)
    {
      gboolean is = asked->table->columns->pdata[i] == asked->sheet->columns->pdata[shown];

      g_string_append_c (name, is ? '1' : '0');
      shown += is;
    }
  return g_strdup (name->str);
}

/* @groups takes, by row, the value of each total's group. */
static gboolean
fetch (ClValues *run, const Asked *asked, GPtrArray *groups, GError **error)
{
  GPtrArray *masks;
  ClTemplateTable *table = asked->table;
  g_autofree char *shown = name_query (asked);
  g_autoptr (ClStatement) statement = cl_values_prepare (run, shown, cl_values_get_ledger (run, &table->rows), compile_rows, asked, &masks, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) local = NULL;

  if (statement == NULL)
    return FALSE;
  while (asked->sheet->rows->len < MOST_ROWS && cl_statement_step (statement, &local))
    {
      const char *key = asked->key > 0 ? cl_statement_get_text (statement, (int) asked->key) : NULL;
      ClSheetRow *row = key != NULL ? g_hash_table_lookup (seen, key) : NULL;
      g_autoptr (GStrvBuilder) of = NULL;

      if (row != NULL)
        {
          join_row (run, asked->sheet, row, statement, masks);
          continue;
        }
      row = take_row (run, asked, statement, masks);
      if (key != NULL)
        g_hash_table_insert (seen, g_strdup (key), row);
      of = g_strv_builder_new ();
      for (guint i = 0; i < table->totals->len; i++)
        {
          const char *value = asked->groups[i] > 0 ? cl_statement_get_text (statement, (int) asked->groups[i]) : NULL;

          g_strv_builder_add (of, value != NULL ? value : "");
        }
      g_ptr_array_add (groups, g_strv_builder_end (of));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static int
compare_descending (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? 1 : x > y ? -1 : 0;
}

/* Equal values share a rank, and the next one is as many lower: 1, 2, 2, 4. */
static void
set_ranks (ClSheetTable *sheet, guint column)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < sheet->rows->len; i++)
    {
      const char *text = ((ClSheetRow *) sheet->rows->pdata[i])->texts[column];
      double value = g_ascii_strtod (text, NULL);

      if (*text != '\0')
        g_array_append_val (values, value);
    }
  g_array_sort (values, compare_descending);
  for (guint i = 0; i < sheet->rows->len; i++)
    {
      ClSheetRow *row = sheet->rows->pdata[i];
      double value = g_ascii_strtod (row->texts[column], NULL);

      for (guint k = 0; *row->texts[column] != '\0' && k < values->len; k++)
        if (g_array_index (values, double, k) <= value)
          {
            cl_sheet_row_take_text (row, column, g_strdup_printf ("%u", k + 1));
            break;
          }
    }
}

/* The group of a serial number that begins anew: what the first total is of, else the first column that merges. */
static gboolean
begins_group (ClSheetTable *sheet, GPtrArray *groups, guint row)
{
  if (row == 0)
    return TRUE;
  for (guint i = 0; i < sheet->of->totals->len; i++)
    if (((ClTemplateTotal *) sheet->of->totals->pdata[i])->per != NULL)
      return !g_str_equal (((GStrv) groups->pdata[row])[i], ((GStrv) groups->pdata[row - 1])[i]);
  for (guint i = 0; i < sheet->columns->len; i++)
    if (((ClTemplateColumn *) sheet->columns->pdata[i])->merge)
      return !g_str_equal (((ClSheetRow *) sheet->rows->pdata[row])->texts[i], ((ClSheetRow *) sheet->rows->pdata[row - 1])->texts[i]);
  return FALSE;
}

static void
set_lines (ClSheetTable *sheet, guint column)
{
  for (guint i = 0; i < sheet->rows->len; i++)
    {
      ClSheetRow *row = sheet->rows->pdata[i];
      g_auto (GStrv) words = g_strsplit (row->texts[column], "、", -1);

      cl_sheet_row_take_text (row, column, g_strjoinv ("\n", words));
    }
}

static void
set_numbers (ClSheetTable *sheet, GPtrArray *groups)
{
  for (guint k = 0; k < sheet->columns->len; k++)
    {
      const ClTemplateColumn *column = sheet->columns->pdata[k];
      guint number = 0;

      if (column->lines)
        set_lines (sheet, k);
      if (column->kind == CL_COLUMN_RANK)
        set_ranks (sheet, k);
      if (column->kind != CL_COLUMN_SERIAL && column->kind != CL_COLUMN_GROUP_SERIAL)
        continue;
      for (guint i = 0; i < sheet->rows->len; i++)
        {
          if (column->kind == CL_COLUMN_GROUP_SERIAL && i < groups->len && begins_group (sheet, groups, i))
            number = 0;
          cl_sheet_row_take_text (sheet->rows->pdata[i], k, g_strdup_printf ("%u", ++number));
        }
    }
}

static gboolean
has_groups (const ClTemplateTable *table)
{
  for (guint i = 0; i < table->totals->len; i++)
    if (((ClTemplateTotal *) table->totals->pdata[i])->per != NULL)
      return TRUE;
  return FALSE;
}

/* The minors that the public variant leaves out. */
static gboolean
count_left_out (ClValues *run, ClSheetTable *sheet, GError **error)
{
  g_autofree char *text = NULL;

  if (!run->is_public || sheet->of->minor == NULL)
    return TRUE;
  text = cl_values_compute (run, "count(*)", &sheet->of->rows, sheet->of->minor, NULL, error);
  sheet->left_out = text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
  return text != NULL;
}

static gboolean
fetch_from_source (ClValues *run, ClSheetTable *sheet, GPtrArray *groups, GError **error)
{
  g_autoptr (GPtrArray) given = NULL;

  if (run->where != NULL && run->where[0] != NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The rows of “%s” are put together by a plugin and cannot be narrowed. Leave the conditions out."), run->form->title);
      return FALSE;
    }
  given = cl_form_source_fetch (run->source, run->form, run->reader, run->parameters->texts, error);
  for (guint i = 0; given != NULL && i < given->len; i++)
    {
      ClSheetRow *row = cl_sheet_table_add_row (sheet, CL_ROW_DATA);

      for (guint k = 0, shown = 0; k < sheet->of->columns->len && shown < sheet->columns->len; k++)
        if (sheet->of->columns->pdata[k] == sheet->columns->pdata[shown])
          {
            const ClTemplateColumn *column = sheet->columns->pdata[shown];
            const char *text = ((GStrv) given->pdata[i])[k];

            cl_sheet_row_take_text (row, shown++, run->is_public && column->public_as != NULL && !g_str_equal (column->public_as, "whole")
                                        ? cl_mask (column->public_as, text) : g_strdup (text));
          }
      g_ptr_array_add (groups, g_new0 (char *, 1));
    }
  return given != NULL;
}

static gboolean
fetch_rows (ClValues *run, ClTemplateTable *table, ClSheetTable *sheet, GPtrArray *groups, GError **error)
{
  guint at = sheet->columns->len + 1;
  g_autofree guint *places = g_new0 (guint, table->totals->len + 1);
  Asked asked = { table, sheet, 0, 0, places };

  if (run->is_blank)
    return TRUE;
  if (run->source != NULL && table == cl_template_get_table (run->form))
    return fetch_from_source (run, sheet, groups, error);
  if (table->one_per != NULL)
    asked.key = at++;
  if (table->strong != NULL)
    asked.strong = at++;
  for (guint i = 0; i < table->totals->len; i++)
    if (((ClTemplateTotal *) table->totals->pdata[i])->per != NULL)
      places[i] = at++;
  return fetch (run, &asked, groups, error);
}

/* The word itself, not what a choice is called. */
static char *
read_word (ClValues *run, const ClTemplateText *text)
{
  const ClTemplatePart *part = text != NULL && text->parts->len > 0 ? text->parts->pdata[0] : NULL;

  if (part == NULL)
    return g_strdup ("no");
  return g_strdup (part->kind == CL_PART_PARAMETER ? g_hash_table_lookup (run->parameters->texts, part->text) : part->text);
}

ClSheetTable *
cl_values_make_table (ClValues *run, ClTemplateTable *table, GError **error)
{
  ClSheetTable *sheet = cl_sheet_table_new (table);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *fill = NULL, *over = NULL;
  gboolean sourced = run->source != NULL && table == cl_template_get_table (run->form), fine;

  fine = choose_columns (run, table, sheet, error) && fetch_rows (run, table, sheet, groups, error) && (sourced || count_left_out (run, sheet, error));
  if (fine)
    {
      fill = read_word (run, table->fill);
      over = read_word (run, table->over);
      sheet->fill = g_strcmp0 (fill, "yes") == 0 || g_strcmp0 (fill, "closed") == 0;
      sheet->closed = g_strcmp0 (fill, "closed") == 0;
      sheet->over = g_strcmp0 (over, "yes") == 0;
      sheet->blank = sheet->rows->len == 0 && table->at_least == 0;
      if (!sheet->closed)
        while (sheet->rows->len < table->at_least)
          cl_sheet_table_add_row (sheet, CL_ROW_BLANK);
      set_numbers (sheet, groups);
      fine = !has_groups (table) || sourced || cl_values_insert_group_totals (run, sheet, groups, error);
      while (sheet->rows->len < table->at_least && sheet->closed)
        cl_sheet_table_add_row (sheet, CL_ROW_BLANK);
    }
  if (fine && !sheet->blank && !sourced)
    fine = cl_values_add_totals (run, sheet, error);
  if (fine)
    return sheet;
  cl_sheet_table_free (sheet);
  return NULL;
}
