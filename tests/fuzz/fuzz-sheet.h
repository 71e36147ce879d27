#pragma once

#include "cl-sheet-reader.h"
#include "fuzz.h"

/* Reads all rows; whatever comes must be text. Either all of it or an error. */
static inline void
fuzz_read_sheet (const char *path, const ClSheetOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, options, &error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
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
