/* Persons at the desk by commands: who one is is said by --as, pass-phrases come from files, and what a role may not do is refused with a sentence. */

#include <string.h>

#include "cl-recovery.h"
#include "cl-test-store.h"
#include "cli-desk.h"

/* One office for all of them: each goes on where the one before ended. */
static Desk desk;

static void
assert_says (char *said, const char *part)
{
  g_autofree char *owned = said;

  if (strstr (owned, part) == NULL)
    g_error ("“%s” is not in: %s", part, owned);
}

static char *
write_file (const char *name, const char *text)
{
  char *path = g_build_filename (desk.folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_desk (void)
{
  g_autofree char *sheet = g_build_filename (desk.folder, "list.csv", NULL);
  g_autofree char *right = write_file ("right", "云岭镇的老槐树\n");
  g_autofree char *wrong = write_file ("wrong", "云岭镇的小槐树\n");

  g_free (desk_ask (&desk, 0, "init", "--code", "991123101", "--name", "云岭镇", NULL));
  g_free (desk_ask (&desk, 2, "desk", "--as", "周会计", NULL));
  /* The first one keeps, and is alone: nothing is asked. */
  g_free (desk_ask (&desk, 1, "desk", "add", "王录入", "records", NULL));
  assert_says (desk_ask (&desk, 0, "desk", "add", "周会计", "keeps", NULL), "周会计");
  assert_says (desk_ask (&desk, 0, "desk", "add", "王录入", "records", NULL), "王录入");
  g_free (desk_ask (&desk, 0, "desk", "add", "赵查阅", "reads", "--as=周会计", NULL));
  /* Now somebody has to be named. */
  assert_says (desk_ask (&desk, 1, "list", "person", NULL), "赵查阅");
  g_free (desk_ask (&desk, 0, "list", "person", "--as", "赵查阅", NULL));
  assert_says (desk_ask (&desk, 1, "--as", "赵查阅", "list", "division", "--json", NULL), "周会计");
  assert_says (desk_ask (&desk, 1, "--as", "王录入", "export", "division", "-o", sheet, NULL), "周会计");
  g_assert_false (g_file_test (sheet, G_FILE_TEST_EXISTS));
  g_free (desk_ask (&desk, 0, "--as", "周会计", "export", "division", "-o", sheet, NULL));
  assert_says (desk_ask (&desk, 1, "--as", "王录入", "desk", "remove", "赵查阅", NULL), "周会计");
  /* Pass-phrases from files; the terminal is not there. */
  g_setenv ("CANLIAN_NEW_PASSPHRASE_FILE", right, TRUE);
  g_free (desk_ask (&desk, 0, "--as", "周会计", "desk", "pass-phrase", "周会计", NULL));
  g_unsetenv ("CANLIAN_NEW_PASSPHRASE_FILE");
  g_setenv ("CANLIAN_PASSPHRASE_FILE", wrong, TRUE);
  g_free (desk_ask (&desk, 1, "--as", "周会计", "journal", NULL));
  g_setenv ("CANLIAN_PASSPHRASE_FILE", right, TRUE);
  assert_says (desk_ask (&desk, 0, "--as", "周会计", "journal", "--kind", "sign-in", NULL), "王录入");
  g_free (desk_ask (&desk, 0, "--as", "周会计", "desk", "lock", "10", NULL));
  g_unsetenv ("CANLIAN_PASSPHRASE_FILE");
}

static void
test_restore (void)
{
  g_autofree char *archive = g_build_filename (desk.folder, "copy.zip", NULL);
  g_autofree char *right = g_build_filename (desk.folder, "right", NULL);

  g_setenv ("CANLIAN_PASSPHRASE_FILE", right, TRUE);
  g_free (desk_ask (&desk, 1, "--as", "王录入", "backup", archive, NULL));
  g_free (desk_ask (&desk, 0, "--as", "周会计", "backup", archive, NULL));
  g_free (desk_ask (&desk, 1, "restore", archive, NULL));
  g_free (desk_ask (&desk, 1, "--as", "王录入", "restore", archive, NULL));
  g_free (desk_ask (&desk, 0, "--as", "周会计", "restore", archive, NULL));
  g_unsetenv ("CANLIAN_PASSPHRASE_FILE");
}

/* The list of what is handed over tells persons and backups; the key's paper is a file of its own that the office's file does not hold. */
static void
test_handover (void)
{
  g_autofree char *right = g_build_filename (desk.folder, "right", NULL), *paper = g_build_filename (desk.folder, "handover.pdf", NULL), *key = g_build_filename (desk.folder, "key.pdf", NULL);
  g_autofree char *xlsx = g_build_filename (desk.folder, "handover.xlsx", NULL), *wrong = write_file ("wrong-words", "安八白百\n");
  g_autofree char *pdf = NULL;
  gsize size = 0;

  g_setenv ("CANLIAN_PASSPHRASE_FILE", right, TRUE);
  g_free (desk_ask (&desk, 0, "--as", "周会计", "print", "work-handover", "--set", "to=王录入", "-o", paper, NULL));
  g_assert_true (g_file_get_contents (paper, &pdf, &size, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF"));
  g_free (desk_ask (&desk, 1, "--as", "赵查阅", "print", "work-handover", "-o", xlsx, NULL));
  g_free (desk_ask (&desk, 2, "--as", "周会计", "recovery-key", NULL));
  g_free (desk_ask (&desk, 1, "--as", "王录入", "recovery-key", "-o", key, NULL));
  g_free (desk_ask (&desk, 0, "--as", "周会计", "recovery-key", "-o", key, NULL));
  g_assert_true (g_file_test (key, G_FILE_TEST_EXISTS));
  g_unsetenv ("CANLIAN_PASSPHRASE_FILE");
  g_setenv ("CANLIAN_RECOVERY_FILE", wrong, TRUE);
  g_free (desk_ask (&desk, 1, "recover", "周会计", NULL));
  g_unsetenv ("CANLIAN_RECOVERY_FILE");
}

/* The pass-phrase of a sealed backup is forgotten: the words on the paper bring it back, on another computer. */
static void
test_recovery_key (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autofree char *office = g_steal_pointer (&desk.data), *archive = g_build_filename (desk.folder, "copy.sealed", NULL), *before = g_build_filename (desk.folder, "before.sealed", NULL);
  g_autofree char *right = write_file ("words", "云岭镇村口的老槐树\n"), *option = g_strconcat ("--pass-phrase=", right, NULL), *elsewhere = g_build_filename (desk.folder, "elsewhere.canlian", NULL);
  g_autofree char *typed = NULL, *key = NULL, *twisted = NULL;
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) error = NULL;

  cl_test_store_add (test, "person", "name", "张伟", NULL);
  cl_test_store_close (test);
  desk.data = g_strdup (test->path);
  g_free (desk_ask (&desk, 0, "backup", before, option, NULL));
  cl_test_store_reopen (test);
  groups = cl_recovery_make (test->store, &error);
  g_assert_no_error (error);
  cl_test_store_close (test);
  g_free (desk_ask (&desk, 0, "backup", archive, option, NULL));

  typed = g_strjoinv (" ", groups);
  key = write_file ("key", typed);
  twisted = write_file ("twisted", "安八白百");
  g_free (desk.data);
  desk.data = g_strdup (elsewhere);
  assert_says (desk_ask (&desk, 2, "restore", archive, NULL), "--recovery-key");
  g_setenv ("CANLIAN_RECOVERY_FILE", twisted, TRUE);
  assert_says (desk_ask (&desk, 1, "restore", archive, "--recovery-key", NULL), "44");
  g_setenv ("CANLIAN_RECOVERY_FILE", key, TRUE);
  assert_says (desk_ask (&desk, 1, "restore", before, "--recovery-key", NULL), before);
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
  g_free (desk_ask (&desk, 0, "restore", archive, "--recovery-key", NULL));
  assert_says (desk_ask (&desk, 0, "list", "person", NULL), "张伟");
  g_unsetenv ("CANLIAN_RECOVERY_FILE");
  g_free (desk.data);
  desk.data = g_steal_pointer (&office);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  desk_set_up (&desk, NULL);
  g_test_add_func ("/desk-cli/desk", test_desk);
  g_test_add_func ("/desk-cli/restore", test_restore);
  g_test_add_func ("/desk-cli/handover", test_handover);
  g_test_add_func ("/desk-cli/recovery-key", test_recovery_key);
  status = g_test_run ();
  desk_tear_down (&desk, NULL);
  return status;
}
