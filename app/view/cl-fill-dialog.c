/* A sheet of others, such as the county's, filled: which of its rows names the columns, which column shows what, which records, where to, and under which name
 * it is kept to be filled again. */

#include "cl-config.h"

#include "cl-fill-dialog.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-citizen-id.h"
#include "cl-file-dialog.h"
#include "cl-fill-run-private.h"
#include "cl-header-choice-private.h"
#include "cl-widgets.h"

#define COLUMNS_HEIGHT 260

typedef struct
{
  ClContext *context;
  GtkWidget *ask, *near;
  char *path;          /* of the empty sheet */
  guint number;        /* which of its sheets */
  ClLedger *preferred; /* of the list where it was asked; may be NULL */
  ClImportHead *head;  /* of that sheet */
  ClHeaderMatch *match; /* NULL: no row of it names the columns */
  GPtrArray *ledgers;  /* ClLedger, not owned */
  GPtrArray *paths;    /* char *, by the choices of a column from 1 */
  GPtrArray *columns;  /* GtkWidget, by column; NULL: blank header */
  GtkWidget *sheet, *ledger, *view, *header, *list, *count, *keep, *file, *fill;
  gboolean filling;    /* choices are being put in, nobody made them */
} FillDialog;

static void
fill_dialog_free (gpointer data)
{
  FillDialog *self = data;

  g_object_unref (self->context);
  g_object_unref (self->near);
  g_free (self->path);
  g_clear_pointer (&self->head, cl_import_head_free);
  g_clear_pointer (&self->match, cl_header_match_free);
  g_ptr_array_unref (self->ledgers);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

static guint
chosen (GtkWidget *choice)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (choice));
}

/* What would be filled in is heard with the button that does it. */
static void
tell (FillDialog *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->count), words);
  cl_accessible_describe (self->fill, words);
}

static ClLedger *
get_ledger (FillDialog *self)
{
  guint i = chosen (self->ledger);

  return i < self->ledgers->len ? self->ledgers->pdata[i] : NULL;
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
  tell (self, text->str);
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
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) titles = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  g_ptr_array_set_size (self->columns, 0);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  self->paths = cl_header_match_paths_named (cl_context_get_catalogue (self->context), get_ledger (self), &titles);
  gtk_string_list_append (names, _("No field"));
  for (guint i = 0; i < titles->len; i++)
    gtk_string_list_append (names, titles->pdata[i]);
  for (guint i = 0; self->match != NULL && i < self->match->headers->len; i++)
    {
      const char *header = self->match->headers->pdata[i], *path = i < self->match->paths->len ? self->match->paths->pdata[i] : NULL;
      GtkWidget *choice, *row, *label;

      if (*header == '\0')
        {
          g_ptr_array_add (self->columns, NULL);
          continue;
        }
      choice = cl_drop_down_new (header, g_object_ref (names));
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

/* As the headers tell; where they tell nothing, a person says which row they are. */
static void
match_columns (FillDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = cl_import_new_with_head (cl_context_get_store (self->context), get_ledger (self), self->head, &error);
  g_autoptr (GtkStringList) rows = NULL;
  guint place;

  g_clear_pointer (&self->match, cl_header_match_free);
  if (import != NULL)
    self->match = cl_header_match_copy (cl_import_get_match (import));
  rows = cl_header_choice_list (self->head, self->match != NULL ? self->match->header_row : 0, &place);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->header), G_LIST_MODEL (rows));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->header), place);
  show_columns (self);
  if (error != NULL)
    {
      tell (self, error->message);
      cl_announce (self->ask, error->message);
    }
}

static void
header_changed_cb (FillDialog *self)
{
  guint row = cl_header_choice_get_row (self->head, chosen (self->header));
  g_autoptr (ClImport) import = NULL;

  if (self->filling || row == 0)
    return;
  import = cl_import_new_at (cl_context_get_store (self->context), get_ledger (self), self->head, row, NULL);
  g_clear_pointer (&self->match, cl_header_match_free);
  self->match = cl_header_match_copy (cl_import_get_match (import));
  show_columns (self);
  cl_announce (self->ask, gtk_label_get_text (GTK_LABEL (self->count)));
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
propose_ledger (FillDialog *self)
{
  ClLedger *ledger = cl_import_head_guess (self->head, cl_context_get_catalogue (self->context), NULL);
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
  const ClSheetOptions options = { .number = chosen (self->sheet) + 1 };
  g_autoptr (GError) error = NULL;
  ClImportHead *head;

  if (self->filling)
    return;
  head = cl_import_head_read (cl_context_get_catalogue (self->context), self->path, &options, &error);
  if (head != NULL)
    {
      cl_import_head_free (self->head);
      self->head = head;
      self->number = options.number;
      propose_ledger (self);
      return;
    }
  self->filling = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sheet), self->number - 1);
  self->filling = FALSE;
  cl_announce (self->ask, error->message);
}

static void
view_changed_cb (FillDialog *self)
{
  if (!self->filling)
    count_rows (self);
}

static ClFillKept *
make_kept (FillDialog *self)
{
  ClFillKept *kept = g_new0 (ClFillKept, 1);

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
  g_autofree char *path = NULL, *keep = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->keep))));
  g_autoptr (ClContext) context = g_object_ref (self->context);
  g_autoptr (GtkWidget) near = g_object_ref (self->near);
  ClFillKept *kept;

  if (!cl_fill_check_path (self->ask, self->file, self->path, &path))
    return;
  if (self->match == NULL)
    {
      cl_announce (self->ask, gtk_label_get_text (GTK_LABEL (self->count)));
      gtk_widget_grab_focus (self->header);
      return;
    }
  kept = make_kept (self);
  gtk_window_destroy (GTK_WINDOW (self->ask));
  cl_fill_run (context, near, kept, path, *keep != '\0' ? keep : NULL);
}

static void
add_sheets (FillDialog *self, GtkWidget *rows)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new (); /* const char *, of the head */

  if (self->head->sheets->len < 2)
    return;
  for (guint i = 0; i < self->head->sheets->len; i++)
    g_ptr_array_add (names, self->head->sheets->pdata[i]);
  g_ptr_array_add (names, NULL);
  self->sheet = cl_ask_add_choice (rows, _("Which of its sheets"), (const char *const *) names->pdata, self->head->sheet - 1);
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
  self->header = cl_ask_add_choice (rows, _("Headers in"), none, 0);
}

static void
add_columns (FillDialog *self, GtkWidget *rows)
{
  GtkWidget *box = gtk_widget_get_parent (rows), *scrolled = gtk_scrolled_window_new ();

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_margin_start (self->list, 18);
  gtk_widget_set_margin_end (self->list, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), COLUMNS_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_focusable (scrolled, FALSE);
  self->count = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->count), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (self->count), 56);
  gtk_widget_set_margin_top (self->count, 12);
  gtk_widget_set_margin_bottom (self->count, 18);
  gtk_widget_set_margin_start (self->count, 18);
  gtk_widget_set_margin_end (self->count, 18);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), self->count);
}

static void
open_dialog (GtkWidget *near, ClContext *context, ClLedger *ledger, const char *path)
{
  FillDialog *self = g_new0 (FillDialog, 1);
  g_autofree char *base = g_path_get_basename (path), *proposed = cl_fill_propose_path (base);
  g_autoptr (GError) error = NULL;
  GtkWidget *rows, *button;

  self->context = g_object_ref (context);
  self->near = g_object_ref (near);
  self->path = g_strdup (path);
  self->preferred = ledger;
  self->ledgers = g_ptr_array_new ();
  self->columns = g_ptr_array_new ();
  self->head = cl_import_head_read (cl_context_get_catalogue (context), path, NULL, &error);
  if (self->head == NULL)
    {
      cl_context_say (context, near, error->message);
      fill_dialog_free (self);
      return;
    }
  self->ask = cl_ask_new (near, _("Fill a sheet of the county's"), _("_Fill"), &rows, &button);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-fill-dialog", self, fill_dialog_free);
  add_sheets (self, rows);
  add_ledgers (self, rows);
  self->keep = cl_ask_add_entry (rows, _("Keep as a report named"), NULL);
  self->file = cl_ask_add_entry (rows, _("Where to"), proposed);
  add_columns (self, rows);
  self->fill = button;
  self->number = self->head->sheet;
  propose_ledger (self);
  if (self->sheet != NULL)
    g_signal_connect_swapped (self->sheet, "notify::selected", G_CALLBACK (sheet_changed_cb), self);
  g_signal_connect_swapped (self->ledger, "notify::selected", G_CALLBACK (ledger_changed_cb), self);
  g_signal_connect_swapped (self->view, "notify::selected", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (self->header, "notify::selected", G_CALLBACK (header_changed_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (go_cb), self);
  cl_ask_present (self->ask, self->ledger);
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
  g_autofree char *lower = g_ascii_strdown (path, -1), *base = cl_file_call (path);
  g_autofree char *words = NULL;

  if (g_str_has_suffix (lower, ".xlsx"))
    {
      open_dialog (near, context, ledger, path);
      return;
    }
  words = g_strdup_printf (_("“%s” is no .xlsx. Open it in the spreadsheet program, save it as .xlsx, and fill that."), base);
  cl_context_say (context, near, words);
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
  g_autofree char *path = cl_file_dialog_get_path (dialog, response);

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
