#include "cl-values-private.h"

/**
 * ClFormSource:
 *
 * Values for a form that plain queries cannot give: a plugin's part. Called with a restricted reading connection, on any thread.
 */

G_DEFINE_INTERFACE (ClFormSource, cl_form_source, G_TYPE_OBJECT)

static void
cl_form_source_default_init (ClFormSourceInterface *iface)
{
}

/* The first that provides @form, or NULL. Transfer full. */
ClFormSource *
cl_form_source_find (ClCatalogue *catalogue, const char *form)
{
  g_autoptr (GPtrArray) sources = cl_catalogue_get_guests (catalogue, CL_TYPE_FORM_SOURCE);

  for (guint i = 0; i < sources->len; i++)
    if (cl_form_source_provides (sources->pdata[i], form))
      return g_object_ref (sources->pdata[i]);
  return NULL;
}

/* As many texts a row as the form has columns, whatever the source gave. Transfer full, of GStrv. */
GPtrArray *
cl_form_source_fetch (ClFormSource *source, ClTemplate *form, ClDatabase *reader, GHashTable *parameters, GError **error)
{
  const ClTemplateTable *table = cl_template_get_table (form);
  guint n = table != NULL ? table->columns->len : 0;
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) given = cl_form_source_rows (source, form->name, reader, parameters, &local);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  for (guint i = 0; given != NULL && i < given->len; i++)
    {
      const char *const *texts = given->pdata[i];
      char **row = g_new0 (char *, n + 1);
      gboolean is_over = FALSE;

      for (guint k = 0; k < n; k++)
        {
          is_over = is_over || texts[k] == NULL;
          row[k] = is_over ? g_strdup ("") : g_strstrip (g_strdup (texts[k]));
        }
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

/**
 * cl_form_source_provides:
 * @form: name of a form, "attachment-3"
 *
 * Returns: whether this source has the rows of that form
 */
gboolean
cl_form_source_provides (ClFormSource *source, const char *form)
{
  g_return_val_if_fail (CL_IS_FORM_SOURCE (source), FALSE);

  return CL_FORM_SOURCE_GET_IFACE (source)->provides (source, form);
}

/**
 * cl_form_source_rows:
 * @form: name of a form
 * @reader: a restricted reading connection of this thread
 * @parameters: name -> text as typed, or %NULL
 *
 * Returns: (transfer full) (element-type GStrv): a row each, texts by column; %NULL with @error
 */
GPtrArray *
cl_form_source_rows (ClFormSource *source, const char *form, ClDatabase *reader, GHashTable *parameters, GError **error)
{
  g_return_val_if_fail (CL_IS_FORM_SOURCE (source), NULL);

  return CL_FORM_SOURCE_GET_IFACE (source)->rows (source, form, reader, parameters, error);
}
