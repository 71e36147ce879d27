/* An attached scan is opened from the record: a picture as a page in a window of its own; what has no window here is offered to be saved. */

#include <adwaita.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "cl-details-private.h"
#include "cl-paper-window.h"
#include "cl-preview-private.h"
#include "cl-record-editor.h"
#include "cl-record-form-private.h"
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

/* What comes by itself: files dropped on the form, a picture pasted. */

static gboolean
match_photo (GtkWidget *widget, gconstpointer data)
{
  return CL_IS_FIELD_ROW (widget) && g_str_equal (cl_field_get_name (cl_field_row_get_field (CL_FIELD_ROW (widget))), "photo");
}

static gboolean
match_form (GtkWidget *widget, gconstpointer data)
{
  return CL_IS_RECORD_FORM (widget);
}

static gboolean
has_photo_row (gpointer editor)
{
  return office_find (editor, match_photo, NULL) != NULL;
}

static gboolean
has_file (gpointer row)
{
  return cl_field_row_get_files (row) != NULL;
}

static gboolean
is_said (gpointer row)
{
  return gtk_widget_get_visible (((ClFieldRow *) row)->message);
}

static gboolean
is_read (gpointer editor)
{
  return !cl_record_editor_is_editing (editor);
}

static ClFieldRow *
edit_photo (Office *office, GtkWidget *editor)
{
  cl_record_editor_edit (CL_RECORD_EDITOR (editor), NULL);
  g_assert_true (headless_wait (has_photo_row, editor, 10));
  return CL_FIELD_ROW (office_find (editor, match_photo, NULL));
}

/* As the window system does it. */
static gboolean
drop (GtkWidget *form, GSList *files)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (form);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) each = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (each))
        g_signal_emit_by_name (each, "drop", &value, 5.0, 5.0, &taken);
    }
  return taken;
}

static void
test_drop (void)
{
  Office office = { NULL };
  GtkWidget *editor;
  g_autofree char *path = NULL, *other = NULL, *empty = NULL;
  g_autoptr (GFile) file = NULL, second = NULL, folder = NULL, nothing = NULL, far = g_file_new_for_uri ("http://example.org/a.png");
  ClFieldRow *row;

  office_open (&office, TRUE);
  path = g_build_filename (office.folder, "照片.png", NULL);
  other = g_build_filename (office.folder, "另一张.png", NULL);
  empty = g_build_filename (office.folder, "空.png", NULL);
  g_assert_true (g_file_set_contents (path, "no picture, and never opened here", -1, NULL) && g_file_set_contents (other, "neither", -1, NULL) && g_file_set_contents (empty, "", 0, NULL));
  file = g_file_new_for_path (path);
  second = g_file_new_for_path (other);
  nothing = g_file_new_for_path (empty);
  folder = g_file_new_for_path (office.folder);
  editor = cl_record_editor_new (office.context);
  office_show (&office, editor);
  cl_record_editor_show (CL_RECORD_EDITOR (editor), cl_catalogue_find_ledger (office.catalogue, "person"), office.people[0]);
  row = edit_photo (&office, editor);
  {
    GSList refused[] = { { folder, &refused[1] }, { nothing, &refused[2] }, { far, NULL } };

    g_assert_true (drop (office_find (editor, match_form, NULL), refused));
    g_assert_null (cl_field_row_get_files (row));
    g_assert_true (is_said (row));
    g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "空.png"));
    g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (row->message)), "a.png"));
  }
  {
    GSList two[] = { { file, &two[1] }, { second, NULL } };

    g_assert_true (drop (office_find (editor, match_form, NULL), two));
    g_assert_cmpuint (cl_field_row_get_files (row)->len, ==, 1);
    g_assert_true (is_said (row));
  }
  cl_record_form_save (CL_RECORD_FORM (office_find (editor, match_form, NULL)));
  g_assert_true (headless_wait (is_read, editor, 10));
  g_assert_nonnull (find_button (editor, "document-open-symbolic"));
  office_close (&office);
}

/* The bytes of a picture become a file beside the data file, a draft names it, and the save takes it into the store and away from there. */
static void
test_paste (void)
{
  Office office = { NULL };
  GtkWidget *editor;
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 6, 8);
  g_autoptr (GdkContentProvider) provider = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *data = NULL, *pasted = NULL, *folder = NULL;
  GStatBuf status;
  ClFieldRow *row;
  gsize length;

  office_open (&office, TRUE);
  folder = g_strconcat (cl_store_get_path (office.store), ".drafts", NULL);
  editor = cl_record_editor_new (office.context);
  office_show (&office, editor);
  cl_record_editor_show (CL_RECORD_EDITOR (editor), cl_catalogue_find_ledger (office.catalogue, "person"), office.people[0]);
  row = edit_photo (&office, editor);
  cl_field_row_paste (row);
  g_assert_null (cl_field_row_get_files (row));
  gdk_pixbuf_fill (picture, 0x20c040ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &data, &length, "png", NULL, NULL));
  bytes = g_bytes_new (data, length);
  provider = gdk_content_provider_new_for_bytes ("image/png", bytes);
  g_assert_true (gdk_clipboard_set_content (gtk_widget_get_clipboard (editor), provider));
  cl_field_row_paste (row);
  g_assert_true (headless_wait (has_file, row, 10));
  pasted = g_file_get_path (cl_field_row_get_files (row)->pdata[0]);
  g_assert_true (g_str_has_prefix (pasted, folder) && g_str_has_suffix (pasted, ".png"));
  g_assert_cmpint (g_stat (pasted, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  /* Left and opened again it is still there. */
  cl_record_form_cancel (CL_RECORD_FORM (office_find (editor, match_form, NULL)));
  cl_record_form_cancel (CL_RECORD_FORM (office_find (editor, match_form, NULL)));
  row = edit_photo (&office, editor);
  g_assert_true (has_file (row));
  cl_record_form_save (CL_RECORD_FORM (office_find (editor, match_form, NULL)));
  g_assert_true (headless_wait (is_read, editor, 10));
  g_assert_nonnull (find_button (editor, "document-open-symbolic"));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  office_close (&office);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
  g_test_add_func ("/attachment/picture", test_picture);
  g_test_add_func ("/attachment/other", test_other);
  g_test_add_func ("/attachment/drop", test_drop);
  g_test_add_func ("/attachment/paste", test_paste);
  return g_test_run ();
}
