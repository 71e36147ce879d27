#include "cl-test-store.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-date.h"
#include "cl-paths.h"

void
cl_test_add_plugins (ClCatalogue *catalogue)
{
  g_auto(GStrv) roots = g_strsplit (g_getenv ("CANLIAN_PLUGIN_DIR"), G_SEARCHPATH_SEPARATOR_S, -1);

  for (guint i = 0; roots[i] != NULL; i++)
    {
      g_autoptr(GDir) dir = g_dir_open (roots[i], 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *folder = g_build_filename (roots[i], name, NULL);
          g_autofree char *file = g_strdup_printf ("%s/%s.plugin", folder, name);

          if (g_file_test (file, G_FILE_TEST_EXISTS))
            cl_catalogue_add_folder (catalogue, folder, name);
        }
    }
}

static void
load_catalogue (ClTestStore *test)
{
  const GPtrArray *problems;
  g_autofree char *own = g_build_filename (test->folder, "descriptions", NULL);

  g_clear_object (&test->catalogue);
  test->catalogue = cl_catalogue_new ();
  if (g_file_test (own, G_FILE_TEST_IS_DIR))
    cl_catalogue_add_folder (test->catalogue, own, NULL);
  else
    cl_catalogue_add_folder (test->catalogue, cl_paths_get_core_dir (), NULL);
  if (test->with_plugins)
    cl_test_add_plugins (test->catalogue);
  cl_catalogue_finish (test->catalogue);
  problems = cl_catalogue_get_problems (test->catalogue);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", ((const GError *) g_ptr_array_index (problems, i))->message);
  g_assert_cmpuint (problems->len, ==, 0);
}

static ClTestStore *
make (void)
{
  ClTestStore *test = g_new0 (ClTestStore, 1);
  g_autoptr(GError) error = NULL;

  test->folder = g_dir_make_tmp ("canlian-test-XXXXXX", &error);
  g_assert_no_error (error);
  test->path = g_build_filename (test->folder, "office.canlian", NULL);
  cl_today_set (CL_TEST_TODAY, &error);
  g_assert_no_error (error);
  return test;
}

static void
open_store (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;

  test->store = cl_store_open (test->path, test->catalogue, CL_STORE_CREATE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (test->store);
}

static ClTestStore *
make_office (gboolean with_plugins)
{
  ClTestStore *test = make ();
  g_autoptr(GError) error = NULL;

  test->with_plugins = with_plugins;
  load_catalogue (test);
  open_store (test);
  cl_store_set_office (test->store, CL_TEST_OFFICE_CODE, CL_TEST_OFFICE_NAME, &error);
  g_assert_no_error (error);
  return test;
}

ClTestStore *
cl_test_store_new (void)
{
  return make_office (FALSE);
}

ClTestStore *
cl_test_store_new_with_plugins (void)
{
  return make_office (TRUE);
}

void
cl_test_store_describe (ClTestStore *test, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (test->folder, "descriptions", name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

ClTestStore *
cl_test_store_new_described (const char *name, const char *text, ...)
{
  ClTestStore *test = make ();
  va_list arguments;

  va_start (arguments, text);
  while (name != NULL)
    {
      cl_test_store_describe (test, name, text);
      name = va_arg (arguments, const char *);
      text = name != NULL ? va_arg (arguments, const char *) : NULL;
    }
  va_end (arguments);
  load_catalogue (test);
  open_store (test);
  return test;
}

void
cl_test_store_close (ClTestStore *test)
{
  if (test->store != NULL)
    cl_store_close (test->store);
  g_clear_object (&test->store);
}

void
cl_test_store_reopen (ClTestStore *test)
{
  cl_test_store_close (test);
  load_catalogue (test);
  open_store (test);
}

void
cl_test_store_free (ClTestStore *test)
{
  cl_test_store_close (test);
  g_clear_object (&test->catalogue);
  cl_test_remove_tree (test->folder);
  g_free (test->folder);
  g_free (test->path);
  g_free (test);
}

static gboolean
save_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  return cl_transaction_save (transaction, data, error);
}

static gint64
save (ClTestStore *test, ClRecord *record, const char *words)
{
  g_autoptr(GError) error = NULL;
  gint64 entry = cl_store_write (test->store, words, save_cb, record, &error);

  g_assert_no_error (error);
  return entry;
}

static void
set_typed (ClRecord *record, const char *name, const char *text)
{
  const ClField *field = cl_ledger_find_field (cl_record_get_ledger (record), name);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (field);
  if (cl_field_is_link (field) && cl_field_is_several (field))
    {
      g_auto(GStrv) texts = g_strsplit (text, " ", -1);
      g_auto(ClValue) value = CL_VALUE_INIT;
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      for (guint i = 0; texts[i] != NULL; i++)
        {
          gint64 id = g_ascii_strtoll (texts[i], NULL, 10);

          g_array_append_val (ids, id);
        }
      cl_value_take_ids (&value, ids);
      cl_record_set (record, field, &value);
    }
  else if (cl_field_is_link (field))
    cl_record_set_reference (record, name, g_ascii_strtoll (text, NULL, 10));
  else
    {
      cl_record_set_text (record, name, text, &error);
      g_assert_no_error (error);
    }
}

gint64
cl_test_store_add (ClTestStore *test, const char *ledger, const char *field, const char *text, ...)
{
  ClLedger *found = cl_catalogue_find_ledger (test->catalogue, ledger);
  g_autoptr(ClRecord) record = NULL;
  g_autofree char *words = g_strdup_printf ("add %s", ledger);
  va_list arguments;

  g_assert_nonnull (found);
  record = cl_record_new (found);
  va_start (arguments, text);
  while (field != NULL)
    {
      set_typed (record, field, text);
      field = va_arg (arguments, const char *);
      text = field != NULL ? va_arg (arguments, const char *) : NULL;
    }
  va_end (arguments);
  save (test, record, words);
  return cl_record_get_id (record);
}

static gboolean
attach_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("a scan", 6);

  *(gint64 *) data = cl_transaction_attach_bytes (transaction, bytes, "扫描件.pdf", error);
  return *(gint64 *) data != 0;
}

static gint64
attach (ClTestStore *test)
{
  g_autoptr(GError) error = NULL;
  gint64 id = 0;

  g_assert_cmpint (cl_store_write (test->store, "attach", attach_cb, &id, &error), >, 0);
  g_assert_no_error (error);
  return id;
}

static char *
make_text (ClTestStore *test, const ClField *field)
{
  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_TEXT:
      return g_strdup_printf ("%s-1", cl_field_get_name (field));
    case CL_FIELD_LONG_TEXT:
      return g_strdup ("一，“二”。\n三");
    case CL_FIELD_INTEGER:
      return g_strdup (strstr (cl_field_get_name (field), "year") != NULL ? "2027" : "7");
    case CL_FIELD_MONEY:
      return g_strdup ("1200.50");
    case CL_FIELD_DATE:
      return g_strdup ("2027-03-01");
    case CL_FIELD_MONTH:
      return g_strdup ("2027-03");
    case CL_FIELD_BOOLEAN:
      return g_strdup ("是");
    case CL_FIELD_CODE:
      return g_strdup (cl_codes_get_label (cl_field_get_codes (field), cl_codes_get_code (cl_field_get_codes (field), 0)));
    case CL_FIELD_REFERENCE:
      return g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add_full (test, cl_field_get_target (field)));
    case CL_FIELD_PHONE:
      return g_strdup ("13800000012");
    case CL_FIELD_ATTACHMENT:
      return g_strdup_printf ("%" G_GINT64_FORMAT, attach (test));
    default:
      return NULL;
    }
}

gint64
cl_test_store_add_full (ClTestStore *test, const char *ledger)
{
  ClLedger *found = cl_catalogue_find_ledger (test->catalogue, ledger);
  g_autoptr(ClRecord) record = NULL;
  static guint counter;

  g_assert_nonnull (found);
  /* Core ledgers refer to themselves, and their numbers must be valid: these few are enough to be referred to. */
  if (strcmp (ledger, "person") == 0)
    {
      g_autofree char *name = g_strdup_printf ("张伟%u", ++counter);

      return cl_test_store_add (test, "person", "name", name, NULL);
    }
  if (strcmp (ledger, "household") == 0)
    {
      g_autofree char *number = g_strdup_printf ("Y-%03u", ++counter);

      return cl_test_store_add (test, "household", "number", number, NULL);
    }
  if (strcmp (ledger, "division") == 0)
    {
      g_autofree char *name = g_strdup_printf ("第%u村", ++counter);

      return cl_test_store_add (test, "division", "name", name, "level", "village", NULL);
    }
  if (strcmp (ledger, "organisation") == 0)
    {
      g_autofree char *name = g_strdup_printf ("第%u村残疾人协会", ++counter);
      g_autofree char *division = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add_full (test, "division"));

      return cl_test_store_add (test, "organisation", "name", name, "kind", "village-association", "division", division, NULL);
    }
  if (strcmp (ledger, "appointment") == 0)
    {
      g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add_full (test, "person"));
      g_autofree char *organisation = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add_full (test, "organisation"));

      return cl_test_store_add (test, "appointment", "person", person, "organisation", organisation, "post", "专职委员", NULL);
    }
  g_assert_nonnull (cl_ledger_get_plugin (found));
  record = cl_record_new (found);
  for (guint i = 0; i < cl_ledger_get_n_fields (found); i++)
    {
      const ClField *field = cl_ledger_get_field (found, i);
      g_autofree char *text = make_text (test, field);

      if (text != NULL)
        set_typed (record, cl_field_get_name (field), text);
    }
  save (test, record, "add full");
  return cl_record_get_id (record);
}

gint64
cl_test_store_change (ClTestStore *test, const char *ledger, gint64 id, const char *field, const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *words = g_strdup_printf ("change %s", field);
  g_autoptr(ClRecord) record = cl_record_load (cl_store_get_reader (test->store), cl_catalogue_find_ledger (test->catalogue, ledger), id, &error);

  g_assert_no_error (error);
  set_typed (record, field, text);
  return save (test, record, words);
}

typedef struct
{
  ClLedger *ledger;
  gint64 id;
} Deletion;

static gboolean
delete_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  const Deletion *deletion = data;

  return cl_transaction_delete (transaction, deletion->ledger, deletion->id, error);
}

gboolean
cl_test_store_delete (ClTestStore *test, const char *ledger, gint64 id, GError **error)
{
  Deletion deletion = { cl_catalogue_find_ledger (test->catalogue, ledger), id };

  return cl_store_write (test->store, "delete", delete_cb, &deletion, error) > 0;
}

char *
cl_test_store_get (ClTestStore *test, const char *ledger, gint64 id, const char *field)
{
  g_autoptr(ClRecord) record = cl_record_load (cl_store_get_reader (test->store), cl_catalogue_find_ledger (test->catalogue, ledger), id, NULL);

  return record != NULL ? cl_record_format (record, field) : NULL;
}

gint64
cl_test_ask (ClDatabase *database, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClStatement) statement = cl_database_prepare (database, sql, &error);

  g_assert_no_error (error);
  g_assert_true (cl_statement_step (statement, &error));
  g_assert_no_error (error);
  return cl_statement_get_integer (statement, 0);
}

gint64
cl_test_query (const char *path, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClDatabase) database = cl_database_open (path, CL_DATABASE_READ, &error);

  g_assert_no_error (error);
  return cl_test_ask (database, sql);
}

gint64
cl_test_store_query (ClTestStore *test, const char *sql)
{
  return cl_test_query (test->path, sql);
}

static gboolean
add_many_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  guint n = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ClRecord) record = cl_record_new (cl_catalogue_find_ledger (cl_transaction_get_catalogue (transaction), "person"));

      if (!cl_record_set_text (record, "name", "张伟", error) || !cl_transaction_save (transaction, record, error))
        return FALSE;
    }
  return TRUE;
}

void
cl_test_store_add_many (ClTestStore *test, guint n)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (cl_store_write (test->store, "many", add_many_cb, GUINT_TO_POINTER (n), &error), >, 0);
  g_assert_no_error (error);
}

struct _ClTestWatch
{
  ClProgress *progress;
  GThread *thread; /* NULL: it is over */
  int percent;
  gint is_over;    /* atomic */
};

static gpointer
watch_cb (gpointer data)
{
  ClTestWatch *watch = data;

  while (g_atomic_int_get (&watch->is_over) == 0 && cl_progress_get_percent (watch->progress) < watch->percent)
    g_usleep (20);
  g_cancellable_cancel (G_CANCELLABLE (watch->progress));
  return NULL;
}

ClTestWatch *
cl_test_watch_begin (ClProgress *progress, int percent)
{
  ClTestWatch *watch = g_new0 (ClTestWatch, 1);

  watch->progress = g_object_ref (progress);
  watch->percent = percent;
  if (percent < 0)
    g_cancellable_cancel (G_CANCELLABLE (progress));
  else
    watch->thread = g_thread_new ("watch", watch_cb, watch);
  return watch;
}

void
cl_test_watch_end (ClTestWatch *watch)
{
  g_atomic_int_set (&watch->is_over, 1);
  if (watch->thread != NULL)
    g_thread_join (watch->thread);
  g_object_unref (watch->progress);
  g_free (watch);
}
