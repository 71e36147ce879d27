#pragma once

#include "cl-header-match.h"

G_BEGIN_DECLS

/* What a sheet may feed and under which names, best first. */
typedef struct
{
  ClCatalogue *catalogue;
  ClLedger *ledger;
  GPtrArray *paths;   /* char * */
  GPtrArray *names;   /* GStrv by path: as written, the last one qualified ("人员任职·备注") */
  GPtrArray *fields;  /* const ClField * by path; NULL: the record's own number */
  GHashTable *lookup; /* name without white space, width and brackets -> place + 1 */
} ClHeaderNames;

ClHeaderNames *cl_header_names_new (ClCatalogue *catalogue, ClLedger *ledger);
void cl_header_names_free (ClHeaderNames *names);
gboolean cl_header_names_find (ClHeaderNames *names, const char *header, guint *place);
const char *cl_header_names_get_header (ClHeaderNames *names, guint place); /* the one that leads back to its path */
char *cl_header_normalise (const char *header, gboolean bare);
/* The path from @field that tells records of its target apart: "head.id_number"; NULL where there is none. */
char *cl_header_key_path (ClCatalogue *catalogue, const ClField *field);

/* cl-header-like.c: 0 to 1; @header and @name normalised. */
double cl_header_likeness (const char *header, const char *name);
/* Whose the column is, where it is not the row's own person: 监护人, 联系人, 开户 …; NULL: nobody's. */
const char *cl_header_other_owner (const char *header);
/* The known name that is most like @header, among the places that are not @used; its likeness, 0 where none is like it. */
double cl_header_find_like (ClHeaderNames *names, const char *header, const gboolean *used, guint *place);

/* cl-header-content.c: what a column holds, by its first values. */
typedef struct
{
  guint n;            /* not blank */
  guint n_different;
  guint ids, certificates, phones, dates, births, names, integers, money, booleans, lines;
  GPtrArray *values;  /* char *, the first of them */
} ClHeaderContent;

ClHeaderContent *cl_header_content_new (GPtrArray *rows, guint first, guint column);
void cl_header_content_free (ClHeaderContent *content);
ClFieldType cl_header_content_get_type (const ClHeaderContent *content);
char *cl_header_content_sample (const ClHeaderContent *content);
gboolean cl_header_content_fits (const ClHeaderContent *content, const ClField *field); /* most values can be read as the field's */
/* The place whose field the content proves, among those not @used; percent, 0 where none. */
guint cl_header_content_find (const ClHeaderContent *content, ClHeaderNames *names, const gboolean *used, guint *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClHeaderNames, cl_header_names_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClHeaderContent, cl_header_content_free)

#define CL_HEADER_RECORD "id"
#define CL_HEADER_RECORD_NAME "记录号"
#define CL_HEADER_REASON "原因" /* of the sheets of refused rows: never read back */

G_END_DECLS
