#pragma once

#include "cl-field.h"

G_BEGIN_DECLS

/* What the ear needs and the eye does not: long numbers in groups, and which character of those that sound alike is meant. Any thread. */
char *cl_spoken_number (ClFieldType type, const char *text);  /* "991123 19560307 001X"; what is masked or of another length comes back as it is */
char *cl_spoken_explain (const char *name);                   /* "章：立早章；丽：美丽的丽" */
/* The table behind it: data/characters.txt, and before it the office's own lines. Read when it is first asked for. */
guint cl_spoken_parse (const char *text, const char *name, GHashTable *words, GPtrArray *problems);
const GPtrArray *cl_spoken_get_problems (void);

G_END_DECLS
