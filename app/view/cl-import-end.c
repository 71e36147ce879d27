/* The end of an import: the refused rows go beside the sheet, what came in is said, shown, and taken back. */

#include "cl-config.h"

#include "cl-import-page-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-citizen-id.h"
#include "cl-file-dialog.h"
#include "cl-import-outcomes-private.h"
#include "cl-journal.h"
#include "cl-span.h"

/* "committee 未导入.xlsx", beside the source. */
static char *
refused_path (ClImportPage *self)
{
  const char *path = self->head->path, *ending = strrchr (path, '.');
  g_autofree char *stem = g_strndup (path, ending != NULL && strchr (ending, '/') == NULL ? (gsize) (ending - path) : strlen (path));

  return g_strdup_printf ("%s 未导入.xlsx", stem);
}

/* The page may be gone before it is over; the window shows it until then. */
typedef struct
{
  ClImportPage *page;
  ClContext *context;
  char *path; /* of the refused rows; or NULL */
} Working;

static Working *
working_new (ClImportPage *page)
{
  Working *working = g_new0 (Working, 1);

  working->page = g_object_ref (page);
  working->context = g_object_ref (page->context);
  return working;
}

static void
working_free (Working *working)
{
  g_object_unref (working->page);
  g_object_unref (working->context);
  g_free (working->path);
  g_free (working);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Working, working_free)

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (Working) working = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL, *called = cl_path_call (working->path);
  gboolean saved = cl_import_save_refused_finish (CL_IMPORT (object), result, &error);

  cl_context_end_work (working->context, CL_PROGRESS (g_task_get_cancellable (G_TASK (result))));
  if (saved)
    words = g_strdup_printf (_("The refused rows are in %s. Correct them there and import that file."), called);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = g_strdup (_("Cancelled: the refused rows were not saved."));
  else
    words = g_strdup_printf (_("The refused rows could not be saved: %s"), error->message);
  if (working->page->box != NULL)
    cl_context_say (working->context, GTK_WIDGET (working->page), words);
}

static void
saving_cb (GtkDialog *dialog, int response, ClImportPage *self)
{
  g_autofree char *path = cl_file_dialog_get_path (dialog, response);
  g_autoptr (ClProgress) progress = NULL;
  Working *working;

  if (path == NULL || self->import == NULL)
    return;
  progress = cl_context_begin_work (self->context, _("Saving the refused rows"));
  working = working_new (self);
  working->path = g_steal_pointer (&path);
  cl_import_save_refused_async (self->import, working->path, G_CANCELLABLE (progress), saved_cb, working);
}

void
cl_import_end_ask_where (ClImportPage *self)
{
  GtkWidget *dialog = cl_file_dialog_new (GTK_WIDGET (self), _("Save the refused rows"), GTK_FILE_CHOOSER_ACTION_SAVE);
  g_autofree char *path = refused_path (self);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) place = g_file_new_for_path (folder);

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), place, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_object (dialog, "response", G_CALLBACK (saving_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
cl_import_end_show_added (ClImportPage *self)
{
  const char *ledger = cl_ledger_get_name (cl_import_get_ledger (self->import));
  g_autofree char *name = cl_file_call (self->head->path);
  g_autofree char *words = g_strdup_printf (_("New from %s"), name);
  g_autofree char *where = NULL;
  gint64 first, last;

  if (!cl_journal_find_added (cl_context_get_store (self->context), ledger, self->landed_entry, &first, &last))
    return;
  where = g_strdup_printf ("id >= %" G_GINT64_FORMAT " and id <= %" G_GINT64_FORMAT, first, last);
  cl_context_show_list (self->context, ledger, where, words);
}

static void
landed (ClImportPage *self, const char *refused)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autofree char *counts = cl_import_outcomes_say_counts (self->import);
  g_autofree char *words = g_strdup_printf (_("Imported: %s.%s"), counts, refused);
  g_autoptr (GPtrArray) entries = cl_journal_list (store, 1, NULL);

  self->landing = FALSE;
  self->landed_entry = entries != NULL && entries->len > 0 ? ((const ClJournalEntry *) entries->pdata[0])->entry : 0;
  g_free (self->landed_words);
  self->landed_words = cl_store_get_undo_words (store);
  cl_import_page_update_actions (self);
  gtk_widget_grab_focus (self->undo);
  gtk_label_set_text (GTK_LABEL (self->state), words);
  /* The page shows it: a toast would only lie over the buttons that come next. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    cl_announce (GTK_WIDGET (self), words);
  else
    cl_context_say (self->context, NULL, words);
  cl_context_finished (self->context, _("The import is finished."));
}

static void
saved_refused_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClImportPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = cl_import_save_refused_finish (CL_IMPORT (object), result, &error);
  g_autofree char *to = NULL;
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;

  if (CL_IMPORT (object) != self->import || self->box == NULL)
    return;
  to = refused_path (self);
  name = cl_file_call (to);
  words = saved ? g_strdup_printf (_(" The refused rows are in “%s” beside it. Correct them there and import that file."), name)
                : g_strdup_printf (_(" The refused rows could not be saved: %s"), error != NULL ? error->message : "");
  landed (self, words);
}

static gboolean
land_cb (gpointer data)
{
  CL_SPAN ("import: landed");
  ClImportPage *self = data;

  if (self->box != NULL && self->landing)
    landed (self, "");
  return G_SOURCE_REMOVE;
}

/* What was refused lies beside the source, ready to be corrected and imported again. Until it does, the import is not over. */
void
cl_import_end_land (ClImportPage *self)
{
  g_autofree char *to = refused_path (self);

  /* The rows are shown in one turn of the main loop, and what became of them is told in the next. */
  if (cl_import_page_count_left (self) == 0)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, land_cb, g_object_ref (self), g_object_unref);
  else
    cl_import_save_refused_async (self->import, to, NULL, saved_refused_cb, g_object_ref (self));
}

static void
took_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Working) back = data;
  ClImportPage *self = back->page;
  g_autoptr (GError) error = NULL;
  gint64 entry = cl_store_undo_finish (CL_STORE (source), result, &error);

  self->taking_back = FALSE;
  cl_context_end_work (back->context, CL_PROGRESS (g_task_get_cancellable (G_TASK (result))));
  if (self->box == NULL)
    return;
  if (entry == 0)
    {
      cl_import_page_update_actions (self);
      gtk_widget_grab_focus (self->undo);
      cl_import_page_say (self, error->message);
      return;
    }
  self->landed = FALSE;
  cl_import_page_update_actions (self);
  gtk_widget_grab_focus (self->file_entry);
  cl_context_say (self->context, GTK_WIDGET (self), _("The import was taken back."));
  cl_context_finished (self->context, _("The import was taken back."));
  self->was_taken_back = TRUE;
  cl_import_page_rehearse (self);
}

void
cl_import_end_take_back (ClImportPage *self)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (ClProgress) progress = NULL;
  g_autofree char *next = cl_store_get_undo_words (store);

  /* Something else was changed since: this undo would take back that, not the import. */
  if (g_strcmp0 (next, self->landed_words) != 0)
    {
      cl_import_page_say (self, _("Something was changed since. Undo that first (Ctrl+Z), then this import."));
      return;
    }
  self->taking_back = TRUE;
  progress = cl_context_begin_work (self->context, _("Taking it back"));
  cl_import_page_update_actions (self);
  gtk_label_set_text (GTK_LABEL (self->state), _("Taking the import back …"));
  cl_store_undo_async (store, G_CANCELLABLE (progress), took_back_cb, working_new (self));
}
