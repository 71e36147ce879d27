#pragma once

#include <glib.h>

G_BEGIN_DECLS

extern gboolean cl_spans_on; /* only to be read */

gboolean cl_spans_start (const char *path, GError **error);
void cl_spans_stop (void);
void cl_span_begin (const char *name);
void cl_span_end (void);
void cl_span_mark (const char *name);
void cl_span_phase (const char *name);
void cl_span_note (const char *what, gint64 value);

static inline gboolean
cl_span_enter (const char *name)
{
  if (G_LIKELY (!cl_spans_on))
    return FALSE;
  cl_span_begin (name);
  return TRUE;
}

static inline void
cl_span_leave (const gboolean *entered)
{
  if (G_UNLIKELY (*entered))
    cl_span_end ();
}

/* What runs from here to the end of the block is called @name, a literal without anything of the data in it. */
#define CL_SPAN(name) G_GNUC_UNUSED __attribute__ ((cleanup (cl_span_leave))) const gboolean G_PASTE (cl_span_, __LINE__) = cl_span_enter (name)

G_END_DECLS
