#include "cl-catalogue-private.h"

#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-codes-private.h"
#include "cl-error.h"

G_DEFINE_FINAL_TYPE (ClCatalogue, cl_catalogue, G_TYPE_OBJECT)

void
cl_description_file_free (gpointer data)
{
  ClDescriptionFile *file = data;

  g_free (file->name);
  g_free (file->path);
  g_free (file->plugin);
  g_free (file->text);
  g_free (file);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Paths of the .xml files of a folder by name, so that what is loaded does not hang on the disk's order. */
static GPtrArray *
list_files (const char *folder, const char *kind)
{
  g_autofree char *path = g_build_filename (folder, kind, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".xml") && name[0] != '.')
      g_ptr_array_add (files, g_build_filename (path, name, NULL));
  g_ptr_array_sort (files, compare_names);
  return files;
}

static void
add_codes (ClCatalogue *catalogue, const char *path)
{
  g_autoptr (GError) error = NULL;
  ClCodes *codes = cl_codes_load (path, &error);

  if (codes == NULL)
    g_ptr_array_add (catalogue->problems, g_steal_pointer (&error));
  else if (g_hash_table_contains (catalogue->codes, cl_codes_get_name (codes)))
    {
      cl_catalogue_complain (catalogue, path, 1, _("there is a code list “%s” already. Name this one otherwise."), cl_codes_get_name (codes));
      cl_codes_unref (codes);
    }
  else
    g_hash_table_insert (catalogue->codes, g_strdup (cl_codes_get_name (codes)), codes);
}

static void
add_ledger (ClCatalogue *catalogue, const char *path, const char *plugin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClLedger) ledger = NULL;
  g_autoptr (ClLedgerExtension) extension = NULL;
  ClLedger *other;

  if (!cl_ledger_parse (path, plugin, &ledger, &extension, &error))
    g_ptr_array_add (catalogue->problems, g_steal_pointer (&error));
  else if (extension != NULL)
    g_ptr_array_add (catalogue->extensions, g_steal_pointer (&extension));
  else if ((other = g_hash_table_lookup (catalogue->by_name, ledger->name)) != NULL ||
           (other = g_hash_table_lookup (catalogue->by_table, ledger->table)) != NULL)
    cl_catalogue_complain (catalogue, path, ledger->line, _("the name “%s” is taken by the ledger in %s. Name this one otherwise."), ledger->name,
                           other->path);
  else
    {
      g_hash_table_insert (catalogue->by_name, ledger->name, ledger);
      g_hash_table_insert (catalogue->by_table, ledger->table, ledger);
      g_ptr_array_add (catalogue->ledgers, g_steal_pointer (&ledger));
    }
}

static void
add_files (ClCatalogue *catalogue, GPtrArray *to, const char *folder, const char *kind, const char *plugin)
{
  g_autoptr (GPtrArray) files = list_files (folder, kind);

  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = g_path_get_basename (files->pdata[i]);
      ClDescriptionFile *file;
      gboolean taken = FALSE;

      name[strlen (name) - strlen (".xml")] = '\0';
      if (g_str_has_prefix (name, CL_OWN_PREFIX))
        {
          cl_catalogue_complain (catalogue, files->pdata[i], 1, _("names that begin with own_ are kept for what an office adds. Name this one otherwise."));
          continue;
        }
      for (guint j = 0; j < to->len; j++)
        taken = taken || g_str_equal (((ClDescriptionFile *) to->pdata[j])->name, name);
      if (taken)
        {
          cl_catalogue_complain (catalogue, files->pdata[i], 1, _("there is a file “%s” of this kind already. Name this one otherwise."), name);
          continue;
        }
      file = g_new0 (ClDescriptionFile, 1);
      file->name = g_steal_pointer (&name);
      file->path = g_strdup (files->pdata[i]);
      file->plugin = g_strdup (plugin);
      g_ptr_array_add (to, file);
    }
}

static void
remove_ledger (ClCatalogue *catalogue, ClLedger *ledger)
{
  g_hash_table_remove (catalogue->by_name, ledger->name);
  g_hash_table_remove (catalogue->by_table, ledger->table);
  g_ptr_array_remove (catalogue->ledgers, ledger);
}

void
cl_catalogue_index_links (GHashTable *links, ClLedger *ledger)
{
  for (guint j = 0; j < ledger->fields->len; j++)
    {
      const ClField *field = ledger->fields->pdata[j];
      ClLink *link;

      if (!field->several)
        continue;
      link = g_new0 (ClLink, 1);
      link->ledger = ledger;
      link->field = field;
      g_hash_table_insert (links, g_strdup_printf ("%s__%s", ledger->table, field->name), link);
    }
}

static void
cl_catalogue_finalize (GObject *object)
{
  ClCatalogue *catalogue = CL_CATALOGUE (object);

  g_ptr_array_unref (catalogue->guests);
  g_mutex_clear (&catalogue->guests_mutex);
  g_hash_table_unref (catalogue->by_name);
  g_hash_table_unref (catalogue->by_table);
  g_hash_table_unref (catalogue->links);
  g_hash_table_unref (catalogue->codes);
  g_ptr_array_unref (catalogue->extensions);
  g_ptr_array_unref (catalogue->ledgers);
  g_ptr_array_unref (catalogue->forms);
  g_ptr_array_unref (catalogue->rules);
  g_ptr_array_unref (catalogue->outgrown);
  g_ptr_array_unref (catalogue->problems);
  G_OBJECT_CLASS (cl_catalogue_parent_class)->finalize (object);
}

static void
cl_catalogue_class_init (ClCatalogueClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_catalogue_finalize;
}

static void
cl_catalogue_init (ClCatalogue *catalogue)
{
  catalogue->outgrown = g_ptr_array_new_with_free_func (cl_catalogue_outgrown_free);
  catalogue->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  catalogue->ledgers = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_ledger_unref);
  catalogue->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  catalogue->by_table = g_hash_table_new (g_str_hash, g_str_equal);
  catalogue->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  catalogue->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cl_codes_unref);
  catalogue->extensions = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_ledger_extension_free);
  catalogue->forms = g_ptr_array_new_with_free_func (cl_description_file_free);
  catalogue->rules = g_ptr_array_new_with_free_func (cl_description_file_free);
  g_mutex_init (&catalogue->guests_mutex);
  catalogue->guests = g_ptr_array_new_with_free_func (g_object_unref);
}

void
cl_catalogue_complain (ClCatalogue *catalogue, const char *path, long line, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (catalogue->problems, g_error_new (CL_ERROR, CL_ERROR_DESCRIPTION, "%s:%ld: %s", path, MAX (line, 1), message));
}

/**
 * cl_catalogue_new:
 *
 * Returns: (transfer full): an empty catalogue
 */
ClCatalogue *
cl_catalogue_new (void)
{
  return g_object_new (CL_TYPE_CATALOGUE, NULL);
}

/**
 * cl_catalogue_add_folder:
 * @catalogue: a catalogue that is not finished
 * @folder: a folder with codes/, ledgers/, forms/, rules/, each of which may be absent
 * @plugin: (nullable): whose folder it is; NULL for core
 *
 * What is wrong in one file leaves out this file and is told among the problems.
 */
void
cl_catalogue_add_folder (ClCatalogue *catalogue, const char *folder, const char *plugin)
{
  g_autoptr (GPtrArray) codes = NULL;
  g_autoptr (GPtrArray) ledgers = NULL;

  g_return_if_fail (CL_IS_CATALOGUE (catalogue) && folder != NULL);
  g_return_if_fail (!catalogue->finished);

  codes = list_files (folder, "codes");
  for (guint i = 0; i < codes->len; i++)
    add_codes (catalogue, codes->pdata[i]);
  ledgers = list_files (folder, "ledgers");
  for (guint i = 0; i < ledgers->len; i++)
    add_ledger (catalogue, ledgers->pdata[i], plugin);
  add_files (catalogue, catalogue->forms, folder, "forms", plugin);
  add_files (catalogue, catalogue->rules, folder, "rules", plugin);
}

/**
 * cl_catalogue_finish:
 * @catalogue: a catalogue
 *
 * Looks up what ledgers name. A ledger that names what is not there is left out, and so are those that refer to it; then fields that
 * extensions bring are added, extension by extension. Nothing changes in the catalogue after this.
 */
void
cl_catalogue_finish (ClCatalogue *catalogue)
{
  gboolean again = TRUE;

  g_return_if_fail (CL_IS_CATALOGUE (catalogue));
  g_return_if_fail (!catalogue->finished);

  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < catalogue->ledgers->len && !again; i++)
        if (!cl_catalogue_check_ledger (catalogue, catalogue->ledgers->pdata[i]))
          {
            remove_ledger (catalogue, catalogue->ledgers->pdata[i]);
            again = TRUE;
          }
    }
  for (guint i = 0; i < catalogue->extensions->len; i++)
    cl_catalogue_apply_extension (catalogue, catalogue->extensions->pdata[i]);
  for (guint i = 0; i < catalogue->ledgers->len; i++)
    cl_catalogue_index_links (catalogue->links, catalogue->ledgers->pdata[i]);
  for (guint i = 0; i < catalogue->ledgers->len; i++)
    cl_catalogue_check_duties (catalogue, catalogue->ledgers->pdata[i]);
  catalogue->finished = TRUE;
}

/**
 * cl_catalogue_get_problems:
 * @catalogue: a catalogue
 *
 * Returns: (element-type GError): what was wrong in descriptions, FILE:LINE: first
 */
const GPtrArray *
cl_catalogue_get_problems (ClCatalogue *catalogue)
{
  return catalogue->problems;
}

/**
 * cl_catalogue_get_ledgers:
 * @catalogue: a catalogue
 *
 * Returns: (element-type ClLedger): the ledgers in order of loading
 */
const GPtrArray *
cl_catalogue_get_ledgers (ClCatalogue *catalogue)
{
  return catalogue->ledgers;
}

/**
 * cl_catalogue_find_ledger:
 * @catalogue: a catalogue
 * @name: (nullable): a name
 *
 * Returns: (transfer none) (nullable): the ledger of that name
 */
ClLedger *
cl_catalogue_find_ledger (ClCatalogue *catalogue, const char *name)
{
  return name != NULL ? g_hash_table_lookup (catalogue->by_name, name) : NULL;
}

/**
 * cl_catalogue_find_table:
 * @catalogue: a finished catalogue
 * @table: (nullable): a table of the store
 * @link: (out) (optional): the field whose link table it is, else NULL
 *
 * Returns: (transfer none) (nullable): the ledger that the table belongs to
 */
ClLedger *
cl_catalogue_find_table (ClCatalogue *catalogue, const char *table, const ClField **link)
{
  const ClLink *found = table != NULL ? g_hash_table_lookup (catalogue->links, table) : NULL;

  if (link != NULL)
    *link = found != NULL ? found->field : NULL;
  if (found != NULL)
    return found->ledger;
  return table != NULL ? g_hash_table_lookup (catalogue->by_table, table) : NULL;
}

/**
 * cl_catalogue_find_codes:
 * @catalogue: a catalogue
 * @name: (nullable): a name
 *
 * Returns: (transfer none) (nullable): the code list of that name
 */
ClCodes *
cl_catalogue_find_codes (ClCatalogue *catalogue, const char *name)
{
  return name != NULL ? g_hash_table_lookup (catalogue->codes, name) : NULL;
}

/**
 * cl_catalogue_get_forms:
 * @catalogue: a catalogue
 *
 * Returns: (element-type ClDescriptionFile): the form files, for their own reader
 */
const GPtrArray *
cl_catalogue_get_forms (ClCatalogue *catalogue)
{
  return catalogue->forms;
}

/**
 * cl_catalogue_get_rules:
 * @catalogue: a catalogue
 *
 * Returns: (element-type ClDescriptionFile): the files of rule sets, for their own reader
 */
const GPtrArray *
cl_catalogue_get_rules (ClCatalogue *catalogue)
{
  return catalogue->rules;
}

/**
 * cl_catalogue_find_form:
 * @catalogue: a catalogue
 * @name: (nullable): a name
 *
 * Returns: (nullable): the form file of that name
 */
const ClDescriptionFile *
cl_catalogue_find_form (ClCatalogue *catalogue, const char *name)
{
  for (guint i = 0; name != NULL && i < catalogue->forms->len; i++)
    {
      const ClDescriptionFile *file = catalogue->forms->pdata[i];
      if (g_str_equal (file->name, name))
        return file;
    }
  return NULL;
}

static const char *
find_text (const GPtrArray *files, const char *path)
{
  for (guint i = 0; i < files->len; i++)
    {
      const ClDescriptionFile *file = files->pdata[i];

      if (file->text != NULL && g_str_equal (file->path, path))
        return file->text;
    }
  return NULL;
}

/**
 * cl_catalogue_get_own_text:
 * @catalogue: a catalogue
 * @path: the path of a form or rule set
 *
 * Returns: (nullable): what an office's own says, which lies in no file; %NULL for others. Any thread.
 */
const char *
cl_catalogue_get_own_text (ClCatalogue *catalogue, const char *path)
{
  const char *text;

  if (!g_str_has_prefix (path, CL_OWN_PATH))
    return NULL;
  text = find_text (g_atomic_pointer_get (&catalogue->forms), path);
  return text != NULL ? text : find_text (g_atomic_pointer_get (&catalogue->rules), path);
}
