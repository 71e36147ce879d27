#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people and spreadsheets do to text, undone. Any thread; every result is transfer full. */

char *cl_text_fold (const char *text);   /* full-width forms to ASCII, marks that nobody sees out */
char *cl_text_squash (const char *text); /* the same, and every space out */
char *cl_text_strip (const char *text);  /* spaces of all kinds off both ends, control characters out */
char *cl_text_line (const char *text);   /* the same, in one line */
char *cl_text_name (const char *text);   /* a name: no padding between Han characters, U+00B7 as separator */
char *cl_text_name_look_alike (const char *text); /* the sign that cl_text_name() makes U+00B7, NULL: none */
gboolean cl_text_is_blank_word (const char *text); /* "无", "/", "—", "不详" …: how paper says that there is nothing */

G_END_DECLS
