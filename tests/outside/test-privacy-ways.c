/* The ways through the window on which numbers are at hand, and nowhere told whole: public papers and their batches, the history of an entry, a draft, two entries made
 * one, a sheet before it is imported, counts, a damaged file, work that ends behind. An official paper for the office itself bears them whole, by its nature: it is
 * not looked at here. The pages themselves: test-privacy-window.c. */

#include "cl-outside-steps.h"
#include "cl-secrets-window.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define NUMBER "99112319560307001X"
#define OTHER_NUMBER "991123195603070028"
#define PHONE "13800001003"
#define LATER_NUMBER "991123201202290036"
#define FILED_NUMBER "991123195007180036"

/* Down some rows from where the focus is, each told as it comes. */
static void
go_down (Outside *outside, guint rows)
{
  for (guint i = 0; i < rows && outside_key_moves (outside, "Down"); i++)
    ;
}

static void
look_at_paper (Outside *outside, const char *form)
{
  outside_choose (outside, T ("Form to fill"), form);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  outside_choose (outside, T ("Variant"), T ("For public notice"));
  secrets_settle (outside);
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print…"));
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~身份证号");
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
  go_down (outside, 6);
  secrets_look (outside, form);
}

/* The lines of a batch, whose papers bear the numbers; then what is for the notice board, beside its picture. Both in the order of the list of forms. */
static void
test_papers (void)
{
  Outside *outside = outside_open (secrets_make_window ());

  outside_show_page (outside, T ("Forms"));
  outside_keys ("ctrl+b", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("Papers of the batch")));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  go_down (outside, 3);
  secrets_look (outside, "a batch");
  outside_keys ("Escape", NULL);
  look_at_paper (outside, "____持证残疾人名册");
  look_at_paper (outside, "残疾人补贴发放公示");
  outside_stop (outside);
}

static void
test_history (void)
{
  Outside *outside = outside_open (secrets_make_window ());

  outside_enter_list (outside, T ("Persons"));
  outside_keys ("Return", NULL);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("History"));
  outside_keys ("space", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("History")));
  secrets_settle (outside);
  for (guint i = 0; i < 5; i++)
    outside_key_moves (outside, "Tab");
  secrets_look (outside, "the history of an entry");
  outside_stop (outside);
}

/* Somebody's number typed once more: what is said of it, the draft that is left, and its line on the first page. */
static void
test_draft (void)
{
  const char *file = secrets_make_window ();
  Outside *outside = outside_open (file);

  outside_enter_list (outside, T ("Persons"));
  outside_keys ("ctrl+n", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save")));
  outside_tab_to (outside, OUTSIDE_ANY, T ("Citizen ID"));
  outside_type (secrets_any ());
  outside_key_moves (outside, "Tab");
  secrets_settle (outside);
  /* While it is typed it is seen; what is said of it is not to tell it. */
  for (guint i = 0; i < outside->said->len; i++)
    secrets_search ("what is said of a number", outside->said->pdata[i]);
  /* A second after the last key it is kept, and stands there after a pulled plug. */
  outside_pause (2500);
  outside_stop (outside);
  outside = outside_open (file);
  outside_show_page (outside, T ("Today"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~草稿"));
  secrets_settle (outside);
  secrets_look (outside, "the first page, with a draft");
  outside_stop (outside);
}

/* Rows of a sheet, one of which is refused, as they are before they land; two of them before they are made one. */
static void
test_sheet (void)
{
  const char *file = secrets_make_window (), *sheet = outside_path ("sheet.csv");
  Outside *outside;

  secrets_add (NUMBER);
  secrets_add (PHONE);
  secrets_add (OTHER_NUMBER);
  secrets_add ("13800001004");
  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号,联系电话\n欧阳甲乙," NUMBER "," PHONE "\n欧阳甲乙," OTHER_NUMBER ",13800001004\n赵甲乙,991123195603070029,13800001003\n", -1, NULL));
  outside = outside_open (file);
  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_type (sheet);
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~欧阳甲乙"));
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "~欧阳甲乙");
  go_down (outside, 3);
  secrets_look (outside, "a sheet before it is imported");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Take this import back"));
  secrets_look (outside, "a sheet that was imported");

  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_type ("oyjy");
  outside_wait_rows (outside, T ("Persons"), 2);
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~欧阳甲乙");
  outside_keys ("shift+F7", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Make one")));
  outside_wait_focus (outside, ATSPI_ROLE_RADIO_BUTTON, "*");
  secrets_settle (outside);
  secrets_look (outside, "two entries before they are made one");
  outside_stop (outside);
}

static void
test_counts (void)
{
  Outside *outside = outside_open (secrets_make_window ());

  outside_show_page (outside, T ("Charts"));
  outside_choose (outside, T ("Counted list"), T ("Persons"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("The numbers")));
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
  go_down (outside, 4);
  secrets_look (outside, "a count");
  outside_stop (outside);
}

/* Put away while something is undone: what the desktop is told. */
static void
test_notified (void)
{
  const char *file = secrets_make_window (), *sheet = outside_path ("one.csv");
  Outside *outside;
  g_autofree char *undo = g_strdup_printf ("~%s", T ("Undo: %s"));
  const char *const argv[] = { "xdotool", "getactivewindow", "windowminimize", NULL };
  GPid monitor = secrets_listen_to_bus ();
  g_autoptr (AtspiAccessible) button = NULL;

  secrets_add (LATER_NUMBER);
  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号\n夏侯甲," LATER_NUMBER "\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  outside = outside_open (file);
  *strstr (undo, "%s") = '\0';
  button = outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, undo);
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, undo);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  outside_act (button, NULL);
  secrets_settle (outside);
  secrets_look (outside, "a window that was put away");
  outside_stop (outside);
  secrets_end_listening (monitor);
}

static void
test_rescued (void)
{
  const char *file = secrets_make_window (), *damaged = outside_path ("damaged.canlian"), *to = outside_path ("rescued.canlian");
  g_autofree char *bytes = NULL;
  g_autofree char *log = NULL;
  Outside *outside;
  gsize size;

  g_assert_true (g_file_get_contents (file, &bytes, &size, NULL));
  /* The head, and a page of rows. */
  memset (bytes, 0xff, 100);
  memset (bytes + size / 2 / 4096 * 4096, 0, 4096);
  g_assert_true (g_file_set_contents (damaged, bytes, (gssize) size, NULL));
  outside = outside_open (damaged);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save what can be read…"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Where to save what can be read")));
  /* The page behind has no text: it is the dialog's then, wherever the focus was. */
  outside_tab_to (outside, ATSPI_ROLE_TEXT, "*");
  outside_keys ("ctrl+a", NULL);
  outside_type (to);
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What could be read")));
  secrets_settle (outside);
  secrets_look (outside, "what was rescued");
  outside_stop (outside);
  g_assert_true (g_file_get_contents (secrets_get_log (), &log, &size, NULL));
  secrets_search_bytes ("the log", log, size);
}

/* A number in the name of a file: of what is attached, of a sheet that was imported, of one that was exported, and of a picture opened by itself. */
static void
test_names_of_files (void)
{
  const char *file = secrets_make_window (), *sheet = outside_path (FILED_NUMBER "名册.csv"), *paper = outside_path (FILED_NUMBER "附件3.xlsx"),
             *picture = outside_path (FILED_NUMBER ".png");
  g_autofree char *bytes = NULL;
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 60, 40);
  gsize size;
  Outside *outside;

  g_assert_true (g_file_set_contents (sheet, "姓名\n上官甲\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  g_free (outside_run ("--data", file, "print", "attachment-3", "--set", "village=上河村", "-o", paper, NULL));
  g_free (outside_run ("--data", file, "export", "person", "-o", sheet, NULL));
  secrets_add (FILED_NUMBER);
  /* Commands say again what they were given, here into the log. */
  g_assert_true (g_file_set_contents (secrets_get_log (), "", 0, NULL));
  outside = outside_open (file);
  outside_show_page (outside, T ("Journal"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~0036名册.csv"));
  secrets_settle (outside);
  secrets_look (outside, "the journal of an import");
  outside_enter_list (outside, T ("Prints and exports"));
  secrets_look (outside, "the list of what left the office");
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~附件3");
  outside_keys ("Return", NULL);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, "~0036附件3.xlsx");
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Save a copy")));
  secrets_settle (outside);
  secrets_look (outside, "an attached file");
  outside_stop (outside);

  gdk_pixbuf_fill (pixels, 0x20c040ff);
  g_assert_true (gdk_pixbuf_save (pixels, picture, "png", NULL, NULL));
  outside = outside_open (picture);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  secrets_settle (outside);
  secrets_look (outside, "a picture opened by itself");
  outside_stop (outside);
  g_assert_true (g_file_get_contents (secrets_get_log (), &bytes, &size, NULL));
  secrets_search_bytes ("the log", bytes, size);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/privacy-ways/papers", test_papers);
  g_test_add_func ("/privacy-ways/history", test_history);
  g_test_add_func ("/privacy-ways/draft", test_draft);
  g_test_add_func ("/privacy-ways/counts", test_counts);
  g_test_add_func ("/privacy-ways/sheet", test_sheet);
  g_test_add_func ("/privacy-ways/notified", test_notified);
  g_test_add_func ("/privacy-ways/rescued", test_rescued);
  g_test_add_func ("/privacy-ways/names-of-files", test_names_of_files);
  return outside_end (g_test_run ());
}
