#include "cl-catalogue-private.h"

/* Objects of plugins. They hang from the catalogue because it is handed to all who may ask one: the store, forms, imports, commands. */

/**
 * cl_catalogue_add_guest:
 * @catalogue: a catalogue
 * @guest: what implements one or more extension interfaces
 *
 * Seats @guest last; what sits already stays where it is. Keeps a reference. Any thread.
 */
void
cl_catalogue_add_guest (ClCatalogue *catalogue, GObject *guest)
{
  g_return_if_fail (CL_IS_CATALOGUE (catalogue));
  g_return_if_fail (G_IS_OBJECT (guest));

  g_mutex_lock (&catalogue->guests_mutex);
  if (!g_ptr_array_find (catalogue->guests, guest, NULL))
    g_ptr_array_add (catalogue->guests, g_object_ref (guest));
  g_mutex_unlock (&catalogue->guests_mutex);
}

/**
 * cl_catalogue_remove_guest:
 * @catalogue: a catalogue
 * @guest: what was seated
 *
 * From here on nobody is given @guest; who has it already may still be at work with it. Any thread.
 */
void
cl_catalogue_remove_guest (ClCatalogue *catalogue, GObject *guest)
{
  guint position;
  gpointer taken = NULL;

  g_return_if_fail (CL_IS_CATALOGUE (catalogue));

  g_mutex_lock (&catalogue->guests_mutex);
  if (g_ptr_array_find (catalogue->guests, guest, &position))
    taken = g_ptr_array_steal_index (catalogue->guests, position);
  g_mutex_unlock (&catalogue->guests_mutex);
  /* Outside: a guest's end may come back to the catalogue. */
  g_clear_object ((GObject **) &taken);
}

/**
 * cl_catalogue_get_guests:
 * @catalogue: a catalogue
 * @interface: which extension interface
 *
 * Any thread; a guest that is asked on a worker must be able to answer there.
 *
 * Returns: (transfer full) (element-type GObject): those that implement @interface, in the order in which they were seated; may be empty
 */
GPtrArray *
cl_catalogue_get_guests (ClCatalogue *catalogue, GType interface)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), found);

  g_mutex_lock (&catalogue->guests_mutex);
  for (guint i = 0; i < catalogue->guests->len; i++)
    if (G_TYPE_CHECK_INSTANCE_TYPE (catalogue->guests->pdata[i], interface))
      g_ptr_array_add (found, g_object_ref (catalogue->guests->pdata[i]));
  g_mutex_unlock (&catalogue->guests_mutex);
  return found;
}
