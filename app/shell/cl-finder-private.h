#pragma once

#include "cl-finder.h"
#include "cl-window-private.h"

G_BEGIN_DECLS

/* One line that was found. */
typedef struct
{
  char *text;   /* what it is; NULL: a record that is not described yet */
  char *note;   /* its ledger, or its key; or NULL */
  char *ledger; /* a record … */
  gint64 id;    /* … 0: its list, searched for the same */
  char *action; /* or what is done */
  GVariant *target;
} ClFound;

void cl_found_free (gpointer found);
/* Tells what was found, of ClFound, transfer full: at once, and NULL is returned, or, unless @now, when workers have looked through what is long. */
typedef struct _ClFinderSearch ClFinderSearch;
typedef void (*ClFoundFunc) (GPtrArray *found, gpointer data);
ClFinderSearch *cl_find_records (ClWindow *window, const char *text, gboolean now, ClFoundFunc func, gpointer data);
ClFinderSearch *cl_find_commands (ClWindow *window, const char *text, gboolean now, ClFoundFunc func, gpointer data);
void cl_finder_search_end (ClFinderSearch *finding); /* also once it has told */
void cl_found_describe (ClWindow *window, ClFound *found);        /* gives it its text */

typedef struct _ClFinderRows ClFinderRows;

ClFinderRows *cl_finder_rows_new (ClWindow *window, GtkWidget *list, GtkWidget *scroller);
void cl_finder_rows_free (ClFinderRows *rows);
void cl_finder_rows_show (ClFinderRows *rows, GPtrArray *found); /* ClFound */
void cl_finder_rows_finish (ClFinderRows *rows);

G_END_DECLS
