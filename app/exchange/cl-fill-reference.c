#include "cl-config.h"

#include <string.h>

#include "cl-fill-private.h"

char *
cl_fill_column_name (guint column)
{
  char name[8];
  guint n = sizeof name - 1;
  name[n] = '\0';
  for (column++; column > 0; column = (column - 1) / 26)
    name[--n] = (char) ('A' + (column - 1) % 26);
  return g_strdup (name + n);
}

typedef struct
{
  gsize length;           /* of the whole: "$A$12" */
  gsize letters;          /* up to the row's digits, with its '$' */
  gboolean row_is_fixed;
  guint row;
} Cell;

/* A cell at @c, which no letter or digit stands before or goes on: LOG10( is a function and no cell. */
static gboolean
read_cell (const char *c, Cell *cell)
{
  const char *start = c;
  gsize letters, digits;
  c += *c == '$';
  letters = strspn (c, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  c += letters;
  cell->row_is_fixed = *c == '$';
  c += *c == '$';
  digits = strspn (c, "0123456789");
  if (letters < 1 || letters > 3 || digits < 1 || digits > 7 || *c == '0')
    return FALSE;
  cell->letters = (gsize) (c - start);
  cell->row = (guint) g_ascii_strtoull (c, NULL, 10);
  c += digits;
  cell->length = (gsize) (c - start);
  return !g_ascii_isalnum (*c) && *c != '_' && *c != '.' && *c != '(' && *c != '!';
}

static gboolean
may_begin (const char *text, const char *c)
{
  return c == text || !(g_ascii_isalnum (c[-1]) || c[-1] == '_' || c[-1] == '.' || c[-1] == '$' || (guchar) c[-1] >= 0x80);
}

static guint
shift_row (guint row, const ClFillShift *shift)
{
  return row > shift->last ? (guint) ((int) row + shift->delta) : row;
}

static void
append_cell (GString *to, const char *c, const Cell *cell, guint row)
{
  g_string_append_len (to, c, (gssize) cell->letters);
  g_string_append_printf (to, "%u", row);
}

/* A range over the rows of data grows with them; what stands below moves. */
char *
cl_fill_shift_references (const char *text, const ClFillShift *shift, gboolean formula)
{
  GString *result = g_string_new (NULL);
  const char *c = text;
  while (*c)
    {
      Cell from, to;
      if (formula && (*c == '"' || *c == '\''))
        {
          const char *end = strchr (c + 1, *c);
          gsize length = end ? (gsize) (end - c) + 1 : strlen (c);
          g_string_append_len (result, c, (gssize) length);
          c += length;
        }
      else if (may_begin (text, c) && read_cell (c, &from))
        {
          const char *second = c + from.length + 1;
          if (c[from.length] == ':' && read_cell (second, &to))
            {
              gboolean grows = from.row <= shift->last && to.row >= shift->first && to.row <= shift->last && (to.row > from.row || from.row >= shift->first);
              append_cell (result, c, &from, shift_row (from.row, shift));
              g_string_append_c (result, ':');
              append_cell (result, second, &to, grows ? (guint) ((int) to.row + shift->delta) : shift_row (to.row, shift));
              c = second + to.length;
            }
          else
            {
              append_cell (result, c, &from, shift_row (from.row, shift));
              c += from.length;
            }
        }
      else
        g_string_append_c (result, *c++);
    }
  return g_string_free (result, FALSE);
}

char *
cl_fill_move_formula (const char *formula, int rows)
{
  GString *result = g_string_new (NULL);
  const char *c = formula;
  while (*c)
    {
      Cell cell;
      if (*c == '"' || *c == '\'')
        {
          const char *end = strchr (c + 1, *c);
          gsize length = end ? (gsize) (end - c) + 1 : strlen (c);
          g_string_append_len (result, c, (gssize) length);
          c += length;
        }
      else if (may_begin (formula, c) && read_cell (c, &cell))
        {
          append_cell (result, c, &cell, cell.row_is_fixed ? cell.row : (guint) MAX ((int) cell.row + rows, 1));
          c += cell.length;
        }
      else
        g_string_append_c (result, *c++);
    }
  return g_string_free (result, FALSE);
}
