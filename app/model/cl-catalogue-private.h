#pragma once

#include "cl-catalogue.h"
#include "cl-ledger-private.h"
#include "cl-own.h"

G_BEGIN_DECLS

struct _ClCatalogue
{
  GObject parent;
  GPtrArray *problems;   /* GError */
  GPtrArray *ledgers;    /* ClLedger */
  GHashTable *by_name;   /* of ledgers, borrowed */
  GHashTable *by_table;  /* of ledgers, borrowed */
  GHashTable *links;     /* link table -> ClLink */
  GHashTable *codes;     /* name -> ClCodes */
  GPtrArray *extensions; /* ClLedgerExtension, until the catalogue is finished */
  GPtrArray *forms;      /* ClDescriptionFile */
  GPtrArray *rules;
  gboolean finished;
  GPtrArray *outgrown;   /* cl-catalogue-own.c: what was replaced and may still be read */
  GMutex guests_mutex;
  GPtrArray *guests;     /* GObject; under the mutex */
};

typedef struct
{
  ClLedger *ledger;
  const ClField *field;
} ClLink;

void cl_catalogue_complain (ClCatalogue *catalogue, const char *path, long line, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* cl-catalogue-resolve.c: whether all that a ledger names is there; each thing that is not becomes a problem. */
gboolean cl_catalogue_check_field (ClCatalogue *catalogue, ClField *field);
gboolean cl_catalogue_check_ledger (ClCatalogue *catalogue, ClLedger *ledger);
/* cl-duty.c: a duty whose expressions cannot be understood is left out. */
void cl_catalogue_check_duties (ClCatalogue *catalogue, ClLedger *ledger);
void cl_catalogue_apply_extension (ClCatalogue *catalogue, ClLedgerExtension *extension);

/* cl-catalogue.c */
void cl_catalogue_index_links (GHashTable *links, ClLedger *ledger);

/* cl-catalogue-own.c: an office's own codes, fields and ledgers, on the store's own thread. */
gboolean cl_catalogue_add_own (ClCatalogue *catalogue, const char *kind, const char *path, const char *text, gboolean hidden, GError **error);
void cl_catalogue_hide_own (ClCatalogue *catalogue, ClLedger *ledger, const ClField *field, gboolean hidden);
gboolean cl_catalogue_replace_own (ClCatalogue *catalogue, const char *path, const char *text, GError **error); /* a ledger */
void cl_catalogue_hide_own_ledger (ClLedger *ledger, gboolean hidden);
void cl_catalogue_set_own_file (ClCatalogue *catalogue, ClOwnKind kind, const char *name, const char *text); /* a form or rule set; NULL: not any more */
void cl_description_file_free (gpointer file);
void cl_catalogue_outgrown_free (gpointer data);

G_END_DECLS
