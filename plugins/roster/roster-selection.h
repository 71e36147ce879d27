#pragma once

#include "roster-committee.h"

G_BEGIN_DECLS

typedef enum
{
  ROSTER_SELECTION_VILLAGE,  /* the village's two committees agree */
  ROSTER_SELECTION_TOWNSHIP, /* the township sends it up */
  ROSTER_SELECTION_COUNTY,   /* the county federation agrees */
  ROSTER_SELECTION_APPOINT,  /* the post begins, or ends */
  ROSTER_SELECTION_OVER,     /* there is no further step */
} RosterSelectionPhase;

/* One step of a selection (DOMAIN.md A6.1), or the elected of an election taking office; each one entry of the journal. */
typedef struct
{
  gint64 selection;        /* 0: an election's step */
  gint64 election;
  RosterSelectionPhase phase;
  gboolean refused;        /* the answer at this phase is no */
  const ClRecord *draft;   /* of "selection"; to appoint and for an election: of "appointment" */
  ClRules *rules;          /* NULL: not asked */
  gint64 organisation;     /* out: whose posts changed */
  gint64 division;         /* out */
  guint n_begun, n_ended;  /* out */
  GPtrArray *findings;     /* out: what the rules say afterwards; ClFinding */
} RosterSelectionStep;

/* What comes next of a selection as it is stored. */
RosterSelectionPhase roster_selection_get_phase (const ClRecord *selection);
const char *roster_selection_phase_say (RosterSelectionPhase phase); /* translated: "opinion of the village" */
/* What to ask about: the post as it follows from the selection; the first of an election's. NULL with a sentence where it is too early. */
ClRecord *roster_selection_draft (ClCatalogue *catalogue, ClDatabase *database, gint64 selection, GError **error);
ClRecord *roster_election_draft (ClCatalogue *catalogue, ClDatabase *database, gint64 election, GError **error);
/* The organisation whose post it is: the village's association, the township's federation; 0: none yet. */
gint64 roster_selection_find_organisation (ClCatalogue *catalogue, ClDatabase *database, gint64 division);
gboolean roster_selection_write (ClTransaction *transaction, gpointer step, GError **error); /* ClStoreWriteFunc */

G_END_DECLS
