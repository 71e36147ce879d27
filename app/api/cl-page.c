#include "cl-page.h"

G_DEFINE_INTERFACE (ClPage, cl_page, G_TYPE_OBJECT)

static void
cl_page_default_init (ClPageInterface *iface)
{
}

/**
 * cl_page_get_id:
 * @page: a page
 *
 * The page's name within its plugin, by which the window remembers it. Main thread.
 *
 * Returns: (transfer none): an English word
 */
const char *
cl_page_get_id (ClPage *page)
{
  g_return_val_if_fail (CL_IS_PAGE (page), NULL);

  return CL_PAGE_GET_IFACE (page)->get_id (page);
}

/**
 * cl_page_get_title:
 * @page: a page
 *
 * What the sidebar calls the page. Main thread.
 *
 * Returns: (transfer none): a translated title
 */
const char *
cl_page_get_title (ClPage *page)
{
  g_return_val_if_fail (CL_IS_PAGE (page), NULL);

  return CL_PAGE_GET_IFACE (page)->get_title (page);
}

/**
 * cl_page_get_icon:
 * @page: a page
 *
 * Returns: (transfer none) (nullable): the name of a symbolic icon
 */
const char *
cl_page_get_icon (ClPage *page)
{
  ClPageInterface *iface;

  g_return_val_if_fail (CL_IS_PAGE (page), NULL);

  iface = CL_PAGE_GET_IFACE (page);
  return iface->get_icon != NULL ? iface->get_icon (page) : NULL;
}

/**
 * cl_page_create:
 * @page: a page
 * @context: the window's context
 *
 * Makes the page's widget; called once a window, when the page is first shown. Main thread, after gtk_init().
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
cl_page_create (ClPage *page, ClContext *context)
{
  g_return_val_if_fail (CL_IS_PAGE (page), NULL);
  g_return_val_if_fail (CL_IS_CONTEXT (context), NULL);

  return CL_PAGE_GET_IFACE (page)->create (page, context);
}

/**
 * cl_page_get_next:
 * @page: a page
 *
 * A plugin has one extension of an interface (libpeas makes no more), and as many pages as it needs.
 *
 * Returns: (transfer none) (nullable): the plugin's page after this one, %NULL after the last
 */
ClPage *
cl_page_get_next (ClPage *page)
{
  ClPageInterface *iface;

  g_return_val_if_fail (CL_IS_PAGE (page), NULL);

  iface = CL_PAGE_GET_IFACE (page);
  return iface->get_next != NULL ? iface->get_next (page) : NULL;
}
