/* Backups under a pass-phrase, with the recovery key, and in a second place: made, read, refused with a sentence each. */

#include "cl-test-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-kept.h"
#include "cl-recovery.h"
#include "cl-seal.h"
#include "cl-second.h"

#define PASSPHRASE "三棵树 在村口 1999"
#define CHEAP_ROUNDS 1
#define CHEAP_MEMORY 64 /* KiB */

typedef struct
{
  char *folder;
  char *plain;
  char *sealed;
  char *back;
} Desk;

static void
set_up (Desk *desk, gconstpointer unused)
{
  desk->folder = g_dir_make_tmp ("canlian-seal-XXXXXX", NULL);
  desk->plain = g_build_filename (desk->folder, "plain", NULL);
  desk->sealed = g_build_filename (desk->folder, "sealed", NULL);
  desk->back = g_build_filename (desk->folder, "back", NULL);
}

static void
tear_down (Desk *desk, gconstpointer unused)
{
  cl_test_remove_tree (desk->folder);
  g_free (desk->folder);
  g_free (desk->plain);
  g_free (desk->sealed);
  g_free (desk->back);
}

static void
seal_for (Desk *desk, gsize size, const guint8 *recovery)
{
  g_autofree char *bytes = g_malloc (size + 1);
  g_autoptr(GError) error = NULL;
  g_autofree char *key = cl_seal_key_new (PASSPHRASE, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) (i * 7 + i / 251);
  g_assert_true (g_file_set_contents (desk->plain, bytes, (gssize) size, NULL));
  g_assert_true (cl_seal_file (desk->plain, desk->sealed, key, recovery, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (cl_is_sealed (desk->sealed));
  g_assert_false (cl_is_sealed (desk->plain));
}

static void
seal (Desk *desk, gsize size)
{
  seal_for (desk, size, NULL);
}

static void
test_round (Desk *desk, gconstpointer unused)
{
  static const gsize sizes[] = { 0, 1, 65535, 65536, 65537, 300000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      gsize size_before, size_after;

      seal (desk, sizes[i]);
      g_assert_true (cl_unseal_file (desk->sealed, desk->back, PASSPHRASE, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (desk->plain, &before, &size_before, NULL));
      g_assert_true (g_file_get_contents (desk->back, &after, &size_after, NULL));
      g_assert_cmpmem (before, size_before, after, size_after);
    }
}

/* What an office's own pass-phrase costs whoever tries them in turn: the file says so, and it is what was paid. Before the others make it cheap for themselves. */
static void
test_full_cost (Desk *desk, gconstpointer unused)
{
  const guchar cost[] = { 0, 0, 0, 3, 0, 2, 0, 0 }; /* three rounds over 128 MiB */
  g_autofree char *bytes = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size_before, size_after;
  g_autoptr(GError) error = NULL;

  seal (desk, 1000);
  g_assert_true (g_file_get_contents (desk->sealed, &bytes, NULL, NULL));
  g_assert_cmpmem (bytes + 16, sizeof cost, cost, sizeof cost);
  g_assert_true (cl_unseal_file (desk->sealed, desk->back, PASSPHRASE, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (desk->plain, &before, &size_before, NULL));
  g_assert_true (g_file_get_contents (desk->back, &after, &size_after, NULL));
  g_assert_cmpmem (before, size_before, after, size_after);
  cl_seal_set_cost (CHEAP_ROUNDS, CHEAP_MEMORY);
}

static void
refuse (Desk *desk, const char *passphrase, int code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (cl_unseal_file (desk->sealed, desk->back, passphrase, NULL, &error));
  g_assert_error (error, CL_ERROR, code);
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_assert_false (g_file_test (desk->back, G_FILE_TEST_EXISTS));
}

static void
test_refused (Desk *desk, gconstpointer unused)
{
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr(GError) error = NULL;
  static const gsize places[] = { 3, 30, 45, 60, 100, 140, 200, 250, 270, 65900, 131000 };

  g_assert_null (cl_seal_key_new ("短", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  seal (desk, 200000);
  g_assert_true (g_file_get_contents (desk->sealed, &bytes, &size, NULL));
  refuse (desk, "另外一句话，长得够", CL_ERROR_DENIED);
  /* Cut off, at the end of a piece too; something more behind it; newer; no sealed file. */
  g_assert_true (g_file_set_contents (desk->sealed, bytes, (gssize) size - 1, NULL));
  refuse (desk, PASSPHRASE, CL_ERROR_DAMAGED);
  g_assert_true (g_file_set_contents (desk->sealed, bytes, 264 + 65553, NULL));
  refuse (desk, PASSPHRASE, CL_ERROR_DAMAGED);
  {
    g_autofree char *more = g_malloc0 (size + 20);

    memcpy (more, bytes, size);
    g_assert_true (g_file_set_contents (desk->sealed, more, (gssize) size + 20, NULL));
    refuse (desk, PASSPHRASE, CL_ERROR_DAMAGED);
  }
  bytes[15] = 9;
  g_assert_true (g_file_set_contents (desk->sealed, bytes, (gssize) size, NULL));
  refuse (desk, PASSPHRASE, CL_ERROR_NEWER);
  bytes[15] = 0;
  g_assert_true (g_file_set_contents (desk->sealed, bytes, (gssize) size, NULL));
  refuse (desk, PASSPHRASE, CL_ERROR_DAMAGED);
  bytes[15] = 2;
  /* Cut off within the head. */
  g_assert_true (g_file_set_contents (desk->sealed, bytes, 200, NULL));
  refuse (desk, PASSPHRASE, CL_ERROR_DAMAGED);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      bytes[places[i]] ^= 1;
      g_assert_true (g_file_set_contents (desk->sealed, bytes, (gssize) size, NULL));
      /* In the salt or the check the pass-phrase no longer fits. */
      refuse (desk, PASSPHRASE, places[i] < 15 ? CL_ERROR_FOREIGN : places[i] < 56 ? CL_ERROR_DENIED : CL_ERROR_DAMAGED);
      bytes[places[i]] ^= 1;
    }
}

static void
make (ClTestStore *test)
{
  g_autoptr(ClSecond) second = cl_second_new (test->store);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (second);
  g_assert_true (cl_second_make (second, NULL, &error));
  g_assert_no_error (error);
}

/* As the first version left it. */
static void
test_first_version (Desk *desk, gconstpointer unused)
{
  g_autofree char *first = g_test_build_filename (G_TEST_DIST, "data", "sealed", "version-1.sealed", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *after = NULL;
  gsize size;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_get_contents (first, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (desk->sealed, bytes, (gssize) size, NULL));
  g_assert_true (cl_unseal_file (desk->sealed, desk->back, PASSPHRASE, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (desk->back, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, "sealed by the first version\n");
  g_unlink (desk->back);
  refuse (desk, "另外一句话，长得够", CL_ERROR_DENIED);
  g_assert_true (g_file_set_contents (desk->sealed, bytes, 70, NULL));
  refuse (desk, PASSPHRASE, CL_ERROR_DAMAGED);
  /* Its number raised: the head is another's. */
  bytes[15] = 2;
  g_assert_true (g_file_set_contents (desk->sealed, bytes, (gssize) size, NULL));
  refuse (desk, PASSPHRASE, CL_ERROR_DAMAGED);
}

static char *
make_words (ClTestStore *test, guint8 *public)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) groups = cl_recovery_make (test->store, &error);

  g_assert_no_error (error);
  g_assert_true (cl_recovery_get_public (test->store, public));
  return g_strjoinv (" ", groups);
}

static void
refuse_words (Desk *desk, const char *words, int code)
{
  g_autoptr(GError) error = NULL;

  refuse (desk, words, code);
  g_assert_false (cl_unseal_file_by_words (desk->sealed, desk->back, words, NULL, &error));
  g_assert_error (error, CL_ERROR, code);
  g_assert_false (g_file_test (desk->back, G_FILE_TEST_EXISTS));
}

/* The pass-phrase is forgotten: the words of the paper open it, in its place too. */
static void
test_recovery (Desk *desk, gconstpointer unused)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  guint8 old_public[CL_RECOVERY_BYTES], public[CL_RECOVERY_BYTES];
  g_autofree char *old_words = make_words (test, old_public);
  g_autofree char *words = make_words (test, public);
  g_autofree char *first = g_test_build_filename (G_TEST_DIST, "data", "sealed", "version-1.sealed", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *first_bytes = NULL;
  g_autofree char *fewer = g_utf8_substring (words, 0, g_utf8_strlen (words, -1) - 1);
  gsize size, first_size;
  g_autoptr(GError) error = NULL;

  seal_for (desk, 100000, public);
  g_assert_true (cl_seal_is_for (desk->sealed, public));
  g_assert_false (cl_seal_is_for (desk->sealed, old_public));
  g_assert_false (cl_seal_is_for (desk->plain, public));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      gsize size_before, size_after;

      g_assert_true (i == 0 ? cl_unseal_file_by_words (desk->sealed, desk->back, words, NULL, &error) : cl_unseal_file (desk->sealed, desk->back, i == 1 ? words : PASSPHRASE, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (desk->plain, &before, &size_before, NULL));
      g_assert_true (g_file_get_contents (desk->back, &after, &size_after, NULL));
      g_assert_cmpmem (before, size_before, after, size_after);
      g_unlink (desk->back);
    }
  refuse_words (desk, old_words, CL_ERROR_DENIED);
  refuse_words (desk, fewer, CL_ERROR_INVALID);
  g_assert_false (cl_unseal_file_by_words (desk->sealed, desk->back, "安八白", NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  /* Altered: the key for it, what stands beside that, the stream's head, the first piece, the last. */
  g_assert_true (g_file_get_contents (desk->sealed, &bytes, &size, NULL));
  for (guint i = 0; i < 6; i++)
    {
      const gsize places[] = { 165, 239, 100, 250, 300, size - 1 };

      bytes[places[i]] ^= 1;
      g_assert_true (g_file_set_contents (desk->sealed, bytes, (gssize) size, NULL));
      refuse_words (desk, words, CL_ERROR_DAMAGED);
      bytes[places[i]] ^= 1;
    }
  g_assert_true (g_file_set_contents (desk->sealed, bytes, (gssize) size - 1, NULL));
  refuse_words (desk, words, CL_ERROR_DAMAGED);
  /* Sealed while there was none, now and by the first version. */
  seal (desk, 10);
  refuse_words (desk, words, CL_ERROR_NOT_FOUND);
  g_assert_true (g_file_get_contents (first, &first_bytes, &first_size, NULL));
  g_assert_true (g_file_set_contents (desk->sealed, first_bytes, (gssize) first_size, NULL));
  refuse_words (desk, words, CL_ERROR_NOT_FOUND);
}

/* A key that is made later in the day: the day's backup is made again, and opens by it. */
static void
test_second_recovery (Desk *desk, gconstpointer unused)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *sealed = g_build_filename (desk->folder, "canlian-991123101-" CL_TEST_TODAY ".sealed", NULL);
  guint8 public[CL_RECOVERY_BYTES];
  g_autofree char *words = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_second_set_folder (test->store, desk->folder, &error));
  g_assert_true (cl_second_set_passphrase (test->store, PASSPHRASE, &error));
  make (test);
  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_DONE);
  words = make_words (test, public);
  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_DUE);
  make (test);
  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_DONE);
  g_assert_true (cl_unseal_file_by_words (sealed, desk->back, words, NULL, &error));
  g_assert_no_error (error);
}

static guint
count (const char *folder, const char *end)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, end);
  return n;
}

/* The drill: the computer is gone, the stick is what is left. */
static void
test_second (Desk *desk, gconstpointer unused)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *stick = g_build_filename (desk->folder, "stick", NULL);
  g_autofree char *away = g_build_filename (desk->folder, "away", NULL);
  g_autofree char *sealed = g_build_filename (stick, "canlian-991123101-2027-03-16.sealed", NULL);
  g_autofree char *name = NULL;
  g_autofree char *said = NULL;
  g_autoptr(GError) error = NULL;
  gint64 person = cl_test_store_add (test, "person", "name", "张伟", NULL);

  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_NONE);
  g_assert_false (cl_second_set_folder (test->store, stick, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);
  g_clear_error (&error);
  g_mkdir (stick, 0700);
  g_assert_true (cl_second_set_folder (test->store, stick, &error));
  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_DUE);
  make (test);
  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_DONE);
  g_assert_cmpuint (count (stick, ".zip"), ==, 1);
  /* Sealed from today on, and then no more: what was made last stays. */
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (cl_second_set_passphrase (test->store, i == 0 ? PASSPHRASE : NULL, &error));
      make (test);
      g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_DONE);
      g_assert_cmpuint (count (stick, ".sealed"), ==, i == 0);
    }

  /* Pulled out, though an empty folder of its name is left; then it is made up for. */
  cl_today_set ("2027-03-16", NULL);
  g_rename (stick, away);
  g_mkdir (stick, 0700);
  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_AWAY);
  g_assert_null (cl_second_new (test->store));
  said = cl_second_say (test->store);
  g_assert_nonnull (strstr (said, stick));
  g_rmdir (stick);
  g_rename (away, stick);
  g_assert_true (cl_second_set_passphrase (test->store, PASSPHRASE, &error));
  g_assert_no_error (error);
  g_assert_true (cl_second_is_sealed (test->store));
  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_DUE);
  make (test);
  g_assert_cmpuint (count (stick, ".sealed"), ==, 1);
  g_assert_cmpuint (count (stick, ".new"), ==, 0);

  cl_test_store_close (test);
  cl_test_remove_tree (test->path);
  g_assert_true (cl_unseal_file (sealed, desk->back, PASSPHRASE, NULL, &error));
  g_assert_true (cl_store_restore (desk->back, test->path, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  name = cl_test_store_get (test, "person", person, "name");
  g_assert_cmpstr (name, ==, "张伟");

  /* The rule holds there too. */
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *day = cl_date_add ("2027-03-16", 0, 0, (int) i + 1);

      cl_today_set (day, NULL);
      if (i % 13 == 0 || i > 36)
        make (test);
    }
  g_assert_cmpuint (count (stick, ".sealed") + count (stick, ".zip"), <=, 7 + 4 + 12);
  g_assert_true (cl_second_set_folder (test->store, NULL, &error));
  g_assert_cmpint (cl_second_get_state (test->store), ==, CL_SECOND_NONE);
}

/* A pass-phrase that is set later: what lies there open is counted, and sealed in place or taken away. */
static void
test_open (Desk *desk, gconstpointer unused)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autofree char *stick = g_build_filename (desk->folder, "stick", NULL);
  g_autofree char *other = g_build_filename (stick, "canlian-991123102-2027-03-15.zip", NULL);
  g_autofree char *first = g_build_filename (stick, "canlian-991123101-2027-03-15.sealed", NULL);
  g_autofree char *name = NULL;
  g_autofree char *said = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ClSecond) second = NULL;
  gint64 person = cl_test_store_add (test, "person", "name", "张伟", NULL);
  guint n;

  g_mkdir (stick, 0700);
  g_assert_true (cl_second_set_folder (test->store, stick, &error));
  make (test);
  cl_today_set ("2027-03-16", NULL);
  make (test);
  /* Another office's is not ours to touch. */
  g_assert_true (g_file_set_contents (other, "theirs", -1, NULL));
  g_assert_cmpuint (cl_second_count_open (test->store), ==, 0);
  second = cl_second_new (test->store);
  g_assert_false (cl_second_seal_open (second, &n, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_clear_pointer (&second, cl_second_free);

  g_assert_true (cl_second_set_passphrase (test->store, PASSPHRASE, &error));
  g_assert_cmpuint (cl_second_count_open (test->store), ==, 2);
  said = cl_second_say_open (test->store);
  g_assert_nonnull (strchr (said, '2'));
  second = cl_second_new (test->store);
  g_assert_true (cl_second_seal_open (second, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (cl_second_count_open (test->store), ==, 0);
  g_assert_cmpuint (count (stick, ".sealed"), ==, 2);
  g_assert_cmpuint (count (stick, ".zip"), ==, 1);
  cl_test_store_close (test);
  cl_test_remove_tree (test->path);
  g_assert_true (cl_unseal_file (first, desk->back, PASSPHRASE, NULL, &error));
  g_assert_true (cl_store_restore (desk->back, test->path, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  name = cl_test_store_get (test, "person", person, "name");
  g_assert_cmpstr (name, ==, "张伟");

  /* Or away with them. */
  cl_today_set ("2027-03-17", NULL);
  g_assert_true (cl_second_set_folder (test->store, stick, &error));
  g_assert_true (cl_second_set_passphrase (test->store, NULL, &error));
  make (test);
  g_assert_true (cl_second_set_passphrase (test->store, PASSPHRASE, &error));
  g_clear_pointer (&second, cl_second_free);
  second = cl_second_new (test->store);
  g_assert_true (cl_second_remove_open (second, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (count (stick, ".sealed"), ==, 2);
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  cl_today_set (CL_TEST_TODAY, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/seal/full-cost", Desk, NULL, set_up, test_full_cost, tear_down);
  g_test_add ("/seal/round", Desk, NULL, set_up, test_round, tear_down);
  g_test_add ("/seal/refused", Desk, NULL, set_up, test_refused, tear_down);
  g_test_add ("/seal/first-version", Desk, NULL, set_up, test_first_version, tear_down);
  g_test_add ("/seal/recovery", Desk, NULL, set_up, test_recovery, tear_down);
  g_test_add ("/seal/second-recovery", Desk, NULL, set_up, test_second_recovery, tear_down);
  g_test_add ("/seal/second-open", Desk, NULL, set_up, test_open, tear_down);
  g_test_add ("/seal/second-place", Desk, NULL, set_up, test_second, tear_down);
  return g_test_run ();
}
