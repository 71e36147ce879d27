#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When a household is to be visited: dates alone, ISO text. */
char *household_schedule_due (const char *start, const char *last, int months); /* NULL: neither a visit nor a first day is known */
gint64 household_schedule_overdue (const char *due, const char *on);            /* days */
char *household_schedule_month_end (const char *on);

G_END_DECLS
