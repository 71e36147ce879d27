#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* Makes attachments 1, 2 and 3 of all units as one file with a page of contents before them, shows it, and writes each paper into the register once it is printed. */
void roster_report_print (GtkWidget *near, ClContext *context, const char *due);
/* The newest paper of each unit and attachment since @since: column 0 the id, then title and unit, state, day. */
GArray *roster_report_papers (ClCatalogue *catalogue, ClDatabase *database, const char *since, GError **error); /* gint64 */

G_END_DECLS
