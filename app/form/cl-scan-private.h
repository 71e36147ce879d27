#pragma once

#include "cl-database.h"
#include "cl-scan.h"

G_BEGIN_DECLS

struct _ClScanPage
{
  guint width, height;   /* pixels */
  double paper[2];       /* mm */
  gboolean grey;         /* a byte a pixel, else three: red, green, blue */
  GBytes *packed;        /* zlib's format */
  guint across, down;    /* squares of a millimetre */
  guint8 *ink;           /* of each, the share that is dark, of 255 */
};

/* Where the first file in the attachment field @field of record @id lies. Errors: NOT_FOUND where it has none. */
char *cl_scan_find (ClDatabase *reader, const char *table, const char *field, gint64 id, GError **error);
/* Its pages. Errors: INVALID for too many or too large, those of the reader. */
GPtrArray *cl_scan_read (const char *path, GError **error);
/* Where in the upper part of the page a piece of that size covers least, mm from its upper left. @place: "left", "middle", "right"; else wherever. */
void cl_scan_page_find_room (const ClScanPage *page, double width, double height, const char *place, double *x, double *y);
/* The pixels as they were packed. Transfer full; NULL where there is no room for them. */
GBytes *cl_scan_page_unpack (const ClScanPage *page);

G_END_DECLS
