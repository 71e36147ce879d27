/* What other programs put into the clipboard: text with tabs, and HTML. */
#include <string.h>

#include "cl-sheet-paste.h"
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
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autoptr (GPtrArray) plain = cl_sheet_paste_read_text (text), html = cl_sheet_paste_read_html (text);
  g_autofree char *out = cl_sheet_paste_to_text (plain), *page = cl_sheet_paste_to_html (html, TRUE);

  return 0;
}
