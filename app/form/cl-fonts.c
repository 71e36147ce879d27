#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <fontconfig/fontconfig.h>
#include <string.h>

#include "cl-error.h"
#include "cl-fonts-private.h"
#include "cl-paths.h"

/* Texts that come on every page (headers, labels, posts) keep their layout: SPEED.md, Forms. */
#define KEEP 512
/* Notes and heads are broken on each page anew; longer texts come once. */
#define SHORT 240
/* A sum of advances leaves out kerning; this much narrower counts as fitting, of one line no more than that many mm: it must not touch the frame. */
#define SLACK 0.01
#define MOST_SLACK 0.3

typedef struct
{
  PangoFontDescription *description;
  PangoLayout *layout;  /* for texts that come once */
  GHashTable *advances; /* gunichar -> advance in 1/1000 em */
  guint han;            /* advance of any basic ideograph, as all of them are alike; 0: not measured */
} Role;

struct _ClFonts
{
  PangoContext *context;
  Role roles[CL_N_FONT_ROLES];
  GHashTable *kept;  /* key -> PangoLayout */
  GHashTable *faces; /* role and size -> table of character -> ClFontGlyph */
};

static const char *const role_names[CL_N_FONT_ROLES] = { "heading", "mark", "header", "body", "table", "number", "emphasis" };

static gboolean
is_installed (const char *family)
{
  FcPattern *pattern = FcPatternBuild (NULL, FC_FAMILY, FcTypeString, family, NULL);
  FcObjectSet *objects = FcObjectSetBuild (FC_FAMILY, NULL);
  FcFontSet *set = FcFontList (NULL, pattern, objects);
  gboolean found = set != NULL && set->nfont > 0;

  if (set != NULL)
    FcFontSetDestroy (set);
  FcObjectSetDestroy (objects);
  FcPatternDestroy (pattern);
  return found;
}

/* Of the families named, those that are installed, in order; the weight is that of the first. */
static PangoFontDescription *
choose (GStrv named)
{
  g_autoptr (GString) families = g_string_new (NULL);
  PangoWeight weight = PANGO_WEIGHT_NORMAL;
  PangoFontDescription *description = pango_font_description_new ();

  for (guint i = 0; named != NULL && named[i] != NULL; i++)
    {
      g_autofree char *name = g_strstrip (g_strdup (named[i]));
      PangoFontDescription *one = pango_font_description_from_string (name);
      const char *family = pango_font_description_get_family (one);

      if (family != NULL && is_installed (family))
        {
          if (families->len == 0)
            weight = pango_font_description_get_weight (one);
          g_string_append_printf (families, "%s%s", families->len > 0 ? "," : "", family);
        }
      pango_font_description_free (one);
    }
  if (families->len == 0)
    g_string_append (families, "serif");
  pango_font_description_set_family (description, families->str);
  pango_font_description_set_weight (description, weight);
  return description;
}

/* Lines stand at the pitch of the paper, not at that of whichever font a rare character came from. */
static PangoLayout *
new_layout (ClFonts *fonts, ClFontRole role)
{
  PangoLayout *layout = pango_layout_new (fonts->context);

  pango_layout_set_font_description (layout, fonts->roles[role].description);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

static void
set_size (ClFonts *fonts, ClFontRole role, PangoLayout *layout, double size)
{
  PangoFontDescription *description = fonts->roles[role].description;

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
}

static guint
measure_character (ClFonts *fonts, ClFontRole role, gunichar character)
{
  Role *state = &fonts->roles[role];
  char text[7] = { 0 };
  int width;

  g_unichar_to_utf8 (character, text);
  set_size (fonts, role, state->layout, 100);
  pango_layout_set_width (state->layout, -1);
  pango_layout_set_text (state->layout, text, -1);
  pango_layout_get_size (state->layout, &width, NULL);
  return (guint) (width * 10.0 / PANGO_SCALE + 0.5);
}

static guint
get_advance (ClFonts *fonts, ClFontRole role, gunichar character)
{
  Role *state = &fonts->roles[role];
  gpointer known;
  guint advance;

  if (character >= 0x4e00 && character <= 0x9fa5)
    {
      if (state->han == 0)
        state->han = measure_character (fonts, role, 0x4e00);
      return state->han;
    }
  if (g_hash_table_lookup_extended (state->advances, GUINT_TO_POINTER (character), NULL, &known))
    return GPOINTER_TO_UINT (known);
  advance = measure_character (fonts, role, character);
  g_hash_table_insert (state->advances, GUINT_TO_POINTER (character), GUINT_TO_POINTER (advance));
  return advance;
}

/* Letters, digits and what stands inside numbers stay together. */
static gboolean
is_unbroken (gunichar character)
{
  return character < 0x300 && (g_unichar_isalnum (character) || character == '-' || character == '.' || character == '+');
}

gsize
cl_fonts_measure_date (const char *p)
{
  static const char digits[] = "0123456789";
  gsize length = strspn (p, digits), day;

  if (length == 0)
    return 0;
  if (g_str_has_prefix (p + length, "年") || g_str_has_prefix (p + length, "日"))
    return length + strlen ("年");
  if (!g_str_has_prefix (p + length, "月"))
    return 0;
  length += strlen ("月");
  day = strspn (p + length, digits);
  return day > 0 && g_str_has_prefix (p + length + day, "日") ? length + day + strlen ("日") : length;
}

/* The widest run that may not be broken, in em. */
static double
measure_longest_run (ClFonts *fonts, ClFontRole role, const char *text)
{
  const char *end = text; /* of the date */
  double longest = 0, run = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (p >= end && (run == 0 || !g_ascii_isdigit (p[-1])))
        {
          gsize date = cl_fonts_measure_date (p);

          end = p + date;
          run = date > 0 ? 0 : run;
        }
      if (p < end || is_unbroken (character))
        run += get_advance (fonts, role, character) / 1000.0;
      else
        run = 0;
      longest = MAX (longest, run);
      if (g_utf8_next_char (p) == end)
        run = 0;
    }
  return longest;
}

static guint
count_lines (ClFonts *fonts, ClFontRole role, double size, double width, const char *text)
{
  PangoLayout *layout = cl_fonts_get_layout (fonts, role, size, width, 0, CL_ALIGN_LEFT, text, strlen (text) < SHORT);

  return (guint) pango_layout_get_line_count (layout);
}

/* Whether a number would go on in the next line: the run was measured character by character, and kerning or another font may have made it wider. */
static gboolean
breaks_run (ClFonts *fonts, ClFontRole role, double size, double width, const char *text)
{
  g_autoptr (GArray) starts = cl_fonts_break (fonts, role, size, width, text);

  for (guint i = 1; i < starts->len; i++)
    {
      const char *start = text + g_array_index (starts, guint, i);

      if (is_unbroken (g_utf8_get_char (start)) && is_unbroken (g_utf8_get_char (g_utf8_prev_char (start))))
        return TRUE;
    }
  return FALSE;
}

/* Reads the fonts map; a role that it lacks, or whose families are not installed, is set in the system's serif.
 * Errors: FAILED where the map cannot be read. */
ClFonts *
cl_fonts_new (GError **error)
{
  g_autoptr (ClFonts) fonts = g_new0 (ClFonts, 1);
  g_autoptr (GKeyFile) map = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  cairo_font_options_t *options;

  if (!g_key_file_load_from_file (map, cl_paths_get_fonts_map (), G_KEY_FILE_NONE, &local))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The list of fonts %s cannot be read (%s). Install the program again."),
                   cl_paths_get_fonts_map (), local->message);
      return NULL;
    }
  fonts->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (fonts->context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (fonts->context, FALSE);
  pango_context_set_language (fonts->context, pango_language_from_string ("zh-cn"));
  fonts->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  fonts->faces = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  for (guint i = 0; i < CL_N_FONT_ROLES; i++)
    {
      g_auto (GStrv) named = g_key_file_get_string_list (map, role_names[i], "families", NULL, NULL);

      fonts->roles[i].description = choose (named);
      fonts->roles[i].layout = new_layout (fonts, i);
      fonts->roles[i].advances = g_hash_table_new (NULL, NULL);
    }
  return g_steal_pointer (&fonts);
}

void
cl_fonts_free (ClFonts *fonts)
{
  for (guint i = 0; i < CL_N_FONT_ROLES; i++)
    {
      g_clear_pointer (&fonts->roles[i].description, pango_font_description_free);
      g_clear_object (&fonts->roles[i].layout);
      g_clear_pointer (&fonts->roles[i].advances, g_hash_table_unref);
    }
  g_clear_pointer (&fonts->kept, g_hash_table_unref);
  g_clear_pointer (&fonts->faces, g_hash_table_unref);
  g_clear_object (&fonts->context);
  g_free (fonts);
}

double
cl_fonts_measure (ClFonts *fonts, ClFontRole role, double size, const char *text)
{
  guint64 sum = 0, widest = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      sum = character == '\n' ? 0 : sum + get_advance (fonts, role, character);
      widest = MAX (widest, sum);
    }
  return widest / 1000.0 * size * CL_MM_PER_PT;
}

double
cl_fonts_measure_middle (ClFonts *fonts, ClFontRole role, double size, const char *text)
{
  PangoLayout *layout = cl_fonts_get_layout (fonts, role, size, 0, 0, CL_ALIGN_LEFT, text, FALSE);
  PangoRectangle ink;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, 0), &ink, NULL);
  return -(ink.y + ink.height / 2.0) / PANGO_SCALE * CL_MM_PER_PT;
}

ClFit
cl_fonts_fit (ClFonts *fonts, ClFontRole role, double size, double tight, double floor, double width, const char *text)
{
  ClFit fit = { size, 1 };
  double run, line;
  guint most = 1;

  if (*text == '\0')
    return fit;
  line = strchr (text, '\n') == NULL ? cl_fonts_measure (fonts, role, 1, text) : G_MAXDOUBLE;
  for (; fit.size >= MIN (tight, size); fit.size -= 0.5)
    if (line * fit.size <= width + MIN (width * SLACK, MOST_SLACK))
      return fit;
  fit.size = size;
  /* Smaller than the floor is better than a broken number, down to what can still be read. */
  run = measure_longest_run (fonts, role, text) * CL_MM_PER_PT;
  while (fit.size > 5 && run * fit.size > width)
    fit.size -= 0.5;
  fit.lines = count_lines (fonts, role, fit.size, width, text);
  while (fit.lines > 1 && fit.size > 5 && breaks_run (fonts, role, fit.size, width, text))
    {
      fit.size -= 0.5;
      fit.lines = count_lines (fonts, role, fit.size, width, text);
    }
  /* Two lines are no reason to shrink, nor are those that the text has by itself. */
  for (const char *p = text; *p != '\0'; p++)
    most += *p == '\n';
  while (fit.lines > MAX (most, 2) && fit.size - 0.5 >= floor)
    {
      fit.size -= 0.5;
      fit.lines = count_lines (fonts, role, fit.size, width, text);
    }
  return fit;
}

GArray *
cl_fonts_break (ClFonts *fonts, ClFontRole role, double size, double width, const char *text)
{
  PangoLayout *layout = cl_fonts_get_layout (fonts, role, size, width, 0, CL_ALIGN_LEFT, text, strlen (text) < SHORT);
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint));

  for (int i = 0; i < pango_layout_get_line_count (layout); i++)
    {
      guint start = (guint) pango_layout_get_line_readonly (layout, i)->start_index;

      g_array_append_val (starts, start);
    }
  return starts;
}

static void
set_attributes (PangoLayout *layout, double spacing, const char *text)
{
  PangoAttrList *attributes = spacing != 0 ? pango_attr_list_new () : NULL;

  if (spacing != 0)
    pango_attr_list_insert (attributes, pango_attr_letter_spacing_new ((int) (spacing * PANGO_SCALE)));
  for (const char *p = strpbrk (text, "0123456789"); p != NULL && *p != '\0';)
    {
      gsize date = cl_fonts_measure_date (p);

      if (date > 0)
        {
          PangoAttribute *whole = pango_attr_allow_breaks_new (FALSE);

          whole->start_index = (guint) (p - text);
          whole->end_index = whole->start_index + (guint) date;
          attributes = attributes != NULL ? attributes : pango_attr_list_new ();
          pango_attr_list_insert (attributes, whole);
        }
      p = strpbrk (p + MAX (date, strspn (p, "0123456789")), "0123456789");
    }
  pango_layout_set_attributes (layout, attributes);
  g_clear_pointer (&attributes, pango_attr_list_unref);
}

PangoLayout *
cl_fonts_get_layout (ClFonts *fonts, ClFontRole role, double size, double width, double spacing, ClAlign align, const char *text, gboolean keep)
{
  PangoLayout *layout = fonts->roles[role].layout;
  g_autofree char *key = NULL;

  if (keep)
    {
      key = g_strdup_printf ("%d %.2f %.3f %.3f %d %s", role, size, width, spacing, align, text);
      layout = g_hash_table_lookup (fonts->kept, key);
      if (layout != NULL)
        return layout;
      if (g_hash_table_size (fonts->kept) >= KEEP)
        g_hash_table_remove_all (fonts->kept);
      layout = new_layout (fonts, role);
      g_hash_table_insert (fonts->kept, g_steal_pointer (&key), layout);
    }
  set_size (fonts, role, layout, size);
  pango_layout_set_width (layout, width > 0 ? (int) (width * (1 + SLACK) / CL_MM_PER_PT * PANGO_SCALE) : -1);
  pango_layout_set_alignment (layout, align == CL_ALIGN_CENTRE  ? PANGO_ALIGN_CENTER
                                      : align == CL_ALIGN_RIGHT ? PANGO_ALIGN_RIGHT
                                                                : PANGO_ALIGN_LEFT);
  pango_layout_set_text (layout, text, -1);
  set_attributes (layout, spacing, text);
  return layout;
}

static void
glyph_free (gpointer data)
{
  ClFontGlyph *glyph = data;

  g_clear_object (&glyph->owner);
  g_free (glyph);
}

/* Ideographs, marks, digits and spaces stand beside each other as they are; letters are kerned, and what combines is shaped. */
static gboolean
stands_alone (gunichar character)
{
  return (character >= 0x4e00 && character <= 0x9fff) || (character >= 0x3000 && character <= 0x301f) || (character >= 0xff01 && character <= 0xff5e) ||
         (character >= '0' && character <= '9') || character == ' ' || character == 0xa0 || character == 'X' || character == '-' || character == '.' ||
         character == '*' || character == '%' || character == 0xb7 || (character >= 0x25a0 && character <= 0x25ff) || (character >= 0x20000 && character <= 0x3134f);
}

static ClFontGlyph *
find_glyph (ClFonts *fonts, GHashTable *face, ClFontRole role, double size, gunichar character)
{
  ClFontGlyph *glyph = g_hash_table_lookup (face, GUINT_TO_POINTER (character));
  char text[7] = { 0 };
  PangoLayout *layout;
  PangoLayoutLine *line;
  PangoGlyphItem *item;

  if (glyph != NULL)
    return glyph;
  glyph = g_new0 (ClFontGlyph, 1);
  g_hash_table_insert (face, GUINT_TO_POINTER (character), glyph);
  if (!stands_alone (character))
    return glyph;
  g_unichar_to_utf8 (character, text);
  layout = cl_fonts_get_layout (fonts, role, size, 0, 0, CL_ALIGN_LEFT, text, FALSE);
  line = pango_layout_get_line_readonly (layout, 0);
  item = line->runs != NULL ? line->runs->data : NULL;
  if (item == NULL || line->runs->next != NULL || item->glyphs->num_glyphs != 1 || (item->glyphs->glyphs[0].glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
    return glyph;
  glyph->glyph = item->glyphs->glyphs[0].glyph;
  glyph->advance = (double) item->glyphs->glyphs[0].geometry.width / PANGO_SCALE;
  glyph->owner = g_object_ref (item->item->analysis.font);
  glyph->font = pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (glyph->owner));
  return glyph;
}

static GHashTable *
find_face (ClFonts *fonts, ClFontRole role, double size)
{
  gpointer key = GUINT_TO_POINTER ((guint) (size * 100) * CL_N_FONT_ROLES + role);
  GHashTable *face = g_hash_table_lookup (fonts->faces, key);

  if (face == NULL)
    {
      face = g_hash_table_new_full (NULL, NULL, NULL, glyph_free);
      g_hash_table_insert (fonts->faces, key, face);
    }
  return face;
}

double
cl_fonts_set_plain (ClFonts *fonts, ClFontRole role, double size, const char *text, GPtrArray *glyphs)
{
  GHashTable *face = find_face (fonts, role, size);
  double width = 0;

  g_ptr_array_set_size (glyphs, 0);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      ClFontGlyph *glyph = find_glyph (fonts, face, role, size, g_utf8_get_char (p));

      if (glyph->font == NULL)
        return -1;
      g_ptr_array_add (glyphs, glyph);
      width += glyph->advance;
    }
  return width;
}

GPtrArray *
cl_fonts_find_missing (PangoLayout *layout)
{
  GPtrArray *missing = NULL;

  if (pango_layout_get_unknown_glyphs_count (layout) == 0)
    return NULL;
  for (GSList *line = pango_layout_get_lines_readonly (layout); line != NULL; line = line->next)
    for (GSList *run = ((PangoLayoutLine *) line->data)->runs; run != NULL; run = run->next)
      {
        const PangoGlyphString *glyphs = ((PangoGlyphItem *) run->data)->glyphs;

        for (int i = 0; i < glyphs->num_glyphs; i++)
          {
            PangoGlyph glyph = glyphs->glyphs[i].glyph;
            char text[7] = { 0 };

            if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0 || glyph == PANGO_GLYPH_EMPTY)
              continue;
            g_unichar_to_utf8 (glyph & ~PANGO_GLYPH_UNKNOWN_FLAG, text);
            if (missing == NULL)
              missing = g_ptr_array_new_with_free_func (g_free);
            if (!g_ptr_array_find_with_equal_func (missing, text, g_str_equal, NULL))
              g_ptr_array_add (missing, g_strdup (text));
          }
      }
  return missing;
}
