/* Papers of a batch in a window of their own: seen and heard, then printed, and only then written into the register. */

#include "cl-config.h"

#include "cl-batch-paper.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-paper-window.h"

typedef struct
{
  ClContext *context;
  GtkWidget *near;
  GPtrArray *items, *owner;
  char *title;
} Shown;

static void
shown_free (gpointer data, GClosure *closure)
{
  Shown *shown = data;

  g_object_unref (shown->context);
  g_object_unref (shown->near);
  g_ptr_array_unref (shown->items);
  g_clear_pointer (&shown->owner, g_ptr_array_unref);
  g_free (shown->title);
  g_free (shown);
}

static void
printed_cb (ClPaperWindow *window, guint copies, gpointer data)
{
  Shown *shown = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = cl_form_log_batch (cl_context_get_store (shown->context), shown->items, "print", copies, &error);
  g_autofree char *words = ids == NULL             ? g_strdup (error->message)
                           : shown->items->len > 1 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %u paper sent to the printer", "%s: %u papers sent to the printer", ids->len),
                                                                      shown->title, ids->len)
                                                   : g_strdup_printf (_("%s sent to the printer"), shown->title);

  cl_context_say (shown->context, shown->near, words);
}

/**
 * cl_batch_paper_open:
 * @near: what the window stands before; its messages are said there
 * @context: the context
 * @pdf: what is shown
 * @title: of the window and the job
 * @items: (nullable) (element-type ClBatchItem): the papers in it, for the register; borrowed
 * @owner: (nullable): whose they are
 * @print: whether to ask for the printer at once
 *
 * Main thread.
 */
void
cl_batch_paper_open (GtkWidget *near, ClContext *context, GBytes *pdf, const char *title, GPtrArray *items, GPtrArray *owner, gboolean print)
{
  GtkRoot *root = gtk_widget_get_root (near);
  g_autoptr (GError) error = NULL;
  GtkWidget *window = cl_paper_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, pdf, title, &error);

  if (window == NULL)
    {
      cl_context_say (context, near, error->message);
      return;
    }
  if (items != NULL)
    {
      Shown *shown = g_new0 (Shown, 1);

      shown->context = g_object_ref (context);
      shown->near = g_object_ref (near);
      shown->items = g_ptr_array_ref (items);
      shown->owner = owner != NULL ? g_ptr_array_ref (owner) : NULL;
      shown->title = g_strdup (title);
      g_signal_connect_data (window, "printed", G_CALLBACK (printed_cb), shown, shown_free, 0);
    }
  gtk_window_present (GTK_WINDOW (window));
  if (print)
    gtk_widget_activate_action (window, "paper.print", NULL);
}

/* Several forms, made beside the page. */
typedef struct
{
  ClContext *context;
  ClDatabase *reader;
  GHashTable *typed;
  GPtrArray *forms; /* ClTemplate */
  GPtrArray *items; /* ClBatchItem */
  GBytes *pdf;
  char *title, *nothing;
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  g_clear_pointer (&self->reader, cl_database_close);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_ptr_array_unref (self->forms);
  g_hash_table_unref (self->typed);
  g_object_unref (self->context);
  g_free (self->title);
  g_free (self->nothing);
  g_free (self);
}

/* A form without anything to say is left out. */
static gboolean
make_all (Making *self, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < self->forms->len; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (GPtrArray) items = cl_form_make_batch (self->forms->pdata[i], cl_context_get_catalogue (self->context), self->reader, self->typed, NULL, NULL, cancellable, &local);

      if (items == NULL && !g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (items == NULL)
        continue;
      if (self->items == NULL)
        self->items = g_steal_pointer (&items);
      else
        while (items->len > 0)
          g_ptr_array_add (self->items, g_ptr_array_steal_index (items, 0));
    }
  if (self->items == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, self->nothing);
      return FALSE;
    }
  self->pdf = cl_form_join_batch (g_ptr_array_index (self->forms, self->forms->len - 1), self->items, error);
  return self->pdf != NULL;
}

static void
make_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Making *self = data;
  GError *error = NULL;
  gboolean made = make_all (self, cancellable, &error);

  g_clear_pointer (&self->reader, cl_database_close);
  if (made)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GtkWidget *near = GTK_WIDGET (object);
  Making *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (near, TRUE);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    cl_batch_paper_open (near, self->context, self->pdf, self->title, self->items, NULL, FALSE);
  else
    cl_context_say (self->context, near, error->message);
}

/**
 * cl_batch_paper_show_forms:
 * @near: the button that was pressed; it cannot be pressed again while the papers are made
 * @context: the context
 * @forms: (array zero-terminated=1): names of forms; one that is not there is left out
 * @typed: parameters as for cl_form_make_batch()
 * @title: of the window and the job
 * @nothing: what is said where there is no paper at all, and what to do
 *
 * Makes the papers of all units on a worker and shows them. Main thread.
 */
void
cl_batch_paper_show_forms (GtkWidget *near, ClContext *context, const char *const *forms, GHashTable *typed, const char *title, const char *nothing)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (context);
  Making *self = g_new0 (Making, 1);
  g_autoptr (GTask) task = g_task_new (near, NULL, made_cb, NULL);
  g_autoptr (GError) error = NULL;

  self->context = g_object_ref (context);
  self->typed = g_hash_table_ref (typed);
  self->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_template_unref);
  self->title = g_strdup (title);
  self->nothing = g_strdup (nothing);
  g_task_set_task_data (task, self, making_free);
  for (guint i = 0; forms[i] != NULL && error == NULL; i++)
    {
      const ClDescriptionFile *file = cl_catalogue_find_form (catalogue, forms[i]);
      ClTemplate *form = file != NULL ? cl_template_load (file->path, catalogue, &error) : NULL;

      if (form != NULL)
        g_ptr_array_add (self->forms, form);
    }
  self->reader = error == NULL ? cl_store_open_reader (cl_context_get_store (context), &error) : NULL;
  gtk_widget_set_sensitive (near, FALSE);
  if (self->reader != NULL)
    g_task_run_in_thread (task, make_thread);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}
