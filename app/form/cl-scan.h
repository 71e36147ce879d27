#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whoever can open what others made, in a process that is shut in: pages as ClScanPage, in order. @file: whole. Any thread. Errors say what to do. */
typedef GPtrArray *(*ClScanReader) (GBytes *file, GError **error);
void cl_scan_set_reader (ClScanReader reader);

/* One page as a picture that is printed under a form (FORMS.md F18). */
typedef struct _ClScanPage ClScanPage;
/* @pixels: blue, green, red and one byte more each, line by line; the paper in pt. */
ClScanPage *cl_scan_page_new (const guint8 *pixels, guint width, guint height, double paper_width, double paper_height);
void cl_scan_page_free (ClScanPage *page);

#define CL_SCAN_MOST_PAGES 60
#define CL_SCAN_SCALE (300.0 / 72) /* pixels a pt */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClScanPage, cl_scan_page_free)

G_END_DECLS
