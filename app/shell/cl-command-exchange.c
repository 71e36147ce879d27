#include <glib/gi18n.h>
#include <stdio.h>

#include "cl-command.h"

static void
cl_command_say_rows (ClImport *import)
{
  GListModel *rows = cl_import_get_rows (import);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (ClImportRow) row = g_list_model_get_item (rows, i);
      const char *reason = cl_import_row_get_reason (row);

      if (cl_import_row_get_outcome (row) == CL_OUTCOME_REFUSED || cl_import_row_get_outcome (row) == CL_OUTCOME_UNDECIDED)
        cl_command_complain (_("Row %u, refused: %s"), cl_import_row_get_number (row), reason != NULL ? reason : "");
      else if (reason != NULL)
        cl_command_complain (_("Row %u: %s"), cl_import_row_get_number (row), reason);
    }
}

static void
cl_command_say_columns (ClImport *import)
{
  ClHeaderMatch *match = cl_import_get_match (import);
  g_autoptr (GString) homeless = g_string_new (NULL);

  for (guint i = 0; i < match->headers->len; i++)
    {
      const char *header = g_ptr_array_index (match->headers, i);

      if (i < match->paths->len && g_ptr_array_index (match->paths, i) == NULL && header != NULL && *header != '\0')
        g_string_append_printf (homeless, "%s%s", homeless->len > 0 ? "、" : "", header);
    }
  if (homeless->len > 0)
    cl_command_complain (_("Columns without a home in this ledger, left out: %s"), homeless->str);
}

static char *
cl_command_refused_path (const char *source)
{
  g_autofree char *folder = g_path_get_dirname (source);
  g_autofree char *name = g_path_get_basename (source);
  g_autofree char *file = NULL;
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';
  file = g_strdup_printf ("%s 未导入.xlsx", name);
  return g_build_filename (folder, file, NULL);
}

/* What several villages sent back comes in as one table. */
static char *
cl_command_source (const char *const *files, const ClSheetOptions *options, GError **error)
{
  return files[1] != NULL ? cl_sheet_join (files, options, error) : g_strdup (files[0]);
}

static gboolean
cl_command_import (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClLedger *ledger = cl_command_line_find_ledger (line, arguments[0], error);
  const ClSheetOptions options = { .sheet = line->sheet, .encoding = line->encoding };
  g_autoptr (ClImport) import = NULL;
  guint refused;
  g_autofree char *source = NULL;

  if (ledger == NULL || cl_command_line_open (line, error) == NULL || (source = cl_command_source (arguments + 1, &options, error)) == NULL)
    return FALSE;
  import = cl_import_new (line->store, ledger, source, &options, error);
  if (import == NULL)
    return FALSE;
  cl_command_say_columns (import);
  if (!(line->dry_run ? cl_import_rehearse (import, error) : cl_import_run (import, error)))
    return FALSE;

  cl_command_say_rows (import);
  refused = cl_import_get_count (import, CL_OUTCOME_REFUSED) + cl_import_get_count (import, CL_OUTCOME_UNDECIDED);
  if (refused > 0 && !line->dry_run)
    {
      g_autofree char *path = cl_command_refused_path (source);
      g_autoptr (GError) trouble = NULL;

      if (cl_import_save_refused (import, path, &trouble))
        cl_command_complain (_("The refused rows are in %s. Correct them there and import that file."), path);
      else
        cl_command_complain (_("The refused rows could not be saved beside the source: %s"), trouble->message);
    }
  if (line->dry_run)
    cl_command_say (_("A dry run: nothing was changed."));
  else
    cl_command_say (_("%s was imported into %s. “canlian undo” takes it back."), source, cl_ledger_get_title (ledger));
  /* The same words in every language, for programs that read them. */
  printf ("added %u, changed %u, unchanged %u, refused %u\n",
          cl_import_get_count (import, CL_OUTCOME_ADDED), cl_import_get_count (import, CL_OUTCOME_CHANGED),
          cl_import_get_count (import, CL_OUTCOME_UNCHANGED), refused);
  return TRUE;
}

static gboolean
cl_command_export_search (ClCommandLine *line, ClExport *export, ClRowModel *rows, GError **error)
{
  g_autoptr (ClSearch) search = NULL;

  if (rows != NULL)
    {
      if (line->search != NULL)
        cl_row_model_set_search (rows, line->search);
      cl_export_take_rows (export, rows);
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
    return cl_export_write_by_village (export, line->catalogue, reader, line->output, count, error);
  if (!cl_export_write (export, line->catalogue, reader, line->output, count, error))
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
  if (line->view != NULL && cl_ledger_find_view (ledger, line->view) == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The ledger “%s” has no view “%s”. Leave --view out to export all of it."), arguments[0], line->view);
      return FALSE;
    }
  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  export = cl_export_new (ledger);
  export->view = g_strdup (line->view);
  export->is_public = line->is_public;
  export->encoding = g_strdup (line->encoding);
  for (guint i = 0; line->where != NULL && line->where[i] != NULL; i++)
    cl_export_add_where (export, line->where[i]);
  rows = line->seen ? cl_row_model_new (line->store, ledger, line->view) : NULL;
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
  { "import", "LEDGER FILE…", "dry-run sheet encoding", 2, 10000, N_("Import a spreadsheet (.xlsx, .csv) into a ledger"),
    N_("Rows that cannot be taken are listed with row number and reason on stderr and saved beside the source as “NAME 未导入.xlsx”. The last line is always "
       "“added A, changed C, unchanged U, refused R”; refused rows are no failure. Several files with the same columns come in together."),
    cl_command_import },
  { "export", "LEDGER", "output view where search seen public encoding purpose split", 1, 1, N_("Export a ledger to .xlsx or .csv"),
    N_("All fields with whole values, as the office keeps them: imported again they change nothing. With --seen the columns of the list; with --public masked, "
       "without minors, certificate numbers and kinds of disability. With --split village one file a village. Each export is written down in the register of prints and exports."),
    cl_command_export },
  { NULL },
};
