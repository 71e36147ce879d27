#include <glib/gi18n.h>

#include "cl-date-picker.h"
#include "cl-duty.h"
#include "cl-today-page-private.h"

/* A day that is offered when something is postponed. */
#define POSTPONE_DAYS 7

static const ClTodayRow *
get_selected (ClTodayPage *self)
{
  return cl_today_row_get (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
}

static gboolean
can_be_marked (const ClTodayRow *row)
{
  return row != NULL && row->duty->name != NULL && row->duty->where != NULL;
}

/* What was said is told with the way back. */
static gboolean
mark (ClTodayPage *self, const ClDuty *duty, ClDutyMark said, const char *until, const char *reason, const char *to)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  g_autofree char *sentence = NULL;

  if (!cl_duty_set_mark (store, duty, said, until, reason, to, &error))
    {
      cl_context_say (self->context, GTK_WIDGET (self), error->message);
      return FALSE;
    }
  words = cl_store_get_undo_words (store);
  /* Translators: what was done, and how it is taken back */
  sentence = g_strdup_printf (_("%s. Ctrl+Z takes it back"), words != NULL ? words : "");
  cl_context_say (self->context, GTK_WIDGET (self), sentence);
  return TRUE;
}

static void
mark_selected (ClTodayPage *self, ClDutyMark said)
{
  const ClTodayRow *row = get_selected (self);

  if (row == NULL)
    return;
  if (!can_be_marked (row))
    {
      cl_context_say (self->context, GTK_WIDGET (self), _("This cannot be marked. Go to its place and see to it there: it goes from here by itself."));
      return;
    }
  if (said == CL_DUTY_MARK_NONE && row->group != CL_AGENDA_ASIDE)
    return;
  mark (self, row->duty, said, NULL, NULL, NULL);
}

static void
done_cb (ClTodayPage *self)
{
  mark_selected (self, CL_DUTY_MARK_DONE);
  cl_today_focus_row (self);
}

static void
again_cb (ClTodayPage *self)
{
  mark_selected (self, CL_DUTY_MARK_NONE);
  cl_today_focus_row (self);
}

static void
ask (ClTodayPage *self, gboolean handing)
{
  const ClTodayRow *row = get_selected (self);
  g_autofree char *until = cl_date_add (cl_today (), 0, 0, POSTPONE_DAYS);

  if (!can_be_marked (row))
    {
      mark_selected (self, CL_DUTY_MARK_POSTPONED);
      return;
    }
  g_clear_pointer (&self->asked, cl_duty_free);
  self->asked = cl_duty_copy (row->duty);
  self->handing = handing;
  gtk_editable_set_text (GTK_EDITABLE (self->until), until);
  gtk_editable_set_text (GTK_EDITABLE (self->why), "");
  gtk_editable_set_text (GTK_EDITABLE (self->who), "");
  cl_entry_set_error (self->until, NULL);
  cl_entry_set_error (self->who, NULL);
  gtk_widget_set_visible (self->until_row, !handing);
  gtk_widget_set_visible (self->why_row, !handing);
  gtk_widget_set_visible (self->who_row, handing);
  gtk_label_set_text (GTK_LABEL (g_object_get_data (G_OBJECT (self->form), "cl-about")), self->asked->sentence);
  gtk_widget_set_visible (self->form, TRUE);
  cl_accessible_describe (handing ? self->who : self->until, self->asked->sentence);
  gtk_widget_grab_focus (handing ? self->who : self->until);
}

static void
postpone_cb (ClTodayPage *self)
{
  ask (self, FALSE);
}

static void
hand_cb (ClTodayPage *self)
{
  ask (self, TRUE);
}

static void
cancel_cb (ClTodayPage *self)
{
  gtk_widget_set_visible (self->form, FALSE);
  g_clear_pointer (&self->asked, cl_duty_free);
  cl_today_focus_row (self);
}

static void
refuse (GtkWidget *entry, const char *message)
{
  cl_entry_set_error (entry, message);
  gtk_widget_grab_focus (entry);
  cl_announce (entry, message);
}

static void
save_cb (ClTodayPage *self)
{
  g_autofree char *why = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->why))));
  g_autofree char *who = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->who))));
  g_autofree char *until = NULL;
  g_autoptr (GError) error = NULL;

  if (self->asked == NULL)
    return;
  if (self->handing && *who == '\0')
    {
      refuse (self->who, _("Enter who sees to it now."));
      return;
    }
  if (!self->handing)
    {
      until = cl_date_parse (gtk_editable_get_text (GTK_EDITABLE (self->until)), &error);
      if (until == NULL || g_strcmp0 (until, cl_today ()) <= 0)
        {
          refuse (self->until, error != NULL ? error->message : _("Enter a day to come, such as 2027-03-15."));
          return;
        }
    }
  if (mark (self, self->asked, self->handing ? CL_DUTY_MARK_HANDED : CL_DUTY_MARK_POSTPONED, until, *why != '\0' ? why : NULL, self->handing ? who : NULL))
    cancel_cb (self);
}

static gboolean
form_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClTodayPage *self)
{
  if (key != GDK_KEY_Escape)
    return FALSE;
  cancel_cb (self);
  return TRUE;
}

static GtkWidget *
add_entry (ClTodayPage *self, GtkWidget *group, const char *title, GtkWidget **entry)
{
  GtkWidget *row = cl_entry_row_new (title, entry);

  g_signal_connect_swapped (*entry, "activate", G_CALLBACK (save_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

/* A pane under the bar; Enter saves, Escape gives it up. */
GtkWidget *
cl_today_create_form (ClTodayPage *self)
{
  GtkWidget *group = adw_preferences_group_new (), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *about = gtk_label_new (NULL);
  GtkWidget *save = cl_text_button_new (_("_Save"), NULL), *cancel = cl_text_button_new (_("_Cancel"), NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->form, "cl-form");
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_label_set_wrap (GTK_LABEL (about), TRUE);
  gtk_widget_add_css_class (about, "heading");
  self->until_row = add_entry (self, group, _("Postpone until"), &self->until);
  cl_date_picker_add (self->until, _("Postpone until"), FALSE);
  self->why_row = add_entry (self, group, _("Why"), &self->why);
  self->who_row = add_entry (self, group, _("To whom"), &self->who);
  gtk_widget_add_css_class (save, "suggested-action");
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (save_cb), self);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), cancel);
  gtk_box_append (GTK_BOX (buttons), save);
  gtk_box_append (GTK_BOX (self->form), group);
  gtk_box_prepend (GTK_BOX (self->form), about);
  gtk_box_append (GTK_BOX (self->form), buttons);
  g_object_set_data (G_OBJECT (self->form), "cl-about", about);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (form_key_cb), self);
  gtk_widget_add_controller (self->form, keys);
  gtk_widget_set_visible (self->form, FALSE);
  return self->form;
}

static GtkWidget *
add_button (ClTodayPage *self, GtkWidget *bar, const char *label, const char *key, GCallback callback)
{
  GtkWidget *button = cl_text_button_new (label, NULL);

  cl_widget_set_tooltip (button, key);
  cl_accessible_describe (button, NULL);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (bar), button);
  return button;
}

void
cl_today_add_mark_buttons (ClTodayPage *self, GtkWidget *bar)
{
  self->done = add_button (self, bar, _("_Done"), "D", G_CALLBACK (done_cb));
  self->postpone = add_button (self, bar, _("_Postpone…"), "P", G_CALLBACK (postpone_cb));
  self->hand = add_button (self, bar, _("_Hand Over…"), "H", G_CALLBACK (hand_cb));
  self->again = add_button (self, bar, _("Tell _Again"), "R", G_CALLBACK (again_cb));
}

void
cl_today_update_marks (ClTodayPage *self)
{
  const ClTodayRow *row = get_selected (self);
  gboolean can = can_be_marked (row), aside = can && row->group == CL_AGENDA_ASIDE;

  gtk_widget_set_sensitive (self->done, can);
  gtk_widget_set_sensitive (self->postpone, can);
  gtk_widget_set_sensitive (self->hand, can);
  gtk_widget_set_visible (self->again, aside);
}

/* The keys of a row, told by the buttons' tooltips. */
gboolean
cl_today_mark_key (ClTodayPage *self, guint key)
{
  switch (gdk_keyval_to_lower (key))
    {
    case GDK_KEY_d:
      done_cb (self);
      return TRUE;
    case GDK_KEY_p:
      postpone_cb (self);
      return TRUE;
    case GDK_KEY_h:
      hand_cb (self);
      return TRUE;
    case GDK_KEY_r:
      again_cb (self);
      return TRUE;
    default:
      return FALSE;
    }
}
