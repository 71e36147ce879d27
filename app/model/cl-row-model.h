#pragma once

#include "cl-search.h"
#include "cl-query.h"

G_BEGIN_DECLS

/* One row as a list shows it: texts by column. Stable: the same object is refilled; "changed" tells. */
#define CL_TYPE_ROW (cl_row_get_type ())
G_DECLARE_FINAL_TYPE (ClRow, cl_row, CL, ROW, GObject)
gint64 cl_row_get_id (ClRow *row);
guint cl_row_get_position (ClRow *row);
const char *cl_row_get_text (ClRow *row, guint column); /* never NULL */

/* A GListModel over ids in the order that SQL gives, rows fetched in pages of 64 on demand (DESIGN.md, Lists). Main thread. */
#define CL_TYPE_ROW_MODEL (cl_row_model_get_type ())
G_DECLARE_FINAL_TYPE (ClRowModel, cl_row_model, CL, ROW_MODEL, GObject)

ClRowModel *cl_row_model_new (ClStore *store, ClLedger *ledger, const char *view); /* @view NULL: the whole ledger */
ClRowModel *cl_row_model_new_of (ClRowModel *model, GArray *ids); /* the same list, of these records alone */
ClLedger *cl_row_model_get_ledger (ClRowModel *model);
guint cl_row_model_get_n_columns (ClRowModel *model);
const char *cl_row_model_get_column_title (ClRowModel *model, guint column);  /* Chinese header */
const char *cl_row_model_get_column_path (ClRowModel *model, guint column);
gboolean cl_row_model_is_column_private (ClRowModel *model, guint column);
void cl_row_model_set_search (ClRowModel *model, const char *text);
gboolean cl_row_model_set_order (ClRowModel *model, const char *order, GError **error); /* NULL: the ledger's */
const char *cl_row_model_get_order (ClRowModel *model);
gboolean cl_row_model_set_where (ClRowModel *model, const char *expression, GHashTable *parameters, GError **error); /* beside the view's own */
void cl_row_model_set_revealed (ClRowModel *model, gboolean revealed);
gboolean cl_row_model_get_revealed (ClRowModel *model);
gint64 cl_row_model_get_id (ClRowModel *model, guint position);
/* What a record's @column will show once it is written; shown at once, by this list alone. One column at a time. */
void cl_row_model_set_pending (ClRowModel *model, gint64 id, guint column, const char *text);
void cl_row_model_clear_pending (ClRowModel *model);
GArray *cl_row_model_peek_ids (ClRowModel *model); /* all of them: replaced, never changed; transfer none */
guint cl_row_model_find (ClRowModel *model, gint64 id); /* position, or G_MAXUINT */

G_END_DECLS
