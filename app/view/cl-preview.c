#include "cl-config.h"

#include "cl-preview.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "cl-announce.h"
#include "cl-pdf-content-private.h"
#include "cl-pdf-page-private.h"
#include "cl-preview-private.h"
#include "cl-widgets-private.h"

#define ZOOM_STEP 1.25
#define ZOOM_LEAST 0.25
#define ZOOM_MOST 5.0

struct _ClPreview
{
  GtkWidget parent_instance;
  GBytes *pdf;
  ClPdfSource *source;
  guint page;
  GCancellable *reading, *finding;
  GArray *matches; /* ClPdfMatch, NULL: nothing sought */
  guint match;

  GtkWidget *box, *bar, *search_bar, *paned, *words;
  GtkWidget *page_entry, *zoom_label, *busy, *search_entry, *count_label;
  GtkWidget *image, *content;
};

G_DEFINE_FINAL_TYPE (ClPreview, cl_preview, GTK_TYPE_WIDGET)

static void
update_zoom (ClPreview *preview)
{
  g_autofree char *zoom = g_strdup_printf ("%.0f%%", cl_pdf_page_get_zoom (CL_PDF_PAGE (preview->image)) * 100);

  gtk_label_set_text (GTK_LABEL (preview->zoom_label), zoom);
}

static void
update_bar (ClPreview *preview)
{
  guint n = cl_preview_get_n_pages (preview);
  g_autofree char *page = n > 0 ? g_strdup_printf ("%u / %u", preview->page + 1, n) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (preview->page_entry), page);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.previous-page", preview->page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.next-page", preview->page + 1 < n);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.zoom-in", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.zoom-out", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.zoom-fit", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (preview), "preview.find", n > 0);
}

static gboolean
has_focus_within (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
show_page (ClPreview *preview, guint page)
{
  preview->page = page;
  cl_pdf_page_set_source (CL_PDF_PAGE (preview->image), preview->source, page);
  if (preview->matches != NULL)
    cl_pdf_page_set_found (CL_PDF_PAGE (preview->image), preview->matches, preview->match);
  update_bar (preview);
}

/* To another page by the person's own will: the top of it is seen, the content follows, and it is said. */
static void
turn_to (ClPreview *preview, gint64 page)
{
  guint n = cl_preview_get_n_pages (preview);
  guint before = preview->page;

  if (n == 0)
    return;
  cl_preview_set_page (preview, (guint) CLAMP (page, 0, (gint64) n - 1));
  if (preview->page != before && !has_focus_within (preview->image))
    {
      g_autofree char *text = g_strdup_printf (_("Page %u of %u"), preview->page + 1, n);
      cl_announce (GTK_WIDGET (preview), text);
    }
}

static void
go_cb (ClPdfPage *image, int step, ClPreview *preview)
{
  turn_to (preview, step == G_MININT ? 0 : step == G_MAXINT ? G_MAXINT : (gint64) preview->page + step);
}

static void
set_zoom_said (ClPreview *preview, double zoom)
{
  g_autofree char *text = NULL;

  cl_preview_set_zoom (preview, zoom > 0 ? CLAMP (zoom, ZOOM_LEAST, ZOOM_MOST) : 0);
  text = zoom > 0 ? g_strdup_printf (_("Zoom %.0f%%"), cl_pdf_page_get_zoom (CL_PDF_PAGE (preview->image)) * 100) : g_strdup (_("Fitted to the width"));
  cl_announce (GTK_WIDGET (preview), text);
}

static void
zoom_cb (ClPdfPage *image, double zoom, ClPreview *preview)
{
  cl_preview_set_zoom (preview, CLAMP (zoom, ZOOM_LEAST, ZOOM_MOST));
}

static void
reading_cb (ClPdfContent *content, guint page, const ClPdfArea *area, ClPreview *preview)
{
  if (preview->box == NULL)
    return;
  if (page != preview->page && page < cl_preview_get_n_pages (preview))
    show_page (preview, page);
  cl_pdf_page_set_read (CL_PDF_PAGE (preview->image), area);
}

static void
left_cb (ClPdfContent *content, ClPreview *preview)
{
  /* The panes go one by one as the whole is taken down. */
  if (preview->box != NULL)
    cl_pdf_page_set_read (CL_PDF_PAGE (preview->image), NULL);
}

static void
show_match (ClPreview *preview, guint match)
{
  const ClPdfMatch *it = &g_array_index (preview->matches, ClPdfMatch, match);
  g_autofree char *count = g_strdup_printf (_("%u of %u"), match + 1, preview->matches->len);
  g_autofree char *text = g_strdup_printf (_("Match %u of %u, page %u"), match + 1, preview->matches->len, it->page + 1);

  preview->match = match;
  if (it->page != preview->page)
    show_page (preview, it->page);
  cl_pdf_page_set_found (CL_PDF_PAGE (preview->image), preview->matches, match);
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
      cl_pdf_page_set_found (CL_PDF_PAGE (preview->image), NULL, 0);
      gtk_label_set_text (GTK_LABEL (preview->count_label), _("Not found"));
      cl_announce (GTK_WIDGET (preview), _("Not found"));
      return;
    }
  preview->matches = g_steal_pointer (&matches);
  while (first < preview->matches->len && g_array_index (preview->matches, ClPdfMatch, first).page < preview->page)
    first++;
  show_match (preview, first < preview->matches->len ? first : 0);
}

static void
forget_matches (ClPreview *preview)
{
  if (preview->finding != NULL)
    g_cancellable_cancel (preview->finding);
  g_clear_object (&preview->finding);
  g_clear_pointer (&preview->matches, g_array_unref);
  cl_pdf_page_set_found (CL_PDF_PAGE (preview->image), NULL, 0);
  gtk_label_set_text (GTK_LABEL (preview->count_label), "");
}

static void
search_changed_cb (ClPreview *preview)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (preview->search_entry));

  forget_matches (preview);
  if (preview->source == NULL || *text == '\0')
    return;
  preview->finding = g_cancellable_new ();
  cl_pdf_source_find_async (preview->source, text, preview->finding, found_cb, g_object_ref (preview));
}

static void
step_match (ClPreview *preview, int step)
{
  guint n = preview->matches != NULL ? preview->matches->len : 0;

  if (n > 0)
    show_match (preview, (preview->match + n + (guint) (step + (int) n)) % n);
}

static void
open_search (ClPreview *preview)
{
  if (preview->source == NULL)
    return;
  gtk_widget_set_visible (preview->search_bar, TRUE);
  gtk_widget_grab_focus (preview->search_entry);
  gtk_editable_select_region (GTK_EDITABLE (preview->search_entry), 0, -1);
}

static void
close_search (ClPreview *preview)
{
  gboolean inside = has_focus_within (preview->search_bar);

  forget_matches (preview);
  if (inside)
    gtk_widget_grab_focus (preview->image);
  gtk_widget_set_visible (preview->search_bar, FALSE);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClPreview *preview = CL_PREVIEW (widget);

  if (!gtk_widget_get_visible (preview->search_bar))
    return GDK_EVENT_PROPAGATE;
  close_search (preview);
  return GDK_EVENT_STOP;
}

static void
page_entered_cb (ClPreview *preview)
{
  long page = strtol (gtk_editable_get_text (GTK_EDITABLE (preview->page_entry)), NULL, 10);

  if (page > 0)
    turn_to (preview, page - 1);
  update_bar (preview);
}

static void
page_entry_left_cb (GtkEventControllerFocus *controller, ClPreview *preview)
{
  if (preview->box != NULL)
    update_bar (preview);
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ClPreview *preview = CL_PREVIEW (widget);
  double zoom = cl_pdf_page_get_zoom (CL_PDF_PAGE (preview->image));

  if (g_str_equal (name, "preview.zoom-in"))
    set_zoom_said (preview, zoom * ZOOM_STEP);
  else if (g_str_equal (name, "preview.zoom-out"))
    set_zoom_said (preview, zoom / ZOOM_STEP);
  else if (g_str_equal (name, "preview.zoom-fit"))
    set_zoom_said (preview, 0);
  else if (g_str_equal (name, "preview.next-page"))
    turn_to (preview, (gint64) preview->page + 1);
  else if (g_str_equal (name, "preview.previous-page"))
    turn_to (preview, (gint64) preview->page - 1);
  else if (g_str_equal (name, "preview.find"))
    open_search (preview);
  else if (g_str_equal (name, "preview.find-next"))
    step_match (preview, 1);
  else if (g_str_equal (name, "preview.find-previous"))
    step_match (preview, -1);
  else if (g_str_equal (name, "preview.close-search"))
    close_search (preview);
}

static gboolean
pane_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return cl_preview_move_pane (CL_PREVIEW (widget), g_variant_get_int32 (arguments));
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClPreview) preview = data;
  g_autoptr (GPtrArray) blocks = cl_pdf_source_read_finish (CL_PDF_SOURCE (object), result, NULL);

  if (blocks == NULL || g_task_get_cancellable (G_TASK (result)) != preview->reading)
    return;
  g_clear_object (&preview->reading);
  cl_pdf_content_set_blocks (CL_PDF_CONTENT (preview->content), blocks);
  cl_pdf_content_show_page (CL_PDF_CONTENT (preview->content), preview->page);
}

static void
stop_work (ClPreview *preview)
{
  if (preview->reading != NULL)
    g_cancellable_cancel (preview->reading);
  g_clear_object (&preview->reading);
  if (preview->finding != NULL)
    g_cancellable_cancel (preview->finding);
  g_clear_object (&preview->finding);
}

static GtkWidget *
separator (void)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);

  gtk_widget_add_css_class (line, "spacer");
  return line;
}

static void
build_bar (ClPreview *preview)
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
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("zoom-fit-best-symbolic", _("Fit to width"), "preview.zoom-fit"));
  gtk_box_append (GTK_BOX (preview->bar), space);
  gtk_box_append (GTK_BOX (preview->bar), preview->busy);
  gtk_box_append (GTK_BOX (preview->bar), cl_icon_button_new ("edit-find-symbolic", _("Search in the paper"), "preview.find"));
}

static void
build_search_bar (ClPreview *preview)
{
  preview->search_bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (preview->search_bar, "toolbar");
  preview->search_entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (preview->search_entry, TRUE);
  cl_accessible_name (preview->search_entry, _("Search in the paper"));
  g_signal_connect_object (preview->search_entry, "search-changed", G_CALLBACK (search_changed_cb), preview, G_CONNECT_SWAPPED);
  g_signal_connect_object (preview->search_entry, "stop-search", G_CALLBACK (close_search), preview, G_CONNECT_SWAPPED);
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

static gboolean
search_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, ClPreview *preview)
{
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter)
    return GDK_EVENT_PROPAGATE;
  step_match (preview, modifiers & GDK_SHIFT_MASK ? -1 : 1);
  return GDK_EVENT_STOP;
}

static void
cl_preview_dispose (GObject *object)
{
  ClPreview *preview = CL_PREVIEW (object);

  stop_work (preview);
  g_clear_pointer (&preview->box, gtk_widget_unparent);
  g_clear_object (&preview->source);
  g_clear_pointer (&preview->pdf, g_bytes_unref);
  g_clear_pointer (&preview->matches, g_array_unref);
  G_OBJECT_CLASS (cl_preview_parent_class)->dispose (object);
}

static void
cl_preview_class_init (ClPreviewClass *klass)
{
  static const char *const actions[] = { "preview.zoom-in", "preview.zoom-out", "preview.zoom-fit", "preview.next-page", "preview.previous-page",
                                         "preview.find", "preview.find-next", "preview.find-previous", "preview.close-search" };
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_plus, GDK_CONTROL_MASK, "preview.zoom-in" },
    { GDK_KEY_plus, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "preview.zoom-in" },
    { GDK_KEY_equal, GDK_CONTROL_MASK, "preview.zoom-in" },
    { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "preview.zoom-in" },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "preview.zoom-out" },
    { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "preview.zoom-out" },
    { GDK_KEY_0, GDK_CONTROL_MASK, "preview.zoom-fit" },
    { GDK_KEY_KP_0, GDK_CONTROL_MASK, "preview.zoom-fit" },
    { GDK_KEY_f, GDK_CONTROL_MASK, "preview.find" },
    { GDK_KEY_g, GDK_CONTROL_MASK, "preview.find-next" },
    { GDK_KEY_F3, 0, "preview.find-next" },
    { GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "preview.find-previous" },
    { GDK_KEY_F3, GDK_SHIFT_MASK, "preview.find-previous" },
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "preview.next-page" },
    { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "preview.previous-page" },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_preview_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "preview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, activate_action);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, pane_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, pane_cb, "i", -1);
}

static void
cl_preview_init (ClPreview *preview)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  cl_view_style_ensure ();
  build_bar (preview);
  build_search_bar (preview);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (search_key_cb), preview);
  gtk_widget_add_controller (preview->search_entry, keys);

  preview->image = cl_pdf_page_new ();
  g_signal_connect_object (preview->image, "go", G_CALLBACK (go_cb), preview, 0);
  g_signal_connect_object (preview->image, "zoom-changed", G_CALLBACK (zoom_cb), preview, 0);
  g_signal_connect_object (preview->image, "drawing", G_CALLBACK (update_zoom), preview, G_CONNECT_SWAPPED);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_add_css_class (scrolled, "cl-ground");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), preview->image);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_size_request (scrolled, 240, 160);
  preview->content = cl_pdf_content_new ();
  g_signal_connect_object (preview->content, "reading", G_CALLBACK (reading_cb), preview, 0);
  g_signal_connect_object (preview->content, "left", G_CALLBACK (left_cb), preview, 0);

  preview->paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_paned_set_start_child (GTK_PANED (preview->paned), scrolled);
  gtk_paned_set_end_child (GTK_PANED (preview->paned), preview->content);
  gtk_paned_set_shrink_start_child (GTK_PANED (preview->paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (preview->paned), FALSE);
  gtk_paned_set_resize_end_child (GTK_PANED (preview->paned), TRUE);
  gtk_widget_set_vexpand (preview->paned, TRUE);
  cl_accessible_name (preview->paned, _("Image and content"));
  /* It has no role and Tab does not come to it; F6 goes from pane to pane. */
  gtk_widget_set_focusable (preview->paned, FALSE);
  preview->words = cl_status_page_new ();
  gtk_widget_set_vexpand (preview->words, TRUE);

  preview->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (preview->box), preview->bar);
  gtk_box_append (GTK_BOX (preview->box), preview->search_bar);
  gtk_box_append (GTK_BOX (preview->box), preview->paned);
  gtk_box_append (GTK_BOX (preview->box), preview->words);
  gtk_widget_set_parent (preview->box, GTK_WIDGET (preview));
  cl_preview_set_words (preview, NULL, NULL);
  update_bar (preview);
}

/**
 * cl_preview_new:
 *
 * A preview of any PDF, tagged or not: the image of a page beside what the paper says as widgets. Both move together.
 * Keys: Page Up, Page Down, Home, End turn pages; Ctrl with plus, minus, 0 zooms; Ctrl+F seeks; F6 changes between image and content. Main thread.
 *
 * Returns: (transfer floating): an empty preview
 */
GtkWidget *
cl_preview_new (void)
{
  return g_object_new (CL_TYPE_PREVIEW, NULL);
}

/**
 * cl_preview_set_pdf:
 * @preview: the preview
 * @pdf: (nullable): a whole file; %NULL empties
 * @error: set where it is no PDF, is locked or has no pages; what was shown stays
 *
 * The page and the place in the content are kept as far as the new file has them. Drawing and reading go on in worker threads.
 *
 * Returns: %TRUE where the file could be opened
 */
gboolean
cl_preview_set_pdf (ClPreview *preview, GBytes *pdf, GError **error)
{
  g_autoptr (ClPdfSource) source = NULL;
  guint n;

  g_return_val_if_fail (CL_IS_PREVIEW (preview), FALSE);

  if (pdf != NULL)
    {
      source = cl_pdf_source_new (pdf, error);
      if (source == NULL)
        return FALSE;
      g_bytes_ref (pdf);
    }
  stop_work (preview);
  g_clear_pointer (&preview->pdf, g_bytes_unref);
  preview->pdf = pdf;
  g_set_object (&preview->source, source);
  forget_matches (preview);
  cl_preview_set_words (preview, NULL, NULL);

  n = cl_preview_get_n_pages (preview);
  show_page (preview, n == 0 ? 0 : MIN (preview->page, n - 1));
  if (source == NULL)
    cl_pdf_content_set_blocks (CL_PDF_CONTENT (preview->content), NULL);
  else
    {
      preview->reading = g_cancellable_new ();
      cl_pdf_source_read_async (source, preview->reading, read_cb, g_object_ref (preview));
      if (gtk_widget_get_visible (preview->search_bar))
        search_changed_cb (preview);
    }
  return TRUE;
}

/**
 * cl_preview_get_pdf:
 * @preview: the preview
 *
 * Returns: (transfer none) (nullable): the very file that is shown, to be printed and saved as it is
 */
GBytes *
cl_preview_get_pdf (ClPreview *preview)
{
  g_return_val_if_fail (CL_IS_PREVIEW (preview), NULL);

  return preview->pdf;
}

guint
cl_preview_get_n_pages (ClPreview *preview)
{
  g_return_val_if_fail (CL_IS_PREVIEW (preview), 0);

  return preview->source != NULL ? cl_pdf_source_get_n_pages (preview->source) : 0;
}

guint
cl_preview_get_page (ClPreview *preview)
{
  g_return_val_if_fail (CL_IS_PREVIEW (preview), 0);

  return preview->page;
}

/**
 * cl_preview_set_page:
 * @preview: the preview
 * @page: from 0; beyond the last is the last
 *
 * Shows the top of @page; the content scrolls to where the page begins.
 */
void
cl_preview_set_page (ClPreview *preview, guint page)
{
  guint n;
  GtkWidget *scrolled;

  g_return_if_fail (CL_IS_PREVIEW (preview));

  n = cl_preview_get_n_pages (preview);
  if (n == 0)
    return;
  page = MIN (page, n - 1);
  if (page == preview->page)
    return;
  show_page (preview, page);
  scrolled = gtk_widget_get_ancestor (preview->image, GTK_TYPE_SCROLLED_WINDOW);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), 0);
  cl_pdf_content_show_page (CL_PDF_CONTENT (preview->content), page);
}

/**
 * cl_preview_set_zoom:
 * @preview: the preview
 * @zoom: 1 is 96 dots an inch, 0 as wide as the pane
 */
void
cl_preview_set_zoom (ClPreview *preview, double zoom)
{
  g_return_if_fail (CL_IS_PREVIEW (preview));

  cl_pdf_page_set_zoom (CL_PDF_PAGE (preview->image), MAX (zoom, 0));
  update_zoom (preview);
}

void
cl_preview_set_words (ClPreview *preview, const char *title, const char *words)
{
  gboolean paper = title == NULL && preview->source != NULL;

  if (!paper)
    {
      g_autofree char *escaped = words != NULL ? g_markup_escape_text (words, -1) : NULL;
      g_autofree char *escaped_title = g_markup_escape_text (title != NULL ? title : _("Nothing to show yet"), -1);
      adw_status_page_set_title (ADW_STATUS_PAGE (preview->words), escaped_title);
      adw_status_page_set_description (ADW_STATUS_PAGE (preview->words), escaped);
    }
  if (!paper && has_focus_within (preview->paned))
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (preview))), GTK_DIR_TAB_BACKWARD);
  gtk_widget_set_visible (preview->paned, paper);
  gtk_widget_set_visible (preview->bar, paper);
  if (!paper)
    gtk_widget_set_visible (preview->search_bar, FALSE);
  gtk_widget_set_visible (preview->words, !paper);
}

void
cl_preview_set_busy (ClPreview *preview, gboolean busy)
{
  gtk_widget_set_visible (preview->busy, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (preview->busy), busy);
}

gboolean
cl_preview_is_settled (ClPreview *preview)
{
  return preview->source != NULL && preview->reading == NULL && preview->finding == NULL && cl_pdf_page_is_drawn (CL_PDF_PAGE (preview->image));
}

void
cl_preview_focus_page (ClPreview *preview)
{
  if (preview->source != NULL)
    gtk_widget_grab_focus (preview->image);
}

gboolean
cl_preview_move_pane (ClPreview *preview, int step)
{
  gboolean in_content = has_focus_within (preview->content);
  gboolean inside = has_focus_within (GTK_WIDGET (preview));

  if (preview->source == NULL)
    return FALSE;
  if (!inside)
    return step > 0 ? gtk_widget_grab_focus (preview->image) : cl_pdf_content_focus (CL_PDF_CONTENT (preview->content));
  if (step > 0 && !in_content)
    return cl_pdf_content_focus (CL_PDF_CONTENT (preview->content));
  if (step < 0 && (in_content || !has_focus_within (preview->image)))
    return gtk_widget_grab_focus (preview->image);
  return FALSE;
}
