#pragma once

#include "cl-catalogue.h"

G_BEGIN_DECLS

/* What a public list may show (DOMAIN.md B10, FORMS.md 0.16). */
gboolean cl_export_is_public (ClCatalogue *catalogue, ClLedger *ledger, const char *expression);
char *cl_export_adult_condition (ClCatalogue *catalogue, ClLedger *ledger); /* 0 where a minor is spoken of; NULL: of nobody */

#define CL_EXPORT_PUBLIC_NOTE "仅供公示使用"

G_END_DECLS
