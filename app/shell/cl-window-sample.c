#include <glib/gi18n.h>

#include "cl-dialog.h"
#include "cl-paths.h"
#include "cl-sample.h"
#include "cl-window-private.h"

/* The sample township: where it lies, how the window says that it shows it, how it is made, and the way from it to an office of one's own and back. */

typedef struct
{
  ClWindow *window;
  ClProgress *progress;
  GtkWidget *page;
  char *path;
  char *day;
  ClCatalogue *catalogue;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_clear_object (&making->progress);
  g_clear_object (&making->catalogue);
  g_clear_object (&making->page);
  g_clear_object (&making->window);
  g_free (making->path);
  g_free (making->day);
  g_free (making);
}

/* Where the sample was seen last, else beside the office's own file. */
static char *
cl_window_get_sample_path (ClWindow *self)
{
  g_autofree char *office = cl_paths_get_default_file ();
  g_autofree char *folder = g_path_get_dirname (office);
  g_autofree char *last = self->state != NULL ? g_settings_get_string (self->state, "sample") : NULL;

  if (last != NULL && *last != '\0' && g_file_test (last, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&last);
  return g_build_filename (folder, "sample.canlian", NULL);
}

/* The default file, unless it is the sample itself. */
static char *
cl_window_get_office_path (ClWindow *self)
{
  g_autofree char *office = cl_paths_get_default_file ();
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (g_strcmp0 (office, self->path) != 0)
    return g_steal_pointer (&office);
  return g_build_filename (folder, "own-office.canlian", NULL);
}

gboolean
cl_window_shows_sample (ClWindow *self)
{
  g_autofree char *sample = self->store != NULL ? cl_store_get_setting (self->store, "sample") : NULL;

  return g_strcmp0 (sample, "yes") == 0;
}

/* The window of @path is raised where there is one; else this one goes over to it. */
void
cl_window_go_over (ClWindow *self, const char *path)
{
  GList *windows = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (CL_IS_WINDOW (l->data) && l->data != self && g_strcmp0 (cl_window_get_path (l->data), path) == 0)
      {
        gtk_window_present (l->data);
        gtk_window_close (GTK_WINDOW (self));
        return;
      }
  g_free (self->path);
  self->path = g_strdup (path);
  cl_window_open (self);
}

static void
cl_window_start_office_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  g_autofree char *path = cl_window_get_office_path (self);

  if (cl_window_may_close (self))
    cl_window_go_over (self, path);
}

static void
cl_window_making_tell (guint done, guint all, gpointer data)
{
  Making *making = data;

  cl_progress_tell (G_CANCELLABLE (making->progress), done, all);
}

static void
cl_window_make_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Making *making = data;
  GError *error = NULL;

  if (cl_sample_make (making->path, making->catalogue, CL_SAMPLE_SIZE, making->day, cl_window_making_tell, making, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
cl_window_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClWindow *self = CL_WINDOW (source);
  Making *making = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean is_made = g_task_propagate_boolean (G_TASK (result), &error);

  g_application_release (g_application_get_default ());
  /* The window was closed, or went on to something else. */
  if (gtk_widget_get_root (making->page) != GTK_ROOT (self))
    return;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_window_tell_finished (self, is_made ? _("The sample township is made.") : _("The sample township could not be made. The window says why."));
  if (is_made)
    cl_window_go_over (self, making->path);
  else
    {
      cl_window_show_instead (self, cl_welcome_new (self));
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        cl_welcome_say (self, error->message);
      else
        cl_welcome_say (self, _("The sample was not made; nothing of it is left."));
    }
}

static void
cl_window_making_gone_cb (GtkWidget *page, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static GtkWidget *
cl_window_create_making_page (ClProgress *progress)
{
  GtkWidget *page = cl_window_create_work_page (_("Making the sample township…"), _("云岭镇 with twelve villages: everybody and everything in it is invented."), progress);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "org.example.Canlian");
  g_signal_connect_object (page, "unrealize", G_CALLBACK (cl_window_making_gone_cb), progress, 0);
  return page;
}

/* Opens the sample; where there is none yet, makes it in a thread, with progress and Cancel. */
void
cl_window_enter_sample (ClWindow *self)
{
  g_autofree char *path = cl_window_get_sample_path (self);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GTask) task = NULL;
  Making *making;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      cl_window_go_over (self, path);
      return;
    }
  g_mkdir_with_parents (folder, 0700);
  making = g_new0 (Making, 1);
  making->window = g_object_ref (self);
  making->progress = cl_progress_new ();
  making->path = g_strdup (path);
  making->day = g_strdup (cl_today ());
  making->catalogue = cl_plugins_load_catalogue (cl_application_get_plugins (CL_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)))));
  making->page = g_object_ref (cl_window_create_making_page (making->progress));
  cl_window_close_store (self);
  cl_window_show_instead (self, making->page);
  /* Whoever quits meanwhile cancels it, and it clears away what it made before the program ends. */
  g_application_hold (g_application_get_default ());
  task = g_task_new (self, G_CANCELLABLE (making->progress), cl_window_made_cb, NULL);
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, cl_window_make_thread);
}

static void
cl_window_sample_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (cl_window_may_close (data))
    cl_window_enter_sample (data);
}

/* Calm: one line over the pages, out of the way of the focus until it is wanted. */
GtkWidget *
cl_window_create_sample_bar (ClWindow *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label = gtk_label_new (_("Sample: everybody and everything in it is invented. Try what you like."));
  GtkWidget *button = cl_text_button_new (_("Start your _own office…"), "win.start-office");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_margin_start (label, 6);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_box_append (GTK_BOX (bar), label);
  gtk_box_append (GTK_BOX (bar), button);
  gtk_widget_set_visible (bar, FALSE);
  return bar;
}

/* Whatever is open now: the bar is there or not, and each way leads to where one is not. */
void
cl_window_update_sample (ClWindow *self)
{
  gboolean is_sample = cl_window_shows_sample (self);

  gtk_widget_set_visible (self->sample_bar, is_sample);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "start-office")), is_sample);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "sample")), !is_sample);
  if (is_sample && self->state != NULL)
    g_settings_set_string (self->state, "sample", self->path);
}

static const GActionEntry entries[] = {
  { "start-office", cl_window_start_office_cb, NULL, NULL, NULL, { 0 } },
  { "sample", cl_window_sample_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_window_add_sample_actions (ClWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
cl_window_add_sample_items (GMenu *menu)
{
  static const char *const items[][2] = { { N_("Start your own office…"), "win.start-office" }, { N_("Look at the sample township"), "win.sample" } };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(items[i][0]), items[i][1]);

      g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
      g_menu_append_item (menu, item);
    }
}
