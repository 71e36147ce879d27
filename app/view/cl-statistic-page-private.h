#pragma once

#include "cl-statistic-page.h"

#include "cl-statistic.h"

G_BEGIN_DECLS

/* What the drop-downs name, in their order. */
typedef struct
{
  ClLedger *ledger;
  const ClLedgerView *view; /* or NULL */
} ClStatisticList;

struct _ClStatisticPage
{
  GtkWidget parent_instance;

  ClContext *context;
  GSimpleActionGroup *actions;
  GtkWidget *box;
  GtkWidget *choices;   /* the grid of drop-downs */
  GtkWidget *kept, *list, *by, *and_by, *village;
  GtkWidget *only;      /* takes away what the list had been narrowed to */
  GtkWidget *said, *panes, *chart_scroller, *chart, *table, *empty;

  GPtrArray *described; /* ClStatisticList and its ClLedgerStatistic, by turns: what @kept names after its first */
  GArray *lists;        /* ClStatisticList */
  GPtrArray *keys;      /* ClStatisticKey of the list */
  GArray *villages;     /* gint64, the first 0: all */
  GPtrArray *village_names; /* char * */

  ClStatisticQuestion *question; /* what is shown, or being counted */
  char *limit, *limit_words;     /* of a list that is shown as a chart */
  GArray *limit_ids;
  ClStatistic *statistic;        /* the answer, NULL: none yet */
  ClProgress *counting;
  GtkWidget *progress;
  gboolean setting;              /* the drop-downs follow what is shown */
  gboolean want_focus;           /* the table, once it is there */
  gboolean stale;                /* records changed while the page was not seen */
};

/* cl-statistic-page-choice.c: what is asked */
GtkWidget *cl_statistic_page_create_choices (ClStatisticPage *self);
void cl_statistic_page_follow_choices (ClStatisticPage *self); /* the drop-downs show @question */
ClStatisticQuestion *cl_statistic_page_read_choices (ClStatisticPage *self);
const char *cl_statistic_page_propose (ClStatisticPage *self, ClLedger *ledger); /* what to count it by; NULL: nothing */
void cl_statistic_page_choose_all_villages (ClStatisticPage *self);
/* cl-statistic-page.c */
void cl_statistic_page_ask (ClStatisticPage *self); /* counts what the drop-downs say */
/* cl-statistic-page-paper.c: print, export, copy */
void cl_statistic_page_add_paper_actions (ClStatisticPage *self);

G_END_DECLS
