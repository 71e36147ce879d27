#include "cl-config.h"

#include "cl-field-ask.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-field-row-private.h"
#include "cl-span.h"
#include "cl-widgets.h"

/* Between the last key and the review: nobody wants to hear half a name judged. */
#define REVIEW_MS 250
#define FIELDS_OF_NEW 5

typedef struct
{
  ClContext *context;
  ClRecord *draft;
  GtkWidget *ask;
  GtkWidget *note;
  GPtrArray *rows;   /* ClFieldRow, not owned */
  GHashTable *wanted; /* ClFieldRow: has to be filled */
  ClFieldAskReview review;
  ClFieldAskApply apply;
  gpointer data;
  GDestroyNotify destroy;
  guint review_source;
} FieldAsk;

static void
field_ask_free (gpointer data)
{
  FieldAsk *self = data;

  g_clear_handle_id (&self->review_source, g_source_remove);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->wanted);
  cl_record_free (self->draft);
  g_object_unref (self->context);
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

/* What stands in the rows goes into the draft. @strict: what cannot be read is said and gets the focus. */
static gboolean
read_rows (FieldAsk *self, gboolean strict)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      ClFieldRow *row = self->rows->pdata[i];
      const ClField *field = cl_field_row_get_field (row);
      g_auto (ClValue) value = CL_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      /* While one types, a name that is not chosen yet is nobody, and no mistake. */
      if (!strict && row->ids != NULL && !cl_field_is_several (field) && cl_field_get_field_type (field) == CL_FIELD_REFERENCE)
        {
          if (row->ids->len > 0)
            cl_value_set_integer (&value, g_array_index (row->ids, gint64, 0));
        }
      else if (!cl_field_row_get_value (row, &value, &error))
        {
          if (!strict)
            continue;
          cl_field_row_set_message (row, "error", error->message);
          gtk_widget_grab_focus (GTK_WIDGET (row));
          cl_announce (self->ask, error->message);
          return FALSE;
        }
      if (strict && cl_value_is_none (&value) && g_hash_table_contains (self->wanted, row))
        {
          /* Translators: %s: the name of a field */
          g_autofree char *message = g_strdup_printf (_("%s is wanted here. Fill it in."), cl_field_get_label (field));

          cl_field_row_set_message (row, "error", message);
          gtk_widget_grab_focus (GTK_WIDGET (row));
          cl_announce (self->ask, message);
          return FALSE;
        }
      cl_record_set (self->draft, field, &value);
    }
  return TRUE;
}

static void
show_note (FieldAsk *self, const char *text)
{
  if (g_strcmp0 (text != NULL ? text : "", gtk_label_get_text (GTK_LABEL (self->note))) == 0)
    return;
  gtk_label_set_text (GTK_LABEL (self->note), text != NULL ? text : "");
  gtk_widget_set_visible (self->note, text != NULL);
  if (text != NULL && gtk_widget_get_mapped (self->ask))
    cl_announce (self->ask, text);
}

static gboolean
review_cb (gpointer data)
{
  CL_SPAN ("editor: review");
  FieldAsk *self = data;
  g_autofree char *text = NULL;

  self->review_source = 0;
  read_rows (self, FALSE);
  text = self->review (self->draft, self->data);
  show_note (self, text);
  return G_SOURCE_REMOVE;
}

static void
edited_cb (FieldAsk *self)
{
  if (self->review == NULL)
    return;
  g_clear_handle_id (&self->review_source, g_source_remove);
  self->review_source = g_timeout_add (REVIEW_MS, review_cb, self);
}

static void
apply_cb (FieldAsk *self)
{
  g_autoptr (GError) error = NULL;

  if (!read_rows (self, TRUE))
    return;
  if (!self->apply (self->draft, self->data, &error))
    {
      show_note (self, error->message);
      return;
    }
  gtk_window_destroy (GTK_WINDOW (self->ask));
}

/* Who is not there yet is made in a window over this one, and taken. */
typedef struct
{
  ClContext *context;
  ClFieldRow *row;
} NewReference;

static void
new_reference_free (gpointer data)
{
  NewReference *self = data;

  g_object_unref (self->context);
  g_object_unref (self->row);
  g_free (self);
}

static gboolean
save_new (ClTransaction *transaction, gpointer data, GError **error)
{
  return cl_transaction_save (transaction, data, error);
}

static gboolean
apply_new (ClRecord *draft, gpointer data, GError **error)
{
  NewReference *self = data;
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *words = NULL;

  if (!cl_record_derive (draft, cl_store_get_reader (store), cl_store_get_catalogue (store), error))
    return FALSE;
  /* Translators: %s: a ledger's title */
  words = g_strdup_printf (_("New in %s"), cl_ledger_get_title (cl_record_get_ledger (draft)));
  if (cl_store_write (store, words, save_new, draft, error) == 0)
    return FALSE;
  cl_field_row_take_reference (self->row, cl_record_get_id (draft));
  return TRUE;
}

static void
create_cb (FieldAsk *self, const char *text, ClFieldRow *row)
{
  ClLedger *ledger = cl_catalogue_find_ledger (cl_context_get_catalogue (self->context), cl_field_get_target (cl_field_row_get_field (row)));
  ClRecord *draft = cl_record_new (ledger);
  NewReference *reference = g_new (NewReference, 1);
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = g_strdup_printf (_("New in %s"), cl_ledger_get_title (ledger));

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      if (cl_field_is_hidden (field) || (fields->len >= FIELDS_OF_NEW && !cl_field_is_required (field)))
        continue;
      if (fields->len == 0)
        cl_record_set_text (draft, cl_field_get_name (field), text, NULL);
      g_ptr_array_add (fields, g_strconcat (cl_field_get_name (field), cl_field_is_required (field) ? "*" : "", NULL));
    }
  g_ptr_array_add (fields, NULL);
  *reference = (NewReference) { g_object_ref (self->context), g_object_ref (row) };
  cl_field_ask (self->ask, self->context, title, _("_Save"), draft, (const char *const *) fields->pdata, NULL, apply_new, reference, new_reference_free);
}

static void
only_codes (ClFieldRow *row, const char *names)
{
  g_auto (GStrv) offered = g_strsplit (names, "|", -1);
  ClCodes *codes = cl_field_get_codes (cl_field_row_get_field (row));

  for (guint i = 0; row->checks != NULL && i < row->checks->len; i++)
    if (!g_strv_contains ((const char *const *) offered, cl_codes_get_code (codes, i)) && !gtk_check_button_get_active (row->checks->pdata[i]))
      gtk_widget_set_visible (row->checks->pdata[i], FALSE);
}

static void
add_field (FieldAsk *self, GtkWidget *box, const char *plan)
{
  ClLedger *ledger = cl_record_get_ledger (self->draft);
  g_auto (GStrv) parts = g_strsplit (plan, "=", 2);
  gboolean wanted = g_str_has_suffix (parts[0], "*");
  const ClField *field;
  GtkWidget *row;

  if (wanted)
    parts[0][strlen (parts[0]) - 1] = '\0';
  field = cl_ledger_find_field (ledger, parts[0]);
  g_return_if_fail (field != NULL);
  row = cl_field_row_new (self->context, field);
  cl_field_row_set_value (CL_FIELD_ROW (row), cl_record_get (self->draft, field));
  if (parts[1] != NULL)
    only_codes (CL_FIELD_ROW (row), parts[1]);
  if (wanted || cl_field_is_required (field))
    g_hash_table_add (self->wanted, row);
  g_signal_connect_swapped (row, "edited", G_CALLBACK (edited_cb), self);
  g_signal_connect_swapped (row, "create", G_CALLBACK (create_cb), self);
  g_ptr_array_add (self->rows, row);
  gtk_box_append (GTK_BOX (box), row);
}

/**
 * cl_field_ask:
 * @near: a widget of the window that it belongs to
 * @context: the context
 * @title: what is done, translated
 * @action: the button's mnemonic label
 * @draft: (transfer full): the record whose fields are asked for
 * @fields: (array zero-terminated=1): their names; "reason*" has to be filled, "post=chair|member" offers only these codes
 * @review: (nullable): what is said of the draft after each edit
 * @apply: does it
 * @data: for both
 * @destroy: (nullable): frees @data when the window goes
 *
 * Asks. Escape and Cancel do nothing. Main thread.
 */
void
cl_field_ask (GtkWidget *near, ClContext *context, const char *title, const char *action, ClRecord *draft, const char *const *fields,
              ClFieldAskReview review, ClFieldAskApply apply, gpointer data, GDestroyNotify destroy)
{
  FieldAsk *self = g_new0 (FieldAsk, 1);
  GtkWidget *rows, *button, *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->context = g_object_ref (context);
  self->draft = draft;
  self->rows = g_ptr_array_new ();
  self->wanted = g_hash_table_new (NULL, NULL);
  self->review = review;
  self->apply = apply;
  self->data = data;
  self->destroy = destroy;
  self->ask = cl_ask_new (near, title, action, &rows, &button);
  for (guint i = 0; fields[i] != NULL; i++)
    add_field (self, box, fields[i]);
  self->note = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->note), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (self->note), 50);
  gtk_widget_set_margin_top (self->note, 6);
  gtk_widget_set_visible (self->note, FALSE);
  gtk_box_append (GTK_BOX (box), self->note);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (rows), box);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (apply_cb), self);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-field-ask", self, field_ask_free);
  edited_cb (self);
  cl_ask_present (self->ask, self->rows->pdata[0]);
}
