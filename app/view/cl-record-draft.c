#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-journal.h"
#include "cl-record-editor.h"
#include "cl-record-form-private.h"
#include "cl-widgets.h"

/* What is being written is kept in the file, a second after each keystroke at the latest, and found again when the form is opened the next time. */

#define KEEP_MS 1000

/* Of one window: drafts that a form has before it or that are over, and those handed to the writer that may not be there yet. */
typedef struct
{
  GHashTable *taken;   /* gint64: never restored into another form */
  GHashTable *landing; /* gint64 -> ClDraft */
  GHashTable *lost;    /* gint64: of those landing, what could not be written; the next letter tries again */
} Desk;

static void
desk_free (gpointer data)
{
  Desk *desk = data;

  g_hash_table_unref (desk->taken);
  g_hash_table_unref (desk->landing);
  g_hash_table_unref (desk->lost);
  g_free (desk);
}

static Desk *
get_desk (ClContext *context)
{
  Desk *desk = g_object_get_data (G_OBJECT (context), "cl-drafts");

  if (desk == NULL)
    {
      desk = g_new (Desk, 1);
      desk->taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      desk->landing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) cl_draft_free);
      desk->lost = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_object_set_data_full (G_OBJECT (context), "cl-drafts", desk, desk_free);
    }
  return desk;
}

typedef struct
{
  ClContext *context;
  GWeakRef form; /* that speaks */
  gint64 id;
  const ClDraft *draft; /* to be compared alone: another may have been handed over since, and this one freed */
  gboolean left;        /* by its form: others may want to know */
} Landing;

static void
forget_landing (Desk *desk, const gint64 *id)
{
  g_hash_table_remove (desk->lost, id);
  g_hash_table_remove (desk->landing, id);
}

/* It stays in memory, and where it is the first it is said: who goes on should know. */
static void
note_lost (Landing *landing, Desk *desk, const GError *error)
{
  gboolean is_first = g_hash_table_size (desk->lost) == 0;

  g_hash_table_add (desk->lost, g_memdup2 (&landing->id, sizeof landing->id));
  if (is_first)
    {
      g_autoptr (GtkWidget) form = g_weak_ref_get (&landing->form);
      g_autofree char *words = g_strdup_printf (_("What is being written here cannot be kept as a draft: %s"), error->message);

      cl_context_say (landing->context, form, words);
    }
}

static void
landed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Landing *landing = data;
  Desk *desk = get_desk (landing->context);
  gboolean is_last = g_hash_table_lookup (desk->landing, &landing->id) == landing->draft;
  g_autoptr (GError) error = NULL;

  if (cl_draft_write_finish (CL_STORE (source), result, &error))
    {
      if (is_last)
        forget_landing (desk, &landing->id);
    }
  else if (is_last)
    note_lost (landing, desk, error);
  if (landing->left)
    g_signal_emit_by_name (source, "drafts-changed");
  g_weak_ref_clear (&landing->form);
  g_object_unref (landing->context);
  g_free (landing);
}

/**
 * cl_record_drafts_are_kept:
 * @context: of a window
 *
 * Returns: whether all that was written in its forms, and not saved, is in the file or on its way there. Main thread.
 */
gboolean
cl_record_drafts_are_kept (ClContext *context)
{
  return g_hash_table_size (get_desk (context)->lost) == 0;
}

static void
hand_over (ClRecordForm *self, gboolean left)
{
  Landing *landing = g_new0 (Landing, 1);
  ClDraft *draft = cl_draft_copy (self->kept_draft);

  draft->time = g_get_real_time () / 1000;
  landing->context = g_object_ref (self->context);
  g_weak_ref_init (&landing->form, self);
  landing->id = draft->id;
  landing->draft = draft;
  landing->left = left;
  g_hash_table_replace (get_desk (self->context)->landing, g_memdup2 (&draft->id, sizeof draft->id), draft);
  cl_draft_write_async (cl_context_get_store (self->context), draft, landed_cb, landing);
}

static gint64
get_owner (const ClRecord *record)
{
  const char *owner = cl_ledger_get_part_of (cl_record_get_ledger (record));
  const ClValue *value = owner != NULL ? cl_record_get_named (record, owner) : NULL;

  return value != NULL && value->kind == CL_VALUE_INTEGER ? value->integer : 0;
}

static void
read_field (GVariant *fields, const char *name, GStrv *before, GStrv *now)
{
  g_autoptr (GVariant) pair = g_variant_lookup_value (fields, name, G_VARIANT_TYPE ("(asas)"));

  *before = *now = NULL;
  if (pair != NULL)
    g_variant_get (pair, "(^as^as)", before, now);
}

/* Whether @draft of a new record holds all that @record begins with: else it is of another. */
static gboolean
holds (const ClDraft *draft, const ClRecord *record)
{
  ClLedger *ledger = cl_record_get_ledger (record);
  g_autoptr (ClRecord) fresh = cl_record_new (ledger);

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      const ClValue *value = cl_record_get (record, field);
      g_auto (GStrv) before = NULL, now = NULL, wanted = NULL;

      if (cl_value_is_none (value) || cl_value_equal (value, cl_record_get (fresh, field)))
        continue;
      wanted = cl_draft_encode (field, value);
      read_field (draft->fields, cl_field_get_name (field), &before, &now);
      if (now == NULL || !g_strv_equal ((const char *const *) now, (const char *const *) wanted))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fits (ClRecordForm *self, const ClDraft *draft)
{
  ClLedger *ledger = cl_record_get_ledger (self->draft);

  if (!g_str_equal (draft->ledger, cl_ledger_get_name (ledger)) || draft->record != cl_record_get_id (self->draft))
    return FALSE;
  if (g_hash_table_contains (get_desk (self->context)->taken, &draft->id))
    return FALSE;
  return draft->record != 0 || (draft->owner == get_owner (self->draft) && holds (draft, self->draft));
}

static ClDraft *
find (ClRecordForm *self)
{
  ClStore *store = cl_context_get_store (self->context);
  const char *ledger = cl_ledger_get_name (cl_record_get_ledger (self->draft));
  gint64 id = cl_record_get_id (self->draft);
  g_autoptr (GPtrArray) drafts = NULL;
  GHashTableIter iter;
  gpointer draft;

  g_hash_table_iter_init (&iter, get_desk (self->context)->landing);
  while (g_hash_table_iter_next (&iter, NULL, &draft))
    if (fits (self, draft))
      return cl_draft_copy (draft);
  if (id != 0)
    {
      g_autoptr (ClDraft) found = cl_draft_find (store, ledger, id);

      return found != NULL && fits (self, found) ? g_steal_pointer (&found) : NULL;
    }
  drafts = cl_drafts_list (store, ledger);
  for (guint i = 0; i < drafts->len; i++)
    if (fits (self, drafts->pdata[i]))
      return cl_draft_copy (drafts->pdata[i]);
  return NULL;
}

/* Takes the fields of @draft that say something else than the store does now. */
static void
sort_out (ClRecordForm *self, const ClDraft *draft)
{
  ClLedger *ledger = cl_record_get_ledger (self->draft);

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      const char *name = cl_field_get_name (field);
      g_auto (GStrv) before = NULL, now = NULL, stored = NULL;
      g_auto (ClValue) value = CL_VALUE_INIT;

      read_field (draft->fields, name, &before, &now);
      if (now == NULL)
        continue;
      stored = cl_draft_encode (field, cl_record_get (self->pristine, field));
      if (g_strv_equal ((const char *const *) stored, (const char *const *) now))
        continue;
      if (cl_draft_decode (field, (const char *const *) now, &value))
        cl_record_set (self->draft, field, &value);
      if (draft->record != 0 && !g_strv_equal ((const char *const *) stored, (const char *const *) before))
        g_hash_table_insert (self->before, g_strdup (name), g_steal_pointer (&before));
      g_hash_table_insert (self->restored, g_strdup (name), g_steal_pointer (&now));
    }
}

/* @draft: (transfer full) (nullable): what there is of it in the file */
static void
begin (ClRecordForm *self, ClDraft *draft)
{
  gint64 id = cl_record_get_id (self->draft);

  self->kept_is_written = draft != NULL;
  self->kept_draft = draft != NULL ? draft : cl_draft_new (cl_ledger_get_name (cl_record_get_ledger (self->draft)), id, id == 0 ? get_owner (self->draft) : 0);
  g_hash_table_add (get_desk (self->context)->taken, g_memdup2 (&self->kept_draft->id, sizeof self->kept_draft->id));
}

void
cl_record_form_find_draft (ClRecordForm *self)
{
  ClDraft *draft = find (self);

  self->pristine = cl_record_copy (self->draft);
  self->restored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  if (draft != NULL)
    sort_out (self, draft);
  /* Nothing is left of it where it was saved after all. */
  if (draft != NULL && g_hash_table_size (self->restored) == 0)
    {
      cl_draft_drop_async (cl_context_get_store (self->context), draft->id);
      g_clear_pointer (&draft, cl_draft_free);
    }
  begin (self, draft);
}

void
cl_record_form_renew_draft (ClRecordForm *self)
{
  cl_record_form_end_draft (self, TRUE);
  g_clear_pointer (&self->pristine, cl_record_free);
  self->pristine = cl_record_copy (self->draft);
  g_hash_table_remove_all (self->restored);
  g_hash_table_remove_all (self->before);
  g_clear_pointer (&self->draft_bar, gtk_widget_unparent);
  begin (self, NULL);
}

/* What is kept of @field, for the eyes: masked where it is private. */
static char *
show_kept (ClRecordForm *self, const ClField *field, const char *const *kept)
{
  const char *private = cl_field_get_private_class (field);
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autofree char *text = NULL;

  if (cl_draft_decode (field, kept, &value))
    text = cl_journal_say_value (cl_context_get_store (self->context), field, &value);
  if (text == NULL || *text == '\0')
    return g_strdup (_("nothing"));
  return private != NULL ? cl_mask (private, text) : g_steal_pointer (&text);
}

gboolean
cl_record_form_is_meanwhile (ClRecordForm *self, const ClField *field, char **message)
{
  GStrv before = g_hash_table_lookup (self->before, cl_field_get_name (field));
  g_auto (GStrv) stored = NULL, now = NULL;
  g_autofree char *was = NULL, *is = NULL;

  if (before == NULL)
    return FALSE;
  stored = cl_draft_encode (field, cl_record_get (self->pristine, field));
  now = cl_draft_encode (field, cl_record_get (self->draft, field));
  if (g_strv_equal ((const char *const *) stored, (const char *const *) now))
    return FALSE;
  was = show_kept (self, field, (const char *const *) before);
  is = show_kept (self, field, (const char *const *) stored);
  /* Translators: of a field of a draft; what the entry says now, and what it said when the draft was begun */
  *message = g_strdup_printf (_("While the draft lay, this was changed to “%s” (it was “%s”). Yours stands in the field"), is, was);
  return TRUE;
}

void
cl_record_form_restore_row (ClRecordForm *self, ClFieldRow *row)
{
  const ClField *field = cl_field_row_get_field (row);
  GStrv now = g_hash_table_lookup (self->restored, cl_field_get_name (field));
  g_autofree char *message = NULL;
  g_auto (ClValue) value = CL_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (now == NULL)
    return;
  cl_field_row_set_value (row, cl_record_get (self->pristine, field));
  cl_field_row_take_kept (row, (const char *const *) now);
  if (cl_record_form_is_meanwhile (self, field, &message))
    {
      cl_field_row_set_message (row, "warning", message);
      cl_field_row_offer (row, _("Take what is kept"));
    }
  else if (!cl_field_row_get_value (row, &value, &error))
    cl_field_row_set_message (row, "error", error->message);
}

char *
cl_record_form_say_draft (ClRecordForm *self)
{
  ClLedger *ledger = cl_record_get_ledger (self->draft);
  g_autoptr (GString) labels = g_string_new (NULL);
  g_autofree char *time = NULL;

  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      if (g_hash_table_contains (self->restored, cl_field_get_name (field)) && !cl_field_is_hidden (field))
        g_string_append_printf (labels, "%s%s", labels->len > 0 ? _(", ") : "", cl_field_get_label (field));
    }
  if (g_hash_table_size (self->restored) == 0)
    return NULL;
  time = cl_journal_format_time (self->kept_draft->time);
  if (g_hash_table_size (self->before) > 0)
    /* Translators: %s: a time; the labels of fields */
    return g_strdup_printf (_("Draft of %s restored: %s. The entry was changed since: see beside the fields"), time, labels->str);
  return g_strdup_printf (_("Draft of %s restored: %s"), time, labels->str);
}

void
cl_record_form_show_draft (ClRecordForm *self)
{
  g_autofree char *text = cl_record_form_say_draft (self);
  GtkWidget *label, *drop;

  if (text == NULL)
    return;
  self->draft_bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->draft_bar, "cl-summary");
  gtk_widget_add_css_class (self->draft_bar, "cl-draft");
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  drop = cl_text_button_new (_("Drop the Draft"), "editor.drop-draft");
  gtk_widget_set_valign (drop, GTK_ALIGN_CENTER);
  cl_widget_set_tooltip (drop, _("Ctrl+Shift+D"));
  gtk_box_append (GTK_BOX (self->draft_bar), label);
  gtk_box_append (GTK_BOX (self->draft_bar), drop);
  gtk_widget_insert_after (self->draft_bar, GTK_WIDGET (self), gtk_widget_get_first_child (GTK_WIDGET (self)));
}

/* What stands in @field, half written too; rows that are not made yet hold what is to be put into them. */
static GStrv
get_now (ClRecordForm *self, const ClField *field)
{
  GStrv restored = g_hash_table_lookup (self->restored, cl_field_get_name (field));
  ClFieldRow *row = cl_record_form_find_row (self, field);

  if (row != NULL)
    return cl_field_row_keep (row);
  return restored != NULL ? g_strdupv (restored) : cl_draft_encode (field, cl_record_get (self->draft, field));
}

static GVariant *
gather (ClRecordForm *self, guint *n)
{
  ClLedger *ledger = cl_record_get_ledger (self->draft);
  const char *const nothing[] = { NULL };
  GVariantBuilder builder;

  *n = 0;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (CL_DRAFT_FIELDS));
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      const char *name = cl_field_get_name (field);
      GStrv begun = g_hash_table_lookup (self->before, name);
      g_auto (GStrv) stored = cl_draft_encode (field, cl_record_get (self->pristine, field)), now = get_now (self, field);
      const char *const *before = cl_record_get_id (self->draft) == 0 ? nothing : begun != NULL ? (const char *const *) begun : (const char *const *) stored;

      if (g_strv_equal (before, (const char *const *) now))
        continue;
      g_variant_builder_add (&builder, "{s(^as^as)}", name, before, now);
      (*n)++;
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
keep (ClRecordForm *self, gboolean left)
{
  g_autoptr (GVariant) fields = NULL;
  guint n;

  g_clear_handle_id (&self->keep_source, g_source_remove);
  fields = gather (self, &n);
  if (n > 0)
    {
      cl_draft_set_fields (self->kept_draft, fields);
      hand_over (self, left);
    }
  else if (self->kept_is_written)
    cl_draft_drop_async (cl_context_get_store (self->context), self->kept_draft->id);
  self->kept_is_written = n > 0;
}

static gboolean
keep_cb (gpointer data)
{
  ClRecordForm *self = data;

  self->keep_source = 0;
  keep (self, FALSE);
  return G_SOURCE_REMOVE;
}

void
cl_record_form_keep_later (ClRecordForm *self)
{
  /* The save takes the draft with it; where it fails, its callback asks for this again. */
  if (self->keep_source == 0 && self->changed && !self->saving)
    self->keep_source = g_timeout_add (KEEP_MS, keep_cb, self);
}

void
cl_record_form_keep_now (ClRecordForm *self)
{
  if (self->keep_source != 0)
    keep (self, TRUE);
}

/* @is_dead: it was saved or dropped; else it lies where it is for the next time. */
void
cl_record_form_end_draft (ClRecordForm *self, gboolean is_dead)
{
  ClStore *store = cl_context_get_store (self->context);

  if (is_dead || self->kept_draft == NULL)
    g_clear_handle_id (&self->keep_source, g_source_remove);
  if (self->kept_draft == NULL)
    return;
  if (is_dead)
    {
      forget_landing (get_desk (self->context), &self->kept_draft->id);
      if (self->kept_is_written)
        cl_draft_drop_async (store, self->kept_draft->id);
      for (guint i = 0; i < self->rows->len; i++)
        {
          /* What was chosen since the save began lives on. */
          GPtrArray *files = !g_hash_table_contains (self->since, self->rows->pdata[i]) ? cl_field_row_get_files (self->rows->pdata[i]) : NULL;

          for (guint j = 0; files != NULL && j < files->len; j++)
            cl_field_row_forget_file (self->rows->pdata[i], files->pdata[j]);
        }
    }
  else
    {
      if (self->keep_source != 0)
        keep (self, TRUE);
      else if (self->kept_is_written)
        g_signal_emit_by_name (store, "drafts-changed");
      g_hash_table_remove (get_desk (self->context)->taken, &self->kept_draft->id);
    }
  g_clear_pointer (&self->kept_draft, cl_draft_free);
}
