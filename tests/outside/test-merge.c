/* Two entries about the same, from outside: the row that one stands on and the one called the same, beside each other; what is chosen; one Ctrl+Z. */

#include "cl-outside-steps.h"

#include <string.h>

static const char *
make_office (const char *name)
{
  const char *file = outside_office (name, FALSE), *sheet = outside_path ("twice.csv");

  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号,文化程度,联系电话\n李娜,,小学,13800000012\n张伟,99112319560307001X,初中,13800000021\n李娜,991123195603070028,高中,13800000013\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  return file;
}

static char *
value_of (const char *file, const char *field)
{
  g_autofree char *json = outside_run ("--data", file, "list", "person", "--search", "李娜", "--json", NULL);
  g_autofree char *pattern = g_strdup_printf ("\"%s\": (\\[[^]]*\\]|\"[^\"]*\")", field);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, json, 0, &match));
  return g_match_info_fetch (match, 1);
}

static void
test_namesake (void)
{
  const char *file = make_office ("twice.canlian");
  Outside *outside = outside_open (file);
  g_autofree char *junior = NULL, *senior = NULL, *phones = NULL, *education = NULL, *backups = NULL;

  outside_show_page (outside, T ("Persons"));
  outside_wait_rows (outside, T ("Persons"), 3);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~李娜");
  outside_keys ("shift+F7", NULL);
  /* The focus comes to the first field in which they differ; private values stay masked. */
  outside_wait_focus (outside, ATSPI_ROLE_RADIO_BUTTON, "~991123********0028");
  g_assert_null (outside_look (outside, OUTSIDE_ANY, "~991123195603070028"));
  junior = g_strdup_printf (T ("%s: %s, of the left one"), T ("Education"), "小学");
  senior = g_strdup_printf (T ("%s: %s, of the right one"), T ("Education"), "高中");
  outside_press (outside, ATSPI_ROLE_RADIO_BUTTON, junior);
  outside_press (outside, ATSPI_ROLE_RADIO_BUTTON, senior);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Make one"));
  outside_keys ("Return", NULL);
  outside_wait_rows (outside, T ("Persons"), 2);
  outside_hear (outside, "李娜");
  outside_keys ("ctrl+z", NULL);
  outside_wait_rows (outside, T ("Persons"), 3);
  outside_keys ("ctrl+shift+z", NULL);
  outside_wait_rows (outside, T ("Persons"), 2);
  outside_quit (outside);
  phones = value_of (file, "phones");
  g_assert_nonnull (strstr (phones, "13800000012"));
  g_assert_nonnull (strstr (phones, "13800000013"));
  education = value_of (file, "education.label");
  g_assert_cmpstr (education, ==, "\"高中\"");
  /* The file as it was before is kept. */
  backups = outside_run ("--data", file, "backup", "--list", NULL);
  g_assert_nonnull (strstr (backups, "-merge.canlian"));
}

/* The number that is typed for one turns out to be another's: the two are made one from there. */
static void
test_number (void)
{
  const char *file = make_office ("number.canlian");
  g_autofree char *whole = g_strndup (T ("This is the number of %s. Ctrl+Enter opens that entry"), strcspn (T ("This is the number of %s. Ctrl+Enter opens that entry"), "%"));
  g_autofree char *number = NULL, *phones = NULL, *today = NULL;
  Outside *outside = outside_open (file);

  outside_show_page (outside, T ("Persons"));
  outside_wait_rows (outside, T ("Persons"), 3);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~****0012");
  outside_keys ("F2", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "姓名");
  outside_tab_to (outside, ATSPI_ROLE_TEXT, "身份证号");
  outside_listen (outside);
  outside_type ("991123195603070028");
  outside_hear (outside, whole);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Make them one…"));
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_RADIO_BUTTON, "~****");
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Make one"));
  outside_keys ("Return", NULL);
  outside_wait_rows (outside, T ("Persons"), 2);
  outside_quit (outside);
  number = value_of (file, "id_number");
  g_assert_cmpstr (number, ==, "\"991123195603070028\"");
  /* What was begun is done by that. */
  today = outside_run ("--data", file, "today", NULL);
  g_assert_null (strstr (today, T ("Begun and not saved")));
  phones = value_of (file, "phones");
  g_assert_nonnull (strstr (phones, "13800000012"));
}

/* Nobody is called the same: it is said, and no window opens. */
static void
test_alone (void)
{
  const char *file = make_office ("alone.canlian");
  Outside *outside = outside_open (file);

  outside_show_page (outside, T ("Persons"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~李娜");
  outside_keys ("End", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~张伟");
  outside_listen (outside);
  outside_keys ("shift+F7", NULL);
  outside_hear (outside, T ("No other entry is called the same or has the same number. Select the two rows that are about the same, then choose this again."));
  outside_stop (outside);
}

/* By command: first what would be done, masked, then with another choice. */
static void
test_command (void)
{
  const char *file = make_office ("command.canlian");
  g_autofree char *json = outside_run ("--data", file, "list", "person", "--search", "李娜", "--json", NULL);
  g_autoptr (GRegex) regex = g_regex_new ("\"id\": \"([0-9]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *one = NULL, *other = NULL, *said = NULL, *done = NULL, *phones = NULL, *journal = NULL;

  g_assert_true (g_regex_match (regex, json, 0, &match));
  one = g_match_info_fetch (match, 1);
  g_assert_true (g_match_info_next (match, NULL));
  other = g_match_info_fetch (match, 1);
  said = outside_run ("--data", file, "merge", "person", one, other, "--dry-run", NULL);
  g_assert_nonnull (strstr (said, "991123********0028"));
  g_assert_null (strstr (said, "991123195603070028"));
  done = outside_run ("--data", file, "merge", "person", one, other, "--set", "phones=second", NULL);
  g_assert_nonnull (strstr (done, "李娜"));
  phones = value_of (file, "phones");
  g_assert_null (strstr (phones, "13800000012"));
  g_assert_nonnull (strstr (phones, "13800000013"));
  journal = outside_run ("--data", file, "journal", "--kind", "merge", NULL);
  g_assert_nonnull (strstr (journal, "李娜"));
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/merge/namesake", test_namesake);
  g_test_add_func ("/merge/number", test_number);
  g_test_add_func ("/merge/command", test_command);
  g_test_add_func ("/merge/alone", test_alone);
  return outside_end (g_test_run ());
}
