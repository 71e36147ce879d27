#include "cl-config.h"

#include "cl-desk.h"
#include "cl-export.h"

/**
 * cl_export_statistic:
 * @store: the store that was counted
 * @statistic: the count
 * @path: "…/各村人数.xlsx" or .csv
 * @error: return location
 *
 * Writes the count's table, numbers as numbers to reckon with. Any thread.
 *
 * Returns: whether the file is there
 */
gboolean
cl_export_statistic (ClStore *store, ClStatistic *statistic, const char *path, GError **error)
{
  g_auto (GStrv) head = cl_statistic_table_head (statistic, TRUE);
  const char *const title[] = { statistic->title, NULL }, *const words[] = { statistic->words, NULL };
  guint n = g_strv_length (head);
  if (!cl_desk_may (store, CL_RIGHT_EXPORT, error))
    return FALSE;
  g_autoptr (ClSheetWriter) writer = cl_sheet_writer_new (path, statistic->by, error);
  if (!writer)
    return FALSE;
  cl_sheet_writer_add_lead (writer, title);
  if (statistic->words)
    cl_sheet_writer_add_lead (writer, words);
  for (guint i = 0; i < n; i++)
    {
      cl_sheet_writer_add_column (writer, head[i], i == 0 ? 40 : 18);
      if (i > 0 && i + 1 < n)
        cl_sheet_writer_set_numbers (writer);
    }
  for (guint i = 0; i <= statistic->rows->len; i++)
    {
      g_auto (GStrv) cells = cl_statistic_table_row (statistic, i, TRUE);
      /* A number with separators is none to reckon with. */
      for (guint k = 1; k + 1 < n; k++)
        {
          g_free (cells[k]);
          cells[k] = g_strdup_printf ("%" G_GINT64_FORMAT, cl_statistic_table_number (statistic, i, k));
        }
      if (!cl_sheet_writer_add_row (writer, (const char *const *) cells, error))
        return FALSE;
    }
  return cl_sheet_writer_close (writer, error);
}
