/* The journal from outside: reached by a key, narrowed by words and kind, opened to what changed, to the record and back, exported. Today is 2026-11-21. */

#include "cl-outside.h"
#include "cl-outside-steps.h"

#include <string.h>

#define ONE "张一川"
#define OTHER "李二河"
#define PHONE "13800990012"

static const char *
make_office (const char *name)
{
  const char *file = outside_office (name, FALSE), *sheet = outside_path ("persons.csv");

  g_assert_true (g_file_set_contents (sheet, "姓名,联系电话\n" ONE "," PHONE "\n" OTHER ",13800990013\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  g_free (outside_run ("--data", file, "list", "person", "--json", NULL));
  return file;
}

static void
test_ways (void)
{
  const char *file = make_office ("journal.canlian"), *sheet = outside_path ("日志.xlsx");
  Outside *outside = outside_open (file);
  g_autofree char *journal = NULL;

  outside_keys ("ctrl+j", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, g_intern_string (g_strdup_printf ("~%s — ", T ("Journal")))));
  /* The newest is the list with whole values, told as a look. */
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, g_intern_string (g_strdup_printf ("~%s", T ("Masked values shown"))));
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Words of it"));
  outside_type ("persons.csv");
  outside_wait_rows (outside, T ("Journal"), 1);
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~persons.csv");

  /* Opened: from what to what, the phone masked; Enter goes to the record, Escape comes back. */
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~138****00");
  g_assert_null (outside_look (outside, OUTSIDE_ANY, "~" PHONE));
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~persons.csv");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~138****00");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~" ONE);
  outside_keys ("ctrl+j", NULL);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_All about this record"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, g_intern_string (g_strdup_printf (T ("Only: %s. Press to show all"), ONE))));

  /* What is listed leaves as a spreadsheet, which is an entry of its own. */
  outside_keys ("ctrl+shift+e", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Where to"));
  outside_keys ("ctrl+a", NULL);
  {
    g_autoptr (AtspiAccessible) entry = outside_focused (outside);

    outside_set_text (entry, sheet);
  }
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, sheet);
  g_assert_true (g_file_test (sheet, G_FILE_TEST_EXISTS));
  outside_quit (outside);
  journal = outside_run ("--data", file, "journal", "--kind", "export", NULL);
  g_assert_nonnull (strstr (journal, "操作日志"));
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/journal/ways", test_ways);
  return outside_end (g_test_run ());
}
