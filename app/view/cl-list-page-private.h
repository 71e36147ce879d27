#pragma once

#include "cl-list-page.h"
#include "cl-list-view.h"
#include "cl-record-editor.h"
#include "cl-row-selection-private.h"
#include "cl-row-widget-private.h"

G_BEGIN_DECLS

typedef struct _ClColumnEntry ClColumnEntry;

/* What was asked for is said when the list has been read for it. */
typedef enum
{
  CL_LIST_ASKED_NOTHING,
  CL_LIST_ASKED_ORDER,
  CL_LIST_ASKED_FILTER,
  CL_LIST_ASKED_GROUPS,
} ClListAsked;

struct _ClListPage
{
  GtkWidget parent_instance;

  ClContext *context;
  ClLedger *ledger;
  ClRowModel *rows;
  ClRowColumns *columns;
  ClRowSelection *selection;
  GSimpleActionGroup *actions;
  char *title;
  char *view; /* or NULL */

  GtkWidget *list_box; /* what is on the left */
  GtkWidget *count;
  GtkWidget *search;
  GtkWidget *filter; /* the marks of what narrows the list, which take that away */
  GtkWidget *header;
  GtkWidget *scroller;
  GtkWidget *list;
  GtkWidget *empty; /* instead of the list */
  GtkWidget *many;  /* what is done with the rows that were chosen */
  GtkWidget *many_label, *many_buttons, *many_cancel;
  GtkWidget *pane;  /* the editor */

  GPtrArray *bound;  /* GtkListItem, not owned: those on screen */
  gint64 current;    /* the record that the selection follows, 0: none */
  gboolean on_heading; /* it follows a heading instead … */
  char *heading;     /* … of this key; NULL: the total */
  guint position;    /* where it stood last */
  int cell;          /* column last read by Left and Right */
  gboolean narrow;   /* no room for both */
  gboolean open;     /* narrow: the pane instead of the list */
  gboolean creating;
  GPtrArray *filters; /* ClListFilter: what narrows the list */
  ClListView *kept;   /* the list that the office keeps and that this page shows, as it is in the file; NULL: one of the program's own */
  GStrv chosen_columns; /* NULL: as delivered */
  GMenu *sort_columns, *group_fields;
  ClListAsked asked; /* what somebody waits to hear */
  gint64 wanted;     /* the record that is gone to once it is listed, 0: none */
  GtkWidget *heading_label, *group_button;
  ClColumnEntry *column; /* a column is being filled */
  char *chosen_words; /* as they were said last */
  GCancellable *working; /* the chosen rows are being changed */
  gboolean following;
  gboolean want_best;  /* of what is found, once it is */
  gboolean want_focus; /* focus the row once the list has settled */
  guint follow_source, details_source, announce_source, relabel_source, panes_source;
  guint focus_tick, focus_frames; /* frames since it was scrolled to; 0: it was not yet */
};

/* cl-list-page-rows.c: the list itself: binding, sentences, keys of a row */
GtkWidget *cl_list_page_create_list (ClListPage *self);
void cl_list_page_relabel_later (ClListPage *self);
void cl_list_page_focus_row (ClListPage *self);
void cl_list_page_scroll_to (ClListPage *self, guint position);
/* cl-list-page-actions.c: what the keys and menus do, on the action group "page" */
void cl_list_page_add_actions (ClListPage *self);
GMenuModel *cl_list_page_create_sort_menu (ClListPage *self);
void cl_list_page_fill_sort_menu (ClListPage *self);
void cl_list_page_show_order (ClListPage *self, const char *order); /* in the menu; the rows have it already */
char *cl_list_page_read_order (ClListPage *self); /* what the menu says; NULL: as the ledger has it */
void cl_list_page_say_sorted (ClListPage *self);
/* cl-output-actions.c: for the list of prints alone */
void cl_list_page_add_output_actions (ClListPage *self, GtkWidget *bar);
/* cl-list-page-table.c: export, copy, paste, columns of the office's own */
void cl_list_page_add_table_actions (ClListPage *self);
GtkWidget *cl_list_page_create_table_menu (ClListPage *self);
void cl_list_page_add_item (GMenu *menu, const char *label, const char *action, const char *keys); /* @keys: NULL: none */
gboolean cl_list_page_is_writing (ClListPage *self); /* and says that it must be saved first */
/* cl-list-page-bar.c: what stands above the list, and in place of an empty one */
GtkWidget *cl_list_page_create_bar (ClListPage *self);
void cl_list_page_show_heading (ClListPage *self, const char *title);
GtkWidget *cl_list_page_create_empty (ClListPage *self);
gboolean cl_list_page_is_searching (ClListPage *self);
gboolean cl_list_page_has_search (ClListPage *self); /* beyond what the list is kept with */
void cl_list_page_end_search (ClListPage *self);
void cl_list_page_find_for_key (ClListPage *self, guint key, GdkModifierType state);
/* cl-list-page-many.c: rows that were chosen, and what is done with them */
void cl_list_page_add_many_actions (ClListPage *self);
GtkWidget *cl_list_page_create_many (ClListPage *self);
void cl_list_page_delete_chosen (ClListPage *self);
GArray *cl_list_page_take_chosen (ClListPage *self);
void cl_list_page_forget_gone (ClListPage *self, GArray *ids);
/* cl-list-page-filter.c: what narrows the list */
GtkWidget *cl_list_page_create_filter (ClListPage *self);
gboolean cl_list_page_is_filtered (ClListPage *self); /* beyond what the list is kept with */
void cl_list_page_say_narrowed (ClListPage *self);
void cl_list_page_ask_filter (ClListPage *self);
void cl_list_page_put_filters (ClListPage *self, GPtrArray *filters); /* takes @filters */
/* cl-list-page-kept.c: columns that were chosen, and lists that the office keeps */
void cl_list_page_add_kept_actions (ClListPage *self);
void cl_list_page_add_kept_items (ClListPage *self, GMenu *menu);
void cl_list_page_begin_kept (ClListPage *self);
void cl_list_page_read_kept_again (ClListPage *self);
/* cl-list-page-groups.c: rows under headings */
void cl_list_page_add_group_actions (ClListPage *self);
GtkWidget *cl_list_page_create_group_button (ClListPage *self);
void cl_list_page_say_grouped (ClListPage *self);
void cl_list_page_fill_group_menu (ClListPage *self);
gboolean cl_list_page_fold (ClListPage *self, gboolean folded); /* the group whose heading one stands on; FALSE: one stands on none */
gboolean cl_list_page_toggle_fold (ClListPage *self);
void cl_list_page_get_filter (ClListPage *self, char **where, char **words); /* NULL both: all are shown */
/* cl-list-page-column.c: one column filled downwards */
void cl_list_page_begin_column (ClListPage *page);
void cl_list_page_end_column (ClListPage *page);
void cl_list_page_lead_column (ClListPage *page);
void cl_list_page_restore_column (ClListPage *page);
/* cl-list-page-follow.c: what is selected, shown beside and counted */
void cl_list_page_stand_on (ClListPage *self, gint64 id); /* which record is followed from here on; 0: none */
void cl_list_page_follow (ClListPage *self);
void cl_list_page_follow_later (ClListPage *self);
void cl_list_page_show_details (ClListPage *self);
void cl_list_page_show_details_later (ClListPage *self);
void cl_list_page_selected_cb (ClListPage *self);
void cl_list_page_reading_cb (ClListPage *self);
void cl_list_page_found_cb (ClListPage *self);
void cl_list_page_ask (ClListPage *self, ClListAsked asked); /* what is said at once, or once the list has been read for it … */
void cl_list_page_answer (ClListPage *self);                 /* … which it may be by now */
/* cl-list-page.c */
void cl_list_page_open_pane (ClListPage *self, gboolean open);
void cl_list_page_update_panes (ClListPage *self);

G_END_DECLS
