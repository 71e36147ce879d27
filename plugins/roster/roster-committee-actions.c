/* What the page “Committees” can do to a committee: add, change the post, replace, end, and set the order, each asked for and rehearsed before it is done. */

#include <glib/gi18n-lib.h>

#include "roster-committees-private.h"
#include "roster-page.h"

/* The posts that each kind of organisation has (DOMAIN.md A1); "": those that are not named. */
static const struct
{
  const char *kind, *posts;
} posts_of[] = {
  { "village-association", "post*=chair|vice-chair|commissioner|member" },
  { "federation", "post*=chair|vice-chair|director|vice-director|council-member|cadre|commissioner|member|staff" },
  { "council", "post*=director|vice-director|council-member|cadre|staff" },
  { "congress", "post*=delegate" },
  { "presidium", "post*=chair|vice-chair|member" },
  { "category-association", "post*=chair|vice-chair|member|staff" },
  { "enterprise-organisation", "post*=chair|vice-chair|member|leader|vice-leader|group-member" },
  { "group", "post*=leader|vice-leader|group-member" },
  { "home", "post*=head|staff|volunteer" },
  { "station", "post*=head|staff|volunteer" },
  { "volunteer-station", "post*=head|staff|volunteer|liaison" },
  { "leading-group", "post*=leader|vice-leader|office-head|group-member|liaison" },
  { "committee", "post*=chair|vice-chair|leader|vice-leader|office-head|member|liaison" },
  { "", "post*" },
};

typedef struct
{
  Committees *page;
  ClContext *context;
  RosterStep step;
  GPtrArray *before; /* ClFinding */
  ClRules *rules;
} Doing;

static void
doing_free (gpointer data)
{
  Doing *self = data;

  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_pointer (&self->step.findings, g_ptr_array_unref);
  cl_rules_free (self->rules);
  g_object_unref (self->context);
  g_free (self);
}

static Doing *
doing_new (Committees *page, RosterStepKind kind, gint64 appointment)
{
  Doing *self = g_new0 (Doing, 1);
  const CommitteeUnit *unit = roster_committees_get_unit (page);
  ClStore *store = cl_context_get_store (page->context);
  ClDatabase *reader = cl_store_get_reader (store);

  self->page = page;
  self->context = g_object_ref (page->context);
  self->rules = cl_store_load_rules (store, NULL);
  self->step.kind = kind;
  self->step.village = unit->division;
  self->step.association = unit->organisation;
  self->step.appointment = appointment;
  self->step.rules = self->rules;
  if (self->rules != NULL)
    self->before = roster_committee_findings (self->rules, reader, self->step.association, self->step.village, NULL);
  return self;
}

/* What the rules would say, by a write that is taken back. */
static char *
review_cb (ClRecord *draft, gpointer data)
{
  Doing *self = data;
  gint64 association = self->step.association;
  g_autoptr (GError) error = NULL;
  gboolean done;

  self->step.draft = draft;
  done = cl_store_rehearse (cl_context_get_store (self->context), roster_step_write, &self->step, &error);
  self->step.association = association;
  if (!done)
    return g_error_matches (error, CL_ERROR, CL_ERROR_INVALID) ? g_strdup (error->message) : NULL;
  return self->before != NULL && self->step.findings != NULL ? roster_committee_compare (self->before, self->step.findings) : NULL;
}

static char *
say_step (Doing *self)
{
  ClStore *store = cl_context_get_store (self->context);
  ClLedger *persons = cl_catalogue_find_ledger (cl_store_get_catalogue (store), "person");
  const ClValue *person = cl_record_get_named (self->step.draft, "person");
  g_autofree char *name = person->kind == CL_VALUE_INTEGER ? cl_record_call (cl_store_get_reader (store), cl_store_get_catalogue (store), persons, person->integer) : NULL;
  const char *who = name != NULL ? name : "";

  switch (self->step.kind)
    {
    case ROSTER_STEP_ADD:
      /* Translators: %s: a person who was given a post */
      return g_strdup_printf (_("%s appointed"), who);
    case ROSTER_STEP_CHANGE:
      return g_strdup_printf (_("Post of %s changed"), who);
    case ROSTER_STEP_REPLACE:
      return g_strdup_printf (_("Replaced by %s"), who);
    default:
      return g_strdup_printf (_("%s out of office"), who);
    }
}

static gboolean
apply_cb (ClRecord *draft, gpointer data, GError **error)
{
  Doing *self = data;
  ClStore *store = cl_context_get_store (self->context);
  g_autofree char *words = NULL, *rules = NULL, *said = NULL;

  self->step.draft = draft;
  words = say_step (self);
  if (cl_store_write (store, words, roster_step_write, &self->step, error) == 0)
    return FALSE;
  rules = self->before != NULL && self->step.findings != NULL ? roster_committee_compare (self->before, self->step.findings) : NULL;
  said = rules != NULL ? g_strdup_printf (_("%s. %s"), words, rules) : g_strdup (words);
  cl_context_say (self->context, self->page->page, said);
  return TRUE;
}

/* The appointment of the row that has the focus; 0: none. */
static gint64
get_current (Committees *page)
{
  GtkRoot *root = gtk_widget_get_root (page->members);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkListBoxRow *row = NULL;
  const gint64 *record;

  if (focus != NULL && gtk_widget_is_ancestor (focus, page->members))
    row = GTK_LIST_BOX_ROW (GTK_IS_LIST_BOX_ROW (focus) ? focus : gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW));
  if (row == NULL)
    row = gtk_list_box_get_selected_row (GTK_LIST_BOX (page->members));
  record = row != NULL ? g_object_get_data (G_OBJECT (row), "record") : NULL;
  return record != NULL ? *record : 0;
}

static const char *
get_posts (const char *kind)
{
  guint i = 0;

  while (*posts_of[i].kind != '\0' && g_strcmp0 (posts_of[i].kind, kind) != 0)
    i++;
  return posts_of[i].posts;
}

static void
ask (Committees *page, RosterStepKind kind, const char *title, const char *action, const char **fields)
{
  const CommitteeUnit *unit = roster_committees_get_unit (page);
  gint64 current = kind == ROSTER_STEP_ADD ? 0 : get_current (page);
  ClStore *store = cl_context_get_store (page->context);
  g_autoptr (GError) error = NULL;
  g_autofree char *heading = NULL;
  ClRecord *draft;
  Doing *doing;

  if (unit == NULL)
    return;
  if (kind != ROSTER_STEP_ADD && current == 0)
    {
      cl_context_say (page->context, page->page, _("Choose a member in the list first"));
      return;
    }
  doing = doing_new (page, kind, current);
  draft = roster_committee_draft (cl_store_get_catalogue (store), cl_store_get_reader (store), kind, doing->step.association, current, &error);
  if (draft == NULL)
    {
      cl_context_say (page->context, page->page, error->message);
      doing_free (doing);
      return;
    }
  if (kind != ROSTER_STEP_ADD)
    {
      g_autofree char *name = cl_record_call (cl_store_get_reader (store), cl_store_get_catalogue (store), cl_catalogue_find_ledger (cl_store_get_catalogue (store), "appointment"), current);

      heading = g_strdup_printf (_("%s: %s"), title, name);
    }
  for (guint i = 0; fields[i] != NULL; i++)
    if (g_str_equal (fields[i], "post*"))
      fields[i] = get_posts (unit->kind);
  page->focus = current;
  cl_field_ask (page->page, page->context, heading != NULL ? heading : title, action, draft, fields, review_cb, apply_cb, doing, doing_free);
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *fields[] = { "person*", "post*", "nature", "office", "start*", "approval", NULL };

  ask (data, ROSTER_STEP_ADD, _("Appoint a member"), _("_Appoint"), fields);
}

static void
change_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *fields[] = { "post*", "nature", "office", "start*", "reason*", "approval", NULL };

  ask (data, ROSTER_STEP_CHANGE, _("Change the post"), _("_Change the post"), fields);
}

static void
replace_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *fields[] = { "person*", "post*", "nature", "office", "start*", "reason*", "approval", NULL };

  ask (data, ROSTER_STEP_REPLACE, _("Replace a member"), _("_Replace"), fields);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *fields[] = { "end*", "reason*", "end_approval", NULL };

  ask (data, ROSTER_STEP_END, _("End an appointment"), _("_End the appointment"), fields);
}

static void
move_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Committees *page = data;
  gint64 current = get_current (page);
  Doing *doing;
  g_autoptr (GError) error = NULL;

  if (current == 0 || roster_committees_get_unit (page) == NULL)
    return;
  doing = doing_new (page, ROSTER_STEP_MOVE, current);
  doing->step.up = g_str_equal (g_action_get_name (G_ACTION (action)), "up");
  doing->step.rules = NULL;
  page->focus = current;
  if (cl_store_write (cl_context_get_store (page->context), _("Order of a committee"), roster_step_write, &doing->step, &error) == 0)
    cl_context_say (page->context, page->page, error->message);
  else
    cl_context_say (page->context, page->page, doing->step.up ? _("One place up") : _("One place down"));
  doing_free (doing);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, Committees *page)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } keys[] = {
    { GDK_KEY_Insert, 0, "page.new" },           { GDK_KEY_KP_Insert, 0, "page.new" },       { GDK_KEY_n, GDK_CONTROL_MASK, "page.new" },
    { GDK_KEY_F2, 0, "page.edit" },              { GDK_KEY_F2, GDK_SHIFT_MASK, "page.replace" },
    { GDK_KEY_Delete, 0, "page.delete" },        { GDK_KEY_KP_Delete, 0, "page.delete" },    { GDK_KEY_Up, GDK_ALT_MASK, "page.up" },
    { GDK_KEY_Down, GDK_ALT_MASK, "page.down" },
  };

  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key && keys[i].state == state)
      return gtk_widget_activate_action (page->page, keys[i].action, NULL);
  return FALSE;
}

static const GActionEntry entries[] = {
  { "new", new_cb, NULL, NULL, NULL, { 0 } },       { "edit", change_cb, NULL, NULL, NULL, { 0 } }, { "replace", replace_cb, NULL, NULL, NULL, { 0 } },
  { "delete", delete_cb, NULL, NULL, NULL, { 0 } }, { "up", move_cb, NULL, NULL, NULL, { 0 } },     { "down", move_cb, NULL, NULL, NULL, { 0 } },
};

/* The actions, their keys, and their buttons in @bar. */
void
roster_committees_add_actions (Committees *page, GtkWidget *bar)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  page->actions = roster_page_add_actions (page->page, entries, G_N_ELEMENTS (entries), page);
  roster_page_add_keys (page->page, G_CALLBACK (key_cb), page);
  g_menu_append (menu, _("_Change the post… (F2)"), "page.edit");
  g_menu_append (menu, _("_Replace by another… (Shift+F2)"), "page.replace");
  g_menu_append (menu, _("_End the appointment… (Delete)"), "page.delete");
  g_menu_append (menu, _("One place _up (Alt+Up)"), "page.up");
  g_menu_append (menu, _("One place _down (Alt+Down)"), "page.down");
  gtk_box_append (GTK_BOX (bar), cl_text_button_new (_("_Appoint…"), "page.new"));
  gtk_box_append (GTK_BOX (bar), cl_menu_button_new (_("Member"), NULL, _("Member"), G_MENU_MODEL (menu)));
}
