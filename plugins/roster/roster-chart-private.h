#pragma once

#include "roster-tree.h"

G_BEGIN_DECLS

/* What one page of the chart shows; lives as long as its widget. */
typedef struct
{
  ClContext *context;
  GtkWidget *page, *day, *summary, *list;
  RosterTree *tree;
  GtkTreeListModel *rows;   /* GtkTreeListRow of RosterChartItem */
  GHashTable *expanded;     /* keys of nodes that are open */
  char *as_on;              /* ISO */
  char *focus;              /* key of the node to come back to, or NULL */
} Chart;

/* roster-chart-list.c: the tree as a list whose rows open and close. */
void roster_chart_list_register (GTypeModule *module);
GtkWidget *roster_chart_list_new (Chart *chart);
void roster_chart_list_fill (Chart *chart); /* from chart->tree */
RosterNode *roster_chart_list_get_focused (Chart *chart);

G_END_DECLS
