#pragma once

#include "cl-header-match.h"
#include "cl-store.h"

G_BEGIN_DECLS

/* Matches corrected by hand, kept for the next file of the same shape as settings of the office's file: not undone, listed, forgotten on request. */
typedef struct
{
  char *shape;    /* cl_header_match_get_shape() */
  char *ledger;
  char *day;      /* ISO, when it was kept last */
  char *text;     /* cl_header_match_to_text() */
} ClHeaderMemory;

void cl_header_memory_free (ClHeaderMemory *memory);
GPtrArray *cl_header_memory_list (ClStore *store); /* ClHeaderMemory, latest first; transfer full */
gboolean cl_header_memory_keep (ClStore *store, ClLedger *ledger, const ClHeaderMatch *match, GError **error);
gboolean cl_header_memory_forget (ClStore *store, const char *shape, GError **error); /* NOT_FOUND */
/* Whether there was one, and it was applied. */
gboolean cl_header_memory_apply (ClStore *store, ClLedger *ledger, ClHeaderMatch *match);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClHeaderMemory, cl_header_memory_free)

G_END_DECLS
