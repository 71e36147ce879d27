/* Backups by keyboard: the day's own is made by itself; one is brought back, with what it changes said first; and where the file can no longer be opened. */

#include "cl-outside-steps.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Waits for a backup made by day beside @file. */
static void
wait_kept (const char *file)
{
  g_autofree char *folder = g_strconcat (file, ".backups", NULL);
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  for (;;)
    {
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        if (g_str_has_suffix (name, "-day.canlian"))
          return;
      if (g_get_monotonic_time () > end)
        g_error ("No backup was made by itself");
      outside_pause (50);
    }
}

/* Its first focus comes 400 ms after a dialog. The import of the office was made without a day of the test's, after it: the day's own is the second. */
static void
choose_days_own (Outside *outside)
{
  g_autofree char *by_day = g_strdup_printf ("~%s", strchr (T ("%s, by day"), 's') + 1);

  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("Kept backups")));
  outside_pause (600);
  outside_key_moves (outside, "Down");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, by_day);
  outside_keys ("Return", NULL);
}

static void
bring_back (Outside *outside)
{
  choose_days_own (outside);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Restore"));
  outside_keys ("Return", NULL);
}

static void
test_restore (void)
{
  const char *file = outside_office ("keep.canlian", TRUE);
  Outside *outside = outside_open (file);
  g_autofree char *words = g_strdup_printf ("~%s", T ("Appointments"));
  g_autoptr (AtspiAccessible) list = NULL;

  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  wait_kept (file);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("Delete", NULL);
  outside_wait_rows (outside, T ("Appointments"), 55);

  outside_choose_in_submenu (outside, T ("_Backups and restoring"), T ("Res_tore a backup…"));
  choose_days_own (outside);
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("What would change"));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, words));
  g_assert_cmpuint (outside_count (list, ATSPI_ROLE_LIST_ITEM, "*"), ==, 1);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("B_ack"));
  outside_keys ("Return", NULL);
  bring_back (outside);
  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_quit (outside);
}

/* What was there is kept, and the page that says what is wrong leads on. */
static void
test_trouble (void)
{
  const char *file = outside_office ("trouble.canlian", TRUE);
  Outside *outside = outside_open (file);

  wait_kept (file);
  outside_quit (outside);
  g_assert_true (g_file_set_contents (file, "rubbish, and no data file at all", -1, NULL));
  outside = outside_open (file);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Restore a backup…"));
  outside_keys ("Return", NULL);
  bring_back (outside);
  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_quit (outside);
}

/* Damaged, and there is no backup at hand: what can be read is saved in a new file, and one goes on with that. */
static void
test_rescue (void)
{
  const char *file = outside_office ("damaged.canlian", TRUE);
  const char *to = outside_path ("rescued.canlian");
  Outside *outside;
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (file, &bytes, &size, NULL));
  memset (bytes, 0xff, 100);
  g_assert_true (g_file_set_contents (file, bytes, (gssize) size, NULL));
  outside = outside_open (file);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save what can be read…"));
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "*");
  outside_pause (600);
  outside_keys ("ctrl+a", NULL);
  outside_type (to);
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What could be read")));
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Go on with it"));
  outside_keys ("Return", NULL);
  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_quit (outside);
  g_assert_true (g_file_test (to, G_FILE_TEST_EXISTS));
}

/* An attachment of so many bytes, which takes no room on the disk but the time of so many. */
static void
attach_huge (const char *file, goffset size)
{
  g_autofree char *name = g_strnfill (64, '0');
  g_autofree char *folder = g_strconcat (file, ".files/00", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  fd = g_open (path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, size), ==, 0);
  close (fd);
}

/* A long backup says how far it is while one goes on working; Cancel ends it, and nothing of it is left. */
static void
test_cancel (void)
{
  const char *file = outside_office ("huge.canlian", TRUE);
  const char *to = outside_path ("broken/off.zip");
  g_autofree char *folder = g_path_get_dirname (to), *words = g_strdup_printf ("~%s", T ("Making the backup"));
  g_autoptr (GDir) dir = NULL;
  Outside *outside;

  attach_huge (file, (goffset) 64 << 30);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  outside = outside_open (file);
  outside_choose_in_submenu (outside, T ("_Backups and restoring"), T ("Save a _backup…"));
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, "*");
  outside_pause (600);
  outside_keys ("ctrl+a", NULL);
  outside_type (to);
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LABEL, words));
  g_object_unref (outside_find (outside, ATSPI_ROLE_PROGRESS_BAR, T ("Progress")));
  /* Meanwhile the pages are there. */
  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_listen (outside);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Cancel"));
  outside_hear (outside, T ("Cancelled: no backup was made."));
  outside_gone (outside, ATSPI_ROLE_PROGRESS_BAR, T ("Progress"));
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  outside_quit (outside);
}

static char *
find_file (const char *folder, const char *end)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, end) && *name != '.')
      return g_build_filename (folder, name, NULL);
  return NULL;
}

static gboolean
has_file (const char *folder, const char *end)
{
  g_autofree char *path = find_file (folder, end);

  return path != NULL;
}

/* Waits for a file in @folder whose name ends in @end; transfer full. */
static char *
wait_file (const char *folder, const char *end)
{
  gint64 patience = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  for (;;)
    {
      char *path = find_file (folder, end);

      if (path != NULL)
        return path;
      if (g_get_monotonic_time () > patience)
        g_error ("There is no %s in %s", end, folder);
      outside_pause (50);
    }
}

/* The page of the backups says how the second place stands; each thing on it has its name. */
static void
test_second_place (void)
{
  const char *file = outside_office ("second.canlian", TRUE);
  const char *stick = outside_path ("stick");
  g_autofree char *place = g_strdup_printf ("~%s", stick);
  g_autofree char *not_sealed = g_strdup_printf ("~%s", T ("Not sealed: who finds them can read them"));
  Outside *outside;

  g_mkdir (stick, 0700);
  g_free (outside_run ("--data", file, "second-place", stick, NULL));
  g_free (wait_file (stick, ".zip"));
  outside = outside_open (file);
  outside_choose_in_submenu (outside, T ("_Backups and restoring"), T ("Bac_kups…"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, place));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, not_sealed));
  g_object_unref (outside_find (outside, OUTSIDE_ANY, T ("New pass-phrase")));
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Choose a folder…")));
  /* With a pass-phrase what was written before is offered to be sealed, and is. */
  outside_tab_to (outside, OUTSIDE_ANY, T ("New pass-phrase"));
  outside_type ("three trees 1999");
  outside_tab_to (outside, OUTSIDE_ANY, T ("The same once more"));
  outside_type ("three trees 1999");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("S_eal them"));
  outside_keys ("Return", NULL);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, T ("S_eal them"));
  g_free (wait_file (stick, ".sealed"));
  g_assert_false (has_file (stick, ".zip"));
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, not_sealed);
  outside_quit (outside);
}

static void
type_passphrase (Outside *outside, const char *typed)
{
  outside_tab_to (outside, OUTSIDE_ANY, T ("Pass-phrase, or words of the recovery key"));
  outside_keys ("ctrl+a", NULL);
  outside_type (typed);
  outside_keys ("Return", NULL);
}

/* One of the appointments is lost; the sealed backup of them is chosen, and a pass-phrase that is not its own is refused. */
static void
lose_and_restore (Outside *outside, const char *sealed)
{
  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("Delete", NULL);
  outside_wait_rows (outside, T ("Appointments"), 55);
  outside_choose_in_submenu (outside, T ("_Backups and restoring"), T ("Res_tore a backup…"));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Another file…"));
  outside_choose_path (outside, T ("Choose a backup"), sealed);
  type_passphrase (outside, "three stones 1999");
  outside_hear (outside, T ("The pass-phrase does not fit this backup. Type it again; large and small letters differ."));
}

/* A folder and a pass-phrase are chosen on the page, the sealed backup is made by itself, and comes back by the pass-phrase and not by another. */
static void
test_sealed (void)
{
  const char *file = outside_office ("sealed.canlian", TRUE);
  const char *stick = outside_path ("sealed-stick");
  g_autofree char *place = g_strdup_printf ("~%s", stick);
  g_autofree char *said = g_strdup_printf ("~%s", T ("Sealed: without the pass-phrase nobody reads them, and nobody can bring them back"));
  g_autofree char *words = g_strdup_printf ("~%s", T ("Appointments"));
  g_autofree char *sealed = NULL;
  g_autoptr (AtspiAccessible) list = NULL;
  Outside *outside = outside_open (file);

  g_mkdir (stick, 0700);
  outside_choose_in_submenu (outside, T ("_Backups and restoring"), T ("Bac_kups…"));
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Choose a folder…"));
  outside_choose_path (outside, T ("Second place for backups"), stick);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, place));
  outside_tab_to (outside, OUTSIDE_ANY, T ("New pass-phrase"));
  outside_type ("three trees 1999");
  outside_tab_to (outside, OUTSIDE_ANY, T ("The same once more"));
  outside_type ("three trees 1999");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, said));
  sealed = wait_file (stick, ".sealed");
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, said);

  lose_and_restore (outside, sealed);
  type_passphrase (outside, "three trees 1999");
  list = outside_find (outside, ATSPI_ROLE_LIST, T ("What would change"));
  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, words));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Restore"));
  outside_keys ("Return", NULL);
  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_quit (outside);
}

/* The groups of the key, as they stand on its paper. */
static char *
read_words (Outside *outside)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GRegex) regex = g_regex_new ("第 ?[0-9]+ ?组[^\\p{Han}]*((?:\\p{Han}\\s*){4})", 0, 0, NULL);

  g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, "~第 11 组"));
  for (int i = 0; i < atspi_accessible_get_child_count (list, NULL); i++)
    {
      g_autoptr (AtspiAccessible) row = atspi_accessible_get_child_at_index (list, i, NULL);
      g_autofree char *name = outside_name (row);
      g_autoptr (GMatchInfo) match = NULL;

      if (g_regex_match (regex, name, 0, &match))
        {
          g_autofree char *group = g_match_info_fetch (match, 1);

          g_string_append_printf (words, "%s ", group);
        }
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* The key of the menu is shown once, 44 words; a sealed backup opens by them in the window, and by nothing else that is typed. */
static void
test_recovery (void)
{
  const char *file = outside_office ("recovery.canlian", TRUE), *sealed = outside_path ("recovery.sealed"), *secret = outside_path ("recovery-secret");
  g_autofree char *option = g_strconcat ("--pass-phrase=", secret, NULL), *words = NULL;
  g_autofree char *appointments = g_strdup_printf ("~%s", T ("Appointments"));
  glong n = 0;
  Outside *outside = outside_open (file);

  outside_choose_in_submenu (outside, T ("_Backups and restoring"), T ("Recovery ke_y for the safe…"));
  words = read_words (outside);
  for (const char *c = words; *c != '\0'; c = g_utf8_next_char (c))
    n += g_unichar_get_script (g_utf8_get_char (c)) == G_UNICODE_SCRIPT_HAN;
  g_assert_cmpint (n, ==, 44);
  outside_stop (outside);
  g_assert_true (g_file_set_contents (secret, "nobody knows this any more\n", -1, NULL));
  g_free (outside_run ("--data", file, "backup", sealed, option, NULL));

  outside = outside_open (file);
  lose_and_restore (outside, sealed);
  outside_tab_to (outside, OUTSIDE_ANY, T ("Pass-phrase, or words of the recovery key"));
  {
    g_autoptr (AtspiAccessible) entry = outside_focused (outside);

    outside_set_text (entry, words);
  }
  outside_keys ("Return", NULL);
  {
    g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("What would change"));

    g_object_unref (outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, appointments));
  }
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Restore"));
  outside_keys ("Return", NULL);
  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_quit (outside);
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/keep/restore", test_restore);
  g_test_add_func ("/keep/trouble", test_trouble);
  g_test_add_func ("/keep/rescue", test_rescue);
  g_test_add_func ("/keep/cancel", test_cancel);
  g_test_add_func ("/keep/second-place", test_second_place);
  g_test_add_func ("/keep/sealed", test_sealed);
  g_test_add_func ("/keep/recovery", test_recovery);
  return outside_end (g_test_run ());
}
