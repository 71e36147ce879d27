#pragma once

#include "cl-pdf-source-private.h"
#include "cl-print.h"

G_BEGIN_DECLS

/* Which of @n_pages the settings mean, in the order they come out (guint from 0): ranges, odd or even, reverse. @current: from 0. */
GArray *cl_print_choose_pages (GtkPrintSettings *settings, guint n_pages, guint current);

/* As cl_print_pdf_async(), with the settings of a dialog that was answered already; @settings may be NULL. */
void cl_print_pdf_with_settings_async (GtkWindow *parent, GBytes *pdf, const char *title, const char *printer, GtkPrintSettings *settings,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/* As cl_print_pdf_async(), of a file from outside, which this process does not open itself. */
void cl_print_source_async (GtkWindow *parent, ClPdfSource *source, const char *title, const char *printer, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);

G_END_DECLS
