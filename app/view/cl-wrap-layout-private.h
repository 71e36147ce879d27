#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children in lines, as many of their natural widths in each as it has room for; what is left of a line is for those that expand. */
#define CL_TYPE_WRAP_LAYOUT (cl_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (ClWrapLayout, cl_wrap_layout, CL, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
