#pragma once

#include <gtk/gtk.h>

#include "cl-import.h"

G_BEGIN_DECLS

/* What would become, or became, of each row of a sheet: a filter by outcome with counts, and the rows as sentences. */
#define CL_TYPE_IMPORT_OUTCOMES (cl_import_outcomes_get_type ())
G_DECLARE_FINAL_TYPE (ClImportOutcomes, cl_import_outcomes, CL, IMPORT_OUTCOMES, GtkWidget)

GtkWidget *cl_import_outcomes_new (void);
void cl_import_outcomes_show (ClImportOutcomes *self, ClImport *import, ClCatalogue *catalogue, ClLedger *ledger); /* after a run; NULL empties */
void cl_import_outcomes_set_revealed (ClImportOutcomes *self, gboolean revealed);
gboolean cl_import_outcomes_get_revealed (ClImportOutcomes *self);
char *cl_import_outcomes_say_counts (ClImport *import);

G_END_DECLS
