#pragma once

#include "canlian.h"

G_BEGIN_DECLS

/* The rows of the form work-handover: what is open when the desk passes to somebody else. */
#define CL_TYPE_HANDOVER (cl_handover_get_type ())
G_DECLARE_FINAL_TYPE (ClHandover, cl_handover, CL, HANDOVER, GObject)

void cl_handover_seat (ClStore *store); /* makes it a guest of the store's catalogue */

G_END_DECLS
