#include "roster-page.h"

typedef struct
{
  GtkWidget *page; /* which owns this */
  ClStore *store;
  void (*fill) (gpointer data);
  gpointer data;
  gulong changed;
  guint idle;
  gboolean is_stale;
} Follow;

static void
follow_free (gpointer data)
{
  Follow *follow = data;

  g_clear_handle_id (&follow->idle, g_source_remove);
  g_clear_signal_handler (&follow->changed, follow->store);
  g_object_unref (follow->store);
  g_free (follow);
}

static gboolean
fill_cb (gpointer data)
{
  Follow *follow = data;

  follow->idle = 0;
  follow->is_stale = !gtk_widget_get_mapped (follow->page);
  if (!follow->is_stale)
    follow->fill (follow->data);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ClStore *store, const char *ledger, GArray *ids, Follow *follow)
{
  if (follow->idle == 0)
    follow->idle = g_idle_add (fill_cb, follow);
}

static void
map_cb (Follow *follow)
{
  if (follow->is_stale)
    changed_cb (NULL, NULL, NULL, follow);
}

/**
 * roster_page_follow:
 * @page: a page that is filled already
 * @context: of the store it shows
 * @fill: fills it anew
 * @data: for @fill
 *
 * An import emits once a ledger: all of it is one filling, after the last. A page that is not seen is filled when it is seen again. Ends with @page.
 */
void
roster_page_follow (GtkWidget *page, ClContext *context, void (*fill) (gpointer data), gpointer data)
{
  Follow *follow = g_new0 (Follow, 1);

  follow->page = page;
  follow->store = g_object_ref (cl_context_get_store (context));
  follow->fill = fill;
  follow->data = data;
  follow->changed = g_signal_connect (follow->store, "changed", G_CALLBACK (changed_cb), follow);
  g_signal_connect_swapped (page, "map", G_CALLBACK (map_cb), follow);
  g_object_set_data_full (G_OBJECT (page), "roster-follow", follow, follow_free);
}

/**
 * roster_page_refill:
 * @page: a page that roster_page_follow() was called for
 *
 * Fills it as a change of the store would.
 */
void
roster_page_refill (GtkWidget *page)
{
  changed_cb (NULL, NULL, NULL, g_object_get_data (G_OBJECT (page), "roster-follow"));
}

/**
 * roster_page_add_actions:
 * @page: a page
 * @entries: its actions, which menus and buttons call "page.NAME"
 * @n_entries: how many
 * @data: for them
 *
 * Returns: (transfer none): the group, which @page keeps
 */
GSimpleActionGroup *
roster_page_add_actions (GtkWidget *page, const GActionEntry *entries, guint n_entries, gpointer data)
{
  GSimpleActionGroup *actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, (int) n_entries, data);
  gtk_widget_insert_action_group (page, "page", G_ACTION_GROUP (actions));
  g_object_set_data_full (G_OBJECT (page), "roster-actions", actions, g_object_unref);
  return actions;
}

/**
 * roster_page_add_keys:
 * @page: a page
 * @key_pressed: handler of GtkEventControllerKey's "key-pressed", asked before what has the focus
 * @data: for it
 */
void
roster_page_add_keys (GtkWidget *page, GCallback key_pressed, gpointer data)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", key_pressed, data);
  gtk_widget_add_controller (page, keys);
}

static void
print_cb (GtkWidget *button)
{
  if (gtk_widget_get_mapped (button))
    gtk_widget_activate (button);
}

/**
 * roster_page_set_print:
 * @page: a page
 * @actions: (nullable): its actions, where it has some
 * @button: what makes its paper
 *
 * Ctrl+P does what the button does, as it does on every page that has a paper.
 */
void
roster_page_set_print (GtkWidget *page, GSimpleActionGroup *actions, GtkWidget *button)
{
  g_autoptr (GSimpleAction) print = g_simple_action_new ("print", NULL);

  if (actions == NULL)
    actions = roster_page_add_actions (page, NULL, 0, NULL);
  g_signal_connect_object (print, "activate", G_CALLBACK (print_cb), button, G_CONNECT_SWAPPED);
  g_object_bind_property (button, "sensitive", print, "enabled", G_BINDING_SYNC_CREATE);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (print));
}
