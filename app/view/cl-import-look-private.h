#pragma once

#include <gtk/gtk.h>

#include "cl-import.h"

G_BEGIN_DECLS

/* By what the rows of a sheet are shown. */
typedef struct
{
  ClImport *import;
  GPtrArray *classes; /* private class by column, not owned; NULL: may be shown */
  gboolean revealed;
} ClImportLook;

const char *cl_import_outcome_word (ClOutcome outcome);
char *cl_import_look_show_cell (const ClImportLook *self, guint column, const char *text); /* masked where it is private */
void cl_import_look_set_up (GtkListItem *item);
void cl_import_look_fill (const ClImportLook *self, GtkListItem *item); /* the row of @item, with its sentence as name */

G_END_DECLS
