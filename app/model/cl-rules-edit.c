#include "cl-config.h"

#include "cl-rules-edit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-description.h"
#include "cl-error.h"

static void
entry_free (gpointer data)
{
  ClRulesEntry *entry = data;

  g_free (entry->rule);
  g_free (entry->clause);
  g_free (entry->sentence);
  g_ptr_array_unref (entry->names);
  g_ptr_array_unref (entry->values);
  g_free (entry);
}

static char *
take_text (xmlDocPtr document)
{
  xmlChar *bytes = NULL;
  int size = 0;
  char *text;

  xmlDocDumpMemoryEnc (document, &bytes, &size, "UTF-8");
  text = g_strndup ((const char *) bytes, size);
  xmlFree (bytes);
  xmlFreeDoc (document);
  return text;
}

/* "{needed} 名，现有 {chairs} 名" -> "1 名，现有 … 名": only what the office sets is known beforehand. */
static char *
fill_sentence (xmlNodePtr node, const ClRulesEntry *entry)
{
  xmlChar *content = xmlNodeGetContent (node);
  g_auto (GStrv) lines = g_strsplit ((const char *) content, "\n", -1), parts = NULL;
  g_autofree char *flat = NULL;
  GString *text = g_string_new (NULL);

  xmlFree (content);
  for (guint i = 0; lines[i] != NULL; i++)
    g_strstrip (lines[i]);
  flat = g_strjoinv (NULL, lines);
  parts = g_strsplit_set (flat, "{}", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *value = i % 2 == 0 ? parts[i] : "…";

      for (guint k = 0; i % 2 == 1 && k < entry->names->len; k++)
        if (g_str_equal (entry->names->pdata[k], parts[i]))
          value = entry->values->pdata[k];
      g_string_append (text, value);
    }
  return g_string_free (text, FALSE);
}

static ClRulesEntry *
entry_new (xmlNodePtr node)
{
  ClRulesEntry *entry = g_new0 (ClRulesEntry, 1);
  xmlNodePtr sentence = cl_description_first (node, "sentence");

  entry->names = g_ptr_array_new_with_free_func (g_free);
  entry->values = g_ptr_array_new_with_free_func (g_free);
  for (xmlNodePtr number = cl_description_first (node, "number"); number != NULL; number = cl_description_next (number, "number"))
    {
      g_ptr_array_add (entry->names, cl_description_get (number, "name"));
      g_ptr_array_add (entry->values, cl_description_get (number, "value"));
    }
  if (sentence == NULL)
    return entry;
  entry->rule = cl_description_get (node, "name");
  entry->clause = cl_description_get (node, "clause");
  entry->off = xmlHasProp (node, BAD_CAST "off") != NULL;
  entry->sentence = fill_sentence (sentence, entry);
  return entry;
}

/**
 * cl_rules_get_text:
 * @catalogue: the catalogue
 * @name: a rule set's name
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): the set as it is written, or %NULL
 */
char *
cl_rules_get_text (ClCatalogue *catalogue, const char *name, GError **error)
{
  const GPtrArray *files = cl_catalogue_get_rules (catalogue);

  for (guint i = 0; i < files->len; i++)
    {
      const ClDescriptionFile *file = files->pdata[i];
      char *text = NULL;

      if (!g_str_equal (file->name, name))
        continue;
      if (file->text != NULL)
        return g_strdup (file->text);
      return g_file_get_contents (file->path, &text, NULL, error) ? text : NULL;
    }
  g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no rule set “%s” here. Choose another in the preferences."), name);
  return NULL;
}

/**
 * cl_rules_list_entries:
 * @text: a rule set
 * @error: DESCRIPTION
 *
 * Returns: (transfer full) (element-type ClRulesEntry): the numbers of the whole set where it has any, then each rule
 */
GPtrArray *
cl_rules_list_entries (const char *text, GError **error)
{
  xmlDocPtr document = cl_description_load_text ("rules", text, "rules", error);
  GPtrArray *entries;
  xmlNodePtr root;

  if (document == NULL)
    return NULL;
  root = xmlDocGetRootElement (document);
  entries = g_ptr_array_new_with_free_func (entry_free);
  if (cl_description_first (root, "number") != NULL)
    g_ptr_array_add (entries, entry_new (root));
  for (xmlNodePtr rule = cl_description_first (root, "rule"); rule != NULL; rule = cl_description_next (rule, "rule"))
    g_ptr_array_add (entries, entry_new (rule));
  xmlFreeDoc (document);
  return entries;
}

/**
 * cl_rules_copy_text:
 * @text: a rule set
 * @name: the copy's name, "own_…"
 * @title: its title
 * @error: DESCRIPTION
 *
 * Returns: (transfer full): the same rules under another name; sources and clauses stay
 */
char *
cl_rules_copy_text (const char *text, const char *name, const char *title, GError **error)
{
  xmlDocPtr document = cl_description_load_text ("rules", text, "rules", error);

  if (document == NULL)
    return NULL;
  xmlSetProp (xmlDocGetRootElement (document), BAD_CAST "name", BAD_CAST name);
  xmlSetProp (xmlDocGetRootElement (document), BAD_CAST "title", BAD_CAST title);
  return take_text (document);
}

static xmlNodePtr
find_named (xmlNodePtr parent, const char *element, const char *name)
{
  for (xmlNodePtr node = cl_description_first (parent, element); node != NULL; node = cl_description_next (node, element))
    {
      g_autofree char *found = cl_description_get (node, "name");

      if (g_strcmp0 (found, name) == 0)
        return node;
    }
  return NULL;
}

/**
 * cl_rules_set_number:
 * @text: a rule set
 * @rule: (nullable): a rule's name; %NULL for a number of the whole set
 * @number: the number's name
 * @value: what it is from here on, in decimal digits
 * @error: INVALID where @value is no number; NOT_FOUND
 *
 * Returns: (transfer full): the changed set, or %NULL
 */
char *
cl_rules_set_number (const char *text, const char *rule, const char *number, const char *value, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value));
  xmlDocPtr document;
  xmlNodePtr node;

  if (*stripped == '\0' || strspn (stripped, "0123456789.") != strlen (stripped) || strchr (stripped, '.') != strrchr (stripped, '.') || !g_ascii_isdigit (*stripped) ||
      g_str_has_suffix (stripped, "."))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is not a number. Enter one such as 3 or 0.30."), value);
      return NULL;
    }
  document = cl_description_load_text ("rules", text, "rules", error);
  if (document == NULL)
    return NULL;
  node = xmlDocGetRootElement (document);
  if (rule != NULL)
    node = find_named (node, "rule", rule);
  node = node != NULL ? find_named (node, "number", number) : NULL;
  if (node == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The rule “%s” has no number “%s”. Choose one that it has."), rule != NULL ? rule : "", number);
      xmlFreeDoc (document);
      return NULL;
    }
  xmlSetProp (node, BAD_CAST "value", BAD_CAST stripped);
  return take_text (document);
}

/**
 * cl_rules_set_off:
 * @text: a rule set
 * @rule: a rule's name
 * @off: whether it is not asked any more
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): the changed set, or %NULL
 */
char *
cl_rules_set_off (const char *text, const char *rule, gboolean off, GError **error)
{
  xmlDocPtr document = cl_description_load_text ("rules", text, "rules", error);
  xmlNodePtr node;

  if (document == NULL)
    return NULL;
  node = find_named (xmlDocGetRootElement (document), "rule", rule);
  if (node == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no rule “%s” in this set. Choose one that it has."), rule);
      xmlFreeDoc (document);
      return NULL;
    }
  if (off)
    xmlSetProp (node, BAD_CAST "off", BAD_CAST "yes");
  else
    xmlUnsetProp (node, BAD_CAST "off");
  return take_text (document);
}
