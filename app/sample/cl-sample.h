#pragma once

#include "canlian.h"
#include "cl-citizen-id.h"

G_BEGIN_DECLS

/* The township 云岭镇 (991123101) as the program shows itself: invented from end to end, and the same each time. */
#define CL_SAMPLE_CODE "991123101"
#define CL_SAMPLE_NAME "云岭镇"
#define CL_SAMPLE_DAY "2026-11-21" /* the day it is as of, where none is given */
#define CL_SAMPLE_SIZE 2140        /* disabled persons who live in it */
#define CL_SAMPLE_LEAST 500
#define CL_SAMPLE_MOST 1320000     /* a province */

/* One hard case and where it is: @where is a condition over @ledger that at least @least records meet. */
typedef struct
{
  const char *what; /* for translation */
  const char *ledger;
  const char *where;
  guint least;
} ClSampleCase;

extern const ClSampleCase cl_sample_cases[]; /* ends with a NULL */

/* Told now and then how many of how many disabled persons are written; on the thread that writes. */
typedef void (*ClSampleProgress) (guint done, guint all, gpointer data);

gboolean cl_sample_fill (ClStore *store, guint size, const char *day, GError **error);
gboolean cl_sample_make (const char *path, ClCatalogue *catalogue, guint size, const char *day, ClSampleProgress progress, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
