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
  GCancellable *reading; /* a worker reads the order, or the groups */
  gboolean behind;       /* it may */
  GCancellable *finding; /* a worker looks for what is searched for; meanwhile what was read waits, if anything was: */
  GArray *coming;
  ClRowGroups *coming_groups;
  gboolean is_partial;   /* @all are the first rows alone */
  gboolean waiting;      /* nothing is listed until it is known what the search finds */
  gulong loaded_handler;
  guint n_holds;         /* nothing is read meanwhile */
  gboolean is_stale;     /* what has to be read waits for that */
  char *failure;         /* why the last reading came to nothing; NULL: it did not */
};

/* A shorter list is read for searching, and grouped, when that is first asked for: within a frame or two. */
#define CL_ROW_MODEL_LONG 5000

/* cl-row-model.c */
ClRowModel *cl_row_model_begin (ClStore *store, ClLedger *ledger, const char *view, gboolean behind); /* held */
void cl_row_model_hold (ClRowModel *model);
void cl_row_model_let_go (ClRowModel *model);
/* cl-row-model-find.c */
void cl_row_model_apply_search (ClRowModel *model);
void cl_row_model_search_loaded (ClRowModel *model);
void cl_row_model_stop_finding (ClRowModel *model);
/* Takes @all, and @groups of it or NULL; @now: no worker is left to look for what is searched for. */
void cl_row_model_take_order (ClRowModel *model, GArray *all, ClRowGroups *groups, gboolean now);
/* cl-row-model-read.c */
void cl_row_model_read (ClRowModel *model); /* order and groups */
void cl_row_model_drop_gone (ClRowModel *model, GArray *ids);
void cl_row_model_forget (ClRowModel *model);
/* cl-row-model-rows.c */
void cl_row_model_take_ids (ClRowModel *model, GArray *ids); /* takes @ids */
/* Reads what living rows show anew: all, or those of @ids; headings always. */
void cl_row_model_refresh_rows (ClRowModel *model, GArray *ids);
/* cl-row-model-groups.c */
void cl_row_model_take_listed (ClRowModel *model, GArray *listed); /* takes @listed */
char **cl_row_model_read_heading (ClRowModel *model, gint64 id);

G_END_DECLS
