#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "cl-citizen-id.h"
#include "cl-dialog.h"
#include "cl-window-private.h"

/* Backups: the day's own, made while nobody has to wait; one to a place that is chosen; and one brought back. */

/* The first look is this long after the window is up, in ms: the pages come first. Then once a minute, for the day that turns. */
#define FIRST_MS 4000
#define LOOK_S 60

static void
cl_window_say_here (ClWindow *self, const char *text)
{
  if (self->context != NULL)
    cl_context_say (self->context, GTK_WIDGET (self), text);
  else
    cl_announce (GTK_WIDGET (self), text);
}

/* Everything is read again once a day, after the day's backup: seconds of a large file, in which nobody waits for anything. */
static void
cl_window_verify_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *findings = cl_store_verify (source, &error);

  if (findings != NULL)
    g_task_return_pointer (task, findings, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
cl_window_verified_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->store != CL_STORE (source))
    return;
  if (findings == NULL)
    cl_window_say_here (self, error->message);
  else if (findings->len > 0)
    cl_window_say_here (self, findings->pdata[0]);
}

static void
cl_window_verify (ClWindow *self)
{
  g_autoptr (GTask) task = g_task_new (self->store, NULL, cl_window_verified_cb, g_object_ref (self));

  g_task_run_in_thread (task, cl_window_verify_thread_cb);
}

static gboolean cl_window_look_cb (gpointer data);

static void
cl_window_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_made = cl_kept_make_finish (CL_STORE (source), result, &error);

  g_application_release (g_application_get_default ());
  if (self->store == CL_STORE (source))
    g_clear_object (&self->keeping);
  if (is_made && self->store == CL_STORE (source))
    {
      cl_window_verify (self);
      cl_window_look_for_backups (self);
    }
  if (is_made || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->store != CL_STORE (source) || g_strcmp0 (self->unkept, cl_today ()) == 0)
    return;
  /* Once a day: it is tried again each minute, and what stands in the way is seldom gone by then. */
  g_free (self->unkept);
  self->unkept = g_strdup (cl_today ());
  cl_window_say_here (self, error->message);
}

/* The second place */

static void
cl_window_second_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (cl_second_make (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
cl_window_is_said_of_second (ClWindow *self)
{
  if (g_strcmp0 (self->unseconded, cl_today ()) == 0)
    return TRUE;
  g_free (self->unseconded);
  self->unseconded = g_strdup (cl_today ());
  return FALSE;
}

static void
cl_window_seconded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_made = g_task_propagate_boolean (G_TASK (result), &error);

  g_application_release (g_application_get_default ());
  cl_window_end_work (self, CL_PROGRESS (g_task_get_cancellable (G_TASK (result))));
  if (self->store != CL_STORE (source))
    return;
  g_clear_object (&self->keeping);
  if (!is_made && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_free (self->second_off);
      self->second_off = g_strdup (cl_today ());
      cl_window_say_here (self, _("Cancelled: no backup was made in the second place. It is made tomorrow, or when that place is chosen anew."));
      return;
    }
  if (!is_made && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !cl_window_is_said_of_second (self))
    cl_window_say_here (self, error->message);
  if (is_made && self->look_again)
    cl_window_look_for_backups (self);
}

static void
cl_window_look_at_second (ClWindow *self)
{
  ClSecondState state = cl_second_get_state (self->store);
  g_autoptr (GTask) task = NULL;
  ClProgress *progress;

  if (state == CL_SECOND_AWAY && !cl_window_is_said_of_second (self))
    {
      g_autofree char *said = cl_second_say (self->store);

      cl_window_say_here (self, said);
    }
  if (state != CL_SECOND_DUE || g_strcmp0 (self->second_off, cl_today ()) == 0)
    return;
  progress = cl_progress_new ();
  self->keeping = G_CANCELLABLE (progress);
  cl_window_begin_work (self, _("Making the backup in the second place"), progress);
  g_application_hold (g_application_get_default ());
  task = g_task_new (self->store, self->keeping, cl_window_seconded_cb, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, cl_second_new (self->store), (GDestroyNotify) cl_second_free);
  g_task_run_in_thread (task, cl_window_second_thread_cb);
}

static gboolean
cl_window_look_cb (gpointer data)
{
  ClWindow *self = data;

  if (self->keeping != NULL)
    return G_SOURCE_CONTINUE;
  if (!cl_kept_is_due (self->path))
    {
      cl_window_look_at_second (self);
      return G_SOURCE_CONTINUE;
    }
  self->keeping = g_cancellable_new ();
  g_application_hold (g_application_get_default ());
  cl_kept_make_async (self->store, "day", self->keeping, cl_window_kept_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static gboolean
cl_window_first_look_cb (gpointer data)
{
  ClWindow *self = data;

  self->keep_source = g_timeout_add_seconds (LOOK_S, cl_window_look_cb, self);
  cl_window_look_cb (self);
  return G_SOURCE_REMOVE;
}

/* At once, and not with the next look: something was chosen. */
void
cl_window_look_for_backups (ClWindow *self)
{
  self->look_again = self->keeping != NULL;
  g_clear_pointer (&self->second_off, g_free);
  if (self->store != NULL && !cl_window_shows_sample (self))
    cl_window_look_cb (self);
}

/* The sample is made anew whenever it is wanted. */
void
cl_window_begin_keeping (ClWindow *self)
{
  if (!cl_window_shows_sample (self))
    self->keep_source = g_timeout_add (FIRST_MS, cl_window_first_look_cb, self);
}

void
cl_window_end_keeping (ClWindow *self)
{
  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (self->keeping != NULL)
    g_cancellable_cancel (self->keeping);
  g_clear_object (&self->keeping);
}

/* To a place that is chosen. What is made is told of though Cancel came too late: no task here looks at its cancellable itself. */

static void
cl_window_backup_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (cl_store_backup (source, data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
cl_window_backed_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = cl_file_call (g_task_get_task_data (G_TASK (result)));
  g_autofree char *done = g_strdup_printf (_("The backup is made and was read again: %s"), name);

  gboolean is_made = g_task_propagate_boolean (G_TASK (result), &error);

  g_application_release (g_application_get_default ());
  cl_window_end_work (self, CL_PROGRESS (g_task_get_cancellable (G_TASK (result))));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      cl_window_say_here (self, _("Cancelled: no backup was made."));
      return;
    }
  cl_window_say_here (self, is_made ? done : error->message);
  cl_window_tell_finished (self, is_made ? _("The backup is made.") : _("The backup could not be made. The window says why."));
}

static void
cl_window_backup_to_cb (GtkDialog *dialog, int response, ClWindow *self)
{
  g_autofree char *path = cl_file_dialog_get_path (dialog, response);
  g_autoptr (ClProgress) progress = NULL;
  g_autoptr (GTask) task = NULL;

  if (path == NULL || self->store == NULL)
    return;
  progress = cl_progress_new ();
  cl_window_begin_work (self, _("Making the backup"), progress);
  g_application_hold (g_application_get_default ());
  task = g_task_new (self->store, G_CANCELLABLE (progress), cl_window_backed_up_cb, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_steal_pointer (&path), g_free);
  g_task_run_in_thread (task, cl_window_backup_thread_cb);
}

static void
cl_window_backup_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  GtkWidget *dialog;
  g_autofree char *office = NULL;
  g_autofree char *name = NULL;

  if (self->store == NULL)
    return;
  office = cl_store_get_setting (self->store, "office-name");
  /* Translators: the name of a backup's file: the place and the day */
  name = g_strdup_printf (_("%s backup %s.zip"), office != NULL ? office : "", cl_today ());
  dialog = cl_file_dialog_new (GTK_WIDGET (self), _("Where to save the backup"), GTK_FILE_CHOOSER_ACTION_SAVE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_object (dialog, "response", G_CALLBACK (cl_window_backup_to_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Back */

typedef struct
{
  char *archive;
  char *path;
  GtkWidget *page;
} Restoring;

static void
restoring_free (gpointer data)
{
  Restoring *restoring = data;

  g_free (restoring->archive);
  g_free (restoring->path);
  g_object_unref (restoring->page);
  g_free (restoring);
}

static void
cl_window_restore_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Restoring *restoring = data;
  GError *error = NULL;

  if (cl_store_restore (restoring->archive, restoring->path, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
cl_window_restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClWindow *self = CL_WINDOW (source);
  Restoring *restoring = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean is_restored = g_task_propagate_boolean (G_TASK (result), &error);

  g_application_release (g_application_get_default ());
  /* What was unsealed for it does not stay. */
  if (g_str_has_suffix (restoring->archive, ".unsealed"))
    g_unlink (restoring->archive);
  if (gtk_widget_get_root (restoring->page) != GTK_ROOT (self))
    return;
  cl_window_open (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      cl_window_say_here (self, _("Cancelled: everything is as it was."));
      return;
    }
  cl_window_say_here (self, is_restored ? _("The backup is back. What was here before is kept beside it.") : error->message);
  cl_window_tell_finished (self, is_restored ? _("The backup is back.") : _("The backup could not be brought back. The window says why."));
}

/* Closes the file, puts the backup in its place and opens that; where it cannot be taken, or is cancelled, the file comes back as it was. */
void
cl_window_restore (ClWindow *self, const char *archive)
{
  Restoring *restoring = g_new0 (Restoring, 1);
  g_autoptr (GTask) task = NULL;
  g_autoptr (ClProgress) progress = cl_progress_new ();
  GtkWidget *page = cl_window_create_work_page (_("Bringing the backup back…"), NULL, progress);

  restoring->archive = g_strdup (archive);
  restoring->path = g_strdup (self->path);
  restoring->page = g_object_ref (page);
  cl_window_close_store (self);
  cl_window_show_instead (self, page);
  g_application_hold (g_application_get_default ());
  task = g_task_new (self, G_CANCELLABLE (progress), cl_window_restored_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, restoring, restoring_free);
  g_task_run_in_thread (task, cl_window_restore_thread_cb);
}

static void
cl_window_restore_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (cl_window_may_close (self))
    cl_dialog_present (GTK_WINDOW (cl_restore_dialog_new (self)), GTK_WINDOW (self));
}

static void
cl_window_backups_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->store != NULL)
    cl_dialog_present (GTK_WINDOW (cl_backups_dialog_new (self)), GTK_WINDOW (self));
}

static const GActionEntry entries[] = {
  { "backups", cl_window_backups_cb, NULL, NULL, NULL, { 0 } },
  { "backup", cl_window_backup_cb, NULL, NULL, NULL, { 0 } },
  { "restore", cl_window_restore_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_window_add_keep_actions (ClWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  cl_window_add_rescue_action (self);
  cl_window_add_gone_actions (self);
}

void
cl_window_add_keep_items (GMenu *menu)
{
  g_menu_append (menu, _("Save a _backup…"), "win.backup");
  g_menu_append (menu, _("Res_tore a backup…"), "win.restore");
  g_menu_append (menu, _("Bac_kups…"), "win.backups");
}
