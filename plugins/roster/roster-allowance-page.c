#include "roster-allowance-page.h"

#include <glib/gi18n-lib.h>

#include "roster-allowance.h"
#include "roster-groups-page.h"
#include "roster-page.h"
#include "roster-rows.h"

typedef struct
{
  GObject parent;
  ClPage *next; /* the page of groups, made when it is asked for */
} RosterAllowancePage;

typedef GObjectClass RosterAllowancePageClass;

static void roster_allowance_page_page_init (ClPageInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterAllowancePage, roster_allowance_page, G_TYPE_OBJECT, 0, G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_PAGE, roster_allowance_page_page_init))

/* How the office counts and pays: settings of the file, "yes" where the second choice is taken. */
#define SUSPECTED_SETTING "allowance-suspected"
#define WHOLE_MONTH_SETTING "allowance-whole-month"
#define NO_COMMISSIONERS_SETTING ROSTER_ALLOWANCE_NO_COMMISSIONERS

typedef struct
{
  ClContext *context;
  GtkWidget *page, *month, *day, *summary, *villages, *bands, *offer, *edge, *make, *print, *rows;
  GtkWidget *suspected, *whole_month, *no_commissioners;
  RosterMonth asked;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_object_unref (page->context);
  roster_month_clear (&page->asked);
  g_free (page);
}

static char *
format_yuan (gint64 fen)
{
  return fen % 100 == 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, fen / 100) : g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", fen / 100, (int) (fen % 100));
}

/* "残疾人 31 人，30–50人，每人每月 150 元"; second line: how many members, what is there already, who is left out. */
static void
add_village (Page *page, const RosterMonthVillage *village, guint *n_new, gint64 *sum)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *rate = format_yuan (village->rate), *title = NULL, *foot = NULL, *sentence = NULL;
  guint fresh = 0;
  GtkWidget *row;

  for (guint i = 0; i < village->members->len; i++)
    {
      const RosterMonthMember *member = village->members->pdata[i];

      fresh += !member->is_kept && !member->is_out && village->band != 0;
      if (member->is_out && !member->is_kept)
        /* Translators: a person left out: name, since when or until when in office */
        g_string_append_printf (out, _("; not on the sheet: %s (%s)"), member->name, member->partly != NULL ? member->partly : "");
    }
  if (village->trouble != NULL)
    title = g_strdup (village->trouble);
  else
    /* Translators: a village, a number, a band such as “30–50人”, an amount */
    title = g_strdup_printf (_("%s: %d disabled residents, %s, %s yuan a month each"), village->name, (int) village->residents, village->band_label, rate);
  foot = g_strdup_printf (_("%u new rows, %u there already%s"), fresh, village->n_kept, out->str);
  sentence = g_strdup_printf ("%s，%s", title, foot);
  row = roster_rows_add (page->villages, title, foot, sentence, "division", village->division);
  g_object_set_data (G_OBJECT (row), "kept", GUINT_TO_POINTER (village->n_kept));
  *n_new += fresh;
  *sum += fresh * village->rate;
}

static void
fill_villages (Page *page)
{
  ClStore *store = cl_context_get_store (page->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) villages = roster_month_plan (cl_store_get_catalogue (store), cl_store_get_reader (store), &page->asked, &error);
  g_autofree char *words = NULL, *called = cl_date_format_paper (page->asked.month), *fresh = NULL, *kept = NULL;
  guint n_new = 0, n_kept = 0;
  gint64 sum = 0, sum_kept = 0;

  roster_rows_clear (page->villages);
  for (guint i = 0; villages != NULL && i < villages->len; i++)
    {
      const RosterMonthVillage *village = villages->pdata[i];

      n_kept += village->n_kept;
      sum_kept += village->kept;
      if (village->members->len > 0 || village->n_kept > 0)
        add_village (page, village, &n_new, &sum);
    }
  fresh = format_yuan (sum);
  kept = format_yuan (sum_kept);
  if (error != NULL)
    words = g_strdup (error->message);
  else
    /* Translators: a month; then how many rows and what they come to, twice */
    words = g_strdup_printf (_("%s: %u rows to be made, %s yuan; %u rows are there already, %s yuan, and stay as they are"), called, n_new, fresh, n_kept, kept);
  gtk_label_set_text (GTK_LABEL (page->summary), words);
  gtk_widget_set_visible (page->villages, gtk_widget_get_first_child (page->villages) != NULL);
  gtk_widget_set_sensitive (page->print, n_kept > 0);
  gtk_widget_set_sensitive (page->rows, n_kept > 0);
}

/* Whether there are any. */
static gboolean
fill_bands (Page *page)
{
  static const char *const columns[] = { "label", "case when least is not null then least || iif(coalesce(with_least, 1), '（含）', '（不含）') || ' 人起' else '' end",
                                         "case when most is not null then '至 ' || most || iif(coalesce(with_most, 1), '（含）', '（不含）') || ' 人' else '' end", "rate", "end" };
  ClStore *store = cl_context_get_store (page->context);
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClLedger *ledger = cl_catalogue_find_ledger (catalogue, "allowance_band");
  g_autoptr (ClQuery) query = cl_query_new (catalogue, ledger);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ready = TRUE, any = FALSE;

  roster_rows_clear (page->bands);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    ready = ready && cl_query_add_column (query, columns[i], CL_QUERY_LIST, &error);
  if (ready && cl_query_set_order (query, cl_ledger_get_order (ledger), &error))
    statement = cl_query_prepare (query, cl_store_get_reader (store), NULL, &error);
  while (statement != NULL && cl_statement_step (statement, &error))
    {
      const char *end = cl_statement_get_text (statement, 5);
      g_autofree char *until = end != NULL ? g_strdup_printf ("，%s 止", end) : g_strdup (""), *foot = NULL, *sentence = NULL;

      foot = g_strdup_printf ("%s%s，每人每月 %s 元%s", cl_statement_get_text (statement, 2), cl_statement_get_text (statement, 3), cl_statement_get_text (statement, 4), until);
      sentence = g_strdup_printf ("%s，%s", cl_statement_get_text (statement, 1), foot);
      roster_rows_add (page->bands, cl_statement_get_text (statement, 1), foot, sentence, "allowance_band", cl_statement_get_integer (statement, 0));
      any = TRUE;
    }
  if (error != NULL)
    roster_rows_add (page->bands, error->message, NULL, error->message, NULL, 0);
  gtk_widget_set_visible (page->bands, any || error != NULL);
  gtk_widget_set_visible (page->offer, !any);
  return any;
}

/* Without bands there is nothing to say of the villages. */
static void
fill_nothing (Page *page)
{
  roster_rows_clear (page->villages);
  gtk_widget_set_visible (page->villages, FALSE);
  gtk_label_set_text (GTK_LABEL (page->summary), _("Enter the bands first: then the sheet of the month can be made"));
  gtk_widget_set_sensitive (page->print, FALSE);
  gtk_widget_set_sensitive (page->rows, FALSE);
}

static void
fill (gpointer data)
{
  Page *page = data;
  GtkRoot *root = gtk_widget_get_root (page->page);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *list = focus != NULL && GTK_IS_LIST_BOX_ROW (focus) ? gtk_widget_get_parent (focus) : NULL;
  int at = list == page->villages || list == page->bands ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : -1;
  GtkListBoxRow *row;

  if (fill_bands (page))
    fill_villages (page);
  else
    fill_nothing (page);
  if (at < 0)
    return;
  /* The same place, or what stands in it now. */
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), at);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : page->make);
}

/* What was typed as month and day goes into what is asked for; anything else leaves it, and is said. */
static gboolean
read_entries (Page *page)
{
  g_autoptr (GError) wrong_month = NULL, wrong_day = NULL;
  g_autofree char *month = cl_month_parse (gtk_editable_get_text (GTK_EDITABLE (page->month)), &wrong_month);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (page->day));
  g_autofree char *day = NULL;

  cl_entry_set_error (page->month, wrong_month != NULL ? wrong_month->message : NULL);
  if (month == NULL)
    return FALSE;
  if (g_strcmp0 (month, page->asked.month) != 0)
    {
      day = roster_month_counting_day (month);
      gtk_editable_set_text (GTK_EDITABLE (page->day), day);
    }
  else
    day = cl_date_parse (typed, &wrong_day);
  cl_entry_set_error (page->day, wrong_day != NULL ? wrong_day->message : NULL);
  if (day == NULL)
    return FALSE;
  if (g_strcmp0 (month, page->asked.month) == 0 && g_strcmp0 (day, page->asked.day) == 0)
    return TRUE;
  roster_month_clear (&page->asked);
  page->asked.month = g_steal_pointer (&month);
  page->asked.day = g_steal_pointer (&day);
  roster_page_refill (page->page);
  return TRUE;
}

/* The focus leaves an entry too while the window is taken down. */
static void
entry_cb (GtkWidget *page)
{
  if (gtk_widget_get_mapped (page))
    read_entries (g_object_get_data (G_OBJECT (page), "roster-allowance"));
}

static void
choice_cb (GtkWidget *choice, GParamSpec *pspec, Page *page)
{
  ClStore *store = cl_context_get_store (page->context);
  const struct
  {
    GtkWidget *choice;
    const char *setting;
    gboolean *value;
  } choices[] = { { page->suspected, SUSPECTED_SETTING, &page->asked.suspected },
                  { page->whole_month, WHOLE_MONTH_SETTING, &page->asked.whole_month },
                  { page->no_commissioners, NO_COMMISSIONERS_SETTING, &page->asked.no_commissioners } };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (choices[i].choice == choice)
      {
        *choices[i].value = gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)) == 1;
        cl_store_set_setting (store, choices[i].setting, *choices[i].value ? "yes" : "no", NULL);
      }
  roster_page_refill (page->page);
}

/* The entry that cannot be read gets the focus, and what is wrong with it is said. */
static gboolean
is_ready (Page *page)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *month = NULL;

  if (read_entries (page))
    return TRUE;
  month = cl_month_parse (gtk_editable_get_text (GTK_EDITABLE (page->month)), &error);
  if (month != NULL)
    g_free (cl_date_parse (gtk_editable_get_text (GTK_EDITABLE (page->day)), &error));
  gtk_widget_grab_focus (month == NULL ? page->month : page->day);
  cl_context_say (page->context, page->page, error->message);
  return FALSE;
}

static void
make_cb (Page *page)
{
  ClStore *store = cl_context_get_store (page->context);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL, *called = NULL;
  guint added = 0, kept = 0;

  if (!is_ready (page))
    return;
  called = cl_date_format_paper (page->asked.month);
  if (roster_bands_count (cl_store_get_catalogue (store), cl_store_get_reader (store), page->asked.day) == 0)
    {
      cl_context_say (page->context, page->page, _("There are no bands in force on the day. Enter them first, under “Bands” on this page."));
      return;
    }
  if (!roster_month_make (store, &page->asked, &added, &kept, &error))
    said = g_strdup (error->message);
  else if (added == 0)
    said = g_strdup_printf (_("%s: nobody to add, %u rows are there and stay as they are"), called, kept);
  else
    said = g_strdup_printf (_("%s: %u rows made, %u were there and stay as they are"), called, added, kept);
  cl_context_say (page->context, page->page, said);
}

static void
print_cb (Page *page)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!is_ready (page))
    return;
  g_hash_table_insert (parameters, g_strdup ("month"), g_strdup (page->asked.month));
  cl_context_show_form (page->context, "allowance-sheet", parameters);
}

/* The rows of the month, or of one village in it. */
static void
show_rows (Page *page, gint64 village, const char *name)
{
  g_autofree char *called = cl_date_format_paper (page->asked.month);
  g_autofree char *where = village == 0 ? g_strdup_printf ("month = '%s'", page->asked.month)
                                        : g_strdup_printf ("month = '%s' and division = %" G_GINT64_FORMAT, page->asked.month, village);
  g_autofree char *words = name != NULL ? g_strdup_printf ("%s，%s", called, name) : g_strdup (called);

  cl_context_show_list (page->context, "allowance", where, words);
}

static void
rows_cb (Page *page)
{
  if (is_ready (page))
    show_rows (page, 0, NULL);
}

/* The village's rows of the month; before there are any, its committee. */
static void
village_activated_cb (GtkListBox *list, GtkListBoxRow *row, Page *page)
{
  const gint64 *village = g_object_get_data (G_OBJECT (row), "record");
  ClStore *store = cl_context_get_store (page->context);
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  g_autofree char *name = cl_record_call (cl_store_get_reader (store), catalogue, cl_catalogue_find_ledger (catalogue, "division"), *village);

  if (g_object_get_data (G_OBJECT (row), "kept") != NULL)
    show_rows (page, *village, name);
  else
    {
      g_autofree char *where = g_strdup_printf ("organisation.division = %" G_GINT64_FORMAT " and organisation.kind = 'village-association'", *village);

      cl_context_show_list (page->context, "appointment", where, name);
    }
}

static gboolean
save_band (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (ClRecord) copy = cl_record_copy (data);

  return cl_transaction_save (transaction, copy, error);
}

static gboolean
apply_band_cb (ClRecord *draft, gpointer data, GError **error)
{
  return cl_store_write (cl_context_get_store (data), _("Bands of the allowance for lost work"), save_band, draft, error) != 0;
}

static void
ask_band (Page *page, const char *title, ClRecord *draft)
{
  static const char *const fields[] = { "label*", "least", "with_least", "most", "with_most", "rate*", "start", "end", "clause", NULL };

  cl_field_ask (page->page, page->context, title, _("_Save"), draft, fields, NULL, apply_band_cb, g_object_ref (page->context), g_object_unref);
}

static void
band_activated_cb (GtkListBox *list, GtkListBoxRow *row, Page *page)
{
  ClStore *store = cl_context_get_store (page->context);
  const gint64 *id = g_object_get_data (G_OBJECT (row), "record");
  ClRecord *draft = cl_record_load (cl_store_get_reader (store), cl_catalogue_find_ledger (cl_store_get_catalogue (store), "allowance_band"), *id, NULL);

  if (draft != NULL)
    ask_band (page, _("Change a band"), draft);
}

static void
new_band_cb (Page *page)
{
  ask_band (page, _("Add a band"), cl_record_new (cl_catalogue_find_ledger (cl_context_get_catalogue (page->context), "allowance_band")));
}

static void
offer_cb (Page *page)
{
  gboolean is_low = gtk_drop_down_get_selected (GTK_DROP_DOWN (page->edge)) == 0;
  g_autoptr (GError) error = NULL;

  if (!roster_bands_offer (cl_context_get_store (page->context), is_low, &error))
    cl_context_say (page->context, page->page, error->message);
  else
    cl_context_say (page->context, page->page, is_low ? _("Three bands entered; exactly 30 residents are in the lower one") : _("Three bands entered; exactly 30 residents are in the middle one"));
  gtk_widget_grab_focus (page->make);
}

static GtkWidget *
add_button (GtkWidget *bar, const char *label, GCallback callback, Page *page)
{
  GtkWidget *button = cl_text_button_new (label, NULL);

  g_signal_connect_swapped (button, "clicked", callback, page);
  gtk_box_append (GTK_BOX (bar), button);
  return button;
}

static GtkWidget *
add_entry (Page *page, GtkWidget *list, const char *title, const char *text)
{
  GtkWidget *entry, *row = cl_entry_row_new (title, &entry);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_connect_object (entry, "activate", G_CALLBACK (entry_cb), page->page, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (entry_cb), page->page, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, focus);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return entry;
}

static GtkWidget *
add_choice (Page *page, GtkWidget *list, const char *title, const char *first, const char *second, const char *setting, gboolean *value)
{
  const char *const choices[] = { first, second, NULL };
  g_autofree char *kept = cl_store_get_setting (cl_context_get_store (page->context), setting);
  GtkWidget *choice;

  *value = g_strcmp0 (kept, "yes") == 0;
  choice = roster_rows_add_choice (list, title, choices, *value ? 1 : 0);
  g_signal_connect (choice, "notify::selected", G_CALLBACK (choice_cb), page);
  return choice;
}

static void
add_month (Page *page, GtkWidget *box)
{
  GtkWidget *list = roster_rows_settings_new (), *bar = cl_wrap_box_new ();

  page->month = add_entry (page, list, _("Month"), page->asked.month);
  page->day = add_entry (page, list, _("Residents and members counted on"), page->asked.day);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), page->summary = roster_rows_text_new (NULL));
  page->make = add_button (bar, _("_Make the month’s sheet"), G_CALLBACK (make_cb), page);
  gtk_widget_add_css_class (page->make, "suggested-action");
  page->print = add_button (bar, _("_Print the sheet…"), G_CALLBACK (print_cb), page);
  page->rows = add_button (bar, _("_Rows of the month"), G_CALLBACK (rows_cb), page);
  gtk_box_append (GTK_BOX (box), bar);
}

static void
add_rules (Page *page, GtkWidget *box)
{
  GtkWidget *heading = gtk_label_new (_("How it is counted")), *list = roster_rows_settings_new ();

  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_box_append (GTK_BOX (box), heading);
  page->suspected = add_choice (page, list, _("Disabled residents"), _("With a certificate"), _("With a certificate, and suspected"), SUSPECTED_SETTING, &page->asked.suspected);
  page->whole_month = add_choice (page, list, _("On the sheet"), _("Who is in office on the day counted: a seat is paid once"), _("Whoever was in office on any day of the month"),
                                  WHOLE_MONTH_SETTING, &page->asked.whole_month);
  page->no_commissioners = add_choice (page, list, _("Commissioners"), _("On the sheet"), _("Paid by another subsidy"), NO_COMMISSIONERS_SETTING, &page->asked.no_commissioners);
  gtk_box_append (GTK_BOX (box), list);
}

static void
add_offer (Page *page, GtkWidget *box)
{
  const char *const edges[] = { _("“30人以下”, 100 yuan: “以下” includes the number itself"), _("“30–50人”, 150 yuan"), NULL };
  GtkWidget *list = roster_rows_settings_new (), *button;

  page->offer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (page->offer), roster_rows_text_new (_("There are no bands yet. Those of 历城 are 30人以下 100, 30–50人 150, 50人（不含）以上 200 yuan a month each; exactly 30 stands in two of them.")));
  page->edge = roster_rows_add_choice (list, _("Exactly 30 residents"), edges, 0);
  gtk_box_append (GTK_BOX (page->offer), list);
  button = add_button (page->offer, _("_Enter the bands of 历城"), G_CALLBACK (offer_cb), page);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), page->offer);
}

static GtkWidget *
roster_allowance_page_create (ClPage *self, ClContext *context)
{
  Page *page = g_new0 (Page, 1);
  GtkWidget *box, *button;

  page->context = g_object_ref (context);
  page->page = roster_rows_page_new (&box);
  page->asked.month = g_strndup (cl_today (), 7);
  page->asked.day = roster_month_counting_day (page->asked.month);
  add_offer (page, box);
  add_month (page, box);
  page->villages = roster_rows_list_new (box, _("Villages"), G_CALLBACK (village_activated_cb), page);
  cl_list_leave_by_tab (page->villages);
  add_rules (page, box);
  page->bands = roster_rows_list_new (box, _("Bands"), G_CALLBACK (band_activated_cb), page);
  cl_list_leave_by_tab (page->bands);
  button = add_button (box, _("_Add a band…"), G_CALLBACK (new_band_cb), page);
  gtk_widget_set_halign (button, GTK_ALIGN_START);

  g_object_set_data_full (G_OBJECT (page->page), "roster-allowance", page, page_free);
  fill (page);
  roster_page_follow (page->page, context, fill, page);
  roster_page_set_print (page->page, NULL, page->print);
  return page->page;
}

static const char *
roster_allowance_page_get_id (ClPage *self)
{
  return "allowance-sheet";
}

static const char *
roster_allowance_page_get_title (ClPage *self)
{
  return _("Month’s allowance");
}

static const char *
roster_allowance_page_get_icon (ClPage *self)
{
  return "x-office-calendar-symbolic";
}

static ClPage *
roster_allowance_page_get_next (ClPage *page)
{
  RosterAllowancePage *self = (RosterAllowancePage *) page;

  if (self->next == NULL)
    self->next = g_object_new (roster_groups_page_get_type (), NULL);
  return self->next;
}

static void
roster_allowance_page_page_init (ClPageInterface *iface)
{
  iface->get_id = roster_allowance_page_get_id;
  iface->get_title = roster_allowance_page_get_title;
  iface->get_icon = roster_allowance_page_get_icon;
  iface->create = roster_allowance_page_create;
  iface->get_next = roster_allowance_page_get_next;
}

static void
roster_allowance_page_finalize (GObject *object)
{
  g_clear_object (&((RosterAllowancePage *) object)->next);
  G_OBJECT_CLASS (roster_allowance_page_parent_class)->finalize (object);
}

static void
roster_allowance_page_class_init (RosterAllowancePageClass *klass)
{
  klass->finalize = roster_allowance_page_finalize;
}

static void
roster_allowance_page_class_finalize (RosterAllowancePageClass *klass)
{
}

static void
roster_allowance_page_init (RosterAllowancePage *self)
{
}

/**
 * roster_allowance_page_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_allowance_page_register (GTypeModule *module)
{
  roster_allowance_page_register_type (module);
}
