#pragma once

#include <gtk/gtk.h>

/* The first widget of @type below @in, depth first; NULL where there is none. */
static inline GtkWidget *
cl_test_find_type (GtkWidget *in, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (in); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : cl_test_find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}
