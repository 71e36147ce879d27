#include "cl-config.h"

#include "cl-preview-parts-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "cl-announce.h"
#include "cl-widgets-private.h"

#define ZOOM_STEP 1.25

void
cl_preview_update_zoom (ClPreview *preview)
{
  g_autofree char *zoom = g_strdup_printf ("%.0f%%", cl_pdf_page_get_zoom (CL_PDF_PAGE (preview->image)) * 100);

  gtk_label_set_text (GTK_LABEL (preview->zoom_label), zoom);
}

void
cl_preview_update_bar (ClPreview *preview)
{
  guint n = cl_preview_get_n_pages (preview);
  g_autofree char *page = n > 0 ? g_strdup_printf ("%u / %u", preview->page + 1, n) : g_strdup ("");
  static const char *const actions[] = { "preview.zoom-in", "preview.zoom-out", "preview.zoom-fit", "preview.zoom-page", "preview.find" };

  gtk_editable_set_text (GTK_EDITABLE (preview->page_entry), page);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.previous-page", preview->page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.next-page", preview->page + 1 < n);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.two-pages", n > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.thumbnails", n > 1);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (preview), actions[i], n > 0);
}

static void
page_entered_cb (ClPreview *preview)
{
  long page = strtol (gtk_editable_get_text (GTK_EDITABLE (preview->page_entry)), NULL, 10);

  if (page > 0)
    cl_preview_turn_to (preview, page - 1);
  cl_preview_update_bar (preview);
}

static void
page_entry_left_cb (GtkEventControllerFocus *controller, ClPreview *preview)
{
  if (preview->box != NULL)
    cl_preview_update_bar (preview);
}

static void
set_zoom_said (ClPreview *preview, double zoom)
{
  g_autofree char *text = NULL;

  cl_preview_set_zoom (preview, zoom > 0 ? CLAMP (zoom, CL_PREVIEW_ZOOM_LEAST, CL_PREVIEW_ZOOM_MOST) : zoom);
  if (zoom > 0)
    text = g_strdup_printf (_("Zoom %.0f%%"), cl_pdf_page_get_zoom (CL_PDF_PAGE (preview->image)) * 100);
  else
    text = g_strdup (zoom < 0 ? _("The whole page fits") : _("Fitted to the width"));
  cl_announce (GTK_WIDGET (preview), text);
}

void
cl_preview_activate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClPreview *preview = CL_PREVIEW (widget);
  double zoom = cl_pdf_page_get_zoom (CL_PDF_PAGE (preview->image));

  if (g_str_equal (name, "preview.zoom-in"))
    set_zoom_said (preview, zoom * ZOOM_STEP);
  else if (g_str_equal (name, "preview.zoom-out"))
    set_zoom_said (preview, zoom / ZOOM_STEP);
  else if (g_str_equal (name, "preview.zoom-fit"))
    set_zoom_said (preview, 0);
  else if (g_str_equal (name, "preview.zoom-page"))
    set_zoom_said (preview, -1);
  else if (g_str_equal (name, "preview.two-pages"))
    cl_preview_set_two_pages (preview, !preview->two);
  else if (g_str_equal (name, "preview.thumbnails"))
    cl_preview_set_thumbnails (preview, !gtk_widget_get_visible (preview->thumbs));
  else if (g_str_equal (name, "preview.next-page"))
    cl_preview_turn_to (preview, (gint64) preview->page + (preview->two ? 2 : 1));
  else if (g_str_equal (name, "preview.previous-page"))
    cl_preview_turn_to (preview, (gint64) preview->page - (preview->two ? 2 : 1));
  else if (g_str_equal (name, "preview.find"))
    cl_preview_open_search (preview);
  else if (g_str_equal (name, "preview.find-next"))
    cl_preview_step_match (preview, 1);
  else if (g_str_equal (name, "preview.find-previous"))
    cl_preview_step_match (preview, -1);
  else if (g_str_equal (name, "preview.close-search"))
    cl_preview_close_search (preview);
}

static GtkWidget *
separator (void)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);

  gtk_widget_add_css_class (line, "spacer");
  return line;
}

void
cl_preview_build_bar (ClPreview *preview)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  preview->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (preview->bar, "toolbar");
  preview->page_entry = gtk_entry_new ();
  gtk_entry_set_alignment (GTK_ENTRY (preview->page_entry), 0.5f);
  gtk_editable_set_width_chars (GTK_EDITABLE (preview->page_entry), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (preview->page_entry), 8);
  gtk_widget_set_valign (preview->page_entry, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (preview->page_entry, "numeric");
  cl_accessible_name (preview->page_entry, _("Page number"));
  g_signal_connect_object (preview->page_entry, "activate", G_CALLBACK (page_entered_cb), preview, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (page_entry_left_cb), preview, 0);
  gtk_widget_add_controller (preview->page_entry, focus);

  preview->zoom_label = gtk_label_new (NULL);
  gtk_label_set_width_chars (GTK_LABEL (preview->zoom_label), 5);
  gtk_widget_add_css_class (preview->zoom_label, "numeric");
  preview->busy = gtk_spinner_new ();
  gtk_widget_set_visible (preview->busy, FALSE);
  gtk_widget_set_margin_end (preview->busy, 6);
  gtk_widget_set_hexpand (space, TRUE);

  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("go-previous-symbolic", _("Previous page"), "preview.previous-page"));
  gtk_box_append (GTK_BOX (preview->bar), preview->page_entry);
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("go-next-symbolic", _("Next page"), "preview.next-page"));
  gtk_box_append (GTK_BOX (preview->bar), separator ());
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("zoom-out-symbolic", _("Zoom out"), "preview.zoom-out"));
  gtk_box_append (GTK_BOX (preview->bar), preview->zoom_label);
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("zoom-in-symbolic", _("Zoom in"), "preview.zoom-in"));
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("object-flip-horizontal-symbolic", _("Fit to width"), "preview.zoom-fit"));
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("zoom-fit-best-symbolic", _("Fit the page"), "preview.zoom-page"));
  gtk_box_append (GTK_BOX (preview->bar), separator ());
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("view-dual-symbolic", _("Two pages"), "preview.two-pages"));
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("view-grid-symbolic", _("All pages small"), "preview.thumbnails"));
  gtk_box_append (GTK_BOX (preview->bar), space);
  gtk_box_append (GTK_BOX (preview->bar), preview->busy);
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("edit-find-symbolic", _("Search in the paper"), "preview.find"));
}
