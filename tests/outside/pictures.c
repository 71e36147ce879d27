#include "cl-outside-steps.h"

#include <glib/gstdio.h>
#include <string.h>

/* Pictures of every page, and of what stands over the pages, in Chinese, on the sample township: `ninja -C BUILD pictures` writes them into data/screenshots, where
 * the README and the program's description in the software centre show them. Their names are those of the window. Not a test: they are to be looked at.
 * VARIANT=dark, contrast or large (200 % text) changes the looks, PICTURES=FOLDER the place, SIZE=1024x700x24 the screen. Needs ImageMagick's import. */

static const char *place;
static guint taken;

/* What the sidebar counts beside a name is no part of it. */
static char *
file_name (const char *name)
{
  g_auto (GStrv) parts = g_regex_split_simple ("\\s*[/：:（(，,…]", name, 0, 0);

  return g_strdup_printf ("PNG8:%s/%s.png", place, parts[0]);
}

static void
settle (Outside *outside)
{
  guint said;

  do
    {
      said = outside->said->len;
      outside_pause (300);
    }
  while (outside->said->len != said);
}

static void
take (Outside *outside, const char *name)
{
  g_autofree char *file = file_name (name);
  const char *words[] = { "import", "-window", "root", "-trim", "+repage", "+dither", "-colors", "64", "-define", "png:exclude-chunks=date,tIME", file, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  settle (outside);
  outside_pause (300);
  if (!g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error) || !g_spawn_check_wait_status (status, &error))
    g_error ("No picture of %s: %s", name, error->message);
  taken++;
}

static void
take_keys (Outside *outside, const char *name, const char *keys)
{
  outside_keys (keys, NULL);
  take (outside, name);
  outside_keys ("Escape", NULL);
  settle (outside);
}

/* The views of a ledger unfold under it when it is opened; they look as the ledger does. */
static void
take_pages (Outside *outside)
{
  g_autoptr (AtspiAccessible) list = outside_find (outside, ATSPI_ROLE_LIST, T ("Pages of the window"));
  g_autofree char *ledger = NULL;

  for (int i = 0, next; i < atspi_accessible_get_child_count (list, NULL); i = next)
    {
      g_autoptr (AtspiAccessible) row = atspi_accessible_get_child_at_index (list, i, NULL);
      g_autofree char *name = outside_name (row);
      g_autofree char *title = g_strdup_printf ("~%s — ", name);

      next = i + 1;
      if (atspi_accessible_get_role (row, NULL) != ATSPI_ROLE_LIST_ITEM || (ledger != NULL && g_str_has_prefix (name, ledger)))
        continue;
      outside_act (row, "open");
      g_object_unref (outside_find (outside, ATSPI_ROLE_FRAME, title));
      take (outside, name);
      next = atspi_accessible_get_index_in_parent (row, NULL) + 1;
      g_free (ledger);
      ledger = g_strdup (name);
    }
}

static void
take_first_start (void)
{
  Outside *outside = outside_open (outside_path ("first.canlian"));

  take (outside, "第一次打开");
  outside_quit (outside);
}

static void
take_all (void)
{
  const char *file = outside_path ("云岭镇.canlian");
  Outside *outside;

  g_free (outside_run ("--data", file, "--today", "2026-11-21", "sample", NULL));
  outside = outside_open (file);
  take_pages (outside);

  outside_show_page (outside, T ("Persons"));
  outside_wait_focus (outside, ATSPI_ROLE_LIST_ITEM, "*");
  outside_keys ("F2", NULL);
  take (outside, T ("Edit"));
  outside_keys ("Escape", NULL);
  take_keys (outside, "新记录", "ctrl+n");
  outside_keys ("ctrl+f", NULL);
  outside_type ("zw");
  take_keys (outside, T ("Search"), "End");
  outside_keys ("ctrl+k", NULL);
  outside_type ("zw");
  take_keys (outside, T ("Search everything"), "End");
  take_keys (outside, T ("Commands"), "ctrl+shift+p");
  take_keys (outside, T ("Keyboard shortcuts"), "ctrl+question");
  take_keys (outside, T ("Preferences"), "ctrl+comma");
  take_keys (outside, T ("Import"), "ctrl+i");
  outside_quit (outside);
}

int
main (int argc, char **argv)
{
  const char *variant = g_getenv ("VARIANT");

  place = g_getenv ("PICTURES");
  if (argc > 1 && place == NULL)
    place = argv[1];
  if (place == NULL || g_mkdir_with_parents (place, 0755) != 0)
    g_error ("Name the folder for the pictures");
  if (g_strcmp0 (variant, "dark") == 0)
    g_setenv ("ADW_DEBUG_COLOR_SCHEME", "prefer-dark", TRUE);
  if (g_strcmp0 (variant, "contrast") == 0)
    g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  if (g_strcmp0 (variant, "large") == 0)
    {
      g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "gtk-4.0", NULL);
      g_autofree char *settings = g_build_filename (folder, "settings.ini", NULL);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (settings, "[Settings]\ngtk-xft-dpi=196608\n", -1, NULL));
    }
  argc = 1;
  outside_begin (&argc, &argv);
  take_first_start ();
  take_all ();
  g_print ("%u pictures in %s\n", taken, place);
  return outside_end (0);
}
