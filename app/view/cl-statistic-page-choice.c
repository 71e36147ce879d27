/* What is asked: the drop-downs above the chart. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-export.h"
#include "cl-query.h"
#include "cl-record.h"
#include "cl-statistic-page-private.h"
#include "cl-widgets.h"

#define ACROSS 3
/* More places than these are not listed: those above them are. */
#define MOST_VILLAGES 400

static guint
get_selected (GtkWidget *drop_down)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down));

  return selected != GTK_INVALID_LIST_POSITION ? selected : 0;
}

static char *
name_list (const ClStatisticList *list)
{
  if (list->view == NULL)
    return g_strdup (cl_ledger_get_title (list->ledger));
  return g_strdup_printf (_("%s: %s"), cl_ledger_get_title (list->ledger), list->view->title);
}

static GtkStringList *
list_lists (ClStatisticPage *self)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_context_get_catalogue (self->context));
  GtkStringList *strings = gtk_string_list_new (NULL);

  self->lists = g_array_new (FALSE, FALSE, sizeof (ClStatisticList));
  for (guint i = 0; i < ledgers->len; i++)
    {
      ClStatisticList list = { ledgers->pdata[i], NULL };
      const GPtrArray *views = cl_ledger_get_views (list.ledger);

      if (!cl_ledger_has_page (list.ledger) || cl_ledger_is_hidden (list.ledger))
        continue;
      for (guint k = 0; k <= views->len; k++)
        {
          g_autofree char *name = NULL;

          list.view = k > 0 ? views->pdata[k - 1] : NULL;
          name = name_list (&list);
          g_array_append_val (self->lists, list);
          gtk_string_list_append (strings, name);
        }
    }
  return strings;
}

static GtkStringList *
list_described (ClStatisticPage *self)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_context_get_catalogue (self->context));
  /* Translators: the first of a list of counts: what is chosen beside it by hand */
  const char *const first[] = { _("Of one's own choice"), NULL };
  GtkStringList *strings = gtk_string_list_new (first);

  self->described = g_ptr_array_new ();
  for (guint i = 0; i < ledgers->len; i++)
    {
      const GPtrArray *statistics = cl_ledger_get_statistics (ledgers->pdata[i]);

      for (guint k = 0; k < statistics->len; k++)
        {
          g_ptr_array_add (self->described, ledgers->pdata[i]);
          g_ptr_array_add (self->described, statistics->pdata[k]);
          gtk_string_list_append (strings, ((const ClLedgerStatistic *) statistics->pdata[k])->title);
        }
    }
  return strings;
}

/* Offers the places of @where; FALSE: there are more than are listed. */
static gboolean
read_places (ClStatisticPage *self, const char *where, GtkStringList *strings)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (self->context);
  ClLedger *division = cl_catalogue_find_ledger (catalogue, "division");
  g_autoptr (ClQuery) query = cl_query_new (catalogue, division);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;

  if (cl_query_add_column (query, cl_ledger_get_called (division), CL_QUERY_LIST, &error) && cl_query_add_where (query, where, &error) &&
      cl_query_set_order (query, "level.rank, position, code, name", &error))
    {
      cl_query_set_limit (query, MOST_VILLAGES + 1, 0);
      statement = cl_query_prepare (query, cl_store_get_reader (cl_context_get_store (self->context)), NULL, &error);
    }
  while (statement != NULL && cl_statement_step (statement, &error))
    {
      gint64 id = cl_statement_get_integer (statement, 0);
      const char *name = cl_statement_get_text (statement, 1);

      g_array_append_val (self->villages, id);
      g_ptr_array_add (self->village_names, g_strdup (name != NULL ? name : ""));
      gtk_string_list_append (strings, name != NULL ? name : "");
    }
  if (error != NULL)
    g_warning ("Places cannot be listed: %s", error->message);
  /* Beside the first, which is all of them. */
  return self->villages->len <= MOST_VILLAGES + 1;
}

/* Begins the list of places with what stands for all of them. */
static GtkStringList *
begin_villages (ClStatisticPage *self)
{
  /* Translators: the first of a list of villages */
  const char *const first[] = { _("All"), NULL };
  const gint64 all = 0;

  g_array_set_size (self->villages, 0);
  g_ptr_array_set_size (self->village_names, 0);
  g_array_append_val (self->villages, all);
  g_ptr_array_add (self->village_names, g_strdup (""));
  return gtk_string_list_new (first);
}

/* What was chosen stays chosen, where it is there still. */
static void
fill_villages (ClStatisticPage *self)
{
  guint selected = get_selected (self->village), now = 0;
  gint64 chosen = selected < self->villages->len ? g_array_index (self->villages, gint64, selected) : 0;
  g_autoptr (GtkStringList) strings = begin_villages (self);

  if (!read_places (self, "level in ('township', 'village') and (valid_to is null or valid_to >= today())", strings))
    {
      g_object_unref (strings);
      strings = begin_villages (self);
      read_places (self, "level in ('county', 'township')", strings);
    }
  for (guint i = 0; i < self->villages->len; i++)
    if (g_array_index (self->villages, gint64, i) == chosen)
      now = i;
  self->setting = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->village), G_LIST_MODEL (strings));
  /* What it is called follows what is chosen. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->village), GTK_INVALID_LIST_POSITION);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->village), now);
  self->setting = FALSE;
}

/* Before the numbers are counted anew: that follows at "journal-changed". */
static void
store_changed_cb (ClStatisticPage *self, const char *ledger)
{
  if (g_str_equal (ledger, "division"))
    fill_villages (self);
}

static const ClStatisticList *
get_list (ClStatisticPage *self)
{
  return &g_array_index (self->lists, ClStatisticList, MIN (get_selected (self->list), self->lists->len - 1));
}

/* What the chosen list may be counted by. */
static void
fill_keys (ClStatisticPage *self, ClLedger *ledger, const char *by, const char *and_by)
{
  g_autoptr (GtkStringList) first = gtk_string_list_new (NULL), second = gtk_string_list_new (NULL);
  guint one = 0, other = 0;

  g_clear_pointer (&self->keys, g_ptr_array_unref);
  self->keys = cl_statistic_list_keys (cl_context_get_catalogue (self->context), ledger);
  /* Translators: the first of what a count may be parted by besides */
  gtk_string_list_append (second, C_("count", "nothing"));
  for (guint i = 0; i < self->keys->len; i++)
    {
      const ClStatisticKey *key = self->keys->pdata[i];

      gtk_string_list_append (first, key->label);
      gtk_string_list_append (second, key->label);
      if (g_strcmp0 (key->path, by) == 0)
        one = i;
      if (g_strcmp0 (key->path, and_by) == 0)
        other = i + 1;
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->by), G_LIST_MODEL (first));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->and_by), G_LIST_MODEL (second));
  /* What it is called follows what is chosen: the first of another list is another. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->by), GTK_INVALID_LIST_POSITION);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->and_by), GTK_INVALID_LIST_POSITION);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->by), one);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->and_by), other);
}

/* The village first, as people look; else a code; else whatever comes first. */
const char *
cl_statistic_page_propose (ClStatisticPage *self, ClLedger *ledger)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (self->context);
  g_autofree char *village = cl_export_find_village_path (catalogue, ledger);
  g_autoptr (GPtrArray) keys = cl_statistic_list_keys (catalogue, ledger);
  const char *code = NULL;

  for (guint i = 0; i < keys->len; i++)
    {
      const char *path = ((const ClStatisticKey *) keys->pdata[i])->path;
      const ClField *field = cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL);

      if (g_strcmp0 (path, village) == 0)
        return g_intern_string (path);
      if (code == NULL && field != NULL && cl_field_get_codes (field) != NULL)
        code = g_intern_string (path);
    }
  return code != NULL ? code : keys->len > 0 ? g_intern_string (((const ClStatisticKey *) keys->pdata[0])->path) : NULL;
}

/* The kept count that asks the same, or that it is of one's own choice. */
static void
follow_kept (ClStatisticPage *self)
{
  const ClStatisticQuestion *question = self->question;
  guint kept = 0;

  for (guint i = 0; i + 1 < self->described->len; i += 2)
    {
      const ClLedgerStatistic *each = self->described->pdata[i + 1];

      if (self->described->pdata[i] == question->ledger && g_strcmp0 (each->view, question->view) == 0 && g_strcmp0 (each->by, question->by) == 0 &&
          g_strcmp0 (each->and_by, question->and_by) == 0)
        kept = i / 2 + 1;
    }
  self->setting = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kept), kept);
  self->setting = FALSE;
}

void
cl_statistic_page_follow_choices (ClStatisticPage *self)
{
  const ClStatisticQuestion *question = self->question;
  guint list = 0;

  follow_kept (self);
  self->setting = TRUE;
  for (guint i = 0; i < self->lists->len; i++)
    {
      const ClStatisticList *each = &g_array_index (self->lists, ClStatisticList, i);

      if (each->ledger == question->ledger && g_strcmp0 (each->view != NULL ? each->view->name : NULL, question->view) == 0)
        list = i;
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->list), list);
  fill_keys (self, question->ledger, question->by, question->and_by);
  self->setting = FALSE;
}

static char *
join_words (const char *one, const char *other)
{
  if (one == NULL || other == NULL)
    return g_strdup (one != NULL ? one : other);
  return g_strconcat (one, _(", "), other, NULL);
}

/* Those of the place, and of what lies in it: in a county's townships its villages. */
static char *
say_place (ClStatisticPage *self, ClLedger *ledger, const char **words)
{
  guint chosen = get_selected (self->village);
  g_autofree char *path = chosen > 0 ? cl_export_find_village_path (cl_context_get_catalogue (self->context), ledger) : NULL;
  gint64 id = g_array_index (self->villages, gint64, chosen);

  *words = NULL;
  if (path == NULL)
    return NULL;
  *words = self->village_names->pdata[chosen];
  return g_strdup_printf ("%1$s = %2$" G_GINT64_FORMAT " or %1$s.parent = %2$" G_GINT64_FORMAT " or %1$s.parent.parent = %2$" G_GINT64_FORMAT, path, id);
}

ClStatisticQuestion *
cl_statistic_page_read_choices (ClStatisticPage *self)
{
  const ClStatisticList *list = get_list (self);
  ClStatisticQuestion *question = cl_statistic_question_new (list->ledger);
  guint by = get_selected (self->by), and_by = get_selected (self->and_by), kept = get_selected (self->kept);
  const char *place_words;
  g_autofree char *place = say_place (self, list->ledger, &place_words);

  question->view = g_strdup (list->view != NULL ? list->view->name : NULL);
  if (by < self->keys->len)
    question->by = g_strdup (((const ClStatisticKey *) self->keys->pdata[by])->path);
  if (and_by > 0 && and_by <= self->keys->len && and_by - 1 != by)
    question->and_by = g_strdup (((const ClStatisticKey *) self->keys->pdata[and_by - 1])->path);
  if (kept > 0)
    question->header = g_strdup (((const ClLedgerStatistic *) self->described->pdata[2 * kept - 1])->header);
  question->where = cl_query_join_where (self->limit, place);
  question->words = join_words (self->limit_words, place_words);
  question->ids = self->limit_ids != NULL ? g_array_ref (self->limit_ids) : NULL;
  return question;
}

static void
forget_limit (ClStatisticPage *self)
{
  g_clear_pointer (&self->limit, g_free);
  g_clear_pointer (&self->limit_words, g_free);
  g_clear_pointer (&self->limit_ids, g_array_unref);
}

static void
kept_cb (ClStatisticPage *self)
{
  guint kept = get_selected (self->kept);

  if (self->setting || kept == 0)
    return;
  if (self->question->ledger != self->described->pdata[2 * kept - 2])
    forget_limit (self);
  cl_statistic_question_free (self->question);
  self->question = cl_statistic_question_new (self->described->pdata[2 * kept - 2]);
  cl_statistic_question_take (self->question, self->described->pdata[2 * kept - 1]);
  cl_statistic_page_follow_choices (self);
  cl_statistic_page_ask (self);
}

static void
list_cb (ClStatisticPage *self)
{
  const ClStatisticList *list = get_list (self);

  if (self->setting)
    return;
  if (list->ledger != self->question->ledger)
    {
      forget_limit (self);
      g_free (self->question->by);
      self->question->by = g_strdup (cl_statistic_page_propose (self, list->ledger));
      g_clear_pointer (&self->question->and_by, g_free);
    }
  cl_ledger_unref (self->question->ledger);
  self->question->ledger = cl_ledger_ref (list->ledger);
  g_free (self->question->view);
  self->question->view = g_strdup (list->view != NULL ? list->view->name : NULL);
  cl_statistic_page_follow_choices (self);
  cl_statistic_page_ask (self);
}

static void
key_cb (ClStatisticPage *self)
{
  g_autoptr (ClStatisticQuestion) question = NULL;

  if (self->setting)
    return;
  question = cl_statistic_page_read_choices (self);
  g_free (self->question->by);
  g_free (self->question->and_by);
  self->question->by = g_strdup (question->by);
  self->question->and_by = g_strdup (question->and_by);
  follow_kept (self);
  cl_statistic_page_ask (self);
}

void
cl_statistic_page_choose_all_villages (ClStatisticPage *self)
{
  self->setting = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->village), 0);
  self->setting = FALSE;
}

static void
village_cb (ClStatisticPage *self)
{
  if (!self->setting)
    cl_statistic_page_ask (self);
}

static void
only_cb (ClStatisticPage *self)
{
  forget_limit (self);
  gtk_widget_grab_focus (self->list);
  cl_statistic_page_ask (self);
}

static GtkWidget *
add_choice (ClStatisticPage *self, const char *title, GtkStringList *strings, guint place, GCallback changed)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (title), *drop_down = cl_drop_down_new (title, strings);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (drop_down, TRUE);
  gtk_box_append (GTK_BOX (cell), label);
  gtk_box_append (GTK_BOX (cell), drop_down);
  gtk_grid_attach (GTK_GRID (self->choices), cell, (int) (place % ACROSS), (int) (place / ACROSS), 1, 1);
  g_signal_connect_object (drop_down, "notify::selected", changed, self, G_CONNECT_SWAPPED);
  return drop_down;
}

GtkWidget *
cl_statistic_page_create_choices (ClStatisticPage *self)
{
  self->choices = gtk_grid_new ();
  gtk_widget_add_css_class (self->choices, "cl-bar");
  gtk_widget_add_css_class (self->choices, "cl-form");
  gtk_grid_set_column_spacing (GTK_GRID (self->choices), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->choices), 6);
  gtk_grid_set_column_homogeneous (GTK_GRID (self->choices), TRUE);
  self->setting = TRUE;
  /* Translators: a choice above a chart: counts that are named and kept */
  self->kept = add_choice (self, _("Kept counts"), list_described (self), 0, G_CALLBACK (kept_cb));
  /* Translators: a choice above a chart: the list whose entries are counted */
  self->list = add_choice (self, _("Counted list"), list_lists (self), 1, G_CALLBACK (list_cb));
  self->village = add_choice (self, _("Village"), gtk_string_list_new (NULL), 2, G_CALLBACK (village_cb));
  /* Translators: a choice above a chart: the fact by which entries are counted */
  self->by = add_choice (self, _("Counted by"), gtk_string_list_new (NULL), 3, G_CALLBACK (key_cb));
  /* Translators: a choice above a chart: the fact by which each bar is parted besides */
  self->and_by = add_choice (self, _("and by"), gtk_string_list_new (NULL), 4, G_CALLBACK (key_cb));
  self->setting = FALSE;
  self->villages = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->village_names = g_ptr_array_new_with_free_func (g_free);
  fill_villages (self);
  g_signal_connect_object (cl_context_get_store (self->context), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->only = gtk_button_new ();
  gtk_widget_add_css_class (self->only, "cl-filter");
  gtk_widget_set_halign (self->only, GTK_ALIGN_START);
  gtk_widget_set_visible (self->only, FALSE);
  g_signal_connect_object (self->only, "clicked", G_CALLBACK (only_cb), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (GTK_GRID (self->choices), self->only, 2, 1, 1, 1);
  return self->choices;
}
