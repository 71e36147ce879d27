#include "cl-test-window.h"

#include "cl-test-tree.h"

ClApplication *application;
char *folder;

void
cl_test_window_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  /* GTK 4.8 warns of a label of its own in the shortcuts window; and what goes wrong on purpose is warned of. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  folder = g_dir_make_tmp ("canlian-window-XXXXXX", NULL);
  application = cl_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
}

void
cl_test_window_register (void)
{
  g_autoptr (GError) error = NULL;

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_hold (G_APPLICATION (application));
}

int
cl_test_window_run (void)
{
  int status;

  if (!g_application_get_is_registered (G_APPLICATION (application)))
    cl_test_window_register ();
  status = g_test_run ();
  g_application_release (G_APPLICATION (application));
  g_clear_object (&application);
  cl_test_remove_tree (folder);
  g_clear_pointer (&folder, g_free);
  return status;
}

char *
cl_test_window_make (const char *file, ClStoreWriteFunc write)
{
  char *path = g_build_filename (folder, file, NULL);
  g_autoptr (ClCatalogue) catalogue = cl_plugins_load_catalogue (cl_application_get_plugins (application));
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStore) store = cl_store_open (path, catalogue, CL_STORE_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (cl_store_set_office (store, "991123101", "云岭镇", &error));
  if (write != NULL)
    g_assert_cmpint (cl_store_write (store, "w", write, NULL, &error), >, 0);
  cl_store_close (store);
  return path;
}

ClWindow *
cl_test_window_open (const char *path)
{
  ClWindow *window = cl_window_new (application, path);

  cl_window_open (window);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_nonnull (cl_window_get_context (window));
  return window;
}
