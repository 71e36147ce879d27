/* Any PDF, as the preview reads it beside Poppler: structure tree, content streams, fonts; and as printing cuts it. */
#include "cl-pdf-blocks-private.h"
#include "cl-pdf-cut-private.h"
#include "cl-pdf-structure.h"
#include "cl-pdf-token-private.h"
#include "fuzz.h"

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  return 0;
}

static void
try_tokens (const guint8 *data, gsize size)
{
  ClPdfLexer lexer = { data, data + size };
  ClPdfToken token = { 0 };

  while (cl_pdf_lexer_next (&lexer, &token))
    {
      if (token.kind == CL_PDF_TOKEN_STRING)
        {
          g_autofree char *text = cl_pdf_string_to_utf8 (token.bytes);
          g_assert (text == NULL || g_utf8_validate (text, -1, NULL));
        }
      if (token.kind == CL_PDF_TOKEN_OPERATOR && g_str_equal (token.bytes->str, "ID"))
        cl_pdf_lexer_skip_image (&lexer);
      g_assert (lexer.at <= lexer.end);
      cl_pdf_token_clear (&token);
    }
  cl_pdf_token_clear (&token);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) pdf = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) blocks = cl_pdf_blocks_read (pdf, &error);
  g_autoptr (GArray) spans = cl_pdf_structure_get_row_spans (pdf);
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GBytes) cut = NULL;
  guint first = 0;

  g_assert ((blocks == NULL) == (error != NULL));
  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      g_autofree char *said = cl_pdf_block_say (blocks->pdata[i]);
      g_assert (g_utf8_validate (said, -1, NULL));
    }
  g_array_append_val (pages, first);
  cut = cl_pdf_cut (pdf, pages, NULL);
  try_tokens (data, size);
  return 0;
}
