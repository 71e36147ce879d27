#include "cl-pinyin.h"

#include <string.h>

static void
assert_spelling (const char *name, const char *spelling, const char *initials)
{
  g_autofree char *spelled = cl_pinyin_spell (name);
  g_autofree char *shortened = cl_pinyin_initials (name);

  g_assert_cmpstr (spelled, ==, spelling);
  g_assert_cmpstr (shortened, ==, initials);
}

static void
test_names (void)
{
  assert_spelling ("张伟", "zhang wei", "zw");
  assert_spelling ("李娜", "li na", "ln");
  assert_spelling ("王小虎", "wang xiao hu", "wxh");
  assert_spelling ("吕绿", "lv lv", "ll");
  assert_spelling ("〇", "ling", "l");
  assert_spelling ("", "", "");
  assert_spelling (NULL, "", "");
}

static void
test_surnames (void)
{
  assert_spelling ("单雄信", "shan xiong xin", "sxx");
  assert_spelling ("仇英", "qiu ying", "qy");
  assert_spelling ("区大相", "ou da xiang", "odx");
  assert_spelling ("解缙", "xie jin", "xj");
  assert_spelling ("尉迟恭", "yu chi gong", "ycg");
  assert_spelling ("翟让", "zhai rang", "zr");
  assert_spelling ("曾国藩", "zeng guo fan", "zgf");
  assert_spelling ("朴正", "piao zheng", "pz");
  assert_spelling ("覃海", "qin hai", "qh");
  /* only at the start, and not where the word is another */
  assert_spelling ("王单", "wang dan", "wd");
  assert_spelling ("解放村", "jie fang cun", "jfc");
  assert_spelling ("解家村", "xie jia cun", "xjc");
}

static void
test_rare_and_foreign (void)
{
  g_autofree char *key = cl_pinyin_sort_key ("𠮷野");

  assert_spelling ("阿达力·叶尔江", "a da li ye er jiang", "adlyej");
  assert_spelling ("䶮", "yan", "y");
  assert_spelling ("𠮷野", "ji ye", "jy");
  assert_spelling ("㼆", "ying", "y");
  assert_spelling ("李 Anna2", "li anna2", "lanna2");
  /* a character without a reading is kept, not lost */
  assert_spelling ("\xf0\xb2\x8e\xad", "\xf0\xb2\x8e\xad", "\xf0\xb2\x8e\xad");
  g_assert_nonnull (strstr (key, "𠮷"));
}

static void
assert_before (const char *a, const char *b)
{
  g_autofree char *key_a = cl_pinyin_sort_key (a);
  g_autofree char *key_b = cl_pinyin_sort_key (b);

  g_assert_cmpstr (key_a, <, key_b);
}

static void
test_order (void)
{
  assert_before ("李伟", "连伟");   /* li before lian */
  assert_before ("李", "李伟");
  assert_before ("张三", "张伟");
  assert_before ("张伟", "章三");   /* all 张 stand together */
  assert_before ("单雄信", "张伟");
  assert_before ("2026-11-21", "2027-01-01");
  assert_before ("991123101201", "阿");
  assert_before (NULL, "a");
}

static void
test_broken_text (void)
{
  g_autofree char *key = cl_pinyin_sort_key ("张\xff\xe5");

  assert_spelling ("张\xff", "zhang", "z");
  g_assert_true (g_str_has_prefix (key, "zhang "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pinyin/names", test_names);
  g_test_add_func ("/pinyin/surnames", test_surnames);
  g_test_add_func ("/pinyin/rare-and-foreign", test_rare_and_foreign);
  g_test_add_func ("/pinyin/order", test_order);
  g_test_add_func ("/pinyin/broken-text", test_broken_text);
  return g_test_run ();
}
