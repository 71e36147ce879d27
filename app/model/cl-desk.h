#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* The persons at the desk. Where none is set up, whoever starts the program is everything and nothing asks for a name. */

/* Each may do what those before it may. */
typedef enum
{
  CL_ROLE_NONE,    /* nobody has signed in */
  CL_ROLE_READS,   /* looks at lists, masked */
  CL_ROLE_RECORDS, /* writes, imports, prints, sees masked values */
  CL_ROLE_SIGNS,   /* lets data out as files; says that paper is signed, stamped, sent */
  CL_ROLE_KEEPS,   /* backups, restoring, purging, settings, own ledgers, the persons themselves */
} ClRole;

typedef enum
{
  CL_RIGHT_READ, /* of anybody who has signed in */
  CL_RIGHT_RECORD,
  CL_RIGHT_PRINT,
  CL_RIGHT_REVEAL,
  CL_RIGHT_EXPORT,
  CL_RIGHT_SIGN,
  CL_RIGHT_KEEP,
} ClRight;

typedef struct
{
  char *name;
  ClRole role;
  gboolean has_passphrase;
} ClDeskPerson;

#define CL_PASSPHRASE_LEAST 6u

void cl_desk_person_free (ClDeskPerson *person);
const char *cl_role_label (ClRole role);                     /* translated */
const char *cl_role_say (ClRole role);                       /* translated: what it may do, a sentence */
const char *cl_role_name (ClRole role);                      /* "reads", "records", "signs", "keeps" */
gboolean cl_role_parse (const char *text, ClRole *role, GError **error); /* its name or its label */

/* The store's own thread, all of these. */
gboolean cl_desk_is_set_up (ClStore *store);
GPtrArray *cl_desk_list (ClStore *store, GError **error);    /* ClDeskPerson, by role, those who keep first, then by name */
gboolean cl_desk_add (ClStore *store, const char *name, ClRole role, const char *passphrase, GError **error);
gboolean cl_desk_set_role (ClStore *store, const char *name, ClRole role, GError **error);
gboolean cl_desk_set_passphrase (ClStore *store, const char *name, const char *passphrase, GError **error); /* one's own, or by who keeps; NULL: none */
gboolean cl_desk_remove (ClStore *store, const char *name, GError **error);
guint cl_desk_get_lock_seconds (ClStore *store);             /* 0: never */
gboolean cl_desk_set_lock_seconds (ClStore *store, guint seconds, GError **error);
gint64 cl_desk_get_clock (void);            /* µs that only go on, those of a computer asleep among them */
void cl_desk_pass_time (gint64 microseconds); /* for tests: so much later at once */

gboolean cl_desk_sign_in (ClStore *store, const char *name, const char *passphrase, GError **error);
void cl_desk_sign_in_async (ClStore *store, const char *name, const char *passphrase, GAsyncReadyCallback callback, gpointer user_data);
gboolean cl_desk_sign_in_finish (ClStore *store, const char *name, GAsyncResult *result, GError **error);
gboolean cl_desk_sign_in_alone (ClStore *store, GError **error); /* the only person there, who has no pass-phrase; FALSE without error: somebody has to be named */
void cl_desk_sign_out (ClStore *store);
char *cl_desk_get_actor (ClStore *store);                    /* any thread; NULL: nobody has signed in */
ClRole cl_desk_get_role (ClStore *store);                    /* any thread */
/* FALSE with %CL_ERROR_DENIED and a sentence that says who may. Any thread. */
gboolean cl_desk_may (ClStore *store, ClRight right, GError **error);
gboolean cl_desk_reader_may (ClDatabase *reader, ClRight right, GError **error); /* of a reading connection that a store opened */

G_END_DECLS
