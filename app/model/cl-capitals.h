#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cl_capitals (gint64 fen); /* 壹仟贰佰元整 */
char *cl_yuan (gint64 fen);     /* 1200.00 */

G_END_DECLS
