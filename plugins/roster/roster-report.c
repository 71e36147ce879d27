#include "roster-report.h"

#include <glib/gi18n-lib.h>

#include "roster-allowance-page.h"
#include "roster-committee.h"
#include "roster-missing.h"
#include "roster-report-print.h"
#include "roster-page.h"
#include "roster-rows.h"

/* The page “Attachments 1, 2, 3”: from the villages' sheets to the batch that comes back signed. */
typedef struct
{
  GObject parent;
  ClPage *next; /* the page of the month's allowance, made when it is asked for */
} RosterReport;

typedef GObjectClass RosterReportClass;

static void roster_report_page_init (ClPageInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (RosterReport, roster_report, G_TYPE_OBJECT, 0, G_IMPLEMENT_INTERFACE_DYNAMIC (CL_TYPE_PAGE, roster_report_page_init))

#define DUE_SETTING "report-due"
#define PAPERS_DAYS 60
/* More than a clerk fills in at a sitting; the rest comes up as these are done. */
#define MISSING_MAX 150

typedef struct
{
  ClContext *context;
  GtkWidget *page, *due, *summary, *missing, *print, *papers, *returned, *standing;
  GPtrArray *list; /* RosterMissing */
  GArray *ids;     /* of papers */
  char *day;       /* ISO */
  guint focus;     /* the row to come back to, from 1 */
  guint paper;     /* the same among the papers */
} Report;

static void
report_free (gpointer data)
{
  Report *page = data;

  g_object_unref (page->context);
  g_clear_pointer (&page->list, g_ptr_array_unref);
  g_clear_pointer (&page->ids, g_array_unref);
  g_free (page->day);
  g_free (page);
}

static void
fill_missing (Report *page)
{
  ClStore *store = cl_context_get_store (page->context);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  GtkListBoxRow *row;

  roster_rows_clear (page->missing);
  g_clear_pointer (&page->list, g_ptr_array_unref);
  page->list = roster_missing_list (cl_store_get_catalogue (store), cl_store_get_reader (store), page->day, &error);
  for (guint i = 0; page->list != NULL && i < page->list->len && i < MISSING_MAX; i++)
    {
      const RosterMissing *missing = page->list->pdata[i];

      roster_rows_add (page->missing, missing->sentence, NULL, missing->sentence, missing->ledger, missing->record);
    }
  if (error != NULL)
    words = g_strdup (error->message);
  else if (page->list->len == 0)
    words = g_strdup (_("Nothing is missing: the attachments can be printed"));
  else
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thing is missing; Enter fills it in", "%u things are missing; Enter fills one in", page->list->len), page->list->len);
  gtk_label_set_text (GTK_LABEL (page->summary), words);
  gtk_widget_set_visible (page->missing, page->list != NULL && page->list->len > 0);
  if (page->focus == 0)
    return;
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->missing), page->focus - 1);
  if (row == NULL && page->list != NULL && page->list->len > 0)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->missing), MIN (page->list->len, MISSING_MAX) - 1);
  page->focus = 0;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    gtk_widget_grab_focus (page->print);
}

static void
fill_papers (Report *page)
{
  ClStore *store = cl_context_get_store (page->context);
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (store), "output");
  g_autofree char *since = cl_date_add (cl_today (), 0, 0, -PAPERS_DAYS);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  GtkListBoxRow *row;
  guint n_returned = 0;

  roster_rows_clear (page->papers);
  g_clear_pointer (&page->ids, g_array_unref);
  page->ids = roster_report_papers (cl_store_get_catalogue (store), cl_store_get_reader (store), since, &error);
  for (guint i = 0; page->ids != NULL && i < page->ids->len; i++)
    {
      gint64 id = g_array_index (page->ids, gint64, i);
      g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (store), ledger, id, NULL);
      g_autofree char *title = NULL, *unit = NULL, *state = NULL, *day = NULL, *head = NULL, *foot = NULL, *sentence = NULL;

      if (record == NULL)
        continue;
      title = cl_record_format (record, "title");
      unit = cl_record_format (record, "unit");
      state = cl_record_format (record, "state");
      day = cl_record_format (record, "state_date");
      head = g_strdup_printf ("%s　%s", unit != NULL ? unit : "", title);
      foot = g_strdup_printf ("%s　%s", state != NULL && *state != '\0' ? state : "已打印", day != NULL ? day : "");
      sentence = g_strdup_printf ("%s，%s", head, foot);
      n_returned += g_strcmp0 (cl_record_get_named (record, "state")->kind == CL_VALUE_TEXT ? cl_record_get_named (record, "state")->text : NULL, "returned") == 0 ||
                    g_strcmp0 (cl_record_get_named (record, "state")->kind == CL_VALUE_TEXT ? cl_record_get_named (record, "state")->text : NULL, "sent") == 0;
      roster_rows_add (page->papers, head, foot, sentence, "output", id);
    }
  gtk_widget_set_visible (page->papers, page->ids != NULL && page->ids->len > 0);
  gtk_widget_set_visible (page->returned, page->ids != NULL && n_returned < page->ids->len);
  words = page->ids == NULL || page->ids->len == 0 ? g_strdup (_("Nothing is printed yet")) : g_strdup_printf (_("%u of %u have come back"), n_returned, page->ids->len);
  gtk_label_set_text (GTK_LABEL (page->standing), words);
  row = page->paper > 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (page->papers), page->paper - 1) : NULL;
  page->paper = 0;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
fill (gpointer data)
{
  fill_missing (data);
  fill_papers (data);
}

/* What one window writes: a record as it was filled in, or the first holder of a post. */
typedef struct
{
  ClContext *context;
  RosterStep step;
} Filling;

static void
filling_free (gpointer data)
{
  Filling *self = data;

  g_object_unref (self->context);
  g_free (self);
}

static gboolean
save (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (ClRecord) copy = cl_record_copy (data);

  return cl_transaction_save (transaction, copy, error);
}

static gboolean
apply_cb (ClRecord *draft, gpointer data, GError **error)
{
  Filling *self = data;
  ClStore *store = cl_context_get_store (self->context);
  g_autofree char *words = g_strdup_printf (_("%s: filled in for the attachments"), cl_ledger_get_title (cl_record_get_ledger (draft)));

  if (self->step.village != 0)
    {
      self->step.draft = draft;
      return cl_store_write (store, words, roster_step_write, &self->step, error) != 0;
    }
  return cl_record_derive (draft, cl_store_get_reader (store), cl_store_get_catalogue (store), error) && cl_store_write (store, words, save, draft, error) != 0;
}

static void
missing_activated_cb (GtkListBox *list, GtkListBoxRow *row, Report *page)
{
  static const char *const post_fields[] = { "person*", "post*=chair|vice-chair|commissioner|member", "office", "start*", "approval", NULL };
  static const char *const report_fields[] = { "tasks", "done", "forecast", "difficulty", NULL };
  ClStore *store = cl_context_get_store (page->context);
  ClCatalogue *catalogue = cl_store_get_catalogue (store);
  ClDatabase *reader = cl_store_get_reader (store);
  const RosterMissing *missing = g_ptr_array_index (page->list, gtk_list_box_row_get_index (row));
  Filling *filling = g_new0 (Filling, 1);
  g_autoptr (GError) error = NULL;
  const char *const *fields = (const char *const *) (missing->fields != NULL ? missing->fields->pdata : NULL);
  ClRecord *draft;

  filling->context = g_object_ref (page->context);
  switch (missing->kind)
    {
    case ROSTER_MISSING_POST:
      filling->step = (RosterStep) { .kind = ROSTER_STEP_ADD, .village = missing->village, .association = roster_committee_find (catalogue, reader, missing->village) };
      draft = roster_committee_draft (catalogue, reader, ROSTER_STEP_ADD, filling->step.association, 0, &error);
      cl_record_set_text (draft, "post", cl_codes_get_label (cl_catalogue_find_codes (catalogue, "post"), missing->post), NULL);
      fields = post_fields;
      break;
    case ROSTER_MISSING_REPORT:
      draft = cl_record_new (cl_catalogue_find_ledger (catalogue, "reform_progress"));
      cl_record_set_reference (draft, "division", missing->village);
      cl_record_set_text (draft, "due", page->day, NULL);
      fields = report_fields;
      break;
    default:
      draft = cl_record_load (reader, cl_catalogue_find_ledger (catalogue, missing->ledger), missing->record, &error);
      break;
    }
  if (draft == NULL)
    {
      cl_context_say (page->context, page->page, error->message);
      filling_free (filling);
      return;
    }
  page->focus = gtk_list_box_row_get_index (row) + 1;
  cl_field_ask (page->page, page->context, missing->sentence, _("_Save"), draft, fields, NULL, apply_cb, filling, filling_free);
}

static void
paper_activated_cb (GtkListBox *list, GtkListBoxRow *row, Report *page)
{
  static const char *const fields[] = { "state*", "state_date", "remark", NULL };
  ClStore *store = cl_context_get_store (page->context);
  ClLedger *ledger = cl_catalogue_find_ledger (cl_store_get_catalogue (store), "output");
  gint64 *id = g_object_get_data (G_OBJECT (row), "record");
  ClRecord *draft = cl_record_load (cl_store_get_reader (store), ledger, *id, NULL);
  g_autofree char *title = NULL;
  Filling *filling;

  if (draft == NULL)
    return;
  page->paper = gtk_list_box_row_get_index (row) + 1;
  title = cl_record_format (draft, "title");
  cl_record_set_text (draft, "state_date", cl_today (), NULL);
  filling = g_new0 (Filling, 1);
  filling->context = g_object_ref (page->context);
  cl_field_ask (page->page, page->context, title, _("_Save"), draft, fields, NULL, apply_cb, filling, filling_free);
}

static void
returned_cb (Report *page)
{
  g_autoptr (GError) error = NULL;
  gint64 entry = cl_output_set_state (cl_context_get_store (page->context), page->ids, "returned", &error);

  cl_context_say (page->context, page->page, entry == 0 ? error->message : _("All have come back"));
}

static void
print_cb (Report *page)
{
  roster_report_print (page->print, page->context, page->day);
}

/* What people write becomes the day; anything else leaves it as it was. */
static void
due_cb (GtkWidget *scrolled)
{
  Report *page = g_object_get_data (G_OBJECT (scrolled), "roster-report");
  g_autoptr (GError) error = NULL;
  g_autofree char *day = NULL;

  /* The focus leaves the entry too while the window is taken down. */
  if (!gtk_widget_get_mapped (scrolled))
    return;
  day = cl_date_parse (gtk_editable_get_text (GTK_EDITABLE (page->due)), &error);
  cl_entry_set_error (page->due, day == NULL ? error->message : NULL);
  if (day == NULL || g_str_equal (day, page->day))
    return;
  g_free (page->day);
  page->day = g_steal_pointer (&day);
  cl_store_set_setting (cl_context_get_store (page->context), DUE_SETTING, page->day, NULL);
  fill_missing (page);
}

static void
add_heading (GtkWidget *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
add_text (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_imports (GtkWidget *box)
{
  static const struct
  {
    const char *label, *ledger;
  } sheets[] = { { N_("Attachment _1: reform progress…"), "reform_progress" },
                 { N_("Attachment _2: associations…"), "organisation" },
                 { N_("Attachment _3: members…"), "appointment" } };
  GtkWidget *bar = cl_wrap_box_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      GtkWidget *button = cl_text_button_new (_(sheets[i].label), NULL);

      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", sheets[i].ledger);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.import-into");
      gtk_box_append (GTK_BOX (bar), button);
    }
  gtk_box_append (GTK_BOX (box), bar);
}

static GtkWidget *
roster_report_create (ClPage *self, ClContext *context)
{
  Report *page = g_new0 (Report, 1);
  GtkWidget *box, *scrolled = roster_rows_page_new (&box), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_("Due date"));
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *day = cl_store_get_setting (cl_context_get_store (context), DUE_SETTING);

  page->context = g_object_ref (context);
  page->page = scrolled;
  page->due = gtk_entry_new ();
  cl_accessible_name (page->due, _("Due date"));
  page->day = day != NULL && g_strcmp0 (day, cl_today ()) >= 0 ? g_steal_pointer (&day) : roster_next_friday (cl_today ());
  gtk_editable_set_width_chars (GTK_EDITABLE (page->due), 11);
  gtk_editable_set_text (GTK_EDITABLE (page->due), page->day);
  g_signal_connect_object (page->due, "activate", G_CALLBACK (due_cb), scrolled, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (due_cb), scrolled, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (page->due, focus);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), page->due);
  gtk_box_append (GTK_BOX (box), row);

  add_heading (box, _("1. Bring in the villages’ sheets"));
  add_imports (box);
  add_heading (box, _("2. Fill in what is missing"));
  page->summary = add_text (box);
  page->missing = roster_rows_list_new (box, _("Missing"), G_CALLBACK (missing_activated_cb), page);
  cl_list_leave_by_tab (page->missing);
  add_heading (box, _("3. Print all three in one go"));
  page->print = cl_text_button_new (_("_Print attachments 1, 2, 3…"), NULL);
  gtk_widget_add_css_class (page->print, "suggested-action");
  gtk_widget_set_halign (page->print, GTK_ALIGN_START);
  g_signal_connect_swapped (page->print, "clicked", G_CALLBACK (print_cb), page);
  gtk_box_append (GTK_BOX (box), page->print);
  add_heading (box, _("4. Note what comes back signed"));
  page->standing = add_text (box);
  page->returned = cl_text_button_new (_("_All have come back"), NULL);
  gtk_widget_set_halign (page->returned, GTK_ALIGN_START);
  g_signal_connect_swapped (page->returned, "clicked", G_CALLBACK (returned_cb), page);
  gtk_box_append (GTK_BOX (box), page->returned);
  page->papers = roster_rows_list_new (box, _("Printed papers"), G_CALLBACK (paper_activated_cb), page);
  cl_list_leave_by_tab (page->papers);

  g_object_set_data_full (G_OBJECT (scrolled), "roster-report", page, report_free);
  fill (page);
  roster_page_follow (scrolled, context, fill, page);
  roster_page_set_print (scrolled, NULL, page->print);
  return scrolled;
}

static const char *
roster_report_get_id (ClPage *self)
{
  return "report";
}

static const char *
roster_report_get_title (ClPage *self)
{
  return _("Attachments 1, 2, 3");
}

static const char *
roster_report_get_icon (ClPage *self)
{
  return "document-send-symbolic";
}

static ClPage *
roster_report_get_next (ClPage *page)
{
  RosterReport *self = (RosterReport *) page;

  if (self->next == NULL)
    self->next = g_object_new (roster_allowance_page_get_type (), NULL);
  return self->next;
}

static void
roster_report_page_init (ClPageInterface *iface)
{
  iface->get_id = roster_report_get_id;
  iface->get_title = roster_report_get_title;
  iface->get_icon = roster_report_get_icon;
  iface->create = roster_report_create;
  iface->get_next = roster_report_get_next;
}

static void
roster_report_finalize (GObject *object)
{
  g_clear_object (&((RosterReport *) object)->next);
  G_OBJECT_CLASS (roster_report_parent_class)->finalize (object);
}

static void
roster_report_class_init (RosterReportClass *klass)
{
  klass->finalize = roster_report_finalize;
}

static void
roster_report_class_finalize (RosterReportClass *klass)
{
}

static void
roster_report_init (RosterReport *self)
{
}

/**
 * roster_report_register:
 * @module: the plugin's module
 *
 * Registers the type; called once, when the plugin is loaded.
 */
void
roster_report_register (GTypeModule *module)
{
  roster_report_register_type (module);
}
