#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-export.h"
#include "cl-output.h"

static const char *
purpose_key (gboolean is_public)
{
  return is_public ? "export-purpose-public" : "export-purpose-internal";
}

/**
 * cl_export_get_purpose:
 * @store: the store
 * @is_public: for the public, or for the office's own use
 *
 * Returns: (transfer full): for what the last such export was; what is usual before the first
 */
char *
cl_export_get_purpose (ClStore *store, gboolean is_public)
{
  char *purpose = cl_store_get_setting (store, purpose_key (is_public));
  if (purpose && *purpose)
    return purpose;
  g_free (purpose);
  return g_strdup (is_public ? "公示" : "内部使用");
}

/* Whoever searches by the whole number of a person, a card or an account leaves its end alone in the register and the journal. */
static char *
mask_numbers (const char *words)
{
  g_autoptr (GRegex) numbers = g_regex_new ("[0-9]{7,}([0-9]{3}[0-9Xx])", 0, 0, NULL);
  return g_regex_replace (numbers, words, -1, 0, "****\\1", 0, NULL);
}

/* What the list was narrowed to, in words: 上河村，肢体. */
static char *
say_where (const ClExport *export)
{
  g_autoptr (GString) words = g_string_new (NULL);
  for (guint i = 0; export->where && i < export->where->len; i++)
    g_string_append_printf (words, "%s%s", words->len ? "，" : "", (const char *) export->where->pdata[i]);
  if (export->search && *export->search)
    g_string_append_printf (words, "%s“%s”", words->len ? "，" : "", export->search);
  if (export->is_public)
    g_string_append_printf (words, "%s%s", words->len ? "，" : "", "公示");
  return words->len ? mask_numbers (words->str) : NULL;
}

/**
 * cl_export_log:
 * @store: the store
 * @export: what was exported
 * @paths: (element-type filename): the files
 * @purpose: (nullable): for what; NULL: as last time
 * @number: (out) (optional): the first one's number in the register of prints and exports
 * @error: return location
 *
 * Writes the files down in the register, as one entry of the journal, each with its digest; remembers the purpose for the next time. Main thread.
 *
 * Returns: whether they are written down
 */
gboolean
cl_export_log (ClStore *store, const ClExport *export, GPtrArray *paths, const char *purpose, char **number, GError **error)
{
  g_autofree char *usual = cl_export_get_purpose (store, export->is_public);
  g_autofree char *title = cl_export_get_title (export);
  g_autofree char *words = say_where (export);
  g_autofree ClOutput *outputs = g_new0 (ClOutput, paths->len + 1);
  g_autoptr (GPtrArray) ranges = g_ptr_array_new_with_free_func (g_free);
  const char *said = purpose && *purpose ? purpose : usual;
  if (paths->len == 0)
    return TRUE;
  for (guint i = 0; i < paths->len && paths->len > 1; i++)
    {
      /* Of several files each says which it is. */
      g_autofree char *base = cl_file_call (paths->pdata[i]);
      g_ptr_array_add (ranges, words ? g_strdup_printf ("%s，%s", base, words) : g_steal_pointer (&base));
    }
  for (guint i = 0; i < paths->len; i++)
    outputs[i] = (ClOutput) { .kind = "export", .source = cl_ledger_get_name (export->ledger), .title = title, .parameters = paths->len > 1 ? ranges->pdata[i] : words, .purpose = said,
                              .path = paths->pdata[i] };
  if (g_strcmp0 (said, usual) != 0 && !cl_store_set_setting (store, purpose_key (export->is_public), said, error))
    return FALSE;
  if (paths->len == 1)
    return cl_output_log (store, &outputs[0], number, error) != 0;
  g_autoptr (GArray) ids = cl_output_log_all (store, outputs, paths->len, error);
  return ids != NULL;
}
