#pragma once

#include "cl-sheet-reader.h"

G_BEGIN_DECLS

/* Tables that lie in no file: what was pasted, what several files make together. Each has a path that names it, where no file need be; imports read it
 * there like any other, and lay what they refuse beside it. Any thread. */
void cl_sheet_memory_add (const char *path, GPtrArray *rows); /* GStrv a row, transfer full; in place of what had that path */
void cl_sheet_memory_remove (const char *path);
ClSheetReader *cl_sheet_memory_open (const char *path); /* NULL: there is none */

/* Files with the same columns as one table, each row with the file and row that it comes from behind. The path of the table, transfer full; INVALID
 * where one has other columns. */
char *cl_sheet_join (const char *const *paths, const ClSheetOptions *options, GError **error);
#define CL_SHEET_JOIN_HEADER "来源文件"

G_END_DECLS
