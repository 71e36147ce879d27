#include "cl-config.h"

#include "cl-progress.h"

struct _ClProgress
{
  GCancellable parent_instance;
  gint percent;   /* atomic; -1: not known */
  guint from, to; /* percent of the whole that the part under way begins and ends with; the working thread's */
};

G_DEFINE_FINAL_TYPE (ClProgress, cl_progress, G_TYPE_CANCELLABLE)

static void
cl_progress_class_init (ClProgressClass *klass)
{
}

static void
cl_progress_init (ClProgress *self)
{
  self->percent = -1;
  self->to = 100;
}

/**
 * cl_progress_new:
 *
 * Returns: (transfer full): of a work of which nothing is known yet
 */
ClProgress *
cl_progress_new (void)
{
  return g_object_new (CL_TYPE_PROGRESS, NULL);
}

/**
 * cl_progress_get_percent:
 * @progress: a progress
 *
 * Returns: 0 to 100; -1 where nothing was told. Any thread.
 */
int
cl_progress_get_percent (ClProgress *progress)
{
  g_return_val_if_fail (CL_IS_PROGRESS (progress), -1);

  return g_atomic_int_get (&progress->percent);
}

/**
 * cl_progress_begin_part:
 * @cancellable: (nullable): a progress; anything else is not told
 * @to: percent of the whole with which the part ends that begins now
 *
 * What is told from now on counts between where the part before ended and @to: a work of several steps, each of which knows its own size alone.
 */
void
cl_progress_begin_part (GCancellable *cancellable, guint to)
{
  ClProgress *self;

  if (cancellable == NULL || !CL_IS_PROGRESS (cancellable))
    return;
  self = CL_PROGRESS (cancellable);
  self->from = self->to < 100 ? self->to : 0;
  self->to = CLAMP (to, self->from, 100);
}

/**
 * cl_progress_tell:
 * @cancellable: (nullable): a progress; anything else is not told
 * @done: so much of the part under way is done
 * @all: so much there is to do, in the same unit; 0: not known
 *
 * Tells how far the work is. Cheap enough for each row of a list.
 */
void
cl_progress_tell (GCancellable *cancellable, guint64 done, guint64 all)
{
  ClProgress *self;

  if (cancellable == NULL || all == 0 || !CL_IS_PROGRESS (cancellable))
    return;
  self = CL_PROGRESS (cancellable);
  g_atomic_int_set (&self->percent, (gint) (self->from + (self->to - self->from) * MIN (done, all) / all));
}
