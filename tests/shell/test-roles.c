/* Each command for each role: nobody gets further than the role allows, whichever way is taken, since it is the model that refuses. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-desk.h"
#include "cl-test-store.h"
#include "cli-desk.h"

#define KEEPER "周会计"

static const char *const persons[] = { [CL_ROLE_READS] = "赵查阅", [CL_ROLE_RECORDS] = "王录入", [CL_ROLE_SIGNS] = "李文书", [CL_ROLE_KEEPS] = KEEPER };

/* FILE: a new one in the desk.folder; ID: a person; OTHER: another of the same name; other words in capitals: what lies there. */
static const struct
{
  const char *words;
  ClRole least; /* CL_ROLE_NONE: before anybody says who they are */
} commands[] = {
  { "ledgers", CL_ROLE_NONE },
  { "list person", CL_ROLE_READS },
  { "list person --json", CL_ROLE_RECORDS },
  { "history person ID", CL_ROLE_READS },
  { "views person", CL_ROLE_READS },
  { "today", CL_ROLE_READS },
  { "journal", CL_ROLE_READS },
  { "journal -o FILE.csv", CL_ROLE_SIGNS },
  { "journal --keep-years 5", CL_ROLE_KEEPS },
  { "journal --keep-years 5 --purge", CL_ROLE_KEEPS },
  { "check", CL_ROLE_READS },
  { "forms", CL_ROLE_NONE },
  { "mappings", CL_ROLE_READS },
  { "report --list", CL_ROLE_READS },
  { "field list person", CL_ROLE_READS },
  { "ledger list", CL_ROLE_READS },
  { "form list", CL_ROLE_READS },
  { "rules list", CL_ROLE_READS },
  { "desk", CL_ROLE_READS },
  { "second-place", CL_ROLE_READS },
  { "backup --list", CL_ROLE_NONE },
  { "chart person grades -o FILE.csv", CL_ROLE_SIGNS },
  { "import SHEET.csv person", CL_ROLE_RECORDS },
  { "undo", CL_ROLE_RECORDS },
  { "redo", CL_ROLE_RECORDS },
  { "print work-handover -o FILE.pdf", CL_ROLE_RECORDS },
  { "print work-handover -o FILE.xlsx", CL_ROLE_SIGNS },
  { "merge person ID OTHER", CL_ROLE_RECORDS },
  { "export person -o FILE.csv", CL_ROLE_SIGNS },
  { "export person --public -o FILE.csv", CL_ROLE_SIGNS },
  { "fill BLANK.xlsx -o FILE.xlsx", CL_ROLE_SIGNS },
  { "field add person 帮扶号", CL_ROLE_KEEPS },
  { "ledger add DESCRIPTION.xml", CL_ROLE_KEEPS },
  { "form add PAPER.xml", CL_ROLE_KEEPS },
  { "rules add RULES.xml", CL_ROLE_KEEPS },
  { "desk add 孙新来 reads", CL_ROLE_KEEPS },
  { "desk lock 10", CL_ROLE_KEEPS },
  { "second-place STICK", CL_ROLE_KEEPS },
  { "backup FILE.zip", CL_ROLE_KEEPS },
  { "recovery-key -o FILE.pdf", CL_ROLE_KEEPS },
  { "restore ARCHIVE.zip", CL_ROLE_KEEPS },
};

/* Those that look at no file, or at none that is whole, or make one; and "recover", whose key is asked for (test-desk-cli.c). */
static const char *const elsewhere[] = { "recover", "rescue", "sample", "init", "help", NULL };

static Desk desk;
static char *pristine;
static gint64 id, other;

static char *
in_folder (const char *name)
{
  return g_build_filename (desk.folder, name, NULL);
}

static void
put (const char *name, const char *text)
{
  g_autofree char *path = in_folder (name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A word of a command, with what stands for something in it put in its place. */
static char *
expand (const char *word)
{
  static guint n;

  if (g_str_equal (word, "ID") || g_str_equal (word, "OTHER"))
    return g_strdup_printf ("%" G_GINT64_FORMAT, *word == 'I' ? id : other);
  if (g_str_has_prefix (word, "FILE"))
    {
      g_autofree char *name = g_strdup_printf ("made-%u%s", n++, word + strlen ("FILE"));

      return in_folder (name);
    }
  if (g_ascii_isupper (*word) && g_ascii_isupper (word[1]))
    {
      g_autofree char *name = g_ascii_strdown (word, -1);

      return in_folder (name);
    }
  return g_strdup (word);
}

/* NULL for @as: nobody says who they are. Returns the exit status, and what was said. */
static int
run (const char *as, const char *command, char **said)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (all, g_strdup (g_getenv ("CANLIAN")));
  g_ptr_array_add (all, g_strdup ("--data"));
  g_ptr_array_add (all, g_strdup (desk.data));
  if (as != NULL)
    g_ptr_array_add (all, g_strdup ("--as"));
  if (as != NULL)
    g_ptr_array_add (all, g_strdup (as));
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (all, expand (words[i]));
  g_ptr_array_add (all, NULL);
  desk_run_words (&desk, (const char *const *) all->pdata);
  *said = g_strconcat (desk.out, desk.err, NULL);
  return desk.status;
}

static void
begin_anew (void)
{
  static const char *const beside[] = { "", "-wal", "-shm", ".head", ".files", ".backups" };
  g_autofree char *bytes = NULL;
  gsize size;

  for (gsize i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = g_strconcat (desk.data, beside[i], NULL);

      cl_test_remove_tree (path);
    }
  g_assert_true (g_file_get_contents (pristine, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (desk.data, bytes, (gssize) size, NULL));
}

static void
make_office (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  g_autofree char *said = NULL;
  g_autofree char *stick = NULL;
  g_autoptr (GError) error = NULL;

  id = cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", NULL);
  other = cl_test_store_add (test, "person", "name", "张伟", NULL);
  g_assert_true (cl_desk_add (test->store, KEEPER, CL_ROLE_KEEPS, NULL, &error));
  for (ClRole role = CL_ROLE_READS; role < CL_ROLE_KEEPS; role++)
    g_assert_true (cl_desk_add (test->store, persons[role], role, NULL, &error));
  g_assert_no_error (error);
  cl_test_store_close (test);
  g_rename (test->path, pristine);
  stick = in_folder ("stick");
  g_mkdir (stick, 0700);
  put ("sheet.csv", "姓名,备注\n李娜,甲\n");
  put ("description.xml", "<?xml version='1.0' encoding='UTF-8'?><ledger version='1' name='own_umbrella' title='雨伞' header='雨伞'><field name='name' type='text' label='编号'/></ledger>");
  put ("paper.xml", "<?xml version='1.0' encoding='UTF-8'?><form version='1' name='own_label' title='标签' paper='label' mode='ledger' of='person'>"
                    "<pieces width='75' height='80' across='2' down='3' gap='6' marks='yes'/><grid columns='1' size='14'><row height='34'><cell>{max(name)}</cell></row></grid></form>");
  put ("rules.xml", "<?xml version='1.0' encoding='UTF-8'?><rules version='1' name='own_place' title='本镇' locality='云岭镇' source='本镇'><words of='organisation'/>"
                    "<rule name='named' each='organisation' clause='一'><require condition='name is not null'/><sentence>组织没有名称</sentence></rule></rules>");
  begin_anew ();
  if (run (KEEPER, "export person -o BLANK.xlsx", &said) != 0)
    g_error ("%s", said);
  g_clear_pointer (&said, g_free);
  if (run (KEEPER, "backup ARCHIVE.zip", &said) != 0)
    g_error ("%s", said);
}

static void
test_command (gconstpointer which)
{
  guint i = GPOINTER_TO_UINT (which);
  ClRole least = commands[i].least;
  g_autofree char *refused = NULL;
  g_autofree char *done = NULL;
  g_autofree char *before = NULL;
  int status;

  begin_anew ();
  if (g_str_equal (commands[i].words, "redo"))
    g_assert_cmpint (run (KEEPER, "undo", &before), ==, 0);
  status = least == CL_ROLE_NONE ? 1 : run (least == CL_ROLE_READS ? NULL : persons[least - 1], commands[i].words, &refused);
  /* It says who may; before a file is replaced it is not open, and whoever keeps it has to sign in. */
  if (status != 1 || (refused != NULL && strstr (refused, KEEPER) == NULL && !g_str_has_prefix (commands[i].words, "restore")))
    g_error ("%s was not refused, %d: %s", commands[i].words, status, refused);
  status = run (persons[least], commands[i].words, &done);
  if (status != 0)
    g_error ("%s, %d: %s", commands[i].words, status, done);
}

/* Every command that the help names is in the table above. */
static void
test_all (void)
{
  g_autofree char *help = NULL;
  g_autoptr (GRegex) line = g_regex_new ("^  ([a-z][a-z-]*) ", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_assert_cmpint (run (NULL, "help", &help), ==, 0);
  for (g_regex_match (line, help, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL), n++)
    {
      g_autofree char *name = g_match_info_fetch (match, 1);
      gboolean found = g_strv_contains (elsewhere, name);

      for (gsize i = 0; i < G_N_ELEMENTS (commands) && !found; i++)
        found = g_str_has_prefix (commands[i].words, name) && strchr (" ", commands[i].words[strlen (name)]) != NULL;
      if (!found)
        g_error ("For which roles is “canlian %s”? Say so in this test.", name);
    }
  g_assert_cmpuint (n, >, 25);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  desk_set_up (&desk, NULL);
  pristine = in_folder ("pristine");
  make_office ();
  g_test_add_func ("/roles/all", test_all);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *name = g_strconcat ("/roles/", commands[i].words, NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_command);
    }
  status = g_test_run ();
  desk_tear_down (&desk, NULL);
  g_free (pristine);
  return status;
}
