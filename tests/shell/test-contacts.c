/* Contacts of a telephone: what the reader makes of vCard as telephones really write it, and that the import takes no name alone for a person. */

#include <string.h>

#include "canlian.h"
#include "cl-plugins.h"
#include "cl-test-store.h"
#include "roster-vcard.h"

static GPtrArray *
parse (const char *text, gssize size, GError **error)
{
  return roster_vcard_parse (text, size < 0 ? strlen (text) : (gsize) size, "通讯录.vcf", error);
}

/* The first contact of @text. */
static void
assert_contact (const char *text, const char *name, const char *phones)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) contacts = parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (contacts->len, ==, 1);
  g_assert_cmpstr (((const RosterContact *) contacts->pdata[0])->name, ==, name);
  g_assert_cmpstr (((const RosterContact *) contacts->pdata[0])->phones, ==, phones);
}

static void
test_versions (void)
{
  /* Android, 2.1: quoted-printable with soft breaks inside a character. */
  assert_contact ("BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=BC=\r\n=9F;;;\r\n"
                  "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E4=BC=9F=E5=BC=A0\r\nTEL;CELL:138-0000-0012\r\nTEL;HOME;PREF:0358 6322138\r\nEND:VCARD\r\n",
                  "张伟", "138-0000-0012、0358 6322138");
  /* 3.0: folded lines, groups, labels, escapes. */
  assert_contact ("BEGIN:VCARD\nVERSION:3.0\nN:阿达力·叶尔江;;;;\nFN:阿达力\n ·叶尔江\nitem1.TEL;type=pref:13900000001\nitem1.X-ABLabel:妻\n"
                  "item2.TEL:13900000002\nitem2.X-ABLabel:_$!<Mobile>!$_\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\n /2wBDAAEBAQ\nEND:VCARD\n",
                  "阿达力·叶尔江", "13900000001（妻）、13900000002");
  /* 4.0: URIs with extensions, quoted parameters. */
  assert_contact ("BEGIN:VCARD\nVERSION:4.0\nFN:王芳\nTEL;VALUE=uri;TYPE=\"voice,home:x;y\":tel:+86-358-6322138;ext=102\nEND:VCARD\n", "王芳", "+86-358-6322138转102");
  /* A secretary's card within the card, the same number twice, a name in Latin letters. */
  assert_contact ("begin:vcard\nversion:2.1\nN:Smith;John\nTEL:10086\nAGENT:\nBEGIN:VCARD\nFN:别人\nTEL:1\nEND:VCARD\nTEL;WORK:10086\nend:vcard\n", "John Smith", "10086");
  assert_contact ("BEGIN:VCARD\nVERSION:3.0\nORG:云岭镇\\;残联;办公室\nTEL:10086,p2\nEND:VCARD\n", "云岭镇;残联", "10086");
  assert_contact ("BEGIN:VCARD\nEND:VCARD\n", "", "");
}

/* What no line says the encoding of: UTF-8 where it is that, else GB18030. */
static void
test_encodings (void)
{
  static const char utf_8[] = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:张;伟\r\nTEL:13800000012\r\nEND:VCARD\r\n";
  static const char *const encodings[] = { "GB18030", "UTF-16LE", "UTF-16BE" };
  static const char *const marks[] = { "", "\xff\xfe", "\xfe\xff" };

  assert_contact (utf_8, "张伟", "13800000012");
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gsize size;
      g_autofree char *converted = g_convert (utf_8, -1, encodings[i], "UTF-8", NULL, &size, NULL);
      g_autoptr (GByteArray) file = g_byte_array_new ();
      g_autoptr (GPtrArray) contacts = NULL;

      g_byte_array_append (file, (const guint8 *) marks[i], strlen (marks[i]));
      g_byte_array_append (file, (const guint8 *) converted, size);
      g_assert_true (roster_vcard_recognises ((const char *) file->data, file->len));
      contacts = parse ((const char *) file->data, file->len, NULL);
      g_assert_cmpuint (contacts->len, ==, 1);
      g_assert_cmpstr (((const RosterContact *) contacts->pdata[0])->name, ==, "张伟");
    }
  assert_contact ("BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5;=CE=B0\nTEL:1\nEND:VCARD\n", "张伟", "1");
  assert_contact ("BEGIN:VCARD\nVERSION:3.0\nFN;ENCODING=B:5byg5Lyf\nTEL:1\nEND:VCARD\n", "张伟", "1");
  g_assert_false (roster_vcard_recognises ("姓名,电话\n", 14));
  g_assert_false (roster_vcard_recognises ("BEGIN:VC", 8));
}

static void
test_broken (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) none = parse ("BEGIN:VCARD\nFN:张伟\nEND:VCARD\nBEGIN:VCARD\nFN:王芳\n", -1, &error);
  g_autoptr (GString) long_line = g_string_new ("BEGIN:VCARD\nFN:");

  g_assert_null (none);
  g_assert_error (error, CL_ERROR, CL_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "contact 2"));
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (long_line, 'x');
  g_string_append (long_line, "\nFN:张伟\nno colon\n:\n;;:x\nTEL:\nTEL:=\nEND:VCARD\nEND:VCARD\n");
  assert_contact (long_line->str, "张伟", "=");
}

static ClImport *
rehearse (ClTestStore *test, const char *text)
{
  g_autofree char *path = g_build_filename (test->folder, "contacts.vcf", NULL);
  g_autoptr (GError) error = NULL;
  ClImport *import;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  import = cl_import_new (test->store, cl_catalogue_find_ledger (test->catalogue, "person"), path, NULL, &error);
  g_assert_no_error (error);
  cl_import_rehearse (import, &error);
  g_assert_no_error (error);
  return import;
}

static void
test_import (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  ClPlugins *host = cl_plugins_new ();
  g_autoptr (GPtrArray) importers = NULL;
  g_autoptr (ClImport) import = NULL;
  g_autoptr (GError) error = NULL;
  ClImportRow *row;

  cl_plugins_load (host, NULL);
  importers = cl_plugins_get_extensions (host, CL_TYPE_IMPORTER);
  g_assert_cmpuint (importers->len, ==, 1);
  cl_catalogue_add_guest (test->catalogue, importers->pdata[0]);
  cl_test_store_add (test, "person", "name", "张伟", "id_number", "99112319560307001X", NULL);
  import = rehearse (test, "BEGIN:VCARD\nVERSION:3.0\nN:张;伟\nTEL:13800000012\nEND:VCARD\n"
                           "BEGIN:VCARD\nVERSION:3.0\nFN:王芳\nTEL:+86 138-0000-0013\nTEL:0358-6322138\nEND:VCARD\n"
                           "BEGIN:VCARD\nVERSION:3.0\nTEL:10086\nEND:VCARD\n");
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, 1);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_UNDECIDED), ==, 1);
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_REFUSED), ==, 1);
  row = g_list_model_get_item (cl_import_get_rows (import), 0);
  g_assert_cmpint (cl_import_row_get_outcome (row), ==, CL_OUTCOME_UNDECIDED);
  g_assert_nonnull (strstr (cl_import_row_get_reason (row), "张伟"));
  g_object_unref (row);
  cl_import_run (import, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person"), ==, 2);
  g_assert_cmpint (cl_test_store_query (test, "SELECT count(*) FROM person__phones AS p JOIN person AS o ON o.id = p.record WHERE o.name = '王芳' AND p.value IN ('13800000013', '0358-6322138')"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contacts/versions", test_versions);
  g_test_add_func ("/contacts/encodings", test_encodings);
  g_test_add_func ("/contacts/broken", test_broken);
  g_test_add_func ("/contacts/import", test_import);
  return g_test_run ();
}
