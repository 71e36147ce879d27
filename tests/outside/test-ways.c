/* One way from outside for each thing that the window can do beside the journey. */

#include "cl-outside-steps.h"

#include <string.h>

/* Ctrl+K leads to a person from any page; Ctrl+F narrows the list. */
static void
test_search (void)
{
  Outside *outside = outside_open (outside_office ("search.canlian", TRUE));

  outside_show_page (outside, T ("Import"));
  outside_keys ("ctrl+k", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Search everything"));
  outside_type ("lxy");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~李秀英"));
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~李秀英");
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_type ("lxy");
  outside_wait_rows (outside, T ("Persons"), 1);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~李秀英"));
  outside_keys ("ctrl+a", NULL);
  outside_type ("13800001005");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~赵小满"));
  outside_wait_rows (outside, T ("Persons"), 1);
  outside_keys ("Escape", NULL);
  outside_wait_rows (outside, T ("Persons"), 56);
  outside_quit (outside);
}

/* A viewer of the help that only writes down what it is to show. */
static char *
make_viewer (void)
{
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *entry = g_build_filename (applications, "viewer.desktop", NULL), *chosen = g_build_filename (applications, "mimeapps.list", NULL);
  char *shown = g_strdup (outside_path ("shown"));
  g_autofree char *script = g_strdup (outside_path ("viewer.sh")), *lines = g_strdup_printf ("#!/bin/sh\necho \"$1\" >>%s\n", shown);
  g_autofree char *text = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Viewer\nExec=%s %%u\nMimeType=x-scheme-handler/help;\n", script);

  g_assert_cmpint (g_mkdir_with_parents (applications, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (script, lines, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_true (g_file_set_contents (entry, text, -1, NULL));
  g_assert_true (g_file_set_contents (chosen, "[Default Applications]\nx-scheme-handler/help=viewer.desktop\n", -1, NULL));
  return shown;
}

static void
wait_shown (const char *shown, const char *page)
{
  gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;
  g_autofree char *line = g_strdup_printf ("help:canlian/%s\n", page), *text = NULL;

  while (!g_file_get_contents (shown, &text, NULL, NULL) || !g_str_has_suffix (text, line))
    {
      if (g_get_monotonic_time () > end)
        g_error ("The help was not opened at %s, but: %s", page, text != NULL ? text : "nothing");
      g_clear_pointer (&text, g_free);
      outside_pause (25);
    }
}

/* F1 in a dialog opens what tells of it; where it closes, one is where one was before the menu. */
static void
test_dialogs (void)
{
  g_autofree char *shown = make_viewer ();
  Outside *outside = outside_open (outside_office ("dialogs.canlian", TRUE));

  outside_show_page (outside, T ("Appointments"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("F1", NULL);
  wait_shown (shown, "organisations#ledgers");
  outside_choose_in_menu (outside, T ("Pr_eferences"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Preferences")));
  outside_keys ("F1", NULL);
  wait_shown (shown, "preferences");
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Preferences")));
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  /* One that the page asks. */
  outside_keys ("ctrl+shift+e", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, "*"));
  outside_keys ("F1", NULL);
  wait_shown (shown, "export");
  outside_keys ("Escape", NULL);
  outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  /* And one that has no page of its own. */
  outside_keys ("shift+F2", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, "*"));
  outside_keys ("F1", NULL);
  wait_shown (shown, "organisations#ledgers");
  outside_keys ("Escape", NULL);
  outside_quit (outside);
}

/* A dialog says its first focus a moment after it is there; who types already loses nothing by that. */
static void
test_typed_at_once (void)
{
  Outside *outside = outside_open (outside_office ("at-once.canlian", TRUE));

  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+k", NULL);
  outside_type_slowly ("lixiuying");
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Search everything"));
  {
    g_autoptr (AtspiAccessible) entry = outside_focused (outside);
    g_autofree char *typed = outside_text (entry);

    g_assert_cmpstr (typed, ==, "lixiuying");
  }
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~李秀英");
  outside_quit (outside);
}

/* Led to a person far down in a list that was not shown before, one sees the row. */
static void
test_far (void)
{
  const char *file = outside_path ("far.canlian");
  Outside *outside;

  g_free (outside_run ("--data", file, "--today", "2026-11-21", "sample", "--size", "2000", NULL));
  outside = outside_open (file);
  outside_show_page (outside, T ("Today"));
  outside_keys ("ctrl+k", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_TEXT, T ("Search everything"));
  outside_type ("laixiuying");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~赖秀英"));
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "~赖秀英");
  {
    g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Persons")), row = outside_focused (outside);
    AtspiRect *all = atspi_component_get_extents (atspi_accessible_get_component_iface (list), ATSPI_COORD_TYPE_WINDOW, NULL);
    AtspiRect *one = atspi_component_get_extents (atspi_accessible_get_component_iface (row), ATSPI_COORD_TYPE_WINDOW, NULL);

    g_test_message ("row %d+%d, list %d+%d", one->y, one->height, all->y, all->height);
    g_assert_cmpint (one->height, >, 0);
    g_assert_cmpint (one->y, >=, all->y);
    g_assert_cmpint (one->y + one->height, <=, all->y + all->height);
    g_free (one);
    g_free (all);
  }
  outside_quit (outside);
}

static void
test_sort (void)
{
  Outside *outside = outside_open (outside_office ("sort.canlian", TRUE));
  g_autofree char *first = g_strdup_printf (T ("Sorted by %s, ascending"), T ("Date of birth"));
  g_autofree char *last = g_strdup_printf (T ("Sorted by %s, descending"), T ("Date of birth"));
  g_autofree char *one = g_strdup_printf (T ("row %u of %u"), 1, 56);
  g_autofree char *oldest = g_strdup_printf ("~程有才");

  outside_show_page (outside, T ("Persons"));
  for (guint i = 0; i < 2; i++)
    {
      const char *item = i == 0 ? T ("Date of birth") : T ("Descending");

      outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, T ("Sort"));
      outside_key_moves (outside, "space");
      for (guint k = 0; k < 30; k++)
        {
          g_autoptr (AtspiAccessible) focused = outside_focused (outside);
          g_autofree char *name = outside_name (focused);

          if (g_str_equal (name, item))
            break;
          outside_key_moves (outside, "Down");
        }
      outside_listen (outside);
      outside_keys ("Return", NULL);
      outside_hear (outside, i == 0 ? first : last);
      if (i == 0)
        {
          g_autoptr (AtspiAccessible) row = outside_find (outside, ATSPI_ROLE_LIST_ITEM, oldest);
          gint64 end = g_get_monotonic_time () + OUTSIDE_PATIENCE;

          for (;;)
            {
              g_autofree char *name = outside_name (row);

              if (strstr (name, one))
                break;
              if (g_get_monotonic_time () > end)
                g_error ("The oldest does not come first: %s", name);
              outside_pause (30);
              g_set_object (&row, NULL);
              row = outside_find (outside, ATSPI_ROLE_LIST_ITEM, oldest);
            }
        }
    }
  outside_quit (outside);
}

/* Delete asks nothing, undo brings back; what others refer to stays, and it is said why. */
static void
test_delete (void)
{
  Outside *outside = outside_open (outside_office ("delete.canlian", TRUE));
  g_autoptr (AtspiAccessible) row = NULL;

  outside_show_page (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Appointments"), 56);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_listen (outside);
  outside_keys ("Delete", NULL);
  outside_hear (outside, "Ctrl+Z");
  outside_wait_rows (outside, T ("Appointments"), 55);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("ctrl+z", NULL);
  outside_wait_rows (outside, T ("Appointments"), 56);

  outside_show_page (outside, T ("Persons"));
  outside_wait_rows (outside, T ("Persons"), 56);
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_listen (outside);
  outside_keys ("Delete", NULL);
  outside_hear (outside, T ("Appointments"));
  outside_wait_rows (outside, T ("Persons"), 56);
  outside_quit (outside);
}

static void
test_reveal (void)
{
  Outside *outside = outside_open (outside_office ("reveal.canlian", TRUE));
  g_autofree char *masked = g_strdup_printf (T ("%s: %s"), T ("Citizen ID"), "991123********103X");
  g_autofree char *whole = g_strdup_printf (T ("%s: %s"), T ("Citizen ID"), "991123 19820115 103X");

  outside_show_page (outside, T ("Persons"));
  outside_keys ("ctrl+f", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_ENTRY, T ("Search"));
  outside_type ("99112319820115103X");
  outside_wait_rows (outside, T ("Persons"), 1);
  outside_key_moves (outside, "Down");
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, masked));
  outside_listen (outside);
  outside_keys ("ctrl+r", NULL);
  outside_hear (outside, T ("Private values are shown"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, whole));
  outside_keys ("ctrl+r", NULL);
  outside_hear (outside, T ("Private values are masked"));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, masked));
  outside_quit (outside);
}

/* A plugin's page goes with it, and comes back. */
static void
test_plugin (void)
{
  Outside *outside = outside_open (outside_office ("plugin.canlian", TRUE));
  const char *committees = T ("Committees");
  const char *roster = "花名册"; /* of the .plugin, not of the catalogue of messages */

  g_object_unref (outside_find_page (outside, committees));
  for (guint i = 0; i < 2; i++)
    {
      outside_keys ("ctrl+comma", NULL);
      g_object_unref (outside_find (outside, ATSPI_ROLE_DIALOG, T ("Preferences")));
      outside_pause (500); /* its first focus comes 400 ms after it */
      outside_tab_to (outside, OUTSIDE_ANY, roster);
      outside_keys ("space", NULL);
      if (i == 0)
        outside_gone (outside, ATSPI_ROLE_LIST_ITEM, committees);
      else
        g_object_unref (outside_find_page (outside, committees));
      outside_keys ("Escape", NULL);
      outside_gone (outside, ATSPI_ROLE_DIALOG, "*");
    }
  outside_quit (outside);
}

/* Who sits in a village's committee, what the rules say to that, and its form. */
static void
test_committees (void)
{
  Outside *outside = outside_open (outside_office ("committees.canlian", TRUE));
  g_autofree char *form = g_strdup_printf (T ("%s: %s"), T ("Village"), "下河村"), *unit = g_strdup_printf (T ("%s: %s"), T ("Village or organisation"), "下河村");
  g_autoptr (AtspiAccessible) findings = NULL;
  g_autoptr (AtspiAccessible) finding = NULL;
  g_autofree char *sentence = NULL;

  outside_show_page (outside, T ("Committees"));
  outside_wait_rows (outside, T ("Members"), 5);
  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, "~上河村");
  outside_key_moves (outside, "space");
  outside_key_moves (outside, "Down");
  outside_keys ("Return", NULL);
  outside_wait_focus (outside, ATSPI_ROLE_PUSH_BUTTON, unit);
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~孙国强"));
  outside_wait_rows (outside, T ("Members"), 4);
  findings = outside_find (outside, ATSPI_ROLE_LIST, T ("By the rules of the place"));
  finding = outside_find_in (outside, findings, ATSPI_ROLE_LIST_ITEM, "*");
  sentence = outside_name (finding);
  g_assert_cmpint (g_utf8_strlen (sentence, -1), >, 8);

  outside_tab_to (outside, ATSPI_ROLE_PUSH_BUTTON, "附件3");
  outside_keys ("space", NULL);
  g_object_unref (outside_find (outside, ATSPI_ROLE_PUSH_BUTTON, form));
  g_object_unref (outside_find (outside, ATSPI_ROLE_LIST_ITEM, "~孙国强，991123196607072017"));
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  outside_begin (&argc, &argv);
  g_test_add_func ("/ways/search", test_search);
  g_test_add_func ("/ways/typed-at-once", test_typed_at_once);
  g_test_add_func ("/ways/dialogs", test_dialogs);
  g_test_add_func ("/ways/far", test_far);
  g_test_add_func ("/ways/sort", test_sort);
  g_test_add_func ("/ways/delete", test_delete);
  g_test_add_func ("/ways/reveal", test_reveal);
  g_test_add_func ("/ways/plugin", test_plugin);
  g_test_add_func ("/ways/committees", test_committees);
  return outside_end (g_test_run ());
}
