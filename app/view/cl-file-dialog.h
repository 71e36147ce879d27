#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A GtkFileChooserDialog over the window of @near, modal, named for assistive tools, destroyed after its "response". Not GtkFileChooserNative: its window has
 * no role, which can be given only when it is made. */
GtkWidget *cl_file_dialog_new (GtkWidget *near, const char *title, GtkFileChooserAction action);
char *cl_file_dialog_get_path (GtkDialog *dialog, int response); /* NULL: nothing was chosen */
void cl_file_dialog_fill (GtkWidget *dialog, GtkWidget *entry); /* what is chosen is written into @entry */
const char *cl_file_propose_folder (void);
char *cl_file_propose (const char *name, const char *ending); /* a path for "NAME 2027-03-15.xlsx"; transfer full */

G_END_DECLS
