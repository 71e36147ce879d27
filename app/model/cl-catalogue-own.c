#include "cl-catalogue-private.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-codes-private.h"
#include "cl-error.h"
#include "cl-own-private.h"

/* What an office adds joins a catalogue that other threads are reading. So nothing that is there is touched: a longer array, a larger table is made
 * beside it and takes its place at one stroke; what it replaces is kept until the catalogue goes, for whoever still reads it. Fields only come last,
 * so that an index once learnt stays true. All of it on the store's own thread. */

/* Lists grow no wider by fields of the office than can still be read. */
#define COLUMNS_MAX 12

typedef struct
{
  gpointer what;
  GDestroyNotify destroy;
} Outgrown;

void
cl_catalogue_outgrown_free (gpointer data)
{
  Outgrown *outgrown = data;

  outgrown->destroy (outgrown->what);
  g_free (outgrown);
}

static void
keep (ClCatalogue *catalogue, gpointer what, GDestroyNotify destroy)
{
  Outgrown *outgrown = g_new (Outgrown, 1);

  *outgrown = (Outgrown) { what, destroy };
  g_ptr_array_add (catalogue->outgrown, outgrown);
}

static GPtrArray *
copy_array (GPtrArray *array, gpointer more, GDestroyNotify destroy)
{
  GPtrArray *copy = g_ptr_array_new_full (array->len + 1, destroy);

  for (guint i = 0; i < array->len; i++)
    g_ptr_array_add (copy, array->pdata[i]);
  g_ptr_array_add (copy, more);
  /* The new one owns them now. */
  g_ptr_array_set_free_func (array, NULL);
  return copy;
}

static gpointer
ref_codes (gpointer codes)
{
  return cl_codes_ref (codes);
}

static gpointer
same (gpointer pointer)
{
  return pointer;
}

static gpointer
dup_text (gpointer text)
{
  return g_strdup (text);
}

static gpointer
dup_link (gpointer link)
{
  return g_memdup2 (link, sizeof (ClLink));
}

static GHashTable *
copy_table (GHashTable *table, gpointer (*dup_key) (gpointer), gpointer (*dup_value) (gpointer), GDestroyNotify free_key, GDestroyNotify free_value)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, free_key, free_value);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, dup_key (key), dup_value (value));
  return copy;
}

static void
unref_table (gpointer table)
{
  g_hash_table_unref (table);
}

static void
unref_array (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
replace (ClCatalogue *catalogue, gpointer place, gpointer with, GDestroyNotify destroy)
{
  gpointer *at = place;

  keep (catalogue, *at, destroy);
  g_atomic_pointer_set (at, with);
}

static GStrv
with_column (const char *const *columns, const char *name, gboolean shown)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; columns[i] != NULL; i++)
    if (!g_str_equal (columns[i], name))
      g_strv_builder_add (builder, columns[i]);
  if (shown && g_strv_length ((GStrv) columns) < COLUMNS_MAX)
    g_strv_builder_add (builder, name);
  return g_strv_builder_end (builder);
}

static void
free_strv (gpointer strv)
{
  g_strfreev (strv);
}

/* The office sees what it added in every list of the ledger. */
static void
show_column (ClCatalogue *catalogue, ClLedger *ledger, const ClField *field)
{
  gboolean shown = !cl_field_is_hidden (field) && field->type != CL_FIELD_LONG_TEXT && field->type != CL_FIELD_ATTACHMENT;

  replace (catalogue, &ledger->columns, with_column ((const char *const *) ledger->columns, field->name, shown), free_strv);
  for (guint i = 0; i < ledger->views->len; i++)
    {
      ClLedgerView *view = ledger->views->pdata[i];

      if (view->columns != NULL)
        replace (catalogue, &view->columns, with_column (view->columns, field->name, shown), free_strv);
    }
}

static void
add_field (ClCatalogue *catalogue, ClLedger *ledger, ClField *field)
{
  GHashTable *by_name = copy_table (ledger->by_name, same, same, NULL, NULL);

  field->index = ledger->fields->len;
  g_hash_table_insert (by_name, field->name, field);
  replace (catalogue, &ledger->fields, copy_array (ledger->fields, field, (GDestroyNotify) cl_field_free), unref_array);
  replace (catalogue, &ledger->by_name, by_name, unref_table);
  show_column (catalogue, ledger, field);
}

static gboolean
add_codes (ClCatalogue *catalogue, ClCodes *codes, GError **error)
{
  GHashTable *table;

  if (g_hash_table_contains (catalogue->codes, cl_codes_get_name (codes)))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("there is a code list “%s” already. Name this one otherwise."), cl_codes_get_name (codes));
      cl_codes_unref (codes);
      return FALSE;
    }
  table = copy_table (catalogue->codes, dup_text, ref_codes, g_free, (GDestroyNotify) cl_codes_unref);
  g_hash_table_insert (table, g_strdup (cl_codes_get_name (codes)), codes);
  replace (catalogue, &catalogue->codes, table, unref_table);
  return TRUE;
}

/* The last complaint of a check becomes an error: whoever adds something is told at once. */
static gboolean
take_complaint (ClCatalogue *catalogue, guint n_before, GError **error)
{
  if (catalogue->problems->len > n_before)
    g_propagate_error (error, g_ptr_array_steal_index (catalogue->problems, n_before));
  g_ptr_array_set_size (catalogue->problems, n_before);
  return FALSE;
}

static gboolean
add_extension (ClCatalogue *catalogue, ClLedgerExtension *extension, gboolean hidden, GError **error)
{
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, extension->extends);
  GPtrArray *fields = extension->parts->fields;
  guint before = catalogue->problems->len;

  if (ledger == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("there is no ledger “%s” to extend. Correct the name, or add the ledger."), extension->extends);
      return FALSE;
    }
  for (guint i = 0; i < fields->len; i++)
    {
      ClField *field = fields->pdata[i];

      if (cl_ledger_find_field (ledger, field->name) != NULL)
        {
          g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("the ledger “%s” has a field “%s” already. Name this one otherwise."), ledger->name,
                       field->name);
          return FALSE;
        }
      if (!cl_catalogue_check_field (catalogue, field))
        return take_complaint (catalogue, before, error);
    }
  g_hash_table_remove_all (extension->parts->by_name);
  while (fields->len > 0)
    {
      ClField *field = g_ptr_array_steal_index (fields, 0);

      field->hidden = hidden;
      add_field (catalogue, ledger, field);
    }
  return TRUE;
}

static gboolean
add_ledger (ClCatalogue *catalogue, ClLedger *ledger, GError **error)
{
  GHashTable *by_name, *by_table, *links;
  guint before = catalogue->problems->len;

  if (cl_catalogue_find_ledger (catalogue, ledger->name) != NULL || g_hash_table_contains (catalogue->by_table, ledger->table))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("there is a ledger “%s” already. Name this one otherwise."), ledger->name);
      return FALSE;
    }
  by_name = copy_table (catalogue->by_name, same, same, NULL, NULL);
  by_table = copy_table (catalogue->by_table, same, same, NULL, NULL);
  g_hash_table_insert (by_name, ledger->name, ledger);
  g_hash_table_insert (by_table, ledger->table, ledger);
  /* A ledger may refer to itself: it is checked in its place, and taken out again where it does not hold. */
  replace (catalogue, &catalogue->by_name, by_name, unref_table);
  if (!cl_catalogue_check_ledger (catalogue, ledger))
    {
      g_hash_table_remove (by_name, ledger->name);
      g_hash_table_unref (by_table);
      return take_complaint (catalogue, before, error);
    }
  replace (catalogue, &catalogue->by_table, by_table, unref_table);
  replace (catalogue, &catalogue->ledgers, copy_array (catalogue->ledgers, cl_ledger_ref (ledger), (GDestroyNotify) cl_ledger_unref), unref_array);
  links = copy_table (catalogue->links, dup_text, dup_link, g_free, g_free);
  cl_catalogue_index_links (links, ledger);
  replace (catalogue, &catalogue->links, links, unref_table);
  return TRUE;
}

/* Adds one description of an office's own to a finished catalogue, on the store's own thread. @kind is "codes" or "ledger"; @path is CL_OWN_PATH and a name. */
gboolean
cl_catalogue_add_own (ClCatalogue *catalogue, const char *kind, const char *path, const char *text, gboolean hidden, GError **error)
{
  g_autoptr (ClLedger) ledger = NULL;
  g_autoptr (ClLedgerExtension) extension = NULL;

  g_return_val_if_fail (CL_IS_CATALOGUE (catalogue) && catalogue->finished, FALSE);

  if (g_str_equal (kind, "codes"))
    {
      ClCodes *codes = cl_codes_load_text (path, text, error);

      return codes != NULL && add_codes (catalogue, codes, error);
    }
  if (!cl_ledger_parse_text (path, text, &ledger, &extension, error))
    return FALSE;
  if (extension != NULL)
    return add_extension (catalogue, extension, hidden, error);
  ledger->hidden = hidden;
  return add_ledger (catalogue, ledger, error);
}

/* A new version keeps what records have: each column of the former one, of the same type. */
static gboolean
check_version (const ClLedger *before, ClLedger *after, GError **error)
{
  for (guint i = 0; i < before->fields->len; i++)
    {
      const ClField *field = before->fields->pdata[i], *found = cl_ledger_find_field (after, field->name);

      if (!g_str_equal (field->path, before->path))
        continue;
      if (found == NULL)
        g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("The new version of “%s” lacks the column “%s” (%s), which may hold data. Keep it in the file."), before->title,
                     cl_field_get_label (field), field->name);
      else if (found->type != field->type || found->several != field->several)
        g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("The new version of “%s” has the column “%s” (%s) of another type. Leave its type, and add a column beside it."),
                     before->title, cl_field_get_label (field), field->name);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

/* Fields of the former version in their places, then new ones: an index once learnt stays true. What the office added to it stays as it is. */
static void
merge_fields (ClCatalogue *catalogue, ClLedger *ledger, ClLedger *version)
{
  GPtrArray *merged = g_ptr_array_new_full (ledger->fields->len + version->fields->len, (GDestroyNotify) cl_field_free);

  for (guint i = 0; i < ledger->fields->len; i++)
    {
      ClField *field = ledger->fields->pdata[i], *found = g_hash_table_lookup (version->by_name, field->name);

      g_ptr_array_add (merged, found != NULL ? found : field);
      if (found != NULL)
        keep (catalogue, field, (GDestroyNotify) cl_field_free);
      else
        g_hash_table_insert (version->by_name, field->name, field);
    }
  for (guint i = 0; i < version->fields->len; i++)
    {
      ClField *field = version->fields->pdata[i];

      if (g_hash_table_lookup (ledger->by_name, field->name) == NULL)
        g_ptr_array_add (merged, field);
    }
  for (guint i = 0; i < merged->len; i++)
    ((ClField *) merged->pdata[i])->index = i;
  g_ptr_array_set_free_func (ledger->fields, NULL);
  g_ptr_array_set_free_func (version->fields, NULL);
  g_ptr_array_unref (version->fields);
  version->fields = merged;
}

static void
swap (gpointer one, gpointer other)
{
  gpointer *a = one, *b = other, taken = *a;

  g_atomic_pointer_set (a, *b);
  *b = taken;
}

/* Whoever holds the ledger sees the new version; what the former one said is kept with @version until the catalogue goes. */
static void
take_version (ClCatalogue *catalogue, ClLedger *ledger, ClLedger *version)
{
  merge_fields (catalogue, ledger, version);
  swap (&ledger->fields, &version->fields);
  swap (&ledger->by_name, &version->by_name);
  swap (&ledger->title, &version->title);
  swap (&ledger->header, &version->header);
  swap (&ledger->called, &version->called);
  swap (&ledger->order, &version->order);
  swap (&ledger->icon, &version->icon);
  swap (&ledger->part_of, &version->part_of);
  swap (&ledger->columns, &version->columns);
  swap (&ledger->match, &version->match);
  swap (&ledger->indices, &version->indices);
  swap (&ledger->views, &version->views);
  swap (&ledger->checks, &version->checks);
  swap (&ledger->duties, &version->duties);
  swap (&ledger->bands, &version->bands);
  swap (&ledger->statistics, &version->statistics);
  swap (&ledger->dated, &version->dated);
  swap (&ledger->throughs, &version->throughs);
  swap (&ledger->import_columns, &version->import_columns);
  swap (&ledger->lines, &version->lines);
  ledger->page = version->page;
  keep (catalogue, cl_ledger_ref (version), (GDestroyNotify) cl_ledger_unref);
}

gboolean
cl_catalogue_replace_own (ClCatalogue *catalogue, const char *path, const char *text, GError **error)
{
  g_autoptr (ClLedger) version = NULL;
  g_autoptr (ClLedgerExtension) extension = NULL;
  guint before = catalogue->problems->len;
  GHashTable *links;
  ClLedger *ledger;

  if (!cl_ledger_parse_text (path, text, &version, &extension, error))
    return FALSE;
  ledger = version != NULL ? cl_catalogue_find_ledger (catalogue, version->name) : NULL;
  if (ledger == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no ledger of that name to be replaced. Add this one."));
      return FALSE;
    }
  if (!check_version (ledger, version, error))
    return FALSE;
  if (!cl_catalogue_check_ledger (catalogue, version))
    return take_complaint (catalogue, before, error);
  take_version (catalogue, ledger, version);
  for (guint i = 0; i < ledger->fields->len; i++)
    if (!g_str_equal (((ClField *) ledger->fields->pdata[i])->path, ledger->path))
      show_column (catalogue, ledger, ledger->fields->pdata[i]);
  links = copy_table (catalogue->links, dup_text, dup_link, g_free, g_free);
  cl_catalogue_index_links (links, ledger);
  replace (catalogue, &catalogue->links, links, unref_table);
  return TRUE;
}

void
cl_catalogue_hide_own_ledger (ClLedger *ledger, gboolean hidden)
{
  if (ledger != NULL)
    g_atomic_int_set (&ledger->hidden, hidden);
}

void
cl_catalogue_set_own_file (ClCatalogue *catalogue, ClOwnKind kind, const char *name, const char *text)
{
  GPtrArray **files = kind == CL_OWN_FORM ? &catalogue->forms : &catalogue->rules;
  GPtrArray *copy = g_ptr_array_new_full ((*files)->len + 1, cl_description_file_free);
  ClDescriptionFile *file;

  for (guint i = 0; i < (*files)->len; i++)
    {
      file = (*files)->pdata[i];
      if (g_str_equal (file->name, name))
        keep (catalogue, file, cl_description_file_free);
      else
        g_ptr_array_add (copy, file);
    }
  if (text != NULL)
    {
      file = g_new0 (ClDescriptionFile, 1);
      file->name = g_strdup (name);
      file->path = cl_own_kind_path (kind, name);
      file->text = g_strdup (text);
      g_ptr_array_add (copy, file);
    }
  g_ptr_array_set_free_func (*files, NULL);
  replace (catalogue, files, copy, unref_array);
}

void
cl_catalogue_hide_own (ClCatalogue *catalogue, ClLedger *ledger, const ClField *field, gboolean hidden)
{
  g_atomic_int_set (&((ClField *) field)->hidden, hidden);
  show_column (catalogue, ledger, field);
}
