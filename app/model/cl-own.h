#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* What an office adds of its own: fields and ledgers as rows in its data file, so that they go wherever the file goes. Each is an entry of its own in
 * the journal, no part of an import or edit, and is not undone: a field that is not wanted any more is hidden, and what it holds is kept. Names begin
 * with "own_", which no upgrade uses. All on the store's own thread. */

/* @of: labels of a code ("砖混|土木"), or the name of a code list or ledger; @private_class: "health" keeps it from public lists, NULL: none.
 * A hidden field of that label and type is shown again. Returns the field, which is in the catalogue from here on; NULL on error. */
const ClField *cl_store_add_own_field (ClStore *store, ClLedger *ledger, const char *label, ClFieldType type, const char *of, const char *private_class,
                                       GError **error);
gboolean cl_store_hide_own_field (ClStore *store, ClLedger *ledger, const ClField *field, gboolean hidden, GError **error);
/* A ledger from a file as plugins have it (name="own_…"), or a file that extends one by fields own_…. Returns the ledger, transfer none. */
ClLedger *cl_store_add_own_ledger (ClStore *store, const char *path, GError **error);

/* The types that an own field may have: text, long-text, integer, money, date, yes-no, code, reference. */
gboolean cl_own_type_from_name (const char *name, ClFieldType *type, GError **error);
const char *cl_own_type_get_title (ClFieldType type); /* translated, for people to choose from; NULL: none of them */

G_END_DECLS
