#pragma once

#include "cl-application.h"
#include "cl-place.h"

G_BEGIN_DECLS

/* One office's file in one window: sidebar, page, messages; or the page that asks for the office, or says why the file cannot be opened. */
#define CL_TYPE_WINDOW (cl_window_get_type ())
G_DECLARE_FINAL_TYPE (ClWindow, cl_window, CL, WINDOW, AdwApplicationWindow)

ClWindow *cl_window_new (ClApplication *application, const char *path);
const char *cl_window_get_path (ClWindow *window);
ClContext *cl_window_get_context (ClWindow *window);          /* NULL while no file is open */
void cl_window_open (ClWindow *window);                       /* tries the file, shows what came of it */
gboolean cl_window_show_place (ClWindow *window, const char *id, gboolean focus);
GtkWidget *cl_window_get_page (ClWindow *window, ClPlace **place); /* the page shown, NULL while no file is open */

G_END_DECLS
