#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Readings from a table generated at build time, one a character, with overrides for surnames. Any thread. */
char *cl_pinyin_spell (const char *name);    /* "zhang wei"; surname readings at the start */
char *cl_pinyin_initials (const char *name); /* "zw" */
gboolean cl_pinyin_matches (const char *name, const char *text);
/* Orders names as a Chinese list does: by reading, then by character; also behind SQL's cl_sort_key(). Dates, codes and digits keep their own order. */
char *cl_pinyin_sort_key (const char *text);

G_END_DECLS
