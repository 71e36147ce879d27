#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-header-match.h"

/**
 * cl_header_match_say_how:
 * @match: a match
 * @column: a column of it
 *
 * Returns: (transfer full): by what it found its home, in words; "" without one
 */
char *
cl_header_match_say_how (const ClHeaderMatch *match, guint column)
{
  const ClHeaderColumn *about = match->columns->pdata[column];
  switch (about->how)
    {
    case CL_HEADER_BY_NAME:
      return g_strdup (_("by its name"));
    case CL_HEADER_BY_LIKENESS:
      return g_strdup_printf (_("by a similar name, %u %% sure"), about->confidence);
    case CL_HEADER_BY_CONTENT:
      return g_strdup_printf (_("by what stands in it, %u %% sure"), about->confidence);
    case CL_HEADER_REMEMBERED:
      return g_strdup (_("as in the last file of this kind"));
    case CL_HEADER_BY_HAND:
      return g_strdup (_("by your choice"));
    default:
      return g_strdup ("");
    }
}

/**
 * cl_header_match_say_holds:
 * @match: a match
 * @column: a column of it
 *
 * Returns: (transfer full): what stands in the column, in words
 */
char *
cl_header_match_say_holds (const ClHeaderMatch *match, guint column)
{
  const ClHeaderColumn *about = match->columns->pdata[column];
  if (about->n_filled == 0)
    return g_strdup (_("empty"));
  switch (about->holds)
    {
    case CL_FIELD_CITIZEN_ID:
      return g_strdup (_("citizen IDs"));
    case CL_FIELD_CERTIFICATE:
      return g_strdup (_("certificate numbers"));
    case CL_FIELD_DATE:
      return g_strdup (_("dates"));
    case CL_FIELD_PHONE:
      return g_strdup (_("phone numbers"));
    case CL_FIELD_BOOLEAN:
      return g_strdup (_("yes or no"));
    case CL_FIELD_MONEY:
      return g_strdup (_("amounts of money"));
    case CL_FIELD_INTEGER:
      return g_strdup (_("whole numbers"));
    case CL_FIELD_LONG_TEXT:
      return g_strdup (_("long texts"));
    default:
      return g_strdup (_("texts"));
    }
}
