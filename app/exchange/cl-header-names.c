#include "cl-config.h"

#include <string.h>

#include "cl-header-private.h"

/* Headers are compared without white space, width, case, brackets and the marks that clerks put to them; @bare: without what stands in brackets. */
char *
cl_header_normalise (const char *header, gboolean bare)
{
  g_autofree char *plain = g_utf8_normalize (header, -1, G_NORMALIZE_ALL_COMPOSE);
  GString *result = g_string_new (NULL);
  guint depth = 0;
  if (!plain)
    return g_string_free (result, FALSE);
  for (const char *c = plain; *c; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);
      if (u == '(' || u == '[' || u == 0x3014 || u == 0x3010 || u == 0x300a || u == '<')
        depth++;
      else if (u == ')' || u == ']' || u == 0x3015 || u == 0x3011 || u == 0x300b || u == '>')
        depth -= depth > 0;
      else if (g_unichar_isspace (u) || u == '*' || u == ':' || u == 0x3001 || u == '/' || u == '_' || u == '-' || u == 0xfeff || u == 0x200b)
        continue;
      else if (!bare || depth == 0)
        g_string_append_unichar (result, g_unichar_tolower (u));
    }
  return g_string_free (result, FALSE);
}

/* Other records are called by something that finds them; a person by a name, which does not. */
char *
cl_header_key_path (ClCatalogue *catalogue, const ClField *field)
{
  ClLedger *target = cl_field_get_target (field) ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (field)) : NULL;
  const char *const *match = target ? cl_ledger_get_match (target) : NULL;
  if (cl_field_is_several (field) || cl_field_get_field_type (field) != CL_FIELD_REFERENCE)
    return NULL;
  for (guint i = 0; match && match[i]; i++)
    {
      const ClField *key = cl_ledger_find_field (target, match[i]);
      if (key && cl_field_get_field_type (key) == CL_FIELD_CITIZEN_ID)
        return g_strconcat (cl_field_get_name (field), ".", cl_field_get_name (key), NULL);
    }
  return NULL;
}

/* "户主姓名" and "身份证号" make "户主身份证号". */
static GStrv
key_names (ClCatalogue *catalogue, ClLedger *ledger, const ClField *field, const char *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const ClField *key = cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL);
  const char *const *names = cl_field_get_known_as (field);
  const char *const *key_known_as = key ? cl_field_get_known_as (key) : NULL;
  for (guint i = 0; names && names[i]; i++)
    for (guint k = 0; key_known_as && key_known_as[k]; k++)
      {
        g_autofree char *base = g_strndup (names[i], strlen (names[i]) - (g_str_has_suffix (names[i], "姓名") ? strlen ("姓名") : 0));
        g_autofree char *name = g_strconcat (base, key_known_as[k], NULL);
        g_strv_builder_add (builder, name);
      }
  return g_strv_builder_end (builder);
}

static char *
qualified_name (ClCatalogue *catalogue, ClLedger *ledger, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  GString *name = g_string_new (steps[1] ? NULL : cl_ledger_get_header (ledger));
  ClLedger *at = ledger;
  for (guint i = 0; steps[i] && at; i++)
    {
      const ClField *field = cl_ledger_find_field (at, steps[i]);
      if (name->len)
        g_string_append (name, "·");
      g_string_append (name, field ? cl_field_get_header (field) : steps[i]);
      at = field && cl_field_get_target (field) ? cl_catalogue_find_ledger (catalogue, cl_field_get_target (field)) : NULL;
    }
  return g_string_free (name, FALSE);
}

static gboolean
has_path (ClHeaderNames *names, const char *path)
{
  for (guint i = 0; i < names->paths->len; i++)
    if (strcmp (names->paths->pdata[i], path) == 0)
      return TRUE;
  return FALSE;
}

static void
add (ClHeaderNames *names, ClCatalogue *catalogue, ClLedger *ledger, const char *path, const char *const *known_as, const ClField *field)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *qualified = qualified_name (catalogue, ledger, path);
  if (has_path (names, path))
    return;
  for (guint i = 0; known_as && known_as[i]; i++)
    g_strv_builder_add (builder, known_as[i]);
  if (field)
    g_strv_builder_add (builder, cl_field_get_header (field));
  g_strv_builder_add (builder, path);
  g_strv_builder_add (builder, qualified);
  g_ptr_array_add (names->paths, g_strdup (path));
  g_ptr_array_add (names->names, g_strv_builder_end (builder));
  g_ptr_array_add (names->fields, strcmp (path, CL_HEADER_RECORD) == 0 ? NULL : (gpointer) cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL));
}

static void
add_import_columns (ClHeaderNames *names, ClCatalogue *catalogue, ClLedger *ledger, gboolean known)
{
  const GPtrArray *columns = cl_ledger_get_import_columns (ledger);
  for (guint i = 0; columns && i < columns->len; i++)
    {
      const ClLedgerImportColumn *column = g_ptr_array_index (columns, i);
      gboolean own_names = column->known_as && column->known_as[0];
      if (own_names != known)
        continue;
      const ClField *field = cl_catalogue_resolve (catalogue, ledger, column->path, NULL, NULL);
      add (names, catalogue, ledger, column->path, own_names ? column->known_as : field ? cl_field_get_known_as (field) : NULL,
           own_names ? NULL : field);
    }
}

void
cl_header_names_free (ClHeaderNames *names)
{
  if (!names)
    return;
  g_ptr_array_unref (names->paths);
  g_ptr_array_unref (names->names);
  g_ptr_array_unref (names->fields);
  g_object_unref (names->catalogue);
  cl_ledger_unref (names->ledger);
  g_hash_table_unref (names->lookup);
  g_free (names);
}

/* In order of precedence: names that the import block gives, then those of the fields it names, then own fields (whose name may be that of the
 * record behind a reference), then keys of references, then the record's own number, which an export of ours bears. */
ClHeaderNames *
cl_header_names_new (ClCatalogue *catalogue, ClLedger *ledger)
{
  ClHeaderNames *names = g_new0 (ClHeaderNames, 1);
  static const char *const record_names[] = { CL_HEADER_RECORD_NAME, NULL };
  names->catalogue = g_object_ref (catalogue);
  names->ledger = cl_ledger_ref (ledger);
  names->paths = g_ptr_array_new_with_free_func (g_free);
  names->fields = g_ptr_array_new ();
  names->names = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  names->lookup = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_import_columns (names, catalogue, ledger, TRUE);
  add_import_columns (names, catalogue, ledger, FALSE);
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      if (cl_field_get_field_type (field) != CL_FIELD_ATTACHMENT && !cl_field_is_hidden (field))
        add (names, catalogue, ledger, cl_field_get_name (field), cl_field_get_known_as (field), field);
    }
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      g_autofree char *path = cl_field_is_hidden (field) ? NULL : cl_header_key_path (catalogue, field);
      g_auto (GStrv) known_as = path ? key_names (catalogue, ledger, field, path) : NULL;
      if (path)
        add (names, catalogue, ledger, path, (const char *const *) known_as, NULL);
    }
  add (names, catalogue, ledger, CL_HEADER_RECORD, record_names, NULL);
  for (guint i = 0; i < names->names->len; i++)
    for (GStrv name = names->names->pdata[i]; *name; name++)
      {
        g_autofree char *plain = cl_header_normalise (*name, FALSE);
        if (*plain && !g_hash_table_contains (names->lookup, plain))
          g_hash_table_insert (names->lookup, g_steal_pointer (&plain), GUINT_TO_POINTER (i + 1));
      }
  return names;
}

gboolean
cl_header_names_find (ClHeaderNames *names, const char *header, guint *place)
{
  for (guint bare = 0; bare < 2; bare++)
    {
      g_autofree char *plain = cl_header_normalise (header, bare);
      guint found = *plain ? GPOINTER_TO_UINT (g_hash_table_lookup (names->lookup, plain)) : 0;
      if (found)
        {
          *place = found - 1;
          return TRUE;
        }
    }
  return FALSE;
}

const char *
cl_header_names_get_header (ClHeaderNames *names, guint place)
{
  GStrv all = names->names->pdata[place];
  guint n = g_strv_length (all), found;
  for (guint i = 0; i < n; i++)
    if (strcmp (all[i], names->paths->pdata[place]) != 0 && cl_header_names_find (names, all[i], &found) && found == place)
      return all[i];
  return all[n - 1];
}
