#pragma once

#include "canlian.h"
#include "cl-plugins.h"

G_BEGIN_DECLS

typedef enum
{
  CL_PLACE_TODAY,
  CL_PLACE_LIST,   /* a ledger or one of its views */
  CL_PLACE_PLUGIN, /* a plugin's ClPage */
  CL_PLACE_FORMS,
  CL_PLACE_IMPORT,
  CL_PLACE_CHARTS,
  CL_PLACE_JOURNAL,
} ClPlaceKind;

/* Somewhere the sidebar leads: one page of the window, whose widget is made when it is first shown. */
#define CL_TYPE_PLACE (cl_place_get_type ())
G_DECLARE_FINAL_TYPE (ClPlace, cl_place, CL, PLACE, GObject)

ClPlaceKind cl_place_get_kind (ClPlace *place);
const char *cl_place_get_id (ClPlace *place);     /* "person", "person/certified", "person/ID" of a kept list, "roster:committees", "forms" */
const char *cl_place_get_title (ClPlace *place);
const char *cl_place_get_name (ClPlace *place);   /* as it is said: a view with its ledger before it */
const char *cl_place_get_icon (ClPlace *place);
const char *cl_place_get_group (ClPlace *place);  /* heading above, NULL for none */
guint cl_place_get_count (ClPlace *place);        /* how many things wait there; "notify::count" tells */
void cl_place_set_count (ClPlace *place, guint count);
gboolean cl_place_is_nested (ClPlace *place);
const char *cl_place_get_help (ClPlace *place);   /* page of the help, with its section: "organisations#chart" */
const char *cl_place_get_ledger (ClPlace *place); /* NULL where it is no list */
GtkWidget *cl_place_create (ClPlace *place, ClContext *context); /* floating; NULL for the kinds that the window makes */

void cl_places_fill (GListStore *places, ClCatalogue *catalogue, ClPlugins *plugins);
void cl_places_read_kept (GListStore *places, ClStore *store); /* lists that the office keeps, as they are now; "notify::title" tells of another name */

G_END_DECLS
