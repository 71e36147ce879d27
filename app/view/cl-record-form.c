#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-announce.h"
#include "cl-record-form-private.h"
#include "cl-span.h"
#include "cl-step.h"
#include "cl-view-private.h"
#include "cl-widgets-private.h"

#define ROWS_AT_ONCE 3
#define ROWS_A_STEP 1
#define ROWS_LEFT_A_STEP 4
#define STEP_MS 5
#define FILL "cl-fill"

enum
{
  SAVED,
  CANCELLED,
  CREATE,
  LOOK_AT,
  MERGE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClRecordForm, cl_record_form, GTK_TYPE_WIDGET)

void
cl_record_form_show_summary (ClRecordForm *self, const char *css_class, const char *text)
{
  gtk_widget_remove_css_class (self->summary, "error");
  gtk_widget_remove_css_class (self->summary, "warning");
  gtk_widget_set_visible (self->summary, text != NULL);
  gtk_label_set_text (GTK_LABEL (self->summary), text != NULL ? text : "");
  self->refused = FALSE;
  if (css_class != NULL)
    gtk_widget_add_css_class (self->summary, css_class);
}

/* Takes what stands in @row into the draft. */
gboolean
cl_record_form_collect (ClRecordForm *self, ClFieldRow *row, GError **error)
{
  const ClField *field = cl_field_row_get_field (row);
  g_auto (ClValue) value = CL_VALUE_INIT;

  if (!cl_field_row_get_value (row, &value, error))
    return FALSE;
  if (!cl_value_equal (&value, cl_record_get (self->draft, field)))
    cl_record_set (self->draft, field, &value);
  return TRUE;
}

/* Fills what follows from other fields, and shows it where nobody is writing. */
void
cl_record_form_derive (ClRecordForm *self)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (GError) error = NULL;

  if (!cl_record_derive (self->draft, cl_store_get_reader (store), cl_store_get_catalogue (store), &error))
    {
      g_debug ("Fields were not derived: %s", error->message);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      ClFieldRow *row = g_ptr_array_index (self->rows, i);
      const ClValue *value = cl_record_get (self->draft, cl_field_row_get_field (row));
      g_auto (ClValue) shown = CL_VALUE_INIT;

      if (cl_field_row_is_dirty (row) || !cl_field_row_get_value (row, &shown, NULL))
        continue;
      if (!cl_value_equal (value, &shown))
        cl_field_row_set_value (row, value);
    }
}

GPtrArray *
cl_record_form_check (ClRecordForm *self)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (GError) error = NULL;
  GPtrArray *problems = cl_record_check (self->draft, cl_store_get_reader (store), cl_store_get_catalogue (store), &error);

  if (problems == NULL)
    {
      g_warning ("A record was not checked: %s", error != NULL ? error->message : "");
      problems = g_ptr_array_new ();
    }
  return problems;
}

/* What is wrong with one field is said when it is left, not before; that it is empty only at the save. */
static void
say_problems_of (ClRecordForm *self, ClFieldRow *row)
{
  g_autoptr (GPtrArray) problems = cl_record_form_check (self);

  for (guint i = 0; i < problems->len; i++)
    {
      const ClProblem *problem = g_ptr_array_index (problems, i);

      if (problem->field != cl_field_row_get_field (row))
        continue;
      if (problem->severity == CL_PROBLEM_ERROR && cl_value_is_none (cl_record_get (self->draft, problem->field)))
        continue;
      cl_field_row_set_message (row, problem->severity == CL_PROBLEM_WARNING ? "warning" : "error", problem->message);
      cl_announce (GTK_WIDGET (self), problem->message);
      return;
    }
}

static void
edited_cb (ClRecordForm *self, ClFieldRow *row)
{
  self->changed = TRUE;
  self->giving_up = FALSE;
  if (self->saving)
    cl_record_form_note_since (self, row);
  cl_record_form_keep_later (self);
  cl_record_form_look_for_twin (self, row);
}

/* What the entry says now comes into the field instead of what the draft says. */
static void
take_stored (ClRecordForm *self, ClFieldRow *row)
{
  const ClField *field = cl_field_row_get_field (row);

  cl_record_set (self->draft, field, cl_record_get (self->pristine, field));
  g_hash_table_remove (self->before, cl_field_get_name (field));
  g_hash_table_remove (self->restored, cl_field_get_name (field));
  cl_field_row_set_value (row, cl_record_get (self->pristine, field));
  cl_field_row_set_message (row, NULL, NULL);
  cl_field_row_offer (row, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  edited_cb (self, row);
  cl_announce (GTK_WIDGET (self), _("Taken as it is kept"));
}

static void
offer_taken_cb (ClRecordForm *self, ClFieldRow *row)
{
  gint64 twin = cl_record_form_get_twin (row);

  if (g_hash_table_contains (self->before, cl_field_get_name (cl_field_row_get_field (row))))
    take_stored (self, row);
  else if (twin != 0 && !cl_record_form_refuse_while_saving (self))
    g_signal_emit (self, signals[LOOK_AT], 0, twin);
}

/* What is written here stays as a draft: the two are made one as they are kept. */
static void
also_taken_cb (ClRecordForm *self, ClFieldRow *row)
{
  gint64 twin = cl_record_form_get_twin (row);

  if (twin != 0 && !cl_record_form_refuse_while_saving (self))
    g_signal_emit (self, signals[MERGE], 0, twin);
}

static void
committed_cb (ClRecordForm *self, ClFieldRow *row)
{
  g_autoptr (GError) error = NULL;

  if (!cl_record_form_collect (self, row, &error))
    {
      cl_field_row_set_message (row, "error", error->message);
      cl_announce (GTK_WIDGET (self), error->message);
      cl_record_form_review (self);
      return;
    }
  cl_field_row_set_message (row, NULL, NULL);
  cl_record_form_derive (self);
  say_problems_of (self, row);
  cl_record_form_review (self);
  cl_record_form_say_namesake (self, row);
  cl_record_form_settle_twin (row);
}

static void
create_cb (ClRecordForm *self, const char *text, ClFieldRow *row)
{
  /* It would lie over this one when the save ends. */
  if (!cl_record_form_refuse_while_saving (self))
    g_signal_emit (self, signals[CREATE], 0, row, text);
}

gboolean
cl_record_form_refuse_while_saving (ClRecordForm *self)
{
  if (self->saving)
    cl_announce (GTK_WIDGET (self), _("This is being saved. Wait until it is"));
  return self->saving;
}

void
cl_record_form_cancel (ClRecordForm *self)
{
  CL_SPAN ("editor: cancel");
  if (cl_record_form_refuse_while_saving (self))
    return;
  if (cl_record_form_has_changes (self) && !self->giving_up)
    {
      const char *text = _("Not saved yet. Ctrl+S saves, Escape once more leaves it as a draft, Ctrl+Shift+D drops it");

      self->giving_up = TRUE;
      cl_record_form_show_summary (self, "warning", text);
      cl_announce (GTK_WIDGET (self), text);
      return;
    }
  cl_record_form_end_draft (self, FALSE);
  g_signal_emit (self, signals[CANCELLED], 0);
}

ClRecord *
cl_record_form_drop (ClRecordForm *self)
{
  self->changed = FALSE;
  cl_record_form_end_draft (self, TRUE);
  return cl_record_copy (self->pristine);
}

static void
cancel_clicked_cb (ClRecordForm *self)
{
  cl_record_form_cancel (self);
}

static void
save_clicked_cb (ClRecordForm *self)
{
  cl_record_form_save (self);
}

static void
focus_changed_cb (GtkEventControllerFocus *controller, GParamSpec *pspec, ClFieldRow *row)
{
  ClRecordForm *self = CL_RECORD_FORM (gtk_widget_get_ancestor (GTK_WIDGET (row), CL_TYPE_RECORD_FORM));
  const char *help = cl_field_get_help (cl_field_row_get_field (row));

  if (self != NULL && gtk_event_controller_focus_contains_focus (controller))
    gtk_label_set_text (GTK_LABEL (self->help), help != NULL ? help : "");
}

static void
add_row (ClRecordForm *self, GtkWidget *box, const ClField *field)
{
  GtkWidget *row = cl_field_row_new (self->context, field);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  cl_field_row_set_value (CL_FIELD_ROW (row), cl_record_get (self->draft, field));
  cl_record_form_restore_row (self, CL_FIELD_ROW (row));
  g_signal_connect_swapped (row, "edited", G_CALLBACK (edited_cb), self);
  g_signal_connect_swapped (row, "committed", G_CALLBACK (committed_cb), self);
  g_signal_connect_swapped (row, "create", G_CALLBACK (create_cb), self);
  g_signal_connect_swapped (row, "offer-taken", G_CALLBACK (offer_taken_cb), self);
  g_signal_connect_swapped (row, "also-taken", G_CALLBACK (also_taken_cb), self);
  g_signal_connect (focus, "notify::contains-focus", G_CALLBACK (focus_changed_cb), row);
  gtk_widget_add_controller (row, focus);
  gtk_box_append (GTK_BOX (box), row);
  g_ptr_array_add (self->rows, row);
}

/* Makes rows for at most @n fields more; FALSE: there are none. */
static gboolean
add_rows (ClRecordForm *self, guint n)
{
  ClLedger *ledger = cl_record_get_ledger (self->draft);
  const char *owner = cl_ledger_get_part_of (ledger);

  for (; n > 0 && self->next_field < cl_ledger_get_n_fields (ledger); self->next_field++)
    {
      const ClField *field = cl_ledger_get_field (ledger, self->next_field);

      if (cl_field_is_hidden (field))
        continue;
      /* A part stays with whom it belongs to. */
      if (owner != NULL && g_str_equal (owner, cl_field_get_name (field)) && !cl_value_is_none (cl_record_get (self->draft, field)))
        continue;
      add_row (self, self->fields, field);
      n--;
    }
  return self->next_field < cl_ledger_get_n_fields (ledger);
}

static gboolean
fill_cb (gpointer data)
{
  CL_SPAN ("editor: fill");
  ClRecordForm *self = data;

  return add_rows (self, ROWS_A_STEP) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
cl_record_form_add_all_rows (ClRecordForm *self)
{
  cl_step_stop (self, FILL);
  add_rows (self, G_MAXUINT);
}

/* A person has 33 fields and half of them are drop-downs, which take GTK 4.8 three milliseconds each: those seen first come first,
 * the others between frames. */
static GtkWidget *
create_fields (ClRecordForm *self)
{
  self->fields = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->fields, "cl-form");
  if (add_rows (self, ROWS_AT_ONCE))
    cl_step_start (self, FILL, STEP_MS, fill_cb);
  return self->fields;
}

void
cl_record_form_show_title (ClRecordForm *self)
{
  gint64 id = cl_record_get_id (self->draft);
  ClLedger *ledger = cl_record_get_ledger (self->draft);
  /* Translators: the heading over a new record; %s: a ledger's title, "Persons" */
  g_autofree char *text = id != 0 ? cl_view_call (self->context, ledger, id) : g_strdup_printf (_("%s: new entry"), cl_ledger_get_title (ledger));

  gtk_label_set_text (GTK_LABEL (self->title), text);
}

static GtkWidget *
create_head (ClRecordForm *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cancel, *save;

  gtk_widget_add_css_class (head, "cl-bar");
  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->title, TRUE);
  cl_record_form_show_title (self);
  cancel = cl_text_button_new (_("_Cancel"), NULL);
  cl_widget_set_tooltip (cancel, _("Escape"));
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_clicked_cb), self);
  save = cl_text_button_new (_("_Save"), NULL);
  gtk_widget_add_css_class (save, "suggested-action");
  cl_widget_set_tooltip (save, _("Ctrl+S"));
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (save_clicked_cb), self);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), cancel);
  gtk_box_append (GTK_BOX (head), save);
  return head;
}

static gboolean
cl_record_form_grab_focus (GtkWidget *widget)
{
  if (cl_widget_is_walked (widget))
    return FALSE;
  cl_record_form_focus_field (CL_RECORD_FORM (widget), NULL);
  return TRUE;
}

static void
cl_record_form_dispose (GObject *object)
{
  ClRecordForm *self = CL_RECORD_FORM (object);
  GtkWidget *child;

  cl_step_stop (self, FILL);
  if (self->context != NULL)
    cl_record_form_end_draft (self, FALSE);
  g_ptr_array_set_size (self->rows, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (cl_record_form_parent_class)->dispose (object);
}

static void
cl_record_form_finalize (GObject *object)
{
  ClRecordForm *self = CL_RECORD_FORM (object);

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->since);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_pointer (&self->draft, cl_record_free);
  g_clear_pointer (&self->pristine, cl_record_free);
  g_clear_pointer (&self->kept_draft, cl_draft_free);
  g_clear_pointer (&self->restored, g_hash_table_unref);
  g_clear_pointer (&self->before, g_hash_table_unref);
  g_free (self->kept);
  G_OBJECT_CLASS (cl_record_form_parent_class)->finalize (object);
}

/* The window closes, or another page is shown: what was typed in the last second is kept now. */
static void
cl_record_form_unmap (GtkWidget *widget)
{
  cl_record_form_keep_now (CL_RECORD_FORM (widget));
  GTK_WIDGET_CLASS (cl_record_form_parent_class)->unmap (widget);
}

static void
cl_record_form_class_init (ClRecordFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_record_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_record_form_finalize;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_record_form_grab_focus;
  widget_class->unmap = cl_record_form_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_FORM);
  signals[SAVED] = g_signal_new ("saved", CL_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[CANCELLED] = g_signal_new ("cancelled", CL_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CREATE] = g_signal_new ("create", CL_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, CL_TYPE_FIELD_ROW, G_TYPE_STRING);
  signals[LOOK_AT] = g_signal_new ("look-at", CL_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[MERGE] = g_signal_new ("merge", CL_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
cl_record_form_init (ClRecordForm *self)
{
  self->rows = g_ptr_array_new ();
  self->since = g_hash_table_new (NULL, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
cl_record_form_new (ClContext *context, ClRecord *draft)
{
  CL_SPAN ("editor: make");
  ClRecordForm *self = g_object_new (CL_TYPE_RECORD_FORM, NULL);
  GtkWidget *widget = GTK_WIDGET (self);

  self->context = g_object_ref (context);
  self->draft = draft;
  cl_record_form_find_draft (self);
  gtk_widget_set_parent (create_head (self), widget);
  self->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->summary), 0);
  gtk_label_set_wrap (GTK_LABEL (self->summary), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->summary), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->summary, "cl-summary");
  gtk_widget_set_visible (self->summary, FALSE);
  gtk_widget_set_parent (self->summary, widget);
  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), create_fields (self));
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, widget);
  self->help = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->help), 0);
  gtk_label_set_wrap (GTK_LABEL (self->help), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->help), 2);
  gtk_label_set_ellipsize (GTK_LABEL (self->help), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->help, "dim-label");
  gtk_widget_add_css_class (self->help, "cl-bar");
  gtk_widget_set_parent (self->help, widget);
  cl_record_form_show_draft (self);
  cl_record_form_accept_files (self);
  return widget;
}

ClLedger *
cl_record_form_get_ledger (ClRecordForm *self)
{
  return cl_record_get_ledger (self->draft);
}

gint64
cl_record_form_get_id (ClRecordForm *self)
{
  return cl_record_get_id (self->draft);
}

ClFieldRow *
cl_record_form_find_row (ClRecordForm *self, const ClField *field)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (cl_field_row_get_field (g_ptr_array_index (self->rows, i)) == field)
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

gboolean
cl_record_form_has_changes (ClRecordForm *self)
{
  return self->changed;
}

void
cl_record_form_focus_field (ClRecordForm *self, const char *field)
{
  /* No more rows are made than it takes to have that one. */
  for (guint i = 0; i < self->rows->len || add_rows (self, 1) || i < self->rows->len; i++)
    if (field == NULL || g_str_equal (cl_field_get_name (cl_field_row_get_field (g_ptr_array_index (self->rows, i))), field))
      {
        gtk_widget_grab_focus (g_ptr_array_index (self->rows, i));
        cl_widget_bring_into_view (g_ptr_array_index (self->rows, i));
        return;
      }
}

void
cl_record_form_retire (ClRecordForm *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  cl_step_stop (self, FILL);
  cl_record_form_end_draft (self, FALSE);
  g_hash_table_remove_all (self->since);
  g_ptr_array_set_size (self->rows, 0);
}

gboolean
cl_record_form_take_apart (ClRecordForm *self)
{
  CL_SPAN ("editor: take apart");
  GtkWidget *row;

  for (guint i = 0; i < ROWS_LEFT_A_STEP && (row = gtk_widget_get_first_child (self->fields)) != NULL; i++)
    gtk_box_remove (GTK_BOX (self->fields), row);
  return gtk_widget_get_first_child (self->fields) != NULL;
}

void
cl_record_form_reveal (ClRecordForm *self)
{
  cl_record_form_add_all_rows (self);
  for (guint i = 0; i < self->rows->len; i++)
    cl_field_row_set_revealed (g_ptr_array_index (self->rows, i), TRUE);
}
