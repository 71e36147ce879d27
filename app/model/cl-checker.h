#pragma once

#include "cl-record.h"

G_BEGIN_DECLS

/* cl_record_derive() and cl_record_check() for many records of one ledger: expressions are compiled and statements prepared once. Belongs to
 * the connection's thread, and goes before the connection is closed. Between calls no statement is open. */
typedef struct _ClChecker ClChecker;

ClChecker *cl_checker_new (ClDatabase *database, ClCatalogue *catalogue, ClLedger *ledger);
void cl_checker_free (ClChecker *checker);
void cl_checker_set_bare (ClChecker *checker, ClDatabase *bare); /* a connection to no file, for many new records in one write */
void cl_checker_set_looked_up (ClChecker *checker, const ClField *field); /* nobody else has the value of this unique field */
gboolean cl_checker_derive (ClChecker *checker, ClRecord *record, GError **error);
GPtrArray *cl_checker_check (ClChecker *checker, const ClRecord *record, GError **error); /* ClProblem, errors first */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClChecker, cl_checker_free)

G_END_DECLS
