#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* The rows of the check sheet of organisations (FORMS.md F29). */
GType roster_form_get_type (void);
void roster_form_register (GTypeModule *module);

G_END_DECLS
