/* What is looked at in a window that is shown: it fits, no label is cut to nothing, nothing that is used is too small or lies outside, no letter of a key is there twice,
 * and what is drawn stands out from its ground. The colours are those of the pixels. */

#include "cl-config.h"

#include "../view/headless.h"
#include "look.h"
#include "looks.h"

/* So often in a row nothing moves where a page is laid out whole. */
#define STILL 4
#define HEADING_CHARS 7
#define START_ROOM 24
#define TARGET 24 /* pixels, WCAG 2.2, 2.5.8 */

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

  if (keyval == GDK_KEY_VoidSymbol || keyval == 0)
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

/* A label that may not be cut has the room for what is written. */
static void
check_room (Look *look, GtkLabel *label)
{
  PangoRectangle ink;
  int width, height;

  /* What the screen reader alone reads of a paper has no room at all. */
  if (gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE || gtk_widget_get_width (GTK_WIDGET (label)) == 0)
    return;
  /* Spaces at an end may hang over. */
  pango_layout_get_pixel_extents (gtk_label_get_layout (label), &ink, NULL);
  width = ink.width;
  height = ink.height;
  if (width > gtk_widget_get_width (GTK_WIDGET (label)) + 1 || height > gtk_widget_get_height (GTK_WIDGET (label)) + 1)
    fault (look, "“%s” needs %d × %d and has %d × %d", gtk_label_get_text (label), width, height, gtk_widget_get_width (GTK_WIDGET (label)),
           gtk_widget_get_height (GTK_WIDGET (label)));
}

/* What a button says is read whole, if need be in its tooltip. */
static void
check_button_label (Look *look, GtkLabel *label)
{
  GtkWidget *button = gtk_widget_get_ancestor (GTK_WIDGET (label), GTK_TYPE_BUTTON);

  if (button == NULL || !pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return;
  for (GtkWidget *up = GTK_WIDGET (label); up != NULL; up = gtk_widget_get_parent (up))
    if (gtk_widget_get_has_tooltip (up))
      return;
  fault (look, "the button “%s” is cut and has no tooltip", gtk_label_get_text (label));
}

static gboolean
is_scrolled (GtkWidget *widget, GtkWidget *window)
{
  for (; widget != NULL && widget != window; widget = gtk_widget_get_parent (widget))
    if (GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_VIEWPORT (widget))
      return TRUE;
  return FALSE;
}

/* What takes keys or the mouse is large enough to be met, and lies where it is seen. */
static void
check_target (Look *look, GtkWidget *widget)
{
  graphene_rect_t bounds;
  const char *called = gtk_widget_get_tooltip_text (widget) != NULL ? gtk_widget_get_tooltip_text (widget) : GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  if (!gtk_widget_get_focusable (widget) || !gtk_widget_is_sensitive (widget) || !gtk_widget_compute_bounds (widget, look->window, &bounds))
    return;
  if (called == NULL)
    called = G_OBJECT_TYPE_NAME (widget);
  if (GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_LIST_BOX_ROW (widget))
    if (gtk_widget_get_width (widget) < TARGET || (gtk_widget_get_height (widget) < TARGET && bounds.size.height < TARGET))
      fault (look, "“%s” is %d × %d", called, (int) bounds.size.width, (int) bounds.size.height);
  if (look->pixels != NULL && !is_scrolled (widget, look->window) &&
      (bounds.origin.x < -1 || bounds.origin.y < -1 || bounds.origin.x + bounds.size.width > (float) look->width + 1 ||
       bounds.origin.y + bounds.size.height > (float) look->height + 1))
    fault (look, "“%s” lies outside: %d, %d, %d × %d", called, (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width, (int) bounds.size.height);
}

/* English words in a Chinese window: two one after the other are no name of a key, a file or a format; pinyin has no capitals. */
static void
check_language (Look *look, const char *text)
{
  if (look->pixels != NULL && g_regex_match_simple ("\\b[A-Z][a-z]+ [a-z]{2,}\\b", text, 0, 0))
    fault (look, "“%s” is not Chinese", text);
}

static void
look_at_label (Look *look, GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);

  /* Those of a menu are asked of its model (check_menu_model()). */
  if (gtk_widget_is_sensitive (GTK_WIDGET (label)) && !GTK_IS_POPOVER_MENU (look->window))
    check_letter (look, gtk_label_get_mnemonic_keyval (label), text);
  check_cut (look, label);
  check_room (look, label);
  check_heading (look, label);
  check_button_label (look, label);
  check_start (look, label);
  check_language (look, text);
  if (gtk_widget_is_sensitive (GTK_WIDGET (label)))
    check_contrast (look, GTK_WIDGET (label), text, TEXT_CONTRAST);
}

static void
look_at (Look *look, GtkWidget *widget)
{
  /* A menu that is open has letters of its own. */
  if (!gtk_widget_get_mapped (widget) || (GTK_IS_POPOVER (widget) && widget != look->window))
    return;
  check_target (look, widget);
  if (GTK_IS_SWITCH (widget))
    {
      check_switch (look, GTK_SWITCH (widget));
      return;
    }
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    look_at_label (look, GTK_LABEL (widget));
  else if (GTK_IS_IMAGE (widget) && gtk_widget_is_sensitive (widget) && gtk_image_get_storage_type (GTK_IMAGE (widget)) == GTK_IMAGE_ICON_NAME)
    check_icon (look, GTK_IMAGE (widget));
  else if (GTK_IS_TEXT (widget) && gtk_widget_is_sensitive (widget) && gtk_entry_buffer_get_length (gtk_text_get_buffer (GTK_TEXT (widget))) > 0)
    check_contrast (look, widget, gtk_editable_get_text (GTK_EDITABLE (widget)), TEXT_CONTRAST);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    look_at (look, child);
}

/* For those who look: in the order in which it was checked. */
static void
keep_picture (Look *look)
{
  static guint n;
  const char *place = g_getenv ("CANLIAN_LOOKS_PICTURES");
  g_autofree char *name = NULL, *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (place == NULL || look->pixels == NULL)
    return;
  name = g_strdup_printf ("%03u %s.png", ++n, look->where);
  path = g_build_filename (place, g_strdelimit (name, "/", '-'), NULL);
  bytes = g_bytes_new (look->pixels, (gsize) look->width * (gsize) look->height * 4);
  texture = gdk_memory_texture_new (look->width, look->height, GDK_MEMORY_DEFAULT, bytes, (gsize) look->width * 4);
  if (!gdk_texture_save_to_png (texture, path))
    fault (look, "no picture %s", path);
}

static gsize
sum_up (GtkWidget *widget)
{
  gsize sum = (gsize) gtk_widget_get_width (widget) * 31 + (gsize) gtk_widget_get_height (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      sum = sum * 33 + sum_up (child);
  return sum;
}

/* Pages are made in steps; while a machine is busy there is more to come. */
static void
settle (GtkWidget *window)
{
  gsize sum = 0;

  for (guint n = 0, still = 0; still < STILL && n < 200; n++)
    {
      gsize before = sum;

      headless_run (0.05);
      sum = sum_up (window);
      still = sum == before ? still + 1 : 0;
    }
}

/* @window: a window, or a popover, which is drawn by itself. */
void
looks_check_window (GtkWidget *window, const char *where)
{
  Look look = { .where = where, .window = window, .letters = g_hash_table_new_full (NULL, NULL, NULL, g_free) };
  int width, height, screen_width, screen_height;

  settle (window);
  looks_get_size (&screen_width, &screen_height);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, MAX (width, gtk_widget_get_width (window)), &height, NULL, NULL, NULL);
  if (width > screen_width || height > screen_height)
    fault (&look, "needs %d × %d", width, height);
  if (g_getenv ("CANLIAN_LOOKS") != NULL)
    draw (&look);
  look_at (&look, window);
  keep_picture (&look);
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

/* What opens from a button, once for each button's name. */
static void
check_popover (GtkWidget *button, GtkPopover *popover, const char *where)
{
  static GHashTable *seen;
  const char *name = gtk_widget_get_tooltip_text (button) != NULL ? gtk_widget_get_tooltip_text (button) : gtk_menu_button_get_label (GTK_MENU_BUTTON (button));
  g_autofree char *called = g_strdup_printf ("%s, %s", where, name != NULL ? name : G_OBJECT_TYPE_NAME (button));

  if (seen == NULL)
    seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (popover == NULL || !g_hash_table_add (seen, g_strdup (name != NULL ? name : called)))
    return;
  headless_run (0.2);
  if (gtk_widget_get_mapped (GTK_WIDGET (popover)))
    looks_check_window (GTK_WIDGET (popover), called);
}

/* The menus of what is shown, each a round of letters of its own. */
static guint n_menus;

guint
looks_count_menus (void)
{
  return n_menus;
}

void
looks_check_menus (GtkWidget *widget, const char *where)
{
  GMenuModel *menu = NULL;

  if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget))
    {
      /* A menu is made when it is first opened. */
      gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
      menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget));
      if (menu == NULL && GTK_IS_POPOVER_MENU (gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget))))
        menu = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget))));
      check_popover (widget, gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget)), where);
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
    looks_check_menus (child, where);
}
