#include "cl-outside-steps.h"

#include <string.h>

AtspiAccessible *
outside_find_page (Outside *outside, const char *name)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window"));

  return outside_find_in (outside, list, ATSPI_ROLE_LIST_ITEM, name);
}

void
outside_show_page (Outside *outside, const char *name)
{
  g_autoptr (AtspiAccessible) row = outside_find_page (outside, name);
  g_autofree char *title = g_strdup_printf ("~%s — ", name);

  outside_act (row, "open");
  g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
}

void
outside_enter_list (Outside *outside, const char *page)
{
  outside_show_page (outside, page);
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_keys ("Down", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
}

void
outside_wait_rows (Outside *outside, const char *list_name, guint n)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, list_name);
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

  while (outside_count (list, ATSPI_ROLE_LIST_ITEM, "*") != n)
    {
      if (g_get_monotonic_time () > end)
        g_error ("There are %u rows in “%s”, not %u", outside_count (list, ATSPI_ROLE_LIST_ITEM, "*"), list_name, n);
      outside_pause (30);
    }
}

void
outside_choose (Outside *outside, const char *title, const char *value)
{
  g_autofree char *before = g_strdup_printf (T ("%s: %s"), title, "");
  g_autofree char *now = g_strdup_printf (T ("%s: %s"), title, value);
  g_autofree char *any = g_strconcat ("~", before, NULL);

  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, any);
  outside_key_moves (outside, "space");
  outside_keys ("Home", NULL);
  for (guint i = 0; i < 150; i++)
    {
      g_autoptr (AtspiAccessible) focused = outside_focused (outside);
      g_autofree char *name = focused ? outside_name (focused) : NULL;

      if (g_strcmp0 (name, value) == 0)
        break;
      outside_key_moves (outside, "Down");
    }
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, now);
}

static gboolean
is_on_item (Outside *outside, const char *item)
{
  g_auto (GStrv) parts = g_strsplit (item, "…", 2);
  g_autoptr (AtspiAccessible) focused = outside_focused (outside);
  g_autofree char *name = focused != NULL ? outside_name (focused) : NULL;

  /* Behind the words stand at most the letter that chooses it and dots: "备份(K)…" is not "备份到(B)…". */
  return name != NULL && g_str_has_prefix (name, parts[0]) && (strchr ("(", name[strlen (parts[0])]) != NULL || g_str_has_prefix (name + strlen (parts[0]), "…"));
}

/* Walks down the menu that is open to @item, which keeps the letter of its key in its name. */
void
outside_go_to_item (Outside *outside, const char *item)
{
  for (guint i = 0; i < 30 && !is_on_item (outside, item); i++)
    outside_key_moves (outside, "Down");
  if (!is_on_item (outside, item))
    g_error ("“%s” is not in the menu", item);
}

void
outside_choose_in_menu (Outside *outside, const char *item)
{
  outside_keys ("F10", NULL);
  outside_go_to_item (outside, item);
  outside_keys ("Return", NULL);
}

void
outside_choose_in_submenu (Outside *outside, const char *submenu, const char *item)
{
  outside_keys ("F10", NULL);
  outside_go_to_item (outside, submenu);
  outside_key_moves (outside, "Right");
  outside_go_to_item (outside, item);
  outside_keys ("Return", NULL);
}

/* "/" opens the place where a path is typed. */
void
outside_choose_path (Outside *outside, const char *title, const char *path)
{
  g_object_unref (outside_find (outside, OUTSIDE_ANY, title));
  outside_pause (800);
  outside_keys ("slash", NULL);
  outside_pause (500);
  outside_keys ("ctrl+a", NULL);
  outside_type (path);
  outside_pause (800);
  outside_keys ("Return", NULL);
}
