#include "cl-row-private.h"

struct _ClRow
{
  GObject parent;
  ClRowModel *model; /* not owned; NULL once it has gone or the row has no place */
  gint64 id;
  guint position;
  char **texts; /* NULL: not read yet */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClRow, cl_row, G_TYPE_OBJECT)

static void
cl_row_finalize (GObject *object)
{
  ClRow *row = CL_ROW (object);

  if (row->model != NULL)
    cl_row_model_forget_row (row->model, row);
  g_strfreev (row->texts);
  G_OBJECT_CLASS (cl_row_parent_class)->finalize (object);
}

static void
cl_row_class_init (ClRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_row_finalize;

  /**
   * ClRow::changed:
   *
   * The row shows something else: its record was edited, or another record has taken its place.
   */
  signals[CHANGED] = g_signal_new ("changed", CL_TYPE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_row_init (ClRow *row)
{
  row->position = G_MAXUINT;
}

ClRow *
cl_row_new (ClRowModel *model)
{
  ClRow *row = g_object_new (CL_TYPE_ROW, NULL);

  row->model = model;
  return row;
}

void
cl_row_leave (ClRow *row)
{
  row->model = NULL;
  row->position = G_MAXUINT;
}

void
cl_row_put (ClRow *row, gint64 id, guint position)
{
  row->id = id;
  row->position = position;
  g_clear_pointer (&row->texts, g_strfreev);
}

void
cl_row_move (ClRow *row, guint position)
{
  row->position = position;
}

void
cl_row_emit_changed (ClRow *row)
{
  g_signal_emit (row, signals[CHANGED], 0);
}

/**
 * cl_row_get_id:
 * @row: a row
 *
 * Returns: the id of the record that it shows; negative for the heading of a group and for the total
 */
gint64
cl_row_get_id (ClRow *row)
{
  return row->id;
}

/**
 * cl_row_get_position:
 * @row: a row
 *
 * Returns: its place in the list from 0, or G_MAXUINT where it has left it
 */
guint
cl_row_get_position (ClRow *row)
{
  return row->position;
}

/**
 * cl_row_get_heading:
 * @row: a row
 * @heading: (out caller-allocates) (optional): what it heads; its texts are the model's, until its rows change
 *
 * Returns: whether it is the heading of a group or the total, and no record
 */
gboolean
cl_row_get_heading (ClRow *row, ClRowHeading *heading)
{
  return row->id < 0 && row->model != NULL && cl_row_model_get_heading (row->model, row->position, heading);
}

/**
 * cl_row_get_text:
 * @row: a row
 * @column: a column of its model
 *
 * Read from the store, with the rows around it, when it is first asked for.
 *
 * Returns: (transfer none): what the list shows there, "" for nothing; valid until the row's next "changed"
 */
const char *
cl_row_get_text (ClRow *row, guint column)
{
  if (row->texts == NULL && row->model != NULL)
    row->texts = cl_row_model_read_texts (row->model, row->position);
  for (guint i = 0; row->texts != NULL && row->texts[i] != NULL; i++)
    if (i == column)
      return row->texts[i];
  return "";
}
