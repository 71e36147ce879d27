/* What an office adds of its own: columns and ledgers that lie in its file, join the catalogue as it opens and while it is open, and leave records,
 * journal and undo as they were. */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-error.h"
#include "cl-own.h"
#include "cl-record.h"
#include "cl-row-model.h"
#include "cl-rules.h"
#include "cl-search.h"
#include "cl-test-store.h"

#define PET "<ledger version='1' name='pet' title='Pets' order='name' columns='name'>" \
            "<field name='name' type='text' label='Name' known-as='名字' search='yes'/>%s</ledger>"

static ClTestStore *
pets (void)
{
  return cl_test_store_new_described ("ledgers/pet.xml", "<ledger version='1' name='pet' title='Pets' order='name' columns='name'>"
                                      "<field name='name' type='text' label='Name' known-as='名字' search='yes'/></ledger>", NULL);
}

static ClLedger *
find (ClTestStore *test, const char *name)
{
  return cl_catalogue_find_ledger (cl_store_get_catalogue (test->store), name);
}

static const ClField *
add (ClTestStore *test, const char *ledger, const char *label, ClFieldType type, const char *of)
{
  g_autoptr(GError) error = NULL;
  const ClField *field = cl_store_add_own_field (test->store, find (test, ledger), label, type, of, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (field);
  return field;
}

static void
said_cb (ClStore *store, const char *ledger, guint *n)
{
  g_assert_cmpstr (ledger, ==, "pet");
  ++*n;
}

/* Every type there is: at once and after the file is opened again, between the ledger's own and nothing. */
static void
test_types (void)
{
  g_autoptr(ClTestStore) test = pets ();
  gint64 id = cl_test_store_add (test, "pet", "name", "旺财", NULL);
  guint said = 0, n_types = 0;
  const struct { const char *label; ClFieldType type; const char *of, *typed, *shown; } all[] = {
    { "毛色", CL_FIELD_TEXT, NULL, "黄", "黄" },
    { "说明", CL_FIELD_LONG_TEXT, NULL, "很乖", "很乖" },
    { "数量", CL_FIELD_INTEGER, NULL, "3", "3" },
    { "费用", CL_FIELD_MONEY, NULL, "12.50", "12.50" },
    { "接种日期", CL_FIELD_DATE, NULL, "2027年3月1日", "2027-03-01" },
    { "已登记", CL_FIELD_BOOLEAN, NULL, "是", "是" },
    { "品种", CL_FIELD_CODE, "犬| 猫 |其他", "猫", "猫" },
  };

  g_signal_connect (test->store, "described", G_CALLBACK (said_cb), &said);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      const ClField *field = add (test, "pet", all[i].label, all[i].type, all[i].of);

      g_assert_true (g_str_has_prefix (cl_field_get_name (field), "own_"));
      g_assert_true (cl_field_is_own (field));
      g_assert_cmpstr (cl_field_get_header (field), ==, all[i].label);
      g_assert_cmpuint (cl_field_get_index (field), ==, i + 1);
      cl_test_store_change (test, "pet", id, cl_field_get_name (field), all[i].typed);
      g_assert_cmpuint (said, ==, i + 1);
    }
  {
    g_autofree char *owner = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (test, "pet", "name", "来福", NULL));

    cl_test_store_change (test, "pet", id, cl_field_get_name (add (test, "pet", "母亲", CL_FIELD_REFERENCE, "pet")), owner);
  }
  for (int round = 0; round < 2; round++)
    {
      ClLedger *ledger = find (test, "pet");

      g_assert_cmpuint (cl_ledger_get_n_fields (ledger), ==, 9);
      for (guint i = 0; i < G_N_ELEMENTS (all); i++)
        {
          const ClField *field = cl_ledger_get_field (ledger, i + 1);
          g_autofree char *text = cl_test_store_get (test, "pet", id, cl_field_get_name (field));

          g_assert_cmpstr (text, ==, all[i].shown);
          g_assert_cmpint (cl_field_get_field_type (field), ==, all[i].type);
        }
      /* Long texts are for the editor. */
      g_assert_cmpuint (g_strv_length ((GStrv) cl_ledger_get_columns (ledger)), ==, 8);
      cl_test_store_reopen (test);
    }
  for (guint type = CL_FIELD_TEXT; type <= CL_FIELD_ATTACHMENT; type++)
    n_types += cl_own_type_get_title (type) != NULL;
  g_assert_cmpuint (n_types, ==, G_N_ELEMENTS (all) + 1);
}

/* Added between two edits, it is no edit: undo and redo go past it, and what it holds comes and goes with them. */
static void
test_undo (void)
{
  g_autoptr(ClTestStore) test = pets ();
  g_autoptr(GError) error = NULL;
  gint64 id = cl_test_store_add (test, "pet", "name", "旺财", NULL);
  const char *name;
  g_autofree char *full = NULL, *empty = NULL, *again = NULL, *words = NULL;

  cl_test_store_change (test, "pet", id, "name", "旺旺");
  name = cl_field_get_name (add (test, "pet", "毛色", CL_FIELD_TEXT, NULL));
  words = cl_store_get_undo_words (test->store);
  g_assert_null (strstr (words, "毛色"));
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
  add (test, "pet", "产地", CL_FIELD_TEXT, NULL);
  g_assert_cmpint (cl_store_redo (test->store, &error), >, 0);
  g_assert_no_error (error);
  cl_test_store_change (test, "pet", id, name, "黄");
  full = cl_test_store_get (test, "pet", id, name);
  g_assert_cmpstr (full, ==, "黄");
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  empty = cl_test_store_get (test, "pet", id, name);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM pet"), ==, 0);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (cl_store_redo (test->store, &error), >, 0);
  again = cl_test_store_get (test, "pet", id, name);
  g_assert_cmpstr (again, ==, "黄");
  {
    g_autoptr(GPtrArray) findings = cl_store_verify (test->store, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (findings->len, ==, 0);
  }
}

/* An upgrade gives the ledger fields of its own: they stand before the office's, and no column is taken for another. */
static void
test_upgrade (void)
{
  g_autoptr(ClTestStore) test = pets ();
  gint64 id = cl_test_store_add (test, "pet", "name", "旺财", NULL);
  g_autofree char *name = g_strdup (cl_field_get_name (add (test, "pet", "毛色", CL_FIELD_TEXT, NULL)));
  g_autofree char *colour = NULL, *weight = NULL, *before = NULL;
  g_autoptr(GError) error = NULL;

  cl_test_store_change (test, "pet", id, name, "黄");
  cl_test_store_describe (test, "ledgers/pet.xml", "<ledger version='1' name='pet' title='Pets' order='name' columns='name'>"
                          "<field name='name' type='text' label='Name' known-as='名字' search='yes'/>"
                          "<field name='weight' type='integer' label='Weight' known-as='重量'/></ledger>");
  cl_test_store_reopen (test);
  g_assert_cmpuint (cl_field_get_index (cl_ledger_find_field (find (test, "pet"), "weight")), ==, 1);
  g_assert_cmpuint (cl_field_get_index (cl_ledger_find_field (find (test, "pet"), name)), ==, 2);
  cl_test_store_change (test, "pet", id, "weight", "7");
  colour = cl_test_store_get (test, "pet", id, name);
  weight = cl_test_store_get (test, "pet", id, "weight");
  g_assert_cmpstr (colour, ==, "黄");
  g_assert_cmpstr (weight, ==, "7");
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
  before = cl_test_store_get (test, "pet", id, name);
  g_assert_cmpstr (before, ==, "");
}

static void
test_hidden (void)
{
  g_autoptr(ClTestStore) test = pets ();
  gint64 id = cl_test_store_add (test, "pet", "name", "旺财", NULL);
  const ClField *field = add (test, "pet", "毛色", CL_FIELD_TEXT, NULL);
  g_autofree char *name = g_strdup (cl_field_get_name (field));
  g_autoptr(GError) error = NULL;

  cl_test_store_change (test, "pet", id, name, "黄");
  g_assert_true (cl_store_hide_own_field (test->store, find (test, "pet"), field, TRUE, &error));
  g_assert_no_error (error);
  for (int round = 0; round < 2; round++)
    {
      g_autofree char *kept = cl_test_store_get (test, "pet", id, name);

      g_assert_true (cl_field_is_hidden (cl_ledger_find_field (find (test, "pet"), name)));
      g_assert_cmpuint (g_strv_length ((GStrv) cl_ledger_get_columns (find (test, "pet"))), ==, 1);
      g_assert_cmpstr (kept, ==, "黄");
      cl_test_store_reopen (test);
    }
  /* The same column asked for again is that one; another kind of it is not. */
  g_assert_null (cl_store_add_own_field (test->store, find (test, "pet"), "毛色", CL_FIELD_DATE, NULL, NULL, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  g_clear_error (&error);
  field = add (test, "pet", " 毛色 ", CL_FIELD_TEXT, NULL);
  g_assert_cmpstr (cl_field_get_name (field), ==, name);
  g_assert_false (cl_field_is_hidden (field));
  g_assert_cmpuint (g_strv_length ((GStrv) cl_ledger_get_columns (find (test, "pet"))), ==, 2);
  /* The ledger's own are always shown. */
  g_assert_false (cl_store_hide_own_field (test->store, find (test, "pet"), cl_ledger_get_field (find (test, "pet"), 0), TRUE, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

static void
refuse (ClTestStore *test, const char *label, ClFieldType type, const char *of)
{
  g_autoptr(GError) error = NULL;
  gint64 entries = cl_test_store_query (test, "SELECT count(*) FROM journal");

  g_assert_null (cl_store_add_own_field (test->store, find (test, "pet"), label, type, of, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM journal"), ==, entries);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM description"), ==, cl_ledger_get_n_fields (find (test, "pet")) - 1);
}

static void
test_refused (void)
{
  g_autoptr(ClTestStore) test = pets ();

  add (test, "pet", "毛色", CL_FIELD_TEXT, NULL);
  refuse (test, "毛色", CL_FIELD_TEXT, NULL);
  refuse (test, "名字", CL_FIELD_TEXT, NULL);
  refuse (test, "  ", CL_FIELD_TEXT, NULL);
  refuse (test, "甲|乙", CL_FIELD_TEXT, NULL);
  refuse (test, "甲\n乙", CL_FIELD_TEXT, NULL);
  refuse (test, "品种", CL_FIELD_CODE, NULL);
  refuse (test, "品种", CL_FIELD_CODE, "犬");
  refuse (test, "品种", CL_FIELD_CODE, "犬|犬");
  refuse (test, "主人", CL_FIELD_REFERENCE, "person");
  refuse (test, "很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长", CL_FIELD_TEXT, NULL);
  /* Names of which nothing Latin is left, names that sound alike, and marks of XML. */
  add (test, "pet", "“”＆<>\"'", CL_FIELD_TEXT, NULL);
  add (test, "pet", "——", CL_FIELD_TEXT, NULL);
  add (test, "pet", "毛涩", CL_FIELD_CODE, "<红>|\"白\"&|'黑'");
  cl_test_store_reopen (test);
  g_assert_cmpuint (cl_ledger_get_n_fields (find (test, "pet")), ==, 5);
}

/* A record held while a column is added stays what it was, and is saved without it. */
static gboolean
save_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  return cl_transaction_save (transaction, data, error);
}

static void
test_held (void)
{
  g_autoptr(ClTestStore) test = pets ();
  g_autoptr(GError) error = NULL;
  gint64 id = cl_test_store_add (test, "pet", "name", "旺财", NULL);
  g_autoptr(ClRecord) record = cl_record_load (cl_store_get_reader (test->store), find (test, "pet"), id, &error);
  g_autoptr(ClRecord) copy = NULL;
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  add (test, "pet", "毛色", CL_FIELD_TEXT, NULL);
  copy = cl_record_copy (record);
  cl_record_set_text (copy, "name", "旺旺", &error);
  g_assert_cmpint (cl_store_write (test->store, "rename", save_cb, copy, &error), >, 0);
  cl_record_set_text (record, "name", "来福", &error);
  g_assert_cmpint (cl_store_write (test->store, "rename", save_cb, record, &error), >, 0);
  g_assert_no_error (error);
  name = cl_test_store_get (test, "pet", id, "name");
  g_assert_cmpstr (name, ==, "来福");
}

/* Lists show it, the search looks into it. */
static void
test_list (void)
{
  g_autoptr(ClTestStore) test = pets ();
  g_autoptr(ClRowModel) rows = NULL;
  g_autoptr(ClSearch) search = NULL;
  g_autoptr(GArray) found = NULL;
  gint64 id = cl_test_store_add (test, "pet", "name", "旺财", NULL);
  guint n;

  cl_test_store_change (test, "pet", id, cl_field_get_name (add (test, "pet", "毛色", CL_FIELD_TEXT, NULL)), "黄白相间");
  rows = cl_row_model_new (test->store, find (test, "pet"), NULL);
  g_assert_cmpuint (cl_row_model_get_n_columns (rows), ==, 2);
  g_assert_cmpstr (cl_row_model_get_column_title (rows, 1), ==, "毛色");
  search = cl_search_new (test->store, find (test, "pet"));
  found = cl_search_find (search, "hbxj", 0, &n);
  g_assert_cmpuint (n, ==, 1);
}

static void
write_file (ClTestStore *test, const char *name, const char *text, char **path)
{
  *path = g_build_filename (test->folder, name, NULL);
  g_assert_true (g_file_set_contents (*path, text, -1, NULL));
}

static void
test_ledger (void)
{
  g_autoptr(ClTestStore) test = pets ();
  g_autoptr(GError) error = NULL;
  g_autofree char *good = NULL, *foreign = NULL, *broken = NULL, *name = NULL, *owner = NULL;
  gint64 pet = cl_test_store_add (test, "pet", "name", "旺财", NULL), id;
  ClLedger *ledger;

  write_file (test, "vaccine.xml", "<ledger version='1' name='own_vaccine' title='疫苗' order='name'><field name='name' type='text' label='名称'/>"
              "<field name='pet' type='reference' to='pet' label='宠物'/><field name='before' type='reference' to='own_vaccine' label='上一次'/>"
              "<field name='phones' type='phone' several='yes' label='电话'/></ledger>", &good);
  write_file (test, "pet.xml", "<ledger version='1' name='vaccine' title='疫苗'><field name='name' type='text' label='名称'/></ledger>", &foreign);
  write_file (test, "broken.xml", "<ledger version='1' name='own_x' title='坏'><field name='to' type='reference' to='nowhere' label='名称'/></ledger>", &broken);
  g_assert_null (cl_store_add_own_ledger (test->store, foreign, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DESCRIPTION);
  g_clear_error (&error);
  g_assert_null (cl_store_add_own_ledger (test->store, broken, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_DESCRIPTION);
  g_clear_error (&error);
  g_assert_null (find (test, "own_x"));
  ledger = cl_store_add_own_ledger (test->store, good, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_ledger_get_title (ledger), ==, "疫苗");
  g_assert_null (cl_store_add_own_ledger (test->store, good, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_CONFLICT);
  g_clear_error (&error);
  g_remove (good);
  owner = g_strdup_printf ("%" G_GINT64_FORMAT, pet);
  id = cl_test_store_add (test, "own_vaccine", "name", "狂犬", "pet", owner, "phones", "13800000001、13800000002", NULL);
  cl_test_store_reopen (test);
  name = cl_test_store_get (test, "own_vaccine", id, "phones");
  g_assert_cmpstr (name, ==, "13800000001、13800000002");
  g_assert_cmpint (cl_store_undo (test->store, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM own_vaccine__phones"), ==, 0);
  /* A column of the office's own in a ledger of its own. */
  add (test, "own_vaccine", "批号", CL_FIELD_TEXT, NULL);
  cl_test_store_reopen (test);
  g_assert_cmpuint (cl_ledger_get_n_fields (find (test, "own_vaccine")), ==, 5);
}

#define VACCINE "<ledger version='1' name='own_vaccine' title='%s' columns='name%s'><field name='name' type='text' label='名称'/>%s</ledger>"

static char *
add_text (ClTestStore *test, ClOwnKind kind, gboolean replace, int code, const char *text)
{
  g_autoptr(GError) error = NULL;
  char *name = cl_store_add_own_text (test->store, kind, "sent.xml", text, replace, &error);

  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, CL_ERROR, code);
  g_assert_cmpint (name != NULL, ==, code < 0);
  return name;
}

static void
hide (ClTestStore *test, ClOwnKind kind, const char *name, gboolean hidden)
{
  g_autoptr(GError) error = NULL;

  cl_store_hide_own (test->store, kind, name, hidden, &error);
  g_assert_no_error (error);
}

/* A new version of a ledger has what the former one had, and more; what the office added to it, and what records hold, stay. */
static void
test_version (void)
{
  g_autoptr(ClTestStore) test = pets ();
  g_autofree char *first = g_strdup_printf (VACCINE, "疫苗", "", "<field name='dose' type='integer' label='剂次'/>");
  g_autofree char *less = g_strdup_printf (VACCINE, "疫苗", "", "");
  g_autofree char *other = g_strdup_printf (VACCINE, "疫苗", "", "<field name='dose' type='date' label='剂次'/>");
  g_autofree char *wrong = g_strdup_printf (VACCINE, "疫苗", " nothing", "<field name='dose' type='integer' label='剂次'/>");
  g_autofree char *next = g_strdup_printf (VACCINE, "疫苗接种", " day",
                                           "<field name='day' type='date' label='接种日'/><field name='dose' type='integer' label='第几剂'/>");
  g_autofree char *name = add_text (test, CL_OWN_LEDGER, FALSE, -1, first), *again = NULL, *text = NULL;
  ClLedger *ledger = find (test, "own_vaccine");
  gint64 id = cl_test_store_add (test, "own_vaccine", "name", "狂犬", "dose", "2", NULL);
  const char *batch = cl_field_get_name (add (test, "own_vaccine", "批号", CL_FIELD_TEXT, NULL));

  cl_test_store_change (test, "own_vaccine", id, batch, "A1");
  add_text (test, CL_OWN_LEDGER, FALSE, CL_ERROR_CONFLICT, next);
  add_text (test, CL_OWN_LEDGER, TRUE, CL_ERROR_CONFLICT, less);
  add_text (test, CL_OWN_LEDGER, TRUE, CL_ERROR_CONFLICT, other);
  add_text (test, CL_OWN_LEDGER, TRUE, CL_ERROR_DESCRIPTION, wrong);
  g_assert_cmpstr (cl_ledger_get_title (ledger), ==, "疫苗");
  again = add_text (test, CL_OWN_LEDGER, TRUE, -1, next);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM description WHERE kind = 'former-ledger' AND text LIKE '%剂次%'"), ==, 1);
  for (int round = 0; round < 2; round++)
    {
      g_autofree char *dose = cl_test_store_get (test, "own_vaccine", id, "dose"), *held = cl_test_store_get (test, "own_vaccine", id, "own_pi_hao");

      ledger = find (test, "own_vaccine");
      g_assert_cmpstr (cl_ledger_get_title (ledger), ==, "疫苗接种");
      g_assert_cmpuint (cl_ledger_get_n_fields (ledger), ==, 4);
      g_assert_cmpstr (cl_field_get_label (cl_ledger_find_field (ledger, "dose")), ==, "第几剂");
      g_assert_true (g_strv_contains (cl_ledger_get_columns (ledger), "day") && g_strv_contains (cl_ledger_get_columns (ledger), batch));
      g_assert_cmpstr (dose, ==, "2");
      g_assert_cmpstr (held, ==, "A1");
      cl_test_store_change (test, "own_vaccine", id, "day", round == 0 ? "2027-03-01" : "2027-03-02");
      if (round == 0)
        cl_test_store_reopen (test);
      batch = "own_pi_hao";
    }
  hide (test, CL_OWN_LEDGER, "own_vaccine", TRUE);
  g_assert_true (cl_ledger_is_hidden (find (test, "own_vaccine")));
  cl_test_store_reopen (test);
  g_assert_true (cl_ledger_is_hidden (find (test, "own_vaccine")));
  hide (test, CL_OWN_LEDGER, "own_vaccine", FALSE);
  g_assert_false (cl_ledger_is_hidden (find (test, "own_vaccine")));
  text = cl_store_get_own_text (test->store, CL_OWN_LEDGER, "own_vaccine", NULL);
  g_assert_cmpstr (text, ==, next);
}

#define TAGGED "<?xml version='1.0'?><!-- the town's own: <form> --><rules version='1' name='%s' title='%s' locality='某镇' source='镇发〔2027〕1号'>" \
               "<rule name='tagged' each='pet' clause='二'><require condition=\"name = '旺财'\"/><sentence>{name}不叫旺财</sentence></rule></rules>"

static guint
count_findings (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = cl_rules_run_of (cl_store_get_catalogue (test->store), cl_store_get_reader (test->store), "roster", "own_town", NULL, 0, &error);

  g_assert_no_error (error);
  return found->len;
}

/* A rule set of the office's own runs as one that is installed does, in this file and the next time it opens. */
static void
test_rules (void)
{
  g_autoptr(ClTestStore) test = pets ();
  g_autofree char *foreign = g_strdup_printf (TAGGED, "town", "镇"), *good = g_strdup_printf (TAGGED, "own_town", "本镇"), *next = g_strdup_printf (TAGGED, "own_town", "本镇二版");
  g_autofree char *name = NULL, *again = NULL, *text = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GString) wrong = g_string_new (good);
  ClOwnKind kind;

  cl_test_store_add (test, "pet", "name", "来福", NULL);
  g_string_replace (wrong, "name =", "nothing =", 0);
  add_text (test, CL_OWN_RULES, FALSE, CL_ERROR_DESCRIPTION, foreign);
  add_text (test, CL_OWN_RULES, FALSE, CL_ERROR_DESCRIPTION, wrong->str);
  add_text (test, CL_OWN_LEDGER, FALSE, CL_ERROR_DESCRIPTION, good);
  g_assert_cmpuint (count_findings (test), ==, 0);
  g_free (cl_own_read_kind ("sent.xml", good, &kind, NULL));
  g_assert_cmpint (kind, ==, CL_OWN_RULES);
  name = add_text (test, CL_OWN_RULES, FALSE, -1, good);
  g_assert_cmpstr (name, ==, "own_town");
  g_assert_cmpuint (count_findings (test), ==, 1);
  cl_test_store_reopen (test);
  g_assert_cmpuint (count_findings (test), ==, 1);
  hide (test, CL_OWN_RULES, "own_town", TRUE);
  g_assert_cmpuint (count_findings (test), ==, 0);
  cl_test_store_reopen (test);
  g_assert_cmpuint (count_findings (test), ==, 0);
  again = add_text (test, CL_OWN_RULES, TRUE, -1, next);
  g_assert_cmpuint (count_findings (test), ==, 1);
  list = cl_store_list_own (test->store, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((ClOwnDescription *) list->pdata[0])->title, ==, "本镇二版");
  g_assert_false (((ClOwnDescription *) list->pdata[0])->hidden);
  text = cl_store_get_own_text (test->store, CL_OWN_RULES, "own_town", NULL);
  g_assert_cmpstr (text, ==, next);
}

/* Files may not take names that are kept for the office. */
static void
test_kept (void)
{
  g_autoptr(ClCatalogue) catalogue = cl_catalogue_new ();
  g_autofree char *folder = g_dir_make_tmp ("canlian-own-XXXXXX", NULL);
  g_autofree char *ledgers = g_build_filename (folder, "ledgers", NULL);
  g_autofree char *path = g_build_filename (ledgers, "pet.xml", NULL);
  g_autofree char *text = g_strdup_printf (PET, "<field name='own_colour' type='text' label='Colour'/>");

  g_assert_cmpint (g_mkdir (ledgers, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  cl_catalogue_add_folder (catalogue, folder, NULL);
  g_assert_cmpuint (cl_catalogue_get_problems (catalogue)->len, ==, 1);
  cl_test_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/own/types", test_types);
  g_test_add_func ("/own/undo", test_undo);
  g_test_add_func ("/own/upgrade", test_upgrade);
  g_test_add_func ("/own/hidden", test_hidden);
  g_test_add_func ("/own/refused", test_refused);
  g_test_add_func ("/own/held", test_held);
  g_test_add_func ("/own/list", test_list);
  g_test_add_func ("/own/ledger", test_ledger);
  g_test_add_func ("/own/version", test_version);
  g_test_add_func ("/own/rules", test_rules);
  g_test_add_func ("/own/kept", test_kept);
  return g_test_run ();
}
