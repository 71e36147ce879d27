#include "cl-form.h"

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

/**
 * cl_form_source_provides:
 * @form: name of a form, "attachment-3"
 *
 * Returns: whether this source has the rows of that form
 */
gboolean
cl_form_source_provides (ClFormSource *source,
                         const char *form)
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
cl_form_source_rows (ClFormSource *source,
                     const char *form,
                     ClDatabase *reader,
                     GHashTable *parameters,
                     GError **error)
{
  g_return_val_if_fail (CL_IS_FORM_SOURCE (source), NULL);

  return CL_FORM_SOURCE_GET_IFACE (source)->rows (source, form, reader, parameters, error);
}
