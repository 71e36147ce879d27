#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-details-private.h"
#include "cl-merge-dialog-private.h"
#include "cl-record-editor-private.h"
#include "cl-span.h"
#include "cl-view-private.h"

/* The forms that lie on the record being read, and what becomes of the pane when one of them is saved, left, or wants another. */

ClRecordForm *
cl_record_pile_get_top (ClRecordEditor *self)
{
  return self->forms->len > 0 ? g_ptr_array_index (self->forms, self->forms->len - 1) : NULL;
}

/* What lies below is hidden, not only covered: assistive tools would find it. */
void
cl_record_pile_show_top (ClRecordEditor *self)
{
  gtk_widget_set_visible (self->details, self->forms->len == 0);
  for (guint i = 0; i < self->forms->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->forms, i), i + 1 == self->forms->len);
}

static void
drop_form (GPtrArray *forms)
{
  GtkWidget *form = g_ptr_array_steal_index (forms, forms->len - 1);

  gtk_widget_unparent (form);
  g_object_unref (form);
}

static gboolean
take_apart_cb (gpointer data)
{
  ClRecordEditor *self = data;

  if (cl_record_form_take_apart (g_ptr_array_index (self->left, self->left->len - 1)))
    return G_SOURCE_CONTINUE;
  drop_form (self->left);
  if (self->left->len > 0)
    return G_SOURCE_CONTINUE;
  self->left_source = 0;
  return G_SOURCE_REMOVE;
}

void
cl_record_pile_clear (ClRecordEditor *self)
{
  while (self->forms->len > 0)
    drop_form (self->forms);
  while (self->left->len > 0)
    drop_form (self->left);
  g_clear_handle_id (&self->left_source, g_source_remove);
}

static void
pop_form (ClRecordEditor *self)
{
  CL_SPAN ("editor: close");
  ClRecordForm *form = g_ptr_array_steal_index (self->forms, self->forms->len - 1);

  /* The pane below takes the focus before the form that has it goes. */
  cl_record_pile_show_top (self);
  cl_record_form_retire (form);
  g_ptr_array_add (self->left, form);
  if (self->left_source == 0)
    self->left_source = g_idle_add_full (G_PRIORITY_LOW, take_apart_cb, self, NULL);
}

void
cl_record_pile_pop_all (ClRecordEditor *self)
{
  while (self->forms->len > 0)
    pop_form (self);
}

static ClFieldRow *
get_caller (ClRecordForm *form)
{
  return g_object_get_data (G_OBJECT (form), "cl-caller");
}

static gboolean
is_part_form (ClRecordEditor *self, ClRecordForm *form)
{
  return self->id != 0 && cl_record_form_get_ledger (form) != self->ledger;
}

static void
set_record (ClRecordEditor *self, ClLedger *ledger, gint64 id)
{
  if (self->ledger != ledger)
    {
      g_clear_pointer (&self->ledger, cl_ledger_unref);
      self->ledger = cl_ledger_ref (ledger);
    }
  self->id = id;
  cl_details_show (CL_DETAILS (self->details), self->ledger, id);
}

static void
form_saved_cb (ClRecordEditor *self, gint64 id, ClRecordForm *form)
{
  ClFieldRow *caller = get_caller (form);
  ClLedger *ledger = cl_record_form_get_ledger (form);
  g_autofree char *called = cl_view_call (self->context, ledger, id);
  /* Translators: after a save; %s: the record's name */
  g_autofree char *text = g_strdup_printf (_("%s saved"), called);

  if (cl_record_form_has_changes (form))
    {
      /* Translators: after a save, while which something more was typed; %s: the record's name */
      g_autofree char *more = g_strdup_printf (_("%s saved; what you typed after that is not saved yet"), called);

      cl_context_say (self->context, GTK_WIDGET (self), more);
      if (caller == NULL && !is_part_form (self, form))
        set_record (self, ledger, id);
      return;
    }
  if (form != cl_record_pile_get_top (self))
    return;
  if (caller != NULL)
    {
      pop_form (self);
      cl_field_row_take_reference (caller, id);
      return;
    }
  if (is_part_form (self, form))
    {
      pop_form (self);
      cl_details_reload (CL_DETAILS (self->details));
      gtk_widget_grab_focus (self->details);
      cl_context_say (self->context, GTK_WIDGET (self), text);
      return;
    }
  pop_form (self);
  set_record (self, ledger, id);
  g_signal_emit_by_name (self, "saved", id);
  cl_context_say (self->context, GTK_WIDGET (self), text);
}

static void
say_left (ClRecordEditor *self)
{
  cl_context_say (self->context, GTK_WIDGET (self),
                  cl_record_drafts_are_kept (self->context)
                      ? _("Kept as a draft. It comes back when this is opened again")
                      : _("The file cannot take the draft. It comes back when this is opened again, but not when Canlian is closed before"));
}

static void
form_cancelled_cb (ClRecordEditor *self, ClRecordForm *form)
{
  ClFieldRow *caller = get_caller (form);
  gint64 saved = form->saved;
  gboolean part;

  if (form != cl_record_pile_get_top (self))
    return;
  part = is_part_form (self, form);
  if (cl_record_form_has_changes (form))
    say_left (self);
  pop_form (self);
  if (caller != NULL && saved != 0)
    cl_field_row_take_reference (caller, saved);
  else if (caller != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (caller));
  else if (part)
    gtk_widget_grab_focus (self->details);
  else if (saved != 0)
    g_signal_emit_by_name (self, "saved", saved);
  else
    g_signal_emit_by_name (self, "closed");
}

static void
form_create_cb (ClRecordEditor *self, ClFieldRow *row, const char *text)
{
  ClLedger *target = cl_catalogue_find_ledger (cl_context_get_catalogue (self->context), cl_field_get_target (cl_field_row_get_field (row)));
  const char *called = target != NULL ? cl_ledger_get_called (target) : NULL;
  ClRecord *draft;

  if (target == NULL)
    return;
  draft = cl_record_new (target);
  /* What was typed is most likely the name. */
  if (called != NULL && cl_ledger_find_field (target, called) != NULL && !cl_record_set_text (draft, called, text, NULL))
    g_debug ("What was typed is not a name");
  cl_record_pile_push (self, draft, row, NULL);
}

static void
leave_as_draft (ClRecordEditor *self)
{
  cl_record_pile_pop_all (self);
  g_signal_emit_by_name (self, "closed");
  say_left (self);
}

/* Whose number was typed: what was being written lies as a draft meanwhile. */
static void
form_look_at_cb (ClRecordEditor *self, gint64 id, ClRecordForm *form)
{
  g_autofree char *ledger = g_strdup (cl_ledger_get_name (cl_record_form_get_ledger (form)));

  if (form != cl_record_pile_get_top (self))
    return;
  leave_as_draft (self);
  cl_context_show_record (self->context, ledger, id);
}

/* Who seems to be the same as the one being written. */
static void
form_merge_cb (ClRecordEditor *self, gint64 id, ClRecordForm *form)
{
  gint64 two[] = { cl_record_form_get_id (form), id };
  g_autoptr (GArray) ids = g_array_append_vals (g_array_new (FALSE, FALSE, sizeof (gint64)), two, G_N_ELEMENTS (two));
  g_autoptr (ClLedger) ledger = cl_ledger_ref (cl_record_form_get_ledger (form));

  if (form != cl_record_pile_get_top (self))
    return;
  leave_as_draft (self);
  cl_merge_ask (GTK_WIDGET (self), self->context, ledger, ids);
}

/* The form begins anew. */
void
cl_record_pile_drop_draft (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ClRecordEditor *self = CL_RECORD_EDITOR (widget);
  ClRecordForm *form = cl_record_pile_get_top (self);
  ClFieldRow *caller = form != NULL ? get_caller (form) : NULL;
  ClRecord *draft;

  if (form == NULL || cl_record_form_refuse_while_saving (form))
    return;
  draft = cl_record_form_drop (form);
  pop_form (self);
  cl_record_pile_push (self, draft, caller, NULL);
  cl_context_say (self->context, widget, _("The draft is dropped; the fields are as they were before it"));
}

void
cl_record_pile_push (ClRecordEditor *self, ClRecord *draft, ClFieldRow *caller, const char *field)
{
  CL_SPAN ("editor: open");
  GtkWidget *form = cl_record_form_new (self->context, draft);
  g_autofree char *said = NULL;

  gtk_widget_set_hexpand (form, TRUE);
  g_object_set_data (G_OBJECT (form), "cl-caller", caller);
  g_signal_connect_swapped (form, "saved", G_CALLBACK (form_saved_cb), self);
  g_signal_connect_swapped (form, "cancelled", G_CALLBACK (form_cancelled_cb), self);
  g_signal_connect_swapped (form, "create", G_CALLBACK (form_create_cb), self);
  g_signal_connect_swapped (form, "look-at", G_CALLBACK (form_look_at_cb), self);
  g_signal_connect_swapped (form, "merge", G_CALLBACK (form_merge_cb), self);
  g_ptr_array_add (self->forms, g_object_ref_sink (form));
  gtk_widget_set_parent (form, GTK_WIDGET (self));
  cl_record_pile_show_top (self);
  cl_record_form_focus_field (CL_RECORD_FORM (form), field);
  said = cl_record_form_say_draft (CL_RECORD_FORM (form));
  /* For the ear; the eyes have it above the fields. */
  if (said != NULL)
    cl_announce (form, said);
}
