#pragma once

#include "cl-catalogue.h"

G_BEGIN_DECLS

/* What holds for all shipped ledgers, core or a plugin's. Whatever does not ends the test. */
void cl_test_assert_no_problems (ClCatalogue *catalogue);
void cl_test_assert_expressions (ClCatalogue *catalogue); /* each expression of each ledger compiles */
void cl_test_assert_headers (ClCatalogue *catalogue);     /* each header of a ledger leads to one field; labels are English */

G_END_DECLS
