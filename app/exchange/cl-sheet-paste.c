#include "cl-config.h"

#include "cl-sheet-paste.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "cl-header-private.h"
#include "cl-sheet-private.h"

/* A clipboard never holds more than this of what a clerk means. */
#define ROWS_MAX 1048576

static void
take_cell (GPtrArray *row, GString *cell)
{
  if (row->len < CL_SHEET_MAX_COLUMNS)
    g_ptr_array_add (row, g_strstrip (g_strdup (cell->str)));
  g_string_truncate (cell, 0);
}

static void
take_row (GPtrArray *rows, GPtrArray *row)
{
  gboolean blank = TRUE;
  for (guint i = 0; i < row->len; i++)
    blank = blank && *(char *) row->pdata[i] == '\0';
  if (blank || rows->len >= ROWS_MAX)
    {
      g_ptr_array_set_size (row, 0);
      return;
    }
  g_ptr_array_add (row, NULL);
  g_ptr_array_add (rows, g_strdupv ((GStrv) row->pdata));
  g_ptr_array_set_size (row, 0);
}

/**
 * cl_sheet_paste_read_text:
 * @text: what spreadsheet programs put into the clipboard as plain text
 *
 * Returns: (transfer full) (element-type GStrv): its rows; blank ones are left out
 */
GPtrArray *
cl_sheet_paste_read_text (const char *text)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) cell = g_string_new (NULL);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  gboolean quoted = FALSE;
  for (const char *c = text; *c; c++)
    {
      if (quoted && c[0] == '"' && c[1] != '"')
        quoted = FALSE;
      else if (quoted)
        {
          g_string_append_c (cell, *c);
          c += *c == '"';
        }
      else if (*c == '"' && cell->len == 0 && strchr (c + 1, '"'))
        quoted = TRUE;
      else if (*c == '\t')
        take_cell (row, cell);
      else if (*c == '\n')
        {
          take_cell (row, cell);
          take_row (rows, row);
        }
      else if (*c != '\r')
        g_string_append_c (cell, *c);
    }
  take_cell (row, cell);
  take_row (rows, row);
  return rows;
}

static gboolean
is_element (xmlNodePtr node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp ((const char *) node->name, name) == 0;
}

static xmlNodePtr
find_element (xmlNodePtr node, const char *name, int depth)
{
  for (; node && depth < 200; node = node->next)
    {
      xmlNodePtr found = is_element (node, name) ? node : find_element (node->children, name, depth + 1);
      if (found)
        return found;
    }
  return NULL;
}

/* White space of the source is none of the cell's. */
static void
read_cell (xmlNodePtr node, GString *cell)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  xmlChar *content = xmlNodeGetContent (node);
  for (const char *c = (const char *) content; c && *c; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);
      gboolean space = g_unichar_isspace (u) || u == 0xa0;
      if (!space)
        g_string_append_unichar (plain, u);
      else if (plain->len && plain->str[plain->len - 1] != ' ')
        g_string_append_c (plain, ' ');
    }
  xmlFree (content);
  g_string_assign (cell, plain->str);
}

static guint
get_span (xmlNodePtr node)
{
  xmlChar *text = xmlGetNoNsProp (node, (const xmlChar *) "colspan");
  guint64 span = text ? g_ascii_strtoull ((const char *) text, NULL, 10) : 1;
  xmlFree (text);
  return (guint) CLAMP (span, 1, CL_SHEET_MAX_COLUMNS);
}

static void
read_rows (xmlNodePtr node, GPtrArray *rows, int depth)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) cell = g_string_new (NULL);
  for (; node && depth < 20; node = node->next)
    {
      if (!is_element (node, "tr"))
        {
          if (node->type == XML_ELEMENT_NODE)
            read_rows (node->children, rows, depth + 1);
          continue;
        }
      for (xmlNodePtr td = node->children; td; td = td->next)
        if (is_element (td, "td") || is_element (td, "th"))
          {
            read_cell (td, cell);
            take_cell (row, cell);
            for (guint i = get_span (td); i > 1; i--)
              take_cell (row, cell);
          }
      take_row (rows, row);
    }
}

/**
 * cl_sheet_paste_read_html:
 * @html: what spreadsheet programs and web pages put into the clipboard as HTML, UTF-8
 *
 * Returns: (transfer full) (element-type GStrv): the rows of its first table
 */
GPtrArray *
cl_sheet_paste_read_html (const char *html)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  gsize length = strlen (html);
  htmlDocPtr document = length < G_MAXINT ? htmlReadMemory (html, (int) length, NULL, "UTF-8", HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET)
                                          : NULL;
  xmlNodePtr table = document ? find_element (xmlDocGetRootElement (document), "table", 0) : NULL;
  if (table)
    read_rows (table->children, rows, 0);
  if (document)
    xmlFreeDoc (document);
  return rows;
}

/**
 * cl_sheet_paste_has_header:
 * @catalogue: the catalogue
 * @ledger: where the rows shall go
 * @rows: (element-type GStrv): rows that were pasted
 *
 * Returns: whether one of the first rows names columns of the ledger
 */
gboolean
cl_sheet_paste_has_header (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows)
{
  g_autoptr (ClHeaderNames) names = cl_header_names_new (catalogue, ledger);
  for (guint i = 0; i < rows->len && i < 5; i++)
    {
      guint known = 0, filled = 0, place;
      for (GStrv cell = rows->pdata[i]; *cell; cell++)
        {
          filled += **cell != '\0';
          known += cl_header_names_find (names, *cell, &place);
        }
      if (known >= 2 || (known == 1 && filled == 1))
        return TRUE;
    }
  return FALSE;
}

/**
 * cl_sheet_paste_to_text:
 * @rows: (element-type GStrv): a table
 *
 * Returns: (transfer full): cells apart by tabs, as spreadsheet programs take them
 */
char *
cl_sheet_paste_to_text (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < rows->len; i++)
    for (GStrv cell = rows->pdata[i]; *cell; cell++)
      {
        g_autofree char *line = g_strdelimit (g_strdup (*cell), "\t\r\n", ' ');
        g_string_append_printf (text, "%s%s", line, cell[1] ? "\t" : "\n");
      }
  return g_string_free (text, FALSE);
}

/**
 * cl_sheet_paste_to_html:
 * @rows: (element-type GStrv): a table
 * @header: whether its first row names the columns
 *
 * Numbers of persons stay text where it is pasted: the cells say so in the words of spreadsheet programs.
 *
 * Returns: (transfer full): a table as HTML
 */
char *
cl_sheet_paste_to_html (GPtrArray *rows, gboolean header)
{
  GString *html = g_string_new ("<meta charset=\"utf-8\"><table border=\"1\">");
  for (guint i = 0; i < rows->len; i++)
    {
      const char *tag = header && i == 0 ? "th" : "td";
      g_string_append (html, "<tr>");
      for (GStrv cell = rows->pdata[i]; *cell; cell++)
        {
          g_autofree char *escaped = g_markup_escape_text (*cell, -1);
          g_string_append_printf (html, "<%s style=\"mso-number-format:'\\@'\">%s</%s>", tag, escaped, tag);
        }
      g_string_append (html, "</tr>");
    }
  g_string_append (html, "</table>");
  return g_string_free (html, FALSE);
}
