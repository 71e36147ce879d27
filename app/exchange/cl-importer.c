#include "cl-import.h"

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
 * Returns: whether @importer reads such a file
 */
gboolean
cl_importer_recognises (ClImporter *importer,
                        const char *path,
                        const char *head,
                        gsize       size)
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
cl_importer_open (ClImporter *importer,
                  const char *path,
                  GError    **error)
{
  g_return_val_if_fail (CL_IS_IMPORTER (importer) && CL_IMPORTER_GET_IFACE (importer)->open, NULL);
  return CL_IMPORTER_GET_IFACE (importer)->open (importer, path, error);
}
