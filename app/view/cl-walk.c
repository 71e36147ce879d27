#include "cl-config.h"

#include "cl-widgets-private.h"

static void
step_to (const GPtrArray *widgets, guint index)
{
  if (index < widgets->len)
    gtk_widget_grab_focus (widgets->pdata[index]);
}

gboolean
cl_widgets_walk (const GPtrArray *widgets, guint index, guint key)
{
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step_to (widgets, index + 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step_to (widgets, index - 1); /* none before the first: it wraps to the greatest number */
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      step_to (widgets, 0);
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      step_to (widgets, widgets->len - 1);
      return TRUE;
    default:
      return FALSE;
    }
}
