#pragma once

#include <gtk/gtk.h>

#include "cl-progress.h"
#include "cl-search.h"
#include "cl-store.h"
#include "cl-template.h"

G_BEGIN_DECLS

/* What a page is given to work with: the open store, the catalogue, and the window's services. Handed on, never global. One per window. */
#define CL_TYPE_CONTEXT (cl_context_get_type ())
G_DECLARE_FINAL_TYPE (ClContext, cl_context, CL, CONTEXT, GObject)

ClContext *cl_context_new (ClStore *store);
ClStore *cl_context_get_store (ClContext *context);
ClCatalogue *cl_context_get_catalogue (ClContext *context);
ClSearch *cl_context_get_search (ClContext *context, ClLedger *ledger); /* shared, loading begins on first use; transfer none */
GPtrArray *cl_context_get_forms (ClContext *context); /* ClTemplate, of all forms that the catalogue knows; transfer none */
void cl_context_warm_forms (ClContext *context);      /* reads them between frames */

/* Asked of whoever hosts the context (the window), by signal:
 *   "show-record" (const char *ledger, gint64 id)        go to the record's page and select it
 *   "edit-record" (const char *ledger, gint64 id)        the same, and write it; 0: a new one
 *   "show-list" (const char *ledger, const char *where, const char *words)   go to the ledger's page, showing those of @where alone
 *   "show-form" (const char *form, GHashTable *parameters)
 *   "show-chart" (const char *ledger, const char *view, const char *where, const char *words, GArray *ids)   a list as a chart
 *   "work-began" (const char *words, ClProgress *progress), "work-ended" (ClProgress *progress)   long work: how far it is, and Cancel
 *   "message" (const char *text)                          toast; the announcement is made by cl_context_say() itself
 *   "finished" (const char *words)                        what took long is over: for the desktop, where the window is not in front
 * Told to the pages:
 *   "search-loaded" ()                                    a search that had no answer has one now
 */
void cl_context_show_record (ClContext *context, const char *ledger, gint64 id);
void cl_context_edit_record (ClContext *context, const char *ledger, gint64 id);
void cl_context_show_list (ClContext *context, const char *ledger, const char *where, const char *words);
void cl_context_show_form (ClContext *context, const char *form, GHashTable *parameters);
/* A list as a chart: what of @view is left by @where, which @words tell, or @ids (gint64) alone; NULL: no limit. */
void cl_context_show_chart (ClContext *context, const char *ledger, const char *view, const char *where, const char *words, GArray *ids);
/* Says @text to eyes (toast) and ears (cl_announce on the focused widget of @near's window). */
void cl_context_say (ClContext *context, GtkWidget *near, const char *text);
/* What takes long, beside the window: transfer full, and its end. */
ClProgress *cl_context_begin_work (ClContext *context, const char *words);
void cl_context_end_work (ClContext *context, ClProgress *progress);
void cl_context_finished (ClContext *context, const char *words); /* long work is over: without anything of the data */

G_END_DECLS
