/* What comes in steps, so that nothing holds the window for longer than a frame: the rows of a list, what a paper says, the choices of a drop-down; and what is made once. */

#include <adwaita.h>
#include <string.h>

#include "cl-list-page-private.h"
#include "cl-list-steps-private.h"
#include "cl-pdf-blocks-private.h"
#include "cl-pdf-content-private.h"
#include "cl-query.h"
#include "cl-record.h"
#include "cl-widgets.h"
#include "headless.h"
#include "office.h"
#include "cl-test-widgets.h"

#define N_MORE 292 /* 300 with those whom every office of these tests has */

typedef struct
{
  Office office;
  ClListPage *page;
} Fixture;

static gboolean
add_more_func (ClTransaction *transaction, gpointer data, GError **error)
{
  Office *office = data;

  for (guint i = 0; i < N_MORE; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (office->catalogue, "person"));
      g_autofree char *name = g_strdup_printf ("%s%c%c", i % 3 == 0 ? "赵" : "钱", 'a' + (int) (i / 26), 'a' + (int) (i % 26));

      if (!cl_record_set_text (record, "name", name, error) || !cl_record_set_text (record, "sex", i % 2 == 0 ? "男" : "女", error)
          || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  office_open (&fixture->office, TRUE);
  g_assert_cmpint (cl_store_write (fixture->office.store, "more", add_more_func, &fixture->office, &error), >, 0);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_close (&fixture->office);
}

static guint
count_told (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->page->selection));
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->page->rows));
}

static gboolean
is_all_told (gpointer data)
{
  return count_rows (data) == 300 && count_told (data) == 300;
}

static void
make_page (Fixture *fixture)
{
  fixture->page = CL_LIST_PAGE (cl_list_page_new (fixture->office.context, "person", NULL));
}

static void
note_told_cb (GListModel *model, guint position, guint removed, guint added, guint *most)
{
  *most = MAX (*most, added);
}

/* As many as a screen shows are there at once, the others follow; and again after a search that found few. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  guint most = 0;

  make_page (fixture);
  g_assert_cmpuint (count_told (fixture), <=, 30);
  g_signal_connect (fixture->page->selection, "items-changed", G_CALLBACK (note_told_cb), &most);
  office_show (&fixture->office, GTK_WIDGET (fixture->page));
  g_assert_true (headless_wait (is_all_told, fixture, 10));
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "zw");
  headless_run (0.2);
  g_assert_cmpuint (count_told (fixture), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "");
  headless_wait (is_all_told, fixture, 10);
  g_assert_cmpuint (count_told (fixture), ==, 300);
  g_assert_cmpuint (most, <, 150);
}

static guint
find_focused (Fixture *fixture)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->office.window));

  for (guint i = 0; i < fixture->page->bound->len; i++)
    if (gtk_widget_get_parent (gtk_list_item_get_child (fixture->page->bound->pdata[i])) == focus)
      return gtk_list_item_get_position (fixture->page->bound->pdata[i]);
  return GTK_INVALID_LIST_POSITION;
}

/* Everybody is of the other sex: a list of those of one holds none of those that it held. */
static gboolean
swap_func (ClTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;
  ClLedger *person = cl_catalogue_find_ledger (fixture->office.catalogue, "person");
  g_autoptr (ClQuery) query = cl_query_new (fixture->office.catalogue, person);
  g_autoptr (GArray) ids = cl_query_list_ids (query, cl_transaction_get_database (transaction), NULL, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction), person, g_array_index (ids, gint64, i), error);
      g_autofree char *sex = record != NULL ? cl_record_format (record, "sex") : NULL;

      if (sex == NULL || !cl_record_set_text (record, "sex", g_str_equal (sex, "男") ? "女" : "男", error) || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return ids != NULL;
}

/* Whoever stands on a row while all rows change stays at its place, and is not led to where it would be among the first of them. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  make_page (fixture);
  office_show (&fixture->office, GTK_WIDGET (fixture->page));
  g_assert_true (headless_wait (is_all_told, fixture, 10));
  cl_list_page_set_filter (fixture->page, "sex = 1", "男");
  headless_run (0.3);
  g_assert_cmpuint (count_rows (fixture), >, 100);
  g_assert_cmpuint (count_rows (fixture), <, 200);
  cl_list_page_select (fixture->page, cl_row_model_get_id (fixture->page->rows, 90));
  headless_run (0.5);
  g_assert_cmpuint (find_focused (fixture), ==, 90);
  g_assert_cmpint (cl_store_write (fixture->office.store, "swap", swap_func, fixture, &error), >, 0);
  g_assert_no_error (error);
  headless_run (0.5);
  g_assert_cmpuint (count_told (fixture), ==, count_rows (fixture));
  g_assert_cmpuint (cl_row_selection_get_cursor (fixture->page->selection), ==, 90);
  g_assert_cmpuint (find_focused (fixture), ==, 90);
}

/* Led to a row far down, one stands on it though the list was not told of it yet. */
static void
test_far (Fixture *fixture, gconstpointer data)
{
  make_page (fixture);
  office_show (&fixture->office, GTK_WIDGET (fixture->page));
  g_assert_true (headless_wait (is_all_told, fixture, 10));
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "zw");
  headless_run (0.2);
  g_assert_cmpuint (count_told (fixture), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (fixture->page->search), "");
  g_assert_cmpuint (count_told (fixture), <, 300);
  cl_list_page_select (fixture->page, cl_row_model_get_id (fixture->page->rows, 250));
  headless_run (0.5);
  g_assert_cmpuint (find_focused (fixture), ==, 250);
}

static guint gone;
static void (*dispose_row) (GObject *object);

static void
count_gone (GObject *object)
{
  gone++;
  dispose_row (object);
}

/* A list that is given its rows before it knows how to make them makes each twice, and throws the first away. */
static void
test_once (Fixture *fixture, gconstpointer data)
{
  const char *const choices[] = { "是", "否", NULL };
  GtkWidget *other = g_object_ref_sink (cl_drop_down_new ("志愿者", gtk_string_list_new (choices)));
  /* GTK makes the type when the first list has its first row. */
  g_autoptr (GTypeClass) class = g_type_class_ref (g_type_from_name ("GtkListItemWidget"));

  g_object_unref (other);
  dispose_row = G_OBJECT_CLASS (class)->dispose;
  G_OBJECT_CLASS (class)->dispose = count_gone;
  gone = 0;
  make_page (fixture);
  g_assert_cmpuint (count_told (fixture), >, 0);
  office_show (&fixture->office, GTK_WIDGET (fixture->page));
  g_assert_true (headless_wait (is_all_told, fixture, 10));
  g_assert_cmpuint (gone, ==, 0);
  G_OBJECT_CLASS (class)->dispose = dispose_row;
}

static guint
count_model (GtkWidget *list)
{
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (list));

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static GPtrArray *
make_blocks (guint n, const char *called)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("第%u%s", i + 1, called);

      g_ptr_array_add (blocks, cl_pdf_block_new (CL_PDF_PARAGRAPH, 0, text, NULL));
    }
  return blocks;
}

static gboolean
has_all (gpointer list)
{
  return count_model (list) == 300;
}

/* What a long paper says is read from its beginning before all of it is there, and on from where one was in the paper before it. */
static void
test_paper (void)
{
  g_autoptr (GPtrArray) blocks = make_blocks (300, "段"), shorter = make_blocks (100, "段");
  GtkWidget *window = gtk_window_new (), *content = cl_pdf_content_new (), *list = cl_test_find_type (content, GTK_TYPE_LIST_VIEW);

  gtk_window_set_default_size (GTK_WINDOW (window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  headless_run (0.2);
  cl_pdf_content_set_blocks (CL_PDF_CONTENT (content), blocks);
  g_assert_cmpuint (cl_pdf_content_get_n_blocks (CL_PDF_CONTENT (content)), ==, 300);
  g_assert_cmpuint (count_model (list), >, 0);
  g_assert_cmpuint (count_model (list), <, 60);
  g_assert_true (headless_wait (has_all, list, 10));

  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list))), 80);
  cl_pdf_content_set_blocks (CL_PDF_CONTENT (content), shorter);
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), ==, 80);
  cl_pdf_content_set_blocks (CL_PDF_CONTENT (content), blocks);
  g_assert_cmpuint (count_model (list), >, 80);
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), ==, 80);
  /* Taken down in the middle of it. */
  gtk_window_destroy (GTK_WINDOW (window));
  headless_run (0.2);
}

/* The rows of its choices are made when it is opened, be they those that it was made with or others. */
static void
test_drop_down (void)
{
  const char *const choices[] = { "待核实", "是", "否", NULL }, *const others[] = { "一", "二", "三", "四", NULL };
  GtkWidget *window = gtk_window_new ();
  GtkStringList *strings = gtk_string_list_new (choices);
  GtkWidget *drop_down = cl_drop_down_new ("志愿者", strings), *list = cl_test_find_type (drop_down, GTK_TYPE_LIST_VIEW);
  g_autoptr (GtkStringList) model = gtk_string_list_new (others);

  g_assert_nonnull (list);
  gtk_window_set_child (GTK_WINDOW (window), drop_down);
  gtk_window_present (GTK_WINDOW (window));
  headless_run (0.2);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)), ==, 0);
  g_assert_true (cl_drop_down_get_strings (drop_down) == strings);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (strings)), ==, 3);
  g_assert_null (gtk_widget_get_first_child (list));
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (model));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), 2);
  headless_run (0.1);
  g_assert_null (gtk_widget_get_first_child (list));
  g_signal_emit_by_name (drop_down, "activate");
  headless_run (0.3);
  g_assert_cmpuint (count_model (list), ==, 4);
  g_assert_nonnull (gtk_widget_get_first_child (list));
  /* It opens at what is chosen. */
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), list));
  g_assert_true (gtk_selection_model_is_selected (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 2));
  gtk_window_destroy (GTK_WINDOW (window));
  headless_run (0.1);
}

static void
count_left_cb (GtkWidget *content, guint *n)
{
  (*n)++;
}

static gboolean
is_row_read (gpointer content)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (content));

  return focus != NULL && focus != content && gtk_widget_is_ancestor (focus, content) && GTK_IS_LABEL (gtk_widget_get_first_child (focus));
}

static void
assert_read (GtkWidget *content, const char *text)
{
  g_assert_true (headless_wait (is_row_read, content, 10));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (gtk_root_get_focus (gtk_widget_get_root (content))))), ==, text);
}

/* Another paper under whoever reads: the row stays, and says what it says now; where the paper ends before it, the first one. The focus never leaves the list, whose name would be lost. */
static void
test_paper_read (void)
{
  g_autoptr (GPtrArray) blocks = make_blocks (300, "段"), shorter = make_blocks (100, "节"), least = make_blocks (3, "条");
  GtkWidget *window = gtk_window_new (), *content = cl_pdf_content_new (), *list = cl_test_find_type (content, GTK_TYPE_LIST_VIEW), *row;
  guint left = 0;

  gtk_window_set_default_size (GTK_WINDOW (window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  cl_pdf_content_set_blocks (CL_PDF_CONTENT (content), blocks);
  g_assert_true (headless_wait (has_all, list, 10));
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list))), 4);
  g_assert_true (cl_pdf_content_focus (CL_PDF_CONTENT (content)));
  assert_read (content, "第5段");
  row = gtk_root_get_focus (GTK_ROOT (window));
  g_signal_connect (content, "left", G_CALLBACK (count_left_cb), &left);

  cl_pdf_content_set_blocks (CL_PDF_CONTENT (content), shorter);
  assert_read (content, "第5节");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == row);
  g_assert_cmpuint (count_model (list), >=, 24);
  g_assert_cmpuint (count_model (list), <=, 100);
  cl_pdf_content_set_blocks (CL_PDF_CONTENT (content), least);
  assert_read (content, "第1条");
  g_assert_cmpuint (count_model (list), ==, 3);
  cl_pdf_content_set_blocks (CL_PDF_CONTENT (content), blocks);
  assert_read (content, "第1段");
  g_assert_true (headless_wait (has_all, list, 10));
  g_assert_cmpuint (left, ==, 0);
  /* The blocks that were given are those of others. */
  g_assert_cmpstr (((const ClPdfCell *) CL_PDF_BLOCK (shorter->pdata[4])->cells->pdata[0])->text, ==, "第5节");
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
count_made (GtkWidget *list)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static gboolean
are_few (gpointer list)
{
  return count_model (list) == 25;
}

/* Of a list that is about to be given other rows, those that are far go before. */
static void
test_leave_far (void)
{
  g_autoptr (GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr (GtkSliceListModel) steps = gtk_slice_list_model_new (NULL, 0, G_MAXUINT);
  GtkWidget *window = gtk_window_new (), *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (steps)))), gtk_signal_list_item_factory_new ());

  for (guint i = 0; i < 300; i++)
    gtk_string_list_append (strings, "row");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_present (GTK_WINDOW (window));
  cl_list_steps_take (steps, G_LIST_MODEL (strings), 5);
  g_assert_true (headless_wait (has_all, list, 10));
  cl_list_steps_leave_far (steps, 5);
  g_assert_cmpuint (count_model (list), ==, 300);
  g_assert_true (headless_wait (are_few, list, 10));
  g_assert_cmpuint (count_made (list), <, 60);
  cl_list_steps_end (steps);
  g_assert_cmpuint (count_model (list), ==, 300);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
#define ADD(name, func) g_test_add ("/view/steps/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("rows", test_rows);
  ADD ("focus", test_focus);
  ADD ("far", test_far);
  ADD ("once", test_once);
  g_test_add_func ("/view/steps/paper", test_paper);
  g_test_add_func ("/view/steps/paper-read", test_paper_read);
  g_test_add_func ("/view/steps/leave-far", test_leave_far);
  g_test_add_func ("/view/steps/drop-down", test_drop_down);
  return g_test_run ();
}
