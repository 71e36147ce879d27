#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-header-private.h"

/**
 * cl_header_match_get_shape:
 * @match: a match
 * @ledger: where the rows go
 *
 * Returns: (transfer full): a digest of the ledger and the headers, white space, width, case and marks aside
 */
char *
cl_header_match_get_shape (const ClHeaderMatch *match, ClLedger *ledger)
{
  g_autoptr (GString) all = g_string_new (cl_ledger_get_name (ledger));
  guint n = match->headers->len;
  while (n > 0 && *(const char *) match->headers->pdata[n - 1] == '\0')
    n--;
  /* The reason that a sheet of refused rows has behind does not make it another. */
  if (n > 0 && strcmp (match->headers->pdata[n - 1], CL_HEADER_REASON) == 0)
    n--;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *plain = cl_header_normalise (match->headers->pdata[i], FALSE);
      g_string_append_printf (all, "\n%s", plain);
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all->str, all->len);
}

static char *
line_of (const char *header)
{
  char *line = g_strdup (header);
  g_strdelimit (line, "\n\r\t", ' ');
  return g_strstrip (line);
}

/**
 * cl_header_match_to_text:
 * @match: a match
 *
 * Returns: (transfer full): a line a column that has a header, "header = path"; nothing behind the sign where it is left out
 */
char *
cl_header_match_to_text (const ClHeaderMatch *match)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < match->headers->len; i++)
    {
      g_autofree char *header = line_of (match->headers->pdata[i]);
      const char *path = match->paths->pdata[i];
      if (*header)
        g_string_append_printf (text, "%s =%s%s\n", header, path ? " " : "", path ? path : "");
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_same_header (const char *a, const char *b)
{
  g_autofree char *plain_a = cl_header_normalise (a, FALSE), *plain_b = cl_header_normalise (b, FALSE);
  return strcmp (plain_a, plain_b) == 0;
}

static gboolean
apply_line (ClHeaderMatch *match, ClHeaderNames *names, const char *header, const char *target, gboolean *done, ClHeaderHow how, guint number, GError **error)
{
  const char *path = NULL;
  guint place;
  if (*target)
    {
      for (guint i = 0; i < names->paths->len && !path; i++)
        if (strcmp (names->paths->pdata[i], target) == 0)
          path = names->paths->pdata[i];
      if (!path && cl_header_names_find (names, target, &place))
        path = names->paths->pdata[place];
      if (!path)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("Line %u of the mapping: “%s” has no field “%s”. Write one of the headers that an export of it has."), number,
                       cl_ledger_get_header (names->ledger), target);
          return FALSE;
        }
    }
  /* Of columns that are called alike each line means the next one. A column that is not there is no fault: one mapping serves several files. */
  for (guint i = 0; i < match->headers->len; i++)
    {
      if (done[i] || !is_same_header (match->headers->pdata[i], header))
        continue;
      const ClField *field = path && strcmp (path, CL_HEADER_RECORD) != 0 ? cl_catalogue_resolve (names->catalogue, names->ledger, path, NULL, NULL) : NULL;
      done[i] = TRUE;
      if (g_strcmp0 (match->paths->pdata[i], path) == 0)
        return TRUE;
      if (field && cl_field_is_several (field))
        {
          g_free (match->paths->pdata[i]);
          match->paths->pdata[i] = g_strdup (path);
        }
      else
        cl_header_match_set_path (match, i, path);
      ((ClHeaderColumn *) match->columns->pdata[i])->how = how;
      ((ClHeaderColumn *) match->columns->pdata[i])->confidence = path ? 100 : 0;
      return TRUE;
    }
  return TRUE;
}

/**
 * cl_header_match_apply_text:
 * @match: a match
 * @catalogue: the catalogue
 * @ledger: where the rows go
 * @text: as cl_header_match_to_text() makes it, or a person writes it
 * @how: how the columns count as matched: %CL_HEADER_BY_HAND or %CL_HEADER_REMEMBERED
 * @error: return location
 *
 * Returns: whether every line could be applied; INVALID with the line's number where one names no field
 */
gboolean
cl_header_match_apply_text (ClHeaderMatch *match, ClCatalogue *catalogue, ClLedger *ledger, const char *text, ClHeaderHow how, GError **error)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  g_auto (GStrv) lines = g_strsplit (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, "\n", -1);
  g_autofree gboolean *done = g_new0 (gboolean, match->headers->len + 1);
  for (guint i = 0; lines[i]; i++)
    {
      char *line = g_strstrip (lines[i]);
      char *sign = strrchr (line, '=');
      if (!*line || *line == '#')
        continue;
      if (!sign || sign == line)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("Line %u of the mapping is not “header = field”. Write it so, or put # before it."), i + 1);
          return FALSE;
        }
      *sign = '\0';
      if (!apply_line (match, names, g_strchomp (line), g_strchug (sign + 1), done, how, i + 1, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * cl_header_match_save_map:
 * @match: a match
 * @path: a file
 * @error: return location
 *
 * Returns: whether the mapping is written; a remark in its first line says how to read it
 */
gboolean
cl_header_match_save_map (const ClHeaderMatch *match, const char *path, GError **error)
{
  g_autofree char *text = cl_header_match_to_text (match);
  g_autofree char *whole = g_strconcat ("# 表头 = 字段\n", text, NULL);
  return g_file_set_contents (path, whole, -1, error);
}

/**
 * cl_header_match_load_map:
 * @match: a match
 * @catalogue: the catalogue
 * @ledger: where the rows go
 * @path: a file as cl_header_match_save_map() writes it
 * @error: return location
 *
 * Returns: whether it was read and applied
 */
gboolean
cl_header_match_load_map (ClHeaderMatch *match, ClCatalogue *catalogue, ClLedger *ledger, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The mapping %s is not UTF-8. Save it so."), path);
      return FALSE;
    }
  return cl_header_match_apply_text (match, catalogue, ledger, text, CL_HEADER_BY_HAND, error);
}
