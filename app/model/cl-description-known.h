#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was found to follow its schema before: by the digest of both, in a file among those that may be thrown away. */
void cl_description_remember (const char *path); /* once, before the first description is read; NULL: each is looked at */
char *cl_description_digest (const char *schema_path, const char *text, gsize length); /* NULL: nothing is remembered, or there is no such schema */
gboolean cl_description_is_known (const char *digest);
void cl_description_know (const char *digest);

G_END_DECLS
