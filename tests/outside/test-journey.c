/* A clerk's first morning with a screen reader: the committee sheet in, 张伟 found and his phone changed, taken back, 附件3 of his village read cell by cell and
 * saved as PDF. By names, roles and keys alone. */

#include "cl-outside-steps.h"

#include <poppler.h>
#include <string.h>

#define VILLAGE "上河村"

static void
import_sheet (Outside *outside)
{
  g_autofree char *counts = g_strdup_printf (T ("%s new, %s changed, %s unchanged, %s refused"), "56", "0", "0", "0");
  g_autofree char *imported = g_strdup_printf (T ("Imported: %s.%s"), counts, "");

  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_choose (outside, T ("Ledger"), T ("Appointments"));
  outside_tab_to (outside, OUTSIDE_ANY, T ("File"));
  outside_type (outside_path ("committee.xlsx"));
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, counts);
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_keys ("space", NULL);
  outside_hear (outside, imported);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Take this import back"));
}

static void
wait_rows (Outside *outside, guint n)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Persons"));

  while (outside_count (list, ATSPI_ROLE_LIST_ITEM, "*") != n)
    {
      if (g_get_monotonic_time () > end)
        g_error ("There are %u rows, not %u", outside_count (list, ATSPI_ROLE_LIST_ITEM, "*"), n);
      outside_pause (30);
    }
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "~张伟"), ==, n);
}

/* The row of the 张伟 born in 1982 says @phone. */
static void
wait_phone (Outside *outside, const char *phone)
{
  g_autofree char *part = g_strdup_printf ("~%s", phone);
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Persons"));
  g_autoptr (AtspiAccessible) row = outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, part);
  g_autofree char *sentence = outside_name (row);

  g_assert_nonnull (strstr (sentence, "张伟"));
  g_assert_nonnull (strstr (sentence, "1982年1月15日"));
}

static void
change_phone (Outside *outside)
{
  g_autofree char *name = g_strdup_printf (T ("%s: %s"), T ("Name"), "张伟");
  g_autofree char *saved = g_strdup_printf (T ("%s saved"), "张伟");
  g_autofree char *words = g_strdup_printf (T ("Change %s: %s"), "张伟", T ("Phones"));
  g_autofree char *undone = g_strdup_printf (T ("Undone: %s"), words);
  g_autofree char *done = g_strdup_printf (T ("Done again: %s"), words);

  outside_show_page (outside, T ("Persons"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_type ("zw");
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Search"));
  wait_rows (outside, 2);
  outside_key_moves (outside, "Down");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~1982年1月15日");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, name);
  outside_keys ("F2", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, "~"); /* the field of the row on which one was */
  outside_tab_to (outside, OUTSIDE_ANY, T ("Phones"));
  outside_keys ("ctrl+a", NULL);
  outside_type ("13800009999");
  outside_listen (outside);
  outside_keys ("ctrl+s", NULL);
  outside_hear (outside, saved);
  wait_phone (outside, "138****9999");

  outside_keys ("ctrl+z", NULL);
  outside_hear (outside, undone);
  wait_phone (outside, "138****1003");
  outside_keys ("ctrl+shift+z", NULL);
  outside_hear (outside, done);
  wait_phone (outside, "138****9999");
  outside_keys ("ctrl+z", NULL);
  outside_hear (outside, undone);
  wait_phone (outside, "138****1003");
}

/* The steps of the record, the newest first: who and when stand before each. */
static void
read_history (Outside *outside)
{
  const char *const steps[] = { "138****1003", "138****9999", "138****1003", "138****9999", "991123********103X" };
  g_autoptr (AtspiAccessible) list = NULL;
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("History"));
  outside_keys ("space", NULL);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("History"));
  while (outside_count (list, ATSPI_ROLE_LIST_ITEM, "*") < G_N_ELEMENTS (steps) && g_get_monotonic_time () < end)
    outside_pause (30);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (AtspiAccessible) row = NULL;
      g_autofree char *name = NULL;

      outside_key_moves (outside, "Tab");
      row = outside_focused (outside);
      name = outside_name (row);
      g_assert_true (g_str_has_suffix (name, steps[i]) || strstr (name, steps[i]));
    }
}

/* Walks the rows of the paper down to the one that names @name; from the top, for down a column a row is said by the person's name alone. */
static void
go_down_to (Outside *outside, const char *name)
{
  outside_keys ("ctrl+Home", NULL);
  outside_pause (100);
  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (AtspiAccessible) row = outside_focused (outside);
      g_autofree char *is = row ? outside_name (row) : NULL;

      if (is && strstr (is, name))
        return;
      outside_key_moves (outside, "Down");
    }
  g_error ("The paper does not name %s", name);
}

static void
read_cells (Outside *outside, char **headers, char **cells, gboolean first)
{
  const guint name = 1; /* column of the person: it names the row */
  guint n = g_strv_length (headers);

  /* Of the village's cell, which spans all rows, only the first row has its own. */
  outside_listen (outside);
  for (guint i = first ? 0 : 1; i < n; i++)
    {
      const char *text = cells[i] && *cells[i] ? cells[i] : T ("empty");
      g_autofree char *before = g_strdup_printf (T ("%s: "), headers[i]);
      g_autofree char *at = g_strdup_printf (T (", column %u of %u"), i + 1, n);
      g_autofree char *cell = g_strconcat (before, text, i != name ? T (", ") : "", i != name ? cells[name] : "", at, NULL);

      outside_keys ("Right", NULL);
      outside_hear (outside, cell);
    }
}

static guint
read_paper (Outside *outside)
{
  g_autofree char *path = g_build_filename (g_getenv ("CANLIAN_DATA"), "committee-expected.csv", NULL);
  g_autofree char *data = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) headers = NULL;
  g_autoptr (GError) error = NULL;
  guint rows = 0;

  g_file_get_contents (path, &data, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_str_has_prefix (data, "\xEF\xBB\xBF") ? data + 3 : data, "\n", -1);
  headers = g_strsplit (g_strchomp (lines[0]), ",", -1);
  for (guint i = 1; lines[i]; i++)
    {
      g_auto (GStrv) cells = g_strsplit (g_strchomp (lines[i]), ",", -1);

      if (g_strcmp0 (cells[0], VILLAGE) != 0)
        continue;
      go_down_to (outside, cells[2]);
      read_cells (outside, headers, cells, rows == 0);
      rows++;
    }
  return rows;
}

static void
check_pdf (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, &error);
  PopplerPage *page;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 1);
  page = poppler_document_get_page (document, 0);
  text = poppler_page_get_text (page);
  g_assert_nonnull (strstr (text, "张伟"));
  g_assert_nonnull (strstr (text, VILLAGE));
  g_object_unref (page);
  g_object_unref (document);
}

static void
fill_form (Outside *outside)
{
  const char *path = outside_path ("paper.pdf");
  g_autoptr (AtspiAccessible) list = NULL;

  outside_show_page (outside, T ("Forms"));
  outside_choose (outside, T ("Village"), VILLAGE);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~" VILLAGE));
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~下河村");
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("ctrl+Home", NULL);
  g_assert_cmpuint (read_paper (outside), ==, 5);

  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save as a file…"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save as a file…"));
  outside_keys ("space", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Save as a file")));
  outside_wait_focus (outside, OUTSIDE_ANY, "*");
  outside_keys ("ctrl+a", NULL);
  outside_type (path);
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, path);
  check_pdf (path);
}

/* What the window did is in the journal, one entry a step. */
static void
check_history (const char *file)
{
  g_autofree char *found = outside_run ("--data", file, "list", "person", "--search", "99112319820115103X", "--json", NULL);
  g_autoptr (GRegex) pattern = g_regex_new ("\"id\": *\"([0-9]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *id = NULL;
  g_autofree char *history = NULL;
  const char *rest;
  guint changes = 0;

  g_assert_true (g_regex_match (pattern, found, 0, &match));
  id = g_match_info_fetch (match, 1);
  history = outside_run ("--data", file, "history", "person", id, NULL);
  rest = history;
  while ((rest = strstr (rest, "138****9999")))
    {
      changes++;
      rest++;
    }
  g_assert_cmpuint (changes, ==, 4); /* changed, undone, done again, undone */
}

static void
test_journey (void)
{
  Outside *outside = outside_open (outside_office ("journey.canlian", FALSE));

  import_sheet (outside);
  change_phone (outside);
  read_history (outside);
  fill_form (outside);
  outside_quit (outside);

  check_history (outside_path ("journey.canlian"));
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/journey/whole", test_journey);
  return outside_end (g_test_run ());
}
