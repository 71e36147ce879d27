#pragma once

#include <pango/pangocairo.h>

#include "cl-template-private.h"

G_BEGIN_DECLS

/* The parts that type plays on paper; data/fonts.map says which families play them. */
typedef enum
{
  CL_FONT_HEADING,  /* 小标宋 */
  CL_FONT_MARK,     /* 黑体 */
  CL_FONT_HEADER,   /* 黑体 */
  CL_FONT_BODY,     /* 仿宋 */
  CL_FONT_TABLE,    /* 仿宋 */
  CL_FONT_NUMBER,   /* 宋体 */
  CL_FONT_EMPHASIS, /* 楷体 */
  CL_N_FONT_ROLES,
} ClFontRole;

#define CL_MM_PER_PT (25.4 / 72.0)

/* How a text fits a width: at which size, on how many lines. */
typedef struct
{
  double size; /* pt */
  guint lines;
} ClFit;

/* A character set by itself, in one role and size. */
typedef struct
{
  cairo_scaled_font_t *font; /* NULL: one that must be set with its neighbours, or that no font has */
  PangoFont *owner;
  gulong glyph;
  double advance; /* pt */
  guint number;   /* whatever the one who draws keeps of it; 0 at first */
} ClFontGlyph;

/* Fonts of one run on one thread. */
typedef struct _ClFonts ClFonts;

ClFonts *cl_fonts_new (GError **error);
void cl_fonts_free (ClFonts *fonts);
double cl_fonts_measure (ClFonts *fonts, ClFontRole role, double size, const char *text); /* mm on one line, of the widest line */
/* How far over the foot of the line the middle of the ink lies, mm. */
double cl_fonts_measure_middle (ClFonts *fonts, ClFontRole role, double size, const char *text);
/* Down to @tight pt a text is made to fit one line. What still wraps is made smaller beyond two lines, down to @floor. What is never broken (IDs,
 * numbers) makes the type as small as it must. */
ClFit cl_fonts_fit (ClFonts *fonts, ClFontRole role, double size, double tight, double floor, double width, const char *text);
/* GB/T 9704-2012, 7.3.3: a year is not broken over lines; nor is a day, which goes with its month. Bytes of "2026年", "11月21日", "11月" where @p begins one, else 0. */
gsize cl_fonts_measure_date (const char *p);
/* Byte offsets where lines begin when @text is set in @width mm; the first is 0. */
GArray *cl_fonts_break (ClFonts *fonts, ClFontRole role, double size, double width, const char *text);
/* Ready to draw, in points: @width 0 is one line, @spacing stands between characters. @keep: the same text comes on every page. Transfer none, valid
 * until the next call. */
PangoLayout *cl_fonts_get_layout (ClFonts *fonts, ClFontRole role, double size, double width, double spacing, ClAlign align, const char *text, gboolean keep);
/* One line of characters that are set one beside the other: fills @glyphs with a ClFontGlyph for each, and returns its width in pt; negative where it has others:
 * those need a layout. */
double cl_fonts_set_plain (ClFonts *fonts, ClFontRole role, double size, const char *text, GPtrArray *glyphs);
/* The characters of a layout that no font has, each once; NULL where there is none. */
GPtrArray *cl_fonts_find_missing (PangoLayout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFonts, cl_fonts_free)

G_END_DECLS
