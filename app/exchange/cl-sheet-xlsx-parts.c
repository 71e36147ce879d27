#include "cl-config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "cl-error.h"
#include "cl-sheet-private.h"

#define MAX_PART (64 * 1024 * 1024)              /* workbook, styles, relations */
#define MAX_STRINGS (1024u * 1024 * 1024)        /* shared strings */
#define MAX_MERGES 1000000
#define RATIO_FROM (128u * 1024 * 1024)          /* smaller parts do no harm whatever they were packed from */
#define MAX_RATIO 200                            /* sheets of spreadsheet programs reach 5 to 40 */

gboolean
cl_sheet_parts_damaged (const char *path,
                        GError    **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED,
               _("“%s” is damaged and cannot be read. Open it in the spreadsheet program, save it again, or ask for it once more."), base);
  return FALSE;
}

static gboolean
too_large (const char *path,
           GError    **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
               _("“%s” swells to an absurd size when it is unpacked; no clerk's sheet does so, and it was not read further. Ask for it once more."), base);
  return FALSE;
}

/* Against archives made to fill the memory or the day: what they unpack to is out of all proportion to the file. */
gboolean
cl_sheet_parts_check_ratio (const char *path,
                            guint64     inflated,
                            guint64     file_size,
                            GError    **error)
{
  if (inflated <= RATIO_FROM || inflated / MAX (file_size, 1) <= MAX_RATIO)
    return TRUE;
  return too_large (path, error);
}

/* Some writers put backslashes, a leading slash or other capitals into the names. */
static gboolean
is_part (const char *name,
         const char *part)
{
  while (*name == '/' || *name == '\\')
    name++;
  for (; *name && *part; name++, part++)
    if (g_ascii_tolower (*name == '\\' ? '/' : *name) != g_ascii_tolower (*part))
      return FALSE;
  return *name == *part;
}

/* Opens the archive at one part. NULL without @error: there is none of that name. */
struct archive *
cl_sheet_parts_open_entry (const char *path,
                           const char *part,
                           gint64     *size,
                           GError    **error)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  int result;
  archive_read_support_format_zip (archive);
  if (archive_read_open_filename (archive, path, 64 * 1024) == ARCHIVE_OK)
    {
      while ((result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN)
        {
          const char *name = archive_entry_pathname (entry);
          if (!name || !is_part (name, part))
            continue;
          if (archive_entry_is_data_encrypted (entry))
            {
              g_autofree char *base = g_path_get_basename (path);
              g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
                           _("“%s” is protected by a password. Open it in the spreadsheet program, take the password off and save it again."), base);
              archive_read_free (archive);
              return NULL;
            }
          if (size)
            *size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : 0;
          return archive;
        }
      if (result == ARCHIVE_EOF)
        {
          archive_read_free (archive);
          return NULL;
        }
    }
  archive_read_free (archive);
  cl_sheet_parts_damaged (path, error);
  return NULL;
}

static GByteArray *
read_part (const char *path,
           const char *part,
           GError    **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  char buffer[32 * 1024];
  la_ssize_t n;
  struct archive *archive = cl_sheet_parts_open_entry (path, part, NULL, error);
  if (!archive)
    return NULL;
  bytes = g_byte_array_new ();
  while ((n = archive_read_data (archive, buffer, sizeof buffer)) > 0 && bytes->len <= MAX_PART)
    g_byte_array_append (bytes, (const guint8 *) buffer, n);
  archive_read_free (archive);
  if (n < 0)
    cl_sheet_parts_damaged (path, error);
  else if (n > 0)
    too_large (path, error);
  return n == 0 ? g_steal_pointer (&bytes) : NULL;
}

/* NULL without @error: no such part. */
static xmlDocPtr
read_xml (const char *path,
          const char *part,
          GError    **error)
{
  g_autoptr (GByteArray) bytes = read_part (path, part, error);
  if (!bytes)
    return NULL;
  xmlDocPtr doc = xmlReadMemory ((const char *) bytes->data, bytes->len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  /* The format knows no document type; only an attack on the parser brings one. */
  if (doc && xmlGetIntSubset (doc))
    g_clear_pointer (&doc, xmlFreeDoc);
  if (!doc)
    cl_sheet_parts_damaged (path, error);
  return doc;
}

static xmlNodePtr
child (xmlNodePtr  node,
       const char *name)
{
  for (xmlNodePtr c = node ? node->children : NULL; c; c = c->next)
    if (c->type == XML_ELEMENT_NODE && strcmp ((const char *) c->name, name) == 0)
      return c;
  return NULL;
}

static xmlNodePtr
sibling (xmlNodePtr  node,
         const char *name)
{
  for (xmlNodePtr c = node->next; c; c = c->next)
    if (c->type == XML_ELEMENT_NODE && strcmp ((const char *) c->name, name) == 0)
      return c;
  return NULL;
}

static char *
attribute (xmlNodePtr  node,
           const char *name)
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
relation_target (xmlDocPtr   relations,
                 const char *from,
                 const char *id,
                 const char *type)
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
find_workbook (const char *path,
               GError    **error)
{
  g_autoptr (GError) local = NULL;
  xmlDocPtr relations = read_xml (path, "_rels/.rels", &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  char *part = relations ? relation_target (relations, "", NULL, "/officeDocument") : NULL;
  g_clear_pointer (&relations, xmlFreeDoc);
  if (part && !g_str_has_suffix (part, ".bin") && strstr (part, "word/") != part && strstr (part, "ppt/") != part)
    return part;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *binary = g_steal_pointer (&part);
  struct archive *ods = cl_sheet_parts_open_entry (path, "content.xml", NULL, NULL);
  if (ods)
    archive_read_free (ods);
  if (ods || (binary && g_str_has_suffix (binary, ".bin")))
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN,
                 _("“%s” is a spreadsheet in another form. Open it in the spreadsheet program and save it as .xlsx."), base);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("“%s” is not a spreadsheet. Choose a file that ends in .xlsx or .csv."), base);
  return NULL;
}

static gboolean
choose_sheet (ClSheetParts *parts,
              const char   *path,
              const char   *sheet,
              const char   *workbook,
              xmlDocPtr     doc,
              xmlDocPtr     relations,
              GError      **error)
{
  guint n = 0;
  xmlNodePtr sheets = child (xmlDocGetRootElement (doc), "sheets");
  for (xmlNodePtr s = child (sheets, "sheet"); s; s = sibling (s, "sheet"))
    {
      g_autofree char *name = attribute (s, "name");
      g_autofree char *state = attribute (s, "state");
      g_autofree char *id = relation_id (s);
      g_autofree char *number = g_strdup_printf ("%u", ++n);
      gboolean visible = !state || strcmp (state, "visible") == 0;
      if (sheet ? g_strcmp0 (name, sheet) != 0 && strcmp (number, sheet) != 0 : !visible)
        continue;
      parts->sheet_part = id ? relation_target (relations, workbook, id, NULL) : NULL;
      return parts->sheet_part ? TRUE : cl_sheet_parts_damaged (path, error);
    }
  g_autofree char *base = g_path_get_basename (path);
  if (sheet)
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” has no sheet “%s”. Give the name on its tab, or its number from 1."), base, sheet);
  else
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” has no visible sheet. Unhide the sheet that holds the rows and save it again."), base);
  return FALSE;
}

static gboolean
load_styles (ClSheetParts *parts,
             const char   *path,
             const char   *part,
             GError      **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GHashTable) codes = g_hash_table_new (NULL, NULL);
  xmlDocPtr doc = part ? read_xml (path, part, &local) : NULL;
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
  gboolean stop;
} StringsParser;

static void
strings_start_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
                  int n_defaulted, const xmlChar **attributes)
{
  StringsParser *parser = data;
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
  StringsParser *parser = data;
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
  StringsParser *parser = data;
  if (parser->in_text && !parser->in_phonetic)
    g_string_append_len (parser->parts->strings, (const char *) text, length);
}

static void
doctype_cb (void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
  StringsParser *parser = data;
  parser->stop = TRUE;
}

static gboolean
load_strings (ClSheetParts *parts,
              const char   *path,
              const char   *part,
              guint64       file_size,
              GError      **error)
{
  g_autoptr (GError) local = NULL;
  StringsParser parser = { parts };
  char buffer[64 * 1024];
  la_ssize_t n;
  guint64 inflated = 0;
  gboolean result = TRUE;
  struct archive *archive = part ? cl_sheet_parts_open_entry (path, part, NULL, &local) : NULL;
  if (!archive)
    {
      if (!local)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC, .startElementNs = strings_start_cb, .endElementNs = strings_end_cb,
                            .characters = strings_text_cb, .ignorableWhitespace = strings_text_cb, .internalSubset = doctype_cb };
  xmlParserCtxtPtr context = xmlCreatePushParserCtxt (&handler, &parser, NULL, 0, NULL);
  while (result && (n = archive_read_data (archive, buffer, sizeof buffer)) > 0)
    {
      inflated += n;
      result = cl_sheet_parts_check_ratio (path, inflated, file_size, error) && (inflated <= MAX_STRINGS || too_large (path, error));
      if (result && (xmlParseChunk (context, buffer, n, 0) != 0 || parser.stop))
        result = cl_sheet_parts_damaged (path, error);
    }
  if (result && (n < 0 || xmlParseChunk (context, NULL, 0, 1) != 0))
    result = cl_sheet_parts_damaged (path, error);
  cl_sheet_parser_free (context);
  archive_read_free (archive);
  return result;
}

/* A document type declares entities into a document even where only events are wanted. */
void
cl_sheet_parser_free (struct _xmlParserCtxt *context)
{
  if (context->myDoc)
    xmlFreeDoc (context->myDoc);
  xmlFreeParserCtxt (context);
}

gboolean
cl_sheet_parse_reference (const char *reference,
                          guint      *row,
                          guint      *column)
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

static int
compare_merges (gconstpointer a,
                gconstpointer b)
{
  const ClSheetMerge *x = a, *y = b;
  return x->first != y->first ? (x->first < y->first ? -1 : 1) : (int) x->column - (int) y->column;
}

static void
add_merge (ClSheetParts *parts,
           const char   *range)
{
  ClSheetMerge merge;
  guint column;
  const char *colon = strchr (range, ':');
  if (!colon || parts->merges->len >= MAX_MERGES)
    return;
  g_autofree char *from = g_strndup (range, colon - range);
  if (cl_sheet_parse_reference (from, &merge.first, &merge.column) && cl_sheet_parse_reference (colon + 1, &merge.last, &column) &&
      merge.last > merge.first && merge.column < CL_SHEET_MAX_COLUMNS)
    g_array_append_val (parts->merges, merge);
}

/* Merged ranges stand behind the rows, and are wanted before them: one look through the unpacked text, without taking it apart. */
static gboolean
load_merges (ClSheetParts *parts,
             const char   *path,
             guint64       file_size,
             GError      **error)
{
  static const char mark[] = "mergeCell ref=\"";
  g_autofree char *buffer = g_malloc (128 * 1024);
  gsize kept = 0;
  la_ssize_t n;
  guint64 inflated = 0;
  gboolean result = TRUE;
  g_autoptr (GError) local = NULL;
  struct archive *archive = cl_sheet_parts_open_entry (path, parts->sheet_part, NULL, &local);
  if (!archive && local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!archive)
    return cl_sheet_parts_damaged (path, error);
  while (result && (n = archive_read_data (archive, buffer + kept, 120 * 1024)) > 0)
    {
      char *at = buffer, *end = buffer + kept + n, *hit;
      inflated += n;
      result = cl_sheet_parts_check_ratio (path, inflated, file_size, error);
      while ((hit = memmem (at, end - at, mark, sizeof mark - 1)))
        {
          char *range = hit + sizeof mark - 1;
          char *quote = memchr (range, '"', MIN (end - range, 64));
          if (!quote && end - range < 64)
            break;
          if (quote)
            {
              *quote = '\0';
              add_merge (parts, range);
            }
          at = range;
        }
      kept = hit ? (gsize) (end - hit) : MIN ((gsize) (end - at), sizeof mark - 2);
      memmove (buffer, end - kept, kept);
    }
  if (result && n < 0)
    result = cl_sheet_parts_damaged (path, error);
  archive_read_free (archive);
  g_array_sort (parts->merges, compare_merges);
  return result;
}

void
cl_sheet_parts_free (ClSheetParts *parts)
{
  g_free (parts->sheet_part);
  g_array_unref (parts->formats);
  g_string_free (parts->strings, TRUE);
  g_array_unref (parts->string_starts);
  g_array_unref (parts->merges);
  g_free (parts);
}

/**
 * cl_sheet_parts_load:
 * @path: an .xlsx file
 * @sheet: (nullable): name or number from 1; %NULL: the first visible one
 * @error: return location
 *
 * Reads all that is wanted before the rows: which part holds the sheet, the epoch, the formats of styles, the shared strings, the cells
 * merged downwards. All sizes are capped (ECMA-376 sets none).
 *
 * Returns: (transfer full) (nullable): the parts
 */
ClSheetParts *
cl_sheet_parts_load (const char *path,
                     const char *sheet,
                     GError    **error)
{
  g_autoptr (ClSheetParts) parts = g_new0 (ClSheetParts, 1);
  GStatBuf status;
  g_autoptr (GError) local = NULL;
  parts->formats = g_array_new (FALSE, FALSE, sizeof (ClSheetFormat));
  parts->strings = g_string_new (NULL);
  parts->string_starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  parts->merges = g_array_new (FALSE, FALSE, sizeof (ClSheetMerge));
  guint64 file_size = g_stat (path, &status) == 0 ? (guint64) status.st_size : 0;
  g_autofree char *workbook = find_workbook (path, error);
  if (!workbook)
    return NULL;
  g_autofree char *folder = g_path_get_dirname (workbook);
  g_autofree char *name = g_path_get_basename (workbook);
  g_autofree char *relations_part = g_strdup_printf ("%s/_rels/%s.rels", folder, name);
  xmlDocPtr doc = read_xml (path, workbook, &local);
  xmlDocPtr relations = doc ? read_xml (path, relations_part, &local) : NULL;
  gboolean result = relations != NULL;
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (!result)
    cl_sheet_parts_damaged (path, error);
  if (result)
    {
      xmlNodePtr properties = child (xmlDocGetRootElement (doc), "workbookPr");
      g_autofree char *epoch = properties ? attribute (properties, "date1904") : NULL;
      g_autofree char *styles = relation_target (relations, workbook, NULL, "/styles");
      g_autofree char *strings = relation_target (relations, workbook, NULL, "/sharedStrings");
      parts->epoch_1904 = epoch && (strcmp (epoch, "1") == 0 || strcmp (epoch, "true") == 0);
      result = choose_sheet (parts, path, sheet, workbook, doc, relations, error) && load_styles (parts, path, styles, error) &&
               load_strings (parts, path, strings, file_size, error) && load_merges (parts, path, file_size, error);
    }
  g_clear_pointer (&doc, xmlFreeDoc);
  g_clear_pointer (&relations, xmlFreeDoc);
  return result ? g_steal_pointer (&parts) : NULL;
}
