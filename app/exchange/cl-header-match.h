#pragma once

#include "cl-catalogue.h"

G_BEGIN_DECLS

/* Which column of a sheet feeds which path of a ledger. */
typedef struct
{
  guint header_row;     /* row number of the header (two-row headers: the last), 0: none found */
  GPtrArray *headers;   /* char * by column */
  GPtrArray *paths;     /* char * by column: "person.id_number"; NULL: no home */
} ClHeaderMatch;

void cl_header_match_free (ClHeaderMatch *match);
/* Paths a sheet may feed: the ledger's own fields and its import columns. Transfer full: char *. */
GPtrArray *cl_header_match_paths (ClCatalogue *catalogue, ClLedger *ledger);
char *cl_header_match_path_header (ClCatalogue *catalogue, ClLedger *ledger, const char *path); /* Chinese */
/* Finds the header among the first rows (@rows: GPtrArray of GPtrArray of char *, @row_numbers: guint) by known names, white space, width and brackets aside.
 * INVALID with what was looked for where no row has at least two known names (or all of a one-column sheet). */
ClHeaderMatch *cl_header_match_new (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows, GArray *row_numbers, GError **error);
void cl_header_match_set_path (ClHeaderMatch *match, guint column, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClHeaderMatch, cl_header_match_free)

G_END_DECLS
