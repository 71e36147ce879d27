#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* Choose or drop a file, header matching, preview of new, changed, unchanged, refused rows, land it, undo it. */
#define CL_TYPE_IMPORT_PAGE (cl_import_page_get_type ())
G_DECLARE_FINAL_TYPE (ClImportPage, cl_import_page, CL, IMPORT_PAGE, GtkWidget)

GtkWidget *cl_import_page_new (ClContext *context);
void cl_import_page_open (ClImportPage *page, const char *ledger, const char *path); /* @path NULL: asks */

G_END_DECLS
