#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* Opens the very file that a record of the list of prints keeps; @print: and asks for the printer at once. What is printed so gets a number of its own. What cannot
 * be shown is said. */
void cl_output_paper_open (ClContext *context, GtkWidget *near, gint64 output, gboolean print);

G_END_DECLS
