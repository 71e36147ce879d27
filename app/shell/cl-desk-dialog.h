#pragma once

#include "cl-window.h"

G_BEGIN_DECLS

void cl_desk_dialog_present (ClWindow *window); /* the persons at the desk, over @window, whose file is open */

G_END_DECLS
