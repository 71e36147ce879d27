#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-header-private.h"

#define GROUP_LENGTH 12 /* characters of what stands above several columns; a title is longer */

static void
column_free (gpointer data)
{
  ClHeaderColumn *column = data;
  g_free (column->sample);
  g_free (column->group);
  g_free (column);
}

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
  g_ptr_array_unref (match->columns);
  g_free (match);
}

static ClHeaderMatch *
match_alloc (guint header_row)
{
  ClHeaderMatch *match = g_new0 (ClHeaderMatch, 1);
  match->header_row = header_row;
  match->headers = g_ptr_array_new_with_free_func (g_free);
  match->paths = g_ptr_array_new_with_free_func (g_free);
  match->columns = g_ptr_array_new_with_free_func (column_free);
  return match;
}

/**
 * cl_header_match_copy:
 * @match: a match
 *
 * Returns: (transfer full): another that is the same
 */
ClHeaderMatch *
cl_header_match_copy (const ClHeaderMatch *match)
{
  ClHeaderMatch *copy = match_alloc (match->header_row);
  for (guint i = 0; i < match->headers->len; i++)
    {
      ClHeaderColumn *column = g_memdup2 (match->columns->pdata[i], sizeof *column);
      column->sample = g_strdup (column->sample);
      column->group = g_strdup (column->group);
      g_ptr_array_add (copy->headers, g_strdup (match->headers->pdata[i]));
      g_ptr_array_add (copy->paths, g_strdup (match->paths->pdata[i]));
      g_ptr_array_add (copy->columns, column);
    }
  return copy;
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
cl_header_match_paths (ClCatalogue *catalogue, ClLedger *ledger)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  return g_ptr_array_ref (names->paths);
}

/**
 * cl_header_match_paths_named:
 * @catalogue: the catalogue
 * @ledger: a ledger
 * @headers: (out) (transfer full) (element-type utf8): of each path what cl_header_match_path_header() says
 *
 * One search of the catalogue for all of them: a page that offers every path would make hundreds.
 *
 * Returns: (transfer full) (element-type utf8): cl_header_match_paths()
 */
GPtrArray *
cl_header_match_paths_named (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray **headers)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  *headers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < names->paths->len; i++)
    g_ptr_array_add (*headers, g_strdup (cl_header_names_get_header (names, i)));
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
cl_header_match_path_header (ClCatalogue *catalogue, ClLedger *ledger, const char *path)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  for (guint i = 0; i < names->paths->len; i++)
    if (strcmp (names->paths->pdata[i], path) == 0)
      return g_strdup (cl_header_names_get_header (names, i));
  return g_strdup (path);
}

static gboolean
is_several (ClHeaderNames *names, guint place)
{
  const ClField *field = names->fields->pdata[place];
  return field && cl_field_is_several (field);
}

static const char *
cell_at (GPtrArray *row, guint column)
{
  return row && column < row->len ? row->pdata[column] : "";
}

static gboolean
is_blank (const char *text)
{
  while (*text && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/* What the first of two rows says over @column: its own cell, or that of a column to the left which spans this one. NULL: nothing that groups. */
static const char *
group_at (GPtrArray *row, GPtrArray *above, guint column)
{
  for (guint i = column + 1; above && i-- > 0;)
    {
      const char *cell = cell_at (above, i);
      if (is_blank (cell))
        continue;
      /* Merged downwards, it is the header itself; with a colon in it, or long, it is a line of the title. */
      if (strcmp (cell, cell_at (row, i)) == 0 || is_blank (cell_at (row, column)) || g_utf8_strlen (cell, -1) > GROUP_LENGTH || strchr (cell, ':') ||
          strstr (cell, "："))
        return NULL;
      return cell;
    }
  return NULL;
}

/* A header of two rows has columns that only the first of them names: merged downwards, or blank below. */
static gboolean
is_double (GPtrArray *row, GPtrArray *above)
{
  guint single = 0, filled = 0;
  for (guint i = 0; above && i < MAX (row->len, above->len); i++)
    {
      filled += !is_blank (cell_at (above, i));
      single += !is_blank (cell_at (above, i)) && (is_blank (cell_at (row, i)) || strcmp (cell_at (above, i), cell_at (row, i)) == 0);
    }
  return single > 0 && filled > 1;
}

/* The known name of one column, under its group where it has one: "残疾人情况" over "类别" is 类别; "监护人" over "姓名" is 监护人姓名 or nobody's. */
static gboolean
find_name (ClHeaderNames *names, GPtrArray *row, GPtrArray *above, guint column, guint *place)
{
  const char *own = cell_at (row, column), *group = above ? group_at (row, above, column) : NULL;
  if (above && is_blank (own))
    return cl_header_names_find (names, cell_at (above, column), place);
  if (group)
    {
      g_autofree char *joined = g_strconcat (group, own, NULL);
      if (cl_header_names_find (names, joined, place))
        return TRUE;
      if (cl_header_other_owner (group))
        return FALSE;
    }
  return cl_header_names_find (names, own, place);
}

static guint
score (ClHeaderNames *names, GPtrArray *row, GPtrArray *above)
{
  guint known = 0, place, n = MAX (row->len, above ? above->len : 0);
  for (guint i = 0; i < n; i++)
    known += find_name (names, row, above, i, &place);
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
set_not_found (GError **error, ClLedger *ledger, ClHeaderNames *names)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  for (guint i = 0; i < names->paths->len && i < 8; i++)
    g_string_append_printf (wanted, "%s%s", i ? "、" : "", cl_header_names_get_header (names, i));
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("No row of the sheet names at least two columns of “%s”. Put a row with such names above the rows: %s."),
               cl_ledger_get_header (ledger), wanted->str);
}

static void
take_home (ClHeaderMatch *match, ClHeaderNames *names, gboolean *used, guint column, guint place, ClHeaderHow how, guint confidence)
{
  ClHeaderColumn *about = match->columns->pdata[column];
  g_free (match->paths->pdata[column]);
  match->paths->pdata[column] = g_strdup (names->paths->pdata[place]);
  about->how = how;
  about->confidence = confidence;
  used[place] = !is_several (names, place);
}

/* "身份证号" over certificate numbers is a slip of the one who made the sheet: the numbers say what they are. */
static gboolean
is_contradicted (ClHeaderNames *names, guint place, const ClHeaderContent *content)
{
  const ClField *field = names->fields->pdata[place];
  ClFieldType type = field ? cl_field_get_field_type (field) : CL_FIELD_TEXT, holds = cl_header_content_get_type (content);
  return (type == CL_FIELD_CITIZEN_ID && holds == CL_FIELD_CERTIFICATE) || (type == CL_FIELD_CERTIFICATE && holds == CL_FIELD_CITIZEN_ID);
}

/* Homes for the columns: known names first, then what is proved by content where a name is contradicted or wanting, then likeness. */
static void
find_homes (ClHeaderMatch *match, ClHeaderNames *names, GPtrArray *rows, guint first, GPtrArray *row, GPtrArray *above)
{
  guint n = match->headers->len, place = 0;
  g_autofree gboolean *used = g_new0 (gboolean, names->paths->len);
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_header_content_free);
  for (guint i = 0; i < n; i++)
    {
      ClHeaderContent *content = cl_header_content_new (rows, first, i);
      ClHeaderColumn *about = match->columns->pdata[i];
      g_ptr_array_add (contents, content);
      about->holds = cl_header_content_get_type (content);
      about->n_filled = content->n;
      about->sample = cl_header_content_sample (content);
    }
  for (guint i = 0; row && i < n; i++)
    if (find_name (names, row, above, i, &place) && !used[place] && !is_contradicted (names, place, contents->pdata[i]))
      take_home (match, names, used, i, place, CL_HEADER_BY_NAME, 100);
  for (guint i = 0; i < n; i++)
    {
      const char *header = match->headers->pdata[i];
      guint confidence;
      double likeness;
      if (match->paths->pdata[i])
        continue;
      likeness = *header ? cl_header_find_like (names, header, used, &place) : 0;
      if (likeness > 0 && cl_header_content_fits (contents->pdata[i], names->fields->pdata[place]))
        take_home (match, names, used, i, place, CL_HEADER_BY_LIKENESS, likeness * 100);
      /* Another's number is no number of this person. */
      else if (!cl_header_other_owner (header) && (confidence = cl_header_content_find (contents->pdata[i], names, used, &place)) > 0)
        take_home (match, names, used, i, place, CL_HEADER_BY_CONTENT, confidence);
    }
}

static ClHeaderMatch *
match_at (ClHeaderNames *names, GPtrArray *rows, guint header_row, guint place, gboolean two)
{
  GPtrArray *row = rows->pdata[place], *above = two && place > 0 ? rows->pdata[place - 1] : NULL;
  ClHeaderMatch *match = match_alloc (header_row);
  guint n = MAX (row->len, above ? above->len : 0);
  for (guint i = 0; i < n; i++)
    {
      const char *group = above ? group_at (row, above, i) : NULL;
      const char *own = is_blank (cell_at (row, i)) ? cell_at (above, i) : cell_at (row, i);
      ClHeaderColumn *column = g_new0 (ClHeaderColumn, 1);
      g_autofree char *plain = g_strstrip (g_strdup (own)), *plain_group = group ? g_strstrip (g_strdup (group)) : NULL;
      guint unused;
      /* Joined only where it says more than the column's own name. */
      gboolean join = group && (cl_header_other_owner (group) || !cl_header_names_find (names, plain, &unused));
      column->group = g_steal_pointer (&plain_group);
      g_ptr_array_add (match->headers, join ? g_strconcat (column->group, "·", plain, NULL) : g_steal_pointer (&plain));
      g_ptr_array_add (match->paths, NULL);
      g_ptr_array_add (match->columns, column);
    }
  find_homes (match, names, rows, place + 1, row, above);
  return match;
}

/* A sheet without any header: at least a column of citizen IDs and one more that tell themselves. */
static ClHeaderMatch *
match_headless (ClHeaderNames *names, GPtrArray *rows)
{
  g_autoptr (ClHeaderMatch) match = match_alloc (0);
  guint n = count_columns (rows), found = 0;
  gboolean ids = FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (match->headers, i < 26 ? g_strdup_printf ("%c列", 'A' + i) : g_strdup_printf ("%c%c列", 'A' + i / 26 - 1, 'A' + i % 26));
      g_ptr_array_add (match->paths, NULL);
      g_ptr_array_add (match->columns, g_new0 (ClHeaderColumn, 1));
    }
  find_homes (match, names, rows, 0, NULL, NULL);
  for (guint i = 0; i < n; i++)
    {
      found += match->paths->pdata[i] != NULL;
      ids = ids || (match->paths->pdata[i] && ((ClHeaderColumn *) match->columns->pdata[i])->holds == CL_FIELD_CITIZEN_ID);
    }
  return ids && found >= 2 ? g_steal_pointer (&match) : NULL;
}

static guint
find_header (ClHeaderNames *names, GPtrArray *rows, guint *known, gboolean *two)
{
  guint best = 0;
  *known = 0;
  *two = FALSE;
  for (guint i = 0; i < rows->len; i++)
    for (guint with_above = 0; with_above < (i > 0 && is_double (rows->pdata[i], rows->pdata[i - 1]) ? 2 : 1); with_above++)
      {
        guint found = score (names, rows->pdata[i], with_above ? rows->pdata[i - 1] : NULL);
        if (found <= *known)
          continue;
        best = i;
        *known = found;
        *two = with_above;
      }
  /* The first of the two rows may be the header of most columns; what stands below it belongs to it. */
  if (*known > 0 && !*two && best + 1 < rows->len && is_double (rows->pdata[best + 1], rows->pdata[best]))
    {
      guint below = score (names, rows->pdata[best + 1], rows->pdata[best]);
      if (below >= *known && score (names, rows->pdata[best + 1], NULL) > 0)
        {
          *two = TRUE;
          *known = below;
          best++;
        }
    }
  return best;
}

/* Where known names do not tell the header: the row with one of them and others like it, or with three that are like some. */
static gboolean
find_like_header (ClHeaderNames *names, GPtrArray *rows, guint *place)
{
  g_autofree gboolean *used = g_new0 (gboolean, names->paths->len);
  guint best = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *row = rows->pdata[i];
      guint known = score (names, row, NULL), like = 0, unused;
      for (guint c = 0; c < row->len; c++)
        like += !is_blank (cell_at (row, c)) && !cl_header_names_find (names, cell_at (row, c), &unused) &&
                cl_header_find_like (names, cell_at (row, c), used, &unused) > 0;
      if (known + like <= best || known + like < (known ? 2 : 3))
        continue;
      best = known + like;
      *place = i;
    }
  return best > 0;
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
 * equals the first. A header of two rows, where cells of the first are merged down over the second or group columns of it, is taken as one.
 * Columns that no name tells are told by likeness and by what they hold; a sheet without header by its content alone.
 *
 * Returns: (transfer full) (nullable): the match; INVALID with what was looked for
 */
ClHeaderMatch *
cl_header_match_new (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows, GArray *row_numbers, GError **error)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  guint known, best;
  gboolean two;
  best = find_header (names, rows, &known, &two);
  if (known < (count_columns (rows) == 1 ? 1 : 2) && !find_like_header (names, rows, &best))
    {
      ClHeaderMatch *match = match_headless (names, rows);
      if (!match)
        set_not_found (error, ledger, names);
      return match;
    }
  return match_at (names, rows, g_array_index (row_numbers, guint, best), best, two);
}

/**
 * cl_header_match_new_at:
 * @catalogue: the catalogue
 * @ledger: where the rows shall go
 * @rows: (element-type GPtrArray): the first rows of the sheet
 * @row_numbers: (element-type guint): their numbers
 * @place: the header among them; of a header of two rows the last
 *
 * Returns: (transfer full): the match
 */
ClHeaderMatch *
cl_header_match_new_at (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows, GArray *row_numbers, guint place)
{
  g_return_val_if_fail (place < rows->len, NULL);
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  return match_at (names, rows, g_array_index (row_numbers, guint, place), place, place > 0 && is_double (rows->pdata[place], rows->pdata[place - 1]));
}

static gboolean
feeds (const ClHeaderMatch *match, const char *name)
{
  gsize length = strlen (name);
  for (guint i = 0; i < match->paths->len; i++)
    {
      const char *path = match->paths->pdata[i];
      if (path && strncmp (path, name, length) == 0 && (path[length] == '\0' || path[length] == '.'))
        return TRUE;
    }
  return FALSE;
}

/* The household of a flat sheet is told by the rows that lead. */
static gboolean
is_led (const ClHeaderMatch *match, ClLedger *ledger, const char *name)
{
  const GPtrArray *throughs = cl_ledger_get_throughs (ledger);
  for (guint i = 0; throughs && i < throughs->len; i++)
    {
      const ClLedgerThrough *through = g_ptr_array_index (throughs, i);
      if (through->leading_field && strcmp (through->field, name) == 0 && feeds (match, through->leading_field) && feeds (match, through->leader))
        return TRUE;
    }
  return FALSE;
}

/**
 * cl_header_match_rate:
 * @catalogue: the catalogue
 * @ledger: a ledger
 * @rows: (element-type GPtrArray): the first rows of the sheet
 * @row_numbers: (element-type guint): their numbers
 *
 * A name that only this ledger or few have counts as much as one that many have: what decides is how many columns find a home, required fields
 * counting twice.
 *
 * Returns: how well the sheet fits @ledger; 0 where it does not at all
 */
double
cl_header_match_rate (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows, GArray *row_numbers)
{
  g_autoptr (ClHeaderMatch) match = cl_header_match_new (catalogue, ledger, rows, row_numbers, NULL);
  double rate = 0;
  gboolean whole = TRUE;
  for (guint i = 0; match && i < match->paths->len; i++)
    if (match->paths->pdata[i])
      rate += ((ClHeaderColumn *) match->columns->pdata[i])->confidence / 100.0;
  for (guint i = 0; match && i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      const char *name = cl_field_get_name (field);
      gboolean fed;
      if (!cl_field_is_required (field) || cl_field_get_default (field))
        continue;
      fed = feeds (match, name) || is_led (match, ledger, name);
      rate += fed;
      whole = whole && fed;
    }
  return whole ? rate : rate / 4;
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
cl_header_match_set_path (ClHeaderMatch *match, guint column, const char *path)
{
  g_return_if_fail (column < match->paths->len);
  for (guint i = 0; path && i < match->paths->len; i++)
    if (i != column && g_strcmp0 (match->paths->pdata[i], path) == 0)
      {
        ClHeaderColumn *loser = match->columns->pdata[i];
        g_clear_pointer (&match->paths->pdata[i], g_free);
        loser->how = CL_HEADER_HOMELESS;
        loser->confidence = 0;
      }
  ClHeaderColumn *about = match->columns->pdata[column];
  g_free (match->paths->pdata[column]);
  match->paths->pdata[column] = g_strdup (path);
  about->how = CL_HEADER_BY_HAND;
  about->confidence = path ? 100 : 0;
}

/**
 * cl_header_match_is_corrected:
 * @match: a match
 *
 * Returns: whether a column was given its home, or none, by hand
 */
gboolean
cl_header_match_is_corrected (const ClHeaderMatch *match)
{
  for (guint i = 0; i < match->columns->len; i++)
    if (((ClHeaderColumn *) match->columns->pdata[i])->how == CL_HEADER_BY_HAND)
      return TRUE;
  return FALSE;
}
