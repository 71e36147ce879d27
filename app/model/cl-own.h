#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* What an office adds of its own: fields, ledgers, forms and rule sets as rows in its data file, so that they go wherever the file goes. Each is an entry of its own in
 * the journal, no part of an import or edit, and is not undone: a field that is not wanted any more is hidden, and what it holds is kept. Names begin
 * with "own_", which no upgrade uses. All on the store's own thread. */

/* @of: labels of a code ("砖混|土木"), or the name of a code list or ledger; @private_class: "health" keeps it from public lists, NULL: none.
 * A hidden field of that label and type is shown again. Returns the field, which is in the catalogue from here on; NULL on error. */
const ClField *cl_store_add_own_field (ClStore *store, ClLedger *ledger, const char *label, ClFieldType type, const char *of, const char *private_class,
                                       GError **error);
gboolean cl_store_hide_own_field (ClStore *store, ClLedger *ledger, const ClField *field, gboolean hidden, GError **error);
/* A ledger from a file as plugins have it (name="own_…"). Returns the ledger, transfer none. */
ClLedger *cl_store_add_own_ledger (ClStore *store, const char *path, GError **error);

/* Ledgers, forms and rule sets as rows of the file. They are known to the catalogue as those of plugins are, under the name in them, "own_…". */
typedef enum
{
  CL_OWN_LEDGER,
  CL_OWN_FORM,
  CL_OWN_RULES,
} ClOwnKind;

typedef struct
{
  ClOwnKind kind;
  char *name;
  char *title;
  gboolean hidden;
} ClOwnDescription;
void cl_own_description_free (ClOwnDescription *description);

const char *cl_own_kind_get_name (ClOwnKind kind); /* "ledger", "form", "rules" */
char *cl_own_read_file (const char *path, GError **error);
char *cl_own_read_kind (const char *path, const char *text, ClOwnKind *kind, GError **error);
GPtrArray *cl_store_list_own (ClStore *store, GError **error);
char *cl_store_get_own_text (ClStore *store, ClOwnKind kind, const char *name, GError **error);
/* Forms by cl_form_add_own_text(), which checks all of them. @replace: a new version of one that is there. Returns its name. */
char *cl_store_add_own_text (ClStore *store, ClOwnKind kind, const char *called, const char *text, gboolean replace, GError **error);
gboolean cl_store_hide_own (ClStore *store, ClOwnKind kind, const char *name, gboolean hidden, GError **error);

/* The types that an own field may have: text, long-text, integer, money, date, yes-no, code, reference. */
gboolean cl_own_type_from_name (const char *name, ClFieldType *type, GError **error);
const char *cl_own_type_get_title (ClFieldType type); /* translated, for people to choose from; NULL: none of them */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClOwnDescription, cl_own_description_free)

G_END_DECLS
