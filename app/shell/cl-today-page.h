#pragma once

#include "canlian.h"
#include "cl-agenda.h"

G_BEGIN_DECLS

/* What is due and what is wrong, in sentences, each one key from its place; while the office is empty, the first steps. */
#define CL_TYPE_TODAY_PAGE (cl_today_page_get_type ())
G_DECLARE_FINAL_TYPE (ClTodayPage, cl_today_page, CL, TODAY_PAGE, GtkWidget)

GtkWidget *cl_today_page_new (ClContext *context, ClAgenda *agenda);
gboolean cl_today_is_office_empty (ClStore *store); /* neither a person nor an appointment yet */

G_END_DECLS
