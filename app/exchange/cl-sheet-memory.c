#include "cl-config.h"

#include "cl-sheet-memory.h"

#define CL_TYPE_SHEET_MEMORY (cl_sheet_memory_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetMemory, cl_sheet_memory, CL, SHEET_MEMORY, ClSheetReader)

struct _ClSheetMemory
{
  ClSheetReader parent;
  GPtrArray *rows; /* GStrv */
  guint next;
};

G_DEFINE_FINAL_TYPE (ClSheetMemory, cl_sheet_memory, CL_TYPE_SHEET_READER)

static GMutex lock;
static GHashTable *tables; /* path -> GPtrArray, under the lock */

static gboolean
cl_sheet_memory_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  ClSheetMemory *memory = CL_SHEET_MEMORY (reader);
  g_ptr_array_set_size (cells, 0);
  if (memory->next >= memory->rows->len)
    return FALSE;
  for (GStrv cell = memory->rows->pdata[memory->next++]; *cell; cell++)
    g_ptr_array_add (cells, *cell);
  *row_number = memory->next;
  return TRUE;
}

static void
cl_sheet_memory_finalize (GObject *object)
{
  g_ptr_array_unref (CL_SHEET_MEMORY (object)->rows);
  G_OBJECT_CLASS (cl_sheet_memory_parent_class)->finalize (object);
}

static void
cl_sheet_memory_class_init (ClSheetMemoryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_memory_finalize;
  CL_SHEET_READER_CLASS (class)->next = cl_sheet_memory_next;
}

static void
cl_sheet_memory_init (ClSheetMemory *memory)
{
}

/**
 * cl_sheet_memory_add:
 * @path: what the table is called from here on
 * @rows: (transfer full) (element-type GStrv): its rows
 */
void
cl_sheet_memory_add (const char *path, GPtrArray *rows)
{
  g_mutex_lock (&lock);
  if (!tables)
    tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_hash_table_replace (tables, g_strdup (path), rows);
  g_mutex_unlock (&lock);
}

/**
 * cl_sheet_memory_remove:
 * @path: the path of a table; another one is passed by
 */
void
cl_sheet_memory_remove (const char *path)
{
  g_mutex_lock (&lock);
  if (tables)
    g_hash_table_remove (tables, path);
  g_mutex_unlock (&lock);
}

/**
 * cl_sheet_memory_open:
 * @path: a path
 *
 * Returns: (transfer full) (nullable): its rows from the first on; %NULL where no table has that path
 */
ClSheetReader *
cl_sheet_memory_open (const char *path)
{
  ClSheetMemory *memory = NULL;
  GPtrArray *rows;
  g_mutex_lock (&lock);
  rows = tables ? g_hash_table_lookup (tables, path) : NULL;
  if (rows)
    {
      memory = g_object_new (CL_TYPE_SHEET_MEMORY, NULL);
      memory->rows = g_ptr_array_ref (rows);
    }
  g_mutex_unlock (&lock);
  return memory ? CL_SHEET_READER (memory) : NULL;
}
