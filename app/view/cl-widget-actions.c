/* What assistive tools can do with a widget. A list has hundreds of rows, and each has its actions: they are the plainest that GTK takes. */

#include "cl-config.h"

#include "cl-widgets.h"

typedef struct
{
  const char *name; /* interned */
  ClWidgetFunc func;
  gpointer data;
} WidgetAction;

struct _ClWidgetActions
{
  GObject parent_instance;
  GtkWidget *widget; /* not owned: it owns this */
  WidgetAction *actions;
  guint n;
};

#define CL_TYPE_WIDGET_ACTIONS (cl_widget_actions_get_type ())
G_DECLARE_FINAL_TYPE (ClWidgetActions, cl_widget_actions, CL, WIDGET_ACTIONS, GObject)

static void cl_widget_actions_group_init (GActionGroupInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClWidgetActions, cl_widget_actions, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_ACTION_GROUP, cl_widget_actions_group_init))

static const WidgetAction *
find_action (ClWidgetActions *self, const char *name)
{
  for (guint i = 0; i < self->n; i++)
    if (g_str_equal (self->actions[i].name, name))
      return &self->actions[i];
  return NULL;
}

static char **
cl_widget_actions_list_actions (GActionGroup *group)
{
  ClWidgetActions *self = CL_WIDGET_ACTIONS (group);
  char **names = g_new0 (char *, self->n + 1);

  for (guint i = 0; i < self->n; i++)
    names[i] = g_strdup (self->actions[i].name);
  return names;
}

static gboolean
cl_widget_actions_query_action (GActionGroup *group, const char *name, gboolean *enabled, const GVariantType **parameter_type, const GVariantType **state_type,
                                GVariant **state_hint, GVariant **state)
{
  if (find_action (CL_WIDGET_ACTIONS (group), name) == NULL)
    return FALSE;
  if (enabled != NULL)
    *enabled = TRUE;
  if (parameter_type != NULL)
    *parameter_type = NULL;
  if (state_type != NULL)
    *state_type = NULL;
  if (state_hint != NULL)
    *state_hint = NULL;
  if (state != NULL)
    *state = NULL;
  return TRUE;
}

static void
cl_widget_actions_activate_action (GActionGroup *group, const char *name, GVariant *parameter)
{
  ClWidgetActions *self = CL_WIDGET_ACTIONS (group);
  const WidgetAction *action = find_action (self, name);

  if (action != NULL)
    action->func (self->widget, action->data);
}

static void
cl_widget_actions_group_init (GActionGroupInterface *iface)
{
  iface->list_actions = cl_widget_actions_list_actions;
  iface->query_action = cl_widget_actions_query_action;
  iface->activate_action = cl_widget_actions_activate_action;
}

static void
cl_widget_actions_finalize (GObject *object)
{
  g_free (CL_WIDGET_ACTIONS (object)->actions);
  G_OBJECT_CLASS (cl_widget_actions_parent_class)->finalize (object);
}

static void
cl_widget_actions_class_init (ClWidgetActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_widget_actions_finalize;
}

static void
cl_widget_actions_init (ClWidgetActions *self)
{
}

/**
 * cl_accessible_add_action:
 * @widget: a widget that GTK 4.8 gives no AT-SPI action: a row, a check button
 * @name: the action's name as assistive tools see it: "open"
 * @func: called with @widget and @data, on the main thread
 * @data: must outlive @widget
 *
 * GTK exports the action groups of a widget over AT-SPI; this adds one ("row") with one more action.
 */
void
cl_accessible_add_action (GtkWidget *widget, const char *name, ClWidgetFunc func, gpointer data)
{
  ClWidgetActions *self = g_object_get_data (G_OBJECT (widget), "cl-actions");
  gboolean is_new = self == NULL;

  if (is_new)
    self = g_object_new (CL_TYPE_WIDGET_ACTIONS, NULL);
  self->widget = widget;
  self->actions = g_renew (WidgetAction, self->actions, self->n + 1);
  self->actions[self->n] = (WidgetAction) { g_intern_string (name), func, data };
  self->n++;
  if (!is_new)
    {
      g_action_group_action_added (G_ACTION_GROUP (self), name);
      return;
    }
  gtk_widget_insert_action_group (widget, "row", G_ACTION_GROUP (self));
  g_object_set_data_full (G_OBJECT (widget), "cl-actions", self, g_object_unref);
}
