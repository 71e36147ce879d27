#pragma once

#include "cl-codes.h"
#include "cl-value.h"

G_BEGIN_DECLS

typedef enum
{
  CL_FIELD_TEXT,
  CL_FIELD_LONG_TEXT,
  CL_FIELD_INTEGER,
  CL_FIELD_MONEY,         /* fen */
  CL_FIELD_DATE,
  CL_FIELD_MONTH,         /* "year-month" in descriptions */
  CL_FIELD_BOOLEAN,       /* "yes-no" */
  CL_FIELD_CODE,
  CL_FIELD_REFERENCE,
  CL_FIELD_CITIZEN_ID,
  CL_FIELD_CERTIFICATE,
  CL_FIELD_PHONE,
  CL_FIELD_DIVISION_CODE,
  CL_FIELD_ATTACHMENT,    /* a reference to the core ledger attachment */
} ClFieldType;

/* One field of a ledger. Owned by its ledger, immutable, lives as long. With several="yes" (code, reference, phone, text,
 * attachment) the values lie in a link table TABLE__FIELD (record, position, value). */
typedef struct _ClField ClField;

const char *cl_field_get_name (const ClField *field);
const char *cl_field_get_label (const ClField *field);        /* translated */
const char *cl_field_get_header (const ClField *field);       /* official Chinese header: the first known-as, else the label */
const char *cl_field_get_help (const ClField *field);         /* translated, one sentence, or NULL */
const char *const *cl_field_get_known_as (const ClField *field);
ClFieldType cl_field_get_field_type (const ClField *field);
guint cl_field_get_index (const ClField *field);              /* place in its ledger and in records */
gboolean cl_field_is_several (const ClField *field);
gboolean cl_field_is_required (const ClField *field);
gboolean cl_field_is_unique (const ClField *field);
gboolean cl_field_is_lasting (const ClField *field); /* what the record is about: ended and begun anew, not changed */
gboolean cl_field_is_summed (const ClField *field);  /* a number or an amount whose sum over many records says something */
gboolean cl_field_is_own (const ClField *field);    /* added by the office, name "own_…" */
gboolean cl_field_is_hidden (const ClField *field); /* an own field that the office does not want to see */
gboolean cl_field_is_searched (const ClField *field);
gboolean cl_field_is_link (const ClField *field);             /* reference or attachment: holds record ids */
gboolean cl_field_is_dated (const ClField *field);            /* a date or a month: grouped, filtered and counted by its year */
const char *cl_field_get_private_class (const ClField *field); /* NULL: may be shown */
const char *cl_field_get_target (const ClField *field);       /* ledger referred to, NULL for other types */
ClCodes *cl_field_get_codes (const ClField *field);           /* transfer none, NULL for other types */
double cl_field_get_width (const ClField *field);             /* mm on paper, 0: by type */
const char *cl_field_get_default (const ClField *field);      /* text as typed, "today", or NULL */
const char *cl_field_get_derive (const ClField *field);       /* expression that fills it while empty, or NULL */

/* What people type or spreadsheets hold -> value. Wrong format: FALSE and a message that says what to do; @value untouched.
 * References are not text: the caller resolves them (ClImport, the reference row of the editor). Several: separators 、，,;；/ and line ends. */
gboolean cl_field_parse (const ClField *field, const char *text, ClValue *value, GError **error);
/* What cl_field_parse() mended in @text without a word, for those who should know: the sign in a name. Translated; NULL: nothing. */
char *cl_field_parse_note (const ClField *field, const char *text);
/* Value -> what is shown in lists and editors and can be parsed again: labels for codes, ISO dates, yuan. References give the id as text. */
char *cl_field_format (const ClField *field, const ClValue *value);

G_END_DECLS
