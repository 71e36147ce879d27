#include "cl-config.h"

#include "cl-pdf-content-private.h"

#include <glib/gi18n-lib.h>

#include "cl-list-steps-private.h"
#include "cl-widgets.h"

#define NO_CELL CL_PDF_NO_CELL
#define ITEM "cl-item" /* of a child: the list item that it fills */
/* Behind the row that is read, these take up another paper in their places. */
#define NEAR_ROWS 20

struct _ClPdfContent
{
  GtkWidget parent_instance;
  GtkWidget *scrolled, *list;
  GListStore *blocks; /* its own: a row stays where it is and says another paper */
  GtkSliceListModel *steps; /* what the list has of them as yet: each is a label that wraps, which takes long to measure */
  GtkSingleSelection *selection;
  GHashTable *children; /* ClPdfBlock -> GtkWidget: the child bound to it */
  guint cell;           /* of the selected row, NO_CELL: the whole row */
  ClPdfBlock *short_named; /* the row that is said by its header alone while one goes down a column; none of its own */
  gboolean inside;      /* has the focus */
  gboolean following;   /* moved by the image: no "reading" back */
};

G_DEFINE_FINAL_TYPE (ClPdfContent, cl_pdf_content, GTK_TYPE_WIDGET)

enum
{
  READING,
  LEFT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static ClPdfBlock *
selected_block (ClPdfContent *content)
{
  return gtk_single_selection_get_selected_item (content->selection);
}

static void
fill_item (ClPdfContent *content, GtkListItem *item)
{
  ClPdfBlock *block = gtk_list_item_get_item (item);
  GtkWidget *child = cl_pdf_block_make_label (block);
  g_autofree char *sentence = cl_pdf_block_say (block);

  gtk_list_item_set_child (item, child);
  cl_list_item_set_name (item, sentence);
  cl_accessible_describe (gtk_widget_get_parent (child), NULL);
  g_object_set_data (G_OBJECT (child), ITEM, item);
  g_hash_table_insert (content->children, block, child);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClPdfContent *content)
{
  fill_item (content, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClPdfContent *content)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  gpointer block = gtk_list_item_get_item (item);

  if (child != NULL && g_hash_table_lookup (content->children, block) == child)
    g_hash_table_remove (content->children, block);
  gtk_list_item_set_child (item, NULL);
}

static void
tell_reading (ClPdfContent *content)
{
  ClPdfBlock *block = selected_block (content);
  ClPdfArea area = { 0, 0, 0, 0 };
  guint page;

  if (block == NULL || !content->inside || content->following)
    return;
  page = block->page;
  if (content->cell != NO_CELL && content->cell < block->cells->len)
    {
      const ClPdfCell *cell = block->cells->pdata[content->cell];
      area = cell->area;
      if (area.width > 0)
        page = cell->page;
    }
  else
    for (guint i = 0; i < block->cells->len; i++)
      {
        const ClPdfCell *cell = block->cells->pdata[i];
        if (cell->page == page)
          cl_pdf_area_unite (&area, &cell->area);
      }
  g_signal_emit (content, signals[READING], 0, page, area.width > 0 ? &area : NULL);
}

static void
set_cell (ClPdfContent *content, guint cell)
{
  ClPdfBlock *block = selected_block (content);
  GtkWidget *child = block != NULL ? g_hash_table_lookup (content->children, block) : NULL;
  g_autofree char *words = NULL;

  content->cell = cell;
  if (child == NULL || block->kind != CL_PDF_ROW)
    return;
  cl_pdf_block_fill_label (block, child, cell);
  if (cell != NO_CELL)
    words = cl_pdf_block_say_cell (block, cell);
  cl_accessible_describe (gtk_widget_get_parent (child), words);
  tell_reading (content);
}

static void
forget_cell (ClPdfContent *content)
{
  GHashTableIter iter;
  gpointer block, child;

  if (content->cell == NO_CELL)
    return;
  content->cell = NO_CELL;
  g_hash_table_iter_init (&iter, content->children);
  while (g_hash_table_iter_next (&iter, &block, &child))
    if (CL_PDF_BLOCK (block)->kind == CL_PDF_ROW)
      {
        if (block == content->short_named)
          {
            g_autofree char *sentence = cl_pdf_block_say (block);
            cl_accessible_name (gtk_widget_get_parent (child), sentence);
          }
        cl_pdf_block_fill_label (block, child, NO_CELL);
        cl_accessible_describe (gtk_widget_get_parent (child), NULL);
      }
  content->short_named = NULL;
}

static void
selected_cb (ClPdfContent *content)
{
  forget_cell (content);
  tell_reading (content);
}

/* GTK 4.8 binds all rows anew when it scrolls to one; a row that is seen needs no scrolling. */
static gboolean
is_seen (ClPdfContent *content, guint position)
{
  g_autoptr (ClPdfBlock) block = g_list_model_get_item (G_LIST_MODEL (content->blocks), position);
  GtkWidget *child = g_hash_table_lookup (content->children, block);
  graphene_rect_t bounds;

  return child != NULL && gtk_widget_get_mapped (child) && gtk_widget_compute_bounds (gtk_widget_get_parent (child), content->scrolled, &bounds)
         && bounds.size.height > 0 && bounds.origin.y >= 0 && bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (content->scrolled);
}

static void
scroll_to (ClPdfContent *content, guint position)
{
  if (!is_seen (content, position))
    gtk_widget_activate_action (content->list, "list.scroll-to-item", "u", position);
}

static void
go_to (ClPdfContent *content, guint position, gboolean focus)
{
  ClPdfBlock *block;
  GtkWidget *child;

  if (position >= g_list_model_get_n_items (G_LIST_MODEL (content->blocks)))
    return;
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (content->steps)))
    cl_list_steps_end (content->steps);
  gtk_single_selection_set_selected (content->selection, position);
  scroll_to (content, position);
  block = selected_block (content);
  child = block != NULL ? g_hash_table_lookup (content->children, block) : NULL;
  if (focus && child != NULL)
    gtk_widget_grab_focus (gtk_widget_get_parent (child));
}

static GtkWidget *
item_of (ClPdfContent *content, ClPdfBlock *block)
{
  GtkWidget *child = g_hash_table_lookup (content->children, block);

  return child != NULL ? gtk_widget_get_parent (child) : NULL;
}

/* Down and Up within a column: of the row only its header is said, then the cell. */
static gboolean
move_row (ClPdfContent *content, int step)
{
  ClPdfBlock *block = selected_block (content);
  guint position = gtk_single_selection_get_selected (content->selection);
  guint column, cell;
  g_autoptr (ClPdfBlock) next = NULL;
  GtkWidget *item;
  const char *header;

  if (content->cell == NO_CELL || block == NULL || block->kind != CL_PDF_ROW || (step < 0 && position == 0))
    return GDK_EVENT_PROPAGATE;
  column = ((const ClPdfCell *) block->cells->pdata[content->cell])->column;
  next = position + (guint) step < g_list_model_get_n_items (G_LIST_MODEL (content->blocks))
           ? g_list_model_get_item (G_LIST_MODEL (content->blocks), position + (guint) step) : NULL;
  if (next == NULL || next->kind != CL_PDF_ROW)
    return GDK_EVENT_PROPAGATE;
  cell = cl_pdf_block_find_column (next, column);
  header = next->named_by != NO_CELL ? ((const ClPdfCell *) next->cells->pdata[next->named_by])->text : NULL;
  forget_cell (content);
  go_to (content, position + (guint) step, FALSE);
  item = item_of (content, next);
  if (item == NULL)
    return GDK_EVENT_STOP;
  /* Before the focus comes there, or it would be said twice. */
  if (header != NULL && *header != '\0' && next->named_by != cell)
    {
      content->short_named = next;
      cl_accessible_name (item, header);
    }
  gtk_widget_grab_focus (item);
  set_cell (content, cell);
  return GDK_EVENT_STOP;
}

static guint
first_on_page (ClPdfContent *content, guint page)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (content->blocks));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ClPdfBlock) block = g_list_model_get_item (G_LIST_MODEL (content->blocks), i);
      if (block->page >= page)
        return i;
    }
  return n > 0 ? n - 1 : 0;
}

static gboolean
move_page (ClPdfContent *content, int step)
{
  ClPdfBlock *block = selected_block (content);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (content->blocks));
  g_autoptr (ClPdfBlock) last = n > 0 ? g_list_model_get_item (G_LIST_MODEL (content->blocks), n - 1) : NULL;

  if (block == NULL || last == NULL)
    return GDK_EVENT_PROPAGATE;
  if (step > 0 && block->page < last->page)
    go_to (content, first_on_page (content, block->page + 1), TRUE);
  else if (step > 0)
    go_to (content, n - 1, TRUE);
  else
    go_to (content, first_on_page (content, block->page > 0 ? block->page - 1 : 0), TRUE);
  return GDK_EVENT_STOP;
}

/* The focus may stand on a row that is not selected (Ctrl and an arrow): it is where reading goes on. */
static void
select_focused (ClPdfContent *content)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (content));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  GHashTableIter iter;
  gpointer block, bound;
  guint position;

  g_hash_table_iter_init (&iter, content->children);
  while (child != NULL && g_hash_table_iter_next (&iter, &block, &bound))
    if (bound == child && g_list_store_find (content->blocks, block, &position))
      {
        gtk_single_selection_set_selected (content->selection, position);
        return;
      }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, ClPdfContent *content)
{
  gboolean control = (modifiers & GDK_CONTROL_MASK) != 0;
  ClPdfBlock *block;
  guint n_cells;

  if (modifiers & (GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  select_focused (content);
  block = selected_block (content);
  if (block == NULL)
    return GDK_EVENT_PROPAGATE;
  n_cells = block->kind == CL_PDF_ROW ? block->cells->len : 0;
  switch (key)
    {
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      if (n_cells == 0 || control)
        return GDK_EVENT_PROPAGATE;
      set_cell (content, content->cell == NO_CELL ? 0 : MIN (content->cell + 1, n_cells - 1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      if (n_cells == 0 || control)
        return GDK_EVENT_PROPAGATE;
      set_cell (content, content->cell == NO_CELL ? n_cells - 1 : content->cell > 0 ? content->cell - 1 : 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return control ? GDK_EVENT_PROPAGATE : move_row (content, 1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return control ? GDK_EVENT_PROPAGATE : move_row (content, -1);
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      if (control || n_cells == 0)
        go_to (content, 0, TRUE);
      else
        set_cell (content, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      if (control || n_cells == 0)
        go_to (content, g_list_model_get_n_items (G_LIST_MODEL (content->blocks)) - 1, TRUE);
      else
        set_cell (content, n_cells - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return control ? GDK_EVENT_PROPAGATE : move_page (content, 1);
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return control ? GDK_EVENT_PROPAGATE : move_page (content, -1);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
focus_enter_cb (GtkEventControllerFocus *controller, ClPdfContent *content)
{
  content->inside = TRUE;
  select_focused (content);
  tell_reading (content);
}

static void
focus_leave_cb (GtkEventControllerFocus *controller, ClPdfContent *content)
{
  content->inside = FALSE;
  g_signal_emit (content, signals[LEFT], 0);
}

static void
cl_pdf_content_dispose (GObject *object)
{
  ClPdfContent *content = CL_PDF_CONTENT (object);

  g_clear_pointer (&content->scrolled, gtk_widget_unparent);
  g_clear_object (&content->selection);
  g_clear_object (&content->steps);
  g_clear_object (&content->blocks);
  G_OBJECT_CLASS (cl_pdf_content_parent_class)->dispose (object);
}

static void
cl_pdf_content_finalize (GObject *object)
{
  g_hash_table_unref (CL_PDF_CONTENT (object)->children);
  G_OBJECT_CLASS (cl_pdf_content_parent_class)->finalize (object);
}

static void
cl_pdf_content_class_init (ClPdfContentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_pdf_content_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_pdf_content_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "pdfcontent");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[READING] = g_signal_new ("reading", CL_TYPE_PDF_CONTENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_POINTER);
  signals[LEFT] = g_signal_new ("left", CL_TYPE_PDF_CONTENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cl_pdf_content_init (ClPdfContent *content)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  content->cell = NO_CELL;
  content->children = g_hash_table_new (NULL, NULL);
  content->blocks = g_list_store_new (CL_TYPE_PDF_BLOCK);
  content->steps = gtk_slice_list_model_new (NULL, 0, G_MAXUINT);
  content->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (content->steps)));
  g_signal_connect_object (content->selection, "notify::selected", G_CALLBACK (selected_cb), content, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), content, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), content, 0);

  content->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (content->selection)), factory);
  cl_accessible_name (content->list, _("What the paper says"));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), content);
  gtk_widget_add_controller (content->list, keys);
  cl_list_leave_by_tab (content->list);
  g_signal_connect (focus, "enter", G_CALLBACK (focus_enter_cb), content);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_leave_cb), content);
  gtk_widget_add_controller (content->list, focus);

  content->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (content->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (content->scrolled), content->list);
  gtk_widget_set_focusable (content->scrolled, FALSE);
  gtk_widget_set_parent (content->scrolled, GTK_WIDGET (content));
  gtk_widget_set_size_request (content->scrolled, 200, -1);
}

GtkWidget *
cl_pdf_content_new (void)
{
  return g_object_new (CL_TYPE_PDF_CONTENT, NULL);
}

/* The row at @position says what @block does. */
static void
take_block (ClPdfContent *content, guint position, ClPdfBlock *block)
{
  g_autoptr (ClPdfBlock) own = g_list_model_get_item (G_LIST_MODEL (content->blocks), position);
  GtkWidget *child = g_hash_table_lookup (content->children, own);
  g_autofree char *before = cl_pdf_block_say (own), *after = cl_pdf_block_say (block);
  gboolean is_same = own->kind == block->kind && own->level == block->level && g_str_equal (before, after);

  cl_pdf_block_take (own, block);
  /* What is said already is not said again. */
  if (child != NULL && !is_same)
    fill_item (content, g_object_get_data (G_OBJECT (child), ITEM));
}

/* @blocks behind those that have rows already. */
static void
replace_from (ClPdfContent *content, guint first, GPtrArray *blocks)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; blocks != NULL && i < blocks->len; i++)
    g_ptr_array_add (own, cl_pdf_block_copy (blocks->pdata[i]));
  g_list_store_splice (content->blocks, first, g_list_model_get_n_items (G_LIST_MODEL (content->blocks)) - first, own->pdata, own->len);
}

/* Somebody reads: the rows stay, and with them the focus and what a screen reader knows of the list. */
static void
set_in_place (ClPdfContent *content, GPtrArray *blocks, guint before, guint place)
{
  guint kept = MIN (MIN (g_list_model_get_n_items (G_LIST_MODEL (content->blocks)), blocks->len), place + NEAR_ROWS);

  forget_cell (content);
  for (guint i = 0; i < kept; i++)
    take_block (content, i, blocks->pdata[i]);
  if (place != before)
    go_to (content, place, TRUE);
  cl_list_steps_keep (content->steps, kept);
  replace_from (content, kept, blocks);
}

/**
 * cl_pdf_content_set_blocks:
 * @content: the pane
 * @blocks: (nullable) (element-type ClPdfBlock): in reading order
 *
 * Shows another paper. The place is kept by position: a paper made anew after a parameter changed is read on where one was.
 */
void
cl_pdf_content_set_blocks (ClPdfContent *content, GPtrArray *blocks)
{
  guint before = gtk_single_selection_get_selected (content->selection);
  guint n = blocks != NULL ? blocks->len : 0, place = before < n ? before : 0;
  gboolean inside = content->inside;

  content->following = TRUE;
  if (inside && n > 0 && before != GTK_INVALID_LIST_POSITION)
    set_in_place (content, blocks, before, place);
  else
    {
      content->cell = NO_CELL;
      content->short_named = NULL;
      cl_list_steps_take (content->steps, NULL, 0);
      replace_from (content, 0, blocks);
      cl_list_steps_take (content->steps, G_LIST_MODEL (content->blocks), place);
      if (n > 0)
        go_to (content, place, inside);
    }
  content->following = FALSE;
}

guint
cl_pdf_content_get_n_blocks (ClPdfContent *content)
{
  return g_list_model_get_n_items (G_LIST_MODEL (content->blocks));
}

void
cl_pdf_content_show_page (ClPdfContent *content, guint page)
{
  ClPdfBlock *block = selected_block (content);

  if (block == NULL || block->page == page || content->inside)
    return;
  content->following = TRUE;
  go_to (content, first_on_page (content, page), FALSE);
  content->following = FALSE;
}

void
cl_pdf_content_show_area (ClPdfContent *content, guint page, const ClPdfArea *area)
{
  double x = area->x + area->width / 2, y = area->y + area->height / 2;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (content->blocks));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ClPdfBlock) block = g_list_model_get_item (G_LIST_MODEL (content->blocks), i);
      for (guint k = 0; k < block->cells->len; k++)
        {
          const ClPdfCell *cell = block->cells->pdata[k];
          if (cell->page == page && x >= cell->area.x && x <= cell->area.x + cell->area.width && y >= cell->area.y && y <= cell->area.y + cell->area.height)
            {
              content->following = TRUE;
              go_to (content, i, FALSE);
              if (block->kind == CL_PDF_ROW)
                set_cell (content, k);
              content->following = FALSE;
              return;
            }
        }
    }
}

gboolean
cl_pdf_content_focus (ClPdfContent *content)
{
  guint selected = gtk_single_selection_get_selected (content->selection);

  if (g_list_model_get_n_items (G_LIST_MODEL (content->blocks)) == 0)
    return FALSE;
  go_to (content, selected != GTK_INVALID_LIST_POSITION ? selected : 0, TRUE);
  return content->inside;
}
