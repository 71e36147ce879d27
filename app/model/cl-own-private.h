#pragma once

#include "cl-own.h"

G_BEGIN_DECLS

/* cl-own-write.c: what the writer thread is given: rows of the store's table of descriptions, and what they ask of other tables. */
typedef struct
{
  GPtrArray *rows;       /* char *, by three: kind, name, text */
  GPtrArray *statements; /* DDL */
  gboolean whole_plan;   /* a ledger more, or wider: all of its tables */
  gboolean replaces;     /* rows of these names are there; what they say is kept as a former version */
  char *words;
  char *hides, *name;    /* kind and name of the row that is hidden or shown; NULL: none */
  gboolean hidden;
} ClOwnAddition;

ClOwnAddition *cl_own_addition_new (void);
void cl_own_addition_add_row (ClOwnAddition *addition, const char *kind, const char *name, const char *text);
gboolean cl_own_addition_carry_out (ClStore *store, ClOwnAddition *addition, GError **error); /* takes @addition */

/* What a row is called where it is wrong: "own:own_zhu_fang"; with a @folder "own:forms/own_notice.xml". */
char *cl_own_path (const char *folder, const char *name);
/* cl-own-list.c */
char *cl_own_kind_path (ClOwnKind kind, const char *name);
char *cl_own_read_title (ClOwnKind kind, const char *name, const char *text);

G_END_DECLS
