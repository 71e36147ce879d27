#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-chart-view-private.h"
#include "cl-count-table-private.h"
#include "cl-progress-bar.h"
#include "cl-statistic-page-private.h"
#include "cl-widgets-private.h"

/* A condition that names more records one by one is too long for what is asked by it. */
#define MOST_IDS 20000
/* In characters: chart and table stand side by side from here on. */
#define WIDE_EM 52

G_DEFINE_FINAL_TYPE (ClStatisticPage, cl_statistic_page, GTK_TYPE_WIDGET)

/* One count, on a worker with a connection of its own. */
typedef struct
{
  ClStore *store;
  ClDatabase *reader;
  ClStatisticQuestion *question;
} Count;

static void
count_free (gpointer data)
{
  Count *count = data;

  g_clear_pointer (&count->reader, cl_database_close);
  g_object_unref (count->store);
  cl_statistic_question_free (count->question);
  g_free (count);
}

static void
count_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Count *count = data;
  GError *error = NULL;
  ClStatistic *statistic;

  cl_database_set_cancellable (count->reader, cancellable);
  statistic = cl_statistic_count (cl_store_get_catalogue (count->store), count->reader, count->question, cancellable, &error);
  cl_database_set_cancellable (count->reader, NULL);
  g_clear_pointer (&count->reader, cl_database_close);
  if (statistic != NULL)
    g_task_return_pointer (task, statistic, (GDestroyNotify) cl_statistic_unref);
  else
    g_task_return_error (task, error);
}

static void
show (ClStatisticPage *self)
{
  gboolean any = self->statistic != NULL && self->statistic->rows->len > 0;
  g_autofree char *said = self->statistic != NULL ? cl_statistic_say (self->statistic, FALSE) : NULL;

  gtk_label_set_text (GTK_LABEL (self->said), said != NULL ? said : "");
  cl_chart_view_set (CL_CHART_VIEW (self->chart), self->statistic);
  cl_count_table_set (CL_COUNT_TABLE (self->table), self->statistic);
  gtk_widget_set_visible (self->panes, any);
  gtk_widget_set_visible (self->said, any);
  gtk_widget_set_visible (self->empty, !any);
}

static void
end_counting (ClStatisticPage *self)
{
  if (self->counting != NULL)
    g_cancellable_cancel (G_CANCELLABLE (self->counting));
  g_clear_object (&self->counting);
  /* Whoever stood on its Cancel goes on where one chooses what is counted. */
  if (self->box != NULL && cl_progress_bar_end (CL_PROGRESS_BAR (self->progress)))
    gtk_widget_grab_focus (self->kept);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClStatisticPage *self = CL_STATISTIC_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStatistic) statistic = g_task_propagate_pointer (G_TASK (result), &error);

  /* Something else was asked, or the page is gone. */
  if (self->context == NULL || g_task_get_cancellable (G_TASK (result)) != G_CANCELLABLE (self->counting))
    return;
  end_counting (self);
  if (statistic == NULL)
    {
      /* What was counted before takes the place of the words that it is being counted. */
      show (self);
      self->want_focus = FALSE;
      cl_context_say (self->context, GTK_WIDGET (self), g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _("Cancelled: nothing was counted.") : error->message);
      return;
    }
  g_clear_pointer (&self->statistic, cl_statistic_unref);
  self->statistic = g_steal_pointer (&statistic);
  show (self);
  if (self->want_focus && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  self->want_focus = FALSE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    cl_announce (GTK_WIDGET (self), self->statistic->rows->len > 0 ? gtk_label_get_text (GTK_LABEL (self->said)) : _("There is nothing to count here"));
}

static void
show_limit (ClStatisticPage *self)
{
  gboolean limited = self->limit != NULL || self->limit_ids != NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (self->only, limited);
  if (!limited)
    return;
  /* Translators: above a chart; %s: what its list was narrowed to */
  name = g_strdup_printf (_("Only: %s. Press to show all"), self->limit_words != NULL ? self->limit_words : _("what was found"));
  gtk_button_set_label (GTK_BUTTON (self->only), name);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->only))), PANGO_ELLIPSIZE_END);
  cl_accessible_name (self->only, name);
}

void
cl_statistic_page_ask (ClStatisticPage *self)
{
  ClStore *store = cl_context_get_store (self->context);
  ClStatisticQuestion *question = cl_statistic_page_read_choices (self);
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Count *count;

  end_counting (self);
  cl_statistic_question_free (self->question);
  self->question = question;
  self->stale = FALSE;
  show_limit (self);
  if (question->by == NULL)
    {
      g_clear_pointer (&self->statistic, cl_statistic_unref);
      show (self);
      return;
    }
  self->counting = cl_progress_new ();
  count = g_new0 (Count, 1);
  count->store = g_object_ref (store);
  count->question = cl_statistic_question_copy (question);
  task = g_task_new (self, G_CANCELLABLE (self->counting), counted_cb, NULL);
  g_task_set_task_data (task, count, count_free);
  count->reader = cl_store_open_reader (store, &error);
  if (count->reader == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  cl_progress_bar_begin (CL_PROGRESS_BAR (self->progress), _("Counting"), self->counting, CL_PROGRESS_PATIENCE_MS);
  g_task_run_in_thread (task, count_thread);
}

static void
row_cb (ClStatisticPage *self, int row)
{
  cl_chart_view_mark (CL_CHART_VIEW (self->chart), row);
}

static char *
say_chosen (ClStatisticPage *self, int row, int column)
{
  g_autofree char *one = row >= 0 ? cl_statistic_value_call (self->statistic->rows->pdata[row], FALSE) : NULL;
  g_autofree char *other = column >= 0 ? cl_statistic_value_call (self->statistic->columns->pdata[column], FALSE) : NULL;
  const char *parts[] = { self->statistic->words, one, other };
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (words, "%s%s", words->len > 0 ? _(", ") : "", parts[i]);
  return g_string_free (words, FALSE);
}

/* The list of those that the number counts. */
static void
chosen_cb (ClStatisticPage *self, int row, int column)
{
  const GArray *ids = self->statistic != NULL ? self->statistic->ids : NULL;
  g_autofree char *where = NULL, *among = NULL, *narrowed = NULL, *words = NULL;

  if (self->statistic == NULL)
    return;
  if (ids != NULL && ids->len > MOST_IDS)
    {
      cl_context_say (self->context, GTK_WIDGET (self), _("These were found by a search, or selected: go back to the list, and filter it there"));
      return;
    }
  where = row >= 0 ? cl_statistic_get_condition (self->statistic, (guint) row, column) : g_strdup (self->statistic->where);
  if (row >= 0 && where == NULL)
    {
      cl_context_say (self->context, GTK_WIDGET (self), _("Many values stand together here. Choose one of the others"));
      return;
    }
  among = ids != NULL ? cl_query_say_ids ((const gint64 *) ids->data, ids->len) : NULL;
  narrowed = cl_query_join_where (where, among);
  words = say_chosen (self, row, column);
  cl_context_show_list (self->context, cl_ledger_get_name (self->statistic->ledger), narrowed, words);
}

static void
store_changed_cb (ClStatisticPage *self)
{
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    cl_statistic_page_ask (self);
}

static void
map_cb (ClStatisticPage *self)
{
  if (self->stale && self->context != NULL)
    cl_statistic_page_ask (self);
}

static gboolean
cl_statistic_page_grab_focus (GtkWidget *widget)
{
  ClStatisticPage *self = CL_STATISTIC_PAGE (widget);

  if (cl_widget_is_walked (widget))
    return FALSE;
  if (self->counting == NULL && gtk_widget_get_visible (self->panes) && cl_count_table_focus_row (CL_COUNT_TABLE (self->table)))
    return TRUE;
  /* The numbers are on their way: the focus follows them. */
  self->want_focus = self->counting != NULL;
  return gtk_widget_grab_focus (self->kept);
}

static void
cl_statistic_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (CL_STATISTIC_PAGE (widget)->box, orientation, orientation == GTK_ORIENTATION_VERTICAL ? -1 : for_size, minimum, natural, NULL, NULL);
}

/* Side by side where there is room, else the chart above its table. */
static void
cl_statistic_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClStatisticPage *self = CL_STATISTIC_PAGE (widget);
  GtkOrientation wanted = width >= WIDE_EM * cl_widget_get_em (widget) ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  int minimum;

  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (self->panes)) != wanted)
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->panes), wanted);
  gtk_widget_measure (self->box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->box, GTK_ORIENTATION_VERTICAL, MAX (width, minimum), NULL, NULL, NULL, NULL);
  gtk_widget_allocate (self->box, MAX (width, minimum), height, baseline, NULL);
}

static void
cl_statistic_page_dispose (GObject *object)
{
  ClStatisticPage *self = CL_STATISTIC_PAGE (object);

  end_counting (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (cl_statistic_page_parent_class)->dispose (object);
}

static void
cl_statistic_page_finalize (GObject *object)
{
  ClStatisticPage *self = CL_STATISTIC_PAGE (object);

  g_clear_pointer (&self->question, cl_statistic_question_free);
  g_clear_pointer (&self->statistic, cl_statistic_unref);
  g_clear_pointer (&self->described, g_ptr_array_unref);
  g_clear_pointer (&self->lists, g_array_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->villages, g_array_unref);
  g_clear_pointer (&self->village_names, g_ptr_array_unref);
  g_clear_pointer (&self->limit_ids, g_array_unref);
  g_free (self->limit);
  g_free (self->limit_words);
  G_OBJECT_CLASS (cl_statistic_page_parent_class)->finalize (object);
}

static void
cl_statistic_page_class_init (ClStatisticPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_statistic_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_statistic_page_finalize;
  widget_class->grab_focus = cl_statistic_page_grab_focus;
  widget_class->focus = cl_widget_walk;
  widget_class->measure = cl_statistic_page_measure;
  widget_class->size_allocate = cl_statistic_page_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "statisticpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "page.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.export", NULL);
}

static void
cl_statistic_page_init (ClStatisticPage *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static GtkWidget *
create_head (ClStatisticPage *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *export = cl_text_button_new (_("_Export…"), "page.export"), *print = cl_text_button_new (_("_Print…"), "page.print");

  self->said = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->said), 0);
  gtk_label_set_wrap (GTK_LABEL (self->said), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->said), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (self->said, TRUE);
  gtk_widget_add_css_class (self->said, "cl-count");
  gtk_box_append (GTK_BOX (line), self->said);
  /* Beside a sentence of two lines they stay as high as buttons are. */
  gtk_widget_set_valign (export, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (print, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), export);
  gtk_box_append (GTK_BOX (line), print);
  gtk_widget_add_css_class (line, "cl-bar");
  return line;
}

static void
create_children (ClStatisticPage *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), cl_statistic_page_create_choices (self));
  gtk_box_append (GTK_BOX (self->box), create_head (self));
  self->progress = cl_progress_bar_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_add_css_class (self->progress, "cl-bar");
  gtk_box_append (GTK_BOX (self->box), self->progress);
  self->chart = cl_chart_view_new ();
  self->chart_scroller = gtk_scrolled_window_new ();
  /* Nothing in it takes the focus, and the search for what does must not end there. */
  gtk_widget_set_focusable (self->chart_scroller, FALSE);
  gtk_widget_set_can_focus (self->chart_scroller, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->chart_scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->chart_scroller), self->chart);
  gtk_widget_set_hexpand (self->chart_scroller, TRUE);
  gtk_widget_set_vexpand (self->chart_scroller, TRUE);
  self->table = cl_count_table_new ();
  gtk_widget_set_hexpand (self->table, TRUE);
  gtk_widget_set_vexpand (self->table, TRUE);
  g_signal_connect_object (self->table, "row", G_CALLBACK (row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  self->panes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_set_homogeneous (GTK_BOX (self->panes), TRUE);
  gtk_widget_add_css_class (self->panes, "cl-list");
  gtk_box_append (GTK_BOX (self->panes), self->chart_scroller);
  gtk_box_append (GTK_BOX (self->panes), self->table);
  gtk_box_append (GTK_BOX (self->box), self->panes);
  self->empty = cl_status_page_new ();
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), _("There is nothing to count here"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), _("Choose another list or village above, or enter records first"));
  gtk_widget_set_vexpand (self->empty, TRUE);
  gtk_widget_set_visible (self->empty, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->empty);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * cl_statistic_page_new:
 * @context: whose records
 *
 * The first count that a description names is shown. Beside Ctrl+P and Ctrl+Shift+E it has the action "page.export-to" (a path ending in .xlsx, .csv or .pdf), which
 * asks nothing. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_statistic_page_new (ClContext *context)
{
  ClStatisticPage *self = g_object_new (CL_TYPE_STATISTIC_PAGE, NULL);

  cl_view_style_ensure ();
  self->context = g_object_ref (context);
  self->actions = g_simple_action_group_new ();
  cl_statistic_page_add_paper_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (self->actions));
  create_children (self);
  g_signal_connect_object (cl_context_get_store (context), "journal-changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  if (self->described->len > 0)
    {
      self->question = cl_statistic_question_new (self->described->pdata[0]);
      cl_statistic_question_take (self->question, self->described->pdata[1]);
    }
  else
    self->question = cl_statistic_question_new (g_array_index (self->lists, ClStatisticList, 0).ledger);
  cl_statistic_page_follow_choices (self);
  cl_statistic_page_ask (self);
  return GTK_WIDGET (self);
}

/**
 * cl_statistic_page_show:
 * @page: the page
 * @ledger: name of a ledger
 * @view: (nullable): its view
 * @where: (nullable): a condition over it
 * @words: (nullable): what the records of @where are, translated
 * @ids: (nullable) (element-type gint64): these records alone
 *
 * Shows a list as a chart, by what it was counted by last, else by what its entries are usually looked at.
 */
void
cl_statistic_page_show (ClStatisticPage *page, const char *ledger, const char *view, const char *where, const char *words, GArray *ids)
{
  ClLedger *counted;
  gboolean same;

  g_return_if_fail (CL_IS_STATISTIC_PAGE (page));

  counted = cl_catalogue_find_ledger (cl_context_get_catalogue (page->context), ledger);
  if (counted == NULL)
    return;
  same = counted == page->question->ledger;
  g_free (page->limit);
  g_free (page->limit_words);
  g_clear_pointer (&page->limit_ids, g_array_unref);
  page->limit = g_strdup (where);
  page->limit_words = g_strdup (words);
  page->limit_ids = ids != NULL ? g_array_ref (ids) : NULL;
  g_free (page->question->view);
  page->question->view = g_strdup (view);
  if (!same)
    {
      cl_ledger_unref (page->question->ledger);
      page->question->ledger = cl_ledger_ref (counted);
      g_free (page->question->by);
      page->question->by = g_strdup (cl_statistic_page_propose (page, counted));
      g_clear_pointer (&page->question->and_by, g_free);
    }
  cl_statistic_page_choose_all_villages (page);
  cl_statistic_page_follow_choices (page);
  cl_statistic_page_ask (page);
}
