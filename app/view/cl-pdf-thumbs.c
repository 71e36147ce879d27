#include "cl-config.h"

#include "cl-pdf-thumbs-private.h"

#include <glib/gi18n-lib.h>

#include "cl-widgets.h"

#define WIDTH 96 /* px of a page */

struct _ClPdfThumbs
{
  GtkWidget parent_instance;
  ClPdfSource *source;
  GtkWidget *scrolled, *list;
  GtkStringList *pages; /* as many as there are, each its number */
  GtkSingleSelection *selection;
  GHashTable *bound;    /* GtkWidget of a picture -> its page + 1, not yet drawn */
  guint idle;
  gboolean following;
};

G_DEFINE_FINAL_TYPE (ClPdfThumbs, cl_pdf_thumbs, GTK_TYPE_WIDGET)

static guint chosen_signal;

static void
rendered_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) picture = data;
  g_autoptr (GdkTexture) texture = cl_pdf_source_render_finish (CL_PDF_SOURCE (object), result, NULL);

  if (texture != NULL && g_task_get_cancellable (G_TASK (result)) == g_object_get_data (G_OBJECT (picture), "cl-rendering"))
    gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
}

static void
stop (GtkWidget *picture)
{
  GCancellable *rendering = g_object_get_data (G_OBJECT (picture), "cl-rendering");

  if (rendering != NULL)
    g_cancellable_cancel (rendering);
  g_object_set_data (G_OBJECT (picture), "cl-rendering", NULL);
}

static void
render (ClPdfThumbs *thumbs, GtkWidget *picture, guint page)
{
  g_autoptr (GCancellable) rendering = g_cancellable_new ();
  double width, height;

  cl_pdf_source_get_page_size (thumbs->source, page, &width, &height);
  g_object_set_data_full (G_OBJECT (picture), "cl-rendering", g_object_ref (rendering), g_object_unref);
  cl_pdf_source_render_async (thumbs->source, page, WIDTH * gtk_widget_get_scale_factor (picture) / width, rendering, rendered_cb, g_object_ref (picture));
}

/* A list view binds some two hundred rows; those that are seen are drawn. */
static gboolean
render_seen_cb (gpointer data)
{
  ClPdfThumbs *thumbs = data;
  float below = (float) gtk_widget_get_height (thumbs->scrolled);
  GHashTableIter iter;
  gpointer picture, page;

  thumbs->idle = 0;
  g_hash_table_iter_init (&iter, thumbs->bound);
  while (g_hash_table_iter_next (&iter, &picture, &page))
    {
      graphene_rect_t bounds;

      if (!gtk_widget_get_mapped (picture) || !gtk_widget_compute_bounds (picture, thumbs->scrolled, &bounds)
          || bounds.origin.y + bounds.size.height < 0 || bounds.origin.y > below)
        continue;
      render (thumbs, picture, GPOINTER_TO_UINT (page) - 1);
      g_hash_table_iter_remove (&iter);
    }
  return G_SOURCE_REMOVE;
}

static void
render_seen_soon (ClPdfThumbs *thumbs)
{
  if (thumbs->idle == 0 && thumbs->source != NULL)
    thumbs->idle = g_timeout_add (60, render_seen_cb, thumbs);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClPdfThumbs *thumbs)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *picture = gtk_picture_new (), *label = gtk_label_new (NULL);

  gtk_picture_set_keep_aspect_ratio (GTK_PICTURE (picture), TRUE);
  gtk_widget_add_css_class (picture, "card");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClPdfThumbs *thumbs)
{
  GtkWidget *box = gtk_list_item_get_child (item), *picture = gtk_widget_get_first_child (box);
  guint page = gtk_list_item_get_position (item), n = cl_pdf_source_get_n_pages (thumbs->source);
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *name = g_strdup_printf (_("Page %u of %u"), page + 1, n);
  double width, height;

  cl_pdf_source_get_page_size (thumbs->source, page, &width, &height);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), number);
  gtk_widget_set_size_request (picture, WIDTH, (int) (WIDTH * height / width));
  gtk_picture_set_paintable (GTK_PICTURE (picture), NULL);
  cl_list_item_set_name (item, name);
  g_hash_table_insert (thumbs->bound, picture, GUINT_TO_POINTER (page + 1));
  render_seen_soon (thumbs);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClPdfThumbs *thumbs)
{
  GtkWidget *picture = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  stop (picture);
  g_hash_table_remove (thumbs->bound, picture);
}

static void
selected_cb (ClPdfThumbs *thumbs)
{
  guint page = gtk_single_selection_get_selected (thumbs->selection);

  if (!thumbs->following && page != GTK_INVALID_LIST_POSITION)
    g_signal_emit (thumbs, chosen_signal, 0, page);
}

static void
cl_pdf_thumbs_dispose (GObject *object)
{
  ClPdfThumbs *thumbs = CL_PDF_THUMBS (object);

  thumbs->following = TRUE;
  g_clear_handle_id (&thumbs->idle, g_source_remove);
  g_clear_pointer (&thumbs->scrolled, gtk_widget_unparent);
  g_clear_object (&thumbs->selection);
  g_clear_object (&thumbs->pages);
  g_clear_object (&thumbs->source);
  G_OBJECT_CLASS (cl_pdf_thumbs_parent_class)->dispose (object);
}

static void
cl_pdf_thumbs_finalize (GObject *object)
{
  ClPdfThumbs *thumbs = CL_PDF_THUMBS (object);

  g_clear_handle_id (&thumbs->idle, g_source_remove);
  g_hash_table_unref (thumbs->bound);
  G_OBJECT_CLASS (cl_pdf_thumbs_parent_class)->finalize (object);
}

static void
cl_pdf_thumbs_class_init (ClPdfThumbsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_pdf_thumbs_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_pdf_thumbs_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  chosen_signal = g_signal_new ("page-chosen", CL_TYPE_PDF_THUMBS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
cl_pdf_thumbs_init (ClPdfThumbs *thumbs)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  thumbs->bound = g_hash_table_new (NULL, NULL);
  thumbs->pages = gtk_string_list_new (NULL);
  thumbs->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (thumbs->pages)));
  g_signal_connect_object (thumbs->selection, "notify::selected", G_CALLBACK (selected_cb), thumbs, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), thumbs, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), thumbs, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), thumbs, 0);
  thumbs->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (thumbs->selection)), factory);
  cl_accessible_name (thumbs->list, _("All pages small"));
  cl_list_leave_by_tab (thumbs->list);
  thumbs->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (thumbs->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (thumbs->scrolled), thumbs->list);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (thumbs->scrolled)), "value-changed", G_CALLBACK (render_seen_soon), thumbs, G_CONNECT_SWAPPED);
  g_signal_connect_object (thumbs->list, "map", G_CALLBACK (render_seen_soon), thumbs, G_CONNECT_SWAPPED);
  gtk_widget_set_focusable (thumbs->scrolled, FALSE);
  gtk_widget_set_size_request (thumbs->scrolled, WIDTH + 36, -1);
  gtk_widget_set_parent (thumbs->scrolled, GTK_WIDGET (thumbs));
}

GtkWidget *
cl_pdf_thumbs_new (void)
{
  return g_object_new (CL_TYPE_PDF_THUMBS, NULL);
}

void
cl_pdf_thumbs_set_source (ClPdfThumbs *thumbs, ClPdfSource *source)
{
  guint before = g_list_model_get_n_items (G_LIST_MODEL (thumbs->pages)), n = source != NULL ? cl_pdf_source_get_n_pages (source) : 0;
  g_autofree const char **names = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = "";
  thumbs->following = TRUE;
  /* Emptied first: what is bound is drawn from the old source. */
  gtk_string_list_splice (thumbs->pages, 0, before, NULL);
  g_set_object (&thumbs->source, source);
  gtk_string_list_splice (thumbs->pages, 0, 0, names);
  thumbs->following = FALSE;
}

static void
select_page (ClPdfThumbs *thumbs, guint page)
{
  thumbs->following = TRUE;
  gtk_single_selection_set_selected (thumbs->selection, page);
  gtk_widget_activate_action (thumbs->list, "list.scroll-to-item", "u", page);
  thumbs->following = FALSE;
}

void
cl_pdf_thumbs_set_page (ClPdfThumbs *thumbs, guint page)
{
  if (page < g_list_model_get_n_items (G_LIST_MODEL (thumbs->pages)) && gtk_single_selection_get_selected (thumbs->selection) != page)
    select_page (thumbs, page);
}

void
cl_pdf_thumbs_focus (ClPdfThumbs *thumbs, guint page)
{
  if (page >= g_list_model_get_n_items (G_LIST_MODEL (thumbs->pages)))
    return;
  select_page (thumbs, page);
  gtk_widget_child_focus (thumbs->list, GTK_DIR_TAB_FORWARD);
}
