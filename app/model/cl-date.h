#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Dates are ISO text ("2027-03-15"), year-months "2027-03". "Today" is the local date unless it was set (--today). */

const char *cl_today (void);                                 /* ISO, lives until the next cl_today_set() */
gboolean cl_today_set (const char *iso, GError **error);     /* NULL: back to the clock */
char *cl_date_parse (const char *text, GError **error);      /* as people write it -> ISO; "561207" is refused as ambiguous */
char *cl_month_parse (const char *text, GError **error);
char *cl_date_format_paper (const char *iso);                /* "2027年3月15日", unpadded; a month "2027年3月" */
gboolean cl_date_is_valid (const char *iso);
char *cl_date_add (const char *iso, int years, int months, int days);
int cl_date_years_between (const char *from, const char *to); /* full years: an age */
gint64 cl_date_days_between (const char *from, const char *to);

G_END_DECLS
