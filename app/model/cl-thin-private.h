#pragma once

#include "cl-database.h"

G_BEGIN_DECLS

/* Scans that nothing names any more. */

/* Of those in @files (FILE.files), digest -> path: named by no record, no entry of the journal after @last, no copy of before an upgrade. The writer's connection. */
GHashTable *cl_thin_find (ClDatabase *database, const char *files, gint64 last);
void cl_thin_remove (GHashTable *found);
/* Those of the kept backups of @path that none of them names. The caller holds cl_kept_lock(). */
void cl_thin_kept (const char *path);

G_END_DECLS
