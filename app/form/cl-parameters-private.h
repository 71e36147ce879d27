#pragma once

#include "cl-query.h"
#include "cl-template-private.h"

G_BEGIN_DECLS

/* The parameters of a run: as bound in expressions and as they stand in texts. */
typedef struct
{
  GHashTable *values;  /* name -> ClValue*, each parameter of the form */
  GHashTable *texts;   /* name -> char*, "" where not given */
  gboolean continuous; /* a choice asked for one list */
} ClParameters;

void cl_parameters_free (ClParameters *parameters);
/* Errors: INVALID says which parameter and what is possible. */
ClParameters *cl_parameters_resolve (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, GError **error);
gboolean cl_parameters_is_given (ClParameters *parameters, const char *name);
gboolean cl_parameters_set_reference (ClParameters *parameters, ClCatalogue *catalogue, ClDatabase *reader, const ClTemplateParameter *parameter, gint64 id, GError **error);
/* "{due.month}": " 5 ", or room for the pen. Transfer full. */
char *cl_parameters_format (ClParameters *parameters, ClTemplate *form, const ClTemplatePart *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClParameters, cl_parameters_free)

G_END_DECLS
