#pragma once

#include <gtk/gtk.h>

#include "cl-import.h"

G_BEGIN_DECLS

/* By what the rows of a sheet are shown. */
typedef struct
{
  ClImport *import;
  GPtrArray *classes; /* private class by column, not owned; NULL: may be shown */
  gboolean revealed;
  double outcome_em; /* how wide the word of what becomes of a row is; 0: not known yet */
} ClImportLook;

const char *cl_import_outcome_word (ClOutcome outcome);
char *cl_import_look_show_cell (const ClImportLook *self, guint column, const char *text); /* masked where it is private */
void cl_import_look_set_up (ClImportLook *self, GtkWidget *list, GtkListItem *item);
void cl_import_look_fill (const ClImportLook *self, GtkListItem *item); /* the row of @item, with its sentence as name */

/* cl-import-row-widget.c */
#define CL_TYPE_IMPORT_ROW_WIDGET (cl_import_row_widget_get_type ())
G_DECLARE_FINAL_TYPE (ClImportRowWidget, cl_import_row_widget, CL, IMPORT_ROW_WIDGET, GtkWidget)

GtkWidget *cl_import_row_widget_new (double outcome_em);
/* @reason: why, or NULL; @reason_color: a literal, the theme's name of its colour, or NULL */
void cl_import_row_widget_set (ClImportRowWidget *self, guint number, const char *outcome, const char *cells, const char *reason, const char *reason_color);
const char *cl_import_row_widget_get_cells (ClImportRowWidget *self);  /* as they are drawn; NULL: no row yet */
const char *cl_import_row_widget_get_reason (ClImportRowWidget *self); /* NULL: none */

G_END_DECLS
