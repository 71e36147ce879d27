#include "roster-reform-view.h"

#include <glib/gi18n-lib.h>

#include "roster-reform.h"

typedef struct
{
  ClContext *context;
  GtkWidget *due;
} Reports;

static void
reports_free (gpointer data)
{
  Reports *page = data;

  g_object_unref (page->context);
  g_free (page);
}

/* The day that was typed, or NULL with the entry saying why not. Transfer full. */
static char *
reports_get_due (Reports *page)
{
  g_autoptr (GError) error = NULL;
  char *due = cl_date_parse (gtk_editable_get_text (GTK_EDITABLE (page->due)), &error);

  cl_entry_set_error (page->due, error != NULL ? error->message : NULL);
  if (error != NULL)
    {
      cl_context_say (page->context, page->due, error->message);
      gtk_widget_grab_focus (page->due);
    }
  return due;
}

static void
reports_begin_cb (GtkWidget *button, Reports *page)
{
  g_autofree char *due = reports_get_due (page), *where = NULL, *paper = NULL, *words = NULL, *said = NULL;
  g_autoptr (GError) error = NULL;
  guint added;

  if (due == NULL)
    return;
  if (!roster_reform_begin (cl_context_get_store (page->context), due, &added, &error))
    {
      cl_context_say (page->context, button, error->message);
      return;
    }
  paper = cl_date_format_paper (due);
  where = g_strdup_printf ("due = '%s'", due);
  /* Translators: %s: the day when a report is due */
  words = g_strdup_printf (_("Report due on %s"), paper);
  said = added > 0 ? g_strdup_printf (ngettext ("%u row to fill in", "%u rows to fill in", added), added) : g_strdup (_("All units have their row already"));
  cl_context_show_list (page->context, "reform_progress", where, words);
  cl_context_say (page->context, button, said);
}

static void
reports_print_cb (GtkWidget *button, Reports *page)
{
  g_autofree char *due = reports_get_due (page);
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (due == NULL)
    return;
  g_hash_table_insert (parameters, g_strdup ("due"), g_steal_pointer (&due));
  cl_context_show_form (page->context, "attachment-1", parameters);
}

/**
 * roster_reform_view_new:
 * @context: what the page was given
 *
 * Returns: (transfer floating): the day when the report is due, and what to do with it
 */
GtkWidget *
roster_reform_view_new (ClContext *context)
{
  Reports *page = g_new0 (Reports, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *list = gtk_list_box_new (), *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *heading = gtk_label_new (_("Reform report")), *label, *row, *begin, *print;

  page->context = g_object_ref (context);
  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  label = gtk_label_new (_("Where the tasks of the reform are kept, attachment 1 counts them. Where they are not, begin a report: the township and each village get a row to fill in."));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  row = cl_entry_row_new (_("Report due on"), &page->due);
  gtk_editable_set_text (GTK_EDITABLE (page->due), cl_today ());
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_focusable (list, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  begin = cl_text_button_new (_("Begin for All _Villages"), NULL);
  print = cl_text_button_new ("附件_1", NULL);
  g_signal_connect (begin, "clicked", G_CALLBACK (reports_begin_cb), page);
  g_signal_connect (print, "clicked", G_CALLBACK (reports_print_cb), page);
  gtk_box_append (GTK_BOX (bar), begin);
  gtk_box_append (GTK_BOX (bar), print);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), bar);
  g_object_set_data_full (G_OBJECT (box), "roster-reform", page, reports_free);
  return box;
}
