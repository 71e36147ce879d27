#include <adwaita.h>
#include <string.h>

#include "headless.h"
#include "office.h"
#include "editor.h"

static void
test_change (Editor *editor, gconstpointer data)
{
  g_autofree char *phone = NULL;
  g_autofree char *id_number = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  cl_record_editor_edit (editor->pane, "phones");
  headless_run (0.1);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (editor->office.window)), GTK_WIDGET (editor_find_row (editor, "phones"))));
  /* A masked value shows neither itself nor emptiness, and what is typed replaces it. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor_find_row (editor, "phones")->focus)), ==, "");
  g_assert_nonnull (strchr (gtk_entry_get_placeholder_text (GTK_ENTRY (editor_find_row (editor, "phones")->focus)), '*'));
  editor_type (editor, "phones", "139 0000 0099");
  g_assert_true (cl_record_editor_has_changes (editor->pane));
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
  g_assert_cmpint (editor->saved, ==, editor->office.people[0]);
  g_assert_false (cl_record_editor_is_editing (editor->pane));
  phone = editor_read_field (editor, editor->saved, "phones");
  g_assert_cmpstr (phone, ==, "13900000099");
  /* What was masked and not typed over is as it was. */
  id_number = editor_read_field (editor, editor->saved, "id_number");
  g_assert_cmpstr (id_number, ==, "99112319560307001X");
  words = cl_store_get_undo_words (editor->office.store);
  g_assert_nonnull (strstr (words, "张伟"));
  g_assert_cmpint (cl_store_undo (editor->office.store, &error), >, 0);
  g_free (phone);
  phone = editor_read_field (editor, editor->saved, "phones");
  g_assert_cmpstr (phone, ==, "13800000000");
}

/* NULL: none is shown. */
static const char *
get_summary (Editor *editor)
{
  GtkWidget *summary = editor_get_form (editor)->summary;

  return gtk_widget_get_visible (summary) ? gtk_label_get_text (GTK_LABEL (summary)) : NULL;
}

static gboolean
is_in_view (gpointer data)
{
  Editor *editor = data;
  GtkWidget *row = GTK_WIDGET (editor_find_row (editor, "certificate_expires")), *scroller = editor_get_form (editor)->scroller;
  graphene_rect_t bounds;

  return gtk_widget_get_height (row) > 0 && gtk_widget_compute_bounds (row, scroller, &bounds) && bounds.origin.y >= 0
         && bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (scroller);
}

/* A field far down is seen at once, although its row has no room yet when it gets the focus; and it stays so. */
static void
test_far (Editor *editor, gconstpointer data)
{
  cl_record_editor_edit (editor->pane, "certificate_expires");
  g_assert_true (headless_wait (is_in_view, editor, 5));
  headless_run (0.4);
  g_assert_true (is_in_view (editor));
}

static void
test_error (Editor *editor, gconstpointer data)
{
  ClFieldRow *row;

  cl_record_editor_edit (editor->pane, NULL);
  editor_type (editor, "name", "");
  editor_type (editor, "birth", "the day before");
  cl_record_form_save (editor_get_form (editor));
  headless_run (0.3);
  g_assert_cmpint (editor->saved, ==, 0);
  g_assert_true (cl_record_editor_is_editing (editor->pane));
  row = editor_find_row (editor, "name");
  g_assert_true (gtk_widget_get_visible (row->message));
  g_assert_true (gtk_widget_has_css_class (row->focus, "error"));
  g_assert_true (gtk_widget_get_visible (editor_find_row (editor, "birth")->message));
  /* What was typed stays to be mended. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor_find_row (editor, "birth")->focus)), ==, "the day before");
  g_assert_true (g_str_has_prefix (get_summary (editor), "2 fields must be mended"));
  editor_type (editor, "name", "张伟");
  g_signal_emit_by_name (row, "committed");
  /* What was mended goes from the summary, and with the last of it the summary. */
  g_assert_true (g_str_has_prefix (get_summary (editor), "1 field must be mended"));
  g_assert_null (strstr (get_summary (editor), cl_field_get_label (cl_field_row_get_field (row))));
  editor_type (editor, "birth", "1956.3.7");
  g_signal_emit_by_name (editor_find_row (editor, "birth"), "committed");
  g_assert_null (get_summary (editor));
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
  {
    g_autofree char *birth = editor_read_field (editor, editor->saved, "birth");

    g_assert_cmpstr (birth, ==, "1956-03-07");
  }
}

/* The level of a division follows from its code; a village without its township is pointed out, and kept all the same. */
static void
test_division (Editor *editor, gconstpointer data)
{
  cl_record_editor_create (editor->pane, cl_catalogue_find_ledger (editor->office.catalogue, "division"), NULL);
  editor_type (editor, "code", "991123101209");
  editor_type (editor, "name", "石桥村");
  g_signal_emit_by_name (editor_find_row (editor, "code"), "committed");
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
  {
    g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (editor->office.store), "SELECT level FROM division WHERE name = '石桥村'", NULL);

    g_assert_true (cl_statement_step (statement, NULL));
    g_assert_cmpstr (cl_statement_get_text (statement, 0), ==, "village");
  }
}

/* The same citizen ID twice is kept by explicit choice: the second Save. */
static void
test_choice (Editor *editor, gconstpointer data)
{
  cl_record_editor_create (editor->pane, editor->person, NULL);
  editor_type (editor, "name", "张威");
  editor_type (editor, "id_number", "99112319560307001X");
  cl_record_form_save (editor_get_form (editor));
  headless_run (0.3);
  g_assert_cmpint (editor->saved, ==, 0);
  g_assert_true (gtk_widget_get_visible (editor_find_row (editor, "id_number")->message));
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
  g_assert_cmpint (editor->saved, !=, editor->office.people[0]);
  {
    /* What follows from the number was filled in. */
    g_autofree char *birth = editor_read_field (editor, editor->saved, "birth");

    g_assert_cmpstr (birth, ==, "1956-03-07");
  }
}

static gboolean
is_noted (gpointer data)
{
  return gtk_widget_get_visible (((ClFieldRow *) data)->message);
}

static void
look_at_cb (ClContext *context, const char *ledger, gint64 id, Editor *editor)
{
  editor->saved = id;
}

/* Whose number it is, while it is being typed: quietly, from six characters on; Ctrl+Enter goes there and leaves a draft. */
static void
test_twin (Editor *editor, gconstpointer data)
{
  ClFieldRow *row;

  g_signal_connect (editor->office.context, "show-record", G_CALLBACK (look_at_cb), editor);
  cl_record_editor_create (editor->pane, editor->person, NULL);
  row = editor_find_row (editor, "id_number");
  editor_type (editor, "id_number", "99112");
  headless_run (0.5);
  g_assert_false (gtk_widget_get_visible (row->message));
  editor_type (editor, "id_number", "991123 1956");
  g_assert_true (headless_wait (is_noted, row, 3));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "张伟"));
  g_assert_null (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "19560307"));
  editor_type (editor, "id_number", "991123 1957");
  headless_run (0.5);
  g_assert_false (gtk_widget_get_visible (row->message));
  /* A certificate begins with the ID. */
  editor_type (editor, "certificate_number", "99112319560307001X41");
  g_assert_true (headless_wait (is_noted, editor_find_row (editor, "certificate_number"), 3));
  editor_type (editor, "certificate_number", "");
  editor_type (editor, "id_number", "99112319560307001x");
  g_assert_true (headless_wait (is_noted, row, 3));
  g_assert_true (gtk_widget_has_css_class (row->message, "warning"));
  g_signal_emit_by_name (row, "offer-taken");
  g_assert_cmpint (editor->saved, ==, editor->office.people[0]);
  g_assert_false (cl_record_editor_is_editing (editor->pane));
  g_assert_true (headless_wait (editor_is_kept, editor, 3));
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
test_merge_offered (Editor *editor, gconstpointer data)
{
  ClFieldRow *row;

  cl_record_editor_create (editor->pane, editor->person, NULL);
  row = editor_find_row (editor, "id_number");
  editor_type (editor, "id_number", "99112319560307001X");
  g_assert_true (headless_wait (is_noted, row, 3));
  g_assert_true (gtk_widget_get_visible (row->offer));
  g_assert_true (row->also == NULL || !gtk_widget_get_visible (row->also));
  cl_record_form_cancel (editor_get_form (editor));
  cl_record_form_cancel (editor_get_form (editor));

  cl_record_editor_show (editor->pane, editor->person, editor->office.people[1]);
  cl_record_editor_edit (editor->pane, NULL);
  row = editor_find_row (editor, "id_number");
  editor_type (editor, "id_number", "99112319560307");
  g_assert_true (headless_wait (is_noted, row, 3));
  /* So far others may begin so too. */
  g_assert_true (row->also == NULL || !gtk_widget_get_visible (row->also));
  editor_type (editor, "id_number", "99112319560307001X");
  headless_run (0.5);
  g_assert_true (gtk_widget_get_visible (row->also));
  g_assert_null (find_merge ());
  g_signal_emit_by_name (row->also, "clicked");
  headless_run (0.2);
  g_assert_false (cl_record_editor_is_editing (editor->pane));
  g_assert_nonnull (find_merge ());
}

static void
test_reference (Editor *editor, gconstpointer data)
{
  ClFieldRow *row;
  GtkWidget *first;

  cl_record_editor_edit (editor->pane, "registered_division");
  row = editor_find_row (editor, "registered_division");
  editor_type (editor, "registered_division", "shc");
  headless_run (0.5);
  g_assert_true (gtk_widget_get_visible (row->found));
  first = gtk_widget_get_first_child (row->found);
  gtk_widget_activate (first);
  headless_run (0.1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row->focus)), ==, "上河村");
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
}

/* "New …" makes the record that is referred to in the same pane, and comes back with it. */
static void
test_new_reference (Editor *editor, gconstpointer data)
{
  ClFieldRow *row;
  GtkWidget *last;

  cl_record_editor_edit (editor->pane, "registered_division");
  editor_type (editor, "registered_division", "下河村");
  headless_run (0.5);
  row = editor_find_row (editor, "registered_division");
  last = gtk_widget_get_last_child (row->found);
  gtk_widget_activate (last);
  headless_run (0.2);
  g_assert_null (editor_find_row (editor, "registered_division"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor_find_row (editor, "name")->focus)), ==, "下河村");
  editor_type (editor, "code", "991123101202");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (editor_find_row (editor, "level")->focus), 5);
  cl_record_form_save (editor_get_form (editor));
  headless_run (0.5);
  row = editor_find_row (editor, "registered_division");
  g_assert_nonnull (row);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row->focus)), ==, "下河村");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (editor->office.window)), GTK_WIDGET (row)));
  cl_record_form_save (editor_get_form (editor));
  g_assert_true (headless_wait (editor_is_saved, editor, 3));
}

static void
test_reveal (Editor *editor, gconstpointer data)
{
  g_autoptr (GPtrArray) before = cl_journal_list (editor->office.store, 100, NULL);
  g_autoptr (GPtrArray) after = NULL;

  cl_record_editor_edit (editor->pane, NULL);
  cl_record_editor_reveal (editor->pane);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor_find_row (editor, "id_number")->focus)), ==, "99112319560307001X");
  g_assert_false (cl_record_editor_has_changes (editor->pane));
  after = cl_journal_list (editor->office.store, 100, NULL);
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
test_names (Editor *editor, gconstpointer data)
{
  assert_all_named (GTK_WIDGET (editor->pane));
  cl_record_editor_edit (editor->pane, NULL);
  headless_run (0.3);
  assert_all_named (GTK_WIDGET (editor->pane));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
#define ADD(name, func) g_test_add ("/view/record-editor/" name, Editor, NULL, editor_set_up, func, editor_tear_down)
  ADD ("change", test_change);
  ADD ("far", test_far);
  ADD ("division", test_division);
  ADD ("error", test_error);
  ADD ("choice", test_choice);
  ADD ("twin", test_twin);
  ADD ("merge-offered", test_merge_offered);
  ADD ("reference", test_reference);
  ADD ("new-reference", test_new_reference);
  ADD ("reveal", test_reveal);
  ADD ("names", test_names);
  return g_test_run ();
}
