#include "cl-description.h"

#include <errno.h>
#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <string.h>

#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-description-known.h"
#include "cl-error.h"
#include "cl-paths.h"

#define SIZE_MAX_BYTES (1024 * 1024)
/* Most descriptions are smaller; a hundred of them are read at each start. */
#define CHUNK_BYTES (16 * 1024)
#define DEPTH_MAX 24
#define VERSION_KNOWN 1

#if LIBXML_VERSION >= 21200
typedef const xmlError *ErrorPtr;
#else
typedef xmlErrorPtr ErrorPtr;
#endif

typedef struct
{
  int line;
  char *message;
} Complaint;

static GMutex schemas_lock;
static GHashTable *schemas; /* path -> xmlRelaxNGPtr, kept for the process */

/* libxml2 says first what is wrong, then that each element around it is wrong too: the deepest line is the place. */
static void
complain_cb (void *data, ErrorPtr error)
{
  Complaint *complaint = data;

  if (complaint->message != NULL && error->line <= complaint->line)
    return;
  g_free (complaint->message);
  complaint->line = error->line;
  complaint->message = g_strstrip (g_strdup (error->message != NULL ? error->message : ""));
  if (g_str_has_suffix (complaint->message, "failed to validate attributes") && error->node != NULL)
    {
      /* libxml2 does not say which: what stands there at least tells the eye where to look. */
      g_autoptr (GString) said = g_string_new (complaint->message);

      g_string_append (said, " (");
      for (xmlAttrPtr attribute = ((xmlNodePtr) error->node)->properties; attribute != NULL; attribute = attribute->next)
        {
          g_autofree char *value = cl_description_get (error->node, (const char *) attribute->name);
          g_string_append_printf (said, "%s%s=\"%s\"", attribute->prev != NULL ? " " : "", (const char *) attribute->name, value);
        }
      g_string_append_c (said, ')');
      g_free (complaint->message);
      complaint->message = g_string_free (g_steal_pointer (&said), FALSE);
    }
}

static void
set_error_at (GError **error, const char *path, long line, const char *message)
{
  g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, "%s:%ld: %s", path, MAX (line, 1), message);
}

static gboolean
is_too_deep (xmlNodePtr node, int depth)
{
  for (xmlNodePtr child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && (depth >= DEPTH_MAX || is_too_deep (child, depth + 1)))
      return TRUE;
  return FALSE;
}

/* What a text must be before it is parsed. */
static gboolean
check_text (const char *path, const char *text, gsize length, GError **error)
{
  if (length > SIZE_MAX_BYTES)
    set_error_at (error, path, 1, _("the file is larger than 1 MB, which no description is. Look whether it is the right file."));
  else if (!g_utf8_validate (text, length, NULL))
    set_error_at (error, path, 1, _("the file is not UTF-8 text. Save it in this encoding."));
  /* Entities are the way to make a small file large, and to make it read others. */
  else if (strstr (text, "<!DOCTYPE") != NULL || strstr (text, "<!ENTITY") != NULL)
    set_error_at (error, path, 1, _("a description has no document type and no entities of its own. Take them out."));
  else
    return TRUE;
  return FALSE;
}

static char *
read_capped (const char *path, gsize *length, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &problem);
  g_autoptr (GByteArray) text = g_byte_array_new ();
  gsize n_read = stream != NULL ? CHUNK_BYTES : 0;

  while (n_read == CHUNK_BYTES && text->len <= SIZE_MAX_BYTES)
    {
      guint start = text->len;

      g_byte_array_set_size (text, start + CHUNK_BYTES);
      g_input_stream_read_all (G_INPUT_STREAM (stream), text->data + start, CHUNK_BYTES, &n_read, NULL, &problem);
      g_byte_array_set_size (text, start + (guint) n_read);
    }
  if (problem != NULL)
    {
      g_autofree char *message = g_strdup_printf (_("the file cannot be read: %s."), problem->message);
      set_error_at (error, path, 1, message);
      return NULL;
    }
  *length = text->len;
  g_byte_array_append (text, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&text), FALSE);
}

static xmlDocPtr
parse (const char *path, const char *text, gsize length, GError **error)
{
  xmlParserCtxtPtr context = xmlNewParserCtxt ();
  xmlDocPtr document = xmlCtxtReadMemory (context, text, length, path, "UTF-8",
                                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);

  if (document == NULL)
    {
      const xmlError *last = xmlCtxtGetLastError (context);
      g_autofree char *said = g_strstrip (g_strdup (last != NULL && last->message != NULL ? last->message : ""));
      g_autofree char *message = g_strdup_printf (_("this is not well-formed XML: %s. Correct it there."), said);

      set_error_at (error, path, last != NULL ? last->line : 1, message);
    }
  xmlFreeParserCtxt (context);
  return document;
}

/* With the lock held. */
static xmlRelaxNGPtr
get_schema (const char *kind, GError **error)
{
  g_autofree char *path = cl_paths_get_schema (kind);
  xmlRelaxNGPtr schema;
  xmlRelaxNGParserCtxtPtr context;
  Complaint complaint = { 0, NULL };

  if (schemas == NULL)
    schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if ((schema = g_hash_table_lookup (schemas, path)) != NULL)
    return schema;
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      context = xmlRelaxNGNewParserCtxt (path);
      xmlRelaxNGSetParserStructuredErrors (context, complain_cb, &complaint);
      schema = xmlRelaxNGParse (context);
      xmlRelaxNGFreeParserCtxt (context);
    }
  if (schema == NULL)
    {
      g_autofree char *message = g_strdup_printf (_("the schema cannot be read: %s. Install Canlian again."),
                                                  complaint.message != NULL ? complaint.message : g_strerror (ENOENT));
      set_error_at (error, path, complaint.line, message);
    }
  else
    g_hash_table_insert (schemas, g_steal_pointer (&path), schema);
  g_free (complaint.message);
  return schema;
}

static gboolean
validate (const char *path, const char *kind, xmlDocPtr document, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&schemas_lock);
  xmlRelaxNGPtr schema = get_schema (kind, error);
  xmlRelaxNGValidCtxtPtr context;
  Complaint complaint = { 0, NULL };
  int result;

  if (schema == NULL)
    return FALSE;
  context = xmlRelaxNGNewValidCtxt (schema);
  xmlRelaxNGSetValidStructuredErrors (context, complain_cb, &complaint);
  result = xmlRelaxNGValidateDoc (context, document);
  xmlRelaxNGFreeValidCtxt (context);
  if (result != 0)
    {
      g_autofree char *message = g_strdup_printf (_("%s. What may stand there is told by the schema %s.rng."),
                                                  complaint.message != NULL ? complaint.message : "?", kind);
      set_error_at (error, path, complaint.line, message);
    }
  g_free (complaint.message);
  return result == 0;
}

static gboolean
follows_schema (const char *path, const char *text, gsize length, const char *kind, xmlDocPtr document, GError **error)
{
  g_autofree char *schema = cl_paths_get_schema (kind), *digest = cl_description_digest (schema, text, length);

  if (cl_description_is_known (digest))
    return TRUE;
  if (!validate (path, kind, document, error))
    return FALSE;
  cl_description_know (digest);
  return TRUE;
}

/* Said before the schema's many complaints about what it cannot know. */
static gboolean
check_version (const char *path, xmlNodePtr root, GError **error)
{
  g_autofree char *version = cl_description_get (root, "version");
  gint64 number = version != NULL ? g_ascii_strtoll (version, NULL, 10) : 0;

  if (number <= VERSION_KNOWN)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_NEWER,
               _("%s:%ld: the description is written for version %s of the schema, and this program knows version %d. Install a newer Canlian."), path,
               xmlGetLineNo (root), version, VERSION_KNOWN);
  return FALSE;
}

static xmlDocPtr
load_text (const char *path, const char *text, gsize length, const char *kind, GError **error)
{
  xmlDocPtr document;
  xmlNodePtr root;

  if (!check_text (path, text, length, error) || (document = parse (path, text, length, error)) == NULL)
    return NULL;
  root = xmlDocGetRootElement (document);
  if (is_too_deep (root, 1))
    set_error_at (error, path, xmlGetLineNo (root), _("the elements are nested deeper than any description needs. Look whether it is the right file."));
  else if (check_version (path, root, error) && follows_schema (path, text, length, kind, document, error))
    return document;
  xmlFreeDoc (document);
  return NULL;
}

/**
 * cl_description_load:
 * @path: a description
 * @kind: the schema that it must follow: "ledger", "codes", "form" or "rules"
 * @error: return location, or NULL
 *
 * Any thread. Files come from plugins and offices: size and depth are capped, document types and entities are refused, nothing is fetched.
 *
 * Returns: (transfer full): the document, for xmlFreeDoc(); NULL with CL_ERROR_DESCRIPTION, FILE:LINE: first, or CL_ERROR_NEWER
 */
xmlDocPtr
cl_description_load (const char *path, const char *kind, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  g_return_val_if_fail (path != NULL && kind != NULL, NULL);

  text = read_capped (path, &length, error);
  return text != NULL ? load_text (path, text, length, kind, error) : NULL;
}

/**
 * cl_description_load_text:
 * @path: what the text is called where something is wrong in it
 * @text: a description
 * @kind: the schema that it must follow
 * @error: return location, or NULL
 *
 * As cl_description_load(), for what does not lie in a file.
 *
 * Returns: (transfer full): the document, for xmlFreeDoc(); NULL as cl_description_load()
 */
xmlDocPtr
cl_description_load_text (const char *path, const char *text, const char *kind, GError **error)
{
  g_return_val_if_fail (path != NULL && text != NULL && kind != NULL, NULL);

  return load_text (path, text, strlen (text), kind, error);
}

/**
 * cl_description_set_error:
 * @error: return location, or NULL
 * @path: the description
 * @node: where in it
 * @format: what is wrong and what to do, for printf
 * @...: its arguments
 *
 * Sets CL_ERROR_DESCRIPTION with FILE:LINE: before the sentence.
 */
void
cl_description_set_error (GError **error, const char *path, xmlNodePtr node, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  set_error_at (error, path, node != NULL ? xmlGetLineNo (node) : 1, message);
}

/**
 * cl_description_get:
 * @node: an element
 * @attribute: the name of an attribute
 *
 * Returns: (transfer full) (nullable): its text, for g_free(); NULL where it is absent
 */
char *
cl_description_get (xmlNodePtr node, const char *attribute)
{
  xmlChar *value = xmlGetNoNsProp (node, (const xmlChar *) attribute);
  char *text = g_strdup ((const char *) value);

  xmlFree (value);
  return text;
}

/**
 * cl_description_get_yes:
 * @node: an element
 * @attribute: the name of an attribute
 *
 * Returns: whether it says "yes"
 */
gboolean
cl_description_get_yes (xmlNodePtr node, const char *attribute)
{
  g_autofree char *text = cl_description_get (node, attribute);

  return g_strcmp0 (text, "yes") == 0;
}

/**
 * cl_description_get_list:
 * @node: an element
 * @attribute: the name of an attribute
 * @separators: characters that part its items
 *
 * Returns: (transfer full) (nullable): the items, stripped, empty ones left out; NULL where the attribute is absent
 */
GStrv
cl_description_get_list (xmlNodePtr node, const char *attribute, const char *separators)
{
  g_autofree char *text = cl_description_get (node, attribute);
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    return NULL;
  builder = g_strv_builder_new ();
  parts = g_strsplit_set (text, separators, -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static xmlNodePtr
find_from (xmlNodePtr node, const char *name)
{
  while (node != NULL && !(node->type == XML_ELEMENT_NODE && (name == NULL || g_str_equal ((const char *) node->name, name))))
    node = node->next;
  return node;
}

/**
 * cl_description_first:
 * @parent: an element
 * @name: (nullable): the name of an element, NULL for any
 *
 * Returns: (nullable): the first child of that name
 */
xmlNodePtr
cl_description_first (xmlNodePtr parent, const char *name)
{
  return find_from (parent->children, name);
}

/**
 * cl_description_next:
 * @node: an element
 * @name: (nullable): the name of an element, NULL for any
 *
 * Returns: (nullable): the next sibling of that name
 */
xmlNodePtr
cl_description_next (xmlNodePtr node, const char *name)
{
  return find_from (node->next, name);
}
