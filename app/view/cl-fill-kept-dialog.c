/* Sheets of others that are kept under a name: one is filled again, called otherwise, or kept no longer. */

#include "cl-config.h"

#include "cl-fill-dialog.h"

#include <glib/gi18n-lib.h>

#include "cl-ask-private.h"
#include "cl-fill-run-private.h"
#include "cl-widgets.h"

typedef struct
{
  ClContext *context;
  GtkWidget *ask, *near;
  GtkWidget *kept, *file, *name;
} KeptDialog;

static void
kept_dialog_free (gpointer data)
{
  KeptDialog *self = data;

  g_object_unref (self->context);
  g_object_unref (self->near);
  g_free (self);
}

static const char *
get_name (KeptDialog *self)
{
  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->kept)));
}

static void
chosen_cb (KeptDialog *self)
{
  g_autofree char *path = cl_fill_propose_path (get_name (self));

  gtk_editable_set_text (GTK_EDITABLE (self->file), path);
  gtk_editable_set_text (GTK_EDITABLE (self->name), get_name (self));
}

/* Says @words, or what is wrong, over the window that the dialog leaves. */
static void
leave (KeptDialog *self, const char *words)
{
  g_autoptr (ClContext) context = g_object_ref (self->context);
  g_autoptr (GtkWidget) near = g_object_ref (self->near);

  gtk_window_destroy (GTK_WINDOW (self->ask));
  cl_context_say (context, near, words);
}

static void
go_cb (KeptDialog *self)
{
  g_autofree char *path = NULL;
  g_autoptr (ClContext) context = g_object_ref (self->context);
  g_autoptr (GtkWidget) near = g_object_ref (self->near);
  g_autoptr (GError) error = NULL;
  ClFillKept *kept;

  if (!cl_fill_check_path (self->ask, self->file, NULL, &path))
    return;
  kept = cl_fill_open_kept (cl_context_get_store (context), get_name (self), &error);
  if (kept == NULL)
    {
      leave (self, error->message);
      return;
    }
  gtk_window_destroy (GTK_WINDOW (self->ask));
  cl_fill_run (context, near, kept, path, NULL);
}

static void
rename_cb (KeptDialog *self)
{
  const char *other = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  if (!cl_fill_rename_kept (cl_context_get_store (self->context), get_name (self), other, &error))
    {
      cl_ask_complain (self->ask, self->name, error->message);
      return;
    }
  /* Translators: the names of a report, before and now */
  words = g_strdup_printf (_("The report “%s” is called “%s” now"), get_name (self), other);
  leave (self, words);
}

static void
remove_cb (KeptDialog *self)
{
  g_autoptr (GError) error = NULL;
  gboolean removed = cl_fill_remove_kept (cl_context_get_store (self->context), get_name (self), &error);
  /* Translators: a report's name */
  g_autofree char *words = removed ? g_strdup_printf (_("The report “%s” is kept no longer. Ctrl+Z brings it back"), get_name (self)) : g_strdup (error->message);

  leave (self, words);
}

/* Enter in the name calls the report so; in the place it fills. */
static GtkWidget *
create_name (KeptDialog *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *call = cl_text_button_new (_("Call it _so"), NULL);

  self->name = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->name), 22);
  cl_accessible_name (self->name, _("Another name"));
  g_signal_connect_swapped (self->name, "activate", G_CALLBACK (rename_cb), self);
  g_signal_connect_swapped (call, "clicked", G_CALLBACK (rename_cb), self);
  gtk_box_append (GTK_BOX (line), self->name);
  gtk_box_append (GTK_BOX (line), call);
  return line;
}

static char **
list_names (ClStore *store)
{
  g_autoptr (ClRowModel) reports = cl_row_model_new (store, cl_catalogue_find_ledger (cl_store_get_catalogue (store), "report"), NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (reports)); i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (reports), i);

      g_strv_builder_add (names, cl_row_get_text (row, 0));
    }
  return g_strv_builder_end (names);
}

/**
 * cl_fill_dialog_again:
 * @near: over whose window
 * @context: the context
 *
 * Asks which of the reports that were kept is made again, and makes it; there one is called otherwise, or kept no longer. Main thread.
 */
void
cl_fill_dialog_again (GtkWidget *near, ClContext *context)
{
  g_auto (GStrv) names = list_names (cl_context_get_store (context));
  GtkWidget *rows, *button, *remove;
  KeptDialog *self;

  if (names[0] == NULL)
    {
      cl_context_say (context, near, _("No report is kept yet. Fill a sheet of the county's, and give it a name to be kept under."));
      return;
    }
  self = g_new0 (KeptDialog, 1);
  self->context = g_object_ref (context);
  self->near = g_object_ref (near);
  self->ask = cl_ask_new (near, _("Reports in sheets of others"), _("_Fill"), &rows, &button);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-fill-kept-dialog", self, kept_dialog_free);
  self->kept = cl_ask_add_choice (rows, _("Report to make again"), (const char *const *) names, 0);
  self->file = cl_ask_add_entry (rows, _("Where to"), NULL);
  cl_ask_add (rows, _("Another name"), create_name (self));
  remove = cl_text_button_new (_("_Keep it no longer"), NULL);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);
  cl_ask_add (rows, _("Not needed any more"), remove);
  chosen_cb (self);
  g_signal_connect_swapped (self->kept, "notify::selected", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (go_cb), self);
  cl_ask_present (self->ask, self->kept);
}
