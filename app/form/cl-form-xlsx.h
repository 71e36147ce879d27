#pragma once

#include "cl-form.h"

G_BEGIN_DECLS

/* The form as a spreadsheet that looks like the paper: one worksheet a sheet. Parameters, conditions and errors as cl_form_make_pdf(). */
gboolean cl_form_write_xlsx (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *parameters, const char *const *where, const char *path,
                             ClFormReport *report, GError **error);

G_END_DECLS
