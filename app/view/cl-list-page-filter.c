/* What narrows the list: marks above it that say it and take it away again. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-filter-dialog-private.h"
#include "cl-list-page-private.h"
#include "cl-widgets-private.h"

gboolean
cl_list_page_is_filtered (ClListPage *self)
{
  guint n_kept = self->kept != NULL ? self->kept->filters->len : 0;

  if (self->filters->len != n_kept)
    return TRUE;
  for (guint i = 0; i < n_kept; i++)
    if (g_strcmp0 (((const ClListFilter *) self->filters->pdata[i])->where, ((const ClListFilter *) self->kept->filters->pdata[i])->where) != 0)
      return TRUE;
  return FALSE;
}

/* "上河村；肢体" */
static char *
join_words (ClListPage *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < self->filters->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? _("; ") : "", ((const ClListFilter *) self->filters->pdata[i])->words);
  return g_strdup (words->str);
}

static void show_marks (ClListPage *self);

/* How many that leaves. */
void
cl_list_page_say_narrowed (ClListPage *self)
{
  g_autofree char *words = join_words (self), *n = cl_count_format (cl_row_model_get_n_records (self->rows)), *text = NULL;

  if (self->filters->len == 0)
    {
      cl_announce (GTK_WIDGET (self), _("All are shown again"));
      return;
    }
  /* Translators: what the list is narrowed to, and how many rows that leaves */
  text = g_strdup_printf (_("%s: %s rows"), words, n);
  cl_announce (GTK_WIDGET (self), text);
}

static gboolean
apply (ClListPage *self, gboolean aloud)
{
  g_autofree char *where = cl_list_filters_get_where (self->filters, NULL);
  g_autoptr (GError) error = NULL;

  if (!cl_row_model_set_where (self->rows, where, NULL, &error))
    {
      cl_context_say (self->context, GTK_WIDGET (self), error->message);
      return FALSE;
    }
  show_marks (self);
  cl_list_page_follow (self);
  cl_list_page_relabel_later (self);
  if (aloud)
    cl_list_page_ask (self, CL_LIST_ASKED_FILTER);
  return TRUE;
}

/* To the row that is selected; one that is far away is gone to when it is known which rows are left, not among those of before. */
static void
focus_left (ClListPage *self)
{
  if (!cl_row_model_is_reading (self->rows))
    cl_list_page_focus_row (self);
  else if (!cl_list_focus_bound (self->bound, cl_row_selection_get_cursor (self->selection)))
    self->want_focus = TRUE;
}

static void
take_away (ClListPage *self, GtkWidget *mark)
{
  g_ptr_array_remove_index (self->filters, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (mark), "cl-index")));
  apply (self, TRUE);
  focus_left (self);
}

static void
mark_clicked_cb (GtkButton *mark, ClListPage *self)
{
  take_away (self, GTK_WIDGET (mark));
}

static gboolean
mark_key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClListPage *self)
{
  GtkWidget *mark = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if (key == GDK_KEY_Escape)
    {
      cl_list_page_set_filter (self, NULL, NULL);
      cl_list_page_focus_row (self);
      return TRUE;
    }
  if (key != GDK_KEY_Delete && key != GDK_KEY_KP_Delete && key != GDK_KEY_BackSpace)
    return FALSE;
  take_away (self, mark);
  return TRUE;
}

static GtkWidget *
create_mark (ClListPage *self, guint index)
{
  const ClListFilter *filter = self->filters->pdata[index];
  GtkWidget *mark = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (filter->words);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char *name = g_strdup_printf (self->filters->len == 1 ? _("Only: %s. Press to show all") : _("Only: %s. Press to take this away"), filter->words);

  gtk_widget_add_css_class (mark, "cl-filter");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (mark), box);
  g_object_set_data (G_OBJECT (mark), "cl-index", GUINT_TO_POINTER (index));
  g_signal_connect (mark, "clicked", G_CALLBACK (mark_clicked_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (mark_key_cb), self);
  gtk_widget_add_controller (mark, keys);
  cl_widget_set_tooltip (mark, _("Show all (Escape)"));
  cl_accessible_name (mark, name);
  cl_accessible_describe (mark, NULL);
  return mark;
}

static void
show_marks (ClListPage *self)
{
  GtkWidget *mark;

  /* Whoever stands on a mark that goes stands on the rows. */
  if (gtk_widget_get_focus_child (self->filter) != NULL)
    self->want_focus = TRUE;
  while ((mark = gtk_widget_get_first_child (self->filter)) != NULL)
    gtk_box_remove (GTK_BOX (self->filter), mark);
  for (guint i = 0; i < self->filters->len; i++)
    gtk_box_append (GTK_BOX (self->filter), create_mark (self, i));
  gtk_widget_set_visible (self->filter, self->filters->len > 0);
}

/* Below the bar, as wide as their words; there only while something narrows the list. */
GtkWidget *
cl_list_page_create_filter (ClListPage *self)
{
  self->filter = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->filter, "cl-filters");
  gtk_widget_set_visible (self->filter, FALSE);
  return self->filter;
}

/* A field has one mark: another choice of its values takes the place of the one before. */
static void
put (ClListPage *self, const char *path, const char *where, const char *words)
{
  for (guint i = 0; path != NULL && i < self->filters->len; i++)
    if (g_strcmp0 (((const ClListFilter *) self->filters->pdata[i])->path, path) == 0)
      {
        g_ptr_array_remove_index (self->filters, i);
        break;
      }
  g_ptr_array_add (self->filters, cl_list_filter_new (path, where, words));
}

static void
chosen_cb (GtkWidget *near, const char *path, const char *where, const char *words)
{
  ClListPage *self = CL_LIST_PAGE (near);

  if (self->context == NULL)
    return;
  put (self, path, where, words);
  /* Whoever stands on one that is left stays there; else at the first. */
  self->position = 0;
  if (!apply (self, TRUE))
    {
      g_ptr_array_remove_index (self->filters, self->filters->len - 1);
      show_marks (self);
    }
  focus_left (self);
}

static char *
where_cb (gpointer data, const char *path)
{
  return cl_list_filters_get_where (((ClListPage *) data)->filters, path);
}

void
cl_list_page_get_filter (ClListPage *self, char **where, char **words)
{
  *where = cl_list_filters_get_where (self->filters, NULL);
  *words = *where != NULL ? join_words (self) : NULL;
}

void
cl_list_page_ask_filter (ClListPage *self)
{
  cl_filter_dialog_open (GTK_WIDGET (self), self->context, self->rows, self->view, where_cb, self, chosen_cb);
}

/**
 * cl_list_page_set_filter:
 * @page: a list page
 * @where: (nullable): a condition over its ledger, beside that of its view; %NULL: all
 * @words: (nullable): what the records of @where are, translated
 *
 * Narrows the list to these alone, and says so above it and in the count. A search is ended: it would narrow further. All of a list that the office keeps is what it
 * is kept with.
 *
 * Returns: whether @where was understood
 */
gboolean
cl_list_page_set_filter (ClListPage *page, const char *where, const char *words)
{
  g_autoptr (GPtrArray) before = NULL;

  g_return_val_if_fail (CL_IS_LIST_PAGE (page), FALSE);

  if (where == NULL && !cl_list_page_is_filtered (page))
    return TRUE;
  before = g_steal_pointer (&page->filters);
  page->filters = where == NULL && page->kept != NULL ? cl_list_filters_copy (page->kept->filters) : cl_list_filters_new ();
  if (where != NULL)
    {
      put (page, NULL, where, words);
      gtk_editable_set_text (GTK_EDITABLE (page->search), "");
      cl_list_page_stand_on (page, 0);
      page->position = 0;
    }
  if (apply (page, TRUE))
    return TRUE;
  g_ptr_array_unref (page->filters);
  page->filters = g_steal_pointer (&before);
  show_marks (page);
  return FALSE;
}

/* What is no longer understood, with a field of a plugin that has gone, narrows nothing. */
void
cl_list_page_put_filters (ClListPage *self, GPtrArray *filters)
{
  g_ptr_array_unref (self->filters);
  self->filters = filters;
  if (apply (self, FALSE))
    return;
  g_ptr_array_set_size (self->filters, 0);
  apply (self, FALSE);
}
