#pragma once

#include "cl-catalogue.h"
#include "cl-ledger-private.h"

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
void cl_catalogue_apply_extension (ClCatalogue *catalogue, ClLedgerExtension *extension);

G_END_DECLS
