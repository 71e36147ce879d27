#pragma once

#include <adwaita.h>

#include "cl-ask.h"

G_BEGIN_DECLS

/* A small window that asks what must be decided before going on: rows, and one button that does it. Escape and Cancel close it. @action NULL: it only tells something. */
GtkWidget *cl_ask_new (GtkWidget *near, const char *title, const char *action, GtkWidget **rows, GtkWidget **button);
void cl_ask_add (GtkWidget *rows, const char *title, GtkWidget *control);         /* a labelled row with @control as suffix */
GtkWidget *cl_ask_add_entry (GtkWidget *rows, const char *title, const char *text); /* the entry */
GtkWidget *cl_ask_add_choice (GtkWidget *rows, const char *title, const char *const *choices, guint selected); /* the drop-down */
void cl_ask_add_words (GtkWidget *rows, const char *title, const char *words); /* what is to be read; @title may be NULL. A label has no focus: what has, is described by it. */
void cl_ask_complain (GtkWidget *ask, GtkWidget *entry, const char *message);      /* says it, and leaves the window open */
void cl_ask_present (GtkWidget *ask, GtkWidget *first);

G_END_DECLS
