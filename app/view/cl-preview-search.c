#include "cl-config.h"

#include "cl-preview-parts-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-widgets-private.h"

/* On both pages where two are seen. */
void
cl_preview_mark_found (ClPreview *preview)
{
  cl_pdf_page_set_found (CL_PDF_PAGE (preview->image), preview->matches, preview->match);
  cl_pdf_page_set_found (CL_PDF_PAGE (preview->second), preview->matches, preview->match);
}

static void
show_match (ClPreview *preview, guint match)
{
  const ClPdfMatch *it = &g_array_index (preview->matches, ClPdfMatch, match);
  g_autofree char *count = g_strdup_printf (_("%u of %u"), match + 1, preview->matches->len);
  g_autofree char *text = g_strdup_printf (_("Match %u of %u, page %u"), match + 1, preview->matches->len, it->page + 1);

  preview->match = match;
  if (it->page != preview->page)
    cl_preview_show_page (preview, it->page);
  cl_preview_mark_found (preview);
  cl_pdf_content_show_area (CL_PDF_CONTENT (preview->content), it->page, &it->area);
  gtk_label_set_text (GTK_LABEL (preview->count_label), count);
  cl_announce (GTK_WIDGET (preview), text);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClPreview) preview = data;
  g_autoptr (GArray) matches = cl_pdf_source_find_finish (CL_PDF_SOURCE (object), result, NULL);
  guint first = 0;

  if (matches == NULL || g_task_get_cancellable (G_TASK (result)) != preview->finding)
    return;
  g_clear_object (&preview->finding);
  g_clear_pointer (&preview->matches, g_array_unref);
  if (matches->len == 0)
    {
      cl_preview_mark_found (preview);
      gtk_label_set_text (GTK_LABEL (preview->count_label), _("Not found"));
      cl_announce (GTK_WIDGET (preview), _("Not found"));
      return;
    }
  preview->matches = g_steal_pointer (&matches);
  while (first < preview->matches->len && g_array_index (preview->matches, ClPdfMatch, first).page < preview->page)
    first++;
  show_match (preview, first < preview->matches->len ? first : 0);
}

void
cl_preview_forget_matches (ClPreview *preview)
{
  if (preview->finding != NULL)
    g_cancellable_cancel (preview->finding);
  g_clear_object (&preview->finding);
  g_clear_pointer (&preview->matches, g_array_unref);
  cl_preview_mark_found (preview);
  gtk_label_set_text (GTK_LABEL (preview->count_label), "");
}

void
cl_preview_search_again (ClPreview *preview)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (preview->search_entry));

  cl_preview_forget_matches (preview);
  if (preview->source == NULL || *text == '\0')
    return;
  preview->finding = g_cancellable_new ();
  cl_pdf_source_find_async (preview->source, text, preview->finding, found_cb, g_object_ref (preview));
}

void
cl_preview_step_match (ClPreview *preview, int step)
{
  guint n = preview->matches != NULL ? preview->matches->len : 0;

  if (n > 0)
    show_match (preview, (preview->match + n + (guint) (step + (int) n)) % n);
}

void
cl_preview_open_search (ClPreview *preview)
{
  if (preview->source == NULL)
    return;
  gtk_widget_set_visible (preview->search_bar, TRUE);
  gtk_widget_grab_focus (preview->search_entry);
  gtk_editable_select_region (GTK_EDITABLE (preview->search_entry), 0, -1);
}

void
cl_preview_close_search (ClPreview *preview)
{
  gboolean inside = cl_preview_has_focus (preview->search_bar);

  cl_preview_forget_matches (preview);
  if (inside)
    gtk_widget_grab_focus (preview->image);
  gtk_widget_set_visible (preview->search_bar, FALSE);
}

static gboolean
search_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, ClPreview *preview)
{
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter)
    return GDK_EVENT_PROPAGATE;
  cl_preview_step_match (preview, modifiers & GDK_SHIFT_MASK ? -1 : 1);
  return GDK_EVENT_STOP;
}

void
cl_preview_build_search (ClPreview *preview)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  preview->search_bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (preview->search_bar, "toolbar");
  preview->search_entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (preview->search_entry, TRUE);
  cl_accessible_name (preview->search_entry, _("Search in the paper"));
  g_signal_connect_object (preview->search_entry, "search-changed", G_CALLBACK (cl_preview_search_again), preview, G_CONNECT_SWAPPED);
  g_signal_connect_object (preview->search_entry, "stop-search", G_CALLBACK (cl_preview_close_search), preview, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (search_key_cb), preview);
  gtk_widget_add_controller (preview->search_entry, keys);
  preview->count_label = gtk_label_new (NULL);
  gtk_label_set_width_chars (GTK_LABEL (preview->count_label), 10);
  gtk_widget_add_css_class (preview->count_label, "dim-label");
  gtk_widget_add_css_class (preview->count_label, "numeric");

  gtk_box_append (GTK_BOX (preview->search_bar), preview->search_entry);
  gtk_box_append (GTK_BOX (preview->search_bar), preview->count_label);
  gtk_box_append (GTK_BOX (preview->search_bar), cl_icon_button_new ("go-up-symbolic", _("Previous match"), "preview.find-previous"));
  gtk_box_append (GTK_BOX (preview->search_bar), cl_icon_button_new ("go-down-symbolic", _("Next match"), "preview.find-next"));
  gtk_box_append (GTK_BOX (preview->search_bar), cl_icon_button_new ("window-close-symbolic", _("Close search"), "preview.close-search"));
  gtk_widget_set_visible (preview->search_bar, FALSE);
}
