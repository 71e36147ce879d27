/* The list as a table that comes and goes: export, copy, paste, and columns of the office's own. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-clipboard-table-private.h"
#include "cl-export-dialog-private.h"
#include "cl-list-page-private.h"
#include "cl-merge.h"
#include "cl-own-dialog-private.h"
#include "cl-own.h"
#include "cl-sheet-memory.h"
#include "cl-sheet-paste.h"
#include "cl-view-private.h"
#include "cl-widgets.h"

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_autoptr (ClRowModel) rows = cl_list_page_get_chosen_rows (self);

  cl_export_dialog_open (GTK_WIDGET (self), self->context, rows, self->view, *text != '\0' ? text : NULL, rows != self->rows);
}

/* What the list is narrowed to goes on; what was found by search, or selected, goes as it is. */
static void
chart_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autoptr (ClRowModel) rows = cl_list_page_get_chosen_rows (self);
  gboolean some = rows != self->rows || cl_list_page_is_searching (self);
  g_autofree char *where = NULL, *words = NULL;

  cl_list_page_get_filter (self, &where, &words);
  cl_context_show_chart (self->context, cl_ledger_get_name (self->ledger), self->view, where, words, some ? cl_row_model_peek_ids (rows) : NULL);
}

static void
take_rows (ClRowModel *model, GPtrArray *rows, gboolean headings)
{
  guint n = cl_row_model_get_n_columns (model);

  for (guint position = 0; position < g_list_model_get_n_items (G_LIST_MODEL (model)); position++)
    {
      g_autoptr (ClRow) row = g_list_model_get_item (G_LIST_MODEL (model), position);
      char **cells;

      if (!headings && cl_row_get_id (row) < 0)
        continue;
      cells = g_new0 (char *, n + 1);
      for (guint i = 0; i < n; i++)
        cells[i] = g_strdup (cl_row_get_text (row, i));
      g_ptr_array_add (rows, cells);
    }
}

static GStrv
take_titles (ClListPage *self)
{
  guint n = cl_row_model_get_n_columns (self->rows);
  char **cells = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    cells[i] = g_strdup (cl_row_model_get_column_title (self->rows, i));
  return cells;
}

static void
copy (ClListPage *self, GPtrArray *rows, gboolean header)
{
  g_autofree char *text = cl_sheet_paste_to_text (rows), *html = cl_sheet_paste_to_html (rows, header);
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  GdkContentProvider *providers[] = { gdk_content_provider_new_for_bytes ("text/html", bytes), gdk_content_provider_new_typed (G_TYPE_STRING, text) };
  g_autoptr (GdkContentProvider) both = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  guint n = rows->len - (header ? 1 : 0);
  g_autofree char *count = cl_count_format (n);
  g_autofree char *said = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row copied as a table", "%s rows copied as a table", n), count);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), both);
  cl_context_say (self->context, GTK_WIDGET (self), said);
}

/* As it is shown: what is masked stays masked. */
static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GArray) ids = cl_list_page_take_chosen (self);
  g_autoptr (ClRowModel) some = cl_row_model_new_of (self->rows, ids);

  if (g_list_model_get_n_items (G_LIST_MODEL (some)) == 0)
    return;
  take_rows (some, rows, FALSE);
  copy (self, rows, FALSE);
}

static void
copy_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_ptr_array_add (rows, take_titles (self));
  take_rows (self->rows, rows, TRUE);
  copy (self, rows, TRUE);
}

/* A table of what was pasted, beside no file; what of it is refused is laid down there. */
static void
import_rows (ClListPage *self, GPtrArray *rows)
{
  g_autofree char *path = cl_clipboard_table_path ();

  if (rows->len == 0)
    {
      g_ptr_array_unref (rows);
      cl_context_say (self->context, GTK_WIDGET (self), _("There is no table to paste. Copy rows in a spreadsheet first, with the row of their headers"));
      return;
    }
  /* Rows alone, as many cells as the list has columns, are rows of the list. */
  if (!cl_sheet_paste_has_header (cl_context_get_catalogue (self->context), self->ledger, rows) &&
      g_strv_length (rows->pdata[0]) == cl_row_model_get_n_columns (self->rows))
    g_ptr_array_insert (rows, 0, take_titles (self));
  cl_sheet_memory_add (path, rows);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.import-file", "(ss)", cl_ledger_get_name (self->ledger), path);
}

static void
pasted_cb (GtkWidget *near, GPtrArray *rows)
{
  ClListPage *self = CL_LIST_PAGE (near);

  if (self->context != NULL)
    import_rows (self, rows);
  else
    g_ptr_array_unref (rows);
}

static void
paste_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_clipboard_read_table (data, pasted_cb);
}

/* The page is made anew with the column: what is being written would be lost. */
gboolean
cl_list_page_is_writing (ClListPage *self)
{
  if (!cl_record_editor_has_changes (CL_RECORD_EDITOR (self->pane)))
    return FALSE;
  cl_context_say (self->context, GTK_WIDGET (self), _("What you were writing is still here: Ctrl+S saves it, Escape leaves it as a draft"));
  return TRUE;
}

static void
add_column_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  if (!cl_list_page_is_writing (self))
    cl_own_dialog_open (GTK_WIDGET (self), self->context, self->ledger);
}

static void
hide_column_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  const ClField *field = cl_ledger_find_field (self->ledger, g_variant_get_string (parameter, NULL));
  g_autoptr (ClContext) context = g_object_ref (self->context);
  g_autoptr (ClLedger) ledger = cl_ledger_ref (self->ledger);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  if (field == NULL || cl_list_page_is_writing (self))
    return;
  if (!cl_store_hide_own_field (cl_context_get_store (context), ledger, field, !cl_field_is_hidden (field), &error))
    said = g_strdup (error->message);
  else
    said = g_strdup_printf (cl_field_is_hidden (field) ? _("Column “%s” hidden; what it holds is kept") : _("Column “%s” is shown again"), cl_field_get_label (field));
  cl_own_say (GTK_WIDGET (self), context, said);
}

static const GActionEntry entries[] = {
  { "export", export_cb, NULL, NULL, NULL, { 0 } },
  { "chart", chart_cb, NULL, NULL, NULL, { 0 } },
  { "copy", copy_cb, NULL, NULL, NULL, { 0 } },
  { "copy-all", copy_all_cb, NULL, NULL, NULL, { 0 } },
  { "paste", paste_cb, NULL, NULL, NULL, { 0 } },
  { "add-column", add_column_cb, NULL, NULL, NULL, { 0 } },
  { "hide-column", hide_column_cb, "s", NULL, NULL, { 0 } },
};

void
cl_list_page_add_table_actions (ClListPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

void
cl_list_page_add_item (GMenu *menu, const char *label, const char *action, const char *keys)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  if (keys != NULL)
    g_menu_item_set_attribute (item, "accel", "s", keys);
  g_menu_append_item (menu, item);
}

GtkWidget *
cl_list_page_create_table_menu (ClListPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), table = g_menu_new (), own = g_menu_new (), hide = g_menu_new ();

  cl_list_page_add_item (table, _("_Export…"), "page.export", "<Control><Shift>e");
  cl_list_page_add_item (table, _("C_hart of this list"), "page.chart", "<Control>t");
  cl_list_page_add_item (table, _("_Copy the row"), "page.copy", "<Control>c");
  cl_list_page_add_item (table, _("Copy _all as seen"), "page.copy-all", NULL);
  cl_list_page_add_item (table, _("_Paste from a spreadsheet…"), "page.paste", "<Control>v");
  cl_list_page_add_item (table, _("_Fill a column downwards"), "page.fill-column", "F4");
  if (cl_merge_can (self->ledger))
    cl_list_page_add_item (table, _("_Make one of two…"), "page.merge", "<Shift>F7");
  cl_list_page_add_item (own, _("A_dd a column…"), "page.add-column", NULL);
  for (guint i = 0; i < cl_ledger_get_n_fields (self->ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (self->ledger, i);
      g_autofree char *label = NULL;
      g_autoptr (GMenuItem) item = NULL;

      if (!cl_field_is_own (field))
        continue;
      label = g_strdup_printf (cl_field_is_hidden (field) ? _("Show “%s” again") : _("Hide “%s”"), cl_field_get_label (field));
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "page.hide-column", "s", cl_field_get_name (field));
      g_menu_append_item (hide, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (table));
  cl_list_page_add_kept_items (self, menu);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
  if (g_menu_model_get_n_items (G_MENU_MODEL (hide)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (hide));
  return cl_menu_button_new (NULL, "view-more-symbolic", _("The list as a table"), G_MENU_MODEL (menu));
}
