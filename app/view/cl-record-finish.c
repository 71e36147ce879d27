#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-announce.h"
#include "cl-record-form-private.h"
#include "cl-span.h"

/* The save of a form: all rows gathered, what is wrong beside its field and in the summary, and the write. */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClRecordForm) self = data;
  g_autoptr (GError) error = NULL;
  gint64 id = cl_record_save_finish (result, &error);

  self->saving = FALSE;
  if (id == 0)
    {
      cl_record_form_end_since (self);
      cl_record_form_show_summary (self, "error", error->message);
      cl_announce (GTK_WIDGET (self), error->message);
      cl_record_form_keep_later (self);
      return;
    }
  /* The draft went in the transaction that saved it. */
  self->kept_is_written = FALSE;
  if (!cl_record_form_go_on (self, id))
    {
      self->changed = FALSE;
      cl_record_form_end_draft (self, TRUE);
    }
  g_signal_emit_by_name (self, "saved", id);
}

static void
clear_files (gpointer data)
{
  g_ptr_array_unref (((ClFieldFiles *) data)->files);
}

static void
write_draft (ClRecordForm *self)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (ClFieldFiles));

  g_array_set_clear_func (files, clear_files);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GPtrArray *chosen = cl_field_row_get_files (g_ptr_array_index (self->rows, i));

      if (chosen != NULL)
        {
          ClFieldFiles entry = { cl_field_row_get_field (g_ptr_array_index (self->rows, i)), g_ptr_array_new_with_free_func (g_object_unref) };

          /* A copy: the writer's thread reads it, and another may be chosen meanwhile. */
          for (guint j = 0; j < chosen->len; j++)
            g_ptr_array_add (entry.files, g_object_ref (chosen->pdata[j]));
          g_array_append_val (files, entry);
        }
    }
  cl_record_form_begin_since (self);
  self->saving = TRUE;
  g_clear_handle_id (&self->keep_source, g_source_remove);
  cl_record_save_async (self->context, cl_record_copy (self->draft), files->len > 0 ? g_steal_pointer (&files) : NULL, self->kept_draft->id, saved_cb, g_object_ref (self));
}

typedef struct
{
  guint first; /* row where the focus goes; G_MAXUINT: none */
  GString *errors, *choices;
  guint n_errors;
} Findings;

static void
add_sentence (GString *text, const char *label, const char *message)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  /* Most messages name the field themselves. */
  if (label != NULL && strstr (message, label) == NULL)
    g_string_append_printf (text, _("%s: %s"), label, message);
  else
    g_string_append (text, message);
}

static void
note_row (ClRecordForm *self, Findings *findings, ClFieldRow *row)
{
  guint index;

  if (row != NULL && g_ptr_array_find (self->rows, row, &index))
    findings->first = MIN (findings->first, index);
}

/* What a draft would write over is kept only by choice. */
static void
note_meanwhile (ClRecordForm *self, Findings *findings)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      ClFieldRow *row = g_ptr_array_index (self->rows, i);
      const ClField *field = cl_field_row_get_field (row);
      g_autofree char *message = NULL;

      if (!cl_record_form_is_meanwhile (self, field, &message))
        continue;
      if (gtk_label_get_text (GTK_LABEL (row->message))[0] == '\0')
        cl_field_row_set_message (row, "warning", message);
      add_sentence (findings->choices, cl_field_get_label (field), message);
      note_row (self, findings, row);
    }
}

/* Gathers every row and checks the whole: each problem stands beside its field, and all of them in the summary. */
static void
examine (ClRecordForm *self, Findings *findings)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GHashTable) unreadable = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      ClFieldRow *row = g_ptr_array_index (self->rows, i);
      g_autoptr (GError) error = NULL;

      cl_field_row_set_message (row, NULL, NULL);
      /* The row has been taken; leaving it must not clear what is said beside it. */
      cl_field_row_set_clean (row);
      if (cl_record_form_collect (self, row, &error))
        continue;
      cl_field_row_set_message (row, "error", error->message);
      add_sentence (findings->errors, cl_field_get_label (cl_field_row_get_field (row)), error->message);
      findings->n_errors++;
      note_row (self, findings, row);
      g_hash_table_add (unreadable, (gpointer) cl_field_row_get_field (row));
    }
  cl_record_form_derive (self);
  problems = cl_record_form_check (self);
  for (guint i = 0; i < problems->len; i++)
    {
      const ClProblem *problem = g_ptr_array_index (problems, i);
      ClFieldRow *row = problem->field != NULL ? cl_record_form_find_row (self, problem->field) : NULL;
      const char *label = problem->field != NULL ? cl_field_get_label (problem->field) : NULL;

      if (problem->field != NULL && g_hash_table_contains (unreadable, problem->field))
        continue;
      if (row != NULL && gtk_label_get_text (GTK_LABEL (row->message))[0] == '\0')
        cl_field_row_set_message (row, problem->severity == CL_PROBLEM_WARNING ? "warning" : "error", problem->message);
      if (problem->severity == CL_PROBLEM_WARNING)
        continue;
      /* Files that are attached with the save fill their field. */
      if (problem->severity == CL_PROBLEM_ERROR && row != NULL && cl_field_row_get_files (row) != NULL)
        continue;
      add_sentence (problem->severity == CL_PROBLEM_ERROR ? findings->errors : findings->choices, label, problem->message);
      findings->n_errors += problem->severity == CL_PROBLEM_ERROR;
      note_row (self, findings, row);
    }
  note_meanwhile (self, findings);
}

static char *
say_errors (guint n, const char *sentences)
{
  return g_strdup_printf (ngettext ("%u field must be mended before it can be saved\n%s", "%u fields must be mended before it can be saved\n%s", n), n, sentences);
}

/* The messages beside fields that must be mended, as sentences; how many there are. */
static guint
gather_errors (ClRecordForm *self, GString *sentences)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      ClFieldRow *row = g_ptr_array_index (self->rows, i);

      if (!gtk_widget_get_visible (row->message) || !gtk_widget_has_css_class (row->message, "error"))
        continue;
      add_sentence (sentences, cl_field_get_label (cl_field_row_get_field (row)), gtk_label_get_text (GTK_LABEL (row->message)));
      n++;
    }
  return n;
}

void
cl_record_form_review (ClRecordForm *self)
{
  g_autoptr (GString) sentences = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (!self->refused)
    return;
  sentences = g_string_new (NULL);
  n = gather_errors (self, sentences);
  text = n > 0 ? say_errors (n, sentences->str) : NULL;
  cl_record_form_show_summary (self, n > 0 ? "error" : NULL, text);
  self->refused = n > 0;
}

static void
refuse (ClRecordForm *self, const char *css_class, const char *text, guint first)
{
  cl_record_form_show_summary (self, css_class, text);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  if (first < self->rows->len)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, first));
  cl_announce (GTK_WIDGET (self), text);
}

void
cl_record_form_save (ClRecordForm *self)
{
  CL_SPAN ("editor: save");
  Findings findings = { G_MAXUINT, g_string_new (NULL), g_string_new (NULL), 0 };

  if (self->saving)
    return;
  cl_record_form_add_all_rows (self);
  examine (self, &findings);
  if (findings.n_errors > 0)
    {
      g_autofree char *text = say_errors (findings.n_errors, findings.errors->str);
      g_autoptr (GString) beside = g_string_new (NULL);

      refuse (self, "error", text, findings.first);
      self->refused = gather_errors (self, beside) == findings.n_errors;
    }
  else if (findings.choices->len > 0 && g_strcmp0 (self->kept, findings.choices->str) != 0)
    {
      g_autofree char *text = g_strdup_printf (_("%s\nPress Save again to keep it so"), findings.choices->str);

      g_free (self->kept);
      self->kept = g_strdup (findings.choices->str);
      refuse (self, "warning", text, findings.first);
    }
  else
    {
      cl_record_form_show_summary (self, NULL, NULL);
      write_draft (self);
    }
  g_string_free (findings.errors, TRUE);
  g_string_free (findings.choices, TRUE);
}
