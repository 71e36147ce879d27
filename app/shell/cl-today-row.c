#include "cl-today-row.h"

#include <glib/gi18n.h>

typedef struct
{
  ClTodayRow told;
  GtkWidget *sentence;
  GtkWidget *aside;
} Row;

/**
 * cl_today_get_group_title:
 * @group: a part of the page
 *
 * Returns: (transfer none): its heading, translated
 */
const char *
cl_today_get_group_title (ClAgendaGroup group)
{
  switch (group)
    {
    case CL_AGENDA_OVERDUE:
      return _("Overdue");
    case CL_AGENDA_WEEK:
      return _("Within seven days");
    case CL_AGENDA_SOON:
      return _("Soon");
    case CL_AGENDA_DRAFT:
      return _("Begun and not saved");
    case CL_AGENDA_WRONG:
      return _("Not as the rules want it");
    default:
      return _("Postponed and handed over");
    }
}

static void
row_clear (Row *row)
{
  g_clear_pointer (&row->told.key, g_free);
  g_clear_pointer (&row->told.duty, cl_duty_free);
  g_clear_pointer (&row->told.said, g_free);
}

static void
row_free (gpointer data)
{
  row_clear (data);
  g_free (data);
}

static void
open_row (GtkWidget *row, gpointer data)
{
  g_signal_emit_by_name (row, "activate");
}

/**
 * cl_today_row_new:
 *
 * Returns: (transfer floating): a row that tells nothing yet
 */
GtkListBoxRow *
cl_today_row_new (void)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  Row *self = g_new0 (Row, 1);

  self->sentence = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->sentence), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->sentence, "cl-value");
  gtk_widget_set_hexpand (self->sentence, TRUE);
  self->aside = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->aside), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->aside), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->aside, "cl-value");
  gtk_widget_add_css_class (self->aside, "dim-label");
  gtk_box_append (GTK_BOX (box), self->sentence);
  gtk_box_append (GTK_BOX (box), self->aside);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  cl_accessible_add_action (row, "open", open_row, NULL);
  g_object_set_data_full (G_OBJECT (row), "cl-today", self, row_free);
  return GTK_LIST_BOX_ROW (row);
}

/* What stands at the right of a row: its note, its clause or its first day. */
static char *
get_aside (const ClAgendaItem *item)
{
  if (item->clause != NULL)
    return g_strdup (item->clause);
  if (item->duty->note != NULL)
    return g_strdup (item->duty->note);
  if (item->duty->due == NULL)
    return g_strdup ("");
  /* Translators: the first day on which one of several things is due */
  return item->duty->count > 1 ? g_strdup_printf (_("first %s"), item->duty->due) : g_strdup (item->duty->due);
}

/**
 * cl_today_row_fill:
 * @row: a row
 * @item: what it is to tell; copied
 * @level: 1 for one of those that the row above speaks of
 */
void
cl_today_row_fill (GtkListBoxRow *row, const ClAgendaItem *item, guint level)
{
  Row *self = g_object_get_data (G_OBJECT (row), "cl-today");
  g_autofree char *aside = get_aside (item);

  row_clear (self);
  self->told.group = item->group;
  self->told.level = level;
  self->told.key = g_strdup (item->key);
  self->told.duty = cl_duty_copy (item->duty);
  self->told.said = cl_agenda_item_say (item);
  gtk_label_set_text (GTK_LABEL (self->sentence), item->duty->sentence);
  gtk_label_set_text (GTK_LABEL (self->aside), aside);
  gtk_label_set_width_chars (GTK_LABEL (self->aside), MIN (12, (int) g_utf8_strlen (aside, -1)));
  cl_widget_set_tooltip (self->aside, *aside != '\0' ? aside : NULL);
  gtk_widget_set_margin_start (self->sentence, (int) level * 24);
  /* A clause is too long for the side. */
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_list_box_row_get_child (row)), item->clause != NULL ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (gtk_list_box_row_get_child (row)), item->clause != NULL ? 0 : 12);
  gtk_label_set_xalign (GTK_LABEL (self->aside), item->clause != NULL ? 0 : 1);
}

/**
 * cl_today_row_get:
 * @row: (nullable): a row
 *
 * Returns: (transfer none) (nullable): what it tells
 */
ClTodayRow *
cl_today_row_get (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "cl-today") : NULL;
}

/**
 * cl_today_row_open:
 * @row: a row
 * @context: the window's context
 *
 * Goes to the record, or to the list of what the row speaks of.
 */
void
cl_today_row_open (GtkListBoxRow *row, ClContext *context)
{
  const ClDuty *duty = cl_today_row_get (row)->duty;

  if (duty->ledger == NULL)
    return;
  if (g_strcmp0 (duty->name, CL_AGENDA_DRAFT_NAME) == 0)
    cl_context_edit_record (context, duty->ledger, duty->record);
  else if (duty->record != 0)
    cl_context_show_record (context, duty->ledger, duty->record);
  else
    cl_context_show_list (context, duty->ledger, duty->where, duty->title != NULL ? duty->title : duty->sentence);
}
