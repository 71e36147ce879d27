#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* What was being written and is not saved: rows of the file, not recorded, so that neither undo nor the journal knows them. They go with the save, by being dropped,
 * and with the record that they are about. */
typedef struct
{
  gint64 id;
  char *ledger;
  gint64 record;    /* 0: a new one */
  gint64 owner;     /* of a new part: whose; else 0 */
  gint64 time;      /* UTC ms: written last */
  char *actor;
  GVariant *fields; /* CL_DRAFT_FIELDS: name -> what stood in the record, what stands in the draft */
} ClDraft;

#define CL_DRAFT_FIELDS "a{s(asas)}"

ClDraft *cl_draft_new (const char *ledger, gint64 record, gint64 owner); /* with an id of its own; not written yet */
ClDraft *cl_draft_copy (const ClDraft *draft);
void cl_draft_free (ClDraft *draft);
void cl_draft_set_fields (ClDraft *draft, GVariant *fields); /* sinks a floating one */

/* All drafts, or those of one ledger, the newest first; empty where they cannot be read. On a worker: between cl_store_begin_reading() and its end. */
GPtrArray *cl_drafts_list (ClStore *store, const char *ledger);
ClDraft *cl_draft_find (ClStore *store, const char *ledger, gint64 record); /* of a record that is there; NULL: none */
gboolean cl_draft_write (ClStore *store, const ClDraft *draft, GError **error);
void cl_draft_write_async (ClStore *store, const ClDraft *draft, GAsyncReadyCallback callback, gpointer user_data);
gboolean cl_draft_write_finish (ClStore *store, GAsyncResult *result, GError **error);
void cl_draft_drop_async (ClStore *store, gint64 id); /* silent where it is gone already */
/* Within the write that saves what it is a draft of: both land, or neither. */
gboolean cl_draft_forget (ClTransaction *transaction, gint64 id, GError **error);
gboolean cl_drafts_forget_record (ClTransaction *transaction, const char *ledger, gint64 record, GError **error); /* with those of new parts of it */
gboolean cl_drafts_settle (ClTransaction *transaction, const ClRecord *record, GError **error);

char *cl_draft_say (ClStore *store, const ClDraft *draft);      /* translated: what it is a draft of: "Zhang Wei", "Persons: new entry" */

/* What stands in a field as a draft keeps it: text as it is written, "#" and the id of a record, the URI of a file, a code. */
GStrv cl_draft_encode (const ClField *field, const ClValue *value);
gboolean cl_draft_decode (const ClField *field, const char *const *kept, ClValue *value); /* FALSE: it cannot be read yet */

/* cl-draft-files.c: pictures that were pasted, and no file of anybody's: each draft names its own by their URIs. */
char *cl_drafts_get_folder (ClStore *store);
void cl_drafts_sweep (ClStore *store); /* at open: what no draft names goes */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDraft, cl_draft_free)

G_END_DECLS
