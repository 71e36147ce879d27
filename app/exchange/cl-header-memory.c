#include "cl-config.h"

#include "cl-header-memory.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-date.h"
#include "cl-error.h"

/* Settings: one for the list of shapes, latest first, and one for each, whose first line is "LEDGER DAY". */
#define SHAPES "import-shapes"
#define SHAPE "import-shape-"
#define MOST_SHAPES 200

/**
 * cl_header_memory_free:
 * @memory: (transfer full) (nullable): what was kept
 */
void
cl_header_memory_free (ClHeaderMemory *memory)
{
  if (!memory)
    return;
  g_free (memory->shape);
  g_free (memory->ledger);
  g_free (memory->day);
  g_free (memory->text);
  g_free (memory);
}

static char *
key_of (const char *shape)
{
  return g_strconcat (SHAPE, shape, NULL);
}

static ClHeaderMemory *
recall (ClStore *store, const char *shape)
{
  g_autofree char *key = key_of (shape), *value = cl_store_get_setting (store, key);
  const char *end = value ? strchr (value, '\n') : NULL;
  if (!end)
    return NULL;
  g_autofree char *head = g_strndup (value, end - value);
  g_auto (GStrv) words = g_strsplit (head, " ", 2);
  ClHeaderMemory *memory = g_new0 (ClHeaderMemory, 1);
  memory->shape = g_strdup (shape);
  memory->ledger = g_strdup (words[0]);
  memory->day = g_strdup (words[0] && words[1] ? words[1] : "");
  memory->text = g_strdup (end + 1);
  return memory;
}

static GStrv
list_shapes (ClStore *store)
{
  g_autofree char *all = cl_store_get_setting (store, SHAPES);
  return g_strsplit (all && *all ? all : "", " ", -1);
}

/**
 * cl_header_memory_list:
 * @store: an open store
 *
 * Returns: (transfer full) (element-type ClHeaderMemory): what is kept, latest first
 */
GPtrArray *
cl_header_memory_list (ClStore *store)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_header_memory_free);
  g_auto (GStrv) shapes = list_shapes (store);
  for (guint i = 0; shapes[i]; i++)
    {
      ClHeaderMemory *memory = *shapes[i] ? recall (store, shapes[i]) : NULL;
      if (memory)
        g_ptr_array_add (list, memory);
    }
  return list;
}

/* The list anew with @first before the others, or without it; what falls off the end is forgotten. */
static gboolean
write_shapes (ClStore *store, const char *shape, gboolean first, GError **error)
{
  g_auto (GStrv) shapes = list_shapes (store);
  g_autoptr (GString) all = g_string_new (first ? shape : NULL);
  guint n = first;
  for (guint i = 0; shapes[i]; i++)
    {
      if (!*shapes[i] || strcmp (shapes[i], shape) == 0)
        continue;
      if (n >= MOST_SHAPES)
        {
          g_autofree char *key = key_of (shapes[i]);
          if (!cl_store_set_setting (store, key, "", error))
            return FALSE;
          continue;
        }
      g_string_append_printf (all, "%s%s", all->len ? " " : "", shapes[i]);
      n++;
    }
  return cl_store_set_setting (store, SHAPES, all->str, error);
}

/**
 * cl_header_memory_keep:
 * @store: an open store
 * @ledger: where the rows went
 * @match: the match as corrected
 * @error: return location
 *
 * Keeps the match for the next file with the same headers. Main thread; waits.
 *
 * Returns: whether it is kept
 */
gboolean
cl_header_memory_keep (ClStore *store, ClLedger *ledger, const ClHeaderMatch *match, GError **error)
{
  g_autofree char *shape = cl_header_match_get_shape (match, ledger), *key = key_of (shape), *text = cl_header_match_to_text (match);
  g_autofree char *value = g_strdup_printf ("%s %s\n%s", cl_ledger_get_name (ledger), cl_today (), text);
  return cl_store_set_setting (store, key, value, error) && write_shapes (store, shape, TRUE, error);
}

/**
 * cl_header_memory_forget:
 * @store: an open store
 * @shape: what to forget
 * @error: return location
 *
 * Returns: whether it was there and is forgotten; %CL_ERROR_NOT_FOUND
 */
gboolean
cl_header_memory_forget (ClStore *store, const char *shape, GError **error)
{
  g_autofree char *key = key_of (shape);
  g_autoptr (ClHeaderMemory) memory = recall (store, shape);
  if (!memory)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("Nothing is kept for sheets of this kind any more. Look at the list again."));
      return FALSE;
    }
  return cl_store_set_setting (store, key, "", error) && write_shapes (store, shape, FALSE, error);
}

/**
 * cl_header_memory_apply:
 * @store: an open store
 * @ledger: where the rows go
 * @match: a match that was just made
 *
 * Returns: whether a correction was kept for sheets of this shape; @match is as it was corrected then
 */
gboolean
cl_header_memory_apply (ClStore *store, ClLedger *ledger, ClHeaderMatch *match)
{
  g_autofree char *shape = cl_header_match_get_shape (match, ledger);
  g_autoptr (ClHeaderMemory) memory = recall (store, shape);
  /* A field may be gone since; the lines before it still hold. */
  return memory && cl_header_match_apply_text (match, cl_store_get_catalogue (store), ledger, memory->text, CL_HEADER_REMEMBERED, NULL);
}
