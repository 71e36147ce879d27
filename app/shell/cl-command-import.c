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

/* How the columns found their homes where no name said it, and which found none. */
static void
cl_command_say_columns (ClCommandLine *line, ClImport *import)
{
  ClHeaderMatch *match = cl_import_get_match (import);

  for (guint i = 0; i < match->headers->len; i++)
    {
      const ClHeaderColumn *column = g_ptr_array_index (match->columns, i);
      const char *header = g_ptr_array_index (match->headers, i), *path = g_ptr_array_index (match->paths, i);
      g_autofree char *how = cl_header_match_say_how (match, i);
      g_autofree char *holds = cl_header_match_say_holds (match, i);

      if (header == NULL || *header == '\0' || g_str_equal (header, "序号"))
        continue;
      if (path == NULL && column->n_filled > 0)
        cl_command_complain (_("Column “%s” (%s) has no home in this ledger and is left out."), header, holds);
      else if (path != NULL && column->how != CL_HEADER_BY_NAME)
        {
          g_autofree char *field = cl_header_match_path_header (line->catalogue, cl_import_get_ledger (import), path);

          cl_command_complain (_("Column “%s” goes to “%s”, %s."), header, field, how);
        }
    }
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

/* A new field stays, whatever comes of the import: a dry run only names it. */
static gboolean
cl_command_make_own (ClCommandLine *line, ClImport *import, const char *header, GError **error)
{
  ClHeaderMatch *match = cl_import_get_match (import);

  for (guint i = 0; i < match->headers->len; i++)
    if (g_str_equal (g_ptr_array_index (match->headers, i), header))
      {
        if (g_ptr_array_index (match->paths, i) != NULL)
          return TRUE;
        if (line->dry_run)
          cl_command_complain (_("Column “%s” would become a field of the office's own."), header);
        else
          return cl_import_add_own_field (import, i, NULL, cl_import_suggest_type (import, i), error);
        return TRUE;
      }
  g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The sheet has no column “%s”. Write its header as it stands there."), header);
  return FALSE;
}

/* What was said on the command line about columns and choices. */
static gboolean
cl_command_set_up_import (ClCommandLine *line, ClImport *import, GError **error)
{
  ClHeaderMatch *match = cl_import_get_match (import);

  if (line->fill && line->overwrite)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("--fill and --overwrite say opposite things. Give one of the two."));
      return FALSE;
    }
  if (line->decide != NULL && !g_str_equal (line->decide, "new") && !g_str_equal (line->decide, "skip"))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("--decide takes “new” or “skip”, not “%s”."), line->decide);
      return FALSE;
    }
  if (line->map != NULL && !cl_header_match_load_map (match, line->catalogue, cl_import_get_ledger (import), line->map, error))
    return FALSE;
  for (char **header = line->own; header != NULL && *header != NULL; header++)
    if (!cl_command_make_own (line, import, *header, error))
      return FALSE;
  if (line->save_map != NULL && !cl_header_match_save_map (match, line->save_map, error))
    return FALSE;
  cl_import_set_make_villages (import, !line->strict);
  cl_import_set_fill (import, NULL, line->fill ? CL_FILL_EMPTY : CL_FILL_OVERWRITE);
  if (line->decide != NULL)
    cl_import_decide_rest (import, g_str_equal (line->decide, "new") ? CL_DECISION_NEW : CL_DECISION_SKIP);
  return TRUE;
}

static ClLedger *
cl_command_take_ledger (ClCommandLine *line, const char *word)
{
  return g_file_test (word, G_FILE_TEST_EXISTS) ? NULL : cl_catalogue_find_ledger (cl_command_line_load (line), word);
}

/* The ledger's name stands before the files or behind them, or not at all. What is neither a ledger nor a file is told as what it should have been. */
static gboolean
cl_command_split_words (ClCommandLine *line, const char *const *arguments, ClLedger **ledger, GPtrArray *files, GError **error)
{
  guint n = g_strv_length ((GStrv) arguments);
  guint from = 0, to = n;

  if ((*ledger = cl_command_take_ledger (line, arguments[0])) != NULL)
    from = 1;
  else if (n > 1 && (*ledger = cl_command_take_ledger (line, arguments[n - 1])) != NULL)
    to = n - 1;
  else if (n > 1 && !g_file_test (arguments[0], G_FILE_TEST_EXISTS))
    return cl_command_line_find_ledger (line, arguments[0], error) != NULL;
  if (from == to)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("The file is missing. Write: canlian import FILE %s"), arguments[0]);
      return FALSE;
    }
  for (guint i = from; i < to; i++)
    g_ptr_array_add (files, (gpointer) arguments[i]);
  g_ptr_array_add (files, NULL);
  return TRUE;
}

/* The headers are where they are found, or where the line says. */
ClImport *
cl_command_open_import (ClCommandLine *line, ClLedger *ledger, const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClImportHead) head = NULL;
  guint64 row;

  if (line->header == NULL)
    return cl_import_new (line->store, ledger, path, options, error);
  if (!g_ascii_string_to_unsigned (line->header, 10, 1, G_MAXUINT, &row, NULL))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("--header takes the number of a row, not “%s”."), line->header);
      return NULL;
    }
  head = cl_import_head_read (line->catalogue, path, options, error);
  return head != NULL ? cl_import_new_at (line->store, ledger, head, (guint) row, error) : NULL;
}

/* What several villages sent back comes in as one table. */
static char *
cl_command_source (const char *const *files, const ClSheetOptions *options, GError **error)
{
  return files[1] != NULL ? cl_sheet_join (files, options, error) : g_strdup (files[0]);
}

static void
cl_command_save_refused (ClCommandLine *line, ClImport *import, const char *source)
{
  g_autofree char *path = line->refused != NULL ? g_strdup (line->refused) : cl_command_refused_path (source);
  g_autoptr (GError) trouble = NULL;

  if (cl_import_save_refused (import, path, &trouble))
    cl_command_complain (_("The refused rows are in %s. Correct them there and import that file."), path);
  else if (trouble != NULL)
    cl_command_complain (_("The refused rows could not be saved beside the source: %s"), trouble->message);
}

static gboolean
cl_command_import_files (ClCommandLine *line, const char *const *arguments, GError **error)
{
  const ClSheetOptions options = { .sheet = line->sheet, .encoding = line->encoding };
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  ClLedger *ledger = NULL;
  g_autoptr (ClImport) import = NULL;
  g_auto (GStrv) villages = NULL;
  g_autofree char *path = NULL;
  guint refused;

  if (!cl_command_split_words (line, arguments, &ledger, files, error) || cl_command_line_open (line, error) == NULL
      || (path = cl_command_source ((const char *const *) files->pdata, &options, error)) == NULL)
    return FALSE;
  if (ledger == NULL)
    {
      if ((ledger = cl_import_guess_ledger (line->store, path, &options, error)) == NULL)
        return FALSE;
      cl_command_complain (_("By its headers this is for “%s” (%s)."), cl_ledger_get_header (ledger), cl_ledger_get_name (ledger));
    }
  import = cl_command_open_import (line, ledger, path, &options, error);
  if (import == NULL || !cl_command_set_up_import (line, import, error))
    return FALSE;
  cl_command_say_columns (line, import);
  if (!(line->dry_run ? cl_import_rehearse (import, error) : cl_import_run (import, error)))
    return FALSE;

  cl_command_say_rows (import);
  villages = cl_import_get_new_villages (import);
  if (villages[0] != NULL)
    {
      g_autofree char *names = g_strjoinv ("、", villages);

      cl_command_complain (line->strict ? _("Villages that are not there: %s") : _("Villages that were made: %s"), names);
    }
  refused = cl_import_get_count (import, CL_OUTCOME_REFUSED) + cl_import_get_count (import, CL_OUTCOME_UNDECIDED);
  if (refused > 0 && (!line->dry_run || line->refused != NULL))
    cl_command_save_refused (line, import, path);
  if (line->dry_run)
    cl_command_say (_("A dry run: nothing was changed."));
  else
    cl_command_say (_("%s was imported into %s. “canlian undo” takes it back."), path, cl_ledger_get_title (ledger));
  /* The same words in every language, for programs that read them. */
  printf ("added %u, changed %u, unchanged %u, refused %u\n",
          cl_import_get_count (import, CL_OUTCOME_ADDED), cl_import_get_count (import, CL_OUTCOME_CHANGED),
          cl_import_get_count (import, CL_OUTCOME_UNCHANGED), refused);
  return TRUE;
}

/* The first characters of a shape are enough for a person to name it by. */
#define MARK_LENGTH 8

static gboolean
cl_command_mappings (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (GPtrArray) kept = NULL;
  guint forgotten = 0;

  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  kept = cl_header_memory_list (line->store);
  for (guint i = 0; i < kept->len; i++)
    {
      const ClHeaderMemory *memory = g_ptr_array_index (kept, i);
      g_autofree char *mark = g_strndup (memory->shape, MARK_LENGTH);

      if (line->forget == NULL)
        cl_command_say ("%s  %s  %s\n%s", mark, memory->ledger, memory->day, memory->text);
      else if (g_str_equal (line->forget, "all") || g_str_has_prefix (memory->shape, line->forget))
        {
          if (!cl_header_memory_forget (line->store, memory->shape, error))
            return FALSE;
          forgotten++;
        }
    }
  if (line->forget == NULL || forgotten > 0)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("No mapping has the mark “%s”. “canlian mappings” lists them."), line->forget);
  return FALSE;
}

const ClCommand cl_command_import[] = {
  { "import", "FILE… [LEDGER]", "dry-run sheet header encoding map save-map refused strict fill overwrite own decide", 1, 10000, N_("Import a spreadsheet into a ledger"),
    N_("Where LEDGER is not given, the headers say it; the ledger may stand first too. Columns are matched by known names, similar names, and what stands in them; "
       "--map says it otherwise, and is kept for the next file with the same headers. Rows that cannot be taken, or of which it is open who is meant, are listed "
       "with row number and reason on stderr and saved beside the source as “NAME 未导入.xlsx”. The last line is always “added A, changed C, unchanged U, refused "
       "R”; refused rows are no failure. Several files with the same columns come in together."),
    cl_command_import_files },
  { "mappings", "", "forget", 0, 0, N_("List, or forget, how the columns of sheets were matched by hand"), NULL, cl_command_mappings },
  { NULL },
};
