#pragma once

#include "cl-row-reader-private.h"

G_BEGIN_DECLS

/* cl-row-groups.c: the records of a list as groups of those that agree in one field. Read by two statements, on any thread; narrowed in memory. */
typedef struct
{
  char *key;    /* as stored; NULL: not filled in */
  char *title;  /* as lists show it; NULL as well */
  guint first, n_all; /* where its records stand among all */
  guint n;      /* how many of them are listed */
  guint at;     /* where its heading stands among the rows, or would */
  gint64 *sums; /* of those, by column that is summed */
} ClRowGroup;

typedef struct
{
  GArray *ids;        /* all records, group by group, in the order of the list within each */
  GPtrArray *groups;  /* ClRowGroup, in order */
  guint n_sums;
  guint *columns;     /* which columns are summed */
  gint64 **values;    /* what each record has there, as @ids */
  gint64 *totals;     /* over all that are listed */
  gboolean is_stale;  /* the list has other columns since; what is added up is being read anew */
} ClRowGroups;

/* Headings stand among the ids of a list by numbers that no record has. */
#define CL_ROW_TOTAL_ID G_GINT64_CONSTANT (-1)
#define cl_row_group_to_id(i) (-2 - (gint64) (i))
#define cl_row_id_to_group(id) ((guint) (-2 - (id)))

/* Which field the list is grouped by, as an expression: a date by its year. NULL with @error where it cannot be. */
char *cl_row_groups_get_key (ClCatalogue *catalogue, ClLedger *ledger, const char *path, GError **error);
ClRowGroups *cl_row_groups_read (ClRowReader *reader, ClDatabase *database, GError **error);
void cl_row_groups_free (ClRowGroups *groups);
/* Counts and adds up @listed, which are of the ids and in their order. */
void cl_row_groups_count (ClRowGroups *groups, GArray *listed);
/* @listed with a heading before each group and the total behind the last; of groups whose key is in @folded the heading alone. */
GArray *cl_row_groups_lay_out (ClRowGroups *groups, GArray *listed, GHashTable *folded);
/* The group of a record that is among the ids; G_MAXUINT where it is not. */
guint cl_row_groups_find (ClRowGroups *groups, gint64 id);
const char *cl_row_group_fold_key (const ClRowGroup *group); /* of a GHashTable of strings */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRowGroups, cl_row_groups_free)

G_END_DECLS
