#pragma once

#include "canlian.h"
#include "cl-agenda.h"

G_BEGIN_DECLS

/* A month as a grid of days with how many things are due on each, and the chosen day's things as a list below. */
#define CL_TYPE_TODAY_CALENDAR (cl_today_calendar_get_type ())
G_DECLARE_FINAL_TYPE (ClTodayCalendar, cl_today_calendar, CL, TODAY_CALENDAR, GtkWidget)

GtkWidget *cl_today_calendar_new (ClContext *context, ClAgenda *agenda);

G_END_DECLS
