#include <glib/gi18n.h>

#include "cl-ask.h"
#include "cl-desk-dialog.h"
#include "cl-desk.h"
#include "cl-paper-window.h"
#include "cl-recovery-paper.h"
#include "cl-recovery.h"
#include "cl-window-private.h"

/* Who sits at the desk: asked when the file is opened, by a key, and after some time without work. Where nobody is set up, none of this is met. */

/* The time without work is looked at so often, in ms. */
#define LOOK_MS 2000

/* What may be asked while nobody has signed in. */
static const char *const open_actions[] = { "help", "about", "shortcuts", "fullscreen", "retry", NULL };

/* What there must be an office for. */
static const char *const office_actions[] = { "find", "commands", "search", "new", "import", "export", "fill", "fill-again", "forms", "print", "journal", "desk", "persons",
                                              "handover", "recovery-key", "add-own", "manage-own", "backup", "backups", NULL };

/* The menu of a window without an office offers what leads to one, and nothing that would do nothing. */
void
cl_window_update_actions (ClWindow *self)
{
  for (guint i = 0; office_actions[i] != NULL; i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), office_actions[i])), self->context != NULL);
}

static void
cl_window_set_actions_locked (ClWindow *self, gboolean locked)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self));

  for (guint i = 0; names[i] != NULL; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), names[i]);

      if (G_IS_SIMPLE_ACTION (action) && !g_strv_contains (open_actions, names[i]))
        g_simple_action_set_enabled (G_SIMPLE_ACTION (action), !locked);
    }
  if (locked)
    return;
  cl_window_update_actions (self);
  cl_window_update_undo (self);
}

/* Dialogs and papers of this window: they show what only somebody who signed in sees. */
static void
cl_window_hide_others (ClWindow *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (toplevels, i);

      if (other == GTK_WIDGET (self) || CL_IS_WINDOW (other) || !gtk_widget_get_visible (other))
        continue;
      gtk_widget_set_visible (other, FALSE);
      g_ptr_array_add (self->hidden, g_object_ref (other));
    }
}

static void
cl_window_show_others (ClWindow *self, gboolean same)
{
  for (guint i = 0; i < self->hidden->len; i++)
    {
      GtkWidget *other = self->hidden->pdata[i];

      if (same)
        gtk_window_present (GTK_WINDOW (other));
      else
        gtk_window_destroy (GTK_WINDOW (other));
    }
  g_ptr_array_set_size (self->hidden, 0);
}

static void cl_window_arm (ClWindow *self);

static gboolean
cl_window_idle_cb (gpointer data)
{
  ClWindow *self = data;

  self->idle_source = 0;
  cl_window_arm (self);
  return G_SOURCE_REMOVE;
}

/* Locks, where nothing was touched for as long as the office says; else looks again when that would be, or a little later: the main loop's time stands still while the
 * computer sleeps. */
static void
cl_window_arm (ClWindow *self)
{
  guint seconds = self->context != NULL && cl_desk_is_set_up (self->store) ? cl_desk_get_lock_seconds (self->store) : 0;
  gint64 rest = self->touched + (gint64) seconds * G_USEC_PER_SEC - cl_desk_get_clock ();

  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (seconds == 0 || cl_desk_get_role (self->store) == CL_ROLE_NONE)
    return;
  if (rest <= 0)
    cl_window_lock (self);
  else
    self->idle_source = g_timeout_add ((guint) MIN (rest / 1000 + 50, LOOK_MS), cl_window_idle_cb, self);
}

static gboolean
cl_window_touched_cb (GtkEventControllerLegacy *controller, GdkEvent *event, ClWindow *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      self->touched = cl_desk_get_clock ();
      break;
    default:
      break;
    }
  return FALSE;
}

static void
cl_window_watch (ClWindow *self, GtkWidget *toplevel)
{
  GtkEventController *controller;

  if (g_object_get_data (G_OBJECT (toplevel), "cl-touched") != NULL)
    return;
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (cl_window_touched_cb), self, 0);
  gtk_widget_add_controller (toplevel, controller);
  g_object_set_data (G_OBJECT (toplevel), "cl-touched", controller);
}

/* Work in a dialog is work. */
static void
cl_window_toplevels_cb (GListModel *toplevels, guint position, guint removed, guint added, ClWindow *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      cl_window_watch (self, toplevel);
    }
}

/* Begins or goes on counting the time without work: after signing in, and when the office chose another time. */
void
cl_window_watch_desk (ClWindow *self)
{
  if (!self->watching)
    {
      GListModel *toplevels = gtk_window_get_toplevels ();

      self->watching = TRUE;
      cl_window_toplevels_cb (toplevels, 0, 0, g_list_model_get_n_items (toplevels), self);
      g_signal_connect_object (toplevels, "items-changed", G_CALLBACK (cl_window_toplevels_cb), self, 0);
    }
  self->touched = cl_desk_get_clock ();
  cl_window_arm (self);
  cl_window_update_title (self);
}

/* Asks who is there. Pages stay as they are, with what was being written, and are hidden and masked. FALSE: nobody has to say. */
gboolean
cl_window_lock (ClWindow *self)
{
  g_autofree char *actor = NULL;

  if (self->store == NULL || (self->context == NULL && cl_desk_sign_in_alone (self->store, NULL)))
    return FALSE;
  if (gtk_stack_get_child_by_name (GTK_STACK (self->whole), "instead") != NULL && self->context != NULL)
    return TRUE;
  actor = cl_desk_get_actor (self->store);
  cl_desk_sign_out (self->store);
  /* One person without a pass-phrase has nothing to say. */
  if (cl_desk_sign_in_alone (self->store, NULL))
    return FALSE;
  g_free (self->actor);
  self->actor = g_steal_pointer (&actor);
  g_clear_handle_id (&self->idle_source, g_source_remove);
  cl_window_hide_others (self);
  cl_window_show_instead (self, cl_sign_in_new (self, self->actor));
  cl_window_set_actions_locked (self, TRUE);
  return TRUE;
}

/* Somebody has signed in. */
void
cl_window_unlock (ClWindow *self)
{
  g_autofree char *actor = cl_desk_get_actor (self->store);
  g_autofree char *words = g_strdup_printf (_("%s is at the desk"), actor);

  cl_window_set_actions_locked (self, FALSE);
  if (self->context == NULL)
    cl_window_enter_office (self);
  else
    {
      cl_window_show_instead (self, NULL);
      cl_window_show_others (self, g_strcmp0 (actor, self->actor) == 0);
      cl_window_focus_page (self);
    }
  cl_window_watch_desk (self);
  cl_context_say (self->context, GTK_WIDGET (self), words);
}

static void
cl_window_desk_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->context != NULL && !cl_window_lock (self))
    cl_context_say (self->context, GTK_WIDGET (self), _("There is one person at the desk, without a pass-phrase. Add others under “Persons at the desk”."));
}

static void
cl_window_persons_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->context != NULL)
    cl_desk_dialog_present (self);
}

static void
cl_window_handover_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (self->context != NULL)
    cl_context_show_form (self->context, "work-handover", NULL);
}

/* The paper is all there is of the key: it is shown once, printed, and gone with its window. */
static void
cl_window_make_recovery (ClWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = self->context != NULL ? cl_recovery_paper_make (self->store, &error) : NULL;
  GtkWidget *paper = pdf != NULL ? cl_paper_window_new (GTK_WINDOW (self), pdf, _("Recovery key: print it now, it is kept nowhere else"), &error) : NULL;

  /* The day's backup in the second place is to open by it. */
  if (pdf != NULL)
    cl_window_look_for_backups (self);
  if (paper != NULL)
    gtk_window_present (GTK_WINDOW (paper));
  else if (error != NULL)
    cl_context_say (self->context, GTK_WIDGET (self), error->message);
}

/* Asked, since a new key makes the paper in the safe void. */
static void
cl_window_recovery_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;
  g_autofree char *day = self->context != NULL ? cl_recovery_get_day (self->store) : NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  if (self->context == NULL)
    return;
  if (!cl_desk_may (self->store, CL_RIGHT_KEEP, &error))
    {
      cl_context_say (self->context, GTK_WIDGET (self), error->message);
      return;
    }
  if (day == NULL)
    {
      cl_window_make_recovery (self);
      return;
    }
  words = g_strdup_printf (_("The paper of %s then opens only backups that were made before. Put the new one into the safe."), day);
  cl_ask_words (GTK_WIDGET (self), _("Make a new recovery key?"), words, _("_Make a new one"), G_CALLBACK (cl_window_make_recovery), G_OBJECT (self));
}

static const GActionEntry entries[] = {
  { "handover", cl_window_handover_cb, NULL, NULL, NULL, { 0 } },
  { "recovery-key", cl_window_recovery_cb, NULL, NULL, NULL, { 0 } },
  { "desk", cl_window_desk_cb, NULL, NULL, NULL, { 0 } },
  { "persons", cl_window_persons_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_window_add_desk_actions (ClWindow *self)
{
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* The window goes on to another file, or is closed. */
void
cl_window_end_desk (ClWindow *self)
{
  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_pointer (&self->actor, g_free);
  cl_window_show_others (self, FALSE);
  cl_window_set_actions_locked (self, FALSE);
}
