/* A description that followed its schema once is not looked at again, and only as long as not a letter of either is another. */

#include <glib/gstdio.h>

#include "cl-description-known.h"
#include "cl-description.h"
#include "cl-error.h"
#include "cl-paths.h"
#include "cl-test-store.h"

#define SOUND "<codes version='1' name='colour' title='Colours'><code value='r' label='红'/></codes>"
#define WRONG "<codes version='1' name='colour' title='Colours'><colour value='r' label='红'/></codes>"

static gboolean
is_taken (const char *text)
{
  g_autoptr (GError) error = NULL;
  xmlDocPtr document = cl_description_load_text ("colour.xml", text, "codes", &error);

  if (document == NULL)
    g_assert_error (error, CL_ERROR, CL_ERROR_DESCRIPTION);
  g_clear_pointer (&document, xmlFreeDoc);
  return error == NULL;
}

static guint
count_lines (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", -1);
  return g_strv_length (lines) - 1;
}

static void
test_known (void)
{
  g_autofree char *folder = g_dir_make_tmp ("canlian-known-XXXXXX", NULL), *path = g_build_filename (folder, "descriptions", NULL), *digest = NULL, *lines = NULL;
  g_autofree char *schema = cl_paths_get_schema ("codes"), *large = g_strnfill (70 * 1024, 'a');
  GStatBuf status;

  /* Nothing is remembered unless somebody asks for it. */
  g_assert_true (is_taken (SOUND));
  g_assert_null (cl_description_digest (schema, SOUND, sizeof SOUND - 1));
  cl_description_remember (path);
  g_assert_true (is_taken (SOUND));
  g_assert_true (is_taken (SOUND));
  g_assert_false (is_taken (WRONG));
  g_assert_false (is_taken (WRONG));
  g_assert_cmpuint (count_lines (path), ==, 1);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  /* What is remembered is believed, in the next start too … */
  cl_description_remember (path);
  digest = cl_description_digest (schema, WRONG, sizeof WRONG - 1);
  cl_description_know (digest);
  cl_description_remember (path);
  g_assert_true (is_taken (WRONG));
  g_assert_false (is_taken (WRONG " "));
  g_assert_null (cl_description_digest ("/nowhere.rng", SOUND, sizeof SOUND - 1));
  /* … and no more of it than a file of this program can hold; where nothing can be written everything is looked at. */
  g_assert_true (g_file_set_contents (path, large, -1, NULL));
  cl_description_remember (path);
  g_assert_false (is_taken (WRONG));
  g_assert_cmpuint (count_lines (path), ==, 0);
  lines = g_build_filename (folder, "nowhere", "descriptions", NULL);
  cl_description_remember (lines);
  g_assert_true (is_taken (SOUND));
  g_assert_false (is_taken (WRONG));
  cl_description_remember (NULL);
  cl_test_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known/known", test_known);
  return g_test_run ();
}
