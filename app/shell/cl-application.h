#pragma once

#include <adwaita.h>

#include "cl-plugins.h"

G_BEGIN_DECLS

#define CL_TYPE_APPLICATION (cl_application_get_type ())
G_DECLARE_FINAL_TYPE (ClApplication, cl_application, CL, APPLICATION, AdwApplication)

ClApplication *cl_application_new (void);
ClPlugins *cl_application_get_plugins (ClApplication *application);
int cl_application_main (const char *path); /* opens @path in a window, or raises the one that has it; the exit status */

G_END_DECLS
