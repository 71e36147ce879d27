#pragma once

#include "cl-today-page.h"
#include "cl-today-row.h"

G_BEGIN_DECLS

struct _ClTodayPage
{
  GtkWidget parent;

  ClContext *context;
  ClAgenda *agenda;
  gboolean is_told;   /* what is due was there once */
  GArray *lines;      /* what rows are still being made of; NULL: all are there */
  GPtrArray *each;    /* ClAgendaItem, of opened rows */
  guint n_put;        /* rows that are right */
  GHashTable *opened; /* keys of the rows whose records are shown one by one */
  GtkWidget *stack;   /* "list", "start" */
  GtkWidget *date;
  GtkWidget *list;
  GtkWidget *scrolled;
  GtkWidget *nothing; /* instead of the list */
  GtkWidget *calendar;

  GtkWidget *done;
  GtkWidget *postpone;
  GtkWidget *hand;
  GtkWidget *again;
  GtkWidget *form; /* asks until when and why, or who */
  GtkWidget *until_row;
  GtkWidget *until;
  GtkWidget *why_row;
  GtkWidget *why;
  GtkWidget *who_row;
  GtkWidget *who;
  gboolean handing; /* what the form asks for */
  ClDuty *asked;    /* what it asks about */
};

/* cl-today-fill.c: the rows */
void cl_today_fill (ClTodayPage *self);
void cl_today_fill_before (ClTodayPage *self, guint key);
void cl_today_forget_lines (ClTodayPage *self);
gboolean cl_today_has_focus (ClTodayPage *self); /* whether one of them has it */
/* cl-today-page.c */
void cl_today_focus_row (ClTodayPage *self);
/* cl-today-marks.c: done, postponed, handed over */
GtkWidget *cl_today_create_form (ClTodayPage *self);
void cl_today_add_mark_buttons (ClTodayPage *self, GtkWidget *bar);
void cl_today_update_marks (ClTodayPage *self); /* what can be said to the selected row */
gboolean cl_today_mark_key (ClTodayPage *self, guint key);

G_END_DECLS
