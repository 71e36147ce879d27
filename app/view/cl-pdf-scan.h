#pragma once

#include <glib.h>

G_BEGIN_DECLS

void cl_pdf_scan_start (void);
GPtrArray *cl_pdf_scan_read (GBytes *file, GError **error); /* ClScanPage */

G_END_DECLS
