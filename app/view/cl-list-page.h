#pragma once

#include "cl-context.h"
#include "cl-row-model.h"

G_BEGIN_DECLS

/* Every ledger's page: search entry, sort menu, rows as sentences, details beside, the editor in the same pane. */
#define CL_TYPE_LIST_PAGE (cl_list_page_get_type ())
G_DECLARE_FINAL_TYPE (ClListPage, cl_list_page, CL, LIST_PAGE, GtkWidget)

GtkWidget *cl_list_page_new (ClContext *context, const char *ledger, const char *view);
GtkWidget *cl_list_page_new_kept (ClContext *context, gint64 id); /* a list that the office keeps; NULL: it has gone */
ClRowModel *cl_list_page_get_rows (ClListPage *page);
void cl_list_page_select (ClListPage *page, gint64 id);  /* scrolls, selects, focuses, shows the details */
ClRowModel *cl_list_page_get_chosen_rows (ClListPage *page); /* those chosen, as a list of their own; all where none are; transfer full */
void cl_list_page_edit (ClListPage *page, gint64 id);    /* 0: a new record */
/* Only the records of @where, under a mark that says @words and can be taken away; NULL: all. FALSE where the condition is wrong, which is said. */
gboolean cl_list_page_set_filter (ClListPage *page, const char *where, const char *words);
void cl_list_page_set_search (ClListPage *page, const char *text);
void cl_list_page_search (ClListPage *page);             /* focus to the search entry */

G_END_DECLS
