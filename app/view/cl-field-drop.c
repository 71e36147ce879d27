#include "cl-config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-record-form-private.h"

/* Files that come by themselves: dropped on the form, or pasted. Nothing is opened here: a picture goes as the bytes that it is, and is drawn by canlian-render alone. */

#define MEGABYTE ((goffset) 1024 * 1024)
#define LIMIT_MB 100

static const char *const picture_types[] = { "image/png", "image/jpeg", "image/tiff", "image/bmp", NULL };
static const char *const picture_endings[] = { "png", "jpg", "tiff", "bmp" };

static void
say (ClFieldRow *row, const char *text)
{
  cl_context_say (row->context, GTK_WIDGET (row), text);
}

/* Why @file cannot be attached; NULL: it can. */
static char *
refuse (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file), *name = cl_file_call (base);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = NULL;

  if (!g_file_is_native (file))
    return g_strdup_printf (_("“%s” does not lie on this computer. Save it here first, and attach it then"), name);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, &error);
  if (info == NULL)
    return g_strdup_printf (_("“%s” cannot be read: %s"), name, error->message);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return g_strdup_printf (_("“%s” is not a file. Attach the files in it one by one"), name);
  if (g_file_info_get_size (info) > LIMIT_MB * MEGABYTE)
    return g_strdup_printf (_("“%s” is larger than %d MB. Make it smaller, by scanning at 300 dots an inch, and attach it then"), name, LIMIT_MB);
  if (g_file_info_get_size (info) == 0)
    return g_strdup_printf (_("“%s” is empty"), name);
  return NULL;
}

/* Takes what can be taken of @files, and says what came of it. */
void
cl_field_row_take_files (ClFieldRow *row, GSList *files)
{
  g_autoptr (GString) said = g_string_new (NULL);
  g_autoptr (GPtrArray) good = g_ptr_array_new ();

  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autofree char *reason = refuse (link->data);

      if (reason == NULL)
        g_ptr_array_add (good, link->data);
      else
        g_string_append_printf (said, "%s%s", said->len > 0 ? "\n" : "", reason);
    }
  if (good->len > 1 && !cl_field_is_several (row->field))
    {
      g_string_append_printf (said, "%s%s", said->len > 0 ? "\n" : "", _("Only one file goes here; the first was taken"));
      g_ptr_array_set_size (good, 1);
    }
  if (good->len > 0)
    cl_field_row_attach (row, good);
  if (said->len > 0)
    cl_field_row_set_message (row, good->len > 0 ? "warning" : "error", said->str);
  else
    g_string_append_printf (said, ngettext ("%s: %u file attached", "%s: %u files attached", good->len), cl_field_get_label (row->field), good->len);
  say (row, said->str);
}

/* Where what was pasted lies until it is saved: beside the data file, for nobody else's eyes. */
static GFile *
create_pasted (ClFieldRow *row, const char *ending, GError **error)
{
  g_autofree char *folder = cl_drafts_get_folder (cl_context_get_store (row->context));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), _("The folder %s cannot be written: %s."), folder, g_strerror (errno));
      return NULL;
    }
  for (guint i = 0;; i++)
    {
      g_autofree char *number = i > 0 ? g_strdup_printf ("-%u", i + 1) : g_strdup ("");
      /* Translators: the name of a file: a time, a number, an ending */
      g_autofree char *name = g_strdup_printf (_("Picture %s%s.%s"), time, number, ending);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_file_new_for_path (path);
    }
}

/* A pasted picture that is not wanted any more, or is in the store by now. */
void
cl_field_row_forget_file (ClFieldRow *row, GFile *file)
{
  g_autofree char *folder = cl_drafts_get_folder (cl_context_get_store (row->context));
  g_autofree char *path = g_file_get_path (file), *parent = path != NULL ? g_path_get_dirname (path) : NULL;

  if (g_strcmp0 (folder, parent) != 0)
    return;
  g_unlink (path);
  g_rmdir (folder);
}

typedef struct
{
  ClFieldRow *row;
  GInputStream *stream;
  GByteArray *bytes;
  const char *ending;
} Paste;

static void
paste_free (Paste *paste)
{
  g_object_unref (paste->row);
  g_clear_object (&paste->stream);
  g_clear_pointer (&paste->bytes, g_byte_array_unref);
  g_free (paste);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Paste *paste = data;
  GSList files = { source, NULL };
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    cl_field_row_take_files (paste->row, &files);
  else
    say (paste->row, error->message);
  paste_free (paste);
}

static void
write_picture (Paste *paste)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = create_pasted (paste->row, paste->ending, &error);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL || paste->bytes->len == 0)
    {
      say (paste->row, file == NULL ? error->message : _("The picture on the clipboard is empty"));
      paste_free (paste);
      return;
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&paste->bytes));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, written_cb, paste);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Paste *paste = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) part = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (part == NULL || paste->bytes->len + g_bytes_get_size (part) > LIMIT_MB * MEGABYTE)
    {
      g_autofree char *text = part == NULL ? g_strdup (error->message) : g_strdup_printf (_("The picture on the clipboard is larger than %d MB"), LIMIT_MB);

      say (paste->row, text);
      paste_free (paste);
      return;
    }
  if (g_bytes_get_size (part) == 0)
    {
      write_picture (paste);
      return;
    }
  g_byte_array_append (paste->bytes, g_bytes_get_data (part, NULL), (guint) g_bytes_get_size (part));
  g_input_stream_read_bytes_async (paste->stream, (gsize) MEGABYTE, G_PRIORITY_DEFAULT, NULL, read_cb, paste);
}

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Paste *paste = data;
  const char *type = NULL;
  g_autoptr (GError) error = NULL;

  paste->stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &type, &error);
  for (guint i = 0; paste->stream != NULL && picture_types[i] != NULL; i++)
    if (g_strcmp0 (type, picture_types[i]) == 0)
      paste->ending = picture_endings[i];
  if (paste->stream == NULL || paste->ending == NULL)
    {
      say (paste->row, error != NULL ? error->message : _("There is neither a file nor a picture on the clipboard"));
      paste_free (paste);
      return;
    }
  paste->bytes = g_byte_array_new ();
  g_input_stream_read_bytes_async (paste->stream, (gsize) MEGABYTE, G_PRIORITY_DEFAULT, NULL, read_cb, paste);
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClFieldRow) row = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value != NULL)
    cl_field_row_take_files (row, g_value_get_boxed (value));
  else
    say (row, error->message);
}

static gboolean
has_type (GdkClipboard *clipboard, GType type)
{
  g_autoptr (GdkContentFormats) formats = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));

  return gdk_content_formats_contain_gtype (formats, type);
}

static gboolean
has_picture (GdkClipboard *clipboard)
{
  for (guint i = 0; picture_types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), picture_types[i]))
      return TRUE;
  return has_type (clipboard, GDK_TYPE_TEXTURE);
}

/* What lies on the clipboard, files before a picture, goes into @row. */
void
cl_field_row_paste (ClFieldRow *row)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (row));

  if (has_type (clipboard, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_cb, g_object_ref (row));
  else if (has_picture (clipboard))
    {
      Paste *paste = g_new0 (Paste, 1);

      paste->row = g_object_ref (row);
      gdk_clipboard_read_async (clipboard, (const char **) picture_types, G_PRIORITY_DEFAULT, NULL, picture_cb, paste);
    }
  else
    say (row, _("There is neither a file nor a picture on the clipboard"));
}

/* Where files go that are dropped or pasted somewhere on the form: into the row itself, else where several belong, else into the first that takes any. */
static ClFieldRow *
find_taker (ClRecordForm *form, GtkWidget *at)
{
  GtkWidget *row = at != NULL ? gtk_widget_get_ancestor (at, CL_TYPE_FIELD_ROW) : NULL;
  ClFieldRow *first = NULL;

  if (row != NULL && cl_field_get_field_type (CL_FIELD_ROW (row)->field) == CL_FIELD_ATTACHMENT)
    return CL_FIELD_ROW (row);
  cl_record_form_add_all_rows (form);
  for (guint i = 0; i < form->rows->len; i++)
    {
      ClFieldRow *each = form->rows->pdata[i];

      if (cl_field_get_field_type (each->field) != CL_FIELD_ATTACHMENT)
        continue;
      if (cl_field_is_several (each->field))
        return each;
      if (first == NULL)
        first = each;
    }
  return first;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, ClRecordForm *form)
{
  ClFieldRow *row = find_taker (form, gtk_widget_pick (GTK_WIDGET (form), x, y, GTK_PICK_DEFAULT));

  if (row == NULL)
    {
      cl_context_say (form->context, GTK_WIDGET (form), _("Nothing can be attached here"));
      return FALSE;
    }
  cl_field_row_take_files (row, g_value_get_boxed (value));
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}

/* Text is pasted as text; what is no text goes to where files belong. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint keycode, GdkModifierType state, ClRecordForm *form)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (form));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (form));
  ClFieldRow *row;

  if (!(key == GDK_KEY_v && modifiers == GDK_CONTROL_MASK) && !(key == GDK_KEY_Insert && modifiers == GDK_SHIFT_MASK))
    return FALSE;
  row = focus != NULL ? CL_FIELD_ROW (gtk_widget_get_ancestor (focus, CL_TYPE_FIELD_ROW)) : NULL;
  if (row != NULL && cl_field_get_field_type (row->field) != CL_FIELD_ATTACHMENT &&
      (has_type (clipboard, G_TYPE_STRING) || (!has_type (clipboard, GDK_TYPE_FILE_LIST) && !has_picture (clipboard))))
    return FALSE;
  row = find_taker (form, focus);
  if (row == NULL)
    return FALSE;
  cl_field_row_paste (row);
  return TRUE;
}

void
cl_record_form_accept_files (ClRecordForm *form)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* Before the entries do, which would write down the paths. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), form);
  gtk_widget_add_controller (GTK_WIDGET (form), GTK_EVENT_CONTROLLER (target));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), form);
  gtk_widget_add_controller (GTK_WIDGET (form), keys);
}
