#pragma once

#include <gio/gio.h>

#include "cl-ledger.h"

G_BEGIN_DECLS

#define CL_TYPE_CATALOGUE (cl_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (ClCatalogue, cl_catalogue, CL, CATALOGUE, GObject)

/* All descriptions known: ledgers and code lists parsed, forms and rule sets as files for their own readers.
 * Built before the store is opened, on the main thread; read-only and shared by all threads afterwards, but for its guests, and for what
 * the office adds of its own (cl-own.h): one catalogue is for one store. */
ClCatalogue *cl_catalogue_new (void);
/* Reads FOLDER/{codes,ledgers,forms,rules}/ *.xml; what is wrong is left out, told with file and line, and loading goes on. @plugin NULL for core. */
void cl_catalogue_add_folder (ClCatalogue *catalogue, const char *folder, const char *plugin);
/* Resolves targets, codes and import paths after the last folder; must be called once before use. */
void cl_catalogue_finish (ClCatalogue *catalogue);
const GPtrArray *cl_catalogue_get_problems (ClCatalogue *catalogue); /* GError, FILE:LINE: first */
const GPtrArray *cl_catalogue_get_ledgers (ClCatalogue *catalogue);  /* ClLedger, in order of loading */
ClLedger *cl_catalogue_find_ledger (ClCatalogue *catalogue, const char *name); /* transfer none */
ClLedger *cl_catalogue_find_table (ClCatalogue *catalogue, const char *table, const ClField **link); /* a link table gives its field too */
ClCodes *cl_catalogue_find_codes (ClCatalogue *catalogue, const char *name);

typedef struct
{
  char *name;   /* file name without .xml */
  char *path;
  char *plugin; /* NULL for core */
  char *text;   /* of the office's own: what stands in for the file at @path; else NULL */
} ClDescriptionFile;
const GPtrArray *cl_catalogue_get_forms (ClCatalogue *catalogue); /* ClDescriptionFile */
const GPtrArray *cl_catalogue_get_rules (ClCatalogue *catalogue);
const ClDescriptionFile *cl_catalogue_find_form (ClCatalogue *catalogue, const char *name);

const char *cl_catalogue_get_own_text (ClCatalogue *catalogue, const char *path); /* of a ClDescriptionFile; NULL: it lies on the disk */

/* The path of a field from @ledger: "organisation.division" -> its last field, and the ledger that holds it. */
const ClField *cl_catalogue_resolve (ClCatalogue *catalogue, ClLedger *ledger, const char *path, ClLedger **holder, GError **error);

/* Guests: objects of plugins that implement extension interfaces, found here by all who call them. The only part that changes later; any thread. */
void cl_catalogue_add_guest (ClCatalogue *catalogue, GObject *guest);
void cl_catalogue_remove_guest (ClCatalogue *catalogue, GObject *guest);
GPtrArray *cl_catalogue_get_guests (ClCatalogue *catalogue, GType interface); /* GObject; transfer full, empty where there is none */

G_END_DECLS
