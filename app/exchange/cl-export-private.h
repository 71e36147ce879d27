#pragma once

#include "cl-export.h"

G_BEGIN_DECLS

/* The texts of @columns for the records of @export, whole: GStrv a row, transfer full. */
GPtrArray *cl_export_read (const ClExport *export, ClCatalogue *catalogue, ClDatabase *reader, const char *const *columns, GError **error);

G_END_DECLS
