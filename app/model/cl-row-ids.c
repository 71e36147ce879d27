#include "cl-row-reader-private.h"

ClRowDifference
cl_row_ids_compare (GArray *before, GArray *after)
{
  const gint64 *a = (const gint64 *) before->data, *b = (const gint64 *) after->data;
  guint least = MIN (before->len, after->len);
  guint kept = 0, tail = 0;

  while (kept < least && a[kept] == b[kept])
    kept++;
  while (tail < least - kept && a[before->len - 1 - tail] == b[after->len - 1 - tail])
    tail++;
  return (ClRowDifference) { kept, before->len - kept - tail, after->len - kept - tail };
}

static guint
hash_id (gint64 id, guint mask)
{
  return ((guint64) id * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15) >> 32) & mask;
}

/* Ids of one office lie side by side: a bit for each between the least and the greatest takes less than they do, and stays near the processor. */
#define MAX_SPAN (G_GUINT64_CONSTANT (8) * 8 * 1024 * 1024)

static guint64
get_span (GArray *found, gint64 *least)
{
  gint64 greatest = G_MININT64;

  *least = G_MAXINT64;
  for (guint i = 0; i < found->len; i++)
    {
      gint64 id = g_array_index (found, gint64, i);

      *least = MIN (*least, id);
      greatest = MAX (greatest, id);
    }
  return found->len == 0 ? 0 : (guint64) greatest - (guint64) *least + 1;
}

static guint
intersect_by_bits (GArray *all, GArray *found, gint64 least, guint64 span, gint64 *both)
{
  g_autofree guint64 *bits = g_new0 (guint64, span / 64 + 1);
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    {
      guint64 place = (guint64) g_array_index (found, gint64, i) - (guint64) least;

      bits[place / 64] |= G_GUINT64_CONSTANT (1) << place % 64;
    }
  for (guint i = 0; i < all->len; i++)
    {
      gint64 id = g_array_index (all, gint64, i);
      guint64 place = (guint64) id - (guint64) least;

      if (place < span && bits[place / 64] >> place % 64 & 1)
        both[n++] = id;
    }
  return n;
}

static guint
intersect_by_hash (GArray *all, GArray *found, gint64 *both)
{
  guint size = 16, n = 0;
  g_autofree gint64 *table = NULL;

  while (size < found->len * 2)
    size *= 2;
  table = g_new0 (gint64, size);
  for (guint i = 0; i < found->len; i++)
    {
      guint slot = hash_id (g_array_index (found, gint64, i), size - 1);

      while (table[slot] != 0)
        slot = (slot + 1) & (size - 1);
      table[slot] = g_array_index (found, gint64, i);
    }
  for (guint i = 0; i < all->len; i++)
    {
      gint64 id = g_array_index (all, gint64, i);

      for (guint slot = hash_id (id, size - 1); table[slot] != 0; slot = (slot + 1) & (size - 1))
        if (table[slot] == id)
          {
            both[n++] = id;
            break;
          }
    }
  return n;
}

GArray *
cl_row_ids_intersect (GArray *all, GArray *found)
{
  GArray *both = g_array_sized_new (FALSE, FALSE, sizeof (gint64), all->len);
  gint64 least;
  guint64 span = get_span (found, &least);
  guint n = 0;

  g_array_set_size (both, all->len);
  if (found->len > 0 && all->len > 0)
    n = span <= MAX_SPAN ? intersect_by_bits (all, found, least, span, (gint64 *) both->data) : intersect_by_hash (all, found, (gint64 *) both->data);
  g_array_set_size (both, n);
  return both;
}
