#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Every key of the window, once: for the application's accelerators, the menus and the shortcuts window. */
typedef struct
{
  const char *group;   /* for translation */
  const char *title;   /* for translation */
  const char *keys;    /* GTK's accelerators, blank between */
  const char *action;  /* detailed; "page.…": a list page's own key, which it binds itself; NULL: of no action */
  gboolean late;       /* only where nothing that has the focus, and no page around it, wants the key */
} ClShortcut;

const ClShortcut *cl_shortcuts_get (guint *n);
char *cl_shortcuts_say_keys (const char *keys); /* "Ctrl+F, Ctrl+K"; transfer full */
GtkWidget *cl_shortcuts_window_new (void);

G_END_DECLS
