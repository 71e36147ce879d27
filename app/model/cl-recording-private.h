#pragma once

#include "cl-journal-private.h"

G_BEGIN_DECLS

/* cl-changes.c: the rows of a changeset, each with the record it belongs to. Include after defining SQLITE_ENABLE_SESSION and
 * SQLITE_ENABLE_PREUPDATE_HOOK to reach the values. */
typedef struct _ClChanges ClChanges;
ClChanges *cl_changes_new (ClCatalogue *catalogue, gconstpointer data, gsize size); /* @data must outlive it */
void cl_changes_free (ClChanges *changes);
gboolean cl_changes_next (ClChanges *changes, ClChangedRow *row);
/* A value of the present row; %NULL where the changeset does not hold it. */
sqlite3_value *cl_changes_get_old (ClChanges *changes, int column);
sqlite3_value *cl_changes_get_new (ClChanges *changes, int column);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClChanges, cl_changes_free)

G_END_DECLS
