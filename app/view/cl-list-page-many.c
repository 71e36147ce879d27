/* Rows that were chosen: how many, and what is done with all of them. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-list-page-private.h"
#include "cl-many-private.h"
#include "cl-merge-dialog-private.h"
#include "cl-view-private.h"
#include "cl-widgets.h"

static char *
say_chosen (ClListPage *self)
{
  guint n = cl_row_selection_get_n_chosen (self->selection), hidden = cl_row_selection_get_n_hidden (self->selection);
  g_autofree char *count = cl_count_format (n), *away = cl_count_format (hidden);

  if (hidden > 0)
    /* Translators: how many rows were chosen, and how many of them a search or filter hides */
    return g_strdup_printf (_("%s selected, %s of them not listed here"), count, away);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row selected", "%s rows selected", n), count);
}

static void
chosen_cb (ClListPage *self)
{
  guint n = cl_row_selection_get_n_chosen (self->selection);
  g_autofree char *text = n > 0 ? say_chosen (self) : NULL;
  gboolean visible = n > 0 || self->working != NULL;

  if (self->working == NULL && text != NULL)
    gtk_label_set_text (GTK_LABEL (self->many_label), text);
  /* Whoever stands on a button that goes is led back to the rows. */
  if (!visible && gtk_widget_get_visible (self->many) && gtk_widget_get_focus_child (self->many) != NULL)
    cl_list_page_focus_row (self);
  gtk_widget_set_visible (self->many, visible);
  gtk_widget_set_visible (self->many_buttons, self->working == NULL);
  gtk_widget_set_visible (self->many_cancel, self->working != NULL);
  if (!self->following && self->working == NULL && g_strcmp0 (self->chosen_words, text) != 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    cl_announce (GTK_WIDGET (self), text != NULL ? text : _("No row is selected any more"));
  g_free (self->chosen_words);
  self->chosen_words = g_steal_pointer (&text);
}

static void
progress_cb (GtkWidget *near, guint done, guint n)
{
  ClListPage *self = CL_LIST_PAGE (near);
  g_autofree char *text = NULL;

  if (self->context == NULL)
    return;
  if (done == G_MAXUINT)
    {
      g_clear_object (&self->working);
      cl_row_selection_refresh (self->selection);
      chosen_cb (self);
      cl_list_page_focus_row (self);
      return;
    }
  /* Translators: %u: percent of the chosen rows that are done */
  text = g_strdup_printf (_("Changing the selected rows: %u%%"), n > 0 ? (guint) (100.0 * done / n) : 0);
  gtk_label_set_text (GTK_LABEL (self->many_label), text);
}

/* Whether what is under way leaves room for more. */
static gboolean
begin_work (ClListPage *self)
{
  if (self->working != NULL)
    return FALSE;
  self->working = g_cancellable_new ();
  gtk_label_set_text (GTK_LABEL (self->many_label), _("Changing the selected rows…"));
  chosen_cb (self);
  return TRUE;
}

static void
set_cb (GtkWidget *near, GArray *ids, const ClField *field, const ClValue *value)
{
  ClListPage *self = CL_LIST_PAGE (near);

  if (self->context != NULL && begin_work (self))
    cl_many_set (self->context, self->ledger, ids, field, value, near, self->working, progress_cb);
}

/* What was chosen; the row one stands on where nothing was. */
GArray *
cl_list_page_take_chosen (ClListPage *self)
{
  GArray *ids;

  if (cl_row_selection_get_n_chosen (self->selection) > 0)
    return cl_row_selection_get_chosen (self->selection);
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (self->current != 0)
    g_array_append_val (ids, self->current);
  return ids;
}

static void
set_field_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autoptr (GArray) ids = cl_list_page_take_chosen (self);

  if (ids->len > 0 && self->working == NULL)
    cl_many_ask (GTK_WIDGET (self), self->context, self->ledger, ids, set_cb);
}

void
cl_list_page_delete_chosen (ClListPage *self)
{
  g_autoptr (GArray) ids = cl_row_selection_get_chosen (self->selection);

  if (ids->len > 0 && begin_work (self))
    cl_many_delete (self->context, self->ledger, ids, GTK_WIDGET (self), self->working, progress_cb);
}

static void
cancel_cb (ClListPage *self)
{
  g_cancellable_cancel (self->working);
}

static void
merge_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autoptr (GArray) ids = cl_list_page_take_chosen (self);

  if (self->working == NULL)
    cl_merge_ask (GTK_WIDGET (self), self->context, self->ledger, ids);
}

static void
fill_column_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_list_page_begin_column (data);
}

static void
choose_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  cl_row_selection_choose_all (self->selection);
}

static void
choose_none_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  cl_row_selection_clear (self->selection);
  cl_list_page_focus_row (self);
}

/* What was deleted is no longer chosen. */
void
cl_list_page_forget_gone (ClListPage *self, GArray *ids)
{
  ClDatabase *reader = cl_store_get_reader (cl_context_get_store (self->context));

  for (guint i = 0; cl_row_selection_get_n_chosen (self->selection) > 0 && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (ClRecord) record = cl_row_selection_holds (self->selection, id) ? cl_record_load (reader, self->ledger, id, NULL) : NULL;

      if (record == NULL)
        cl_row_selection_forget (self->selection, id);
    }
}

static const GActionEntry entries[] = {
  { "set-field", set_field_cb, NULL, NULL, NULL, { 0 } },
  { "merge", merge_cb, NULL, NULL, NULL, { 0 } },
  { "fill-column", fill_column_cb, NULL, NULL, NULL, { 0 } },
  { "choose-all", choose_all_cb, NULL, NULL, NULL, { 0 } },
  { "choose-none", choose_none_cb, NULL, NULL, NULL, { 0 } },
};

void
cl_list_page_add_many_actions (ClListPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/* Below the rows, while some are chosen. */
GtkWidget *
cl_list_page_create_many (ClListPage *self)
{
  static const struct
  {
    const char *label, *action, *keys;
  } buttons[] = {
    { N_("_Set a field…"), "page.set-field", N_("Shift+F2") },
    { N_("_Print…"), "win.print", N_("Ctrl+P") },
    { N_("E_xport…"), "page.export", N_("Ctrl+Shift+E") },
    { N_("_Delete"), "page.delete", N_("Delete") },
    { N_("_None"), "page.choose-none", N_("Escape") },
  };

  self->many = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->many, "cl-bar");
  gtk_widget_add_css_class (self->many, "cl-many");
  self->many_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->many_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->many_label), TRUE);
  gtk_widget_set_hexpand (self->many_label, TRUE);
  gtk_widget_add_css_class (self->many_label, "cl-count");
  gtk_box_append (GTK_BOX (self->many), self->many_label);
  /* How many must be read where there is little room, too. */
  gtk_label_set_width_chars (GTK_LABEL (self->many_label), 9);
  self->many_buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = cl_text_button_new (_(buttons[i].label), buttons[i].action);

      gtk_widget_add_css_class (button, "flat");
      cl_widget_set_tooltip (button, _(buttons[i].keys));
      gtk_box_append (GTK_BOX (self->many_buttons), button);
    }
  gtk_box_append (GTK_BOX (self->many), self->many_buttons);
  self->many_cancel = cl_text_button_new (_("_Cancel"), NULL);
  g_signal_connect_swapped (self->many_cancel, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_box_append (GTK_BOX (self->many), self->many_cancel);
  gtk_widget_set_visible (self->many, FALSE);
  g_signal_connect_object (self->selection, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return self->many;
}

/**
 * cl_list_page_get_chosen_rows:
 * @page: a list page
 *
 * Returns: (transfer full): the rows that were chosen, as a list of their own; all rows where none were
 */
ClRowModel *
cl_list_page_get_chosen_rows (ClListPage *page)
{
  g_autoptr (GArray) ids = NULL;

  g_return_val_if_fail (CL_IS_LIST_PAGE (page), NULL);

  /* What is printed or exported is the list as it was asked for. */
  cl_row_model_settle (page->rows);
  if (cl_row_selection_get_n_chosen (page->selection) == 0)
    return g_object_ref (page->rows);
  ids = cl_row_selection_get_chosen (page->selection);
  return cl_row_model_new_of (page->rows, ids);
}
