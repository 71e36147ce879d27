#pragma once

#include "cl-header-match.h"

G_BEGIN_DECLS

/* What a sheet may feed and under which names, best first. */
typedef struct
{
  GPtrArray *paths;   /* char * */
  GPtrArray *names;   /* GStrv by path: as written, the last one qualified ("人员任职·备注") */
  GHashTable *lookup; /* name without white space, width and brackets -> place + 1 */
} ClHeaderNames;

ClHeaderNames *cl_header_names_new (ClCatalogue *catalogue, ClLedger *ledger);
void cl_header_names_free (ClHeaderNames *names);
gboolean cl_header_names_find (ClHeaderNames *names, const char *header, guint *place);
const char *cl_header_names_get_header (ClHeaderNames *names, guint place); /* the one that leads back to its path */
char *cl_header_normalise (const char *header, gboolean bare);
/* The path from @field that tells records of its target apart: "head.id_number"; NULL where there is none. */
char *cl_header_key_path (ClCatalogue *catalogue, const ClField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClHeaderNames, cl_header_names_free)

#define CL_HEADER_RECORD "id"
#define CL_HEADER_RECORD_NAME "记录号"

G_END_DECLS
