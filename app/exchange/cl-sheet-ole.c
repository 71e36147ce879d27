#include "cl-config.h"

#include <string.h>

#include "cl-sheet-biff.h"

#define LAST_SECTOR 0xfffffffau /* numbers above are marks */
#define ENTRY 128
#define MAX_ENTRIES 65536
#define NONE G_MAXUINT32

struct _ClSheetOle
{
  GBytes *owner;
  const guint8 *bytes;
  gsize size;
  guint shift;          /* of the size of a sector */
  GArray *fat_sectors;  /* guint32 */
  GByteArray *entries;  /* the directory */
  GArray *root;         /* guint32: entries that stand in the root */
  GByteArray *mini;     /* the stream that small streams are parts of, or NULL */
  GByteArray *mini_fat;
};

static const guint8 *
sector (ClSheetOle *ole, guint32 number)
{
  guint64 at = ((guint64) number + 1) << ole->shift;
  return number <= LAST_SECTOR && at + (1u << ole->shift) <= ole->size ? ole->bytes + at : NULL;
}

/* The last sector of a file may be cut short. */
static gsize
sector_length (ClSheetOle *ole, guint32 number)
{
  guint64 at = ((guint64) number + 1) << ole->shift;
  return number > LAST_SECTOR || at >= ole->size ? 0 : MIN (1u << ole->shift, ole->size - at);
}

static guint32
next_sector (ClSheetOle *ole, guint32 number)
{
  guint each = 1u << (ole->shift - 2);
  if (number / each >= ole->fat_sectors->len)
    return NONE;
  const guint8 *fat = sector (ole, g_array_index (ole->fat_sectors, guint32, number / each));
  return fat ? cl_sheet_u32 (fat + number % each * 4) : NONE;
}

/* A chain that is longer than the file runs in a circle. */
static GByteArray *
read_chain (ClSheetOle *ole, guint32 first, guint64 most)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize left = (ole->size >> ole->shift) + 1;
  for (guint32 s = first; s <= LAST_SECTOR && bytes->len < most; s = next_sector (ole, s))
    {
      gsize length = MIN (sector_length (ole, s), most - bytes->len);
      if (length == 0 || left-- == 0)
        return NULL;
      g_byte_array_append (bytes, ole->bytes + (((gsize) s + 1) << ole->shift), length);
    }
  return g_steal_pointer (&bytes);
}

static gboolean
load_fat (ClSheetOle *ole)
{
  gsize most = (ole->size >> ole->shift) + 1;
  for (guint i = 0; i < 109; i++)
    {
      guint32 number = cl_sheet_u32 (ole->bytes + 76 + i * 4);
      if (number <= LAST_SECTOR)
        g_array_append_val (ole->fat_sectors, number);
    }
  guint32 more = cl_sheet_u32 (ole->bytes + 68);
  guint each = (1u << (ole->shift - 2)) - 1;
  for (gsize n = 0; more <= LAST_SECTOR; n++)
    {
      const guint8 *list = sector (ole, more);
      if (!list || n > most)
        return FALSE;
      for (guint i = 0; i < each; i++)
        {
          guint32 number = cl_sheet_u32 (list + i * 4);
          if (number <= LAST_SECTOR)
            g_array_append_val (ole->fat_sectors, number);
        }
      more = cl_sheet_u32 (list + each * 4);
    }
  return ole->fat_sectors->len > 0 && ole->fat_sectors->len <= most;
}

static guint
entry_count (ClSheetOle *ole)
{
  return MIN (ole->entries->len / ENTRY, MAX_ENTRIES);
}

static const guint8 *
entry (ClSheetOle *ole, guint number)
{
  return ole->entries->data + number * ENTRY;
}

/* The root's entries are a tree; where a writer left it broken, every entry counts. */
static void
list_root (ClSheetOle *ole)
{
  guint count = entry_count (ole);
  g_autofree gboolean *seen = g_new0 (gboolean, count);
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 top = cl_sheet_u32 (entry (ole, 0) + 76);
  g_array_append_val (waiting, top);
  while (waiting->len > 0)
    {
      guint32 number = g_array_index (waiting, guint32, waiting->len - 1);
      g_array_set_size (waiting, waiting->len - 1);
      if (number >= count || seen[number])
        continue;
      seen[number] = TRUE;
      g_array_append_val (ole->root, number);
      for (guint i = 68; i <= 72; i += 4)
        {
          guint32 other = cl_sheet_u32 (entry (ole, number) + i);
          g_array_append_val (waiting, other);
        }
    }
  for (guint32 i = 1; ole->root->len == 0 && i < count; i++)
    g_array_append_val (ole->root, i);
}

ClSheetOle *
cl_sheet_ole_new (GBytes *bytes)
{
  g_autoptr (ClSheetOle) ole = g_new0 (ClSheetOle, 1);
  ole->owner = g_bytes_ref (bytes);
  ole->bytes = g_bytes_get_data (bytes, &ole->size);
  ole->fat_sectors = g_array_new (FALSE, FALSE, sizeof (guint32));
  ole->root = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (ole->size < 512 || memcmp (ole->bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) != 0)
    return NULL;
  ole->shift = cl_sheet_u16 (ole->bytes + 30);
  if ((ole->shift != 9 && ole->shift != 12) || !load_fat (ole))
    return NULL;
  ole->entries = read_chain (ole, cl_sheet_u32 (ole->bytes + 48), (guint64) MAX_ENTRIES * ENTRY);
  if (!ole->entries || entry_count (ole) == 0)
    return NULL;
  list_root (ole);
  ole->mini = read_chain (ole, cl_sheet_u32 (entry (ole, 0) + 116), cl_sheet_u32 (entry (ole, 0) + 120));
  ole->mini_fat = read_chain (ole, cl_sheet_u32 (ole->bytes + 60), ole->size);
  return g_steal_pointer (&ole);
}

static const guint8 *
find (ClSheetOle *ole, const char *name)
{
  for (guint i = 0; i < ole->root->len; i++)
    {
      const guint8 *at = entry (ole, g_array_index (ole->root, guint32, i));
      gsize length = strlen (name), n = 0;
      if (at[66] != 2 || cl_sheet_u16 (at + 64) != (length + 1) * 2 || length > 31)
        continue;
      while (n < length && g_ascii_tolower (at[n * 2]) == g_ascii_tolower (name[n]) && at[n * 2 + 1] == 0)
        n++;
      if (n == length)
        return at;
    }
  return NULL;
}

gboolean
cl_sheet_ole_has (ClSheetOle *ole, const char *name)
{
  return find (ole, name) != NULL;
}

static GByteArray *
read_mini (ClSheetOle *ole, guint32 first, gsize size)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  if (!ole->mini || !ole->mini_fat)
    return NULL;
  for (guint32 s = first; bytes->len < size; s = cl_sheet_u32 (ole->mini_fat->data + (gsize) s * 4))
    {
      if (s > LAST_SECTOR || ((gsize) s + 1) * 4 > ole->mini_fat->len || (gsize) s * 64 >= ole->mini->len)
        return NULL;
      g_byte_array_append (bytes, ole->mini->data + (gsize) s * 64, MIN (MIN (64, ole->mini->len - (gsize) s * 64), size - bytes->len));
    }
  return g_steal_pointer (&bytes);
}

GBytes *
cl_sheet_ole_read (ClSheetOle *ole, const char *name)
{
  const guint8 *at = find (ole, name);
  if (!at)
    return NULL;
  guint32 first = cl_sheet_u32 (at + 116), size = cl_sheet_u32 (at + 120);
  if (size > ole->size)
    return NULL;
  GByteArray *bytes = size < cl_sheet_u32 (ole->bytes + 56) ? read_mini (ole, first, size) : read_chain (ole, first, size);
  if (bytes && bytes->len < size)
    g_clear_pointer (&bytes, g_byte_array_unref);
  return bytes ? g_byte_array_free_to_bytes (bytes) : NULL;
}

void
cl_sheet_ole_free (ClSheetOle *ole)
{
  g_bytes_unref (ole->owner);
  g_array_unref (ole->fat_sectors);
  g_array_unref (ole->root);
  g_clear_pointer (&ole->entries, g_byte_array_unref);
  g_clear_pointer (&ole->mini, g_byte_array_unref);
  g_clear_pointer (&ole->mini_fat, g_byte_array_unref);
  g_free (ole);
}
