#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A PDF as it is written: streams one after the other, everything else packed many to a stream. Objects are numbered from 1. */
typedef struct _ClPdfFile ClPdfFile;

ClPdfFile *cl_pdf_file_new (void);
void cl_pdf_file_free (ClPdfFile *file);
guint cl_pdf_file_reserve (ClPdfFile *file, guint n); /* the first of @n numbers */
void cl_pdf_file_put (ClPdfFile *file, guint number, const char *body, gssize length);
void cl_pdf_file_put_stream (ClPdfFile *file, guint number, const char *dictionary, const void *data, gsize size); /* as it is */
void cl_pdf_file_put_packed (ClPdfFile *file, guint number, const char *dictionary, const void *data, gsize size);
GBytes *cl_pdf_file_close (ClPdfFile *file, guint root, guint info);

/* zlib's format; NULL where it is damaged. Transfer full. */
GByteArray *cl_pdf_convert (GConverter *converter, const void *data, gsize size);
void cl_pdf_append_number (GString *to, double number); /* to a thousandth */
void cl_pdf_append_numbers (GString *to, const double *numbers, guint n, const char *behind); /* "1 2 behind\n" */
void cl_pdf_append_text (GString *to, const char *text); /* "<feff…>" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPdfFile, cl_pdf_file_free)

G_END_DECLS
