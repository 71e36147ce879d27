#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* The month's sheet of the allowance for lost work (DOMAIN.md A6.3): committee members in office × disabled residents counted on a day × band. */

typedef struct
{
  char *month;          /* "2027-03" */
  char *day;            /* ISO: residents are counted on it, and members in office on it are on the sheet */
  gboolean suspected;   /* residents suspected to be disabled count too */
  gboolean whole_month; /* whoever was in office on any day of the month is on the sheet */
  gboolean no_commissioners; /* who is commissioner is paid by another subsidy */
} RosterMonth;

typedef struct
{
  gint64 division;
  char *name;
  gint64 residents;
  gint64 band;       /* 0: none, or several */
  char *band_label;  /* NULL likewise */
  gint64 rate;       /* fen */
  char *trouble;     /* translated: why there is no band, or NULL */
  GPtrArray *members; /* RosterMonthMember */
  guint n_kept;      /* of them with a row for the month */
  gint64 kept;       /* what those rows come to, fen */
} RosterMonthVillage;

typedef struct
{
  gint64 person;
  char *name;
  char *posts;       /* "委员、专职委员" */
  char *partly;      /* translated: that the post began or ended in the month, or NULL */
  gboolean is_kept;  /* has a row for the month and village, which stays as it is */
  gboolean is_out;   /* began or ended in the month and is not on the sheet by the rule */
} RosterMonthMember;

void roster_month_clear (RosterMonth *month);
char *roster_month_last_day (const char *month);    /* "2027-03-31" */
char *roster_month_counting_day (const char *month); /* today, or the month's first or last day where today lies outside it */
GPtrArray *roster_month_plan (ClCatalogue *catalogue, ClDatabase *database, const RosterMonth *month, GError **error); /* RosterMonthVillage */
gboolean roster_month_make (ClStore *store, const RosterMonth *month, guint *added, guint *kept, GError **error);

/* The setting by which commissioners are left out: "yes". */
#define ROSTER_ALLOWANCE_NO_COMMISSIONERS "allowance-no-commissioners"

/* The bands of 历城, where exactly 30 stands in two: @thirty_is_low puts it into the lower one. */
gboolean roster_bands_offer (ClStore *store, gboolean thirty_is_low, GError **error);
guint roster_bands_count (ClCatalogue *catalogue, ClDatabase *database, const char *day); /* in force on @day */

/* Condition over "appointment": in a village's committee on a day of the month, and not on its sheet yet. Transfer full. */
char *roster_month_where_missing (const char *month, gboolean no_commissioners);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RosterMonth, roster_month_clear)

G_END_DECLS
