#include "cl-config.h"

#include "cl-widgets.h"

/* GTK 4.8 sets the first focus before the AT-SPI objects exist; after this time they do (PLATFORM.md). */
#define FOCUS_MS 400

typedef struct
{
  GtkWidget *widget; /* a window: whatever has its first focus */
  GtkEventController *keys; /* of the window */
  gboolean is_typed;
  GtkWidget *text; /* where the first key went, if that takes text */
  gboolean is_composing; /* an input method holds what is typed there */
} Later;

static void
preedit_cb (GtkText *text, const char *preedit, Later *later)
{
  later->is_composing = *preedit != '\0';
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint keycode, GdkModifierType state, Later *later)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys))));

  later->is_typed = TRUE;
  if (later->text == NULL && GTK_IS_TEXT (focus))
    {
      later->text = g_object_ref (focus);
      g_signal_connect (focus, "preedit-changed", G_CALLBACK (preedit_cb), later);
    }
  return FALSE;
}

static void
later_free (gpointer data)
{
  Later *later = data;
  GtkWidget *window = gtk_event_controller_get_widget (later->keys);

  g_signal_handlers_disconnect_by_data (later->keys, later);
  if (window != NULL)
    gtk_widget_remove_controller (window, later->keys);
  if (later->text != NULL)
    g_signal_handlers_disconnect_by_data (later->text, later);
  g_clear_object (&later->text);
  g_object_unref (later->keys);
  g_object_unref (later->widget);
  g_free (later);
}

/* Text that gets the focus is selected, and the next letter would take its place. */
static void
focus_text_again (GtkRoot *root, GtkText *text)
{
  int start = 0, end = 0;

  gtk_editable_get_selection_bounds (GTK_EDITABLE (text), &start, &end);
  if (gtk_editable_get_position (GTK_EDITABLE (text)) == start)
    {
      int other = start;

      start = end;
      end = other;
    }
  gtk_root_set_focus (root, NULL);
  gtk_text_grab_focus_without_selecting (text);
  gtk_editable_select_region (GTK_EDITABLE (text), start, end);
}

static gboolean
later_cb (gpointer data)
{
  Later *later = data;
  GtkWidget *window = gtk_event_controller_get_widget (later->keys), *focus;
  gboolean is_any = later->is_typed || later->widget == window;

  if (window == NULL || !gtk_widget_get_mapped (later->widget))
    return G_SOURCE_REMOVE;
  if (later->is_composing)
    return G_SOURCE_CONTINUE;
  focus = gtk_root_get_focus (GTK_ROOT (window));
  if (later->is_typed && GTK_IS_TEXT (focus))
    {
      focus_text_again (GTK_ROOT (window), GTK_TEXT (focus));
      return G_SOURCE_REMOVE;
    }
  /* Focus that is there already would not be said again. */
  if (focus != NULL && (is_any || gtk_widget_is_ancestor (focus, later->widget)))
    gtk_root_set_focus (GTK_ROOT (window), NULL);
  if (!is_any)
    gtk_widget_grab_focus (later->widget);
  else if (focus == NULL || !gtk_widget_grab_focus (focus))
    gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

static void
begin (GtkWidget *widget)
{
  Later *later = g_new0 (Later, 1);

  later->widget = g_object_ref (widget);
  later->keys = g_object_ref (gtk_event_controller_key_new ());
  gtk_event_controller_set_propagation_phase (later->keys, GTK_PHASE_CAPTURE);
  g_signal_connect (later->keys, "key-pressed", G_CALLBACK (key_cb), later);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), later->keys);
  g_timeout_add_full (G_PRIORITY_DEFAULT, FOCUS_MS, later_cb, later, later_free);
}

static void
mapped_cb (GtkWidget *widget, gpointer data)
{
  g_signal_handlers_disconnect_by_func (widget, mapped_cb, data);
  begin (widget);
}

/**
 * cl_focus_later:
 * @widget: what is to have the first focus, or a window: then what has it
 *
 * Focuses @widget 400 ms after it is shown: the first focus of a window is never announced on GTK 4.8. Who types before that stays where that was typed, with the
 * text as it is, and what an input method holds is waited for. Main thread.
 */
void
cl_focus_later (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (gtk_widget_get_mapped (widget))
    begin (widget);
  else
    g_signal_connect (widget, "map", G_CALLBACK (mapped_cb), NULL);
}
