#include "cl-config.h"

#include "cl-journal-page-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-date.h"
#include "cl-span.h"
#include "cl-widgets-private.h"

/* So many at a time: each is a widget. */
#define PAGE_ROWS 200
#define REST_MS 250

static const char *const kinds[] = { "edit", "import", "merge", "undo", "redo", "print", "export", "reveal", "sign-in", "desk", "office", "sample", "schema", "rebuild", "backup", "restore", "purge" };

G_DEFINE_FINAL_TYPE (ClJournalPage, cl_journal_page, GTK_TYPE_WIDGET)

static const ClJournalEntry *
get_entry (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "cl-entry") : NULL;
}

static const char *
get_typed (GtkWidget *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  return *text != '\0' ? text : NULL;
}

static gboolean
check_day (GtkWidget *entry)
{
  const char *typed = get_typed (entry);
  g_autoptr (GError) error = NULL;
  g_autofree char *date = typed != NULL ? cl_date_parse (typed, &error) : NULL;

  cl_entry_set_error (entry, error != NULL ? error->message : NULL);
  cl_widget_set_tooltip (entry, error != NULL ? error->message : NULL);
  return error == NULL;
}

gboolean
cl_journal_page_read_filter (ClJournalPage *self, ClJournalFilter *filter)
{
  guint who = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->who)), kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
  guint ledger = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->ledger));
  gboolean since = check_day (self->since), until = check_day (self->until);

  *filter = (ClJournalFilter) {
    .since = get_typed (self->since),
    .until = get_typed (self->until),
    .actor = who > 0 && who <= g_strv_length (self->actors) ? self->actors[who - 1] : NULL,
    .kind = kind > 0 && kind <= G_N_ELEMENTS (kinds) ? kinds[kind - 1] : NULL,
    .ledger = ledger > 0 && ledger <= self->ledgers->len ? cl_ledger_get_name (self->ledgers->pdata[ledger - 1]) : NULL,
    .text = get_typed (self->text),
  };
  if (self->about_ledger != NULL)
    {
      filter->ledger = cl_ledger_get_name (self->about_ledger);
      filter->record = self->about_record;
    }
  return since && until;
}

char *
cl_journal_page_say_filter (ClJournalPage *self)
{
  ClJournalFilter filter;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  ClLedger *ledger;

  cl_journal_page_read_filter (self, &filter);
  ledger = filter.ledger != NULL ? cl_catalogue_find_ledger (cl_context_get_catalogue (self->context), filter.ledger) : NULL;
  if (filter.since != NULL || filter.until != NULL)
    g_ptr_array_add (parts, g_strdup_printf ("%s—%s", filter.since != NULL ? filter.since : "", filter.until != NULL ? filter.until : ""));
  if (filter.actor != NULL)
    g_ptr_array_add (parts, g_strdup (filter.actor));
  if (filter.kind != NULL)
    g_ptr_array_add (parts, g_strdup (cl_journal_kind_label (filter.kind)));
  if (ledger != NULL)
    g_ptr_array_add (parts, g_strdup (cl_ledger_get_title (ledger)));
  if (filter.record != 0)
    g_ptr_array_add (parts, cl_record_call (cl_store_get_reader (cl_context_get_store (self->context)), cl_context_get_catalogue (self->context), ledger, filter.record));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("，", (char **) parts->pdata);
}

static void
activate_row (GtkWidget *row, gpointer data)
{
  g_signal_emit_by_name (row, "activate");
}

static void
add_row (ClJournalPage *self, ClJournalEntry *entry)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *sentence = cl_journal_entry_say (entry);
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "cl-value");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  cl_accessible_name (row, sentence);
  cl_accessible_add_action (row, "open", activate_row, NULL);
  g_object_set_data_full (G_OBJECT (row), "cl-entry", entry, (GDestroyNotify) cl_journal_entry_free);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
say_count (ClJournalPage *self, gboolean more)
{
  g_autofree char *n = cl_count_format (self->n);
  g_autofree char *text = more ? g_strdup_printf (_("The newest %s entries"), n) : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s entry", "%s entries", self->n), n);

  gtk_label_set_text (GTK_LABEL (self->count), text);
}

/* Adds the next older ones. */
static gboolean
add_rows (ClJournalPage *self)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  ClJournalFilter filter;
  gboolean more;

  if (!cl_journal_page_read_filter (self, &filter))
    return FALSE;
  filter.before = self->oldest;
  filter.limit = PAGE_ROWS + 1;
  entries = cl_journal_find (cl_context_get_store (self->context), &filter, &error);
  if (entries == NULL)
    {
      cl_context_say (self->context, GTK_WIDGET (self), error->message);
      return FALSE;
    }
  more = entries->len > PAGE_ROWS;
  if (more)
    g_ptr_array_set_size (entries, PAGE_ROWS);
  while (entries->len > 0)
    {
      ClJournalEntry *entry = g_ptr_array_steal_index (entries, 0);

      self->oldest = entry->entry;
      self->n++;
      add_row (self, entry);
    }
  gtk_widget_set_visible (self->more, more);
  say_count (self, more);
  return TRUE;
}

static gboolean
has_focus (ClJournalPage *self, GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* The row of entry @number is selected again, or the first. */
static void
select_entry (ClJournalPage *self, gint64 number)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (get_entry (row)->entry == number)
      break;
  if (row == NULL)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
  if (row != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
}

static void
fill (ClJournalPage *self)
{
  const ClJournalEntry *entry = get_entry (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
  gint64 selected = entry != NULL ? entry->entry : 0;
  gboolean focused = has_focus (self, self->list);
  ClJournalFilter filter;
  GtkListBoxRow *row;

  /* While a day is being typed the list stays as it was. */
  if (!cl_journal_page_read_filter (self, &filter))
    return;
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  self->oldest = 0;
  self->n = 0;
  if (!add_rows (self))
    return;
  select_entry (self, selected);
  gtk_widget_set_visible (self->scrolled, self->n > 0);
  gtk_widget_set_visible (self->nothing, self->n == 0);
  if (focused)
    cl_journal_page_focus_row (self);
}

static gboolean
refresh_cb (gpointer data)
{
  CL_SPAN ("journal: refresh");
  ClJournalPage *self = data;

  self->refresh = 0;
  fill (self);
  return G_SOURCE_REMOVE;
}

static void
refresh_later (ClJournalPage *self)
{
  g_clear_handle_id (&self->refresh, g_source_remove);
  self->refresh = g_timeout_add (REST_MS, refresh_cb, self);
}

void
cl_journal_page_narrow (ClJournalPage *self, ClLedger *ledger, gint64 record)
{
  g_autofree char *called = NULL;
  g_autofree char *words = NULL;

  self->about_ledger = ledger;
  self->about_record = record;
  if (ledger != NULL)
    {
      called = cl_record_call (cl_store_get_reader (cl_context_get_store (self->context)), cl_context_get_catalogue (self->context), ledger, record);
      words = g_strdup_printf (_("Only: %s. Press to show all"), called);
      gtk_button_set_label (GTK_BUTTON (self->about), words);
      cl_accessible_name (self->about, words);
    }
  gtk_widget_set_visible (self->about, ledger != NULL);
  gtk_widget_set_visible (self->pane, FALSE);
  fill (self);
  cl_journal_page_focus_row (self);
}

static void
about_cb (ClJournalPage *self)
{
  cl_journal_page_narrow (self, NULL, 0);
}

static void
more_cb (ClJournalPage *self)
{
  guint before = self->n;
  GtkListBoxRow *row;

  if (!add_rows (self))
    return;
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) before);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, ClJournalPage *self)
{
  cl_journal_page_open (self, get_entry (row));
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_widget_grab_focus (((ClJournalPage *) data)->text);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_journal_page_export (data);
}

static void
keep_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_journal_page_keep (data);
}

void
cl_journal_page_focus_row (ClJournalPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row == NULL || !gtk_widget_grab_focus (GTK_WIDGET (row)))
    gtk_widget_grab_focus (self->text);
}

static gboolean
cl_journal_page_grab_focus (GtkWidget *widget)
{
  if (cl_widget_is_walked (widget))
    return FALSE;
  cl_journal_page_focus_row (CL_JOURNAL_PAGE (widget));
  return TRUE;
}

static void
cl_journal_page_dispose (GObject *object)
{
  ClJournalPage *self = CL_JOURNAL_PAGE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->actors, g_strfreev);
  g_clear_pointer (&self->ledgers, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cl_journal_page_parent_class)->dispose (object);
}

static void
cl_journal_page_class_init (ClJournalPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_journal_page_dispose;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_journal_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cl_journal_page_init (ClJournalPage *self)
{
  static const GActionEntry entries[] = {
    { "search", search_cb, NULL, NULL, NULL, { 0 } },
    { "export", export_cb, NULL, NULL, NULL, { 0 } },
    { "keep", keep_cb, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  cl_view_style_ensure ();
  self->ledgers = g_ptr_array_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (actions));
}

static GtkWidget *
add_choice (ClJournalPage *self, GtkWidget *bar, const char *title, GtkStringList *strings)
{
  GtkWidget *choice = cl_drop_down_new (title, strings);

  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (refresh_later), self);
  gtk_box_append (GTK_BOX (bar), choice);
  return choice;
}

static GtkWidget *
add_entry (ClJournalPage *self, GtkWidget *bar, const char *name, int width)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), name);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), width);
  cl_accessible_name (entry, name);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (refresh_later), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (cl_journal_page_focus_row), self);
  gtk_box_append (GTK_BOX (bar), entry);
  return entry;
}

static void
add_choices (ClJournalPage *self, GtkWidget *bar)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_context_get_catalogue (self->context));
  GtkStringList *who = gtk_string_list_new (NULL), *what = gtk_string_list_new (NULL), *where = gtk_string_list_new (NULL);

  self->actors = cl_journal_list_distinct (cl_context_get_store (self->context), "actor", NULL);
  if (self->actors == NULL)
    self->actors = g_new0 (char *, 1);
  gtk_string_list_append (who, _("Everybody"));
  for (guint i = 0; self->actors[i] != NULL; i++)
    gtk_string_list_append (who, self->actors[i]);
  gtk_string_list_append (what, _("Everything"));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (what, cl_journal_kind_label (kinds[i]));
  gtk_string_list_append (where, _("All ledgers"));
  for (guint i = 0; i < ledgers->len; i++)
    if (cl_ledger_has_page (ledgers->pdata[i]))
      {
        gtk_string_list_append (where, cl_ledger_get_title (ledgers->pdata[i]));
        g_ptr_array_add (self->ledgers, ledgers->pdata[i]);
      }
  self->who = add_choice (self, bar, _("Who"), who);
  self->kind = add_choice (self, bar, _("What"), what);
  self->ledger = add_choice (self, bar, _("Ledger"), where);
}

static void
create_bars (ClJournalPage *self, GtkWidget *box)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *title = gtk_label_new (_("Journal"));
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *export = cl_text_button_new (_("_Export…"), "page.export"), *keep = cl_text_button_new (_("How long it is _kept…"), "page.keep");

  gtk_widget_add_css_class (head, "cl-bar");
  gtk_widget_add_css_class (bar, "cl-bar");
  gtk_widget_add_css_class (title, "heading");
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "cl-count");
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_set_hexpand (self->count, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0);
  self->about = cl_text_button_new ("", NULL);
  gtk_widget_set_visible (self->about, FALSE);
  g_signal_connect_swapped (self->about, "clicked", G_CALLBACK (about_cb), self);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), self->count);
  gtk_box_append (GTK_BOX (head), self->about);
  gtk_box_append (GTK_BOX (head), export);
  gtk_box_append (GTK_BOX (head), keep);
  self->text = add_entry (self, bar, _("Words of it"), 14);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->text), 40);
  gtk_widget_add_css_class (choices, "cl-bar");
  gtk_box_set_homogeneous (GTK_BOX (choices), TRUE);
  add_choices (self, choices);
  self->since = add_entry (self, bar, _("From day"), 10);
  self->until = add_entry (self, bar, _("To day"), 10);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), choices);
}

static void
create_list (ClJournalPage *self, GtkWidget *box)
{
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (self->list, "cl-agenda");
  cl_accessible_name (self->list, _("Journal"));
  cl_list_leave_by_tab (self->list);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  self->more = cl_text_button_new (_("Show _older ones"), NULL);
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_bottom (self->more, 12);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_cb), self);
  gtk_box_append (GTK_BOX (inner), self->list);
  gtk_box_append (GTK_BOX (inner), self->more);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), inner);
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  self->nothing = cl_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->nothing), "edit-find-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->nothing), _("Nothing of that kind was done"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->nothing), _("Choose other days, or fewer conditions"));
  gtk_widget_add_css_class (self->nothing, "compact");
  gtk_widget_set_vexpand (self->nothing, TRUE);
  gtk_box_append (GTK_BOX (box), self->scrolled);
  gtk_box_append (GTK_BOX (box), self->nothing);
}

/**
 * cl_journal_page_new:
 * @context: the window's context; a reference is taken
 *
 * Its keys: arrows walk the sentences, Enter opens one to what it changed, Escape closes that again. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
cl_journal_page_new (ClContext *context)
{
  ClJournalPage *self = g_object_new (CL_TYPE_JOURNAL_PAGE, NULL);
  GtkWidget *main = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->context = g_object_ref (context);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_hexpand (main, TRUE);
  gtk_widget_add_css_class (main, "cl-list");
  create_bars (self, main);
  create_list (self, main);
  gtk_box_append (GTK_BOX (self->box), main);
  gtk_box_append (GTK_BOX (self->box), cl_journal_page_create_pane (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_object (cl_context_get_store (context), "journal-changed", G_CALLBACK (refresh_later), self, G_CONNECT_SWAPPED);
  fill (self);
  return GTK_WIDGET (self);
}
