#pragma once

#include "cl-sheet-reader.h"

G_BEGIN_DECLS

/* A sheet as one text: cells apart by '|', rows by a line end, each with its number in front. */
static inline char *
cl_test_read_sheet (const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (path, options, error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  GError *local = NULL;
  guint number;

  if (!reader)
    return NULL;
  while (cl_sheet_reader_next (reader, cells, &number, &local))
    {
      g_string_append_printf (all, "%u:", number);
      for (guint i = 0; i < cells->len; i++)
        g_string_append_printf (all, "%s%s", i ? "|" : "", (const char *) cells->pdata[i]);
      g_string_append_c (all, '\n');
    }
  if (!local)
    return g_string_free (g_steal_pointer (&all), FALSE);
  g_propagate_error (error, local);
  return NULL;
}

G_END_DECLS
