#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Every key of the window, once: for the application's accelerators, the menus and the shortcuts window. */
typedef struct
{
  const char *group;   /* for translation */
  const char *title;   /* for translation */
  const char *keys;    /* GTK's accelerators, blank between */
  const char *action;  /* detailed; NULL: a page's own key, named here to be found */
  gboolean late;       /* only where nothing that has the focus, and no page around it, wants the key */
} ClShortcut;

const ClShortcut *cl_shortcuts_get (guint *n);
GtkWidget *cl_shortcuts_window_new (void);

G_END_DECLS
