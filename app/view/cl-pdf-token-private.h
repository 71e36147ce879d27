#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lexical level of content streams and CMaps (ISO 32000-1, 7.2 and 7.3). */
typedef enum
{
  CL_PDF_TOKEN_END,
  CL_PDF_TOKEN_NUMBER,
  CL_PDF_TOKEN_STRING,   /* bytes, decoded */
  CL_PDF_TOKEN_NAME,     /* without the slash */
  CL_PDF_TOKEN_OPEN,     /* [ */
  CL_PDF_TOKEN_CLOSE,    /* ] */
  CL_PDF_TOKEN_DICT,     /* << */
  CL_PDF_TOKEN_DICT_END, /* >> */
  CL_PDF_TOKEN_OPERATOR,
} ClPdfTokenKind;

typedef struct
{
  ClPdfTokenKind kind;
  double number;
  GString *bytes; /* of STRING, NAME, OPERATOR; else NULL */
} ClPdfToken;

typedef struct
{
  const guint8 *at, *end;
} ClPdfLexer;

void cl_pdf_token_clear (ClPdfToken *token);
gboolean cl_pdf_lexer_next (ClPdfLexer *lexer, ClPdfToken *token); /* FALSE at the end; fills a cleared @token */
void cl_pdf_lexer_skip_image (ClPdfLexer *lexer);                  /* after ID: behind EI */
char *cl_pdf_string_to_utf8 (const GString *bytes);                /* a text string: UTF-16 with mark, UTF-8 with mark, else Latin */
char *cl_pdf_utf16_to_utf8 (const guint8 *bytes, gsize length);    /* big-endian, without mark */

G_END_DECLS
