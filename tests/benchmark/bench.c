#include "bench.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "cl-citizen-id.h"
#include "cl-date.h"
#include "cl-test-tree.h"

static char *folder;
static ClCatalogue *catalogue;

double
bench_now (void)
{
  return g_get_monotonic_time () / 1e6;
}

double
bench_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

gboolean
bench_wants (int argc, char **argv, const char *name)
{
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], name))
      return TRUE;
  return argc < 2;
}

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

double
bench_quantile (GArray *seconds, double quantile)
{
  g_array_sort (seconds, compare_seconds);
  return g_array_index (seconds, double, MIN ((guint) (seconds->len * quantile), seconds->len - 1));
}

void
bench_say (const char *what, const char *goal, double ratio, double ours, double floor)
{
  printf ("%-58s %8.3f × the floor   goal %-10s (%.3f ms to %.3f ms)\n", what, ratio, goal, ours * 1000, floor * 1000);
  fflush (stdout);
}

/* The quickest round of each: what else the machine does makes a round slower and never quicker. */
static void
measure (guint rounds, BenchFunc ours, BenchFunc floor, gpointer data, double *best_ours, double *best_floor)
{
  g_autoptr (GArray) a = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) b = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < rounds; i++)
    {
      double start = bench_now (), middle, end;

      floor (data);
      middle = bench_now ();
      ours (data);
      end = bench_now ();
      middle -= start;
      end -= start + middle;
      g_array_append_val (b, middle);
      g_array_append_val (a, end);
    }
  *best_ours = bench_quantile (a, 0);
  *best_floor = bench_quantile (b, 0);
}

void
bench_compare (const char *what, const char *goal, guint rounds, BenchFunc ours, BenchFunc floor, gpointer data)
{
  double a, b;

  measure (rounds, ours, floor, data, &a, &b);
  bench_say (what, goal, a / b, a, b);
}

void
bench_compare_rates (const char *what, const char *goal, guint rounds, BenchFunc ours, BenchFunc floor, gpointer data)
{
  double a, b;

  measure (rounds, ours, floor, data, &a, &b);
  bench_say (what, goal, b / a, a, b);
}

static void
leave (void)
{
  g_clear_object (&catalogue);
  cl_test_remove_tree (folder);
  g_clear_pointer (&folder, g_free);
}

const char *
bench_folder (void)
{
  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("canlian-benchmark-XXXXXX", NULL);
      g_assert (folder != NULL);
      atexit (leave);
      cl_today_set ("2027-03-15", NULL);
    }
  return folder;
}

ClCatalogue *
bench_catalogue (void)
{
  g_autofree char *roster = NULL;

  if (catalogue != NULL)
    return catalogue;
  bench_folder ();
  roster = g_build_filename (g_getenv ("CANLIAN_PLUGIN_DIR"), "roster", NULL);
  catalogue = cl_catalogue_new ();
  cl_catalogue_add_folder (catalogue, g_getenv ("CANLIAN_CORE_DIR"), NULL);
  cl_catalogue_add_folder (catalogue, roster, "roster");
  cl_catalogue_finish (catalogue);
  g_assert (cl_catalogue_get_problems (catalogue)->len == 0);
  return catalogue;
}

ClStore *
bench_store (const char *name)
{
  g_autofree char *path = g_build_filename (bench_folder (), name, NULL);
  g_autoptr (GError) error = NULL;
  ClStore *store = cl_store_open (path, bench_catalogue (), CL_STORE_CREATE, &error);

  g_assert_no_error (error);
  cl_store_set_office (store, "991123101", "云岭镇", &error);
  g_assert_no_error (error);
  return store;
}

guint
bench_get_n_people (void)
{
  const char *wanted = g_getenv ("CANLIAN_BENCHMARK_ROWS");

  return wanted != NULL ? strtoul (wanted, NULL, 10) : BENCH_PEOPLE;
}

char *
bench_name (guint i)
{
  static const char *const surnames[] = { "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林",
                                          "高", "罗", "单", "曾", "尉迟", "欧阳" };
  static const char *const given[] = { "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀", "霞",
                                       "平", "刚", "桂", "英", "华", "玉", "兰", "云", "山", "河", "春", "梅", "国" };
  guint h = i * 2654435761u;

  return g_strconcat (surnames[h % 24], given[h / 24 % 32], h / 768 % 4 > 0 ? given[h / 3072 % 32] : "", NULL);
}

char *
bench_id (guint i)
{
  char first[18];

  g_snprintf (first, sizeof first, "991123%04u%02u%02u%03u", 1940 + i % 80, i / 80 % 12 + 1, i / 960 % 28 + 1, i / 26880 % 1000);
  return g_strdup_printf ("%s%c", first, cl_citizen_id_check_character (first));
}

char *
bench_phone (guint i)
{
  return g_strdup_printf ("138%08u", i % 100000000);
}

gboolean
bench_add_people (ClTransaction *transaction, guint n, GError **error)
{
  ClLedger *person = cl_catalogue_find_ledger (bench_catalogue (), "person");

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ClRecord) record = cl_record_new (person);
      g_autofree char *name = bench_name (i), *id = bench_id (i), *phone = bench_phone (i);

      if (!cl_record_set_text (record, "name", name, error) || !cl_record_set_text (record, "id_number", id, error)
          || !cl_record_set_text (record, "phones", phone, error) || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}
