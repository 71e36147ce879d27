/* Rows on their way from a spreadsheet program through the clipboard. */

#include "cl-config.h"

#include "cl-clipboard-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-file-dialog.h"
#include "cl-sheet-paste.h"

typedef struct
{
  GtkWidget *near;
  ClTableFunc func;
  GPtrArray *rows;
} Paste;

static void
paste_done (Paste *paste)
{
  paste->func (paste->near, paste->rows);
  g_object_unref (paste->near);
  g_free (paste);
}

static void
html_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Paste *paste = data;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (stream != NULL && g_output_stream_splice (memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL) >= 0)
    {
      g_autofree char *html = g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                                         g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
      g_autoptr (GPtrArray) table = cl_sheet_paste_read_html (html);

      if (table->len > 0 && (paste->rows->len == 0 || g_strv_length (table->pdata[0]) > g_strv_length (paste->rows->pdata[0])))
        {
          g_ptr_array_unref (paste->rows);
          paste->rows = g_steal_pointer (&table);
        }
    }
  paste_done (paste);
}

/* Spreadsheet programs give plain text with tabs; where there are none, a table may still be in the HTML. */
static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Paste *paste = data;
  GdkClipboard *clipboard = GDK_CLIPBOARD (source);
  g_autofree char *text = gdk_clipboard_read_text_finish (clipboard, result, NULL);
  static const char *mime_types[] = { "text/html", NULL };

  paste->rows = cl_sheet_paste_read_text (text != NULL ? text : "");
  if ((text != NULL && strchr (text, '\t') != NULL) || !gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "text/html"))
    paste_done (paste);
  else
    gdk_clipboard_read_async (clipboard, mime_types, G_PRIORITY_DEFAULT, NULL, html_read_cb, paste);
}

void
cl_clipboard_read_table (GtkWidget *near, ClTableFunc func)
{
  Paste *paste = g_new0 (Paste, 1);

  paste->near = g_object_ref (near);
  paste->func = func;
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (near), NULL, text_read_cb, paste);
}

char *
cl_clipboard_table_path (void)
{
  return g_build_filename (cl_file_propose_folder (), _("Pasted table"), NULL);
}
