#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* Any PDF: the page image by Poppler beside its content as real widgets from the structure tree. */
#define CL_TYPE_PREVIEW (cl_preview_get_type ())
G_DECLARE_FINAL_TYPE (ClPreview, cl_preview, CL, PREVIEW, GtkWidget)

GtkWidget *cl_preview_new (void);
gboolean cl_preview_set_pdf (ClPreview *preview, GBytes *pdf, GError **error);
GBytes *cl_preview_get_pdf (ClPreview *preview); /* transfer none, NULL */
guint cl_preview_get_n_pages (ClPreview *preview);
guint cl_preview_get_page (ClPreview *preview);  /* from 0 */
void cl_preview_set_page (ClPreview *preview, guint page);
void cl_preview_set_zoom (ClPreview *preview, double zoom); /* 0: fit width; -1: fit page; 1: 96 dpi */

/* A form with its parameters beside the preview; save, print. */
#define CL_TYPE_FORM_PAGE (cl_form_page_get_type ())
G_DECLARE_FINAL_TYPE (ClFormPage, cl_form_page, CL, FORM_PAGE, GtkWidget)
GtkWidget *cl_form_page_new (ClContext *context);
void cl_form_page_show (ClFormPage *page, const char *form, GHashTable *parameters); /* parameters may be NULL */

G_END_DECLS
