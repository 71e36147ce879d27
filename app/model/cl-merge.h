#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* Two entries that are about the same person, household, organisation: compared field by field, and made one. The one that stays takes over all that names the other. */

typedef enum
{
  CL_MERGE_FIRST,
  CL_MERGE_SECOND,
  CL_MERGE_BOTH, /* where several are possible: those of the first, then what the second has more */
} ClMergeTake;

/* A field in which they differ. */
typedef struct
{
  const ClField *field;
  char *first;  /* as lists show it, whole, references by name; NULL: empty */
  char *second;
  ClMergeTake take; /* as proposed: what is filled; both where several are possible; else the first's */
} ClMergeField;

/* What names the second and comes to the first. */
typedef struct
{
  ClLedger *ledger;
  guint n;
} ClMergeMove;

typedef struct
{
  ClLedger *ledger;
  gint64 first;  /* stays */
  gint64 second; /* goes */
  char *called;  /* the first */
  GPtrArray *fields; /* ClMergeField */
  GPtrArray *moves;  /* ClMergeMove */
} ClMerge;

gboolean cl_merge_can (ClLedger *ledger); /* what left the office is never made one with anything */
/* Which other entries may be about the same: of the same name, or with the same value of a unique field. gint64, ascending; never NULL. */
GArray *cl_merge_find_alike (ClStore *store, ClLedger *ledger, gint64 id, GError **error);
/* That one stays to which more is tied, whichever is named first. The store's own thread. */
ClMerge *cl_merge_new (ClStore *store, ClLedger *ledger, gint64 one, gint64 other, GError **error);
void cl_merge_free (ClMerge *merge);
char *cl_merge_show (const ClMergeField *field, gboolean second, gboolean whole); /* masked by its class, unless @whole; "(empty)" */
char *cl_merge_warn (const ClMerge *merge);       /* translated: that they may be two after all; NULL: nothing says so */
char *cl_merge_say_moves (const ClMerge *merge);  /* translated: "2 Appointments, 1 Residences"; NULL: nothing */
/* One transaction, one entry of the journal, one undo; a backup is made before. As cl_store_write(). */
gint64 cl_merge_carry_out (ClStore *store, const ClMerge *merge, GError **error);
void cl_merge_carry_out_async (ClStore *store, const ClMerge *merge, GAsyncReadyCallback callback, gpointer user_data);
gint64 cl_merge_carry_out_finish (ClStore *store, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClMerge, cl_merge_free)

G_END_DECLS
