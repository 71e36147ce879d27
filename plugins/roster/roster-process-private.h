#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* What one page of selections and elections shows; lives as long as its widget. */
typedef struct
{
  ClContext *context;
  GtkWidget *page, *summary, *selections, *elections;
  GSimpleActionGroup *actions;
  gint64 focus;       /* the record whose row gets the focus when the rows are there */
} Process;

/* roster-process-actions.c */
void roster_process_add_actions (Process *page, GtkWidget *bar);
void roster_process_next (Process *page, gint64 selection);    /* asks for what comes next of it, and does it */
void roster_process_take_over (Process *page, gint64 election);

G_END_DECLS
