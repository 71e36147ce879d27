/* What the ear needs: numbers in groups, and the table by which characters are told apart. */

#include <string.h>

#include <glib/gstdio.h>

#include "cl-paths.h"
#include "cl-spoken.h"

static void
test_number (void)
{
  g_autofree char *id = cl_spoken_number (CL_FIELD_CITIZEN_ID, "99112319560307001X"), *phone = cl_spoken_number (CL_FIELD_PHONE, "13800000001");
  g_autofree char *masked = cl_spoken_number (CL_FIELD_PHONE, "138****0001");

  g_assert_cmpstr (id, ==, "991123 19560307 001X");
  g_assert_cmpstr (phone, ==, "138 0000 0001");
  g_assert_cmpstr (masked, ==, "138****0001");
}

/* Each line of the table that is shipped is well-formed, and no character stands in it twice. */
static void
test_table (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  guint n;

  g_assert_true (g_file_get_contents (cl_paths_get_characters (), &text, NULL, NULL));
  n = cl_spoken_parse (text, "characters.txt", words, problems);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const char *) problems->pdata[i]);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (n, >, 300);
  g_assert_cmpuint (g_hash_table_size (words), ==, n);
  g_assert_cmpstr (g_hash_table_lookup (words, "章"), ==, "立早章");
}

/* A broken line is named by its number, and takes no other with it. */
static void
test_broken (void)
{
  static const char *const broken[] = { "立早章", "章", "章 ", "a 立早章", "章丽 两个字", "\xff\xfe" };
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *text = g_strdup_printf ("# a note\n\n张 弓长张\n%s\r\n王\t三横王\n", broken[i]);

      g_assert_cmpuint (cl_spoken_parse (text, "own.txt", words, problems), ==, 2);
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_true (g_str_has_prefix (problems->pdata[0], "own.txt"));
      g_assert_nonnull (strchr (problems->pdata[0], '4'));
    }
  g_assert_cmpstr (g_hash_table_lookup (words, "王"), ==, "三横王");
}

/* What the office added comes before what is shipped. Last: the tables are read once. */
static void
test_own (void)
{
  g_autofree char *path = cl_paths_get_own_characters (), *folder = g_path_get_dirname (path), *said = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "章 文章的章\n叕 四个又\n坏行\n", -1, NULL));
  said = cl_spoken_explain ("章 叕x丽");
  g_assert_cmpstr (said, ==, "章：文章的章；叕：四个又；x；丽：美丽的丽");
  g_assert_cmpuint (cl_spoken_get_problems ()->len, ==, 1);
  g_assert_true (g_str_has_prefix (cl_spoken_get_problems ()->pdata[0], path));
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  /* A data folder of its own; GLib's way of giving one (G_TEST_OPTION_ISOLATE_DIRS) leaks. */
  g_autofree char *folder = g_dir_make_tmp ("canlian-spoken-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spoken/number", test_number);
  g_test_add_func ("/spoken/table", test_table);
  g_test_add_func ("/spoken/broken", test_broken);
  g_test_add_func ("/spoken/own", test_own);
  status = g_test_run ();
  g_rmdir (folder);
  return status;
}
