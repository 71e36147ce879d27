#include "cl-config.h"

#include <math.h>

#include "cl-pdf-own-private.h"

/* What cairo draws and libqpdf completes, written in one go: cairo keeps each page as commands, runs through them twice, packs it, and its tags are objects that must
 * be read again for what it cannot say. */

static void
page_free (gpointer data)
{
  ClPdfLeaf *page = data;

  g_string_free (page->content, TRUE);
  g_array_unref (page->marks);
  g_free (page);
}

static ClPdfNode *
get_node (ClPdfOwn *self, guint number)
{
  return &g_array_index (self->nodes, ClPdfNode, number);
}

static void
begin_page (ClPdfPen *pen, const ClPage *page)
{
  ClPdfOwn *self = (ClPdfOwn *) pen;

  self->page = g_new0 (ClPdfLeaf, 1);
  self->page->of = page;
  self->page->content = g_string_sized_new (1024);
  self->page->marks = g_array_new (FALSE, FALSE, sizeof (guint));
  self->page->first_run = self->runs->len;
  g_ptr_array_add (self->pages, self->page);
}

static void
end_page (ClPdfPen *pen)
{
  ClPdfOwn *self = (ClPdfOwn *) pen;

  self->page->n_runs = self->runs->len - self->page->first_run;
}

static void
end_mark (ClPdfOwn *self)
{
  if (self->marked)
    g_string_append (self->page->content, "EMC\n");
  self->marked = FALSE;
}

/* What is written next is the open element's. */
static void
begin_mark (ClPdfOwn *self)
{
  ClPdfNode *node;

  if (self->marked || self->artifact)
    return;
  node = get_node (self, self->node);
  node->page = self->pages->len - 1;
  node->mark = (int) self->page->marks->len;
  g_array_append_val (self->page->marks, self->node);
  g_string_append_printf (self->page->content, "/%s <</MCID %d>> BDC\n", node->kind, node->mark);
  self->marked = TRUE;
}

static void
begin (ClPdfPen *pen, const char *kind, const ClPdfElement *element)
{
  ClPdfOwn *self = (ClPdfOwn *) pen;
  ClPdfNode node = { .kind = kind, .parent = self->node, .mark = -1, .first = CL_PDF_NONE, .last = CL_PDF_NONE, .next = CL_PDF_NONE, .element = CL_PDF_NONE };
  guint number = self->nodes->len;

  end_mark (self);
  if (g_str_equal (kind, CL_PDF_STRUCTURE_ARTIFACT))
    {
      self->artifact = TRUE;
      g_string_append (self->page->content, "/Artifact BMC\n");
      return;
    }
  if (element != NULL)
    {
      node.element = self->elements->len;
      g_array_append_vals (self->elements, element, 1);
    }
  g_array_append_val (self->nodes, node);
  if (self->node != CL_PDF_NONE)
    {
      ClPdfNode *parent = get_node (self, self->node);

      if (parent->last == CL_PDF_NONE)
        parent->first = number;
      else
        get_node (self, parent->last)->next = number;
      parent->last = number;
    }
  self->node = number;
}

static void
end (ClPdfPen *pen, const char *kind)
{
  ClPdfOwn *self = (ClPdfOwn *) pen;
  const ClPdfNode *node;

  if (self->artifact)
    {
      self->artifact = FALSE;
      g_string_append (self->page->content, "EMC\n");
      return;
    }
  /* A cell without words, a place for a seal: the element is there, and holds nothing. */
  if (get_node (self, self->node)->first == CL_PDF_NONE)
    begin_mark (self);
  end_mark (self);
  node = get_node (self, self->node);
  self->node = node->parent;
}

static void
add_run (ClPdfOwn *self, const ClBox *box, guint first, double size, double y)
{
  const ClPdfRun run = { self->page->content->len, first, self->placed->len - first, size, y, box->turned, box->red };

  if (run.n > 0)
    g_array_append_val (self->runs, run);
}

static void
place (ClPdfOwn *self, guint number, double x)
{
  const ClPdfPlaced placed = { number, (float) x };

  g_array_append_val (self->placed, placed);
}

static gboolean
set_plain (ClPdfOwn *self, const ClBox *box)
{
  const guint first = self->placed->len;
  const char *p = box->text;
  double width, x;

  if (!cl_pdf_is_plain (box))
    return FALSE;
  width = cl_fonts_set_plain (self->document->fonts, box->role, box->size, box->text, self->glyphs);
  if (width < 0)
    return FALSE;
  x = CL_PLACE (cl_pdf_get_left (box, width));
  for (guint i = 0; i < self->glyphs->len; i++, p = g_utf8_next_char (p))
    {
      ClFontGlyph *glyph = self->glyphs->pdata[i];

      if (glyph->number == 0)
        glyph->number = 1 + cl_pdf_type_add (self->type, glyph->font, glyph->glyph, p, (gsize) (g_utf8_next_char (p) - p), FALSE);
      place (self, glyph->number - 1, x);
      x += glyph->advance;
    }
  add_run (self, box, first, box->size, CL_PLACE (CL_PT (cl_box_get_baseline (box, 0))));
  return TRUE;
}

/* A frame in the place of what no font has; it is read as what it should be. */
static void
frame_missing (ClPdfOwn *self, const ClBox *box, PangoGlyph glyph, double x, double y, double width)
{
  GString *content = self->page->content;
  const double height = CL_PT (self->page->of->height), frame[] = { x + 0.5, height - y, MAX (width - 1, 0.5), box->size * 0.7 };
  char text[7] = { 0 };

  g_unichar_to_utf8 (glyph & ~PANGO_GLYPH_UNKNOWN_FLAG, text);
  g_string_append (content, "/Span << /ActualText ");
  cl_pdf_append_text (content, text);
  g_string_append (content, " >> BDC\n.5 w\n");
  cl_pdf_append_numbers (content, frame, 4, "re");
  g_string_append (content, "S\nEMC\n");
}

/* Letters that are kerned, marks over letters: as Pango sets them. */
static void
set_item (ClPdfOwn *self, const ClBox *box, PangoGlyphItem *item, double x, double y)
{
  cairo_scaled_font_t *font = pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (item->item->analysis.font));
  cairo_matrix_t matrix;
  PangoGlyphItemIter iter;
  guint first = self->placed->len;
  int raised = 0;

  cairo_matrix_init_identity (&matrix);
  if (font != NULL)
    cairo_scaled_font_get_font_matrix (font, &matrix);
  self->given_up = self->given_up || font == NULL || matrix.xy != 0 || matrix.yx != 0 || fabs (matrix.xx - matrix.yy) > 1e-6 || item->start_x_offset != 0 ||
                   item->end_x_offset != 0;
  y -= (double) item->y_offset / PANGO_SCALE;
  for (gboolean more = pango_glyph_item_iter_init_start (&iter, item, box->text); more && !self->given_up; more = pango_glyph_item_iter_next_cluster (&iter))
    {
      gsize length = (gsize) (iter.end_index - iter.start_index);
      gboolean several = ABS (iter.end_glyph - iter.start_glyph) != 1;

      for (int i = iter.start_glyph; i != iter.end_glyph; i += iter.start_glyph < iter.end_glyph ? 1 : -1)
        {
          const PangoGlyphInfo *glyph = &item->glyphs->glyphs[i];
          double width = (double) glyph->geometry.width / PANGO_SCALE;

          if (glyph->geometry.y_offset != raised)
            {
              add_run (self, box, first, matrix.xx, y + (double) raised / PANGO_SCALE);
              first = self->placed->len;
              raised = glyph->geometry.y_offset;
            }
          if (glyph->glyph != PANGO_GLYPH_EMPTY && (glyph->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
            frame_missing (self, box, glyph->glyph, x, y, width);
          else if (glyph->glyph != PANGO_GLYPH_EMPTY)
            {
              place (self, cl_pdf_type_add (self->type, font, glyph->glyph, box->text + iter.start_index, length, several),
                     x + (double) glyph->geometry.x_offset / PANGO_SCALE);
              length = 0;
            }
          x += width;
        }
    }
  add_run (self, box, first, matrix.xx, y + (double) raised / PANGO_SCALE);
}

static void
set_layout (ClPdfOwn *self, const ClPage *page, const ClBox *box)
{
  PangoLayout *layout = cl_pdf_get_layout (self->document, box);
  int lines = pango_layout_get_line_count (layout);

  if (pango_layout_get_unknown_glyphs_count (layout) > 0)
    cl_pdf_tell_missing (self->document, page, box, layout);
  for (int i = 0; i < lines && !self->given_up; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      double x, y = CL_PLACE (CL_PT (cl_box_get_baseline (box, (guint) i)));
      PangoRectangle extents;

      pango_layout_line_get_extents (line, NULL, &extents);
      x = CL_PLACE (cl_pdf_get_left (box, (double) extents.width / PANGO_SCALE));
      for (GSList *run = line->runs; run != NULL; run = run->next)
        {
          set_item (self, box, run->data, x, y);
          x += (double) pango_glyph_string_get_width (((PangoGlyphItem *) run->data)->glyphs) / PANGO_SCALE;
        }
    }
}

static void
set_text (ClPdfPen *pen, const ClPage *page, const ClBox *box)
{
  ClPdfOwn *self = (ClPdfOwn *) pen;

  if (*box->text == '\0' || self->given_up)
    return;
  begin_mark (self);
  if (!set_plain (self, box))
    set_layout (self, page, box);
}

static void
draw_code (ClPdfPen *pen, const ClPage *page, const ClBox *box)
{
  ClPdfOwn *self = (ClPdfOwn *) pen;
  g_autoptr (GArray) modules = cl_pdf_get_modules (box);

  begin_mark (self);
  for (guint i = 0; modules != NULL && i < modules->len; i++)
    {
      const double *module = (const double *) modules->data + i * 3;
      const double rectangle[] = { module[0], CL_PT (page->height) - module[1] - module[2], module[2], module[2] };

      cl_pdf_append_numbers (self->page->content, rectangle, 4, "re");
    }
  g_string_append (self->page->content, "f\n");
}

static void
draw_scan (ClPdfPen *pen, const ClPage *page, const ClBox *box)
{
  ClPdfOwn *self = (ClPdfOwn *) pen;
  const double place[] = { CL_PT (box->width), 0, 0, CL_PT (box->height), CL_PT (box->x), CL_PT (page->height - box->y - box->height) };

  begin_mark (self);
  g_string_append (self->page->content, "q\n");
  cl_pdf_append_numbers (self->page->content, place, 6, "cm");
  g_string_append_printf (self->page->content, "/i%u Do\nQ\n", self->scans->len);
  g_ptr_array_add (self->scans, (gpointer) box->scan);
}

static void
draw_rules (ClPdfPen *pen, const ClPage *page)
{
  GString *content = ((ClPdfOwn *) pen)->page->content;
  double thickness = 0;
  gboolean red = FALSE;

  /* Square ends close the corners of the frame. */
  g_string_append (content, "2 J\n");
  for (guint i = 0; i < page->rules->len; i++)
    {
      const ClRule *rule = &g_array_index (page->rules, ClRule, i);
      const double from[] = { CL_PT (rule->x1), CL_PT (page->height - rule->y1) }, to[] = { CL_PT (rule->x2), CL_PT (page->height - rule->y2) };

      if (rule->thickness != thickness || rule->red != red)
        {
          if (i > 0)
            g_string_append (content, "S\n");
          cl_pdf_append_numbers (content, &rule->thickness, 1, "w");
          if (rule->red != red)
            g_string_append (content, rule->red ? ".8 0 0 RG\n" : "0 0 0 RG\n");
          thickness = rule->thickness;
          red = rule->red;
        }
      cl_pdf_append_numbers (content, from, 2, "m");
      cl_pdf_append_numbers (content, to, 2, "l");
    }
  if (page->rules->len > 0)
    g_string_append (content, "S\n");
}

static const ClPdfPen functions = { begin_page, end_page, begin, end, set_text, draw_code, draw_scan, draw_rules };

GBytes *
cl_pdf_draw_own (const ClPdfDocument *document)
{
  g_autoptr (ClPdfType) type = cl_pdf_type_new ();
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (ClPdfNode)), elements = g_array_new (FALSE, FALSE, sizeof (ClPdfElement));
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (ClPdfRun)), placed = g_array_new (FALSE, FALSE, sizeof (ClPdfPlaced));
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (page_free), glyphs = g_ptr_array_new (), scans = g_ptr_array_new ();
  ClPdfOwn own = { .pen = functions, .document = document, .type = type, .nodes = nodes, .elements = elements, .runs = runs, .placed = placed, .pages = pages,
                   .scans = scans, .glyphs = glyphs, .node = CL_PDF_NONE };

  cl_pdf_walk (&own.pen, document->layout);
  return own.given_up ? NULL : cl_pdf_own_write (&own);
}
