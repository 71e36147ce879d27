/* A walk through all that the window has (walk.c): each page, dialog, menu and state. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "walk.h"

static void
test_pages (void)
{
  Outside *outside = outside_open (outside_office ("pages.canlian", TRUE));
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window"));
  g_autofree char *ledger = NULL;
  guint pages = 0;

  /* The views of a ledger unfold under it when it is opened, and fold again: which row is the next is known only then. */
  for (int i = 0, next; i < atspi_accessible_get_child_count (list, NULL); i = next)
    {
      g_autoptr (AtspiAccessible) row = atspi_accessible_get_child_at_index (list, i, NULL);
      g_autofree char *name = outside_name (row);
      g_autofree char *title = g_strdup_printf ("~%s — ", name);

      next = i + 1;
      if (atspi_accessible_get_role (row, NULL) != ATSPI_ROLE_LIST_ITEM)
        continue;
      outside_act (row, "open");
      g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
      walk_settle (outside);
      next = atspi_accessible_get_index_in_parent (row, NULL) + 1;
      /* A view is the page of its ledger once more: other names, the same stops. */
      if (ledger && g_str_has_prefix (name, ledger))
        walk_names (outside, name);
      else
        {
          walk_round (outside, name, FALSE);
          g_free (ledger);
          ledger = g_strdup (name);
        }
      pages++;
    }
  g_assert_cmpuint (pages, >, 12);
  outside_quit (outside);
}

static void
test_menus (void)
{
  Outside *outside = outside_open (outside_office ("menus.canlian", TRUE));

  walk_show_page (outside, T ("Persons"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Main menu"));
  walk_menu (outside, "Main menu", "space");
  walk_submenu (outside);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Sort"));
  walk_menu (outside, "Sort", "space");
  walk_menu (outside, "Group", "F8");
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("The list as a table"));
  walk_menu (outside, "The list as a table", "space");
  outside_quit (outside);
}

static void
test_dialogs (void)
{
  Outside *outside = outside_open (outside_office ("dialogs.canlian", TRUE));
  g_autoptr (AtspiAccessible) button = NULL;

  walk_show_page (outside, T ("Persons"));
  walk_dialog (outside, "Preferences", "ctrl+comma", FALSE, NULL);
  walk_dialog (outside, "Shortcuts", "ctrl+question", FALSE, NULL);
  walk_dialog (outside, "Columns", "ctrl+shift+o", FALSE, NULL);
  walk_dialog (outside, "Keep a list", "ctrl+shift+s", FALSE, NULL);
  walk_dialog (outside, "Print", "ctrl+p", TRUE, NULL);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Main menu"));
  button = outside_focused (outside);
  outside_key_moves (outside, "space");
  walk_settle (outside);
  outside_key_moves (outside, "Up"); /* the last of the menu */
  walk_dialog (outside, "About", "Return", FALSE, button);
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Choose files…"));
  walk_dialog (outside, "Choose a file", "space", TRUE, NULL);
  walk_show_page (outside, T ("Forms"));
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save as a file…"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save as a file…"));
  walk_dialog (outside, "Save as a file", "space", TRUE, NULL);
  outside_quit (outside);
}

/* What lists and the whole window open. */
static void
test_lists (void)
{
  Outside *outside = outside_open (outside_office ("lists.canlian", TRUE));

  outside_enter_list (outside, T ("Persons"));
  walk_dialog (outside, "Search everything", "ctrl+k", FALSE, NULL);
  walk_dialog (outside, "Find a command", "ctrl+shift+p", FALSE, NULL);
  walk_dialog (outside, "Filter", "ctrl+shift+f", FALSE, NULL);
  walk_dialog (outside, "Export", "ctrl+shift+e", FALSE, NULL);
  walk_dialog (outside, "Set a field", "shift+F2", FALSE, NULL);
  outside_quit (outside);
}

/* What the main menu opens that an office is set up and kept by. */
static void
test_office (void)
{
  Outside *outside = outside_open (outside_office ("office.canlian", TRUE));

  outside_enter_list (outside, T ("Appointments"));
  walk_item (outside, T ("_Backups and restoring"), T ("Bac_kups…"));
  walk_item (outside, T ("_Backups and restoring"), T ("Res_tore a backup…"));
  walk_item (outside, T ("The _office"), T ("Persons at the _desk…"));
  outside_quit (outside);
}

/* What dialogs open: the numbers of the rules, backups, a pass-phrase. */
static void
test_within (void)
{
  const char *file = outside_office ("within.canlian", TRUE);
  g_autofree char *give = g_strdup_printf (T ("Give %s a pass-phrase"), "周会计");
  Outside *outside;

  g_free (outside_run ("--data", file, "desk", "add", "周会计", "keeps", NULL));
  outside = outside_open (file);
  outside_enter_list (outside, T ("Persons"));
  outside_keys ("ctrl+comma", NULL);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Copy and edit…"));
  walk_dialog (outside, "Numbers of the rules", "space", FALSE, NULL);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Bac_kups…"));
  walk_dialog (outside, "Backups from the preferences", "space", FALSE, NULL);
  outside_keys ("Escape", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_choose_in_submenu (outside, T ("The _office"), T ("Persons at the _desk…"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, give);
  walk_dialog (outside, "Pass-phrase", "space", FALSE, NULL);
  outside_keys ("Escape", NULL);
  outside_quit (outside);
}

/* A column of the office's own, a list that was kept, two entries about the same. */
static void
test_own (void)
{
  const char *file = outside_office ("own.canlian", FALSE), *sheet = outside_path ("twice.csv"), *path = outside_path ("chair.xml");
  g_autofree char *kept = g_strdup_printf (T ("%s: %s"), T ("Persons"), "同名");
  Outside *outside;

  g_assert_true (g_file_set_contents (sheet, "姓名,身份证号,文化程度\n李娜,,小学\n李娜,991123195603070028,高中\n", -1, NULL));
  g_assert_true (g_file_set_contents (path, "<ledger version=\"1\" name=\"own_chair\" title=\"轮椅\" match=\"name\"><field name=\"name\" type=\"text\" label=\"编号\" search=\"yes\"/></ledger>", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  g_free (outside_run ("--data", file, "ledger", "add", path, NULL));
  outside = outside_open (file);
  outside_enter_list (outside, T ("Persons"));
  walk_dialog (outside, "Make one of two", "shift+F7", FALSE, NULL);
  walk_list_item (outside, T ("A_dd a column…"));
  outside_keys ("ctrl+shift+s", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Name of the list"));
  outside_type ("同名");
  outside_keys ("Return", NULL);
  g_object_unref (outside_find_page (outside, kept));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~李娜");
  walk_list_item (outside, T ("_Rename this list…"));
  walk_item (outside, T ("The _office"), T ("The office's _own ledgers, forms and rules…"));
  outside_quit (outside);
}

/* A sheet of the county's, to be filled; and a recovery key in place of another. */
static void
test_county (void)
{
  const char *file = outside_office ("county.canlian", TRUE), *sheet = outside_path ("county.xlsx"), *key = outside_path ("key.pdf");
  g_autoptr (AtspiAccessible) main = NULL, before = NULL;
  Outside *outside;

  g_free (outside_run ("--data", file, "export", "person", "--seen", "--where", "name=李秀英", "-o", sheet, NULL));
  g_free (outside_run ("--data", file, "recovery-key", "-o", key, NULL));
  outside = outside_open (file);
  outside_enter_list (outside, T ("Persons"));
  walk_item (outside, T ("_Backups and restoring"), T ("Recovery ke_y for the safe…"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Main menu"));
  main = outside_window (outside);
  before = outside_focused (outside);
  outside_choose_in_menu (outside, T ("Fill a _sheet of the county's…"));
  outside_choose_path (outside, T ("Sheet of the county's to be filled"), sheet);
  outside_tab_to (outside, OUTSIDE_ANY, T ("Where to"));
  walk_opened (outside, "Fill a sheet", FALSE, main, before);
  outside_quit (outside);
}

/* Who is there? */
static void
test_sign_in (void)
{
  const char *file = outside_office ("sign-in.canlian", FALSE), *secret = outside_path ("secret");
  Outside *outside;

  g_assert_true (g_file_set_contents (secret, "old locust tree\n", -1, NULL));
  g_setenv ("CANLIAN_NEW_PASSPHRASE_FILE", secret, TRUE);
  g_free (outside_run ("--data", file, "desk", "add", "周会计", "keeps", NULL));
  g_free (outside_run ("--data", file, "desk", "add", "赵查阅", "reads", NULL));
  g_free (outside_run ("--data", file, "--as", "周会计", "desk", "pass-phrase", "周会计", NULL));
  outside = outside_open (file);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Sign in")));
  walk_settle (outside);
  walk_round (outside, "Sign in", TRUE);
  outside_stop (outside);
}

/* A damaged file: the page that leads to what can be saved of it. */
static void
test_rescue (void)
{
  const char *file = outside_office ("rescue.canlian", TRUE);
  g_autofree char *bytes = NULL;
  Outside *outside;
  gsize size;

  g_assert_true (g_file_get_contents (file, &bytes, &size, NULL));
  memset (bytes, 0xff, 100);
  g_assert_true (g_file_set_contents (file, bytes, (gssize) size, NULL));
  outside = outside_open (file);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save what can be read…")));
  walk_settle (outside);
  walk_round (outside, "Damaged", TRUE);
  outside_stop (outside);
}

/* Writing: a record, a new one, one of its parts; a search that finds nothing. */
static void
test_editing (void)
{
  Outside *outside = outside_open (outside_office ("editing.canlian", TRUE));
  g_autofree char *add = g_strdup_printf (T ("Add to %s"), T ("Guardians"));

  walk_show_page (outside, T ("Persons"));
  outside_keys ("F2", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save")));
  walk_settle (outside);
  walk_round (outside, "Edit", FALSE);
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));

  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, add);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save")));
  walk_settle (outside);
  walk_round (outside, "New guardian", FALSE);
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));

  outside_keys ("ctrl+n", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save")));
  walk_settle (outside);
  walk_round (outside, "New person", FALSE);
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Save"));

  outside_keys ("ctrl+f", NULL);
  outside_type ("xxqq");
  walk_settle (outside);
  walk_round (outside, "Nothing found", FALSE);
  outside_keys ("Escape", NULL);

  walk_show_page (outside, T ("Forms"));
  outside_keys ("ctrl+f", NULL);
  walk_settle (outside);
  walk_round (outside, "Search in the paper", FALSE);
  outside_quit (outside);
}

static void
test_import (void)
{
  Outside *outside = outside_open (outside_office ("import.canlian", TRUE));
  g_autofree char *words = g_strdup_printf (T ("%s new, %s changed, %s unchanged, %s refused"), "0", "0", "56", "0");

  outside_keys ("ctrl+i", NULL);
  walk_show_page (outside, T ("Appointments"));
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_type (outside_path ("committee.xlsx"));
  outside_listen (outside);
  outside_keys ("Return", NULL);
  outside_hear (outside, words);
  walk_settle (outside);
  walk_round (outside, "Sheet", FALSE);
  outside_quit (outside);
}

static void
test_first_start (void)
{
  Outside *outside = outside_open (outside_path ("first.canlian"));

  walk_round (outside, "First start", TRUE);
  outside_quit (outside);
}

/* Another process holds the file. */
static void
test_trouble (void)
{
  const char *file = outside_office ("trouble.canlian", FALSE);
  g_autofree char *path = g_strconcat (file, ".lock", NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  Outside *outside;

  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  outside = outside_open (file);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Try again"));
  walk_round (outside, "Trouble", TRUE);
  close (fd);
  outside_keys ("Return", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window")));
  walk_settle (outside);
  walk_round (outside, "After trouble", FALSE);
  outside_quit (outside);
}

/* What pages of their own ask before they do something. */
static void
test_asks (void)
{
  Outside *outside = outside_open (outside_office ("asks.canlian", TRUE));

  walk_show_page (outside, T ("Committees"));
  walk_dialog (outside, "Appoint", "ctrl+n", FALSE, NULL);
  walk_show_page (outside, T ("Selection and election"));
  walk_dialog (outside, "Begin a selection", "ctrl+n", FALSE, NULL);
  walk_show_page (outside, T ("Month’s allowance"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Add a band…"));
  walk_dialog (outside, "A band of the allowance", "space", FALSE, NULL);
  walk_show_page (outside, T ("Attachments 1, 2, 3"));
  outside_tab_to (outside, ATSPI_ROLE_LIST_ITEM, "*");
  walk_dialog (outside, "What is missing", "Return", FALSE, NULL);
  walk_show_page (outside, T ("Journal"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Export…"));
  walk_dialog (outside, "Export the journal", "space", FALSE, NULL);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("How long it is _kept…"));
  walk_dialog (outside, "How long the journal is kept", "space", FALSE, NULL);
  walk_show_page (outside, T ("Charts"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Export…"));
  walk_dialog (outside, "Export the count", "space", FALSE, NULL);
  outside_quit (outside);
}

/* The drive of the file is not there. */
static void
test_gone (void)
{
  Outside *outside = outside_open ("/media/canlian-test-that-is-not-there/office.canlian");

  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Try again"));
  walk_round (outside, "Gone", TRUE);
  outside_stop (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/walker/pages", test_pages);
  g_test_add_func ("/walker/menus", test_menus);
  g_test_add_func ("/walker/dialogs", test_dialogs);
  g_test_add_func ("/walker/lists", test_lists);
  g_test_add_func ("/walker/office", test_office);
  g_test_add_func ("/walker/within", test_within);
  g_test_add_func ("/walker/own", test_own);
  g_test_add_func ("/walker/county", test_county);
  g_test_add_func ("/walker/sign-in", test_sign_in);
  g_test_add_func ("/walker/rescue", test_rescue);
  g_test_add_func ("/walker/editing", test_editing);
  g_test_add_func ("/walker/import", test_import);
  g_test_add_func ("/walker/first-start", test_first_start);
  g_test_add_func ("/walker/trouble", test_trouble);
  g_test_add_func ("/walker/asks", test_asks);
  g_test_add_func ("/walker/gone", test_gone);
  return outside_end (g_test_run ());
}
