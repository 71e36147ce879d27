#include <adwaita.h>
#include <string.h>

#include "cl-import-look-private.h"
#include "cl-import-page.h"
#include "cl-list-steps-private.h"
#include "cl-widgets.h"
#include "headless.h"
#include "office.h"

/* The committee sheet, taken in through the page: looked at, landed, taken back; nothing private on the screen unasked. */

typedef struct
{
  Office office;
  GtkWidget *page;
  const char *wanted;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sheet = g_test_build_filename (G_TEST_DIST, "data", "committee.xlsx", NULL);

  office_open (&fixture->office, FALSE);
  fixture->page = cl_import_page_new (fixture->office.context);
  office_show (&fixture->office, fixture->page);
  cl_import_page_open (CL_IMPORT_PAGE (fixture->page), "appointment", sheet);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_close (&fixture->office);
}

static gboolean
is_in (const char *text, const char *shown)
{
  return shown != NULL && strstr (shown, text) != NULL;
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && is_in (text, gtk_label_get_text (GTK_LABEL (widget))))
    return TRUE;
  /* The rows draw themselves. */
  if (CL_IS_IMPORT_ROW_WIDGET (widget)
      && (is_in (text, cl_import_row_widget_get_cells (CL_IMPORT_ROW_WIDGET (widget))) || is_in (text, cl_import_row_widget_get_reason (CL_IMPORT_ROW_WIDGET (widget)))))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
shows_wanted (gpointer data)
{
  Fixture *fixture = data;

  return shows (fixture->page, fixture->wanted);
}

static void
say_labels (GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_test_message ("%s", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    say_labels (child);
}

static void
wait_for (Fixture *fixture, const char *text)
{
  fixture->wanted = text;
  if (headless_wait (shows_wanted, fixture, 20))
    return;
  say_labels (fixture->page);
  g_error ("“%s” did not come", text);
}

static guint
count_people (Fixture *fixture)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (fixture->office.store), "SELECT count(*) FROM person", NULL);

  g_assert_true (cl_statement_step (statement, NULL));
  return (guint) cl_statement_get_integer (statement, 0);
}

static void
work_began_cb (ClContext *context, const char *words, ClProgress *progress, ClProgress **begun)
{
  g_assert_cmpstr (words, ==, "Taking it back");
  g_set_object (begun, progress);
}

static void
work_ended_cb (ClContext *context, ClProgress *progress, ClProgress **ended)
{
  g_set_object (ended, progress);
}

/* The window shows how far the taking back is, as for Ctrl+Z. */
static void
test_land_and_take_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClProgress) begun = NULL, ended = NULL;

  g_signal_connect (fixture->office.context, "work-began", G_CALLBACK (work_began_cb), &begun);
  g_signal_connect (fixture->office.context, "work-ended", G_CALLBACK (work_ended_cb), &ended);
  wait_for (fixture, "56 new, 0 changed, 0 unchanged, 0 refused");
  g_assert_cmpuint (count_people (fixture), ==, 0);
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 56 new");
  g_assert_cmpuint (count_people (fixture), ==, 56);
  /* The page says it: a toast would lie over its buttons. */
  g_assert_null (fixture->office.message);
  g_assert_null (begun);
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.undo", NULL));
  g_assert_nonnull (begun);
  g_assert_null (ended);
  wait_for (fixture, "56 new, 0 changed, 0 unchanged, 0 refused");
  g_assert_cmpuint (count_people (fixture), ==, 0);
  g_assert_true (ended == begun);
  g_assert_cmpint (cl_progress_get_percent (begun), ==, 100);
  g_signal_handlers_disconnect_by_data (fixture->office.context, &begun);
  g_signal_handlers_disconnect_by_data (fixture->office.context, &ended);
}

static void
test_masked_until_asked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  wait_for (fixture, "王建国");
  wait_for (fixture, "991123********1017");
  g_assert_false (shows (fixture->page, "991123196804121017"));
  g_assert_false (shows (fixture->page, "13800001001"));
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.reveal", NULL));
  g_assert_true (shows (fixture->page, "991123196804121017"));
  entries = cl_journal_list (fixture->office.store, 1, NULL);
  g_assert_cmpstr (((ClJournalEntry *) entries->pdata[0])->kind, ==, "reveal");
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.reveal", NULL));
  g_assert_false (shows (fixture->page, "991123196804121017"));
}

static gboolean
is_rows (GtkWidget *widget, gconstpointer data)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "ClImportOutcomes");
}

/* A person whom no number tells waits for a word; once it is said, the preview shows what is there beside what the sheet says. */
static void
test_decided (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sheet = NULL;

  office_open (&fixture->office, TRUE);
  sheet = g_build_filename (fixture->office.folder, "people.csv", NULL);
  g_assert_true (g_file_set_contents (sheet, "姓名,性别,联系电话,村\n张伟,男,13811110000,上河村\n", -1, NULL));
  fixture->page = cl_import_page_new (fixture->office.context);
  office_show (&fixture->office, fixture->page);
  cl_import_page_open (CL_IMPORT_PAGE (fixture->page), "person", sheet);
  wait_for (fixture, "0 new, 0 changed, 0 unchanged, 0 refused, 1 to decide");
  wait_for (fixture, "None of these: somebody new");
  g_assert_true (gtk_widget_activate_action (office_find (fixture->page, is_rows, NULL), "rows.first", NULL));
  wait_for (fixture, "Decided: 张伟");
  wait_for (fixture, "0 new, 1 changed, 0 unchanged, 0 refused");
  wait_for (fixture, "In the ledger");
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 0 new, 1 changed");
}

static gboolean
is_choice (GtkWidget *widget, gconstpointer title)
{
  return GTK_IS_DROP_DOWN (widget) && g_strcmp0 (g_object_get_data (G_OBJECT (widget), "cl-title"), title) == 0;
}

static gboolean
has_message (gpointer data)
{
  Fixture *fixture = data;

  return fixture->office.message != NULL && strstr (fixture->office.message, fixture->wanted) != NULL;
}

static void
wait_for_message (Fixture *fixture, const char *text)
{
  fixture->wanted = text;
  if (!headless_wait (has_message, fixture, 20))
    g_error ("“%s” was not said", text);
}

static gboolean
has_choice (gpointer data)
{
  Fixture *fixture = data;

  return office_find (fixture->page, is_choice, fixture->wanted) != NULL;
}

/* What begins with @value, in the choice of that title. */
static void
choose (Fixture *fixture, const char *title, const char *value)
{
  GtkWidget *choice;
  GtkStringList *values;

  fixture->wanted = title;
  if (!headless_wait (has_choice, fixture, 20))
    g_error ("There is no choice “%s”", title);
  choice = office_find (fixture->page, is_choice, title);
  values = cl_drop_down_get_strings (choice);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (values)); i++)
    if (g_str_has_prefix (gtk_string_list_get_string (values, i), value))
      {
        gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), i);
        return;
      }
  g_error ("“%s” has no “%s”", title, value);
}

static gboolean
is_button (GtkWidget *widget, gconstpointer label)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
has_button (gpointer data)
{
  Fixture *fixture = data;

  return office_find (fixture->page, is_button, fixture->wanted) != NULL;
}

static void
press (Fixture *fixture, const char *label)
{
  fixture->wanted = label;
  if (!headless_wait (has_button, fixture, 20))
    g_error ("There is no “%s”", label);
  g_signal_emit_by_name (office_find (fixture->page, is_button, label), "clicked");
}

static char *
put (Fixture *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->office.folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static gboolean
is_file_entry (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_ENTRY (widget) && g_str_has_suffix (gtk_editable_get_text (GTK_EDITABLE (widget)), "committee.xlsx");
}

static const char *
get_ledger (Fixture *fixture)
{
  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (GTK_DROP_DOWN (office_find (fixture->page, is_choice, "Ledger"))));
}

static gboolean
is_for_divisions (gpointer data)
{
  return g_str_equal (get_ledger (data), "Divisions");
}

/* Whoever comes back from the list of another ledger finds the open sheet as it was left; the other ledger is for the next. */
static void
test_come_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry;
  g_autofree char *sheet = put (fixture, "unknown.csv", "甲,乙\n1,2\n");

  wait_for (fixture, "56 new, 0 changed, 0 unchanged, 0 refused");
  cl_import_page_open (CL_IMPORT_PAGE (fixture->page), "division", NULL);
  g_assert_cmpstr (get_ledger (fixture), ==, "Appointments");
  entry = office_find (fixture->page, is_file_entry, NULL);
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), sheet);
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (headless_wait (is_for_divisions, fixture, 20));
}

/* An empty office, or one with its people; @text, where there is some, as a sheet of persons. */
static void
show_text (Fixture *fixture, gboolean filled, const char *name, const char *text)
{
  g_autofree char *path = NULL;

  office_open (&fixture->office, filled);
  path = text != NULL ? put (fixture, name, text) : NULL;
  fixture->page = cl_import_page_new (fixture->office.context);
  office_show (&fixture->office, fixture->page);
  cl_import_page_open (CL_IMPORT_PAGE (fixture->page), "person", path);
}

static char *
ask_store (Fixture *fixture, const char *sql)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (fixture->office.store), sql, NULL);

  g_assert_nonnull (statement);
  return cl_statement_step (statement, NULL) ? g_strdup (cl_statement_get_text (statement, 0)) : NULL;
}

static void
expect_text (Fixture *fixture, const char *sql, const char *text)
{
  g_autofree char *found = ask_store (fixture, sql);

  g_assert_cmpstr (found, ==, text);
}

static GtkDropTarget *
get_target (GtkWidget *page)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (page);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  g_assert_not_reached ();
}

/* A folder is dropped with what two villages sent back, and a lock of the spreadsheet program: one table, one preview, one undo. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL, *one = NULL, *other = NULL, *lock = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  show_text (fixture, FALSE, NULL, NULL);
  folder = g_build_filename (fixture->office.folder, "back", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  one = put (fixture, "back/上河村.csv", "姓名,性别,身份证号码,村\n张伟,男,99112319560307001X,上河村\n");
  other = put (fixture, "back/下河村.csv", "村,姓名,性别,身份证号码\n下河村,李芳,女,991123195603070028\n");
  lock = put (fixture, "back/~$上河村.xlsx", "x");
  {
    g_autoptr (GFile) file = g_file_new_for_path (folder);
    GFile *files[] = { file };
    GdkFileList *list = gdk_file_list_new_from_array (files, 1);

    g_value_init (&value, GDK_TYPE_FILE_LIST);
    g_value_take_boxed (&value, list);
  }
  g_signal_emit_by_name (get_target (fixture->page), "drop", &value, 10.0, 10.0, &taken);
  g_assert_true (taken);
  wait_for (fixture, "2 new, 0 changed, 0 unchanged, 0 refused");
  wait_for (fixture, "下河村.csv row 2");
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 2 new");
  g_assert_cmpuint (count_people (fixture), ==, 2);
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.undo", NULL));
  wait_for (fixture, "2 new, 0 changed, 0 unchanged, 0 refused");
  g_assert_cmpuint (count_people (fixture), ==, 0);
  g_unlink (one);
  g_unlink (other);
  g_unlink (lock);
  g_rmdir (folder);
}

/* Sheet, separator, encoding and row of the headers as the clerk says, and back. */
static void
test_read_otherwise (Fixture *fixture, gconstpointer data)
{
  g_autofree char *book = NULL;

  show_text (fixture, FALSE, "people.csv", "云岭镇,残联\n姓名,性别,身份证号码\n张伟,男,99112319560307001X\n李芳,女,991123195603070028\n");
  wait_for (fixture, "2 new, 0 changed");
  choose (fixture, "Columns apart by", "Semicolon");
  wait_for (fixture, "No row of the sheet names at least two columns");
  g_assert_false (shows (fixture->page, "张伟"));
  choose (fixture, "Columns apart by", "Comma");
  wait_for (fixture, "2 new, 0 changed");
  /* What it cannot be is said, and all stays as it was. */
  choose (fixture, "Encoding", "UTF-16LE");
  wait_for_message (fixture, "“people.csv” is not text in UTF-16LE");
  wait_for (fixture, "2 new, 0 changed");
  g_assert_true (shows (fixture->page, "张伟"));
  choose (fixture, "Headers in", "Row 3");
  wait_for (fixture, "e.g. 李芳 ");
  choose (fixture, "Headers in", "Row 2");
  wait_for (fixture, "2 new, 0 changed");

  book = g_test_build_filename (G_TEST_DIST, "data", "exchange", "libxlsxwriter.xlsx", NULL);
  cl_import_page_open (CL_IMPORT_PAGE (fixture->page), "person", book);
  wait_for (fixture, "刘　娜");
  choose (fixture, "Sheet", "附表");
  wait_for (fixture, "Columns: 1");
  choose (fixture, "Sheet", "代码");
  wait_for (fixture, "No row of the sheet names at least two columns");
  /* Where nobody could know the headers, a person points them out, and the column's home too. */
  choose (fixture, "Headers in", "Row 1");
  wait_for (fixture, "Columns: 1");
  choose (fixture, "Sheet", "花名册");
  wait_for (fixture, "刘　娜");
}

static const char *
find_own (Fixture *fixture)
{
  ClLedger *person = cl_catalogue_find_ledger (fixture->office.catalogue, "person");

  for (guint i = 0; i < cl_ledger_get_n_fields (person); i++)
    if (g_str_equal (cl_field_get_label (cl_ledger_get_field (person, i)), "低保号"))
      return cl_field_get_name (cl_ledger_get_field (person, i));
  g_assert_not_reached ();
}

/* A column without a home becomes one of the office's own before the import, with a name that was given it there. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sql = NULL;
  const char *name;
  GtkWidget *add;

  show_text (fixture, FALSE, "people.csv", "姓名,性别,身份证号码,低保号\n张伟,男,99112319560307001X,D0001\n");
  wait_for (fixture, "1 new, 0 changed");
  press (fixture, "Make it a column of our own…");
  /* Escape leads back to the button that asked, and not from the page. */
  add = office_find (fixture->page, is_button, "_Add the column");
  g_assert_true (headless_press (gtk_widget_get_parent (add), GDK_KEY_Escape));
  g_assert_false (gtk_widget_get_mapped (add));
  press (fixture, "Make it a column of our own…");
  press (fixture, "_Add the column");
  wait_for (fixture, "1 new, 0 changed");
  g_assert_cmpstr (fixture->office.message, ==, "Column “低保号” added");
  g_assert_null (office_find (fixture->page, is_button, "Make it a column of our own…"));
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 1 new");
  name = find_own (fixture);
  sql = g_strdup_printf ("SELECT \"%s\" FROM person", name);
  expect_text (fixture, sql, "D0001");
  /* The import is taken back alone: the column was there before it. */
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.undo", NULL));
  wait_for (fixture, "1 new, 0 changed");
  g_assert_cmpuint (count_people (fixture), ==, 0);
  g_assert_cmpstr (find_own (fixture), ==, name);
}

static gboolean
is_expander (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_EXPANDER (widget);
}

/* Values that are there and differ: taken, left, or asked about; in all columns, or in one of them otherwise. */
static void
test_policies (Fixture *fixture, gconstpointer data)
{
  GtkWidget *rows;

  show_text (fixture, TRUE, "one.csv", "姓名,身份证号码,家庭住址,备注\n张伟,99112319560307001X,上河村1号,甲\n");
  wait_for (fixture, "0 new, 1 changed");
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 0 new, 1 changed");
  {
    g_autofree char *path = put (fixture, "two.csv", "姓名,身份证号码,家庭住址,备注\n张伟,99112319560307001X,上河村2号,乙\n");

    cl_import_page_open (CL_IMPORT_PAGE (fixture->page), "person", path);
  }
  wait_for (fixture, "e.g. 乙");
  wait_for (fixture, "Address: 上河村");
  choose (fixture, "Where something else is there", "Only fill what is empty");
  wait_for (fixture, "0 new, 0 changed, 1 unchanged");
  choose (fixture, "Where something else is there", "Ask in each row");
  wait_for (fixture, "0 new, 0 changed, 0 unchanged, 0 refused, 1 to decide");
  gtk_expander_set_expanded (GTK_EXPANDER (office_find (fixture->page, is_expander, NULL)), TRUE);
  /* One column by itself goes before what is said of all. */
  choose (fixture, "居住地址", "Only fill what is empty");
  choose (fixture, "备注", "Take what the sheet says");
  wait_for (fixture, "0 new, 1 changed, 0 unchanged, 0 refused");
  choose (fixture, "居住地址", "Ask in each row");
  wait_for (fixture, "0 new, 0 changed, 0 unchanged, 0 refused, 1 to decide");
  rows = office_find (fixture->page, is_rows, NULL);
  g_assert_true (gtk_widget_activate_action (rows, "rows.keep", NULL));
  wait_for (fixture, "0 new, 1 changed, 0 unchanged, 0 refused");
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 0 new, 1 changed");
  expect_text (fixture, "SELECT address FROM person WHERE name = '张伟'", "上河村1号");
  expect_text (fixture, "SELECT remark FROM person WHERE name = '张伟'", "乙");
}

static guint
count_entries (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = cl_journal_list (fixture->office.store, 100, NULL);

  return entries->len;
}

/* Stopped in the middle, nothing of it is there, and the page is as it was. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("姓名,性别,出生日期\n");
  guint before;

  for (guint i = 0; i < 25000; i++)
    g_string_append_printf (text, "张%u,男,1956-03-07\n", i);
  show_text (fixture, FALSE, "many.csv", text->str);
  wait_for (fixture, "25,000 new");
  before = count_entries (fixture);
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Importing … ");
  wait_for (fixture, " of 25,000 rows");
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.cancel", NULL));
  wait_for (fixture, "Cancelled. Nothing was imported.");
  g_assert_cmpuint (count_people (fixture), ==, 0);
  g_assert_cmpuint (count_entries (fixture), ==, before);
  wait_for (fixture, "All rows 25,000");
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 25,000 new");
  g_assert_cmpuint (count_people (fixture), ==, 25000);
}

static gboolean
is_make (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_CHECK_BUTTON (widget);
}

/* Of villages that are not there one is another's name, said by hand; the rest are made where that is wanted, and one far away is doubted. */
static void
test_villages (Fixture *fixture, gconstpointer data)
{
  GtkWidget *make;

  show_text (fixture, TRUE, "people.csv",
             "姓名,性别,身份证号码,村\n张三,男,991123196804121017,上河老村\n李四,女,991123196804121025,下河村\n王五,男,991123196804121033,湖北省别处县别处镇别处村\n");
  wait_for (fixture, "3 new, 0 changed, 0 unchanged, 0 refused, 1 of them doubtful");
  wait_for (fixture, "does not lie in the area of this office");
  make = office_find (fixture->page, is_make, NULL);
  g_assert_nonnull (make);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (make), FALSE);
  wait_for (fixture, "0 new, 0 changed, 0 unchanged, 3 refused");
  choose (fixture, "“上河老村”, not there yet", "上河村");
  wait_for (fixture, "1 new, 0 changed, 0 unchanged, 2 refused");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (make), TRUE);
  wait_for (fixture, "3 new, 0 changed, 0 unchanged, 0 refused");
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 3 new");
  expect_text (fixture, "SELECT d.name FROM person p JOIN division d ON d.id = p.division WHERE p.name = '张三'", "上河村");
  expect_text (fixture, "SELECT count(*) FROM division", "3");
}

/* A list gets its rows step by step; End leads to the last of all, not of those that are there as yet. */
static void
test_end_key (void)
{
  g_autoptr (GtkStringList) rows = gtk_string_list_new (NULL);
  g_autoptr (GtkSliceListModel) steps = gtk_slice_list_model_new (NULL, 0, G_MAXUINT);
  g_autoptr (GtkWidget) list = g_object_ref_sink (gtk_list_view_new (NULL, NULL));
  static const guint keys[] = { GDK_KEY_Down, GDK_KEY_End };
  static const guint wanted[] = { 20, 1000 };

  for (guint i = 0; i < 1000; i++)
    gtk_string_list_append (rows, "行");
  cl_list_steps_watch_keys (steps, list);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (list);
  cl_list_steps_take (steps, G_LIST_MODEL (rows), 0);
  for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
    {
      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
          gboolean handled;

          if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
            g_signal_emit_by_name (controller, "key-pressed", keys[k], 0, 0, &handled);
        }
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (steps)), ==, wanted[k]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
  g_test_add ("/import-page/land-and-take-back", Fixture, NULL, set_up, test_land_and_take_back, tear_down);
  g_test_add ("/import-page/masked-until-asked", Fixture, NULL, set_up, test_masked_until_asked, tear_down);
  g_test_add ("/import-page/come-back", Fixture, NULL, set_up, test_come_back, tear_down);
  g_test_add ("/import-page/decided", Fixture, NULL, NULL, test_decided, tear_down);
#define ADD(name, func) g_test_add ("/import-page/" name, Fixture, NULL, NULL, func, tear_down)
  g_test_add_func ("/import-page/end-key", test_end_key);
  ADD ("dropped", test_dropped);
  ADD ("read-otherwise", test_read_otherwise);
  ADD ("own", test_own);
  ADD ("policies", test_policies);
  ADD ("cancelled", test_cancelled);
  ADD ("villages", test_villages);
  return g_test_run ();
}
