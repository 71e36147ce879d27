#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *cl_about_window_new (void); /* what the program is, whose, and under which licence */

G_END_DECLS
