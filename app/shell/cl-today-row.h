#pragma once

#include "canlian.h"
#include "cl-agenda.h"

G_BEGIN_DECLS

/* One sentence of the page Today as a row of a list; it keeps what it tells, since items go when the agenda is counted anew. */
typedef struct
{
  ClAgendaGroup group;
  guint level; /* 1: one of those that the row above speaks of */
  char *key;
  ClDuty *duty;
  char *said;  /* without its place among the rows */
} ClTodayRow;

const char *cl_today_get_group_title (ClAgendaGroup group);
GtkListBoxRow *cl_today_row_new (void);
void cl_today_row_fill (GtkListBoxRow *row, const ClAgendaItem *item, guint level);
ClTodayRow *cl_today_row_get (GtkListBoxRow *row);                /* NULL for no row */
void cl_today_row_open (GtkListBoxRow *row, ClContext *context);  /* goes to its place */

G_END_DECLS
