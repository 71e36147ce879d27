/* What canlian-render may answer once a file has taken it over. */
#include "cl-pdf-wire-private.h"
#include "fuzz.h"

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GPtrArray) blocks = cl_pdf_wire_unpack_blocks (bytes, 3);
  g_autoptr (GArray) numbers = cl_pdf_wire_unpack_doubles (bytes, 2);

  for (guint i = 0; i < blocks->len; i++)
    {
      ClPdfBlock *block = blocks->pdata[i];
      g_autofree char *said = cl_pdf_block_say (block);

      g_assert (g_utf8_validate (said, -1, NULL));
      for (guint k = 0; k < block->cells->len; k++)
        {
          g_autofree char *cell = cl_pdf_block_say_cell (block, k);
          g_assert (g_utf8_validate (cell, -1, NULL));
        }
    }
  return 0;
}
