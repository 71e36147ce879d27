#pragma once

#include <canlian.h>

G_BEGIN_DECLS

typedef enum
{
  ROSTER_MISSING_FIELDS,  /* @fields of the record are empty */
  ROSTER_MISSING_POST,    /* nobody in office holds @post */
  ROSTER_MISSING_REPORT,  /* no row for attachment 1 */
} RosterMissingKind;

/* What attachments 1, 2 and 3 lack of a village, and where it is filled in. */
typedef struct
{
  RosterMissingKind kind;
  gint64 village;
  char *village_name;
  char *sentence;  /* translated */
  const char *ledger;
  gint64 record;
  GPtrArray *fields; /* char *: names, NULL-terminated; or NULL */
  const char *post;
} RosterMissing;

/* In the order of villages; ClDatabase of any thread. @due: of the report, ISO. */
GPtrArray *roster_missing_list (ClCatalogue *catalogue, ClDatabase *database, const char *due, GError **error);
char *roster_next_friday (const char *today);

G_END_DECLS
