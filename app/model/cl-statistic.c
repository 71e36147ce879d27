#include "cl-config.h"

#include "cl-statistic.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * cl_statistic_question_new:
 * @ledger: what is counted
 *
 * Returns: (transfer full): a question about all of it, by nothing yet
 */
ClStatisticQuestion *
cl_statistic_question_new (ClLedger *ledger)
{
  ClStatisticQuestion *question = g_new0 (ClStatisticQuestion, 1);

  g_return_val_if_fail (ledger != NULL, question);

  question->ledger = cl_ledger_ref (ledger);
  return question;
}

/**
 * cl_statistic_question_copy:
 * @question: a question
 *
 * Returns: (transfer full): the same, for another thread
 */
ClStatisticQuestion *
cl_statistic_question_copy (const ClStatisticQuestion *question)
{
  ClStatisticQuestion *copy;

  g_return_val_if_fail (question != NULL, NULL);

  copy = g_new0 (ClStatisticQuestion, 1);
  *copy = (ClStatisticQuestion) { .ledger = cl_ledger_ref (question->ledger),
                                  .view = g_strdup (question->view),
                                  .where = g_strdup (question->where),
                                  .words = g_strdup (question->words),
                                  .ids = question->ids != NULL ? g_array_ref (question->ids) : NULL,
                                  .by = g_strdup (question->by),
                                  .and_by = g_strdup (question->and_by),
                                  .header = g_strdup (question->header) };
  return copy;
}

/**
 * cl_statistic_question_take:
 * @question: a question about the same ledger
 * @described: a count that its description names
 *
 * Asks what @described asks; what the records are narrowed to besides stays.
 */
void
cl_statistic_question_take (ClStatisticQuestion *question, const ClLedgerStatistic *described)
{
  g_return_if_fail (question != NULL && described != NULL);

  g_free (question->view);
  g_free (question->by);
  g_free (question->and_by);
  g_free (question->header);
  question->view = g_strdup (described->view);
  question->by = g_strdup (described->by);
  question->and_by = g_strdup (described->and_by);
  question->header = g_strdup (described->header);
}

/**
 * cl_statistic_question_free:
 * @question: a question
 */
void
cl_statistic_question_free (ClStatisticQuestion *question)
{
  cl_ledger_unref (question->ledger);
  g_free (question->view);
  g_free (question->where);
  g_free (question->words);
  g_clear_pointer (&question->ids, g_array_unref);
  g_free (question->by);
  g_free (question->and_by);
  g_free (question->header);
  g_free (question);
}

/**
 * cl_statistic_ref:
 * @statistic: an answer
 *
 * Any thread.
 *
 * Returns: (transfer full): @statistic
 */
ClStatistic *
cl_statistic_ref (ClStatistic *statistic)
{
  return g_atomic_rc_box_acquire (statistic);
}

static void
clear (gpointer data)
{
  ClStatistic *statistic = data;

  cl_ledger_unref (statistic->ledger);
  g_free (statistic->title);
  g_free (statistic->words);
  g_free (statistic->by);
  g_free (statistic->and_by);
  g_free (statistic->by_label);
  g_free (statistic->and_by_label);
  g_free (statistic->where);
  g_clear_pointer (&statistic->ids, g_array_unref);
  g_clear_pointer (&statistic->rows, g_ptr_array_unref);
  g_clear_pointer (&statistic->columns, g_ptr_array_unref);
  g_free (statistic->counts);
}

/**
 * cl_statistic_unref:
 * @statistic: an answer
 */
void
cl_statistic_unref (ClStatistic *statistic)
{
  g_atomic_rc_box_release_full (statistic, clear);
}

/**
 * cl_statistic_get:
 * @statistic: an answer
 * @row: of its rows
 * @column: of its columns
 *
 * Returns: how many records are both
 */
gint64
cl_statistic_get (const ClStatistic *statistic, guint row, guint column)
{
  g_return_val_if_fail (row < statistic->rows->len && column < statistic->columns->len, 0);

  return statistic->counts[row * statistic->columns->len + column];
}

/**
 * cl_statistic_get_condition:
 * @statistic: an answer
 * @row: of its rows
 * @column: of its columns, or -1: all of them
 *
 * Returns: (transfer full) (nullable): a condition over the ledger that leaves these records alone; %NULL for what is put together of many
 */
char *
cl_statistic_get_condition (const ClStatistic *statistic, guint row, int column)
{
  const ClStatisticValue *one = statistic->rows->pdata[row], *other = column >= 0 ? statistic->columns->pdata[column] : NULL;
  g_autofree char *both = NULL;

  g_return_val_if_fail (row < statistic->rows->len && (column < 0 || (guint) column < statistic->columns->len), NULL);

  if (one->condition == NULL || (other != NULL && other->condition == NULL))
    return NULL;
  both = cl_query_join_where (one->condition, other != NULL ? other->condition : NULL);
  return cl_query_join_where (statistic->where, both);
}

/**
 * cl_statistic_value_call:
 * @value: a row or a column
 * @paper: for paper and sheets, which are always Chinese
 *
 * Returns: (transfer full): what it is called
 */
char *
cl_statistic_value_call (const ClStatisticValue *value, gboolean paper)
{
  switch (value->kind)
    {
    case CL_STATISTIC_NONE:
      return g_strdup (paper ? "未填" : _("not filled in"));
    case CL_STATISTIC_REST:
      /* Translators: in a count, all values that are too many to stand by themselves; %u: how many */
      return g_strdup_printf (paper ? "其他 %u 项" : _("%u others"), value->merged);
    case CL_STATISTIC_VALUE:
    default:
      return g_strdup (value->text);
    }
}

/**
 * cl_statistic_share:
 * @statistic: an answer
 * @n: so many of its records
 *
 * Returns: per cent of all
 */
double
cl_statistic_share (const ClStatistic *statistic, gint64 n)
{
  return statistic->n > 0 ? 100.0 * (double) n / (double) statistic->n : 0;
}

/**
 * cl_statistic_format:
 * @n: a number
 *
 * Returns: (transfer full): "1,320,000"
 */
char *
cl_statistic_format (gint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  GString *text = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-')
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/**
 * cl_statistic_is_pyramid:
 * @statistic: an answer
 *
 * Returns: whether it is drawn to two sides: ages or the like, by something that has two values, such as the sex
 */
gboolean
cl_statistic_is_pyramid (const ClStatistic *statistic)
{
  guint values = 0;

  for (guint i = 0; i < statistic->columns->len; i++)
    values += ((const ClStatisticValue *) statistic->columns->pdata[i])->kind == CL_STATISTIC_VALUE;
  return statistic->banded && values == 2 && statistic->columns->len <= 3;
}

static const ClStatisticValue *
find_extreme (const ClStatistic *statistic, gboolean most)
{
  const ClStatisticValue *found = NULL;

  for (guint i = 0; i < statistic->rows->len; i++)
    {
      const ClStatisticValue *value = statistic->rows->pdata[i];

      if (value->kind == CL_STATISTIC_VALUE && (found == NULL || (most ? value->n > found->n : value->n < found->n)))
        found = value;
    }
  return found;
}

/**
 * cl_statistic_say:
 * @statistic: an answer
 * @paper: for paper, which is always Chinese
 *
 * What the eye takes from the chart, for who does not see it. Any thread.
 *
 * Returns: (transfer full): a few sentences
 */
char *
cl_statistic_say (const ClStatistic *statistic, gboolean paper)
{
  const ClStatisticValue *most = find_extreme (statistic, TRUE), *least = find_extreme (statistic, FALSE);
  g_autofree char *all = cl_statistic_format (statistic->n);
  GString *text = g_string_new (NULL);

  /* Translators: a chart in words; %s: how many records in all; %u: how many bars */
  g_string_append_printf (text, paper ? "共 %s 条，分 %u 项" : _("%s in all, in %u parts"), all, statistic->rows->len);
  if (most != NULL)
    {
      g_autofree char *name = cl_statistic_value_call (most, paper), *n = cl_statistic_format (most->n);

      /* Translators: goes on after "2,140 in all, in 12 parts"; a bar's name, its number, its share of all */
      g_string_append_printf (text, paper ? "；最多：%s，%s（%.1f%%）" : _("; the most: %s, %s (%.1f%%)"), name, n, cl_statistic_share (statistic, most->n));
    }
  if (least != NULL && least != most)
    {
      g_autofree char *name = cl_statistic_value_call (least, paper), *n = cl_statistic_format (least->n);

      g_string_append_printf (text, paper ? "；最少：%s，%s（%.1f%%）" : _("; the least: %s, %s (%.1f%%)"), name, n, cl_statistic_share (statistic, least->n));
    }
  for (guint i = 0; i < statistic->columns->len; i++)
    {
      const ClStatisticValue *value = statistic->columns->pdata[i];
      g_autofree char *name = cl_statistic_value_call (value, paper), *n = cl_statistic_format (value->n);

      /* Translators: goes on; what the bars are made of: a name, its number, its share of all */
      g_string_append_printf (text, paper ? "；%s %s（%.1f%%）" : _("; %s %s (%.1f%%)"), name, n, cl_statistic_share (statistic, value->n));
    }
  g_string_append (text, paper ? "。" : C_("count", "."));
  if (statistic->overlaps)
    g_string_append (text, paper ? "一条可有几项，各项都计。" : _("One entry may count in several parts."));
  return g_string_free (text, FALSE);
}
