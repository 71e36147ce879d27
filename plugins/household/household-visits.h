#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* A household that is to be visited, with what its visiting is planned by. */
typedef struct
{
  gint64 record; /* in the ledger special_household */
  gint64 village;
  char *village_name; /* "" where it is not known */
  char *name;
  char *difficulties;
  int months;
  char *frequency;
  char *responsible;
  char *phones;
  char *last;      /* ISO, or NULL: never */
  char *due;       /* ISO, or NULL: since an unknown day */
  gint64 overdue;  /* days, from today */
  gboolean missed; /* somebody went there since, and met nobody */
} HouseholdVisit;

GPtrArray *household_visits_list (ClCatalogue *catalogue, ClDatabase *reader, const char *until, gint64 village, GError **error);
const char *household_visits_where (ClCatalogue *catalogue, const char *view); /* the condition of a view of the ledger special_household */

G_END_DECLS
