#pragma once

#include <gio/gio.h>

#include "cl-catalogue.h"
#include "cl-database.h"

G_BEGIN_DECLS

/* One record in memory: values by field index, and which of them were changed since it was loaded. Not thread-safe; hand over, do not share. */
typedef struct _ClRecord ClRecord;

ClRecord *cl_record_new (ClLedger *ledger);                          /* with defaults; id 0 */
ClRecord *cl_record_load (ClDatabase *database, ClLedger *ledger, gint64 id, GError **error); /* NULL + NOT_FOUND */
ClRecord *cl_record_copy (const ClRecord *record);
void cl_record_free (ClRecord *record);
ClLedger *cl_record_get_ledger (const ClRecord *record);
gint64 cl_record_get_id (const ClRecord *record);
void cl_record_set_id (ClRecord *record, gint64 id);
const ClValue *cl_record_get (const ClRecord *record, const ClField *field);
const ClValue *cl_record_get_named (const ClRecord *record, const char *field);
void cl_record_take (ClRecord *record, const ClField *field, ClValue *value); /* the same; leaves @value empty */
void cl_record_set (ClRecord *record, const ClField *field, const ClValue *value);
gboolean cl_record_set_text (ClRecord *record, const char *field, const char *text, GError **error); /* parses */
void cl_record_set_reference (ClRecord *record, const char *field, gint64 id);
gboolean cl_record_is_changed (const ClRecord *record, const ClField *field); /* NULL: any */
char *cl_record_format (const ClRecord *record, const char *field);
void cl_record_settle (ClRecord *record);                            /* nothing counts as changed any more */

/* Fills empty fields that have a derive expression (birth from the ID …). @database: any connection that reads. */
gboolean cl_record_derive (ClRecord *record, ClDatabase *database, ClCatalogue *catalogue, GError **error);

typedef enum
{
  CL_PROBLEM_ERROR,   /* refused: required field empty, reference to nothing */
  CL_PROBLEM_CHOICE,  /* kept only by explicit choice: the same unique value again */
  CL_PROBLEM_WARNING, /* said, never refused: certificate against ID, sex against ID */
} ClProblemSeverity;

typedef struct
{
  ClProblemSeverity severity;
  const ClField *field; /* NULL: the whole record */
  char *message;        /* translated: what is wrong and what to do */
} ClProblem;

void cl_problem_free (ClProblem *problem);
/* All that is wrong with the record as it stands, errors first: required, unique, checks of the ledger. For many records: cl-checker.h. */
GPtrArray *cl_record_check (const ClRecord *record, ClDatabase *database, ClCatalogue *catalogue, GError **error);

/* cl-twins.c: who else has a number that begins so, while it is being typed. */
#define CL_CITIZEN_ID_LENGTH 18
GArray *cl_record_find_twins (ClDatabase *database, ClLedger *ledger, const ClField *field, const char *number, gint64 except, guint limit, GError **error);

/* How the record is called, by its ledger's naming expression; cl_record_call() gives its number where that says nothing. */
char *cl_record_find_name (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, gint64 id);
char *cl_record_call (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, gint64 id);
/* "张伟，男，上河村": that, and the first columns of its list. */
char *cl_record_describe (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger, gint64 id, guint n_columns);
/* What stands in @field, links by what they are called; NULL: nothing. */
char *cl_record_say_value (ClDatabase *database, ClCatalogue *catalogue, const ClField *field, const ClValue *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRecord, cl_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClProblem, cl_problem_free)

G_END_DECLS
