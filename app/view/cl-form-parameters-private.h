#pragma once

#include "cl-context.h"
#include "cl-template.h"

G_BEGIN_DECLS

/* What a form asks for, as labelled controls one under the other. Signal "changed" () on every change that makes sense. */
#define CL_TYPE_FORM_PARAMETERS (cl_form_parameters_get_type ())
G_DECLARE_FINAL_TYPE (ClFormParameters, cl_form_parameters, CL, FORM_PARAMETERS, GtkWidget)

GtkWidget *cl_form_parameters_new (ClContext *context);
void cl_form_parameters_set_form (ClFormParameters *parameters, ClTemplate *form);
void cl_form_parameters_set_values (ClFormParameters *parameters, GHashTable *values); /* name -> text; what is not there stays */
GHashTable *cl_form_parameters_get_values (ClFormParameters *parameters);              /* transfer full; empty ones are left out */
char *cl_form_parameters_say (ClFormParameters *parameters);                           /* for whom: "上河村", NULL for all */
gboolean cl_form_parameters_has_several (ClFormParameters *parameters); /* records of which the form makes a sheet each */
gboolean cl_form_parameters_is_valid (ClFormParameters *parameters);

G_END_DECLS
