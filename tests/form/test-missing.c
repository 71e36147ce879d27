/* Characters that no font has are named before anyone prints, with what they stand in. The fonts here have no 𠮷, and no Chinese at all. */

#include <locale.h>

#include "form-fixture.h"

static char *
write_configuration (const char *folder)
{
  char *path = g_build_filename (folder, "fonts.conf", NULL);
  g_autofree char *xml = g_strdup_printf ("<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
                                          "<dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>%s</cachedir></fontconfig>",
                                          folder);

  g_assert_true (g_file_set_contents (path, xml, -1, NULL));
  return path;
}

static void
test_named (FormFixture *fixture, gconstpointer data)
{
  gint64 village = form_fixture_add_village (fixture, "上河村", "991123101201", 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  ClFormReport report = { 0 };
  gboolean found = FALSE;

  form_fixture_add_member (fixture, village, "𠮷田丽", 1, "主席", NULL, "2026-01-01", NULL);
  pdf = form_fixture_print (fixture, "attachment-3", NULL, &report, &error, "village", "上河村", NULL);
  g_assert_no_error (error);
  g_assert_nonnull (pdf);
  for (guint i = 0; i < report.missing_glyphs->len; i++)
    found = found || g_str_equal (report.missing_glyphs->pdata[i], "𠮷（𠮷田丽，上河村）");
  g_assert_true (found);
  cl_form_report_clear (&report);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("canlian-fonts-XXXXXX", NULL), *path = write_configuration (folder);
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  /* Before anything asks for a font. */
  g_setenv ("FONTCONFIG_FILE", path, TRUE);
  if (!g_file_test ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", G_FILE_TEST_EXISTS))
    return 77;
  g_test_add ("/missing/named", FormFixture, NULL, form_fixture_set_up, test_named, form_fixture_tear_down);
  result = g_test_run ();
  form_fixture_remove (folder);
  return result;
}
