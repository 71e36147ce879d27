#pragma once

#include "cl-agenda.h"
#include "cl-window.h"

G_BEGIN_DECLS

/* What was said before closing: the later is the worse. */
typedef enum
{
  CL_WINDOW_WARNED_NOT,
  CL_WINDOW_WARNED_UNSAVED, /* something is kept as a draft */
  CL_WINDOW_WARNED_LOST,    /* something could not be kept */
} ClWindowWarning;

struct _ClWindow
{
  AdwApplicationWindow parent;

  char *path;
  GSettings *state;
  ClStore *store;
  ClContext *context;
  ClAgenda *agenda;   /* what the page Today tells */

  GListStore *places;
  GHashTable *pages;  /* ClPlace -> GtkWidget, made when first shown */
  ClPlace *shown;
  GQueue trail;       /* ClPlace, where Escape leads back to */
  gboolean going_back;
  gboolean is_seen;   /* the first frame was there */
  guint seen_source;
  gboolean focus_page; /* as soon as the window is on the screen */

  GtkWidget *title;
  GtkWidget *flap;
  GtkWidget *sidebar;
  GtkWidget *stack;   /* pages */
  GtkWidget *sample_bar;
  GtkWidget *toasts;
  AdwToast *toast;    /* weak: the newest message, while it is shown */
  guint toast_source; /* takes it away */
  GtkWidget *works;   /* box: a ClProgressBar for each long work under way */
  GtkWidget *whole;   /* stack: "office", or a page of its own */
  GtkWidget *undo;
  GtkWidget *redo;
  GtkWidget *search;
  GtkWidget *toggle;
  guint warm;         /* source */
  char *described; /* a ledger whose pages are to be made anew */
  guint describe_source;
  guint lists_source; /* pages of lists that were taken away are still there */
  gboolean taking_back; /* an undo or redo is under way */
  guint keep_source;  /* looks whether the day's backup is due */
  GCancellable *keeping; /* a backup under way, NULL: none */
  gboolean look_again; /* something was chosen while a backup was being made */
  char *second_off;   /* the day of which somebody broke off the backup to the second place */
  char *unseconded;   /* the day of which it was said how the second place stands, or a backup there failed */
  char *unkept;       /* the day of which it was said that no backup could be made */
  ClWindowWarning warned; /* before it closes */
  char *actor;        /* who was at the desk when it was locked */
  GPtrArray *hidden;  /* windows that the lock hides */
  gint64 touched;     /* a key or the mouse, by cl_desk_get_clock() */
  guint idle_source;
  gboolean watching;
};

/* cl-window-actions.c */
void cl_window_add_actions (ClWindow *self);
void cl_window_add_keys (ClWindow *self);
/* cl-window-menu.c */
GMenuModel *cl_window_create_menu (void);
GtkWidget *cl_window_create_menu_button (void);
/* cl-window-undo.c */
void cl_window_update_undo (ClWindow *self);
void cl_window_add_undo_actions (ClWindow *self);
/* cl-window-works.c */
GtkWidget *cl_window_create_works (void);
void cl_window_begin_work (ClWindow *self, const char *words, ClProgress *progress);
void cl_window_end_work (ClWindow *self, ClProgress *progress);
void cl_window_forget_works (ClWindow *self);
GtkWidget *cl_window_create_work_page (const char *title, const char *description, ClProgress *progress);
/* cl-window-close.c */
gboolean cl_window_may_close (ClWindow *self);
/* cl-window-keep.c */
void cl_window_begin_keeping (ClWindow *self);
void cl_window_end_keeping (ClWindow *self);
void cl_window_restore (ClWindow *self, const char *archive);
void cl_window_add_keep_actions (ClWindow *self);
void cl_window_add_keep_items (GMenu *menu);
/* cl-window-desk.c */
gboolean cl_window_lock (ClWindow *self);
void cl_window_update_actions (ClWindow *self);
void cl_window_unlock (ClWindow *self);
void cl_window_watch_desk (ClWindow *self);
void cl_window_add_desk_actions (ClWindow *self);
void cl_window_end_desk (ClWindow *self);
/* cl-sign-in.c */
GtkWidget *cl_sign_in_new (ClWindow *window, const char *actor);
GtkWidget *cl_sign_in_passphrase_row (const char *title, GtkWidget **entry);
void cl_window_look_for_backups (ClWindow *self);
/* cl-backups-dialog.c */
GtkWidget *cl_backups_dialog_new (ClWindow *window);
/* cl-window-lists.c */
void cl_window_watch_lists (ClWindow *self);
/* cl-window-notify.c */
void cl_window_tell_finished (ClWindow *self, const char *words);
void cl_window_watch_front (ClWindow *self);
/* cl-window-office.c */
gboolean cl_window_found (ClWindow *self, const char *code, const char *name, GError **error);
void cl_window_enter_office (ClWindow *self);
void cl_window_close_store (ClWindow *self);
void cl_window_fill_places (ClWindow *self);
/* cl-window-gone.c */
gboolean cl_window_is_gone (ClWindow *self);
void cl_window_tell_gone (ClWindow *self);
void cl_window_add_gone_actions (ClWindow *self);
/* cl-window-rescue.c */
void cl_window_add_rescue_action (ClWindow *self);
/* cl-restore-dialog.c */
GtkWidget *cl_restore_dialog_new (ClWindow *window);
/* cl-window-sample.c */
gboolean cl_window_shows_sample (ClWindow *self);
void cl_window_enter_sample (ClWindow *self);
void cl_window_go_over (ClWindow *self, const char *path);
GtkWidget *cl_window_create_sample_bar (ClWindow *self);
void cl_window_update_sample (ClWindow *self);
void cl_window_add_sample_actions (ClWindow *self);
void cl_window_add_sample_items (GMenu *menu);
/* cl-welcome.c */
GtkWidget *cl_welcome_new (ClWindow *window);
void cl_welcome_say (ClWindow *window, const char *message);
GtkWidget *cl_trouble_new (const GError *error);
GtkWidget *cl_first_steps_new (void);
/* cl-window.c */
void cl_window_update_title (ClWindow *self);
void cl_window_forget_pages (ClWindow *self);
void cl_window_show_instead (ClWindow *self, GtkWidget *page);
void cl_window_go_back (ClWindow *self);
gboolean cl_window_focus_page (ClWindow *self);
void cl_window_focus_first (ClWindow *self);
ClPlace *cl_window_find_place (ClWindow *self, const char *id);

G_END_DECLS
