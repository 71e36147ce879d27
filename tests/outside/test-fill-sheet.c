/* The county's own sheet, filled, kept and made again, and the office's own ledgers, all by keys. */

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "cl-outside.h"
#include "cl-outside-steps.h"

static void
wait_file (const char *path)
{
  for (guint i = 0; !g_file_test (path, G_FILE_TEST_EXISTS) && i < 100; i++)
    outside_pause (100);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
set_place (Outside *outside, const char *path)
{
  g_autoptr (AtspiAccessible) place = outside_find (outside, ATSPI_ROLE_TEXT, T ("Where to"));

  outside_set_text (place, path);
  outside_tab_to (outside, ATSPI_ROLE_TEXT, T ("Where to"));
  outside_keys ("Return", NULL);
}

static guint
count_of (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, part)) != NULL; at += strlen (part))
    n++;
  return n;
}

/* The report is called otherwise, and then kept no longer. */
static void
manage (Outside *outside)
{
  g_autofree char *renamed = g_strdup_printf (T ("The report “%s” is called “%s” now"), "县月报", "县季报");
  g_autofree char *removed = g_strdup_printf (T ("The report “%s” is kept no longer. Ctrl+Z brings it back"), "县季报");

  outside_choose_in_menu (outside, T ("Make a kept report a_gain…"));
  {
    g_autoptr (AtspiAccessible) name = outside_find (outside, ATSPI_ROLE_TEXT, T ("Another name"));

    outside_set_text (name, "县季报");
  }
  outside_listen (outside);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Call it _so"));
  outside_hear (outside, renamed);
  outside_choose_in_menu (outside, T ("Make a kept report a_gain…"));
  g_object_unref (outside_find (outside, OUTSIDE_ANY, "~县季报"));
  outside_listen (outside);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Keep it no longer"));
  outside_hear (outside, removed);
}

static void
test_fill (void)
{
  const char *file = outside_office ("fill.canlian", TRUE), *sheet = outside_path ("county.xlsx"), *first = outside_path ("first.xlsx"), *second = outside_path ("second.xlsx");
  g_autofree char *made = outside_run ("--data", file, "export", "person", "--seen", "--where", "name=李秀英", "-o", sheet, NULL), *reports = NULL, *read = NULL, *again = NULL;
  Outside *outside = outside_open (file);

  outside_choose_in_menu (outside, T ("Fill a _sheet of the county's…"));
  outside_choose_path (outside, T ("Sheet of the county's to be filled"), sheet);
  g_object_unref (outside_find (outside, OUTSIDE_ANY, T ("Fill a sheet of the county's")));
  {
    /* Another row names the columns, and back; one column is taken out by hand. */
    g_autofree char *row = g_strdup_printf (T ("Row %u: %s"), 2, "李秀英"), *begins = g_strdup_printf (T ("Row %u: %s"), 1, "姓名");
    g_autofree char *header = g_strdup_printf (T ("%s: %s"), T ("Headers in"), begins);
    g_autofree char *strange = g_strdup_printf (T ("%s: %s"), "姓名·李秀英", T ("No field"));
    g_autofree char *first_choice = g_strdup_printf (T ("%s: %s"), T ("Take entries from"), "残疾人名册");
    g_autofree char *column = g_strdup_printf (T ("%s: %s"), "姓名", "姓名");
    g_autoptr (AtspiAccessible) name = outside_find (outside, ATSPI_ROLE_TEXT, T ("Keep as a report named"));

    outside_hear (outside, first_choice);
    outside_choose (outside, T ("Headers in"), row);
    g_object_unref (outside_find (outside, OUTSIDE_ANY, strange));
    outside_keys ("space", "Home", "Return", NULL);
    outside_wait_focus (outside, OUTSIDE_ANY, header);
    outside_tab_to (outside, OUTSIDE_ANY, column);
    outside_keys ("space", "Home", "Return", NULL);
    outside_set_text (name, "县月报");
  }
  set_place (outside, first);
  wait_file (first);
  outside_hear (outside, "县月报");
  outside_choose_in_menu (outside, T ("Make a kept report a_gain…"));
  g_object_unref (outside_find (outside, OUTSIDE_ANY, "~县月报"));
  set_place (outside, second);
  wait_file (second);
  outside_hear (outside, "second.xlsx");
  manage (outside);
  outside_quit (outside);
  reports = outside_run ("--data", file, "report", "--list", NULL);
  g_assert_cmpstr (reports, ==, "");
  read = outside_run ("--data", file, "list", "output", NULL);
  g_assert_cmpuint (count_of (read, "县月报"), ==, 2);
}

#define LEDGER "<ledger version=\"1\" name=\"own_chair\" title=\"%s\" match=\"name\"><field name=\"name\" type=\"text\" label=\"编号\" search=\"yes\"/></ledger>"

static void
test_own (void)
{
  const char *file = outside_office ("own.canlian", FALSE), *path = outside_path ("chair.xml");
  g_autofree char *text = g_strdup_printf (LEDGER, "轮椅"), *next = g_strdup_printf (LEDGER, "轮椅借用"), *list = NULL;
  Outside *outside = outside_open (file);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  outside_choose_in_submenu (outside, T ("The _office"), T ("Add a _ledger, form or rules from a file…"));
  outside_choose_path (outside, T ("Ledger, form or rules to be added"), path);
  outside_hear (outside, "轮椅");
  g_object_unref (outside_find_page (outside, "轮椅"));
  g_assert_true (g_file_set_contents (path, next, -1, NULL));
  outside_choose_in_submenu (outside, T ("The _office"), T ("Add a _ledger, form or rules from a file…"));
  outside_choose_path (outside, T ("Ledger, form or rules to be added"), path);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Replace"));
  g_object_unref (outside_find_page (outside, "轮椅借用"));
  outside_choose_in_submenu (outside, T ("The _office"), T ("The office's _own ledgers, forms and rules…"));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_OK"));
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "轮椅借用");
  outside_quit (outside);
  list = outside_run ("--data", file, "ledger", "list", NULL);
  g_assert_true (g_str_has_prefix (list, "own_chair\t轮椅借用\t"));
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/fill-sheet/fill", test_fill);
  g_test_add_func ("/fill-sheet/own", test_own);
  return outside_end (g_test_run ());
}
