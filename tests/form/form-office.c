#include "form-office.h"

#include "cl-date.h"

#define VILLAGES 3

typedef struct
{
  FormFixture *fixture;
  gboolean hostile;
  guint n;
} Filling;

static char *
make_name (const Filling *filling, guint i)
{
  static const char *const family[] = { "张", "李", "王", "欧阳", "𠮷田", "赵" };

  if (filling->hostile && i % 7 == 0)
    return g_strdup_printf ("阿布都克里木·买买提艾力江·吐尔逊阿依古丽𠮷%u", 1000 + i % 1000);
  return g_strdup_printf ("%s%s", family[i % G_N_ELEMENTS (family)], i % 3 == 0 ? "伟" : "丽华");
}

static gint64
save (ClTransaction *transaction,
      ClCatalogue *catalogue,
      const char *ledger,
      ...)
{
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (catalogue, ledger));
  g_autoptr (GError) error = NULL;
  const char *field;
  va_list list;

  va_start (list, ledger);
  while ((field = va_arg (list, const char *)) != NULL)
    {
      const char *text = va_arg (list, const char *);

      if (field[0] == '@')
        cl_record_set_reference (record, field + 1, g_ascii_strtoll (text, NULL, 10));
      else if (text != NULL)
        cl_record_set_text (record, field, text, &error);
      g_assert_no_error (error);
    }
  va_end (list);
  cl_transaction_save (transaction, record, &error);
  g_assert_no_error (error);
  return cl_record_get_id (record);
}

static void
fill_village (Filling *filling, ClTransaction *transaction, guint v)
{
  ClCatalogue *catalogue = filling->fixture->catalogue;
  g_autofree char *name = g_strdup_printf ("%s村", v == 0 ? "上河" : v == 1 ? "下河" : "青石岭"), *code = g_strdup_printf ("99112310120%u", v + 1);
  g_autofree char *position = g_strdup_printf ("%u", v + 1);
  g_autofree char *village = g_strdup_printf ("%" G_GINT64_FORMAT, save (transaction, catalogue, "division", "name", name, "code", code, "level", "village",
                                                                          "position", position, NULL));
  g_autofree char *called = g_strconcat (name, "残疾人协会", NULL);
  g_autofree char *association = g_strdup_printf ("%" G_GINT64_FORMAT, save (transaction, catalogue, "organisation", "name", called, "kind", "village-association",
                                                                              "@division", village, NULL));

  for (guint i = 0; i < filling->n; i++)
    {
      guint number = v * 1000 + i;
      g_autofree char *who = make_name (filling, i), *id = form_fixture_make_id (number), *phone = g_strdup_printf ("138%08u", number);
      g_autofree char *birth = g_strdup_printf ("%u-01-01", i == 5 ? 2015 : 1940 + i % 60);
      g_autofree char *certificate = g_strconcat (id, "42", NULL);
      g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT,
                                                 save (transaction, catalogue, "person", "name", who, "id_number", id, "phones", phone, "@division", village,
                                                       "certificate_number", certificate, "birth", birth, "disability", i % 4 == 3 ? "suspected" : "certified", "address", "青石岭村3组", NULL));

      if (i < 9)
        save (transaction, catalogue, "appointment", "@person", person, "@organisation", association, "post",
              i == 0 ? "主席" : i == 1 ? "副主席" : i == 2 ? "委员、专职委员" : "委员", "start", "2026-01-01", NULL);
      if (i < 2)
        {
          g_autofree char *house = g_strdup_printf ("H%u%u", v, i);
          g_autoptr (GString) remark = g_string_new ("长期卧床，需要照料。");
          g_autofree char *household = NULL;

          for (guint k = 0; filling->hostile && k < 120; k++)
            g_string_append (remark, "家中老人年迈，生活困难，就医路远，无人照看。");
          household = g_strdup_printf ("%" G_GINT64_FORMAT, save (transaction, catalogue, "household", "number", house, "@head", person, "@division", village,
                                                                  "address", "青石岭村3组", "phones", phone, "remark", remark->str, NULL));
          for (guint k = 0; k < (filling->hostile ? 12 : 3); k++)
            save (transaction, catalogue, "member", "@household", household, "@person", person, NULL);
        }
    }
}

static gboolean
fill_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  for (guint v = 0; v < VILLAGES; v++)
    fill_village (data, transaction, v);
  return TRUE;
}

void
form_office_set_up (FormFixture *fixture, FormOfficeKind kind)
{
  static const char *const plugins[] = { "roster", "household", "training", "archive" };
  Filling filling = { fixture, kind == FORM_OFFICE_HOSTILE, kind == FORM_OFFICE_HOSTILE ? 200 : 12 };
  g_autofree char *own = g_test_build_filename (G_TEST_DIST, "form", "descriptions", NULL), *path = NULL;
  g_autoptr (GError) error = NULL;

  cl_today_set ("2026-05-20", NULL);
  fixture->folder = g_dir_make_tmp ("canlian-form-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->catalogue = cl_catalogue_new ();
  cl_catalogue_add_folder (fixture->catalogue, g_getenv ("CANLIAN_CORE_DIR"), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (plugins); i++)
    {
      g_autofree char *folder = g_build_filename (g_getenv ("CANLIAN_PLUGIN_DIR"), plugins[i], NULL);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        cl_catalogue_add_folder (fixture->catalogue, folder, plugins[i]);
    }
  cl_catalogue_add_folder (fixture->catalogue, own, "test");
  cl_catalogue_finish (fixture->catalogue);
  path = g_build_filename (fixture->folder, "office.canlian", NULL);
  fixture->store = cl_store_open (path, fixture->catalogue, CL_STORE_CREATE, &error);
  g_assert_no_error (error);
  cl_store_set_office (fixture->store, "991123101", "云岭镇", &error);
  g_assert_no_error (error);
  if (kind == FORM_OFFICE_NONE)
    return;
  cl_store_write (fixture->store, "fill", fill_cb, &filling, &error);
  g_assert_no_error (error);
}
