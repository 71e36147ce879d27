#include "cl-config.h"

#include "cl-rescue-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The list of tables is a tree of its own (sqlite.org/fileformat2.html, 1.6 and 2.6): page 1, and leaves below it. SQLite reads none of a tree behind a leaf that is no
 * leaf, so that one lost page of this list would take all tables with it. Here page 1 is written anew in the copy, and names the leaves alone that are whole; where it
 * is lost itself they are looked for. */

#define PAGE CL_RESCUE_PAGE
#define HEAD 100 /* of the file, before that of page 1 */
#define INNER 5
#define LEAF 13
#define COLUMNS 5
/* So many fit in page 1, with keys of nine bytes each. */
#define LEAVES_MOST ((PAGE - HEAD - 12) / (2 + 4 + 9))

typedef struct
{
  guint32 page;
  guint64 first;
  guint64 last;
} Leaf;

typedef struct
{
  int fd;
  GArray *leaves; /* Leaf */
  gboolean is_holed;
} Tree;

static guint
get_2 (const guchar *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

static guint32
get_4 (const guchar *bytes)
{
  return (guint32) get_2 (bytes) << 16 | get_2 (bytes + 2);
}

static void
put_2 (guchar *bytes, guint value)
{
  bytes[0] = (guchar) (value >> 8);
  bytes[1] = (guchar) value;
}

static void
put_4 (guchar *bytes, guint32 value)
{
  put_2 (bytes, value >> 16);
  put_2 (bytes + 2, value & 0xffff);
}

/* A number of variable length at *@at; FALSE: it goes beyond @page. */
static gboolean
read_number (const guchar *page, guint *at, guint64 *number)
{
  *number = 0;
  for (guint i = 0; i < 9 && *at < PAGE; i++)
    {
      guchar byte = page[(*at)++];

      *number = i == 8 ? *number << 8 | byte : *number << 7 | (byte & 0x7f);
      if (i == 8 || byte < 0x80)
        return TRUE;
    }
  return FALSE;
}

/* The row in the cell at @at, if it is one of the list: five columns, of which the first says what it is. */
static gboolean
read_row (const guchar *page, guint at, guint64 *row)
{
  static const char *const kinds[] = { "table", "index", "trigger", "view" };
  guint64 number, kind;
  guint begin, head;

  if (!read_number (page, &at, &number) || !read_number (page, &at, row))
    return FALSE;
  begin = at;
  if (!read_number (page, &at, &number) || number > PAGE || begin + number > PAGE || !read_number (page, &at, &kind))
    return FALSE;
  head = begin + (guint) number;
  for (guint i = 1; i < COLUMNS; i++)
    if (at >= head || !read_number (page, &at, &number))
      return FALSE;
  if (at != head)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kind == 13 + 2 * strlen (kinds[i]) && head + strlen (kinds[i]) <= PAGE && memcmp (page + head, kinds[i], strlen (kinds[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_leaf (const guchar *page, guint32 number, Leaf *leaf)
{
  guint n = get_2 (page + 3);

  *leaf = (Leaf) { .page = number };
  if (page[0] != LEAF || n == 0 || 8 + 2 * n > PAGE)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      guint64 row;

      if (!read_row (page, get_2 (page + 8 + 2 * i), &row) || (i > 0 && row <= leaf->last))
        return FALSE;
      if (i == 0)
        leaf->first = row;
      leaf->last = row;
    }
  return TRUE;
}

static gboolean
read_page (Tree *tree, guint32 number, guchar *page)
{
  return number > 0 && pread (tree->fd, page, PAGE, (off_t) (number - 1) * PAGE) == PAGE;
}

static void take_children (Tree *tree, const guchar *page, guint head, guint depth);

static void
take_child (Tree *tree, guint32 number, guint depth)
{
  g_autofree guchar *page = g_malloc (PAGE);
  Leaf leaf;

  if (read_page (tree, number, page) && page[0] == INNER && depth < 3)
    take_children (tree, page, 0, depth + 1);
  else if (read_page (tree, number, page) && read_leaf (page, number, &leaf))
    g_array_append_val (tree->leaves, leaf);
  else
    tree->is_holed = TRUE;
}

/* @head: where that of the page begins. */
static void
take_children (Tree *tree, const guchar *page, guint head, guint depth)
{
  guint n = get_2 (page + head + 3);

  for (guint i = 0; i < n && head + 14 + 2 * i <= PAGE; i++)
    {
      guint at = get_2 (page + head + 12 + 2 * i);

      if (at + 4 <= PAGE)
        take_child (tree, get_4 (page + at), depth);
      else
        tree->is_holed = TRUE;
    }
  take_child (tree, get_4 (page + head + 8), depth);
}

static int
compare_leaves (gconstpointer a, gconstpointer b)
{
  const Leaf *first = a, *second = b;

  return first->first != second->first ? first->first < second->first ? -1 : 1 : 0;
}

static void
find_leaves (Tree *tree)
{
  g_autofree guchar *page = g_malloc (PAGE);
  Leaf leaf;

  tree->is_holed = TRUE;
  for (guint32 number = 2; read_page (tree, number, page); number++)
    if (read_leaf (page, number, &leaf))
      g_array_append_val (tree->leaves, leaf);
  g_array_sort (tree->leaves, compare_leaves);
}

/* There is a leaf at least. Each key once: where pages that are no longer used say the same again, the first is taken. */
static void
write_root (Tree *tree, guchar *page)
{
  guint n = 0, at = PAGE;
  const Leaf *right = &g_array_index (tree->leaves, Leaf, 0);
  guchar *head = page + HEAD;

  memset (head, 0, PAGE - HEAD);
  for (guint i = 1; i < tree->leaves->len && n < LEAVES_MOST; i++)
    {
      const Leaf *leaf = &g_array_index (tree->leaves, Leaf, i);

      if (leaf->first <= right->last)
        continue;
      /* Keys of up to 35 bits: more rows the list cannot have. */
      at -= 9;
      put_4 (page + at, right->page);
      for (guint b = 0; b < 5; b++)
        page[at + 4 + b] = (guchar) ((right->last >> (7 * (4 - b)) & 0x7f) | (b < 4 ? 0x80 : 0));
      put_2 (head + 12 + 2 * n++, at);
      right = leaf;
    }
  head[0] = INNER;
  put_2 (head + 3, n);
  put_2 (head + 5, at);
  put_4 (head + 8, right->page);
}

gboolean
cl_rescue_mend_schema (const char *copy)
{
  Tree tree = { .fd = g_open (copy, O_RDWR | O_CLOEXEC, 0) };
  g_autofree guchar *page = g_malloc (PAGE);
  gboolean is_there;

  if (tree.fd < 0)
    return FALSE;
  is_there = read_page (&tree, 1, page); /* not of a file shorter than that */
  tree.leaves = g_array_new (FALSE, FALSE, sizeof (Leaf));
  if (is_there && page[HEAD] == INNER)
    take_children (&tree, page, HEAD, 0);
  else if (is_there && page[HEAD] != LEAF)
    find_leaves (&tree);
  if (tree.is_holed && tree.leaves->len > 0)
    {
      write_root (&tree, page);
      tree.is_holed = pwrite (tree.fd, page, PAGE, 0) == PAGE;
    }
  close (tree.fd);
  g_array_unref (tree.leaves);
  return tree.is_holed;
}
