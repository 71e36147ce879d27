#pragma once

#include <glib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

G_BEGIN_DECLS

/* For a worker that is done with much memory: glibc keeps with each thread's heap what that thread has freed. It takes milliseconds: not for the main thread. */
static inline void
cl_memory_give_back (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

G_END_DECLS
