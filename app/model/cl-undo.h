#pragma once

#include "cl-catalogue.h"
#include "cl-database.h"

G_BEGIN_DECLS

/* The entry that undo (or redo) would take next; 0: none. @words (transfer full) of that entry. */
gboolean cl_undo_find (ClDatabase *database, gboolean redo, gint64 *entry, char **words, GError **error);
/* On the writer: undoes or redoes it as an entry of its own; as a ClJobFunc returns. @meant: the entry that must be next, else CONFLICT; 0: any. */
gint64 cl_undo_carry_out (ClDatabase *database, ClCatalogue *catalogue, gboolean redo, gint64 meant, GCancellable *cancellable, GHashTable **changed, GError **error);

G_END_DECLS
