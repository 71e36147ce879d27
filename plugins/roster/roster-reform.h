#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* Rows of the report of attachment 1, to be filled by hand: one for the township and each of its villages that has none for that day yet. */
gboolean roster_reform_begin (ClStore *store, const char *due, guint *added, GError **error);

G_END_DECLS
