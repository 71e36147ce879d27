/* What the finder finds: records of all ledgers, and what the program can do. */

#include <glib/gi18n.h>
#include <string.h>

#include "cl-finder-private.h"
#include "cl-pinyin.h"
#include "cl-query.h"
#include "cl-shortcuts.h"
#include "cl-span.h"
#include "cl-widgets.h"

#define RECORDS_A_LEDGER 5
#define DESCRIBED_BY 4

static ClFound *
add (GPtrArray *found, char *text, char *note)
{
  ClFound *line = g_new0 (ClFound, 1);

  line->text = text;
  line->note = note;
  g_ptr_array_add (found, line);
  return line;
}

static void
find_in (ClWindow *self, ClLedger *ledger, const char *text, GPtrArray *found)
{
  ClSearch *search = cl_context_get_search (self->context, ledger);
  guint count = 0;
  /* What a worker still reads comes when it is read: the finder asks again. */
  g_autoptr (GArray) ids = cl_search_answers (search) ? cl_search_find (search, text, RECORDS_A_LEDGER, &count) : NULL;

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      ClFound *line = add (found, NULL, g_strdup (cl_ledger_get_title (ledger)));

      line->ledger = g_strdup (cl_ledger_get_name (ledger));
      line->id = id;
    }
  if (ids != NULL && count > ids->len)
    {
      g_autofree char *more = cl_count_format (count - ids->len);
      /* Translators: after the first that were found in a ledger: how many more there are */
      ClFound *line = add (found, g_strdup_printf (_("%s more…"), more), g_strdup (cl_ledger_get_title (ledger)));

      line->ledger = g_strdup (cl_ledger_get_name (ledger));
    }
}

/* The persons first: they are what one looks for. */
GPtrArray *
cl_find_records (ClWindow *self, const char *text)
{
  CL_SPAN ("finder: records");
  GPtrArray *found = g_ptr_array_new_with_free_func (cl_found_free);
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_store_get_catalogue (self->store));
  ClLedger *person = cl_catalogue_find_ledger (cl_store_get_catalogue (self->store), "person");

  if (*text == '\0')
    return found;
  if (person != NULL)
    find_in (self, person, text, found);
  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);

      if (ledger != person && cl_window_find_place (self, cl_ledger_get_name (ledger)) != NULL)
        find_in (self, ledger, text, found);
    }
  return found;
}

/* A record is described when its line is made: most are found by a letter and gone by the next. */
void
cl_found_describe (ClWindow *self, ClFound *found)
{
  if (found->text == NULL)
    found->text = cl_record_describe (cl_store_get_reader (self->store), cl_store_get_catalogue (self->store),
                                      cl_catalogue_find_ledger (cl_store_get_catalogue (self->store), found->ledger), found->id, DESCRIBED_BY);
}

/* By a part of it, of its pinyin without blanks, or of its initials. */
static gboolean
is_match (const char *name, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (name, -1), *wanted = g_utf8_casefold (text, -1);
  g_autofree char *spelled = cl_pinyin_spell (name), *initials = cl_pinyin_initials (name);
  g_auto (GStrv) syllables = g_strsplit (spelled, " ", -1);
  g_autofree char *joined = g_strjoinv ("", syllables);

  return strstr (folded, wanted) != NULL || strstr (joined, wanted) != NULL || strstr (initials, wanted) != NULL;
}

static gboolean
has_action (const GPtrArray *found, const char *action, GVariant *target)
{
  for (guint i = 0; i < found->len; i++)
    {
      const ClFound *line = found->pdata[i];

      if (g_strcmp0 (line->action, action) == 0 && (target == NULL ? line->target == NULL : line->target != NULL && g_variant_equal (line->target, target)))
        return TRUE;
    }
  return FALSE;
}

static void
offer (GPtrArray *found, const char *text, const char *name, const char *keys, const char *action, GVariant *target)
{
  ClFound *line;

  if ((*text != '\0' && !is_match (name, text)) || has_action (found, action, target))
    return;
  line = add (found, g_strdup (name), keys != NULL && *keys != '\0' ? cl_shortcuts_say_keys (keys) : NULL);
  line->action = g_strdup (action);
  line->target = target != NULL ? g_variant_ref (target) : NULL;
}

static gboolean
is_enabled (ClWindow *self, const char *action)
{
  return !g_str_has_prefix (action, "win.") || g_action_group_get_action_enabled (G_ACTION_GROUP (self), action + strlen ("win."));
}

static void
offer_menu (ClWindow *self, GMenuModel *menu, const char *text, GPtrArray *found)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autoptr (GVariant) target = g_menu_model_get_item_attribute_value (menu, i, G_MENU_ATTRIBUTE_TARGET, NULL);
      g_autofree char *label = NULL, *action = NULL, *keys = NULL;

      if (section != NULL || submenu != NULL)
        offer_menu (self, section != NULL ? section : submenu, text, found);
      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label) &&
          g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action) && is_enabled (self, action))
        {
          g_autofree char *name = cl_mnemonic_strip (label);

          g_menu_model_get_item_attribute (menu, i, "accel", "s", &keys);
          offer (found, text, name, keys, action, target);
        }
    }
}

/* What the keys do, what the menu has, and where the sidebar leads. */
GPtrArray *
cl_find_commands (ClWindow *self, const char *text)
{
  CL_SPAN ("finder: commands");
  GPtrArray *found = g_ptr_array_new_with_free_func (cl_found_free);
  g_autoptr (GMenuModel) menu = cl_window_create_menu ();
  GtkWidget *page = cl_window_get_page (self, NULL);
  guint n;
  const ClShortcut *shortcuts = cl_shortcuts_get (&n);

  for (guint i = 0; i < n; i++)
    {
      const char *action = shortcuts[i].action;

      if (action == NULL || !is_enabled (self, action) || g_str_equal (action, "win.commands") || (g_str_has_prefix (action, "page.") && !CL_IS_LIST_PAGE (page)))
        continue;
      offer (found, text, _(shortcuts[i].title), shortcuts[i].keys, action, NULL);
    }
  offer_menu (self, menu, text, found);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->places)); i++)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (G_LIST_MODEL (self->places), i);
      g_autoptr (GVariant) target = g_variant_ref_sink (g_variant_new_string (cl_place_get_id (place)));
      /* Translators: a command; %s: a page of the window */
      g_autofree char *name = g_strdup_printf (_("Go to %s"), cl_place_get_name (place));

      offer (found, text, name, NULL, "win.show", target);
    }
  return found;
}
