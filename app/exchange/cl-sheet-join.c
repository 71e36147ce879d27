#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-header-private.h"
#include "cl-sheet-memory.h"

/* A header stands within these. */
#define HEAD_ROWS 20

typedef struct
{
  char *base;
  GPtrArray *rows;  /* GStrv */
  GArray *numbers;  /* guint, as the file counts */
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;
  g_free (part->base);
  g_ptr_array_unref (part->rows);
  g_array_unref (part->numbers);
  g_free (part);
}

static Part *
read_part (const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, options, error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GError) local = NULL;
  guint number;
  if (!reader)
    return NULL;
  Part *part = g_new0 (Part, 1);
  part->base = cl_file_call (path);
  part->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  part->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  while (cl_sheet_reader_next (reader, cells, &number, &local))
    {
      char **row = g_new0 (char *, cells->len + 1);
      for (guint i = 0; i < cells->len; i++)
        row[i] = g_strdup (cells->pdata[i]);
      g_ptr_array_add (part->rows, row);
      g_array_append_val (part->numbers, number);
    }
  if (!local)
    return part;
  part_free (part);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Headers without blanks and marks -> column + 1; NULL where fewer than two cells are filled, or two are alike: that is no header. */
static GHashTable *
read_header (GStrv row)
{
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; row[i]; i++)
    {
      char *plain = cl_header_normalise (row[i], FALSE);
      if (!*plain)
        g_free (plain);
      else if (!g_hash_table_insert (columns, plain, GUINT_TO_POINTER (i + 1)))
        return NULL;
    }
  return g_hash_table_size (columns) >= 2 ? g_steal_pointer (&columns) : NULL;
}

static gboolean
same_keys (GHashTable *one, GHashTable *other)
{
  GHashTableIter iter;
  gpointer key;
  if (g_hash_table_size (one) != g_hash_table_size (other))
    return FALSE;
  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (other, key))
      return FALSE;
  return TRUE;
}

/* The row of @part that has the columns of @header; -1: none. */
static int
find_header (const Part *part, GHashTable *header, GHashTable **found)
{
  for (guint i = 0; i < part->rows->len && i < HEAD_ROWS; i++)
    {
      g_autoptr (GHashTable) columns = read_header (part->rows->pdata[i]);
      if (columns && same_keys (columns, header))
        {
          *found = g_steal_pointer (&columns);
          return (int) i;
        }
    }
  return -1;
}

/* The first row of the first file that is a header in all. */
static int
choose_header (GPtrArray *parts, GHashTable **header, const char **stranger)
{
  const Part *first = parts->pdata[0];
  for (guint i = 0; i < first->rows->len && i < HEAD_ROWS; i++)
    {
      g_autoptr (GHashTable) columns = read_header (first->rows->pdata[i]);
      guint with = columns ? 1 : 0;
      while (columns && with < parts->len)
        {
          g_autoptr (GHashTable) found = NULL;
          if (find_header (parts->pdata[with], columns, &found) < 0)
            break;
          with++;
        }
      if (columns && with < parts->len && !*stranger)
        *stranger = ((const Part *) parts->pdata[with])->base;
      if (columns && with == parts->len)
        {
          *header = g_steal_pointer (&columns);
          return (int) i;
        }
    }
  return -1;
}

/* @row with its cells where the first file has them, and @source behind. */
static GStrv
arrange (GStrv row, GHashTable *from, GHashTable *to, guint width, const char *source)
{
  char **cells = g_new0 (char *, width + 2);
  guint n = g_strv_length (row);
  GHashTableIter iter;
  gpointer name, column;
  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &name, &column))
    {
      guint at = GPOINTER_TO_UINT (g_hash_table_lookup (to, name)) - 1, here = GPOINTER_TO_UINT (column) - 1;
      if (here < n)
        cells[at] = g_strdup (row[here]);
    }
  for (guint i = 0; i < width; i++)
    if (!cells[i])
      cells[i] = g_strdup ("");
  cells[width] = g_strdup (source);
  return cells;
}

static void
add_part (GPtrArray *rows, const Part *part, GHashTable *header, guint width, int from, GHashTable *columns)
{
  for (guint i = (guint) from; i < part->rows->len; i++)
    {
      /* Translators: where a row comes from: a file's name and the number of the row in it */
      g_autofree char *source = g_strdup_printf (_("%s row %u"), part->base, g_array_index (part->numbers, guint, i));
      g_ptr_array_add (rows, arrange (part->rows->pdata[i], columns, header, width, source));
    }
}

/**
 * cl_sheet_join:
 * @paths: (array zero-terminated=1): spreadsheets, of whatever formats, at least one
 * @options: (nullable): for each of them
 * @error: return location
 *
 * What several hands filled in, as one table: the rows under the header of each file, in the order of the files, their columns where the first file has
 * them, and behind them the file and row that each comes from. Rows above the headers are left out.
 *
 * Returns: (transfer full) (nullable): the table's path, for cl_sheet_memory_remove() in the end
 */
char *
cl_sheet_join (const char *const *paths, const ClSheetOptions *options, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (part_free);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GHashTable) header = NULL;
  const char *stranger = NULL;
  g_return_val_if_fail (paths && paths[0], NULL);
  for (guint i = 0; paths[i]; i++)
    {
      Part *part = read_part (paths[i], options, error);
      if (!part)
        {
          g_autofree char *base = cl_file_call (paths[i]);
          g_prefix_error (error, "%s: ", base);
          return NULL;
        }
      g_ptr_array_add (parts, part);
    }
  const Part *first = parts->pdata[0];
  int head = choose_header (parts, &header, &stranger);
  if (head < 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” has other columns than “%s”. Only files with the same columns come in together; import it by itself."),
                   stranger ? stranger : first->base, first->base);
      return NULL;
    }
  guint width = g_strv_length (first->rows->pdata[head]);
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = parts->pdata[i];
      g_autoptr (GHashTable) columns = NULL;
      int at = find_header (part, header, &columns);
      if (i == 0)
        g_ptr_array_add (rows, arrange (part->rows->pdata[at], columns, header, width, CL_SHEET_JOIN_HEADER));
      add_part (rows, part, header, width, at + 1, columns);
    }
  g_autofree char *folder = g_path_get_dirname (paths[0]);
  g_autofree char *base = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u file", "%u files", parts->len), parts->len);
  char *path = g_build_filename (folder, base, NULL);
  cl_sheet_memory_add (path, g_steal_pointer (&rows));
  return path;
}
