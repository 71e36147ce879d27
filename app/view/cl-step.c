/* Work in steps: what is done so, and widgets that go so. */

#include "cl-config.h"

#include "cl-step.h"

#include "cl-span.h"

#define LEAVE_MS 5
#define LEAVE_ROWS 2

typedef struct
{
  gpointer owner; /* not owned: the source goes with it */
  const char *what;
  GSourceFunc step;
} Step;

static void
remove_source_cb (gpointer data)
{
  g_source_remove (GPOINTER_TO_UINT (data));
}

static gboolean
step_cb (gpointer data)
{
  const Step *step = data;

  if (step->step (step->owner))
    return G_SOURCE_CONTINUE;
  /* The step may have started another of its kind, or let go of its owner. */
  if (!g_source_is_destroyed (g_main_current_source ()))
    g_object_steal_data (step->owner, step->what);
  return G_SOURCE_REMOVE;
}

/**
 * cl_step_start:
 * @owner: a GObject; what is not done when it is disposed of is not done
 * @what: a literal: what of @owner's is done so; started again, the one before ends
 * @interval: ms between two steps
 * @step: called with @owner until it returns %G_SOURCE_REMOVE
 *
 * Frames and keys go before a step. Main thread.
 */
void
cl_step_start (gpointer owner, const char *what, guint interval, GSourceFunc step)
{
  Step *one = g_new (Step, 1);
  guint source;

  *one = (Step) { .owner = owner, .what = what, .step = step };
  source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, interval, step_cb, one, g_free);
  g_object_set_data_full (G_OBJECT (owner), what, GUINT_TO_POINTER (source), remove_source_cb);
}

/**
 * cl_step_stop:
 * @owner: as it was started with
 * @what: the same
 *
 * No step follows. Main thread.
 */
void
cl_step_stop (gpointer owner, const char *what)
{
  g_object_set_data (G_OBJECT (owner), what, NULL);
}

/**
 * cl_step_is_far:
 * @key: a key
 *
 * Returns: whether it leads far in a list: rows that are still to come must be there before
 */
gboolean
cl_step_is_far (guint key)
{
  static const guint far[] = { GDK_KEY_End, GDK_KEY_KP_End, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down };

  for (guint i = 0; i < G_N_ELEMENTS (far); i++)
    if (key == far[i])
      return TRUE;
  return FALSE;
}

static gboolean
let_go_cb (gpointer data)
{
  CL_SPAN ("list: let go");
  GtkWidget *list = data, *row = NULL;

  for (guint i = 0; i < LEAVE_ROWS && (row = gtk_widget_get_first_child (list)) != NULL; i++)
    if (GTK_IS_LIST_BOX (list))
      gtk_list_box_remove (GTK_LIST_BOX (list), row);
    else
      gtk_box_remove (GTK_BOX (list), row);
  if (row != NULL)
    return G_SOURCE_CONTINUE;
  if (gtk_widget_get_parent (list) != NULL)
    gtk_box_remove (GTK_BOX (gtk_widget_get_parent (list)), list);
  return G_SOURCE_REMOVE;
}

/**
 * cl_step_let_go:
 * @list: a GtkListBox or GtkBox in a GtkBox
 *
 * Hides @list at once, and takes it away with its rows step by step: a row of many widgets takes as long to go as to come. Main thread.
 */
void
cl_step_let_go (GtkWidget *list)
{
  gtk_widget_set_visible (list, FALSE);
  cl_step_start (list, "cl-let-go", LEAVE_MS, let_go_cb);
}
