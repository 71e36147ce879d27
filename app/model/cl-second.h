#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* A second place for backups: a USB stick, a share. One file a day, kept there by the same rule (cl-kept.h), sealed where a pass-phrase is set (cl-seal.h). */

typedef enum
{
  CL_SECOND_NONE,  /* none is chosen */
  CL_SECOND_AWAY,  /* not there now */
  CL_SECOND_DUE,   /* there, and the day's backup is not in it yet */
  CL_SECOND_DONE,
} ClSecondState;

/* All on the store's own thread but cl_second_make(). */
char *cl_second_get_folder (ClStore *store);                                    /* NULL: none */
gboolean cl_second_set_folder (ClStore *store, const char *folder, GError **error); /* NULL: none from now on; what is there stays */
gboolean cl_second_is_sealed (ClStore *store);
gboolean cl_second_set_passphrase (ClStore *store, const char *passphrase, GError **error); /* NULL: not sealed from now on */
ClSecondState cl_second_get_state (ClStore *store);
char *cl_second_say (ClStore *store);                                           /* translated: where it is and what is in it */

/* How many backups lie there that whoever finds them can read, though they are to be sealed from now on; 0 where they are not. */
guint cl_second_count_open (ClStore *store);
char *cl_second_say_open (ClStore *store); /* translated; NULL: none */

/* What cl_second_make() needs, taken on the store's thread. */
typedef struct _ClSecond ClSecond;
ClSecond *cl_second_new (ClStore *store); /* NULL: none is chosen, or it is away */
void cl_second_free (ClSecond *second);
gboolean cl_second_make (ClSecond *second, GCancellable *cancellable, GError **error); /* any thread */
/* Those of cl_second_count_open(): sealed in place, or taken away. How many (out). Any thread. */
gboolean cl_second_seal_open (ClSecond *second, guint *n, GCancellable *cancellable, GError **error);
gboolean cl_second_remove_open (ClSecond *second, guint *n, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSecond, cl_second_free)

G_END_DECLS
