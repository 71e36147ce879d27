#include <glib/gi18n.h>

#include "cl-progress-bar.h"
#include "cl-window-private.h"

/* Long work beside the pages: a line for each below them, while one goes on working; and a page in their place, where there is no file to work in meanwhile. */

GtkWidget *
cl_window_create_works (void)
{
  return gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
}

static GtkWidget *
cl_window_find_work (ClWindow *self, ClProgress *progress)
{
  for (GtkWidget *bar = self->works != NULL ? gtk_widget_get_first_child (self->works) : NULL; bar != NULL; bar = gtk_widget_get_next_sibling (bar))
    if (g_object_get_data (G_OBJECT (bar), "cl-progress") == progress)
      return bar;
  return NULL;
}

/* @words: what is being done, translated, no full stop. */
void
cl_window_begin_work (ClWindow *self, const char *words, ClProgress *progress)
{
  GtkWidget *bar = cl_progress_bar_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_add_css_class (bar, "cl-bar");
  gtk_widget_add_css_class (bar, "cl-many");
  g_object_set_data_full (G_OBJECT (bar), "cl-progress", g_object_ref (progress), g_object_unref);
  gtk_box_append (GTK_BOX (self->works), bar);
  cl_progress_bar_begin (CL_PROGRESS_BAR (bar), words, progress, CL_PROGRESS_PATIENCE_MS);
}

/* Whoever stood on its Cancel is led back to the page. */
void
cl_window_end_work (ClWindow *self, ClProgress *progress)
{
  GtkWidget *bar = cl_window_find_work (self, progress);

  if (bar == NULL)
    return;
  if (cl_progress_bar_end (CL_PROGRESS_BAR (bar)) && self->context != NULL)
    cl_window_focus_page (self);
  gtk_box_remove (GTK_BOX (self->works), bar);
}

/* What goes on with a file that is closed is no longer told of here. */
void
cl_window_forget_works (ClWindow *self)
{
  GtkWidget *bar;

  while (self->works != NULL && (bar = gtk_widget_get_first_child (self->works)) != NULL)
    gtk_box_remove (GTK_BOX (self->works), bar);
}

static gboolean
cl_window_work_escape_cb (GtkWidget *page, GVariant *arguments, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return GDK_EVENT_STOP;
}

/* For cl_window_show_instead(): @title (and @description, or NULL) with how far it is below, and Cancel, which Escape presses too. */
GtkWidget *
cl_window_create_work_page (const char *title, const char *description, ClProgress *progress)
{
  GtkWidget *page = cl_status_page_new (), *clamp = adw_clamp_new (), *bar = cl_progress_bar_new (GTK_ORIENTATION_VERTICAL);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_MANAGED);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (cl_window_work_escape_cb, g_object_ref (progress), g_object_unref)));
  gtk_widget_add_controller (page, keys);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 420);
  adw_clamp_set_child (ADW_CLAMP (clamp), bar);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), clamp);
  cl_progress_bar_begin (CL_PROGRESS_BAR (bar), NULL, progress, 0);
  cl_progress_bar_focus (CL_PROGRESS_BAR (bar), title);
  return page;
}
