/* A column of the office's own: its name, what kind of thing it holds, and what it is chosen from. */

#include "cl-config.h"

#include "cl-own-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "cl-ask-private.h"
#include "cl-own.h"
#include "cl-widgets.h"

/* Until the page that had the column added is there again, and its row has the focus. */
#define SAY_MS 500

typedef struct
{
  ClContext *context;
  GtkWidget *window;
  char *words;
} Saying;

static void
saying_free (gpointer data)
{
  Saying *saying = data;

  g_object_unref (saying->context);
  g_object_unref (saying->window);
  g_free (saying->words);
  g_free (saying);
}

static gboolean
say_cb (gpointer data)
{
  Saying *saying = data;

  if (gtk_widget_get_mapped (saying->window))
    cl_context_say (saying->context, saying->window, saying->words);
  return G_SOURCE_REMOVE;
}

void
cl_own_say (GtkWidget *near, ClContext *context, const char *words)
{
  Saying *saying = g_new (Saying, 1);
  GtkRoot *root = gtk_widget_get_root (near);

  *saying = (Saying) { g_object_ref (context), g_object_ref (root != NULL ? GTK_WIDGET (root) : near), g_strdup (words) };
  g_timeout_add_full (G_PRIORITY_DEFAULT, SAY_MS, say_cb, saying, saying_free);
}

typedef struct
{
  ClContext *context;
  ClLedger *ledger;
  GtkWidget *ask, *near;
  GtkWidget *name, *type, *values, *target, *shown;
  GArray *types;      /* ClFieldType */
  GPtrArray *ledgers; /* ClLedger, not owned */
} OwnDialog;

static void
own_dialog_free (gpointer data)
{
  OwnDialog *self = data;

  g_object_unref (self->context);
  cl_ledger_unref (self->ledger);
  g_object_unref (self->near);
  g_array_unref (self->types);
  g_ptr_array_unref (self->ledgers);
  g_free (self);
}

static ClFieldType
get_type (OwnDialog *self)
{
  return g_array_index (self->types, ClFieldType, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->type)));
}

static void
show_row (GtkWidget *control, gboolean shown)
{
  gtk_widget_set_visible (gtk_widget_get_ancestor (control, ADW_TYPE_ACTION_ROW), shown);
}

/* Only what the kind asks for. */
static void
type_changed_cb (OwnDialog *self)
{
  show_row (self->values, get_type (self) == CL_FIELD_CODE);
  show_row (self->target, get_type (self) == CL_FIELD_REFERENCE);
}

/* "砖混、土木、其他" as people write it. */
static char *
read_values (OwnDialog *self)
{
  g_autoptr (GString) text = g_string_new (gtk_editable_get_text (GTK_EDITABLE (self->values)));
  static const char *const marks[] = { "、", "，", "；", ",", ";" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    g_string_replace (text, marks[i], "|", 0);
  return g_strdup (text->str);
}

static void
add_cb (OwnDialog *self)
{
  const char *label = gtk_editable_get_text (GTK_EDITABLE (self->name));
  ClFieldType type = get_type (self);
  g_autofree char *values = type == CL_FIELD_CODE ? read_values (self) : NULL;
  const char *of = values;
  gboolean is_public = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->shown)) == 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  /* The page beside it is made anew, and this window must outlive it. */
  g_autoptr (ClContext) context = g_object_ref (self->context);
  GtkWidget *ask = self->ask;

  if (type == CL_FIELD_REFERENCE)
    of = cl_ledger_get_name (self->ledgers->pdata[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->target))]);
  if (cl_store_add_own_field (cl_context_get_store (context), self->ledger, label, type, of, is_public ? NULL : "health", &error) == NULL)
    {
      cl_ask_complain (ask, self->name, error->message);
      return;
    }
  /* Translators: the name of a column that was added */
  said = g_strdup_printf (_("Column “%s” added"), label);
  cl_own_say (self->near, context, said);
  gtk_window_destroy (GTK_WINDOW (ask));
}

void
cl_own_dialog_open (GtkWidget *near, ClContext *context, ClLedger *ledger)
{
  OwnDialog *self = g_new0 (OwnDialog, 1);
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_context_get_catalogue (context));
  g_autoptr (GStrvBuilder) type_titles = g_strv_builder_new (), ledger_titles = g_strv_builder_new ();
  g_auto (GStrv) types = NULL, targets = NULL;
  const char *const shown[] = { _("In all lists"), _("Not in lists for the public"), NULL };
  g_autofree char *title = g_strdup_printf (_("A column more in %s"), cl_ledger_get_title (ledger));
  GtkWidget *rows, *button;

  self->context = g_object_ref (context);
  self->ledger = cl_ledger_ref (ledger);
  self->near = g_object_ref (near);
  self->types = g_array_new (FALSE, FALSE, sizeof (ClFieldType));
  self->ledgers = g_ptr_array_new ();
  for (ClFieldType type = CL_FIELD_TEXT; type <= CL_FIELD_ATTACHMENT; type++)
    if (cl_own_type_get_title (type) != NULL)
      {
        g_strv_builder_add (type_titles, cl_own_type_get_title (type));
        g_array_append_val (self->types, type);
      }
  for (guint i = 0; i < ledgers->len; i++)
    if (cl_ledger_has_page (ledgers->pdata[i]))
      {
        g_strv_builder_add (ledger_titles, cl_ledger_get_title (ledgers->pdata[i]));
        g_ptr_array_add (self->ledgers, ledgers->pdata[i]);
      }
  types = g_strv_builder_end (type_titles);
  targets = g_strv_builder_end (ledger_titles);

  self->ask = cl_ask_new (near, title, _("_Add the column"), &rows, &button);
  self->name = cl_ask_add_entry (rows, _("Name of the column"), NULL);
  self->type = cl_ask_add_choice (rows, _("What it holds"), (const char *const *) types, 0);
  self->values = cl_ask_add_entry (rows, _("To choose from, with commas between"), NULL);
  self->target = cl_ask_add_choice (rows, _("Entries of"), (const char *const *) targets, 0);
  self->shown = cl_ask_add_choice (rows, _("Where it is shown"), shown, 0);
  g_signal_connect_swapped (self->type, "notify::selected", G_CALLBACK (type_changed_cb), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_cb), self);
  g_object_set_data_full (G_OBJECT (self->ask), "cl-own-dialog", self, own_dialog_free);
  type_changed_cb (self);
  cl_ask_present (self->ask, self->name);
}
