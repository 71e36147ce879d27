/* Groups of a list: their headings among the rows, folded or not. */

#include "cl-row-model-private.h"
#include "cl-span.h"

#define NOT_FILLED_IN "未填"
#define TOTAL "合计"

/* The headings that are alive show other numbers. */
static void
refresh_headings (ClRowModel *model)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

  cl_row_model_refresh_rows (model, none);
}

static void
lay_out (ClRowModel *model)
{
  CL_SPAN ("rows: lay out groups");
  cl_row_model_take_ids (model, cl_row_groups_lay_out (model->groups, model->listed, model->folded));
  refresh_headings (model);
}

void
cl_row_model_take_listed (ClRowModel *model, GArray *listed)
{
  g_array_unref (model->listed);
  model->listed = listed;
  if (model->groups == NULL)
    {
      cl_row_model_take_ids (model, g_array_ref (listed));
      return;
    }
  cl_row_groups_count (model->groups, listed);
  lay_out (model);
}

static char *
format_sum (ClRowModel *model, const ClRowColumn *column, gint64 sum)
{
  const ClField *field = cl_catalogue_resolve (cl_store_get_catalogue (model->reader->store), model->reader->ledger, column->path, NULL, NULL);
  ClValue value = { CL_VALUE_INTEGER, { sum } };

  return field != NULL ? cl_field_format (field, &value) : g_strdup_printf ("%" G_GINT64_FORMAT, sum);
}

/**
 * cl_row_heading_say:
 * @ledger: what is listed
 * @title: (nullable): of the group; %NULL: of those who have nothing there
 * @is_total: it is the total, which has no title
 * @n: so many records
 *
 * Returns: (transfer full): what stands over a group, or below all; Chinese on screen, paper and in sheets
 */
char *
cl_row_heading_say (ClLedger *ledger, const char *title, gboolean is_total, guint n)
{
  return g_strdup_printf ("%s（%u %s）", is_total ? TOTAL : title != NULL ? title : NOT_FILLED_IN, n, cl_ledger_get_counted (ledger));
}

/* What stands on paper and in sheets too: "上河村（12 人）" in the first column, sums in their own. */
char **
cl_row_model_read_heading (ClRowModel *model, gint64 id)
{
  const ClRowGroup *group = id != CL_ROW_TOTAL_ID ? model->groups->groups->pdata[cl_row_id_to_group (id)] : NULL;
  const gint64 *sums = group != NULL ? group->sums : model->groups->totals;
  guint n_columns = model->reader->columns->len;
  char **texts = g_new0 (char *, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    texts[i] = g_strdup ("");
  for (guint i = 0; i < model->groups->n_sums && !model->groups->is_stale; i++)
    {
      g_free (texts[model->groups->columns[i]]);
      texts[model->groups->columns[i]] = format_sum (model, g_ptr_array_index (model->reader->columns, model->groups->columns[i]), sums[i]);
    }
  if (n_columns == 0)
    return texts;
  g_free (texts[0]);
  texts[0] = cl_row_heading_say (model->reader->ledger, group != NULL ? group->title : NULL, group == NULL, group != NULL ? group->n : model->listed->len);
  return texts;
}

/**
 * cl_row_model_groups_by:
 * @field: a field
 *
 * Returns: whether a list may be grouped by it: what many records have alike, and nothing that is masked
 */
gboolean
cl_row_model_groups_by (const ClField *field)
{
  return cl_filter_offers (field) && !cl_field_is_several (field) && cl_field_get_private_class (field) == NULL;
}

/**
 * cl_row_model_get_n_groups:
 * @model: a model
 *
 * Returns: how many groups there are of what is listed; 0 where the list is not grouped
 */
guint
cl_row_model_get_n_groups (ClRowModel *model)
{
  guint n = 0;

  for (guint i = 0; model->groups != NULL && i < model->groups->groups->len; i++)
    n += ((const ClRowGroup *) model->groups->groups->pdata[i])->n > 0;
  return n;
}

/* The group that a position is in: the last whose heading is not behind it. A province has as many as it has villages. */
static guint
find_group_at (ClRowModel *model, guint position)
{
  const GPtrArray *groups = model->groups->groups;
  guint from = 0, to = groups->len;

  if (position + 1 >= model->ids->len)
    return G_MAXUINT;
  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (((const ClRowGroup *) groups->pdata[middle])->at <= position)
        from = middle + 1;
      else
        to = middle;
    }
  return from > 0 ? from - 1 : G_MAXUINT;
}

/**
 * cl_row_model_get_heading:
 * @model: a model
 * @position: a position
 * @heading: (out caller-allocates) (optional): what stands there; its texts are the model's, until its rows change
 *
 * Returns: whether the heading of a group, or the total, stands there
 */
gboolean
cl_row_model_get_heading (ClRowModel *model, guint position, ClRowHeading *heading)
{
  gint64 id = position < model->ids->len ? g_array_index (model->ids, gint64, position) : 0;
  const ClRowGroup *group;

  if (id >= 0)
    return FALSE;
  if (heading == NULL)
    return TRUE;
  if (id == CL_ROW_TOTAL_ID)
    {
      *heading = (ClRowHeading) { .n = model->listed->len, .is_total = TRUE };
      return TRUE;
    }
  group = model->groups->groups->pdata[cl_row_id_to_group (id)];
  *heading = (ClRowHeading) { .key = cl_row_group_fold_key (group), .title = group->title, .n = group->n,
                              .is_folded = g_hash_table_contains (model->folded, cl_row_group_fold_key (group)) };
  return TRUE;
}

/**
 * cl_row_model_find_heading:
 * @model: a model
 * @key: the key of a heading; %NULL for the total
 *
 * Returns: its position, or G_MAXUINT where there is none now
 */
guint
cl_row_model_find_heading (ClRowModel *model, const char *key)
{
  if (model->groups == NULL || model->ids->len == 0)
    return G_MAXUINT;
  if (key == NULL)
    return model->ids->len - 1;
  for (guint i = 0; i < model->groups->groups->len; i++)
    {
      const ClRowGroup *group = model->groups->groups->pdata[i];

      if (group->n > 0 && g_str_equal (cl_row_group_fold_key (group), key))
        return group->at;
    }
  return G_MAXUINT;
}

/**
 * cl_row_model_locate:
 * @model: a model
 * @position: where a record stands
 * @number: (out): the how many-eth it is, from 1
 * @of: (out): of how many: of its group, or of the list; 0 where that is not known yet
 */
void
cl_row_model_locate (ClRowModel *model, guint position, guint *number, guint *of)
{
  guint which = model->groups != NULL ? find_group_at (model, position) : G_MAXUINT;

  *number = position + 1;
  *of = model->is_partial ? 0 : model->listed->len;
  if (which == G_MAXUINT)
    return;
  *number = position - ((const ClRowGroup *) model->groups->groups->pdata[which])->at;
  *of = ((const ClRowGroup *) model->groups->groups->pdata[which])->n;
}

/**
 * cl_row_model_step:
 * @model: a model
 * @position: a position; G_MAXUINT for before the first
 * @by: 1 for the record behind it, -1 for the one before
 *
 * Returns: the position of the next record that way, over headings; G_MAXUINT where there is none
 */
guint
cl_row_model_step (ClRowModel *model, guint position, int by)
{
  do
    position += (guint) by;
  while (position < model->ids->len && g_array_index (model->ids, gint64, position) < 0);
  return position < model->ids->len ? position : G_MAXUINT;
}

/**
 * cl_row_model_fold:
 * @model: a model
 * @position: where the heading of a group stands
 * @folded: whether its rows are folded away
 *
 * Returns: whether that is other than before
 */
gboolean
cl_row_model_fold (ClRowModel *model, guint position, gboolean folded)
{
  ClRowHeading heading;

  if (!cl_row_model_get_heading (model, position, &heading) || heading.is_total || heading.is_folded == folded)
    return FALSE;
  if (folded)
    g_hash_table_add (model->folded, g_strdup (heading.key));
  else
    g_hash_table_remove (model->folded, heading.key);
  lay_out (model);
  return TRUE;
}

/**
 * cl_row_model_fold_all:
 * @model: a model
 * @folded: whether of all groups the headings alone are shown, or all rows
 */
void
cl_row_model_fold_all (ClRowModel *model, gboolean folded)
{
  g_hash_table_remove_all (model->folded);
  if (model->groups == NULL)
    return;
  for (guint i = 0; folded && i < model->groups->groups->len; i++)
    g_hash_table_add (model->folded, g_strdup (cl_row_group_fold_key (model->groups->groups->pdata[i])));
  lay_out (model);
}

/**
 * cl_row_model_unfold_to:
 * @model: a model
 * @id: a record
 *
 * Unfolds the group that the record is in, where it was folded away.
 */
void
cl_row_model_unfold_to (ClRowModel *model, gint64 id)
{
  guint which = model->groups != NULL && g_hash_table_size (model->folded) > 0 ? cl_row_groups_find (model->groups, id) : G_MAXUINT;

  if (which != G_MAXUINT && g_hash_table_remove (model->folded, cl_row_group_fold_key (model->groups->groups->pdata[which])))
    lay_out (model);
}
