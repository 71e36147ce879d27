/* Our own drawing of a page against cairo's and libqpdf's: the same words in the same places, the same structure, for every form. And the picture that is shown
 * while the file is written against Poppler's of the file. */

#include <locale.h>
#include <math.h>

#include "cl-error.h"
#include "cl-pdf-pen-private.h"
#include "cl-pdf-private.h"
#include "form-office.h"

#define CLOSE 0.1 /* pt */
#define SCALE 1.3 /* pixels a pt: about what the window shows */
#define INK 100   /* of 255: darker is ink … */
#define TRACE 200 /* … and lighter is none */

typedef struct
{
  gunichar character;
  PopplerRectangle place;
  gboolean met;
} Seen;

/* The order in which Poppler tells characters hangs on less than what an eye can see, and its blanks are its own. */
static GArray *
read_page (PopplerPage *page)
{
  g_autofree char *text = poppler_page_get_text (page);
  g_autofree PopplerRectangle *places = NULL;
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Seen));
  const char *p = text;
  guint n = 0;

  poppler_page_get_text_layout (page, &places, &n);
  for (guint i = 0; i < n && *p != '\0'; i++, p = g_utf8_next_char (p))
    {
      const Seen one = { g_utf8_get_char (p), places[i], FALSE };

      if (!g_unichar_isspace (one.character))
        g_array_append_val (all, one);
    }
  return all;
}

static gboolean
is_same (const Seen *a, const Seen *b)
{
  return a->character == b->character && fabs (a->place.x1 - b->place.x1) < CLOSE && fabs (a->place.x2 - b->place.x2) < CLOSE &&
         fabs (a->place.y1 - b->place.y1) < CLOSE && fabs (a->place.y2 - b->place.y2) < CLOSE;
}

static void
compare_pages (PopplerDocument *own, PopplerDocument *cairo, int number)
{
  form_owned PopplerPage *one = poppler_document_get_page (own, number), *other = poppler_document_get_page (cairo, number);
  g_autoptr (GArray) a = read_page (one), b = read_page (other);
  double width, height, wide, high;

  poppler_page_get_size (one, &width, &height);
  poppler_page_get_size (other, &wide, &high);
  g_assert_cmpfloat_with_epsilon (width, wide, 0.001);
  g_assert_cmpfloat_with_epsilon (height, high, 0.001);
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const Seen *seen = &g_array_index (a, Seen, i);
      Seen *found = NULL;

      for (guint k = 0; k < b->len && found == NULL; k++)
        {
          Seen *here = &g_array_index (b, Seen, (i + k) % b->len);

          found = !here->met && is_same (seen, here) ? here : NULL;
        }
      if (found == NULL)
        g_error ("page %d: U+%04X at %.2f %.2f stands elsewhere by cairo", number, seen->character, seen->place.x1, seen->place.y1);
      found->met = TRUE;
    }
}

static void
compare (GBytes *own, GBytes *cairo)
{
  form_owned PopplerDocument *one = form_pdf_open (own), *other = form_pdf_open (cairo);
  g_autoptr (GPtrArray) elements = form_pdf_read_structure (one, own), same = form_pdf_read_structure (other, cairo);
  g_autofree char *title = poppler_document_get_title (one), *called = poppler_document_get_title (other);
  g_autofree char *said = poppler_document_get_metadata (one), *told = poppler_document_get_metadata (other);

  g_assert_cmpint (poppler_document_get_n_pages (one), ==, poppler_document_get_n_pages (other));
  g_assert_cmpstr (title, ==, called);
  g_assert_cmpstr (said, ==, told);
  g_assert_cmpint (poppler_document_get_creation_date (one), ==, poppler_document_get_creation_date (other));
  for (int i = 0; i < poppler_document_get_n_pages (one); i++)
    compare_pages (one, other, i);
  g_assert_cmpuint (elements->len, ==, same->len);
  for (guint i = 0; i < elements->len; i++)
    {
      const FormElement *a = elements->pdata[i], *b = same->pdata[i];

      g_assert_cmpint (a->kind, ==, b->kind);
      g_assert_cmpint (a->table, ==, b->table);
      g_assert_cmpint (a->row, ==, b->row);
      g_assert_cmpint (a->column, ==, b->column);
      g_assert_cmpuint (a->row_span, ==, b->row_span);
      g_assert_cmpstr (a->text, ==, b->text);
    }
}

static cairo_surface_t *
make_picture (double width, double height, cairo_t **cairo)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (width * SCALE), (int) ceil (height * SCALE));

  *cairo = cairo_create (surface);
  cairo_set_source_rgb (*cairo, 1, 1, 1);
  cairo_paint (*cairo);
  cairo_scale (*cairo, SCALE, SCALE);
  return surface;
}

static guint
get_light (cairo_surface_t *surface, int x, int y)
{
  const guint8 *pixel = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + x * 4;

  return (pixel[0] + 2u * pixel[1] + pixel[2]) / 4;
}

/* How many pixels of @one are ink, how many of these look otherwise in @other, and how many have no ink there within a pixel. Poppler may set a character a
 * pixel away, where it stands between two. */
static guint
count_lost (cairo_surface_t *one, cairo_surface_t *other, guint *ink, guint *unlike)
{
  int width = cairo_image_surface_get_width (one), height = cairo_image_surface_get_height (one);
  guint lost = 0;

  for (int y = 1; y < height - 1; y++)
    for (int x = 1; x < width - 1; x++)
      {
        guint darkest = 255;

        if (get_light (one, x, y) > INK)
          continue;
        (*ink)++;
        *unlike += get_light (other, x, y) > TRACE;
        for (int dy = -1; dy <= 1; dy++)
          for (int dx = -1; dx <= 1; dx++)
            darkest = MIN (darkest, get_light (other, x + dx, y + dy));
        lost += darkest > TRACE;
      }
  return lost;
}

/* What is shown first does not jump when the file's page takes its place. */
static void
compare_pictures (const ClPdfDocument *document, GBytes *pdf, const char *name)
{
  form_owned PopplerDocument *file = form_pdf_open (pdf);

  for (guint i = 0; i < MIN (document->layout->pages->len, 2); i++)
    {
      form_owned PopplerPage *page = poppler_document_get_page (file, (int) i);
      const ClPage *set = document->layout->pages->pdata[i];
      cairo_t *first, *second;
      cairo_surface_t *painted = make_picture (CL_PT (set->width), CL_PT (set->height), &first), *shown = make_picture (CL_PT (set->width), CL_PT (set->height), &second);
      guint ink = 0, unlike = 0, lost;

      cl_pdf_paint (document->fonts, document->layout, document->sheets, i, first);
      poppler_page_render (page, second);
      cairo_destroy (first);
      cairo_destroy (second);
      cairo_surface_flush (painted);
      cairo_surface_flush (shown);
      lost = count_lost (painted, shown, &ink, &unlike) + count_lost (shown, painted, &ink, &unlike);
      if (lost > 0 || unlike > ink / 20)
        g_error ("%s, page %u: of %u pixels %u are lost and %u unlike", name, i + 1, ink, lost, unlike);
      g_assert_cmpuint (ink, >, 1000);
      cairo_surface_destroy (painted);
      cairo_surface_destroy (shown);
    }
}

static gboolean
draw_both (FormFixture *fixture, const char *path, const char *variant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClTemplate) form = cl_template_load (path, fixture->catalogue, &error);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ClValues) values = NULL;
  g_autoptr (ClFonts) fonts = NULL;
  g_autoptr (ClLayout) layout = NULL;
  g_autoptr (GBytes) own = NULL, cairo = NULL;
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ClPdfDocument document = { .missing = missing, .told = told };

  g_assert_no_error (error);
  g_hash_table_insert (parameters, (gpointer) "variant", (gpointer) variant);
  values = cl_values_collect (form, fixture->catalogue, cl_store_get_reader (fixture->store), parameters, NULL, &error);
  if (g_error_matches (error, CL_ERROR, CL_ERROR_INVALID) || g_error_matches (error, CL_ERROR, CL_ERROR_NOT_FOUND))
    return FALSE;
  g_assert_no_error (error);
  fonts = cl_fonts_new (&error);
  g_assert_no_error (error);
  document.fonts = fonts;
  document.sheets = cl_values_get_sheets (values);
  document.layout = layout = cl_layout_new (fonts, document.sheets);
  own = cl_pdf_draw_own (&document);
  g_assert_nonnull (own);
  cairo = cl_pdf_draw_by_cairo (&document, &error);
  g_assert_no_error (error);
  compare (own, cairo);
  compare_pictures (&document, own, form->name);
  return TRUE;
}

static void
test_same (gconstpointer data)
{
  const GPtrArray *forms;
  FormFixture fixture;
  guint n = 0;

  form_office_set_up (&fixture, GPOINTER_TO_INT (data));
  forms = cl_catalogue_get_forms (fixture.catalogue);
  /* cairo's side of two hundred rows takes a minute for all forms. */
  for (guint i = 0; i < forms->len; i += cl_test_rounds (1, 4) * (GPOINTER_TO_INT (data) == FORM_OFFICE_HOSTILE ? 4 : 1))
    {
      const ClDescriptionFile *file = forms->pdata[i];

      g_test_message ("%s", file->name);
      n += draw_both (&fixture, file->path, i % 2 == 0 ? "internal" : "large");
    }
  g_assert_cmpuint (n, >=, cl_test_rounds (4, 2));
  form_fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/two-ways/ordinary", GINT_TO_POINTER (FORM_OFFICE_ORDINARY), test_same);
  g_test_add_data_func ("/two-ways/hostile", GINT_TO_POINTER (FORM_OFFICE_HOSTILE), test_same);
  return g_test_run ();
}
