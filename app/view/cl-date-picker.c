#include "cl-config.h"

#include "cl-date-picker.h"

#include <glib/gi18n-lib.h>

#include "cl-date.h"
#include "cl-month-grid.h"
#include "cl-widgets.h"

typedef struct
{
  GtkWidget *popover; /* made when it is first opened: 42 days take their time */
  GtkWidget *month;
  char *label;
  gboolean months; /* months are picked: YYYY-MM */
} Picker;

static Picker *
get_picker (GtkWidget *entry)
{
  return g_object_get_data (G_OBJECT (entry), "cl-picker");
}

static void
picker_free (gpointer data)
{
  g_free (((Picker *) data)->label);
  g_free (data);
}

static void
destroy_cb (GtkWidget *entry, gpointer data)
{
  g_clear_pointer (&get_picker (entry)->popover, gtk_widget_unparent);
}

/* Back to where one was writing, at its end. */
static void
closed_cb (GtkPopover *popover, GtkWidget *entry)
{
  gtk_widget_grab_focus (entry);
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
}

static void
pressed_cb (ClMonthGrid *month, gboolean was_chosen, GtkWidget *entry)
{
  g_autofree char *date = g_strndup (cl_month_grid_get_chosen (month), get_picker (entry)->months ? 7 : 10);

  gtk_editable_set_text (GTK_EDITABLE (entry), date);
  gtk_popover_popdown (GTK_POPOVER (get_picker (entry)->popover));
}

static void
create_popover (GtkWidget *entry)
{
  Picker *picker = get_picker (entry);
  /* Translators: a month of days, or a year of months, opens; %s: the field for which one is picked */
  g_autofree char *name = g_strdup_printf (picker->months ? _("%s: pick a month") : _("%s: pick a day"), picker->label);

  picker->popover = gtk_popover_new ();
  picker->month = picker->months ? cl_month_grid_new_months () : cl_month_grid_new (NULL, NULL);
  gtk_widget_add_css_class (picker->month, "cl-calendar");
  cl_accessible_name (picker->popover, name);
  gtk_popover_set_child (GTK_POPOVER (picker->popover), picker->month);
  g_signal_connect (picker->month, "pressed", G_CALLBACK (pressed_cb), entry);
  g_signal_connect (picker->popover, "closed", G_CALLBACK (closed_cb), entry);
  gtk_widget_set_parent (picker->popover, entry);
}

/**
 * cl_date_picker_open:
 * @entry: an entry that has a picker
 *
 * Opens the month of the date that stands in @entry, else of today, with the day focused; for months the year, with the month. Enter takes one, Escape leaves the
 * entry as it is.
 */
void
cl_date_picker_open (GtkWidget *entry)
{
  Picker *picker = get_picker (entry);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autofree char *month = picker->months ? cl_month_parse (text, NULL) : NULL;
  g_autofree char *date = month != NULL ? g_strdup_printf ("%.7s-01", month) : cl_date_parse (text, NULL);

  if (picker->popover == NULL)
    create_popover (entry);
  cl_month_grid_choose (CL_MONTH_GRID (picker->month), date != NULL ? date : cl_today ());
  gtk_popover_popup (GTK_POPOVER (picker->popover));
  gtk_widget_grab_focus (picker->month);
}

static void
icon_cb (GtkWidget *entry, GtkEntryIconPosition position, gpointer data)
{
  cl_date_picker_open (entry);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, GtkWidget *entry)
{
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || (state & gtk_accelerator_get_default_mod_mask ()) != GDK_ALT_MASK)
    return FALSE;
  cl_date_picker_open (entry);
  return TRUE;
}

/**
 * cl_date_picker_add:
 * @entry: a GtkEntry in which dates are typed as people write them
 * @label: what the date is of, translated
 * @months: whether it is a month that is typed, and picked
 *
 * Gives @entry a sign at its end, for the mouse, and Alt+Down, which both open a month, or a year. Main thread.
 */
void
cl_date_picker_add (GtkWidget *entry, const char *label, gboolean months)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  Picker *picker = g_new0 (Picker, 1);

  picker->label = g_strdup (label);
  picker->months = months;
  g_object_set_data_full (G_OBJECT (entry), "cl-picker", picker, picker_free);
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY, "x-office-calendar-symbolic");
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (entry), GTK_ENTRY_ICON_SECONDARY, months ? _("Pick a month (Alt+Down)") : _("Pick a day (Alt+Down)"));
  g_signal_connect (entry, "icon-press", G_CALLBACK (icon_cb), NULL);
  g_signal_connect (entry, "destroy", G_CALLBACK (destroy_cb), NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), entry);
  gtk_widget_add_controller (entry, keys);
}
