#pragma once

#include "cl-record.h"

G_BEGIN_DECLS

/* Whether the person at the desk may save @record as it is: that a paper is signed, stamped or sent is said by who signs off (cl-desk.h). */
gboolean cl_output_may_save (ClDatabase *database, ClRecord *record, GError **error);

G_END_DECLS
