#include "cl-config.h"

#include <math.h>
#include <qrencode.h>

#include "cl-pdf-pen-private.h"
#include "cl-pdf-private.h"

/* A cell told in a message is cut after this many characters. */
#define EXCERPT 12
#define ARTIFACT CL_PDF_STRUCTURE_ARTIFACT

typedef struct
{
  ClPdfPen *pen;
  guint table;      /* the table that is open, 0: none */
  guint row;        /* the row that is open, 0: none */
  const char *open; /* the element that is open, or NULL */
} Walk;

static void
close_row (Walk *walk)
{
  if (walk->row != 0)
    walk->pen->end (walk->pen, "TR");
  walk->row = 0;
}

static void
close_table (Walk *walk)
{
  close_row (walk);
  if (walk->table != 0)
    walk->pen->end (walk->pen, "Table");
  walk->table = 0;
}

/* Opens what the box stands in: a table goes on over pages, a row ends with its last cell. */
static void
open_around (Walk *walk, const ClBox *box)
{
  if (box->table != walk->table)
    {
      close_table (walk);
      if (box->table != 0)
        walk->pen->begin (walk->pen, "Table", NULL);
      walk->table = box->table;
    }
  if (box->table != 0 && box->row != walk->row)
    {
      close_row (walk);
      walk->pen->begin (walk->pen, "TR", NULL);
      walk->row = box->row;
    }
}

static const char *
get_kind (ClTag tag)
{
  switch (tag)
    {
    case CL_TAG_H1:
      return "H1";
    case CL_TAG_H2:
      return "H2";
    case CL_TAG_P:
      return "P";
    case CL_TAG_TH:
      return "TH";
    case CL_TAG_TD:
      return "TD";
    case CL_TAG_FIGURE:
      return "Figure";
    case CL_TAG_ARTIFACT:
    default:
      return ARTIFACT;
    }
}

static void
begin_element (Walk *walk, const ClPage *page, const ClBox *box)
{
  ClPdfElement element = { .row_span = box->row_span, .column_span = box->column_span, .of_row = box->of_row };
  gboolean figure = box->tag == CL_TAG_FIGURE;

  if (figure)
    {
      element.alternative = box->text;
      element.x1 = CL_PT (box->x);
      element.x2 = CL_PT (box->x + box->width);
      element.y1 = CL_PT (page->height - box->y - box->height);
      element.y2 = CL_PT (page->height - box->y);
    }
  walk->pen->begin (walk->pen, get_kind (box->tag), figure || box->tag == CL_TAG_TD || box->tag == CL_TAG_TH ? &element : NULL);
}

static void
close_element (Walk *walk)
{
  if (walk->open != NULL)
    walk->pen->end (walk->pen, walk->open);
  walk->open = NULL;
}

/* The next box that is read, or NULL. */
static const ClBox *
find_next (const ClPage *page, guint i)
{
  for (guint k = i + 1; k < page->boxes->len; k++)
    if (g_array_index (page->boxes, ClBox, k).tag != CL_TAG_ARTIFACT)
      return &g_array_index (page->boxes, ClBox, k);
  return NULL;
}

static void
draw_content (Walk *walk, const ClPage *page, const ClBox *box)
{
  if (box->tag != CL_TAG_FIGURE)
    walk->pen->text (walk->pen, page, box);
  else if (box->code != NULL)
    walk->pen->code (walk->pen, page, box);
  else if (box->scan != NULL)
    walk->pen->scan (walk->pen, page, box);
  else if (box->chart != NULL && walk->pen->chart != NULL)
    walk->pen->chart (walk->pen, page, box);
}

/* What goes on in the element before it, a foot or a figure in a cell, has no row span. Such a cell holds paragraphs and figures: cairo puts content
 * in its place only where an element has nothing but content. */
static void
draw_box (Walk *walk, const ClPage *page, guint i)
{
  const ClBox *box = &g_array_index (page->boxes, ClBox, i), *next = find_next (page, i);
  gboolean goes_on = next != NULL && next->row_span == 0 && box->table == next->table, inside = box->row_span == 0 && walk->open != NULL;

  if (!inside)
    {
      close_element (walk);
      open_around (walk, box);
      begin_element (walk, page, box);
      walk->open = get_kind (box->tag);
    }
  if (box->table == 0 || !(inside || goes_on))
    draw_content (walk, page, box);
  else if (box->tag == CL_TAG_FIGURE)
    {
      begin_element (walk, page, box);
      draw_content (walk, page, box);
      walk->pen->end (walk->pen, "Figure");
    }
  else if (*box->text != '\0')
    {
      walk->pen->begin (walk->pen, "P", NULL);
      draw_content (walk, page, box);
      walk->pen->end (walk->pen, "P");
    }
}

/* What is seen and not read comes last on the page. */
static void
draw_artifacts (Walk *walk, const ClPage *page)
{
  walk->pen->begin (walk->pen, ARTIFACT, NULL);
  for (guint i = 0; i < page->boxes->len; i++)
    if (g_array_index (page->boxes, ClBox, i).tag == CL_TAG_ARTIFACT)
      walk->pen->text (walk->pen, page, &g_array_index (page->boxes, ClBox, i));
  walk->pen->rules (walk->pen, page);
  walk->pen->end (walk->pen, ARTIFACT);
}

void
cl_pdf_walk (ClPdfPen *pen, const ClLayout *layout)
{
  Walk walk = { .pen = pen };

  pen->begin (pen, "Document", NULL);
  for (guint i = 0; i < layout->pages->len; i++)
    {
      const ClPage *page = layout->pages->pdata[i];

      pen->begin_page (pen, page);
      for (guint k = 0; k < page->boxes->len; k++)
        if (g_array_index (page->boxes, ClBox, k).tag != CL_TAG_ARTIFACT)
          draw_box (&walk, page, k);
      close_element (&walk);
      close_row (&walk);
      draw_artifacts (&walk, page);
      if (i + 1 == layout->pages->len)
        {
          close_table (&walk);
          pen->end (pen, "Document");
        }
      pen->end_page (pen);
    }
}

const char *
cl_pdf_document_get_title (const ClPdfDocument *document)
{
  return ((ClSheet *) document->sheets->pdata[0])->heading;
}

double
cl_pdf_get_left (const ClBox *box, double width)
{
  return CL_PT (box->x) + (CL_PT (box->width) - width) * (box->align == CL_ALIGN_CENTRE ? 0.5 : box->align == CL_ALIGN_RIGHT ? 1 : 0);
}

gboolean
cl_pdf_is_plain (const ClBox *box)
{
  return box->lines <= 1 && box->spacing == 0;
}

PangoLayout *
cl_pdf_get_layout (const ClPdfDocument *document, const ClBox *box)
{
  return cl_fonts_get_layout (document->fonts, box->role, box->size, box->lines > 1 ? box->width : 0, box->spacing, box->align, box->text, box->keep);
}

void
cl_pdf_tell_missing (const ClPdfDocument *document, const ClPage *page, const ClBox *box, PangoLayout *layout)
{
  g_autoptr (GPtrArray) missing = document->missing != NULL ? cl_fonts_find_missing (layout) : NULL;
  const ClSheet *sheet = document->sheets->pdata[page->sheet];

  for (guint i = 0; missing != NULL && i < missing->len; i++)
    {
      const char *character = missing->pdata[i];
      glong length = g_utf8_strlen (box->text, -1);
      g_autofree char *excerpt = g_utf8_substring (box->text, 0, MIN (length, EXCERPT));
      g_autofree char *words = g_strdup_printf ("%s（%s%s%s%s）", character, excerpt, length > EXCERPT ? "…" : "",
                                                *sheet->called != '\0' ? "，" : "", sheet->called);

      if (g_hash_table_add (document->told, g_strdup (words)))
        g_ptr_array_add (document->missing, g_steal_pointer (&words));
    }
}

/* A QR code fills its place; a place for a seal or a photo holds no ink. */
GArray *
cl_pdf_get_modules (const ClBox *box)
{
  QRcode *code = QRcode_encodeString (box->code, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  GArray *modules;
  double side;

  if (code == NULL)
    return NULL;
  modules = g_array_new (FALSE, FALSE, 3 * sizeof (double));
  /* Four modules around it stay white. */
  side = CL_PT (box->width) / (code->width + 8);
  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++)
      {
        const double module[3] = { CL_PT (box->x) + (x + 4) * side, CL_PT (box->y) + (y + 4) * side, side };

        if (code->data[y * code->width + x] & 1)
          g_array_append_vals (modules, module, 1);
      }
  QRcode_free (code);
  return modules;
}

GBytes *
cl_pdf_draw (ClFonts *fonts, ClLayout *layout, GPtrArray *sheets, GPtrArray *missing, GError **error)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const ClPdfDocument document = { fonts, layout, sheets, missing, told };
  /* Charts are drawn by cairo. */
  GBytes *pdf = layout->charts->len == 0 ? cl_pdf_draw_own (&document) : NULL;

  return pdf != NULL ? pdf : cl_pdf_draw_by_cairo (&document, error);
}
