#pragma once

/* A person in the editor pane, or a new one. Include once, after office.h. */

#include "cl-draft.h"
#include "cl-record-editor.h"
#include "cl-record-form-private.h"

typedef struct
{
  Office office;
  ClLedger *person;
  ClRecordEditor *pane;
  gint64 saved;
  guint n_saved, n_closed;
} Editor;

static inline void
editor_saved_cb (ClRecordEditor *pane, gint64 id, Editor *editor)
{
  editor->n_saved++;
  editor->saved = id;
}

static inline void
editor_closed_cb (ClRecordEditor *pane, Editor *editor)
{
  editor->n_closed++;
}

static inline void
editor_set_up (Editor *editor, gconstpointer data)
{
  office_open (&editor->office, TRUE);
  editor->person = cl_catalogue_find_ledger (editor->office.catalogue, "person");
  editor->pane = CL_RECORD_EDITOR (cl_record_editor_new (editor->office.context));
  g_signal_connect (editor->pane, "saved", G_CALLBACK (editor_saved_cb), editor);
  g_signal_connect (editor->pane, "closed", G_CALLBACK (editor_closed_cb), editor);
  office_show (&editor->office, GTK_WIDGET (editor->pane));
  cl_record_editor_show (editor->pane, editor->person, editor->office.people[0]);
  headless_run (0.2);
}

static inline void
editor_tear_down (Editor *editor, gconstpointer data)
{
  office_close (&editor->office);
}

static inline gboolean
editor_match_field (GtkWidget *widget, gconstpointer name)
{
  return CL_IS_FIELD_ROW (widget) && g_str_equal (cl_field_get_name (cl_field_row_get_field (CL_FIELD_ROW (widget))), name);
}

static inline gboolean
editor_match_form (GtkWidget *widget, gconstpointer data)
{
  return CL_IS_RECORD_FORM (widget);
}

typedef struct
{
  Editor *editor;
  const char *field;
} Wanted;

static inline gboolean
editor_has_row (gpointer data)
{
  Wanted *wanted = data;

  return office_find (GTK_WIDGET (wanted->editor->pane), editor_match_field, wanted->field) != NULL;
}

/* Rows beyond the first come between frames. */
static inline ClFieldRow *
editor_find_row (Editor *editor, const char *field)
{
  Wanted wanted = { editor, field };

  if (!headless_wait (editor_has_row, &wanted, 2))
    return NULL;
  return CL_FIELD_ROW (office_find (GTK_WIDGET (editor->pane), editor_match_field, field));
}

static inline ClRecordForm *
editor_get_form (Editor *editor)
{
  return CL_RECORD_FORM (office_find (GTK_WIDGET (editor->pane), editor_match_form, NULL));
}

static inline void
editor_type (Editor *editor, const char *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (editor_find_row (editor, field)->focus), text);
}

static inline gboolean
editor_is_saved (gpointer data)
{
  return ((Editor *) data)->saved != 0;
}

static inline char *
editor_read_field (Editor *editor, gint64 id, const char *field)
{
  g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (editor->office.store), editor->person, id, NULL);

  g_assert_nonnull (record);
  return cl_record_format (record, field);
}

static inline gboolean
editor_is_kept (gpointer data)
{
  g_autoptr (GPtrArray) drafts = cl_drafts_list (((Editor *) data)->office.store, NULL);

  return drafts->len > 0;
}

static inline gboolean
editor_is_kept_no_more (gpointer data)
{
  return !editor_is_kept (data);
}

static inline const char *
editor_get_text (Editor *editor, const char *field)
{
  return gtk_editable_get_text (GTK_EDITABLE (editor_find_row (editor, field)->focus));
}
