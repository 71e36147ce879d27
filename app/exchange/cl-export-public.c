#include "cl-config.h"

#include "cl-export-public.h"

#include <string.h>

static gboolean
is_public_field (const ClField *field)
{
  const char *private_class = cl_field_get_private_class (field);
  ClCodes *codes = cl_field_get_codes (field);
  const char *list = codes ? cl_codes_get_name (codes) : "";

  /* The certificate number says category and grade; with the date of birth the masked digits of the ID are known. */
  return !(private_class && (!strcmp (private_class, "certificate") || !strcmp (private_class, "health"))) && strcmp (list, "disability-category") != 0 &&
         strcmp (list, "disability-grade") != 0 &&
         !(cl_field_get_field_type (field) == CL_FIELD_DATE && strcmp (cl_field_get_name (field), "birth") == 0);
}

/* Whether @expression uses nothing that no public list shows; what it shows is masked besides. */
gboolean
cl_export_is_public (ClCatalogue *catalogue, ClLedger *ledger, const char *expression)
{
  if (strstr (expression, "certificate_category") || strstr (expression, "certificate_grade") || strstr (expression, "id_birth"))
    return FALSE;
  if (g_str_has_prefix (expression, "age"))
    return TRUE;
  for (const char *c = expression; *c;)
    {
      gsize length = strspn (c, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
      if (length > 0)
        {
          g_autofree char *path = g_strndup (c, length);
          const ClField *field = cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL);
          if (field && !is_public_field (field))
            return FALSE;
        }
      c += MAX (length, 1);
    }
  return TRUE;
}

static void
add_person (GPtrArray *conditions, ClLedger *ledger, const char *prefix)
{
  const ClField *birth = cl_ledger_find_field (ledger, "birth");
  g_autoptr (GString) dates = g_string_new (NULL);
  if (birth && cl_field_get_field_type (birth) == CL_FIELD_DATE)
    g_string_append_printf (dates, "%sbirth", prefix);
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      if (cl_field_get_field_type (field) == CL_FIELD_CITIZEN_ID && !cl_field_is_several (field))
        g_string_append_printf (dates, "%sid_birth(%s%s)", dates->len ? ", " : "", prefix, cl_field_get_name (field));
    }
  if (dates->len > 0)
    g_ptr_array_add (conditions, g_strdup_printf ("coalesce(age(coalesce(%s, null)) >= 18, 1)", dates->str));
}

char *
cl_export_adult_condition (ClCatalogue *catalogue, ClLedger *ledger)
{
  g_autoptr (GPtrArray) conditions = g_ptr_array_new_with_free_func (g_free);
  add_person (conditions, ledger, "");
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      ClLedger *target = cl_field_get_target (field) ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (field)) : NULL;
      g_autofree char *prefix = g_strconcat (cl_field_get_name (field), ".", NULL);
      if (target && cl_field_get_field_type (field) == CL_FIELD_REFERENCE && !cl_field_is_several (field))
        add_person (conditions, target, prefix);
    }
  if (conditions->len == 0)
    return NULL;
  g_ptr_array_add (conditions, NULL);
  return g_strjoinv (" AND ", (GStrv) conditions->pdata);
}
