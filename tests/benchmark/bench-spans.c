/* The longest turn of the main loop while the program is used from outside, by keys, with a county's roster or that of CANLIAN_BENCHMARK_ROWS
 * (or CANLIAN_BENCHMARK_FILE, which is left as it is unless “import” is the argument): for each step the longest, its name, and how many were over a frame. Real time and the thread's own
 * stand side by side: what else the machine does is only in the first. Under tests/headless.sh with WM=openbox. */

#include "cl-outside-steps.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_US 16000

static const char *spans;
static gboolean may_import;
static goffset read_to;

typedef struct
{
  gint64 wall, cpu;
  guint over;
  char *text;
} Longest;

static void
take_line (char **words, Longest *wall, Longest *cpu)
{
  gint64 w = g_ascii_strtoll (words[2], NULL, 10), c = g_ascii_strtoll (words[3], NULL, 10);

  wall->over += w > FRAME_US;
  cpu->over += c > FRAME_US;
  if (w > wall->wall)
    {
      wall->wall = w;
      g_free (wall->text);
      wall->text = g_strdup_printf ("%s%s%s", words[4], *words[4] != '\0' ? ": " : "", words[5]);
    }
  if (c > cpu->cpu)
    {
      cpu->cpu = c;
      g_free (cpu->text);
      cpu->text = g_strdup_printf ("%s%s%s", words[4], *words[4] != '\0' ? ": " : "", words[5]);
    }
}

/* What was written since the last step. */
static void
say_step (const char *step)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  Longest wall = { 0 }, cpu = { 0 };
  gsize length = 0;

  if (!g_file_get_contents (spans, &text, &length, NULL))
    return;
  lines = g_strsplit (text + MIN ((gsize) read_to, length), "\n", -1);
  read_to = (goffset) length;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], "\t", -1);

      if (g_strv_length (words) == 6 && g_str_equal (words[0], "turn"))
        take_line (words, &wall, &cpu);
    }
  printf ("%-24s %7.1f ms of the thread (%u over 16 ms)  %s\n%-24s %7.1f ms real (%u over 16 ms)  %s\n", step, (double) cpu.cpu / 1e3, cpu.over, cpu.text ? cpu.text : "", "",
          (double) wall.wall / 1e3, wall.over, wall.text ? wall.text : "");
  fflush (stdout);
  g_free (wall.text);
  g_free (cpu.text);
}

static void
repeat (const char *key, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      outside_keys (key, NULL);
      outside_pause (150);
    }
}

static void
use_list (Outside *outside)
{
  outside_show_page (outside, T ("Persons"));
  outside_pause (4000);
  say_step ("page made");
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  say_step ("to the list");
  repeat ("Down", 12);
  say_step ("scrolling by row");
  repeat ("Page_Down", 10);
  say_step ("scrolling by page");
  repeat ("End", 1);
  outside_pause (800);
  repeat ("Home", 1);
  outside_pause (800);
  repeat ("End", 1);
  outside_pause (800);
  say_step ("jumping");
  repeat ("Home", 1);
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  say_step ("to the search");
  for (const char *letter = "zw2w"; *letter != '\0'; letter++)
    {
      char text[2] = { *letter, '\0' };

      outside_type (text);
      outside_pause (700);
    }
  say_step ("typing in search");
  repeat ("BackSpace", 4);
  outside_pause (700);
  say_step ("taking it back");
}

static void
use_editor (Outside *outside)
{
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_pause (600);
  outside_keys ("Return", NULL);
  outside_pause (800);
  say_step ("opening a record");
  outside_keys ("F2", NULL);
  outside_pause (1500);
  say_step ("opening the editor");
  outside_type ("abcd");
  outside_pause (800);
  say_step ("typing in the editor");
  outside_keys ("Escape", "Escape", NULL);
  outside_pause (1000);
  say_step ("leaving the editor");
}

static void
sort_and_filter (Outside *outside)
{
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Sort"));
  outside_keys ("space", NULL);
  outside_pause (500);
  outside_keys ("Down", "Down", "Return", NULL);
  outside_pause (6000);
  say_step ("sorting");
  outside_keys ("ctrl+shift+f", NULL);
  outside_pause (1500);
  outside_choose (outside, T ("Field"), "性别");
  g_object_unref (outside_find (outside, ATSPI_ROLE_CHECK_BOX, "~女"));
  say_step ("opening the filter");
  outside_tab_to (outside, ATSPI_ROLE_CHECK_BOX, "~男");
  outside_keys ("Return", NULL);
  outside_pause (4000);
  say_step ("filtering");
  outside_keys ("Escape", NULL);
  outside_pause (4000);
  say_step ("filter taken away");
}

/* The first letter has all ledgers read; the next find in them. */
static void
find_everywhere (Outside *outside)
{
  outside_keys ("ctrl+k", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("Search everything"));
  outside_pause (500);
  say_step ("finder made");
  outside_type ("z");
  outside_pause (1500);
  say_step ("first letter in it");
  outside_type ("w");
  outside_pause (700);
  repeat ("BackSpace", 2);
  outside_pause (700);
  say_step ("typing in it");
  outside_keys ("Escape", NULL);
  outside_pause (700);
  say_step ("leaving it");
}

/* @n people whom the roster does not know. */
static const char *
write_sheet (guint n)
{
  const char *path = outside_path ("more.csv");
  g_autoptr (GString) text = g_string_new ("姓名,性别,民族,联系电话\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "新来%c%c,女,汉族,139%08u\n", 'a' + (int) (i % 26), 'a' + (int) (i / 26 % 26), i);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  return path;
}

static void
import_and_undo (Outside *outside)
{
  const char *sheet = write_sheet (5000);

  /* Each row is compared with all that there are. */
  outside_be_patient (600);
  outside_keys ("ctrl+i", NULL);
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  outside_keys ("ctrl+a", NULL);
  outside_type (sheet);
  say_step ("import page made");
  outside_keys ("Return", NULL);
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  outside_pause (1500);
  say_step ("sheet looked through");
  outside_press (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Import"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Take this import back")));
  outside_pause (2500);
  say_step ("importing 5,000");
  outside_keys ("ctrl+z", NULL);
  outside_pause (5000);
  say_step ("taking them back");
}

static void
preview (Outside *outside)
{
  outside_keys ("ctrl+m", NULL);
  outside_pause (4000);
  say_step ("previewing a form");
  outside_keys ("ctrl+j", NULL);
  outside_pause (2000);
  say_step ("journal");
}

static void
test_all (void)
{
  const char *given = g_getenv ("CANLIAN_BENCHMARK_FILE"), *rows = g_getenv ("CANLIAN_BENCHMARK_ROWS");
  const char *file = given != NULL ? given : outside_path ("roster.canlian");
  Outside *outside;

  if (given == NULL)
    g_free (outside_run ("--data", file, "sample", "--size", rows != NULL ? rows : "21489", NULL));
  spans = outside_path ("spans");
  g_setenv ("CANLIAN_SPANS", spans, TRUE);
  outside = outside_open (file);
  outside_pause (rows != NULL && strlen (rows) > 6 ? 30000 : 3000);
  say_step ("start");
  use_list (outside);
  use_editor (outside);
  sort_and_filter (outside);
  find_everywhere (outside);
  preview (outside);
  if (may_import)
    import_and_undo (outside);
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  may_import = g_getenv ("CANLIAN_BENCHMARK_FILE") == NULL || (argc > 1 && g_str_equal (argv[1], "import"));
  g_test_add_func ("/spans/all", test_all);
  return outside_end (g_test_run ());
}
