#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

#include "cl-error.h"
#include "cl-pdf-structure-private.h"

/* A structure tree is Document, Table, TR, TD; deeper than this it is not ours. */
#define DEEPEST 40
/* Elements of any tree that is only read. */
#define MOST_ELEMENTS 500000

typedef struct
{
  qpdf_data qpdf;
  const ClPdfElement *elements;
  gsize n_elements;
  gsize cell; /* cells and figures (elements, where only read) met so far */
  qpdf_oh numbers; /* of the parent tree */
  int n_numbers;
  int path[DEEPEST + 1]; /* object ids of the elements around the one that is read; 0: not an object of its own */
} Completion;

/* Handles stay until released: a thousand pages have a hundred thousand. */
static qpdf_oh
get (Completion *completion, qpdf_oh from, const char *key)
{
  return qpdf_oh_get_key (completion->qpdf, from, key);
}

static void
drop (Completion *completion, qpdf_oh handle)
{
  qpdf_oh_release (completion->qpdf, handle);
}

static void
put (Completion *completion, qpdf_oh into, const char *key, qpdf_oh value)
{
  qpdf_oh_replace_key (completion->qpdf, into, key, value);
  drop (completion, value);
}

/* The parent tree tells of each piece of marked content to which element it belongs; artifacts belong to none. */
static void
orphan (Completion *completion, qpdf_oh element)
{
  qpdf_data qpdf = completion->qpdf;
  qpdf_oh page = get (completion, element, "/Pg"), content = get (completion, element, "/K");
  qpdf_oh key = qpdf_oh_get_key_if_dict (qpdf, page, "/StructParents"), parents, nothing;
  int at = qpdf_oh_is_integer (qpdf, key) ? qpdf_oh_get_int_value_as_int (qpdf, key) * 2 + 1 : -1;

  if (at > 0 && at < completion->n_numbers)
    {
      parents = qpdf_oh_get_array_item (qpdf, completion->numbers, at);
      if (qpdf_oh_is_integer (qpdf, content) && qpdf_oh_is_array (qpdf, parents))
        {
          nothing = qpdf_oh_new_null (qpdf);
          qpdf_oh_set_array_item (qpdf, parents, qpdf_oh_get_int_value_as_int (qpdf, content), nothing);
          drop (completion, nothing);
        }
      drop (completion, parents);
    }
  drop (completion, key);
  drop (completion, content);
  drop (completion, page);
}

/* Of what is seen and not read, what it is and where (PDF/UA-1, 7.3). */
static void
complete_figure (Completion *completion, qpdf_oh element, const ClPdfElement *known)
{
  char numbers[4][G_ASCII_DTOSTR_BUF_SIZE];
  const double box[] = { known->x1, known->y1, known->x2, known->y2 };
  g_autofree char *attributes = NULL;

  for (guint i = 0; i < 4; i++)
    g_ascii_formatd (numbers[i], sizeof numbers[i], "%.2f", box[i]);
  attributes = g_strdup_printf ("<< /O /Layout /Placement /Block /BBox [ %s %s %s %s ] >>", numbers[0], numbers[1], numbers[2], numbers[3]);
  put (completion, element, "/A", qpdf_oh_parse (completion->qpdf, attributes));
  put (completion, element, "/Alt", qpdf_oh_new_unicode_string (completion->qpdf, known->alternative != NULL ? known->alternative : ""));
}

/* Scope of header cells (PDF/UA-1, 7.5) and the rows and columns that a merged cell spans. */
static void
complete_cell (Completion *completion, qpdf_oh element, const ClPdfElement *known, gboolean header)
{
  g_autoptr (GString) attributes = g_string_new ("<< /O /Table");

  if (header)
    g_string_append (attributes, known->of_row ? " /Scope /Row" : " /Scope /Column");
  if (known->row_span > 1)
    g_string_append_printf (attributes, " /RowSpan %u", known->row_span);
  if (known->column_span > 1)
    g_string_append_printf (attributes, " /ColSpan %u", known->column_span);
  g_string_append (attributes, " >>");
  if (header || known->row_span > 1 || known->column_span > 1)
    put (completion, element, "/A", qpdf_oh_parse (completion->qpdf, attributes->str));
}

/* FALSE: it is an artifact and must be taken out. A leaf (paragraph, heading) holds nothing but content; a cell may hold a figure. */
static gboolean
complete_element (Completion *completion, qpdf_oh element, guint depth)
{
  static const ClPdfElement nothing = { .row_span = 1, .column_span = 1 };
  qpdf_data qpdf = completion->qpdf;
  qpdf_oh type, kids;
  const char *name;

  if (depth > DEEPEST || !qpdf_oh_is_dictionary (qpdf, element))
    return TRUE;
  type = get (completion, element, "/S");
  name = qpdf_oh_is_name (qpdf, type) ? g_intern_string (qpdf_oh_get_name (qpdf, type)) : "";
  drop (completion, type);
  if (g_str_equal (name, "/" CL_PDF_STRUCTURE_ARTIFACT))
    {
      orphan (completion, element);
      return FALSE;
    }
  if (g_str_equal (name, "/TH") || g_str_equal (name, "/TD") || g_str_equal (name, "/Figure"))
    {
      const ClPdfElement *known = completion->cell < completion->n_elements ? &completion->elements[completion->cell] : &nothing;

      completion->cell++;
      if (g_str_equal (name, "/Figure"))
        complete_figure (completion, element, known);
      else
        complete_cell (completion, element, known, g_str_equal (name, "/TH"));
    }
  if (g_str_equal (name, "/P") || g_str_equal (name, "/H1") || g_str_equal (name, "/H2") || g_str_equal (name, "/Figure"))
    return TRUE;
  kids = get (completion, element, "/K");
  if (qpdf_oh_is_array (qpdf, kids))
    {
      int n = qpdf_oh_get_array_n_items (qpdf, kids);

      for (int i = 0; i < n;)
        {
          qpdf_oh kid = qpdf_oh_get_array_item (qpdf, kids, i);

          if (complete_element (completion, kid, depth + 1))
            i++;
          else
            {
              qpdf_oh_erase_item (qpdf, kids, i);
              n--;
            }
          drop (completion, kid);
        }
    }
  else if (!complete_element (completion, kids, depth + 1))
    qpdf_oh_remove_key (qpdf, element, "/K");
  drop (completion, kids);
  return TRUE;
}

/* The parent tree as cairo writes it: one array of page numbers and what belongs to them. */
static void
complete_tree (Completion *completion, qpdf_oh root)
{
  qpdf_oh parents = get (completion, root, "/ParentTree");

  completion->numbers = qpdf_oh_get_key_if_dict (completion->qpdf, parents, "/Nums");
  completion->n_numbers = qpdf_oh_is_array (completion->qpdf, completion->numbers) ? qpdf_oh_get_array_n_items (completion->qpdf, completion->numbers) : 0;
  complete_element (completion, root, 0);
  drop (completion, completion->numbers);
  drop (completion, parents);
}

static gboolean
has_operator (const char *content, const char *operator)
{
  gsize length = strlen (operator);

  for (const char *found = strstr (content, operator); found != NULL; found = strstr (found + 1, operator))
    if ((found == content || g_ascii_isspace (found[-1])) && (found[length] == '\0' || g_ascii_isspace (found[length])))
      return TRUE;
  return FALSE;
}

/* cairo 1.18 ends marked content before the lines that are drawn in it, where 1.16 keeps them inside: they are the last thing on the page, and are
 * made an artifact here. */
static void
mark_last_lines (GString *content)
{
  const char *last = g_strrstr (content->str, "EMC");
  gsize from, to = content->len;

  if (last == NULL || !(has_operator (last, "S") || has_operator (last, "f")))
    return;
  from = last + 3 - content->str;
  while (to > from && g_ascii_isspace (content->str[to - 1]))
    to--;
  if (to > from && content->str[to - 1] == 'Q')
    to--;
  g_string_insert (content, to, " EMC ");
  g_string_insert (content, from, "\n/Artifact BMC");
}

/* "/Private << /MCID 7 >> BDC" becomes "/Artifact BMC" in the page itself. NULL where there is none. */
GString *
cl_pdf_structure_mark_artifacts (const char *content, gsize length)
{
  static const char tag[] = "/" CL_PDF_STRUCTURE_ARTIFACT;
  const char *from = content, *end = content + length, *found;
  GString *result = NULL;

  while ((found = memmem (from, end - from, tag, strlen (tag))) != NULL)
    {
      const char *bdc = memmem (found, end - found, "BDC", 3);

      if (bdc == NULL)
        break;
      if (result == NULL)
        result = g_string_sized_new (length);
      g_string_append_len (result, from, found - from);
      g_string_append (result, "/Artifact BMC");
      from = bdc + 3;
    }
  if (result != NULL)
    {
      g_string_append_len (result, from, end - from);
      mark_last_lines (result);
    }
  return result;
}

static gboolean
complete_page (Completion *completion, qpdf_oh page)
{
  qpdf_data qpdf = completion->qpdf;
  qpdf_oh contents = get (completion, page, "/Contents");
  unsigned char *data = NULL;
  size_t length = 0;
  gboolean fine = TRUE;

  put (completion, page, "/Tabs", qpdf_oh_new_name (qpdf, "/S"));
  if (qpdf_oh_is_stream (qpdf, contents))
    {
      fine = (qpdf_oh_get_stream_data (qpdf, contents, qpdf_dl_all, NULL, &data, &length) & QPDF_ERRORS) == 0;
      if (fine)
        {
          GString *marked = cl_pdf_structure_mark_artifacts ((const char *) data, length);

          if (marked != NULL)
            {
              qpdf_oh nothing = qpdf_oh_new_null (qpdf);

              qpdf_oh_replace_stream_data (qpdf, contents, (const unsigned char *) marked->str, marked->len, nothing, nothing);
              drop (completion, nothing);
              g_string_free (marked, TRUE);
            }
        }
      free (data);
    }
  drop (completion, contents);
  return fine;
}

/* PDF/UA-1: the metadata say that the file is accessible, and its title. Transfer full. */
char *
cl_pdf_structure_make_packet (const char *title, const char *language)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  return g_strdup_printf ("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                          "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                          "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                          "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"><pdfuaid:part>1</pdfuaid:part>"
                          "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>"
                          "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>"
                          "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>",
                          escaped, language);
}

static void
complete_catalogue (Completion *completion, qpdf_oh catalogue, const char *title, const char *language)
{
  qpdf_data qpdf = completion->qpdf;
  g_autofree char *packet = cl_pdf_structure_make_packet (title, language);
  qpdf_oh metadata = qpdf_oh_new_stream (qpdf), nothing = qpdf_oh_new_null (qpdf), dictionary;

  put (completion, catalogue, "/Lang", qpdf_oh_new_unicode_string (qpdf, language));
  put (completion, catalogue, "/ViewerPreferences", qpdf_oh_parse (qpdf, "<< /DisplayDocTitle true >>"));
  qpdf_oh_replace_stream_data (qpdf, metadata, (const unsigned char *) packet, strlen (packet), nothing, nothing);
  dictionary = qpdf_oh_get_dict (qpdf, metadata);
  put (completion, dictionary, "/Type", qpdf_oh_new_name (qpdf, "/Metadata"));
  put (completion, dictionary, "/Subtype", qpdf_oh_new_name (qpdf, "/XML"));
  drop (completion, dictionary);
  drop (completion, nothing);
  put (completion, catalogue, "/Metadata", metadata);
}

static GBytes *
write_out (qpdf_data qpdf)
{
  if ((qpdf_init_write_memory (qpdf) & QPDF_ERRORS) != 0)
    return NULL;
  qpdf_set_deterministic_ID (qpdf, QPDF_TRUE);
  qpdf_set_object_stream_mode (qpdf, qpdf_o_generate);
  qpdf_set_compress_streams (qpdf, QPDF_TRUE);
  if ((qpdf_write (qpdf) & QPDF_ERRORS) != 0)
    return NULL;
  return g_bytes_new (qpdf_get_buffer (qpdf), qpdf_get_buffer_length (qpdf));
}

GBytes *
cl_pdf_structure_complete_elements (GBytes *bytes, const char *title, const char *language, const ClPdfElement *elements, gsize n_elements, GError **error)
{
  qpdf_data qpdf = qpdf_init ();
  Completion completion = { .qpdf = qpdf, .elements = elements, .n_elements = n_elements };
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  GBytes *result = NULL;

  qpdf_silence_errors (qpdf);
  qpdf_set_suppress_warnings (qpdf, QPDF_TRUE);
  if ((qpdf_read_memory (qpdf, title, data, size, NULL) & QPDF_ERRORS) == 0)
    {
      qpdf_oh catalogue = qpdf_get_root (qpdf), tree = get (&completion, catalogue, "/StructTreeRoot");
      int pages = qpdf_get_num_pages (qpdf);
      gboolean fine = TRUE;

      if (qpdf_oh_is_dictionary (qpdf, tree))
        complete_tree (&completion, tree);
      for (int i = 0; fine && i < pages; i++)
        {
          qpdf_oh page = qpdf_get_page_n (qpdf, i);

          fine = complete_page (&completion, page);
          drop (&completion, page);
        }
      complete_catalogue (&completion, catalogue, title, language);
      if (fine)
        result = write_out (qpdf);
    }
  if (result == NULL)
    {
      qpdf_error problem = qpdf_has_error (qpdf) ? qpdf_get_error (qpdf) : NULL;

      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The PDF could not be completed (%s). Close other programs and try again."),
                   problem != NULL ? qpdf_get_error_message_detail (qpdf, problem) : "qpdf");
    }
  qpdf_cleanup (&qpdf);
  return result;
}

/**
 * cl_pdf_structure_complete:
 * @bytes: a tagged PDF as cairo writes it
 * @title: its title, for people
 * @language: "zh-CN"
 *
 * Adds what PDF/UA-1 wants and cairo 1.16 lacks: language, title shown instead of the file name, tab order by structure, XMP metadata, scope of
 * header cells; and makes what was tagged "Private" an artifact. The same input gives the same bytes. Any thread.
 *
 * Returns: (transfer full): the completed file, or %NULL with @error
 */
GBytes *
cl_pdf_structure_complete (GBytes *bytes, const char *title, const char *language, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  return cl_pdf_structure_complete_elements (bytes, title, language, NULL, 0, error);
}

static guint
get_span (Completion *completion, qpdf_oh attributes, const char *key)
{
  qpdf_oh span = qpdf_oh_get_key_if_dict (completion->qpdf, attributes, key);
  guint n = qpdf_oh_is_integer (completion->qpdf, span) ? (guint) CLAMP (qpdf_oh_get_int_value_as_int (completion->qpdf, span), 1, 100000) : 1;

  drop (completion, span);
  return n;
}

static void
collect_cell (Completion *completion, qpdf_oh element, gboolean head, GArray *cells)
{
  qpdf_oh attributes = get (completion, element, "/A"), scope = qpdf_oh_get_key_if_dict (completion->qpdf, attributes, "/Scope");
  ClPdfSpan cell = { get_span (completion, attributes, "/RowSpan"), get_span (completion, attributes, "/ColSpan"), head,
                     qpdf_oh_is_name_and_equals (completion->qpdf, scope, "/Row") };

  g_array_append_val (cells, cell);
  drop (completion, scope);
  drop (completion, attributes);
}

static void
collect_cells (Completion *completion, qpdf_oh element, GArray *cells, guint depth)
{
  qpdf_data qpdf = completion->qpdf;
  qpdf_oh kids, type;
  gboolean head;

  if (depth > DEEPEST || completion->cell++ > MOST_ELEMENTS || !qpdf_oh_is_dictionary (qpdf, element))
    return;
  completion->path[depth] = qpdf_oh_get_object_id (qpdf, element);
  for (guint i = 0; i < depth && completion->path[depth] != 0; i++)
    if (completion->path[i] == completion->path[depth])
      return;
  type = get (completion, element, "/S");
  head = qpdf_oh_is_name_and_equals (qpdf, type, "/TH");
  if (head || qpdf_oh_is_name_and_equals (qpdf, type, "/TD"))
    collect_cell (completion, element, head, cells);
  drop (completion, type);
  kids = get (completion, element, "/K");
  if (qpdf_oh_is_array (qpdf, kids))
    for (int i = 0; i < qpdf_oh_get_array_n_items (qpdf, kids); i++)
      {
        qpdf_oh kid = qpdf_oh_get_array_item (qpdf, kids, i);

        collect_cells (completion, kid, cells, depth + 1);
        drop (completion, kid);
      }
  else
    collect_cells (completion, kids, cells, depth + 1);
  drop (completion, kids);
}

/**
 * cl_pdf_structure_get_spans:
 * @bytes: any PDF
 *
 * What Poppler 22.12 refuses to say of anything but a Table element: how many rows and columns each cell covers, and what a header cell heads. Any thread.
 *
 * Returns: (transfer full) (element-type ClPdfSpan): one for each TH and TD in document order; empty for a PDF without structure
 */
GArray *
cl_pdf_structure_get_spans (GBytes *bytes)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (ClPdfSpan));
  qpdf_data qpdf;
  Completion completion = { 0 };
  gsize size;
  const char *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  completion.qpdf = qpdf = qpdf_init ();
  data = g_bytes_get_data (bytes, &size);
  qpdf_silence_errors (qpdf);
  qpdf_set_suppress_warnings (qpdf, QPDF_TRUE);
  if ((qpdf_read_memory (qpdf, "pdf", data, size, NULL) & QPDF_ERRORS) == 0)
    {
      qpdf_oh catalogue = qpdf_get_root (qpdf), tree = qpdf_oh_get_key_if_dict (qpdf, catalogue, "/StructTreeRoot");

      collect_cells (&completion, tree, cells, 0);
    }
  /* An error that nobody asks for is written to stderr. */
  if (qpdf_has_error (qpdf))
    qpdf_get_error (qpdf);
  qpdf_cleanup (&qpdf);
  return g_steal_pointer (&cells);
}

/**
 * cl_pdf_structure_get_row_spans:
 * @bytes: any PDF
 *
 * How many rows each cell covers, as cl_pdf_structure_get_spans() has it. Any thread.
 *
 * Returns: (transfer full) (element-type guint): one for each TH and TD in document order; empty for a PDF without structure
 */
GArray *
cl_pdf_structure_get_row_spans (GBytes *bytes)
{
  g_autoptr (GArray) cells = cl_pdf_structure_get_spans (bytes);
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; cells != NULL && i < cells->len; i++)
    g_array_append_val (spans, g_array_index (cells, ClPdfSpan, i).row_span);
  return spans;
}
