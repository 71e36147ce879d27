/* What records may be counted by. */

#include "cl-config.h"

#include "cl-statistic-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-expression-private.h"

/* A mask of codes is a whole number of SQLite. */
#define MOST_CODES 62

void
cl_key_clear (ClKey *key)
{
  g_clear_pointer (&key->path, g_free);
}

/**
 * cl_statistic_key_free:
 * @key: what may be counted by
 */
void
cl_statistic_key_free (ClStatisticKey *key)
{
  g_free (key->path);
  g_free (key->label);
  g_free (key->header);
  g_free (key);
}

static gboolean
find_kind (const ClField *field, ClKeyKind *kind)
{
  gboolean several = cl_field_is_several (field);

  switch (cl_field_get_field_type (field))
    {
    case CL_FIELD_CODE:
      *kind = several ? CL_KEY_CODES : CL_KEY_CODE;
      return !several || cl_field_get_codes (field) == NULL || cl_codes_get_n (cl_field_get_codes (field)) <= MOST_CODES;
    case CL_FIELD_BOOLEAN:
      *kind = CL_KEY_BOOLEAN;
      return TRUE;
    case CL_FIELD_DATE:
    case CL_FIELD_MONTH:
      *kind = CL_KEY_YEAR;
      return TRUE;
    case CL_FIELD_REFERENCE:
      *kind = CL_KEY_REFERENCE;
      return !several;
    case CL_FIELD_INTEGER:
      *kind = CL_KEY_NUMBER;
      return cl_field_get_private_class (field) == NULL;
    case CL_FIELD_TEXT:
      *kind = CL_KEY_TEXT;
      return !several && cl_field_get_private_class (field) == NULL;
    case CL_FIELD_LONG_TEXT:
    case CL_FIELD_MONEY:
    case CL_FIELD_CITIZEN_ID:
    case CL_FIELD_CERTIFICATE:
    case CL_FIELD_PHONE:
    case CL_FIELD_DIVISION_CODE:
    case CL_FIELD_ATTACHMENT:
    default:
      return FALSE;
    }
}

/* The ledger that the last part of a path belongs to, and where that begins. */
static ClLedger *
find_holder (ClCatalogue *catalogue, ClLedger *ledger, const char *path, const char **last)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *head = NULL;
  const ClField *field;

  *last = dot != NULL ? dot + 1 : path;
  if (dot == NULL)
    return ledger;
  head = g_strndup (path, dot - path);
  field = cl_catalogue_resolve (catalogue, ledger, head, NULL, NULL);
  return field != NULL && cl_field_get_target (field) != NULL ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (field)) : NULL;
}

gboolean
cl_key_read (ClCatalogue *catalogue, ClLedger *ledger, const char *path, ClKey *key, GError **error)
{
  const char *last;
  ClLedger *holder = find_holder (catalogue, ledger, path, &last);
  gsize head = last - path;

  *key = (ClKey) { 0 };
  key->bands = holder != NULL ? cl_ledger_find_bands (holder, last) : NULL;
  if (key->bands != NULL)
    {
      key->kind = CL_KEY_BANDS;
      key->path = g_strdup_printf ("%.*s%s", (int) head, path, key->bands->field);
      key->field = cl_ledger_find_field (holder, key->bands->field);
      return TRUE;
    }
  if (holder == NULL && g_str_equal (last, "month"))
    {
      key->path = g_strndup (path, head - 1);
      key->field = cl_catalogue_resolve (catalogue, ledger, key->path, NULL, error);
      key->kind = CL_KEY_MONTH;
      if (key->field != NULL && cl_field_is_dated (key->field))
        return TRUE;
    }
  else
    {
      key->path = g_strdup (path);
      key->field = cl_catalogue_resolve (catalogue, ledger, path, NULL, error);
      if (key->field != NULL && !cl_field_is_hidden (key->field) && find_kind (key->field, &key->kind))
        return TRUE;
    }
  if (key->field != NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” cannot be counted by. Take a code, a village, a date, yes and no, or a number."), path);
  cl_key_clear (key);
  return FALSE;
}

/* Of a date its age in years, of a number itself. */
static char *
get_measure (const ClKey *key)
{
  return cl_field_is_dated (key->field) ? g_strdup_printf ("age(%s)", key->path) : g_strdup (key->path);
}

char *
cl_key_get_expression (const ClKey *key)
{
  ClCodes *codes = cl_field_get_codes (key->field);
  GString *mask;

  switch (key->kind)
    {
    case CL_KEY_YEAR:
      return g_strdup_printf ("substr(%s, 1, 4)", key->path);
    case CL_KEY_MONTH:
      return g_strdup_printf ("substr(%s, 1, 7)", key->path);
    case CL_KEY_BANDS:
      return get_measure (key);
    case CL_KEY_CODES:
      mask = g_string_new ("0");
      for (guint i = 0; i < cl_codes_get_n (codes); i++)
        {
          g_autofree char *code = cl_sql_quote_text (cl_codes_get_code (codes, i));

          g_string_append_printf (mask, " + has(%s, %s) * %" G_GINT64_FORMAT, key->path, code, G_GINT64_CONSTANT (1) << i);
        }
      return g_string_free (mask, FALSE);
    case CL_KEY_CODE:
    case CL_KEY_BOOLEAN:
    case CL_KEY_NUMBER:
    case CL_KEY_REFERENCE:
    case CL_KEY_TEXT:
    default:
      return g_strdup (key->path);
    }
}

char *
cl_key_get_condition (const ClKey *key, const char *value)
{
  g_autofree char *measure = key->kind == CL_KEY_BANDS ? get_measure (key) : NULL;
  g_autofree char *literal = value != NULL ? cl_sql_quote_text (value) : NULL;
  int band;

  if (value == NULL)
    return g_strdup_printf (key->kind == CL_KEY_CODES ? "label(%s) is null" : "%s is null", key->path);
  switch (key->kind)
    {
    case CL_KEY_CODES:
      return g_strdup_printf ("has(%s, %s)", key->path, literal);
    case CL_KEY_YEAR:
    case CL_KEY_MONTH:
      return g_strdup_printf ("substr(%s, 1, %d) = %s", key->path, key->kind == CL_KEY_YEAR ? 4 : 7, literal);
    case CL_KEY_BANDS:
      band = atoi (value);
      if (band < 0)
        return g_strdup_printf ("%s < %d", measure, key->bands->from[0]);
      if (band + 1 == (int) key->bands->n)
        return g_strdup_printf ("%s >= %d", measure, key->bands->from[band]);
      return g_strdup_printf ("%s >= %d and %s < %d", measure, key->bands->from[band], measure, key->bands->from[band + 1]);
    case CL_KEY_BOOLEAN:
    case CL_KEY_NUMBER:
    case CL_KEY_REFERENCE:
      return g_strdup_printf ("%s = %s", key->path, value);
    case CL_KEY_CODE:
    case CL_KEY_TEXT:
    default:
      return g_strdup_printf ("%s = %s", key->path, literal);
    }
}

char *
cl_key_get_text (const ClKey *key, const char *value)
{
  ClCodes *codes = cl_field_get_codes (key->field);
  const char *label = codes != NULL ? cl_codes_get_label (codes, value) : NULL;
  int band;

  switch (key->kind)
    {
    case CL_KEY_BOOLEAN:
      return g_strdup (g_str_equal (value, "0") ? "否" : "是");
    case CL_KEY_YEAR:
      return g_strdup_printf ("%s年", value);
    case CL_KEY_BANDS:
      band = atoi (value);
      if (band < 0)
        return g_strdup_printf ("<%d", key->bands->from[0]);
      if (band + 1 == (int) key->bands->n)
        return g_strdup_printf ("%d+", key->bands->from[band]);
      if (key->bands->from[band] + 1 == key->bands->from[band + 1])
        return g_strdup_printf ("%d", key->bands->from[band]);
      return g_strdup_printf ("%d–%d", key->bands->from[band], key->bands->from[band + 1] - 1);
    case CL_KEY_CODE:
    case CL_KEY_CODES:
    case CL_KEY_MONTH:
    case CL_KEY_NUMBER:
    case CL_KEY_REFERENCE:
    case CL_KEY_TEXT:
    default:
      return g_strdup (label != NULL ? label : value);
    }
}

static gboolean
has_header (ClLedger *ledger, const char *header)
{
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    if (g_strcmp0 (cl_field_get_header (cl_ledger_get_field (ledger, i)), header) == 0)
      return TRUE;
  return FALSE;
}

static void
name_key (ClCatalogue *catalogue, ClLedger *ledger, const ClKey *key, ClStatisticKey *named)
{
  const char *label = key->bands != NULL ? key->bands->label : cl_field_get_label (key->field);
  const char *header = key->bands != NULL ? key->bands->header : cl_field_get_header (key->field);
  g_autofree char *head = g_strdup (key->path);
  char *dot = strrchr (head, '.');
  const ClField *through = NULL;

  if (dot != NULL)
    {
      *dot = '\0';
      through = cl_catalogue_resolve (catalogue, ledger, head, NULL, NULL);
    }
  /* Translators: a fact of what a record refers to: "Person: Sex" */
  named->label = through != NULL ? g_strdup_printf (_("%s: %s"), cl_field_get_label (through), label) : g_strdup (label);
  named->header = through != NULL && has_header (ledger, header) ? g_strconcat (cl_field_get_header (through), header, NULL) : g_strdup (header);
  if (key->kind == CL_KEY_MONTH)
    {
      char *of = g_steal_pointer (&named->label), *of_header = g_steal_pointer (&named->header);

      /* Translators: records counted by the month of a date; %s: the date's name */
      named->label = g_strdup_printf (_("%s, by month"), of);
      named->header = g_strdup_printf ("%s（月）", of_header);
      g_free (of);
      g_free (of_header);
    }
}

/**
 * cl_statistic_find_key:
 * @catalogue: the catalogue
 * @ledger: what is counted
 * @path: "division", "person.age_group", "date.month"
 * @error: return location
 *
 * Any thread.
 *
 * Returns: (transfer full): what may be counted by; %NULL with @error where @path is none
 */
ClStatisticKey *
cl_statistic_find_key (ClCatalogue *catalogue, ClLedger *ledger, const char *path, GError **error)
{
  g_auto (ClKey) key = { 0 };
  ClStatisticKey *named;

  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (!cl_key_read (catalogue, ledger, path, &key, error))
    return NULL;
  named = g_new0 (ClStatisticKey, 1);
  named->path = g_strdup (path);
  name_key (catalogue, ledger, &key, named);
  return named;
}

static void
offer (ClCatalogue *catalogue, ClLedger *ledger, const char *path, GPtrArray *keys)
{
  ClStatisticKey *named;

  for (guint i = 0; i < keys->len; i++)
    if (g_str_equal (((const ClStatisticKey *) keys->pdata[i])->path, path))
      return;
  named = cl_statistic_find_key (catalogue, ledger, path, NULL);
  if (named != NULL)
    g_ptr_array_add (keys, named);
}

static void
offer_field (ClCatalogue *catalogue, ClLedger *ledger, const char *path, const ClField *field, GPtrArray *keys)
{
  g_autofree char *month = g_strconcat (path, ".month", NULL);

  if (cl_field_is_hidden (field) || cl_field_is_unique (field))
    return;
  offer (catalogue, ledger, path, keys);
  if (cl_field_is_dated (field))
    offer (catalogue, ledger, month, keys);
}

static void
offer_bands (ClCatalogue *catalogue, ClLedger *ledger, ClLedger *of, const char *head, GPtrArray *keys)
{
  for (guint i = 0; i < of->bands->len; i++)
    {
      g_autofree char *path = g_strconcat (head, ((const ClLedgerBands *) of->bands->pdata[i])->name, NULL);

      offer (catalogue, ledger, path, keys);
    }
}

/* Of what a record refers to, its codes and places that its own list shows: a visit has the household's village, an attendance the person's sex. */
static void
offer_through (ClCatalogue *catalogue, ClLedger *ledger, const ClField *field, GPtrArray *keys)
{
  ClLedger *target = cl_field_get_field_type (field) == CL_FIELD_REFERENCE && !cl_field_is_several (field) ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (field)) : NULL;
  const char *const *columns = target != NULL && target != ledger ? cl_ledger_get_columns (target) : NULL;
  g_autofree char *head = g_strconcat (cl_field_get_name (field), ".", NULL);

  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    {
      const ClField *shown = cl_catalogue_resolve (catalogue, target, columns[i], NULL, NULL);
      g_autofree char *path = g_strconcat (head, columns[i], NULL);

      if (shown != NULL && (cl_field_get_codes (shown) != NULL || g_strcmp0 (cl_field_get_target (shown), "division") == 0))
        offer (catalogue, ledger, path, keys);
    }
  if (columns != NULL)
    offer_bands (catalogue, ledger, target, head, keys);
}

/**
 * cl_statistic_list_keys:
 * @catalogue: the catalogue
 * @ledger: what is counted
 *
 * First what the list shows, then what else the ledger has, then what its references have. What names one record is left out, and what lists mask. Any thread.
 *
 * Returns: (transfer full) (element-type ClStatisticKey): what its records may be counted by
 */
GPtrArray *
cl_statistic_list_keys (ClCatalogue *catalogue, ClLedger *ledger)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_statistic_key_free);
  const char *const *columns;
  const char *called;

  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue), keys);
  g_return_val_if_fail (ledger != NULL, keys);

  columns = cl_ledger_get_columns (ledger);
  called = cl_ledger_get_called (ledger);
  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    {
      const ClField *field = cl_catalogue_resolve (catalogue, ledger, columns[i], NULL, NULL);

      if (field != NULL && (g_strcmp0 (columns[i], called) != 0 || cl_field_get_field_type (field) != CL_FIELD_TEXT))
        offer_field (catalogue, ledger, columns[i], field, keys);
    }
  offer_bands (catalogue, ledger, ledger, "", keys);
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);

      if (g_strcmp0 (cl_field_get_name (field), called) != 0 || cl_field_get_field_type (field) != CL_FIELD_TEXT)
        offer_field (catalogue, ledger, cl_field_get_name (field), field, keys);
    }
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    offer_through (catalogue, ledger, cl_ledger_get_field (ledger, i), keys);
  return keys;
}
