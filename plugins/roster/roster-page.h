#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* What the roster's pages do alike: follow the store, have keys and actions, print. */
void roster_page_follow (GtkWidget *page, ClContext *context, void (*fill) (gpointer data), gpointer data);
void roster_page_refill (GtkWidget *page);
GSimpleActionGroup *roster_page_add_actions (GtkWidget *page, const GActionEntry *entries, guint n_entries, gpointer data);
void roster_page_add_keys (GtkWidget *page, GCallback key_pressed, gpointer data);
void roster_page_set_print (GtkWidget *page, GSimpleActionGroup *actions, GtkWidget *button);

G_END_DECLS
