#pragma once

#include "cl-parameters-private.h"
#include "cl-values-private.h"

G_BEGIN_DECLS

/* Within values: one run of a form. */
struct _ClValues
{
  ClTemplate *form;
  ClCatalogue *catalogue;
  ClDatabase *reader;
  ClParameters *parameters;
  const char *const *where;
  ClFormSource *source; /* of a plugin, or NULL: the form's own query */
  gboolean is_public, is_large, is_blank;
  GHashTable *compiled; /* what of the template -> Compiled: sheets differ in parameters alone */
  GPtrArray *sheets;    /* ClSheet */
  GPtrArray *included;  /* ClValues of the forms included */
};

/* A query once written out. */
typedef struct
{
  char *sql;
  GPtrArray *masks; /* char * or NULL, by column from 0 */
} ClCompiled;

typedef gboolean (*ClCompileFunc) (ClValues *run, ClQuery *query, GPtrArray *masks, gconstpointer data, GError **error);

/* The statement of @compile, written out once for @key, with the parameters bound. Release it. @masks: transfer none. */
ClStatement *cl_values_prepare (ClValues *run, const char *key, ClLedger *ledger, ClCompileFunc compile, gconstpointer data, GPtrArray **masks, GError **error);
ClLedger *cl_values_get_ledger (ClValues *run, const ClTemplateRows *rows); /* @rows NULL: the form's */
gboolean cl_values_narrow (ClValues *run, ClQuery *query, const ClTemplateRows *rows, GError **error);
gboolean cl_values_add_column (ClValues *run, ClQuery *query, GPtrArray *masks, ClLedger *ledger, const char *expression, const char *public_as, gboolean raw, GError **error);
/* The text of a column, masked where it must be. Transfer full; unknown is "". */
char *cl_values_take (ClValues *run, ClStatement *statement, GPtrArray *masks, guint column);
gboolean cl_values_is_left_out (ClValues *run, const ClTemplateCondition *condition, GError **error);
/* @rows: over which rows its expressions are; @ids: "1, 2" of these alone, @where: of those that, or NULL. Transfer full. */
char *cl_values_expand (ClValues *run, const ClTemplateText *text, const ClTemplateRows *rows, const char *public_as, GError **error);
char *cl_values_expand_over (ClValues *run, const ClTemplateText *text, const ClTemplateRows *rows, const char *where, GArray *ids, GError **error);
char *cl_values_compute (ClValues *run, const char *expression, const ClTemplateRows *rows, const char *where, GArray *ids, GError **error);
/* Of a part that reads a value: what is printed for @raw. */
char *cl_values_format_part (const ClTemplatePart *part, const char *raw);
char *cl_values_repeat_line (ClValues *run, double width);

ClSheetTable *cl_values_make_table (ClValues *run, ClTemplateTable *table, GError **error);
/* cl-values-total.c; @groups: by row, what each total is of. */
gboolean cl_values_insert_group_totals (ClValues *run, ClSheetTable *table, GPtrArray *groups, GError **error);
gboolean cl_values_add_totals (ClValues *run, ClSheetTable *table, GError **error);
ClSheetRow *cl_values_make_total (ClValues *run, const ClSheetTable *table, const ClTemplateTotal *total, GArray *ids, GError **error);
ClSheetGrid *cl_values_make_grid (ClValues *run, ClTemplateGrid *grid, GError **error);
ClSheetGrid *cl_sheet_grid_new (const ClTemplateGrid *of);
void cl_sheet_grid_free (ClSheetGrid *grid);
void cl_sheet_table_free (ClSheetTable *table);

G_END_DECLS
