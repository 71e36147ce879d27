#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-record-editor.h"
#include "cl-record-form-private.h"
#include "headless.h"
#include "office.h"

typedef struct
{
  Office office;
  ClLedger *person;
  ClRecordEditor *editor;
  gint64 saved;
  guint n_closed;
} Fixture;

static void
saved_cb (ClRecordEditor *editor, gint64 id, Fixture *fixture)
{
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
  office_show (&fixture->office, GTK_WIDGET (fixture->editor));
  cl_record_editor_show (fixture->editor, fixture->person, fixture->office.people[0]);
  headless_run (0.2);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_close (&fixture->office);
}

static gboolean
match_field (GtkWidget *widget, gconstpointer name)
{
  return CL_IS_FIELD_ROW (widget) && g_str_equal (cl_field_get_name (cl_field_row_get_field (CL_FIELD_ROW (widget))), name);
}

static gboolean
match_form (GtkWidget *widget, gconstpointer data)
{
  return CL_IS_RECORD_FORM (widget);
}

typedef struct
{
  Fixture *fixture;
  const char *field;
} Wanted;

static gboolean
is_there (gpointer data)
{
  Wanted *wanted = data;

  return office_find (GTK_WIDGET (wanted->fixture->editor), match_field, wanted->field) != NULL;
}

/* Rows beyond the first come between frames. */
static ClFieldRow *
find_row (Fixture *fixture, const char *field)
{
  Wanted wanted = { fixture, field };

  if (!headless_wait (is_there, &wanted, 2))
    return NULL;
  return CL_FIELD_ROW (office_find (GTK_WIDGET (fixture->editor), match_field, field));
}

static ClRecordForm *
get_form (Fixture *fixture)
{
  return CL_RECORD_FORM (office_find (GTK_WIDGET (fixture->editor), match_form, NULL));
}

static void
type (Fixture *fixture, const char *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_row (fixture, field)->focus), text);
}

static gboolean
is_saved (gpointer data)
{
  return ((Fixture *) data)->saved != 0;
}

static char *
read_field (Fixture *fixture, gint64 id, const char *field)
{
  g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (fixture->office.store), fixture->person, id, NULL);

  g_assert_nonnull (record);
  return cl_record_format (record, field);
}

static void
test_change (Fixture *fixture, gconstpointer data)
{
  g_autofree char *phone = NULL;
  g_autofree char *id_number = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  cl_record_editor_edit (fixture->editor, "phones");
  headless_run (0.1);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->office.window)), GTK_WIDGET (find_row (fixture, "phones"))));
  /* A masked value shows neither itself nor emptiness, and what is typed replaces it. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (fixture, "phones")->focus)), ==, "");
  g_assert_nonnull (strchr (gtk_entry_get_placeholder_text (GTK_ENTRY (find_row (fixture, "phones")->focus)), '*'));
  type (fixture, "phones", "139 0000 0099");
  g_assert_true (cl_record_editor_has_changes (fixture->editor));
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
  g_assert_cmpint (fixture->saved, ==, fixture->office.people[0]);
  g_assert_false (cl_record_editor_is_editing (fixture->editor));
  phone = read_field (fixture, fixture->saved, "phones");
  g_assert_cmpstr (phone, ==, "13900000099");
  /* What was masked and not typed over is as it was. */
  id_number = read_field (fixture, fixture->saved, "id_number");
  g_assert_cmpstr (id_number, ==, "99112319560307001X");
  words = cl_store_get_undo_words (fixture->office.store);
  g_assert_nonnull (strstr (words, "张伟"));
  g_assert_cmpint (cl_store_undo (fixture->office.store, &error), >, 0);
  g_free (phone);
  phone = read_field (fixture, fixture->saved, "phones");
  g_assert_cmpstr (phone, ==, "13800000000");
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  ClFieldRow *row;

  cl_record_editor_edit (fixture->editor, NULL);
  type (fixture, "name", "");
  type (fixture, "birth", "the day before");
  cl_record_form_save (get_form (fixture));
  headless_run (0.3);
  g_assert_cmpint (fixture->saved, ==, 0);
  g_assert_true (cl_record_editor_is_editing (fixture->editor));
  row = find_row (fixture, "name");
  g_assert_true (gtk_widget_get_visible (row->message));
  g_assert_true (gtk_widget_has_css_class (row->focus, "error"));
  g_assert_true (gtk_widget_get_visible (find_row (fixture, "birth")->message));
  /* What was typed stays to be mended. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (fixture, "birth")->focus)), ==, "the day before");
  type (fixture, "name", "张伟");
  type (fixture, "birth", "1956.3.7");
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
  {
    g_autofree char *birth = read_field (fixture, fixture->saved, "birth");

    g_assert_cmpstr (birth, ==, "1956-03-07");
  }
}

/* The same citizen ID twice is kept by explicit choice: the second Save. */
static void
test_choice (Fixture *fixture, gconstpointer data)
{
  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  type (fixture, "name", "张威");
  type (fixture, "id_number", "99112319560307001X");
  cl_record_form_save (get_form (fixture));
  headless_run (0.3);
  g_assert_cmpint (fixture->saved, ==, 0);
  g_assert_true (gtk_widget_get_visible (find_row (fixture, "id_number")->message));
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
  g_assert_cmpint (fixture->saved, !=, fixture->office.people[0]);
  {
    /* What follows from the number was filled in. */
    g_autofree char *birth = read_field (fixture, fixture->saved, "birth");

    g_assert_cmpstr (birth, ==, "1956-03-07");
  }
}

/* A draft survives looking elsewhere, and is given up only when Escape is pressed twice. */
static void
test_draft (Fixture *fixture, gconstpointer data)
{
  cl_record_editor_edit (fixture->editor, NULL);
  type (fixture, "name", "张三丰");
  cl_record_editor_show (fixture->editor, fixture->person, fixture->office.people[1]);
  g_assert_true (cl_record_editor_is_editing (fixture->editor));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (fixture, "name")->focus)), ==, "张三丰");
  cl_record_form_cancel (get_form (fixture));
  g_assert_true (cl_record_editor_is_editing (fixture->editor));
  g_assert_cmpuint (fixture->n_closed, ==, 0);
  cl_record_form_cancel (get_form (fixture));
  g_assert_false (cl_record_editor_is_editing (fixture->editor));
  g_assert_cmpuint (fixture->n_closed, ==, 1);
  /* It comes back at once, though it may not have landed yet, and is no change until somebody types. */
  cl_record_editor_edit (fixture->editor, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (fixture, "name")->focus)), ==, "张三丰");
  g_assert_false (cl_record_editor_has_changes (fixture->editor));
  g_assert_nonnull (get_form (fixture)->draft_bar);
}

static gboolean
is_kept (gpointer data)
{
  g_autoptr (GPtrArray) drafts = cl_drafts_list (((Fixture *) data)->office.store, NULL);

  return drafts->len > 0;
}

static gboolean
is_kept_no_more (gpointer data)
{
  return !is_kept (data);
}

static const char *
get_entry (Fixture *fixture, const char *field)
{
  return gtk_editable_get_text (GTK_EDITABLE (find_row (fixture, field)->focus));
}

static ClRecordEditor *
open_anew (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->office.window));
  /* Another window, as after another start: it knows nothing but what is in the file. */
  g_object_unref (fixture->office.context);
  fixture->office.context = cl_context_new (fixture->office.store);
  fixture->editor = CL_RECORD_EDITOR (cl_record_editor_new (fixture->office.context));
  g_signal_connect (fixture->editor, "saved", G_CALLBACK (saved_cb), fixture);
  office_show (&fixture->office, GTK_WIDGET (fixture->editor));
  return fixture->editor;
}

/* What is typed is in the file within a second or so without anything being asked for, half dates and half names too; the save takes it away. */
static void
test_draft_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *said = NULL;

  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  type (fixture, "name", "赵六");
  type (fixture, "birth", "1956.");
  type (fixture, "registered_division", "上");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_row (fixture, "sex")->focus), 1);
  g_assert_true (headless_wait (is_kept, fixture, 3));
  open_anew (fixture);
  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "赵六");
  g_assert_cmpstr (get_entry (fixture, "birth"), ==, "1956.");
  g_assert_cmpstr (get_entry (fixture, "registered_division"), ==, "上");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (find_row (fixture, "sex")->focus)), ==, 1);
  said = cl_record_form_say_draft (get_form (fixture));
  g_assert_nonnull (strstr (said, cl_field_get_label (cl_ledger_find_field (fixture->person, "birth"))));
  type (fixture, "birth", "1956.3.7");
  type (fixture, "registered_division", "");
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
  g_assert_true (headless_wait (is_kept_no_more, fixture, 3));
  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "");
}

/* Private values come back masked, and are shown and kept as those of the entry are. */
static void
test_draft_masked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *phone = NULL;

  cl_record_editor_edit (fixture->editor, NULL);
  type (fixture, "phones", "13900000099");
  g_assert_true (headless_wait (is_kept, fixture, 3));
  open_anew (fixture);
  cl_record_editor_show (fixture->editor, fixture->person, fixture->office.people[0]);
  cl_record_editor_edit (fixture->editor, NULL);
  g_assert_cmpstr (get_entry (fixture, "phones"), ==, "");
  g_assert_nonnull (strstr (gtk_entry_get_placeholder_text (GTK_ENTRY (find_row (fixture, "phones")->focus)), "0099"));
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
  phone = read_field (fixture, fixture->saved, "phones");
  g_assert_cmpstr (phone, ==, "13900000099");
}

static gboolean
change_name (ClTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), fixture->person, fixture->office.people[0], error);

  return record != NULL && cl_record_set_text (record, "name", "张维", error) && cl_record_set_text (record, "remark", "迁入", error) &&
         cl_transaction_save (transaction, record, error);
}

/* Changed meanwhile: both are shown, and the draft's is kept by choice alone; what is kept is taken by the key. */
static void
test_draft_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL, *remarks = NULL, *after = NULL;
  ClFieldRow *row;

  cl_record_editor_edit (fixture->editor, NULL);
  type (fixture, "name", "张魏");
  g_assert_true (headless_wait (is_kept, fixture, 3));
  open_anew (fixture);
  g_assert_cmpint (cl_store_write (fixture->office.store, "w", change_name, fixture, NULL), >, 0);
  cl_record_editor_show (fixture->editor, fixture->person, fixture->office.people[0]);
  cl_record_editor_edit (fixture->editor, NULL);
  row = find_row (fixture, "name");
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "张魏");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "张维"));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "张伟"));
  cl_record_form_save (get_form (fixture));
  headless_run (0.3);
  g_assert_cmpint (fixture->saved, ==, 0);
  name = read_field (fixture, fixture->office.people[0], "name");
  g_assert_cmpstr (name, ==, "张维");
  g_signal_emit_by_name (row, "offer-taken");
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "张维");
  g_assert_false (gtk_widget_get_visible (row->offer));
  type (fixture, "name", "张魏");
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
  after = read_field (fixture, fixture->saved, "name");
  g_assert_cmpstr (after, ==, "张魏");
  /* What the draft did not touch stays as it was changed. */
  remarks = read_field (fixture, fixture->saved, "remark");
  g_assert_cmpstr (remarks, ==, "迁入");
}

static gboolean
set_relatives (ClTransaction *transaction, Fixture *fixture, guint person, GError **error)
{
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), fixture->person, fixture->office.people[0], error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (ClValue) value = CL_VALUE_INIT;

  g_array_append_val (ids, fixture->office.people[person]);
  cl_value_take_ids (&value, g_steal_pointer (&ids));
  if (record != NULL)
    cl_record_set (record, cl_ledger_find_field (fixture->person, "relative_of"), &value);
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

/* Those whom a field names are told by their names, not by the ids that a draft keeps. */
static void
test_draft_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) draft = cl_draft_new ("person", fixture->office.people[0], 0);
  g_autofree char *text = NULL, *message = NULL;
  g_autoptr (GError) error = NULL;

  cl_store_write (fixture->office.store, "w", set_relative, fixture, &error);
  g_assert_no_error (error);
  text = g_strdup_printf ("{'relative_of': (['#%" G_GINT64_FORMAT "'], ['#%" G_GINT64_FORMAT "'])}", fixture->office.people[1], fixture->office.people[2]);
  cl_draft_set_fields (draft, g_variant_new_parsed (text));
  cl_draft_write (fixture->office.store, draft, &error);
  g_assert_no_error (error);
  cl_store_write (fixture->office.store, "w", change_relative, fixture, &error);
  g_assert_no_error (error);
  cl_record_editor_edit (fixture->editor, NULL);
  g_assert_true (cl_record_form_is_meanwhile (get_form (fixture), cl_ledger_find_field (fixture->person, "relative_of"), &message));
  g_assert_nonnull (strstr (message, office_names[1]));
  g_assert_nonnull (strstr (message, office_names[3]));
}

static void
test_draft_dropped (Fixture *fixture, gconstpointer data)
{
  cl_record_editor_edit (fixture->editor, NULL);
  type (fixture, "name", "张三丰");
  g_assert_true (headless_wait (is_kept, fixture, 3));
  gtk_widget_activate_action (GTK_WIDGET (fixture->editor), "editor.drop-draft", NULL);
  g_assert_true (cl_record_editor_is_editing (fixture->editor));
  g_assert_false (cl_record_editor_has_changes (fixture->editor));
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "张伟");
  g_assert_null (get_form (fixture)->draft_bar);
  g_assert_true (headless_wait (is_kept_no_more, fixture, 3));
}

/* Two new ones that were left: each comes back by itself, and one with other beginnings is neither. */
static void
test_draft_several (Fixture *fixture, gconstpointer data)
{
  ClRecord *begun = cl_record_new (fixture->person);
  g_autoptr (GPtrArray) drafts = NULL;

  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  type (fixture, "name", "赵六");
  cl_record_form_cancel (get_form (fixture));
  cl_record_form_cancel (get_form (fixture));
  g_assert_true (cl_record_set_text (begun, "name", "钱七", NULL));
  cl_record_editor_create (fixture->editor, fixture->person, begun);
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "钱七");
  g_assert_null (get_form (fixture)->draft_bar);
  type (fixture, "certificate_issuer", "县残联");
  cl_record_form_cancel (get_form (fixture));
  cl_record_form_cancel (get_form (fixture));
  headless_run (0.3);
  drafts = cl_drafts_list (fixture->office.store, "person");
  g_assert_cmpuint (drafts->len, ==, 2);
  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "钱七");
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "赵六");
}

/* A long write that holds up the others, and takes away the record that the one behind it is about. */
typedef struct
{
  Fixture *fixture;
  GMutex mutex;
  GCond cond;
  gboolean over;
} LongWrite;

static gboolean
long_write (ClTransaction *transaction, gpointer data, GError **error)
{
  LongWrite *write = data;

  g_mutex_lock (&write->mutex);
  while (!write->over)
    g_cond_wait (&write->cond, &write->mutex);
  g_mutex_unlock (&write->mutex);
  return cl_transaction_delete (transaction, write->fixture->person, write->fixture->office.people[0], error);
}

static void
end_long_write (LongWrite *write)
{
  g_mutex_lock (&write->mutex);
  write->over = TRUE;
  g_cond_signal (&write->cond);
  g_mutex_unlock (&write->mutex);
}

static gboolean
is_refused (gpointer data)
{
  return gtk_widget_get_visible (get_form (data)->summary) && gtk_widget_has_css_class (get_form (data)->summary, "error");
}

/* A save that waits may still fail: Escape and the dropping of the draft wait for it, and then all that was typed is kept. */
static void
test_save_waits (Fixture *fixture, gconstpointer data)
{
  LongWrite write = { fixture };
  g_autoptr (ClDraft) draft = NULL;
  g_autofree char *kept = NULL;

  g_mutex_init (&write.mutex);
  g_cond_init (&write.cond);
  cl_record_editor_edit (fixture->editor, NULL);
  cl_store_write_async (fixture->office.store, "long", long_write, &write, NULL, NULL, NULL, NULL);
  type (fixture, "name", "张三丰");
  cl_record_form_save (get_form (fixture));
  cl_record_form_cancel (get_form (fixture));
  cl_record_form_cancel (get_form (fixture));
  gtk_widget_activate_action (GTK_WIDGET (fixture->editor), "editor.drop-draft", NULL);
  g_assert_true (cl_record_editor_is_editing (fixture->editor));
  g_assert_cmpuint (fixture->n_closed, ==, 0);
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "张三丰");
  end_long_write (&write);
  g_assert_true (headless_wait (is_refused, fixture, 10));
  g_assert_cmpstr (get_entry (fixture, "name"), ==, "张三丰");
  cl_record_form_cancel (get_form (fixture));
  cl_record_form_cancel (get_form (fixture));
  g_assert_cmpuint (fixture->n_closed, ==, 1);
  g_assert_true (headless_wait (is_kept, fixture, 10));
  draft = cl_draft_find (fixture->office.store, "person", fixture->office.people[0]);
  kept = g_variant_print (draft->fields, FALSE);
  g_assert_nonnull (strstr (kept, "张三丰"));
  g_mutex_clear (&write.mutex);
  g_cond_clear (&write.cond);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* The draft goes in the transaction of the save, and is not dropped a second time. */
static void
test_save_drops_once (Fixture *fixture, gconstpointer data)
{
  guint n = 0;

  cl_record_editor_edit (fixture->editor, NULL);
  type (fixture, "name", "张三丰");
  g_assert_true (headless_wait (is_kept, fixture, 10));
  g_signal_connect_swapped (fixture->office.store, "drafts-changed", G_CALLBACK (count_cb), &n);
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 10));
  g_assert_false (is_kept (fixture));
  /* Another write: what the save had handed over before is told by its end. */
  cl_draft_drop_async (fixture->office.store, 1);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  headless_run (0.1);
  g_assert_cmpuint (n, ==, 1);
  g_signal_handlers_disconnect_by_data (fixture->office.store, &n);
}

static gboolean
is_noted (gpointer data)
{
  return gtk_widget_get_visible (((ClFieldRow *) data)->message);
}

static void
look_at_cb (ClContext *context, const char *ledger, gint64 id, Fixture *fixture)
{
  fixture->saved = id;
}

/* Whose number it is, while it is being typed: quietly, from six characters on; Ctrl+Enter goes there and leaves a draft. */
static void
test_twin (Fixture *fixture, gconstpointer data)
{
  ClFieldRow *row;

  g_signal_connect (fixture->office.context, "show-record", G_CALLBACK (look_at_cb), fixture);
  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  row = find_row (fixture, "id_number");
  type (fixture, "id_number", "99112");
  headless_run (0.5);
  g_assert_false (gtk_widget_get_visible (row->message));
  type (fixture, "id_number", "991123 1956");
  g_assert_true (headless_wait (is_noted, row, 3));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "张伟"));
  g_assert_null (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "19560307"));
  type (fixture, "id_number", "991123 1957");
  headless_run (0.5);
  g_assert_false (gtk_widget_get_visible (row->message));
  /* A certificate begins with the ID. */
  type (fixture, "certificate_number", "99112319560307001X41");
  g_assert_true (headless_wait (is_noted, find_row (fixture, "certificate_number"), 3));
  type (fixture, "certificate_number", "");
  type (fixture, "id_number", "99112319560307001x");
  g_assert_true (headless_wait (is_noted, row, 3));
  g_assert_true (gtk_widget_has_css_class (row->message, "warning"));
  g_signal_emit_by_name (row, "offer-taken");
  g_assert_cmpint (fixture->saved, ==, fixture->office.people[0]);
  g_assert_false (cl_record_editor_is_editing (fixture->editor));
  g_assert_true (headless_wait (is_kept, fixture, 3));
}

static gboolean
match_merge (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_CHECK_BUTTON (widget) && g_object_get_data (G_OBJECT (widget), "cl-merge-field") != NULL;
}

static GtkWidget *
find_merge (void)
{
  g_autoptr (GList) tops = gtk_window_list_toplevels ();
  GtkWidget *found = NULL;

  for (GList *top = tops; top != NULL && found == NULL; top = top->next)
    found = office_find (top->data, match_merge, NULL);
  return found;
}

/* Whose number or name is another's is offered to be made one with that, where it is kept already; what is new has nothing to be made one of. */
static void
test_merge_offered (Fixture *fixture, gconstpointer data)
{
  ClFieldRow *row;

  cl_record_editor_create (fixture->editor, fixture->person, NULL);
  row = find_row (fixture, "id_number");
  type (fixture, "id_number", "99112319560307001X");
  g_assert_true (headless_wait (is_noted, row, 3));
  g_assert_true (gtk_widget_get_visible (row->offer));
  g_assert_true (row->also == NULL || !gtk_widget_get_visible (row->also));
  cl_record_form_cancel (get_form (fixture));
  cl_record_form_cancel (get_form (fixture));

  cl_record_editor_show (fixture->editor, fixture->person, fixture->office.people[1]);
  cl_record_editor_edit (fixture->editor, NULL);
  row = find_row (fixture, "id_number");
  type (fixture, "id_number", "99112319560307");
  g_assert_true (headless_wait (is_noted, row, 3));
  /* So far others may begin so too. */
  g_assert_true (row->also == NULL || !gtk_widget_get_visible (row->also));
  type (fixture, "id_number", "99112319560307001X");
  headless_run (0.5);
  g_assert_true (gtk_widget_get_visible (row->also));
  g_assert_null (find_merge ());
  g_signal_emit_by_name (row->also, "clicked");
  headless_run (0.2);
  g_assert_false (cl_record_editor_is_editing (fixture->editor));
  g_assert_nonnull (find_merge ());
}

static void
test_reference (Fixture *fixture, gconstpointer data)
{
  ClFieldRow *row;
  GtkWidget *first;

  cl_record_editor_edit (fixture->editor, "registered_division");
  row = find_row (fixture, "registered_division");
  type (fixture, "registered_division", "shc");
  headless_run (0.5);
  g_assert_true (gtk_widget_get_visible (row->found));
  first = gtk_widget_get_first_child (row->found);
  gtk_widget_activate (first);
  headless_run (0.1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row->focus)), ==, "上河村");
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
}

/* "New …" makes the record that is referred to in the same pane, and comes back with it. */
static void
test_new_reference (Fixture *fixture, gconstpointer data)
{
  ClFieldRow *row;
  GtkWidget *last;

  cl_record_editor_edit (fixture->editor, "registered_division");
  type (fixture, "registered_division", "下河村");
  headless_run (0.5);
  row = find_row (fixture, "registered_division");
  last = gtk_widget_get_last_child (row->found);
  gtk_widget_activate (last);
  headless_run (0.2);
  g_assert_null (find_row (fixture, "registered_division"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (fixture, "name")->focus)), ==, "下河村");
  type (fixture, "code", "991123101202");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_row (fixture, "level")->focus), 5);
  cl_record_form_save (get_form (fixture));
  headless_run (0.5);
  row = find_row (fixture, "registered_division");
  g_assert_nonnull (row);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row->focus)), ==, "下河村");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->office.window)), GTK_WIDGET (row)));
  cl_record_form_save (get_form (fixture));
  g_assert_true (headless_wait (is_saved, fixture, 3));
}

static void
test_reveal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) before = cl_journal_list (fixture->office.store, 100, NULL);
  g_autoptr (GPtrArray) after = NULL;

  cl_record_editor_edit (fixture->editor, NULL);
  cl_record_editor_reveal (fixture->editor);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (fixture, "id_number")->focus)), ==, "99112319560307001X");
  g_assert_false (cl_record_editor_has_changes (fixture->editor));
  after = cl_journal_list (fixture->office.store, 100, NULL);
  g_assert_cmpuint (after->len, ==, before->len + 1);
  g_assert_cmpstr (((ClJournalEntry *) g_ptr_array_index (after, 0))->kind, ==, "reveal");
}

/* Every focusable has a name of its own, in every mode of the pane. */
static gboolean
match_nameless (GtkWidget *widget, gconstpointer data)
{
  if (!gtk_widget_get_focusable (widget) || !gtk_widget_get_mapped (widget) || GTK_IS_TEXT (widget))
    return FALSE;
  return !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static void
assert_all_named (GtkWidget *root)
{
  GtkWidget *nameless = office_find (root, match_nameless, NULL);

  if (nameless != NULL)
    g_error ("A %s in a %s has no name", G_OBJECT_TYPE_NAME (nameless), G_OBJECT_TYPE_NAME (gtk_widget_get_parent (nameless)));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  assert_all_named (GTK_WIDGET (fixture->editor));
  cl_record_editor_edit (fixture->editor, NULL);
  headless_run (0.3);
  assert_all_named (GTK_WIDGET (fixture->editor));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
#define ADD(name, func) g_test_add ("/view/record-editor/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("change", test_change);
  ADD ("error", test_error);
  ADD ("choice", test_choice);
  ADD ("draft", test_draft);
  ADD ("draft-kept", test_draft_kept);
  ADD ("draft-masked", test_draft_masked);
  ADD ("draft-meanwhile", test_draft_meanwhile);
  ADD ("draft-names", test_draft_names);
  ADD ("draft-dropped", test_draft_dropped);
  ADD ("draft-several", test_draft_several);
  ADD ("save-waits", test_save_waits);
  ADD ("save-drops-once", test_save_drops_once);
  ADD ("twin", test_twin);
  ADD ("merge-offered", test_merge_offered);
  ADD ("reference", test_reference);
  ADD ("new-reference", test_new_reference);
  ADD ("reveal", test_reveal);
  ADD ("names", test_names);
  return g_test_run ();
}
