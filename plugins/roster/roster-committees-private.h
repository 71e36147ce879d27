#pragma once

#include "roster-committee.h"

G_BEGIN_DECLS

/* What one page of committees shows; lives as long as its widget. */
typedef struct
{
  ClContext *context;
  GtkWidget *page;
  GtkWidget *villages; /* drop-down */
  GtkStringList *names;
  GArray *ids;         /* gint64 of divisions, as in the drop-down */
  GtkWidget *members;
  GtkWidget *findings;
  GtkWidget *summary;
  GtkWidget *form;
  GSimpleActionGroup *actions;
  gint64 focus;        /* the appointment whose row gets the focus when the rows are there */
  gulong changed;
  guint refresh;
  gboolean filling;
} Committees;

gint64 roster_committees_get_village (Committees *page);
void roster_committees_add_actions (Committees *page, GtkWidget *bar);

G_END_DECLS
