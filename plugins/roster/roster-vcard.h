#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Contacts as telephones write them: vCard 2.1, 3.0 and 4.0. */
typedef struct
{
  char *name;   /* "" where it has none */
  char *phones; /* joined by 、, each with whose it is in （） where the contact says it */
} RosterContact;

gboolean roster_vcard_recognises (const char *head, gsize size);
GPtrArray *roster_vcard_parse (const char *bytes, gsize size, const char *name, GError **error);

G_END_DECLS
