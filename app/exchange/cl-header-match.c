#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-header-private.h"

/**
 * cl_header_match_free:
 * @match: (transfer full) (nullable): a match
 */
void
cl_header_match_free (ClHeaderMatch *match)
{
  if (!match)
    return;
  g_ptr_array_unref (match->headers);
  g_ptr_array_unref (match->paths);
  g_free (match);
}

/**
 * cl_header_match_paths:
 * @catalogue: the catalogue
 * @ledger: a ledger
 *
 * Returns: (transfer full) (element-type utf8): the paths that a sheet may feed: columns of the import block first, then own fields, keys of
 *   references and "id", the record's own number
 */
GPtrArray *
cl_header_match_paths (ClCatalogue *catalogue,
                       ClLedger    *ledger)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  return g_ptr_array_ref (names->paths);
}

/**
 * cl_header_match_path_header:
 * @catalogue: the catalogue
 * @ledger: a ledger
 * @path: one of cl_header_match_paths()
 *
 * Returns: (transfer full): the Chinese header that leads back to @path and to no other: of the official names the first that does, else
 *   one with the ledger or the reference in front ("人员任职·备注")
 */
char *
cl_header_match_path_header (ClCatalogue *catalogue,
                             ClLedger    *ledger,
                             const char  *path)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  for (guint i = 0; i < names->paths->len; i++)
    if (strcmp (names->paths->pdata[i], path) == 0)
      return g_strdup (cl_header_names_get_header (names, i));
  return g_strdup (path);
}

static gboolean
is_several (ClCatalogue *catalogue,
            ClLedger    *ledger,
            const char  *path)
{
  const ClField *field = strcmp (path, CL_HEADER_RECORD) == 0 ? NULL : cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL);
  return field && cl_field_is_several (field);
}

static const char *
cell_at (GPtrArray *row,
         guint      column)
{
  return row && column < row->len ? row->pdata[column] : "";
}

/* Places by column, G_MAXUINT where the header is not known; how many are. @above: the first row of a header of two. */
static guint
score (ClHeaderNames *names,
       GPtrArray     *row,
       GPtrArray     *above,
       GArray        *places)
{
  guint known = 0, n = MAX (row->len, above ? above->len : 0);
  g_array_set_size (places, 0);
  for (guint i = 0; i < n; i++)
    {
      guint place = G_MAXUINT;
      if (cl_header_names_find (names, cell_at (row, i), &place) ||
          (above && !*cell_at (row, i) && cl_header_names_find (names, cell_at (above, i), &place)))
        known++;
      g_array_append_val (places, place);
    }
  return known;
}

static guint
count_columns (GPtrArray *rows)
{
  guint n = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *row = rows->pdata[i];
      for (guint c = n; c < row->len; c++)
        if (*cell_at (row, c))
          n = c + 1;
    }
  return n;
}

static void
set_not_found (GError       **error,
               ClLedger      *ledger,
               ClHeaderNames *names)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  for (guint i = 0; i < names->paths->len && i < 8; i++)
    g_string_append_printf (wanted, "%s%s", i ? "、" : "", cl_header_names_get_header (names, i));
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("No row of the sheet names at least two columns of “%s”. Put a row with such names above the rows: %s."),
               cl_ledger_get_header (ledger), wanted->str);
}

/**
 * cl_header_match_new:
 * @catalogue: the catalogue
 * @ledger: where the rows shall go
 * @rows: (element-type GPtrArray): the first rows of the sheet
 * @row_numbers: (element-type guint): their numbers
 * @error: return location
 *
 * Finds the row that names the columns: the one with the most known names, at least two of them (in a sheet of one column: that one), and of
 * equals the first. A header of two rows, where cells of the first are merged down over the second, is taken as one.
 *
 * Returns: (transfer full) (nullable): the match; INVALID with what was looked for
 */
ClHeaderMatch *
cl_header_match_new (ClCatalogue *catalogue,
                     ClLedger    *ledger,
                     GPtrArray   *rows,
                     GArray      *row_numbers,
                     GError     **error)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  guint best = G_MAXUINT, best_known = 0, wanted = count_columns (rows) == 1 ? 1 : 2;
  gboolean best_double = FALSE;
  for (guint i = 0; i < rows->len; i++)
    for (guint with_above = 0; with_above < (i > 0 ? 2 : 1); with_above++)
      {
        guint known = score (names, rows->pdata[i], with_above ? rows->pdata[i - 1] : NULL, places);
        if (known <= best_known)
          continue;
        best = i;
        best_known = known;
        best_double = with_above;
      }
  if (best_known < wanted)
    {
      set_not_found (error, ledger, names);
      return NULL;
    }
  GPtrArray *row = rows->pdata[best], *above = best_double ? rows->pdata[best - 1] : NULL;
  score (names, row, above, places);
  ClHeaderMatch *match = g_new0 (ClHeaderMatch, 1);
  g_autofree gboolean *used = g_new0 (gboolean, names->paths->len);
  match->header_row = g_array_index (row_numbers, guint, best);
  match->headers = g_ptr_array_new_with_free_func (g_free);
  match->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < places->len; i++)
    {
      guint place = g_array_index (places, guint, i);
      const char *path = place == G_MAXUINT ? NULL : names->paths->pdata[place];
      if (path && used[place] && !is_several (catalogue, ledger, path))
        path = NULL;
      if (path)
        used[place] = TRUE;
      g_ptr_array_add (match->headers, g_strstrip (g_strdup (*cell_at (row, i) ? cell_at (row, i) : cell_at (above, i))));
      g_ptr_array_add (match->paths, g_strdup (path));
    }
  return match;
}

/**
 * cl_header_match_set_path:
 * @match: a match
 * @column: a column of it
 * @path: (nullable): what it shall feed; %NULL: nothing
 *
 * Corrects the match by hand. Another column that fed @path loses it.
 */
void
cl_header_match_set_path (ClHeaderMatch *match,
                          guint          column,
                          const char    *path)
{
  g_return_if_fail (column < match->paths->len);
  for (guint i = 0; path && i < match->paths->len; i++)
    if (i != column && g_strcmp0 (match->paths->pdata[i], path) == 0)
      g_clear_pointer (&match->paths->pdata[i], g_free);
  g_free (match->paths->pdata[column]);
  match->paths->pdata[column] = g_strdup (path);
}
