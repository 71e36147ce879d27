#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A GtkFileChooserDialog over the window of @near, modal, named for assistive tools, destroyed after its "response". Not GtkFileChooserNative: its window has
 * no role, which can be given only when it is made. */
GtkWidget *cl_file_dialog_new (GtkWidget *near, const char *title, GtkFileChooserAction action);

G_END_DECLS
