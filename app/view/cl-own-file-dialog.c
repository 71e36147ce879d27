/* Ledgers, forms and rule sets of the office's own: taken in from a file, replaced by a new version, hidden, saved as a file again. */

#include "cl-config.h"

#include "cl-own-file-dialog.h"

#include <glib/gi18n-lib.h>

#include "cl-ask-private.h"
#include "cl-citizen-id.h"
#include "cl-file-dialog.h"
#include "cl-own-dialog-private.h"
#include "cl-own.h"
#include "cl-template.h"
#include "cl-widgets.h"

typedef struct
{
  ClContext *context;
  GtkWidget *near, *ask;
  GtkWidget *which, *what;
  ClOwnKind kind;
  char *called, *text; /* of the file */
  char *name;          /* of what is saved */
  GPtrArray *list;     /* ClOwnDescription */
} OwnFile;

static OwnFile *
own_file_new (GtkWidget *near, ClContext *context)
{
  OwnFile *self = g_new0 (OwnFile, 1);

  self->context = g_object_ref (context);
  self->near = g_object_ref (near);
  return self;
}

static void
own_file_free (gpointer data)
{
  OwnFile *self = data;

  g_object_unref (self->context);
  g_object_unref (self->near);
  g_free (self->called);
  g_free (self->text);
  g_free (self->name);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_free (self);
}

static void
free_closure (gpointer data, GClosure *closure)
{
  own_file_free (data);
}

static const char *
get_title (GPtrArray *list, ClOwnKind kind, const char *name)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const ClOwnDescription *one = list->pdata[i];

      if (one->kind == kind && g_str_equal (one->name, name))
        return one->title;
    }
  return name;
}

static gboolean
take (OwnFile *self, gboolean replace, GError **error)
{
  ClStore *store = cl_context_get_store (self->context);
  g_autofree char *name = cl_form_add_own_text (store, self->kind, self->called, self->text, replace, error), *said = NULL;
  g_autoptr (GPtrArray) list = name != NULL ? cl_store_list_own (store, NULL) : NULL;
  static const char *const added[] = { N_("Ledger added: %s"), N_("Form added: %s"), N_("Rule set added: %s") };

  if (name == NULL)
    return FALSE;
  {
    g_auto (GStrv) parts = g_strsplit (_(added[self->kind]), "%s", 2);

    said = g_strconcat (parts[0], get_title (list, self->kind, name), parts[1], NULL);
  }
  cl_own_say (self->near, self->context, said);
  return TRUE;
}

static void
replace_cb (OwnFile *self)
{
  g_autoptr (GError) error = NULL;

  if (!take (self, TRUE, &error))
    cl_context_say (self->context, self->near, error->message);
  gtk_window_destroy (GTK_WINDOW (self->ask));
}

static void
ask_to_replace (GtkWidget *near, ClContext *context, OwnFile *from)
{
  OwnFile *self = own_file_new (near, context);
  const char *words = _("The office has one of that name already. What is entered stays; the former version is kept.");
  GtkWidget *rows, *button;

  self->kind = from->kind;
  self->called = g_strdup (from->called);
  self->text = g_strdup (from->text);
  self->ask = cl_ask_new (near, _("Replace by the new version?"), _("_Replace"), &rows, &button);
  cl_ask_add_words (rows, self->called, words);
  cl_accessible_describe (button, words);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-own-file", self, own_file_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (replace_cb), self);
  cl_ask_present (self->ask, button);
}

static void
opened_cb (GtkDialog *dialog, int response, OwnFile *self)
{
  g_autofree char *path = cl_file_dialog_get_path (dialog, response), *name = NULL, *there = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  self->called = g_path_get_basename (path);
  self->text = cl_own_read_file (path, &error);
  name = self->text != NULL ? cl_own_read_kind (self->called, self->text, &self->kind, &error) : NULL;
  there = name != NULL ? cl_store_get_own_text (cl_context_get_store (self->context), self->kind, name, NULL) : NULL;
  if (there != NULL)
    ask_to_replace (self->near, self->context, self);
  else if (name == NULL || !take (self, FALSE, &error))
    cl_context_say (self->context, self->near, error->message);
}

/**
 * cl_own_file_dialog_add:
 * @near: over whose window
 * @context: the context
 *
 * Asks for a file that describes a ledger, form or rule set, and takes it in. Main thread.
 */
void
cl_own_file_dialog_add (GtkWidget *near, ClContext *context)
{
  GtkWidget *dialog = cl_file_dialog_new (near, _("Ledger, form or rules to be added"), GTK_FILE_CHOOSER_ACTION_OPEN);
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Ledgers, forms and rules (.xml)"));
  gtk_file_filter_add_pattern (filter, "*.xml");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_object_unref (filter);
  g_signal_connect_data (dialog, "response", G_CALLBACK (opened_cb), own_file_new (near, context), free_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
saved_cb (GtkDialog *dialog, int response, OwnFile *self)
{
  g_autofree char *path = cl_file_dialog_get_path (dialog, response), *called = NULL, *said = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  called = cl_path_call (path);
  if (g_file_set_contents (path, self->text, -1, &error))
    said = g_strdup_printf (_("Saved as %s"), called);
  cl_context_say (self->context, self->near, said != NULL ? said : error->message);
}

static void
save (OwnFile *self, const ClOwnDescription *one, const char *text)
{
  GtkWidget *dialog = cl_file_dialog_new (self->near, _("Save as a file"), GTK_FILE_CHOOSER_ACTION_SAVE);
  g_autofree char *base = g_strconcat (one->name, ".xml", NULL);
  OwnFile *saving = own_file_new (self->near, self->context);

  saving->text = g_strdup (text);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), base);
  g_signal_connect_data (dialog, "response", G_CALLBACK (saved_cb), saving, free_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
do_cb (OwnFile *self)
{
  ClStore *store = cl_context_get_store (self->context);
  const ClOwnDescription *one = self->list->pdata[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->which))];
  guint what = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->what));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = what == 2 ? cl_store_get_own_text (store, one->kind, one->name, &error) : NULL, *said = NULL;

  if (text != NULL)
    save (self, one, text);
  else if (error == NULL && cl_store_hide_own (store, one->kind, one->name, what == 0, &error))
    {
      said = g_strdup_printf (what == 0 ? _("%s is hidden; what it holds is kept") : _("%s is shown again"), one->title);
      cl_own_say (self->near, self->context, said);
    }
  if (error != NULL)
    cl_context_say (self->context, self->near, error->message);
  gtk_window_destroy (GTK_WINDOW (self->ask));
}

/**
 * cl_own_file_dialog_manage:
 * @near: over whose window
 * @context: the context
 *
 * Lists what the office added, to be hidden, shown again or saved as a file. Main thread.
 */
void
cl_own_file_dialog_manage (GtkWidget *near, ClContext *context)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = cl_store_list_own (cl_context_get_store (context), &error);
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  g_auto (GStrv) choices = NULL;
  const char *const whats[] = { _("Hide"), _("Show again"), _("Save as a file"), NULL };
  const char *const kinds[] = { _("Ledger"), _("Form"), _("Rule set") };
  GtkWidget *rows, *button;
  OwnFile *self;

  if (list == NULL || list->len == 0)
    {
      cl_context_say (context, near, error != NULL ? error->message : _("The office has added no ledger, form or rule set of its own yet."));
      return;
    }
  for (guint i = 0; i < list->len; i++)
    {
      const ClOwnDescription *one = list->pdata[i];
      /* Translators: kind and title of something that the office added */
      g_autofree char *title = g_strdup_printf (one->hidden ? _("%s: %s (hidden)") : _("%s: %s"), kinds[one->kind], one->title);

      g_strv_builder_add (titles, title);
    }
  choices = g_strv_builder_end (titles);
  self = own_file_new (near, context);
  self->list = g_steal_pointer (&list);
  self->ask = cl_ask_new (near, _("The office's own ledgers, forms and rules"), _("_OK"), &rows, &button);
  self->which = cl_ask_add_choice (rows, _("Which"), (const char *const *) choices, 0);
  self->what = cl_ask_add_choice (rows, _("What to do"), whats, 0);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-own-file", self, own_file_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (do_cb), self);
  cl_ask_present (self->ask, self->which);
}
