#include "roster-process.h"

#include <glib/gi18n-lib.h>

#include "roster-inspect.h"
#include "roster-process-private.h"
#include "roster-page.h"
#include "roster-rows.h"
#include "roster-selection.h"

/* The page “Selection and election”: who is to come to a post, how far it is, and what is to be done next. */
typedef struct
{
  GObject parent;
  ClPage *next; /* made when it is asked for */
} RosterProcess;

typedef GObjectClass RosterProcessClass;

static void roster_process_page_init (ClPageInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterProcess, roster_process, G_TYPE_OBJECT, 0, G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_PAGE, roster_process_page_init))

static void
process_free (gpointer data)
{
  Process *page = data;

  g_object_unref (page->context);
  g_free (page);
}

static ClStatement *
prepare (Process *page, const char *ledger, const char *const *columns, const char *where, const char *order, GError **error)
{
  g_autoptr (ClQuery) query = cl_query_new (cl_context_get_catalogue (page->context), cl_catalogue_find_ledger (cl_context_get_catalogue (page->context), ledger));

  for (guint i = 0; columns[i] != NULL; i++)
    if (!cl_query_add_column (query, columns[i], CL_QUERY_LIST, error))
      return NULL;
  return cl_query_add_where (query, where, error) && cl_query_set_order (query, order, error) ? cl_query_prepare (query, cl_store_get_reader (cl_context_get_store (page->context)), NULL, error)
                                                                                              : NULL;
}

static void
add_row (Process *page, GtkWidget *list, ClStatement *statement, const char *next)
{
  g_autoptr (GString) detail = g_string_new (NULL);
  const char *title = cl_statement_get_text (statement, 1);
  g_autofree char *sentence = NULL;
  gint64 record = cl_statement_get_integer (statement, 0);
  GtkWidget *row;

  for (int i = 2; i < 6; i++)
    if (cl_statement_get_text (statement, i) != NULL && *cl_statement_get_text (statement, i) != '\0')
      g_string_append_printf (detail, "%s%s", detail->len > 0 ? "，" : "", cl_statement_get_text (statement, i));
  if (next != NULL && *next != '\0')
    {
      g_string_append (detail, "；");
      /* Translators: %s: what has to be done next */
      g_string_append_printf (detail, _("next: %s"), next);
    }
  sentence = g_strdup_printf ("%s，%s", title != NULL ? title : "", detail->str);
  row = roster_rows_add (list, title != NULL ? title : "", detail->str, sentence, list == page->selections ? "selection" : "election", record);
  if (record == page->focus)
    gtk_widget_grab_focus (row);
}

static guint
fill_selections (Process *page, GError **error)
{
  ClStore *store = cl_context_get_store (page->context);
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (store), "selection");
  g_autoptr (ClStatement) statement = prepare (page, "selection", (const char *const[]) { "person", "division", "kind", "state", "proposed_start", NULL },
                                               "coalesce(state, 'nominated') not in ('appointed', 'refused')", "state.rank desc, nominated, id", error);
  guint n = 0;

  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (store), ledger, cl_statement_get_integer (statement, 0), NULL);

      add_row (page, page->selections, statement, record != NULL ? roster_selection_phase_say (roster_selection_get_phase (record)) : NULL);
      n++;
    }
  return n;
}

/* Those to be held, and those whose elected have no post of it yet. */
static guint
fill_elections (Process *page, GError **error)
{
  g_autoptr (ClStatement) statement = prepare (page, "election",
                                               (const char *const[]) { "organisation", "date", "state", "'候选人 ' || count_of(candidate.election) || ' 名'",
                                                                       "'当选 ' || nullif(count_of(candidate.election, elected = 1), 0) || ' 名'",
                                                                       "state = 'valid'", NULL },
                                               "state = 'planned' or state is null or exists_of(candidate.election, elected = 1 and appointment is null)", "date, id", error);
  guint n = 0;

  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      add_row (page, page->elections, statement, cl_statement_get_integer (statement, 6) == 1 ? _("the elected take office") : _("votes and result"));
      n++;
    }
  return n;
}

static void
process_fill (gpointer data)
{
  Process *page = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  guint n_selections, n_elections;

  roster_rows_clear (page->selections);
  roster_rows_clear (page->elections);
  n_selections = fill_selections (page, &error);
  n_elections = error == NULL ? fill_elections (page, &error) : 0;
  page->focus = 0;
  gtk_widget_set_visible (page->selections, n_selections > 0);
  gtk_widget_set_visible (page->elections, n_elections > 0);
  if (error != NULL)
    words = g_strdup (error->message);
  else if (n_selections + n_elections == 0)
    words = g_strdup (_("Nothing is under way. Nominate somebody (Ctrl+N), or enter an election in its ledger."));
  else
    words = g_strdup_printf (_("Under way: %u selections, %u elections. Enter takes the next step."), n_selections, n_elections);
  gtk_label_set_text (GTK_LABEL (page->summary), words);
}

static void
selection_cb (GtkListBox *list, GtkListBoxRow *row, Process *page)
{
  roster_process_next (page, *(gint64 *) g_object_get_data (G_OBJECT (row), "record"));
}

static void
election_cb (GtkListBox *list, GtkListBoxRow *row, Process *page)
{
  roster_process_take_over (page, *(gint64 *) g_object_get_data (G_OBJECT (row), "record"));
}

static GtkWidget *
roster_process_create (ClPage *self, ClContext *context)
{
  Process *page = g_new0 (Process, 1);
  GtkWidget *box, *scrolled = roster_rows_page_new (&box), *bar = cl_wrap_box_new ();

  page->context = g_object_ref (context);
  page->page = scrolled;
  page->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (page->summary), 0);
  gtk_label_set_wrap (GTK_LABEL (page->summary), TRUE);
  gtk_widget_set_hexpand (page->summary, TRUE);
  gtk_widget_add_css_class (page->summary, "dim-label");
  gtk_box_append (GTK_BOX (bar), page->summary);
  roster_process_add_actions (page, bar);
  gtk_box_append (GTK_BOX (box), bar);
  page->selections = roster_rows_list_new (box, _("Selections under way"), G_CALLBACK (selection_cb), page);
  cl_list_leave_by_tab (page->selections);
  page->elections = roster_rows_list_new (box, _("Elections under way"), G_CALLBACK (election_cb), page);
  cl_list_leave_by_tab (page->elections);
  g_object_set_data_full (G_OBJECT (scrolled), "roster-process", page, process_free);
  process_fill (page);
  roster_page_follow (scrolled, context, process_fill, page);
  return scrolled;
}

static const char *
roster_process_get_id (ClPage *self)
{
  return "process";
}

static const char *
roster_process_get_title (ClPage *self)
{
  return _("Selection and election");
}

static const char *
roster_process_get_icon (ClPage *self)
{
  return "selection-mode-symbolic";
}

static ClPage *
roster_process_get_next (ClPage *page)
{
  RosterProcess *self = (RosterProcess *) page;

  if (self->next == NULL)
    self->next = g_object_new (roster_inspect_get_type (), NULL);
  return self->next;
}

static void
roster_process_page_init (ClPageInterface *iface)
{
  iface->get_id = roster_process_get_id;
  iface->get_title = roster_process_get_title;
  iface->get_icon = roster_process_get_icon;
  iface->create = roster_process_create;
  iface->get_next = roster_process_get_next;
}

static void
roster_process_finalize (GObject *object)
{
  g_clear_object (&((RosterProcess *) object)->next);
  G_OBJECT_CLASS (roster_process_parent_class)->finalize (object);
}

static void
roster_process_class_init (RosterProcessClass *klass)
{
  klass->finalize = roster_process_finalize;
}

static void
roster_process_class_finalize (RosterProcessClass *klass)
{
}

static void
roster_process_init (RosterProcess *self)
{
}

/**
 * roster_process_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_process_register (GTypeModule *module)
{
  roster_process_register_type (module);
}
