#include "cl-config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cl-sheet-private.h"

/* "-1.3800001003E10": sign, digits without the point, and where the point stands. FALSE: not a decimal number. */
static gboolean
take_apart (const char *number, gboolean *negative, GString *digits, gint64 *point)
{
  const char *c = number;
  gboolean seen_point = FALSE;
  *negative = *c == '-';
  if (*c == '-' || *c == '+')
    c++;
  for (; g_ascii_isdigit (*c) || (*c == '.' && !seen_point); c++)
    if (*c == '.')
      {
        seen_point = TRUE;
        *point = digits->len;
      }
    else
      g_string_append_c (digits, *c);
  if (!seen_point)
    *point = digits->len;
  if (digits->len == 0)
    return FALSE;
  if (*c == 'e' || *c == 'E')
    {
      char *end;
      gint64 exponent = g_ascii_strtoll (c + 1, &end, 10);
      if (end == c + 1 || exponent > 400 || exponent < -400)
        return FALSE;
      *point += exponent;
      c = end;
    }
  return *c == '\0';
}

/**
 * cl_sheet_number_to_text:
 * @number: a number as .xlsx writes it
 *
 * Whole numbers come without exponent or fraction and with all digits that are there: an ID that a spreadsheet took for a number has lost its
 * tail, and what is left must be seen to be told. Others come as a spreadsheet shows them, with at most 15 digits.
 *
 * Returns: (transfer full): the text
 */
char *
cl_sheet_number_to_text (const char *number)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean negative;
  gint64 point = 0;
  gsize length = strspn (number, "0123456789");
  if (number[length] == '\0' && length > 0 && (number[0] != '0' || length == 1))
    return g_strndup (number, length);
  if (!take_apart (number, &negative, digits, &point))
    return g_strdup (number);
  while (digits->len > 0 && (gint64) digits->len > point && digits->str[digits->len - 1] == '0')
    g_string_truncate (digits, digits->len - 1);
  if (digits->len == 0)
    return g_strdup ("0");
  if ((gint64) digits->len > point)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      double value = g_ascii_strtod (number, NULL);
      g_ascii_formatd (text, sizeof text, "%.15g", value);
      if (!strchr (text, 'e') || point < -30)
        return g_strdup (text);
      gsize leading = strspn (digits->str, "0");
      g_autoptr (GString) zeros = g_string_new (negative ? "-0." : "0.");
      for (point -= leading; point < 0; point++)
        g_string_append_c (zeros, '0');
      return g_strdup_printf ("%s%s", zeros->str, digits->str + leading);
    }
  while ((gint64) digits->len < point)
    g_string_append_c (digits, '0');
  gsize zeros = MIN (strspn (digits->str, "0"), digits->len - 1);
  g_string_erase (digits, 0, zeros);
  return g_strdup_printf ("%s%s", negative && strcmp (digits->str, "0") != 0 ? "-" : "", digits->str);
}

/**
 * cl_sheet_serial_to_text:
 * @number: days since the epoch of the workbook, with the time as fraction
 * @format: how the cell is shown
 * @epoch_1904: days count from 1904-01-01 and not from 1900
 *
 * The calendar of 1900 holds a 29 February that never was: from 1 March 1900 on its days count from 1899-12-30 (ECMA-376 18.17.4).
 *
 * Returns: (transfer full): "2027-03-15", "2027-03-15 09:30", "09:30", or the number where it is no date
 */
char *
cl_sheet_serial_to_text (const char *number, ClSheetFormat format, gboolean epoch_1904)
{
  double serial = g_ascii_strtod (number, NULL);
  if (!isfinite (serial) || serial < 0 || serial >= 2958466)
    return cl_sheet_number_to_text (number);
  gint64 days = (gint64) serial;
  gint minutes = (gint) ((serial - days) * 24 * 60 + 0.5);
  if (minutes == 24 * 60)
    {
      days++;
      minutes = 0;
    }
  if (format == CL_SHEET_FORMAT_TIME && days == 0)
    return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
  if (!epoch_1904 && days < 1)
    return cl_sheet_number_to_text (number);
  GDate date;
  g_date_clear (&date, 1);
  if (epoch_1904)
    g_date_set_dmy (&date, 1, 1, 1904);
  else
    g_date_set_dmy (&date, days >= 60 ? 30 : 31, 12, 1899);
  g_date_add_days (&date, days);
  if (minutes && format == CL_SHEET_FORMAT_TIME)
    return g_strdup_printf ("%04d-%02d-%02d %02d:%02d", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date), minutes / 60,
                            minutes % 60);
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
}

/* Up to where a number of a workbook fills the digits it is shown with. */
static char *
pad (char *text, guint digits)
{
  gsize length = strlen (text);
  if (length >= digits || strspn (text, "0123456789") != length)
    return text;
  g_autofree char *owned = text;
  GString *padded = g_string_new (text);
  while (padded->len < digits)
    g_string_prepend_c (padded, '0');
  return g_string_free (padded, FALSE);
}

char *
cl_sheet_formatted_to_text (const char *number, ClSheetFormat format, gboolean epoch_1904)
{
  if (format == CL_SHEET_FORMAT_NUMBER)
    return cl_sheet_number_to_text (number);
  if (format >= CL_SHEET_FORMAT_PADDED)
    return pad (cl_sheet_number_to_text (number), format - CL_SHEET_FORMAT_PADDED);
  return cl_sheet_serial_to_text (number, format, epoch_1904);
}

/**
 * cl_sheet_double_to_text:
 * @value: the number of a cell in a binary workbook
 * @format: how the cell is shown
 * @epoch_1904: days count from 1904-01-01
 *
 * A double holds 15 decimal digits; what a spreadsheet shows beyond them is made up.
 *
 * Returns: (transfer full): as cl_sheet_number_to_text() and cl_sheet_serial_to_text()
 */
char *
cl_sheet_double_to_text (double value, ClSheetFormat format, gboolean epoch_1904)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  if (!isfinite (value))
    return g_strdup ("#NUM!");
  g_ascii_formatd (number, sizeof number, "%.15g", value);
  return cl_sheet_formatted_to_text (number, format, epoch_1904);
}

/**
 * cl_sheet_iso_to_text:
 * @text: a date of xsd:dateTime, as .ods, strict .xlsx and XML write it
 *
 * Returns: (transfer full): the date; with hours and minutes where the time is not midnight, and these alone on the days that stand for none
 */
char *
cl_sheet_iso_to_text (const char *text)
{
  int year, month, day, hour = 0, minute = 0, used = 0;
  if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || used != 10)
    return g_strdup (text);
  if (text[used] == 'T' && sscanf (text + used, "T%2d:%2d", &hour, &minute) == 2 && (hour || minute))
    return (year == 1899 && month == 12) || (year == 1900 && month == 1 && day == 0) ? g_strndup (text + 11, 5)
                                                                                     : g_strdup_printf ("%.10s %.5s", text, text + 11);
  return g_strndup (text, 10);
}

/**
 * cl_sheet_format_of_builtin:
 * @id: a numFmtId below 164
 *
 * Returns: what the number formats without a code of their own show (ECMA-376 18.8.30, with those of East Asian editions)
 */
ClSheetFormat
cl_sheet_format_of_builtin (guint id)
{
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
    return CL_SHEET_FORMAT_DATE;
  if ((id >= 18 && id <= 22) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56)
    return CL_SHEET_FORMAT_TIME;
  return CL_SHEET_FORMAT_NUMBER;
}

/**
 * cl_sheet_format_of_code:
 * @code: a number format, such as `yyyy"年"m"月"d"日"`
 *
 * Returns: whether numbers in it show as dates, as times (perhaps with a date), or as numbers, these perhaps filled up with zeros
 */
ClSheetFormat
cl_sheet_format_of_code (const char *code)
{
  gsize zeros = strspn (code, "0");
  if (zeros >= 2 && zeros <= 32 && (code[zeros] == '\0' || strcmp (code + zeros, "_ ") == 0))
    return CL_SHEET_FORMAT_PADDED + (guint) zeros;
  gboolean date = FALSE, time = FALSE, month = FALSE;
  for (const char *c = code; *c && *c != ';'; c++)
    switch (*c)
      {
      case '"':
        c = strchr (c + 1, '"');
        if (!c)
          return CL_SHEET_FORMAT_NUMBER;
        break;
      case '\\': case '_': case '*':
        if (c[1])
          c++;
        break;
      case '[':
        /* [Red], [$-804], [DBNum1], but [h] counts hours */
        if (strchr ("hHmMsS", c[1]) && (c[2] == ']' || strchr ("hHmMsS", c[2])))
          time = TRUE;
        c = strchr (c, ']');
        if (!c)
          return CL_SHEET_FORMAT_NUMBER;
        break;
      case 'G': case 'g':
        if (g_ascii_strncasecmp (c, "General", 7) == 0)
          c += 6;
        break;
      case 'y': case 'Y': case 'd': case 'D':
        date = TRUE;
        break;
      case 'm': case 'M':
        month = TRUE;
        break;
      case 'h': case 'H': case 's': case 'S':
        time = TRUE;
        break;
      case '0': case '#': case '?':
        if (!date && !month && !time)
          return CL_SHEET_FORMAT_NUMBER;
        break;
      default:
        break;
      }
  if (time)
    return CL_SHEET_FORMAT_TIME;
  return date || month ? CL_SHEET_FORMAT_DATE : CL_SHEET_FORMAT_NUMBER;
}
