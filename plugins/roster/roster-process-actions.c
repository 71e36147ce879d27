/* What the page “Selection and election” can do: nominate, take the next step, appoint, refuse, let the elected take office; each asked for and rehearsed before it is done. */

#include <glib/gi18n-lib.h>

#include "roster-process-private.h"
#include "roster-selection.h"
#include "roster-page.h"

typedef struct
{
  Process *page;
  ClContext *context;
  RosterSelectionStep step;
  ClRules *rules;
  char *who;
} Doing;

static void
doing_free (gpointer data)
{
  Doing *self = data;

  g_clear_pointer (&self->step.findings, g_ptr_array_unref);
  cl_rules_free (self->rules);
  g_object_unref (self->context);
  g_free (self->who);
  g_free (self);
}

static Doing *
doing_new (Process *page, const char *ledger, gint64 record)
{
  Doing *self = g_new0 (Doing, 1);
  ClStore *store = cl_context_get_store (page->context);

  self->page = page;
  self->context = g_object_ref (page->context);
  self->rules = cl_store_load_rules (store, NULL);
  self->who = cl_record_call (cl_store_get_reader (store), cl_store_get_catalogue (store), cl_catalogue_find_ledger (cl_store_get_catalogue (store), ledger), record);
  return self;
}

/* "1 begins, 1 ends. By the rules of the place: …" */
static char *
say_outcome (Doing *self)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autofree char *rules = NULL;

  if (self->step.n_begun + self->step.n_ended == 0)
    return NULL;
  if (self->step.findings != NULL)
    before = roster_committee_findings (self->rules, cl_store_get_reader (cl_context_get_store (self->context)), self->step.organisation, self->step.division, NULL);
  rules = before != NULL ? roster_committee_compare (before, self->step.findings) : NULL;
  /* Translators: how many appointments begin and end by it; what the rules say */
  return g_strdup_printf (_("Begins: %u, ends: %u. %s"), self->step.n_begun, self->step.n_ended, rules != NULL ? rules : "");
}

/* What would come of it, by a write that is taken back. */
static char *
review_cb (ClRecord *draft, gpointer data)
{
  Doing *self = data;
  g_autoptr (GError) error = NULL;

  self->step.draft = draft;
  self->step.rules = self->rules;
  if (!cl_store_rehearse (cl_context_get_store (self->context), roster_selection_write, &self->step, &error))
    return g_error_matches (error, CL_ERROR, CL_ERROR_INVALID) ? g_strdup (error->message) : NULL;
  return say_outcome (self);
}

static gboolean
apply_cb (ClRecord *draft, gpointer data, GError **error)
{
  Doing *self = data;
  g_autofree char *words = NULL, *said = NULL;

  self->step.draft = draft;
  self->step.rules = NULL;
  if (self->step.election != 0)
    words = g_strdup_printf (_("%s: the elected take office"), self->who);
  else if (self->step.refused)
    words = g_strdup_printf (_("Selection of %s: refused"), self->who);
  else
    words = g_strdup_printf (_("Selection of %s: %s"), self->who, roster_selection_phase_say (self->step.phase));
  if (cl_store_write (cl_context_get_store (self->context), words, roster_selection_write, &self->step, error) == 0)
    return FALSE;
  said = self->step.n_begun + self->step.n_ended > 0 ? g_strdup_printf (_("%s. Begun: %u, ended: %u"), words, self->step.n_begun, self->step.n_ended) : g_strdup (words);
  cl_context_say (self->context, self->page->page, said);
  return TRUE;
}

static ClRecord *
load (Process *page, const char *ledger, gint64 id)
{
  ClStore *store = cl_context_get_store (page->context);
  g_autoptr (GError) error = NULL;
  ClRecord *record = cl_record_load (cl_store_get_reader (store), cl_catalogue_find_ledger (cl_store_get_catalogue (store), ledger), id, &error);

  if (record == NULL)
    cl_context_say (page->context, page->page, error->message);
  return record;
}

static void
ask_opinion (Process *page, gint64 selection, gboolean refused)
{
  static const char *const fields[][4] = { [ROSTER_SELECTION_VILLAGE] = { "village_date*", "village_opinion", NULL },
                                           [ROSTER_SELECTION_TOWNSHIP] = { "township_date*", "township_opinion", NULL },
                                           [ROSTER_SELECTION_COUNTY] = { "county_date*", "approval", "county_opinion", NULL } };
  static const char *const refusals[][3] = { [ROSTER_SELECTION_VILLAGE] = { "village_date*", "village_opinion*", NULL },
                                             [ROSTER_SELECTION_TOWNSHIP] = { "township_date*", "township_opinion*", NULL },
                                             [ROSTER_SELECTION_COUNTY] = { "county_date*", "county_opinion*", NULL } };
  static const char *const days[] = { "village_date", "township_date", "county_date" };
  ClRecord *draft = load (page, "selection", selection);
  RosterSelectionPhase phase = draft != NULL ? roster_selection_get_phase (draft) : ROSTER_SELECTION_OVER;
  g_autofree char *title = NULL;
  Doing *doing;

  if (draft == NULL)
    return;
  if (phase >= ROSTER_SELECTION_APPOINT)
    {
      cl_context_say (page->context, page->page, _("The county federation has agreed already. Appoint, or end the post later with its reason."));
      cl_record_free (draft);
      return;
    }
  if (cl_value_is_none (cl_record_get_named (draft, days[phase])))
    cl_record_set_text (draft, days[phase], cl_today (), NULL);
  doing = doing_new (page, "selection", selection);
  doing->step.selection = selection;
  doing->step.phase = phase;
  doing->step.refused = refused;
  page->focus = selection;
  title = g_strdup_printf (_("%s: %s"), doing->who, refused ? _("refused") : roster_selection_phase_say (phase));
  cl_field_ask (page->page, page->context, title, refused ? _("_Refuse") : _("_Done"), draft, refused ? refusals[phase] : fields[phase], NULL, apply_cb, doing, doing_free);
}

static void
ask_post (Process *page, gint64 selection, gboolean dismissal)
{
  static const char *const begin[] = { "person*", "post*=commissioner|member|cadre", "nature", "manner", "funding", "start*", "approval", "reason", NULL };
  static const char *const end[] = { "end*", "reason*", "end_approval", NULL };
  ClStore *store = cl_context_get_store (page->context);
  g_autoptr (GError) error = NULL;
  ClRecord *draft = roster_selection_draft (cl_store_get_catalogue (store), cl_store_get_reader (store), selection, &error);
  g_autofree char *title = NULL;
  Doing *doing;

  if (draft == NULL)
    {
      cl_context_say (page->context, page->page, error->message);
      return;
    }
  doing = doing_new (page, "selection", selection);
  doing->step.selection = selection;
  doing->step.phase = ROSTER_SELECTION_APPOINT;
  page->focus = selection;
  title = g_strdup_printf (dismissal ? _("Dismiss %s") : _("Appoint %s"), doing->who);
  cl_field_ask (page->page, page->context, title, dismissal ? _("_End the appointment") : _("_Appoint"), draft, dismissal ? end : begin, review_cb, apply_cb, doing, doing_free);
}

void
roster_process_next (Process *page, gint64 selection)
{
  g_autoptr (ClRecord) record = load (page, "selection", selection);
  const ClValue *kind;

  if (record == NULL)
    return;
  kind = cl_record_get_named (record, "kind");
  if (roster_selection_get_phase (record) < ROSTER_SELECTION_APPOINT)
    ask_opinion (page, selection, FALSE);
  else
    ask_post (page, selection, kind->kind == CL_VALUE_TEXT && g_str_equal (kind->text, "dismissal"));
}

void
roster_process_take_over (Process *page, gint64 election)
{
  static const char *const fields[] = { "start*", "end", "reason*", NULL };
  ClStore *store = cl_context_get_store (page->context);
  g_autoptr (GError) error = NULL;
  ClRecord *draft = roster_election_draft (cl_store_get_catalogue (store), cl_store_get_reader (store), election, &error);
  g_autofree char *title = NULL;
  Doing *doing;

  if (draft == NULL)
    {
      cl_context_say (page->context, page->page, error->message);
      return;
    }
  doing = doing_new (page, "election", election);
  doing->step.election = election;
  page->focus = election;
  title = g_strdup_printf (_("%s: the elected take office"), doing->who);
  cl_field_ask (page->page, page->context, title, _("_Take over the elected"), draft, fields, review_cb, apply_cb, doing, doing_free);
}

/* The record of the row that has the focus, of either list. */
static gint64
get_current (Process *page, const char **ledger)
{
  GtkRoot *root = gtk_widget_get_root (page->page);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  const gint64 *record = NULL;

  if (GTK_IS_LIST_BOX_ROW (focus))
    {
      record = g_object_get_data (G_OBJECT (focus), "record");
      *ledger = g_object_get_data (G_OBJECT (focus), "ledger");
    }
  if (record != NULL)
    return *record;
  cl_context_say (page->context, page->page, _("Choose a selection or an election in the list first"));
  return 0;
}

static gboolean
save_new (ClTransaction *transaction, gpointer data, GError **error)
{
  return cl_transaction_save (transaction, data, error);
}

static gboolean
nominate_cb (ClRecord *draft, gpointer data, GError **error)
{
  Process *page = data;
  g_autofree char *kind = cl_record_format (draft, "kind");

  if (g_strcmp0 (cl_record_get_named (draft, "kind")->text, "selection") != 0 && cl_value_is_none (cl_record_get_named (draft, "reason")))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("A change or dismissal wants its reason on the form. Enter it."));
      return FALSE;
    }
  if (cl_store_write (cl_context_get_store (page->context), kind, save_new, draft, error) == 0)
    return FALSE;
  page->focus = cl_record_get_id (draft);
  return TRUE;
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *const fields[] = { "kind*", "person*", "division*", "manner", "origin", "nominated*", "proposed_start", "reason", NULL };
  Process *page = data;

  cl_field_ask (page->page, page->context, _("Begin a selection, change or dismissal"), _("_Begin"),
                cl_record_new (cl_catalogue_find_ledger (cl_context_get_catalogue (page->context), "selection")), fields, NULL, nominate_cb, page, NULL);
}

static void
next_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *ledger = NULL;
  gint64 current = get_current (data, &ledger);

  if (current != 0)
    (g_str_equal (ledger, "election") ? roster_process_take_over : roster_process_next) (data, current);
}

static void
refuse_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *ledger = NULL;
  gint64 current = get_current (data, &ledger);

  if (current != 0 && g_str_equal (ledger, "selection"))
    ask_opinion (data, current, TRUE);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Process *page = data;
  const char *ledger = NULL;
  gint64 current = get_current (page, &ledger);

  if (current != 0)
    cl_context_show_record (page->context, ledger, current);
}

static void
form_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Process *page = data;
  const char *ledger = NULL;
  gint64 current = get_current (page, &ledger);
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (current == 0 || !g_str_equal (ledger, "selection"))
    return;
  g_hash_table_insert (parameters, g_strdup ("record"), g_strdup_printf ("%" G_GINT64_FORMAT, current));
  cl_context_show_form (page->context, "commissioner-approval", parameters);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, Process *page)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } keys[] = {
    { GDK_KEY_Insert, 0, "page.new" }, { GDK_KEY_n, GDK_CONTROL_MASK, "page.new" }, { GDK_KEY_F2, 0, "page.open" }, { GDK_KEY_Delete, 0, "page.refuse" }, { GDK_KEY_KP_Delete, 0, "page.refuse" },
  };

  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key && keys[i].state == state)
      return gtk_widget_activate_action (page->page, keys[i].action, NULL);
  return FALSE;
}

static const GActionEntry entries[] = {
  { "new", new_cb, NULL, NULL, NULL, { 0 } },   { "next", next_cb, NULL, NULL, NULL, { 0 } }, { "refuse", refuse_cb, NULL, NULL, NULL, { 0 } },
  { "open", open_cb, NULL, NULL, NULL, { 0 } }, { "form", form_cb, NULL, NULL, NULL, { 0 } },
  { "print", form_cb, NULL, NULL, NULL, { 0 } },
};

/* The actions, their keys, and their buttons in @bar; pressed, a button leaves the focus on the row that it is about. */
void
roster_process_add_actions (Process *page, GtkWidget *bar)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  page->actions = roster_page_add_actions (page->page, entries, G_N_ELEMENTS (entries), page);
  roster_page_add_keys (page->page, G_CALLBACK (key_cb), page);
  g_menu_append (menu, _("_Next step… (Enter)"), "page.next");
  g_menu_append (menu, _("_Refuse… (Delete)"), "page.refuse");
  g_menu_append (menu, _("_Open the record (F2)"), "page.open");
  g_menu_append (menu, _("_Approval form 审批表"), "page.form");
  gtk_box_append (GTK_BOX (bar), cl_text_button_new (_("_Nominate…"), "page.new"));
  gtk_box_append (GTK_BOX (bar), cl_menu_button_new (_("Selection"), NULL, _("Selection"), G_MENU_MODEL (menu)));
}
