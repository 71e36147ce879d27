/* What of a list is selected, shown beside and counted, as its rows change. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-list-page-private.h"
#include "cl-span.h"
#include "cl-widgets-private.h"

/* While a key is held down the details wait, so that rows go by undisturbed. */
#define DETAILS_MS 70

static void
update_count (ClListPage *self)
{
  g_autofree char *n = cl_count_format (cl_row_model_get_n_records (self->rows));
  /* Translators: how many rows a search found; %s: a number with thousands separators */
  g_autofree char *found = cl_list_page_is_searching (self) ? g_strdup_printf (_("%s found"), n) : NULL;

  gtk_label_set_text (GTK_LABEL (self->count), cl_row_model_is_waiting (self->rows) ? _("One moment …") : found != NULL ? found : n);
}

/* Whether the focus is nowhere, or on what was just hidden or taken away. */
static gboolean
is_focus_lost (ClListPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return root != NULL && (focus == NULL || !gtk_widget_get_mapped (focus));
}

/* What the empty list offers: to fill it, or to open the file again, which is the last of its buttons. */
static void
show_offer (ClListPage *self, gboolean fill, gboolean again)
{
  GtkWidget *offer = adw_status_page_get_child (ADW_STATUS_PAGE (self->empty)), *last = gtk_widget_get_last_child (offer);

  for (GtkWidget *button = gtk_widget_get_first_child (offer); button != NULL; button = gtk_widget_get_next_sibling (button))
    gtk_widget_set_visible (button, button == last ? again : fill);
  gtk_widget_set_visible (offer, fill || again);
}

static void
show_failure (ClListPage *self, const char *failure)
{
  g_autofree char *words = g_strdup_printf (_("%s What was saved is not lost: when the drive is there again, open the file again."), failure);
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), _("The entries cannot be read now"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), escaped);
  show_offer (self, FALSE, TRUE);
}

/* The empty list says what to do and offers it; a search without result says how to end it. */
static void
update_empty (ClListPage *self)
{
  const char *failure = cl_row_model_get_failure (self->rows);
  /* Those that were there before a reading that failed are not those that were asked for. */
  gboolean has_rows = failure == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0;
  gboolean searching = cl_list_page_is_searching (self);
  gboolean filtered = self->filters->len > 0;
  gboolean turned = gtk_widget_get_visible (self->scroller) != has_rows;
  g_autofree char *title = NULL;

  gtk_widget_set_visible (self->scroller, has_rows);
  gtk_widget_set_visible (self->header, has_rows);
  gtk_widget_set_visible (self->empty, !has_rows);
  /* Whoever stood on a row that went, or on the button that went for a row, must stand somewhere, and hear what was done. */
  if (turned && gtk_widget_get_mapped (GTK_WIDGET (self)) && is_focus_lost (self))
    self->want_focus = TRUE;
  if (has_rows)
    return;
  /* Not that there is nothing: whoever believes that imports everything once more. */
  if (failure != NULL)
    {
      show_failure (self, failure);
      return;
    }
  if (cl_row_model_is_waiting (self->rows))
    title = g_strdup (_("One moment …"));
  else if (searching)
    {
      g_autofree char *text = g_markup_escape_text (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

      /* Translators: %s: what was searched for */
      title = g_strdup_printf (_("Nothing found for “%s”"), text);
    }
  else if (filtered)
    title = g_strdup (_("Nothing is left here"));
  else
    /* Translators: %s: a list's title, "Persons" */
    title = g_strdup_printf (_("No entries in %s yet"), self->title);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), cl_row_model_is_waiting (self->rows) ? _("All entries are being read")
                                                                  : searching ? _("Try fewer letters: a character, pinyin, initials or digits. Escape shows all again")
                                                                  : filtered ? _("All that was asked for is seen to. Escape shows all again")
                                                                             : _("Import a spreadsheet, or write the first entry by hand"));
  show_offer (self, !searching && !filtered, FALSE);
}

void
cl_list_page_show_details (ClListPage *self)
{
  CL_SPAN ("list: details");
  g_clear_handle_id (&self->details_source, g_source_remove);
  cl_record_editor_show (CL_RECORD_EDITOR (self->pane), self->ledger, self->current);
  cl_list_page_update_panes (self);
}

static gboolean
show_details_cb (gpointer data)
{
  ClListPage *self = data;

  self->details_source = 0;
  /* Rows that come by and by do not take a new entry from whoever began to write it. */
  if (!self->creating || !cl_record_editor_is_editing (CL_RECORD_EDITOR (self->pane)) || gtk_widget_get_focus_child (self->pane) == NULL)
    cl_list_page_show_details (self);
  return G_SOURCE_REMOVE;
}

void
cl_list_page_show_details_later (ClListPage *self)
{
  g_clear_handle_id (&self->details_source, g_source_remove);
  self->details_source = g_timeout_add (DETAILS_MS, show_details_cb, self);
}

/* Follows what stands at @position from here on; FALSE: it did already. */
static gboolean
stand_at (ClListPage *self, guint position)
{
  gint64 id = cl_row_model_get_id (self->rows, position);
  ClRowHeading heading = { 0 };
  gboolean on_heading = cl_row_model_get_heading (self->rows, position, &heading);

  self->position = position;
  if (id == self->current && on_heading == self->on_heading && (!on_heading || g_strcmp0 (heading.key, self->heading) == 0))
    return FALSE;
  g_free (self->heading);
  self->heading = g_strdup (heading.key);
  self->on_heading = on_heading;
  self->current = id;
  return TRUE;
}

void
cl_list_page_stand_on (ClListPage *self, gint64 id)
{
  self->current = id;
  self->on_heading = FALSE;
}

void
cl_list_page_selected_cb (ClListPage *self)
{
  guint position = cl_row_selection_get_cursor (self->selection);

  /* The selection of a row that went is empty until it is led on. */
  if (self->following || position == GTK_INVALID_LIST_POSITION || !stand_at (self, position))
    return;
  cl_list_page_show_details_later (self);
  cl_list_page_lead_column (self);
}

/* Where what is followed stands now; where it has gone, what has its place, and no heading where a record may be had. */
static guint
find_followed (ClListPage *self, guint n)
{
  guint position = self->on_heading ? cl_row_model_find_heading (self->rows, self->heading)
                   : self->current != 0 ? cl_row_model_find (self->rows, self->current) : G_MAXUINT;

  if (position != G_MAXUINT || n == 0)
    return position;
  position = MIN (self->position, n - 1);
  if (cl_row_model_get_heading (self->rows, position, NULL) && cl_row_model_step (self->rows, position, 1) == position + 1)
    position++;
  return position;
}

static void
select_position (ClListPage *self, guint position)
{
  self->following = TRUE;
  cl_row_selection_set_cursor (self->selection, position);
  self->following = FALSE;
}

/* Rows keep their objects and change what they hold, so the selection is led after the record it stood on; where that is
 * gone, it stays at its place. */
void
cl_list_page_follow (ClListPage *self)
{
  CL_SPAN ("list: follow");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  guint position = find_followed (self, n);

  g_clear_handle_id (&self->follow_source, g_source_remove);
  if (position < n)
    {
      select_position (self, position);
      if (stand_at (self, position))
        cl_list_page_show_details_later (self);
    }
  else if (self->current != 0 || self->on_heading)
    {
      cl_list_page_stand_on (self, 0);
      cl_list_page_show_details_later (self);
    }
  self->following = TRUE;
  cl_row_selection_refresh (self->selection);
  self->following = FALSE;
  /* The rows of before are not what is found. */
  if (!cl_row_model_is_finding (self->rows))
    {
      update_count (self);
      update_empty (self);
    }
  if (self->want_focus)
    cl_list_page_focus_row (self);
}

/* What is searched for was found, now or by a worker. */
void
cl_list_page_found_cb (ClListPage *self)
{
  if (self->context == NULL)
    return;
  if (self->want_best)
    {
      cl_list_page_stand_on (self, 0);
      self->position = 0;
    }
  self->want_best = FALSE;
  cl_list_page_follow (self);
  cl_list_page_relabel_later (self);
}

static gboolean
follow_cb (gpointer data)
{
  ClListPage *self = data;

  self->follow_source = 0;
  cl_list_page_follow (self);
  return G_SOURCE_REMOVE;
}

void
cl_list_page_follow_later (ClListPage *self)
{
  if (self->follow_source == 0)
    self->follow_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, follow_cb, self, NULL);
}

/* Says what was asked for, once the list has been read for it. */
void
cl_list_page_answer (ClListPage *self)
{
  ClListAsked asked = self->asked;

  if (cl_row_model_is_reading (self->rows))
    return;
  self->asked = CL_LIST_ASKED_NOTHING;
  if (asked == CL_LIST_ASKED_ORDER)
    cl_list_page_say_sorted (self);
  else if (asked == CL_LIST_ASKED_FILTER)
    cl_list_page_say_narrowed (self);
  else if (asked == CL_LIST_ASKED_GROUPS)
    cl_list_page_say_grouped (self);
}

void
cl_list_page_ask (ClListPage *self, ClListAsked asked)
{
  self->asked = asked;
  cl_list_page_answer (self);
}

/* A worker has begun to read a long list, or has done. */
void
cl_list_page_reading_cb (ClListPage *self)
{
  gint64 wanted = self->wanted;

  if (self->context == NULL)
    return;
  if (cl_row_model_is_reading (self->rows))
    {
      if (self->asked == CL_LIST_ASKED_GROUPS)
        {
          gtk_label_set_text (GTK_LABEL (self->count), _("Grouping…"));
          cl_announce (GTK_WIDGET (self), _("Grouping…"));
        }
      return;
    }
  self->wanted = 0;
  if (wanted != 0)
    cl_list_page_select (self, wanted);
  else
    cl_list_page_follow (self);
  cl_list_page_relabel_later (self);
  cl_list_page_answer (self);
}
