#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-import-private.h"
#include "cl-query.h"

#define MAX_NAME 30 /* characters in a name from which a division is made */

void
cl_import_references_init (ClImportReferences *references, ClDatabase *database, ClCatalogue *catalogue, const char *office_code, const char *office_name)
{
  references->database = database;
  references->catalogue = catalogue;
  references->office_name = g_strdup (office_name);
  references->office_code = g_strdup (office_code);
  references->outside = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  references->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  references->divisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cl_record_free);
  ClLedger *division = cl_catalogue_find_ledger (catalogue, "division");
  if (division && office_code && *office_code)
    references->office = cl_query_find_record (catalogue, database, division, office_code, NULL);
}

void
cl_import_references_clear (ClImportReferences *references)
{
  g_free (references->office_name);
  g_free (references->office_code);
  g_hash_table_unref (references->outside);
  g_hash_table_unref (references->found);
  g_hash_table_unref (references->divisions);
}

static gboolean
is_called (ClImportReferences *references, ClLedger *ledger, gint64 id, const char *text)
{
  g_autofree char *called = id ? cl_record_call (references->database, references->catalogue, ledger, id) : NULL;
  return g_strcmp0 (called, text) == 0;
}

static void
set_text (ClRecord *record, const char *field, const char *text)
{
  if (cl_ledger_find_field (cl_record_get_ledger (record), field))
    cl_record_set_text (record, field, text, NULL);
}

/* Behind those that are there, in the order of the sheet. */
static gint64
next_position (ClImportReferences *references)
{
  if (references->position == 0)
    {
      g_autoptr (ClStatement) statement =
        cl_database_prepare (references->database, "SELECT max(\"position\") FROM \"division\" WHERE \"parent\" IS ?1", NULL);
      if (statement && references->office)
        cl_statement_bind_integer (statement, 1, references->office);
      if (statement && cl_statement_step (statement, NULL))
        references->position = cl_statement_get_integer (statement, 0);
    }
  return ++references->position;
}

/* "石桥镇李家村": a place that is said to lie in another township than ours. */
static gboolean
is_elsewhere (const char *name)
{
  static const char *const marks[] = { "镇", "乡", "街道", "县" };
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const char *mark = strstr (name, marks[i]);
      if (mark && g_utf8_pointer_to_offset (name, mark) >= 2 && g_utf8_strlen (mark + strlen (marks[i]), -1) >= 2)
        return TRUE;
    }
  return FALSE;
}

static void
warn_outside (ClImportReferences *references, const ClField *field, const char *text)
{
  g_autofree char *message = g_strdup_printf (_("“%s” does not lie in the area of this office. It is taken as it stands; compare it with the register."), text);
  if (references->warnings)
    cl_import_say (references->warnings, cl_field_get_header (field), message);
}

/* A division that neither lies in the office's nor bears a code that begins with its. */
static gboolean
is_outside (ClImportReferences *references, gint64 id)
{
  if (!references->office)
    return FALSE;
  g_autoptr (ClStatement) statement =
    cl_database_prepare (references->database, "WITH RECURSIVE up (id, code, depth) AS (SELECT \"id\", \"code\", 0 FROM \"division\" WHERE \"id\" = ?1 UNION ALL "
                                               "SELECT d.\"parent\", (SELECT \"code\" FROM \"division\" WHERE \"id\" = d.\"parent\"), depth + 1 FROM up JOIN "
                                               "\"division\" AS d ON d.\"id\" = up.id WHERE d.\"parent\" IS NOT NULL AND depth < 8) "
                                               "SELECT count(*) FROM up WHERE id = ?2 OR substr(code, 1, length(?3)) = ?3", NULL);
  if (!statement)
    return FALSE;
  cl_statement_bind_integer (statement, 1, id);
  cl_statement_bind_integer (statement, 2, references->office);
  cl_statement_bind_text (statement, 3, references->office_code);
  return cl_statement_step (statement, NULL) && cl_statement_get_integer (statement, 0) == 0;
}

static ClRecord *
make_division (ClImportReferences *references, ClLedger *ledger, const char *name)
{
  ClRecord *record = cl_record_new (ledger);
  const ClField *position = cl_ledger_find_field (ledger, "position");
  gboolean community = strstr (name, "社区") || g_str_has_suffix (name, "居委会");
  set_text (record, "name", name);
  set_text (record, "level", "village");
  set_text (record, "kind", community ? "community" : "village");
  if (references->office && !is_elsewhere (name))
    cl_record_set_reference (record, "parent", references->office);
  if (position)
    {
      g_auto (ClValue) value = CL_VALUE_INIT;
      cl_value_set_integer (&value, next_position (references));
      cl_record_set (record, position, &value);
    }
  return record;
}

/* How a village is written: "云岭镇上河村", "上河村委会", "上河村民委员会", "上 河 村" all mean 上河村. */
static char *
plain_village (ClImportReferences *references, const char *text)
{
  static const char *const ends[][2] = { { "社区居民委员会", "社区" }, { "社区居委会", "社区" }, { "村民委员会", "村" }, { "村委会", "村" },
                                         { "居民委员会", "社区" }, { "居委会", "社区" } };
  GString *plain = g_string_new (NULL);
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_unichar (plain, g_utf8_get_char (c));
  if (references->office_name && *references->office_name && g_str_has_prefix (plain->str, references->office_name) &&
      plain->len > strlen (references->office_name))
    g_string_erase (plain, 0, strlen (references->office_name));
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (plain->str, ends[i][0]) && plain->len > strlen (ends[i][0]))
      {
        g_string_truncate (plain, plain->len - strlen (ends[i][0]));
        g_string_append (plain, ends[i][1]);
        break;
      }
  return g_string_free (plain, FALSE);
}

static gboolean
find_division (ClImportReferences *references, ClLedger *ledger, const char *text, gint64 *id, ClRecord **pending, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *plain = plain_village (references, text);
  *id = cl_query_find_record (references->catalogue, references->database, ledger, text, &local);
  if (*id == 0 && g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND) && strcmp (plain, text) != 0)
    {
      g_clear_error (&local);
      *id = cl_query_find_record (references->catalogue, references->database, ledger, plain, &local);
    }
  if (*id)
    return TRUE;
  /* A code that nobody bears names nothing; neither does a sentence, nor what holds a number. */
  if (!g_error_matches (local, CL_ERROR, CL_ERROR_NOT_FOUND) || strpbrk (plain, "0123456789") || g_utf8_strlen (plain, -1) > MAX_NAME)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  const gint64 *chosen = g_hash_table_lookup (references->choices->villages, plain);
  if (chosen)
    {
      g_clear_error (&local);
      *id = *chosen;
      return TRUE;
    }
  const ClField *name = cl_ledger_find_field (ledger, "name");
  g_auto (ClValue) value = CL_VALUE_INIT;
  /* Marks that nobody sees are no name. */
  if (!name || !cl_field_parse (name, plain, &value, NULL) || cl_value_is_none (&value))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *pending = g_hash_table_lookup (references->divisions, plain);
  if (!*pending && !g_ptr_array_find_with_equal_func (references->new_villages, plain, g_str_equal, NULL))
    g_ptr_array_add (references->new_villages, g_strdup (plain));
  if (references->choices->keep_out)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no “%s” yet. Enter it first, or let the import make it."), plain);
      return FALSE;
    }
  if (!*pending)
    {
      *pending = make_division (references, ledger, plain);
      g_hash_table_insert (references->divisions, g_strdup (plain), *pending);
    }
  *id = cl_record_get_id (*pending);
  if (*id)
    *pending = NULL;
  return TRUE;
}

/* A person is meant by a number, never by a name alone. */
static gboolean
find_person (ClImportReferences *references, ClLedger *ledger, const char *text, gint64 *id, GError **error)
{
  g_autofree char *number = cl_citizen_id_normalise (text);
  if (cl_citizen_id_check (number, NULL))
    {
      *id = cl_query_find_record (references->catalogue, references->database, ledger, number, error);
      return *id != 0;
    }
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("Which “%s” is meant needs a decision: a name alone does not say it. Write the citizen ID instead."),
               text);
  return FALSE;
}

gboolean
cl_import_references_find (ClImportReferences *references, const ClField *field, const char *text, gint64 current, gint64 *id, ClRecord **pending, GError **error)
{
  const char *target = cl_field_get_target (field);
  ClLedger *ledger = target ? cl_catalogue_find_ledger (references->catalogue, target) : NULL;
  g_autofree char *key = g_strconcat (target, "\n", text, NULL);
  gboolean person = FALSE, result;
  *id = 0;
  *pending = NULL;
  if (!ledger)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” cannot come from a sheet."), cl_field_get_header (field));
      return FALSE;
    }
  if (current && is_called (references, ledger, current, text))
    {
      *id = current;
      return TRUE;
    }
  gint64 *known = g_hash_table_lookup (references->found, key);
  if (known)
    {
      *id = *known;
      if (strcmp (target, "division") == 0 && strcmp (cl_field_get_name (field), "parent") != 0 && g_hash_table_contains (references->outside, id))
        warn_outside (references, field, text);
      return TRUE;
    }
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger) && !person; i++)
    person = cl_field_get_field_type (cl_ledger_get_field (ledger, i)) == CL_FIELD_CITIZEN_ID;
  if (strcmp (target, "division") == 0)
    {
      result = find_division (references, ledger, text, id, pending, error);
      if (result && *pending && is_elsewhere (cl_record_get_named (*pending, "name")->text))
        warn_outside (references, field, text);
      if (result && *id && is_outside (references, *id) && !g_hash_table_contains (references->outside, id))
        g_hash_table_add (references->outside, g_memdup2 (id, sizeof *id));
      if (result && *id && g_hash_table_contains (references->outside, id) && strcmp (cl_field_get_name (field), "parent") != 0)
        warn_outside (references, field, text);
    }
  else if (person)
    result = find_person (references, ledger, text, id, error);
  else
    result = (*id = cl_query_find_record (references->catalogue, references->database, ledger, text, error)) != 0;
  if (result && *id)
    g_hash_table_insert (references->found, g_steal_pointer (&key), g_memdup2 (id, sizeof *id));
  return result;
}

/* A value as a list shows it; references as they are called. */
char *
cl_import_references_say (ClImportReferences *references, const ClField *field, const ClValue *value)
{
  if (cl_value_is_none (value))
    return NULL;
  ClLedger *ledger = cl_field_is_link (field) && cl_field_get_target (field)
                       ? cl_catalogue_find_ledger (references->catalogue, cl_field_get_target (field)) : NULL;
  if (!ledger)
    return cl_field_format (field, value);
  if (value->kind == CL_VALUE_INTEGER)
    return cl_record_call (references->database, references->catalogue, ledger, value->integer);
  GString *all = g_string_new (NULL);
  for (guint i = 0; value->kind == CL_VALUE_IDS && i < value->ids->len; i++)
    {
      g_autofree char *one = cl_record_call (references->database, references->catalogue, ledger, g_array_index (value->ids, gint64, i));
      g_string_append_printf (all, "%s%s", i ? "、" : "", one ? one : "");
    }
  return g_string_free (all, FALSE);
}
