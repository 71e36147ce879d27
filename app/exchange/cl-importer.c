#include "cl-config.h"

#include "cl-import-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-sheet-memory.h"
#include "cl-sheet-private.h"

G_DEFINE_INTERFACE (ClImporter, cl_importer, G_TYPE_OBJECT)

static void
cl_importer_default_init (ClImporterInterface *interface)
{
}

/**
 * cl_importer_recognises:
 * @importer: an importer
 * @path: a file
 * @head: (array length=size): its first bytes
 * @size: how many
 *
 * Any thread: imports are made on a worker.
 *
 * Returns: whether @importer reads such a file
 */
gboolean
cl_importer_recognises (ClImporter *importer, const char *path, const char *head, gsize size)
{
  g_return_val_if_fail (CL_IS_IMPORTER (importer), FALSE);
  ClImporterInterface *interface = CL_IMPORTER_GET_IFACE (importer);
  return interface->recognises && interface->recognises (importer, path, head, size);
}

/**
 * cl_importer_open:
 * @importer: an importer that recognises the file
 * @path: the file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its rows, as from any sheet
 */
ClSheetReader *
cl_importer_open (ClImporter *importer, const char *path, GError **error)
{
  g_return_val_if_fail (CL_IS_IMPORTER (importer) && CL_IMPORTER_GET_IFACE (importer)->open, NULL);
  return CL_IMPORTER_GET_IFACE (importer)->open (importer, path, error);
}

/**
 * cl_importer_get_suffixes:
 * @importer: an importer
 *
 * Returns: (transfer none) (array zero-terminated=1): how the names of its files end, without the dot
 */
const char *const *
cl_importer_get_suffixes (ClImporter *importer)
{
  static const char *const none[] = { NULL };
  g_return_val_if_fail (CL_IS_IMPORTER (importer), none);
  ClImporterInterface *interface = CL_IMPORTER_GET_IFACE (importer);
  return interface->get_suffixes ? interface->get_suffixes (importer) : none;
}

ClSheetReader *
cl_importer_open_any (ClCatalogue *catalogue, const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (GPtrArray) importers = cl_catalogue_get_guests (catalogue, CL_TYPE_IMPORTER);
  ClSheetReader *memory = cl_sheet_memory_open (path);
  if (memory)
    return memory;
  char head[CL_SHEET_HEAD_SIZE];
  gsize size = importers->len ? cl_sheet_read_head (path, head, error) : 0;
  if (importers->len && !size)
    return NULL;
  for (guint i = 0; i < importers->len; i++)
    {
      g_autoptr (GError) local = NULL;
      if (!cl_importer_recognises (importers->pdata[i], path, head, size))
        continue;
      ClSheetReader *reader = cl_importer_open (importers->pdata[i], path, &local);
      if (reader)
        return reader;
      g_autofree char *base = cl_file_call (path);
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("“%s” could not be read by the plugin that knows its format. Save it as .xlsx and try again."), base);
      return NULL;
    }
  return cl_sheet_reader_open (path, options, error);
}
