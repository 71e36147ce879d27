/* Descriptions of all four kinds, told apart by their root. What is taken must work: a ledger becomes tables in an empty file, a form
 * becomes paper, a rule set runs. */
#include <glib/gstdio.h>
#include <string.h>

#include "cl-codes-private.h"
#include "cl-description.h"
#include "cl-error.h"
#include "cl-form.h"
#include "cl-rules.h"
#include "cl-store-private.h"
#include "fuzz.h"

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  fuzz_store ();
  fuzz_bound (cl_store_get_reader (fuzz_store ()));
  return 0;
}

/* In a folder of its own, so that nothing else in it makes up for what this one lacks. */
static void
try_ledger (const guint8 *data, gsize size)
{
  g_autofree char *folder = g_build_filename (fuzz_folder (), "alone", NULL);
  g_autofree char *ledgers = g_build_filename (folder, "ledgers", NULL);
  g_autofree char *path = g_build_filename (ledgers, "one.xml", NULL);
  g_autoptr (ClCatalogue) catalogue = cl_catalogue_new ();
  g_autoptr (ClDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (ledgers, 0700);
  g_assert (g_file_set_contents_full (path, (const char *) data, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  cl_catalogue_add_folder (catalogue, folder, NULL);
  cl_catalogue_finish (catalogue);
  if (cl_catalogue_get_ledgers (catalogue)->len == 0)
    {
      g_assert (cl_catalogue_get_problems (catalogue)->len > 0);
      return;
    }
  database = cl_database_open (":memory:", CL_DATABASE_WRITE | CL_DATABASE_CREATE, &error);
  g_assert_no_error (error);
  cl_database_set_catalogue (database, catalogue);
  if (!cl_store_schema_prepare (database, catalogue, ":memory:", &error) && error->code != CL_ERROR_DESCRIPTION)
    g_error ("A ledger was taken, but its tables cannot be made: %s", error->message);
}

static void
try_form (const char *path)
{
  g_autoptr (ClTemplate) form = cl_template_load (path, fuzz_catalogue (), NULL);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;

  if (form == NULL)
    return;
  g_hash_table_insert (parameters, (gpointer) "year", (gpointer) "2027");
  pdf = cl_form_make_pdf (form, fuzz_catalogue (), cl_store_get_reader (fuzz_store ()), parameters, NULL, NULL, &error);
  g_assert ((pdf == NULL) == (error != NULL));
}

static void
try_rules (const char *path)
{
  g_autoptr (ClRules) rules = cl_rules_load (path, fuzz_catalogue (), NULL);
  g_autoptr (GPtrArray) findings = NULL;

  if (rules != NULL)
    findings = cl_rules_run (rules, cl_store_get_reader (fuzz_store ()), NULL, 0, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const char *path = fuzz_put (data, size);

  if (memmem (data, size, "<form", 5) != NULL)
    try_form (path);
  else if (memmem (data, size, "<rules", 6) != NULL)
    try_rules (path);
  else if (memmem (data, size, "<codes", 6) != NULL)
    {
      ClCodes *codes = cl_codes_load (path, NULL);
      g_clear_pointer (&codes, cl_codes_unref);
    }
  else
    try_ledger (data, size);
  return 0;
}
