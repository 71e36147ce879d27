#include "cl-config.h"

#include <math.h>
#include <string.h>

#include "cl-date.h"
#include "cl-pdf-own-private.h"

/* The numbers of the objects. */
typedef struct
{
  ClPdfFile *file;
  guint root, info, metadata, pages, resources, tree, parents, outlines;
  guint nodes;    /* of the first node, the others follow */
  guint sheets;   /* of the first page; its content, and what its marks belong to, are the two behind */
} Numbers;

static void
write_code (const ClPdfGlyph *glyph, GString *to)
{
  static const char digits[] = "0123456789abcdef";

  for (guint k = glyph->digits; k > 0; k--)
    g_string_append_c (to, digits[glyph->code >> (4 * (k - 1)) & 15]);
}

/* The glyphs of a run from *@i on that share a font and are read alike, each moved to where it stands; a thousandth of an em is not worth a number. */
static void
write_string (const ClPdfOwn *own, const ClPdfRun *run, guint *i, GString *to)
{
  const ClPdfPlaced *placed = (const ClPdfPlaced *) own->placed->data + run->first;
  const guint begin = *i, font = cl_pdf_type_get (own->type, placed[begin].number)->font;
  const gboolean instead = cl_pdf_type_get (own->type, placed[begin].number)->instead != NULL;
  double x = placed[begin].x;
  gboolean open = FALSE;

  g_string_append_c (to, '[');
  for (; *i < run->n; (*i)++)
    {
      const ClPdfGlyph *glyph = cl_pdf_type_get (own->type, placed[*i].number);
      double off = round ((placed[*i].x - x) * 1000 / run->size);

      if (glyph->digits == 0)
        continue;
      if (glyph->font != font || (*i > begin && (instead ? glyph->instead == NULL || *glyph->instead != '\0' : glyph->instead != NULL)))
        break;
      if (fabs (off) > 1)
        {
          if (open)
            g_string_append_c (to, '>');
          open = FALSE;
          cl_pdf_append_number (to, -off);
          x += off * run->size / 1000;
        }
      if (!open)
        g_string_append_c (to, '<');
      open = TRUE;
      write_code (glyph, to);
      x += glyph->width * run->size / 1000;
    }
  g_string_append (to, open ? ">]TJ\n" : "]TJ\n");
}

static void
write_run (const ClPdfOwn *own, const ClPdfLeaf *page, const ClPdfRun *run, GString *to)
{
  const double height = CL_PT (page->of->height), width = CL_PT (page->of->width);
  const ClPdfPlaced *placed = (const ClPdfPlaced *) own->placed->data + run->first;

  if (run->red)
    g_string_append (to, ".8 0 0 rg\n");
  g_string_append (to, "BT\n");
  for (guint i = 0; i < run->n;)
    {
      const ClPdfGlyph *glyph = cl_pdf_type_get (own->type, placed[i].number);
      double at[] = { run->turned ? width - run->y : placed[i].x, height - (run->turned ? placed[i].x : run->y) };

      if (glyph->digits == 0)
        {
          i++;
          continue;
        }
      g_string_append_printf (to, "/f%u ", glyph->font);
      cl_pdf_append_numbers (to, &run->size, 1, "Tf");
      g_string_append (to, run->turned ? "0 -1 1 0 " : "1 0 0 1 ");
      cl_pdf_append_numbers (to, at, 2, "Tm");
      if (glyph->instead != NULL)
        {
          g_string_append (to, "/Span << /ActualText ");
          cl_pdf_append_text (to, glyph->instead);
          g_string_append (to, " >> BDC\n");
        }
      write_string (own, run, &i, to);
      if (glyph->instead != NULL)
        g_string_append (to, "EMC\n");
    }
  g_string_append (to, "ET\n");
  if (run->red)
    g_string_append (to, "0 0 0 rg\n");
}

static guint
get_page_number (const Numbers *numbers, guint page)
{
  return numbers->sheets + 3 * page;
}

static void
append_reference (GString *to, guint number)
{
  char digits[16];
  guint at = sizeof digits;

  do
    digits[--at] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  g_string_append_len (to, digits + at, sizeof digits - at);
  g_string_append (to, " 0 R ");
}

static void
put (const Numbers *numbers, guint number, const GString *body)
{
  cl_pdf_file_put (numbers->file, number, body->str, (gssize) body->len);
}

static void
write_page (const ClPdfOwn *own, const Numbers *numbers, guint i, GString *content, GString *body)
{
  const ClPdfLeaf *page = own->pages->pdata[i];
  const double size[] = { CL_PT (page->of->width), CL_PT (page->of->height) };
  const guint number = get_page_number (numbers, i);
  gsize done = 0;

  g_string_truncate (content, 0);
  for (guint k = 0; k < page->n_runs; k++)
    {
      const ClPdfRun *run = &g_array_index (own->runs, ClPdfRun, page->first_run + k);

      g_string_append_len (content, page->content->str + done, (gssize) (run->at - done));
      done = run->at;
      write_run (own, page, run, content);
    }
  g_string_append_len (content, page->content->str + done, (gssize) (page->content->len - done));
  cl_pdf_file_put_packed (numbers->file, number + 1, "", content->str, content->len);

  g_string_printf (body, "<</Type /Page /Parent %u 0 R /Resources %u 0 R /Contents %u 0 R /StructParents %u /Tabs /S /MediaBox [ 0 0 ", numbers->pages,
                   numbers->resources, number + 1, i);
  cl_pdf_append_numbers (body, size, 2, "]>>");
  put (numbers, number, body);

  g_string_assign (body, "[ ");
  for (guint k = 0; k < page->marks->len; k++)
    append_reference (body, numbers->nodes + g_array_index (page->marks, guint, k));
  g_string_append_c (body, ']');
  put (numbers, number + 2, body);
}

/* Scope of header cells (PDF/UA-1, 7.5), the rows and columns that a merged cell spans; of what is seen and not read, what it is and where (7.3). */
static void
append_element (const ClPdfNode *node, const ClPdfElement *element, GString *body)
{
  gboolean head = g_str_equal (node->kind, "TH");

  if (g_str_equal (node->kind, "Figure"))
    {
      const double box[] = { element->x1, element->y1, element->x2, element->y2 };

      g_string_append (body, "/Alt ");
      cl_pdf_append_text (body, element->alternative != NULL ? element->alternative : "");
      g_string_append (body, " /A <</O /Layout /Placement /Block /BBox [ ");
      cl_pdf_append_numbers (body, box, 4, "]>> ");
    }
  else if (head || element->row_span > 1 || element->column_span > 1)
    {
      g_string_append (body, "/A <</O /Table");
      if (head)
        g_string_append (body, element->of_row ? " /Scope /Row" : " /Scope /Column");
      if (element->row_span > 1)
        g_string_append_printf (body, " /RowSpan %u", element->row_span);
      if (element->column_span > 1)
        g_string_append_printf (body, " /ColSpan %u", element->column_span);
      g_string_append (body, ">> ");
    }
}

static void
write_node (const ClPdfOwn *own, const Numbers *numbers, guint i, GString *body)
{
  const ClPdfNode *node = &g_array_index (own->nodes, ClPdfNode, i);

  g_string_printf (body, "<</S /%s /P ", node->kind);
  append_reference (body, node->parent == CL_PDF_NONE ? numbers->tree : numbers->nodes + node->parent);
  if (node->mark >= 0)
    {
      g_string_append (body, "/Pg ");
      append_reference (body, get_page_number (numbers, node->page));
    }
  if (node->element != CL_PDF_NONE)
    append_element (node, &g_array_index (own->elements, ClPdfElement, node->element), body);
  g_string_append (body, node->first == CL_PDF_NONE ? "/K " : "/K [ ");
  if (node->mark >= 0)
    g_string_append_printf (body, "%d ", node->mark);
  for (guint kid = node->first; kid != CL_PDF_NONE; kid = g_array_index (own->nodes, ClPdfNode, kid).next)
    append_reference (body, numbers->nodes + kid);
  g_string_append (body, node->first == CL_PDF_NONE ? ">>" : "]>>");
  put (numbers, numbers->nodes + i, body);
}

/* Returns the dictionary of the pictures. */
static char *
write_scans (const ClPdfOwn *own, const Numbers *numbers)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < own->scans->len; i++)
    {
      const ClScanPage *scan = own->scans->pdata[i];
      guint number = cl_pdf_file_reserve (numbers->file, 1);
      g_autofree char *dictionary = g_strdup_printf ("/Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace %s /BitsPerComponent 8 /Filter /FlateDecode",
                                                     scan->width, scan->height, scan->grey ? "/DeviceGray" : "/DeviceRGB");
      gsize size;
      const void *data = g_bytes_get_data (scan->packed, &size);

      cl_pdf_file_put_stream (numbers->file, number, dictionary, data, size);
      g_string_append_printf (names, "/i%u %u 0 R ", i, number);
    }
  return g_strdup (names->str);
}

static void
write_tree (const ClPdfOwn *own, const Numbers *numbers, GString *body)
{
  for (guint i = 0; i < own->nodes->len; i++)
    write_node (own, numbers, i, body);
  g_string_printf (body, "<</Type /StructTreeRoot /K [ %u 0 R ] /ParentTree %u 0 R /ParentTreeNextKey %u>>", numbers->nodes, numbers->parents, own->pages->len);
  put (numbers, numbers->tree, body);
  g_string_assign (body, "<</Nums [ ");
  for (guint i = 0; i < own->pages->len; i++)
    {
      g_string_append_printf (body, "%u ", i);
      append_reference (body, get_page_number (numbers, i) + 2);
    }
  g_string_append (body, "]>>");
  put (numbers, numbers->parents, body);
}

/* Bookmarks: one a sheet, where there are several. */
static void
write_outlines (const ClPdfOwn *own, Numbers *numbers, GString *body)
{
  g_autoptr (GArray) begins = g_array_new (FALSE, FALSE, sizeof (guint));
  guint first;

  for (guint i = 0; own->document->sheets->len > 1 && i < own->pages->len; i++)
    if (((ClPdfLeaf *) own->pages->pdata[i])->of->begins)
      g_array_append_val (begins, i);
  if (begins->len == 0)
    return;
  numbers->outlines = cl_pdf_file_reserve (numbers->file, 1 + begins->len);
  first = numbers->outlines + 1;
  for (guint i = 0; i < begins->len; i++)
    {
      guint at = g_array_index (begins, guint, i);
      const ClSheet *sheet = own->document->sheets->pdata[((ClPdfLeaf *) own->pages->pdata[at])->of->sheet];

      g_string_assign (body, "<</Title ");
      cl_pdf_append_text (body, *sheet->called != '\0' ? sheet->called : sheet->heading);
      g_string_append_printf (body, " /Parent %u 0 R /Dest [ %u 0 R /XYZ null null 0 ]", numbers->outlines, get_page_number (numbers, at));
      if (i > 0)
        g_string_append_printf (body, " /Prev %u 0 R", first + i - 1);
      if (i + 1 < begins->len)
        g_string_append_printf (body, " /Next %u 0 R", first + i + 1);
      g_string_append (body, ">>");
      put (numbers, first + i, body);
    }
  g_string_printf (body, "<</Type /Outlines /First %u 0 R /Last %u 0 R /Count %u>>", first, first + begins->len - 1, begins->len);
  put (numbers, numbers->outlines, body);
}

/* The date is that of today() and no time: the same data give the same file. */
static void
write_info (const ClPdfOwn *own, const Numbers *numbers, GString *body)
{
  const char *title = cl_pdf_document_get_title (own->document);
  g_autofree char *packet = cl_pdf_structure_make_packet (title, "zh-CN");
  g_auto (GStrv) date = g_strsplit (cl_today (), "-", 3);
  g_autofree char *day = g_strjoinv ("", date);

  g_string_assign (body, "<</Title ");
  cl_pdf_append_text (body, title);
  g_string_append_printf (body, " /Creator (Canlian %s) /Producer (Canlian %s) /CreationDate (D:%s000000Z)>>", CL_VERSION, CL_VERSION, day);
  put (numbers, numbers->info, body);
  cl_pdf_file_put_stream (numbers->file, numbers->metadata, "/Type /Metadata /Subtype /XML", packet, strlen (packet));
}

static void
write_root (const ClPdfOwn *own, const Numbers *numbers, GString *body)
{
  g_string_assign (body, "<</Type /Pages /Kids [ ");
  for (guint i = 0; i < own->pages->len; i++)
    append_reference (body, get_page_number (numbers, i));
  g_string_append_printf (body, "] /Count %u>>", own->pages->len);
  put (numbers, numbers->pages, body);

  g_string_printf (body, "<</Type /Catalog /Pages %u 0 R /StructTreeRoot %u 0 R /MarkInfo <</Marked true>> /Lang (zh-CN) /ViewerPreferences <</DisplayDocTitle true>> "
                         "/Metadata %u 0 R", numbers->pages, numbers->tree, numbers->metadata);
  if (numbers->outlines > 0)
    g_string_append_printf (body, " /Outlines %u 0 R", numbers->outlines);
  g_string_append (body, ">>");
  put (numbers, numbers->root, body);
}

GBytes *
cl_pdf_own_write (ClPdfOwn *own)
{
  g_autoptr (ClPdfFile) file = cl_pdf_file_new ();
  g_autoptr (GString) body = g_string_new (NULL), content = g_string_new (NULL);
  g_autofree char *fonts = cl_pdf_type_write (own->type, file), *pictures = NULL;
  Numbers numbers = { .file = file };

  if (fonts == NULL)
    return NULL;
  numbers.root = cl_pdf_file_reserve (file, 7);
  numbers.info = numbers.root + 1;
  numbers.metadata = numbers.root + 2;
  numbers.pages = numbers.root + 3;
  numbers.resources = numbers.root + 4;
  numbers.tree = numbers.root + 5;
  numbers.parents = numbers.root + 6;
  numbers.sheets = cl_pdf_file_reserve (file, 3 * own->pages->len);
  numbers.nodes = cl_pdf_file_reserve (file, own->nodes->len);
  pictures = write_scans (own, &numbers);
  g_string_printf (body, "<</Font <<%s>> /XObject <<%s>>>>", fonts, pictures);
  put (&numbers, numbers.resources, body);
  for (guint i = 0; i < own->pages->len; i++)
    write_page (own, &numbers, i, content, body);
  write_tree (own, &numbers, body);
  write_outlines (own, &numbers, body);
  write_info (own, &numbers, body);
  write_root (own, &numbers, body);
  return cl_pdf_file_close (file, numbers.root, numbers.info);
}
