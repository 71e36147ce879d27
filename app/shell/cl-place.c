#include "cl-place.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ClPlace
{
  GObject parent;

  ClPlaceKind kind;
  char *id;
  char *title;
  char *name;
  char *icon;
  char *group;
  char *ledger;
  char *view;
  gint64 kept; /* a list that the office keeps; 0: none */
  char *help; /* NULL: that of its kind */
  ClPage *page;
  guint count;
};

enum
{
  PROP_COUNT = 1,
  PROP_TITLE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (ClPlace, cl_place, G_TYPE_OBJECT)

static void
cl_place_finalize (GObject *object)
{
  ClPlace *self = CL_PLACE (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->name);
  g_free (self->icon);
  g_free (self->group);
  g_free (self->ledger);
  g_free (self->view);
  g_free (self->help);
  g_clear_object (&self->page);

  G_OBJECT_CLASS (cl_place_parent_class)->finalize (object);
}

static void
cl_place_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  if (property == PROP_COUNT)
    g_value_set_uint (value, CL_PLACE (object)->count);
  else if (property == PROP_TITLE)
    g_value_set_string (value, CL_PLACE (object)->title);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
cl_place_class_init (ClPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_place_finalize;
  G_OBJECT_CLASS (klass)->get_property = cl_place_get_property;

  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
}

static void
cl_place_init (ClPlace *self)
{
}

static ClPlace *
cl_place_new (ClPlaceKind kind, const char *id, const char *title, const char *icon, const char *group)
{
  ClPlace *place = g_object_new (CL_TYPE_PLACE, NULL);

  place->kind = kind;
  place->id = g_strdup (id);
  place->title = g_strdup (title);
  place->name = g_strdup (title);
  place->icon = g_strdup (icon);
  place->group = g_strdup (group);
  return place;
}

/* Takes a place that is whole: the sidebar makes its row at once. */
static void
cl_places_take (GListStore *places, ClPlace *place)
{
  g_list_store_append (places, place);
  g_object_unref (place);
}

static char *
cl_place_join_name (ClLedger *ledger, const char *title)
{
  /* Translators: a ledger and one of its views, as the screen reader says them: "Persons: certified" */
  return g_strdup_printf (_("%s: %s"), cl_ledger_get_title (ledger), title);
}

static ClPlace *
cl_place_new_kept (ClLedger *ledger, const ClListView *view, const char *group)
{
  g_autofree char *id = g_strdup_printf ("%s/%" G_GINT64_FORMAT, view->ledger, view->id);
  ClPlace *place = cl_place_new (CL_PLACE_LIST, id, view->name, NULL, group);

  place->ledger = g_strdup (view->ledger);
  place->view = g_strdup (strchr (id, '/') + 1);
  place->kept = view->id;
  g_free (place->name);
  place->name = cl_place_join_name (ledger, view->name);
  return place;
}

static void
cl_places_add_ledger (GListStore *places, ClLedger *ledger, const char *group, const char *help)
{
  const GPtrArray *views = cl_ledger_get_views (ledger);
  const char *icon = cl_ledger_get_icon (ledger);
  ClPlace *place;

  if (!cl_ledger_has_page (ledger) || cl_ledger_is_hidden (ledger))
    return;
  place = cl_place_new (CL_PLACE_LIST, cl_ledger_get_name (ledger), cl_ledger_get_title (ledger), icon != NULL ? icon : "view-list-symbolic", group);
  place->ledger = g_strdup (cl_ledger_get_name (ledger));
  place->help = g_strdup (help);
  cl_places_take (places, place);
  for (guint i = 0; views != NULL && i < views->len; i++)
    {
      const ClLedgerView *view = g_ptr_array_index (views, i);
      g_autofree char *id = g_strdup_printf ("%s/%s", cl_ledger_get_name (ledger), view->name);

      place = cl_place_new (CL_PLACE_LIST, id, view->title, NULL, group);
      place->ledger = g_strdup (cl_ledger_get_name (ledger));
      place->view = g_strdup (view->name);
      place->help = g_strdup (help);
      g_free (place->name);
      place->name = cl_place_join_name (ledger, view->title);
      cl_places_take (places, place);
    }
}

/* The ledgers that a clerk opens most stand first; all others follow in the catalogue's order. */
static void
cl_places_add_core (GListStore *places, ClCatalogue *catalogue)
{
  /* The first of them in this order; beside each the page of the help that tells of it. */
  static const char *const first[] = { "person", "organisation", "appointment", "household" };
  static const char *const helps[][2] = {
    { "person", "persons" }, { "organisation", "organisations#ledgers" }, { "appointment", "organisations#ledgers" }, { "household", "households#registry" },
    { "division", "organisations#divisions" }, { "output", "prints" }, { "duty_mark", "today#marks" },
  };
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);

  for (guint pass = 0; pass <= G_N_ELEMENTS (first); pass++)
    for (guint i = 0; i < ledgers->len; i++)
      {
        ClLedger *ledger = g_ptr_array_index (ledgers, i);
        const char *name = cl_ledger_get_name (ledger), *help = NULL;
        guint rank = 0;

        while (rank < G_N_ELEMENTS (first) && !g_str_equal (first[rank], name))
          rank++;
        if (cl_ledger_get_plugin (ledger) != NULL || rank != pass)
          continue;
        for (guint h = 0; h < G_N_ELEMENTS (helps); h++)
          if (g_str_equal (helps[h][0], name))
            help = helps[h][1];
        cl_places_add_ledger (places, ledger, _("Ledgers"), help);
      }
}

static void
cl_places_add_plugin (GListStore *places, ClCatalogue *catalogue, const ClPlugin *plugin, ClPlugins *plugins, GPtrArray *pages)
{
  const GPtrArray *ledgers = cl_catalogue_get_ledgers (catalogue);

  for (guint i = 0; i < pages->len; i++)
    {
      ClPage *first = g_ptr_array_index (pages, i);

      if (g_strcmp0 (cl_plugins_get_owner (plugins, G_OBJECT (first)), plugin->name) != 0)
        continue;
      for (ClPage *page = first; page != NULL; page = cl_page_get_next (page))
        {
          g_autofree char *id = g_strdup_printf ("%s:%s", plugin->name, cl_page_get_id (page));
          ClPlace *place = cl_place_new (CL_PLACE_PLUGIN, id, cl_page_get_title (page), cl_page_get_icon (page), plugin->title);

          place->page = g_object_ref (page);
          place->help = g_strdup (g_hash_table_lookup (plugin->help, cl_page_get_id (page)));
          cl_places_take (places, place);
        }
    }
  for (guint i = 0; i < ledgers->len; i++)
    {
      ClLedger *ledger = g_ptr_array_index (ledgers, i);

      if (g_strcmp0 (cl_ledger_get_plugin (ledger), plugin->name) == 0)
        cl_places_add_ledger (places, ledger, plugin->title, g_hash_table_lookup (plugin->help, cl_ledger_get_name (ledger)));
    }
}

/**
 * cl_places_fill:
 * @places: emptied first
 * @catalogue: all ledgers
 * @plugins: the plugin host
 *
 * Lists where the sidebar leads: ledgers of core, pages and ledgers of the plugins that are switched on, forms, import, journal. Main thread.
 */
void
cl_places_fill (GListStore *places, ClCatalogue *catalogue, ClPlugins *plugins)
{
  g_autoptr (GPtrArray) pages = cl_plugins_get_extensions (plugins, CL_TYPE_PAGE);
  const GPtrArray *list = cl_plugins_list (plugins);

  g_list_store_remove_all (places);
  cl_places_take (places, cl_place_new (CL_PLACE_TODAY, "today", _("Today"), "view-list-bullet-symbolic", NULL));
  cl_places_add_core (places, catalogue);
  for (guint i = 0; i < list->len; i++)
    {
      const ClPlugin *plugin = g_ptr_array_index (list, i);

      if (plugin->enabled)
        cl_places_add_plugin (places, catalogue, plugin, plugins, pages);
    }
  cl_places_take (places, cl_place_new (CL_PLACE_CHARTS, "charts", _("Charts"), "view-grid-symbolic", _("Paper")));
  cl_places_take (places, cl_place_new (CL_PLACE_FORMS, "forms", _("Forms"), "x-office-document-symbolic", _("Paper")));
  cl_places_take (places, cl_place_new (CL_PLACE_IMPORT, "import", _("Import"), "document-open-symbolic", _("Paper")));
  cl_places_take (places, cl_place_new (CL_PLACE_JOURNAL, "journal", _("Journal"), "document-open-recent-symbolic", _("Office")));
}

/* Those of @views that have a place already are called as they are now, and taken off; the others come behind the last view of their ledger. */
static void
cl_places_join (GListStore *places, ClCatalogue *catalogue, GPtrArray *views)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (places)); i++)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (G_LIST_MODEL (places), i), next = g_list_model_get_item (G_LIST_MODEL (places), i + 1);
      ClLedger *ledger = place->ledger != NULL ? cl_catalogue_find_ledger (catalogue, place->ledger) : NULL;

      if (ledger == NULL || (next != NULL && next->view != NULL))
        continue;
      for (guint k = 0; k < views->len; k++)
        {
          const ClListView *view = views->pdata[k];
          g_autoptr (ClPlace) kept = g_str_equal (view->ledger, place->ledger) ? cl_place_new_kept (ledger, view, place->group) : NULL;

          if (kept != NULL)
            g_list_store_insert (places, ++i, kept);
        }
    }
}

/* Whether @place is still kept; its name is that of now. */
static gboolean
cl_place_take_name (ClPlace *place, ClCatalogue *catalogue, GPtrArray *views)
{
  for (guint k = 0; k < views->len; k++)
    {
      const ClListView *view = views->pdata[k];

      if (view->id != place->kept)
        continue;
      if (!g_str_equal (view->name, place->title))
        {
          g_free (place->title);
          g_free (place->name);
          place->title = g_strdup (view->name);
          place->name = cl_place_join_name (cl_catalogue_find_ledger (catalogue, place->ledger), view->name);
          g_object_notify_by_pspec (G_OBJECT (place), properties[PROP_TITLE]);
        }
      g_ptr_array_remove_index (views, k);
      return TRUE;
    }
  return FALSE;
}

/**
 * cl_places_read_kept:
 * @places: those of the window, filled
 * @store: its file
 *
 * Brings the lists that the office keeps to where they stand, each below the views of its ledger. Main thread.
 */
void
cl_places_read_kept (GListStore *places, ClStore *store)
{
  g_autoptr (GPtrArray) views = cl_store_list_list_views (store, NULL);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (places)); i > 0; i--)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (G_LIST_MODEL (places), i - 1);

      if (place->kept != 0 && !cl_place_take_name (place, cl_store_get_catalogue (store), views))
        g_list_store_remove (places, i - 1);
    }
  cl_places_join (places, cl_store_get_catalogue (store), views);
}

/**
 * cl_place_create:
 * @place: a place
 * @context: the window's context
 *
 * Makes the page's widget. Main thread.
 *
 * Returns: (transfer floating) (nullable): the widget; %NULL for the page Today, which the window makes itself
 */
GtkWidget *
cl_place_create (ClPlace *place, ClContext *context)
{
  switch (place->kind)
    {
    case CL_PLACE_LIST:
      if (place->kept != 0)
        return cl_list_page_new_kept (context, place->kept);
      return cl_list_page_new (context, place->ledger, place->view);
    case CL_PLACE_PLUGIN:
      return cl_page_create (place->page, context);
    case CL_PLACE_FORMS:
      return cl_form_page_new (context);
    case CL_PLACE_IMPORT:
      return cl_import_page_new (context);
    case CL_PLACE_CHARTS:
      return cl_statistic_page_new (context);
    case CL_PLACE_JOURNAL:
      return cl_journal_page_new (context);
    case CL_PLACE_TODAY:
      break;
    }
  return NULL;
}

/**
 * cl_place_get_kind:
 * @place: a place
 *
 * Returns: what is there
 */
ClPlaceKind
cl_place_get_kind (ClPlace *place)
{
  return place->kind;
}

/**
 * cl_place_get_id:
 * @place: a place
 *
 * Returns: by which the window remembers it
 */
const char *
cl_place_get_id (ClPlace *place)
{
  return place->id;
}

/**
 * cl_place_get_title:
 * @place: a place
 *
 * Returns: translated, as the sidebar shows it
 */
const char *
cl_place_get_title (ClPlace *place)
{
  return place->title;
}

/**
 * cl_place_get_name:
 * @place: a place
 *
 * Returns: translated, as it is said and as the window is titled
 */
const char *
cl_place_get_name (ClPlace *place)
{
  return place->name;
}

/**
 * cl_place_get_icon:
 * @place: a place
 *
 * Returns: (nullable): the name of a symbolic icon
 */
const char *
cl_place_get_icon (ClPlace *place)
{
  return place->icon;
}

/**
 * cl_place_get_group:
 * @place: a place
 *
 * Returns: (nullable): the heading under which it stands
 */
const char *
cl_place_get_group (ClPlace *place)
{
  return place->group;
}

/**
 * cl_place_get_count:
 * @place: a place
 *
 * Returns: how many things wait there
 */
guint
cl_place_get_count (ClPlace *place)
{
  return place->count;
}

/**
 * cl_place_set_count:
 * @place: a place
 * @count: how many things wait there
 */
void
cl_place_set_count (ClPlace *place, guint count)
{
  if (place->count == count)
    return;
  place->count = count;
  g_object_notify_by_pspec (G_OBJECT (place), properties[PROP_COUNT]);
}

/**
 * cl_place_is_nested:
 * @place: a place
 *
 * Returns: whether it is a view under its ledger
 */
gboolean
cl_place_is_nested (ClPlace *place)
{
  return place->view != NULL;
}

/**
 * cl_place_get_help:
 * @place: a place
 *
 * Returns: the page of the help that tells of it; where its plugin names none, that of lists, and of the first day for pages
 */
const char *
cl_place_get_help (ClPlace *place)
{
  static const char *const pages[] = {
    [CL_PLACE_TODAY] = "today", [CL_PLACE_LIST] = "lists", [CL_PLACE_PLUGIN] = "first-day", [CL_PLACE_FORMS] = "forms", [CL_PLACE_IMPORT] = "import",
    [CL_PLACE_CHARTS] = "charts", [CL_PLACE_JOURNAL] = "journal",
  };

  return place->help != NULL ? place->help : pages[place->kind];
}

/**
 * cl_place_get_ledger:
 * @place: a place
 *
 * Returns: (nullable): the ledger that it lists
 */
const char *
cl_place_get_ledger (ClPlace *place)
{
  return place->ledger;
}
