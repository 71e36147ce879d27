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

GArray *
cl_row_ids_intersect (GArray *all, GArray *found)
{
  GArray *both = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint size = 16;
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
            g_array_append_val (both, id);
            break;
          }
    }
  return both;
}
