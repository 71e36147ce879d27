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

/* What is asked of all ledgers, and as yet known of some. */
struct _ClFinderSearch
{
  ClWindow *window; /* not owned: who asks is modal over it */
  GPtrArray *parts; /* of GPtrArray of ClFound, one a ledger, in order */
  guint n_waiting;  /* ledgers that a worker searches */
  GCancellable *cancellable;
  ClFoundFunc func; /* NULL: nobody waits any more */
  gpointer data;
};

/* One ledger that a worker searches. */
typedef struct
{
  ClFinderSearch *finding;
  GPtrArray *part;
  ClLedger *ledger;
} Asked;

static void
clear_search (gpointer data)
{
  ClFinderSearch *finding = data;

  g_ptr_array_unref (finding->parts);
  g_object_unref (finding->cancellable);
}

static void
add_records (GPtrArray *part, ClLedger *ledger, GArray *ids, guint count)
{
  for (guint i = 0; i < ids->len; i++)
    {
      ClFound *line = add (part, NULL, g_strdup (cl_ledger_get_title (ledger)));

      line->ledger = g_strdup (cl_ledger_get_name (ledger));
      line->id = g_array_index (ids, gint64, i);
    }
  if (count > ids->len)
    {
      g_autofree char *more = cl_count_format (count - ids->len);
      /* Translators: after the first that were found in a ledger: how many more there are */
      ClFound *line = add (part, g_strdup_printf (_("%s more…"), more), g_strdup (cl_ledger_get_title (ledger)));

      line->ledger = g_strdup (cl_ledger_get_name (ledger));
    }
}

static void
tell (ClFinderSearch *finding)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (cl_found_free);
  ClFoundFunc func = g_steal_pointer (&finding->func);

  for (guint i = 0; i < finding->parts->len; i++)
    g_ptr_array_extend_and_steal (found, g_ptr_array_ref (finding->parts->pdata[i]));
  func (found, finding->data);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;
  ClFinderSearch *finding = asked->finding;
  guint count;
  g_autoptr (GArray) ids = cl_search_find_finish (result, &count, NULL);

  if (ids != NULL)
    add_records (asked->part, asked->ledger, ids, count);
  if (--finding->n_waiting == 0 && finding->func != NULL)
    tell (finding);
  cl_ledger_unref (asked->ledger);
  g_ptr_array_unref (asked->part);
  g_free (asked);
  g_rc_box_release_full (finding, clear_search);
}

static void
find_in (ClFinderSearch *finding, ClLedger *ledger, const char *text, gboolean now)
{
  ClSearch *search = cl_context_get_search (finding->window->context, ledger);
  GPtrArray *part = g_ptr_array_new_with_free_func (cl_found_free);

  g_ptr_array_add (finding->parts, part);
  /* What a worker still reads comes when it is read: the finder asks again. */
  if (!cl_search_answers (search))
    return;
  if (now || cl_search_is_brief (search))
    {
      guint count;
      g_autoptr (GArray) ids = cl_search_find (search, text, RECORDS_A_LEDGER, &count);

      add_records (part, ledger, ids, count);
    }
  else
    {
      Asked *asked = g_new (Asked, 1);

      *asked = (Asked) { g_rc_box_acquire (finding), g_ptr_array_ref (part), cl_ledger_ref (ledger) };
      finding->n_waiting++;
      cl_search_find_async (search, text, RECORDS_A_LEDGER, NULL, finding->cancellable, found_cb, asked);
    }
}

/* The persons first: they are what one looks for. NULL: @func was called. */
ClFinderSearch *
cl_find_records (ClWindow *self, const char *text, gboolean now, ClFoundFunc func, gpointer data)
{
  CL_SPAN ("finder: records");
  ClFinderSearch *finding = g_rc_box_new0 (ClFinderSearch);
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (cl_store_get_catalogue (self->store));
  ClLedger *person = cl_catalogue_find_ledger (cl_store_get_catalogue (self->store), "person");

  *finding = (ClFinderSearch) { self, g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref), 0, g_cancellable_new (), func, data };
  if (person != NULL && *text != '\0')
    find_in (finding, person, text, now);
  for (guint i = 0; i < ledgers->len && *text != '\0'; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);

      if (ledger != person && cl_window_find_place (self, cl_ledger_get_name (ledger)) != NULL)
        find_in (finding, ledger, text, now);
    }
  if (finding->n_waiting > 0)
    return finding;
  tell (finding);
  g_rc_box_release_full (finding, clear_search);
  return NULL;
}

/* Who asked is told nothing after it. */
void
cl_finder_search_end (ClFinderSearch *finding)
{
  finding->func = NULL;
  g_cancellable_cancel (finding->cancellable);
  g_rc_box_release_full (finding, clear_search);
}

/* A record is described when its line is made: most are found by a letter and gone by the next. */
void
cl_found_describe (ClWindow *self, ClFound *found)
{
  if (found->text == NULL)
    found->text = cl_record_describe (cl_store_get_reader (self->store), cl_store_get_catalogue (self->store),
                                      cl_catalogue_find_ledger (cl_store_get_catalogue (self->store), found->ledger), found->id, DESCRIBED_BY);
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

  if ((*text != '\0' && !cl_pinyin_matches (name, text)) || has_action (found, action, target))
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
ClFinderSearch *
cl_find_commands (ClWindow *self, const char *text, gboolean now, ClFoundFunc func, gpointer data)
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
  func (found, data);
  return NULL;
}
