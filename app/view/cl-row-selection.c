#include "cl-config.h"

#include "cl-row-selection-private.h"

#include "cl-span.h"
#include "cl-step.h"

/* A list view makes two hundred rows at once of those that it is told of, though a screen shows thirty: where many come together, they are told in steps. */
#define MORE "cl-more"
#define AT_ONCE 30
#define STEP_ROWS 40
#define STEP_MS 10
#define MADE_AT_ONCE 220

struct _ClRowSelection
{
  GObject parent_instance;
  ClRowModel *rows;
  guint told;         /* how many of the rows the view knows of */
  guint cursor;
  guint anchor;       /* where a range begins */
  GHashTable *chosen; /* ids as pointers */
  GArray *all;        /* chosen is the whole list as it was then, not yet taken apart; or NULL */
};

enum
{
  MOVED,
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void cl_row_selection_list_init (GListModelInterface *iface);
static void cl_row_selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClRowSelection, cl_row_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, cl_row_selection_list_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, cl_row_selection_model_init))

static gpointer
to_key (gint64 id)
{
  return GSIZE_TO_POINTER ((gsize) id);
}

static guint
get_n (ClRowSelection *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

static gboolean
is_all (ClRowSelection *self)
{
  return self->all != NULL && self->all == cl_row_model_peek_ids (self->rows);
}

/* A million rows chosen by one key are one array, until one of them is taken off or the list changes. */
static void
take_apart (ClRowSelection *self)
{
  g_autoptr (GArray) all = g_steal_pointer (&self->all);

  for (guint i = 0; all != NULL && i < all->len; i++)
    g_hash_table_add (self->chosen, to_key (g_array_index (all, gint64, i)));
}

static void
forget_all (ClRowSelection *self)
{
  g_clear_pointer (&self->all, g_array_unref);
  g_hash_table_remove_all (self->chosen);
}

static void
add (ClRowSelection *self, guint position)
{
  gint64 id = position < get_n (self) ? cl_row_model_get_id (self->rows, position) : 0;

  /* The heading of a group is no record. */
  if (id != 0)
    g_hash_table_add (self->chosen, to_key (id));
}

static void
tell_all_changed (ClRowSelection *self)
{
  if (self->told > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->told);
}

static void
tell_changed (ClRowSelection *self, guint position)
{
  if (position < self->told)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, 1);
}

static void
tell (ClRowSelection *self, guint cursor_before, gboolean had_chosen)
{
  gboolean has_chosen = cl_row_selection_get_n_chosen (self) > 0;

  if (had_chosen || has_chosen)
    tell_all_changed (self);
  else if (cursor_before != self->cursor)
    {
      tell_changed (self, cursor_before);
      tell_changed (self, self->cursor);
    }
  if (cursor_before != self->cursor)
    g_signal_emit (self, signals[MOVED], 0);
  if (had_chosen || has_chosen)
    g_signal_emit (self, signals[CHOSEN], 0);
}

static gboolean
cl_row_selection_is_selected (GtkSelectionModel *model, guint position)
{
  ClRowSelection *self = CL_ROW_SELECTION (model);

  if (cl_row_selection_get_n_chosen (self) == 0)
    return position == self->cursor;
  if (is_all (self))
    return cl_row_model_get_id (self->rows, position) != 0;
  return cl_row_selection_holds (self, cl_row_model_get_id (self->rows, position));
}

static GtkBitset *
cl_row_selection_get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  ClRowSelection *self = CL_ROW_SELECTION (model);
  GtkBitset *set = gtk_bitset_new_empty ();
  guint end = MIN (self->told, n > G_MAXUINT - position ? G_MAXUINT : position + n);

  if (is_all (self) && cl_row_model_get_group (self->rows) == NULL && end > position)
    gtk_bitset_add_range (set, position, end - position);
  else if (cl_row_selection_get_n_chosen (self) == 0)
    {
      if (self->cursor >= position && self->cursor < end)
        gtk_bitset_add (set, self->cursor);
    }
  else
    for (guint i = position; i < end; i++)
      if (cl_row_selection_is_selected (model, i))
        gtk_bitset_add (set, i);
  return set;
}

static gboolean
cl_row_selection_select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  ClRowSelection *self = CL_ROW_SELECTION (model);
  guint before = self->cursor;
  gboolean had_chosen = cl_row_selection_get_n_chosen (self) > 0;

  if (position >= get_n (self))
    return FALSE;
  if (unselect_rest)
    forget_all (self);
  else
    {
      take_apart (self);
      /* The row that one stood on was selected already. */
      if (!had_chosen)
        add (self, self->cursor);
      add (self, position);
    }
  self->cursor = position;
  self->anchor = position;
  tell (self, before, had_chosen);
  return TRUE;
}

/* The row one stands on is taken off, where it was chosen; where nothing was, this is the first that is. */
static gboolean
cl_row_selection_unselect_item (GtkSelectionModel *model, guint position)
{
  ClRowSelection *self = CL_ROW_SELECTION (model);
  guint before = self->cursor;
  gboolean had_chosen = cl_row_selection_get_n_chosen (self) > 0;

  if (position >= get_n (self))
    return FALSE;
  take_apart (self);
  if (had_chosen)
    g_hash_table_remove (self->chosen, to_key (cl_row_model_get_id (self->rows, position)));
  else
    add (self, position);
  self->cursor = position;
  self->anchor = position;
  tell (self, before, had_chosen);
  return TRUE;
}

static gboolean
change_range (ClRowSelection *self, guint position, guint n, gboolean choose, gboolean unselect_rest)
{
  guint before = self->cursor, end = MIN (get_n (self), position + n);
  gboolean had_chosen = cl_row_selection_get_n_chosen (self) > 0;

  if (position >= end)
    return FALSE;
  if (unselect_rest)
    forget_all (self);
  else
    take_apart (self);
  for (guint i = position; i < end; i++)
    if (choose)
      add (self, i);
    else
      g_hash_table_remove (self->chosen, to_key (cl_row_model_get_id (self->rows, i)));
  /* One stands at the end that is not where the range began. */
  self->cursor = self->anchor == position ? end - 1 : position;
  tell (self, before, had_chosen);
  return TRUE;
}

static gboolean
cl_row_selection_select_range (GtkSelectionModel *model, guint position, guint n, gboolean unselect_rest)
{
  return change_range (CL_ROW_SELECTION (model), position, n, TRUE, unselect_rest);
}

static gboolean
cl_row_selection_unselect_range (GtkSelectionModel *model, guint position, guint n)
{
  return change_range (CL_ROW_SELECTION (model), position, n, FALSE, FALSE);
}

static gboolean
cl_row_selection_select_all (GtkSelectionModel *model)
{
  cl_row_selection_choose_all (CL_ROW_SELECTION (model));
  return TRUE;
}

static gboolean
cl_row_selection_unselect_all (GtkSelectionModel *model)
{
  cl_row_selection_clear (CL_ROW_SELECTION (model));
  return TRUE;
}

static gboolean
cl_row_selection_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  ClRowSelection *self = CL_ROW_SELECTION (model);
  gboolean had_chosen = cl_row_selection_get_n_chosen (self) > 0;
  GtkBitsetIter iter;
  guint position;

  take_apart (self);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, mask, &position); more; more = gtk_bitset_iter_next (&iter, &position))
    if (gtk_bitset_contains (selected, position))
      add (self, position);
    else if (position < get_n (self))
      g_hash_table_remove (self->chosen, to_key (cl_row_model_get_id (self->rows, position)));
  tell (self, self->cursor, had_chosen);
  return TRUE;
}

static void
cl_row_selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = cl_row_selection_is_selected;
  iface->get_selection_in_range = cl_row_selection_get_selection_in_range;
  iface->select_item = cl_row_selection_select_item;
  iface->unselect_item = cl_row_selection_unselect_item;
  iface->select_range = cl_row_selection_select_range;
  iface->unselect_range = cl_row_selection_unselect_range;
  iface->select_all = cl_row_selection_select_all;
  iface->unselect_all = cl_row_selection_unselect_all;
  iface->set_selection = cl_row_selection_set_selection;
}

static GType
cl_row_selection_get_item_type (GListModel *list)
{
  return CL_TYPE_ROW;
}

static guint
cl_row_selection_get_n_items (GListModel *list)
{
  return CL_ROW_SELECTION (list)->told;
}

static gpointer
cl_row_selection_get_item (GListModel *list, guint position)
{
  ClRowSelection *self = CL_ROW_SELECTION (list);

  return position < self->told ? g_list_model_get_item (G_LIST_MODEL (self->rows), position) : NULL;
}

static void
cl_row_selection_list_init (GListModelInterface *iface)
{
  iface->get_item_type = cl_row_selection_get_item_type;
  iface->get_n_items = cl_row_selection_get_n_items;
  iface->get_item = cl_row_selection_get_item;
}

static void
tell_up_to (ClRowSelection *self, guint n)
{
  guint before = self->told;

  self->told = MIN (n, get_n (self));
  if (self->told > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->told - before);
}

static gboolean
tell_more_cb (gpointer data)
{
  CL_SPAN ("list: more rows");
  ClRowSelection *self = data;
  guint next = self->told + STEP_ROWS;

  tell_up_to (self, next < MADE_AT_ONCE ? next : G_MAXUINT);
  return self->told < get_n (self) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* What has gone is told, and of many that come at the end as many as a screen shows. Before rows that are there already all are told; so are they in place of rows among which
 * one stands: GTK leads the focus to where it would be among as many as come. */
static void
pass_on (ClRowSelection *self, guint position, guint removed, guint added, gboolean in_steps)
{
  guint before = self->told, gone, left, come = added;

  if (position > before)
    return;
  gone = MIN (removed, before - position);
  left = before - position - gone;
  if (in_steps && added > AT_ONCE && left == 0)
    come = position < AT_ONCE ? AT_ONCE - position : 0;
  self->told = position + come + left;
  if (gone + come > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, gone, come);
  if (self->told < get_n (self))
    cl_step_start (self, MORE, STEP_MS, tell_more_cb);
}

/* A row that went takes the cursor with it, until the page leads it on. */
static void
items_changed_cb (GListModel *rows, guint position, guint removed, guint added, ClRowSelection *self)
{
  gboolean in_steps = removed == 0 || self->cursor <= position;

  if (self->cursor != GTK_INVALID_LIST_POSITION && self->cursor >= position)
    self->cursor = self->cursor < position + removed ? GTK_INVALID_LIST_POSITION : self->cursor - removed + added;
  self->anchor = self->cursor;
  pass_on (self, position, removed, added, in_steps);
}

static void
cl_row_selection_dispose (GObject *object)
{
  ClRowSelection *self = CL_ROW_SELECTION (object);

  forget_all (self);
  cl_step_stop (self, MORE);
  if (self->rows != NULL)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (cl_row_selection_parent_class)->dispose (object);
}

static void
cl_row_selection_finalize (GObject *object)
{
  g_hash_table_unref (CL_ROW_SELECTION (object)->chosen);
  G_OBJECT_CLASS (cl_row_selection_parent_class)->finalize (object);
}

static void
cl_row_selection_class_init (ClRowSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_row_selection_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_row_selection_finalize;
  signals[MOVED] = g_signal_new ("moved", CL_TYPE_ROW_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", CL_TYPE_ROW_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_row_selection_init (ClRowSelection *self)
{
  self->cursor = GTK_INVALID_LIST_POSITION;
  self->anchor = GTK_INVALID_LIST_POSITION;
  self->chosen = g_hash_table_new (NULL, NULL);
}

ClRowSelection *
cl_row_selection_new (ClRowModel *rows)
{
  ClRowSelection *self = g_object_new (CL_TYPE_ROW_SELECTION, NULL);

  self->rows = g_object_ref (rows);
  g_signal_connect (rows, "items-changed", G_CALLBACK (items_changed_cb), self);
  pass_on (self, 0, 0, get_n (self), TRUE);
  return self;
}

void
cl_row_selection_tell (ClRowSelection *self, guint position)
{
  if (position < self->told || self->told == get_n (self))
    return;
  CL_SPAN ("list: all rows");
  cl_step_stop (self, MORE);
  tell_up_to (self, G_MAXUINT);
}

guint
cl_row_selection_get_cursor (ClRowSelection *self)
{
  return self->cursor;
}

void
cl_row_selection_set_cursor (ClRowSelection *self, guint position)
{
  guint before = self->cursor;

  if (before == position)
    return;
  self->cursor = position;
  self->anchor = position;
  if (cl_row_selection_get_n_chosen (self) > 0)
    return;
  tell_changed (self, before);
  tell_changed (self, position);
}

guint
cl_row_selection_get_n_chosen (ClRowSelection *self)
{
  return self->all != NULL ? self->all->len : g_hash_table_size (self->chosen);
}

guint
cl_row_selection_get_n_hidden (ClRowSelection *self)
{
  GArray *ids = cl_row_model_peek_ids (self->rows);
  guint listed = 0;

  if (is_all (self) || cl_row_selection_get_n_chosen (self) == 0)
    return 0;
  take_apart (self);
  for (guint i = 0; i < ids->len; i++)
    listed += g_hash_table_contains (self->chosen, to_key (g_array_index (ids, gint64, i)));
  return g_hash_table_size (self->chosen) - listed;
}

GArray *
cl_row_selection_get_chosen (ClRowSelection *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64)), *all = cl_row_model_peek_ids (self->rows);
  g_autoptr (GHashTable) listed = NULL;
  GHashTableIter iter;
  gpointer key;

  if (is_all (self))
    return g_array_append_vals (ids, self->all->data, self->all->len);
  take_apart (self);
  listed = g_hash_table_new (NULL, NULL);
  for (guint i = 0; g_hash_table_size (self->chosen) > 0 && i < all->len; i++)
    {
      gint64 id = g_array_index (all, gint64, i);

      if (!g_hash_table_contains (self->chosen, to_key (id)))
        continue;
      g_array_append_val (ids, id);
      g_hash_table_add (listed, to_key (id));
    }
  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 id = (gint64) GPOINTER_TO_SIZE (key);

      if (!g_hash_table_contains (listed, key))
        g_array_append_val (ids, id);
    }
  return ids;
}

void
cl_row_selection_choose_all (ClRowSelection *self)
{
  gboolean had_chosen = cl_row_selection_get_n_chosen (self) > 0;

  cl_row_model_settle (self->rows);
  if (get_n (self) == 0)
    return;
  forget_all (self);
  self->all = g_array_ref (cl_row_model_peek_ids (self->rows));
  tell (self, self->cursor, had_chosen);
}

void
cl_row_selection_clear (ClRowSelection *self)
{
  gboolean had_chosen = cl_row_selection_get_n_chosen (self) > 0;

  forget_all (self);
  tell (self, self->cursor, had_chosen);
}

void
cl_row_selection_forget (ClRowSelection *self, gint64 id)
{
  take_apart (self);
  g_hash_table_remove (self->chosen, to_key (id));
}

gboolean
cl_row_selection_holds (ClRowSelection *self, gint64 id)
{
  take_apart (self);
  return g_hash_table_contains (self->chosen, to_key (id));
}

void
cl_row_selection_refresh (ClRowSelection *self)
{
  if (cl_row_selection_get_n_chosen (self) == 0)
    return;
  tell_all_changed (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}
