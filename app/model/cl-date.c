#include "cl-date.h"

#include <stdlib.h>
#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-text-private.h"

#define YEAR_FIRST 1800
#define YEAR_LAST 2199

/* Interned, so that a reader on another thread never holds a freed string. */
static const char *today_set;

static gboolean
split_iso (const char *iso, int *year, int *month, int *day)
{
  int parts[3] = { 0, 0, 0 };

  if (iso == NULL || strlen (iso) != 10)
    return FALSE;
  for (int i = 0, part = 0; i < 10; i++)
    {
      if (i == 4 || i == 7)
        {
          if (iso[i] != '-')
            return FALSE;
          part++;
        }
      else if (!g_ascii_isdigit (iso[i]))
        return FALSE;
      else
        parts[part] = parts[part] * 10 + g_ascii_digit_value (iso[i]);
    }
  if (parts[0] < 1 || !g_date_valid_dmy (parts[2], parts[1], parts[0]))
    return FALSE;
  *year = parts[0];
  *month = parts[1];
  *day = parts[2];
  return TRUE;
}

static gboolean
is_month (const char *iso)
{
  return iso != NULL && strlen (iso) == 7 && g_ascii_isdigit (iso[0]) && g_ascii_isdigit (iso[1]) && g_ascii_isdigit (iso[2]) &&
         g_ascii_isdigit (iso[3]) && iso[4] == '-' && ((iso[5] == '0' && iso[6] >= '1' && iso[6] <= '9') ||
                                                       (iso[5] == '1' && iso[6] >= '0' && iso[6] <= '2'));
}

/* "Mar", "March": the month, 0 for another word; @p is moved behind it. */
static int
read_month_name (const char **p)
{
  static const char *const names[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
  const char *start = *p;

  while (g_ascii_isalpha (**p))
    (*p)++;
  for (int i = 0; i < (int) G_N_ELEMENTS (names) && *p - start >= 3; i++)
    if (g_ascii_strncasecmp (start, names[i], 3) == 0)
      return i + 1;
  return 0;
}

/* The numbers of a written date in their order, and how long the first is; FALSE for anything that is not digits and separators. */
static gboolean
read_numbers (const char *text, int numbers[3], int lengths[3], int *n)
{
  g_autofree char *folded = cl_text_fold (text);
  char *time;
  const char *p;
  int named = -1;

  g_strstrip (folded);
  /* A spreadsheet's date cell brings midnight with it. */
  if ((time = strchr (folded, ':')) != NULL)
    {
      while (time > folded && (g_ascii_isdigit (time[-1]) || time[-1] == ' ' || time[-1] == 'T'))
        if (*--time == ' ' || *time == 'T')
          break;
      *time = '\0';
    }
  *n = 0;
  for (p = folded; *p != '\0';)
    {
      if (g_ascii_isdigit (*p))
        {
          if (*n == 3)
            return FALSE;
          numbers[*n] = lengths[*n] = 0;
          while (g_ascii_isdigit (*p))
            {
              if (++lengths[*n] > 8)
                return FALSE;
              numbers[*n] = numbers[*n] * 10 + g_ascii_digit_value (*p++);
            }
          (*n)++;
        }
      else if (g_ascii_isalpha (*p))
        {
          if (*n == 3 || named >= 0 || (numbers[*n] = read_month_name (&p)) == 0)
            return FALSE;
          lengths[*n] = 2;
          named = (*n)++;
        }
      else
        {
          gunichar c = g_utf8_get_char (p);
          /* "2022 年 5 月 20 日", "1956.3.7", "1956/3/7", "1956-3-7", "1956、3、7" */
          if (c != ' ' && c != '-' && c != '.' && c != '/' && c != ',' && c != 0x5e74 && c != 0x6708 && c != 0x65e5 && c != 0x53f7 &&
              c != 0x3001 && c != 0x3002 && c != 0x2014 && c != 0x2013 && c != 0x2212 && c != 0x00b7)
            return FALSE;
          p = g_utf8_next_char (p);
        }
    }
  /* "12-Mar-1956": a spreadsheet made in another language. */
  if (named == 1 && *n == 3 && lengths[2] == 4)
    {
      int day = numbers[0], length = lengths[0];

      numbers[0] = numbers[2];
      lengths[0] = 4;
      numbers[2] = day;
      lengths[2] = length;
    }
  return *n > 0;
}

static void
set_no_such_day (GError **error, const char *text, int year, int month, int day)
{
  if (month < 1 || month > 12)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a date: there is no month %d. Write it as 2027-03-15."), text, month);
  else if (year < YEAR_FIRST || year > YEAR_LAST)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a date of this office: the year is %d. Write it as 2027-03-15."), text, year);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a date: month %d of %d has no day %d. Write it as 2027-03-15."), text,
                 month, year, day);
}

/**
 * cl_today:
 *
 * Any thread.
 *
 * Returns: the local date as ISO text, or that which was set; valid for good
 */
const char *
cl_today (void)
{
  /* An import asks for it with every row; a calendar is not needed more often than once a second. */
  static _Thread_local gint64 second;
  static _Thread_local const char *day;
  const char *set = g_atomic_pointer_get (&today_set);
  gint64 seconds = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *iso = NULL;

  if (set != NULL)
    return set;
  if (day != NULL && second == seconds)
    return day;
  now = g_date_time_new_now_local ();
  iso = g_date_time_format (now, "%Y-%m-%d");
  second = seconds;
  return day = g_intern_string (iso);
}

/**
 * cl_today_set:
 * @iso: (nullable): an ISO date, or NULL for the clock again
 * @error: return location, or NULL
 *
 * Makes @iso today for the whole process: `--today`, and tests.
 *
 * Returns: FALSE with CL_ERROR_INVALID where @iso is no date; nothing is changed then
 */
gboolean
cl_today_set (const char *iso, GError **error)
{
  if (iso != NULL && !cl_date_is_valid (iso))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a date. Write it as 2027-03-15."), iso);
      return FALSE;
    }
  g_atomic_pointer_set (&today_set, (gpointer) g_intern_string (iso));
  return TRUE;
}

/**
 * cl_date_parse:
 * @text: a date as people write it
 * @error: return location, or NULL
 *
 * Takes 1956-3-7, 1956.3.7, 1956/3/7, 1956年3月7日, 19560307, 7-Mar-1956, full-width digits, inner spaces, and a spreadsheet's midnight
 * after it. A year of two digits is refused, since 561207 may be 1956 or 2056.
 *
 * Returns: (transfer full): the ISO date, or NULL with CL_ERROR_INVALID and how to write it
 */
char *
cl_date_parse (const char *text, GError **error)
{
  int numbers[3], lengths[3], n;

  g_return_val_if_fail (text != NULL, NULL);

  if (!read_numbers (text, numbers, lengths, &n))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a date. Write it as 2027-03-15 or 2027年3月15日."), text);
      return NULL;
    }
  if (n == 1 && lengths[0] == 8)
    {
      numbers[2] = numbers[0] % 100;
      numbers[1] = numbers[0] / 100 % 100;
      numbers[0] = numbers[0] / 10000;
    }
  else if ((n == 1 && lengths[0] == 6) || (n == 3 && lengths[0] <= 2))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("“%s” can be read in several ways. Write the year with four digits, as 1956-12-07."), text);
      return NULL;
    }
  else if (n == 2 && lengths[0] == 4)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” names no day. Write the whole date, as 2027-03-15."), text);
      return NULL;
    }
  else if (n == 1 && lengths[0] == 4)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is only a year. Write the whole date, as 2027-03-15."), text);
      return NULL;
    }
  else if (n == 1 && lengths[0] == 5)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("“%s” is a spreadsheet's count of days, not a date. Give the column a date format, or write the date as 2027-03-15."), text);
      return NULL;
    }
  else if (n != 3 || lengths[0] != 4 || lengths[1] > 2 || lengths[2] > 2)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a date. Write it as 2027-03-15 or 2027年3月15日."), text);
      return NULL;
    }
  if (numbers[0] < YEAR_FIRST || numbers[0] > YEAR_LAST || !g_date_valid_dmy (numbers[2], numbers[1], numbers[0]))
    {
      set_no_such_day (error, text, numbers[0], numbers[1], numbers[2]);
      return NULL;
    }
  return g_strdup_printf ("%04d-%02d-%02d", numbers[0], numbers[1], numbers[2]);
}

/**
 * cl_month_parse:
 * @text: a month as people write it
 * @error: return location, or NULL
 *
 * Takes 2027-3, 2027.3, 2027/3, 2027年3月, 202703; a whole date gives its month, since spreadsheets make the first day of one.
 *
 * Returns: (transfer full): "2027-03", or NULL with CL_ERROR_INVALID and how to write it
 */
char *
cl_month_parse (const char *text, GError **error)
{
  int numbers[3], lengths[3], n;

  g_return_val_if_fail (text != NULL, NULL);

  if (read_numbers (text, numbers, lengths, &n))
    {
      if (n == 1 && lengths[0] == 6)
        {
          numbers[1] = numbers[0] % 100;
          numbers[0] /= 100;
          n = 2;
        }
      else if ((n == 1 && lengths[0] == 8) || n == 3)
        {
          g_autofree char *date = cl_date_parse (text, NULL);
          if (date != NULL)
            return g_strndup (date, 7);
          n = 0;
        }
      else if (n != 2 || lengths[0] != 4 || lengths[1] > 2)
        n = 0;
      if (n == 2 && numbers[0] >= YEAR_FIRST && numbers[0] <= YEAR_LAST && numbers[1] >= 1 && numbers[1] <= 12)
        return g_strdup_printf ("%04d-%02d", numbers[0], numbers[1]);
    }
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a month. Write it as 2027-03 or 2027年3月."), text);
  return NULL;
}

/**
 * cl_date_format_paper:
 * @iso: (nullable): an ISO date or month
 *
 * As paper has it, without zero padding (FORMS.md 0.12); anything that is neither date nor month comes back as it is.
 *
 * Returns: (transfer full): "2027年3月15日" or "2027年3月", "" for NULL
 */
char *
cl_date_format_paper (const char *iso)
{
  int year, month, day;

  if (split_iso (iso, &year, &month, &day))
    return g_strdup_printf ("%d年%d月%d日", year, month, day);
  if (is_month (iso))
    return g_strdup_printf ("%d年%d月", atoi (iso), atoi (iso + 5));
  return g_strdup (iso != NULL ? iso : "");
}

/**
 * cl_date_is_valid:
 * @iso: (nullable): a text
 *
 * Returns: whether @iso is a real date, YYYY-MM-DD
 */
gboolean
cl_date_is_valid (const char *iso)
{
  int year, month, day;

  return split_iso (iso, &year, &month, &day);
}

/**
 * cl_date_add:
 * @iso: an ISO date
 * @years: years to add, may be negative
 * @months: months to add
 * @days: days to add
 *
 * Years and months first, and where the month is too short its last day: a visit on the 31st falls on the 30th; then days.
 *
 * Returns: (transfer full): the ISO date, NULL where @iso is none or the result lies outside the years 1 to 9999
 */
char *
cl_date_add (const char *iso, int years, int months, int days)
{
  int year, month, day;
  gint64 total;
  GDate date;

  if (!split_iso (iso, &year, &month, &day))
    return NULL;
  total = ((gint64) year + years) * 12 + month - 1 + months;
  if (total < 12 || total >= 10000 * 12)
    return NULL;
  year = total / 12;
  month = total % 12 + 1;
  day = MIN (day, g_date_get_days_in_month (month, year));
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  if (ABS ((gint64) days) > 4000000)
    return NULL;
  if (days != 0)
    {
      gint64 julian = (gint64) g_date_get_julian (&date) + days;
      if (julian < 1 || julian > 3652059) /* 9999-12-31 */
        return NULL;
      g_date_set_julian (&date, julian);
    }
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
}

/**
 * cl_date_years_between:
 * @from: an ISO date: a birth
 * @to: an ISO date
 *
 * Full years; who was born on 29 February is a year older on 1 March of a common year.
 *
 * Returns: the years, negative where @to lies before @from, G_MININT where one is no date
 */
int
cl_date_years_between (const char *from, const char *to)
{
  int y1, m1, d1, y2, m2, d2;

  if (!split_iso (from, &y1, &m1, &d1) || !split_iso (to, &y2, &m2, &d2))
    return G_MININT;
  if (strcmp (from, to) > 0)
    return -cl_date_years_between (to, from);
  return y2 - y1 - (m2 < m1 || (m2 == m1 && d2 < d1) ? 1 : 0);
}

/**
 * cl_date_days_between:
 * @from: an ISO date
 * @to: an ISO date
 *
 * Returns: the days from @from to @to, negative where @to is earlier, G_MININT64 where one is no date
 */
gint64
cl_date_days_between (const char *from, const char *to)
{
  int year, month, day;
  GDate a, b;

  if (!split_iso (from, &year, &month, &day))
    return G_MININT64;
  g_date_clear (&a, 1);
  g_date_set_dmy (&a, day, month, year);
  if (!split_iso (to, &year, &month, &day))
    return G_MININT64;
  g_date_clear (&b, 1);
  g_date_set_dmy (&b, day, month, year);
  return (gint64) g_date_get_julian (&b) - (gint64) g_date_get_julian (&a);
}
