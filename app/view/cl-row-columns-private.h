#pragma once

#include "cl-row-widget-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *title;
  const ClField *field; /* NULL: an expression */
  double em;            /* natural width in characters */
  gboolean is_tight; /* no wider than its title */
  gboolean is_number;   /* to the right */
  gboolean is_date;
  gboolean is_age;
  gboolean is_expiry;
  gboolean says_title;
} ClRowColumn;

struct _ClRowColumns
{
  guint n;
  ClRowColumn *columns;
};

gboolean cl_row_column_is_expired (const ClRowColumn *column, const char *text);
void cl_row_columns_place (ClRowColumns *columns, double width, double em, double *widths);

G_END_DECLS
