/* The lines of the finder: those that the next screen shows at once, the others step by step, and most only for whoever goes down to them. */

#include <glib/gi18n.h>

#include "cl-finder-private.h"
#include "cl-span.h"
#include "cl-widgets.h"

/* A letter may find hundreds, in sixty ledgers, and each letter finds others: a row takes a tenth of a millisecond to be made. */
#define AT_ONCE 12
#define STEP_ROWS 8
#define STEP_MS 10
/* As many as wait below the screen for whoever only types. */
#define BEFORE_LOOKING 60

struct _ClFinderRows
{
  ClWindow *window;
  GtkWidget *list;
  GtkAdjustment *adjustment; /* the scroller's */
  GPtrArray *found; /* what is shown, or NULL */
  guint n;          /* rows that there are: they show the first of those found */
  gboolean looking; /* somebody goes through the list: all are wanted */
  guint source;
};

static void
open_cb (GtkWidget *row, gpointer data)
{
  gtk_widget_activate (row);
}

static GtkWidget *
make_row (void)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_label_new (NULL), *note = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), note);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

static void
fill_row (GtkWidget *row, const ClFound *found)
{
  g_autofree char *sentence = found->note != NULL ? g_strdup_printf (_("%s: %s"), found->text, found->note) : g_strdup (found->text);
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)), *text = gtk_widget_get_first_child (box), *note = gtk_widget_get_last_child (box);

  gtk_label_set_text (GTK_LABEL (text), found->text);
  gtk_label_set_text (GTK_LABEL (note), found->note != NULL ? found->note : "");
  gtk_widget_set_visible (note, found->note != NULL);
  cl_accessible_sentence (row, sentence);
}

static void
put (ClFinderRows *self, guint index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) index);
  ClFound *found = g_ptr_array_index (self->found, index);

  cl_found_describe (self->window, found);
  if (row != NULL)
    {
      fill_row (GTK_WIDGET (row), found);
      return;
    }
  row = GTK_LIST_BOX_ROW (make_row ());
  fill_row (GTK_WIDGET (row), found);
  cl_accessible_add_action (GTK_WIDGET (row), "open", open_cb, NULL);
  gtk_list_box_append (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  self->n = index + 1;
}

/* Whether rows are wanted that are not there; not of an office that was left. */
static gboolean
lacks_rows (ClFinderRows *self)
{
  guint n = self->found != NULL && self->window->context != NULL ? self->found->len : 0;

  return self->n < (self->looking ? n : MIN (n, BEFORE_LOOKING));
}

static gboolean
step_cb (gpointer data)
{
  CL_SPAN ("finder: more rows");
  ClFinderRows *self = data;

  for (guint i = 0; i < STEP_ROWS && lacks_rows (self); i++)
    put (self, self->n);
  if (lacks_rows (self))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
go_on (ClFinderRows *self)
{
  /* Keys and frames go before it. */
  if (self->source == 0 && lacks_rows (self))
    self->source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, STEP_MS, step_cb, self, NULL);
}

static void
look_cb (ClFinderRows *self)
{
  self->looking = TRUE;
  go_on (self);
}

static void
scrolled_cb (GtkAdjustment *adjustment, ClFinderRows *self)
{
  if (gtk_adjustment_get_value (adjustment) > 0)
    look_cb (self);
}

/**
 * cl_finder_rows_new:
 * @window: whose records are described; must outlive the rows
 * @list: an empty list box; a reference is taken
 * @scroller: the scrolled window around it
 *
 * Main thread.
 *
 * Returns: (transfer full): none yet
 */
ClFinderRows *
cl_finder_rows_new (ClWindow *window, GtkWidget *list, GtkWidget *scroller)
{
  ClFinderRows *self = g_new0 (ClFinderRows, 1);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->window = window;
  self->list = g_object_ref (list);
  self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
  g_signal_connect (self->adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (look_cb), self);
  gtk_widget_add_controller (list, focus);
  return self;
}

/**
 * cl_finder_rows_free:
 * @self: (transfer full): the rows; their list is left as it is
 */
void
cl_finder_rows_free (ClFinderRows *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_object_unref (self->adjustment);
  g_object_unref (self->list);
  g_free (self);
}

/**
 * cl_finder_rows_show:
 * @self: the rows
 * @found: (element-type ClFound): what they show; a reference is taken
 *
 * The first of them are there after it, the others follow, and all as soon as the list has the focus or is scrolled.
 */
void
cl_finder_rows_show (ClFinderRows *self, GPtrArray *found)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = g_ptr_array_ref (found);
  gtk_adjustment_set_value (self->adjustment, 0);
  self->looking = FALSE;
  while (self->n > MIN (found->len, BEFORE_LOOKING))
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) --self->n)));
  for (guint i = 0; i < found->len && i < MAX (self->n, AT_ONCE); i++)
    put (self, i);
  go_on (self);
}

/**
 * cl_finder_rows_finish:
 * @self: the rows
 *
 * All are there after it: for a key that goes far among them.
 */
void
cl_finder_rows_finish (ClFinderRows *self)
{
  self->looking = TRUE;
  while (lacks_rows (self))
    put (self, self->n);
}
