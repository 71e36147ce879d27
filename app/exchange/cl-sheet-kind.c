#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-sheet-private.h"

G_GNUC_PRINTF (2, 0)
static ClSheetKind
refuse (const char *path, const char *sentence, GError **error)
{
  g_autofree char *base = cl_file_call (path);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, sentence, base);
#pragma GCC diagnostic pop
  return CL_SHEET_KIND_NONE;
}

/* Those that somebody chooses by mistake, by their first bytes. CL_SHEET_KIND_CSV: none of these. */
static ClSheetKind
refuse_by_bytes (const char *path, const char *head, gsize size, GError **error)
{
  static const struct
  {
    const char *bytes;
    gsize at, length;
    enum { PDF, PICTURE, PACKED, DOCUMENT, DATABASE } what;
  } kinds[] = {
    { "%PDF", 0, 4, PDF }, { "\x89PNG", 0, 4, PICTURE }, { "\xff\xd8\xff", 0, 3, PICTURE }, { "GIF8", 0, 4, PICTURE }, { "BM", 0, 2, PICTURE },
    { "II*\0", 0, 4, PICTURE }, { "MM\0*", 0, 4, PICTURE }, { "WEBP", 8, 4, PICTURE }, { "ftyphei", 4, 7, PICTURE }, { "Rar!", 0, 4, PACKED },
    { "7z\xbc\xaf", 0, 4, PACKED }, { "\x1f\x8b", 0, 2, PACKED }, { "ustar", 257, 5, PACKED }, { "{\\rt", 0, 4, DOCUMENT },
    { "Standard Jet DB", 4, 15, DATABASE }, { "Standard ACE DB", 4, 15, DATABASE }, { "SQLite format 3", 0, 15, DATABASE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].at + kinds[i].length > size || memcmp (head + kinds[i].at, kinds[i].bytes, kinds[i].length) != 0)
        continue;
      /* Two letters alone may begin a text. */
      if (kinds[i].length == 2 && kinds[i].what == PICTURE && !memchr (head, 0, size))
        continue;
      switch (kinds[i].what)
        {
        case PDF:
          return refuse (path, _("“%s” is a PDF, printed paper and no sheet. Ask the office that sent it for the spreadsheet, as .xlsx."), error);
        case PICTURE:
          return refuse (path, _("“%s” is a picture. Ask the office that sent it for the spreadsheet, as .xlsx, or type the rows."), error);
        case PACKED:
          return refuse (path, _("“%s” is packed. Unpack it and choose the spreadsheet that was in it."), error);
        case DATABASE:
          return refuse (path, _("“%s” is a database. Open it in the program it belongs to and export the table as .xlsx or .csv."), error);
        case DOCUMENT:
        default:
          return refuse (path, _("“%s” is a text document. Copy its table into a spreadsheet program and save it as .xlsx."), error);
        }
    }
  return CL_SHEET_KIND_CSV;
}

static ClSheetKind
tell_archive (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ClSheetSource) types = cl_sheet_source_open_part (path, "[Content_Types].xml", &local);
  g_autoptr (ClSheetSource) relations = local ? NULL : cl_sheet_source_open_part (path, "_rels/.rels", &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return CL_SHEET_KIND_NONE;
    }
  if (types || relations)
    {
      if (cl_sheet_has_part (path, "xl/workbook.bin"))
        return refuse (path, _("“%s” is a spreadsheet in the binary form .xlsb. Open it in the spreadsheet program and save it as .xlsx."), error);
      if (cl_sheet_has_part (path, "word/document.xml"))
        return refuse (path, _("“%s” is a text document. Copy its table into a spreadsheet program and save it as .xlsx."), error);
      if (cl_sheet_has_part (path, "ppt/presentation.xml"))
        return refuse (path, _("“%s” is a presentation. Ask the office that sent it for the spreadsheet, as .xlsx."), error);
      return CL_SHEET_KIND_XLSX;
    }
  if (cl_sheet_has_part (path, "content.xml"))
    {
      g_autoptr (ClSheetSource) mime = cl_sheet_source_open_part (path, "mimetype", NULL);
      g_autoptr (GByteArray) type = mime ? cl_sheet_source_read_all (mime, 1024, NULL) : NULL;
      if (!type || memmem (type->data, type->len, "spreadsheet", 11))
        return CL_SHEET_KIND_ODS;
      return refuse (path, _("“%s” is a text document. Copy its table into a spreadsheet program and save it as .xlsx."), error);
    }
  if (cl_sheet_has_part (path, "Index/Document.iwa") || cl_sheet_has_part (path, "Index.zip"))
    return refuse (path, _("“%s” is a sheet of Numbers. Open it in Numbers and export it as .xlsx."), error);
  return refuse (path, _("“%s” is packed. Unpack it and choose the spreadsheet that was in it."), error);
}

/* Zeros, and control characters in number: a stray one from a word processor is no picture, and some systems fill fields with zeros. */
static gboolean
is_binary (const char *head, gsize size)
{
  guint zeros = 0, other = 0;
  for (gsize i = 0; i < size; i++)
    {
      guchar c = head[i];
      if (c == 0)
        zeros++;
      else if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a)
        other++;
    }
  return other * 50 > size || zeros * 2 > size;
}

static gboolean
holds (const char *lower, const char *word)
{
  return strstr (lower, word) != NULL;
}

/* @head: UTF-8, or what is ASCII in any encoding. */
static ClSheetKind
tell_text (const char *path, const char *head, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *c = lower;
  while (g_ascii_isspace (*c) || g_str_has_prefix (c, "\xef\xbb\xbf"))
    c += *c == '\xef' ? 3 : 1;
  if (g_str_has_prefix (c, "mime-version:") || holds (lower, "\ncontent-type: multipart/related"))
    return refuse (path, _("“%s” is a web archive. Open it in the spreadsheet program and save it as .xlsx."), error);
  if (g_str_has_prefix (c, "<?xml") || g_str_has_prefix (c, "<workbook") || g_str_has_prefix (c, "<ss:workbook") || g_str_has_prefix (c, "<office:"))
    {
      if (holds (lower, "urn:schemas-microsoft-com:office:spreadsheet") && !holds (lower, "<html"))
        return CL_SHEET_KIND_2003;
      if (holds (lower, "urn:oasis:names:tc:opendocument:xmlns:office") && holds (lower, "office:document"))
        return CL_SHEET_KIND_ODS;
      if (!holds (lower, "<html") && !holds (lower, "<table"))
        return refuse (path, _("“%s” is XML, but no spreadsheet. Open it in the program it belongs to and save the table as .xlsx."), error);
    }
  if (g_str_has_prefix (c, "{\\rt"))
    return refuse (path, _("“%s” is a text document. Copy its table into a spreadsheet program and save it as .xlsx."), error);
  if (*c == '<' && (holds (lower, "<html") || holds (lower, "<table") || holds (lower, "<!doctype") || holds (lower, "<meta") || holds (lower, "<head")
                    || holds (lower, "<style") || holds (lower, "<body") || holds (lower, "<div") || holds (lower, "<script")))
    return CL_SHEET_KIND_HTML;
  return holds (lower, "<table") && (holds (lower, "<tr") || holds (lower, "<td")) ? CL_SHEET_KIND_HTML : CL_SHEET_KIND_CSV;
}

gsize
cl_sheet_read_head (const char *path, char *head, GError **error)
{
  g_autofree char *base = cl_file_call (path);
  g_autoptr (ClSheetSource) source = cl_sheet_source_open (path, error);
  gsize size = 0;
  gssize n;
  if (!source)
    {
      g_prefix_error (error, _("“%s” cannot be opened: "), base);
      return 0;
    }
  while (size < CL_SHEET_HEAD_SIZE && (n = cl_sheet_source_read (source, head + size, CL_SHEET_HEAD_SIZE - size, error)) != 0)
    {
      if (n < 0)
        return 0;
      size += n;
    }
  if (size == 0)
    g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” is empty. Choose the file that holds the rows."), base);
  return size;
}

/**
 * cl_sheet_tell_kind:
 * @path: a file
 * @error: return location
 *
 * Tells what a file is by what it holds. Errors: FOREIGN with what it is and what to do instead, INVALID for an empty one.
 *
 * Returns: the kind; %CL_SHEET_KIND_NONE with @error set
 */
ClSheetKind
cl_sheet_tell_kind (const char *path, GError **error)
{
  char head[CL_SHEET_HEAD_SIZE + 1];
  g_autofree char *base = g_path_get_basename (path);
  gsize size = cl_sheet_read_head (path, head, error);
  if (size == 0)
    return CL_SHEET_KIND_NONE;
  if (size < 512 && (g_str_has_prefix (base, "~$") || g_str_has_prefix (base, ".~lock.")))
    return refuse (path, _("“%s” only says that the spreadsheet program has the file open. Choose the file whose name lacks these first characters."), error);
  if (size >= 4 && (memcmp (head, "PK\3\4", 4) == 0 || memcmp (head, "PK\5\6", 4) == 0))
    return tell_archive (path, error);
  if (size >= 8 && memcmp (head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
    return CL_SHEET_KIND_XLS;
  /* A bare stream of BIFF begins with its BOF: 2, 3, 4 and 5 or 8. */
  if (size >= 8 && head[0] == 9 && (head[1] == 0 || head[1] == 2 || head[1] == 4 || head[1] == 8) && head[3] == 0 && head[2] >= 4 && head[2] <= 16)
    return CL_SHEET_KIND_XLS;
  if (refuse_by_bytes (path, head, size, error) == CL_SHEET_KIND_NONE)
    return CL_SHEET_KIND_NONE;
  g_autoptr (GError) local = NULL;
  g_autofree char *encoding = cl_sheet_tell_encoding (path, &local);
  if (!encoding)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return CL_SHEET_KIND_NONE;
    }
  if (g_str_has_prefix (encoding, "UTF-16"))
    {
      g_autofree char *text = cl_sheet_decode (head, size & ~(gsize) 1, encoding);
      return tell_text (path, text, error);
    }
  if (is_binary (head, size))
    return refuse (path, _("“%s” is not a spreadsheet. Choose a file that ends in .xlsx, .xls, .ods or .csv."), error);
  for (gsize i = 0; i < size; i++)
    if (head[i] == '\0')
      head[i] = ' ';
  head[size] = '\0';
  return tell_text (path, head, error);
}
