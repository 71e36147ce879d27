#include "roster-groups-page.h"

#include <glib/gi18n-lib.h>

#include "roster-groups.h"
#include "roster-page.h"
#include "roster-rows.h"

typedef struct
{
  GObject parent;
} RosterGroupsPage;

typedef GObjectClass RosterGroupsPageClass;

static void roster_groups_page_page_init (ClPageInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterGroupsPage, roster_groups_page, G_TYPE_OBJECT, 0, G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_PAGE, roster_groups_page_page_init))

/* More rows than one reads through; those beyond are put into groups with all, or come up as these are. */
#define ROWS_MAX 300

typedef struct
{
  ClContext *context;
  GtkWidget *page, *summary, *count, *list, *selected, *all;
  GtkWidget *village, *manner, *print;
  GtkStringList *village_names, *manner_names;
  GArray *village_ids;  /* gint64; the first is 0, all */
  GPtrArray *groups;    /* RosterGroup of the village */
  GPtrArray *uncovered; /* RosterUncovered of the village */
  guint n_selected;
  gboolean is_filling;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_object_unref (page->context);
  g_array_unref (page->village_ids);
  g_clear_pointer (&page->groups, g_ptr_array_unref);
  g_clear_pointer (&page->uncovered, g_ptr_array_unref);
  g_free (page);
}

static gint64
get_village (Page *page)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->village));

  return selected < page->village_ids->len ? g_array_index (page->village_ids, gint64, selected) : 0;
}

/* What was chosen stays chosen while it is there. */
static void
refill (GtkWidget *choice, GtkStringList *names, GPtrArray *fresh)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (choice));
  g_autofree char *chosen = item != NULL ? g_strdup (gtk_string_object_get_string (item)) : NULL;
  guint selected = 0;

  g_ptr_array_add (fresh, NULL);
  gtk_string_list_splice (names, 0, g_list_model_get_n_items (G_LIST_MODEL (names)), (const char *const *) fresh->pdata);
  for (guint i = 0; fresh->pdata[i] != NULL; i++)
    if (g_strcmp0 (fresh->pdata[i], chosen) == 0)
      selected = i;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
}

static void
fill_villages (Page *page)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (page->context);
  g_autoptr (ClQuery) query = cl_query_new (catalogue, cl_catalogue_find_ledger (catalogue, "division"));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ClStatement) statement = NULL;
  gint64 none = 0;

  g_array_set_size (page->village_ids, 0);
  g_array_append_val (page->village_ids, none);
  g_ptr_array_add (names, g_strdup (_("All villages")));
  if (cl_query_add_column (query, "name", CL_QUERY_LIST, NULL) && cl_query_add_where (query, "level = 'village' and (valid_to is null or valid_to >= today())", NULL) &&
      cl_query_set_order (query, "position, code, name", NULL))
    statement = cl_query_prepare (query, cl_store_get_reader (cl_context_get_store (page->context)), NULL, NULL);
  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      gint64 id = cl_statement_get_integer (statement, 0);

      g_array_append_val (page->village_ids, id);
      g_ptr_array_add (names, g_strdup (cl_statement_get_text (statement, 1)));
    }
  refill (page->village, page->village_names, names);
}

/* The manners, and the groups of the village where one is chosen. */
static void
fill_manners (Page *page)
{
  ClStore *store = cl_context_get_store (page->context);
  gint64 village = get_village (page);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_clear_pointer (&page->groups, g_ptr_array_unref);
  page->groups = village != 0 ? roster_groups_list (cl_store_get_catalogue (store), cl_store_get_reader (store), village, NULL) : NULL;
  g_ptr_array_add (names, g_strdup (_("The village’s own group, made where there is none")));
  g_ptr_array_add (names, g_strdup (_("A group for each category of disability")));
  g_ptr_array_add (names, g_strdup (_("A group for each natural village, by the address")));
  for (guint i = 0; page->groups != NULL && i < page->groups->len; i++)
    g_ptr_array_add (names, g_strdup (((RosterGroup *) page->groups->pdata[i])->name));
  refill (page->manner, page->manner_names, names);
}

static void
add_row (Page *page, const RosterUncovered *person)
{
  g_autofree char *foot = NULL, *sentence = NULL;
  g_autoptr (GString) words = g_string_new (person->village_name);
  GtkWidget *row;

  if (*person->category_label != '\0')
    g_string_append_printf (words, "%s%s", words->len > 0 ? "，" : "", person->category_label);
  if (person->hamlet != NULL)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "，" : "", person->hamlet);
  foot = g_string_free (g_steal_pointer (&words), FALSE);
  sentence = g_strdup_printf ("%s，%s", person->name, foot);
  row = roster_rows_add (page->list, person->name, foot, sentence, "person", person->person);
  /* Ctrl+Space of a list box activates, too: it is answered here (key_cb). */
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), TRUE);
}

static void
fill_list (Page *page)
{
  ClStore *store = cl_context_get_store (page->context);
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL, *total = NULL, *left = NULL;
  guint n;

  roster_rows_clear (page->list);
  g_clear_pointer (&page->uncovered, g_ptr_array_unref);
  page->uncovered = roster_groups_list_uncovered (catalogue, cl_store_get_reader (store), get_village (page), &error);
  n = page->uncovered != NULL ? page->uncovered->len : 0;
  for (guint i = 0; i < MIN (n, ROWS_MAX); i++)
    add_row (page, page->uncovered->pdata[i]);
  total = cl_count_format (roster_groups_count_residents (catalogue, cl_store_get_reader (store), get_village (page), NULL));
  left = cl_count_format (n);
  if (error != NULL)
    words = g_strdup (error->message);
  else if (n == 0)
    words = g_strdup_printf (_("All %s disabled residents are in a group"), total);
  else if (n > ROWS_MAX)
    words = g_strdup_printf (_("%s of %s disabled residents are in no group; the first %u are listed"), left, total, ROWS_MAX);
  else
    words = g_strdup_printf (_("%s of %s disabled residents are in no group"), left, total);
  gtk_label_set_text (GTK_LABEL (page->summary), words);
  gtk_widget_set_visible (page->list, n > 0);
  gtk_widget_set_sensitive (page->all, n > 0);
}

static void
fill (gpointer data)
{
  Page *page = data;
  GtkRoot *root = gtk_widget_get_root (page->page);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint at = focus != NULL && GTK_IS_LIST_BOX_ROW (focus) && gtk_widget_is_ancestor (focus, page->list) ? (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : G_MAXUINT;
  GtkListBoxRow *row;

  page->is_filling = TRUE;
  fill_villages (page);
  fill_manners (page);
  page->is_filling = FALSE;
  fill_list (page);
  if (at == G_MAXUINT)
    return;
  row = page->uncovered != NULL && page->uncovered->len > 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->list), MIN (at, MIN (page->uncovered->len, ROWS_MAX) - 1)) : NULL;
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : page->village);
}

static void
village_cb (GtkDropDown *choice, GParamSpec *pspec, Page *page)
{
  if (page->is_filling)
    return;
  page->is_filling = TRUE;
  fill_manners (page);
  page->is_filling = FALSE;
  fill_list (page);
}

static void
selected_cb (GtkWidget *scrolled, GtkListBox *list)
{
  Page *page = g_object_get_data (G_OBJECT (scrolled), "roster-groups");
  GList *rows;
  guint n;
  g_autofree char *count = NULL, *words = NULL;

  /* Rows are unselected too while the window is taken down, and the buttons are gone by then. */
  if (!gtk_widget_get_mapped (scrolled))
    return;
  rows = gtk_list_box_get_selected_rows (list);
  n = g_list_length (rows);
  count = cl_count_format (n);

  gtk_widget_set_sensitive (page->selected, n > 0);
  g_list_free (rows);
  if (n == page->n_selected)
    return;
  page->n_selected = n;
  words = n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row selected", "%s rows selected", n), count) : g_strdup (_("No row is selected any more"));
  gtk_label_set_text (GTK_LABEL (page->count), n > 0 ? words : "");
  /* A single one is where the focus is, and is heard with it. */
  if (n != 1 && page->uncovered != NULL && gtk_widget_get_mapped (page->page))
    cl_announce (page->page, words);
}

static void
open_row (Page *page, GtkListBoxRow *row)
{
  cl_context_show_record (page->context, "person", *(const gint64 *) g_object_get_data (G_OBJECT (row), "record"));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, Page *page)
{
  GtkRoot *root = gtk_widget_get_root (page->list);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkListBoxRow *row = GTK_IS_LIST_BOX_ROW (focus) ? GTK_LIST_BOX_ROW (focus) : NULL;

  if (row == NULL || (state & GDK_ALT_MASK) != 0)
    return FALSE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    open_row (page, row);
  else if (key != GDK_KEY_space && key != GDK_KEY_KP_Space)
    return FALSE;
  else if (gtk_list_box_row_is_selected (row))
    gtk_list_box_unselect_row (GTK_LIST_BOX (page->list), row);
  else
    gtk_list_box_select_row (GTK_LIST_BOX (page->list), row);
  return TRUE;
}

static void
assign (Page *page, GPtrArray *persons)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->manner)), assigned = 0, made = 0;
  RosterGroupsManner manner = MIN (chosen, (guint) ROSTER_GROUPS_INTO);
  const RosterGroup *group = manner == ROSTER_GROUPS_INTO && page->groups != NULL && chosen - ROSTER_GROUPS_INTO < page->groups->len ? page->groups->pdata[chosen - ROSTER_GROUPS_INTO] : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  if (manner == ROSTER_GROUPS_INTO && group == NULL)
    return;
  if (!roster_groups_assign (cl_context_get_store (page->context), persons, manner, group != NULL ? group->id : 0, &assigned, &made, &error))
    said = g_strdup (error->message);
  else if (assigned < persons->len)
    said = g_strdup_printf (_("%u put into groups, %u groups made; %u have no village, fill it in first"), assigned, made, persons->len - assigned);
  else
    said = g_strdup_printf (_("%u put into groups, %u groups made"), assigned, made);
  cl_context_say (page->context, page->page, said);
}

static void
assign_selected_cb (Page *page)
{
  g_autoptr (GPtrArray) persons = g_ptr_array_new ();
  GList *rows = gtk_list_box_get_selected_rows (GTK_LIST_BOX (page->list));

  for (GList *at = rows; at != NULL; at = at->next)
    g_ptr_array_add (persons, page->uncovered->pdata[gtk_list_box_row_get_index (at->data)]);
  g_list_free (rows);
  if (persons->len > 0)
    assign (page, persons);
}

static void
assign_all_cb (Page *page)
{
  if (page->uncovered != NULL && page->uncovered->len > 0)
    assign (page, page->uncovered);
}

/* The roster of groups, with the list of those in none. */
static void
print_cb (Page *page)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->village));

  if (selected > 0)
    g_hash_table_insert (parameters, g_strdup ("village"), g_strdup (gtk_string_list_get_string (page->village_names, selected)));
  g_hash_table_insert (parameters, g_strdup ("rest"), g_strdup ("shown"));
  cl_context_show_form (page->context, "groups", parameters);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, Page *page)
{
  open_row (page, row);
}

static void
groups_cb (Page *page)
{
  gint64 village = get_village (page);
  g_autofree char *where = village != 0 ? g_strdup_printf ("kind = 'group' and division = %" G_GINT64_FORMAT, village) : g_strdup ("kind = 'group'");

  cl_context_show_list (page->context, "organisation", where, _("Groups"));
}

static GtkWidget *
add_button (GtkWidget *bar, const char *label, GCallback callback, Page *page)
{
  GtkWidget *button = cl_text_button_new (label, NULL);

  g_signal_connect_swapped (button, "clicked", callback, page);
  gtk_box_append (GTK_BOX (bar), button);
  return button;
}

/* The drop-down of a new row, and the strings it shows. */
static GtkWidget *
add_choice (GtkWidget *list, const char *title, GtkStringList **names)
{
  static const char *const none[] = { NULL };
  GtkWidget *choice = roster_rows_add_choice (list, title, none, 0);

  *names = cl_drop_down_get_strings (choice);
  return choice;
}

static GtkWidget *
roster_groups_page_create (ClPage *self, ClContext *context)
{
  Page *page = g_new0 (Page, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *box, *settings = roster_rows_settings_new (), *bar = cl_wrap_box_new ();

  page->context = g_object_ref (context);
  page->village_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  page->page = roster_rows_page_new (&box);
  page->village = add_choice (settings, _("Village"), &page->village_names);
  page->manner = add_choice (settings, _("Into which group"), &page->manner_names);
  gtk_box_append (GTK_BOX (box), settings);
  gtk_box_append (GTK_BOX (box), page->summary = roster_rows_text_new (NULL));
  page->selected = add_button (bar, _("_Put the selected into the group"), G_CALLBACK (assign_selected_cb), page);
  page->all = add_button (bar, _("Put _all of them into groups"), G_CALLBACK (assign_all_cb), page);
  gtk_widget_add_css_class (page->all, "suggested-action");
  gtk_widget_set_sensitive (page->selected, FALSE);
  add_button (bar, _("_Groups"), G_CALLBACK (groups_cb), page);
  page->print = add_button (bar, _("P_rint the roster of groups…"), G_CALLBACK (print_cb), page);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), page->count = roster_rows_text_new (NULL));
  page->list = roster_rows_list_new (box, _("In no group"), G_CALLBACK (activated_cb), page);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (page->list), GTK_SELECTION_MULTIPLE);
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (page->list), FALSE);
  cl_accessible_describe (page->list, _("Space selects, Shift with the arrows selects several, Ctrl+A all; Enter opens the person"));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), page);
  gtk_widget_add_controller (page->list, keys);
  cl_list_leave_by_tab (page->list);

  g_object_set_data_full (G_OBJECT (page->page), "roster-groups", page, page_free);
  g_signal_connect (page->village, "notify::selected", G_CALLBACK (village_cb), page);
  g_signal_connect_object (page->list, "selected-rows-changed", G_CALLBACK (selected_cb), page->page, G_CONNECT_SWAPPED);
  fill (page);
  roster_page_follow (page->page, context, fill, page);
  roster_page_set_print (page->page, NULL, page->print);
  return page->page;
}

static const char *
roster_groups_page_get_id (ClPage *self)
{
  return "groups";
}

static const char *
roster_groups_page_get_title (ClPage *self)
{
  return _("Groups of residents");
}

static const char *
roster_groups_page_get_icon (ClPage *self)
{
  return "system-users-symbolic";
}

static void
roster_groups_page_page_init (ClPageInterface *iface)
{
  iface->get_id = roster_groups_page_get_id;
  iface->get_title = roster_groups_page_get_title;
  iface->get_icon = roster_groups_page_get_icon;
  iface->create = roster_groups_page_create;
}

static void
roster_groups_page_class_init (RosterGroupsPageClass *klass)
{
}

static void
roster_groups_page_class_finalize (RosterGroupsPageClass *klass)
{
}

static void
roster_groups_page_init (RosterGroupsPage *self)
{
}

/**
 * roster_groups_page_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_groups_page_register (GTypeModule *module)
{
  roster_groups_page_register_type (module);
}
