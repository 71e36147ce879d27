#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* What is done to a committee, each one entry of the journal. Appointments are never overwritten (DOMAIN.md A6.1): the old one is ended with its reason,
 * a new one begun. */
typedef enum
{
  ROSTER_STEP_ADD,     /* draft: the new appointment, its organisation set unless 0 */
  ROSTER_STEP_CHANGE,  /* draft: the new appointment; appointment: the one it follows, ended the day before with the draft's reason */
  ROSTER_STEP_REPLACE, /* the same, of another person */
  ROSTER_STEP_END,     /* draft: the appointment itself, with end and reason */
  ROSTER_STEP_MOVE,    /* appointment changes places with its neighbour of the same post */
} RosterStepKind;

typedef struct
{
  RosterStepKind kind;
  gint64 village;      /* a division */
  gint64 association;  /* 0: the village has none yet, and is given one */
  gint64 appointment;
  const ClRecord *draft;
  gboolean up;
  ClRules *rules;      /* NULL: not asked */
  GPtrArray *findings; /* out: what the rules say of the village afterwards; ClFinding */
} RosterStep;

#define ROSTER_COMMITTEE_ORDER "post.rank, coalesce(position, 9999), start, id"

gint64 roster_committee_find (ClCatalogue *catalogue, ClDatabase *database, gint64 village); /* its association; 0: none */
ClRecord *roster_committee_draft (ClCatalogue *catalogue, ClDatabase *database, RosterStepKind kind, gint64 association, gint64 appointment, GError **error);
gboolean roster_step_write (ClTransaction *transaction, gpointer step, GError **error); /* ClStoreWriteFunc */
GPtrArray *roster_committee_findings (ClRules *rules, ClDatabase *database, gint64 association, gint64 village, GError **error);
/* What is new and what is mended, in one sentence each; transfer full. */
char *roster_committee_compare (const GPtrArray *before, const GPtrArray *after);

G_END_DECLS
