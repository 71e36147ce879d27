/* The rows of the page Today: made of what the agenda says, those that are seen at once, the rest in steps. */

#include <glib/gi18n.h>

#include "cl-duty.h"
#include "cl-span.h"
#include "cl-step.h"
#include "cl-today-page-private.h"

/* Of those that a row speaks of, so many are shown one by one; its list shows them all. */
#define EACH_MOST 100
#define STEP_ROWS 10
#define STEP_MS 10

typedef struct
{
  const ClAgendaItem *item;
  guint level; /* 1: one of those that the row above speaks of */
} Line;

/* Those that an opened row speaks of, as items of their own after it. */
static void
add_each (ClTodayPage *self, const ClAgendaItem *item)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) each = cl_duty_list_each (cl_store_get_catalogue (store), cl_store_get_reader (store), item->duty, EACH_MOST, &error);

  if (each == NULL)
    cl_context_say (self->context, GTK_WIDGET (self), error->message);
  while (each != NULL && each->len > 0)
    {
      ClAgendaItem *one = g_new0 (ClAgendaItem, 1);

      one->group = item->group;
      one->duty = g_ptr_array_steal_index (each, 0);
      one->key = g_strdup_printf ("%s\n%" G_GINT64_FORMAT, item->key, one->duty->record);
      g_ptr_array_add (self->each, one);
    }
}

static void
free_each (gpointer data)
{
  ClAgendaItem *item = data;

  cl_duty_free (item->duty);
  g_free (item->clause);
  g_free (item->key);
  g_free (item);
}

static void
add_line (ClTodayPage *self, const ClAgendaItem *item, guint level)
{
  const Line line = { item, level };

  g_array_append_val (self->lines, line);
}

/* The agenda's items, and after those that are opened the single ones. */
static void
list_lines (ClTodayPage *self)
{
  const GPtrArray *items = cl_agenda_get_items (self->agenda);

  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->each = g_ptr_array_new_with_free_func (free_each);
  for (guint i = 0; i < items->len; i++)
    {
      const ClAgendaItem *item = items->pdata[i];
      guint before = self->each->len;

      add_line (self, item, 0);
      if (item->duty->count < 2 || item->duty->where == NULL || !g_hash_table_contains (self->opened, item->key))
        continue;
      add_each (self, item);
      for (guint k = before; k < self->each->len; k++)
        add_line (self, self->each->pdata[k], 1);
    }
}

/* The first of a group says its title, and each where it stands. */
static void
name_row (ClTodayPage *self, GtkListBoxRow *row, guint i)
{
  const ClTodayRow *today = cl_today_row_get (row);
  gboolean first = i == 0 || g_array_index (self->lines, Line, i - 1).item->group != today->group;
  g_autofree char *place = g_strdup_printf (_("row %u of %u"), i + 1, self->lines->len);
  g_autofree char *name = g_strdup_printf ("%s%s%s，%s", first ? cl_today_get_group_title (today->group) : "", first ? "：" : "", today->said, place);

  if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "cl-name"), name) == 0)
    return;
  cl_accessible_name (GTK_WIDGET (row), name);
  g_object_set_data_full (G_OBJECT (row), "cl-name", g_steal_pointer (&name), g_free);
}

/* Among those from place @i on: what stands before is right already. */
static GtkListBoxRow *
find_row (ClTodayPage *self, const ClAgendaItem *item, guint i)
{
  GtkListBoxRow *row;

  for (; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i)) != NULL; i++)
    {
      const ClTodayRow *today = cl_today_row_get (row);

      if (today->group == item->group && g_str_equal (today->key, item->key))
        return row;
    }
  return NULL;
}

/* What stands between place @i and the row that belongs there is gone, or comes later and is put there then. */
static void
put_row (ClTodayPage *self, guint i)
{
  const Line *line = &g_array_index (self->lines, Line, i);
  GtkListBoxRow *row = find_row (self, line->item, i);

  if (row == NULL)
    {
      row = cl_today_row_new ();
      cl_today_row_fill (row, line->item, line->level);
      gtk_list_box_insert (GTK_LIST_BOX (self->list), GTK_WIDGET (row), (int) i);
    }
  else
    cl_today_row_fill (row, line->item, line->level);
  while (gtk_list_box_row_get_index (row) > (int) i)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i)));
  name_row (self, row, i);
}

/* Puts rows until @n are right; after the last, those that are left over go. */
static void
put_rows (ClTodayPage *self, guint n)
{
  CL_SPAN ("today: rows");
  GtkListBoxRow *row;

  while (self->n_put < MIN (n, self->lines->len))
    put_row (self, self->n_put++);
  if (self->n_put < self->lines->len)
    return;
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) self->lines->len)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  gtk_list_box_invalidate_headers (GTK_LIST_BOX (self->list));
  cl_today_forget_lines (self);
}

static gboolean
step_cb (gpointer data)
{
  ClTodayPage *self = data;

  put_rows (self, self->n_put + STEP_ROWS);
  return self->lines != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* What rows were still to be made of. */
void
cl_today_forget_lines (ClTodayPage *self)
{
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->each, g_ptr_array_unref);
}

gboolean
cl_today_has_focus (ClTodayPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->list);
}

/* Rows that stay the same thing stay the same row, so that focus and selection stay on them; where the row with the focus goes, its neighbour takes it. */
void
cl_today_fill (ClTodayPage *self)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)), *row;
  guint place = selected != NULL ? (guint) gtk_list_box_row_get_index (selected) : 0, n;
  gboolean focused = cl_today_has_focus (self);

  cl_step_stop (self, "cl-rows");
  cl_today_forget_lines (self);
  list_lines (self);
  n = self->lines->len;
  self->n_put = 0;
  /* What is chosen and what stands near it is there at once. */
  put_rows (self, place + 2 * STEP_ROWS);
  if (n > 0 && gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)) == NULL)
    {
      row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) MIN (place, n - 1));
      gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
      if (focused)
        gtk_widget_grab_focus (GTK_WIDGET (row));
    }
  cl_today_update_marks (self);
  if (self->lines != NULL)
    cl_step_start (self, "cl-rows", STEP_MS, step_cb);
}

/* Has all rows be there before @key goes far among them. */
void
cl_today_fill_before (ClTodayPage *self, guint key)
{
  if (self->lines == NULL || !cl_step_is_far (key))
    return;
  cl_step_stop (self, "cl-rows");
  put_rows (self, G_MAXUINT);
}
