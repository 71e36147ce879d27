/* An attached scan is opened from the record: a picture as a page in a window of its own; what has no window here is offered to be saved. */

#include <adwaita.h>
#include <gdk-pixbuf/gdk-pixbuf.h>

#include "cl-details-private.h"
#include "cl-paper-window.h"
#include "cl-preview-private.h"
#include "headless.h"
#include "office.h"

typedef struct
{
  Office *office;
  GFile *file;
} Attaching;

static gboolean
attach_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  Attaching *attaching = data;
  g_autoptr (ClRecord) record = cl_record_load (cl_transaction_get_database (transaction),
                                                cl_catalogue_find_ledger (attaching->office->catalogue, "person"), attaching->office->people[0], error);
  gint64 id = cl_transaction_attach (transaction, attaching->file, error);

  if (record == NULL || id == 0)
    return FALSE;
  cl_record_set_reference (record, "photo", id);
  return cl_transaction_save (transaction, record, error);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *icon)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, icon);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_window (GType type)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

static gboolean
is_open (gpointer type)
{
  return find_window (GPOINTER_TO_SIZE (type)) != NULL;
}

static void
check_file (const char *name, const char *contents, gsize length, GType expected)
{
  Office office = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  GtkWidget *details, *button;
  Attaching attaching;

  office_open (&office, TRUE);
  path = g_build_filename (office.folder, name, NULL);
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
  file = g_file_new_for_path (path);
  attaching = (Attaching) { &office, file };
  g_assert_cmpint (cl_store_write (office.store, "attach", attach_cb, &attaching, &error), >, 0);
  g_assert_no_error (error);

  details = cl_details_new (office.context);
  office_show (&office, details);
  cl_details_show (CL_DETAILS (details), cl_catalogue_find_ledger (office.catalogue, "person"), office.people[0]);
  button = find_button (details, "document-open-symbolic");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (headless_wait (is_open, GSIZE_TO_POINTER (expected), 20));
  if (expected == CL_TYPE_PAPER_WINDOW)
    g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (find_window (expected))), ==, name);
  gtk_window_destroy (GTK_WINDOW (find_window (expected)));
  office_close (&office);
}

static void
test_picture (void)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 60, 80);
  g_autofree char *data = NULL;
  gsize length;

  gdk_pixbuf_fill (picture, 0x20c040ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &data, &length, "png", NULL, NULL));
  check_file ("照片.png", data, length, CL_TYPE_PAPER_WINDOW);
}

static void
test_other (void)
{
  check_file ("说明.txt", "一行", 6, GTK_TYPE_FILE_CHOOSER_DIALOG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
  g_test_add_func ("/attachment/picture", test_picture);
  g_test_add_func ("/attachment/other", test_other);
  return g_test_run ();
}
