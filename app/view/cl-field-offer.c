#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-field-row-private.h"
#include "cl-widgets.h"

/* What may be done about what the message of a field says: buttons below it. */

static void
offer_clicked_cb (ClFieldRow *row)
{
  g_signal_emit_by_name (row, "offer-taken");
}

static void
also_clicked_cb (ClFieldRow *row)
{
  g_signal_emit_by_name (row, "also-taken");
}

static GtkWidget *
create (ClFieldRow *row, const char *keys, GCallback clicked_cb)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "cl-offer");
  cl_widget_set_tooltip (button, keys);
  gtk_button_set_child (GTK_BUTTON (button), gtk_label_new (NULL));
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_END);
  g_signal_connect_swapped (button, "clicked", clicked_cb, row);
  gtk_box_append (GTK_BOX (row->box), button);
  return button;
}

static void
set_label (ClFieldRow *row, GtkWidget *button, const char *label)
{
  if (label == NULL && gtk_widget_get_focus_child (row->box) == button)
    gtk_widget_grab_focus (row->focus);
  gtk_widget_set_visible (button, label != NULL);
  if (label == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), label);
  cl_accessible_name (button, label);
}

/* The first thing is Ctrl+Enter in the field too. */
void
cl_field_row_offer (ClFieldRow *row, const char *label)
{
  if (row->offer == NULL && label == NULL)
    return;
  if (row->offer == NULL)
    row->offer = create (row, _("Ctrl+Enter"), G_CALLBACK (offer_clicked_cb));
  set_label (row, row->offer, label);
}

void
cl_field_row_offer_also (ClFieldRow *row, const char *label)
{
  if (row->also == NULL && label == NULL)
    return;
  if (row->also == NULL)
    row->also = create (row, NULL, G_CALLBACK (also_clicked_cb));
  set_label (row, row->also, label);
}
