#include "household-schedule.h"

#include <canlian.h>

/**
 * household_schedule_due:
 * @start: (nullable): the day since which the household is on the register
 * @last: (nullable): the day of the last visit where somebody was met
 * @months: months from one visit to the next (DOMAIN.md A4: 1 for the commissioner, 3 for the county's cadres)
 *
 * The same day @months on, and the month's last where it has none such: after a visit on the 31st of January the 28th of February, or the 29th. So no month
 * passes without a visit. A household that was never visited is to be visited from its first day; so is one that came onto the register again.
 *
 * Returns: (transfer full) (nullable): the day on which the next visit falls due
 */
char *
household_schedule_due (const char *start, const char *last, int months)
{
  g_autofree char *due = last != NULL ? cl_date_add (last, 0, months, 0) : NULL;

  if (due == NULL || (start != NULL && g_strcmp0 (start, due) > 0))
    return g_strdup (start);
  return g_steal_pointer (&due);
}

/**
 * household_schedule_overdue:
 * @due: (nullable): the day on which a visit falls due
 * @on: the day from which one looks
 *
 * Returns: the days gone by since @due; 0 on the day itself, before it, and where it is not known
 */
gint64
household_schedule_overdue (const char *due, const char *on)
{
  if (due == NULL || !cl_date_is_valid (due) || g_strcmp0 (due, on) >= 0)
    return 0;
  return cl_date_days_between (due, on);
}

/**
 * household_schedule_month_end:
 * @on: an ISO date
 *
 * Returns: (transfer full) (nullable): the last day of its month
 */
char *
household_schedule_month_end (const char *on)
{
  g_autofree char *first = cl_date_is_valid (on) ? g_strdup_printf ("%.8s01", on) : NULL;

  return first != NULL ? cl_date_add (first, 0, 1, -1) : NULL;
}
