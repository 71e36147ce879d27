#include "cl-config.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "cl-sheet-private.h"

#define CHUNK (64 * 1024)
#define MAX_PART (64 * 1024 * 1024)              /* workbook, styles, relations */
#define RATIO_FROM (128u * 1024 * 1024)          /* smaller parts do no harm whatever they were packed from */
#define MAX_RATIO 200                            /* sheets of spreadsheet programs reach 5 to 40 */

struct _ClSheetSource
{
  char *path;
  struct archive *archive; /* or */
  GInputStream *stream;
  guint64 file_size, read;
};

/* Some writers put backslashes, a leading slash or other capitals into the names. */
static gboolean
is_part (const char *name, const char *part)
{
  while (*name == '/' || *name == '\\')
    name++;
  for (; *name && *part; name++, part++)
    if (g_ascii_tolower (*name == '\\' ? '/' : *name) != g_ascii_tolower (*part))
      return FALSE;
  return *name == *part;
}

static struct archive *
open_entry (const char *path, const char *part, GError **error)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  int result;
  archive_read_support_format_zip (archive);
  if (archive_read_open_filename (archive, path, CHUNK) == ARCHIVE_OK)
    {
      while ((result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN)
        {
          const char *name = archive_entry_pathname (entry);
          if (!name || !is_part (name, part))
            continue;
          if (!archive_entry_is_data_encrypted (entry))
            return archive;
          cl_sheet_protected (path, error);
          archive_read_free (archive);
          return NULL;
        }
      if (result == ARCHIVE_EOF)
        {
          archive_read_free (archive);
          return NULL;
        }
    }
  archive_read_free (archive);
  cl_sheet_damaged (path, error);
  return NULL;
}

ClSheetSource *
cl_sheet_source_open_part (const char *path, const char *part, GError **error)
{
  struct archive *archive = open_entry (path, part, error);
  GStatBuf status;
  if (!archive)
    return NULL;
  ClSheetSource *source = g_new0 (ClSheetSource, 1);
  source->path = g_strdup (path);
  source->archive = archive;
  source->file_size = g_stat (path, &status) == 0 ? (guint64) status.st_size : 0;
  return source;
}

ClSheetSource *
cl_sheet_source_open (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  if (!stream)
    return NULL;
  ClSheetSource *source = g_new0 (ClSheetSource, 1);
  source->path = g_strdup (path);
  source->stream = G_INPUT_STREAM (g_steal_pointer (&stream));
  return source;
}

gssize
cl_sheet_source_read (ClSheetSource *source, void *buffer, gsize size, GError **error)
{
  if (source->stream)
    return g_input_stream_read (source->stream, buffer, size, NULL, error);
  gssize n = archive_read_data (source->archive, buffer, size);
  if (n < 0)
    cl_sheet_damaged (source->path, error);
  if (n <= 0)
    return n < 0 ? -1 : 0;
  source->read += n;
  if (source->read > RATIO_FROM && source->read / MAX (source->file_size, 1) > MAX_RATIO)
    {
      cl_sheet_too_large (source->path, error);
      return -1;
    }
  return n;
}

GByteArray *
cl_sheet_source_read_all (ClSheetSource *source, gsize most, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *buffer = g_malloc (CHUNK);
  gssize n;
  while ((n = cl_sheet_source_read (source, buffer, CHUNK, error)) > 0)
    {
      if (bytes->len + (gsize) n > most)
        {
          cl_sheet_too_large (source->path, error);
          return NULL;
        }
      g_byte_array_append (bytes, (const guint8 *) buffer, n);
    }
  return n == 0 ? g_steal_pointer (&bytes) : NULL;
}

void
cl_sheet_source_free (ClSheetSource *source)
{
  g_free (source->path);
  g_clear_pointer (&source->archive, archive_read_free);
  g_clear_object (&source->stream);
  g_free (source);
}

gboolean
cl_sheet_has_part (const char *path, const char *part)
{
  g_autoptr (ClSheetSource) source = cl_sheet_source_open_part (path, part, NULL);
  return source != NULL;
}

static void
doctype_cb (void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
  xmlParserCtxtPtr context = data;
  context->wellFormed = 0;
  xmlStopParser (context);
}

static void
ignore_cb (void *data, xmlErrorPtr error)
{
}

/* The callbacks get the parser, which doctype_cb() has to stop, and in its _private the data. */
struct _xmlParserCtxt *
cl_sheet_xml_new (const struct _xmlSAXHandler *callbacks, gpointer data)
{
  xmlSAXHandler handler = *callbacks;
  handler.initialized = XML_SAX2_MAGIC;
  handler.ignorableWhitespace = handler.characters;
  handler.cdataBlock = handler.characters;
  handler.internalSubset = doctype_cb;
  xmlParserCtxtPtr context = xmlCreatePushParserCtxt (&handler, NULL, NULL, 0, NULL);
  context->_private = data;
  xmlCtxtUseOptions (context, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  context->userData = context;
  return context;
}

void
cl_sheet_xml_parse (struct _xmlParserCtxt *context, const char *text, gsize size)
{
  /* Faults of the encoding would be printed, with what is in the file. */
  xmlStructuredErrorFunc before = xmlStructuredError;
  void *before_data = xmlStructuredErrorContext;
  xmlSetStructuredErrorFunc (NULL, ignore_cb);
  xmlParseChunk (context, text, (int) size, text == NULL);
  xmlSetStructuredErrorFunc (before_data, before);
}

gboolean
cl_sheet_xml_feed (struct _xmlParserCtxt *context, ClSheetSource *source, gboolean *ended, GError **error)
{
  char buffer[CHUNK];
  gssize n = cl_sheet_source_read (source, buffer, sizeof buffer, error);
  if (n < 0)
    return FALSE;
  *ended = n == 0;
  cl_sheet_xml_parse (context, n > 0 ? buffer : NULL, n);
  /* A prefix that nobody declared is a fault of namespaces alone, and some writers make it. */
  return context->wellFormed || cl_sheet_damaged (source->path, error);
}

/* A document type declares entities into a document even where only events are wanted. */
void
cl_sheet_xml_free (struct _xmlParserCtxt *context)
{
  if (context->myDoc)
    xmlFreeDoc (context->myDoc);
  xmlFreeParserCtxt (context);
}

struct _xmlDoc *
cl_sheet_xml_read (const char *path, const char *part, GError **error)
{
  g_autoptr (ClSheetSource) source = cl_sheet_source_open_part (path, part, error);
  g_autoptr (GByteArray) bytes = source ? cl_sheet_source_read_all (source, MAX_PART, error) : NULL;
  if (!bytes)
    return NULL;
  xmlDocPtr doc = xmlReadMemory ((const char *) bytes->data, (int) bytes->len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (doc && xmlGetIntSubset (doc))
    g_clear_pointer (&doc, xmlFreeDoc);
  if (!doc)
    cl_sheet_damaged (path, error);
  return doc;
}

char *
cl_sheet_xml_attribute (int n, const unsigned char **attributes, const char *name)
{
  for (int i = 0; i < n; i++)
    {
      const xmlChar **attribute = attributes + i * 5;
      if (strcmp ((const char *) attribute[0], name) == 0)
        return g_strndup ((const char *) attribute[3], attribute[4] - attribute[3]);
    }
  return NULL;
}

guint
cl_sheet_xml_number (int n, const unsigned char **attributes, const char *name, guint otherwise)
{
  g_autofree char *text = cl_sheet_xml_attribute (n, attributes, name);
  char *end;
  guint64 number = text ? g_ascii_strtoull (text, &end, 10) : 0;
  return text && end != text ? (guint) MIN (number, G_MAXINT) : otherwise;
}
