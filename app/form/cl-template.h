#pragma once

#include "cl-catalogue.h"
#include "cl-own.h"

G_BEGIN_DECLS

/* A form as forms/NAME.xml describes it. Immutable. Widths in mm, type in pt. The structs below are its parsed tree, for values and layout alone. */
typedef struct _ClTemplate ClTemplate;

ClTemplate *cl_template_load (const char *path, ClCatalogue *catalogue, GError **error); /* FILE:LINE: errors; expressions are compiled to find theirs */
ClTemplate *cl_template_load_text (const char *path, const char *text, ClCatalogue *catalogue, GError **error);
/* A ledger, form or rule set of the office's own (cl-own.h), all of it checked. */
char *cl_form_add_own_text (ClStore *store, ClOwnKind kind, const char *called, const char *text, gboolean replace, GError **error);
ClTemplate *cl_template_ref (ClTemplate *form);
void cl_template_unref (ClTemplate *form);
const char *cl_template_get_name (ClTemplate *form);
const char *cl_template_get_title (ClTemplate *form);   /* official, Chinese */
const char *cl_template_get_mark (ClTemplate *form);    /* "附件 3", or NULL */
const char *cl_template_get_ledger (ClTemplate *form);  /* of its rows */

typedef struct
{
  char *name;
  char *label;                 /* translated */
  const char *type;            /* "reference", "date", "month", "year", "text", "choice" */
  char *to;                    /* ledger of a reference */
  char *where;                 /* which records of it, or NULL */
  char *order;                 /* of those records, or NULL: the ledger's */
  char *narrows;               /* path of the rows' ledger that equals the reference, or NULL */
  gboolean each;               /* not given: one sheet for each */
  char *default_value;         /* text as typed, or NULL */
  GStrv choices;               /* values of a choice … */
  GStrv choice_labels;         /* … and what they are called, translated */
  char *continuous;            /* the choice that puts all rows into one list, or NULL */
} ClTemplateParameter;
const GPtrArray *cl_template_get_parameters (ClTemplate *form); /* ClTemplateParameter */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTemplate, cl_template_unref)

G_END_DECLS
