/* No full number of anybody leaves unasked: every ID, phone, certificate and account number of the sample is looked for in all that the commands print, in what is
 * public, in the logs and in the names of files. What the window tells and leaves behind: test-privacy-window.c. */

#include "cl-secrets.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <poppler.h>
#include <string.h>

#define FILED_NUMBER "991123195007180036"

static const char *office;

static void
make_office (void)
{
  if (office != NULL)
    return;
  office = outside_path ("private.canlian");
  secrets_make_office (office);
}

/* One command with all that it logs; its status is its own affair. */
static void
run (const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "G_MESSAGES_DEBUG", "all", TRUE);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  va_list list;

  g_ptr_array_add (words, (char *) g_getenv ("CANLIAN"));
  g_ptr_array_add (words, (char *) "--data");
  g_ptr_array_add (words, (char *) office);
  va_start (list, first);
  for (const char *word = first; word != NULL; word = va_arg (list, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (list);
  g_ptr_array_add (words, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) words->pdata, environment, 0, NULL, NULL, &out, &err, NULL, &error));
  g_assert_no_error (error);
  secrets_search (first, out);
  secrets_search (first, err);
}

static void
test_commands (void)
{
  g_autofree char *ledgers = NULL;
  g_auto (GStrv) lines = NULL;
  const char *secret;

  make_office ();
  secret = secrets_any ();
  ledgers = outside_run ("--data", office, "ledgers", NULL);
  lines = g_strsplit (ledgers, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autofree char *name = g_strndup (lines[i], strcspn (lines[i], " \t"));

      run ("list", name, NULL);
    }
  run ("check", "--all", NULL);
  run ("today", NULL);
  /* What somebody searched by the whole number is not written down whole. */
  run ("list", "person", "--search", secret, NULL);
  run ("export", "person", "--search", secret, "-o", outside_path ("one.csv"), NULL);
  run ("journal", NULL);
  run ("list", "output", NULL);
}

/* A number in the name of a file that is attached, that was imported, that is exported, that cannot be read. */
static void
test_names_of_files (void)
{
  const char *sheet = outside_path (FILED_NUMBER "名册.csv"), *paper = outside_path (FILED_NUMBER "附件3.xlsx"), *broken = outside_path (FILED_NUMBER ".xlsx");
  g_autofree char *attached = NULL, *journal = NULL;

  make_office ();
  g_assert_true (g_file_set_contents (sheet, "姓名\n上官甲\n", -1, NULL));
  g_assert_true (g_file_set_contents (broken, "PK\003\004", -1, NULL));
  g_free (outside_run ("--data", office, "import", "person", sheet, NULL));
  g_free (outside_run ("--data", office, "print", "attachment-3", "--set", "village=上河村", "-o", paper, NULL));
  secrets_add (FILED_NUMBER);
  attached = outside_run ("--data", office, "list", "attachment", NULL);
  g_assert_nonnull (strstr (attached, "991123********0036附件3.xlsx"));
  journal = outside_run ("--data", office, "journal", NULL);
  g_assert_nonnull (strstr (journal, "991123********0036名册.csv"));
  run ("list", "attachment", NULL);
  run ("list", "output", NULL);
  run ("journal", NULL);
  run ("import", "person", broken, NULL);
  g_unlink (sheet);
  g_unlink (paper);
  g_unlink (broken);
}

/* Each part of a workbook, as it was before it was packed. */
static void
search_workbook (const char *path)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  guint parts = 0;

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_filename (archive, path, 65536), ==, ARCHIVE_OK);
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      guint8 buffer[8192];
      la_ssize_t got;

      while ((got = archive_read_data (archive, buffer, sizeof buffer)) > 0)
        g_byte_array_append (bytes, buffer, (guint) got);
      secrets_search_bytes (archive_entry_pathname (entry), (const char *) bytes->data, bytes->len);
      parts++;
    }
  archive_read_free (archive);
  g_assert_cmpuint (parts, >, 3);
}

static void
test_public (void)
{
  static const char *const ledgers[] = { "person", "appointment", "household", "member", "organisation", "guardian" };

  make_office ();
  for (gsize i = 0; i < G_N_ELEMENTS (ledgers); i++)
    {
      const char *csv = outside_path ("public.csv"), *xlsx = outside_path ("public.xlsx");
      g_autofree char *text = NULL;
      gsize size;

      g_free (outside_run ("--data", office, "export", ledgers[i], "--public", "-o", csv, NULL));
      g_assert_true (g_file_get_contents (csv, &text, &size, NULL));
      secrets_search_bytes ("a public .csv", text, size);
      g_free (outside_run ("--data", office, "export", ledgers[i], "--public", "-o", xlsx, NULL));
      search_workbook (xlsx);
      g_unlink (csv);
      g_unlink (xlsx);
    }
}

static void
search_pages (const char *path, int most)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GError) error = NULL;
  PopplerDocument *paper = poppler_document_new_from_file (uri, NULL, &error);

  g_assert_no_error (error);
  for (int i = 0; i < MIN (most, poppler_document_get_n_pages (paper)); i++)
    {
      PopplerPage *page = poppler_document_get_page (paper, i);
      g_autofree char *text = poppler_page_get_text (page);

      secrets_search (path, text);
      g_object_unref (page);
    }
  g_object_unref (paper);
}

static void
search_paper (const char *path)
{
  g_autofree char *data = NULL;
  gsize size;

  search_pages (path, G_MAXINT);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  secrets_search_bytes (path, data, size);
}

/* Forms that have a variant for the notice board. */
static void
test_papers (void)
{
  static const char *const forms[] = { "certified-persons", "subsidy-notice" };

  make_office ();
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const char *paper = outside_path ("public.pdf"), *sheet = outside_path ("public.xlsx");

      g_free (outside_run ("--data", office, "print", forms[i], "--set", "variant=public", "-o", paper, NULL));
      search_paper (paper);
      g_free (outside_run ("--data", office, "print", forms[i], "--set", "variant=public", "-o", sheet, NULL));
      search_workbook (sheet);
      g_unlink (paper);
      g_unlink (sheet);
    }
  /* The page that lists the papers of all villages, which lies on top of them and is for nobody in particular. */
  g_free (outside_run ("--data", office, "print", "attachment-3", "--all", "--one-file", "-o", outside_path ("all.pdf"), NULL));
  search_pages (outside_path ("all.pdf"), 1);
  /* What is counted, as a paper and as a table. */
  g_free (outside_run ("--data", office, "chart", "person", "villages-grades", "-o", outside_path ("count.pdf"), NULL));
  search_paper (outside_path ("count.pdf"));
  g_free (outside_run ("--data", office, "chart", "person", "villages-grades", "-o", outside_path ("count.xlsx"), NULL));
  search_workbook (outside_path ("count.xlsx"));
}

static void
test_file_names (void)
{
  g_autofree char *folder = g_path_get_dirname (office != NULL ? office : "");
  g_autoptr (GDir) dir = NULL;
  const char *name;

  make_office ();
  g_free (folder);
  folder = g_path_get_dirname (office);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    secrets_search ("a file's name", name);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/privacy/commands", test_commands);
  g_test_add_func ("/privacy/names-of-files", test_names_of_files);
  g_test_add_func ("/privacy/public", test_public);
  g_test_add_func ("/privacy/papers", test_papers);
  g_test_add_func ("/privacy/file-names", test_file_names);
  return outside_end (g_test_run ());
}
