#pragma once

#include "cl-place.h"

G_BEGIN_DECLS

/* The list of places. Signals: "place" (ClPlace *, gboolean enter): one was chosen; @enter: by Enter or click, so the focus goes there too. */
#define CL_TYPE_SIDEBAR (cl_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ClSidebar, cl_sidebar, CL, SIDEBAR, GtkWidget)

GtkWidget *cl_sidebar_new (GListModel *places);
void cl_sidebar_select (ClSidebar *sidebar, ClPlace *place); /* emits nothing */
void cl_sidebar_fold (ClSidebar *sidebar);
void cl_sidebar_focus (ClSidebar *sidebar);

G_END_DECLS
