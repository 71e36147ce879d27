#pragma once

#include "cl-filter.h"
#include "cl-row-groups-private.h"
#include "cl-row-private.h"

G_BEGIN_DECLS

struct _ClRowModel
{
  GObject parent;
  ClRowReader *reader;
  char *search_text;
  ClSearch *search;
  GArray *all;    /* ids by filter and order, group by group where there are groups */
  GArray *listed; /* those of them that the search finds; the same array where there is none */
  GArray *ids;    /* by position: @listed, with the headings of groups and without what is folded away */
  GHashTable *pages; /* number -> GPtrArray of GStrv */
  GHashTable *rows;  /* position -> ClRow, not owned */
  gulong changed_handler;
  guint warm_source;
  GHashTable *pending; /* NULL, or id as a pointer -> text of @pending_column */
  guint pending_column;
  GArray *only;  /* NULL, or the ids that are listed of all */
  ClRowGroups *groups; /* NULL: not grouped, or not yet */
  GHashTable *folded;  /* char *, groups of which the heading alone is shown */
  GCancellable *grouping; /* a worker reads the groups */
  gboolean search_behind; /* a worker may read before a search is answered */
  gboolean waiting;       /* it does */
  gulong loaded_handler;
};

/* A shorter list is read for searching, and grouped, when that is first asked for: within a frame or two. */
#define CL_ROW_MODEL_LONG 5000

/* cl-row-model.c */
void cl_row_model_apply_search (ClRowModel *model);
void cl_row_model_take_all (ClRowModel *model, GArray *all); /* takes @all */
/* cl-row-model-rows.c */
void cl_row_model_take_ids (ClRowModel *model, GArray *ids); /* takes @ids */
/* Reads what living rows show anew: all, or those of @ids; headings always. */
void cl_row_model_refresh_rows (ClRowModel *model, GArray *ids);
/* cl-row-model-groups.c */
void cl_row_model_take_listed (ClRowModel *model, GArray *listed); /* takes @listed */
char **cl_row_model_read_heading (ClRowModel *model, gint64 id);
gboolean cl_row_model_read_groups (ClRowModel *model); /* FALSE: the list is not grouped */
void cl_row_model_forget_groups (ClRowModel *model);

G_END_DECLS
