#include "cl-frames.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <time.h>

#include "cl-command.h"
#include "cl-span.h"

/* What GTK does in a turn of the main loop, named for cl-span.h: the phases of a frame, and the key, button or action that brought the turn about. */

static gboolean
phase_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer name)
{
  cl_span_phase (name);
  return TRUE;
}

/* The first frame of any window: when it was there, and what all threads had worked until then, in µs. */
static gboolean
painted_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer name)
{
  struct timespec work = { 0 };

  cl_span_phase (name);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &work);
  cl_span_note ("work before it", (gint64) work.tv_sec * G_USEC_PER_SEC + work.tv_nsec / 1000);
  cl_span_note ("first frame", g_get_monotonic_time ());
  g_signal_add_emission_hook (hint->signal_id, 0, phase_cb, name, NULL);
  return FALSE;
}

/* Which letter was typed is nobody's business. */
static gboolean
key_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  guint key = g_value_get_uint (&values[1]);
  const char *name = gdk_keyval_to_unicode (key) < 0x20 || gdk_keyval_to_unicode (key) == 0x7f ? gdk_keyval_name (key) : "letter";

  cl_span_mark (name != NULL ? g_intern_string (name) : "key");
  return TRUE;
}

static gboolean
action_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  cl_span_mark (g_intern_string (g_action_get_name (g_value_get_object (&values[0]))));
  return TRUE;
}

static gboolean
button_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  cl_span_mark ("button");
  return TRUE;
}

static void
hook (GType type, const char *signal, GSignalEmissionHook func, gpointer data)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);

  g_signal_add_emission_hook (g_signal_lookup (signal, type), 0, func, data, NULL);
}

/**
 * cl_frames_record:
 *
 * Where CANLIAN_SPANS names a file, records there what holds the main loop, until the program ends. Main thread, once, when GTK is up.
 */
void
cl_frames_record (void)
{
  const char *path = g_getenv ("CANLIAN_SPANS");
  g_autoptr (GError) error = NULL;

  if (path == NULL || *path == '\0')
    return;
  if (!cl_spans_start (path, &error))
    {
      cl_command_complain ("canlian: %s", error->message);
      return;
    }
  hook (GDK_TYPE_FRAME_CLOCK, "before-paint", phase_cb, (gpointer) "frame: before");
  hook (GDK_TYPE_FRAME_CLOCK, "update", phase_cb, (gpointer) "frame: ticks");
  hook (GDK_TYPE_FRAME_CLOCK, "layout", phase_cb, (gpointer) "frame: layout");
  hook (GDK_TYPE_FRAME_CLOCK, "paint", phase_cb, (gpointer) "frame: paint");
  hook (GDK_TYPE_FRAME_CLOCK, "after-paint", painted_cb, (gpointer) "frame: after");
  hook (GTK_TYPE_EVENT_CONTROLLER_KEY, "key-pressed", key_cb, NULL);
  hook (G_TYPE_SIMPLE_ACTION, "activate", action_cb, NULL);
  hook (GTK_TYPE_BUTTON, "clicked", button_cb, NULL);
  atexit (cl_spans_stop);
}
