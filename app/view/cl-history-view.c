#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-details-private.h"
#include "cl-journal.h"
#include "cl-widgets-private.h"

typedef struct
{
  ClContext *context;
  ClLedger *ledger;
  gint64 id;
} History;

static void
history_free (gpointer data)
{
  History *history = data;

  g_object_unref (history->context);
  cl_ledger_unref (history->ledger);
  g_free (history);
}

static void
add_sentence (GtkListBox *list, const char *sentence)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cl_accessible_sentence (row, sentence);
  gtk_list_box_append (list, row);
}

/* The journal is read when somebody asks for it: its changesets are unpacked for that. */
static void
expanded_cb (GtkExpander *expander, GParamSpec *pspec, History *history)
{
  ClStore *store = cl_context_get_store (history->context);
  GtkWidget *list = gtk_expander_get_child (expander);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = NULL;

  if (!gtk_expander_get_expanded (expander) || gtk_widget_get_first_child (list) != NULL)
    return;
  steps = cl_journal_history (store, history->ledger, history->id, &error);
  if (steps == NULL)
    {
      add_sentence (GTK_LIST_BOX (list), error->message);
      return;
    }
  for (guint i = 0; i < steps->len; i++)
    {
      g_autofree char *sentence = cl_journal_step_say (g_ptr_array_index (steps, i), cl_store_get_reader (store));

      add_sentence (GTK_LIST_BOX (list), sentence);
    }
  if (steps->len == 0)
    add_sentence (GTK_LIST_BOX (list), _("Nothing has been changed yet"));
}

GtkWidget *
cl_history_view_new (ClContext *context, ClLedger *ledger, gint64 id)
{
  GtkWidget *expander = gtk_expander_new (_("History"));
  GtkWidget *list = gtk_list_box_new ();
  History *history = g_new (History, 1);

  *history = (History) { g_object_ref (context), cl_ledger_ref (ledger), id };
  g_object_set_data_full (G_OBJECT (expander), "cl-history", history, history_free);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "cl-fields");
  cl_accessible_name (list, _("History"));
  gtk_expander_set_child (GTK_EXPANDER (expander), list);
  gtk_widget_add_css_class (expander, "cl-section");
  cl_accessible_name (expander, _("History"));
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (expanded_cb), history);
  return expander;
}
