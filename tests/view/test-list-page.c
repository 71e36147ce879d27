#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-list-page-private.h"
#include "cl-many-private.h"
#include "cl-record.h"
#include "cl-row-columns-private.h"
#include "cl-search-private.h"
#include "headless.h"
#include "office.h"

typedef struct
{
  Office office;
  ClListPage *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer filled)
{
  office_open (&fixture->office, GPOINTER_TO_INT (filled));
  fixture->page = CL_LIST_PAGE (cl_list_page_new (fixture->office.context, "person", NULL));
  office_show (&fixture->office, GTK_WIDGET (fixture->page));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_close (&fixture->office);
}

static guint
get_n (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->page->rows));
}

static void
test_sentences (Fixture *fixture, gconstpointer data)
{
  guint position = cl_row_model_find (fixture->page->rows, fixture->office.people[0]);
  g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (fixture->page->rows), position);
  g_autofree char *sentence = cl_row_columns_say (fixture->page->columns, row, cl_row_get_position (row) + 1, get_n (fixture));
  g_autofree char *cell = cl_row_columns_say_cell (fixture->page->columns, row, 1);

  g_assert_cmpuint (get_n (fixture), ==, 8);
  g_assert_true (g_str_has_prefix (sentence, "张伟"));
  g_assert_nonnull (strstr (sentence, "上河村"));
  /* Private numbers stay masked to the ear as well. */
  g_assert_null (strstr (sentence, "99112319560307001X"));
  g_assert_null (strstr (sentence, "13800000000"));
  g_assert_nonnull (strstr (cell, "男"));
  g_assert_cmpuint (fixture->page->bound->len, >=, 8);
  for (guint i = 0; i < fixture->page->bound->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (fixture->page->bound, i);
      GtkWidget *widget = gtk_widget_get_parent (gtk_list_item_get_child (item));

      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_assert_nonnull (g_object_get_data (G_OBJECT (widget), "cl-actions"));
    }
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "zw");
  headless_run (0.3);
  g_assert_cmpuint (get_n (fixture), ==, 1);
  g_assert_cmpint (fixture->page->current, ==, fixture->office.people[0]);
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "no such person");
  headless_run (0.2);
  g_assert_cmpuint (get_n (fixture), ==, 0);
  g_assert_true (gtk_widget_get_visible (fixture->page->empty));
  g_assert_false (gtk_widget_get_visible (fixture->page->scroller));
  /* Escape leads back to the list and to what was selected before there was nothing, wherever on the page it is pressed. */
  g_assert_true (gtk_widget_child_focus (fixture->page->group_button, GTK_DIR_TAB_FORWARD));
  g_assert_true (headless_press (GTK_WIDGET (fixture->page), GDK_KEY_Escape));
  headless_run (0.3);
  g_assert_false (headless_press (GTK_WIDGET (fixture->page), GDK_KEY_Escape));
  g_assert_cmpuint (get_n (fixture), ==, 8);
  g_assert_true (gtk_widget_get_visible (fixture->page->scroller));
}

/* Where a worker waits until it is opened. */
static gint gate;

static void
hold_cb (gpointer task, gpointer data)
{
  while (g_atomic_int_get (&gate) == 0)
    g_usleep (1000);
}

static gboolean
has_found (gpointer data)
{
  return !cl_row_model_is_finding (((Fixture *) data)->page->rows);
}

/* While a worker looks for what is typed, rows, selection and count stay; a key that is meant for what is found has it. */
static void
test_search_behind (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClSearch) search = cl_search_share (fixture->office.store, fixture->page->ledger);
  gint64 before = fixture->page->current;

  g_assert_true (cl_search_load (search, NULL));
  g_atomic_int_set (&gate, 0);
  cl_search_hold_workers (1, hold_cb, NULL);
  gtk_widget_grab_focus (fixture->page->search);
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "zl");
  headless_run (0.2);
  g_assert_true (cl_row_model_is_finding (fixture->page->rows));
  g_assert_cmpuint (get_n (fixture), ==, 8);
  g_assert_cmpint (fixture->page->current, ==, before);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fixture->page->count)), ==, "8");
  /* Return */
  g_signal_emit_by_name (fixture->page->search, "activate");
  g_assert_cmpuint (get_n (fixture), ==, 1);
  g_assert_cmpint (fixture->page->current, ==, fixture->office.people[3]);
  headless_run (0.2);
  g_assert_nonnull (gtk_widget_get_focus_child (fixture->page->list));
  /* nobody waits */
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "lf");
  g_assert_cmpint (fixture->page->current, ==, fixture->office.people[3]);
  g_atomic_int_set (&gate, 1);
  g_assert_true (headless_wait (has_found, fixture, 10));
  g_assert_cmpuint (get_n (fixture), ==, 1);
  g_assert_cmpint (fixture->page->current, ==, fixture->office.people[1]);
  cl_search_hold_workers (0, NULL, NULL);
}

static gboolean
rename_func (ClTransaction *transaction, gpointer data, GError **error)
{
  Office *office = data;
  ClLedger *person = cl_catalogue_find_ledger (office->catalogue, "person");
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), person, office->people[0], error);

  return record != NULL && cl_record_set_text (record, "name", "安明", error) && cl_transaction_save (transaction, record, error);
}

/* A row that moves takes the selection with it, though row objects stay at their places. */
static void
test_selection_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint before, after;

  cl_list_page_select (fixture->page, fixture->office.people[0]);
  headless_run (0.3);
  before = cl_row_selection_get_cursor (fixture->page->selection);
  g_assert_cmpint (cl_store_write (fixture->office.store, "rename", rename_func, &fixture->office, &error), >, 0);
  g_assert_no_error (error);
  headless_run (0.3);
  after = cl_row_selection_get_cursor (fixture->page->selection);
  g_assert_cmpint (fixture->page->current, ==, fixture->office.people[0]);
  g_assert_cmpuint (after, !=, before);
  g_assert_cmpint (cl_row_model_get_id (fixture->page->rows, after), ==, fixture->office.people[0]);
}

static gboolean
is_deleted (gpointer data)
{
  Fixture *fixture = data;

  return get_n (fixture) == 7 && fixture->office.message != NULL;
}

/* Deleting asks nothing; the focus stays at its place in the list, and undo brings the row back. */
static void
test_delete_undo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint position;
  GtkWidget *focus;

  cl_list_page_select (fixture->page, cl_row_model_get_id (fixture->page->rows, 3));
  headless_run (0.3);
  position = cl_row_selection_get_cursor (fixture->page->selection);
  g_assert_cmpuint (position, ==, 3);
  g_assert_true (gtk_widget_activate_action (fixture->page->list, "page.delete", NULL));
  g_assert_true (headless_wait (is_deleted, fixture, 3));
  headless_run (0.3);
  g_assert_cmpuint (cl_row_selection_get_cursor (fixture->page->selection), ==, 3);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->office.window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, fixture->page->list));
  g_assert_cmpint (cl_store_undo (fixture->office.store, &error), >, 0);
  headless_run (0.3);
  g_assert_cmpuint (get_n (fixture), ==, 8);
}

static void
test_reveal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.reveal-all", NULL));
  g_assert_true (cl_row_model_get_revealed (fixture->page->rows));
  /* Long numbers are said in groups. */
  {
    g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (fixture->page->rows), cl_row_model_find (fixture->page->rows, fixture->office.people[0]));
    g_autofree char *sentence = cl_row_columns_say (fixture->page->columns, row, cl_row_get_position (row) + 1, get_n (fixture));

    g_assert_nonnull (strstr (sentence, "991123 19560307 001X"));
    g_assert_nonnull (strstr (sentence, "138 0000 0000"));
  }
  entries = cl_journal_list (fixture->office.store, 1, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (((ClJournalEntry *) g_ptr_array_index (entries, 0))->kind, ==, "reveal");
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  g_assert_false (cl_row_model_get_revealed (fixture->page->rows));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_get_visible (fixture->page->empty));
  g_assert_true (gtk_widget_get_visible (adw_status_page_get_child (ADW_STATUS_PAGE (fixture->page->empty))));
  g_assert_false (gtk_widget_get_visible (fixture->page->pane));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.new", NULL));
  headless_run (0.2);
  g_assert_true (gtk_widget_get_visible (fixture->page->pane));
  g_assert_true (cl_record_editor_is_editing (CL_RECORD_EDITOR (fixture->page->pane)));
}

/* Where there is no room for both, the details replace the list, and Escape leads back. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = g_object_ref (GTK_WIDGET (fixture->page));

  gtk_window_set_child (GTK_WINDOW (fixture->office.window), NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->office.window));
  fixture->office.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->office.window), 480, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->office.window), page);
  g_object_unref (page);
  gtk_window_present (GTK_WINDOW (fixture->office.window));
  headless_run (0.4);
  g_assert_true (fixture->page->narrow);
  g_assert_true (gtk_widget_get_visible (fixture->page->list_box));
  g_assert_false (gtk_widget_get_visible (fixture->page->pane));
  g_assert_true (gtk_widget_activate_action (page, "page.open", NULL));
  headless_run (0.2);
  g_assert_false (gtk_widget_get_visible (fixture->page->list_box));
  g_assert_true (gtk_widget_get_visible (fixture->page->pane));
  g_signal_emit_by_name (fixture->page->pane, "closed");
  headless_run (0.2);
  g_assert_true (gtk_widget_get_visible (fixture->page->list_box));
  g_assert_false (gtk_widget_get_visible (fixture->page->pane));
}

/* However narrow it gets, a date or a phone is shown whole or not at all. */
static void
test_widths (Fixture *fixture, gconstpointer data)
{
  ClRowColumns *columns = fixture->page->columns;
  g_autofree double *widths = g_new0 (double, columns->n);
  guint n_seen = 0;

  for (double width = 20; width < 80; width++)
    {
      cl_row_columns_place (columns, width, 1, widths);
      for (guint i = 1; i < columns->n; i++)
        {
          const ClField *field = columns->columns[i].field;

          if (field == NULL || widths[i] <= 0)
            continue;
          if (cl_field_get_field_type (field) != CL_FIELD_PHONE && cl_field_get_field_type (field) != CL_FIELD_DATE)
            continue;
          g_assert_cmpfloat (widths[i], ==, columns->columns[i].em);
          n_seen++;
        }
    }
  g_assert_cmpuint (n_seen, >, 60);
}

static GtkSelectionModel *
get_model (Fixture *fixture)
{
  return GTK_SELECTION_MODEL (fixture->page->selection);
}

static gboolean
is_done (gpointer data)
{
  Fixture *fixture = data;

  return fixture->page->working == NULL && fixture->office.message != NULL;
}

/* What was chosen stays chosen by record: under another order, behind a search, after an edit. */
static void
test_choose (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) chosen = NULL;
  g_autoptr (ClRowModel) some = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first = cl_row_model_get_id (fixture->page->rows, 1), last = cl_row_model_get_id (fixture->page->rows, 2);

  g_assert_true (gtk_selection_model_select_item (get_model (fixture), 1, TRUE));
  g_assert_cmpuint (cl_row_selection_get_n_chosen (fixture->page->selection), ==, 0);
  g_assert_true (gtk_selection_model_select_range (get_model (fixture), 1, 2, TRUE));
  g_assert_cmpuint (cl_row_selection_get_n_chosen (fixture->page->selection), ==, 2);
  g_assert_cmpuint (cl_row_selection_get_cursor (fixture->page->selection), ==, 2);
  g_assert_cmpint (fixture->page->current, ==, last);
  g_assert_true (gtk_widget_get_visible (fixture->page->many));
  g_assert_true (cl_row_model_set_order (fixture->page->rows, "name desc", &error));
  headless_run (0.2);
  g_assert_true (gtk_selection_model_is_selected (get_model (fixture), cl_row_model_find (fixture->page->rows, first)));
  g_assert_true (gtk_selection_model_is_selected (get_model (fixture), cl_row_model_find (fixture->page->rows, last)));
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "zw");
  headless_run (0.3);
  g_assert_cmpuint (cl_row_selection_get_n_chosen (fixture->page->selection), ==, 2);
  g_assert_cmpuint (cl_row_selection_get_n_hidden (fixture->page->selection), >=, 1);
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "");
  headless_run (0.3);
  g_assert_cmpuint (cl_row_selection_get_n_hidden (fixture->page->selection), ==, 0);
  some = cl_list_page_get_chosen_rows (fixture->page);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (some)), ==, 2);
  /* The whole list by one key, less one row. */
  cl_row_selection_choose_all (fixture->page->selection);
  g_assert_cmpuint (cl_row_selection_get_n_chosen (fixture->page->selection), ==, 8);
  g_assert_true (gtk_selection_model_unselect_item (get_model (fixture), 0));
  chosen = cl_row_selection_get_chosen (fixture->page->selection);
  g_assert_cmpuint (chosen->len, ==, 7);
  cl_row_selection_clear (fixture->page->selection);
  g_assert_false (gtk_widget_get_visible (fixture->page->many));
  g_assert_true (gtk_selection_model_is_selected (get_model (fixture), cl_row_selection_get_cursor (fixture->page->selection)));
}

/* Headings are walked and folded like rows, chosen they are not; who is looked for in a folded group is shown. */
static void
test_groups (Fixture *fixture, gconstpointer data)
{
  ClListPage *page = fixture->page;
  gint64 person = fixture->office.people[0];
  g_autoptr (ClRow) heading = NULL;
  g_autofree char *sentence = NULL;

  cl_list_page_select (page, person);
  g_action_group_change_action_state (G_ACTION_GROUP (page->actions), "group", g_variant_new_string ("sex"));
  headless_run (0.3);
  g_assert_cmpuint (get_n (fixture), ==, 11);
  g_assert_cmpint (page->current, ==, person);
  g_assert_cmpuint (cl_row_selection_get_cursor (page->selection), ==, cl_row_model_find (page->rows, person));
  heading = g_list_model_get_item (G_LIST_MODEL (page->rows), 0);
  sentence = cl_row_columns_say_heading (page->columns, heading, "人");
  g_assert_true (g_str_has_prefix (sentence, "男"));
  g_assert_nonnull (strstr (sentence, "4 人"));
  /* On the heading nothing is shown beside it, and nothing done to a record. */
  g_assert_true (gtk_selection_model_select_item (get_model (fixture), 0, TRUE));
  g_assert_true (page->on_heading);
  g_assert_cmpint (page->current, ==, 0);
  g_assert_true (cl_list_page_fold (page, TRUE));
  headless_run (0.3);
  g_assert_cmpuint (get_n (fixture), ==, 7);
  g_assert_cmpuint (cl_row_selection_get_cursor (page->selection), ==, 0);
  g_assert_true (page->on_heading);
  cl_list_page_select (page, person);
  headless_run (0.3);
  g_assert_cmpuint (get_n (fixture), ==, 11);
  g_assert_cmpint (page->current, ==, person);
  g_assert_false (page->on_heading);
  /* A range over both headings, and all: records alone. */
  g_assert_true (gtk_selection_model_select_range (get_model (fixture), 0, 7, TRUE));
  g_assert_cmpuint (cl_row_selection_get_n_chosen (page->selection), ==, 5);
  g_assert_false (gtk_selection_model_is_selected (get_model (fixture), 5));
  cl_row_selection_choose_all (page->selection);
  g_assert_cmpuint (cl_row_selection_get_n_chosen (page->selection), ==, 8);
  g_assert_false (gtk_selection_model_is_selected (get_model (fixture), 0));
  g_assert_true (gtk_selection_model_is_selected (get_model (fixture), 1));
  cl_row_selection_clear (page->selection);
  cl_list_page_select (page, cl_row_model_get_id (page->rows, 4));
  gtk_widget_activate_action (GTK_WIDGET (page), "page.next", NULL);
  headless_run (0.2);
  g_assert_cmpint (page->current, ==, cl_row_model_get_id (page->rows, 6));
  gtk_editable_set_text (GTK_EDITABLE (page->search), "zw");
  headless_run (0.3);
  g_assert_cmpuint (get_n (fixture), ==, 3);
  g_assert_cmpint (page->current, ==, person);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (page->count)), !=, "3");
  g_signal_emit_by_name (page->search, "stop-search");
  g_action_group_change_action_state (G_ACTION_GROUP (page->actions), "group", g_variant_new_string (""));
  headless_run (0.3);
  g_assert_cmpuint (get_n (fixture), ==, 8);
}

/* A list that is kept shows itself as it is kept, Escape comes back to that, and what is changed in the file is seen here. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  static const char *const columns[] = { "name", "sex", "education", NULL };
  g_autoptr (ClListView) view = cl_list_view_new ("person", NULL, "妇女");
  g_autoptr (GError) error = NULL;
  ClListPage *page;

  cl_list_view_add_filter (view, "sex", "sex = '2'", "女");
  view->columns = g_strdupv ((GStrv) columns);
  view->order = g_strdup ("name desc");
  g_assert_true (cl_store_save_list_view (fixture->office.store, view, &error));
  g_assert_no_error (error);
  page = CL_LIST_PAGE (cl_list_page_new_kept (fixture->office.context, view->id));
  g_object_ref_sink (page);
  g_assert_cmpstr (page->title, ==, "妇女");
  g_assert_cmpuint (cl_row_model_get_n_records (page->rows), ==, 4);
  g_assert_cmpuint (cl_row_columns_get_n (page->columns), ==, 3);
  g_assert_cmpstr (cl_row_model_get_order (page->rows), ==, "name desc");
  g_assert_false (cl_list_page_is_filtered (page));
  g_assert_true (cl_list_page_set_filter (page, "name = '李芳'", "李芳"));
  g_assert_true (cl_list_page_is_filtered (page));
  g_assert_cmpuint (cl_row_model_get_n_records (page->rows), ==, 1);
  g_assert_true (cl_list_page_set_filter (page, NULL, NULL));
  g_assert_cmpuint (cl_row_model_get_n_records (page->rows), ==, 4);
  /* Columns and name from elsewhere: what was searched meanwhile stays. */
  gtk_editable_set_text (GTK_EDITABLE (page->search), "lf");
  headless_run (0.2);
  g_clear_pointer (&view->columns, g_strfreev);
  g_free (view->name);
  view->name = g_strdup ("女同志");
  g_assert_true (cl_store_save_list_view (fixture->office.store, view, &error));
  g_assert_cmpstr (page->title, ==, "女同志");
  g_assert_cmpuint (cl_row_columns_get_n (page->columns), ==, 9);
  g_assert_cmpuint (cl_row_model_get_n_records (page->rows), ==, 1);
  g_assert_cmpint (cl_store_undo (fixture->office.store, &error), !=, 0);
  g_assert_cmpuint (cl_row_columns_get_n (page->columns), ==, 3);
  g_assert_true (cl_store_delete_list_view (fixture->office.store, view, &error));
  g_assert_null (cl_list_page_new_kept (fixture->office.context, view->id));
  g_object_unref (page);
}

static int
count_readings_cb (guint mask, gpointer data, gpointer statement, gpointer sql)
{
  guint *n = data;

  *n += g_str_has_prefix (sql, "SELECT t.\"id\" FROM \"person\"");
  return 0;
}

/* To find out which persons a list has, and in what order, takes seconds of a province: it is done once, however much is kept. */
static void
test_kept_once (Fixture *fixture, gconstpointer data)
{
  static const char *const columns[] = { "name", "sex", "education", NULL };
  sqlite3 *reader = cl_database_get_handle (cl_store_get_reader (fixture->office.store));
  g_autoptr (ClListView) view = cl_list_view_new ("person", NULL, "妇女");
  g_autoptr (GError) error = NULL;
  guint n = 0;

  cl_list_view_add_filter (view, "sex", "sex = '2'", "女");
  view->columns = g_strdupv ((GStrv) columns);
  view->order = g_strdup ("name desc");
  for (guint i = 0; i < 2; i++)
    {
      ClListPage *page;

      g_assert_true (cl_store_save_list_view (fixture->office.store, view, &error));
      g_assert_no_error (error);
      n = 0;
      sqlite3_trace_v2 (reader, SQLITE_TRACE_STMT, count_readings_cb, &n);
      page = CL_LIST_PAGE (cl_list_page_new_kept (fixture->office.context, view->id));
      sqlite3_trace_v2 (reader, 0, NULL, NULL);
      g_object_ref_sink (page);
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpuint (cl_row_model_get_n_records (page->rows), ==, 4);
      g_assert_cmpstr (cl_row_model_get_group (page->rows), ==, view->group);
      g_object_unref (page);
      view->group = g_strdup ("education");
    }
}

static void
count_cb (GtkWidget *near, guint done, guint n)
{
  if (done == G_MAXUINT)
    g_clear_object (&CL_LIST_PAGE (near)->working);
}

static GtkWindow *
find_dialog (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (GTK_WIDGET (window) != fixture->office.window)
        return window;
    }
  return NULL;
}

/* A field of three is set by one entry of the journal, and one undo takes it back. */
static void
test_set_many (Fixture *fixture, gconstpointer data)
{
  ClLedger *person = cl_row_model_get_ledger (fixture->page->rows);
  const ClField *field = cl_ledger_find_field (person, "sex");
  ClDatabase *reader = cl_store_get_reader (fixture->office.store);
  g_autoptr (GPtrArray) before = cl_journal_list (fixture->office.store, 100, NULL), after = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (ClValue) value = CL_VALUE_INIT;
  gint64 man = fixture->office.people[0];
  guint position = cl_row_model_find (fixture->page->rows, man);

  g_assert_true (gtk_selection_model_select_range (get_model (fixture), MIN (position, 5), 3, TRUE));
  g_assert_null (find_dialog (fixture));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), "page.set-field", NULL));
  headless_run (0.3);
  g_assert_nonnull (find_dialog (fixture));
  gtk_window_close (find_dialog (fixture));
  headless_run (0.2);
  ids = cl_list_page_take_chosen (fixture->page);
  g_assert_cmpuint (ids->len, ==, 3);
  g_assert_true (cl_field_parse (field, "女", &value, &error));
  g_clear_pointer (&fixture->office.message, g_free);
  fixture->page->working = g_cancellable_new ();
  cl_many_set (fixture->office.context, person, ids, field, &value, GTK_WIDGET (fixture->page), NULL, count_cb);
  g_assert_true (headless_wait (is_done, fixture, 5));
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (ClRecord) record = cl_record_load (reader, person, g_array_index (ids, gint64, i), &error);
      g_autofree char *sex = cl_record_format (record, "sex");

      g_assert_cmpstr (sex, ==, "女");
    }
  after = cl_journal_list (fixture->office.store, 100, NULL);
  g_assert_cmpuint (after->len, ==, before->len + 1);
  g_assert_cmpuint (cl_row_selection_get_n_chosen (fixture->page->selection), ==, 3);
  g_assert_cmpint (cl_store_undo (fixture->office.store, &error), >, 0);
  {
    g_autoptr (ClRecord) record = cl_record_load (reader, person, man, &error);
    g_autofree char *sex = cl_record_format (record, "sex");

    g_assert_cmpstr (sex, ==, "男");
  }
}

static void
test_delete_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gtk_selection_model_select_range (get_model (fixture), 0, 3, TRUE));
  g_assert_true (gtk_widget_activate_action (fixture->page->list, "page.delete", NULL));
  g_assert_true (headless_wait (is_done, fixture, 5));
  headless_run (0.3);
  g_assert_cmpuint (get_n (fixture), ==, 5);
  g_assert_cmpuint (cl_row_selection_get_n_chosen (fixture->page->selection), ==, 0);
  g_assert_cmpint (cl_store_undo (fixture->office.store, &error), >, 0);
  headless_run (0.2);
  g_assert_cmpuint (get_n (fixture), ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
#define ADD(name, filled, func) g_test_add ("/view/list-page/" name, Fixture, GINT_TO_POINTER (filled), set_up, func, tear_down)
  ADD ("groups", TRUE, test_groups);
  ADD ("kept", TRUE, test_kept);
  ADD ("kept-once", TRUE, test_kept_once);
  ADD ("sentences", TRUE, test_sentences);
  ADD ("search", TRUE, test_search);
  ADD ("search-behind", TRUE, test_search_behind);
  ADD ("selection-follows", TRUE, test_selection_follows);
  ADD ("delete-undo", TRUE, test_delete_undo);
  ADD ("choose", TRUE, test_choose);
  ADD ("set-many", TRUE, test_set_many);
  ADD ("delete-many", TRUE, test_delete_many);
  ADD ("reveal", TRUE, test_reveal);
  ADD ("empty", FALSE, test_empty);
  ADD ("narrow", TRUE, test_narrow);
  ADD ("widths", TRUE, test_widths);
  return g_test_run ();
}
