#include <glib/gi18n.h>

#include "cl-command.h"
#include "cl-citizen-id.h"

/* Sheets of others, filled. */

static void
cl_command_fill_say (const ClFillReport *report, const char *path)
{
  g_autofree char *homeless = report->homeless != NULL ? g_strjoinv ("、", report->homeless) : NULL;

  if (homeless != NULL && *homeless != '\0')
    cl_command_complain (_("Columns that stayed blank: %s"), homeless);
  cl_command_complain (ngettext ("%u row filled in", "%u rows filled in", report->rows), report->rows);
  cl_command_say ("%s", path);
}

static gboolean
cl_command_check_sheet (const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1), *called = NULL;

  if (g_str_has_suffix (lower, ".xlsx"))
    return TRUE;
  called = cl_path_call (path);
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("Only an .xlsx can be filled. Open “%s” in the spreadsheet program and save it as .xlsx."), called);
  return FALSE;
}

static gboolean
cl_command_fill_sheet (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClLedger *ledger;
  g_autoptr (ClImport) import = NULL;
  g_autoptr (ClExport) export = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  ClFillReport report = { 0, NULL };
  ClSheetOptions options = { .sheet = line->sheet };

  if (line->output == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("Say where to: canlian fill %s -o FILE.xlsx"), arguments[0]);
      return FALSE;
    }
  if (!cl_command_check_sheet (arguments[0], error) || cl_command_line_open (line, error) == NULL ||
      !cl_fill_find_sheet (arguments[0], line->sheet, &options.number, error))
    return FALSE;
  ledger = line->from != NULL ? cl_command_line_find_ledger (line, line->from, error) : cl_import_guess_ledger (line->store, arguments[0], &options, error);
  if (ledger == NULL || (import = cl_command_open_import (line, ledger, arguments[0], &options, error)) == NULL)
    return FALSE;
  if (line->map != NULL && !cl_header_match_load_map (cl_import_get_match (import), line->catalogue, ledger, line->map, error))
    return FALSE;
  export = cl_export_new (ledger);
  export->view = g_strdup (line->view);
  export->title = cl_file_call (line->output);
  for (guint i = 0; line->where != NULL && line->where[i] != NULL; i++)
    cl_export_add_where (export, line->where[i]);
  if (!cl_fill (export, line->catalogue, cl_store_get_reader (line->store), cl_import_get_match (import), arguments[0], options.number, line->output, &report, error))
    return FALSE;
  g_ptr_array_add (paths, line->output);
  if (!cl_export_log (line->store, export, paths, line->purpose, NULL, error) ||
      (line->keep != NULL && !cl_fill_keep (line->store, line->keep, export, cl_import_get_match (import), arguments[0], options.number, error)))
    {
      cl_fill_report_clear (&report);
      return FALSE;
    }
  cl_command_fill_say (&report, line->output);
  cl_fill_report_clear (&report);
  return TRUE;
}

static gboolean
cl_command_report_list (ClCommandLine *line)
{
  ClLedger *ledger = cl_catalogue_find_ledger (line->catalogue, "report");
  g_autoptr (ClRowModel) rows = cl_row_model_new (line->store, ledger, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      cl_command_say ("%s\t%s\t%s", cl_row_get_text (row, 0), cl_row_get_text (row, 1), cl_row_get_text (row, 2));
    }
  return TRUE;
}

static gboolean
cl_command_report (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClFillReport report = { 0, NULL };
  gboolean changes = line->rename != NULL || line->remove;

  if (!line->list && (arguments[0] == NULL || (line->output == NULL && !changes)))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("Say which and where to: canlian report NAME -o FILE.xlsx, or list them: canlian report --list"));
      return FALSE;
    }
  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  if (line->list)
    return cl_command_report_list (line);
  if (line->rename != NULL)
    return cl_fill_rename_kept (line->store, arguments[0], line->rename, error);
  if (line->remove)
    return cl_fill_remove_kept (line->store, arguments[0], error);
  if (!cl_fill_again (line->store, arguments[0], line->output, &report, error))
    return FALSE;
  cl_command_fill_say (&report, line->output);
  cl_fill_report_clear (&report);
  return TRUE;
}

const ClCommand cl_command_fill[] = {
  { "fill", "FILE.xlsx", "from sheet header map view where keep purpose output", 1, 1, N_("Fill a sheet of others, such as the county's, with its formatting kept"),
    N_("Its columns are matched by their headers as an import does it. Rows look like the first row below the header; totals move down. The copy is written down in "
       "the register of prints and exports; with --keep the sheet and all that was chosen are kept under a name."),
    cl_command_fill_sheet },
  { "report", "[NAME]", "list output rename remove", 0, 1, N_("Fill a sheet that was kept by “canlian fill --keep” again"),
    N_("Or list what is kept, call it otherwise, or keep it no longer; “canlian undo” brings it back."), cl_command_report },
  { NULL },
};
