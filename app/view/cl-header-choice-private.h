#pragma once

#include <gtk/gtk.h>

#include "cl-import.h"

G_BEGIN_DECLS

/* The first rows of a sheet, to say which of them names the columns: "Row 3: 序号". Where none is known to (@header_row 0), one choice more says that.
 * @chosen: the place of @header_row among them. */
GtkStringList *cl_header_choice_list (const ClImportHead *head, guint header_row, guint *chosen);
guint cl_header_choice_get_row (const ClImportHead *head, guint chosen); /* as the spreadsheet counts; 0: none */

G_END_DECLS
