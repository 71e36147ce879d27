/* What the list of prints and exports can do beside other lists: show and print a kept paper again, say of all that are shown that they came back. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-error.h"
#include "cl-list-page-private.h"
#include "cl-output.h"
#include "cl-paper-window.h"
#include "cl-widgets.h"

static char *
text_of (ClRecord *record, const char *field)
{
  const ClValue *value = cl_record_get_named (record, field);

  return g_strdup (value->kind == CL_VALUE_TEXT ? value->text : NULL);
}

static ClRecord *
load (ClListPage *self, GError **error)
{
  return cl_record_load (cl_store_get_reader (cl_context_get_store (self->context)), self->ledger, self->current, error);
}

/* The exact file that was printed. */
static GBytes *
load_paper (ClListPage *self, ClRecord *record, GError **error)
{
  ClStore *store = cl_context_get_store (self->context);
  ClLedger *attachments = cl_catalogue_find_ledger (cl_context_get_catalogue (self->context), "attachment");
  const ClValue *file = cl_record_get_named (record, "file");
  g_autoptr (ClRecord) attachment = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  gsize length;

  if (file->kind != CL_VALUE_INTEGER)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The file itself was not kept, only its digest. Print or export it anew."));
      return NULL;
    }
  attachment = cl_record_load (cl_store_get_reader (store), attachments, file->integer, error);
  if (attachment == NULL)
    return NULL;
  digest = text_of (attachment, "sha256");
  path = cl_store_get_attachment_path (store, digest);
  return g_file_get_contents (path, &content, &length, error) ? g_bytes_new_take (g_steal_pointer (&content), length) : NULL;
}

/* Printed again it has a number of its own, and the same file. */
static void
printed_cb (ClPaperWindow *window, guint copies, ClListPage *self)
{
  gint64 *id = g_object_get_data (G_OBJECT (window), "cl-output");
  GBytes *pdf = g_object_get_data (G_OBJECT (window), "cl-pdf");
  ClStore *store = cl_context_get_store (self->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (store), self->ledger, *id, &error);
  g_autofree char *source = record != NULL ? text_of (record, "source") : NULL;
  g_autofree char *title = record != NULL ? text_of (record, "title") : NULL;
  g_autofree char *unit = record != NULL ? text_of (record, "unit") : NULL;
  g_autofree char *period = record != NULL ? text_of (record, "period") : NULL;
  g_autofree char *parameters = record != NULL ? text_of (record, "parameters") : NULL;
  const ClValue *pages = record != NULL ? cl_record_get_named (record, "pages") : NULL;
  ClOutput output = { .kind = "print", .source = source, .title = title, .unit_name = unit, .period = period, .parameters = parameters, .copies = copies,
                      .pages = pages != NULL && pages->kind == CL_VALUE_INTEGER ? (guint) pages->integer : 0, .bytes = pdf, .keep = TRUE };

  if (record == NULL || cl_output_log (store, &output, NULL, &error) == 0)
    cl_context_say (self->context, GTK_WIDGET (self), error->message);
}

static void
show_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRecord) record = self->current != 0 ? load (self, &error) : NULL;
  g_autoptr (GBytes) pdf = record != NULL ? load_paper (self, record, &error) : NULL;
  g_autofree char *title = NULL;
  GtkWidget *window = NULL;

  if (pdf != NULL)
    {
      title = cl_record_call (cl_store_get_reader (cl_context_get_store (self->context)), cl_context_get_catalogue (self->context), self->ledger, self->current);
      window = cl_paper_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, pdf, title, &error);
    }
  if (window == NULL)
    {
      if (error != NULL)
        cl_context_say (self->context, GTK_WIDGET (self), error->message);
      return;
    }
  g_object_set_data_full (G_OBJECT (window), "cl-output", g_memdup2 (&self->current, sizeof self->current), g_free);
  g_object_set_data_full (G_OBJECT (window), "cl-pdf", g_bytes_ref (pdf), (GDestroyNotify) g_bytes_unref);
  g_signal_connect_object (window, "printed", G_CALLBACK (printed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "print-again"))
    gtk_widget_activate_action (window, "paper.print", NULL);
}

static void
set_state (ClListPage *self, GArray *ids, const char *state)
{
  ClCodes *codes = cl_catalogue_find_codes (cl_context_get_catalogue (self->context), "output-state");
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  gint64 entry;

  if (ids->len == 0)
    return;
  entry = cl_output_set_state (cl_context_get_store (self->context), ids, state, &error);
  if (entry == 0)
    words = g_strdup (error->message);
  else if (entry < 0)
    words = g_strdup_printf (_("They were all %s already"), cl_codes_get_label (codes, state));
  else
    words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u paper: %s", "%u papers: %s", ids->len), ids->len, cl_codes_get_label (codes, state));
  /* The menu takes the focus with it where it closes on a submenu. */
  cl_list_page_focus_row (self);
  cl_context_say (self->context, GTK_WIDGET (self), words);
}

static void
set_state_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->current != 0)
    g_array_append_val (ids, self->current);
  set_state (self, ids, g_variant_get_string (parameter, NULL));
}

/* Of all that the search and the filter leave. */
static void
set_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      gint64 id = cl_row_model_get_id (self->rows, i);

      g_array_append_val (ids, id);
    }
  set_state (self, ids, g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { "show-paper", show_cb, NULL, NULL, NULL, { 0 } },
  { "print-again", show_cb, NULL, NULL, NULL, { 0 } },
  { "set-state", set_state_cb, "s", NULL, NULL, { 0 } },
  { "set-all", set_all_cb, "s", NULL, NULL, { 0 } },
};

static GMenuModel *
state_menu (ClListPage *self, const char *action)
{
  ClCodes *codes = cl_catalogue_find_codes (cl_context_get_catalogue (self->context), "output-state");
  GMenu *menu = g_menu_new ();

  for (guint i = 0; codes != NULL && i < cl_codes_get_n (codes); i++)
    {
      const char *code = cl_codes_get_code (codes, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (cl_codes_get_label (codes, code), NULL);

      g_menu_item_set_action_and_target (item, action, "s", code);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

/* Adds the button of the list of prints; of any other list it adds nothing. */
void
cl_list_page_add_output_actions (ClListPage *self, GtkWidget *bar)
{
  g_autoptr (GMenu) menu = NULL;
  g_autoptr (GMenu) paper = NULL;
  g_autoptr (GMenuModel) one = NULL;
  g_autoptr (GMenuModel) all = NULL;

  if (!g_str_equal (cl_ledger_get_name (self->ledger), "output"))
    return;
  menu = g_menu_new ();
  paper = g_menu_new ();
  one = state_menu (self, "page.set-state");
  all = state_menu (self, "page.set-all");
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_menu_append (paper, _("_Show the paper"), "page.show-paper");
  g_menu_append (paper, _("_Print again…"), "page.print-again");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (paper));
  g_menu_append_submenu (menu, _("This paper _is"), one);
  g_menu_append_submenu (menu, _("_All shown are"), all);
  gtk_box_append (GTK_BOX (bar), cl_menu_button_new (_("Papers"), NULL, _("Papers"), G_MENU_MODEL (menu)));
}
