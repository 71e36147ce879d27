#pragma once

#include "cl-finder.h"
#include "cl-window-private.h"

G_BEGIN_DECLS

/* One line that was found. */
typedef struct
{
  char *text;   /* what it is */
  char *note;   /* its ledger, or its key; or NULL */
  char *ledger; /* a record … */
  gint64 id;    /* … 0: its list, searched for the same */
  char *action; /* or what is done */
  GVariant *target;
} ClFound;

void cl_found_free (gpointer found);
GPtrArray *cl_find_records (ClWindow *window, const char *text);  /* ClFound */
GPtrArray *cl_find_commands (ClWindow *window, const char *text); /* ClFound */

G_END_DECLS
