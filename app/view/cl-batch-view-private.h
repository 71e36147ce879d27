#pragma once

#include "cl-context.h"
#include "cl-form-batch.h"

G_BEGIN_DECLS

/* One paper of a batch with what became of it: a line of the view. */
#define CL_TYPE_BATCH_LINE (cl_batch_line_get_type ())
G_DECLARE_FINAL_TYPE (ClBatchLine, cl_batch_line, CL, BATCH_LINE, GObject)

struct _ClBatchLine
{
  GObject parent_instance;
  GPtrArray *items; /* keeps @item */
  ClBatchItem *item;
  gboolean made;    /* only then is of @item more read than whose it is: it is made beside the page */
  gint64 output;    /* record in the list of prints and exports, 0: none yet */
  char *number, *state, *state_label, *since;
  gboolean is_printed;
};

ClBatchLine *cl_batch_line_new (GPtrArray *items, guint index);
void cl_batch_line_set_standing (ClBatchLine *line, const ClOutputStanding *standing, ClCodes *states); /* NULL: none */
gboolean cl_batch_line_is_about (ClBatchLine *line, const ClOutputStanding *standing);
gboolean cl_batch_line_has_paper (ClBatchLine *line);
gboolean cl_batch_line_has_returned (ClBatchLine *line);
char *cl_batch_line_say_state (ClBatchLine *line); /* "已交回 2026-11-22", "to be made" */
char *cl_batch_line_say_rest (ClBatchLine *line);  /* who signs, where the stamp goes */
char *cl_batch_line_say (ClBatchLine *line);       /* the whole line as a sentence */

/* All papers of a form, a line each: seen, printed as one job, saved one file each, marked as signed or returned. Signal "changed" (): what can be done is another. */
#define CL_TYPE_BATCH_VIEW (cl_batch_view_get_type ())
G_DECLARE_FINAL_TYPE (ClBatchView, cl_batch_view, CL, BATCH_VIEW, GtkWidget)

struct _ClBatchView
{
  GtkWidget parent_instance;
  ClContext *context;
  ClTemplate *form;
  GHashTable *values;
  GPtrArray *items;       /* ClBatchItem; NULL: not listed yet */
  GListStore *lines;      /* ClBatchLine */
  GtkMultiSelection *selection;
  GPtrArray *bound;       /* GtkListItem, not owned */
  ClProgress *working;    /* making, joining or saving */
  gboolean making;        /* that is what @working is: papers, written nowhere yet */
  char *then;             /* done when all are made: "print", "save"; and to where */
  char *then_where;
  gboolean focus_first;   /* the first line gets the focus as soon as it is there */

  GtkWidget *box, *heading, *summary, *menu, *list, *progress;
};

GtkWidget *cl_batch_view_new (ClContext *context);
/* Shows @form for all its units, the rest as in @values (transfer full); the papers are made beside it. NULL form: nothing, and ends what is under way. */
void cl_batch_view_show (ClBatchView *view, ClTemplate *form, GHashTable *values);
void cl_batch_view_focus (ClBatchView *view);
void cl_batch_view_hold_focus (ClBatchView *view); /* itself, until there is a line */
guint cl_batch_view_count (ClBatchView *view, gboolean *some);  /* papers that print and save mean; @some: lines are selected */
gboolean cl_batch_view_is_working (ClBatchView *view);
char *cl_batch_view_say (ClBatchView *view);                    /* "附件3：12 份中 9 份已交回" */
/* One job with the contents page on top, through the queue @printer, NULL asks; each has its own line in the register. */
void cl_batch_view_print (ClBatchView *view, const char *printer);
/* One file each into the folder @path, the contents page beside them. */
void cl_batch_view_save (ClBatchView *view, const char *path);

/* cl-batch-view.c, for cl-batch-work.c */
void cl_batch_view_listed (ClBatchView *view, GPtrArray *items);
void cl_batch_view_made (ClBatchView *view, guint index);
void cl_batch_view_refresh (ClBatchView *view);
GPtrArray *cl_batch_view_choose (ClBatchView *view); /* ClBatchItem with paper, borrowed: of those selected where they are several, else of all */
/* cl-batch-work.c */
void cl_batch_view_make (ClBatchView *view);
void cl_batch_view_stop (ClBatchView *view);
void cl_batch_view_print_item (ClBatchView *view, ClBatchItem *item, gboolean print); /* one that was not printed yet, in a window of its own */
void cl_batch_view_show_contents (ClBatchView *view);

G_END_DECLS
