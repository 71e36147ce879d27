#include <adwaita.h>
#include <string.h>

#include "cl-record-editor.h"
#include "cl-record-form-private.h"
#include "headless.h"
#include "office.h"

/* What is typed after Ctrl+S, while that save waits behind a long write. */

typedef struct
{
  Office office;
  ClLedger *person;
  ClRecordEditor *editor;
  guint n_saved, n_closed;
  gint64 saved;
  GMutex mutex;
  GCond cond;
  gboolean over;
} Fixture;

static void
saved_cb (ClRecordEditor *editor, gint64 id, Fixture *fixture)
{
  fixture->n_saved++;
  fixture->saved = id;
}

static void
closed_cb (ClRecordEditor *editor, Fixture *fixture)
{
  fixture->n_closed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  office_open (&fixture->office, TRUE);
  fixture->person = cl_catalogue_find_ledger (fixture->office.catalogue, "person");
  fixture->editor = CL_RECORD_EDITOR (cl_record_editor_new (fixture->office.context));
  g_signal_connect (fixture->editor, "saved", G_CALLBACK (saved_cb), fixture);
  g_signal_connect (fixture->editor, "closed", G_CALLBACK (closed_cb), fixture);
  g_mutex_init (&fixture->mutex);
  g_cond_init (&fixture->cond);
  office_show (&fixture->office, GTK_WIDGET (fixture->editor));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_close (&fixture->office);
  g_mutex_clear (&fixture->mutex);
  g_cond_clear (&fixture->cond);
}

static gboolean
long_write (ClTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), fixture->person, fixture->office.people[1], error);

  g_mutex_lock (&fixture->mutex);
  while (!fixture->over)
    g_cond_wait (&fixture->cond, &fixture->mutex);
  g_mutex_unlock (&fixture->mutex);
  return record != NULL && cl_record_set_text (record, "former_name", "李方", error) && cl_transaction_save (transaction, record, error);
}

static void
end_long_write (Fixture *fixture)
{
  g_mutex_lock (&fixture->mutex);
  fixture->over = TRUE;
  g_cond_signal (&fixture->cond);
  g_mutex_unlock (&fixture->mutex);
}

static gboolean
match_form (GtkWidget *widget, gconstpointer data)
{
  return CL_IS_RECORD_FORM (widget) && gtk_widget_get_visible (widget);
}

static ClRecordForm *
get_form (Fixture *fixture)
{
  return CL_RECORD_FORM (office_find (GTK_WIDGET (fixture->editor), match_form, NULL));
}

static GtkEditable *
get_entry (Fixture *fixture, const char *field)
{
  cl_record_form_add_all_rows (get_form (fixture));
  return GTK_EDITABLE (cl_record_form_find_row (get_form (fixture), cl_ledger_find_field (fixture->person, field))->focus);
}

static gboolean
goes_on (gpointer data)
{
  return get_form (data) != NULL && get_form (data)->saved != 0;
}

static gboolean
is_closed (gpointer data)
{
  return !cl_record_editor_is_editing (((Fixture *) data)->editor);
}

static void
assert_field (Fixture *fixture, gint64 id, const char *field, const char *wanted)
{
  g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (fixture->office.store), fixture->person, id, NULL);
  g_autofree char *text = cl_record_format (record, field);

  g_assert_cmpstr (text, ==, wanted);
}

/* Saves with @name, and types while the save waits. */
static void
save_and_type_on (Fixture *fixture, const char *name)
{
  cl_store_write_async (fixture->office.store, "long", long_write, fixture, NULL, NULL, NULL, NULL);
  gtk_editable_set_text (get_entry (fixture, "name"), name);
  cl_record_form_save (get_form (fixture));
  g_assert_true (get_form (fixture)->saving);
  gtk_editable_set_text (get_entry (fixture, "former_name"), "张三");
  gtk_editable_set_position (get_entry (fixture, "former_name"), 1);
  end_long_write (fixture);
  g_assert_true (headless_wait (goes_on, fixture, 10));
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  gint64 id = fixture->office.people[0];

  cl_record_editor_show (fixture->editor, fixture->person, id);
  cl_record_editor_edit (fixture->editor, NULL);
  save_and_type_on (fixture, "张三丰");
  assert_field (fixture, id, "name", "张三丰");
  g_assert_true (cl_record_editor_has_changes (fixture->editor));
  g_assert_cmpuint (fixture->n_saved, ==, 0);
  g_assert_nonnull (strstr (fixture->office.message, "张三丰"));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (get_form (fixture)->title)), ==, "张三丰");
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture, "former_name")), ==, "张三");
  g_assert_cmpint (gtk_editable_get_position (get_entry (fixture, "former_name")), ==, 1);
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_closed, fixture, 10));
  g_assert_cmpint (fixture->saved, ==, id);
  assert_field (fixture, id, "former_name", "张三");
}

/* A new one is made once, and what is left then is a draft of that entry. */
static void
test_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) draft = NULL;
  gint64 id;

  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  save_and_type_on (fixture, "新来的");
  id = get_form (fixture)->saved;
  g_assert_cmpint (cl_record_form_get_id (get_form (fixture)), ==, id);
  assert_field (fixture, id, "former_name", "");
  cl_record_form_cancel (get_form (fixture));
  cl_record_form_cancel (get_form (fixture));
  g_assert_true (headless_wait (is_closed, fixture, 10));
  /* The list goes to the entry that there is now. */
  g_assert_cmpuint (fixture->n_closed, ==, 0);
  g_assert_cmpint (fixture->saved, ==, id);
  cl_record_editor_edit (fixture->editor, NULL);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture, "former_name")), ==, "张三");
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture, "name")), ==, "新来的");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
  g_test_add ("/view/record-since/changed", Fixture, NULL, set_up, test_changed, tear_down);
  g_test_add ("/view/record-since/new", Fixture, NULL, set_up, test_new, tear_down);
  return g_test_run ();
}
