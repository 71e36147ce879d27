#pragma once

#include "cl-checker.h"
#include "cl-import.h"
#include "cl-import-same.h"
#include "cl-journal.h"
#include "cl-record.h"

G_BEGIN_DECLS

/* A change of a row, and whether it waits for a word. */
typedef struct
{
  ClJournalChange change;
  gboolean asked;
} ClImportChange;

/* Which record is meant: asked of one row about one record of it. */
typedef struct
{
  char *path;            /* "" the row's own record, "person" one behind a reference */
  GPtrArray *candidates; /* ClImportCandidate */
} ClImportQuestion;

ClImportQuestion *cl_import_question_new (const char *path);
void cl_import_question_free (ClImportQuestion *question);

/* cl-import-row.c: what became of the rows, kept tightly: a province has 1.3 million. */
typedef struct
{
  guint number;
  guint8 outcome;
  guint n_cells;
  char *cells;        /* one after the other, each with its NUL */
  char *reason;       /* or NULL */
  GPtrArray *changes; /* ClImportChange, or NULL */
  ClImportQuestion *question; /* or NULL */
} ClImportResult;

gboolean cl_import_result_is_suspicious (const ClImportResult *result);

#define CL_TYPE_IMPORT_ROWS (cl_import_rows_get_type ())
G_DECLARE_FINAL_TYPE (ClImportRows, cl_import_rows, CL, IMPORT_ROWS, GObject)
ClImportRows *cl_import_rows_new (void);
char *cl_import_pack (GPtrArray *cells); /* in one piece, into which @cells point from then on */
/* Takes all but @cells; @packed: those as ClImportResult has them, or NULL. */
void cl_import_rows_add (ClImportRows *rows, guint number, ClOutcome outcome, GPtrArray *cells, char *packed, char *reason, GPtrArray *changes,
                         ClImportQuestion *question);
const ClImportResult *cl_import_rows_get (ClImportRows *rows, guint place);
const ClImportResult *cl_import_rows_find (ClImportRows *rows, guint number); /* NULL: no such row */
GPtrArray *cl_import_changes_new (void);

/* cl-import-choices.c: what a person chose. A run has a copy of its own. */
typedef struct
{
  ClDecision decision;
  gint64 record;
  guint row; /* of the sheet, by which the record comes in; 0: it is there */
} ClImportDecision;

typedef struct
{
  gboolean keep_out;    /* villages that are not there are not made */
  ClFillPolicy fill;
  GHashTable *fills;    /* path -> ClFillPolicy + 1 */
  GHashTable *villages; /* name -> gint64 * */
  GHashTable *rows;     /* "row path" -> ClImportDecision */
  ClDecision rest;
  GHashTable *takes;    /* "row field" -> take + 1; row 0 for all */
} ClImportChoices;

ClImportChoices *cl_import_choices_new (void);
ClImportChoices *cl_import_choices_copy (const ClImportChoices *choices);
void cl_import_choices_free (ClImportChoices *choices);
const ClImportDecision *cl_import_choices_find (const ClImportChoices *choices, guint row, const char *path); /* NULL: none */
void cl_import_choices_set (ClImportChoices *choices, guint row, const char *path, ClDecision decision, gint64 record, guint from);
ClFillPolicy cl_import_choices_get_fill (const ClImportChoices *choices, const char *node, const char *field);
/* 1 take, 0 leave, -1 nothing said. */
int cl_import_choices_get_take (const ClImportChoices *choices, guint row, const ClField *field);
void cl_import_choices_set_take (ClImportChoices *choices, guint row, const ClField *field, gboolean take);

struct _ClImport
{
  GObject parent_instance;
  ClStore *store;
  ClLedger *ledger;
  char *path;
  char *sheet, *encoding, *delimiter;
  guint number;        /* of the sheet, 0: by name */
  GPtrArray *head;     /* the first rows: GPtrArray of char * */
  GArray *head_numbers;
  GArray *head_spans;  /* ClImportSpan */
  ClHeaderMatch *match;
  ClImportChoices *choices;
  ClImportRows *rows;  /* of the last run */
  GPtrArray *new_villages; /* char *, of the last run */
  guint counts[CL_OUTCOME_LAST];
  guint n_suspicious;
  guint total;         /* rows of the last run, for progress */
  gint64 stamp;        /* of the file when it was looked at last, 0: never */
};

/* cl-importer.c: by the first importer among the catalogue's guests that recognises the file, else as cl_sheet_reader_open(). Any thread. */
ClSheetReader *cl_importer_open_any (ClCatalogue *catalogue, const char *path, const ClSheetOptions *options, GError **error);

/* cl-import-plan.c: which column feeds which field of which record of a row. The root is the ledger's own record; a child is one that a
 * reference of its parent leads to. */
typedef struct
{
  guint column;
  const ClField *field;
  gboolean ahead; /* only the cell itself says what it means: it is read ahead … */
  guint place;    /* … and stands here among those of the row */
} ClImportCell;

typedef struct
{
  const ClField **fields;
  guint n;
  char *sql; /* ids by the fields' values */
  ClLedger *ledger;             /* not owned; with @known */
  struct _ClImportKnown *known; /* NULL: only the store knows */
  guint n_free, next_try;       /* rows whose number nobody had */
} ClImportKey;

typedef struct
{
  const ClField *field;
  ClValue value;
  gboolean weak; /* follows from another */
} ClImportValue;

typedef struct _ClImportNode ClImportNode;
struct _ClImportNode
{
  ClLedger *ledger;
  char *path;               /* "person"; "" for the root */
  const ClField *reference; /* of the parent's ledger; NULL: the root */
  GPtrArray *children;
  GArray *cells;            /* ClImportCell */
  GPtrArray *keys;          /* ClImportKey, in turn */
  gboolean create;
  const ClLedgerThrough *through;
  GPtrArray *set_queries;   /* ClQuery by through->set_fields */
  GPtrArray *set_sql;       /* char *, the same compiled */
  ClChecker *checker;       /* made when first wanted, on the writer thread */
  const ClField *name, *identity, *certificate, *division, *end; /* or NULL */
  struct _ClImportNamesakes *namesakes; /* made when first wanted */
  /* of the row under way */
  GArray *values;           /* ClImportValue given by the row */
  GPtrArray *pending;       /* ClImportPending */
  ClRecord *record;         /* NULL: the row says nothing of it */
  gboolean is_new, saved;
  gboolean is_only;    /* found, and no other has the value of @looked_up */
  const ClField *looked_up; /* of which no other record has the value */
  gboolean asked;      /* who is meant */
  gboolean kept_apart; /* said to be a new one */
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
  guint n_places;        /* of cells that are read ahead */
  GPtrArray *known;      /* ClImportKey, not owned: those whose numbers are known */
  guint record_column;   /* of the record's own number, G_MAXUINT */
  ClImportSame *same;    /* with that column; or NULL */
  GPtrArray *carried;    /* GArray of guint: columns that take the value above where all of them are blank */
  /* Rows of one household follow that of its head. NULL where the ledger knows no groups, or the sheet lacks the column that tells. */
  ClImportNode *group;   /* the record of the group */
  ClImportNode *leader;  /* whose record the leading row gives … */
  const ClField *head;   /* … to this field of the group's */
  guint leading_column;
  const ClField *leading_field;
  const char *leading_code;
} ClImportPlan;

ClImportPlan *cl_import_plan_new (ClCatalogue *catalogue, ClLedger *ledger, ClHeaderMatch *match, GError **error);
void cl_import_plan_free (ClImportPlan *plan);
void cl_import_node_reset (ClImportNode *node);
const ClValue *cl_import_node_get_value (ClImportNode *node, const ClField *field); /* NULL: not given */
void cl_import_node_take_value (ClImportNode *node, const ClField *field, ClValue *value); /* leaves @value empty */
void cl_import_node_take_weak (ClImportNode *node, const ClField *field, ClValue *value);

/* cl-import-ahead.c: the sheet, read on a thread of its own. */
typedef struct
{
  ClValue value;
  char *problem; /* or NULL */
  char *said[2]; /* warnings, or NULL */
  gboolean blank;
} ClImportParsed;

void cl_import_parsed_clear (ClImportParsed *parsed);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClImportParsed, cl_import_parsed_clear)

typedef struct
{
  guint number;
  GPtrArray *cells;
  char *packed;        /* the piece that @cells point into; it may be taken with what was made of the row */
  gboolean blank;
  const char *skip;    /* why it is no row of data, or NULL; as cl_import_skip() */
  ClImportParsed *parsed; /* by ClImportCell.place */
} ClImportAheadRow;

typedef struct _ClImportAhead ClImportAhead;
ClImportAhead *cl_import_ahead_new (ClSheetReader *reader, ClImportPlan *plan, ClHeaderMatch *match); /* @plan and @match must outlive it */
void cl_import_ahead_free (ClImportAhead *ahead);
ClImportAheadRow *cl_import_ahead_next (ClImportAhead *ahead, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImportAhead, cl_import_ahead_free)

/* cl-import-reference.c */
typedef struct
{
  ClDatabase *database;
  ClCatalogue *catalogue;
  gint64 office;         /* the office's division, 0 */
  char *office_name, *office_code;
  const ClImportChoices *choices;
  GPtrArray *new_villages; /* char *, not owned here */
  gint64 position;       /* of the division made last, 0 */
  GHashTable *found;     /* "ledger\ntext" -> gint64 * */
  GHashTable *divisions; /* text -> ClRecord to be made */
  GHashTable *outside;   /* gint64 *: divisions that are not the office's */
  GString *warnings;     /* of the row under way, not owned */
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
  ClDatabase *bare; /* to no file: for what follows from a record by itself */
  ClImportPlan *plan;
  ClHeaderMatch *match;
  const ClImportChoices *choices;
  ClImportReferences references;
  GHashTable *made;   /* row number -> gint64 *, records of the root that came in new */
  gint64 group;       /* the record that the rows below a leading one belong to, 0 */
  gboolean group_bad; /* its row was not taken */
  /* of the row under way */
  guint row;
  GPtrArray *cells;
  ClImportParsed *parsed; /* what was read of them ahead */
  GString *problems, *warnings, *questions;
  GPtrArray *changes;
  ClImportQuestion *question;
  gboolean asked, left_out, leads;
} ClImportContext;

/* FALSE: the whole import failed. Else @outcome, and the reason in @problems or @warnings. */
gboolean cl_import_apply (ClImportContext *context, ClOutcome *outcome, GError **error);

gboolean cl_import_leads_group (ClImportContext *context); /* the row in @cells begins a household */
char *cl_import_take_reason (ClImportContext *context, ClOutcome outcome);

/* cl-import-known.c: numbers that are taken, without asking the store. */
typedef struct _ClImportKnown ClImportKnown;
void cl_import_known_free (ClImportKnown *known);
gboolean cl_import_known_count (ClImportContext *context, ClImportNode *node, ClImportKey *key, GError **error);
gboolean cl_import_known_find (ClImportContext *context, ClImportNode *node, ClImportKey *key, gint64 *record);
void cl_import_known_note (ClImportContext *context, const ClRecord *record);

/* cl-import-find.c: which record is meant. */
gboolean cl_import_find_record (ClImportContext *context, ClImportNode *node, gint64 hint, GError **error);
gboolean cl_import_agrees (ClImportNode *node, const ClRecord *record);
gboolean cl_import_ask_reference (ClImportContext *context, ClImportNode *node, const ClField *field, const char *text, gint64 *id);
void cl_import_say (GString *to, const char *header, const char *message);

/* cl-import-candidate.c: who may be meant where no number says it. */
typedef struct _ClImportNamesakes ClImportNamesakes;
void cl_import_namesakes_free (ClImportNamesakes *namesakes);
/* Candidates for the row's record, best first; NULL where nobody is near enough to ask. FALSE: the import failed. */
gboolean cl_import_find_candidates (ClImportContext *context, ClImportNode *node, GPtrArray **candidates, GError **error);
GPtrArray *cl_import_list_candidates (ClImportContext *context, ClImportNode *node, GArray *ids, GError **error);
void cl_import_note_namesake (ClImportNode *node, guint row); /* the node's record, just saved */

/* cl-import-read.c: what the row says. */
char *cl_import_read_cell (ClImportContext *context, guint column); /* NULL: blank, or masked */
const char *cl_import_trim_cell (const char *text, char **copy); /* the same of a cell; @copy: what it is in where it is not in @text */
void cl_import_parse_plain (const ClField *field, const char *text, ClImportParsed *parsed); /* of no reference; into what is empty; any thread */
void cl_import_read_values (ClImportContext *context, ClImportNode *node, const ClRecord *known);
gboolean cl_import_adds_up (const ClField *field);
void cl_import_unite (ClValue *value, const ClValue *with);
gboolean cl_import_is_pending (ClImportNode *node, const ClField *field);
gint64 cl_import_reference_in (const ClRecord *record, const ClField *field); /* 0: none */

/* cl-import-value.c: "20521" where a date is meant, as an ISO date; NULL where it is none. */
char *cl_import_read_serial (const ClField *field, const char *text);

/* cl-import-skip.c: rows that are none: the header again, a total, a note under the table. NULL: a row of data; else why it is passed over. */
const char *cl_import_skip (ClHeaderMatch *match, GPtrArray *cells, gboolean *blank);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImportChoices, cl_import_choices_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImportQuestion, cl_import_question_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImportPlan, cl_import_plan_free)

G_END_DECLS
