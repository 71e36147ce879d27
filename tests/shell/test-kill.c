/* A pulled plug: the program is killed at times that chance chooses, in the middle of whatever it does. Afterwards the file is whole, what was acknowledged
 * is there, and nothing is there by half.
 *
 *   CANLIAN_KILL_ROUNDS   kills of each kind (few unless said; thousands by hand, see CONTRIBUTING.md)
 *   CANLIAN_KILL_SEED     of the times; printed */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-kept.h"
#include "cl-plugins.h"
#include "cl-store.h"
#include "cl-test-tree.h"

#define EDITS 1000
#define ENDLESS "1000000000"
#define PEOPLE 21489
#define FEW_PEOPLE 1500

static const char *self;
static GRand *chance;
static guint rounds;

typedef struct
{
  char *folder;
  char *data;
} Desk;

static void
desk_set_up (Desk *desk, gconstpointer unused)
{
  desk->folder = g_dir_make_tmp ("canlian-kill-XXXXXX", NULL);
  g_assert_nonnull (desk->folder);
  desk->data = g_build_filename (desk->folder, "office.canlian", NULL);
}

static void
desk_tear_down (Desk *desk, gconstpointer unused)
{
  cl_test_remove_tree (desk->folder);
  g_free (desk->folder);
  g_free (desk->data);
}

static char *
desk_path (Desk *desk, const char *name)
{
  return g_build_filename (desk->folder, name, NULL);
}

static ClCatalogue *
load_catalogue (void)
{
  g_autoptr (ClPlugins) plugins = cl_plugins_new ();

  return cl_plugins_load_catalogue (plugins);
}

/* The child that edits */

static gboolean
edit_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClRecord *const *records = data;

  return cl_transaction_save (transaction, records[0], error) && cl_transaction_save (transaction, records[1], error);
}

/* Edit number n, up to @last, makes the person n and writes n at the first person, in one write; and says n when it is told that it is done. */
static int
edit (const char *path, gint64 last)
{
  g_autoptr (ClCatalogue) catalogue = load_catalogue ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStore) store = cl_store_open (path, catalogue, CL_STORE_OPEN, &error);
  ClLedger *person = cl_catalogue_find_ledger (catalogue, "person");
  g_autoptr (ClStatement) statement = NULL;
  gint64 first, n;

  if (store == NULL)
    g_error ("%s", error->message);
  statement = cl_database_prepare (cl_store_get_reader (store), "SELECT min(id), count(*) FROM person", &error);
  g_assert_true (cl_statement_step (statement, &error));
  first = cl_statement_get_integer (statement, 0);
  n = cl_statement_get_integer (statement, 1);
  g_clear_pointer (&statement, cl_statement_release);
  for (; n < last; n++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, n);
      g_autofree char *line = g_strdup_printf ("%s\n", number);
      g_autoptr (ClRecord) made = cl_record_new (person);
      g_autoptr (ClRecord) counter = cl_record_load (cl_store_get_reader (store), person, first, &error);
      ClRecord *const records[] = { made, counter };

      cl_record_set_text (made, "name", number, NULL);
      cl_record_set_text (counter, "remark", number, NULL);
      if (cl_store_write (store, number, edit_cb, (gpointer) records, &error) <= 0)
        g_error ("%s", error->message);
      if (write (STDOUT_FILENO, line, strlen (line)) < 0)
        return 1;
    }
  cl_store_close (store);
  return 0;
}

/* Starting and killing */

typedef struct
{
  gboolean is_done; /* it came to its end before it was killed */
  gint64 took;      /* µs */
  char *said;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->said);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

/* Runs @words and kills it after @after µs, -1: never. */
static void
run (Outcome *outcome, gint64 after, const char *const *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  gint64 begun = g_get_monotonic_time (), left;
  gboolean is_killed = FALSE;
  GPid pid;
  int out, status;
  char buffer[4096];
  gssize got;

  g_clear_pointer (&outcome->said, g_free);
  g_spawn_async_with_pipes (NULL, (char **) words, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  while (after >= 0 && (left = begun + after - g_get_monotonic_time ()) > 0)
    {
      GPollFD poll = { out, G_IO_IN, 0 };

      if (g_poll (&poll, 1, (int) (left / 1000)) > 0)
        {
          if ((got = read (out, buffer, sizeof buffer)) <= 0)
            break;
          g_string_append_len (said, buffer, got);
        }
      else if (left < 1000)
        break;
    }
  if (after >= 0 && waitpid (pid, &status, WNOHANG) == 0)
    {
      kill (pid, SIGKILL);
      is_killed = TRUE;
    }
  while ((got = read (out, buffer, sizeof buffer)) > 0)
    g_string_append_len (said, buffer, got);
  close (out);
  if (after < 0 || is_killed)
    g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  if (!is_killed && !(WIFEXITED (status) && WEXITSTATUS (status) == 0))
    g_error ("%s %s ended with %d", words[0], words[1], status);
  outcome->is_done = WIFEXITED (status) && WEXITSTATUS (status) == 0;
  outcome->took = g_get_monotonic_time () - begun;
  outcome->said = g_string_free (g_steal_pointer (&said), FALSE);
}

/* Runs "canlian --data FILE …". */
static void desk_run (Desk *desk, Outcome *outcome, gint64 after, ...) G_GNUC_NULL_TERMINATED;

static void
desk_run (Desk *desk, Outcome *outcome, gint64 after, ...)
{
  const char *words[12] = { g_getenv ("CANLIAN"), "--data", desk->data };
  va_list arguments;
  guint n = 3;

  va_start (arguments, after);
  while ((words[n] = va_arg (arguments, const char *)) != NULL)
    n++;
  va_end (arguments);
  run (outcome, after, words);
}

/* Half of the times are near the end, where files get their names. */
static gint64
some_time (gint64 most)
{
  double part = g_rand_boolean (chance) ? g_rand_double (chance) : g_rand_double_range (chance, 0.8, 1.05);

  return (gint64) (part * (double) most);
}

/* Opens the file as the next start does. What it holds by the check of everything must be nothing wrong. */
static ClStore *
open_whole (Desk *desk)
{
  g_autoptr (ClCatalogue) catalogue = load_catalogue ();
  g_autoptr (GError) error = NULL;
  ClStore *store = cl_store_open (desk->data, catalogue, CL_STORE_OPEN, &error);
  g_autoptr (GPtrArray) findings = NULL;

  if (store == NULL)
    g_error ("%s", error->message);
  findings = cl_store_verify (store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_error ("%s", (const char *) findings->pdata[i]);
  return store;
}

static gint64
count (ClStore *store, const char *sql)
{
  g_autoptr (ClStatement) statement = cl_database_prepare (cl_store_get_reader (store), sql, NULL);

  g_assert_nonnull (statement);
  g_assert_true (cl_statement_step (statement, NULL));
  return cl_statement_get_integer (statement, 0);
}

static gint64
count_people (Desk *desk)
{
  g_autoptr (ClStore) store = open_whole (desk);
  gint64 n = count (store, "SELECT count(*) FROM person");

  cl_store_close (store);
  return n;
}

static void
make_office (Desk *desk)
{
  g_auto (Outcome) outcome = { 0 };

  desk_run (desk, &outcome, -1, "init", "--code", "991123101", "--name", "云岭镇", NULL);
  g_assert_true (outcome.is_done);
}

static char *
make_sheet (Desk *desk, guint n)
{
  char *path = desk_path (desk, "people.csv");
  g_autoptr (GString) text = g_string_new ("姓名,备注\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "甲%u,第%u人\n", i, i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  return path;
}

static void
import (Desk *desk, Outcome *outcome, gint64 after, const char *sheet)
{
  desk_run (desk, outcome, after, "import", sheet, "person", NULL);
}

static void
copy (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) size, NULL));
}

/* Puts the closed file @from in place, without anything that belonged to the one before. */
static void
put (Desk *desk, const char *from)
{
  static const char *const beside[] = { "-wal", "-shm", ".head", ".files", ".backups", ".restoring" };

  for (gsize i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = g_strconcat (desk->data, beside[i], NULL);

      cl_test_remove_tree (path);
    }
  copy (from, desk->data);
}

static void
test_edits (Desk *desk, gconstpointer unused)
{
  gint64 acknowledged = 0;
  guint kills = 0;

  make_office (desk);
  {
    g_autofree char *one = make_sheet (desk, 1);
    g_auto (Outcome) outcome = { 0 };

    import (desk, &outcome, -1, one);
  }
  for (guint round = 0; round < rounds || acknowledged < EDITS - 1; round++)
    {
      /* To be killed it goes on for ever, however fast the disk is. */
      const char *const words[] = { self, "--edits", desk->data, round < rounds ? ENDLESS : G_STRINGIFY (EDITS), NULL };
      g_auto (Outcome) outcome = { 0 };
      g_autoptr (ClStore) store = NULL;
      g_auto (GStrv) lines = NULL;
      guint n;

      run (&outcome, round < rounds ? 100000 + some_time (G_USEC_PER_SEC / 2) : -1, words);
      kills += !outcome.is_done;
      lines = g_strsplit (outcome.said, "\n", -1);
      n = g_strv_length (lines);
      if (n > 1)
        acknowledged = g_ascii_strtoll (lines[n - 2], NULL, 10);
      store = open_whole (desk);
      /* One more may be there: committed, and killed before it could say so. */
      g_assert_cmpint (count (store, "SELECT count(*) FROM person"), >=, acknowledged + 1);
      g_assert_cmpint (count (store, "SELECT count(*) FROM person"), <=, acknowledged + 2);
      g_assert_cmpint (count (store, "SELECT coalesce(max(CAST(remark AS INTEGER)), 0) + 1 FROM person WHERE id = (SELECT min(id) FROM person)"), ==,
                       count (store, "SELECT count(*) FROM person"));
      acknowledged = count (store, "SELECT count(*) FROM person") - 1;
      cl_store_close (store);
    }
  g_test_message ("%u kills in %" G_GINT64_FORMAT " edits", kills, acknowledged);
  g_assert_cmpuint (kills, ==, rounds);
}

static void
test_import (Desk *desk, gconstpointer unused)
{
  guint n = rounds > 9 ? PEOPLE : FEW_PEOPLE;
  g_autofree char *sheet = make_sheet (desk, n);
  g_autofree char *empty = desk_path (desk, "empty.canlian");
  g_autofree char *full = desk_path (desk, "full.canlian");
  g_auto (Outcome) whole = { 0 };
  g_auto (Outcome) undo = { 0 };

  make_office (desk);
  copy (desk->data, empty);
  import (desk, &whole, -1, sheet);
  copy (desk->data, full);
  g_assert_cmpint (count_people (desk), ==, n);
  desk_run (desk, &undo, -1, "undo", NULL);
  g_assert_cmpint (count_people (desk), ==, 0);

  for (guint round = 0; round < rounds; round++)
    {
      g_auto (Outcome) outcome = { 0 };
      gint64 there;

      put (desk, empty);
      import (desk, &outcome, some_time (whole.took), sheet);
      there = count_people (desk);
      g_assert_true (there == n || (there == 0 && !outcome.is_done));
      put (desk, full);
      desk_run (desk, &outcome, some_time (undo.took), "undo", NULL);
      there = count_people (desk);
      g_assert_true (there == 0 || (there == n && !outcome.is_done));
    }
}

/* Whatever has the name of a backup can be brought back whole. */
static void
check_backups (Desk *desk, const char *archive, gint64 people)
{
  g_autoptr (GPtrArray) kept = cl_kept_list (desk->data);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < kept->len; i++)
    if (g_str_equal (((const ClKept *) kept->pdata[i])->reason, "day"))
      g_ptr_array_add (paths, ((const ClKept *) kept->pdata[i])->path);
  if (g_file_test (archive, G_FILE_TEST_EXISTS))
    g_ptr_array_add (paths, (gpointer) archive);
  for (guint i = 0; i < paths->len; i++)
    {
      Desk other = { .data = desk_path (desk, "other.canlian") };
      g_autoptr (GError) error = NULL;

      cl_store_restore (paths->pdata[i], other.data, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (count_people (&other), ==, people);
      g_free (other.data);
    }
}

static void
test_backup (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = make_sheet (desk, FEW_PEOPLE);
  g_autofree char *archive = desk_path (desk, "b.zip");
  g_auto (Outcome) outcome = { 0 };
  gint64 took;

  make_office (desk);
  import (desk, &outcome, -1, sheet);
  desk_run (desk, &outcome, -1, "backup", archive, NULL);
  took = outcome.took;
  for (guint round = 0; round < rounds; round++)
    {
      if (round % 2)
        g_unlink (archive);
      desk_run (desk, &outcome, some_time (took), "backup", archive, NULL);
      desk_run (desk, &outcome, some_time (took), "backup", NULL);
      g_assert_cmpint (count_people (desk), ==, FEW_PEOPLE);
      check_backups (desk, archive, FEW_PEOPLE);
    }
  /* Nothing of what was broken off is left once one came to its end. */
  desk_run (desk, &outcome, -1, "backup", archive, NULL);
  desk_run (desk, &outcome, -1, "backup", NULL);
  {
    g_autoptr (GDir) dir = g_dir_open (desk->folder, 0, NULL);
    g_autofree char *folder = cl_kept_get_folder (desk->data);
    g_autofree char *under_way = g_build_filename (folder, ".under-way", NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL)
      g_assert_false (g_str_has_prefix (name, ".b.zip"));
    g_assert_false (g_file_test (under_way, G_FILE_TEST_EXISTS));
  }
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  char *problem = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, &problem);
  g_assert_cmpstr (problem, ==, NULL);
  sqlite3_close (handle);
}

/* A copy of the file as it was, looked at in a folder of its own: opened, it is upgraded in its turn and copied again. */
static void
check_copy (Desk *desk, const char *copy)
{
  g_autofree char *folder = desk_path (desk, "before");
  Desk before = { .data = g_build_filename (folder, "office.canlian", NULL) };

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_rename (copy, before.data), ==, 0);
  g_assert_cmpint (count_people (&before), ==, FEW_PEOPLE);
  cl_test_remove_tree (folder);
  g_free (before.data);
}

/* From the store's first version, and with a column that is missing. */
static void
test_upgrade (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = make_sheet (desk, FEW_PEOPLE);
  g_autofree char *old = desk_path (desk, "old.canlian");
  g_auto (Outcome) outcome = { 0 };
  gint64 took;

  make_office (desk);
  import (desk, &outcome, -1, sheet);
  execute (desk->data, "DROP TABLE description; DROP TABLE desk; DROP TABLE draft; UPDATE schema SET version = 1 WHERE module = 'store'; ALTER TABLE person DROP COLUMN is_model;"
                       "PRAGMA wal_checkpoint(TRUNCATE)");
  copy (desk->data, old);
  desk_run (desk, &outcome, -1, "ledgers", NULL);
  desk_run (desk, &outcome, -1, "mappings", NULL);
  took = outcome.took;
  for (guint round = 0; round < rounds; round++)
    {
      g_autoptr (GDir) dir = NULL;
      const char *name;

      put (desk, old);
      desk_run (desk, &outcome, some_time (took), "mappings", NULL);
      /* A copy of the file as it was is whole, whenever there is one. */
      dir = g_dir_open (desk->folder, 0, NULL);
      while ((name = g_dir_read_name (dir)) != NULL)
        if (strstr (name, ".before-upgrade-") != NULL && g_ascii_isdigit (name[strlen (name) - 1]))
          {
            g_autofree char *copy = desk_path (desk, name);

            check_copy (desk, copy);
          }
      g_assert_cmpint (count_people (desk), ==, FEW_PEOPLE);
    }
}

static void
test_restore (Desk *desk, gconstpointer unused)
{
  g_autofree char *sheet = make_sheet (desk, FEW_PEOPLE);
  g_autofree char *archive = desk_path (desk, "b.zip");
  g_autofree char *empty = desk_path (desk, "empty.canlian");
  g_auto (Outcome) outcome = { 0 };
  gint64 took = 0;
  guint old = 0;

  make_office (desk);
  copy (desk->data, empty);
  import (desk, &outcome, -1, sheet);
  desk_run (desk, &outcome, -1, "backup", archive, NULL);
  for (guint round = 0; round < rounds + 1; round++)
    {
      gint64 there;

      put (desk, empty);
      desk_run (desk, &outcome, took > 0 ? some_time (took) : -1, "restore", archive, NULL);
      took = MAX (took, outcome.took);
      there = count_people (desk);
      g_assert_true (there == FEW_PEOPLE || (there == 0 && !outcome.is_done));
      old += there == 0;
    }
  g_test_message ("%u of %u restores were broken off before their moment", old, rounds);
  {
    g_autoptr (GDir) dir = g_dir_open (desk->folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL)
      g_assert_null (strstr (name, ".restor"));
  }
}

static gboolean
is_whole_pdf (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size;

  return g_file_get_contents (path, &bytes, &size, NULL) && size > 1000 && g_str_has_prefix (bytes, "%PDF-") && g_strstr_len (bytes + size - 16, 16, "%%EOF") != NULL;
}

static void
test_print (Desk *desk, gconstpointer unused)
{
  g_autofree char *paper = desk_path (desk, "paper.pdf");
  g_auto (Outcome) outcome = { 0 };
  gint64 took, people;

  desk_run (desk, &outcome, -1, "sample", "--size", "500", NULL);
  people = count_people (desk);
  desk_run (desk, &outcome, -1, "print", "certified-persons", "-o", paper, NULL);
  took = outcome.took;
  g_assert_true (is_whole_pdf (paper));
  for (guint round = 0; round < rounds; round++)
    {
      g_unlink (paper);
      desk_run (desk, &outcome, some_time (took), "print", "certified-persons", "-o", paper, NULL);
      g_assert_true (is_whole_pdf (paper) || (!outcome.is_done && !g_file_test (paper, G_FILE_TEST_EXISTS)));
      g_assert_cmpint (count_people (desk), ==, people);
    }
}

int
main (int argc, char **argv)
{
  const char *seed = g_getenv ("CANLIAN_KILL_SEED");
  const char *times = g_getenv ("CANLIAN_KILL_ROUNDS");
  g_autofree char *whole = NULL;
  int status;

  if (argc == 4 && g_str_equal (argv[1], "--edits"))
    return edit (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
  g_test_init (&argc, &argv, NULL);
  whole = g_canonicalize_filename (argv[0], NULL);
  self = whole;
  rounds = times != NULL ? (guint) g_ascii_strtoull (times, NULL, 10) : 3;
  chance = g_rand_new_with_seed (seed != NULL ? (guint32) g_ascii_strtoull (seed, NULL, 10) : 20270315);
  g_test_message ("CANLIAN_KILL_SEED=%s CANLIAN_KILL_ROUNDS=%u", seed != NULL ? seed : "20270315", rounds);
  g_test_add ("/kill/edits", Desk, NULL, desk_set_up, test_edits, desk_tear_down);
  g_test_add ("/kill/import-and-undo", Desk, NULL, desk_set_up, test_import, desk_tear_down);
  g_test_add ("/kill/backup", Desk, NULL, desk_set_up, test_backup, desk_tear_down);
  g_test_add ("/kill/upgrade", Desk, NULL, desk_set_up, test_upgrade, desk_tear_down);
  g_test_add ("/kill/restore", Desk, NULL, desk_set_up, test_restore, desk_tear_down);
  g_test_add ("/kill/print", Desk, NULL, desk_set_up, test_print, desk_tear_down);
  status = g_test_run ();
  g_rand_free (chance);
  return status;
}
