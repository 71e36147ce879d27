#pragma once

#include <libxml/tree.h>

#include "cl-field-private.h"
#include "cl-ledger.h"

G_BEGIN_DECLS

/* Of what an office added: its names begin with the one, and its rows are called by the other where they are wrong. */
#define CL_OWN_PREFIX "own_"
#define CL_OWN_PATH "own:"

struct _ClLedger
{
  gatomicrefcount references;
  char *path; /* of the description */
  long line;
  char *plugin;
  char *name;
  char *title;
  char *header;
  char *table;
  char *called;
  char *order;
  char *icon;
  char *counted; /* NULL: 条 */
  char *part_of;
  gboolean page;
  gboolean hidden; /* of an office's own */
  GPtrArray *fields; /* ClField */
  GHashTable *by_name;
  GStrv columns;
  GStrv match;
  GStrv indices;
  GPtrArray *views;
  GPtrArray *checks;
  GPtrArray *duties;
  GPtrArray *bands;
  GPtrArray *statistics;
  GPtrArray *dated;
  GPtrArray *throughs;
  GPtrArray *import_columns;
  /* Lines of the description for what is only found wrong when all descriptions are known: "view:NAME", "check:0", "column:0" … -> line */
  GHashTable *lines;
};

/* What <ledger extends="…"> brings to a ledger of another file. */
typedef struct
{
  char *path;
  long line;
  char *extends;
  ClLedger *parts; /* fields, views, checks, duties, indices alone */
} ClLedgerExtension;

/* One of the two is set by a successful call. */
gboolean cl_ledger_parse (const char *path, const char *plugin, ClLedger **ledger, ClLedgerExtension **extension, GError **error);
gboolean cl_ledger_parse_text (const char *path, const char *text, ClLedger **ledger, ClLedgerExtension **extension, GError **error);
ClLedger *cl_ledger_new (void);
gboolean cl_ledger_add_field (ClLedger *ledger, ClField *field); /* transfer full; FALSE: the name is taken, the field is freed */
void cl_ledger_settle (ClLedger *ledger);                        /* what was left out gets its usual value */
long cl_ledger_get_line (ClLedger *ledger, const char *part, guint i);
void cl_ledger_set_line (ClLedger *ledger, const char *part, guint i, long line);
void cl_ledger_extension_free (ClLedgerExtension *extension);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLedgerExtension, cl_ledger_extension_free)

G_END_DECLS
