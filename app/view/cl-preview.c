#include "cl-config.h"

#include "cl-preview-parts-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-pdf-thumbs-private.h"
#include "cl-widgets-private.h"

G_DEFINE_FINAL_TYPE (ClPreview, cl_preview, GTK_TYPE_WIDGET)

gboolean
cl_preview_has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

void
cl_preview_show_page (ClPreview *preview, guint page)
{
  guint n = cl_preview_get_n_pages (preview);
  gboolean second = preview->two && page + 1 < n;

  preview->page = page;
  cl_pdf_page_set_source (CL_PDF_PAGE (preview->image), preview->source, page);
  cl_pdf_page_set_source (CL_PDF_PAGE (preview->second), second ? preview->source : NULL, second ? page + 1 : 0);
  gtk_widget_set_visible (preview->second, second);
  if (preview->matches != NULL)
    cl_preview_mark_found (preview);
  cl_pdf_thumbs_set_page (CL_PDF_THUMBS (preview->thumbs), page);
  cl_preview_update_bar (preview);
}

void
cl_preview_turn_to (ClPreview *preview, gint64 page)
{
  guint n = cl_preview_get_n_pages (preview);
  guint before = preview->page;

  if (n == 0)
    return;
  cl_preview_set_page (preview, (guint) CLAMP (page, 0, (gint64) n - 1));
  if (preview->page != before && !cl_preview_has_focus (preview->image) && !cl_preview_has_focus (preview->thumbs))
    {
      g_autofree char *text = g_strdup_printf (_("Page %u of %u"), preview->page + 1, n);
      cl_announce (GTK_WIDGET (preview), text);
    }
}

static void
go_cb (ClPdfPage *image, int step, ClPreview *preview)
{
  cl_preview_turn_to (preview, step == G_MININT ? 0 : step == G_MAXINT ? G_MAXINT : (gint64) preview->page + step * (preview->two ? 2 : 1));
}

static void
zoom_cb (ClPdfPage *image, double zoom, ClPreview *preview)
{
  cl_preview_set_zoom (preview, CLAMP (zoom, CL_PREVIEW_ZOOM_LEAST, CL_PREVIEW_ZOOM_MOST));
}

static void
reading_cb (ClPdfContent *content, guint page, const ClPdfArea *area, ClPreview *preview)
{
  if (preview->box == NULL)
    return;
  if (page != preview->page && !(preview->two && page == preview->page + 1) && page < cl_preview_get_n_pages (preview))
    cl_preview_show_page (preview, page);
  cl_pdf_page_set_read (CL_PDF_PAGE (preview->image), page == preview->page ? area : NULL);
  cl_pdf_page_set_read (CL_PDF_PAGE (preview->second), page == preview->page + 1 ? area : NULL);
}

static void
left_cb (ClPdfContent *content, ClPreview *preview)
{
  /* The panes go one by one as the whole is taken down. */
  if (preview->box == NULL)
    return;
  cl_pdf_page_set_read (CL_PDF_PAGE (preview->image), NULL);
  cl_pdf_page_set_read (CL_PDF_PAGE (preview->second), NULL);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ClPreview *preview = CL_PREVIEW (widget);

  if (!gtk_widget_get_visible (preview->search_bar))
    return GDK_EVENT_PROPAGATE;
  cl_preview_close_search (preview);
  return GDK_EVENT_STOP;
}

static gboolean
pane_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return cl_preview_move_pane (CL_PREVIEW (widget), g_variant_get_int32 (arguments));
}

static void
page_chosen_cb (ClPdfThumbs *thumbs, guint page, ClPreview *preview)
{
  cl_preview_turn_to (preview, page);
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

static void
cl_preview_dispose (GObject *object)
{
  ClPreview *preview = CL_PREVIEW (object);

  stop_work (preview);
  g_clear_pointer (&preview->box, gtk_widget_unparent);
  g_clear_object (&preview->source);
  g_clear_pointer (&preview->matches, g_array_unref);
  G_OBJECT_CLASS (cl_preview_parent_class)->dispose (object);
}

static void
cl_preview_class_init (ClPreviewClass *klass)
{
  static const char *const actions[] = { "preview.zoom-in", "preview.zoom-out", "preview.zoom-fit", "preview.zoom-page", "preview.two-pages", "preview.thumbnails", "preview.next-page", "preview.previous-page",
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
    { GDK_KEY_9, GDK_CONTROL_MASK, "preview.zoom-page" },
    { GDK_KEY_KP_9, GDK_CONTROL_MASK, "preview.zoom-page" },
    { GDK_KEY_2, GDK_CONTROL_MASK, "preview.two-pages" },
    { GDK_KEY_t, GDK_CONTROL_MASK, "preview.thumbnails" },
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
    gtk_widget_class_install_action (widget_class, actions[i], NULL, cl_preview_activate);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, pane_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, pane_cb, "i", -1);
}

static GtkWidget *
make_page (ClPreview *preview)
{
  GtkWidget *page = cl_pdf_page_new ();

  g_signal_connect_object (page, "go", G_CALLBACK (go_cb), preview, 0);
  g_signal_connect_object (page, "zoom-changed", G_CALLBACK (zoom_cb), preview, 0);
  return page;
}

static GtkWidget *
build_pages (ClPreview *preview)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  preview->image = make_page (preview);
  g_signal_connect_object (preview->image, "drawing", G_CALLBACK (cl_preview_update_zoom), preview, G_CONNECT_SWAPPED);
  preview->second = make_page (preview);
  gtk_widget_set_focusable (preview->second, FALSE);
  gtk_widget_set_visible (preview->second, FALSE);
  gtk_box_set_homogeneous (GTK_BOX (pair), TRUE);
  gtk_box_append (GTK_BOX (pair), preview->image);
  gtk_box_append (GTK_BOX (pair), preview->second);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_widget_add_css_class (scrolled, "cl-ground");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), pair);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_size_request (scrolled, 240, 160);
  return scrolled;
}

static void
cl_preview_init (ClPreview *preview)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *scrolled = build_pages (preview);

  cl_view_style_ensure ();
  cl_preview_build_bar (preview);
  cl_preview_build_search (preview);
  preview->thumbs = cl_pdf_thumbs_new ();
  gtk_widget_set_visible (preview->thumbs, FALSE);
  g_signal_connect_object (preview->thumbs, "page-chosen", G_CALLBACK (page_chosen_cb), preview, 0);
  gtk_box_append (GTK_BOX (left), preview->thumbs);
  gtk_box_append (GTK_BOX (left), scrolled);
  preview->content = cl_pdf_content_new ();
  g_signal_connect_object (preview->content, "reading", G_CALLBACK (reading_cb), preview, 0);
  g_signal_connect_object (preview->content, "left", G_CALLBACK (left_cb), preview, 0);

  preview->paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_paned_set_start_child (GTK_PANED (preview->paned), left);
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
  cl_preview_update_bar (preview);
}

/**
 * cl_preview_new:
 *
 * A preview of any PDF, tagged or not: the image of a page beside what the paper says as widgets. Both move together.
 * Keys: Page Up, Page Down, Home, End turn pages; Ctrl with plus and minus zooms, with 0 fits the width, with 9 the page, with 2 shows two pages; Ctrl+T shows all
 * pages small; Ctrl+F seeks; F6 changes between image and content. Main thread.
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

  g_return_val_if_fail (CL_IS_PREVIEW (preview), FALSE);

  source = pdf != NULL ? cl_pdf_source_new (pdf, error) : NULL;
  if (pdf != NULL && source == NULL)
    return FALSE;
  cl_preview_set_source (preview, source);
  return TRUE;
}

void
cl_preview_set_source (ClPreview *preview, ClPdfSource *source)
{
  gboolean draft = source != NULL && cl_pdf_source_is_draft (source);
  guint n;

  stop_work (preview);
  g_set_object (&preview->source, source);
  cl_preview_forget_matches (preview);
  cl_preview_set_words (preview, NULL, NULL);
  /* What is beside the page keeps the old paper until the new one can be read. */
  if (!draft)
    cl_pdf_thumbs_set_source (CL_PDF_THUMBS (preview->thumbs), source);

  n = cl_preview_get_n_pages (preview);
  cl_preview_show_page (preview, n == 0 ? 0 : MIN (preview->page, n - 1));
  if (draft)
    return;
  if (source == NULL)
    cl_pdf_content_set_blocks (CL_PDF_CONTENT (preview->content), NULL);
  else
    {
      preview->reading = g_cancellable_new ();
      cl_pdf_source_read_async (source, preview->reading, read_cb, g_object_ref (preview));
      if (gtk_widget_get_visible (preview->search_bar))
        cl_preview_search_again (preview);
    }
}

/**
 * cl_preview_get_pdf:
 * @preview: the preview
 *
 * Returns: (transfer none) (nullable): the very file that is shown, to be printed and saved as it is; %NULL also while it is written
 */
GBytes *
cl_preview_get_pdf (ClPreview *preview)
{
  g_return_val_if_fail (CL_IS_PREVIEW (preview), NULL);

  return preview->source != NULL ? cl_pdf_source_get_pdf (preview->source) : NULL;
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
  cl_preview_show_page (preview, page);
  scrolled = gtk_widget_get_ancestor (preview->image, GTK_TYPE_SCROLLED_WINDOW);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), 0);
  cl_pdf_content_show_page (CL_PDF_CONTENT (preview->content), page);
}

/**
 * cl_preview_set_zoom:
 * @preview: the preview
 * @zoom: 1 is 96 dots an inch, 0 as wide as the pane, -1 the whole page
 */
void
cl_preview_set_zoom (ClPreview *preview, double zoom)
{
  g_return_if_fail (CL_IS_PREVIEW (preview));

  cl_pdf_page_set_zoom (CL_PDF_PAGE (preview->image), zoom);
  cl_pdf_page_set_zoom (CL_PDF_PAGE (preview->second), zoom);
  cl_preview_update_zoom (preview);
}

void
cl_preview_set_two_pages (ClPreview *preview, gboolean two)
{
  preview->two = two;
  if (preview->source == NULL)
    return;
  cl_preview_show_page (preview, preview->page);
  cl_announce (GTK_WIDGET (preview), two ? _("Two pages side by side") : _("One page"));
}

void
cl_preview_set_thumbnails (ClPreview *preview, gboolean shown)
{
  gboolean inside = cl_preview_has_focus (preview->thumbs);

  if (inside)
    gtk_widget_grab_focus (preview->image);
  gtk_widget_set_visible (preview->thumbs, shown);
  if (shown)
    cl_pdf_thumbs_focus (CL_PDF_THUMBS (preview->thumbs), preview->page);
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
  if (!paper && cl_preview_has_focus (preview->paned))
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
  return preview->source != NULL && !cl_pdf_source_is_draft (preview->source) && preview->reading == NULL && preview->finding == NULL && cl_pdf_page_is_drawn (CL_PDF_PAGE (preview->image));
}

ClPdfSource *
cl_preview_get_source (ClPreview *preview)
{
  return preview->source;
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
  gboolean in_content = cl_preview_has_focus (preview->content);
  gboolean inside = cl_preview_has_focus (GTK_WIDGET (preview));

  if (preview->source == NULL)
    return FALSE;
  if (!inside)
    return step > 0 ? gtk_widget_grab_focus (preview->image) : cl_pdf_content_focus (CL_PDF_CONTENT (preview->content));
  if (step > 0 && !in_content)
    return cl_pdf_content_focus (CL_PDF_CONTENT (preview->content));
  if (step < 0 && (in_content || !cl_preview_has_focus (preview->image)))
    return gtk_widget_grab_focus (preview->image);
  return FALSE;
}
