#include <glib/gi18n.h>
#include <stdio.h>

#include "cl-command.h"

static gboolean
cl_command_export_search (ClCommandLine *line, ClExport *export, ClRowModel *rows, GError **error)
{
  g_autoptr (ClSearch) search = NULL;

  if (rows != NULL)
    {
      if (line->search != NULL)
        cl_row_model_set_search (rows, line->search);
      cl_export_take_rows (export, rows);
      if (!line->seen)
        cl_export_take_all_columns (export);
    }
  else if (line->search != NULL)
    {
      search = cl_search_new (line->store, export->ledger);
      if (!cl_search_load (search, error))
        return FALSE;
      export->ids = cl_search_find (search, line->search, 0, NULL);
    }
  export->search = g_strdup (line->search);
  return TRUE;
}

static GPtrArray *
cl_command_export_write (ClCommandLine *line, const ClExport *export, ClExportCount *count, GError **error)
{
  ClDatabase *reader = cl_store_get_reader (line->store);
  GPtrArray *paths;

  if (line->split != NULL)
    return cl_export_write_by_village (export, line->catalogue, reader, line->output, count, NULL, error);
  if (!cl_export_write (export, line->catalogue, reader, line->output, count, NULL, error))
    return NULL;
  paths = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (paths, g_strdup (line->output));
  return paths;
}

static gboolean
cl_command_export (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClLedger *ledger = cl_command_line_find_ledger (line, arguments[0], error);
  g_autoptr (ClExport) export = NULL;
  g_autoptr (ClListView) kept = NULL;
  g_autoptr (ClRowModel) rows = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  ClExportCount count = { 0, 0 };

  if (ledger == NULL)
    return FALSE;
  if (line->output == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("Say where to: canlian export %s -o FILE.xlsx"), arguments[0]);
      return FALSE;
    }
  if (line->split != NULL && !g_str_equal (line->split, "village"))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("A list is split by village and nothing else. Write: --split village"));
      return FALSE;
    }
  if (!cl_command_line_open_view (line, ledger, &kept, error))
    return FALSE;
  export = cl_export_new (ledger);
  export->view = g_strdup (line->view);
  export->is_public = line->is_public;
  export->encoding = g_strdup (line->encoding);
  for (guint i = 0; line->where != NULL && line->where[i] != NULL; i++)
    cl_export_add_where (export, line->where[i]);
  rows = line->seen && kept == NULL ? cl_row_model_new (line->store, ledger, line->view) : NULL;
  if (kept != NULL)
    {
      rows = cl_list_view_open (kept, line->store, ledger, FALSE);
      export->title = g_strdup_printf ("%s（%s）", cl_ledger_get_header (ledger), kept->name);
    }
  if (!cl_command_export_search (line, export, rows, error) || (paths = cl_command_export_write (line, export, &count, error)) == NULL ||
      !cl_export_log (line->store, export, paths, line->purpose, NULL, error))
    return FALSE;
  if (count.minors > 0)
    cl_command_complain (ngettext ("%u entry speaks of a minor and was left out.", "%u entries speak of minors and were left out.", count.minors), count.minors);
  for (guint i = 0; i < paths->len; i++)
    cl_command_say ("%s", (const char *) paths->pdata[i]);
  return TRUE;
}

const ClCommand cl_command_exchange[] = {
  { "export", "LEDGER", "output view where search seen public encoding purpose split", 1, 1, N_("Export a ledger to .xlsx or .csv"),
    N_("All fields with whole values, as the office keeps them: imported again they change nothing. With --seen the columns of the list; with --public masked, "
       "without minors, certificate numbers and kinds of disability. With --split village one file a village. Each export is written down in the register of prints and exports."),
    cl_command_export },
  { NULL },
};
