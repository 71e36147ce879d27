/* The Chinese is whole: every sentence of the sources and of the descriptions is listed, extracted and translated. */

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

static char *source;

static int
run (const char *const *argv, char **out)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *err = NULL;
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LANGUAGE", "C", TRUE);
  g_autofree char *its = g_build_filename (source, "po", NULL);
  int status;

  environment = g_environ_setenv (environment, "GETTEXTDATADIRS", its, TRUE);
  g_spawn_sync (source, (char **) argv, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, out, &err, &status, &error);
  g_assert_no_error (error);
  if (status)
    g_test_message ("%s: %s", argv[0], err);
  return status;
}

static void
collect (GHashTable *files, const char *folder, gboolean (*wanted) (const char *path))
{
  g_autofree char *path = g_build_filename (source, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (folder, name, NULL);
      g_autofree char *whole = g_build_filename (source, child, NULL);

      if (g_file_test (whole, G_FILE_TEST_IS_DIR))
        collect (files, child, wanted);
      else if (wanted (child))
        g_hash_table_add (files, g_steal_pointer (&child));
    }
}

static gboolean
speaks (const char *path)
{
  g_autofree char *whole = g_build_filename (source, path, NULL);
  g_autofree char *text = NULL;

  if (g_str_has_suffix (path, ".xml"))
    {
      g_autofree char *folder = g_path_get_dirname (path);

      return g_str_has_suffix (folder, "/ledgers") || g_str_has_suffix (folder, "/forms");
    }
  return g_str_has_suffix (path, ".c") && g_file_get_contents (whole, &text, NULL, NULL) &&
         (strstr (text, " _(\"") || strstr (text, "(_(\"") || strstr (text, "N_(\"") || strstr (text, " _ (\"") || strstr (text, "gettext (\""));
}

static void
test_every_file_is_listed (void)
{
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *path = g_build_filename (source, "po", "POTFILES", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GHashTableIter iter;
  const char *file;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    g_hash_table_add (listed, lines[i]);
  collect (files, "app", speaks);
  collect (files, "plugins", speaks);
  g_assert_cmpuint (g_hash_table_size (files), >, 20);
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, (gpointer *) &file, NULL))
    if (!g_hash_table_contains (listed, file))
      g_test_fail_printf ("po/POTFILES does not list %s", file);
}

static void
test_every_sentence_is_translated (void)
{
  g_autofree char *folder = g_dir_make_tmp ("canlian-po-XXXXXX", NULL);
  g_autofree char *pot = g_build_filename (folder, "canlian.pot", NULL);

  g_assert_cmpint (run ((const char *const[]) { "xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
                                                "--keyword=ngettext:1,2", "--files-from=po/POTFILES", "-o", pot, NULL }, NULL), ==, 0);
  g_assert_cmpint (run ((const char *const[]) { "msgcmp", "--use-untranslated", "po/zh_CN.po", pot, NULL }, NULL), ==, 0);
  g_unlink (pot);
  g_rmdir (folder);
}

static void
test_nothing_is_left_open (void)
{
  g_autofree char *open = NULL;
  g_autofree char *fuzzy = NULL;

  g_assert_cmpint (run ((const char *const[]) { "msgattrib", "--untranslated", "--no-obsolete", "po/zh_CN.po", NULL }, &open), ==, 0);
  g_assert_cmpstr (open, ==, "");
  g_assert_cmpint (run ((const char *const[]) { "msgattrib", "--only-fuzzy", "--no-obsolete", "po/zh_CN.po", NULL }, &fuzzy), ==, 0);
  g_assert_cmpstr (fuzzy, ==, "");
  g_assert_cmpint (run ((const char *const[]) { "msgfmt", "--check", "-o", "/dev/null", "po/zh_CN.po", NULL }, NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  source = g_path_get_dirname (g_getenv ("G_TEST_SRCDIR"));
  g_test_add_func ("/po/every-file-is-listed", test_every_file_is_listed);
  g_test_add_func ("/po/every-sentence-is-translated", test_every_sentence_is_translated);
  g_test_add_func ("/po/nothing-is-left-open", test_nothing_is_left_open);
  return g_test_run ();
}
