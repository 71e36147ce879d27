#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line of a form: the first child as a column of 6.5 characters, however long its text is (it wraps), the second takes the rest, further ones what
 * they need. A box with a size group gives the first column the width of its longest text. */
#define CL_TYPE_FIELD_LAYOUT (cl_field_layout_get_type ())
G_DECLARE_FINAL_TYPE (ClFieldLayout, cl_field_layout, CL, FIELD_LAYOUT, GtkLayoutManager)

G_END_DECLS
