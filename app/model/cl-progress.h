#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A cancellable that is told how far the work has come which it can break off. Whatever takes a GCancellable may be given one, and tells it; others are not told. */
#define CL_TYPE_PROGRESS (cl_progress_get_type ())
G_DECLARE_FINAL_TYPE (ClProgress, cl_progress, CL, PROGRESS, GCancellable)

ClProgress *cl_progress_new (void);
int cl_progress_get_percent (ClProgress *progress); /* -1: not known; any thread */

/* On the one thread that works. */
void cl_progress_begin_part (GCancellable *cancellable, guint to);
void cl_progress_tell (GCancellable *cancellable, guint64 done, guint64 all);

G_END_DECLS
