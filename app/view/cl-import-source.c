/* What comes in: one spreadsheet or several, chosen, dropped or pasted; the ledger that its headers tell; sheet, encoding, separator and row of headers. */

#include "cl-config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-clipboard-table-private.h"
#include "cl-file-dialog.h"
#include "cl-header-choice-private.h"
#include "cl-import-outcomes-private.h"
#include "cl-import-page-private.h"
#include "cl-sheet-memory.h"
#include "cl-widgets.h"

ClLedger *
cl_import_source_get_ledger (ClImportPage *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->ledger_choice));

  return selected < self->ledgers->len ? self->ledgers->pdata[selected] : NULL;
}

void
cl_import_source_set_ledger (ClImportPage *self, const char *name)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->ledgers->len; i++)
    if (g_str_equal (cl_ledger_get_name (self->ledgers->pdata[i]), name))
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->ledger_choice), i);
  self->filling = FALSE;
}

/* Reading the first rows of a large file takes a moment, which the window must not wait for. */
typedef struct
{
  ClCatalogue *catalogue;
  GStrv paths;
  char *encoding, *delimiter;
  guint sheet;
  gboolean anew;
  char *table;         /* what several files made */
  ClImportHead *head;
  ClLedger *guessed;
  char *unclear;       /* why no ledger was told */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->catalogue);
  g_strfreev (reading->paths);
  g_free (reading->encoding);
  g_free (reading->delimiter);
  g_free (reading->table);
  g_free (reading->unclear);
  g_clear_pointer (&reading->head, cl_import_head_free);
  g_clear_pointer (&reading->guessed, cl_ledger_unref);
  g_free (reading);
}

static void
read_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  const ClSheetOptions options = { .encoding = reading->encoding, .delimiter = reading->delimiter, .number = reading->sheet };
  const char *path = reading->paths[0];
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) unclear = NULL;
  ClLedger *guessed;

  if (reading->paths[1] != NULL)
    path = reading->table = cl_sheet_join ((const char *const *) reading->paths, &options, &error);
  reading->head = path != NULL ? cl_import_head_read (reading->catalogue, path, &options, &error) : NULL;
  if (reading->head == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  guessed = cl_import_head_guess (reading->head, reading->catalogue, &unclear);
  if (guessed != NULL)
    reading->guessed = cl_ledger_ref (guessed);
  else
    reading->unclear = g_strdup (unclear->message);
  g_task_return_boolean (task, TRUE);
}

static const char *
name_encoding (const char *encoding)
{
  if (g_str_has_prefix (encoding, "GB"))
    return _("Chinese (GB18030)");
  return encoding;
}

static const char *
name_delimiter (const char *delimiter)
{
  static const struct { const char *mark, *name; } names[] = {
    { ",", N_("Comma") }, { "\t", N_("Tab") }, { ";", N_("Semicolon") }, { "|", N_("Vertical bar") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].mark, delimiter))
      return _(names[i].name);
  return delimiter;
}

/* Offers @values by what @name calls them, with what is in use among them. */
static GtkWidget *
create_choice (const char *title, const char *const *values, const char *used, const char *(*name) (const char *))
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) offered = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *choice;
  guint chosen = G_MAXUINT;

  for (guint i = 0; values[i] != NULL; i++)
    {
      if (g_str_equal (name (values[i]), name (used)))
        chosen = i;
      g_ptr_array_add (offered, g_strdup (values[i]));
      gtk_string_list_append (strings, name (values[i]));
    }
  if (chosen == G_MAXUINT)
    {
      chosen = offered->len;
      g_ptr_array_add (offered, g_strdup (used));
      gtk_string_list_append (strings, name (used));
    }
  choice = cl_drop_down_new (title, strings);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), chosen);
  g_object_set_data_full (G_OBJECT (choice), "cl-values", g_steal_pointer (&offered), (GDestroyNotify) g_ptr_array_unref);
  return choice;
}

static const char *
get_value (GtkDropDown *choice)
{
  GPtrArray *values = g_object_get_data (G_OBJECT (choice), "cl-values");

  return values->pdata[gtk_drop_down_get_selected (choice)];
}

static void
sheet_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, ClImportPage *self)
{
  self->sheet = gtk_drop_down_get_selected (choice) + 1;
  cl_import_source_reread (self);
}

static void
encoding_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, ClImportPage *self)
{
  g_free (self->encoding);
  self->encoding = g_strdup (get_value (choice));
  cl_import_source_reread (self);
}

static void
delimiter_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, ClImportPage *self)
{
  g_free (self->delimiter);
  self->delimiter = g_strdup (get_value (choice));
  cl_import_source_reread (self);
}

/* Where no row was known for one of headers, nothing is open yet. */
static void
header_chosen_cb (GtkDropDown *choice, GParamSpec *pspec, ClImportPage *self)
{
  guint row = cl_header_choice_get_row (self->head, gtk_drop_down_get_selected (choice));

  if (row == 0 || self->reading != NULL || self->landing || self->taking_back)
    return;
  if (self->import != NULL)
    {
      if (!cl_import_set_header_row (self->import, row))
        return;
      cl_import_columns_show (self);
      cl_import_page_rehearse (self);
      return;
    }
  self->import = cl_import_new_at (cl_context_get_store (self->context), cl_import_source_get_ledger (self), self->head, row, NULL);
  cl_import_page_opened (self, NULL);
}

static GtkWidget *
create_header_choice (ClImportPage *self)
{
  guint chosen;
  GtkStringList *strings = cl_header_choice_list (self->head, self->import != NULL ? cl_import_get_match (self->import)->header_row : 0, &chosen);
  GtkWidget *choice = cl_drop_down_new (_("Headers in"), strings);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), chosen);
  return choice;
}

static void
add_file_choice (ClImportPage *self, const char *title, GtkWidget *choice, GCallback callback)
{
  g_signal_connect_object (choice, "notify::selected", callback, self, 0);
  gtk_box_append (GTK_BOX (self->file_choices), cl_import_page_choice (title, choice));
}

/* How the file was read; each may be said otherwise. */
static void
show_file_choices (ClImportPage *self)
{
  static const char *const encodings[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "BIG5", NULL };
  static const char *const delimiters[] = { ",", "\t", ";", "|", NULL };
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->file_choices)) != NULL)
    gtk_box_remove (GTK_BOX (self->file_choices), child);
  if (self->head == NULL)
    return;
  if (self->head->sheets->len > 1)
    {
      GtkStringList *strings = gtk_string_list_new (NULL);
      GtkWidget *choice;

      for (guint i = 0; i < self->head->sheets->len; i++)
        gtk_string_list_append (strings, self->head->sheets->pdata[i]);
      choice = cl_drop_down_new (C_("workbook", "Sheet"), strings);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), self->head->sheet > 0 ? self->head->sheet - 1 : 0);
      add_file_choice (self, C_("workbook", "Sheet"), choice, G_CALLBACK (sheet_chosen_cb));
    }
  if (self->head->encoding != NULL)
    add_file_choice (self, _("Encoding"), create_choice (_("Encoding"), encodings, self->head->encoding, name_encoding), G_CALLBACK (encoding_chosen_cb));
  if (self->head->delimiter != NULL)
    add_file_choice (self, _("Columns apart by"), create_choice (_("Columns apart by"), delimiters, self->head->delimiter, name_delimiter),
                     G_CALLBACK (delimiter_chosen_cb));
  if (self->head->rows->len > 0)
    add_file_choice (self, _("Headers in"), create_header_choice (self), G_CALLBACK (header_chosen_cb));
}

/* The focus stays where it was, although the choice that had it is another now. */
static void
renew_file_choices (ClImportPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL, *child = gtk_widget_get_first_child (self->file_choices);
  int place = -1;

  for (int i = 0; child != NULL && focus != NULL; child = gtk_widget_get_next_sibling (child), i++)
    if (gtk_widget_is_ancestor (focus, child))
      place = i;
  show_file_choices (self);
  child = gtk_widget_get_first_child (self->file_choices);
  for (int i = 0; child != NULL && i < place; i++)
    child = gtk_widget_get_next_sibling (child);
  if (place >= 0 && !gtk_widget_child_focus (child != NULL ? child : self->source, GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (self->file_entry);
}

/* By the headers, unless a person said it; @unclear is why the headers do not say it. */
static void
open_import (ClImportPage *self, ClLedger *guessed, const char *unclear)
{
  g_autoptr (GError) error = NULL;

  if (!self->ledger_by_hand && guessed != NULL)
    cl_import_source_set_ledger (self, cl_ledger_get_name (guessed));
  gtk_label_set_text (GTK_LABEL (self->ledger_told), self->ledger_by_hand ? "" : guessed != NULL ? _("Told by the headers") : unclear);
  gtk_widget_set_visible (self->ledger_told, *gtk_label_get_text (GTK_LABEL (self->ledger_told)) != '\0');
  self->import = cl_import_new_with_head (cl_context_get_store (self->context), cl_import_source_get_ledger (self), self->head, &error);
  g_clear_pointer (&self->news, g_free);
  if (self->import != NULL && !self->ledger_by_hand && guessed == NULL)
    self->news = g_strdup (unclear);
  renew_file_choices (self);
  cl_import_page_opened (self, error == NULL ? NULL : !self->ledger_by_hand && unclear != NULL ? unclear : error->message);
}

/* The file cannot be read as it was said to be: it is shown again as it was read before, lest what says otherwise be gone with it. */
static void
take_back_choices (ClImportPage *self, const char *why)
{
  g_free (self->encoding);
  self->encoding = g_strdup (self->head->encoding);
  g_free (self->delimiter);
  self->delimiter = g_strdup (self->head->delimiter);
  self->sheet = self->head->sheet;
  open_import (self, NULL, NULL);
  cl_context_say (self->context, GTK_WIDGET (self), why);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ClImportPage *self = CL_IMPORT_PAGE (object);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->reading || self->box == NULL)
    {
      if (reading->table != NULL)
        cl_sheet_memory_remove (reading->table);
      return;
    }
  g_clear_object (&self->reading);
  if (!good && !reading->anew && self->head != NULL)
    {
      take_back_choices (self, error->message);
      return;
    }
  if (reading->table != NULL)
    {
      self->table = g_steal_pointer (&reading->table);
      gtk_editable_set_text (GTK_EDITABLE (self->file_entry), self->table);
    }
  g_clear_pointer (&self->head, cl_import_head_free);
  self->head = g_steal_pointer (&reading->head);
  cl_import_rules_show (self, reading->anew);
  if (good)
    open_import (self, reading->guessed, reading->unclear);
  else
    {
      renew_file_choices (self);
      cl_import_page_opened (self, error->message);
    }
}

/* What is being read or looked at does not count any more. */
void
cl_import_source_stop (ClImportPage *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_handle_id (&self->rehearse_source, g_source_remove);
}

void
cl_import_source_read (ClImportPage *self, const char *const *paths, gboolean anew)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  if (paths[0] == NULL || *paths[0] == '\0' || self->landing || self->taking_back)
    return;
  cl_import_source_stop (self);
  if (anew)
    {
      self->sheet = 0;
      g_clear_pointer (&self->encoding, g_free);
      g_clear_pointer (&self->delimiter, g_free);
      if (self->table != NULL && !g_str_equal (self->table, paths[0]))
        {
          cl_sheet_memory_remove (self->table);
          g_clear_pointer (&self->table, g_free);
        }
      if (self->next_ledger != NULL)
        {
          cl_import_source_set_ledger (self, self->next_ledger);
          self->ledger_by_hand = FALSE;
          g_clear_pointer (&self->next_ledger, g_free);
        }
    }
  g_clear_object (&self->import);
  self->reading = g_cancellable_new ();
  reading = g_new0 (Reading, 1);
  reading->catalogue = g_object_ref (cl_context_get_catalogue (self->context));
  reading->paths = g_strdupv ((char **) paths);
  reading->encoding = g_strdup (self->encoding);
  reading->delimiter = g_strdup (self->delimiter);
  reading->sheet = self->sheet;
  reading->anew = anew;
  task = g_task_new (self, self->reading, read_cb, NULL);
  g_task_set_source_tag (task, cl_import_source_read);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_thread);
}

static const char *const sheet_suffixes[] = { "xlsx", "xlsm", "xls", "et", "ods", "fods", "csv", "tsv", "txt", "html", "htm", "xml", NULL };

static gboolean
is_sheet (const char *name)
{
  const char *suffix = strrchr (name, '.');
  g_autofree char *lower = suffix != NULL ? g_ascii_strdown (suffix + 1, -1) : g_strdup ("");

  /* Not what the spreadsheet program keeps beside an open file. */
  return !g_str_has_prefix (name, "~$") && !g_str_has_prefix (name, ".") && g_strv_contains (sheet_suffixes, lower);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/* Of a folder all spreadsheets in it, by name: what the villages sent back lies together. */
static void
add_path (GPtrArray *paths, const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_DIR) ? g_dir_open (path, 0, NULL) : NULL;
  g_autoptr (GPtrArray) inside = g_ptr_array_new ();
  const char *name;

  if (folder == NULL)
    {
      g_ptr_array_add (paths, g_strdup (path));
      return;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    if (is_sheet (name))
      g_ptr_array_add (inside, g_build_filename (path, name, NULL));
  g_ptr_array_sort (inside, compare_paths);
  g_ptr_array_extend_and_steal (paths, g_steal_pointer (&inside));
}

static void
read_files (ClImportPage *self, GPtrArray *paths)
{
  if (paths->len == 0)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->file_entry), paths->len == 1 ? paths->pdata[0] : "");
  g_ptr_array_add (paths, NULL);
  cl_import_source_read (self, (const char *const *) paths->pdata, TRUE);
}

static void
read_entry (ClImportPage *self, gboolean anew)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->file_entry));
  const char *const paths[] = { path, NULL };
  g_autoptr (GPtrArray) inside = g_ptr_array_new_with_free_func (g_free);

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      cl_import_source_read (self, paths, anew);
      return;
    }
  add_path (inside, path);
  if (inside->len == 0)
    {
      cl_entry_set_error (self->file_entry, _("There is no spreadsheet in this folder."));
      cl_import_page_say (self, _("There is no spreadsheet in this folder."));
    }
  read_files (self, inside);
}

void
cl_import_source_reread (ClImportPage *self)
{
  read_entry (self, FALSE);
}

static void
ledger_chosen_cb (ClImportPage *self)
{
  if (self->filling)
    return;
  self->ledger_by_hand = TRUE;
  gtk_widget_set_visible (self->ledger_told, FALSE);
  read_entry (self, FALSE);
}

static void
entered_cb (ClImportPage *self)
{
  read_entry (self, TRUE);
}

static void
chooser_cb (GtkDialog *dialog, int response, ClImportPage *self)
{
  g_autoptr (GListModel) files = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (g_file_peek_path (file) != NULL)
        g_ptr_array_add (paths, g_file_get_path (file));
    }
  read_files (self, paths);
}

/* Beside the sheets, what plugins read. */
static void
add_suffixes (ClImportPage *self, GtkFileFilter *filter)
{
  g_autoptr (GPtrArray) importers = cl_catalogue_get_guests (cl_context_get_catalogue (self->context), CL_TYPE_IMPORTER);

  for (guint i = 0; sheet_suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, sheet_suffixes[i]);
  for (guint i = 0; i < importers->len; i++)
    for (const char *const *suffix = cl_importer_get_suffixes (importers->pdata[i]); *suffix != NULL; suffix++)
      gtk_file_filter_add_suffix (filter, *suffix);
}

void
cl_import_source_choose (ClImportPage *self)
{
  GtkWidget *dialog = cl_file_dialog_new (GTK_WIDGET (self), _("Choose a spreadsheet"), GTK_FILE_CHOOSER_ACTION_OPEN);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  gtk_file_filter_set_name (filter, _("Spreadsheets"));
  add_suffixes (self, filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chooser_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pasted_cb (GtkWidget *near, GPtrArray *rows)
{
  ClImportPage *self = CL_IMPORT_PAGE (near);
  g_autofree char *path = cl_clipboard_table_path ();

  if (self->box == NULL || self->landing || rows->len == 0)
    {
      g_ptr_array_unref (rows);
      if (self->box != NULL)
        cl_import_page_say (self, _("There is no table to paste. Copy rows in a spreadsheet first, with the row of their headers"));
      return;
    }
  cl_sheet_memory_add (path, rows);
  gtk_editable_set_text (GTK_EDITABLE (self->file_entry), path);
  read_entry (self, TRUE);
  g_free (self->table);
  self->table = g_steal_pointer (&path);
}

void
cl_import_source_paste (ClImportPage *self)
{
  cl_clipboard_read_table (GTK_WIDGET (self), pasted_cb);
}

void
cl_import_source_drop (ClImportPage *self, GSList *files)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (; files != NULL; files = files->next)
    if (g_file_peek_path (files->data) != NULL)
      add_path (paths, g_file_peek_path (files->data));
  read_files (self, paths);
}

static GtkWidget *
create_ledger_choice (ClImportPage *self)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_context_get_catalogue (self->context));
  GtkStringList *titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < ledgers->len; i++)
    if (!g_str_equal (cl_ledger_get_name (ledgers->pdata[i]), "attachment")) /* files do not come in a spreadsheet */
      {
        g_ptr_array_add (self->ledgers, ledgers->pdata[i]);
        gtk_string_list_append (titles, cl_ledger_get_title (ledgers->pdata[i]));
      }
  return cl_drop_down_new (_("Ledger"), titles);
}

GtkWidget *
cl_import_source_new (ClImportPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->source = box;
  self->file_entry = gtk_entry_new ();
  cl_accessible_name (self->file_entry, _("File"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->file_entry), _("A spreadsheet (.xlsx, .xls, .ods, .csv …), or a folder of them"));
  g_signal_connect_object (self->file_entry, "activate", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (buttons), cl_text_button_new (_("_Choose files…"), "import.choose"));
  gtk_box_append (GTK_BOX (buttons), cl_text_button_new (_("_Paste a table"), "import.paste"));
  self->ledger_choice = create_ledger_choice (self);
  g_signal_connect_object (self->ledger_choice, "notify::selected", G_CALLBACK (ledger_chosen_cb), self, G_CONNECT_SWAPPED);
  self->ledger_told = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->ledger_told), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->ledger_told), 0);
  gtk_widget_add_css_class (self->ledger_told, "caption");
  gtk_widget_add_css_class (self->ledger_told, "dim-label");
  gtk_widget_set_visible (self->ledger_told, FALSE);
  self->file_choices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), cl_import_page_caption (_("Spreadsheet")));
  gtk_box_append (GTK_BOX (box), self->file_entry);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_box_append (GTK_BOX (box), cl_import_page_choice (_("Ledger"), self->ledger_choice));
  gtk_box_append (GTK_BOX (box), self->ledger_told);
  gtk_box_append (GTK_BOX (box), self->file_choices);
  return box;
}
