#include "cl-config.h"

#include <string.h>

#include "cl-layout-private.h"

/* What puts texts, figures and rules on a page: every part of the layout sets with these. */

#define LOOK_BACK 40 /* rules: of two rows of a table */

ClBox *
cl_setter_add_fitted (ClSetter *setter, double x, double y, double width, double height, const char *text, ClFontRole role, ClFit fit, ClAlign align, ClTag tag)
{
  ClBox box = { .x = x, .y = y, .width = width, .height = height, .role = role, .size = fit.size, .lines = fit.lines, .align = align, .tag = tag };

  box.text = g_string_chunk_insert_const (setter->layout->texts, text);
  box.pitch = fit.size * CL_SETTER_LEADING;
  box.row_span = box.column_span = 1;
  g_array_append_val (setter->page->boxes, box);
  return &g_array_index (setter->page->boxes, ClBox, setter->page->boxes->len - 1);
}

ClBox *
cl_setter_add_text (ClSetter *setter, double x, double y, double width, double height, const char *text, ClFontRole role, double size, ClAlign align, ClTag tag)
{
  ClFit fit = { size, 1 };

  if (strchr (text, '\n') != NULL || cl_fonts_measure (setter->fonts, role, size, text) > width)
    {
      g_autoptr (GArray) lines = cl_fonts_break (setter->fonts, role, size, width, text);

      fit.lines = lines->len;
    }
  return cl_setter_add_fitted (setter, x, y, width, height, text, role, fit, align, tag);
}

void
cl_setter_add_figure (ClSetter *setter, double x, double y, double width, double height, const char *alternative, const char *code)
{
  ClFit fit = { 1, 1 };
  ClBox *box = cl_setter_add_fitted (setter, x, y, width, height, alternative, CL_FONT_BODY, fit, CL_ALIGN_CENTRE, CL_TAG_FIGURE);

  box->code = code != NULL && *code != '\0' ? g_string_chunk_insert_const (setter->layout->texts, code) : NULL;
}

void
cl_setter_add_seal (ClSetter *setter, double x, double y, double width, const char *whose)
{
  setter->page->seal_x = x;
  setter->page->seal_y = y;
  setter->page->seal_width = width;
  cl_setter_add_figure (setter, x - width / 2, y - width / 2, width, width, whose != NULL && *whose != '\0' ? whose : "盖章处", NULL);
}

/* The narrowest place that takes no more lines: these are as long as each other. */
void
cl_setter_balance (ClSetter *setter, ClBox *box)
{
  double step = box->size * CL_MM_PER_PT / 2, width;

  if (box->lines < 2 || strchr (box->text, '\n') != NULL)
    return;
  for (width = cl_fonts_measure (setter->fonts, box->role, box->size, box->text) / box->lines; width < box->width; width += step)
    {
      g_autoptr (GArray) lines = cl_fonts_break (setter->fonts, box->role, box->size, width, box->text);

      if (lines->len == box->lines)
        break;
    }
  if (width >= box->width)
    return;
  box->x += (box->width - width) / 2;
  box->width = width;
}

static gboolean
is_at (double a, double b)
{
  return a - b < 0.001 && b - a < 0.001;
}

/* One rule where a table's cells have each their piece of it, side by side: a page is drawn in two thirds of the time. */
void
cl_setter_add_rule (ClSetter *setter, double x1, double y1, double x2, double y2, double thickness)
{
  GArray *rules = setter->page->rules;
  ClRule rule = { x1, y1, x2, y2, thickness, FALSE };

  for (guint i = rules->len; i > 0 && i + LOOK_BACK > rules->len; i--)
    {
      ClRule *last = &g_array_index (rules, ClRule, i - 1);
      gboolean upright = is_at (x1, x2) && is_at (last->x1, last->x2) && is_at (last->x1, x1);
      gboolean level = is_at (y1, y2) && is_at (last->y1, last->y2) && is_at (last->y1, y1);

      if (last->thickness != thickness || last->red || !(upright || level) || !is_at (last->x2, x1) || !is_at (last->y2, y1))
        continue;
      last->x2 = x2;
      last->y2 = y2;
      return;
    }
  g_array_append_val (rules, rule);
}

/* pt of the body of a table, in this variant. */
double
cl_setter_get_size (ClSetter *setter)
{
  return CL_SETTER_SIZE * setter->scale;
}

double
cl_setter_get_height (double size, guint lines)
{
  return lines * size * CL_SETTER_LEADING * CL_MM_PER_PT + 2 * CL_SETTER_PADDING;
}

/* In Chinese type the em square reaches 0.12 em under the foot of the line; whichever font a character comes from, it stands in the same place. */
double
cl_box_get_baseline (const ClBox *box, guint line)
{
  double pitch = box->pitch * CL_MM_PER_PT, size = box->size * CL_MM_PER_PT;

  return box->y + (box->height - box->lines * pitch) / 2 + line * pitch + (pitch - size) / 2 + 0.88 * size;
}
