#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* Groups of disabled persons that must cover everyone (DOMAIN.md A2, A9.7): who is in none, and how many are put into groups at once. */

typedef struct
{
  gint64 person;
  gint64 village; /* 0: not filled in */
  char *name;
  char *village_name;
  char *category;       /* code of the first; NULL: not known */
  char *category_label; /* all of them; "" likewise */
  char *hamlet;         /* "3组", told by the address; NULL: it does not say */
} RosterUncovered;

typedef struct
{
  gint64 id;
  gint64 village;
  char *name;
  char *category; /* code, or NULL */
} RosterGroup;

typedef enum
{
  ROSTER_GROUPS_BY_VILLAGE,  /* the village's own group, made where there is none */
  ROSTER_GROUPS_BY_CATEGORY, /* one for each category in a village */
  ROSTER_GROUPS_BY_HAMLET,   /* one for each natural village or villagers' group, as the address says */
  ROSTER_GROUPS_INTO,        /* the group that is named */
} RosterGroupsManner;

GPtrArray *roster_groups_list (ClCatalogue *catalogue, ClDatabase *database, gint64 village, GError **error);           /* RosterGroup; 0: of all villages */
GPtrArray *roster_groups_list_uncovered (ClCatalogue *catalogue, ClDatabase *database, gint64 village, GError **error); /* RosterUncovered */
guint roster_groups_count_residents (ClCatalogue *catalogue, ClDatabase *database, gint64 village, GError **error);     /* who has to be in one */
char *roster_groups_find_hamlet (const char *address, const char *village);
gboolean roster_groups_assign (ClStore *store, GPtrArray *persons, RosterGroupsManner manner, gint64 group, guint *assigned, guint *made, GError **error);

G_END_DECLS
