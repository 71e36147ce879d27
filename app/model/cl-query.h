#pragma once

#include "cl-catalogue.h"
#include "cl-database.h"

G_BEGIN_DECLS

/* The one expression language of ledgers, forms and rules: an SQL expression in which a dotted reference is a path from the
 * base ledger (person.name, organisation.division.code, post.rank for the rank of a code, id), compiled to left joins, :name a parameter, and beside
 * SQL's own functions those of cl-functions.c and
 *   label(path)                        label of a code path; several codes joined by 、
 *   called(path)                       how the record at a reference path is called
 *   has(path, code)                    whether a several-codes path holds the code
 *   count_of(ledger.field, condition)  records of another ledger whose reference field points to this record and for which condition (over that ledger) holds
 *                                      a third argument counts how many different ones of it there are: count_of(appointment.organisation, end is null, person)
 *                                      behind = a path: records that refer to the same as this record's path: count_of(member.household = household)
 *   sum_of / min_of / max_of / list_of(ledger.field, expression, condition)    condition may be left out
 *   exists_of(ledger.field, condition)
 *   marked(duty, date, condition)      whether the duty of that name that this record has on that day is marked so that condition (over duty_mark) holds
 *   mark_of(duty, date, expression)    what that mark says
 *   outer(path)                        inside those: a path of the record outside
 * Unknown is NULL. */
typedef struct _ClQuery ClQuery;

typedef enum
{
  CL_QUERY_RAW,   /* as stored: for conditions, sums, JSON */
  CL_QUERY_LIST,  /* a bare path as lists show it: labels, names, ISO dates, yuan, private values masked */
  CL_QUERY_OPEN,  /* the same, private values whole (revealed lists, internal export) */
  CL_QUERY_PAPER, /* as forms print it: 2027年3月15日, private values whole */
} ClQueryForm;

ClQuery *cl_query_new (ClCatalogue *catalogue, ClLedger *ledger);
void cl_query_free (ClQuery *query);
/* Column 0 is always the record's id; the first added column is 1. Errors say what in the expression is wrong. */
gboolean cl_query_add_column (ClQuery *query, const char *expression, ClQueryForm form, GError **error);
const char *cl_query_get_private_class (ClQuery *query, guint column); /* what column @column, from 1, shows: its class, or NULL */
gboolean cl_query_add_where (ClQuery *query, const char *expression, GError **error); /* each further one narrows */
gboolean cl_query_set_order (ClQuery *query, const char *order, GError **error);      /* "post.rank, start desc"; text sorts by pinyin */
gboolean cl_query_set_group (ClQuery *query, const char *expressions, GError **error);
/* A phrase: a name for an expression over @ledger, wherever that is read, of this query or counted in it. Before what uses it is added. */
void cl_query_define_over (ClQuery *query, const char *ledger, const char *name, const char *expression);
void cl_query_set_limit (ClQuery *query, gint64 limit, gint64 offset);
/* Instead of the ledger's table: one row of parameters :f0…:fN by field index (a record not yet saved). Bind with cl_query_bind_record(). */
void cl_query_use_record (ClQuery *query);
struct _ClRecord;
void cl_query_bind_record (ClQuery *query, ClStatement *statement, const struct _ClRecord *record);
char *cl_query_to_sql (ClQuery *query, GError **error);
ClStatement *cl_query_prepare (ClQuery *query, ClDatabase *database, GHashTable *parameters, GError **error); /* name -> ClValue*, or NULL; release it */

/* "FIELD=VALUE" as people type it -> condition on @query; references by name or code or id, codes by label. */
gboolean cl_query_add_typed_where (ClQuery *query, ClDatabase *database, const char *path, const char *text, GError **error);
char *cl_query_join_where (const char *one, const char *other);             /* both hold; either may be NULL: NULL where there is none */
char *cl_query_say_ids (const gint64 *ids, guint n); /* the condition that a record is one of them */
gboolean cl_query_add_ids_where (ClQuery *query, guint n, GError **error); /* @n records that are bound for each run */
void cl_query_bind_ids (ClStatement *statement, const gint64 *ids, guint n);
GArray *cl_query_list_ids (ClQuery *query, ClDatabase *database, GHashTable *parameters, GError **error); /* gint64 */
GArray *cl_query_list_first_ids (ClQuery *query, ClDatabase *database, GHashTable *parameters, guint steps, gboolean *is_all, GError **error);
/* The one record of @ledger that @text means: its id, naming, code or a unique field; NOT_FOUND or INVALID (several) else. */
gint64 cl_query_find_record (ClCatalogue *catalogue, ClDatabase *database, ClLedger *ledger, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClQuery, cl_query_free)

G_END_DECLS
