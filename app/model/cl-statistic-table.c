/* The answer as a table: the same on screen, on paper and in a spreadsheet. */

#include "cl-config.h"

#include "cl-statistic.h"

#include <glib/gi18n-lib.h>

static char *
say_share (const ClStatistic *statistic, gint64 n)
{
  return g_strdup_printf ("%.1f%%", cl_statistic_share (statistic, n));
}

/**
 * cl_statistic_table_head:
 * @statistic: an answer
 * @paper: for paper and sheets, which are always Chinese
 *
 * Returns: (transfer full): what heads the columns: what is counted by, each value of the second fact, the sum, the share of all
 */
GStrv
cl_statistic_table_head (const ClStatistic *statistic, gboolean paper)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, paper ? statistic->by : statistic->by_label);
  for (guint i = 0; i < statistic->columns->len; i++)
    {
      g_autofree char *name = cl_statistic_value_call (statistic->columns->pdata[i], paper);

      g_strv_builder_add (builder, name);
    }
  /* Translators: heads a column of numbers in a count by two facts, and the row of the whole */
  g_strv_builder_add (builder, paper ? "合计" : C_("count", "Total"));
  /* Translators: heads a column: per cent of the whole */
  g_strv_builder_add (builder, paper ? "占比" : C_("count", "Share"));
  return g_strv_builder_end (builder);
}

/**
 * cl_statistic_table_number:
 * @statistic: an answer
 * @row: one of its rows, or the one after the last: the whole
 * @column: of the table's: from 1, after the names; the one after the last of @statistic's is what they come to
 *
 * Returns: the number that stands there
 */
gint64
cl_statistic_table_number (const ClStatistic *statistic, guint row, guint column)
{
  const ClStatisticValue *value = row < statistic->rows->len ? statistic->rows->pdata[row] : NULL;

  if (column > statistic->columns->len)
    return value != NULL ? value->n : statistic->n;
  return value != NULL ? cl_statistic_get (statistic, row, column - 1) : ((const ClStatisticValue *) statistic->columns->pdata[column - 1])->n;
}

/**
 * cl_statistic_table_row:
 * @statistic: an answer
 * @row: one of its rows, or the one after the last: the whole
 * @paper: for paper and sheets, which are always Chinese
 *
 * The whole is that of the records, which is less than the sum of the rows where one may stand in several.
 *
 * Returns: (transfer full): as many texts as the head has
 */
GStrv
cl_statistic_table_row (const ClStatistic *statistic, guint row, gboolean paper)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const ClStatisticValue *value = row < statistic->rows->len ? statistic->rows->pdata[row] : NULL;
  g_autofree char *name = value != NULL ? cl_statistic_value_call (value, paper) : g_strdup (paper ? "合计" : C_("count", "Total"));
  g_autofree char *share = say_share (statistic, cl_statistic_table_number (statistic, row, statistic->columns->len + 1));

  g_strv_builder_add (builder, name);
  for (guint i = 1; i <= statistic->columns->len + 1; i++)
    {
      g_autofree char *n = cl_statistic_format (cl_statistic_table_number (statistic, row, i));

      g_strv_builder_add (builder, n);
    }
  g_strv_builder_add (builder, share);
  return g_strv_builder_end (builder);
}
