#pragma once

#include <canlian.h>

G_BEGIN_DECLS

typedef enum
{
  ROSTER_PRESENT_UNKNOWN, /* not looked at */
  ROSTER_PRESENT_NO,
  ROSTER_PRESENT_YES,
} RosterPresent;

/* One item of a check-list, as it was found last or as it is to be written. */
typedef struct
{
  char *item;      /* code */
  char *label;
  RosterPresent present;
  char *remark;
  guint n_photos;  /* kept already */
  GPtrArray *files; /* GFile: to be attached */
} RosterInspectionItem;

/* An organisation looked at by a check-list on one day (FORMS.md F28): all items are written at once. */
typedef struct
{
  gint64 organisation;
  char *list;      /* code */
  char *date;      /* ISO */
  char *inspector; /* or NULL */
  char *last;      /* day of the inspection before, or NULL */
  GPtrArray *items; /* RosterInspectionItem, in the order of the list */
} RosterInspection;

/* The items of @list; what was found last, else what is known of the organisation. */
RosterInspection *roster_inspection_load (ClCatalogue *catalogue, ClDatabase *database, gint64 organisation, const char *list, GError **error);
void roster_inspection_free (RosterInspection *inspection);
gboolean roster_inspection_write (ClTransaction *transaction, gpointer inspection, GError **error); /* ClStoreWriteFunc */
char *roster_inspection_say (const RosterInspection *inspection); /* what is missing, what was not looked at */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RosterInspection, roster_inspection_free)

G_END_DECLS
