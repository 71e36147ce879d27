#pragma once

#include "cl-source.h"

G_BEGIN_DECLS

/* Duties that descriptions tell (ClLedgerDuty), and what was said to them: done, postponed, handed over. */

/* Which of a duty's records are meant. Those marked done are in none, those postponed or handed over in CL_DUTY_ASIDE alone. */
typedef enum
{
  CL_DUTY_OVER,   /* the day is over */
  CL_DUTY_COMING, /* it is near: today or within the days that the duty says */
  CL_DUTY_LATER,  /* further away than that */
  CL_DUTY_ASIDE,  /* told, were they not postponed or handed over */
} ClDutySpan;

char *cl_duty_get_where (ClCatalogue *catalogue, ClLedger *ledger, const ClLedgerDuty *duty, ClDutySpan span);
/* All of these read by @reader on its thread; @plugins_off as the office's setting "plugins-off" has it: their ledgers give no duties. */
GPtrArray *cl_duties_list (ClCatalogue *catalogue, ClDatabase *reader, const char *plugins_off, ClDutySpan span, GError **error); /* ClDuty, by day */
GPtrArray *cl_duties_list_days (ClCatalogue *catalogue, ClDatabase *reader, const char *plugins_off, const char *from, const char *to, GError **error);
char *cl_duties_find_next (ClCatalogue *catalogue, ClDatabase *reader, const char *plugins_off, GError **error); /* ISO date of the next that is not told yet; NULL: none */

/* What @duty speaks of one by one, at most @most of them. */
GPtrArray *cl_duty_list_each (ClCatalogue *catalogue, ClDatabase *reader, const ClDuty *duty, guint most, GError **error);

/* cl-duty-marks.c */
typedef enum
{
  CL_DUTY_MARK_NONE, /* back to what it was */
  CL_DUTY_MARK_DONE,
  CL_DUTY_MARK_POSTPONED,
  CL_DUTY_MARK_HANDED,
} ClDutyMark;

/* Says it of every record that @duty speaks of, as one entry of the journal. @until and @reason: of what is postponed; @to: who has it now. Main thread. */
gboolean cl_duty_set_mark (ClStore *store, const ClDuty *duty, ClDutyMark mark, const char *until, const char *reason, const char *to, GError **error);

G_END_DECLS
