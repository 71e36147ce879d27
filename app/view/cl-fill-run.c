/* A sheet of others is filled on a worker, and what came of it is said. */

#include "cl-config.h"

#include "cl-fill-run-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-ask-private.h"
#include "cl-citizen-id.h"
#include "cl-file-dialog.h"
#include "cl-widgets.h"

typedef struct
{
  ClContext *context;
  GtkWidget *near;
  ClStore *store;
  ClDatabase *reader;
  ClFillKept *kept;
  char *path;
  char *keep; /* the name; NULL: it is not kept, or is already */
  ClFillReport report;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->context);
  g_object_unref (run->near);
  g_clear_pointer (&run->reader, cl_database_close);
  g_object_unref (run->store);
  cl_fill_kept_free (run->kept);
  g_free (run->path);
  g_free (run->keep);
  cl_fill_report_clear (&run->report);
  g_free (run);
}

static void
fill_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;
  gboolean done = cl_fill (run->kept->export, cl_store_get_catalogue (run->store), run->reader, run->kept->match, run->kept->sheet, run->kept->number, run->path,
                           &run->report, &error);

  g_clear_pointer (&run->reader, cl_database_close);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *base = cl_file_call (run->path), *rows = cl_count_format (run->report.rows), *blank = NULL;
  g_autoptr (GString) said = g_string_new (NULL);

  g_ptr_array_add (paths, run->path);
  if (!g_task_propagate_boolean (G_TASK (result), &error) || !cl_export_log (run->store, run->kept->export, paths, NULL, NULL, &error) ||
      (run->keep != NULL && !cl_fill_keep (run->store, run->keep, run->kept->export, run->kept->match, run->kept->sheet, run->kept->number, &error)))
    {
      cl_context_say (run->context, run->near, error->message);
      return;
    }
  /* Translators: how many rows; the file's name */
  g_string_append_printf (said, _("%s rows filled into %s"), rows, base);
  blank = run->report.homeless != NULL ? g_strjoinv ("、", run->report.homeless) : NULL;
  if (blank != NULL && *blank != '\0')
    /* Translators: headers of columns */
    g_string_append_printf (said, _("; stayed blank: %s"), blank);
  if (run->keep != NULL)
    /* Translators: a report's name */
    g_string_append_printf (said, _("; kept as “%s”"), run->keep);
  cl_context_say (run->context, run->near, said->str);
  cl_context_finished (run->context, _("The sheet is filled."));
}

char *
cl_fill_propose_path (const char *name)
{
  g_autofree char *plain = g_strndup (name, strlen (name) - (g_str_has_suffix (name, ".xlsx") ? strlen (".xlsx") : 0));

  return cl_file_propose (plain, ".xlsx");
}

gboolean
cl_fill_check_path (GtkWidget *ask, GtkWidget *entry, const char *sheet, char **path)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autofree char *folder = g_path_get_dirname (typed);

  if (!g_path_is_absolute (typed) || !g_file_test (folder, G_FILE_TEST_IS_DIR) || !g_str_has_suffix (typed, ".xlsx") || g_strcmp0 (typed, sheet) == 0)
    {
      cl_ask_complain (ask, entry, _("Write where the filled copy shall lie: another file than the empty sheet, ending in .xlsx, in a folder that is there."));
      return FALSE;
    }
  *path = g_steal_pointer (&typed);
  return TRUE;
}

void
cl_fill_run (ClContext *context, GtkWidget *near, ClFillKept *kept, const char *path, const char *keep)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, filled_cb, NULL);
  Run *run = g_new0 (Run, 1);

  run->context = g_object_ref (context);
  run->near = g_object_ref (near);
  run->store = g_object_ref (cl_context_get_store (context));
  run->path = g_strdup (path);
  run->keep = g_strdup (keep);
  run->kept = kept;
  run->reader = cl_store_open_reader (run->store, &error);
  if (kept->export->title == NULL)
    kept->export->title = keep != NULL ? g_strdup (keep) : cl_file_call (path);
  g_task_set_task_data (task, run, run_free);
  if (run->reader == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_run_in_thread (task, fill_cb);
}
