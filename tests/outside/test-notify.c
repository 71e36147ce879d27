/* Work that ends while the window is not in front is told by the desktop's notifications, without anything of the data; in front it is only said. */

#include "cl-outside.h"

#include <gio/gio.h>
#include <string.h>

static GPtrArray *notified; /* char *: the whole of what was shown */

static const char description[] =
  "<node><interface name='org.freedesktop.Notifications'>"
  "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
  "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
  "<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/></method>"
  "<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal><signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
  "</interface></node>";

static void
call_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  const char *const none[] = { "body", NULL };

  if (g_str_equal (method, "Notify"))
    {
      g_ptr_array_add (notified, g_variant_print (parameters, FALSE));
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", notified->len));
    }
  else if (g_str_equal (method, "GetCapabilities"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", none));
  else if (g_str_equal (method, "GetServerInformation"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ssss)", "test", "test", "1", "1.2"));
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

/* The desktop's service, on the test's own bus. */
static void
serve (void)
{
  static const GDBusInterfaceVTable table = { call_cb, NULL, NULL, { 0 } };
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autoptr (GVariant) owned = NULL;

  g_assert_no_error (error);
  node = g_dbus_node_info_new_for_xml (description, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_dbus_connection_register_object (bus, "/org/freedesktop/Notifications", node->interfaces[0], &table, NULL, NULL, &error), >, 0);
  owned = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.Notifications", 4u), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
wait_for (const char *words)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  while (notified->len == 0)
    {
      if (g_get_monotonic_time () > end)
        g_error ("“%s” was not notified", words);
      outside_pause (25);
    }
  g_assert_nonnull (strstr (notified->pdata[notified->len - 1], words));
}

/* Takes the window from the screen, and waits until it knows. */
static void
put_away (Outside *outside)
{
  const char *const argv[] = { "xdotool", "getactivewindow", "windowminimize", NULL };
  g_autoptr (AtspiAccessible) window = outside_window (outside);
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  while (outside_is (window, ATSPI_STATE_ACTIVE))
    {
      if (g_get_monotonic_time () > end)
        g_error ("The window is still in front");
      outside_pause (25);
    }
}

static void
test_undo (void)
{
  Outside *outside = outside_open (outside_office ("notify.canlian", TRUE));
  g_autofree char *undo = g_strdup_printf ("~%s", T ("Undo: %s")), *redo = g_strdup_printf ("~%s", T ("Do again: %s"));
  g_autoptr (AtspiAccessible) button = NULL;
  guint n;

  *strstr (undo, "%s") = '\0';
  *strstr (redo, "%s") = '\0';
  /* In front: said, and no more. */
  outside_listen (outside);
  outside_keys ("ctrl+z", NULL);
  outside_hear (outside, "");
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, redo));
  outside_sensitive (outside, ATSPI_ROLE_PUSH_BUTTON, redo);
  g_assert_cmpuint (notified->len, ==, 0);

  /* Put away. */
  button = outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, redo);
  put_away (outside);
  outside_act (button, NULL);
  wait_for (T ("It was done again."));
  n = notified->len;
  /* The program's name, the sentence, the icon: nothing of what was imported, or from where. */
  for (guint i = 0; i < n; i++)
    {
      g_assert_null (strstr (notified->pdata[i], "committee"));
      g_assert_null (strstr (notified->pdata[i], "王"));
      g_assert_null (strstr (notified->pdata[i], "云岭镇"));
    }
  outside_stop (outside);
}

int
main (int argc, char **argv)
{
  int status;

  outside_begin (&argc, &argv);
  notified = g_ptr_array_new_with_free_func (g_free);
  serve ();
  g_test_add_func ("/notify/undo", test_undo);
  status = g_test_run ();
  g_ptr_array_unref (notified);
  return outside_end (status);
}
