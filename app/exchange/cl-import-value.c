#include "cl-config.h"

#include <string.h>

#include "cl-import-private.h"

#define SERIAL_FIRST 10000 /* 1927; four digits are a year */
#define SERIAL_LAST 60000  /* 2064 */
#define SERIAL_JULIAN 693594 /* of 1899-12-30, from which Excel counts */

char *
cl_import_read_serial (const ClField *field, const char *text)
{
  ClFieldType type = cl_field_get_field_type (field);
  gsize n = strspn (text, "0123456789");
  gint64 serial;
  GDate date;
  if ((type != CL_FIELD_DATE && type != CL_FIELD_MONTH) || n != 5 || text[n] != '\0')
    return NULL;
  serial = g_ascii_strtoll (text, NULL, 10);
  if (serial < SERIAL_FIRST || serial > SERIAL_LAST)
    return NULL;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, serial + SERIAL_JULIAN);
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
}
