/* What is heard, by Orca: test-heard NAME goes one way through the program and compares it with transcripts/NAME.txt. */

#include "cl-ear.h"
#include "cl-outside-steps.h"

#include <string.h>

static Outside *
begin (Ear *ear, const char *file)
{
  Outside *outside = outside_open (file);

  /* What Orca finds at the start it says in an order of its own. */
  ear_skip (ear);
  return outside;
}

/* The page called @name, by its row in the list of pages. */
static void
go_to (Ear *ear, Outside *outside, const char *name)
{
  outside_show_page (outside, name);
  ear_title (ear, name);
  ear_skip (ear);
}

static void
hear_journey (void)
{
  const char *file = outside_office ("journey.canlian", TRUE), *sheet = outside_path ("committee.xlsx");
  Ear *ear = ear_begin ("journey");
  Outside *outside = begin (ear, file);

  ear_title (ear, "查找一个人");
  ear_press (ear, "ctrl+f");
  ear_type (ear, "zw");
  ear_press_times (ear, "Down", 2);
  ear_press_times (ear, "Right", 3);

  ear_title (ear, "修改：写错，改正，保存");
  ear_press (ear, "F2");
  ear_press_times (ear, "Tab", 2);
  ear_type (ear, "123");
  ear_press (ear, "ctrl+s");
  ear_press (ear, "ctrl+a");
  ear_type (ear, "991123199012061056");
  ear_press (ear, "shift+Tab");
  ear_type (ear, "zhangweiwei");
  ear_press (ear, "ctrl+s");

  ear_title (ear, "撤销，重做，删除");
  ear_press (ear, "ctrl+z");
  ear_press (ear, "ctrl+shift+z");
  ear_press (ear, "ctrl+z");
  ear_press (ear, "Delete");
  ear_press (ear, "Escape");

  ear_title (ear, "导入");
  ear_press (ear, "ctrl+i");
  outside_wait_focus (outside, OUTSIDE_ANY, T ("File"));
  ear_type (ear, sheet);
  ear_press (ear, "Return");

  ear_title (ear, "表格和打印预览");
  ear_press (ear, "ctrl+m");
  outside_choose (outside, T ("Village"), "上河村");
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~下河村");
  {
    g_autoptr (AtspiAccessible) paper = outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says"));

    g_object_unref (outside_find_in (outside, paper, ATSPI_ROLE_LIST_ITEM, "~上河村"));
  }
  ear_skip (ear);
  ear_press_times (ear, "F6", 2);
  ear_press_times (ear, "Down", 8);
  ear_press_times (ear, "Right", 3);
  ear_press (ear, "ctrl+p");
  ear_press (ear, "Escape");
  outside_stop (outside);
  ear_end (ear);
}

/* The committees page: the village, its members, what the rules say, its form. */
static void
hear_roster (void)
{
  const char *file = outside_office ("roster.canlian", TRUE);
  Ear *ear = ear_begin ("roster");
  Outside *outside = begin (ear, file);

  go_to (ear, outside, T ("Committees"));
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, "附件3");
  ear_skip (ear);
  ear_press_times (ear, "Tab", 2);
  ear_press_times (ear, "Down", 3);
  ear_press_times (ear, "Tab", 2);
  outside_stop (outside);
  ear_end (ear);
}

static void
hear_household (void)
{
  const char *file = outside_office ("household.canlian", TRUE), *homes = outside_path ("homes.csv"), *special = outside_path ("special.csv");
  Ear *ear = ear_begin ("household");
  Outside *outside;

  g_assert_true (g_file_set_contents (homes, "家庭编号,村（社区）,联系电话\nY-001,上河村,13800001003\n", -1, NULL));
  g_assert_true (g_file_set_contents (special, "家庭编号,困难类型,纳入日期,联系干部,走访频次\nY-001,一户多残,2026-01-05,李明,每月\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "household", homes, NULL));
  g_free (outside_run ("--data", file, "import", "special_household", special, NULL));
  outside = begin (ear, file);

  go_to (ear, outside, T ("Special-difficulty households"));
  ear_press_times (ear, "Right", 2);
  go_to (ear, outside, T ("Visits"));
  ear_press (ear, "ctrl+n");
  ear_press (ear, "Tab");
  ear_type (ear, "Y-0");
  ear_press (ear, "Down");
  ear_press (ear, "Return");
  ear_press_times (ear, "Tab", 4);
  ear_type (ear, "wang");
  ear_press (ear, "ctrl+s");
  ear_press (ear, "ctrl+z");
  outside_stop (outside);
  ear_end (ear);
}

static void
hear_training (void)
{
  const char *file = outside_office ("training.canlian", TRUE);
  Ear *ear = ear_begin ("training");
  Outside *outside = begin (ear, file);

  go_to (ear, outside, T ("Trainings"));
  ear_press (ear, "ctrl+n");
  ear_press (ear, "Tab");
  ear_type (ear, "peixun 1");
  ear_press (ear, "ctrl+s");
  go_to (ear, outside, T ("Attendance"));
  ear_press (ear, "ctrl+n");
  ear_type (ear, "pei");
  ear_press (ear, "Down");
  ear_press (ear, "Return");
  ear_press (ear, "Tab");
  ear_type (ear, "lxy");
  ear_press (ear, "Down");
  ear_press (ear, "Return");
  ear_press_times (ear, "Tab", 3);
  ear_press (ear, "ctrl+s");
  ear_press (ear, "ctrl+z");
  outside_stop (outside);
  ear_end (ear);
}

static void
hear_archive (void)
{
  const char *file = outside_office ("archive.canlian", TRUE), *items = outside_path ("items.csv");
  Ear *ear = ear_begin ("archive");
  Outside *outside;

  g_assert_true (g_file_set_contents (items, "全宗号,门类,年度,保管期限,件号,题名\nZ109,WS,2025,永久,1,残协换届选举文件\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "item", items, NULL));
  outside = begin (ear, file);

  go_to (ear, outside, T ("Filed documents"));
  ear_press_times (ear, "Right", 2);
  go_to (ear, outside, T ("Loans"));
  ear_press (ear, "ctrl+n");
  ear_type (ear, "Z109");
  ear_press (ear, "Down");
  ear_press (ear, "Return");
  ear_press_times (ear, "Tab", 2);
  ear_press (ear, "ctrl+s");
  ear_type (ear, "wang");
  ear_press (ear, "ctrl+s");
  ear_press (ear, "ctrl+z");
  outside_stop (outside);
  ear_end (ear);
}

/* A form chosen, its village set, its table walked, printed; then all its papers, one line each, and what lies on top of them. */
static void
hear_forms (void)
{
  const char *file = outside_office ("forms.canlian", TRUE);
  Ear *ear = ear_begin ("forms");
  Outside *outside = begin (ear, file);
  g_autofree char *form_choice = g_strdup_printf ("~%s", T ("Form to fill")), *village_choice = g_strdup_printf ("~%s", T ("Village"));

  ear_title (ear, "选择表格");
  ear_press (ear, "ctrl+m");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("What the paper says")));
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, form_choice);
  ear_skip (ear);
  ear_press (ear, "space");
  ear_press (ear, "Up");
  ear_press (ear, "Escape");

  ear_title (ear, "填写村");
  ear_press (ear, "Tab");
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, village_choice);
  outside_choose (outside, T ("Village"), "上河村");
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~下河村");
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Print…"));
  ear_skip (ear);

  ear_title (ear, "听表中的内容");
  ear_press_times (ear, "F6", 2);
  ear_press_times (ear, "Down", 7);
  ear_press_times (ear, "Right", 3);

  ear_title (ear, "打印");
  ear_press (ear, "ctrl+p");
  ear_press (ear, "Escape");

  ear_title (ear, "逐份查看");
  ear_press (ear, "ctrl+b");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~上河村");
  outside_gone (outside, ATSPI_ROLE_LIST_ITEM, "~待生成");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~上河村");
  ear_skip (ear);
  ear_press_times (ear, "Down", 2);
  ear_press (ear, "Home");
  ear_press (ear, "shift+Down");
  ear_press (ear, "Escape");
  outside_stop (outside);
  ear_end (ear);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestFunc func;
  } ways[] = {
    { "journey", hear_journey },
    { "roster", hear_roster },
    { "household", hear_household },
    { "training", hear_training },
    { "archive", hear_archive },
    { "forms", hear_forms },
  };
  const char *name = argv[argc - 1];

  outside_begin (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (strcmp (ways[i].name, name) == 0)
      {
        g_autofree char *path = g_strconcat ("/heard/", name, NULL);

        g_test_add_func (path, ways[i].func);
      }
  return outside_end (g_test_run ());
}
