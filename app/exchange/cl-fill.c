#include "cl-config.h"

#include "cl-fill.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-export-private.h"
#include "cl-fill-private.h"
#include "cl-import.h"

/**
 * cl_fill_report_clear:
 * @report: what a filling said
 */
void
cl_fill_report_clear (ClFillReport *report)
{
  g_clear_pointer (&report->homeless, g_strfreev);
}

static char *
plain (const char *header)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (const char *c = header ? header : ""; *c; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_unichar (text, g_utf8_get_char (c));
  return g_strdup (text->str);
}

/* What no field keeps and every county asks for: the age, which follows from the birth. */
static const char *
derive (ClLedger *ledger, const char *header)
{
  const ClField *person = cl_ledger_find_field (ledger, "person");
  if (strcmp (header, "年龄") != 0 && strcmp (header, "周岁") != 0)
    return NULL;
  if (cl_ledger_find_field (ledger, "birth"))
    return "age(birth)";
  return person && g_strcmp0 (cl_field_get_target (person), "person") == 0 ? "age(person.birth)" : NULL;
}

static gboolean
is_number_field (ClCatalogue *catalogue, ClLedger *ledger, const char *path)
{
  const ClField *field = cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL);
  return g_str_has_prefix (path, "age(") ||
         (field && (cl_field_get_field_type (field) == CL_FIELD_INTEGER || cl_field_get_field_type (field) == CL_FIELD_MONEY));
}

static gboolean
check_form (const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *base = cl_file_call (path);
  if (g_str_has_suffix (lower, ".xlsx"))
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is no .xlsx. Open it in the spreadsheet program, save it as .xlsx, and fill that."), base);
  return FALSE;
}

/* 序号 before the others, from 1. */
static void
number_rows (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      g_auto (GStrv) old = rows->pdata[i];
      guint n = g_strv_length (old);
      char **cells = g_new0 (char *, n + 2);
      cells[0] = g_strdup_printf ("%u", i + 1);
      for (guint k = 0; k < n; k++)
        cells[k + 1] = g_steal_pointer (&old[k]);
      rows->pdata[i] = cells;
      g_clear_pointer (&old, g_free);
    }
}

/**
 * cl_fill:
 * @export: which records, in which order; its columns are passed by
 * @catalogue: the catalogue
 * @reader: a connection of the calling thread
 * @match: which column of @sheet shows what
 * @sheet: a spreadsheet of theirs; FOREIGN where it is no .xlsx
 * @number: which of its sheets, from 1 in the order of the tabs; 0: the first visible one
 * @path: the copy to be written, .xlsx
 * @report: (out): how many rows, and which columns stayed blank
 * @error: return location
 *
 * Puts a row for each record below the header. The rows look like the first row there, formulas go on, what stands below moves
 * down with its sums; all other parts of the file are as they were. Private values are whole.
 *
 * Returns: whether the copy is there
 */
gboolean
cl_fill (const ClExport      *export,
         ClCatalogue         *catalogue,
         ClDatabase          *reader,
         const ClHeaderMatch *match,
         const char          *sheet,
         guint                number,
         const char          *path,
         ClFillReport        *report,
         GError             **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint)), numbers = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (GStrvBuilder) homeless = g_strv_builder_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new (), rows = NULL;
  gboolean counted = FALSE, yes = TRUE;
  if (!check_form (path, error))
    return FALSE;
  for (guint i = 0; i < match->headers->len; i++)
    {
      g_autofree char *header = plain (match->headers->pdata[i]);
      const char *shown = i < match->paths->len ? match->paths->pdata[i] : NULL;
      if (!counted && (strcmp (header, "序号") == 0 || strcmp (header, "编号") == 0) && !shown)
        {
          g_array_prepend_val (columns, i);
          g_array_prepend_val (numbers, yes);
          counted = TRUE;
          continue;
        }
      if (!shown)
        shown = derive (export->ledger, header);
      if (!shown)
        {
          if (*header)
            g_strv_builder_add (homeless, match->headers->pdata[i]);
          continue;
        }
      gboolean reckoned = is_number_field (catalogue, export->ledger, shown);
      g_ptr_array_add (paths, (gpointer) shown);
      g_array_append_val (columns, i);
      g_array_append_val (numbers, reckoned);
    }
  g_ptr_array_add (paths, NULL);
  if (paths->len == 1 || match->header_row == 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("No column of the sheet is known in “%s”. Say which ledger it is about: --from LEDGER"),
                   cl_ledger_get_title (export->ledger));
      return FALSE;
    }
  rows = cl_export_read (export, catalogue, reader, (const char *const *) paths->pdata, error);
  if (!rows)
    return FALSE;
  if (counted)
    number_rows (rows);
  const ClFillTable table = { number, match->header_row, columns, numbers, rows };
  if (!cl_fill_archive (sheet, path, &table, error))
    return FALSE;
  report->rows = rows->len;
  report->homeless = g_strv_builder_end (homeless);
  return TRUE;
}

/**
 * cl_fill_find_sheet:
 * @path: a spreadsheet
 * @sheet: (nullable): a sheet's name, or its number from 1; %NULL: the first visible one that holds rows
 * @number: (out): its number from 1
 * @error: NOT_FOUND where there is none of that name
 *
 * Returns: whether it is there
 */
gboolean
cl_fill_find_sheet (const char *path, const char *sheet, guint *number, GError **error)
{
  const ClSheetOptions options = { .sheet = sheet };
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, &options, error);
  if (!reader)
    return FALSE;
  *number = cl_sheet_reader_get_sheet (reader);
  return TRUE;
}
