/* What comes from another program, from outside: a picture and files pasted, files dropped. Whatever the form takes is attached by the save. */

#include "cl-outside-steps.h"

#include <libintl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  GPid pid;
  int printed;
} Giver;

/* Whether the giver said something within @ms. */
static gboolean
has_said (const Giver *giver, int ms)
{
  GPollFD fd = { giver->printed, G_IO_IN, 0 };
  char said[64];

  return g_poll (&fd, 1, ms) == 1 && read (giver->printed, said, sizeof said) > 0;
}

/* It comes before the window of the program does: that has the focus then, and the keys. */
static Giver
start_giver (const char *kind, const char *first, const char *second)
{
  const char *const argv[] = { g_getenv ("GIVER"), kind, first, second, NULL };
  Giver giver;
  g_autoptr (GError) error = NULL;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &giver.pid, NULL, &giver.printed, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (has_said (&giver, OUTSIDE_PATIENCE / 1000));
  return giver;
}

static void
end_giver (Giver *giver)
{
  kill (giver->pid, SIGTERM);
  g_spawn_close_pid (giver->pid);
  close (giver->printed);
}

static const char *
write_file (const char *name, const char *contents)
{
  const char *path = outside_path (name);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  return path;
}

/* A picture of one point. */
static const char *
write_picture (const char *name)
{
  static const guint8 picture[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde,
                                    0, 0, 0, 12, 'I', 'D', 'A', 'T', 8, 0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82 };
  const char *path = outside_path (name);

  g_assert_true (g_file_set_contents (path, (const char *) picture, sizeof picture, NULL));
  return path;
}

static Outside *
open_new (const char *file, const char *page, const char *first)
{
  Outside *outside = outside_open (file);

  outside_show_page (outside, page);
  outside_keys ("ctrl+n", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, first);
  return outside;
}

/* What was saved in @field of the only record of @ledger. */
static char *
saved_value (const char *file, const char *ledger, const char *field)
{
  g_autofree char *json = outside_run ("--data", file, "list", ledger, "--json", NULL);
  g_autofree char *pattern = g_strdup_printf ("\"%s\": (\\[[^]]*\\]|\"[^\"]*\")", field);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, json, 0, &match))
    g_error ("No “%s” in %s", field, json);
  return g_match_info_fetch (match, 1);
}

static void
hear_attached (Outside *outside, const char *label, guint n)
{
  g_autofree char *said = g_strdup_printf (dngettext ("canlian", "%s: %u file attached", "%s: %u files attached", n), label, n);

  outside_hear (outside, said);
}

static void
save (Outside *outside, const char *first)
{
  outside_keys ("ctrl+s", NULL);
  outside_gone (outside, ATSPI_ROLE_TEXT, first);
}

/* Pasted where a name is typed, a picture is the photo; what is text there stays text. */
static void
test_paste_picture (void)
{
  const char *file = outside_office ("picture.canlian", FALSE);
  Giver giver = start_giver ("picture", write_picture ("相.png"), NULL);
  Outside *outside = open_new (file, T ("Persons"), "姓名");
  g_autofree char *photo = NULL, *name = NULL;

  outside_type ("zhang");
  outside_listen (outside);
  outside_keys ("ctrl+v", NULL);
  hear_attached (outside, "照片", 1);
  save (outside, "姓名");
  outside_quit (outside);
  end_giver (&giver);
  name = saved_value (file, "person", "name");
  g_assert_cmpstr (name, ==, "\"zhang\"");
  photo = saved_value (file, "person", "photo.called");
  g_assert_true (g_str_has_suffix (photo, ".png\""));
}

/* Files that a file manager copied, on the field itself; one taken away again is not saved. */
static void
test_paste_files (void)
{
  const char *file = outside_office ("files.canlian", FALSE);
  Giver giver = start_giver ("files", write_file ("通知.txt", "明日开班"), write_file ("课件.txt", "第一课"));
  Outside *outside = open_new (file, T ("Trainings"), "培训编号");
  g_autofree char *choose = g_strdup_printf (T ("%s: choose a file"), T ("Notice, slides, photos"));
  g_autofree char *papers = NULL;

  outside_tab_to (outside, ATSPI_ROLE_TEXT, "培训名称");
  outside_type ("ban");
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, choose);
  outside_listen (outside);
  outside_keys ("ctrl+v", NULL);
  hear_attached (outside, T ("Notice, slides, photos"), 2);
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, "~通知.txt");
  outside_gone (outside, OUTSIDE_ANY, "~通知.txt");
  save (outside, "培训名称");
  outside_quit (outside);
  end_giver (&giver);
  papers = saved_value (file, "event", "papers.called");
  g_assert_cmpstr (papers, ==, "[\"课件.txt\"]");
}

static void
spawn_shell (const char *script)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char *[]) { "sh", "-c", (char *) script, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

/* Pulls out of the window of @giver, by the pointer, and lets go over the middle of @accessible. */
static void
pull_onto (const Giver *giver, AtspiAccessible *accessible)
{
  g_autoptr (AtspiComponent) component = atspi_accessible_get_component_iface (accessible);
  g_autofree AtspiRect *at = atspi_component_get_extents (component, ATSPI_COORD_TYPE_WINDOW, NULL);
  g_autofree char *script = g_strdup_printf ("window=$(xdotool getactivewindow); giver=$(xdotool search --onlyvisible --name '^giver$'); "
                                             "xdotool windowactivate --sync $giver mousemove --window $giver 20 20 mousedown 1 mousemove_relative 20 20 mousemove --window $window %d %d",
                                             at->x + at->width / 2, at->y + at->height / 2);

  spawn_shell (script);
  /* What hangs there is asked for at each move of the pointer. */
  for (guint i = 0; !has_said (giver, 200); i++)
    {
      g_assert_cmpuint (i, <, 100);
      spawn_shell (i % 2 == 0 ? "xdotool mousemove_relative 2 2" : "xdotool mousemove_relative -- -2 -2");
    }
  spawn_shell ("xdotool mouseup 1");
}

/* A file that is let go over an entry is attached: its path is not written there. */
static void
test_drop (void)
{
  const char *file = outside_office ("drop.canlian", FALSE);
  Giver giver = start_giver ("files", write_file ("通知.txt", "明日开班"), NULL);
  Outside *outside = open_new (file, T ("Trainings"), "培训编号");
  g_autoptr (AtspiAccessible) name = outside_find (outside, ATSPI_ROLE_TEXT, "培训名称");
  g_autofree char *papers = NULL, *saved = NULL;

  outside_tab_to (outside, ATSPI_ROLE_TEXT, "培训名称");
  outside_type ("ban");
  outside_listen (outside);
  pull_onto (&giver, name);
  hear_attached (outside, T ("Notice, slides, photos"), 1);
  /* The window that was pulled out of has the keys. */
  spawn_shell ("xdotool search --sync --onlyvisible --name 云岭镇 windowactivate --sync");
  save (outside, "培训编号");
  outside_quit (outside);
  end_giver (&giver);
  papers = saved_value (file, "event", "papers.called");
  g_assert_cmpstr (papers, ==, "[\"通知.txt\"]");
  saved = saved_value (file, "event", "name");
  g_assert_cmpstr (saved, ==, "\"ban\"");
}

/* A sheet that is let go over the entry of the file is read. */
static void
test_drop_sheet (void)
{
  const char *file = outside_office ("sheet.canlian", FALSE);
  Giver giver = start_giver ("files", write_file ("名册.csv", "姓名,性别\n张伟,男\n李芳,女\n"), NULL);
  Outside *outside = outside_open (file);
  g_autoptr (AtspiAccessible) entry = NULL;
  g_autofree char *counts = g_strdup_printf (T ("%s new, %s changed, %s unchanged, %s refused"), "2", "0", "0", "0");

  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  entry = outside_focused (outside);
  outside_type ("/tmp");
  pull_onto (&giver, entry);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~张伟"));
  g_object_unref (outside_find (outside, OUTSIDE_ANY, counts));
  outside_stop (outside);
  end_giver (&giver);
}

int
main (int argc, char *argv[])
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/given/paste-picture", test_paste_picture);
  g_test_add_func ("/given/paste-files", test_paste_files);
  g_test_add_func ("/given/drop", test_drop);
  g_test_add_func ("/given/drop-sheet", test_drop_sheet);
  return outside_end (g_test_run ());
}
