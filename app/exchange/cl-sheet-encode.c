#include "cl-config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "cl-error.h"
#include "cl-sheet-encode.h"

#define NAMED_MAX 5

/* The characters of @line that @encoding does not have, each told once with the row's first cell: "䶮（张䶮）". */
static void
name_missing (const char *line, const char *encoding, GHashTable *seen, GPtrArray *named)
{
  g_autofree char *first = g_strndup (line, strcspn (line, ",\r\n"));
  g_strdelimit (first, "\"\t", ' ');
  for (const char *c = line; *c; c = g_utf8_next_char (c))
    {
      gsize size = (gsize) (g_utf8_next_char (c) - c);
      g_autofree char *character = g_strndup (c, size);
      g_autofree char *converted = g_convert (c, (gssize) size, encoding, "UTF-8", NULL, NULL, NULL);
      if (!converted && g_hash_table_add (seen, g_strdup (character)))
        g_ptr_array_add (named, g_strdup_printf ("%s（%s）", character, g_strstrip (first)));
    }
}

static gboolean
tell_missing (GPtrArray *named, const char *encoding, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < named->len && i < NAMED_MAX; i++)
    g_string_append_printf (list, "%s%s", i ? "、" : "", (const char *) named->pdata[i]);
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               g_dngettext (GETTEXT_PACKAGE, "%s has no sign for %u character: %s. Export in GB18030, which has all of them, or as .xlsx.",
                            "%s has no signs for %u characters: %s. Export in GB18030, which has all of them, or as .xlsx.", named->len),
               encoding, named->len, list->str);
  return FALSE;
}

static gboolean
convert_lines (FILE *from, FILE *to, const char *encoding, GPtrArray *named)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  gboolean good = TRUE;
  while (good && (length = getline (&line, &room, from)) >= 0)
    {
      gsize written;
      /* The mark of UTF-8 stands before the first cell. */
      const char *text = g_str_has_prefix (line, "\xef\xbb\xbf") ? line + 3 : line;
      g_autofree char *converted = g_convert (text, (gssize) (length - (text - line)), encoding, "UTF-8", NULL, &written, NULL);
      if (!converted)
        name_missing (text, encoding, seen, named);
      else
        good = fwrite (converted, 1, written, to) == written;
    }
  free (line);
  return good && !ferror (from);
}

/* Writes @path, a .csv of ours in UTF-8, anew in @encoding; FALSE with the error set: it is as it was. */
gboolean
cl_sheet_encode (const char *path, const char *encoding, GError **error)
{
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *beside = g_strconcat (path, ".encoded", NULL);
  FILE *from = g_fopen (path, "r"), *to = g_fopen (beside, "w");
  gboolean good = from && to && g_chmod (beside, 0600) == 0 && convert_lines (from, to, encoding, named);
  int code = errno;
  if (from)
    fclose (from);
  if (to)
    good = fclose (to) == 0 && good;
  if (good && named->len == 0 && g_rename (beside, path) == 0)
    return TRUE;
  if (good && named->len > 0)
    tell_missing (named, encoding, error);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The table cannot be written in %s: %s. Choose another place."), encoding, g_strerror (code));
  g_unlink (beside);
  return FALSE;
}

/* The name under which iconv knows it; NULL: none that a table may be written in. */
const char *
cl_sheet_encoding_from_name (const char *name)
{
  static const char *const known[] = { "UTF-8", "GBK", "GB18030" };
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (known[i], name) == 0)
      return known[i];
  return g_ascii_strcasecmp (name, "UTF8") == 0 ? known[0] : NULL;
}
