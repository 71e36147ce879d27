/* The rows of a list, given to its view step by step. */

#include "cl-config.h"

#include "cl-list-steps-private.h"

#include "cl-span.h"
#include "cl-step.h"

#define ROWS "cl-rows"
#define LAST_NEAR "cl-last-near"
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
 * cl_list_steps_keep:
 * @steps: what the view shows
 * @n: how many of its rows stay
 *
 * What stands behind them from here on follows step by step. Main thread.
 */
void
cl_list_steps_keep (GtkSliceListModel *steps, guint n)
{
  gtk_slice_list_model_set_size (steps, n);
  cl_step_start (steps, ROWS, STEP_MS, step_cb);
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
leave_cb (gpointer data)
{
  CL_SPAN ("list: fewer rows");
  GtkSliceListModel *steps = data;
  guint least = GPOINTER_TO_UINT (g_object_get_data (data, LAST_NEAR)), n = g_list_model_get_n_items (G_LIST_MODEL (steps));

  if (n <= least)
    return G_SOURCE_REMOVE;
  gtk_slice_list_model_set_size (steps, n > MADE_AT_ONCE && least < MADE_AT_ONCE ? MADE_AT_ONCE : n > least + STEP_ROWS ? n - STEP_ROWS : least);
  return G_SOURCE_CONTINUE;
}

/**
 * cl_list_steps_leave_far:
 * @steps: what the view shows
 * @position: of the row that is chosen; it and what stands near it stays
 *
 * What is far behind goes step by step, of a list that is about to be given other rows: two hundred rows take as long to go as to come. All are there again after
 * cl_list_steps_end(), or a key that goes far. Main thread.
 */
void
cl_list_steps_leave_far (GtkSliceListModel *steps, guint position)
{
  g_object_set_data (G_OBJECT (steps), LAST_NEAR, GUINT_TO_POINTER (position + 2 * STEP_ROWS));
  cl_step_start (steps, ROWS, STEP_MS, leave_cb);
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
