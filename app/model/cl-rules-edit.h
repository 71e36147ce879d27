#pragma once

#include "cl-catalogue.h"

G_BEGIN_DECLS

/* A rule set as an office edits it: text in, text out; what is not touched stays as it was written. Any thread. */
typedef struct
{
  char *rule;       /* name; NULL: numbers of the whole set */
  char *clause;     /* or NULL */
  char *sentence;   /* what it says, its own numbers filled in: 应设委员 1 至 3 名，现有 … 名 */
  gboolean off;
  GPtrArray *names;  /* char *, of its numbers … */
  GPtrArray *values; /* … and what they are */
} ClRulesEntry;

char *cl_rules_get_text (ClCatalogue *catalogue, const char *name, GError **error); /* of a set that ships or is the office's own */
GPtrArray *cl_rules_list_entries (const char *text, GError **error);                /* ClRulesEntry, in the order of the set */
char *cl_rules_copy_text (const char *text, const char *name, const char *title, GError **error);
char *cl_rules_set_number (const char *text, const char *rule, const char *number, const char *value, GError **error);
char *cl_rules_set_off (const char *text, const char *rule, gboolean off, GError **error);

G_END_DECLS
