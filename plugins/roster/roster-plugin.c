/* Registers what the roster implements, and nothing else. */

#ifdef CL_PEAS_2
#include <libpeas.h>
#else
#include <libpeas/peas.h>
#endif

#include "roster-allowance-page.h"
#include "roster-chart.h"
#include "roster-check.h"
#include "roster-committees.h"
#include "roster-contacts.h"
#include "roster-duty.h"
#include "roster-form.h"
#include "roster-groups-page.h"
#include "roster-inspect.h"
#include "roster-process.h"
#include "roster-report.h"

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  roster_allowance_page_register (G_TYPE_MODULE (module));
  roster_chart_register (G_TYPE_MODULE (module));
  roster_check_register (G_TYPE_MODULE (module));
  roster_committees_register (G_TYPE_MODULE (module));
  roster_contacts_register (G_TYPE_MODULE (module));
  roster_duty_register (G_TYPE_MODULE (module));
  roster_form_register (G_TYPE_MODULE (module));
  roster_groups_page_register (G_TYPE_MODULE (module));
  roster_inspect_register (G_TYPE_MODULE (module));
  roster_process_register (G_TYPE_MODULE (module));
  roster_report_register (G_TYPE_MODULE (module));
  peas_object_module_register_extension_type (module, CL_TYPE_CHECK_SOURCE, roster_check_get_type ());
  peas_object_module_register_extension_type (module, CL_TYPE_PAGE, roster_committees_get_type ());
  peas_object_module_register_extension_type (module, CL_TYPE_DUTY_SOURCE, roster_duty_get_type ());
  peas_object_module_register_extension_type (module, CL_TYPE_FORM_SOURCE, roster_form_get_type ());
  peas_object_module_register_extension_type (module, CL_TYPE_IMPORTER, roster_contacts_get_type ());
}
