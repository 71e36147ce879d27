#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends to a JSON text under construction. Ids are strings: they pass 2⁵³, where other readers lose digits. */
void cl_json_append_text (GString *json, const char *text);      /* NULL: null */
void cl_json_append_name (GString *json, const char *name, const char *suffix); /* "name.suffix":  with the comma where one is due */

G_END_DECLS
