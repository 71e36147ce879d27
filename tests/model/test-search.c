#include <string.h>

#include "cl-row-model.h"
#include "cl-search.h"
#include "cl-search-columns.h"
#include "cl-test-store.h"

static gint64
add_person (ClTestStore *test, const char *name, const char *id_number, const char *phones)
{
  return cl_test_store_add (test, "person", "name", name, "id_number", id_number, "phones", phones, NULL);
}

/* The names of what @text finds, in order. */
static char *
find (ClTestStore *test, ClSearch *search, const char *ledger, const char *text)
{
  guint count = 0;
  g_autoptr (GArray) ids = cl_search_find (search, text, 0, &count);
  GString *names = g_string_new (NULL);

  g_assert_cmpuint (ids->len, ==, count);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *name = cl_record_call (cl_store_get_reader (test->store), test->catalogue, cl_catalogue_find_ledger (test->catalogue, ledger),
                                              g_array_index (ids, gint64, i));

      g_string_append_printf (names, "%s%s", i > 0 ? "," : "", name);
    }
  return g_string_free (names, FALSE);
}

static void
assert_finds_in (ClTestStore *test, ClSearch *search, const char *ledger, const char *text, const char *expected)
{
  g_autofree char *names = find (test, search, ledger, text);

  g_test_message ("%s", text);
  g_assert_cmpstr (names, ==, expected);
}

#define assert_finds(text, expected) assert_finds_in (test, search, "person", text, expected)

static void
test_persons (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClSearch) search = cl_search_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"));

  add_person (test, "张伟", "99112319560307001X", "13800000012（妻）、13900000001");
  add_person (test, "李娜", "991123195603070028", NULL);
  add_person (test, "单雄信", NULL, "13700000003");
  add_person (test, "阿达力·叶尔江", NULL, NULL);
  add_person (test, "吕梁", NULL, NULL);
  add_person (test, "𠮷䶮", NULL, NULL);
  add_person (test, "安章伟", NULL, NULL);
  add_person (test, "Anna Schmidt", NULL, NULL);

  /* by character */
  assert_finds ("张", "张伟");
  assert_finds ("伟", "安章伟,张伟");
  assert_finds ("章伟", "安章伟");
  assert_finds ("𠮷", "𠮷䶮");
  assert_finds ("䶮", "𠮷䶮");
  assert_finds ("叶尔江", "阿达力·叶尔江");
  assert_finds ("阿达力·叶尔江", "阿达力·叶尔江");
  assert_finds ("阿达力•叶尔江", "阿达力·叶尔江");
  /* by pinyin, whole, begun, by initials; only from the beginning of a syllable */
  assert_finds ("zhangwei", "安章伟,张伟");
  assert_finds ("zhang wei", "安章伟,张伟");
  assert_finds ("zhangw", "安章伟,张伟");
  assert_finds ("zhwei", "安章伟,张伟");
  assert_finds ("zw", "安章伟,张伟");
  assert_finds ("ZW", "安章伟,张伟");
  assert_finds ("an", "安章伟,Anna Schmidt");
  assert_finds ("sxx", "单雄信");
  assert_finds ("shan", "单雄信");
  assert_finds ("adlyej", "阿达力·叶尔江");
  assert_finds ("lv", "吕梁");
  assert_finds ("lvl", "吕梁");
  assert_finds ("lu", "吕梁");
  assert_finds ("lyu", "吕梁");
  assert_finds ("lü", "吕梁");
  assert_finds ("hang", "");
  assert_finds ("schm", "Anna Schmidt");
  /* by digits, from any place, an X in any case, full width too */
  assert_finds ("99112319560307001X", "张伟");
  assert_finds ("001x", "张伟");
  assert_finds ("0028", "李娜");
  assert_finds ("19560307", "李娜,张伟");
  assert_finds ("13900", "张伟");
  assert_finds ("１３９００", "张伟");
  /* all words must hold */
  assert_finds ("张 0012", "张伟");
  assert_finds ("张 0028", "");
  assert_finds ("zw 138", "张伟");
  assert_finds ("张w", "张伟");
  assert_finds ("妻", "");
  assert_finds ("\n", "阿达力·叶尔江,安章伟,Anna Schmidt,𠮷䶮,李娜,吕梁,单雄信,张伟");
  assert_finds ("王", "");
}

static void
test_limit (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClSearch) search = cl_search_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"));
  g_autoptr (GArray) ids = NULL;
  guint count = 0;

  for (guint i = 0; i < 5; i++)
    add_person (test, "张伟", NULL, NULL);
  ids = cl_search_find (search, "zw", 2, &count);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpuint (count, ==, 5);
}

static void
test_kept_true (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr (ClSearch) search = cl_search_new (test->store, person);
  g_autoptr (GError) error = NULL;
  gint64 wei = add_person (test, "张伟", NULL, "13800000012");

  add_person (test, "李娜", NULL, NULL);
  g_assert_true (cl_search_load (search, &error));
  assert_finds ("zw", "张伟");
  cl_test_store_change (test, "person", wei, "name", "白伟");
  assert_finds ("zw", "");
  assert_finds ("bw", "白伟");
  assert_finds ("1380", "白伟");
  assert_finds ("", "白伟,李娜");
  add_person (test, "阿达力", NULL, NULL);
  add_person (test, "张三", NULL, NULL);
  assert_finds ("", "阿达力,白伟,李娜,张三");
  g_assert_true (cl_test_store_delete (test, "person", wei, &error));
  assert_finds ("", "阿达力,李娜,张三");
  cl_store_undo (test->store, &error);
  g_assert_no_error (error);
  assert_finds ("bw", "白伟");
  assert_finds ("", "阿达力,白伟,李娜,张三");
}

/* An appointment is found by its person, also after that is renamed. */
static void
test_references (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClSearch) search = cl_search_new (test->store, cl_catalogue_find_ledger (test->catalogue, "appointment"));
  gint64 wei = add_person (test, "张伟", NULL, NULL);
  g_autofree char *wei_text = g_strdup_printf ("%" G_GINT64_FORMAT, wei);
  gint64 village = cl_test_store_add (test, "division", "code", "991123101201", "name", "上河村", "level", "village", NULL);
  g_autofree char *village_text = g_strdup_printf ("%" G_GINT64_FORMAT, village);
  gint64 association = cl_test_store_add (test, "organisation", "name", "上河村残疾人协会", "kind", "village-association", "division", village_text, NULL);
  g_autofree char *association_text = g_strdup_printf ("%" G_GINT64_FORMAT, association);

  cl_test_store_add (test, "appointment", "person", wei_text, "organisation", association_text, "post", "主席", NULL);
  assert_finds_in (test, search, "appointment", "zw", "张伟");
  cl_test_store_change (test, "person", wei, "name", "王伟");
  assert_finds_in (test, search, "appointment", "zw", "");
  assert_finds_in (test, search, "appointment", "ww", "王伟");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_search_load_finish (CL_SEARCH (source), result, &error));
  g_assert_no_error (error);
  g_main_loop_quit (data);
}

/* What is written while the worker reads is not lost. */
static void
test_load_on_worker (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autoptr (ClSearch) search = cl_search_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"));
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  add_person (test, "张伟", NULL, NULL);
  cl_search_load_async (search, NULL, loaded_cb, loop);
  g_assert_false (cl_search_is_loaded (search));
  add_person (test, "李娜", NULL, NULL);
  g_main_loop_run (loop);
  g_assert_true (cl_search_is_loaded (search));
  assert_finds ("", "李娜,张伟");
}

#define SCANNED 2000

/* Of up to a hundred characters: more than are compared at once. */
static char *
make_scanned (guint i)
{
  GString *text = g_string_new ("k");

  for (guint k = 0; k < i % 100; k++)
    g_string_append_c (text, "abcdefgh"[(i * 7 + k * k) % 8]);
  return g_string_free (text, FALSE);
}

/* The vector scan against the plain one, over rows of all lengths; needles at every place, and of all lengths too. */
static void
test_scan (void)
{
  g_autoptr (ClSearchColumns) columns = cl_search_columns_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  const char *none[] = { NULL };

  for (guint i = 0; i < SCANNED; i++)
    {
      const char *texts[] = { NULL, NULL };

      g_ptr_array_add (rows, make_scanned (i));
      texts[0] = rows->pdata[i];
      cl_search_columns_append (columns, i + 1, texts, none);
    }
  for (guint i = 0; i < 500; i++)
    {
      const char *source = rows->pdata[1900 + i % 100];
      g_autofree char *needle = i < 250 ? g_strdup_printf ("%.*s", 1 + i % 4, "abcdefghabcd" + i % 8) : g_strdup_printf ("%.*s", 1 + i % 30, source + (i * 7) % (1 + i % 100));
      g_autofree char *with_mark = g_strdup_printf ("é%s", needle);
      guint count = 0, expected = 0;
      g_autoptr (GArray) found = cl_search_columns_find (columns, needle, 0, &count);
      g_autoptr (GArray) nothing = cl_search_columns_find (columns, with_mark, 0, NULL);

      for (guint row = 0; row < SCANNED; row++)
        expected += strstr (rows->pdata[row], needle) != NULL;
      g_assert_cmpuint (count, ==, expected);
      g_assert_cmpuint (found->len, ==, expected);
      g_assert_cmpuint (nothing->len, ==, 0);
    }
}

/* Of a province two threads look at half of the rows each: what they find is one, in order, and counted once. */
static void
test_halves (void)
{
  static const char *const needles[] = { "9", "99", "123", "99999", "100000", "k5 7", "100001" };
  g_autoptr (ClSearchColumns) columns = cl_search_columns_new ();
  const char *none[] = { NULL };
  char text[16];
  const char *texts[] = { text, NULL };

  for (guint i = 1; i <= 100000; i++)
    {
      g_snprintf (text, sizeof text, "k%u", i);
      cl_search_columns_append (columns, i, texts, none);
    }
  for (guint i = 0; i < G_N_ELEMENTS (needles); i++)
    {
      g_auto (GStrv) words = g_strsplit (needles[i], " ", -1);
      guint count = 0, n = 0;
      g_autoptr (GArray) found = cl_search_columns_find (columns, needles[i], 0, &count);
      g_autoptr (GArray) few = cl_search_columns_find (columns, needles[i], 3, NULL);

      for (guint id = 1; id <= 100000; id++)
        {
          g_snprintf (text, sizeof text, "k%u", id);
          if (strstr (text, words[0]) == NULL || (words[1] != NULL && strstr (text, words[1]) == NULL))
            continue;
          g_assert_cmpuint (n, <, found->len);
          g_assert_cmpint (g_array_index (found, gint64, n++), ==, id);
        }
      g_assert_cmpuint (found->len, ==, n);
      g_assert_cmpuint (count, ==, n);
      g_assert_cmpuint (few->len, ==, MIN (n, 3));
      for (guint k = 0; k < few->len; k++)
        g_assert_cmpint (g_array_index (few, gint64, k), ==, g_array_index (found, gint64, k));
    }
}

static void
count_cb (ClSearch *search, gpointer data)
{
  (*(guint *) data)++;
}

/* Of a large file nothing is read while somebody waits: a worker reads, tells, and what changes meanwhile is not missed. */
static void
test_large (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new ();
  g_autofree char *filling = g_strnfill (33 * 1024 * 1024, 'x');
  ClLedger *person = cl_catalogue_find_ledger (test->catalogue, "person");
  g_autoptr (ClSearch) search = NULL, other = NULL;
  g_autoptr (ClRowModel) rows = NULL;
  g_autoptr (GError) error = NULL;
  guint loaded = 0;

  cl_test_store_add (test, "person", "name", "张伟", NULL);
  cl_store_set_setting (test->store, "filling", filling, &error);
  g_assert_no_error (error);
  cl_test_store_reopen (test);
  person = cl_catalogue_find_ledger (test->catalogue, "person");
  search = cl_search_share (test->store, person);
  other = cl_search_share (test->store, person);
  g_assert_true (search == other);
  rows = cl_row_model_new_behind (test->store, person, NULL);
  g_signal_connect (search, "loaded", G_CALLBACK (count_cb), &loaded);
  g_assert_false (cl_search_answers (search));
  g_assert_false (cl_search_is_loaded (search));
  cl_test_store_add (test, "person", "name", "章丽", NULL);
  /* A list in a window shows nothing until it is known what is found; one that is printed waits itself. */
  cl_row_model_set_search (rows, "zhangl");
  g_assert_true (cl_row_model_is_waiting (rows));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 0);
  while (loaded == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (cl_search_answers (search));
  g_assert_false (cl_row_model_is_waiting (rows));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 1);
  {
    g_autoptr (GArray) first = cl_search_find (search, "zhangwei", 0, NULL);
    g_autoptr (GArray) second = cl_search_find (search, "zhangli", 0, NULL);

    g_assert_cmpuint (first->len, ==, 1);
    g_assert_cmpuint (second->len, ==, 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/persons", test_persons);
  g_test_add_func ("/search/limit", test_limit);
  g_test_add_func ("/search/kept-true", test_kept_true);
  g_test_add_func ("/search/references", test_references);
  g_test_add_func ("/search/load-on-worker", test_load_on_worker);
  g_test_add_func ("/search/scan", test_scan);
  g_test_add_func ("/search/halves", test_halves);
  g_test_add_func ("/search/large", test_large);
  return g_test_run ();
}
