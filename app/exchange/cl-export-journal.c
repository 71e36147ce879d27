#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-desk.h"
#include "cl-export.h"
#include "cl-journal.h"
#include "cl-output.h"

static const struct
{
  const char *header;
  double width_mm;
} columns[] = {
  { "序号", 14 }, { "时间", 32 }, { "操作人", 22 }, { "类别", 24 }, { "内容", 110 }, { "是否撤销", 18 },
};

static gboolean
write_entries (const GPtrArray *entries, const char *path, GError **error)
{
  g_autoptr (ClSheetWriter) writer = cl_sheet_writer_new (path, CL_EXPORT_JOURNAL_TITLE, error);
  if (!writer)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    cl_sheet_writer_add_column (writer, columns[i].header, columns[i].width_mm);
  for (guint i = 0; i < entries->len; i++)
    {
      const ClJournalEntry *entry = entries->pdata[i];
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, entry->entry);
      g_autofree char *time = cl_journal_format_time (entry->time);
      const char *cells[] = { number, time, entry->actor, cl_journal_kind_label (entry->kind), entry->words, entry->undone ? "是" : NULL };
      if (!cl_sheet_writer_add_row (writer, cells, error))
        return FALSE;
    }
  return cl_sheet_writer_close (writer, error);
}

/**
 * cl_export_journal:
 * @store: the store
 * @filter: which entries
 * @words: (nullable): the same for people, for the register
 * @path: .xlsx or .csv
 * @n: (out) (optional): how many entries were written
 * @number: (out) (optional) (transfer full): its number in the register of prints and exports
 * @error: return location
 *
 * Writes entries of the journal as a spreadsheet and writes the file down in the register, as every export is. Main thread.
 *
 * Returns: whether both are done
 */
gboolean
cl_export_journal (ClStore *store, const ClJournalFilter *filter, const char *words, const char *path, guint *n, char **number, GError **error)
{
  g_autoptr (GPtrArray) entries = cl_journal_find (store, filter, error);
  g_autofree char *purpose = cl_export_get_purpose (store, FALSE);
  ClOutput output = { .kind = "export", .source = "journal", .title = CL_EXPORT_JOURNAL_TITLE, .parameters = words && *words ? words : NULL, .purpose = purpose, .path = path };
  if (!entries || !cl_desk_may (store, CL_RIGHT_EXPORT, error) || !write_entries (entries, path, error))
    return FALSE;
  if (n)
    *n = entries->len;
  return cl_output_log (store, &output, number, error) != 0;
}
