#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <cairo-pdf.h>
#include <math.h>
#include <qrencode.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-pdf-private.h"
#include "cl-pdf-structure-private.h"

#define PT(mm) ((mm) / CL_MM_PER_PT)
/* Where type stands, to a hundredth of a point (3 µm): six decimals of each place were an eighth of a file, and of the time to pack it. */
#define PLACE(pt) (round ((pt) * 100) / 100)
/* cairo 1.16 has no tag for artifacts; what bears this one is made an artifact by cl_pdf_structure_complete(). */
#define ARTIFACT CL_PDF_STRUCTURE_ARTIFACT
/* A cell told in a message is cut after this many characters. */
#define EXCERPT 12

typedef struct
{
  cairo_t *cairo;
  ClFonts *fonts;
  ClLayout *layout;
  GPtrArray *sheets;
  GPtrArray *missing;
  GHashTable *told;   /* missing characters already told with this cell */
  guint table;        /* the table that is open, 0: none */
  guint row;          /* the row that is open, 0: none */
  const char *open;   /* the element that is open, or NULL */
  GArray *elements;   /* ClPdfElement: of each TD, TH and Figure in document order */
} Drawing;

static cairo_status_t
write_cb (void *closure,
          const unsigned char *data,
          unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
close_row (Drawing *drawing)
{
  if (drawing->row != 0)
    cairo_tag_end (drawing->cairo, "TR");
  drawing->row = 0;
}

static void
close_table (Drawing *drawing)
{
  close_row (drawing);
  if (drawing->table != 0)
    cairo_tag_end (drawing->cairo, "Table");
  drawing->table = 0;
}

/* Opens what the box stands in: a table goes on over pages, a row ends with its last cell. */
static void
open_around (Drawing *drawing,
             const ClBox *box)
{
  if (box->table != drawing->table)
    {
      close_table (drawing);
      if (box->table != 0)
        cairo_tag_begin (drawing->cairo, "Table", NULL);
      drawing->table = box->table;
    }
  if (box->table != 0 && box->row != drawing->row)
    {
      close_row (drawing);
      cairo_tag_begin (drawing->cairo, "TR", NULL);
      drawing->row = box->row;
    }
}

static const char *
get_tag (ClTag tag)
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
note_element (Drawing *drawing,
              const ClPage *page,
              const ClBox *box)
{
  ClPdfElement element = { .row_span = box->row_span, .column_span = box->column_span, .of_row = box->of_row };

  if (box->tag == CL_TAG_FIGURE)
    {
      element.alternative = box->text;
      element.x1 = PT (box->x);
      element.x2 = PT (box->x + box->width);
      element.y1 = PT (page->height - box->y - box->height);
      element.y2 = PT (page->height - box->y);
    }
  if (box->tag == CL_TAG_TD || box->tag == CL_TAG_TH || box->tag == CL_TAG_FIGURE)
    g_array_append_val (drawing->elements, element);
}

static void
close_element (Drawing *drawing)
{
  if (drawing->open != NULL)
    cairo_tag_end (drawing->cairo, drawing->open);
  drawing->open = NULL;
}

static void
tell_missing (Drawing *drawing,
              const ClPage *page,
              const ClBox *box,
              PangoLayout *layout)
{
  g_autoptr (GPtrArray) missing = cl_fonts_find_missing (layout);
  const ClSheet *sheet = drawing->sheets->pdata[page->sheet];

  for (guint i = 0; missing != NULL && i < missing->len; i++)
    {
      const char *character = missing->pdata[i];
      glong length = g_utf8_strlen (box->text, -1);
      g_autofree char *excerpt = g_utf8_substring (box->text, 0, MIN (length, EXCERPT));
      g_autofree char *words = g_strdup_printf ("%s（%s%s%s%s）", character, excerpt, length > EXCERPT ? "…" : "",
                                                *sheet->called != '\0' ? "，" : "", sheet->called);

      if (g_hash_table_add (drawing->told, g_strdup (words)))
        g_ptr_array_add (drawing->missing, g_steal_pointer (&words));
    }
}

/* One line without letters needs no layout. */
static gboolean
draw_plain (Drawing *drawing,
            const ClBox *box)
{
  double width, x = PT (box->x);

  if (box->lines > 1 || box->spacing != 0 || box->turned || box->red)
    return FALSE;
  width = cl_fonts_measure_plain (drawing->fonts, box->role, box->size, box->text);
  if (width < 0)
    return FALSE;
  x += (PT (box->width) - width) * (box->align == CL_ALIGN_CENTRE ? 0.5 : box->align == CL_ALIGN_RIGHT ? 1 : 0);
  cl_fonts_show_plain (drawing->fonts, drawing->cairo, box->role, box->size, box->text, PLACE (x), PLACE (PT (cl_box_get_baseline (box, 0))));
  return TRUE;
}

/* Each line by itself, so that its foot stands where the layout says, whichever fonts it is set in. */
static void
draw_text (Drawing *drawing,
           const ClPage *page,
           const ClBox *box)
{
  PangoLayout *layout;
  int lines;

  if (*box->text == '\0' || draw_plain (drawing, box))
    return;
  layout = cl_fonts_get_layout (drawing->fonts, box->role, box->size, box->lines > 1 ? box->width : 0, box->spacing, box->align, box->text, box->keep);
  if (pango_layout_get_unknown_glyphs_count (layout) > 0)
    tell_missing (drawing, page, box, layout);
  if (box->red)
    cairo_set_source_rgb (drawing->cairo, 0.8, 0, 0);
  if (box->turned)
    {
      /* As the page lies in the volume: its upper edge is this page's right one. */
      cairo_matrix_t turn;

      cairo_save (drawing->cairo);
      cairo_matrix_init (&turn, 0, 1, -1, 0, PT (page->width), 0);
      cairo_transform (drawing->cairo, &turn);
    }
  lines = pango_layout_get_line_count (layout);
  for (int i = 0; i < lines; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      PangoRectangle extents;
      double slack, x = PT (box->x);

      pango_layout_line_get_extents (line, NULL, &extents);
      slack = PT (box->width) - (double) extents.width / PANGO_SCALE;
      x += box->align == CL_ALIGN_CENTRE ? slack / 2 : box->align == CL_ALIGN_RIGHT ? slack : 0;
      cairo_move_to (drawing->cairo, PLACE (x), PLACE (PT (cl_box_get_baseline (box, (guint) i))));
      pango_cairo_show_layout_line (drawing->cairo, line);
    }
  if (box->turned)
    cairo_restore (drawing->cairo);
  if (box->red)
    cairo_set_source_rgb (drawing->cairo, 0, 0, 0);
}

/* A QR code fills its place; a place for a seal or a photo holds no ink. */
static void
draw_code (Drawing *drawing,
           const ClBox *box)
{
  QRcode *code = QRcode_encodeString (box->code, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  double module;

  if (code == NULL)
    return;
  /* Four modules around it stay white. */
  module = PT (box->width) / (code->width + 8);
  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++)
      if (code->data[y * code->width + x] & 1)
        cairo_rectangle (drawing->cairo, PT (box->x) + (x + 4) * module, PT (box->y) + (y + 4) * module, module, module);
  cairo_fill (drawing->cairo);
  QRcode_free (code);
}

/* The next box that is read, or NULL. */
static const ClBox *
find_next (const ClPage *page,
           guint i)
{
  for (guint k = i + 1; k < page->boxes->len; k++)
    if (g_array_index (page->boxes, ClBox, k).tag != CL_TAG_ARTIFACT)
      return &g_array_index (page->boxes, ClBox, k);
  return NULL;
}

static void
draw_content (Drawing *drawing,
              const ClPage *page,
              const ClBox *box)
{
  if (box->tag != CL_TAG_FIGURE)
    draw_text (drawing, page, box);
  else if (box->code != NULL)
    draw_code (drawing, box);
}

/* What goes on in the element before it, a foot or a figure in a cell, has no row span. Such a cell holds paragraphs and figures: cairo puts content
 * in its place only where an element has nothing but content. */
static void
draw_box (Drawing *drawing,
          const ClPage *page,
          guint i)
{
  const ClBox *box = &g_array_index (page->boxes, ClBox, i), *next = find_next (page, i);
  gboolean goes_on = next != NULL && next->row_span == 0 && box->table == next->table, inside = box->row_span == 0 && drawing->open != NULL;
  const char *inner = box->tag == CL_TAG_FIGURE ? "Figure" : "P";

  if (!inside)
    {
      close_element (drawing);
      open_around (drawing, box);
      note_element (drawing, page, box);
      cairo_tag_begin (drawing->cairo, get_tag (box->tag), NULL);
      drawing->open = get_tag (box->tag);
    }
  else if (box->tag == CL_TAG_FIGURE)
    note_element (drawing, page, box);
  if (box->table == 0 || !(inside || goes_on))
    draw_content (drawing, page, box);
  else if (box->tag == CL_TAG_FIGURE || *box->text != '\0')
    {
      cairo_tag_begin (drawing->cairo, inner, NULL);
      draw_content (drawing, page, box);
      cairo_tag_end (drawing->cairo, inner);
    }
}

static void
draw_rules (Drawing *drawing,
            const ClPage *page)
{
  double thickness = 0;
  gboolean red = FALSE;

  cairo_tag_begin (drawing->cairo, ARTIFACT, NULL);
  for (guint i = 0; i < page->boxes->len; i++)
    if (g_array_index (page->boxes, ClBox, i).tag == CL_TAG_ARTIFACT)
      draw_text (drawing, page, &g_array_index (page->boxes, ClBox, i));
  /* Square ends close the corners of the frame. */
  cairo_set_line_cap (drawing->cairo, CAIRO_LINE_CAP_SQUARE);
  for (guint i = 0; i < page->rules->len; i++)
    {
      const ClRule *rule = &g_array_index (page->rules, ClRule, i);

      if (rule->thickness != thickness || rule->red != red)
        {
          cairo_stroke (drawing->cairo);
          cairo_set_line_width (drawing->cairo, rule->thickness);
          cairo_set_source_rgb (drawing->cairo, rule->red ? 0.8 : 0, 0, 0);
          thickness = rule->thickness;
          red = rule->red;
        }
      cairo_move_to (drawing->cairo, PT (rule->x1), PT (rule->y1));
      cairo_line_to (drawing->cairo, PT (rule->x2), PT (rule->y2));
    }
  cairo_stroke (drawing->cairo);
  cairo_set_source_rgb (drawing->cairo, 0, 0, 0);
  cairo_tag_end (drawing->cairo, ARTIFACT);
}

/* Bookmarks: one a sheet, where there are several. */
static void
add_outline (Drawing *drawing,
             cairo_surface_t *surface)
{
  if (drawing->sheets->len < 2)
    return;
  for (guint i = 0; i < drawing->layout->pages->len; i++)
    {
      const ClPage *page = drawing->layout->pages->pdata[i];
      const ClSheet *sheet = drawing->sheets->pdata[page->sheet];
      g_autofree char *where = g_strdup_printf ("page=%u", i + 1);

      if (page->begins)
        cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, *sheet->called != '\0' ? sheet->called : sheet->heading, where, 0);
    }
}

static const char *
get_title (Drawing *drawing)
{
  return ((ClSheet *) drawing->sheets->pdata[0])->heading;
}

/* The date is that of today() and no time: the same data give the same file. */
static void
set_metadata (Drawing *drawing,
              cairo_surface_t *surface)
{
  g_autofree char *created = g_strdup_printf ("%sT00:00:00Z", cl_today ());

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, get_title (drawing));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Canlian " CL_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
}

static void
draw_pages (Drawing *drawing,
            cairo_surface_t *surface)
{
  cairo_tag_begin (drawing->cairo, "Document", NULL);
  for (guint i = 0; i < drawing->layout->pages->len; i++)
    {
      const ClPage *page = drawing->layout->pages->pdata[i];

      /* Before anything is drawn or tagged on the page: what was is lost. */
      if (i > 0)
        cairo_pdf_surface_set_size (surface, PT (page->width), PT (page->height));
      for (guint k = 0; k < page->boxes->len; k++)
        if (g_array_index (page->boxes, ClBox, k).tag != CL_TAG_ARTIFACT)
          draw_box (drawing, page, k);
      close_element (drawing);
      close_row (drawing);
      draw_rules (drawing, page);
      if (i + 1 == drawing->layout->pages->len)
        {
          close_table (drawing);
          cairo_tag_end (drawing->cairo, "Document");
        }
      cairo_show_page (drawing->cairo);
    }
}

GBytes *
cl_pdf_draw (ClFonts *fonts,
             ClLayout *layout,
             GPtrArray *sheets,
             GPtrArray *missing,
             GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GArray) elements = g_array_new (FALSE, FALSE, sizeof (ClPdfElement));
  const ClPage *first = layout->pages->pdata[0];
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GBytes) drawn = NULL;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, data, PT (first->width), PT (first->height));
  cairo_t *cairo = cairo_create (surface);
  Drawing drawing = { cairo, fonts, layout, sheets, missing, told, 0, 0, NULL, elements };
  cairo_status_t status;
  GBytes *finished;

  /* Objects one after the other, as cl_pdf_finish() reads them: it packs them itself. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  set_metadata (&drawing, surface);
  draw_pages (&drawing, surface);
  add_outline (&drawing, surface);
  status = cairo_status (cairo);
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The pages could not be drawn (%s). Close other programs and try again."),
                   cairo_status_to_string (status));
      return NULL;
    }
  drawn = g_byte_array_free_to_bytes (g_steal_pointer (&data));
  finished = cl_pdf_finish (drawn, get_title (&drawing), "zh-CN", (const ClPdfElement *) elements->data, elements->len);
  if (finished != NULL)
    return finished;
  return cl_pdf_structure_complete_elements (drawn, get_title (&drawing), "zh-CN", (const ClPdfElement *) elements->data, elements->len, error);
}
