#pragma once

#include "roster-committee.h"

G_BEGIN_DECLS

/* Whose posts they are: a village, with its association or none yet, or any other organisation that has members. */
typedef struct
{
  gint64 division;
  gint64 organisation; /* 0: a village without association */
  char *kind;          /* code of organisation-kind */
} CommitteeUnit;

/* What one page of committees shows; lives as long as its widget. */
typedef struct
{
  ClContext *context;
  GtkWidget *page;
  GtkWidget *units;    /* drop-down */
  GtkStringList *names;
  GArray *list;        /* CommitteeUnit, as in the drop-down */
  GtkWidget *members;
  GtkWidget *findings;
  GtkWidget *summary;
  GtkWidget *form, *board;
  GSimpleActionGroup *actions;
  gint64 focus;        /* the appointment whose row gets the focus when the rows are there */
  gboolean filling;
} Committees;

const CommitteeUnit *roster_committees_get_unit (Committees *page); /* NULL: there is none */
void roster_committees_add_actions (Committees *page, GtkWidget *bar);

G_END_DECLS
