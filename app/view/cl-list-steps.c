/* The rows of a list, given to its view step by step. */

#include "cl-config.h"

#include "cl-list-steps-private.h"

#include "cl-span.h"
#include "cl-step.h"

#define ROWS "cl-rows"
#define STEP_ROWS 10
#define STEP_MS 10
/* As many as a list view makes: what comes after them makes no widgets. */
#define MADE_AT_ONCE 220

static gboolean
step_cb (gpointer data)
{
  CL_SPAN ("list: more rows");
  GtkSliceListModel *steps = data;
  guint size = gtk_slice_list_model_get_size (steps) + STEP_ROWS;

  if (size < MADE_AT_ONCE)
    {
      gtk_slice_list_model_set_size (steps, size);
      return G_SOURCE_CONTINUE;
    }
  gtk_slice_list_model_set_size (steps, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

/**
 * cl_list_steps_take:
 * @steps: what the view shows
 * @rows: (nullable): all that there are
 * @position: of the row that is chosen; it and what stands near it is there at once
 *
 * The rest follows within a quarter of a second. Main thread.
 */
void
cl_list_steps_take (GtkSliceListModel *steps, GListModel *rows, guint position)
{
  guint size = position + 2 * STEP_ROWS;

  cl_step_stop (steps, ROWS);
  gtk_slice_list_model_set_model (steps, NULL);
  gtk_slice_list_model_set_size (steps, size);
  gtk_slice_list_model_set_model (steps, rows);
  if (rows != NULL && g_list_model_get_n_items (rows) > size)
    cl_step_start (steps, ROWS, STEP_MS, step_cb);
  else
    gtk_slice_list_model_set_size (steps, G_MAXUINT);
}

/**
 * cl_list_steps_end:
 * @steps: what the view shows
 *
 * All rows are there after it. Main thread.
 */
void
cl_list_steps_end (GtkSliceListModel *steps)
{
  cl_step_stop (steps, ROWS);
  gtk_slice_list_model_set_size (steps, G_MAXUINT);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, GtkSliceListModel *steps)
{
  if (cl_step_is_far (key))
    cl_list_steps_end (steps);
  return GDK_EVENT_PROPAGATE;
}

/**
 * cl_list_steps_watch_keys:
 * @steps: what the view shows
 * @list: the view
 *
 * Has all rows be there before a key of @list goes far among them, so that End leads to the last that there is. Main thread.
 */
void
cl_list_steps_watch_keys (GtkSliceListModel *steps, GtkWidget *list)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), steps, 0);
  gtk_widget_add_controller (list, keys);
}
