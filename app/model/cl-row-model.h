#pragma once

#include "cl-search.h"
#include "cl-query.h"

G_BEGIN_DECLS

struct _ClRowHeading;

/* One row as a list shows it: texts by column. Stable: the same object is refilled; "changed" tells. */
#define CL_TYPE_ROW (cl_row_get_type ())
G_DECLARE_FINAL_TYPE (ClRow, cl_row, CL, ROW, GObject)
gint64 cl_row_get_id (ClRow *row); /* negative: the heading of a group, or the total */
guint cl_row_get_position (ClRow *row);
const char *cl_row_get_text (ClRow *row, guint column); /* never NULL */
gboolean cl_row_get_heading (ClRow *row, struct _ClRowHeading *heading);

/* The row above a group of records, or the total below the last. */
typedef struct _ClRowHeading
{
  const char *key;   /* by which it is found again; NULL: the total */
  const char *title; /* as lists show it; NULL: of those who have nothing there, and of the total */
  guint n;           /* records */
  gboolean is_total;
  gboolean is_folded;
} ClRowHeading;

char *cl_row_heading_say (ClLedger *ledger, const char *title, gboolean is_total, guint n); /* "上河村（12 人）" */

/* A GListModel over ids in the order that SQL gives, rows fetched in pages of 64 on demand (DESIGN.md, Lists). Main thread. */
#define CL_TYPE_ROW_MODEL (cl_row_model_get_type ())
G_DECLARE_FINAL_TYPE (ClRowModel, cl_row_model, CL, ROW_MODEL, GObject)

ClRowModel *cl_row_model_new (ClStore *store, ClLedger *ledger, const char *view); /* @view NULL: the whole ledger */
ClRowModel *cl_row_model_new_behind (ClStore *store, ClLedger *ledger, const char *view); /* for a window: it does not wait while a large file is read */
ClRowModel *cl_row_model_new_of (ClRowModel *model, GArray *ids); /* the same list, of these records alone */
ClLedger *cl_row_model_get_ledger (ClRowModel *model);
guint cl_row_model_get_n_columns (ClRowModel *model);
const char *cl_row_model_get_column_title (ClRowModel *model, guint column);  /* Chinese header */
const char *cl_row_model_get_column_path (ClRowModel *model, guint column);
gboolean cl_row_model_is_column_private (ClRowModel *model, guint column);
void cl_row_model_set_search (ClRowModel *model, const char *text);
gboolean cl_row_model_is_waiting (ClRowModel *model);
gboolean cl_row_model_is_finding (ClRowModel *model); /* "found" tells */
void cl_row_model_find_now (ClRowModel *model);
gboolean cl_row_model_is_reading (ClRowModel *model);
const char *cl_row_model_get_failure (ClRowModel *model); /* why what is listed is not all there is; NULL: it is */
void cl_row_model_settle (ClRowModel *model);
gboolean cl_row_model_set_order (ClRowModel *model, const char *order, GError **error); /* NULL: the ledger's */
const char *cl_row_model_get_order (ClRowModel *model);
gboolean cl_row_model_set_where (ClRowModel *model, const char *expression, GHashTable *parameters, GError **error); /* beside the view's own */
void cl_row_model_set_columns (ClRowModel *model, const char *const *columns); /* NULL: the view's or the ledger's */
void cl_row_model_set_revealed (ClRowModel *model, gboolean revealed);
gboolean cl_row_model_get_revealed (ClRowModel *model);
gint64 cl_row_model_get_id (ClRowModel *model, guint position);
/* What a record's @column will show once it is written; shown at once, by this list alone. One column at a time. */
void cl_row_model_set_pending (ClRowModel *model, gint64 id, guint column, const char *text);
void cl_row_model_clear_pending (ClRowModel *model);
guint cl_row_model_get_n_records (ClRowModel *model); /* without headings, and with what is folded away */
GArray *cl_row_model_peek_ids (ClRowModel *model); /* all its records: replaced, never changed; transfer none */
guint cl_row_model_find (ClRowModel *model, gint64 id); /* position, or G_MAXUINT */

/* Groups: the list as rows under headings. A position is that of a row or of a heading. */
gboolean cl_row_model_groups_by (const ClField *field);
gboolean cl_row_model_set_group (ClRowModel *model, const char *path, GError **error); /* NULL: none */
const char *cl_row_model_get_group (ClRowModel *model);
guint cl_row_model_get_n_groups (ClRowModel *model); /* that have records listed */
gboolean cl_row_model_get_heading (ClRowModel *model, guint position, ClRowHeading *heading);
guint cl_row_model_find_heading (ClRowModel *model, const char *key);
void cl_row_model_locate (ClRowModel *model, guint position, guint *number, guint *of);
guint cl_row_model_step (ClRowModel *model, guint position, int by); /* the next record's position, or the one's before; G_MAXUINT: there is none */
gboolean cl_row_model_fold (ClRowModel *model, guint position, gboolean folded);
void cl_row_model_fold_all (ClRowModel *model, gboolean folded);
void cl_row_model_unfold_to (ClRowModel *model, gint64 id);

G_END_DECLS
