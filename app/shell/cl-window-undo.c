#include <glib/gi18n.h>

#include "cl-span.h"
#include "cl-window-private.h"

/* What was done last, taken back and done again, and the two buttons that say what that is. */

typedef struct
{
  ClWindow *window;
  ClProgress *progress;
  char *words;
  gboolean undo;
} TakeBack;

static void
take_back_free (TakeBack *back)
{
  g_object_unref (back->window);
  g_object_unref (back->progress);
  g_free (back->words);
  g_free (back);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TakeBack, take_back_free)

static void
cl_window_took_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TakeBack) back = data;
  ClWindow *self = back->window;
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  ClStore *store = CL_STORE (source);
  gint64 entry = back->undo ? cl_store_undo_finish (store, result, &error) : cl_store_redo_finish (store, result, &error);

  self->taking_back = FALSE;
  cl_window_end_work (self, back->progress);
  /* The window went on to another file, or is closed. */
  if (self->store != store || self->context == NULL)
    return;
  cl_window_update_undo (self);
  if (entry == 0)
    sentence = g_strdup (error->message);
  else
    sentence = g_strdup_printf (back->undo ? _("Undone: %s") : _("Done again: %s"), back->words != NULL ? back->words : "");
  cl_context_say (self->context, GTK_WIDGET (self), sentence);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  cl_window_tell_finished (self, entry == 0 ? _("Nothing was taken back. The window says why.") : back->undo ? _("It was taken back.") : _("It was done again."));
}

/* The writer works while the window lives on: a large import takes seconds to take back. */
static void
cl_window_take_back (ClWindow *self, gboolean undo)
{
  TakeBack *back;

  if (self->store == NULL || self->context == NULL || self->taking_back)
    return;
  back = g_new0 (TakeBack, 1);
  back->window = g_object_ref (self);
  back->words = undo ? cl_store_get_undo_words (self->store) : cl_store_get_redo_words (self->store);
  back->undo = undo;
  back->progress = cl_progress_new ();
  self->taking_back = TRUE;
  cl_window_begin_work (self, undo ? _("Taking it back") : _("Doing it again"), back->progress);
  cl_window_update_undo (self);
  if (undo)
    cl_store_undo_async (self->store, G_CANCELLABLE (back->progress), cl_window_took_back_cb, back);
  else
    cl_store_redo_async (self->store, G_CANCELLABLE (back->progress), cl_window_took_back_cb, back);
}

static void
cl_window_undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_take_back (data, TRUE);
}

static void
cl_window_redo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_window_take_back (data, FALSE);
}

static void
cl_window_update_button (ClWindow *self, GtkWidget *button, const char *action, const char *name, gboolean enabled)
{
  cl_widget_set_tooltip (button, name);
  cl_accessible_name (button, name);
  /* A tooltip becomes the description too, and would be said twice. */
  cl_accessible_describe (button, NULL);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), action)), enabled);
}

/* The buttons say what they would undo and do again. */
void
cl_window_update_undo (ClWindow *self)
{
  CL_SPAN ("window: undo words");
  g_autofree char *undo = self->context != NULL ? cl_store_get_undo_words (self->store) : NULL;
  g_autofree char *redo = self->context != NULL ? cl_store_get_redo_words (self->store) : NULL;
  g_autofree char *undo_name = undo != NULL ? g_strdup_printf (_("Undo: %s"), undo) : g_strdup (_("Undo"));
  g_autofree char *redo_name = redo != NULL ? g_strdup_printf (_("Do again: %s"), redo) : g_strdup (_("Redo"));

  cl_window_update_button (self, self->undo, "undo", undo_name, undo != NULL && !self->taking_back);
  cl_window_update_button (self, self->redo, "redo", redo_name, redo != NULL && !self->taking_back);
}

static const GActionEntry entries[] = {
  { "undo", cl_window_undo_cb, NULL, NULL, NULL, { 0 } },
  { "redo", cl_window_redo_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_window_add_undo_actions (ClWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
