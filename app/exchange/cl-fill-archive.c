#include "cl-config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-fill-private.h"

/* What a county's form never reaches, unpacked. */
#define PART_MAX (256 * 1024 * 1024)
#define PARTS_MAX 4096

typedef struct
{
  char *name;
  GBytes *bytes;
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;
  g_free (part->name);
  g_clear_pointer (&part->bytes, g_bytes_unref);
  g_free (part);
}

static gboolean
refuse (const char *path, GError **error)
{
  g_autofree char *base = cl_file_call (path);
  g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("“%s” is no .xlsx that can be filled. Open it in the spreadsheet program and save it as .xlsx."), base);
  return FALSE;
}

static GBytes *
read_part (struct archive *archive, gsize *total)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 buffer[65536];
  la_ssize_t n;
  while ((n = archive_read_data (archive, buffer, sizeof buffer)) > 0 && *total + (gsize) n <= PART_MAX)
    {
      g_byte_array_append (bytes, buffer, (guint) n);
      *total += (gsize) n;
    }
  if (n == 0)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  return NULL;
}

static GPtrArray *
read_parts (const char *path, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (part_free);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  gsize total = 0;
  gboolean good;
  archive_read_support_format_zip (archive);
  good = archive_read_open_filename (archive, path, 65536) == ARCHIVE_OK;
  while (good && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      GBytes *bytes = name && parts->len < PARTS_MAX ? read_part (archive, &total) : NULL;
      good = bytes != NULL;
      if (!good)
        break;
      Part *part = g_new0 (Part, 1);
      part->name = g_strdup (name);
      part->bytes = bytes;
      g_ptr_array_add (parts, part);
    }
  archive_read_free (archive);
  if (good && parts->len > 0)
    return g_steal_pointer (&parts);
  refuse (path, error);
  return NULL;
}

static Part *
find_part (GPtrArray *parts, const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_ascii_strcasecmp (((Part *) parts->pdata[i])->name, name) == 0)
      return parts->pdata[i];
  return NULL;
}

static xmlDocPtr
parse_part (const Part *part)
{
  gsize size;
  const char *data = part ? g_bytes_get_data (part->bytes, &size) : NULL;
  xmlDocPtr document = data && size < G_MAXINT ? xmlReadMemory (data, (int) size, part->name, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE)
                                               : NULL;
  /* A spreadsheet has no document type; entities are the way to make a small part large. */
  if (document && (document->intSubset || !xmlDocGetRootElement (document)))
    g_clear_pointer (&document, xmlFreeDoc);
  return document;
}

static void
store_part (Part *part, xmlDocPtr document)
{
  xmlChar *text;
  int size;
  xmlDocDumpMemoryEnc (document, &text, &size, "UTF-8");
  g_bytes_unref (part->bytes);
  part->bytes = g_bytes_new (text, (gsize) size);
  xmlFree (text);
}

typedef gboolean (*NodeFunc) (xmlNodePtr node, gpointer data);

static void
each_node (xmlNodePtr node, NodeFunc func, gpointer data)
{
  xmlNodePtr next;
  for (; node; node = next)
    {
      next = node->next;
      if (node->type == XML_ELEMENT_NODE && func (node, data))
        each_node (node->children, func, data);
    }
}

static char *
get_any (xmlNodePtr node, const char *name)
{
  for (xmlAttrPtr attribute = node->properties; attribute; attribute = attribute->next)
    if (strcmp ((const char *) attribute->name, name) == 0)
      {
        xmlChar *value = xmlNodeListGetString (node->doc, attribute->children, 1);
        char *text = g_strdup ((const char *) value);
        xmlFree (value);
        return text;
      }
  return NULL;
}

typedef struct
{
  char *id;          /* of the sheet's relation */
  guint wanted;      /* from 1; 0: the first visible one */
  guint seen, place; /* its place among all */
  char *target;
  GPtrArray *strings;
  const ClFillShift *shift;
} Search;

static gboolean
sheet_cb (xmlNodePtr node, gpointer data)
{
  Search *search = data;
  if (strcmp ((const char *) node->name, "sheet") != 0)
    return TRUE;
  g_autofree char *state = get_any (node, "state");
  search->seen++;
  if (search->id || (search->wanted ? search->seen != search->wanted : state && strcmp (state, "visible") != 0))
    return TRUE;
  for (xmlAttrPtr attribute = node->properties; attribute; attribute = attribute->next)
    if (strcmp ((const char *) attribute->name, "id") == 0)
      search->id = get_any (node, "id");
  search->place = search->seen - 1;
  return TRUE;
}

static gboolean
relation_cb (xmlNodePtr node, gpointer data)
{
  Search *search = data;
  g_autofree char *id = get_any (node, "Id");
  if (id && search->id && strcmp (id, search->id) == 0 && !search->target)
    search->target = get_any (node, "Target");
  return TRUE;
}

static gboolean
string_cb (xmlNodePtr node, gpointer data)
{
  Search *search = data;
  if (strcmp ((const char *) node->name, "si") != 0)
    return TRUE;
  xmlChar *content = xmlNodeGetContent (node);
  g_ptr_array_add (search->strings, g_strdup ((const char *) content));
  xmlFree (content);
  return FALSE;
}

static gboolean
chain_cb (xmlNodePtr node, gpointer data)
{
  g_autofree char *target = get_any (node, "Target"), *part = get_any (node, "PartName");
  if (!(target && g_str_has_suffix (target, "calcChain.xml")) && !(part && g_str_has_suffix (part, "calcChain.xml")))
    return TRUE;
  xmlUnlinkNode (node);
  xmlFreeNode (node);
  return FALSE;
}

/* What is printed, and the rows that are repeated, are names of the workbook. */
static gboolean
name_cb (xmlNodePtr node, gpointer data)
{
  const Search *search = data;
  if (strcmp ((const char *) node->name, "definedName") != 0)
    return TRUE;
  g_autofree char *local = get_any (node, "localSheetId"), *name = get_any (node, "name");
  if (local && name && g_str_has_prefix (name, "_xlnm.") && g_ascii_strtoull (local, NULL, 10) == search->place && strcmp (name, "_xlnm.Print_Titles") != 0)
    {
      xmlChar *content = xmlNodeGetContent (node);
      g_autofree char *moved = cl_fill_shift_references ((const char *) content, search->shift, TRUE);
      xmlFree (content);
      xmlNodeSetContent (node, (const xmlChar *) "");
      xmlNodeAddContent (node, (const xmlChar *) moved);
    }
  return FALSE;
}

static void
change_part (Part *part, NodeFunc func, gpointer data)
{
  xmlDocPtr document = parse_part (part);
  if (!document)
    return;
  each_node (xmlDocGetRootElement (document), func, data);
  store_part (part, document);
  xmlFreeDoc (document);
}

static void
search_part (const Part *part, NodeFunc func, Search *search)
{
  xmlDocPtr document = parse_part (part);
  if (!document)
    return;
  each_node (xmlDocGetRootElement (document), func, search);
  xmlFreeDoc (document);
}

/* The order in which formulas are reckoned names cells that have moved; programs make it anew. */
static void
drop_chain (GPtrArray *parts)
{
  Part *chain = find_part (parts, "xl/calcChain.xml");
  if (!chain)
    return;
  change_part (find_part (parts, "[Content_Types].xml"), chain_cb, NULL);
  change_part (find_part (parts, "xl/_rels/workbook.xml.rels"), chain_cb, NULL);
  g_ptr_array_remove (parts, chain);
}

static gboolean
write_parts (GPtrArray *parts, const char *path, GError **error)
{
  g_autofree char *beside = g_strconcat (path, ".filling", NULL);
  struct archive *archive = archive_write_new ();
  gboolean good;
  archive_write_set_format_zip (archive);
  good = archive_write_open_filename (archive, beside) == ARCHIVE_OK && g_chmod (beside, 0600) == 0;
  for (guint i = 0; good && i < parts->len; i++)
    {
      const Part *part = parts->pdata[i];
      struct archive_entry *entry = archive_entry_new ();
      gsize size;
      const void *data = g_bytes_get_data (part->bytes, &size);
      archive_entry_set_pathname (entry, part->name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0600);
      archive_entry_set_size (entry, (la_int64_t) size);
      good = archive_write_header (archive, entry) == ARCHIVE_OK && archive_write_data (archive, data, size) == (la_ssize_t) size;
      archive_entry_free (entry);
    }
  good = archive_write_close (archive) == ARCHIVE_OK && good;
  archive_write_free (archive);
  if (good && g_rename (beside, path) == 0)
    return TRUE;
  g_unlink (beside);
  g_autofree char *base = cl_file_call (path);
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("“%s” cannot be written. Choose another place, or close the program that has it open."), base);
  return FALSE;
}

gboolean
cl_fill_archive (const char *source, const char *path, const ClFillTable *table, GError **error)
{
  g_autoptr (GPtrArray) parts = read_parts (source, error);
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  ClFillShift shift = { 0, 0, 0 };
  Search search = { .strings = strings, .shift = &shift, .wanted = table->sheet };
  g_autofree char *name = NULL;
  gboolean done = FALSE;
  if (!parts)
    return FALSE;
  search_part (find_part (parts, "xl/workbook.xml"), sheet_cb, &search);
  search_part (find_part (parts, "xl/_rels/workbook.xml.rels"), relation_cb, &search);
  search_part (find_part (parts, "xl/sharedStrings.xml"), string_cb, &search);
  if (search.target)
    name = *search.target == '/' ? g_strdup (search.target + 1) : g_strconcat ("xl/", search.target, NULL);
  Part *part = name ? find_part (parts, name) : NULL;
  xmlDocPtr sheet = part != NULL ? parse_part (part) : NULL;
  if (!sheet)
    refuse (source, error);
  else if (cl_fill_sheet (sheet, strings, table, &shift, error))
    {
      store_part (part, sheet);
      if (shift.delta > 0 && find_part (parts, "xl/workbook.xml"))
        change_part (find_part (parts, "xl/workbook.xml"), name_cb, &search);
      drop_chain (parts);
      done = write_parts (parts, path, error);
    }
  if (sheet)
    xmlFreeDoc (sheet);
  g_free (search.id);
  g_free (search.target);
  return done;
}
