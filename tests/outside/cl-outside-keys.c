#include "cl-outside-private.h"

#include <stdarg.h>
#include <string.h>

/* What a person does: keys, and what an assistive tool does for one. */

void
outside_spawn (const char *const *argv)
{
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
outside_keys (const char *first, ...)
{
  va_list list;

  va_start (list, first);
  for (const char *key = first; key; key = va_arg (list, const char *))
    {
      outside_spawn ((const char *const[]) { "xdotool", "key", "--delay", "15", key, NULL });
      outside_pause (40);
    }
  va_end (list);
}

static void
type (const char *text, const char *delay)
{
  outside_spawn ((const char *const[]) { "xdotool", "type", "--delay", delay, text, NULL });
  outside_pause (40);
}

void
outside_keys_at_once (const char *first, const char *second)
{
  outside_spawn ((const char *const[]) { "xdotool", "key", "--delay", "1", first, second, NULL });
  outside_pause (40);
}

void
outside_type (const char *text)
{
  type (text, "30");
}

void
outside_type_slowly (const char *text)
{
  type (text, "150");
}

/* A key that moves the focus says so within a moment; one that does not says nothing, so that moment has to pass. */
gboolean
outside_key_moves (Outside *outside, const char *key)
{
  guint before = outside->focuses;
  gint64 end = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;

  outside_spawn ((const char *const[]) { "xdotool", "key", "--delay", "1", key, NULL });
  while (outside->focuses == before && g_get_monotonic_time () < end)
    outside_pause (4);
  return outside->focuses != before;
}

void
outside_tab_to (Outside *outside, AtspiRole role, const char *name)
{
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);

      if (focused && outside_matches (focused, role, name))
        return;
      outside_key_moves (outside, "Tab");
    }
  {
    g_autofree char *dump = outside_dump (outside);

    g_error ("Tab does not lead to “%s”. There is:\n%s", name, dump);
  }
}

void
outside_act (AtspiAccessible *accessible, const char *wanted)
{
  g_autoptr (AtspiAction) action = atspi_accessible_get_action_iface (accessible);
  g_autofree char *name = outside_name (accessible);
  int n = action ? atspi_action_get_n_actions (action, NULL) : 0;

  for (int i = 0; i < n; i++)
    {
      g_autofree char *is = atspi_action_get_action_name (action, i, NULL);

      if (wanted && !g_str_equal (is, wanted) && !g_str_has_suffix (is, wanted))
        continue;
      g_assert_true (atspi_action_do_action (action, i, NULL));
      outside_pause (40);
      return;
    }
  g_error ("“%s” has no action %s", name, wanted ? wanted : "");
}

void
outside_press (Outside *outside, AtspiRole role, const char *name)
{
  g_autoptr (AtspiAccessible) found = NULL;

  outside_sensitive (outside, role, name);
  found = outside_find (outside, role, name);
  outside_act (found, NULL);
}

void
outside_set_text (AtspiAccessible *accessible, const char *text)
{
  g_autoptr (AtspiEditableText) editable = atspi_accessible_get_editable_text_iface (accessible);

  g_assert_nonnull (editable);
  g_assert_true (atspi_editable_text_set_text_contents (editable, text, NULL));
  outside_pause (40);
}
