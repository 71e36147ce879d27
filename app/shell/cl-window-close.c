#include <glib/gi18n.h>

#include "cl-window-private.h"

/* The first editor below @widget that holds what is not saved. */
static GtkWidget *
cl_window_find_unsaved (GtkWidget *widget)
{
  if (CL_IS_RECORD_EDITOR (widget))
    return cl_record_editor_has_changes (CL_RECORD_EDITOR (widget)) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = cl_window_find_unsaved (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Closing while something is written but not saved goes to it once and says so; closing again leaves it as a draft, or loses it where the file could not take that.
 * No dialog: nothing else has to be decided. */
gboolean
cl_window_may_close (ClWindow *self)
{
  ClWindowWarning warning;
  GHashTableIter iter;
  gpointer place, page;

  if (self->context == NULL)
    return TRUE;
  warning = cl_record_drafts_are_kept (self->context) ? CL_WINDOW_WARNED_UNSAVED : CL_WINDOW_WARNED_LOST;
  if (self->warned >= warning)
    return TRUE;
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &place, &page))
    {
      GtkWidget *unsaved = cl_window_find_unsaved (page);

      if (unsaved == NULL)
        continue;
      self->warned = warning;
      cl_window_show_place (self, cl_place_get_id (place), FALSE);
      /* Whoever writes there stays in the field. */
      if (gtk_widget_get_focus_child (unsaved) == NULL)
        gtk_widget_child_focus (unsaved, GTK_DIR_TAB_FORWARD);
      cl_context_say (self->context, unsaved,
                      warning == CL_WINDOW_WARNED_LOST
                          ? _("What you were writing here is not saved, and the file cannot take it as a draft. Ctrl+S saves it when the file is there again; closing once more loses it.")
                          : _("What you were writing here is not saved. Ctrl+S saves it; closing once more leaves it as a draft."));
      return FALSE;
    }
  if (warning != CL_WINDOW_WARNED_LOST)
    return TRUE;
  self->warned = warning;
  cl_context_say (self->context, GTK_WIDGET (self), _("What was written last could not be kept in the file. Open that entry again and save it; closing once more loses it."));
  return FALSE;
}
