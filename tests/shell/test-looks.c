/* Every page and dialog at twice the text in a window of 1024 × 700: it fits, no label is cut to nothing, no letter of a key is there twice, and what is drawn stands
 * out from its ground. The colours are those of the pixels. Under tests/headless.sh; CANLIAN_LOOKS is light, dark or contrast. */

#include "cl-config.h"

#include <glib/gstdio.h>
#include <libintl.h>
#include <string.h>

#include "../view/headless.h"
#include "cl-paths.h"
#include "cl-state.h"
#include "cl-test-window.h"
#include "look.h"

#define WIDTH 1024
#define HEIGHT 700
#define HEADING_CHARS 7
#define START_ROOM 24
#define RING_ROOM 8
#define TEXT_CONTRAST 4.5
#define MARK_CONTRAST 3.0

static char *sample;

/* All faults are told, not the first alone. */
static void G_GNUC_PRINTF (2, 3)
fault (Look *look, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  g_test_message ("FAULT %s: %s", look->where, text);
  g_test_fail ();
}

/* What of @bounds is left by the window and by all around @widget that cuts off what does not fit. */
static gboolean
find_seen (Look *look, GtkWidget *widget, const graphene_rect_t *bounds, graphene_rect_t *seen)
{
  if (!graphene_rect_intersection (bounds, &look->view, seen))
    return FALSE;
  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL && up != look->window; up = gtk_widget_get_parent (up))
    {
      graphene_rect_t around;

      if (gtk_widget_get_overflow (up) == GTK_OVERFLOW_HIDDEN && gtk_widget_compute_bounds (up, look->window, &around) &&
          !graphene_rect_intersection (seen, &around, seen))
        return FALSE;
    }
  return TRUE;
}

static void
check_contrast (Look *look, GtkWidget *widget, const char *what, double wanted)
{
  graphene_rect_t bounds, seen;
  double found;

  /* What is scrolled out of sight, or is half covered by an edge, has no colours. */
  if (look->pixels == NULL || !gtk_widget_compute_bounds (widget, look->window, &bounds) || !find_seen (look, widget, &bounds, &seen) ||
      seen.size.width < bounds.size.width || seen.size.height < bounds.size.height || bounds.size.width < 8 || bounds.size.height < 8)
    return;
  found = measure_contrast (look, (int) ceilf (seen.origin.x), (int) ceilf (seen.origin.y), (int) floorf (seen.origin.x + seen.size.width),
                            (int) floorf (seen.origin.y + seen.size.height));
  /* Nothing at all is drawn where a part lies behind another. */
  if (found > 1.05 && found < wanted)
    fault (look, "%s stands out by %.2f, not by %.1f", what, found, wanted);
}

/* One that the theme does not have is drawn as a pale leaf. Themes differ between releases: what was there may have gone. */
static void
check_icon (Look *look, GtkImage *image)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (image)));
  const char *name = gtk_image_get_icon_name (image);

  if (!gtk_icon_theme_has_icon (theme, name))
    fault (look, "there is no icon “%s”", name);
  check_contrast (look, GTK_WIDGET (image), name, MARK_CONTRAST);
}

static void
check_letter (Look *look, guint keyval, const char *text)
{
  const char *other;

  if (keyval == GDK_KEY_VoidSymbol)
    return;
  keyval = gdk_keyval_to_lower (keyval);
  other = g_hash_table_lookup (look->letters, GUINT_TO_POINTER (keyval));
  if (other != NULL && strcmp (other, text) != 0)
    fault (look, "“%s” and “%s” have the same letter", other, text);
  g_hash_table_insert (look->letters, GUINT_TO_POINTER (keyval), g_strdup (text));
}

/* The name of a ledger, beside the details too. */
static void
check_heading (Look *look, GtkLabel *label)
{
  GtkWidget *bar = gtk_widget_get_parent (GTK_WIDGET (label));

  if (gtk_widget_has_css_class (GTK_WIDGET (label), "heading") && gtk_widget_has_css_class (bar, "cl-bar") && CL_IS_LIST_PAGE (gtk_widget_get_ancestor (bar, CL_TYPE_LIST_PAGE)) &&
      gtk_widget_get_ancestor (bar, CL_TYPE_RECORD_EDITOR) == NULL && g_utf8_strlen (gtk_label_get_text (label), -1) <= HEADING_CHARS && pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    fault (look, "the heading “%s” is cut", gtk_label_get_text (label));
}

/* What is chosen begins at the left of its field, be it one or several. */
static void
check_start (Look *look, GtkLabel *label)
{
  GtkWidget *field = gtk_widget_get_ancestor (GTK_WIDGET (label), GTK_TYPE_MENU_BUTTON);
  graphene_rect_t bounds;
  int x;

  if (field == NULL || gtk_widget_get_ancestor (field, CL_TYPE_RECORD_EDITOR) == NULL || !gtk_menu_button_get_has_frame (GTK_MENU_BUTTON (field)) ||
      !gtk_widget_compute_bounds (GTK_WIDGET (label), field, &bounds))
    return;
  gtk_label_get_layout_offsets (label, &x, NULL);
  if (bounds.origin.x + (float) x > START_ROOM)
    fault (look, "“%s” begins %d pixels from the left of its field", gtk_label_get_text (label), (int) bounds.origin.x + x);
}

/* At least two characters and the dots are to be seen of a label that is cut. */
static void
check_cut (Look *look, GtkLabel *label)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  g_autofree char *start = NULL;
  PangoRectangle whole;
  g_autoptr (PangoLayout) least = NULL;

  if (!pango_layout_is_ellipsized (layout) || g_utf8_strlen (gtk_label_get_text (label), -1) <= 2)
    return;
  start = g_strdup_printf ("%.*s…", (int) (g_utf8_offset_to_pointer (gtk_label_get_text (label), 2) - gtk_label_get_text (label)), gtk_label_get_text (label));
  least = pango_layout_copy (layout);
  pango_layout_set_width (least, -1);
  pango_layout_set_attributes (least, NULL);
  pango_layout_set_text (least, start, -1);
  pango_layout_get_pixel_extents (least, NULL, &whole);
  if (gtk_widget_get_width (GTK_WIDGET (label)) < whole.width)
    fault (look, "of “%s” nothing is left in %d pixels", gtk_label_get_text (label), gtk_widget_get_width (GTK_WIDGET (label)));
}

/* The slider lies on one of the two marks. */
static void
check_switch (Look *look, GtkSwitch *widget)
{
  GtkWidget *on = gtk_widget_get_first_child (GTK_WIDGET (widget)), *off = gtk_widget_get_next_sibling (on);

  if (gtk_widget_is_sensitive (GTK_WIDGET (widget)))
    check_contrast (look, gtk_switch_get_active (widget) ? on : off, gtk_switch_get_active (widget) ? "switch, on" : "switch, off", MARK_CONTRAST);
}

static void
look_at (Look *look, GtkWidget *widget)
{
  /* A menu that is open has letters of its own. */
  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget))
    return;
  if (GTK_IS_SWITCH (widget))
    {
      check_switch (look, GTK_SWITCH (widget));
      return;
    }
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));

      if (gtk_widget_is_sensitive (widget))
        check_letter (look, gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)), text);
      check_cut (look, GTK_LABEL (widget));
      check_heading (look, GTK_LABEL (widget));
      check_start (look, GTK_LABEL (widget));
      if (gtk_widget_is_sensitive (widget))
        check_contrast (look, widget, text, TEXT_CONTRAST);
    }
  else if (GTK_IS_IMAGE (widget) && gtk_widget_is_sensitive (widget) && gtk_image_get_storage_type (GTK_IMAGE (widget)) == GTK_IMAGE_ICON_NAME)
    check_icon (look, GTK_IMAGE (widget));
  else if (GTK_IS_TEXT (widget) && gtk_widget_is_sensitive (widget) && gtk_entry_buffer_get_length (gtk_text_get_buffer (GTK_TEXT (widget))) > 0)
    check_contrast (look, widget, gtk_editable_get_text (GTK_EDITABLE (widget)), TEXT_CONTRAST);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    look_at (look, child);
}

static void
check_window (GtkWidget *window, const char *where)
{
  Look look = { .where = where, .window = window, .letters = g_hash_table_new_full (NULL, NULL, NULL, g_free) };
  int width, height;

  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, MAX (width, gtk_widget_get_width (window)), &height, NULL, NULL, NULL);
  if (width > WIDTH || height > HEIGHT)
    fault (&look, "needs %d × %d", width, height);
  if (g_getenv ("CANLIAN_LOOKS") != NULL)
    draw (&look);
  look_at (&look, window);
  g_free (look.pixels);
  g_hash_table_unref (look.letters);
}

static void
check_menu_model (Look *look, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *label = NULL;
      const char *underscore;

      if (section != NULL)
        check_menu_model (look, section);
      if (submenu != NULL)
        {
          Look other = { .where = look->where, .letters = g_hash_table_new_full (NULL, NULL, NULL, g_free) };

          check_menu_model (&other, submenu);
          g_hash_table_unref (other.letters);
        }
      if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        continue;
      underscore = strchr (label, '_');
      if (underscore != NULL && underscore[1] != '_')
        check_letter (look, gdk_unicode_to_keyval (g_utf8_get_char (underscore + 1)), label);
    }
}

/* The menus of what is shown, each a round of letters of its own. */
static guint n_menus;

static void
check_menus (GtkWidget *widget, const char *where)
{
  GMenuModel *menu = NULL;

  if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_get_mapped (widget))
    {
      /* A menu is made when it is first opened. */
      gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
      menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget));
      if (menu == NULL && GTK_IS_POPOVER_MENU (gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget))))
        menu = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget))));
      gtk_menu_button_popdown (GTK_MENU_BUTTON (widget));
    }
  n_menus += menu != NULL;
  if (menu != NULL)
    {
      Look look = { .where = where, .letters = g_hash_table_new_full (NULL, NULL, NULL, g_free) };

      check_menu_model (&look, menu);
      g_hash_table_unref (look.letters);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_menus (child, where);
}

/* Runs a command of the program on @path. */
static void
run (const char *path, const char *words)
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

static ClWindow *
open_sample (void)
{
  ClWindow *window = cl_window_new (application, sample);

  cl_window_open (window);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  headless_run (0.6);
  return window;
}

static void
close_window (ClWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  headless_run (0.1);
}

static GtkWindow *
find_dialog (ClWindow *window)
{
  GListModel *tops = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
    {
      g_autoptr (GtkWindow) top = g_list_model_get_item (tops, i);

      if (top != GTK_WINDOW (window) && gtk_widget_get_visible (GTK_WIDGET (top)) && gtk_window_get_transient_for (top) == GTK_WINDOW (window))
        return top;
    }
  return NULL;
}

static void
check_dialog (ClWindow *window, const char *where)
{
  GtkWindow *dialog;

  headless_run (0.3);
  dialog = find_dialog (window);
  if (dialog == NULL)
    {
      g_test_message ("FAULT %s opens no dialog", where);
      g_test_fail ();
      return;
    }
  check_window (GTK_WIDGET (dialog), where);
  check_menus (GTK_WIDGET (dialog), where);
  gtk_window_destroy (dialog);
  headless_run (0.1);
}

static void
test_pages (void)
{
  ClWindow *window = open_sample ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (window->places));

  g_assert_cmpuint (n, >, 40);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (G_LIST_MODEL (window->places), i);

      /* A view is the page of its ledger once more. */
      if (cl_place_is_nested (place))
        continue;
      g_assert_true (cl_window_show_place (window, cl_place_get_id (place), TRUE));
      headless_run (0.25);
      check_window (GTK_WIDGET (window), cl_place_get_id (place));
      check_menus (GTK_WIDGET (window), cl_place_get_id (place));
      n = g_list_model_get_n_items (G_LIST_MODEL (window->places));
    }
  g_assert_cmpuint (n_menus, >, 20);
  close_window (window);
}

/* Writing: a new record of each kind, and the first one there. */
static void
test_editors (void)
{
  static const char *const ids[] = { "person", "household", "organisation", "appointment", "division", "visit", "special_household", "event", "item" };
  ClWindow *window = open_sample ();

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *where = g_strconcat (ids[i], ", new", NULL);
      GtkWidget *page;

      g_assert_true (cl_window_show_place (window, ids[i], TRUE));
      page = cl_window_get_page (window, NULL);
      gtk_widget_activate_action (page, "page.new", NULL);
      headless_run (0.3);
      check_window (GTK_WIDGET (window), where);
    }
  close_window (window);
}

static void
test_dialogs (void)
{
  static const char *const names[] = { "preferences", "shortcuts", "about", "find", "commands", "persons", "backups", "restore", "recovery-key" };
  static const char *const pages[] = { "page.filter", "page.export", "page.add-column" };
  ClWindow *window = open_sample ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_action_activate (g_action_map_lookup_action (G_ACTION_MAP (window), names[i]), NULL);
      check_dialog (window, names[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_assert_true (cl_window_show_place (window, "person", TRUE));
      gtk_widget_activate_action (cl_window_get_page (window, NULL), pages[i], NULL);
      check_dialog (window, pages[i]);
    }
  close_window (window);
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
  run (desk, "init --code 991123101 --name 云岭镇");
  run (desk, "desk add 王芳 keeps");
  run (desk, "desk add 李明 records");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      ClWindow *window = cl_window_new (application, paths[i]);

      cl_window_open (window);
      gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
      gtk_window_present (GTK_WINDOW (window));
      headless_run (0.5);
      g_assert_null (cl_window_get_context (window));
      check_window (GTK_WIDGET (window), names[i]);
      close_window (window);
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
  ClWindow *window = open_sample ();
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
  close_window (window);
}

static GtkWidget *
find_text (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TEXT_VIEW (widget) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_text (child);
  return found;
}

/* GTK draws none around a text of several lines. */
static void
test_text_ring (void)
{
  ClWindow *window = open_sample ();
  Look look = { .where = "text ring", .window = GTK_WIDGET (window) };
  graphene_rect_t bounds;
  GtkWidget *page, *text;
  double best = 1;
  int x, y;

  g_assert_true (cl_window_show_place (window, "special_household", TRUE));
  page = cl_window_get_page (window, NULL);
  gtk_widget_activate_action (page, "page.new", NULL);
  headless_run (0.5);
  text = find_text (page);
  g_assert_nonnull (text);
  gtk_widget_grab_focus (text);
  headless_run (0.3);
  draw (&look);
  g_assert_true (gtk_widget_compute_bounds (text, look.window, &bounds));
  x = (int) bounds.origin.x;
  y = (int) (bounds.origin.y + bounds.size.height / 2);
  /* Bounds begin with what is written; around it are room and ring. */
  for (int i = 0; i < RING_ROOM; i++)
    best = MAX (best, contrast (pixel_at (&look, x - i, y), pixel_at (&look, x + 1, y)));
  g_assert_cmpfloat (best, >=, MARK_CONTRAST);
  g_free (look.pixels);
  close_window (window);
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
  ClWindow *window = open_sample ();
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
  close_window (window);
}

int
main (int argc, char **argv)
{
  const char *looks = g_getenv ("CANLIAN_LOOKS");
  int status;

  if (g_strcmp0 (looks, "contrast") == 0)
    g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  cl_test_window_init (&argc, &argv);
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("CANLIAN_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  sample = g_build_filename (folder, "sample.canlian", NULL);
  run (sample, "sample --size=500");
  g_test_add_func ("/looks/pages", test_pages);
  g_test_add_func ("/looks/editors", test_editors);
  g_test_add_func ("/looks/dialogs", test_dialogs);
  g_test_add_func ("/looks/instead", test_instead);
  g_test_add_func ("/looks/focus-ring", test_focus_ring);
  g_test_add_func ("/looks/text-ring", test_text_ring);
  g_test_add_func ("/looks/sidebar", test_sidebar);
  cl_test_window_register ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), g_strcmp0 (looks, "dark") == 0 ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  cl_state_apply_text_size (NULL, 200);
  status = cl_test_window_run ();
  g_free (sample);
  return status;
}
