#pragma once

#include <gtk/gtk.h>

#include "cl-import.h"

G_BEGIN_DECLS

/* One row of a sheet whole: why, what changes from what to what, who may be meant; decided here, or by key in the list. Says "decided". */
#define CL_TYPE_IMPORT_DETAILS (cl_import_details_get_type ())
G_DECLARE_FINAL_TYPE (ClImportDetails, cl_import_details, CL, IMPORT_DETAILS, GtkWidget)

GtkWidget *cl_import_details_new (void);
void cl_import_details_show (ClImportDetails *self, ClImport *import, ClImportRow *row, gboolean revealed); /* NULL hides it */

/* FALSE where the row has nothing of the kind to decide. */
gboolean cl_import_row_use (ClImport *import, ClImportRow *row, guint place);            /* the candidate at @place */
gboolean cl_import_row_settle (ClImport *import, ClImportRow *row, ClDecision decision); /* new, or left out */
gboolean cl_import_row_take (ClImport *import, ClImportRow *row, gboolean take);         /* all of its changes that are asked about */
gboolean cl_import_row_decide_by_key (ClImport *import, ClImportRow *row, guint key);     /* 1 to 9 the candidate, N new, O left out, T take, K keep */
char *cl_import_row_say_decision (ClImport *import, ClImportRow *row);                   /* NULL: none */
char *cl_import_row_say_change (const ClJournalChange *change, gboolean revealed);       /* "Phone: 138… → 139…" */

G_END_DECLS
