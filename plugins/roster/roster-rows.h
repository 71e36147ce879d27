#pragma once

#include <canlian.h>

G_BEGIN_DECLS

/* What the roster's pages are built of: a column that scrolls, headed lists in it, rows that read as one sentence. */
GtkWidget *roster_rows_page_new (GtkWidget **box);
GtkWidget *roster_rows_list_new (GtkWidget *box, const char *title, GCallback activated, gpointer data);
void roster_rows_clear (GtkWidget *list);
GtkWidget *roster_rows_add (GtkWidget *list, const char *title, const char *subtitle, const char *sentence, const char *ledger, gint64 record);
GtkWidget *roster_rows_settings_new (void);
GtkWidget *roster_rows_add_choice (GtkWidget *list, const char *title, const char *const *choices, guint selected); /* the drop-down */
GtkWidget *roster_rows_text_new (const char *text);

G_END_DECLS
