#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* A page in the sidebar, made by a plugin. Ledgers need none: a ledger with a page gets the list page by itself. */
#define CL_TYPE_PAGE (cl_page_get_type ())
G_DECLARE_INTERFACE (ClPage, cl_page, CL, PAGE, GObject)

struct _ClPageInterface
{
  GTypeInterface parent;
  const char *(*get_id) (ClPage *page);
  const char *(*get_title) (ClPage *page); /* translated */
  const char *(*get_icon) (ClPage *page);
  GtkWidget *(*create) (ClPage *page, ClContext *context); /* floating */
  ClPage *(*get_next) (ClPage *page); /* the plugin's page after this one, owned by this one; may be left out */
};

const char *cl_page_get_id (ClPage *page);
const char *cl_page_get_title (ClPage *page);
const char *cl_page_get_icon (ClPage *page);
GtkWidget *cl_page_create (ClPage *page, ClContext *context);
ClPage *cl_page_get_next (ClPage *page);

G_END_DECLS
