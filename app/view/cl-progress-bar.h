#pragma once

#include <adwaita.h>

#include "cl-progress.h"

G_BEGIN_DECLS

/* Long work in its place: what is being done, how far it is, and Cancel. It is there only while something is under way. */
#define CL_TYPE_PROGRESS_BAR (cl_progress_bar_get_type ())
G_DECLARE_FINAL_TYPE (ClProgressBar, cl_progress_bar, CL, PROGRESS_BAR, GtkWidget)

/* What is brief is not shown: it appears after so long, in ms. */
#define CL_PROGRESS_PATIENCE_MS 500

GtkWidget *cl_progress_bar_new (GtkOrientation orientation);
void cl_progress_bar_begin (ClProgressBar *bar, const char *words, ClProgress *progress, guint patience);
void cl_progress_bar_set_words (ClProgressBar *bar, const char *words);
gboolean cl_progress_bar_end (ClProgressBar *bar);
void cl_progress_bar_focus (ClProgressBar *bar, const char *description);

G_END_DECLS
