#include <adwaita.h>
#include <sqlite3.h>
#include <string.h>

#include "headless.h"
#include "office.h"
#include "editor.h"

/* Drafts: what is typed is kept until it is saved or dropped. */

/* A draft survives looking elsewhere, and is given up only when Escape is pressed twice. */
static void
test_left (Editor *editor, gconstpointer data)
{
  cl_record_editor_edit (editor->pane, NULL);
  editor_type (editor, "name", "张三丰");
  cl_record_editor_show (editor->pane, editor->person, editor->office.people[1]);
  g_assert_true (cl_record_editor_is_editing (editor->pane));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor_find_row (editor, "name")->focus)), ==, "张三丰");
  cl_record_form_cancel (editor_get_form (editor));
  g_assert_true (cl_record_editor_is_editing (editor->pane));
  g_assert_cmpuint (editor->n_closed, ==, 0);
  cl_record_form_cancel (editor_get_form (editor));
  g_assert_false (cl_record_editor_is_editing (editor->pane));
  g_assert_cmpuint (editor->n_closed, ==, 1);
  /* It comes back at once, though it may not have landed yet, and is no change until somebody types. */
  cl_record_editor_edit (editor->pane, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor_find_row (editor, "name")->focus)), ==, "张三丰");
  g_assert_false (cl_record_editor_has_changes (editor->pane));
  g_assert_nonnull (editor_get_form (editor)->draft_bar);
}

static ClRecordEditor *
open_anew (Editor *editor)
{
  gtk_window_destroy (GTK_WINDOW (editor->office.window));
  /* Another window, as after another start: it knows nothing but what is in the file. */
  g_object_unref (editor->office.context);
  editor->office.context = cl_context_new (editor->office.store);
  editor->pane = CL_RECORD_EDITOR (cl_record_editor_new (editor->office.context));
  g_signal_connect (editor->pane, "saved", G_CALLBACK (editor_saved_cb), editor);
  office_show (&editor->office, GTK_WIDGET (editor->pane));
  return editor->pane;
}

/* What is typed is in the file within a second or so without anything being asked for, half dates and half names too; the save takes it away. */
static void
test_kept (Editor *editor, gconstpointer data)
{
  g_autofree char *said = NULL;

  cl_record_editor_create (editor->pane, editor->person, NULL);
  editor_type (editor, "name", "赵六");
  editor_type (editor, "birth", "1956.");
  editor_type (editor, "registered_division", "上");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (editor_find_row (editor, "sex")->focus), 1);
  g_assert_true (headless_wait (editor_is_kept, editor, 3));
  open_anew (editor);
  cl_record_editor_create (editor->pane, editor->person, NULL);
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "赵六");
  g_assert_cmpstr (editor_get_text (editor, "birth"), ==, "1956.");
  g_assert_cmpstr (editor_get_text (editor, "registered_division"), ==, "上");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (editor_find_row (editor, "sex")->focus)), ==, 1);
  said = cl_record_form_say_draft (editor_get_form (editor));
  g_assert_nonnull (strstr (said, cl_field_get_label (cl_ledger_find_field (editor->person, "birth"))));
  editor_type (editor, "birth", "1956.3.7");
  editor_type (editor, "registered_division", "");
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
  g_assert_true (headless_wait (editor_is_kept_no_more, editor, 3));
  cl_record_editor_create (editor->pane, editor->person, NULL);
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "");
}

/* Private values come back masked, and are shown and kept as those of the entry are. */
static void
test_masked (Editor *editor, gconstpointer data)
{
  g_autofree char *phone = NULL;

  cl_record_editor_edit (editor->pane, NULL);
  editor_type (editor, "phones", "13900000099");
  g_assert_true (headless_wait (editor_is_kept, editor, 3));
  open_anew (editor);
  cl_record_editor_show (editor->pane, editor->person, editor->office.people[0]);
  cl_record_editor_edit (editor->pane, NULL);
  g_assert_cmpstr (editor_get_text (editor, "phones"), ==, "");
  g_assert_nonnull (strstr (gtk_entry_get_placeholder_text (GTK_ENTRY (editor_find_row (editor, "phones")->focus)), "0099"));
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
  phone = editor_read_field (editor, editor->saved, "phones");
  g_assert_cmpstr (phone, ==, "13900000099");
}

static gboolean
change_name (ClTransaction *transaction, gpointer data, GError **error)
{
  Editor *editor = data;
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), editor->person, editor->office.people[0], error);

  return record != NULL && cl_record_set_text (record, "name", "张维", error) && cl_record_set_text (record, "remark", "迁入", error) &&
         cl_transaction_save (transaction, record, error);
}

/* Changed meanwhile: both are shown, and the draft's is kept by choice alone; what is kept is taken by the key. */
static void
test_meanwhile (Editor *editor, gconstpointer data)
{
  g_autofree char *name = NULL, *remarks = NULL, *after = NULL;
  ClFieldRow *row;

  cl_record_editor_edit (editor->pane, NULL);
  editor_type (editor, "name", "张魏");
  g_assert_true (headless_wait (editor_is_kept, editor, 3));
  open_anew (editor);
  g_assert_cmpint (cl_store_write (editor->office.store, "w", change_name, editor, NULL), >, 0);
  cl_record_editor_show (editor->pane, editor->person, editor->office.people[0]);
  cl_record_editor_edit (editor->pane, NULL);
  row = editor_find_row (editor, "name");
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "张魏");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "张维"));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "张伟"));
  cl_record_form_save (editor_get_form (editor));
  headless_run (0.3);
  g_assert_cmpint (editor->saved, ==, 0);
  name = editor_read_field (editor, editor->office.people[0], "name");
  g_assert_cmpstr (name, ==, "张维");
  g_signal_emit_by_name (row, "offer-taken");
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "张维");
  g_assert_false (gtk_widget_get_visible (row->offer));
  editor_type (editor, "name", "张魏");
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
  after = editor_read_field (editor, editor->saved, "name");
  g_assert_cmpstr (after, ==, "张魏");
  /* What the draft did not touch stays as it was changed. */
  remarks = editor_read_field (editor, editor->saved, "remark");
  g_assert_cmpstr (remarks, ==, "迁入");
}

static gboolean
set_relatives (ClTransaction *transaction, Editor *editor, guint person, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), editor->person, editor->office.people[0], error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (ClValue) value = CL_VALUE_INIT;

  g_array_append_val (ids, editor->office.people[person]);
  cl_value_take_ids (&value, g_steal_pointer (&ids));
  if (record != NULL)
    cl_record_set (record, cl_ledger_find_field (editor->person, "relative_of"), &value);
  return record != NULL && cl_transaction_save (transaction, record, error);
}

static gboolean
set_relative (ClTransaction *transaction, gpointer data, GError **error)
{
  return set_relatives (transaction, data, 1, error);
}

static gboolean
change_relative (ClTransaction *transaction, gpointer data, GError **error)
{
  return set_relatives (transaction, data, 3, error);
}

static gboolean
delete_relative (ClTransaction *transaction, gpointer data, GError **error)
{
  Editor *editor = data;

  return cl_transaction_delete (transaction, editor->person, editor->office.people[1], error);
}

/* Those whom a field names are told by their names, not by the ids that a draft keeps; who was deleted meanwhile by the last name. */
static void
test_names (Editor *editor, gconstpointer data)
{
  g_autoptr (ClDraft) draft = cl_draft_new ("person", editor->office.people[0], 0);
  g_autofree char *text = NULL, *message = NULL;
  g_autoptr (GError) error = NULL;

  cl_store_write (editor->office.store, "w", set_relative, editor, &error);
  g_assert_no_error (error);
  text = g_strdup_printf ("{'relative_of': (['#%" G_GINT64_FORMAT "'], ['#%" G_GINT64_FORMAT "'])}", editor->office.people[1], editor->office.people[2]);
  cl_draft_set_fields (draft, g_variant_new_parsed (text));
  cl_draft_write (editor->office.store, draft, &error);
  g_assert_no_error (error);
  cl_store_write (editor->office.store, "w", change_relative, editor, &error);
  g_assert_no_error (error);
  if (data != NULL)
    cl_store_write (editor->office.store, "w", delete_relative, editor, &error);
  g_assert_no_error (error);
  cl_record_editor_edit (editor->pane, NULL);
  g_assert_true (cl_record_form_is_meanwhile (editor_get_form (editor), cl_ledger_find_field (editor->person, "relative_of"), &message));
  g_assert_nonnull (strstr (message, office_names[1]));
  g_assert_nonnull (strstr (message, office_names[3]));
}

static void
test_dropped (Editor *editor, gconstpointer data)
{
  cl_record_editor_edit (editor->pane, NULL);
  editor_type (editor, "name", "张三丰");
  g_assert_true (headless_wait (editor_is_kept, editor, 3));
  gtk_widget_activate_action (GTK_WIDGET (editor->pane), "editor.drop-draft", NULL);
  g_assert_true (cl_record_editor_is_editing (editor->pane));
  g_assert_false (cl_record_editor_has_changes (editor->pane));
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "张伟");
  g_assert_null (editor_get_form (editor)->draft_bar);
  g_assert_true (headless_wait (editor_is_kept_no_more, editor, 3));
}

/* Two new ones that were left: each comes back by itself, and one with other beginnings is neither. */
static void
test_several (Editor *editor, gconstpointer data)
{
  ClRecord *begun = cl_record_new (editor->person);
  g_autoptr (GPtrArray) drafts = NULL;

  cl_record_editor_create (editor->pane, editor->person, NULL);
  editor_type (editor, "name", "赵六");
  cl_record_form_cancel (editor_get_form (editor));
  cl_record_form_cancel (editor_get_form (editor));
  g_assert_true (cl_record_set_text (begun, "name", "钱七", NULL));
  cl_record_editor_create (editor->pane, editor->person, begun);
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "钱七");
  g_assert_null (editor_get_form (editor)->draft_bar);
  editor_type (editor, "certificate_issuer", "县残联");
  cl_record_form_cancel (editor_get_form (editor));
  cl_record_form_cancel (editor_get_form (editor));
  headless_run (0.3);
  drafts = cl_drafts_list (editor->office.store, "person");
  g_assert_cmpuint (drafts->len, ==, 2);
  cl_record_editor_create (editor->pane, editor->person, NULL);
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "钱七");
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
  cl_record_editor_create (editor->pane, editor->person, NULL);
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "赵六");
}

static gboolean
is_lost (gpointer data)
{
  return !cl_record_drafts_are_kept (((Editor *) data)->office.context);
}

static gboolean
is_lost_no_more (gpointer data)
{
  return !is_lost (data);
}

static void
change_file (Editor *editor, const char *sql)
{
  sqlite3 *other = NULL;

  g_assert_cmpint (sqlite3_open (cl_store_get_path (editor->office.store), &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
}

/* A draft that the file cannot take is told at once, stays in the window, and is kept as soon as the file takes it. */
static void
test_lost (Editor *editor, gconstpointer data)
{
  change_file (editor, "ALTER TABLE draft RENAME TO elsewhere");
  cl_record_editor_edit (editor->pane, NULL);
  editor_type (editor, "name", "张三丰");
  g_assert_true (headless_wait (is_lost, editor, 5));
  g_assert_cmpuint (editor->office.n_messages, ==, 1);
  cl_record_form_cancel (editor_get_form (editor));
  cl_record_form_cancel (editor_get_form (editor));
  g_assert_null (strstr (editor->office.message, "Kept"));
  cl_record_editor_edit (editor->pane, NULL);
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "张三丰");
  g_assert_true (is_lost (editor));
  change_file (editor, "ALTER TABLE elsewhere RENAME TO draft");
  editor_type (editor, "name", "张三");
  g_assert_true (headless_wait (is_lost_no_more, editor, 5));
  g_assert_true (editor_is_kept (editor));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
#define ADD(name, func) g_test_add ("/view/record-draft/" name, Editor, NULL, editor_set_up, func, editor_tear_down)
  ADD ("left", test_left);
  ADD ("kept", test_kept);
  ADD ("masked", test_masked);
  ADD ("meanwhile", test_meanwhile);
  ADD ("names", test_names);
  g_test_add ("/view/record-draft/deleted", Editor, "deleted", editor_set_up, test_names, editor_tear_down);
  ADD ("dropped", test_dropped);
  ADD ("several", test_several);
  ADD ("lost", test_lost);
  return g_test_run ();
}
