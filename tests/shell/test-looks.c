/* Every page and dialog at twice the text in a window of 1024 × 700 (looks-check.c), and what is drawn beside them. Under tests/headless.sh. */

#include "cl-config.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <string.h>

#include "../view/headless.h"
#include "cl-paths.h"
#include "cl-state.h"
#include "look.h"
#include "looks.h"

#define WIDTH 1024
#define HEIGHT 700
#define RING_ROOM 8

char *looks_sample;
static int looks_dpi;

void
looks_get_size (int *width, int *height)
{
  const char *size = g_getenv ("CANLIAN_LOOKS_SIZE"), *by = size != NULL ? strchr (size, 'x') : NULL;

  *width = by != NULL ? atoi (size) : WIDTH;
  *height = by != NULL ? atoi (by + 1) : HEIGHT;
}

/* Runs a command of the program on @path. */
void
looks_run (const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL, *err = NULL;
  g_autofree char *line = g_strdup_printf ("'%s' --data '%s' %s", g_getenv ("CANLIAN"), path, words);
  int status = 1;

  g_spawn_command_line_sync (line, &out, &err, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("“canlian %s” failed: %s", words, err);
}

static gboolean
shows_something (gpointer data)
{
  ClWindow *window = data;

  return cl_window_get_context (window) != NULL || gtk_stack_get_child_by_name (GTK_STACK (window->whole), "instead") != NULL;
}

ClWindow *
looks_open (const char *path)
{
  ClWindow *window = cl_window_new (application, path);
  int width, height, dpi;

  looks_get_size (&width, &height);
  cl_window_open (window);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (headless_wait (shows_something, window, 20));
  headless_run (0.6);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_assert_cmpint (dpi, ==, looks_dpi);
  return window;
}

void
looks_close (ClWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  headless_run (0.1);
}

static void
test_pages (void)
{
  ClWindow *window = looks_open (looks_sample);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (window->places));

  g_assert_cmpuint (n, >, 40);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (G_LIST_MODEL (window->places), i);

      /* A view is the page of its ledger once more. */
      if (cl_place_is_nested (place))
        continue;
      g_assert_true (cl_window_show_place (window, cl_place_get_id (place), TRUE));
      looks_check_window (GTK_WIDGET (window), cl_place_get_id (place));
      looks_check_menus (GTK_WIDGET (window), cl_place_get_id (place));
      n = g_list_model_get_n_items (G_LIST_MODEL (window->places));
    }
  g_assert_cmpuint (looks_count_menus (), >, 20);
  looks_close (window);
}

/* Writing: a new record of each kind, and the first one there. */
static void
test_editors (void)
{
  static const char *const ids[] = { "person", "household", "organisation", "appointment", "division", "visit", "special_household", "event", "item" };
  ClWindow *window = looks_open (looks_sample);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *where = g_strconcat (ids[i], ", new", NULL);
      GtkWidget *page;

      g_assert_true (cl_window_show_place (window, ids[i], TRUE));
      page = cl_window_get_page (window, NULL);
      gtk_widget_activate_action (page, "page.new", NULL);
      looks_check_window (GTK_WIDGET (window), where);
    }
  looks_close (window);
}

/* Before there is an office, where its file cannot be opened, and where somebody has to say who he is. */
static void
test_instead (void)
{
  g_autofree char *none = g_build_filename (folder, "none.canlian", NULL);
  g_autofree char *foreign = g_build_filename (folder, "foreign.canlian", NULL);
  g_autofree char *desk = g_build_filename (folder, "desk.canlian", NULL);
  const char *const paths[] = { none, foreign, desk }, *const names[] = { "first start", "trouble", "sign in" };

  g_assert_true (g_file_set_contents (foreign, "Dear office, this is a letter and not a data file.\n", -1, NULL));
  looks_run (desk, "init --code 991123101 --name 云岭镇");
  looks_run (desk, "desk add 王芳 keeps");
  looks_run (desk, "desk add 李明 records");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      ClWindow *window = looks_open (paths[i]);

      g_assert_null (cl_window_get_context (window));
      looks_check_window (GTK_WIDGET (window), names[i]);
      looks_close (window);
    }
}

/* A colour that style sheets reckon out may lie beside what a screen has (libadwaita 1.7 knows oklab). */
static void
fill_pixel (const GdkRGBA *colour, guchar pixel[4])
{
  pixel[0] = (guchar) (CLAMP (colour->blue, 0, 1) * 255);
  pixel[1] = (guchar) (CLAMP (colour->green, 0, 1) * 255);
  pixel[2] = (guchar) (CLAMP (colour->red, 0, 1) * 255);
  pixel[3] = 255;
}

/* The ring around what has the focus, as our style sheets draw it. */
static void
test_focus_ring (void)
{
  static const char *const grounds[] = { "view_bg_color", "window_bg_color", "sidebar_bg_color" };
  ClWindow *window = looks_open (looks_sample);
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (window));
  GdkRGBA ring, ground;

  g_assert_true (gtk_style_context_lookup_color (style, "accent_color", &ring));
  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    if (gtk_style_context_lookup_color (style, grounds[i], &ground))
      {
        guchar a[4], b[4];

        fill_pixel (&ring, a);
        fill_pixel (&ground, b);
        g_test_message ("the ring stands out from %s by %.2f", grounds[i], contrast (a, b));
        g_assert_cmpfloat (contrast (a, b), >=, MARK_CONTRAST);
      }
  G_GNUC_END_IGNORE_DEPRECATIONS
  looks_close (window);
}

static GtkWidget *
find_text (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TEXT_VIEW (widget) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_text (child);
  return found;
}

/* Whether a ring is drawn around the text that has the focus: bounds begin with what is written and room and ring are around it, or from GTK 4.12 on they are inside. */
static gboolean
has_ring (gpointer data)
{
  GtkWidget *text = data;
  Look look = { .where = "text ring", .window = GTK_WIDGET (gtk_widget_get_root (text)) };
  graphene_rect_t bounds;
  double best = 1;
  int x, y;

  draw (&look);
  g_assert_true (gtk_widget_compute_bounds (text, look.window, &bounds));
  x = (int) bounds.origin.x + (GTK_CHECK_VERSION (4, 12, 0) ? RING_ROOM : 0);
  y = (int) (bounds.origin.y + bounds.size.height / 2);
  for (int i = 0; i < RING_ROOM && x > i && y > 0 && y < look.height; i++)
    best = MAX (best, contrast (pixel_at (&look, x - i, y), pixel_at (&look, x + 1, y)));
  g_free (look.pixels);
  return best >= MARK_CONTRAST;
}

static gboolean
has_text (gpointer data)
{
  return find_text (data) != NULL;
}

/* GTK draws none around a text of several lines. */
static void
test_text_ring (void)
{
  ClWindow *window = looks_open (looks_sample);
  GtkWidget *page, *text;

  g_assert_true (cl_window_show_place (window, "special_household", TRUE));
  page = cl_window_get_page (window, NULL);
  gtk_widget_activate_action (page, "page.new", NULL);
  g_assert_true (headless_wait (has_text, page, 10));
  headless_run (0.5);
  text = find_text (page);
  gtk_widget_grab_focus (text);
  g_assert_true (headless_wait (has_ring, text, 10));
  looks_close (window);
}

/* Nothing of the page is seen where the list of pages lies but a line along its edges. */
static void
check_covers (ClWindow *window)
{
  Look with = { .where = "list of pages", .window = GTK_WIDGET (window) }, without = with;
  graphene_rect_t bounds;
  guint n = 0;

  draw (&with);
  gtk_widget_set_opacity (window->stack, 0);
  headless_run (0.2);
  draw (&without);
  gtk_widget_set_opacity (window->stack, 1);
  g_assert_true (gtk_widget_compute_bounds (window->sidebar, GTK_WIDGET (window), &bounds));
  for (int y = (int) bounds.origin.y; y < (int) (bounds.origin.y + bounds.size.height); y++)
    for (int x = (int) bounds.origin.x; x < (int) (bounds.origin.x + bounds.size.width); x++)
      n += contrast (pixel_at (&with, x, y), pixel_at (&without, x, y)) > 1.05;
  g_assert_cmpfloat (n, <, bounds.size.width * bounds.size.height / 100);
  g_free (with.pixels);
  g_free (without.pixels);
}

/* Where the window is too narrow for the list of pages the page has the first focus; when the list comes over the page it hides what it lies on. */
static void
test_sidebar (void)
{
  ClWindow *window = looks_open (looks_sample);
  GtkWidget *focus;

  /* As in a window that is narrower still. */
  adw_flap_set_fold_policy (ADW_FLAP (window->flap), ADW_FLAP_FOLD_POLICY_ALWAYS);
  headless_run (0.4);
  g_assert_true (adw_flap_get_folded (ADW_FLAP (window->flap)));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sidebar", g_variant_new_boolean (TRUE));
  headless_run (0.4);
  focus = gtk_root_get_focus (GTK_ROOT (window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, window->sidebar));
  check_covers (window);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "sidebar", g_variant_new_boolean (FALSE));
  headless_run (0.4);
  focus = gtk_root_get_focus (GTK_ROOT (window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, window->stack));
  looks_close (window);
}

int
main (int argc, char **argv)
{
  const char *looks = g_getenv ("CANLIAN_LOOKS"), *text = g_getenv ("CANLIAN_LOOKS_TEXT");
  g_autoptr (GSettings) state = NULL;
  int status;

  if (g_strcmp0 (looks, "contrast") == 0)
    g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  cl_test_window_init (&argc, &argv);
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("CANLIAN_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  looks_sample = g_build_filename (folder, "sample.canlian", NULL);
  looks_run (looks_sample, "sample --size=500");
  g_test_add_func ("/looks/pages", test_pages);
  g_test_add_func ("/looks/editors", test_editors);
  looks_add_states ();
  g_test_add_func ("/looks/instead", test_instead);
  g_test_add_func ("/looks/focus-ring", test_focus_ring);
  g_test_add_func ("/looks/text-ring", test_text_ring);
  g_test_add_func ("/looks/sidebar", test_sidebar);
  cl_test_window_register ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), g_strcmp0 (looks, "dark") == 0 ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  /* Each new window applies what the state has. */
  state = cl_state_new ();
  cl_state_apply_text_size (state, text != NULL ? atoi (text) : 200);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &looks_dpi, NULL);
  status = cl_test_window_run ();
  g_free (looks_sample);
  return status;
}
