#include "cl-config.h"

#include "cl-journal-page-private.h"

#include <glib/gi18n-lib.h>

#include "cl-announce.h"
#include "cl-ask-private.h"
#include "cl-export.h"
#include "cl-file-dialog.h"
#include "cl-widgets.h"

static const guint years[] = { 0, 5, 10, 15, 30 };

typedef struct
{
  ClJournalPage *page;
  GtkWidget *ask;
  GtkWidget *control;
} Asking;

static void
asking_free (gpointer data, GClosure *closure)
{
  g_object_unref (((Asking *) data)->page);
  g_free (data);
}

static void
export_cb (GtkWidget *button, Asking *asking)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (asking->control));
  g_autoptr (ClJournalPage) self = g_object_ref (asking->page);
  g_autofree char *path = g_str_has_prefix (typed, "~/") ? g_build_filename (g_get_home_dir (), typed + 2, NULL) : g_strdup (typed);
  g_autofree char *words = cl_journal_page_say_filter (self);
  g_autofree char *number = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  ClJournalFilter filter;
  guint n = 0;

  if (!g_path_is_absolute (path))
    {
      cl_ask_complain (asking->ask, asking->control, _("There is no such folder. Choose where the file shall lie."));
      return;
    }
  cl_journal_page_read_filter (self, &filter);
  if (!cl_export_journal (cl_context_get_store (self->context), &filter, words, path, &n, &number, &error))
    {
      cl_ask_complain (asking->ask, asking->control, error->message);
      return;
    }
  gtk_window_destroy (GTK_WINDOW (asking->ask));
  said = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %u entry, number %s", "%s: %u entries, number %s", n), path, n, number);
  cl_context_say (self->context, GTK_WIDGET (self), said);
}

static void
connect (GtkWidget *button, ClJournalPage *self, GtkWidget *ask, GtkWidget *control, GCallback callback)
{
  Asking *asking = g_new (Asking, 1);

  *asking = (Asking) { g_object_ref (self), ask, control };
  g_signal_connect_data (button, "clicked", callback, asking, asking_free, 0);
}

void
cl_journal_page_export (ClJournalPage *self)
{
  GtkWidget *rows, *button, *ask = cl_ask_new (GTK_WIDGET (self), _("Export the journal"), _("_Export"), &rows, &button);
  g_autofree char *path = cl_file_propose (CL_EXPORT_JOURNAL_TITLE, ".xlsx");
  GtkWidget *entry = cl_ask_add_entry (rows, _("Where to"), path);

  connect (button, self, ask, entry, G_CALLBACK (export_cb));
  cl_ask_present (ask, entry);
}

static void
keep_cb (GtkWidget *button, Asking *asking)
{
  g_autoptr (ClJournalPage) self = g_object_ref (asking->page);
  ClStore *store = cl_context_get_store (self->context);
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (asking->control));
  g_autoptr (GError) error = NULL;
  gint64 entry = 0;

  if (chosen < G_N_ELEMENTS (years) && cl_store_set_journal_years (store, years[chosen], &error))
    entry = cl_store_apply_journal_years (store, &error);
  gtk_window_destroy (GTK_WINDOW (asking->ask));
  if (entry == 0)
    cl_context_say (self->context, GTK_WIDGET (self), error != NULL ? error->message : "");
  else
    cl_context_say (self->context, GTK_WIDGET (self), entry > 0 ? _("What was older was removed from the journal") : _("Nothing in the journal is so old; nothing was removed"));
}

/* The rule holds from now on; what it makes too old goes at once, and at each start. */
void
cl_journal_page_keep (ClJournalPage *self)
{
  GtkWidget *rows, *button, *choice, *ask = cl_ask_new (GTK_WIDGET (self), _("How long the journal is kept"), _("_Keep it so"), &rows, &button);
  guint kept = cl_store_get_journal_years (cl_context_get_store (self->context)), selected = 0;
  const char *titles[G_N_ELEMENTS (years) + 1] = { _("For ever"), _("5 years"), _("10 years"), _("15 years"), _("30 years"), NULL };

  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    if (years[i] == kept)
      selected = i;
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (rows),
                                         _("Entries that are older are removed for good: what they did can then neither be undone nor told. That this was done stays in the journal."));
  choice = cl_ask_add_choice (rows, _("Keep entries"), titles, selected);
  connect (button, self, ask, choice, G_CALLBACK (keep_cb));
  cl_ask_present (ask, choice);
}
