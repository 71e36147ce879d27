#include "cl-config.h"

#include "cl-layout-private.h"

/* Several sheets of a form on one page: labels, spines, half pages. */

static void
add_cut_marks (ClSetter *setter, double x, double y, double width, double height)
{
  const double at[2][2] = { { x, x + width }, { y, y + height } };

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < 2; k++)
      {
        double dx = i == 0 ? -2 : 2, dy = k == 0 ? -2 : 2;

        cl_setter_add_rule (setter, at[0][i], at[1][k] + dy * 0.2, at[0][i], at[1][k] + dy, 0.25);
        cl_setter_add_rule (setter, at[0][i] + dx * 0.2, at[1][k], at[0][i] + dx, at[1][k], 0.25);
      }
}

/* mm that the pieces of a line have on the page. */
static double
get_line_of_pieces (const ClTemplatePieces *pieces, double width)
{
  return pieces->across * width + (pieces->across - 1) * pieces->gap;
}

static double
get_piece_width (const ClSetter *setter)
{
  const ClTemplatePieces *pieces = &setter->form->pieces;
  double width = cl_template_get_usable_width (setter->form);

  /* A width that nothing can be read on, or that the paper has not, is a slip. */
  if (setter->sheet->piece_width >= 5 && setter->sheet->piece_width <= get_line_of_pieces (pieces, width))
    width = setter->sheet->piece_width;
  return width;
}

static gboolean
has_line_room (const ClSetter *setter)
{
  const ClTemplatePieces *pieces = &setter->form->pieces;

  return setter->pieces_taken <= 0 ||
         setter->pieces_taken + get_piece_width (setter) <= get_line_of_pieces (pieces, cl_template_get_usable_width (setter->form)) + 0.01;
}

/* Whether the page that is shared has a piece left for the sheet. */
gboolean
cl_setter_has_piece (const ClSetter *setter)
{
  const ClTemplatePieces *pieces = &setter->form->pieces;

  if (pieces->across == 0 || setter->page == NULL || setter->piece == 0)
    return FALSE;
  if (pieces->own_width != NULL)
    return has_line_room (setter) || setter->piece_line + 1 < pieces->down;
  return setter->piece < pieces->across * pieces->down;
}

/* The next piece of a page that is shared: columns first, then the next line. */
void
cl_setter_take_piece (ClSetter *setter)
{
  const ClTemplatePieces *pieces = &setter->form->pieces;
  double width, own, height, x, y, along;
  guint line;

  cl_setter_set_geometry (setter);
  width = cl_template_get_usable_width (setter->form);
  own = get_piece_width (setter);
  height = cl_template_get_usable_height (setter->form);
  if (pieces->own_width != NULL && !has_line_room (setter))
    {
      setter->piece_line++;
      setter->pieces_taken = 0;
    }
  line = pieces->own_width != NULL ? setter->piece_line : setter->piece / pieces->across;
  along = pieces->own_width != NULL ? setter->pieces_taken : (setter->piece % pieces->across) * (width + pieces->gap);
  /* Labels stand in the middle of the paper. */
  x = pieces->width > 0 ? (setter->page->width - get_line_of_pieces (pieces, width)) / 2 : setter->left;
  y = pieces->height > 0 ? (setter->page->height - pieces->down * height - (pieces->down - 1) * pieces->gap) / 2 : setter->top;
  setter->left = MAX (x, 0) + along;
  setter->top = MAX (y, 0) + line * (height + pieces->gap);
  setter->width = own;
  setter->bottom = setter->top + height;
  if (pieces->marks)
    add_cut_marks (setter, setter->left, setter->top, own, height);
  setter->pieces_taken = along + own + pieces->gap;
  setter->piece++;
}
