#include "cl-outside-private.h"

#include <string.h>

/* What of the window is there, what has the focus, and what was said. */

static gboolean
name_matches (const char *name, const char *wanted)
{
  if (g_str_equal (wanted, "*"))
    return TRUE;
  if (!name)
    return FALSE;
  return wanted[0] == '~' ? strstr (name, wanted + 1) != NULL : g_str_equal (name, wanted);
}

gboolean
outside_is (AtspiAccessible *accessible, AtspiStateType state)
{
  g_autoptr (AtspiStateSet) states = atspi_accessible_get_state_set (accessible);

  return states && atspi_state_set_contains (states, state);
}

char *
outside_name (AtspiAccessible *accessible)
{
  return atspi_accessible_get_name (accessible, NULL);
}

char *
outside_description (AtspiAccessible *accessible)
{
  return atspi_accessible_get_description (accessible, NULL);
}

char *
outside_text (AtspiAccessible *accessible)
{
  g_autoptr (AtspiText) text = atspi_accessible_get_text_iface (accessible);

  g_assert_nonnull (text);
  return atspi_text_get_text (text, 0, atspi_text_get_character_count (text, NULL), NULL);
}

gboolean
outside_walk (AtspiAccessible *root, OutsideFunc func, gpointer data)
{
  int n;

  if (!outside_is (root, ATSPI_STATE_VISIBLE) && atspi_accessible_get_role (root, NULL) != ATSPI_ROLE_APPLICATION)
    return FALSE;
  if (func (root, data))
    return TRUE;
  n = atspi_accessible_get_child_count (root, NULL);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (AtspiAccessible) child = atspi_accessible_get_child_at_index (root, i, NULL);

      if (child && outside_walk (child, func, data))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  AtspiRole role;
  const char *name;
  AtspiAccessible *found;
  guint n;
} Search;

gboolean
outside_matches (AtspiAccessible *accessible, AtspiRole role, const char *wanted)
{
  g_autofree char *name = NULL;

  if (role != OUTSIDE_ANY && atspi_accessible_get_role (accessible, NULL) != role)
    return FALSE;
  name = outside_name (accessible);
  return name_matches (name, wanted);
}

static gboolean
search_cb (AtspiAccessible *accessible, gpointer data)
{
  Search *search = data;

  if (!outside_matches (accessible, search->role, search->name))
    return FALSE;
  search->found = g_object_ref (accessible);
  return TRUE;
}

static gboolean
count_cb (AtspiAccessible *accessible, gpointer data)
{
  Search *search = data;

  if (outside_matches (accessible, search->role, search->name))
    search->n++;
  return FALSE;
}

AtspiAccessible *
outside_look_in (AtspiAccessible *root, AtspiRole role, const char *name)
{
  Search search = { role, name, NULL, 0 };

  outside_walk (root, search_cb, &search);
  return search.found;
}

guint
outside_count (AtspiAccessible *root, AtspiRole role, const char *name)
{
  Search search = { role, name, NULL, 0 };

  outside_walk (root, count_cb, &search);
  return search.n;
}

AtspiAccessible *
outside_look (Outside *outside, AtspiRole role, const char *name)
{
  return outside_look_in (outside->application, role, name);
}

static gboolean
dump_cb (AtspiAccessible *accessible, gpointer data)
{
  g_autofree char *role = atspi_accessible_get_role_name (accessible, NULL);
  g_autofree char *name = outside_name (accessible);
  g_autofree char *description = outside_description (accessible);

  g_string_append_printf (data, "[%s] \"%s\"%s%s%s%s%s\n", role ? role : "?", name ? name : "", description && *description ? " — " : "",
                          description ? description : "", outside_is (accessible, ATSPI_STATE_FOCUSABLE) ? " focusable" : "",
                          outside_is (accessible, ATSPI_STATE_SENSITIVE) ? "" : " off", outside_is (accessible, ATSPI_STATE_FOCUSED) ? " FOCUSED" : outside_is (accessible, ATSPI_STATE_ACTIVE) ? " ACTIVE" : "");
  return FALSE;
}

char *
outside_dump (Outside *outside)
{
  g_autoptr (GString) text = g_string_new (NULL);

  outside_walk (outside->application, dump_cb, text);
  g_string_append (text, "Said was:\n");
  for (guint i = outside->said->len > 20 ? outside->said->len - 20 : 0; i < outside->said->len; i++)
    g_string_append_printf (text, "%c %s\n", i < outside->heard ? ' ' : '>', (const char *) outside->said->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

AtspiAccessible *
outside_find_in (Outside *outside, AtspiAccessible *root, AtspiRole role, const char *name)
{
  gint64 end = outside_soon ();
  AtspiAccessible *found;

  while (!(found = outside_look_in (root, role, name)))
    if (outside_waited (end))
      {
        g_autofree char *dump = outside_dump (outside);

        g_error ("Nothing with the role %d and the name “%s” came. There is:\n%s", role, name, dump);
      }
  return found;
}

AtspiAccessible *
outside_find (Outside *outside, AtspiRole role, const char *name)
{
  return outside_find_in (outside, outside->application, role, name);
}

void
outside_gone (Outside *outside, AtspiRole role, const char *name)
{
  gint64 end = outside_soon ();

  for (;;)
    {
      g_autoptr (AtspiAccessible) found = outside_look (outside, role, name);

      if (!found)
        return;
      if (outside_waited (end))
        g_error ("“%s” did not go away", name);
    }
}

void
outside_sensitive (Outside *outside, AtspiRole role, const char *name)
{
  gint64 end = outside_soon ();

  for (;;)
    {
      g_autoptr (AtspiAccessible) found = outside_find (outside, role, name);

      if (outside_is (found, ATSPI_STATE_SENSITIVE))
        return;
      if (outside_waited (end))
        g_error ("“%s” cannot be used", name);
    }
}

static gboolean
focused_cb (AtspiAccessible *accessible, gpointer data)
{
  AtspiAccessible **found = data;

  if (outside_is (accessible, ATSPI_STATE_FOCUSED))
    g_set_object (found, accessible); /* the innermost wins */
  return FALSE;
}

/* Not by the state “active”, which GTK 4.8 does not give to dialogs, nor by the focus alone, which a window below may have too: a dialog is modal. */
AtspiAccessible *
outside_window (Outside *outside)
{
  gint64 end = outside_soon ();

  for (;;)
    {
      g_autoptr (AtspiAccessible) frame = NULL;
      int n = atspi_accessible_get_child_count (outside->application, NULL);

      for (int i = n - 1; i >= 0; i--)
        {
          g_autoptr (AtspiAccessible) window = atspi_accessible_get_child_at_index (outside->application, i, NULL);

          if (!window || !outside_is (window, ATSPI_STATE_VISIBLE))
            continue;
          if (atspi_accessible_get_role (window, NULL) == ATSPI_ROLE_DIALOG)
            return g_steal_pointer (&window);
          g_set_object (&frame, window);
        }
      if (frame)
        return g_steal_pointer (&frame);
      if (outside_waited (end))
        g_error ("No window came");
    }
}

static gboolean
is_within (AtspiAccessible *accessible, AtspiAccessible *window)
{
  g_autoptr (AtspiAccessible) up = g_object_ref (accessible);

  while (up && up != window)
    {
      AtspiAccessible *parent = atspi_accessible_get_parent (up, NULL);

      g_object_unref (up);
      up = parent;
    }
  return up != NULL;
}

AtspiAccessible *
outside_focused (Outside *outside)
{
  g_autoptr (AtspiAccessible) window = outside_window (outside);
  AtspiAccessible *found = NULL;

  if (outside->focused && outside_is (outside->focused, ATSPI_STATE_FOCUSED) && !outside_is (outside->focused, ATSPI_STATE_DEFUNCT) && is_within (outside->focused, window))
    return g_object_ref (outside->focused);
  outside_walk (window, focused_cb, &found);
  return found;
}

void
outside_wait_focus (Outside *outside, AtspiRole role, const char *name)
{
  gint64 end = outside_soon ();

  for (;;)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *is = focused ? outside_name (focused) : NULL;

      if (focused && (role == OUTSIDE_ANY || atspi_accessible_get_role (focused, NULL) == role) && name_matches (is, name))
        return;
      if (outside_waited (end))
        {
          g_autofree char *dump = outside_dump (outside);

          g_error ("The focus did not come to “%s”; it is on “%s”. There is:\n%s", name, is ? is : "nothing", dump);
        }
    }
}

void
outside_listen (Outside *outside)
{
  outside_pause (20);
  outside->heard = outside->said->len;
}

void
outside_hear (Outside *outside, const char *part)
{
  gint64 end = outside_soon ();

  for (;;)
    {
      for (guint i = outside->heard; i < outside->said->len; i++)
        if (strstr (outside->said->pdata[i], part))
          {
            outside->heard = i + 1;
            return;
          }
      if (outside_waited (end))
        {
          g_autofree char *dump = outside_dump (outside);

          g_error ("“%s” was not said. There is:\n%s", part, dump);
        }
    }
}
