#include "cl-application.h"

#include <glib/gi18n.h>

#include "cl-command.h"
#include "cl-frames.h"
#include "cl-paper-window.h"
#include "cl-paths.h"
#include "cl-shortcuts.h"
#include "cl-window.h"

struct _ClApplication
{
  AdwApplication parent;

  ClPlugins *plugins;
};

G_DEFINE_FINAL_TYPE (ClApplication, cl_application, ADW_TYPE_APPLICATION)

static void
cl_application_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GApplication *self = data;
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  /* Closing window by window lets each keep what is being written. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

/* What a notification is pressed for. */
static void
cl_application_raise_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  if (window != NULL)
    gtk_window_present (window);
}

static void
cl_application_set_keys (ClApplication *self)
{
  guint n;
  const ClShortcut *shortcuts = cl_shortcuts_get (&n);

  for (guint i = 0; i < n; i++)
    if (shortcuts[i].action != NULL && !shortcuts[i].late && !g_str_has_prefix (shortcuts[i].action, "page."))
      {
        g_auto (GStrv) keys = g_strsplit (shortcuts[i].keys, " ", -1);

        gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action, (const char *const *) keys);
      }
}

static void
cl_application_startup (GApplication *application)
{
  ClApplication *self = CL_APPLICATION (application);
  static const GActionEntry entries[] = { { "quit", cl_application_quit_cb, NULL, NULL, NULL, { 0 } }, { "raise", cl_application_raise_cb, NULL, NULL, NULL, { 0 } } };

  G_APPLICATION_CLASS (cl_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name ("org.example.Canlian");
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  cl_application_set_keys (self);
}

static ClWindow *
cl_application_find_window (ClApplication *self, const char *path)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (CL_IS_WINDOW (l->data) && g_strcmp0 (cl_window_get_path (l->data), path) == 0)
      return l->data;
  return NULL;
}

static void
paper_opened_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) window = cl_paper_window_open_finish (result, &error);

  if (window == NULL)
    cl_command_complain ("canlian: %s", error->message);
  else
    {
      gtk_window_set_application (GTK_WINDOW (window), GTK_APPLICATION (self));
      gtk_window_present (GTK_WINDOW (window));
    }
  g_application_release (G_APPLICATION (self));
}

/* Any PDF or picture is shown, heard and printed in a window of its own. */
static void
cl_application_show_paper (ClApplication *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *title = g_filename_display_name (name);

  g_application_hold (G_APPLICATION (self));
  cl_paper_window_open_async (NULL, file, title, paper_opened_cb, g_object_ref (self));
}

static gboolean
cl_application_is_paper (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && cl_paper_window_is_shown (name);
}

static void
cl_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  ClApplication *self = CL_APPLICATION (application);

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      ClWindow *window = path != NULL ? cl_application_find_window (self, path) : NULL;

      if (cl_application_is_paper (files[i]))
        {
          cl_application_show_paper (self, files[i]);
          continue;
        }
      if (path == NULL)
        continue;
      if (window == NULL)
        {
          window = cl_window_new (self, path);
          cl_window_open (window);
        }
      gtk_window_present (GTK_WINDOW (window));
    }
}

/* Started by the desktop's activation alone, without a file. */
static void
cl_application_activate (GApplication *application)
{
  g_autofree char *path = cl_paths_get_default_file ();
  g_autoptr (GFile) file = g_file_new_for_path (path);

  cl_application_open (application, &file, 1, "");
}

static void
cl_application_finalize (GObject *object)
{
  ClApplication *self = CL_APPLICATION (object);

  g_clear_object (&self->plugins);

  G_OBJECT_CLASS (cl_application_parent_class)->finalize (object);
}

static void
cl_application_class_init (ClApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cl_application_finalize;
  application_class->startup = cl_application_startup;
  application_class->activate = cl_application_activate;
  application_class->open = cl_application_open;
}

static void
cl_application_init (ClApplication *self)
{
}

/**
 * cl_application_new:
 *
 * Returns: (transfer full): the application
 */
ClApplication *
cl_application_new (void)
{
  return g_object_new (CL_TYPE_APPLICATION, "application-id", "org.example.Canlian", "flags", G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/example/Canlian", NULL);
}

/**
 * cl_application_get_plugins:
 * @application: the application
 *
 * The plugin host, one for all windows. Main thread.
 *
 * Returns: (transfer none): the host, made when first asked for
 */
ClPlugins *
cl_application_get_plugins (ClApplication *application)
{
  if (application->plugins == NULL)
    application->plugins = cl_plugins_new ();
  return application->plugins;
}

/* What the window draws is lists and text. To begin with OpenGL takes as long as all else until the first frame, and as much memory as half the program; where the
 * computer has no hardware for it, which is common in the offices, it draws slower too. GSK_RENDERER chooses otherwise. Programs that are started from here are not told. */
static gboolean
cl_application_init_gtk (void)
{
  const char *renderer = g_getenv ("GSK_RENDERER");
  const char *name = gtk_get_minor_version () >= 16 ? "GDK_DISABLE" : "GDK_DEBUG", *value = gtk_get_minor_version () >= 16 ? "gl,vulkan" : "gl-disable";
  g_autofree char *others = g_strdup (g_getenv (name));
  g_autofree char *all = others != NULL && *others != '\0' ? g_strdup_printf ("%s,%s", others, value) : g_strdup (value);
  gboolean is_good;

  if (renderer != NULL && *renderer != '\0' && !g_str_equal (renderer, "cairo"))
    return gtk_init_check ();
  g_setenv (name, all, TRUE);
  is_good = gtk_init_check ();
  if (others != NULL)
    g_setenv (name, others, TRUE);
  else
    g_unsetenv (name);
  return is_good;
}

/**
 * cl_application_main:
 * @path: the data file to open
 *
 * Runs the window until it is closed. Where another process of the same session has a window already, that one opens or raises @path and this one ends.
 *
 * Returns: the exit status
 */
int
cl_application_main (const char *path)
{
  g_autoptr (ClApplication) application = NULL;
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  char *words[] = { (char *) "canlian", absolute, NULL };

  if (!cl_application_init_gtk ())
    {
      cl_command_complain ("%s", _("canlian: There is no display for the window. On a machine without one use the commands: canlian --help"));
      return 1;
    }
  cl_frames_record ();
  application = cl_application_new ();
  if (g_file_test (absolute, G_FILE_TEST_IS_REGULAR) && !cl_paper_window_is_shown (absolute))
    cl_plugins_read_ahead (cl_application_get_plugins (application));
  return g_application_run (G_APPLICATION (application), 2, words);
}
