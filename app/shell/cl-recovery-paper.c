#include "cl-recovery-paper.h"

#include "cl-form.h"
#include "cl-paths.h"
#include "cl-recovery.h"

/* "安八白百　an ba bai bai": both may be typed. */
static GHashTable *
make_parameters (GStrv groups)
{
  GHashTable *parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *reading = cl_recovery_spell (groups[i]);

      g_hash_table_insert (parameters, g_strdup_printf ("g%u", i + 1), g_strdup_printf ("%s　%s", groups[i], reading));
    }
  g_hash_table_insert (parameters, g_strdup ("day"), cl_date_format_paper (cl_today ()));
  return parameters;
}

/**
 * cl_recovery_paper_make:
 * @store: an open store
 * @error: return location
 *
 * The store's own thread.
 *
 * Returns: (transfer full): the PDF with the words of a key that was made for it; %NULL with @error, and then the former key holds
 */
GBytes *
cl_recovery_paper_make (ClStore *store, GError **error)
{
  g_autofree char *path = g_build_filename (cl_paths_get_core_dir (), "papers", "recovery-key.xml", NULL);
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autoptr (ClTemplate) form = cl_template_load (path, catalogue, error);
  g_autoptr (GHashTable) parameters = NULL;
  g_auto (GStrv) groups = NULL;

  if (form == NULL || (groups = cl_recovery_make (store, error)) == NULL)
    return NULL;
  parameters = make_parameters (groups);
  return cl_form_make_pdf (form, catalogue, cl_store_get_reader (store), parameters, NULL, NULL, error);
}
