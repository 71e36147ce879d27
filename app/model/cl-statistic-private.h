#pragma once

#include "cl-ledger-private.h"
#include "cl-statistic.h"

G_BEGIN_DECLS

typedef enum
{
  CL_KEY_CODE,
  CL_KEY_CODES, /* several: what is read is a mask of their places */
  CL_KEY_BOOLEAN,
  CL_KEY_YEAR,
  CL_KEY_MONTH,
  CL_KEY_NUMBER,
  CL_KEY_BANDS,
  CL_KEY_REFERENCE,
  CL_KEY_TEXT,
} ClKeyKind;

/* A path, understood. */
typedef struct
{
  ClKeyKind kind;
  char *path;                 /* of the field */
  const ClField *field;
  const ClLedgerBands *bands; /* or NULL */
} ClKey;

gboolean cl_key_read (ClCatalogue *catalogue, ClLedger *ledger, const char *path, ClKey *key, GError **error);
void cl_key_clear (ClKey *key);
char *cl_key_get_expression (const ClKey *key); /* what records are grouped by */
char *cl_key_get_condition (const ClKey *key, const char *value); /* @value NULL: those who have none */
char *cl_key_get_text (const ClKey *key, const char *value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClKey, cl_key_clear)

G_END_DECLS
