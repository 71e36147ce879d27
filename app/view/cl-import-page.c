/* A spreadsheet on its way in: which ledger, which file, which column feeds what; what would come of each row; landed by one key, taken back by one undo. */

#include "cl-config.h"

#include "cl-import-page-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-citizen-id.h"
#include "cl-import-outcomes-private.h"
#include "cl-journal.h"
#include "cl-sheet-memory.h"
#include "cl-span.h"
#include "cl-widgets-private.h"

/* So long after a decision the rows are looked at again: several are often made one after the other. */
#define DECIDED_MS 800

G_DEFINE_FINAL_TYPE (ClImportPage, cl_import_page, GTK_TYPE_WIDGET)

static void run (ClImportPage *self, gboolean rehearse);

void
cl_import_page_say (ClImportPage *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->state), words);
  cl_announce (GTK_WIDGET (self), words);
}

/* Not a GtkStack: its hidden pages stay exposed to assistive tools (PLATFORM.md, rule 9). */
static void
show_rows (ClImportPage *self, gboolean rows)
{
  gtk_widget_set_visible (self->rows, rows);
  gtk_widget_set_visible (self->empty, !rows);
}

/* Rows that did not get in. */
guint
cl_import_page_count_left (ClImportPage *self)
{
  return self->import != NULL ? cl_import_get_count (self->import, CL_OUTCOME_REFUSED) + cl_import_get_count (self->import, CL_OUTCOME_UNDECIDED) : 0;
}

void
cl_import_page_update_actions (ClImportPage *self)
{
  gboolean idle = self->running == NULL && !self->taking_back && self->rehearse_source == 0;
  guint wanted = self->import != NULL ? cl_import_get_count (self->import, CL_OUTCOME_ADDED) + cl_import_get_count (self->import, CL_OUTCOME_CHANGED) : 0;
  gint64 first, last;
  gboolean added = self->landed && cl_journal_find_added (cl_context_get_store (self->context), cl_ledger_get_name (cl_import_get_ledger (self->import)),
                                                          self->landed_entry, &first, &last);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.land", idle && !self->landed && wanted > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.cancel", self->running != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.undo", idle && self->landed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.save-refused", idle && cl_import_page_count_left (self) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.show-added", idle && added);
  gtk_widget_set_visible (self->progress, self->running != NULL);
  gtk_widget_set_visible (self->cancel, self->running != NULL);
  gtk_widget_set_visible (self->land, !self->landed);
  gtk_widget_set_visible (self->undo, self->landed);
  gtk_widget_set_visible (self->refused, idle && cl_import_page_count_left (self) > 0);
  gtk_widget_set_visible (self->added, added);
  gtk_widget_set_sensitive (self->source, !self->landing && !self->taking_back);
  gtk_widget_set_sensitive (self->columns_part, !self->landing && !self->taking_back && !self->landed);
  gtk_widget_set_sensitive (self->rules_part, !self->landing && !self->taking_back && !self->landed);
}

static void
progress_cb (ClImport *import, guint done, guint all, ClImportPage *self)
{
  g_autofree char *rows = cl_count_format (done);
  g_autofree char *of = cl_count_format (all);
  g_autofree char *words = NULL;
  guint percent;

  if (import != self->import || self->running == NULL)
    return;
  if (all == 0)
    {
      words = g_strdup_printf (self->landing ? _("Importing … %s rows") : _("Looking at the rows … %s"), rows);
      gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
      gtk_label_set_text (GTK_LABEL (self->state), words);
      return;
    }
  percent = MIN (100, (guint) (100.0 * done / all));
  words = g_strdup_printf (self->landing ? _("Importing … %u %%, %s of %s rows") : _("Looking at the rows … %u %%, %s of %s"), percent, rows, of);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), percent / 100.0);
  gtk_label_set_text (GTK_LABEL (self->state), words);
  if (percent / 25 > self->quarter && percent < 100)
    cl_announce (GTK_WIDGET (self), words);
  self->quarter = MAX (self->quarter, percent / 25);
}

/* With what happened before the rows were looked at, which their counts would talk over. */
static void
say_counts (ClImportPage *self, const char *counts)
{
  g_autofree char *news = g_steal_pointer (&self->news);
  /* Translators: what was done, and the counts of rows after it */
  g_autofree char *words = news != NULL ? g_strdup_printf (_("%s. %s"), news, counts) : NULL;

  cl_announce (GTK_WIDGET (self), words != NULL ? words : counts);
}

static void
ran_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  CL_SPAN ("import: show");
  g_autoptr (ClImportPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean good = cl_import_run_finish (CL_IMPORT (object), result, &error);
  gboolean landing = self->landing;

  /* What was looked at is another by now. */
  if (CL_IMPORT (object) != self->import || self->box == NULL || g_task_get_cancellable (G_TASK (result)) != self->running)
    return;
  g_clear_object (&self->running);
  if (good)
    {
      g_autofree char *counts = cl_import_outcomes_say_counts (self->import);

      self->landed = landing;
      cl_import_outcomes_show (CL_IMPORT_OUTCOMES (self->rows), self->import, cl_context_get_catalogue (self->context), !landing);
      cl_import_rules_show (self, FALSE);
      show_rows (self, TRUE);
      if (landing)
        {
          cl_import_end_land (self);
          return;
        }
      cl_import_page_update_actions (self);
      /* That the import was taken back is the news; the counts are not said over it. */
      gtk_label_set_text (GTK_LABEL (self->state), counts);
      if (!self->was_taken_back)
        say_counts (self, counts);
      self->was_taken_back = FALSE;
      cl_context_finished (self->context, _("All rows of the spreadsheet were looked at."));
      return;
    }
  self->landing = FALSE;
  cl_import_page_update_actions (self);
  if (landing)
    {
      cl_import_outcomes_set_ending (CL_IMPORT_OUTCOMES (self->rows), FALSE);
      gtk_widget_grab_focus (self->land);
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cl_import_page_say (self, _("Cancelled. Nothing was imported."));
  else
    {
      if (!landing)
        show_rows (self, FALSE);
      cl_import_page_say (self, error->message);
      cl_context_finished (self->context, _("The spreadsheet could not be imported. The window says why."));
    }
}

static void
run (ClImportPage *self, gboolean rehearse)
{
  if (self->import == NULL || self->running != NULL || self->taking_back)
    return;
  g_clear_handle_id (&self->rehearse_source, g_source_remove);
  self->running = g_cancellable_new ();
  self->landing = !rehearse;
  self->landed = FALSE;
  self->quarter = 0;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_label_set_text (GTK_LABEL (self->state), rehearse ? _("Looking at the rows …") : _("Importing …"));
  /* Before what has the focus takes none any more. */
  if (!rehearse)
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.cancel", TRUE);
      gtk_widget_set_visible (self->cancel, TRUE);
      gtk_widget_grab_focus (self->cancel);
      cl_import_outcomes_set_ending (CL_IMPORT_OUTCOMES (self->rows), TRUE);
    }
  cl_import_page_update_actions (self);
  cl_import_run_async (self->import, rehearse, self->running, ran_cb, g_object_ref (self));
}

/* With what was chosen since; what is being looked at does not count any more. */
void
cl_import_page_rehearse (ClImportPage *self)
{
  if (self->import == NULL || self->landing || self->landed || self->taking_back)
    return;
  if (self->running != NULL)
    {
      g_cancellable_cancel (self->running);
      g_clear_object (&self->running);
    }
  run (self, TRUE);
}

static gboolean
decided_later_cb (gpointer data)
{
  ClImportPage *self = data;

  self->rehearse_source = 0;
  cl_import_page_rehearse (self);
  return G_SOURCE_REMOVE;
}

static void
decided_cb (ClImportPage *self)
{
  g_clear_handle_id (&self->rehearse_source, g_source_remove);
  self->rehearse_source = g_timeout_add (DECIDED_MS, decided_later_cb, self);
  cl_import_page_update_actions (self);
}

void
cl_import_page_opened (ClImportPage *self, const char *problem)
{
  CL_SPAN ("import: columns");
  self->landed = FALSE;
  cl_import_outcomes_set_revealed (CL_IMPORT_OUTCOMES (self->rows), FALSE);
  cl_import_outcomes_show (CL_IMPORT_OUTCOMES (self->rows), NULL, NULL, FALSE);
  cl_import_columns_show (self);
  cl_import_rules_show (self, FALSE);
  cl_entry_set_error (self->file_entry, problem);
  cl_import_page_update_actions (self);
  if (self->import == NULL)
    {
      show_rows (self, FALSE);
      cl_import_page_say (self, problem);
      return;
    }
  g_signal_connect_object (self->import, "progress", G_CALLBACK (progress_cb), self, 0);
  run (self, TRUE);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, ClImportPage *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL || g_file_peek_path (files->data) == NULL)
    return FALSE;
  cl_import_source_drop (self, files);
  return TRUE;
}

static void
reveal (ClImportPage *self)
{
  ClImportOutcomes *rows = CL_IMPORT_OUTCOMES (self->rows);
  gboolean revealed = self->import != NULL && !cl_import_outcomes_get_revealed (rows);
  g_autoptr (GError) error = NULL;

  if (revealed)
    {
      g_autofree char *name = cl_file_call (gtk_editable_get_text (GTK_EDITABLE (self->file_entry)));
      g_autofree char *words = g_strdup_printf (_("Show private columns of %s"), name);

      if (cl_store_note (cl_context_get_store (self->context), "reveal", words, &error) == 0)
        {
          cl_import_page_say (self, error->message);
          return;
        }
    }
  cl_import_outcomes_set_revealed (rows, revealed);
  cl_import_columns_mask (self);
  cl_context_say (self->context, GTK_WIDGET (self), revealed ? _("Private columns are shown until this page is left") : _("Private columns are masked"));
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClImportPage *self = CL_IMPORT_PAGE (widget);

  if (g_str_equal (name, "import.choose"))
    cl_import_source_choose (self);
  else if (g_str_equal (name, "import.paste"))
    cl_import_source_paste (self);
  else if (g_str_equal (name, "import.reload"))
    cl_import_source_reread (self);
  else if (g_str_equal (name, "import.land"))
    run (self, FALSE);
  else if (g_str_equal (name, "import.undo"))
    cl_import_end_take_back (self);
  else if (g_str_equal (name, "import.save-refused"))
    cl_import_end_ask_where (self);
  else if (g_str_equal (name, "import.show-added"))
    cl_import_end_show_added (self);
  else if (g_str_equal (name, "import.reveal"))
    reveal (self);
  else if (g_str_equal (name, "page.search"))
    cl_import_outcomes_focus_search (CL_IMPORT_OUTCOMES (self->rows));
  else if (g_str_equal (name, "import.cancel") && self->running != NULL)
    g_cancellable_cancel (self->running);
}

/* F6 goes from what comes in to the columns, the rules, the end of it, the rows and the chosen row; then it is left to the window. */
static gboolean
pane_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClImportPage *self = CL_IMPORT_PAGE (widget);
  ClImportOutcomes *rows = CL_IMPORT_OUTCOMES (self->rows);
  GtkWidget *parts[] = { self->source, self->columns_part, self->rules_part, gtk_widget_get_parent (self->state), self->rows, self->rows };
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int step = g_variant_get_int32 (arguments), at = step > 0 ? -1 : (int) G_N_ELEMENTS (parts);

  for (guint i = 0; focus != NULL && i < G_N_ELEMENTS (parts) - 1; i++)
    if (gtk_widget_is_ancestor (focus, parts[i]))
      at = (int) i + (parts[i] == self->rows && cl_import_outcomes_has_details (rows, focus));
  for (at += step; at >= 0 && at < (int) G_N_ELEMENTS (parts); at += step)
    {
      gboolean there = at == 5 ? cl_import_outcomes_focus_details (rows) : at == 4 ? cl_import_outcomes_focus_rows (rows)
                     : gtk_widget_get_visible (parts[at]) && gtk_widget_child_focus (parts[at], GTK_DIR_TAB_FORWARD);

      if (there)
        return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

GtkWidget *
cl_import_page_caption (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  return label;
}

GtkWidget *
cl_import_page_choice (const char *title, GtkWidget *control)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  cl_widget_set_tooltip (label, title);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_size_request (control, 190, -1);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), control);
  return line;
}

static void
margins (GtkWidget *widget, int margin)
{
  gtk_widget_set_margin_start (widget, margin);
  gtk_widget_set_margin_end (widget, margin);
  gtk_widget_set_margin_top (widget, margin);
  gtk_widget_set_margin_bottom (widget, margin);
}

static GtkWidget *
build_choices (ClImportPage *self)
{
  GtkWidget *controls = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *scrolled = gtk_scrolled_window_new ();

  gtk_box_append (GTK_BOX (controls), cl_import_source_new (self));
  gtk_box_append (GTK_BOX (controls), cl_import_columns_new (self));
  gtk_box_append (GTK_BOX (controls), cl_import_rules_new (self));
  margins (controls, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), controls);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_focusable (scrolled, FALSE);
  return scrolled;
}

static GtkWidget *
build_foot (ClImportPage *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->state = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->state), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->state), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->state), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (self->state), 30);
  self->progress = gtk_progress_bar_new ();
  cl_accessible_name (self->progress, _("Progress"));
  self->cancel = cl_text_button_new (_("_Cancel"), "import.cancel");
  self->land = cl_text_button_new (_("_Import"), "import.land");
  gtk_widget_add_css_class (self->land, "suggested-action");
  self->undo = cl_text_button_new (_("_Take this import back"), "import.undo");
  gtk_box_append (GTK_BOX (foot), self->state);
  gtk_box_append (GTK_BOX (foot), self->progress);
  gtk_box_append (GTK_BOX (foot), self->cancel);
  gtk_box_append (GTK_BOX (foot), self->land);
  self->added = cl_text_button_new (_("_Show what is new"), "import.show-added");
  self->refused = cl_text_button_new (_("_Save the refused rows…"), "import.save-refused");
  gtk_box_append (GTK_BOX (foot), self->undo);
  gtk_box_append (GTK_BOX (foot), self->added);
  gtk_box_append (GTK_BOX (foot), self->refused);
  margins (foot, 12);
  return foot;
}

static void
build (ClImportPage *self)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *pane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_set_size_request (side, 370, -1);
  gtk_widget_set_hexpand (side, FALSE);
  gtk_box_append (GTK_BOX (side), build_choices (self));
  gtk_box_append (GTK_BOX (side), build_foot (self));
  self->empty = cl_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), "x-office-spreadsheet-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), _("Import a spreadsheet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty),
                                   _("Choose one file or several, drop them here, or paste a table. What is new, changed, doubtful and refused is shown before anything is written."));
  self->rows = cl_import_outcomes_new ();
  gtk_widget_set_vexpand (self->empty, TRUE);
  gtk_widget_set_vexpand (self->rows, TRUE);
  gtk_box_append (GTK_BOX (pane), self->empty);
  gtk_box_append (GTK_BOX (pane), self->rows);
  gtk_widget_set_hexpand (pane, TRUE);
  gtk_widget_add_css_class (pane, "cl-pane");
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (self->box), side);
  gtk_box_append (GTK_BOX (self->box), pane);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  /* Before the entry of the file does, which would write down the path beside what stands there. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  show_rows (self, FALSE);
  g_signal_connect_object (self->rows, "decided", G_CALLBACK (decided_cb), self, G_CONNECT_SWAPPED);
  cl_import_columns_show (self);
  cl_import_rules_show (self, TRUE);
  cl_import_page_update_actions (self);
}

static void
unmapped_cb (ClImportPage *self)
{
  cl_import_outcomes_set_revealed (CL_IMPORT_OUTCOMES (self->rows), FALSE);
}

static gboolean
cl_import_page_grab_focus (GtkWidget *widget)
{
  return !cl_widget_is_walked (widget) && gtk_widget_grab_focus (CL_IMPORT_PAGE (widget)->file_entry);
}

static void
cl_import_page_dispose (GObject *object)
{
  ClImportPage *self = CL_IMPORT_PAGE (object);

  cl_import_source_stop (self);
  g_clear_object (&self->import);
  g_clear_pointer (&self->head, cl_import_head_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  if (self->table != NULL)
    cl_sheet_memory_remove (self->table);
  g_clear_pointer (&self->table, g_free);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->delimiter, g_free);
  g_clear_pointer (&self->villages, g_ptr_array_unref);
  g_clear_pointer (&self->ledgers, g_ptr_array_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_object (&self->path_names);
  g_clear_pointer (&self->landed_words, g_free);
  g_clear_pointer (&self->news, g_free);
  g_clear_pointer (&self->next_ledger, g_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (cl_import_page_parent_class)->dispose (object);
}

static void
cl_import_page_class_init (ClImportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_import_page_dispose;
  widget_class->focus = cl_widget_walk;
  widget_class->grab_focus = cl_import_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  for (const char *const *name = (const char *const[]) { "import.choose", "import.paste", "import.reload", "import.land", "import.undo",
                                                                            "import.save-refused", "import.show-added", "import.cancel", "import.reveal", "page.search", NULL }; *name != NULL; name++)
    gtk_widget_class_install_action (widget_class, *name, NULL, activate_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "import.reveal", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "page.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "import.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "import.reload", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, pane_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, pane_cb, "i", -1);
}

static void
cl_import_page_init (ClImportPage *self)
{
  self->ledgers = g_ptr_array_new ();
  self->villages = g_ptr_array_new_with_free_func (g_free);
}

/**
 * cl_import_page_new:
 * @context: of the window
 *
 * Returns: (transfer floating): the page, empty until a file is chosen. Main thread.
 */
GtkWidget *
cl_import_page_new (ClContext *context)
{
  CL_SPAN ("import: page");
  ClImportPage *self = g_object_new (CL_TYPE_IMPORT_PAGE, NULL);

  cl_view_style_ensure ();
  self->context = g_object_ref (context);
  build (self);
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
  return GTK_WIDGET (self);
}

/**
 * cl_import_page_open:
 * @ledger: name of the ledger to import into
 * @path: (nullable): the spreadsheet; NULL leaves it to be chosen
 *
 * Makes the page ready; with @path the rows are looked at, and nothing is written until the import is landed. Without @path a file that is open stays
 * as it is, and @ledger is for the next; the headers of the file that is chosen then may say another, which goes before @ledger.
 */
void
cl_import_page_open (ClImportPage *self, const char *ledger, const char *path)
{
  CL_SPAN ("import: open");
  g_clear_pointer (&self->next_ledger, g_free);
  if (path == NULL && self->head != NULL)
    self->next_ledger = g_strdup (ledger);
  else
    {
      cl_import_source_set_ledger (self, ledger);
      self->ledger_by_hand = path != NULL;
    }
  if (path != NULL)
    {
      const char *const paths[] = { path, NULL };

      gtk_editable_set_text (GTK_EDITABLE (self->file_entry), path);
      cl_import_source_read (self, paths, TRUE);
    }
  gtk_widget_grab_focus (self->file_entry);
}
