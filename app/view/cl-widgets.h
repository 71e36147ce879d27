#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Widgets that come with name, role and action as assistive tools need them on GTK 4.8 (PLATFORM.md, the ten rules). All floating. */
GtkWidget *cl_icon_button_new (const char *icon, const char *name, const char *action); /* name: LABEL and tooltip; @action may be NULL */
GtkWidget *cl_text_button_new (const char *mnemonic_label, const char *action);
GtkWidget *cl_entry_row_new (const char *title, GtkWidget **entry);                      /* an AdwActionRow with a labelled GtkEntry as suffix */
void cl_entry_set_error (GtkWidget *entry, const char *message);                          /* css "error" and DESCRIPTION; NULL clears */
GtkWidget *cl_drop_down_new (const char *title, GtkStringList *strings);                  /* says "title: value" */
void cl_accessible_name (GtkWidget *widget, const char *name);                            /* LABEL set, LABELLED_BY reset */
void cl_accessible_describe (GtkWidget *widget, const char *description);
void cl_list_item_set_name (GtkListItem *item, const char *sentence);                     /* LABEL on the list item widget */
void cl_focus_later (GtkWidget *widget);                                                  /* grabs focus 400 ms after the window shows, so that it is announced */

G_END_DECLS
