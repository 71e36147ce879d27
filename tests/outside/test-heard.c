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
  ear_press (ear, "space");
  ear_type (ear, "xhc");
  ear_press (ear, "Return");
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, "~下河村");
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

/* The first start: a code that is too short, the office, the first record with a number that is wrong, put right. */
static void
hear_welcome (void)
{
  Ear *ear = ear_begin ("welcome");
  Outside *outside = begin (ear, outside_path ("welcome.canlian"));

  ear_title (ear, "第一次启动");
  ear_press (ear, "shift+Tab");
  ear_press (ear, "Tab");
  ear_type (ear, "99112");
  ear_press (ear, "Return");
  ear_press (ear, "ctrl+a");
  ear_type (ear, "991123101");
  ear_press (ear, "Tab");
  ear_type (ear, "yunling");
  ear_press_times (ear, "Tab", 2);
  ear_press (ear, "shift+Tab");
  ear_press (ear, "Return");

  ear_title (ear, "今日：第一步做什么");
  ear_press (ear, "F6");
  ear_press_times (ear, "Tab", 3);

  go_to (ear, outside, T ("Persons"));
  ear_title (ear, "登记第一个人");
  ear_press (ear, "ctrl+n");
  ear_type (ear, "zhangwei");
  ear_press_times (ear, "Tab", 2);
  ear_type (ear, "99112319560307001");
  ear_press (ear, "Tab");
  ear_press (ear, "ctrl+s");
  ear_press (ear, "End");
  ear_type (ear, "X");
  ear_press (ear, "ctrl+s");
  ear_press (ear, "ctrl+z");
  outside_stop (outside);
  ear_end (ear);
}

/* The sample, taken from the first start. */
static void
hear_sample (void)
{
  Ear *ear = ear_begin ("sample");
  Outside *outside = begin (ear, outside_path ("sample.canlian"));

  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("_Begin"));
  ear_skip (ear);
  ear_title (ear, "先看看样例");
  ear_press (ear, "Tab");
  ear_press (ear, "Return");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window")));
  ear_skip (ear);
  ear_press_times (ear, "F6", 2);
  ear_press_times (ear, "Down", 2);
  outside_stop (outside);
  ear_end (ear);
}

/* Everything by Ctrl+K, whatever the program can do by Ctrl+Shift+P. */
static void
hear_find (void)
{
  const char *file = outside_office ("find.canlian", TRUE);
  Ear *ear = ear_begin ("find");
  Outside *outside = begin (ear, file);

  ear_title (ear, "查找全部台账");
  ear_press (ear, "ctrl+k");
  ear_type (ear, "zw");
  ear_press_times (ear, "Down", 2);
  ear_press (ear, "Return");
  ear_press (ear, "Escape");

  ear_title (ear, "没有找到");
  ear_press (ear, "ctrl+k");
  ear_type (ear, "xxqq");
  ear_press (ear, "Escape");

  ear_title (ear, "查找功能");
  ear_press (ear, "ctrl+shift+p");
  ear_type (ear, "dayin");
  ear_press_times (ear, "Down", 2);
  ear_press (ear, "Escape");

  ear_title (ear, "快捷键");
  ear_press (ear, "ctrl+question");
  ear_press_times (ear, "Down", 2);
  ear_press (ear, "Escape");
  outside_stop (outside);
  ear_end (ear);
}

/* A filter and its mark; rows chosen; the list as it is seen, printed. */
static void
hear_filter (void)
{
  const char *file = outside_office ("filter.canlian", TRUE);
  Ear *ear = ear_begin ("filter");
  Outside *outside = begin (ear, file);

  go_to (ear, outside, T ("Persons"));
  ear_title (ear, "筛选：性别，女");
  ear_press (ear, "ctrl+shift+f");
  outside_choose (outside, T ("Field"), "性别");
  g_object_unref (outside_find (outside, ATSPI_ROLE_CHECK_BOX, "~女"));
  ear_skip (ear);
  ear_press_times (ear, "Tab", 1);
  ear_press (ear, "Down");
  ear_press (ear, "space");
  ear_press (ear, "Return");

  ear_title (ear, "选择三行，再取消");
  ear_press_times (ear, "shift+Down", 2);
  ear_press (ear, "Escape");

  ear_title (ear, "打印列表");
  ear_press (ear, "ctrl+p");
  ear_press (ear, "Escape");

  ear_title (ear, "去掉筛选");
  ear_press (ear, "shift+Tab");
  ear_press (ear, "Delete");
  outside_stop (outside);
  ear_end (ear);
}

/* Who is there, a wrong pass-phrase, too many of them, the right one. */
static void
hear_desk (void)
{
  const char *file = outside_office ("desk.canlian", TRUE), *secret = outside_path ("secret");
  Ear *ear = ear_begin ("desk");
  Outside *outside;

  g_assert_true (g_file_set_contents (secret, "old locust tree\n", -1, NULL));
  g_setenv ("CANLIAN_NEW_PASSPHRASE_FILE", secret, TRUE);
  g_free (outside_run ("--data", file, "desk", "add", "周会计", "keeps", NULL));
  g_free (outside_run ("--data", file, "desk", "add", "赵查阅", "reads", NULL));
  g_free (outside_run ("--data", file, "--as", "周会计", "desk", "pass-phrase", "周会计", NULL));
  outside = begin (ear, file);

  ear_title (ear, "登录：是谁");
  ear_press (ear, "Tab");
  ear_press (ear, "shift+Tab");
  ear_press (ear, "space");
  ear_press (ear, "Down");
  ear_press (ear, "Up");
  ear_press (ear, "Return");

  ear_title (ear, "口令不对");
  ear_press (ear, "Tab");
  /* Not heard letter by letter: from the fifth on one has to wait, and in time for that. */
  for (guint i = 0; i < 5; i++)
    {
      outside_type ("new");
      ear_press (ear, "Return");
    }

  ear_title (ear, "只查阅的人");
  ear_press (ear, "shift+Tab");
  ear_press (ear, "space");
  ear_press (ear, "Down");
  ear_press (ear, "Return");
  ear_press (ear, "Tab");
  ear_press (ear, "Return");
  go_to (ear, outside, T ("Appointments"));
  ear_press (ear, "Delete");
  ear_press (ear, "ctrl+n");
  ear_press (ear, "ctrl+l");
  outside_stop (outside);
  ear_end (ear);
}

/* What is due, its entries, done, taken back; the calendar. */
static void
hear_today (void)
{
  const char *file = outside_office ("today.canlian", TRUE), *sheet = outside_path ("persons.csv");
  Ear *ear = ear_begin ("today");
  Outside *outside;

  g_assert_true (g_file_set_contents (sheet, "姓名,有效期至\n张一川,2026-11-10\n李二河,2026-11-12\n王三江,2026-11-30\n", -1, NULL));
  g_free (outside_run ("--data", file, "import", "person", sheet, NULL));
  outside = begin (ear, file);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~2026-11-10"));
  ear_skip (ear);

  ear_title (ear, "今日的事");
  ear_press (ear, "F6");
  ear_press (ear, "Right");
  ear_press_times (ear, "Down", 2);
  ear_press (ear, "d");
  ear_press (ear, "ctrl+z");
  ear_press (ear, "Return");
  /* What was said stands there as toasts still, and does not keep the key. */
  ear_press (ear, "Escape");

  ear_title (ear, "日历");
  ear_press (ear, "F6");
  ear_press (ear, "Right");
  ear_press (ear, "Next");
  ear_press (ear, "t");
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
    { "welcome", hear_welcome },
    { "sample", hear_sample },
    { "find", hear_find },
    { "filter", hear_filter },
    { "desk", hear_desk },
    { "today", hear_today },
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
