/* The recovery key: its words come back from the paper as characters, other characters of the same sound, or pinyin; a mistake is found in its group. */

#include <sodium.h>
#include <string.h>

#include "cl-desk.h"
#include "cl-error.h"
#include "cl-recovery.h"
#include "cl-test-store.h"

static GStrv
make (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;
  GStrv groups = cl_recovery_make (test->store, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (groups), ==, CL_RECOVERY_GROUPS);
  return groups;
}

static void
assert_fits (ClTestStore *test, const char *typed)
{
  guint8 public[CL_RECOVERY_BYTES], secret[CL_RECOVERY_BYTES], derived[CL_RECOVERY_BYTES];
  g_autoptr(GError) error = NULL;

  g_assert_true (cl_recovery_get_public (test->store, public));
  g_assert_true (cl_recovery_parse (typed, secret, &error));
  g_assert_no_error (error);
  g_assert_cmpint (crypto_scalarmult_base (derived, secret), ==, 0);
  g_assert_cmpmem (derived, sizeof derived, public, sizeof public);
}

static void
test_words (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_auto(GStrv) groups = make (test);
  g_autofree char *plain = g_strjoinv ("", groups);
  g_autofree char *spaced = g_strjoinv ("\n 3. ", groups);
  g_autoptr(GString) spelled = g_string_new (NULL);
  g_autofree char *day = cl_recovery_get_day (test->store);

  g_assert_cmpstr (day, ==, CL_TEST_TODAY);
  assert_fits (test, plain);
  assert_fits (test, spaced);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *reading = cl_recovery_spell (groups[i]);

      g_assert_true (g_str_is_ascii (reading));
      g_string_append_printf (spelled, "%s，", reading);
    }
  assert_fits (test, spelled->str);
  g_string_ascii_up (spelled);
  assert_fits (test, spelled->str);
  /* The secret half lies nowhere in the file. */
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM setting WHERE key = 'recovery-key' AND length(value) = 55"), ==, 1);
}

static void
assert_refused (const char *typed, const char *group)
{
  guint8 secret[CL_RECOVERY_BYTES];
  g_autoptr(GError) error = NULL;

  g_assert_false (cl_recovery_parse (typed, secret, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  if (group != NULL && strstr (error->message, group) == NULL)
    g_error ("“%s” does not name %s", error->message, group);
}

static void
test_mistakes (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_auto(GStrv) groups = make (test);
  g_autofree char *seventh = groups[6], *tenth = NULL;
  g_autofree char *swapped = NULL;
  g_autofree char *twisted = NULL;

  assert_refused ("", NULL);
  assert_refused ("\xff\xfe", NULL);
  assert_refused ("安八白", NULL);
  assert_refused ("qwrt", "1");
  assert_refused ("安 八 白 😀 班 zz", "2");
  /* One word, and two groups changed about. */
  groups[6] = g_strconcat (g_str_has_prefix (seventh, "安") ? "八" : "安", g_utf8_next_char (seventh), NULL);
  twisted = g_strjoinv (" ", groups);
  assert_refused (twisted, "7");
  g_free (groups[6]);
  tenth = groups[9];
  groups[6] = g_steal_pointer (&tenth);
  groups[9] = g_steal_pointer (&seventh);
  swapped = g_strjoinv (" ", groups);
  assert_refused (swapped, NULL);
}

static void
test_reset (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_auto(GStrv) old = make (test);
  g_auto(GStrv) groups = make (test);
  g_autofree char *old_words = g_strjoinv (" ", old);
  g_autofree char *words = g_strjoinv (" ", groups);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  g_assert_true (cl_desk_add (test->store, "周会计", CL_ROLE_KEEPS, "abcdef", &error));
  cl_test_store_reopen (test);
  /* Nobody who has not signed in makes a new one. */
  g_assert_null (cl_recovery_make (test->store, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_false (cl_recovery_reset_passphrase (test->store, old_words, "周会计", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_true (cl_recovery_reset_passphrase (test->store, words, "周会计", &error));
  g_assert_no_error (error);
  g_assert_true (cl_desk_sign_in (test->store, "周会计", NULL, &error));
  entries = cl_journal_list (test->store, 2, NULL);
  g_assert_nonnull (strstr (((const ClJournalEntry *) entries->pdata[1])->words, "周会计"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recovery/words", test_words);
  g_test_add_func ("/recovery/mistakes", test_mistakes);
  g_test_add_func ("/recovery/reset", test_reset);
  return g_test_run ();
}
