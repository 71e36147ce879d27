#pragma once

#include "cl-checker.h"
#include "cl-import.h"
#include "cl-journal.h"
#include "cl-record.h"

G_BEGIN_DECLS

/* cl-import-row.c: what became of the rows, kept tightly: a province has 1.3 million. */
typedef struct
{
  guint number;
  ClOutcome outcome;
  guint n_cells;
  char *cells;        /* one after the other, each with its NUL */
  char *reason;       /* or NULL */
  GPtrArray *changes; /* ClJournalChange, or NULL */
} ClImportResult;

#define CL_TYPE_IMPORT_ROWS (cl_import_rows_get_type ())
G_DECLARE_FINAL_TYPE (ClImportRows, cl_import_rows, CL, IMPORT_ROWS, GObject)
ClImportRows *cl_import_rows_new (void);
void cl_import_rows_add (ClImportRows *rows, guint number, ClOutcome outcome, GPtrArray *cells, char *reason, GPtrArray *changes); /* takes reason and changes */
const ClImportResult *cl_import_rows_get (ClImportRows *rows, guint place);
GPtrArray *cl_import_changes_new (void);

/* cl-importer.c: by the first importer among the catalogue's guests that recognises the file, else as cl_sheet_reader_open(). Any thread. */
ClSheetReader *cl_importer_open_any (ClCatalogue *catalogue, const char *path, const ClSheetOptions *options, GError **error);

/* cl-import-plan.c: which column feeds which field of which record of a row. The root is the ledger's own record; a child is one that a
 * reference of its parent leads to. */
typedef struct
{
  guint column;
  const ClField *field;
} ClImportCell;

typedef struct
{
  const ClField **fields;
  guint n;
  char *sql; /* ids by the fields' values */
} ClImportKey;

typedef struct
{
  const ClField *field;
  ClValue value;
} ClImportValue;

typedef struct _ClImportNode ClImportNode;
struct _ClImportNode
{
  ClLedger *ledger;
  const ClField *reference; /* of the parent's ledger; NULL: the root */
  GPtrArray *children;
  GArray *cells;            /* ClImportCell */
  GPtrArray *keys;          /* ClImportKey, in turn */
  gboolean create;
  const ClLedgerThrough *through;
  GPtrArray *set_queries;   /* ClQuery by through->set_fields */
  GPtrArray *set_sql;       /* char *, the same compiled */
  ClChecker *checker;       /* made when first wanted, on the writer thread */
  const ClField *name, *identity, *division, *end; /* or NULL */
  /* of the row under way */
  GArray *values;           /* ClImportValue given by the row */
  GPtrArray *pending;       /* ClImportPending */
  ClRecord *record;         /* NULL: the row says nothing of it */
  gboolean is_new;
};

/* A reference whose record is made only once the whole row is known to be good. */
typedef struct
{
  const ClField *field;
  ClRecord *record;    /* not owned */
  ClImportNode *child; /* or that of a child */
} ClImportPending;

typedef struct
{
  ClCatalogue *catalogue;
  ClLedger *ledger;
  ClImportNode *root;
  guint record_column;   /* of the record's own number, G_MAXUINT */
  GPtrArray *carried;    /* GArray of guint: columns that take the value above where all of them are blank */
} ClImportPlan;

ClImportPlan *cl_import_plan_new (ClCatalogue *catalogue, ClLedger *ledger, ClHeaderMatch *match, GError **error);
void cl_import_plan_free (ClImportPlan *plan);
void cl_import_node_reset (ClImportNode *node);
const ClValue *cl_import_node_get_value (ClImportNode *node, const ClField *field); /* NULL: not given */
void cl_import_node_take_value (ClImportNode *node, const ClField *field, ClValue *value); /* leaves @value empty */

/* cl-import-reference.c */
typedef struct
{
  ClDatabase *database;
  ClCatalogue *catalogue;
  gint64 office;         /* the office's division, 0 */
  char *office_name;
  gint64 position;       /* of the division made last, 0 */
  GHashTable *found;     /* "ledger\ntext" -> gint64 * */
  GHashTable *divisions; /* text -> ClRecord to be made */
} ClImportReferences;

void cl_import_references_init (ClImportReferences *references, ClDatabase *database, ClCatalogue *catalogue, const char *office_code,
                                const char *office_name);
void cl_import_references_clear (ClImportReferences *references);
/* Either an id or a record to be made; @current: what the record refers to now, 0. */
gboolean cl_import_references_find (ClImportReferences *references, const ClField *field, const char *text, gint64 current, gint64 *id,
                                    ClRecord **pending, GError **error);
char *cl_import_references_say (ClImportReferences *references, const ClField *field, const ClValue *value);

/* cl-import-apply.c: one row. */
typedef struct
{
  ClTransaction *transaction;
  ClDatabase *database;
  ClImportPlan *plan;
  ClHeaderMatch *match;
  ClImportReferences references;
  /* of the row under way */
  GPtrArray *cells;
  GString *problems, *warnings;
  GPtrArray *changes;
} ClImportContext;

/* FALSE: the whole import failed. Else @outcome, and the reason in @problems or @warnings. */
gboolean cl_import_apply (ClImportContext *context, ClOutcome *outcome, GError **error);

/* cl-import-find.c: which record is meant. */
gboolean cl_import_find_record (ClImportContext *context, ClImportNode *node, gint64 hint, GError **error);
gboolean cl_import_agrees (ClImportNode *node, const ClRecord *record);
void cl_import_say (GString *to, const char *header, const char *message);

/* cl-import-skip.c: rows that are none: the header again, a total, a note under the table. NULL: a row of data; else why it is passed over. */
const char *cl_import_skip (ClHeaderMatch *match, GPtrArray *cells, gboolean *blank);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImportPlan, cl_import_plan_free)

G_END_DECLS
