#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CL_VALUE_NONE, /* unknown: NULL in the store, blank on paper, never "no" */
  CL_VALUE_INTEGER,
  CL_VALUE_TEXT,
  CL_VALUE_TEXTS, /* several codes or phones, in order */
  CL_VALUE_IDS,   /* several references, in order */
} ClValueKind;

/* One value of one field, owned in place: a plain struct that lives inside records and arrays. */
typedef struct
{
  ClValueKind kind;
  union
  {
    gint64 integer;
    char *text;
    GStrv texts;
    GArray *ids; /* of gint64 */
  };
} ClValue;

#define CL_VALUE_INIT { CL_VALUE_NONE, { 0 } }

void cl_value_clear (ClValue *value);
void cl_value_copy (ClValue *to, const ClValue *from); /* clears @to first */
gboolean cl_value_equal (const ClValue *a, const ClValue *b);
gboolean cl_value_is_none (const ClValue *value);
void cl_value_set_integer (ClValue *value, gint64 integer);
void cl_value_set_text (ClValue *value, const char *text);     /* NULL or "" makes it NONE */
void cl_value_take_text (ClValue *value, char *text);
void cl_value_take_texts (ClValue *value, GStrv texts);        /* NULL or empty makes it NONE */
void cl_value_take_ids (ClValue *value, GArray *ids);
GVariant *cl_variant_read (const char *type, const char *text); /* what the file keeps as a GVariant's text; NULL: it is none of @type, or damaged */

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClValue, cl_value_clear)

G_END_DECLS
