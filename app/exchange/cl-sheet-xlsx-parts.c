#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-sheet-private.h"
#include "cl-sheet-scan.h"

#define MAX_SCANNED (256u * 1024 * 1024)
#define MAX_STRINGS (1024u * 1024 * 1024)        /* shared strings */

static xmlNodePtr
child (xmlNodePtr node, const char *name)
{
  for (xmlNodePtr c = node ? node->children : NULL; c; c = c->next)
    if (c->type == XML_ELEMENT_NODE && strcmp ((const char *) c->name, name) == 0)
      return c;
  return NULL;
}

static xmlNodePtr
sibling (xmlNodePtr node, const char *name)
{
  for (xmlNodePtr c = node->next; c; c = c->next)
    if (c->type == XML_ELEMENT_NODE && strcmp ((const char *) c->name, name) == 0)
      return c;
  return NULL;
}

static char *
attribute (xmlNodePtr node, const char *name)
{
  for (xmlAttrPtr a = node->properties; a; a = a->next)
    if (strcmp ((const char *) a->name, name) == 0)
      {
        xmlChar *value = xmlNodeListGetString (node->doc, a->children, 1);
        char *copy = g_strdup (value ? (const char *) value : "");
        xmlFree (value);
        return copy;
      }
  return NULL;
}

/* "r:id" of a sheet; other attributes are called id in no namespace of relations. */
static char *
relation_id (xmlNodePtr node)
{
  for (xmlAttrPtr a = node->properties; a; a = a->next)
    if (a->ns && strstr ((const char *) a->ns->href, "elationships") && strcmp ((const char *) a->name, "id") == 0)
      {
        xmlChar *value = xmlNodeListGetString (node->doc, a->children, 1);
        char *copy = g_strdup (value ? (const char *) value : "");
        xmlFree (value);
        return copy;
      }
  return NULL;
}

/* The part that a relation of @id, or else of the kind that ends in @type, points to from @from. */
static char *
relation_target (xmlDocPtr relations, const char *from, const char *id, const char *type)
{
  for (xmlNodePtr r = child (xmlDocGetRootElement (relations), "Relationship"); r; r = sibling (r, "Relationship"))
    {
      g_autofree char *its_id = attribute (r, "Id");
      g_autofree char *its_type = attribute (r, "Type");
      g_autofree char *target = attribute (r, "Target");
      if (!target || (id && g_strcmp0 (its_id, id) != 0) || (!id && !(its_type && g_str_has_suffix (its_type, type))))
        continue;
      g_autofree char *folder = g_path_get_dirname (from);
      g_autofree char *joined = target[0] == '/' ? g_strdup (target) : g_build_filename ("/", folder, target, NULL);
      g_autofree char *plain = g_canonicalize_filename (joined, "/");
      return g_strdup (plain + 1);
    }
  return NULL;
}

static char *
find_workbook (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  xmlDocPtr relations = cl_sheet_xml_read (path, "_rels/.rels", &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  char *part = relations ? relation_target (relations, "", NULL, "/officeDocument") : NULL;
  gboolean related = relations != NULL;
  g_clear_pointer (&relations, xmlFreeDoc);
  if (part && !g_str_has_suffix (part, ".bin") && strstr (part, "word/") != part && strstr (part, "ppt/") != part)
    return part;
  g_free (part);
  /* Without relations the usual place will do. */
  if (!related && cl_sheet_has_part (path, "xl/workbook.xml"))
    return g_strdup ("xl/workbook.xml");
  g_autofree char *base = cl_file_call (path);
  g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("“%s” is not a spreadsheet. Choose a file that ends in .xlsx, .xls, .ods or .csv."), base);
  return NULL;
}

/* Charts and macro sheets stand among the sheets, and hold no rows. */
static gboolean
holds_rows (xmlDocPtr relations, const char *id)
{
  for (xmlNodePtr r = child (xmlDocGetRootElement (relations), "Relationship"); r; r = sibling (r, "Relationship"))
    {
      g_autofree char *its_id = attribute (r, "Id");
      g_autofree char *its_type = attribute (r, "Type");
      if (g_strcmp0 (its_id, id) == 0)
        return !its_type || g_str_has_suffix (its_type, "/worksheet");
    }
  return TRUE;
}

static gboolean
choose_sheet (ClSheetParts         *parts,
              ClSheetReader        *reader,
              const char           *path,
              const ClSheetOptions *options,
              const char           *workbook,
              xmlDocPtr             doc,
              xmlDocPtr             relations,
              GError              **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  xmlNodePtr sheets = child (xmlDocGetRootElement (doc), "sheets");
  for (xmlNodePtr s = child (sheets, "sheet"); s && ids->len < CL_SHEET_MAX_SHEETS; s = sibling (s, "sheet"))
    {
      g_autofree char *name = attribute (s, "name");
      g_autofree char *state = attribute (s, "state");
      g_autofree char *id = relation_id (s);
      if (id && !holds_rows (relations, id))
        continue;
      cl_sheet_reader_add_sheet (reader, name, !state || strcmp (state, "visible") == 0);
      g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  guint number = cl_sheet_reader_choose (reader, path, options, error);
  if (!number)
    return FALSE;
  const char *id = ids->pdata[number - 1];
  parts->sheet_part = id ? relation_target (relations, workbook, id, NULL) : NULL;
  return parts->sheet_part ? TRUE : cl_sheet_damaged (path, error);
}

static gboolean
load_styles (ClSheetParts *parts, const char *path, const char *part, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GHashTable) codes = g_hash_table_new (NULL, NULL);
  xmlDocPtr doc = part ? cl_sheet_xml_read (path, part, &local) : NULL;
  if (!doc)
    {
      if (!local)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  xmlNodePtr root = xmlDocGetRootElement (doc);
  for (xmlNodePtr f = child (child (root, "numFmts"), "numFmt"); f; f = sibling (f, "numFmt"))
    {
      g_autofree char *id = attribute (f, "numFmtId");
      g_autofree char *code = attribute (f, "formatCode");
      if (id && code)
        g_hash_table_insert (codes, GUINT_TO_POINTER ((guint) g_ascii_strtoull (id, NULL, 10)), GUINT_TO_POINTER (cl_sheet_format_of_code (code)));
    }
  for (xmlNodePtr x = child (child (root, "cellXfs"), "xf"); x; x = sibling (x, "xf"))
    {
      g_autofree char *id = attribute (x, "numFmtId");
      guint number = id ? (guint) g_ascii_strtoull (id, NULL, 10) : 0;
      gpointer own;
      ClSheetFormat format = g_hash_table_lookup_extended (codes, GUINT_TO_POINTER (number), NULL, &own) ? (ClSheetFormat) GPOINTER_TO_UINT (own)
                                                                                                           : cl_sheet_format_of_builtin (number);
      g_array_append_val (parts->formats, format);
    }
  xmlFreeDoc (doc);
  return TRUE;
}

typedef struct
{
  ClSheetParts *parts;
  guint in_text, in_phonetic;
} StringsParser;

static void
strings_start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
                  int n_defaulted, const xmlChar **attributes)
{
  StringsParser *parser = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (strcmp (tag, "si") == 0)
    g_array_append_val (parser->parts->string_starts, parser->parts->strings->len);
  else if (strcmp (tag, "t") == 0)
    parser->in_text++;
  else if (strcmp (tag, "rPh") == 0)
    parser->in_phonetic++;
}

static void
strings_end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  StringsParser *parser = ((xmlParserCtxtPtr) data)->_private;
  const char *tag = (const char *) name;
  if (strcmp (tag, "si") == 0)
    g_string_append_c (parser->parts->strings, '\0');
  else if (strcmp (tag, "t") == 0 && parser->in_text)
    parser->in_text--;
  else if (strcmp (tag, "rPh") == 0 && parser->in_phonetic)
    parser->in_phonetic--;
}

static void
strings_text_cb (void *data, const xmlChar *text, int length)
{
  StringsParser *parser = ((xmlParserCtxtPtr) data)->_private;
  if (parser->in_text && !parser->in_phonetic)
    g_string_append_len (parser->parts->strings, (const char *) text, length);
}

/* The quick way: plain texts alone, without runs or phonetic guides. FALSE: something odd, and nothing is kept. */
static gboolean
scan_strings (ClSheetParts *parts, const char *path, const char *part)
{
  static const xmlSAXHandler callbacks = { .initialized = XML_SAX2_MAGIC };
  g_autoptr (ClSheetSource) source = cl_sheet_scan_is_off () ? NULL : cl_sheet_source_open_part (path, part, NULL);
  g_autoptr (GByteArray) bytes = source ? cl_sheet_source_read_all (source, MAX_SCANNED, NULL) : NULL;
  if (!bytes)
    return FALSE;
  gsize size = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) CL_SHEET_SCAN_END, sizeof CL_SHEET_SCAN_END);
  const char *text = (const char *) bytes->data, *at = memmem (text, size, "<si>", 4), *end = at;
  gboolean escaped; /* looked at when a cell takes the string */
  for (end = text + size; at && end && end > at && strncmp (end, "</si>", 5) != 0;)
    end = memrchr (at, '<', end - at);
  if (!at || !end || end <= at || !cl_sheet_scan_frame (text, size, at - text, end + 5 - text, &callbacks, NULL))
    return FALSE;
  for (end += 5; at && at < end;)
    {
      at = cl_sheet_scan_blanks (at);
      if (at == end)
        break;
      at = strncmp (at, "<si>", 4) == 0 ? cl_sheet_scan_blanks (at + 4) : NULL;
      if (at)
        g_array_append_val (parts->string_starts, parts->strings->len);
      at = at && memcmp (at, "<t", 2) == 0 ? cl_sheet_scan_leaf (at + 1, parts->strings, &escaped) : NULL;
      at = at ? cl_sheet_scan_blanks (at) : NULL;
      at = at && strncmp (at, "</si>", 5) == 0 ? at + 5 : NULL;
      g_string_append_c (parts->strings, '\0');
    }
  if (at)
    return TRUE;
  g_string_truncate (parts->strings, 0);
  g_array_set_size (parts->string_starts, 0);
  return FALSE;
}

static gboolean
load_strings (ClSheetParts *parts, const char *path, const char *part, GError **error)
{
  static const xmlSAXHandler callbacks = { .startElementNs = strings_start_cb, .endElementNs = strings_end_cb, .characters = strings_text_cb };
  g_autoptr (GError) local = NULL;
  StringsParser parser = { parts };
  gboolean result = TRUE, ended = FALSE;
  if (part && scan_strings (parts, path, part))
    return TRUE;
  g_autoptr (ClSheetSource) source = part ? cl_sheet_source_open_part (path, part, &local) : NULL;
  if (!source)
    {
      if (!local)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  xmlParserCtxtPtr context = cl_sheet_xml_new (&callbacks, &parser);
  while (result && !ended)
    result = cl_sheet_xml_feed (context, source, &ended, error) && (parts->strings->len <= MAX_STRINGS || cl_sheet_too_large (path, error));
  cl_sheet_xml_free (context);
  return result;
}

gboolean
cl_sheet_parse_reference (const char *reference, guint *row, guint *column)
{
  guint letters = 0, digits = 0, c = 0, r = 0;
  for (; g_ascii_isalpha (*reference) && letters < 4; reference++, letters++)
    c = c * 26 + (g_ascii_toupper (*reference) - 'A' + 1);
  for (; g_ascii_isdigit (*reference) && digits < 8; reference++, digits++)
    r = r * 10 + (*reference - '0');
  if (!letters || !digits || g_ascii_isalnum (*reference) || r == 0)
    return FALSE;
  *row = r;
  *column = c - 1;
  return TRUE;
}

void
cl_sheet_parts_free (ClSheetParts *parts)
{
  g_free (parts->sheet_part);
  g_array_unref (parts->formats);
  g_string_free (parts->strings, TRUE);
  g_array_unref (parts->string_starts);
  g_free (parts);
}

/**
 * cl_sheet_parts_load:
 * @reader: the reader that is to know the sheets of the workbook
 * @path: an .xlsx file
 * @options: (nullable): which sheet
 * @error: return location
 *
 * Reads all that is wanted before the rows: which part holds the sheet, the epoch, the formats of styles, the shared strings. All sizes are capped
 * (ECMA-376 sets none).
 *
 * Returns: (transfer full) (nullable): the parts
 */
ClSheetParts *
cl_sheet_parts_load (ClSheetReader *reader, const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClSheetParts) parts = g_new0 (ClSheetParts, 1);
  g_autoptr (GError) local = NULL;
  parts->formats = g_array_new (FALSE, FALSE, sizeof (ClSheetFormat));
  parts->strings = g_string_new (NULL);
  parts->string_starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree char *workbook = find_workbook (path, error);
  if (!workbook)
    return NULL;
  g_autofree char *folder = g_path_get_dirname (workbook);
  g_autofree char *name = g_path_get_basename (workbook);
  g_autofree char *relations_part = g_strdup_printf ("%s/_rels/%s.rels", folder, name);
  xmlDocPtr doc = cl_sheet_xml_read (path, workbook, &local);
  xmlDocPtr relations = doc ? cl_sheet_xml_read (path, relations_part, &local) : NULL;
  gboolean result = relations != NULL;
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (!result)
    cl_sheet_damaged (path, error);
  if (result)
    {
      xmlNodePtr properties = child (xmlDocGetRootElement (doc), "workbookPr");
      g_autofree char *epoch = properties ? attribute (properties, "date1904") : NULL;
      g_autofree char *styles = relation_target (relations, workbook, NULL, "/styles");
      g_autofree char *strings = relation_target (relations, workbook, NULL, "/sharedStrings");
      parts->epoch_1904 = epoch && (strcmp (epoch, "1") == 0 || strcmp (epoch, "true") == 0);
      result = choose_sheet (parts, reader, path, options, workbook, doc, relations, error) && load_styles (parts, path, styles, error)
               && load_strings (parts, path, strings, error);
    }
  g_clear_pointer (&doc, xmlFreeDoc);
  g_clear_pointer (&relations, xmlFreeDoc);
  return result ? g_steal_pointer (&parts) : NULL;
}
