/* A sheet of others, such as the county's, filled: which of its columns shows what, which records, where to, and under which name it is kept to be filled
 * again. */

#include "cl-config.h"

#include "cl-fill-dialog.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-date.h"
#include "cl-fill.h"
#include "cl-file-dialog.h"
#include "cl-import.h"
#include "cl-widgets.h"

#define COLUMNS_HEIGHT 260

typedef struct
{
  ClContext *context;
  GtkWidget *ask, *near, *button;
  char *path;          /* of the empty sheet; NULL: only kept ones */
  guint number;        /* which of its sheets */
  ClLedger *preferred; /* of the list where it was asked; may be NULL */
  ClHeaderMatch *match;
  GPtrArray *ledgers;  /* ClLedger, not owned */
  GPtrArray *paths;    /* char *, by the choices of a column from 1 */
  GPtrArray *columns;  /* GtkWidget, by column; NULL: blank header */
  GtkWidget *sheet, *ledger, *view, *list, *scrolled, *count, *keep, *kept, *file;
  gboolean filling;    /* choices are being put in, nobody made them */
} FillDialog;

static void
fill_dialog_free (gpointer data)
{
  FillDialog *self = data;

  g_object_unref (self->context);
  g_object_unref (self->near);
  g_free (self->path);
  g_clear_pointer (&self->match, cl_header_match_free);
  g_ptr_array_unref (self->ledgers);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

/* What the worker is given. */
typedef struct
{
  ClContext *context;
  GtkWidget *near;
  ClStore *store;
  ClDatabase *reader;
  ClFillKept *kept;
  char *path;
  char *keep; /* the name; NULL: it is not kept, or is already */
  ClFillReport report;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->context);
  g_object_unref (run->near);
  g_clear_pointer (&run->reader, cl_database_close);
  g_object_unref (run->store);
  cl_fill_kept_free (run->kept);
  g_free (run->path);
  g_free (run->keep);
  cl_fill_report_clear (&run->report);
  g_free (run);
}

static void
fill_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;
  gboolean done = cl_fill (run->kept->export, cl_store_get_catalogue (run->store), run->reader, run->kept->match, run->kept->sheet, run->kept->number, run->path,
                           &run->report, &error);

  g_clear_pointer (&run->reader, cl_database_close);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_path_get_basename (run->path), *rows = cl_count_format (run->report.rows), *blank = NULL;
  g_autoptr (GString) said = g_string_new (NULL);

  g_ptr_array_add (paths, run->path);
  if (!g_task_propagate_boolean (G_TASK (result), &error) || !cl_export_log (run->store, run->kept->export, paths, NULL, NULL, &error) ||
      (run->keep != NULL && !cl_fill_keep (run->store, run->keep, run->kept->export, run->kept->match, run->kept->sheet, run->kept->number, &error)))
    {
      cl_context_say (run->context, run->near, error->message);
      return;
    }
  /* Translators: how many rows; the file's name */
  g_string_append_printf (said, _("%s rows filled into %s"), rows, base);
  blank = run->report.homeless != NULL ? g_strjoinv ("、", run->report.homeless) : NULL;
  if (blank != NULL && *blank != '\0')
    /* Translators: headers of columns */
    g_string_append_printf (said, _("; stayed blank: %s"), blank);
  if (run->keep != NULL)
    /* Translators: a report's name */
    g_string_append_printf (said, _("; kept as “%s”"), run->keep);
  cl_context_say (run->context, run->near, said->str);
}

static guint
chosen (GtkWidget *choice)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (choice));
}

static ClLedger *
get_ledger (FillDialog *self)
{
  guint i = chosen (self->ledger);

  return i < self->ledgers->len ? self->ledgers->pdata[i] : NULL;
}

static gboolean
is_again (FillDialog *self)
{
  return self->kept != NULL && (self->path == NULL || chosen (self->kept) > 0);
}

static char *
get_kept_name (FillDialog *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->kept));

  return g_strdup (gtk_string_object_get_string (item));
}

/* The view's records, by its name: 0 are all. */
static const char *
get_view (FillDialog *self)
{
  const GPtrArray *views = cl_ledger_get_views (get_ledger (self));
  guint i = chosen (self->view);

  return i > 0 && views != NULL && i <= views->len ? ((const ClLedgerView *) views->pdata[i - 1])->name : NULL;
}

static void
count_rows (FillDialog *self)
{
  ClLedger *ledger = get_ledger (self);
  g_autoptr (ClRowModel) rows = ledger != NULL ? cl_row_model_new (cl_context_get_store (self->context), ledger, get_view (self)) : NULL;
  g_autofree char *n = cl_count_format (rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0), *names = NULL;
  g_autoptr (GStrvBuilder) blank = g_strv_builder_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < self->columns->len; i++)
    if (self->columns->pdata[i] != NULL && chosen (self->columns->pdata[i]) == 0)
      g_strv_builder_add (blank, self->match->headers->pdata[i]);
  all = g_strv_builder_end (blank);
  names = g_strjoinv ("、", all);
  /* Translators: %s: how many rows */
  g_string_append_printf (text, _("%s rows will be filled in"), n);
  if (*names != '\0')
    g_string_append_printf (text, _("; without a field: %s (a running number and the age fill themselves)"), names);
  gtk_label_set_text (GTK_LABEL (self->count), text->str);
}

static void
column_changed_cb (FillDialog *self, GParamSpec *spec, GtkWidget *choice)
{
  guint i, selected = chosen (choice);

  if (self->filling || !g_ptr_array_find (self->columns, choice, &i))
    return;
  cl_header_match_set_path (self->match, i, selected > 0 ? self->paths->pdata[selected - 1] : NULL);
  count_rows (self);
}

static guint
find_path (FillDialog *self, const char *path)
{
  for (guint i = 0; path != NULL && i < self->paths->len; i++)
    if (g_str_equal (self->paths->pdata[i], path))
      return i + 1;
  return 0;
}

static void
show_columns (FillDialog *self)
{
  ClCatalogue *catalogue = cl_context_get_catalogue (self->context);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  g_ptr_array_set_size (self->columns, 0);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  self->paths = cl_header_match_paths (catalogue, get_ledger (self));
  for (guint i = 0; self->match != NULL && i < self->match->headers->len; i++)
    {
      const char *header = self->match->headers->pdata[i], *path = i < self->match->paths->len ? self->match->paths->pdata[i] : NULL;
      GtkStringList *strings = gtk_string_list_new (NULL);
      GtkWidget *choice, *row, *label;

      if (*header == '\0')
        {
          g_object_ref_sink (strings), g_object_unref (strings);
          g_ptr_array_add (self->columns, NULL);
          continue;
        }
      gtk_string_list_append (strings, _("No field"));
      for (guint k = 0; k < self->paths->len; k++)
        {
          g_autofree char *title = cl_header_match_path_header (catalogue, get_ledger (self), self->paths->pdata[k]);

          gtk_string_list_append (strings, title);
        }
      choice = cl_drop_down_new (header, strings);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), find_path (self, path));
      g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (column_changed_cb), self);
      row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      label = gtk_label_new (header);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_box_append (GTK_BOX (row), label);
      gtk_box_append (GTK_BOX (row), choice);
      gtk_box_append (GTK_BOX (self->list), row);
      g_ptr_array_add (self->columns, choice);
    }
  count_rows (self);
}

/* The file is read again where it is said to be about another ledger. */
static void
match_columns (FillDialog *self)
{
  const ClSheetOptions options = { .number = self->number };
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = cl_import_new (cl_context_get_store (self->context), get_ledger (self), self->path, &options, &error);

  g_clear_pointer (&self->match, cl_header_match_free);
  if (import != NULL)
    self->match = cl_header_match_copy (cl_import_get_match (import));
  show_columns (self);
  if (error != NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->count), error->message);
      cl_announce (self->ask, error->message);
    }
}

static void
show_views (FillDialog *self)
{
  const GPtrArray *views = cl_ledger_get_views (get_ledger (self));
  GtkStringList *strings = gtk_string_list_new (NULL);

  gtk_string_list_append (strings, _("All entries"));
  for (guint i = 0; views != NULL && i < views->len; i++)
    gtk_string_list_append (strings, ((const ClLedgerView *) views->pdata[i])->title);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->view), G_LIST_MODEL (strings));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->view), 0);
  g_object_unref (strings);
}

static void
ledger_changed_cb (FillDialog *self)
{
  if (self->filling || get_ledger (self) == NULL)
    return;
  self->filling = TRUE;
  show_views (self);
  match_columns (self);
  self->filling = FALSE;
}

static void
guess_ledger (FillDialog *self)
{
  const ClSheetOptions options = { .number = self->number };
  ClLedger *ledger = cl_import_guess_ledger (cl_context_get_store (self->context), self->path, &options, NULL);
  guint i;

  if (ledger == NULL)
    ledger = self->preferred;
  self->filling = TRUE;
  if (ledger != NULL && g_ptr_array_find (self->ledgers, ledger, &i))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->ledger), i);
  self->filling = FALSE;
  ledger_changed_cb (self);
}

static void
sheet_changed_cb (FillDialog *self)
{
  self->number = chosen (self->sheet) + 1;
  guess_ledger (self);
}

static void
view_changed_cb (FillDialog *self)
{
  if (!self->filling)
    count_rows (self);
}

static void
propose_file (FillDialog *self)
{
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autofree char *name = is_again (self) ? get_kept_name (self) : self->path != NULL ? g_path_get_basename (self->path) : g_strdup ("");
  g_autofree char *base = NULL, *path = NULL;

  if (g_str_has_suffix (name, ".xlsx"))
    *strrchr (name, '.') = '\0';
  base = g_strdup_printf ("%s %s.xlsx", name, cl_today ());
  g_strdelimit (base, "/\\", '_');
  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    folder = g_get_home_dir ();
  path = g_build_filename (folder, base, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->file), path);
}

/* What is kept is filled as it was kept. */
static void
kept_changed_cb (FillDialog *self)
{
  gboolean again = is_again (self);
  GtkWidget *const rows[] = { self->sheet, self->ledger, self->view, self->keep };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i] != NULL)
      gtk_widget_set_visible (gtk_widget_get_ancestor (rows[i], ADW_TYPE_ACTION_ROW), !again);
  gtk_widget_set_visible (self->scrolled, !again);
  gtk_widget_set_visible (self->count, !again);
  propose_file (self);
}

static ClFillKept *
make_kept (FillDialog *self, GError **error)
{
  g_autofree char *name = is_again (self) ? get_kept_name (self) : NULL;
  ClFillKept *kept;

  if (name != NULL)
    return cl_fill_open_kept (cl_context_get_store (self->context), name, error);
  kept = g_new0 (ClFillKept, 1);
  kept->export = cl_export_new (get_ledger (self));
  kept->export->view = g_strdup (get_view (self));
  kept->match = cl_header_match_copy (self->match);
  kept->sheet = g_strdup (self->path);
  kept->number = self->number;
  return kept;
}

static void
go_cb (FillDialog *self)
{
  g_autofree char *path = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->file))));
  g_autofree char *folder = g_path_get_dirname (path), *keep = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->keep))));
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  Run *run;

  if (!g_path_is_absolute (path) || !g_file_test (folder, G_FILE_TEST_IS_DIR) || !g_str_has_suffix (path, ".xlsx") || g_strcmp0 (path, self->path) == 0)
    {
      cl_ask_complain (self->ask, self->file, _("Write where the filled copy shall lie: another file than the empty sheet, ending in .xlsx, in a folder that is there."));
      return;
    }
  if (!is_again (self) && self->match == NULL)
    {
      cl_announce (self->ask, gtk_label_get_text (GTK_LABEL (self->count)));
      gtk_widget_grab_focus (self->ledger);
      return;
    }
  run = g_new0 (Run, 1);
  run->context = g_object_ref (self->context);
  run->near = g_object_ref (self->near);
  run->store = g_object_ref (cl_context_get_store (self->context));
  run->path = g_steal_pointer (&path);
  run->keep = !is_again (self) && *keep != '\0' ? g_steal_pointer (&keep) : NULL;
  run->kept = make_kept (self, &error);
  task = g_task_new (NULL, NULL, filled_cb, NULL);
  g_task_set_task_data (task, run, run_free);
  if (run->kept != NULL && run->kept->export->title == NULL)
    run->kept->export->title = run->keep != NULL ? g_strdup (run->keep) : g_path_get_basename (run->path);
  run->reader = run->kept != NULL ? cl_store_open_reader (run->store, &error) : NULL;
  gtk_window_destroy (GTK_WINDOW (self->ask));
  if (run->reader == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_run_in_thread (task, fill_cb);
}

static void
add_kept (FillDialog *self, GtkWidget *rows)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (ClRowModel) reports = cl_row_model_new (store, cl_catalogue_find_ledger (cl_store_get_catalogue (store), "report"), NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) choices = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (reports));

  if (n == 0)
    return;
  if (self->path != NULL)
    g_strv_builder_add (names, _("The sheet that was chosen"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (reports), i);

      g_strv_builder_add (names, cl_row_get_text (row, 0));
    }
  choices = g_strv_builder_end (names);
  self->kept = cl_ask_add_choice (rows, self->path != NULL ? _("What to fill") : _("Report to make again"), (const char *const *) choices, 0);
}

static void
add_sheets (FillDialog *self, GtkWidget *rows, ClSheetReader *reader)
{
  GPtrArray *sheets = cl_sheet_reader_get_sheets (reader);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) choices = NULL;

  self->number = cl_sheet_reader_get_sheet (reader);
  if (sheets->len < 2)
    return;
  for (guint i = 0; i < sheets->len; i++)
    g_strv_builder_add (names, ((ClSheetInfo *) sheets->pdata[i])->name);
  choices = g_strv_builder_end (names);
  self->sheet = cl_ask_add_choice (rows, _("Which of its sheets"), (const char *const *) choices, self->number > 0 ? self->number - 1 : 0);
}

static void
add_ledgers (FillDialog *self, GtkWidget *rows)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_context_get_catalogue (self->context));
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  g_auto (GStrv) choices = NULL;
  static const char *const none[] = { NULL };

  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = ledgers->pdata[i];

      if (!cl_ledger_has_page (ledger) || cl_ledger_is_hidden (ledger))
        continue;
      g_ptr_array_add (self->ledgers, ledger);
      g_strv_builder_add (titles, cl_ledger_get_title (ledger));
    }
  choices = g_strv_builder_end (titles);
  self->ledger = cl_ask_add_choice (rows, _("Take entries from"), (const char *const *) choices, 0);
  self->view = cl_ask_add_choice (rows, _("Which entries"), none, 0);
}

static void
add_columns (FillDialog *self, GtkWidget *rows)
{
  GtkWidget *box = gtk_widget_get_parent (rows);

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_margin_start (self->list, 18);
  gtk_widget_set_margin_end (self->list, 18);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scrolled), COLUMNS_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_widget_set_focusable (self->scrolled, FALSE);
  self->count = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->count), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (self->count), 56);
  gtk_widget_set_focusable (self->count, TRUE);
  gtk_widget_set_margin_top (self->count, 12);
  gtk_widget_set_margin_bottom (self->count, 18);
  gtk_widget_set_margin_start (self->count, 18);
  gtk_widget_set_margin_end (self->count, 18);
  gtk_box_append (GTK_BOX (box), self->scrolled);
  gtk_box_append (GTK_BOX (box), self->count);
}

static gboolean
open_dialog (GtkWidget *near, ClContext *context, ClLedger *ledger, const char *path, GError **error)
{
  g_autoptr (ClSheetReader) reader = path != NULL ? cl_sheet_reader_open (path, NULL, error) : NULL;
  FillDialog *self;
  GtkWidget *rows;

  if (path != NULL && reader == NULL)
    return FALSE;
  self = g_new0 (FillDialog, 1);
  self->context = g_object_ref (context);
  self->near = g_object_ref (near);
  self->path = g_strdup (path);
  self->preferred = ledger;
  self->ledgers = g_ptr_array_new ();
  self->columns = g_ptr_array_new ();
  self->ask = cl_ask_new (near, _("Fill a sheet of the county's"), _("_Fill"), &rows, &self->button);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-fill-dialog", self, fill_dialog_free);
  add_kept (self, rows);
  if (reader != NULL)
    add_sheets (self, rows, reader);
  add_ledgers (self, rows);
  self->keep = cl_ask_add_entry (rows, _("Keep as a report named"), NULL);
  self->file = cl_ask_add_entry (rows, _("Where to"), NULL);
  add_columns (self, rows);
  if (path != NULL)
    guess_ledger (self);
  kept_changed_cb (self);
  if (self->kept != NULL)
    g_signal_connect_swapped (self->kept, "notify::selected", G_CALLBACK (kept_changed_cb), self);
  if (self->sheet != NULL)
    g_signal_connect_swapped (self->sheet, "notify::selected", G_CALLBACK (sheet_changed_cb), self);
  g_signal_connect_swapped (self->ledger, "notify::selected", G_CALLBACK (ledger_changed_cb), self);
  g_signal_connect_swapped (self->view, "notify::selected", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (go_cb), self);
  cl_ask_present (self->ask, self->kept != NULL ? self->kept : self->ledger);
  return TRUE;
}

/**
 * cl_fill_dialog_open:
 * @near: over whose window
 * @context: the context
 * @ledger: (nullable): which ledger is proposed where the sheet does not tell
 * @path: the empty sheet, .xlsx
 *
 * Shows which field fills which column, to be corrected, and fills a copy on a worker. What cannot be read is said. Main thread.
 */
void
cl_fill_dialog_open (GtkWidget *near, ClContext *context, ClLedger *ledger, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *lower = g_ascii_strdown (path, -1), *base = g_path_get_basename (path);

  if (!g_str_has_suffix (lower, ".xlsx"))
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("“%s” is no .xlsx. Open it in the spreadsheet program, save it as .xlsx, and fill that."), base);
  if (error != NULL || !open_dialog (near, context, ledger, path, &error))
    cl_context_say (context, near, error->message);
}

/**
 * cl_fill_dialog_again:
 * @near: over whose window
 * @context: the context
 *
 * Asks which of the reports that were kept is made again, and makes it. Main thread.
 */
void
cl_fill_dialog_again (GtkWidget *near, ClContext *context)
{
  ClStore *store = cl_context_get_store (context);
  g_autoptr (ClRowModel) reports = cl_row_model_new (store, cl_catalogue_find_ledger (cl_store_get_catalogue (store), "report"), NULL);

  if (g_list_model_get_n_items (G_LIST_MODEL (reports)) == 0)
    cl_context_say (context, near, _("No report is kept yet. Fill a sheet of the county's, and give it a name to be kept under."));
  else
    open_dialog (near, context, NULL, NULL, NULL);
}

typedef struct
{
  ClContext *context;
  GtkWidget *near;
  ClLedger *ledger;
} Choosing;

static void
choosing_free (gpointer data, GClosure *closure)
{
  Choosing *choosing = data;

  g_object_unref (choosing->context);
  g_object_unref (choosing->near);
  g_free (choosing);
}

static void
chosen_cb (GtkDialog *dialog, int response, Choosing *choosing)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    cl_fill_dialog_open (choosing->near, choosing->context, choosing->ledger, path);
}

/**
 * cl_fill_dialog_choose:
 * @near: over whose window
 * @context: the context
 * @ledger: (nullable): which ledger is proposed where the sheet does not tell
 *
 * Asks for the empty sheet first. Main thread.
 */
void
cl_fill_dialog_choose (GtkWidget *near, ClContext *context, ClLedger *ledger)
{
  GtkWidget *dialog = cl_file_dialog_new (near, _("Sheet of the county's to be filled"), GTK_FILE_CHOOSER_ACTION_OPEN);
  GtkFileFilter *filter = gtk_file_filter_new ();
  Choosing *choosing = g_new (Choosing, 1);

  *choosing = (Choosing) { g_object_ref (context), g_object_ref (near), ledger };
  gtk_file_filter_set_name (filter, _("Spreadsheet (.xlsx)"));
  gtk_file_filter_add_pattern (filter, "*.xlsx");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_object_unref (filter);
  g_signal_connect_data (dialog, "response", G_CALLBACK (chosen_cb), choosing, choosing_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
