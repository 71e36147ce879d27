#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Any PDF in a window of its own: seen, heard, searched, printed. */
#define CL_TYPE_PAPER_WINDOW (cl_paper_window_get_type ())
G_DECLARE_FINAL_TYPE (ClPaperWindow, cl_paper_window, CL, PAPER_WINDOW, AdwWindow)

/* Signal "printed" (guint copies) once a queue has taken it. */
/* A PDF or a picture that others made; any PDF of ours by cl_paper_window_new(). */
void cl_paper_window_open_async (GtkWindow *parent, GFile *file, const char *title, GAsyncReadyCallback callback, gpointer data);
GtkWidget *cl_paper_window_open_finish (GAsyncResult *result, GError **error);
gboolean cl_paper_window_is_shown (const char *name); /* by its ending */
GtkWidget *cl_paper_window_new (GtkWindow *parent, GBytes *pdf, const char *title, GError **error); /* NULL: it is no PDF */

G_END_DECLS
