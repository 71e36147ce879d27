#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Words to be read, over @near, before @action is done: @done is called with @object, unless it has gone, when that is pressed. @action NULL: there is nothing to decide. */
void cl_ask_words (GtkWidget *near, const char *title, const char *words, const char *action, GCallback done, GObject *object);

G_END_DECLS
