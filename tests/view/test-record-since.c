#include <adwaita.h>
#include <string.h>

#include "headless.h"
#include "office.h"
#include "editor.h"

/* Saves that wait behind a long write: what is typed after Ctrl+S, and what becomes of the draft. */

/* A long write that holds up the others until it is told to end, and then does @then. */
typedef struct
{
  Editor *editor;
  gboolean (*then) (ClTransaction *transaction, Editor *editor, GError **error);
  GMutex mutex;
  GCond cond;
  gboolean over;
} LongWrite;

static gboolean
long_write_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  LongWrite *write = data;

  g_mutex_lock (&write->mutex);
  while (!write->over)
    g_cond_wait (&write->cond, &write->mutex);
  g_mutex_unlock (&write->mutex);
  return write->then (transaction, write->editor, error);
}

static void
begin_long_write (LongWrite *write)
{
  g_mutex_init (&write->mutex);
  g_cond_init (&write->cond);
  cl_store_write_async (write->editor->office.store, "long", long_write_cb, write, NULL, NULL, NULL, NULL);
}

static void
end_long_write (LongWrite *write)
{
  g_mutex_lock (&write->mutex);
  write->over = TRUE;
  g_cond_signal (&write->cond);
  g_mutex_unlock (&write->mutex);
}

static void
long_write_clear (LongWrite *write)
{
  g_mutex_clear (&write->mutex);
  g_cond_clear (&write->cond);
}

static GtkEditable *
entry_of (Editor *editor, const char *field)
{
  cl_record_form_add_all_rows (editor_get_form (editor));
  return GTK_EDITABLE (cl_record_form_find_row (editor_get_form (editor), cl_ledger_find_field (editor->person, field))->focus);
}

static gboolean
goes_on (gpointer data)
{
  return editor_get_form (data) != NULL && editor_get_form (data)->saved != 0;
}

static gboolean
is_closed (gpointer data)
{
  return !cl_record_editor_is_editing (((Editor *) data)->pane);
}

static void
assert_field (Editor *editor, gint64 id, const char *field, const char *wanted)
{
  g_autofree char *text = editor_read_field (editor, id, field);

  g_assert_cmpstr (text, ==, wanted);
}

static gboolean
change_second (ClTransaction *transaction, Editor *editor, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), editor->person, editor->office.people[1], error);

  return record != NULL && cl_record_set_text (record, "former_name", "李方", error) && cl_transaction_save (transaction, record, error);
}

static gboolean
delete_first (ClTransaction *transaction, Editor *editor, GError **error)
{
  return cl_transaction_delete (transaction, editor->person, editor->office.people[0], error);
}

/* Saves with @name, and types while the save waits. */
static void
save_and_type_on (Editor *editor, const char *name)
{
  LongWrite write = { editor, change_second };

  begin_long_write (&write);
  gtk_editable_set_text (entry_of (editor, "name"), name);
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (editor_get_form (editor)->saving);
  gtk_editable_set_text (entry_of (editor, "former_name"), "张三");
  gtk_editable_set_position (entry_of (editor, "former_name"), 1);
  end_long_write (&write);
  g_assert_true (headless_wait (goes_on, editor, 10));
  long_write_clear (&write);
}

static void
test_changed (Editor *editor, gconstpointer data)
{
  gint64 id = editor->office.people[0];

  cl_record_editor_edit (editor->pane, NULL);
  save_and_type_on (editor, "张三丰");
  assert_field (editor, id, "name", "张三丰");
  g_assert_true (cl_record_editor_has_changes (editor->pane));
  g_assert_cmpuint (editor->n_saved, ==, 0);
  g_assert_nonnull (strstr (editor->office.message, "张三丰"));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (editor_get_form (editor)->title)), ==, "张三丰");
  g_assert_cmpstr (gtk_editable_get_text (entry_of (editor, "former_name")), ==, "张三");
  g_assert_cmpint (gtk_editable_get_position (entry_of (editor, "former_name")), ==, 1);
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (is_closed, editor, 10));
  g_assert_cmpint (editor->saved, ==, id);
  assert_field (editor, id, "former_name", "张三");
}

/* A new one is made once, and what is left then is a draft of that entry. */
static void
test_new (Editor *editor, gconstpointer data)
{
  g_autoptr (ClDraft) draft = NULL;
  gint64 id;

  cl_record_editor_create (editor->pane, editor->person, NULL);
  save_and_type_on (editor, "新来的");
  id = editor_get_form (editor)->saved;
  g_assert_cmpint (cl_record_form_get_id (editor_get_form (editor)), ==, id);
  assert_field (editor, id, "former_name", "");
  cl_record_form_cancel (editor_get_form (editor));
  cl_record_form_cancel (editor_get_form (editor));
  g_assert_true (headless_wait (is_closed, editor, 10));
  /* The list goes to the entry that there is now. */
  g_assert_cmpuint (editor->n_closed, ==, 0);
  g_assert_cmpint (editor->saved, ==, id);
  cl_record_editor_edit (editor->pane, NULL);
  g_assert_cmpstr (gtk_editable_get_text (entry_of (editor, "former_name")), ==, "张三");
  g_assert_cmpstr (gtk_editable_get_text (entry_of (editor, "name")), ==, "新来的");
}

static gboolean
is_refused (gpointer data)
{
  return gtk_widget_get_visible (editor_get_form (data)->summary) && gtk_widget_has_css_class (editor_get_form (data)->summary, "error");
}

/* A save that waits may still fail: Escape and the dropping of the draft wait for it, and then all that was typed is kept. */
static void
test_save_waits (Editor *editor, gconstpointer data)
{
  LongWrite write = { editor, delete_first };
  g_autoptr (ClDraft) draft = NULL;
  g_autofree char *kept = NULL;

  cl_record_editor_edit (editor->pane, NULL);
  begin_long_write (&write);
  editor_type (editor, "name", "张三丰");
  cl_record_form_save (editor_get_form (editor));
  cl_record_form_cancel (editor_get_form (editor));
  cl_record_form_cancel (editor_get_form (editor));
  gtk_widget_activate_action (GTK_WIDGET (editor->pane), "editor.drop-draft", NULL);
  g_assert_true (cl_record_editor_is_editing (editor->pane));
  g_assert_cmpuint (editor->n_closed, ==, 0);
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "张三丰");
  end_long_write (&write);
  g_assert_true (headless_wait (is_refused, editor, 10));
  g_assert_cmpstr (editor_get_text (editor, "name"), ==, "张三丰");
  cl_record_form_cancel (editor_get_form (editor));
  cl_record_form_cancel (editor_get_form (editor));
  g_assert_cmpuint (editor->n_closed, ==, 1);
  g_assert_true (headless_wait (editor_is_kept, editor, 10));
  draft = cl_draft_find (editor->office.store, "person", editor->office.people[0]);
  kept = g_variant_print (draft->fields, FALSE);
  g_assert_nonnull (strstr (kept, "张三丰"));
  long_write_clear (&write);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* The draft goes in the transaction of the save, and is not dropped a second time. */
static void
test_save_drops_once (Editor *editor, gconstpointer data)
{
  guint n = 0;

  cl_record_editor_edit (editor->pane, NULL);
  editor_type (editor, "name", "张三丰");
  g_assert_true (headless_wait (editor_is_kept, editor, 10));
  g_signal_connect_swapped (editor->office.store, "drafts-changed", G_CALLBACK (count_cb), &n);
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 10));
  g_assert_false (editor_is_kept (editor));
  /* Another write: what the save had handed over before is told by its end. */
  cl_draft_drop_async (editor->office.store, 1);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  headless_run (0.1);
  g_assert_cmpuint (n, ==, 1);
  g_signal_handlers_disconnect_by_data (editor->office.store, &n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
#define ADD(name, func) g_test_add ("/view/record-since/" name, Editor, NULL, editor_set_up, func, editor_tear_down)
  ADD ("changed", test_changed);
  ADD ("new", test_new);
  ADD ("save-waits", test_save_waits);
  ADD ("save-drops-once", test_save_drops_once);
  return g_test_run ();
}
