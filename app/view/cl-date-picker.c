#include "cl-config.h"

#include "cl-date-picker.h"

#include <glib/gi18n-lib.h>

#include "cl-date.h"
#include "cl-month-grid.h"
#include "cl-widgets.h"

typedef struct
{
  GtkWidget *entry;   /* weak */
  GtkWidget *popover; /* made when it is first opened: 42 days take their time */
  GtkWidget *month;
  char *label;
} Picker;

static Picker *
get_picker (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "cl-picker");
}

static void
picker_free (gpointer data)
{
  Picker *picker = data;

  g_clear_weak_pointer (&picker->entry);
  g_free (picker->label);
  g_free (picker);
}

static void
destroy_cb (GtkWidget *button, gpointer data)
{
  g_clear_pointer (&get_picker (button)->popover, gtk_widget_unparent);
}

/* Back to where one was writing, at its end. */
static void
closed_cb (GtkPopover *popover, GtkWidget *button)
{
  Picker *picker = get_picker (button);

  if (picker->entry == NULL)
    return;
  gtk_widget_grab_focus (picker->entry);
  gtk_editable_set_position (GTK_EDITABLE (picker->entry), -1);
}

static void
pressed_cb (ClMonthGrid *month, gboolean was_chosen, GtkWidget *button)
{
  Picker *picker = get_picker (button);

  if (picker->entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (picker->entry), cl_month_grid_get_chosen (month));
  gtk_popover_popdown (GTK_POPOVER (picker->popover));
}

static void
create_popover (GtkWidget *button)
{
  Picker *picker = get_picker (button);
  /* Translators: a month of days opens; %s: the field for which one is picked */
  g_autofree char *name = g_strdup_printf (_("%s: pick a day"), picker->label);

  picker->popover = gtk_popover_new ();
  picker->month = cl_month_grid_new (NULL, NULL);
  gtk_widget_add_css_class (picker->month, "cl-calendar");
  cl_accessible_name (picker->popover, name);
  gtk_popover_set_child (GTK_POPOVER (picker->popover), picker->month);
  g_signal_connect (picker->month, "pressed", G_CALLBACK (pressed_cb), button);
  g_signal_connect (picker->popover, "closed", G_CALLBACK (closed_cb), button);
  gtk_widget_set_parent (picker->popover, button);
}

/**
 * cl_date_picker_open:
 * @picker: what cl_date_picker_new() made
 *
 * Opens the month of the date that stands in the entry, else of today, with the day focused. Enter takes a day, Escape leaves the entry as it is.
 */
void
cl_date_picker_open (GtkWidget *picker)
{
  Picker *self = get_picker (picker);
  g_autofree char *date = self->entry != NULL ? cl_date_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), NULL) : NULL;

  if (self->popover == NULL)
    create_popover (picker);
  cl_month_grid_choose (CL_MONTH_GRID (self->month), date != NULL ? date : cl_today ());
  gtk_popover_popup (GTK_POPOVER (self->popover));
  gtk_widget_grab_focus (self->month);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, GtkWidget *button)
{
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || (state & gtk_accelerator_get_default_mod_mask ()) != GDK_ALT_MASK)
    return FALSE;
  cl_date_picker_open (button);
  return TRUE;
}

/**
 * cl_date_picker_new:
 * @entry: a GtkEntry in which dates are typed as people write them
 * @label: what the date is of, translated
 *
 * Makes the button that stands beside @entry, and lets Alt+Down in @entry do the same. The button is for the mouse: Tab goes on to what comes next. Main thread.
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *
cl_date_picker_new (GtkWidget *entry, const char *label)
{
  /* Translators: the button that opens a month; %s: the field's label */
  g_autofree char *name = g_strdup_printf (_("%s: pick a day (Alt+Down)"), label);
  GtkWidget *button = cl_icon_button_new ("x-office-calendar-symbolic", name, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  Picker *picker = g_new0 (Picker, 1);

  g_set_weak_pointer (&picker->entry, entry);
  picker->label = g_strdup (label);
  g_object_set_data_full (G_OBJECT (button), "cl-picker", picker, picker_free);
  gtk_widget_set_focusable (button, FALSE);
  g_signal_connect (button, "clicked", G_CALLBACK (cl_date_picker_open), NULL);
  g_signal_connect (button, "destroy", G_CALLBACK (destroy_cb), NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), button, 0);
  gtk_widget_add_controller (entry, keys);
  return button;
}
