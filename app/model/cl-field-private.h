#pragma once

#include "cl-field.h"

G_BEGIN_DECLS

struct _ClField
{
  char *name;
  char *label;
  char *context; /* the ledger in which the label has a translation of its own, or NULL */
  char *help;
  GStrv known_as; /* never NULL */
  ClFieldType type;
  guint index;
  gboolean several, required, unique, searched;
  gboolean unsummed; /* a number whose sum says nothing: a year, a place in an order */
  gboolean lasting; /* a change of it is warned of: the record is ended, another begun */
  gboolean is_name; /* cl_text_name() rather than cl_text_line() */
  gboolean own, hidden; /* an office's own; kept, but shown nowhere */
  char *private_class;
  char *target;
  char *codes_name;
  ClCodes *codes; /* found by cl_catalogue_finish() */
  double width;
  char *default_text;
  char *derive;
  long line; /* in the description, for what is found wrong after parsing */
  char *path;
};

void cl_field_free (ClField *field);
gboolean cl_field_type_from_name (const char *name, ClFieldType *type);
const char *cl_field_type_get_name (ClFieldType type); /* as descriptions write it */
gboolean cl_field_type_can_be_several (ClFieldType type);

G_END_DECLS
