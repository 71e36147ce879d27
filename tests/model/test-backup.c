#include "cl-test-store.h"

#include <archive_entry.h>
#include <glib/gstdio.h>

#include "cl-error.h"
#include "cl-test-zip.h"

static gboolean
attach_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (data);

  return cl_transaction_attach (transaction, file, error) != 0;
}

static void
attach (ClTestStore *test, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (test->folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  cl_store_write (test->store, "attach", attach_cb, path, &error);
  g_assert_no_error (error);
}

static char *
get_digest (ClTestStore *test)
{
  return cl_test_store_get (test, "attachment", cl_test_store_query (test, "SELECT id FROM attachment"), "sha256");
}

static void
assert_sound (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = cl_store_verify (test->store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (findings, i));
  g_assert_cmpuint (findings->len, ==, 0);
}

static guint
count_entries (const char *folder, const char *part)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, part) != NULL;
  return n;
}

static void
check_round (const char *name)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *archive = g_build_filename (test->folder, name, NULL);
  g_autofree char *digest = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gint64 person = cl_test_store_add (test, "person", "name", "张伟", NULL);
  gint64 before, after, later;

  attach (test, "scan.pdf", "扫描");
  digest = get_digest (test);
  before = cl_test_store_query (test, "SELECT number FROM installation ORDER BY position DESC LIMIT 1");
  g_assert_true (cl_store_backup (test->store, archive, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (cl_store_backup (test->store, archive, NULL, &error));
  g_assert_no_error (error);
  later = cl_test_store_add (test, "person", "name", "李娜", NULL);
  cl_test_store_close (test);

  path = g_strconcat (test->path, ".files", NULL);
  cl_test_remove_tree (path);
  g_assert_true (cl_store_restore (archive, test->path, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 1);
  after = cl_test_store_query (test, "SELECT number FROM installation ORDER BY position DESC LIMIT 1");
  g_assert_cmpint (after, !=, before);
  /* The number that was given out after the backup is not given out again to somebody else. */
  g_assert_cmpint (cl_test_store_add (test, "person", "name", "王芳", NULL), !=, later);
  text = cl_test_store_get (test, "person", person, "name");
  g_assert_cmpstr (text, ==, "张伟");
  g_free (path);
  path = cl_store_get_attachment_path (test->store, digest);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  assert_sound (test);
  g_assert_cmpuint (count_entries (test->folder, "office.canlian.before-restore-2027-03-15"), >=, 1);
  g_assert_cmpuint (count_entries (test->folder, ".restore-"), ==, 0);
  g_assert_cmpuint (count_entries (test->folder, ".copy"), ==, 0);
  g_assert_cmpuint (count_entries (test->folder, ".check-"), ==, 0);
}

static void
test_zip (void)
{
  check_round ("b.zip");
}

static void
test_tar (void)
{
  check_round ("b.tar");
}

/* A -wal that lies beside a file to which it does not belong makes it "malformed": it must go with the old file. */
static void
test_leftover_wal (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *archive = g_build_filename (test->folder, "b.zip", NULL);
  g_autofree char *wal = g_strconcat (test->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (test->path, "-shm", NULL);
  g_autofree char *kept = g_strconcat (test->path, ".before-restore-2027-03-15", NULL);
  g_autofree char *wal_bytes = NULL;
  gsize size;
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) old = NULL;
  g_autoptr(ClStatement) count = NULL;

  cl_test_store_add (test, "person", "name", "张伟", NULL);
  g_assert_true (cl_store_backup (test->store, archive, NULL, &error));
  cl_test_store_add (test, "person", "name", "李娜", NULL);
  g_file_get_contents (wal, &wal_bytes, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, 0);
  cl_test_store_close (test);
  /* As a crash leaves it: the log of the old file is there again. */
  g_file_set_contents (wal, wal_bytes, (gssize) size, &error);
  g_file_set_contents (shm, "rubbish", -1, &error);

  g_assert_true (cl_store_restore (archive, test->path, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  cl_test_store_reopen (test);
  assert_sound (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 1);
  old = cl_database_open (kept, CL_DATABASE_READ, &error);
  g_assert_no_error (error);
  count = cl_database_prepare (old, "SELECT count(*) FROM person", &error);
  g_assert_true (cl_statement_step (count, &error));
  g_assert_cmpint (cl_statement_get_integer (count, 0), ==, 2);
}

static void
write_strange (const char *path, const char *name, const char *text)
{
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();

  archive_write_set_format_pax_restricted (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) strlen (text));
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_write_header (archive, entry);
  archive_write_data (archive, text, strlen (text));
  archive_entry_free (entry);
  archive_write_free (archive);
}

static void
refuse (ClTestStore *test, const char *archive, ClError code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (cl_store_restore (archive, test->path, NULL, &error));
  g_assert_error (error, CL_ERROR, (int) code);
  /* People write numbers into the names of files. */
  g_assert_null (strstr (error->message, "195603070028"));
}

static void
test_refused (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *archive = g_build_filename (test->folder, "991123195603070028.tar", NULL);
  g_autofree char *evil = g_build_filename (test->folder, "evil", NULL);
  g_autoptr(GError) error = NULL;

  cl_test_store_add (test, "person", "name", "张伟", NULL);
  cl_test_store_close (test);
  g_file_set_contents (archive, "这不是备份", -1, &error);
  refuse (test, archive, CL_ERROR_FOREIGN);
  write_strange (archive, "../evil", "x");
  refuse (test, archive, CL_ERROR_FOREIGN);
  g_assert_false (g_file_test (evil, G_FILE_TEST_EXISTS));
  write_strange (archive, "office.canlian.files/ab/../../evil", "x");
  refuse (test, archive, CL_ERROR_FOREIGN);
  write_strange (archive, "office.canlian", "not a database, but long enough to be looked at; not a database, but long enough to be looked at, more than a hundred bytes");
  refuse (test, archive, CL_ERROR_FOREIGN);
  write_strange (archive, "office.canlian", "");
  refuse (test, archive, CL_ERROR_FOREIGN);
  cl_test_store_reopen (test);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 1);
  g_assert_cmpuint (count_entries (test->folder, "before-restore"), ==, 0);
}

static void
test_newer_refused (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *archive = g_build_filename (test->folder, "b.zip", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = NULL;

  cl_test_store_close (test);
  database = cl_database_open (test->path, CL_DATABASE_WRITE, &error);
  cl_database_execute (database, "UPDATE schema SET version = 99 WHERE module = 'store'", &error);
  g_assert_no_error (error);
  g_clear_pointer (&database, cl_database_close);
  /* A backup as the newer program made it: the file by itself in an archive. */
  {
    g_autofree char *bytes = NULL;
    gsize size;
    struct archive *writer = cl_test_zip_new (archive);

    g_file_get_contents (test->path, &bytes, &size, &error);
    g_assert_no_error (error);
    cl_test_zip_add (writer, "office.canlian", bytes, size);
    cl_test_zip_end (writer);
  }
  refuse (test, archive, CL_ERROR_NEWER);
  g_unlink (test->path);
}

static void
test_attachment_verified (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *digest = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  GStatBuf status;

  attach (test, "scan.pdf", "扫描");
  digest = get_digest (test);
  path = cl_store_get_attachment_path (test->store, digest);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  assert_sound (test);
  g_file_set_contents (path, "另一个", -1, &error);
  findings = cl_store_verify (test->store, &error);
  g_assert_cmpuint (findings->len, ==, 1);
  g_clear_pointer (&findings, g_ptr_array_unref);
  g_unlink (path);
  findings = cl_store_verify (test->store, &error);
  g_assert_cmpuint (findings->len, ==, 1);
}

static void
put_text (const char *path, const char *suffix, const char *text)
{
  g_autofree char *file = g_strconcat (path, suffix, NULL);

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

/* A restore moves the old file and what is beside it away, one after the other, then the new one in. Broken off after each of these moves, the next start
 * finds the old file whole; after the last, the new one. */
static void
test_broken_off (void)
{
  static const char *const moved[] = { "-wal", "-shm", ".files", ".head", "" };

  for (gsize n = 0; n <= G_N_ELEMENTS (moved) + 1; n++)
    {
      g_autoptr(ClTestStore) test = cl_test_store_new ();
      g_autofree char *kept = g_strconcat (test->path, ".before-restore-2027-03-15", NULL);
      g_autofree char *new_file = g_build_filename (test->folder, "new.canlian", NULL);
      g_autofree char *left = g_strconcat (test->path, ".restore-abcdef", NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      attach (test, "scan.pdf", "扫描");
      g_assert_true (g_file_get_contents (test->path, &bytes, &size, NULL));
      cl_test_store_close (test);
      g_assert_true (g_file_set_contents (new_file, bytes, (gssize) size, NULL));
      g_clear_pointer (&bytes, g_free);
      g_assert_true (g_file_get_contents (test->path, &bytes, &size, NULL));
      cl_test_store_reopen (test);
      cl_test_store_add (test, "person", "name", "张伟", NULL);
      cl_test_store_close (test);
      g_mkdir (left, 0700);
      put_text (test->path, ".restoring", "1 office.canlian.before-restore-2027-03-15");
      /* What GLib writes a file under before it has its name. */
      put_text (test->path, ".restoring.A1B2C3", "1 off");
      put_text (test->path, ".head.A1B2C3", "");
      for (gsize i = 0; i < MIN (n, G_N_ELEMENTS (moved)); i++)
        {
          g_autofree char *from = g_strconcat (test->path, moved[i], NULL);
          g_autofree char *to = g_strconcat (kept, moved[i], NULL);

          g_assert_true (g_rename (from, to) == 0 || i < 2);
        }
      if (n > G_N_ELEMENTS (moved))
        g_assert_true (g_file_set_contents (test->path, bytes, (gssize) size, NULL));
      g_assert_true (cl_store_is_there (test->path));
      cl_test_store_reopen (test);
      g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, n > G_N_ELEMENTS (moved) ? 0 : 1);
      g_assert_cmpuint (count_entries (test->folder, ".restor"), ==, 0);
      g_assert_cmpuint (count_entries (test->folder, ".head."), ==, 0);
      if (n <= G_N_ELEMENTS (moved))
        assert_sound (test);
    }
}

/* What is damaged is not written on. */
static void
test_damaged_refused (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *bytes = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  for (guint i = 0; i < 60; i++)
    cl_test_store_add_full (test, "division");
  cl_test_store_close (test);
  g_assert_true (g_file_get_contents (test->path, &bytes, &size, NULL));
  memset (bytes + size / 2, 0x5a, 20000);
  g_assert_true (g_file_set_contents (test->path, bytes, (gssize) size, NULL));
  g_assert_null (cl_store_open (test->path, test->catalogue, CL_STORE_OPEN, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
  {
    g_autofree char *after = NULL;
    gsize size_after;

    g_assert_true (g_file_get_contents (test->path, &after, &size_after, NULL));
    g_assert_cmpmem (bytes, size, after, size_after);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup/zip", test_zip);
  g_test_add_func ("/backup/tar", test_tar);
  g_test_add_func ("/backup/leftover-wal", test_leftover_wal);
  g_test_add_func ("/backup/refused", test_refused);
  g_test_add_func ("/backup/newer-refused", test_newer_refused);
  g_test_add_func ("/backup/attachment-verified", test_attachment_verified);
  g_test_add_func ("/backup/broken-off", test_broken_off);
  g_test_add_func ("/backup/damaged-refused", test_damaged_refused);
  return g_test_run ();
}
