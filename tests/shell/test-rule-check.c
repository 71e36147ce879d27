/* The check sheet of organisations (FORMS.md F29): a row for each finding with what is required, what there is and what is to be done; sums; one village alone. */

#include <string.h>

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-form.h"

typedef GTypeModule Module;
typedef GTypeModuleClass ModuleClass;

static GType module_get_type (void);

G_DEFINE_TYPE (Module, module, G_TYPE_TYPE_MODULE)

static gboolean
module_load (GTypeModule *module)
{
  roster_form_register (module);
  return TRUE;
}

static void
module_unload (GTypeModule *module)
{
}

static void
module_class_init (ModuleClass *klass)
{
  klass->load = module_load;
  klass->unload = module_unload;
}

static void
module_init (Module *module)
{
}

static GTypeModule *module;

static gint64
add_association (ClTestStore *test, const char *village, const char *code, const char *population, const char *position)
{
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "division", "code", code, "name", village, "level", "village", "population", population,
                                                                                   "position", position, NULL));
  g_autofree char *name = g_strconcat (village, "残疾人协会", NULL);

  return cl_test_store_add (test, "organisation", "name", name, "kind", "village-association", "division", place, NULL);
}

static void
add_member (ClTestStore *test, gint64 association, const char *post, const char *office, const char *disability)
{
  g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "person", "name", "某人", "disability", disability, "education", "高中", NULL));
  g_autofree char *place = g_strdup_printf ("%" G_GINT64_FORMAT, association);

  cl_test_store_add (test, "appointment", "person", person, "organisation", place, "post", post, "office", office, "start", "2022-05-20", NULL);
}

static GPtrArray *
list (ClTestStore *test, const char *village)
{
  g_autoptr (GObject) source = g_object_new (roster_form_get_type (), NULL);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  g_hash_table_insert (parameters, (gpointer) "village", (gpointer) village);
  g_assert_true (cl_form_source_provides (CL_FORM_SOURCE (source), "rule-check"));
  g_assert_false (cl_form_source_provides (CL_FORM_SOURCE (source), "attachment-3"));
  rows = cl_form_source_rows (CL_FORM_SOURCE (source), "rule-check", cl_store_get_reader (test->store), parameters, &error);
  g_assert_no_error (error);
  return rows;
}

/* The row of @unit whose sentence begins so. */
static char **
find (GPtrArray *rows, const char *unit, const char *sentence)
{
  for (guint i = 0; i < rows->len; i++)
    {
      char **row = rows->pdata[i];

      if (strcmp (row[1], unit) == 0 && g_str_has_prefix (row[2], sentence))
        return row;
    }
  g_error ("“%s”: “%s” is not on the sheet", unit, sentence);
}

static void
assert_parts (char **row, const char *required, const char *actual, const char *difference, const char *suggestion)
{
  g_assert_cmpstr (row[4], ==, required);
  g_assert_cmpstr (row[5], ==, actual);
  g_assert_cmpstr (row[6], ==, difference);
  g_assert_cmpstr (row[7], ==, suggestion);
}

static void
test_sheet (void)
{
  ClTestStore *test = cl_test_store_new_with_plugins ();
  gint64 lower = add_association (test, "下河村", "991123101202", "999", "2"), upper = add_association (test, "上河村", "991123101201", "1000", "1");
  g_autoptr (GPtrArray) rows = NULL, one = NULL;
  char **row, **total;

  add_member (test, upper, "主席", "支部书记", "无残疾");
  add_member (test, upper, "副主席", "村主任", "无残疾");
  add_member (test, upper, "委员、专职委员", "其他", "持证");
  add_member (test, upper, "委员", "其他", "无残疾");
  add_member (test, upper, "委员", "其他", "无残疾");
  add_member (test, lower, "主席", "", "无残疾");
  rows = list (test, "");

  /* 1000 people: three members more; 30% of 5 are 1.5, and so 2. */
  row = find (rows, "上河村残疾人协会", "应设委员 4 至 6 名，现有 3 名");
  g_assert_cmpstr (row[3], ==, "兴蔚发〔2022〕27号 四（二）2（1）、附件3 备注4");
  assert_parts (row, "4 至 6 名", "3 名", "缺 1 名", "增补 1 名");
  assert_parts (find (rows, "上河村残疾人协会", "缺 1 名残疾人"), "不少于 2 人（30%）", "1 人，占 20%（共 5 人）", "缺 1 人", "增补或更换 1 人");
  assert_parts (find (rows, "下河村残疾人协会", "应设委员 1 至 3 名，现有 0 名"), "1 至 3 名", "0 名", "缺 1 名", "增补 1 名");
  assert_parts (find (rows, "下河村残疾人协会", "待核实：未填主席"), "村（社区）支部书记担任", "待核实", "", "补充资料后再核");
  /* Villages in their order, whatever came first into the file; numbers run on; the sum is last. */
  g_assert_cmpstr (((char **) rows->pdata[rows->len - 2])[1], ==, "下河村残疾人协会");
  for (guint i = 0; i + 1 < rows->len; i++)
    g_assert_cmpint (atoi (((char **) rows->pdata[i])[0]), ==, i + 1);
  total = rows->pdata[rows->len - 1];
  g_assert_cmpstr (total[1], ==, "合计");
  g_assert_nonnull (strstr (total[2], "待核实 1 项"));
  g_assert_cmpstr (total[3], ==, "兴蔚发〔2022〕27号（蔚汾）");

  one = list (test, "上河村");
  for (guint i = 0; i + 1 < one->len; i++)
    g_assert_cmpstr (((char **) one->pdata[i])[1], ==, "上河村残疾人协会");
  cl_test_store_free (test);
}

/* The office's own choice of rules is what is asked. */
static void
test_chosen (void)
{
  ClTestStore *test = cl_test_store_new_with_plugins ();
  gint64 association = add_association (test, "上河村", "991123101201", "1000", "1");
  g_autoptr (GPtrArray) rows = NULL;

  add_member (test, association, "副主席", "", "无残疾");
  g_assert_true (cl_store_set_setting (test->store, CL_RULES_SETTING, "changji", NULL));
  rows = list (test, NULL);
  assert_parts (find (rows, "上河村残疾人协会", "应设副主任 2 至 3 名，现有 1 名"), "2 至 3 名", "1 名", "缺 1 名", "增补 1 名");
  cl_test_store_free (test);
}

/* Every rule of every place says what stands in the columns. */
static void
test_all (void)
{
  static const char *const sets[] = { "weifen", "changji", "minggonglu", "puyang", "licheng", "liling", "langao" };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autofree char *file = g_strconcat (sets[i], ".xml", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "plugins", "roster", "rules", file, NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) rules = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      rules = g_strsplit (text, "<rule ", -1);
      for (guint k = 1; rules[k] != NULL; k++)
        if (strstr (rules[k], "<required>") == NULL || strstr (rules[k], "<actual>") == NULL || strstr (rules[k], "<suggestion>") == NULL)
          g_error ("%s: <rule %.60s… says nothing for the check sheet", file, rules[k]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  module = g_object_new (module_get_type (), NULL);
  g_type_module_use (module);
  g_test_add_func ("/rule-check/sheet", test_sheet);
  g_test_add_func ("/rule-check/chosen", test_chosen);
  g_test_add_func ("/rule-check/all", test_all);
  return g_test_run ();
}
