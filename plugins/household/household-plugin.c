/* Registers what the household plugin implements, and nothing else. */

#ifdef CL_PEAS_2
#include <libpeas.h>
#else
#include <libpeas/peas.h>
#endif

#include "household-check.h"
#include "household-duty.h"
#include "household-form.h"

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  household_check_register (G_TYPE_MODULE (module));
  household_duty_register (G_TYPE_MODULE (module));
  household_form_register (G_TYPE_MODULE (module));
  peas_object_module_register_extension_type (module, CL_TYPE_CHECK_SOURCE, household_check_get_type ());
  peas_object_module_register_extension_type (module, CL_TYPE_DUTY_SOURCE, household_duty_get_type ());
  peas_object_module_register_extension_type (module, CL_TYPE_FORM_SOURCE, household_form_get_type ());
}
