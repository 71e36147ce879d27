#pragma once

#include "cl-desk.h"

G_BEGIN_DECLS

/* Who sits at the desk: one for each store, which its connections look at, and a copy as it was when a work was handed to the writer. Any thread. */
typedef struct _ClSeat ClSeat;

ClSeat *cl_seat_new (void); /* nobody set up: whoever started the program, who is everything */
ClSeat *cl_seat_ref (ClSeat *seat);
void cl_seat_unref (ClSeat *seat);
ClSeat *cl_seat_copy (ClSeat *seat);
void cl_seat_take (ClSeat *seat, const char *actor, ClRole role); /* NULL and NONE: persons are set up, nobody has signed in */
void cl_seat_leave_open (ClSeat *seat);                           /* no persons are set up */
char *cl_seat_get_actor (ClSeat *seat);
ClRole cl_seat_get_role (ClSeat *seat);
void cl_seat_note_refusal (ClSeat *seat);                         /* nobody had signed in when something was asked */
gboolean cl_seat_take_refusal (ClSeat *seat);                     /* whether that was so since it was last asked */

/* What an entry of the journal of this kind, or a setting, asks of whoever makes it. FALSE: nothing. */
gboolean cl_right_of_kind (const char *kind, ClRight *right);
ClRight cl_right_of_setting (const char *key);
gboolean cl_role_has (ClRole role, ClRight right);

/* cl-store.c */
ClSeat *cl_store_get_seat (ClStore *store);
/* cl-database.c: of a connection without a seat whatever is asked is the program's own work. */
void cl_database_set_seat (ClDatabase *database, ClSeat *seat);
ClSeat *cl_database_get_seat (ClDatabase *database);
/* cl-desk-rights.c. @database has no guard at the moment that forbids to read the persons' names. */
gboolean cl_database_may (ClDatabase *database, ClRight right, GError **error);
char *cl_database_dup_actor (ClDatabase *database);
/* cl-desk-sign-in.c: reads who is there; the seat follows where it no longer fits. */
void cl_desk_settle (ClStore *store);
/* cl-desk.c: whoever asks: the recovery key has been shown. */
gboolean cl_desk_take_passphrase (ClStore *store, const char *name, GError **error);
/* Whether the file at @path may be replaced by whoever works with this process: it has no persons, or cannot be read, or somebody who keeps it signed in here. */
gboolean cl_desk_may_replace (const char *path, GError **error);
void cl_desk_note_keeper (const char *path, gboolean keeps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSeat, cl_seat_unref)

G_END_DECLS
