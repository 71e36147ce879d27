#include "cl-config.h"

#include "cl-journal-page-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-widgets.h"

/* Of an import of thousands the first are told; each record's own page tells its history whole. */
#define PARTS_MOST 30

static void
activate_row (GtkWidget *row, gpointer data)
{
  g_signal_emit_by_name (row, "activate");
}

static void
add_sentence (ClJournalPage *self, const char *sentence, ClJournalPart *part)
{
  GtkWidget *row = gtk_list_box_row_new (), *label = gtk_label_new (sentence);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), part != NULL && part->called != NULL);
  cl_accessible_name (row, sentence);
  if (part != NULL)
    {
      g_object_set_data_full (G_OBJECT (row), "cl-part", part, (GDestroyNotify) cl_journal_part_free);
      cl_accessible_add_action (row, "open", activate_row, NULL);
    }
  gtk_list_box_append (GTK_LIST_BOX (self->parts), row);
}

static void
add_part (ClJournalPage *self, ClJournalPart *part)
{
  g_autofree char *step = cl_journal_step_say (part->step, cl_store_get_reader (cl_context_get_store (self->context)));
  g_autofree char *sentence = g_strdup_printf (_("%s “%s”: %s"), cl_ledger_get_title (part->ledger), part->called != NULL ? part->called : _("(a record that was deleted)"), step);

  add_sentence (self, sentence, part);
}

static void
fill (ClJournalPage *self, const ClJournalEntry *entry)
{
  g_autoptr (GError) error = NULL;
  guint n = 0, told;
  g_autoptr (GPtrArray) parts = cl_journal_entry_parts (cl_context_get_store (self->context), entry->entry, PARTS_MOST, &n, &error);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->parts), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->parts), GTK_WIDGET (row));
  if (parts == NULL)
    {
      add_sentence (self, error->message, NULL);
      return;
    }
  told = parts->len;
  while (parts->len > 0)
    add_part (self, g_ptr_array_steal_index (parts, 0));
  if (told == 0)
    add_sentence (self, _("It changed no record"), NULL);
  else if (n > told)
    {
      g_autofree char *rest = cl_count_format (n - told);
      g_autofree char *sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %s record more", "and %s records more", n - told), rest);

      add_sentence (self, sentence, NULL);
    }
}

void
cl_journal_page_open (ClJournalPage *self, const ClJournalEntry *entry)
{
  g_autofree char *sentence = NULL;

  if (entry == NULL)
    return;
  sentence = cl_journal_entry_say (entry);
  gtk_label_set_text (GTK_LABEL (self->pane_title), sentence);
  fill (self, entry);
  gtk_widget_set_visible (self->pane, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->parts), 0)));
}

static ClJournalPart *
get_part (ClJournalPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->parts));

  if (row == NULL)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->parts), 0);
  return row != NULL ? g_object_get_data (G_OBJECT (row), "cl-part") : NULL;
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, ClJournalPage *self)
{
  const ClJournalPart *part = g_object_get_data (G_OBJECT (row), "cl-part");

  if (part != NULL && part->called != NULL)
    cl_context_show_record (self->context, cl_ledger_get_name (part->ledger), part->record);
}

static void
go_cb (ClJournalPage *self)
{
  const ClJournalPart *part = get_part (self);

  if (part == NULL || part->called == NULL)
    cl_context_say (self->context, GTK_WIDGET (self), _("There is no record to go to"));
  else
    cl_context_show_record (self->context, cl_ledger_get_name (part->ledger), part->record);
}

static void
narrow_cb (ClJournalPage *self)
{
  const ClJournalPart *part = get_part (self);

  if (part == NULL)
    cl_context_say (self->context, GTK_WIDGET (self), _("There is no record to go to"));
  else
    cl_journal_page_narrow (self, part->ledger, part->record);
}

static void
close_cb (ClJournalPage *self)
{
  gtk_widget_set_visible (self->pane, FALSE);
  cl_journal_page_focus_row (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClJournalPage *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  close_cb (self);
  return GDK_EVENT_STOP;
}

GtkWidget *
cl_journal_page_create_pane (ClJournalPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *go = cl_text_button_new (_("_Go to the record"), NULL), *narrow = cl_text_button_new (_("_All about this record"), NULL);
  GtkWidget *close = cl_icon_button_new ("window-close-symbolic", _("Close"), NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->pane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_size_request (self->pane, 380, -1);
  gtk_widget_add_css_class (self->pane, "cl-pane");
  gtk_widget_set_visible (self->pane, FALSE);
  self->pane_title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->pane_title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->pane_title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->pane_title), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->pane_title, "heading");
  gtk_widget_add_css_class (self->pane_title, "cl-bar");
  gtk_widget_add_css_class (bar, "cl-bar");
  gtk_box_append (GTK_BOX (bar), go);
  gtk_box_append (GTK_BOX (bar), narrow);
  gtk_box_append (GTK_BOX (bar), close);
  g_signal_connect_swapped (go, "clicked", G_CALLBACK (go_cb), self);
  g_signal_connect_swapped (narrow, "clicked", G_CALLBACK (narrow_cb), self);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (close_cb), self);
  self->parts = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->parts), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (self->parts, "cl-fields");
  cl_accessible_name (self->parts, _("What it changed"));
  cl_list_leave_by_tab (self->parts);
  g_signal_connect (self->parts, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->parts);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->pane), self->pane_title);
  gtk_box_append (GTK_BOX (self->pane), scrolled);
  gtk_box_append (GTK_BOX (self->pane), bar);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->pane, keys);
  return self->pane;
}
