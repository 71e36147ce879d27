#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <cairo-pdf.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"
#include "cl-pdf-private.h"
#include "cl-pdf-structure-private.h"

#define PT(mm) ((mm) / CL_MM_PER_PT)
/* cairo 1.16 has no tag for artifacts; what bears this one is made an artifact by cl_pdf_structure_complete(). */
#define ARTIFACT CL_PDF_STRUCTURE_ARTIFACT
/* A cell told in a message is cut after this many characters. */
#define EXCERPT 12

typedef struct
{
  cairo_t *cairo;
  ClTemplate *form;
  ClFonts *fonts;
  ClLayout *layout;
  GPtrArray *sheets;
  GPtrArray *missing;
  GHashTable *told; /* missing characters already told with this cell */
  guint table;      /* the table that is open, 0: none */
  guint row;        /* the row that is open, 0: none */
  GArray *spans;    /* row span of each TD and TH in document order */
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
  if (box->tag == CL_TAG_ARTIFACT)
    return;
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
  if (box->tag == CL_TAG_TD || box->tag == CL_TAG_TH)
    g_array_append_val (drawing->spans, box->row_span);
}

static const char *
get_tag (ClTag tag)
{
  switch (tag)
    {
    case CL_TAG_H1:
      return "H1";
    case CL_TAG_P:
      return "P";
    case CL_TAG_TH:
      return "TH";
    case CL_TAG_TD:
      return "TD";
    case CL_TAG_ARTIFACT:
    default:
      return ARTIFACT;
    }
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

/* Each line by itself, so that its foot stands where the layout says, whichever fonts it is set in. */
static void
draw_box (Drawing *drawing,
          const ClPage *page,
          const ClBox *box)
{
  PangoLayout *layout;
  int lines;

  open_around (drawing, box);
  cairo_tag_begin (drawing->cairo, get_tag (box->tag), NULL);
  if (*box->text != '\0')
    {
      layout = cl_fonts_get_layout (drawing->fonts, box->role, box->size, box->lines > 1 ? box->width : 0, box->align, box->text, box->keep);
      if (pango_layout_get_unknown_glyphs_count (layout) > 0)
        tell_missing (drawing, page, box, layout);
      lines = pango_layout_get_line_count (layout);
      for (int i = 0; i < lines; i++)
        {
          PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
          PangoRectangle extents;
          double slack, x = PT (box->x);

          pango_layout_line_get_extents (line, NULL, &extents);
          slack = PT (box->width) - (double) extents.width / PANGO_SCALE;
          x += box->align == CL_ALIGN_CENTRE ? slack / 2 : box->align == CL_ALIGN_RIGHT ? slack : 0;
          cairo_move_to (drawing->cairo, x, PT (cl_box_get_baseline (box, (guint) i)));
          pango_cairo_show_layout_line (drawing->cairo, line);
        }
    }
  cairo_tag_end (drawing->cairo, get_tag (box->tag));
}

static void
draw_rules (Drawing *drawing,
            const ClPage *page)
{
  double thickness = 0;

  cairo_tag_begin (drawing->cairo, ARTIFACT, NULL);
  /* Square ends close the corners of the frame. */
  cairo_set_line_cap (drawing->cairo, CAIRO_LINE_CAP_SQUARE);
  for (guint i = 0; i < page->rules->len; i++)
    {
      const ClRule *rule = &g_array_index (page->rules, ClRule, i);

      if (rule->thickness != thickness)
        {
          cairo_stroke (drawing->cairo);
          cairo_set_line_width (drawing->cairo, rule->thickness);
          thickness = rule->thickness;
        }
      cairo_move_to (drawing->cairo, PT (rule->x1), PT (rule->y1));
      cairo_line_to (drawing->cairo, PT (rule->x2), PT (rule->y2));
    }
  cairo_stroke (drawing->cairo);
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
        cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, sheet->called, where, 0);
    }
}

/* The date is that of today() and no time: the same data give the same file. */
static void
set_metadata (Drawing *drawing,
              cairo_surface_t *surface)
{
  g_autofree char *created = g_strdup_printf ("%sT00:00:00Z", cl_today ());

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, drawing->form->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Canlian " CL_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
}

static void
draw_pages (Drawing *drawing)
{
  cairo_tag_begin (drawing->cairo, "Document", NULL);
  for (guint i = 0; i < drawing->layout->pages->len; i++)
    {
      const ClPage *page = drawing->layout->pages->pdata[i];

      for (guint k = 0; k < page->boxes->len; k++)
        draw_box (drawing, page, &g_array_index (page->boxes, ClBox, k));
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
cl_pdf_draw (ClTemplate *form,
             ClFonts *fonts,
             ClLayout *layout,
             GPtrArray *sheets,
             GPtrArray *missing,
             GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GBytes) drawn = NULL;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, data, PT (layout->width), PT (layout->height));
  cairo_t *cairo = cairo_create (surface);
  Drawing drawing = { cairo, form, fonts, layout, sheets, missing, told, 0, 0, spans };
  cairo_status_t status;

  set_metadata (&drawing, surface);
  draw_pages (&drawing);
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
  return cl_pdf_structure_complete_spans (drawn, form->title, "zh-CN", (const guint *) spans->data, spans->len, error);
}
