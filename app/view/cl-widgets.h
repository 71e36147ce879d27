#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Widgets that come with name, role and action as assistive tools need them on GTK 4.8 (PLATFORM.md, the ten rules). All floating. */
GtkWidget *cl_icon_button_new (const char *icon, const char *name, const char *action); /* name: LABEL and tooltip; @action may be NULL */
GtkWidget *cl_wrap_box_new (void);
void cl_label_tell_when_cut (GtkWidget *label);
GtkWidget *cl_text_button_new (const char *mnemonic_label, const char *action);
GtkWidget *cl_menu_button_new (const char *label, const char *icon, const char *name, GMenuModel *menu); /* @label or @icon; @menu may be NULL */
GtkWidget *cl_entry_row_new (const char *title, GtkWidget **entry);                      /* an AdwActionRow with a labelled GtkEntry as suffix */
GtkWidget *cl_entry_row_new_for (const char *title, GtkWidget *entry); /* an entry of another kind */
void cl_entry_set_error (GtkWidget *entry, const char *message);                          /* css "error" and DESCRIPTION; NULL clears */
GtkWidget *cl_drop_down_new (const char *title, GtkStringList *strings);                  /* says "title: value"; @strings: transfer full */
GtkStringList *cl_drop_down_get_strings (GtkWidget *drop_down);                            /* transfer none: its choices */
GtkWidget *cl_status_page_new (void);                                                     /* an AdwStatusPage that is heard */
GtkWidget *cl_check_button_new (const char *label);                                       /* with an AT-SPI action */
void cl_accessible_name (GtkWidget *widget, const char *name);                            /* LABEL set, LABELLED_BY reset */
char *cl_mnemonic_strip (const char *label);                                              /* "_Save" is "Save", "保存(_S)" is "保存" */
void cl_accessible_sentence (GtkWidget *row, const char *sentence); /* a row of a list box, said whole */
void cl_widget_set_tooltip (GtkWidget *widget, const char *text);                         /* asks the display nothing; NULL: none */
void cl_widget_bring_into_view (GtkWidget *widget);
void cl_accessible_describe (GtkWidget *widget, const char *description);                 /* NULL: none */
void cl_menu_button_set_name (GtkWidget *menu_button, const char *name);
void cl_menu_name_items (GtkPopover *popover);
void cl_list_item_set_name (GtkListItem *item, const char *sentence);                     /* LABEL on the list item widget */
void cl_list_of_controls (GtkWidget *root);                                               /* rows that are there for their looks: no list to the ear */
void cl_stack_page_hush (GtkWidget *stack, GtkWidget *child);                             /* what GTK puts around it is not said */
void cl_list_hush_selection (GtkSelectionModel *model, gboolean (*several) (GtkSelectionModel *model)); /* after its list is made: where several are selected, nothing is said of it */
void cl_list_leave_by_tab (GtkWidget *list);                                             /* one stop of Tab, not one for each row */
typedef void (*ClWidgetFunc) (GtkWidget *widget, gpointer data);
void cl_accessible_add_action (GtkWidget *widget, const char *name, ClWidgetFunc func, gpointer data); /* what AT-SPI may do with a row */
void cl_focus_later (GtkWidget *widget);                                                  /* 400 ms after the window shows, so that it is announced; a window: what has its focus */
void cl_view_style_ensure (void);                                                         /* the view's own style sheet, once for the default display */
/* The "focus" of a widget whose "grab_focus" leads to one of its children. GTK tries that too when Tab enters and leaves, and would come back to the same child
 * for ever: while Tab walks, cl_widget_is_walked() holds and "grab_focus" has to refuse. */
gboolean cl_widget_walk (GtkWidget *widget, GtkDirectionType direction);
gboolean cl_widget_is_walked (GtkWidget *widget);
char *cl_count_format (guint64 n);                                                        /* "21,489" */

G_END_DECLS
