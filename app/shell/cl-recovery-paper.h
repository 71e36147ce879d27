#pragma once

#include "canlian.h"

G_BEGIN_DECLS

/* Makes a new recovery key and its paper, which is kept nowhere else. */
GBytes *cl_recovery_paper_make (ClStore *store, GError **error);

G_END_DECLS
