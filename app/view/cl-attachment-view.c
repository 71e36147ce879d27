#include "cl-config.h"

#include "cl-attachment-view-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-file-dialog.h"
#include "cl-paper-window.h"
#include "cl-view-private.h"
#include "cl-widgets.h"

typedef struct
{
  ClContext *context;
  GtkWidget *near; /* weak */
  GFile *file;
} Viewing;

static void
viewing_free (Viewing *viewing)
{
  g_clear_weak_pointer (&viewing->near);
  g_object_unref (viewing->context);
  g_object_unref (viewing->file);
  g_free (viewing);
}

static void
say (Viewing *viewing, const char *words)
{
  if (viewing->near != NULL)
    cl_context_say (viewing->context, viewing->near, words);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Viewing *viewing = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) window = cl_paper_window_open_finish (result, &error);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    say (viewing, error->message);
  viewing_free (viewing);
}

static void
copied_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Viewing *viewing = data;
  g_autoptr (GError) error = NULL;

  if (g_file_copy_finish (G_FILE (object), result, &error))
    say (viewing, _("Copy saved"));
  else
    say (viewing, error->message);
  viewing_free (viewing);
}

static void
save_cb (GtkDialog *dialog, int response, Viewing *viewing)
{
  g_autoptr (GFile) to = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (to != NULL)
    g_file_copy_async (viewing->file, to, G_FILE_COPY_OVERWRITE, G_PRIORITY_DEFAULT, NULL, NULL, NULL, copied_cb, viewing);
  else
    viewing_free (viewing);
}

void
cl_attachment_view_open (ClContext *context, GtkWidget *near, gint64 id)
{
  ClStore *store = cl_context_get_store (context);
  GtkRoot *root = gtk_widget_get_root (near);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (store), cl_catalogue_find_ledger (cl_context_get_catalogue (context), "attachment"), id, &error);
  g_autofree char *name = NULL, *called = NULL, *path = NULL;
  Viewing *viewing;

  if (record == NULL)
    {
      cl_context_say (context, near, error->message);
      return;
    }
  name = g_strdup (cl_record_get_named (record, "name")->text);
  called = cl_mask_numbers (name);
  path = cl_store_get_attachment_path (store, cl_record_get_named (record, "sha256")->text);
  viewing = g_new0 (Viewing, 1);
  viewing->context = g_object_ref (context);
  viewing->file = g_file_new_for_path (path);
  g_set_weak_pointer (&viewing->near, near);
  if (cl_paper_window_is_shown (name))
    cl_paper_window_open_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, viewing->file, name, opened_cb, viewing);
  else
    {
      GtkWidget *dialog = cl_file_dialog_new (near, _("Save a copy"), GTK_FILE_CHOOSER_ACTION_SAVE);

      /* Windows' disks take no name with a star in it. */
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), g_strdelimit (called, "*", 'x'));
      g_signal_connect (dialog, "response", G_CALLBACK (save_cb), viewing);
      gtk_window_present (GTK_WINDOW (dialog));
    }
}

static void
clicked_cb (GtkButton *button, ClContext *context)
{
  cl_attachment_view_open (context, GTK_WIDGET (button), *(gint64 *) g_object_get_data (G_OBJECT (button), "cl-id"));
}

GtkWidget *
cl_attachment_view_buttons (ClContext *context, const ClValue *value)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_context_get_catalogue (context), "attachment");
  const gint64 *ids = value->kind == CL_VALUE_INTEGER ? &value->integer : value->kind == CL_VALUE_IDS ? (const gint64 *) (void *) value->ids->data : NULL;
  guint n = value->kind == CL_VALUE_INTEGER ? 1 : value->kind == CL_VALUE_IDS ? value->ids->len : 0;
  GtkWidget *box;

  if (n == 0)
    return NULL;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *called = cl_view_call (context, ledger, ids[i]);
      /* Translators: opens an attached file; %s: its name */
      g_autofree char *name = g_strdup_printf (_("View %s"), called);
      GtkWidget *button = cl_icon_button_new ("document-open-symbolic", name, NULL);

      g_object_set_data_full (G_OBJECT (button), "cl-id", g_memdup2 (&ids[i], sizeof ids[i]), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), context, 0);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}
