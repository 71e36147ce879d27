#pragma once

/* libpeas 1.0 and 2 under one set of names: the little in which they differ and that the plugin host needs. */

#include "cl-config.h"

#ifdef CL_PEAS_2
#include <libpeas.h>
typedef GObject PeasExtension;
#else
#include <libpeas/peas.h>
#endif
