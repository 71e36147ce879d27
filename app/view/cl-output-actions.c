/* What the list of prints and exports can do beside other lists: show and print a kept paper again, say of all that are shown that they came back. */

#include "cl-config.h"

#include <glib/gi18n-lib.h>

#include "cl-list-page-private.h"
#include "cl-output.h"
#include "cl-output-paper-private.h"
#include "cl-widgets.h"

static void
show_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClListPage *self = data;

  if (self->current != 0)
    cl_output_paper_open (self->context, GTK_WIDGET (self), self->current, g_str_equal (g_action_get_name (G_ACTION (action)), "print-again"));
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

  cl_row_model_settle (self->rows);
  g_array_append_vals (ids, cl_row_model_peek_ids (self->rows)->data, cl_row_model_peek_ids (self->rows)->len);
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
  gtk_box_append (GTK_BOX (bar), cl_menu_button_new (_("Printed papers"), NULL, _("Printed papers"), G_MENU_MODEL (menu)));
}
