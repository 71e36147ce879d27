/* A plugin's importer: a format that no sheet reader knows becomes rows like any other. */

#include <string.h>

#include "cl-error.h"
#include "cl-import.h"
#include "cl-test-store.h"

/* Lines of "name~number" after a line of its own. */
#define MAGIC "ROLL 1\n"

struct _Roll
{
  ClSheetReader parent;
  GStrv lines;
  GStrv parts; /* of the line given last */
  guint next;
};

#define TYPE_ROLL (roll_get_type ())
G_DECLARE_FINAL_TYPE (Roll, roll, TEST, ROLL, ClSheetReader)
G_DEFINE_FINAL_TYPE (Roll, roll, CL_TYPE_SHEET_READER)

static gboolean
roll_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  Roll *roll = TEST_ROLL (reader);

  g_ptr_array_set_size (cells, 0);
  if (roll->lines[roll->next] == NULL || *roll->lines[roll->next] == '\0')
    return FALSE;
  g_strfreev (roll->parts);
  roll->parts = g_strsplit (roll->lines[roll->next++], "~", -1);
  for (guint i = 0; roll->parts[i] != NULL; i++)
    g_ptr_array_add (cells, roll->parts[i]);
  *row_number = roll->next;
  return TRUE;
}

static void
roll_finalize (GObject *object)
{
  g_strfreev (TEST_ROLL (object)->lines);
  g_strfreev (TEST_ROLL (object)->parts);
  G_OBJECT_CLASS (roll_parent_class)->finalize (object);
}

static void
roll_class_init (RollClass *class)
{
  G_OBJECT_CLASS (class)->finalize = roll_finalize;
  CL_SHEET_READER_CLASS (class)->next = roll_next;
}

static void
roll_init (Roll *roll)
{
}

struct _Guest
{
  GObject parent;
  gint n_opened; /* atomic: the rows are read on the writer thread */
};

#define TYPE_GUEST (guest_get_type ())
G_DECLARE_FINAL_TYPE (Guest, guest, TEST, GUEST, GObject)

static gboolean
guest_recognises (ClImporter *importer, const char *path, const char *head, gsize size)
{
  return size >= strlen (MAGIC) && memcmp (head, MAGIC, strlen (MAGIC)) == 0;
}

static ClSheetReader *
guest_open (ClImporter *importer, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  Roll *roll;

  g_atomic_int_inc (&TEST_GUEST (importer)->n_opened);
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  if (strstr (text, "broken") != NULL)
    return NULL;
  roll = g_object_new (TYPE_ROLL, NULL);
  roll->lines = g_strsplit (text + strlen (MAGIC), "\n", -1);
  return CL_SHEET_READER (roll);
}

static void
guest_importer_init (ClImporterInterface *iface)
{
  iface->recognises = guest_recognises;
  iface->open = guest_open;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Guest, guest, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (CL_TYPE_IMPORTER, guest_importer_init))

static void
guest_class_init (GuestClass *class)
{
}

static void
guest_init (Guest *guest)
{
}

static ClImport *
open (ClTestStore *test, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (test->folder, "roll.csv", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return cl_import_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), path, NULL, error);
}

static void
test_guest (void)
{
  g_autoptr(ClTestStore) test = cl_test_store_new ();
  g_autoptr(Guest) guest = g_object_new (TYPE_GUEST, NULL);
  g_autoptr(ClImport) import = NULL;
  g_autoptr(ClImport) ordinary = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (open (test, MAGIC "姓名~身份证号\n张伟~99112319560307001X\n", &error));
  g_clear_error (&error);
  cl_catalogue_add_guest (test->catalogue, G_OBJECT (guest));
  import = open (test, MAGIC "姓名~身份证号\n张伟~99112319560307001X\n王芳~991123195603070028\n", &error);
  g_assert_no_error (error);
  cl_import_run (import, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, 2);
  g_assert_cmpint (g_atomic_int_get (&guest->n_opened), ==, 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person WHERE id_number = '991123195603070028'"), ==, 1);

  /* What it does not recognise is read as ever. */
  ordinary = open (test, "姓名,身份证号\n李娜,991123201202290036\n", &error);
  g_assert_no_error (error);
  cl_import_run (ordinary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_import_get_count (ordinary, CL_OUTCOME_ADDED), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&guest->n_opened), ==, 2);

  /* A guest that fails without a word has one lent to it. */
  g_assert_null (open (test, MAGIC "broken\n", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/importer/guest", test_guest);
  return g_test_run ();
}
