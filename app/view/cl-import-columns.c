/* Which column of a sheet feeds what: one line a column with what it holds and how its home was told; a column without one may become the office's own. */

#include "cl-config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "cl-citizen-id.h"
#include "cl-header-memory.h"
#include "cl-import-outcomes-private.h"
#include "cl-import-page-private.h"
#include "cl-own.h"
#include "cl-span.h"
#include "cl-step.h"
#include "cl-widgets.h"

#define FILL "cl-fill"
#define STEP_MS 10

typedef struct
{
  ClImportPage *page; /* not owned: the line is inside it */
  guint column;
  GtkWidget *choice, *about, *own, *own_form, *own_name, *own_type;
  GArray *types;      /* ClFieldType, as the choice lists them */
} Column;

static void
column_free (gpointer data)
{
  Column *column = data;

  g_array_unref (column->types);
  g_free (column);
}

/* Of a column without a home too: what it holds tells whether it may be shown. */
const char *
cl_import_outcomes_get_class (ClCatalogue *catalogue, ClLedger *ledger, ClHeaderMatch *match, guint column)
{
  const ClHeaderColumn *about = match->columns->pdata[column];
  const char *path = match->paths->pdata[column];
  const ClField *field = path != NULL ? cl_catalogue_resolve (catalogue, ledger, path, NULL, NULL) : NULL;

  if (field != NULL)
    return cl_field_get_private_class (field);
  if (path != NULL)
    return NULL;
  return about->holds == CL_FIELD_CITIZEN_ID ? "id" : about->holds == CL_FIELD_CERTIFICATE ? "certificate" : about->holds == CL_FIELD_PHONE ? "phone" : NULL;
}

/* "e.g. 张伟、章丽 · by its name" */
static char *
say_about (ClImportPage *self, guint column)
{
  ClHeaderMatch *match = cl_import_get_match (self->import);
  const ClHeaderColumn *about = match->columns->pdata[column];
  const char *private_class = cl_import_outcomes_get_class (cl_context_get_catalogue (self->context), cl_import_get_ledger (self->import), match, column);
  gboolean masked = private_class != NULL && !cl_import_outcomes_get_revealed (CL_IMPORT_OUTCOMES (self->rows));
  g_auto (GStrv) values = g_strsplit (about->sample, "、", -1);
  g_autofree char *how = cl_header_match_say_how (match, column);
  g_autofree char *holds = cl_header_match_say_holds (match, column);
  g_autofree char *sample = NULL;

  for (guint i = 0; masked && values[i] != NULL; i++)
    {
      char *shown = cl_mask (private_class, values[i]);

      g_free (values[i]);
      values[i] = shown;
    }
  sample = g_strjoinv ("、", values);
  if (*how == '\0')
    how = g_strdup_printf (match->paths->pdata[column] == NULL ? _("no home; holds %s") : "%s", holds);
  if (*sample == '\0')
    return g_steal_pointer (&how);
  /* Translators: some values of a column, and how it was told where it goes */
  return g_strdup_printf (_("e.g. %s · %s"), sample, how);
}

static void
update_column (Column *column)
{
  ClHeaderMatch *match = cl_import_get_match (column->page->import);
  g_autofree char *about = say_about (column->page, column->column);

  gtk_label_set_text (GTK_LABEL (column->about), about);
  cl_widget_set_tooltip (column->about, about);
  cl_accessible_describe (column->choice, about);
  gtk_widget_set_visible (column->own, match->paths->pdata[column->column] == NULL && ((ClHeaderColumn *) match->columns->pdata[column->column])->n_filled > 0);
  if (match->paths->pdata[column->column] != NULL)
    gtk_widget_set_visible (column->own_form, FALSE);
}

static void
say_title (ClImportPage *self)
{
  ClHeaderMatch *match = cl_import_get_match (self->import);
  g_autofree char *title = NULL;
  guint n = 0, homeless = 0;

  for (guint i = 0; i < match->headers->len; i++)
    if (*(const char *) match->headers->pdata[i] != '\0')
      {
        n++;
        homeless += match->paths->pdata[i] == NULL;
      }
  title = homeless > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Columns: %u, %u of them not imported", "Columns: %u, %u of them not imported", n), n, homeless)
                       : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Columns: %u", "Columns: %u", n), n);
  gtk_label_set_text (GTK_LABEL (self->columns_title), title);
}

static void
chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, Column *column)
{
  ClImportPage *self = column->page;
  guint selected = gtk_drop_down_get_selected (drop_down);
  ClHeaderMatch *match;

  if (self->import == NULL || self->filling)
    return;
  match = cl_import_get_match (self->import);
  cl_header_match_set_path (match, column->column, selected == 0 || selected == GTK_INVALID_LIST_POSITION ? NULL : self->paths->pdata[selected - 1]);
  /* Another column may have lost its home to this one. */
  self->filling = TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (self->columns); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      Column *other = g_object_get_data (G_OBJECT (row), "cl-column");
      const char *path = match->paths->pdata[other->column];
      guint place = 0;

      for (guint i = 0; path != NULL && i < self->paths->len; i++)
        if (g_str_equal (self->paths->pdata[i], path))
          place = i + 1;
      gtk_drop_down_set_selected (GTK_DROP_DOWN (other->choice), place);
      update_column (other);
    }
  self->filling = FALSE;
  say_title (self);
  cl_import_page_rehearse (self);
}

static gboolean add_next (ClImportPage *self);

static void
add_own_cb (Column *column)
{
  ClImportPage *self = column->page;
  const char *label = gtk_editable_get_text (GTK_EDITABLE (column->own_name));
  ClFieldType type = g_array_index (column->types, ClFieldType, gtk_drop_down_get_selected (GTK_DROP_DOWN (column->own_type)));
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  guint place = column->column;

  if (self->import == NULL || self->running != NULL)
    return;
  if (!cl_import_add_own_field (self->import, place, label, type, &error))
    {
      cl_entry_set_error (column->own_name, error->message);
      cl_import_page_say (self, error->message);
      gtk_widget_grab_focus (column->own_name);
      return;
    }
  said = g_strdup_printf (_("Column “%s” added"), label);
  cl_import_columns_show (self);
  cl_step_stop (self->columns, FILL);
  while (add_next (self))
    continue;
  for (GtkWidget *row = gtk_widget_get_first_child (self->columns); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (((Column *) g_object_get_data (G_OBJECT (row), "cl-column"))->column == place)
      gtk_widget_grab_focus (((Column *) g_object_get_data (G_OBJECT (row), "cl-column"))->choice);
  cl_context_say (self->context, GTK_WIDGET (self), said);
  g_free (self->news);
  self->news = g_steal_pointer (&said);
  cl_import_page_rehearse (self);
}

/* Back to the button that opened it, and not away from the page. */
static gboolean
own_escape_cb (GtkWidget *form, GVariant *arguments, gpointer data)
{
  Column *column = data;

  gtk_widget_grab_focus (column->own);
  gtk_widget_set_visible (form, FALSE);
  return GDK_EVENT_STOP;
}

/* Of the types that own fields may have, those that nothing more need be said of. */
static void
fill_own_form (Column *column)
{
  const char *header = cl_import_get_match (column->page->import)->headers->pdata[column->column];
  GtkWidget *form = column->own_form, *add = cl_text_button_new (_("_Add the column"), NULL);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkStringList *titles = gtk_string_list_new (NULL);
  ClFieldType suggested = cl_import_suggest_type (column->page->import, column->column);
  g_autofree char *name = g_strdup_printf (_("Name of the column for “%s”"), header);
  guint chosen = 0;

  for (ClFieldType type = CL_FIELD_TEXT; type <= CL_FIELD_ATTACHMENT; type++)
    if (cl_own_type_get_title (type) != NULL && type != CL_FIELD_CODE && type != CL_FIELD_REFERENCE)
      {
        if (type == suggested)
          chosen = column->types->len;
        g_array_append_val (column->types, type);
        gtk_string_list_append (titles, cl_own_type_get_title (type));
      }
  column->own_name = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (column->own_name), header);
  cl_accessible_name (column->own_name, name);
  column->own_type = cl_drop_down_new (_("What it holds"), titles);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (column->own_type), chosen);
  g_signal_connect_swapped (column->own_name, "activate", G_CALLBACK (add_own_cb), column);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_own_cb), column);
  gtk_box_append (GTK_BOX (form), column->own_name);
  gtk_box_append (GTK_BOX (form), cl_import_page_choice (_("What it holds"), column->own_type));
  gtk_box_append (GTK_BOX (form), add);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_callback_action_new (own_escape_cb, column, NULL)));
  gtk_widget_add_controller (form, keys);
}

static void
show_own_cb (Column *column)
{
  gboolean shown = !gtk_widget_get_visible (column->own_form);

  if (column->own_name == NULL)
    fill_own_form (column);
  gtk_widget_set_visible (column->own_form, shown);
  if (shown)
    gtk_widget_grab_focus (column->own_name);
}

static GtkWidget *
create_choice (ClImportPage *self, Column *column, const char *header)
{
  ClHeaderMatch *match = cl_import_get_match (self->import);
  const char *path = match->paths->pdata[column->column];
  g_autofree char *title = g_strdup_printf (_("Column “%s” goes to"), header);
  GtkWidget *choice = cl_drop_down_new (title, g_object_ref (self->path_names));
  guint chosen = 0;

  for (guint i = 0; i < self->paths->len; i++)
    if (g_strcmp0 (self->paths->pdata[i], path) == 0)
      chosen = i + 1;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), chosen);
  gtk_widget_set_size_request (choice, 160, -1);
  return choice;
}

static void
add_column (ClImportPage *self, guint place)
{
  const char *header = cl_import_get_match (self->import)->headers->pdata[place];
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (header);
  g_autofree char *own = g_strdup_printf (_("Make “%s” a column of the office's own"), header);
  Column *column = g_new0 (Column, 1);

  *column = (Column) { .page = self, .column = place, .types = g_array_new (FALSE, FALSE, sizeof (ClFieldType)) };
  g_object_set_data_full (G_OBJECT (row), "cl-column", column, column_free);
  column->choice = create_choice (self, column, header);
  g_signal_connect (column->choice, "notify::selected", G_CALLBACK (chosen_cb), column);
  column->about = gtk_label_new (NULL);
  column->own = cl_text_button_new (_("Make it a column of our own…"), NULL);
  cl_accessible_name (column->own, own);
  gtk_widget_set_halign (column->own, GTK_ALIGN_START);
  gtk_widget_add_css_class (column->own, "flat");
  gtk_widget_add_css_class (column->own, "cl-message");
  g_signal_connect_swapped (column->own, "clicked", G_CALLBACK (show_own_cb), column);
  column->own_form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_visible (column->own_form, FALSE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  cl_widget_set_tooltip (label, header);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (column->about), 0);
  gtk_label_set_ellipsize (GTK_LABEL (column->about), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (column->about, "caption");
  gtk_widget_add_css_class (column->about, "dim-label");
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), column->choice);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), column->about);
  gtk_box_append (GTK_BOX (box), column->own);
  gtk_box_append (GTK_BOX (box), column->own_form);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (self->columns), row);
  update_column (column);
}

/* FALSE: each has its line. */
static gboolean
add_next (ClImportPage *self)
{
  const GPtrArray *headers = cl_import_get_match (self->import)->headers;

  while (self->next_column < headers->len)
    {
      guint place = self->next_column++;

      if (*(const char *) headers->pdata[place] == '\0')
        continue;
      add_column (self, place);
      return TRUE;
    }
  return FALSE;
}

static gboolean
fill_cb (gpointer data)
{
  CL_SPAN ("import: column");
  ClImportPage *self = CL_IMPORT_PAGE (gtk_widget_get_ancestor (data, CL_TYPE_IMPORT_PAGE));

  /* Another file is being read. */
  if (self == NULL || self->import == NULL)
    return G_SOURCE_REMOVE;
  return add_next (self) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* The last file of this shape was corrected by hand, and this one is read as it was. */
static void
show_remembered (ClImportPage *self)
{
  g_autofree char *shape = NULL;
  g_autoptr (GPtrArray) memories = NULL;
  gboolean remembered = FALSE;

  for (guint i = 0; self->import != NULL && i < cl_import_get_match (self->import)->columns->len; i++)
    remembered = remembered || ((ClHeaderColumn *) cl_import_get_match (self->import)->columns->pdata[i])->how == CL_HEADER_REMEMBERED;
  gtk_widget_set_visible (self->remembered, remembered);
  if (!remembered)
    return;
  shape = cl_header_match_get_shape (cl_import_get_match (self->import), cl_import_get_ledger (self->import));
  memories = cl_header_memory_list (cl_context_get_store (self->context));
  for (guint i = 0; i < memories->len; i++)
    {
      const ClHeaderMemory *memory = memories->pdata[i];
      g_autofree char *words = g_str_equal (memory->shape, shape) ? g_strdup_printf (_("Matched as you corrected it on %s for a file of this shape"), memory->day) : NULL;

      if (words != NULL)
        gtk_label_set_text (GTK_LABEL (self->remembered_words), words);
    }
}

static void
forget_cb (ClImportPage *self)
{
  g_autofree char *shape = NULL;
  g_autoptr (GError) error = NULL;

  if (self->import == NULL || self->landing)
    return;
  shape = cl_header_match_get_shape (cl_import_get_match (self->import), cl_import_get_ledger (self->import));
  if (!cl_header_memory_forget (cl_context_get_store (self->context), shape, &error))
    {
      cl_import_page_say (self, error->message);
      return;
    }
  gtk_widget_grab_focus (self->file_entry);
  cl_context_say (self->context, GTK_WIDGET (self), _("Forgotten. Files of this shape are matched by their headers again"));
  cl_import_source_reread (self);
}

static void
renew_list (ClImportPage *self)
{
  GtkWidget *before = self->columns;

  self->columns = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->columns), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->columns, "cl-fields");
  cl_accessible_name (self->columns, _("Columns of the sheet"));
  gtk_widget_set_focusable (self->columns, FALSE); /* its choices have the focus */
  gtk_box_append (GTK_BOX (self->columns_part), self->columns);
  if (before != NULL)
    cl_step_let_go (before);
}

/* Shows the match of the file that is open, or nothing. A sheet has thirty columns, each with a drop-down: their lines come between frames. */
void
cl_import_columns_show (ClImportPage *self)
{
  g_autoptr (GPtrArray) titles = NULL;

  renew_list (self);
  gtk_widget_set_visible (self->columns_part, self->import != NULL);
  show_remembered (self);
  if (self->import == NULL)
    return;
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_object (&self->path_names);
  self->paths = cl_header_match_paths_named (cl_context_get_catalogue (self->context), cl_import_get_ledger (self->import), &titles);
  self->path_names = gtk_string_list_new (NULL);
  gtk_string_list_append (self->path_names, _("Not imported"));
  for (guint i = 0; i < titles->len; i++)
    gtk_string_list_append (self->path_names, titles->pdata[i]);
  say_title (self);
  self->next_column = 0;
  cl_step_start (self->columns, FILL, STEP_MS, fill_cb);
}

void
cl_import_columns_mask (ClImportPage *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->columns); self->import != NULL && row != NULL; row = gtk_widget_get_next_sibling (row))
    update_column (g_object_get_data (G_OBJECT (row), "cl-column"));
}

GtkWidget *
cl_import_columns_new (ClImportPage *self)
{
  GtkWidget *forget = cl_text_button_new (_("_Forget that"), NULL);

  self->columns_part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->columns_title = cl_import_page_caption ("");
  self->remembered = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->remembered_words = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->remembered_words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->remembered_words), 0);
  gtk_widget_set_hexpand (self->remembered_words, TRUE);
  gtk_widget_add_css_class (self->remembered_words, "caption");
  gtk_widget_set_valign (forget, GTK_ALIGN_CENTER);
  g_signal_connect_object (forget, "clicked", G_CALLBACK (forget_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->remembered), self->remembered_words);
  gtk_box_append (GTK_BOX (self->remembered), forget);
  gtk_box_append (GTK_BOX (self->columns_part), self->columns_title);
  gtk_box_append (GTK_BOX (self->columns_part), self->remembered);
  renew_list (self);
  return self->columns_part;
}
