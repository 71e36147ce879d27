#include "cl-config.h"

#include "cl-announce.h"
#include "cl-pdf-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cl-span.h"
#include "cl-widgets.h"

#define MARGIN 18.0
#define LEAST 120 /* pixels, of a page that takes the room it is given */
#define SCREEN_DPI 96.0

struct _ClPdfPage
{
  GtkWidget parent_instance;
  ClPdfSource *source;
  guint number;
  double zoom;
  double width, height; /* pt */
  GdkTexture *texture;
  double texture_scale; /* pixels a pt asked for, 0: none */
  GCancellable *rendering;
  guint idle;
  GArray *found;        /* ClPdfMatch, all pages */
  guint current;
  ClPdfArea read;
  char *trouble;        /* in the page's place, where it could not be drawn */
};

G_DEFINE_FINAL_TYPE (ClPdfPage, cl_pdf_page, GTK_TYPE_WIDGET)

enum
{
  GO,
  ZOOM,
  DRAWING,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Logical pixels a pt. */
static double
scale_of (ClPdfPage *page)
{
  double across = MAX (gtk_widget_get_width (GTK_WIDGET (page)) - 2 * MARGIN, 60) / MAX (page->width, 1);
  double down = MAX (gtk_widget_get_height (GTK_WIDGET (page)) - 2 * MARGIN, 60) / MAX (page->height, 1);

  if (page->zoom > 0)
    return page->zoom * SCREEN_DPI / 72.0;
  return page->zoom < 0 ? MIN (across, down) : across;
}

/* Where the paper begins: it stands in the middle of what is given. */
static double
left_of (ClPdfPage *page, double scale)
{
  return floor (MAX (MARGIN, (gtk_widget_get_width (GTK_WIDGET (page)) - page->width * scale) / 2));
}

static void
rendered_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClPdfPage) page = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = cl_pdf_source_render_finish (CL_PDF_SOURCE (object), result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != page->rendering)
    return;
  g_clear_pointer (&page->trouble, g_free);
  if (texture == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      page->trouble = g_strdup (error->message);
      cl_announce (GTK_WIDGET (page), page->trouble);
      gtk_widget_queue_draw (GTK_WIDGET (page));
    }
  if (texture == NULL)
    return;
  g_clear_object (&page->rendering);
  g_set_object (&page->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (page));
  /* The next page is there before it is turned to. */
  cl_pdf_source_prepare (page->source, page->number + 1, page->texture_scale);
}

static void
render (ClPdfPage *page)
{
  double scale = scale_of (page) * gtk_widget_get_scale_factor (GTK_WIDGET (page));
  GdkTexture *cached;

  if (page->source == NULL || gtk_widget_get_width (GTK_WIDGET (page)) == 0 || ABS (scale - page->texture_scale) < 1e-6)
    return;
  if (page->rendering != NULL)
    g_cancellable_cancel (page->rendering);
  g_set_object (&page->rendering, NULL);
  page->rendering = g_cancellable_new ();
  page->texture_scale = scale;
  g_signal_emit (page, signals[DRAWING], 0);
  cached = cl_pdf_source_get_rendered (page->source, page->number, scale);
  if (cached != NULL)
    {
      g_clear_object (&page->rendering);
      g_set_object (&page->texture, cached);
      gtk_widget_queue_draw (GTK_WIDGET (page));
      return;
    }
  cl_pdf_source_render_async (page->source, page->number, scale, page->rendering, rendered_cb, g_object_ref (page));
}

static gboolean
render_idle_cb (gpointer data)
{
  CL_SPAN ("preview: draw");
  ClPdfPage *page = data;

  page->idle = 0;
  render (page);
  return G_SOURCE_REMOVE;
}

static void
render_soon (ClPdfPage *page)
{
  if (page->idle == 0)
    page->idle = g_idle_add (render_idle_cb, page);
}

static GtkSizeRequestMode
cl_pdf_page_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cl_pdf_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  ClPdfPage *page = CL_PDF_PAGE (widget);
  double scale = page->zoom * SCREEN_DPI / 72.0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = page->zoom > 0 ? (int) (page->width * scale + 2 * MARGIN) : LEAST;
      *natural = MAX (*minimum, 480);
    }
  else if (page->zoom < 0)
    *minimum = *natural = LEAST;
  else
    {
      if (page->zoom <= 0)
        scale = MAX ((for_size > 0 ? for_size : 480) - 2 * MARGIN, 60) / MAX (page->width, 1);
      *minimum = *natural = (int) (page->height * scale + 2 * MARGIN);
      /* Of any width: as low as the narrowest page is. */
      if (page->zoom <= 0 && for_size < 0)
        *minimum = (int) (page->height * (LEAST - 2 * MARGIN) / MAX (page->width, 1)) + 2 * MARGIN;
    }
}

static void
cl_pdf_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  render_soon (CL_PDF_PAGE (widget));
}

static void
mark (GtkSnapshot *snapshot, const ClPdfArea *area, double x, double y, double scale, const GdkRGBA *fill, const GdkRGBA *line)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) (x + area->x * scale - 2), (float) (y + area->y * scale - 2),
                                             (float) (area->width * scale + 4), (float) (area->height * scale + 4));
  GskRoundedRect outline;

  gtk_snapshot_append_color (snapshot, fill, &rect);
  gsk_rounded_rect_init_from_rect (&outline, &rect, 2);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 }, (GdkRGBA[4]){ *line, *line, *line, *line });
}

static void
draw_trouble (ClPdfPage *page, GtkSnapshot *snapshot, double x, double y, double width)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (page), page->trouble);

  pango_layout_set_width (layout, (int) (MAX (width - 2 * MARGIN, 60) * PANGO_SCALE));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + MARGIN), (float) (y + MARGIN)));
  gtk_snapshot_append_layout (snapshot, layout, &black);
  gtk_snapshot_restore (snapshot);
}

static void
cl_pdf_page_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 }, shadow = { 0, 0, 0, 0.28f }, edge = { 0, 0, 0, 0.18f };
  static const GdkRGBA found = { 1, 0.82f, 0.1f, 0.35f }, current = { 1, 0.45f, 0, 0.35f }, none = { 0, 0, 0, 0 }, hot = { 0.85f, 0.33f, 0, 1 };
  static const GdkRGBA reading = { 0.11f, 0.44f, 0.85f, 0.10f }, reader = { 0.11f, 0.44f, 0.85f, 1 };
  ClPdfPage *page = CL_PDF_PAGE (widget);
  double scale = scale_of (page), width = page->width * scale, height = page->height * scale;
  double x = left_of (page, scale), y = MARGIN;
  graphene_rect_t paper = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
  GskRoundedRect outline;

  if (page->source == NULL)
    return;
  gsk_rounded_rect_init_from_rect (&outline, &paper, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &edge, 0, 0, 1, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 1, 0, 5);
  gtk_snapshot_append_color (snapshot, &white, &paper);
  if (page->texture != NULL)
    gtk_snapshot_append_texture (snapshot, page->texture, &paper);
  else if (page->trouble != NULL)
    draw_trouble (page, snapshot, x, y, width);

  for (guint i = 0; page->found != NULL && i < page->found->len; i++)
    {
      const ClPdfMatch *match = &g_array_index (page->found, ClPdfMatch, i);
      if (match->page == page->number)
        mark (snapshot, &match->area, x, y, scale, i == page->current ? &current : &found, i == page->current ? &hot : &none);
    }
  if (page->read.width > 0)
    mark (snapshot, &page->read, x, y, scale, &reading, &reader);
  if (gtk_widget_has_visible_focus (widget))
    {
      GskRoundedRect ring = outline;
      gsk_rounded_rect_shrink (&ring, -4, -4, -4, -4);
      gtk_snapshot_append_border (snapshot, &ring, (float[4]){ 2, 2, 2, 2 }, (GdkRGBA[4]){ reader, reader, reader, reader });
    }
}

static void
scroll_to (ClPdfPage *page, const ClPdfArea *area)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (page), GTK_TYPE_SCROLLED_WINDOW);
  double scale = scale_of (page), x = 0, y = 0;

  if (scrolled == NULL || !gtk_widget_translate_coordinates (GTK_WIDGET (page), gtk_widget_get_parent (GTK_WIDGET (page)), left_of (page, scale), MARGIN, &x, &y))
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), y + area->y * scale - 60,
                             y + (area->y + area->height) * scale + 60);
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)), x + area->x * scale - 40,
                             x + (area->x + area->width) * scale + 40);
}

static gboolean
scroll_by (ClPdfPage *page, GtkOrientation orientation, double steps)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (page), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;

  if (scrolled == NULL)
    return FALSE;
  adjustment = orientation == GTK_ORIENTATION_VERTICAL ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled))
                                                       : gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + steps * 48);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, ClPdfPage *page)
{
  int go = 0;

  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      go = 1;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      go = -1;
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      go = G_MININT;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      go = G_MAXINT;
      break;
    case GDK_KEY_Down:
      return scroll_by (page, GTK_ORIENTATION_VERTICAL, 1);
    case GDK_KEY_Up:
      return scroll_by (page, GTK_ORIENTATION_VERTICAL, -1);
    case GDK_KEY_Right:
      return scroll_by (page, GTK_ORIENTATION_HORIZONTAL, 1);
    case GDK_KEY_Left:
      return scroll_by (page, GTK_ORIENTATION_HORIZONTAL, -1);
    default:
      return GDK_EVENT_PROPAGATE;
    }
  g_signal_emit (page, signals[GO], 0, go);
  return GDK_EVENT_STOP;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, ClPdfPage *page)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!(modifiers & GDK_CONTROL_MASK) || dy == 0)
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (page, signals[ZOOM], 0, cl_pdf_page_get_zoom (page) * (dy < 0 ? 1.1 : 1 / 1.1));
  return GDK_EVENT_STOP;
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, ClPdfPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (page));
}

static void
focus_changed_cb (ClPdfPage *page)
{
  gtk_widget_queue_draw (GTK_WIDGET (page));
}

static void
cl_pdf_page_dispose (GObject *object)
{
  ClPdfPage *page = CL_PDF_PAGE (object);

  g_clear_handle_id (&page->idle, g_source_remove);
  if (page->rendering != NULL)
    g_cancellable_cancel (page->rendering);
  g_clear_object (&page->rendering);
  g_clear_object (&page->source);
  g_clear_pointer (&page->trouble, g_free);
  g_clear_object (&page->texture);
  g_clear_pointer (&page->found, g_array_unref);
  G_OBJECT_CLASS (cl_pdf_page_parent_class)->dispose (object);
}

static void
cl_pdf_page_class_init (ClPdfPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_pdf_page_dispose;
  widget_class->get_request_mode = cl_pdf_page_get_request_mode;
  widget_class->measure = cl_pdf_page_measure;
  widget_class->size_allocate = cl_pdf_page_size_allocate;
  widget_class->snapshot = cl_pdf_page_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "pdfpage");
  signals[GO] = g_signal_new ("go", CL_TYPE_PDF_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[DRAWING] = g_signal_new ("drawing", CL_TYPE_PDF_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ZOOM] = g_signal_new ("zoom-changed", CL_TYPE_PDF_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
cl_pdf_page_init (ClPdfPage *page)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *click = gtk_gesture_click_new ();

  page->width = 595;
  page->height = 842;
  gtk_widget_set_focusable (GTK_WIDGET (page), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (page), TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), page);
  gtk_widget_add_controller (GTK_WIDGET (page), keys);
  g_signal_connect (wheel, "scroll", G_CALLBACK (scroll_cb), page);
  gtk_widget_add_controller (GTK_WIDGET (page), wheel);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), page);
  gtk_widget_add_controller (GTK_WIDGET (page), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (page, "notify::has-focus", G_CALLBACK (focus_changed_cb), NULL);
  g_signal_connect_swapped (page, "notify::scale-factor", G_CALLBACK (render_soon), page);
  cl_accessible_name (GTK_WIDGET (page), _("No page"));
}

GtkWidget *
cl_pdf_page_new (void)
{
  return g_object_new (CL_TYPE_PDF_PAGE, NULL);
}

/**
 * cl_pdf_page_set_source:
 * @page: the widget
 * @source: (nullable): the file
 * @number: which page, from 0
 *
 * The old image stays until the new one is drawn where it is the same page of a file made anew, as large as it was: a preview that follows its parameters must not flicker.
 */
void
cl_pdf_page_set_source (ClPdfPage *page, ClPdfSource *source, guint number)
{
  g_autofree char *name = NULL;
  gboolean same = page->number == number;

  g_set_object (&page->source, source);
  page->number = number;
  page->texture_scale = 0;
  page->read = (ClPdfArea){ 0, 0, 0, 0 };
  g_clear_pointer (&page->trouble, g_free);
  if (source != NULL)
    {
      double width, height;

      cl_pdf_source_get_page_size (source, number, &width, &height);
      same = same && fabs (width - page->width) < 1 && fabs (height - page->height) < 1;
      page->width = width;
      page->height = height;
      name = g_strdup_printf (_("Page %u of %u"), number + 1, cl_pdf_source_get_n_pages (source));
    }
  if (source == NULL || !same)
    g_clear_object (&page->texture);
  cl_accessible_name (GTK_WIDGET (page), name != NULL ? name : _("No page"));
  gtk_widget_queue_resize (GTK_WIDGET (page));
  gtk_widget_queue_draw (GTK_WIDGET (page));
  render_soon (page);
}

void
cl_pdf_page_set_zoom (ClPdfPage *page, double zoom)
{
  page->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (page));
  gtk_widget_queue_draw (GTK_WIDGET (page));
  render_soon (page);
}

double
cl_pdf_page_get_zoom (ClPdfPage *page)
{
  return scale_of (page) * 72.0 / SCREEN_DPI;
}

void
cl_pdf_page_set_found (ClPdfPage *page, GArray *matches, guint current)
{
  if (matches != NULL)
    g_array_ref (matches);
  g_clear_pointer (&page->found, g_array_unref);
  page->found = matches;
  page->current = current;
  if (matches != NULL && current < matches->len && g_array_index (matches, ClPdfMatch, current).page == page->number)
    scroll_to (page, &g_array_index (matches, ClPdfMatch, current).area);
  gtk_widget_queue_draw (GTK_WIDGET (page));
}

void
cl_pdf_page_set_read (ClPdfPage *page, const ClPdfArea *area)
{
  page->read = area != NULL ? *area : (ClPdfArea){ 0, 0, 0, 0 };
  if (page->read.width > 0)
    scroll_to (page, &page->read);
  gtk_widget_queue_draw (GTK_WIDGET (page));
}

gboolean
cl_pdf_page_is_drawn (ClPdfPage *page)
{
  return page->source != NULL && page->texture != NULL && page->rendering == NULL && page->idle == 0;
}
