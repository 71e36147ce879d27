/* What people type and spreadsheets hold, into every kind of field of the core ledgers: what is taken is shown in a way that is taken
 * again and means the same. */
#include <string.h>

#include "cl-field-private.h"
#include "fuzz.h"

static GPtrArray *fields;

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  const GPtrArray *ledgers;

  fuzz_begin ();
  ledgers = cl_catalogue_get_ledgers (fuzz_catalogue ());
  fields = g_ptr_array_new ();
  for (guint i = 0; i < ledgers->len; i++)
    for (guint j = 0; j < cl_ledger_get_n_fields (ledgers->pdata[i]); j++)
      {
        const ClField *field = cl_ledger_get_field (ledgers->pdata[i], j);
        gboolean known = cl_field_is_link (field);

        for (guint k = 0; k < fields->len && !known; k++)
          {
            const ClField *other = fields->pdata[k];
            known = other->type == field->type && other->several == field->several && other->is_name == field->is_name && other->codes == field->codes;
          }
        if (!known)
          g_ptr_array_add (fields, (gpointer) field);
      }
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, MIN (size, 4096));

  for (guint i = 0; i < fields->len; i++)
    {
      const ClField *field = fields->pdata[i];
      g_auto (ClValue) value = CL_VALUE_INIT;
      g_auto (ClValue) again = CL_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = NULL;

      if (!cl_field_parse (field, text, &value, &error))
        {
          g_assert (error != NULL && error->message[0] != '\0' && cl_value_is_none (&value));
          continue;
        }
      shown = cl_field_format (field, &value);
      g_assert (g_utf8_validate (shown, -1, NULL));
      if (!cl_field_parse (field, shown, &again, &error) || !cl_value_equal (&value, &again))
        g_error ("%s: “%s” is shown as “%s”, which is not the same again%s%s.", cl_field_get_name (field), text, shown, error != NULL ? ": " : "",
                 error != NULL ? error->message : "");
    }
  return 0;
}
