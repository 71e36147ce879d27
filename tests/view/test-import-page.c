#include <adwaita.h>
#include <string.h>

#include "cl-import-page.h"
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
shows (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
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
test_land_and_take_back (Fixture *fixture, gconstpointer data)
{
  wait_for (fixture, "56 new, 0 changed, 0 unchanged, 0 refused");
  g_assert_cmpuint (count_people (fixture), ==, 0);
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.land", NULL));
  wait_for (fixture, "Imported: 56 new");
  g_assert_cmpuint (count_people (fixture), ==, 56);
  g_assert_true (gtk_widget_activate_action (fixture->page, "import.undo", NULL));
  wait_for (fixture, "56 new, 0 changed, 0 unchanged, 0 refused");
  g_assert_cmpuint (count_people (fixture), ==, 0);
}

static void
test_masked_until_asked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  wait_for (fixture, "王建国");
  g_assert_false (shows (fixture->page, "991123196804121017"));
  g_assert_false (shows (fixture->page, "13800001001"));
  g_assert_true (shows (fixture->page, "991123********1017"));
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
  g_test_add ("/import-page/land-and-take-back", Fixture, NULL, set_up, test_land_and_take_back, tear_down);
  g_test_add ("/import-page/masked-until-asked", Fixture, NULL, set_up, test_masked_until_asked, tear_down);
  g_test_add ("/import-page/decided", Fixture, NULL, NULL, test_decided, tear_down);
  return g_test_run ();
}
