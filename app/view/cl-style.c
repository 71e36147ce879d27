#include "cl-widgets-private.h"

/* The view's own looks: colours by the names of libadwaita, so that dark and high contrast follow by themselves. Text stands out by 4.5 from its ground everywhere
 * (WCAG 2.1, 1.4.3; tests/shell/test-looks.c measures it): libadwaita's dimmed labels, placeholders and the words on its accent do not. */
static const char style[] =
  "@define-color accent_bg_color #1c71d8;\n"
  ".dim-label, .dimmed, .subtitle, placeholder { opacity: 0.85; }\n"
  /* The mark of how a switch stands, for those who tell no colours. */
  "switch > image { color: @window_fg_color; }\n"
  "switch:checked > image { color: @accent_fg_color; }\n"
  "accelerator { color: alpha(currentColor, 0.8); }\n"
  ".cl-rows { background: none; }\n"
  ".cl-rows > row { padding: 0; margin: 0; min-height: 34px; border-radius: 0; border-bottom: 1px solid alpha(currentColor, 0.06); }\n"
  ".cl-rows > row:selected { background-color: alpha(@accent_bg_color, 0.16); color: @window_fg_color; }\n"
  ".cl-rows > row:focus:focus-visible { outline: 2px solid @accent_color; outline-offset: -2px; }\n"
  ".cl-heading { background-color: alpha(currentColor, 0.05); }\n"
  ".cl-rows-header { min-height: 28px; border-bottom: 1px solid alpha(currentColor, 0.15); color: alpha(currentColor, 0.85); }\n"
  ".cl-pane { border-left: 1px solid alpha(currentColor, 0.15); background-color: @view_bg_color; }\n"
  ".cl-pane.narrow { border-left: none; }\n"
  ".cl-list { background-color: @view_bg_color; }\n"
  ".cl-bar { padding: 6px 8px 6px 12px; }\n"
  /* The name of the list must be read beside them on 1024 pixels. */
  ".cl-bar button { padding-left: 6px; padding-right: 6px; font-weight: normal; }\n"
  ".cl-bar menubutton arrow { -gtk-icon-size: 10px; min-width: 10px; }\n"
  ".cl-filters { padding: 0 6px 6px 6px; }\n"
  ".cl-filter { margin: 0 0 0 6px; padding: 2px 10px; min-height: 22px; border-radius: 999px; font-weight: normal; background-color: alpha(@accent_bg_color, 0.16); }\n"
  ".cl-many { border-top: 1px solid alpha(currentColor, 0.15); background-color: alpha(@accent_bg_color, 0.1); }\n"
  ".cl-many button { min-height: 26px; padding: 0 6px; font-weight: normal; }\n"
  ".cl-count { font-feature-settings: \"tnum\"; }\n"
  ".cl-fields { background: none; }\n"
  ".cl-fields > row { padding: 6px 12px; min-height: 20px; }\n"
  /* As high as a line of text, so that rows with a button stand as close as others. */
  ".cl-fields button.image-button { min-height: 24px; min-width: 24px; padding: 0 4px; margin: -3px 0; }\n"
  ".cl-field-name { color: alpha(currentColor, 0.85); }\n"
  ".cl-value { font-feature-settings: \"tnum\"; }\n"
  ".cl-section { padding: 8px 12px 0 12px; font-weight: bold; }\n"
  ".cl-section list { font-weight: normal; }\n"
  ".cl-section button { min-height: 24px; min-width: 24px; padding: 2px; }\n"
  ".cl-form dropdown > button, .cl-form menubutton > button { font-weight: normal; }\n"
  ".cl-form { padding: 8px 12px 16px 12px; }\n"
  ".cl-form entry.error, .cl-form .error { color: @error_color; }\n"
  ".cl-text { border: 1px solid alpha(currentColor, 0.15); border-radius: 6px; padding: 6px; background-color: alpha(currentColor, 0.06); }\n"
  ".cl-text:focus { outline: 2px solid @accent_color; outline-offset: -2px; }\n"
  ".cl-text text { background: none; }\n"
  /* GTK goes on showing what was selected in a field that one has left. */
  ".cl-form selection:not(:focus-within) { background: none; }\n"
  ".cl-message { font-size: 90%; }\n"
  ".cl-message.error { color: @error_color; }\n"
  ".cl-message.warning { color: @warning_color; }\n"
  ".cl-details { border-top: 1px solid alpha(currentColor, 0.15); }\n"
  ".cl-candidate { font-weight: normal; padding: 3px 8px; min-height: 26px; }\n"
  ".cl-chip { font-weight: normal; padding: 1px 10px; min-height: 26px; border-radius: 999px; font-feature-settings: \"tnum\"; }\n"
  ".cl-summary { margin: 6px 12px 0 12px; padding: 8px 12px; border-radius: 6px; }\n"
  ".cl-summary.error { background-color: alpha(@error_bg_color, 0.15); color: @window_fg_color; }\n"
  ".cl-summary.warning { background-color: alpha(@warning_bg_color, 0.2); color: @window_fg_color; }\n"
  ".cl-summary.cl-draft { background-color: alpha(@accent_bg_color, 0.14); padding: 6px 8px 6px 12px; }\n"
  ".cl-offer { font-weight: normal; padding: 2px 10px; min-height: 24px; }\n"
  ".cl-found { border: 1px solid alpha(currentColor, 0.15); border-radius: 6px; background-color: @popover_bg_color; }\n"
  ".cl-found > row { padding: 4px 8px; min-height: 24px; }\n"
  ".cl-agenda { background: none; }\n"
  ".cl-agenda > row { padding: 4px 12px; min-height: 26px; border-radius: 6px; margin: 0 6px; }\n"
  ".cl-agenda > row:selected { background-color: alpha(@accent_bg_color, 0.16); color: @window_fg_color; }\n"
  ".cl-agenda > row:focus:focus-visible { outline: 2px solid @accent_color; outline-offset: -2px; }\n"
  ".cl-agenda-group { padding: 12px 18px 4px 18px; font-weight: bold; }\n"
  ".cl-calendar { padding: 6px 8px; min-width: 288px; }\n"
  ".cl-day { padding: 2px 0; min-width: 30px; min-height: 36px; border-radius: 6px; font-weight: normal; font-feature-settings: \"tnum\"; }\n"
  ".cl-day.today { font-weight: bold; text-decoration: underline; }\n"
  ".cl-day.chosen { background-color: alpha(@accent_bg_color, 0.22); }\n"
  ".cl-day:focus:focus-visible { outline: 2px solid @accent_color; outline-offset: -2px; }\n"
  ".cl-day-count { font-size: 80%; font-weight: bold; }\n"
  /* White paper wants a ground that is neither white nor black, in the light and in the dark. */
  ".cl-ground { background-color: mix(@window_bg_color, @window_fg_color, 0.12); }\n"
  "pdfcontent > scrolledwindow { background-color: @view_bg_color; }\n"
  "pdfcontent listview { background: none; }\n"
  "pdfcontent listview > row { border-bottom: 1px solid alpha(currentColor, 0.06); padding: 0; }\n"
  "pdfcontent listview > row:selected { background-color: alpha(@accent_bg_color, 0.14); color: @view_fg_color; }\n"
  "pdfcontent listview > row:focus:focus-visible { outline: 2px solid @accent_color; outline-offset: -2px; }\n";

/**
 * cl_view_style_ensure:
 *
 * Gives the default display the style sheet of the view's parts, once. Main thread.
 */
void
cl_view_style_ensure (void)
{
  static gboolean done;
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = NULL;

  if (done || display == NULL)
    return;
  done = TRUE;
  provider = gtk_css_provider_new ();
#if GTK_CHECK_VERSION(4, 12, 0)
  gtk_css_provider_load_from_string (provider, style);
#else
  gtk_css_provider_load_from_data (provider, style, -1);
#endif
#if GTK_CHECK_VERSION(4, 14, 0)
  /* From here on switches have their marks only where they are asked for. */
  g_object_set (gtk_settings_get_for_display (display), "gtk-show-status-shapes", TRUE, NULL);
#endif
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION - 1);
}
