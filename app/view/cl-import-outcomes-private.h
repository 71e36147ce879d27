#pragma once

#include <gtk/gtk.h>

#include "cl-import.h"

G_BEGIN_DECLS

/* What would become, or became, of each row of a sheet: filters by outcome with counts, a search, the rows as sentences, and the chosen one whole.
 * Says "decided" when something was decided that the next rehearsal has to show. */
#define CL_TYPE_IMPORT_OUTCOMES (cl_import_outcomes_get_type ())
G_DECLARE_FINAL_TYPE (ClImportOutcomes, cl_import_outcomes, CL, IMPORT_OUTCOMES, GtkWidget)

GtkWidget *cl_import_outcomes_new (void);
/* After a run; NULL empties. Where the same file was shown before, filter, search and chosen row stay. @open: decisions can still be made. */
void cl_import_outcomes_show (ClImportOutcomes *self, ClImport *import, ClCatalogue *catalogue, gboolean open);
void cl_import_outcomes_set_ending (ClImportOutcomes *self, gboolean ending);
void cl_import_outcomes_set_revealed (ClImportOutcomes *self, gboolean revealed);
gboolean cl_import_outcomes_get_revealed (ClImportOutcomes *self);
char *cl_import_outcomes_say_counts (ClImport *import);
gboolean cl_import_outcomes_focus_rows (ClImportOutcomes *self);
gboolean cl_import_outcomes_focus_details (ClImportOutcomes *self);
gboolean cl_import_outcomes_focus_search (ClImportOutcomes *self);
gboolean cl_import_outcomes_has_details (ClImportOutcomes *self, GtkWidget *widget); /* @widget is in them */
/* The private class of what a column holds, whether it has a home or not; NULL: may be shown. */
const char *cl_import_outcomes_get_class (ClCatalogue *catalogue, ClLedger *ledger, ClHeaderMatch *match, guint column);

G_END_DECLS
