/* A spreadsheet on its way in: which ledger, which file, which column feeds what; what would come of each row; landed by one key, taken back by one undo. */

#include "cl-config.h"

#include "cl-import-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-file-dialog-private.h"
#include "cl-import-outcomes-private.h"
#include "cl-import.h"
#include "cl-widgets-private.h"

struct _ClImportPage
{
  GtkWidget parent_instance;
  ClContext *context;
  GPtrArray *ledgers;      /* ClLedger, not owned, as the choice lists them */
  ClImport *import;        /* of the file that is open */
  GCancellable *running;
  gboolean landing, landed, taking_back;
  char *landed_words;      /* what undo is called after it */

  GtkWidget *box, *ledger_choice, *file_entry, *columns, *columns_title, *state, *progress, *cancel, *land, *undo, *rows, *empty;
};

G_DEFINE_FINAL_TYPE (ClImportPage, cl_import_page, GTK_TYPE_WIDGET)

static void run (ClImportPage *self, gboolean rehearse);

static void
say (ClImportPage *self, const char *words)
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

static void
update_actions (ClImportPage *self)
{
  gboolean idle = self->running == NULL && !self->taking_back;
  guint wanted = self->import != NULL ? cl_import_get_count (self->import, CL_OUTCOME_ADDED) + cl_import_get_count (self->import, CL_OUTCOME_CHANGED) : 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.land", idle && !self->landed && wanted > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.cancel", self->running != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.undo", idle && self->landed);
  gtk_widget_set_visible (self->progress, self->running != NULL);
  gtk_widget_set_visible (self->cancel, self->running != NULL);
  gtk_widget_set_visible (self->land, !self->landed);
  gtk_widget_set_visible (self->undo, self->landed);
}

static ClLedger *
chosen_ledger (ClImportPage *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->ledger_choice));

  return selected < self->ledgers->len ? self->ledgers->pdata[selected] : NULL;
}

static void
progress_cb (ClImport *import, guint done, guint all, ClImportPage *self)
{
  if (all > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), (double) done / all);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
}

/* What was refused lies beside the source, ready to be corrected and imported again. */
static char *
save_refused (ClImportPage *self)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->file_entry));
  const char *ending = strrchr (path, '.');
  g_autofree char *stem = g_strndup (path, ending != NULL ? (gsize) (ending - path) : strlen (path));
  g_autofree char *to = g_strdup_printf ("%s 未导入.xlsx", stem);
  g_autofree char *name = g_path_get_basename (to);
  g_autoptr (GError) error = NULL;

  if (cl_import_get_count (self->import, CL_OUTCOME_REFUSED) + cl_import_get_count (self->import, CL_OUTCOME_UNDECIDED) == 0)
    return g_strdup ("");
  if (cl_import_save_refused (self->import, to, &error))
    return g_strdup_printf (_(" The refused rows are in “%s” beside it. Correct them there and import that file."), name);
  return g_strdup_printf (_(" The refused rows could not be saved: %s"), error != NULL ? error->message : "");
}

static void
ran_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClImportPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean good = cl_import_run_finish (CL_IMPORT (object), result, &error);
  gboolean landing = self->landing;

  if (CL_IMPORT (object) != self->import || self->box == NULL)
    return;
  g_clear_object (&self->running);
  self->landing = FALSE;
  if (good)
    {
      g_autofree char *counts = cl_import_outcomes_say_counts (self->import);

      self->landed = landing;
      cl_import_outcomes_show (CL_IMPORT_OUTCOMES (self->rows), self->import, cl_context_get_catalogue (self->context), chosen_ledger (self));
      show_rows (self, TRUE);
      if (landing)
        {
          g_autofree char *refused = save_refused (self);
          g_autofree char *words = g_strdup_printf (_("Imported: %s.%s"), counts, refused);

          g_free (self->landed_words);
          self->landed_words = cl_store_get_undo_words (cl_context_get_store (self->context));
          update_actions (self);
          gtk_widget_grab_focus (self->undo);
          gtk_label_set_text (GTK_LABEL (self->state), words);
          cl_context_say (self->context, GTK_WIDGET (self), words);
          return;
        }
      say (self, counts);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, _("Cancelled. Nothing was imported."));
  else
    {
      show_rows (self, FALSE);
      say (self, error->message);
    }
  update_actions (self);
}

static void
run (ClImportPage *self, gboolean rehearse)
{
  if (self->import == NULL || self->running != NULL || self->taking_back)
    return;
  self->running = g_cancellable_new ();
  self->landing = !rehearse;
  self->landed = FALSE;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_label_set_text (GTK_LABEL (self->state), rehearse ? _("Looking at the rows …") : _("Importing …"));
  update_actions (self);
  cl_import_run_async (self->import, rehearse, self->running, ran_cb, g_object_ref (self));
}

static void
column_chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, ClImportPage *self)
{
  GPtrArray *paths = g_object_get_data (G_OBJECT (drop_down), "cl-paths");
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (drop_down), "cl-column"));
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (self->import == NULL)
    return;
  cl_header_match_set_path (cl_import_get_match (self->import), column, selected == 0 || selected == GTK_INVALID_LIST_POSITION ? NULL : paths->pdata[selected - 1]);
  if (self->running != NULL)
    {
      g_cancellable_cancel (self->running);
      g_clear_object (&self->running);
    }
  run (self, TRUE);
}

static void
add_column (ClImportPage *self, ClLedger *ledger, guint column, GPtrArray *paths)
{
  ClHeaderMatch *match = cl_import_get_match (self->import);
  ClCatalogue *catalogue = cl_context_get_catalogue (self->context);
  const char *header = match->headers->pdata[column], *path = match->paths->pdata[column];
  GtkStringList *strings = gtk_string_list_new (NULL);
  g_autofree char *title = g_strdup_printf (_("Column “%s” goes to"), header);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (header), *choice;
  guint chosen = 0;

  gtk_string_list_append (strings, _("Not imported"));
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *name = cl_header_match_path_header (catalogue, ledger, paths->pdata[i]);

      gtk_string_list_append (strings, name);
      if (g_strcmp0 (paths->pdata[i], path) == 0)
        chosen = i + 1;
    }
  choice = cl_drop_down_new (title, strings);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), chosen);
  g_object_set_data_full (G_OBJECT (choice), "cl-paths", g_ptr_array_ref (paths), (GDestroyNotify) g_ptr_array_unref);
  g_object_set_data (G_OBJECT (choice), "cl-column", GUINT_TO_POINTER (column));
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (column_chosen_cb), self, 0);
  gtk_widget_set_size_request (choice, 150, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, header);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), choice);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (self->columns), row);
}

static void
show_columns (ClImportPage *self, ClLedger *ledger)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->columns)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->columns), row);
  gtk_widget_set_visible (self->columns_title, self->import != NULL);
  gtk_widget_set_visible (self->columns, self->import != NULL);
  if (self->import != NULL)
    {
      g_autoptr (GPtrArray) paths = cl_header_match_paths (cl_context_get_catalogue (self->context), ledger);
      guint n = cl_import_get_match (self->import)->headers->len;

      for (guint i = 0; i < n; i++)
        if (*(const char *) cl_import_get_match (self->import)->headers->pdata[i] != '\0')
          add_column (self, ledger, i, paths);
    }
}

static void
open_file (ClImportPage *self)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->file_entry));
  ClLedger *ledger = chosen_ledger (self);
  g_autoptr (GError) error = NULL;

  if (*path == '\0' || ledger == NULL)
    return;
  if (self->running != NULL)
    {
      g_cancellable_cancel (self->running);
      g_clear_object (&self->running);
    }
  g_clear_object (&self->import);
  self->landed = FALSE;
  self->import = cl_import_new (cl_context_get_store (self->context), ledger, path, NULL, &error);
  cl_import_outcomes_set_revealed (CL_IMPORT_OUTCOMES (self->rows), FALSE);
  cl_import_outcomes_show (CL_IMPORT_OUTCOMES (self->rows), NULL, NULL, NULL);
  show_columns (self, ledger);
  cl_entry_set_error (self->file_entry, error != NULL ? error->message : NULL);
  update_actions (self);
  if (self->import == NULL)
    {
      show_rows (self, FALSE);
      say (self, error->message);
      return;
    }
  g_signal_connect_object (self->import, "progress", G_CALLBACK (progress_cb), self, 0);
  run (self, TRUE);
}

static void
chooser_cb (GtkDialog *dialog, int response, ClImportPage *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;

  if (path != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->file_entry), path);
      open_file (self);
    }
}

/* Beside the sheets, what plugins read. */
static void
add_suffixes (ClImportPage *self, GtkFileFilter *filter)
{
  static const char *const sheets[] = { "xlsx", "csv", "tsv", "txt", NULL };
  g_autoptr (GPtrArray) importers = cl_catalogue_get_guests (cl_context_get_catalogue (self->context), CL_TYPE_IMPORTER);

  for (guint i = 0; sheets[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, sheets[i]);
  for (guint i = 0; i < importers->len; i++)
    for (const char *const *suffix = cl_importer_get_suffixes (importers->pdata[i]); *suffix != NULL; suffix++)
      gtk_file_filter_add_suffix (filter, *suffix);
}

static void
choose (ClImportPage *self)
{
  GtkWidget *dialog = cl_file_dialog_new (GTK_WIDGET (self), _("Choose a spreadsheet"), GTK_FILE_CHOOSER_ACTION_OPEN);
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Spreadsheets"));
  add_suffixes (self, filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_object_unref (filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chooser_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, ClImportPage *self)
{
  GFile *file = g_value_get_object (value);
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;

  if (path == NULL)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->file_entry), path);
  open_file (self);
  return TRUE;
}

static void
took_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClImportPage) self = data;
  g_autoptr (GError) error = NULL;
  gint64 entry = cl_store_undo_finish (CL_STORE (source), result, &error);

  self->taking_back = FALSE;
  if (self->box == NULL)
    return;
  if (entry == 0)
    {
      say (self, error->message);
      update_actions (self);
      return;
    }
  self->landed = FALSE;
  update_actions (self);
  gtk_widget_grab_focus (self->file_entry);
  cl_context_say (self->context, GTK_WIDGET (self), _("The import was taken back."));
  run (self, TRUE);
}

static void
take_back (ClImportPage *self)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autofree char *next = cl_store_get_undo_words (store);

  /* Something else was changed since: this undo would take back that, not the import. */
  if (g_strcmp0 (next, self->landed_words) != 0)
    {
      say (self, _("Something was changed since. Undo that first (Ctrl+Z), then this import."));
      return;
    }
  self->taking_back = TRUE;
  update_actions (self);
  gtk_label_set_text (GTK_LABEL (self->state), _("Taking the import back …"));
  cl_store_undo_async (store, took_back_cb, g_object_ref (self));
}

static void
reveal (ClImportPage *self)
{
  ClImportOutcomes *rows = CL_IMPORT_OUTCOMES (self->rows);
  gboolean revealed = self->import != NULL && !cl_import_outcomes_get_revealed (rows);
  g_autoptr (GError) error = NULL;

  if (revealed)
    {
      g_autofree char *name = g_path_get_basename (gtk_editable_get_text (GTK_EDITABLE (self->file_entry)));
      g_autofree char *words = g_strdup_printf (_("Show private columns of %s"), name);

      if (cl_store_note (cl_context_get_store (self->context), "reveal", words, &error) == 0)
        {
          say (self, error->message);
          return;
        }
    }
  cl_import_outcomes_set_revealed (rows, revealed);
  cl_context_say (self->context, GTK_WIDGET (self), revealed ? _("Private columns are shown until this page is left") : _("Private columns are masked"));
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClImportPage *self = CL_IMPORT_PAGE (widget);

  if (g_str_equal (name, "import.choose"))
    choose (self);
  else if (g_str_equal (name, "import.land"))
    run (self, FALSE);
  else if (g_str_equal (name, "import.undo"))
    take_back (self);
  else if (g_str_equal (name, "import.reveal"))
    reveal (self);
  else if (g_str_equal (name, "import.cancel") && self->running != NULL)
    g_cancellable_cancel (self->running);
}

static GtkWidget *
caption (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  return label;
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
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_context_get_catalogue (self->context));
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkWidget *controls = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *scrolled = gtk_scrolled_window_new ();

  for (guint i = 0; i < ledgers->len; i++)
    if (!g_str_equal (cl_ledger_get_name (ledgers->pdata[i]), "attachment")) /* files do not come in a spreadsheet */
      {
        g_ptr_array_add (self->ledgers, ledgers->pdata[i]);
        gtk_string_list_append (titles, cl_ledger_get_title (ledgers->pdata[i]));
      }
  self->ledger_choice = cl_drop_down_new (_("Ledger"), titles);
  g_signal_connect_object (self->ledger_choice, "notify::selected", G_CALLBACK (open_file), self, G_CONNECT_SWAPPED);
  self->file_entry = gtk_entry_new ();
  cl_accessible_name (self->file_entry, _("File"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->file_entry), _("Path of a .xlsx or .csv file"));
  g_signal_connect_object (self->file_entry, "activate", G_CALLBACK (open_file), self, G_CONNECT_SWAPPED);
  self->columns_title = caption (_("Columns"));
  self->columns = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->columns), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->columns, "cl-fields");
  cl_accessible_name (self->columns, _("Columns of the sheet"));
  gtk_widget_set_focusable (self->columns, FALSE); /* its choices have the focus */

  gtk_box_append (GTK_BOX (controls), caption (_("Ledger")));
  gtk_box_append (GTK_BOX (controls), self->ledger_choice);
  gtk_box_append (GTK_BOX (controls), caption (_("Spreadsheet")));
  gtk_box_append (GTK_BOX (controls), self->file_entry);
  gtk_box_append (GTK_BOX (controls), cl_text_button_new (_("_Choose a file…"), "import.choose"));
  gtk_box_append (GTK_BOX (controls), self->columns_title);
  gtk_box_append (GTK_BOX (controls), self->columns);
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
  gtk_box_append (GTK_BOX (foot), self->undo);
  margins (foot, 12);
  return foot;
}

static void
build (ClImportPage *self)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *pane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_set_size_request (side, 320, -1);
  gtk_box_append (GTK_BOX (side), build_choices (self));
  gtk_box_append (GTK_BOX (side), build_foot (self));
  self->empty = cl_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), "x-office-spreadsheet-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), _("Import a spreadsheet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty),
                                   _("Choose the ledger and the file, or drop the file here. What is new, changed and refused is shown before anything is written."));
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
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  show_rows (self, FALSE);
  show_columns (self, NULL);
  update_actions (self);
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

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_object (&self->import);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->ledgers, g_ptr_array_unref);
  g_clear_pointer (&self->landed_words, g_free);
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
  for (const char *const *name = (const char *const[]) { "import.choose", "import.land", "import.undo", "import.cancel", "import.reveal", NULL }; *name != NULL; name++)
    gtk_widget_class_install_action (widget_class, *name, NULL, activate_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "import.reveal", NULL);
}

static void
cl_import_page_init (ClImportPage *self)
{
  self->ledgers = g_ptr_array_new ();
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
 * Makes the page ready; with @path the rows are looked at, and nothing is written until the import is landed.
 */
void
cl_import_page_open (ClImportPage *self, const char *ledger, const char *path)
{
  if (path != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->file_entry), path);
  for (guint i = 0; i < self->ledgers->len; i++)
    if (g_str_equal (cl_ledger_get_name (self->ledgers->pdata[i]), ledger))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->ledger_choice), i);
  if (path != NULL && self->import == NULL)
    open_file (self);
  gtk_widget_grab_focus (self->file_entry);
}
