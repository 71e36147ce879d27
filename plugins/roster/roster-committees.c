#include "roster-committees.h"

#include <glib/gi18n-lib.h>

#include "roster-chart.h"
#include "roster-committees-private.h"
#include "roster-reform-view.h"
#include "roster-page.h"
#include "roster-rows.h"

/* The page “Committees”: one organisation, who sits in it and what the rules of the place say to that. Villages come first. */
typedef struct
{
  GObject parent;
  ClPage *next; /* made when it is asked for */
} RosterCommittees;

typedef GObjectClass RosterCommitteesClass;

static void roster_committees_page_init (ClPageInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterCommittees, roster_committees, G_TYPE_OBJECT, 0,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_PAGE, roster_committees_page_init))

static void
committees_free (gpointer data)
{
  Committees *page = data;

  g_object_unref (page->context);
  g_array_unref (page->list);
  g_free (page);
}

const CommitteeUnit *
roster_committees_get_unit (Committees *page)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->units));

  return selected < page->list->len ? &g_array_index (page->list, CommitteeUnit, selected) : NULL;
}

static gboolean
is_village (const CommitteeUnit *unit)
{
  return g_strcmp0 (unit->kind, "village-association") == 0;
}

static void
unit_clear (gpointer unit)
{
  g_free (((CommitteeUnit *) unit)->kind);
}

/* The members in office, as the form orders them. Returns their number. */
static guint
committees_fill_members (Committees *page, const CommitteeUnit *unit)
{
  ClStore *store = cl_context_get_store (page->context);
  ClCatalogue *catalogue = cl_context_get_catalogue (page->context);
  const char *const columns[] = { "person", "post", "nature", "person.disability", "person.phones", "start", "end" };
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "appointment"));
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *where = g_strdup_printf ("organisation = %" G_GINT64_FORMAT " and (end is null or end >= today())", unit->organisation);
  GtkWidget *focused = NULL;
  guint n = 0;
  gboolean ready = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    ready = ready && cl_query_add_column (query, columns[i], CL_QUERY_LIST, &error);
  if (ready && cl_query_add_where (query, where, &error) && cl_query_set_order (query, ROSTER_COMMITTEE_ORDER, &error))
    statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, &error);

  while (statement != NULL && cl_statement_step (statement, &error))
    {
      g_autoptr (GString) subtitle = g_string_new (NULL);
      const char *name = cl_statement_get_text (statement, 1);
      g_autofree char *sentence = NULL;
      GtkWidget *row;

      for (guint i = 1; i < G_N_ELEMENTS (columns); i++)
        {
          const char *text = cl_statement_get_text (statement, i + 1);

          if (text != NULL && *text != '\0')
            g_string_append_printf (subtitle, "%s%s%s", subtitle->len > 0 ? "，" : "", i + 1 == G_N_ELEMENTS (columns) ? "至" : "", text);
        }
      n++;
      sentence = g_strdup_printf ("%s，%s", name != NULL ? name : "", subtitle->str);
      row = roster_rows_add (page->members, name != NULL ? name : "", subtitle->str, sentence, "appointment", cl_statement_get_integer (statement, 0));
      if (focused == NULL || cl_statement_get_integer (statement, 0) == page->focus)
        focused = row;
    }
  if (error != NULL)
    roster_rows_add (page->members, error->message, NULL, error->message, NULL, 0);
  /* After a change the focus stays with whom it was about, or begins again at the head. */
  if (page->focus != 0 && focused != NULL)
    {
      gtk_list_box_select_row (GTK_LIST_BOX (page->members), GTK_LIST_BOX_ROW (focused));
      gtk_widget_grab_focus (focused);
    }
  page->focus = 0;
  return n;
}

static guint
committees_fill_findings (Committees *page, const CommitteeUnit *unit)
{
  ClStore *store = cl_context_get_store (page->context);
  ClDatabase *reader = cl_store_get_reader (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRules) rules = cl_store_load_rules (store, &error);
  g_autoptr (GPtrArray) findings = rules != NULL ? roster_committee_findings (rules, reader, unit->organisation, unit->division, &error) : NULL;
  guint n = 0;

  if (error != NULL)
    roster_rows_add (page->findings, error->message, NULL, error->message, NULL, 0);
  if (findings == NULL)
    return error != NULL;
  for (guint i = 0; i < findings->len; i++)
    {
      const ClFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *title = NULL;
      g_autofree char *sentence = NULL;

      title = finding->kind == CL_FINDING_UNKNOWN && !g_str_has_prefix (finding->sentence, "待核实") ? g_strdup_printf ("待核实：%s", finding->sentence) : g_strdup (finding->sentence);
      sentence = finding->clause != NULL ? g_strdup_printf ("%s（%s）", title, finding->clause) : g_strdup (title);
      roster_rows_add (page->findings, title, finding->clause, sentence, finding->ledger, finding->record);
      n++;
    }
  return n;
}

static void
committees_fill (Committees *page)
{
  const CommitteeUnit *unit = roster_committees_get_unit (page);
  g_autofree char *words = NULL;
  guint n_members = 0, n_findings = 0;

  roster_rows_clear (page->members);
  roster_rows_clear (page->findings);
  if (unit != NULL)
    {
      n_members = committees_fill_members (page, unit);
      n_findings = committees_fill_findings (page, unit);
      words = g_strdup_printf (_("%u in office, %u remarks by the rules"), n_members, n_findings);
    }
  else
    words = g_strdup (_("No villages yet. Import 附件3’s spreadsheet of appointments, or add the villages to the ledger of divisions."));
  gtk_label_set_text (GTK_LABEL (page->summary), words);
  gtk_widget_set_visible (page->members, n_members > 0);
  gtk_widget_set_visible (page->findings, n_findings > 0);
  gtk_widget_set_sensitive (page->form, unit != NULL);
  gtk_widget_set_visible (page->form, unit == NULL || is_village (unit));
  /* What hangs on the wall is the paper of the others. */
  gtk_widget_set_visible (page->board, unit != NULL && !is_village (unit));
}

static void
add_unit (Committees *page, GtkStringList *names, gint64 division, gint64 organisation, const char *kind, const char *name)
{
  CommitteeUnit unit = { division, organisation, g_strdup (kind) };

  g_array_append_val (page->list, unit);
  gtk_string_list_append (names, name != NULL ? name : "");
}

/* Villages and communities in official order, called by their own names. */
static void
add_villages (Committees *page, GtkStringList *names)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (page->context);
  ClDatabase *reader = cl_store_get_reader (cl_context_get_store (page->context));
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "division"));
  g_autoptr (ClStatement) statement = NULL;

  if (cl_query_add_column (query, "name", CL_QUERY_LIST, NULL) && cl_query_add_where (query, "level = 'village'", NULL) &&
      cl_query_set_order (query, "position, code, name", NULL))
    statement = cl_query_prepare (query, reader, NULL, NULL);
  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      gint64 village = cl_statement_get_integer (statement, 0);

      add_unit (page, names, village, roster_committee_find (catalogue, reader, village), "village-association", cl_statement_get_text (statement, 1));
    }
}

/* All other organisations that stand, from the county down: each may have posts. */
static void
add_others (Committees *page, GtkStringList *names)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (page->context);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "organisation"));
  g_autoptr (ClStatement) statement = NULL;

  if (cl_query_add_column (query, "division", CL_QUERY_RAW, NULL) && cl_query_add_column (query, "kind", CL_QUERY_RAW, NULL) && cl_query_add_column (query, "name", CL_QUERY_LIST, NULL) &&
      cl_query_add_where (query, "(kind <> 'village-association' or division.level <> 'village') and coalesce(status, 'established') <> 'dissolved'", NULL) &&
      cl_query_set_order (query, "division.level.rank, kind.rank, division.position, division.code, category, name, id", NULL))
    statement = cl_query_prepare (query, cl_store_get_reader (cl_context_get_store (page->context)), NULL, NULL);
  while (statement != NULL && cl_statement_step (statement, NULL))
    add_unit (page, names, cl_statement_get_integer (statement, 1), cl_statement_get_integer (statement, 0), cl_statement_get_text (statement, 2), cl_statement_get_text (statement, 3));
}

/* The one chosen stays chosen, also where a village has been given its association. */
static void
committees_fill_units (gpointer data)
{
  Committees *page = data;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const CommitteeUnit *chosen = roster_committees_get_unit (page);
  CommitteeUnit before = { chosen != NULL ? chosen->division : 0, chosen != NULL ? chosen->organisation : 0, NULL };
  guint selected = 0;

  page->filling = TRUE;
  g_array_set_size (page->list, 0);
  add_villages (page, names);
  add_others (page, names);
  gtk_string_list_splice (page->names, 0, g_list_model_get_n_items (G_LIST_MODEL (page->names)), NULL);
  for (guint i = page->list->len; i-- > 0;)
    {
      const CommitteeUnit *unit = &g_array_index (page->list, CommitteeUnit, i);

      if (before.organisation != 0 ? unit->organisation == before.organisation : unit->division == before.division && is_village (unit))
        selected = i;
    }
  for (guint i = 0; i < page->list->len; i++)
    gtk_string_list_append (page->names, gtk_string_list_get_string (names, i));
  if (page->list->len > 0)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (page->units), selected);
  page->filling = FALSE;
  committees_fill (page);
}

static void
committees_selected_cb (GtkDropDown *drop_down, GParamSpec *pspec, Committees *page)
{
  if (!page->filling)
    committees_fill (page);
}

static void
committees_activated_cb (GtkListBox *list, GtkListBoxRow *row, Committees *page)
{
  const char *ledger = g_object_get_data (G_OBJECT (row), "ledger");
  const gint64 *record = g_object_get_data (G_OBJECT (row), "record");

  if (ledger != NULL && *record != 0)
    cl_context_show_record (page->context, ledger, *record);
}

static void
committees_form_cb (GtkButton *button, Committees *page)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const CommitteeUnit *unit = roster_committees_get_unit (page);

  if (unit == NULL)
    return;
  g_hash_table_insert (parameters, g_strdup (is_village (unit) ? "village" : "organisation"),
                       g_strdup (gtk_string_list_get_string (page->names, gtk_drop_down_get_selected (GTK_DROP_DOWN (page->units)))));
  cl_context_show_form (page->context, is_village (unit) ? "attachment-3" : "organisation-chart", parameters);
}

static GtkWidget *
roster_committees_create (ClPage *self, ClContext *context)
{
  Committees *page = g_new0 (Committees, 1);
  GtkWidget *box, *scrolled = roster_rows_page_new (&box);
  GtkWidget *bar = cl_wrap_box_new ();

  page->context = g_object_ref (context);
  page->list = g_array_new (FALSE, FALSE, sizeof (CommitteeUnit));
  g_array_set_clear_func (page->list, unit_clear);
  page->names = gtk_string_list_new (NULL);

  page->units = cl_drop_down_new (_("Village or organisation"), page->names);
  gtk_widget_set_hexpand (page->units, TRUE);
  gtk_widget_set_halign (page->units, GTK_ALIGN_START);
  page->form = cl_text_button_new ("附件_3", NULL);
  gtk_widget_add_css_class (page->form, "suggested-action");
  gtk_box_append (GTK_BOX (bar), page->units);
  page->page = scrolled;
  roster_committees_add_actions (page, bar);
  gtk_box_append (GTK_BOX (bar), page->form);
  page->board = cl_text_button_new (_("_Board for the wall"), NULL);
  gtk_widget_add_css_class (page->board, "suggested-action");
  gtk_box_append (GTK_BOX (bar), page->board);
  gtk_box_append (GTK_BOX (box), bar);

  page->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (page->summary), 0);
  gtk_label_set_wrap (GTK_LABEL (page->summary), TRUE);
  gtk_widget_add_css_class (page->summary, "dim-label");
  gtk_box_append (GTK_BOX (box), page->summary);
  page->members = roster_rows_list_new (box, _("Members"), G_CALLBACK (committees_activated_cb), page);
  page->findings = roster_rows_list_new (box, _("By the rules of the place"), G_CALLBACK (committees_activated_cb), page);
  gtk_box_append (GTK_BOX (box), roster_reform_view_new (context));

  g_object_set_data_full (G_OBJECT (scrolled), "roster-committees", page, committees_free);

  committees_fill_units (page);
  g_signal_connect (page->units, "notify::selected", G_CALLBACK (committees_selected_cb), page);
  g_signal_connect (page->form, "clicked", G_CALLBACK (committees_form_cb), page);
  g_signal_connect (page->board, "clicked", G_CALLBACK (committees_form_cb), page);
  roster_page_follow (scrolled, context, committees_fill_units, page);
  roster_page_set_print (scrolled, page->actions, page->form);
  return scrolled;
}

static const char *
roster_committees_get_id (ClPage *self)
{
  return "committees";
}

static const char *
roster_committees_get_title (ClPage *self)
{
  return _("Committees");
}

static const char *
roster_committees_get_icon (ClPage *self)
{
  return "system-users-symbolic";
}

static ClPage *
roster_committees_get_next (ClPage *page)
{
  RosterCommittees *self = (RosterCommittees *) page;

  if (self->next == NULL)
    self->next = g_object_new (roster_chart_get_type (), NULL);
  return self->next;
}

static void
roster_committees_page_init (ClPageInterface *iface)
{
  iface->get_id = roster_committees_get_id;
  iface->get_title = roster_committees_get_title;
  iface->get_icon = roster_committees_get_icon;
  iface->create = roster_committees_create;
  iface->get_next = roster_committees_get_next;
}

static void
roster_committees_finalize (GObject *object)
{
  g_clear_object (&((RosterCommittees *) object)->next);
  G_OBJECT_CLASS (roster_committees_parent_class)->finalize (object);
}

static void
roster_committees_class_init (RosterCommitteesClass *klass)
{
  klass->finalize = roster_committees_finalize;
}

static void
roster_committees_class_finalize (RosterCommitteesClass *klass)
{
}

static void
roster_committees_init (RosterCommittees *self)
{
}

/**
 * roster_committees_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_committees_register (GTypeModule *module)
{
  roster_committees_register_type (module);
}
