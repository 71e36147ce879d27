#pragma once

#include <libxml/tree.h>
#include <glib.h>

G_BEGIN_DECLS

/* Reads and validates a description against data/schemas/KIND.rng: size capped, no network, no external entities. Error: FILE:LINE: what and what to do. */
xmlDocPtr cl_description_load (const char *path, const char *kind, GError **error);
xmlDocPtr cl_description_load_text (const char *path, const char *text, const char *kind, GError **error);
void cl_description_set_error (GError **error, const char *path, xmlNodePtr node, const char *format, ...) G_GNUC_PRINTF (4, 5);
char *cl_description_get (xmlNodePtr node, const char *attribute);              /* attribute or NULL */
gboolean cl_description_get_yes (xmlNodePtr node, const char *attribute);
GStrv cl_description_get_list (xmlNodePtr node, const char *attribute, const char *separators); /* stripped, NULL where absent */
xmlNodePtr cl_description_first (xmlNodePtr parent, const char *name);          /* first child element of that name */
xmlNodePtr cl_description_next (xmlNodePtr node, const char *name);

G_END_DECLS
