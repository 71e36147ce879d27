#pragma once

#include "cl-form.h"
#include "cl-query.h"
#include "cl-template-private.h"

G_BEGIN_DECLS

/* One signed unit of a form, all its texts settled: what layout needs and no more. */
typedef struct
{
  char *called;       /* "上河村", or "" for a continuous list */
  char *sub_title;    /* NULL: none */
  GStrv header;       /* by cell */
  GPtrArray *rows;    /* GStrv by column */
  gboolean blank;     /* no rows: lines for the pen */
  char *summary;      /* NULL: none */
  GStrv notes;
} ClSheet;

ClSheet *cl_sheet_new (const char *called);
void cl_sheet_free (ClSheet *sheet);

/* The sheets of one run, in order. Errors as cl_form_make_pdf(). Transfer full, of ClSheet. */
GPtrArray *cl_values_collect (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, const char *const *where, GError **error);

/* cl-form-source.c: rows of a form that a plugin gives. @parameters: name -> text. */
ClFormSource *cl_form_source_find (ClCatalogue *catalogue, const char *form);
GPtrArray *cl_form_source_fetch (ClFormSource *source, ClTemplate *form, ClDatabase *reader, GHashTable *parameters, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheet, cl_sheet_free)

G_END_DECLS
