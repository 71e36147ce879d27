#pragma once

#include "cl-sheet-reader.h"
#include "cl-sheet-scan.h"
#include "fuzz.h"

/* All of a sheet as one text; NULL: an error. */
static inline char *
fuzz_sheet_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, NULL, &error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  guint row;

  while (reader != NULL && cl_sheet_reader_next (reader, cells, &row, &error))
    {
      g_string_append_printf (text, "%u", row);
      for (guint i = 0; i < cells->len; i++)
        g_string_append_printf (text, "|%s,%u", (const char *) cells->pdata[i], cl_sheet_reader_get_span (reader, i));
      g_string_append_c (text, '\n');
    }
  return error != NULL ? NULL : g_string_free (g_steal_pointer (&text), FALSE);
}

/* The quick way and libxml2 say the same. */
static inline void
fuzz_compare_ways (const char *path)
{
  g_autofree char *quick = fuzz_sheet_text (path);
  g_autofree char *slow = NULL;

  cl_sheet_scan_set_off (TRUE);
  slow = fuzz_sheet_text (path);
  cl_sheet_scan_set_off (FALSE);
  if (g_strcmp0 (quick, slow) != 0)
    g_error ("The two ways differ:\n%s\n---\n%s", quick, slow);
}

/* Reads all rows; whatever comes must be text. Either all of it or an error. */
static inline void
fuzz_read_sheet (const char *path, const ClSheetOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, options, &error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  guint row;

  g_assert ((reader == NULL) == (error != NULL));
  if (reader == NULL)
    return;
  while (cl_sheet_reader_next (reader, cells, &row, &error))
    {
      g_assert (row > 0);
      for (guint i = 0; i < cells->len; i++)
        g_assert (g_utf8_validate (cells->pdata[i], -1, NULL));
    }
  /* The end stays the end. */
  g_clear_error (&error);
  g_assert (!cl_sheet_reader_next (reader, cells, &row, &error));
}
