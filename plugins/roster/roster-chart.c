#include "roster-chart.h"

#include <glib/gi18n-lib.h>

#include "roster-chart-private.h"
#include "roster-process.h"
#include "roster-page.h"
#include "roster-rows.h"

/* The page “Organisation chart”: who stands below whom, who holds which post, and what is missing, as on a day. */
typedef struct
{
  GObject parent;
  ClPage *next; /* made when it is asked for */
} RosterChart;

typedef GObjectClass RosterChartClass;

static void roster_chart_page_init (ClPageInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterChart, roster_chart, G_TYPE_OBJECT, 0, G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_PAGE, roster_chart_page_init))

static void
chart_free (gpointer data)
{
  Chart *chart = data;

  g_clear_object (&chart->rows);
  g_clear_pointer (&chart->tree, roster_tree_free);
  g_hash_table_unref (chart->expanded);
  g_object_unref (chart->context);
  g_free (chart->as_on);
  g_free (chart->focus);
  g_free (chart);
}

/* What one sees first: the federations open. */
static void
expand_federations (Chart *chart, const GPtrArray *nodes, guint depth)
{
  for (guint i = 0; i < nodes->len && depth < 1; i++)
    {
      RosterNode *node = nodes->pdata[i];

      if (node->children->len == 0)
        continue;
      g_hash_table_add (chart->expanded, roster_node_get_key (node));
      expand_federations (chart, node->children, nodes->len == 1 ? depth : depth + 1);
    }
}

static void
chart_fill (gpointer data)
{
  Chart *chart = data;
  ClStore *store = cl_context_get_store (chart->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (RosterTree) before = g_steal_pointer (&chart->tree);
  RosterNode *focused = before != NULL ? roster_chart_list_get_focused (chart) : NULL;
  g_autofree char *words = NULL;

  g_clear_pointer (&chart->focus, g_free);
  if (focused != NULL)
    chart->focus = roster_node_get_key (focused);
  chart->tree = roster_tree_load (cl_store_get_catalogue (store), cl_store_get_reader (store), chart->as_on, &error);
  if (chart->tree == NULL)
    {
      gtk_label_set_text (GTK_LABEL (chart->summary), error->message);
      chart->tree = g_steal_pointer (&before);
      return;
    }
  if (before == NULL)
    expand_federations (chart, chart->tree->roots, 0);
  roster_chart_list_fill (chart);
  /* Translators: of the chart: organisations, posts that are held, what is missing */
  words = g_strdup_printf (_("%u organisations, %u in office, %u gaps"), chart->tree->n_organisations, chart->tree->n_members, chart->tree->n_gaps);
  gtk_label_set_text (GTK_LABEL (chart->summary), words);
  gtk_widget_set_visible (chart->list, chart->tree->roots->len > 0);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, Chart *chart)
{
  const RosterNode *node = roster_chart_list_get_focused (chart);
  gint64 record = node != NULL ? node->record : 0;
  const char *ledger = node != NULL ? node->ledger : NULL;
  g_autoptr (ClRecord) appointment = NULL;

  if (node != NULL && node->kind == ROSTER_NODE_PERSON)
    {
      ClStore *store = cl_context_get_store (chart->context);

      appointment = cl_record_load (cl_store_get_reader (store), cl_catalogue_find_ledger (cl_store_get_catalogue (store), ledger), record, NULL);
      ledger = "person";
      record = appointment != NULL ? cl_record_get_named (appointment, "person")->integer : 0;
    }
  if (ledger != NULL && record != 0)
    cl_context_show_record (chart->context, ledger, record);
}

/* What people write becomes the day; anything else leaves it as it was. */
static void
day_cb (Chart *chart)
{
  g_autoptr (GError) error = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (chart->day));
  g_autofree char *day = *text == '\0' ? g_strdup (cl_today ()) : cl_date_parse (text, &error);

  cl_entry_set_error (chart->day, day == NULL ? error->message : NULL);
  if (day == NULL || g_str_equal (day, chart->as_on))
    return;
  g_free (chart->as_on);
  chart->as_on = g_steal_pointer (&day);
  chart_fill (chart);
  cl_context_say (chart->context, chart->day, gtk_label_get_text (GTK_LABEL (chart->summary)));
}

/* The board on the wall of the organisation under the focus; of the first one where it is elsewhere. */
static void
print_cb (Chart *chart)
{
  const RosterNode *node = roster_chart_list_get_focused (chart);
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  while (node != NULL && node->kind != ROSTER_NODE_ORGANISATION)
    node = node->parent;
  if (node != NULL)
    g_hash_table_insert (parameters, g_strdup ("organisation"), g_strdup (node->title));
  g_hash_table_insert (parameters, g_strdup ("day"), g_strdup (chart->as_on));
  cl_context_show_form (chart->context, "organisation-chart", parameters);
}

static GtkWidget *
roster_chart_create (ClPage *self, ClContext *context)
{
  Chart *chart = g_new0 (Chart, 1);
  GtkWidget *box, *scrolled = roster_rows_page_new (&box), *bar = cl_wrap_box_new (), *print;
  GtkEventController *focus = gtk_event_controller_focus_new ();

  chart->context = g_object_ref (context);
  chart->page = scrolled;
  chart->expanded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  chart->as_on = g_strdup (cl_today ());
  chart->day = gtk_entry_new ();
  cl_accessible_name (chart->day, _("As on"));
  gtk_editable_set_width_chars (GTK_EDITABLE (chart->day), 11);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (chart->day), 11);
  gtk_editable_set_text (GTK_EDITABLE (chart->day), chart->as_on);
  g_signal_connect_swapped (chart->day, "activate", G_CALLBACK (day_cb), chart);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (day_cb), chart);
  gtk_widget_add_controller (chart->day, focus);
  print = cl_text_button_new (_("_Board for the wall"), NULL);
  gtk_widget_add_css_class (print, "suggested-action");
  g_signal_connect_swapped (print, "clicked", G_CALLBACK (print_cb), chart);
  chart->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (chart->summary), 0);
  gtk_widget_set_hexpand (chart->summary, TRUE);
  gtk_label_set_wrap (GTK_LABEL (chart->summary), TRUE);
  gtk_widget_add_css_class (chart->summary, "dim-label");
  gtk_box_append (GTK_BOX (bar), gtk_label_new (_("As on")));
  gtk_box_append (GTK_BOX (bar), chart->day);
  gtk_box_append (GTK_BOX (bar), chart->summary);
  gtk_box_append (GTK_BOX (bar), print);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), roster_chart_list_new (chart));
  g_signal_connect (chart->list, "row-activated", G_CALLBACK (activated_cb), chart);
  g_object_set_data_full (G_OBJECT (scrolled), "roster-chart", chart, chart_free);
  chart_fill (chart);
  roster_page_follow (scrolled, context, chart_fill, chart);
  roster_page_set_print (scrolled, NULL, print);
  return scrolled;
}

static const char *
roster_chart_get_id (ClPage *self)
{
  return "chart";
}

static const char *
roster_chart_get_title (ClPage *self)
{
  return _("Organisation chart");
}

static const char *
roster_chart_get_icon (ClPage *self)
{
  return "view-list-symbolic";
}

static ClPage *
roster_chart_get_next (ClPage *page)
{
  RosterChart *self = (RosterChart *) page;

  if (self->next == NULL)
    self->next = g_object_new (roster_process_get_type (), NULL);
  return self->next;
}

static void
roster_chart_page_init (ClPageInterface *iface)
{
  iface->get_id = roster_chart_get_id;
  iface->get_title = roster_chart_get_title;
  iface->get_icon = roster_chart_get_icon;
  iface->create = roster_chart_create;
  iface->get_next = roster_chart_get_next;
}

static void
roster_chart_finalize (GObject *object)
{
  g_clear_object (&((RosterChart *) object)->next);
  G_OBJECT_CLASS (roster_chart_parent_class)->finalize (object);
}

static void
roster_chart_class_init (RosterChartClass *klass)
{
  klass->finalize = roster_chart_finalize;
}

static void
roster_chart_class_finalize (RosterChartClass *klass)
{
}

static void
roster_chart_init (RosterChart *self)
{
}

/**
 * roster_chart_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_chart_register (GTypeModule *module)
{
  roster_chart_register_type (module);
  roster_chart_list_register (module);
}
