#include "cl-announce.h"

#include "cl-span.h"
#include "cl-widgets-private.h"

/* How long a message stands in the DESCRIPTION before the widget's own comes back: long enough for Orca 43 to have asked for it. */
#define ANNOUNCEMENT_MS 1500

/* Where the focus goes on within this time, as after a deletion, the message goes with it; what had the focus may be gone before it was heard. */
#define FOLLOW_MS 400

/* How long what has the focus now is left to be said first: with the message in its DESCRIPTION by then, the message would be said twice. */
#define AFTER_FOCUS_MS 200

#if !GTK_CHECK_VERSION(4, 14, 0)
static GtkWidget *
get_focus (GtkRoot *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);

  /* GtkText is not on the bus: the entry around it is. */
  return focus != NULL && GTK_IS_TEXT (focus) ? gtk_widget_get_parent (focus) : focus;
}

/* Words that stood there before would be said once more where the focus still is: they wait until it is elsewhere. New ones are to be said. */
static gboolean
take_back_cb (gpointer data)
{
  GtkWidget *widget = data;
  GtkRoot *root = gtk_widget_get_root (widget);
  const char *own = cl_accessible_get_own (widget);

  if (root != NULL && get_focus (root) == widget && own != NULL && g_strcmp0 (own, g_object_get_data (G_OBJECT (widget), "cl-before-announcement")) == 0)
    return G_SOURCE_CONTINUE;
  g_object_set_data (G_OBJECT (widget), "cl-announcement-source", NULL);
  g_object_set_data (G_OBJECT (widget), "cl-announcement", NULL);
  cl_accessible_refresh_description (widget);
  return G_SOURCE_REMOVE;
}
static void
announce_on (GtkWidget *focus, const char *text)
{
  guint source = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (focus), "cl-announcement-source"));

  if (source != 0)
    g_source_remove (source);
  /* The same sentence twice is no change, and would not be heard. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  g_object_set_data_full (G_OBJECT (focus), "cl-announcement", g_strdup (text), g_free);
  g_object_set_data_full (G_OBJECT (focus), "cl-before-announcement", g_strdup (cl_accessible_get_own (focus)), g_free);
  cl_accessible_refresh_description (focus);
  source = g_timeout_add_full (G_PRIORITY_DEFAULT, ANNOUNCEMENT_MS, take_back_cb, g_object_ref (focus), g_object_unref);
  g_object_set_data (G_OBJECT (focus), "cl-announcement-source", GUINT_TO_POINTER (source));
}

static gboolean
follow_cb (gpointer data)
{
  GtkRoot *root = data;
  const char *text = g_object_get_data (G_OBJECT (root), "cl-announced");
  GtkWidget *focus = get_focus (root);

  g_object_set_data (G_OBJECT (root), "cl-following", NULL);
  if (text != NULL && focus != NULL)
    announce_on (focus, text);
  return G_SOURCE_REMOVE;
}

static void
follow (GtkRoot *root)
{
  if (g_object_get_data (G_OBJECT (root), "cl-following") != NULL)
    return;
  g_object_set_data (G_OBJECT (root), "cl-following", root);
  g_timeout_add_full (G_PRIORITY_DEFAULT, AFTER_FOCUS_MS, follow_cb, g_object_ref (root), g_object_unref);
}

static void
focus_moved_cb (GtkRoot *root, GParamSpec *pspec, gpointer data)
{
  gint64 now = g_get_monotonic_time ();
  const char *text = g_object_get_data (G_OBJECT (root), "cl-announced");
  const gint64 *until = g_object_get_data (G_OBJECT (root), "cl-announced-until");

  g_object_set_data_full (G_OBJECT (root), "cl-focus-moved", g_memdup2 (&now, sizeof now), g_free);
  if (text != NULL && now < *until)
    follow (root);
}

static void
remember (GtkRoot *root, const char *text)
{
  gint64 until = g_get_monotonic_time () + FOLLOW_MS * 1000;

  if (g_object_get_data (G_OBJECT (root), "cl-announced") == NULL)
    g_signal_connect (root, "notify::focus-widget", G_CALLBACK (focus_moved_cb), NULL);
  g_object_set_data_full (G_OBJECT (root), "cl-announced", g_strdup (text), g_free);
  g_object_set_data_full (G_OBJECT (root), "cl-announced-until", g_memdup2 (&until, sizeof until), g_free);
}
#endif

/**
 * cl_announce:
 * @near: any widget of the window that speaks; NULL says nothing
 * @text: a whole sentence, translated
 *
 * Speaks @text through the screen reader, whatever else is being read. Toasts, progress and status roles are silent on
 * GTK 4.8, where only a changed DESCRIPTION of the focused widget is heard; from 4.14 GTK announces by itself (PLATFORM.md).
 * The widget's own description comes back after a moment. Main thread.
 */
void
cl_announce (GtkWidget *near, const char *text)
{
  CL_SPAN ("announce");
  GtkRoot *root = near != NULL ? gtk_widget_get_root (near) : NULL;

  if (root == NULL || text == NULL || *text == '\0')
    return;
  /* A window that was closed is kept for a moment by what was said in it. */
  if (!gtk_widget_get_visible (GTK_WIDGET (root)))
    return;
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (root), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  GtkWidget *focus = get_focus (root);
  const gint64 *moved = g_object_get_data (G_OBJECT (root), "cl-focus-moved");

  remember (root, text);
  if (moved != NULL && g_get_monotonic_time () - *moved < AFTER_FOCUS_MS * 1000)
    follow (root);
  else
    announce_on (focus != NULL ? focus : GTK_WIDGET (root), text);
#endif
}
