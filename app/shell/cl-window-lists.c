/* Lists that the office keeps, as they come, go and change their names: their places and pages. */

#include "cl-sidebar.h"
#include "cl-window-private.h"

static gboolean
cl_window_is_place (ClWindow *self, ClPlace *place)
{
  guint position;

  return g_list_store_find (self->places, place, &position);
}

/* The page of a list that was taken away goes once what asked for that has returned. */
static gboolean
cl_window_lists_idle_cb (gpointer data)
{
  ClWindow *self = data;
  g_autoptr (ClPlace) gone = NULL;
  GHashTableIter iter;
  gpointer place, page;

  self->lists_source = 0;
  if (self->shown != NULL && !cl_window_is_place (self, self->shown))
    gone = g_steal_pointer (&self->shown);
  if (gone != NULL)
    cl_window_show_place (self, cl_place_get_ledger (gone), TRUE);
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &place, &page))
    if (!cl_window_is_place (self, place))
      {
        gtk_stack_remove (GTK_STACK (self->stack), page);
        g_hash_table_iter_remove (&iter);
      }
  return G_SOURCE_REMOVE;
}

static void
cl_window_lists_changed_cb (ClWindow *self, const char *ledger)
{
  if (!g_str_equal (ledger, "list_view") || self->context == NULL)
    return;
  cl_places_read_kept (self->places, self->store);
  cl_sidebar_fold (CL_SIDEBAR (self->sidebar));
  cl_window_update_title (self);
  if (self->lists_source == 0)
    self->lists_source = g_idle_add (cl_window_lists_idle_cb, self);
}

/* While the file is open. */
void
cl_window_watch_lists (ClWindow *self)
{
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (cl_window_lists_changed_cb), self);
}
