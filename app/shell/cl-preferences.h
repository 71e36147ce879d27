#pragma once

#include "cl-window.h"

G_BEGIN_DECLS

/* Size of text (this person's), what the office chose (phones, rules of the place), and which plugins take part. */
GtkWidget *cl_preferences_new (ClWindow *window);

G_END_DECLS
