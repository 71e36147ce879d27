#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cl-announce.h"
#include "cl-date-picker.h"
#include "cl-date.h"
#include "cl-file-dialog.h"
#include "cl-month-grid.h"
#include "cl-progress-bar.h"
#include "cl-widgets.h"
#include "headless.h"

static void
assert_name (GtkWidget *widget, const char *name)
{
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

static void
test_names (void)
{
  GtkWidget *icon = g_object_ref_sink (cl_icon_button_new ("list-add-symbolic", "New entry", NULL));
  GtkWidget *text = g_object_ref_sink (cl_text_button_new ("保存(_S)", NULL));
  GtkWidget *plain = g_object_ref_sink (cl_text_button_new ("_Save", NULL));
  GtkWidget *entry;
  GtkWidget *row = g_object_ref_sink (cl_entry_row_new ("联系电话", &entry));
  GtkWidget *menu = g_object_ref_sink (cl_menu_button_new ("Sort", NULL, "Sort by", NULL));

  assert_name (icon, "New entry");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (icon), ==, "New entry");
  g_assert_true (gtk_widget_get_visible (icon));
  cl_widget_set_tooltip (icon, NULL);
  g_assert_null (gtk_widget_get_tooltip_text (icon));
  assert_name (text, "保存");
  assert_name (plain, "Save");
  assert_name (entry, "联系电话");
  assert_name (menu, "Sort by");
  assert_name (gtk_widget_get_first_child (menu), "Sort by");
  g_object_unref (icon);
  g_object_unref (text);
  g_object_unref (plain);
  g_object_unref (row);
  g_object_unref (menu);
}

/* A GtkDropDown says neither title nor value, and the focus is on the button inside: that alone has the name, or it is said twice. */
static void
test_drop_down (void)
{
  const char *const choices[] = { "待核实", "是", "否", NULL };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *drop_down = cl_drop_down_new ("志愿者", gtk_string_list_new (choices));

  gtk_window_set_child (GTK_WINDOW (window), drop_down);
  gtk_window_present (GTK_WINDOW (window));
  headless_run (0.2);
  assert_name (gtk_widget_get_first_child (drop_down), "志愿者: 待核实");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), 1);
  assert_name (gtk_widget_get_first_child (drop_down), "志愿者: 是");
  cl_entry_set_error (drop_down, "Wrong");
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (drop_down), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Wrong");
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

/* A long list is searched as everything is: by characters, pinyin, initials; Return chooses the first that is found. */
static void
test_drop_down_search (void)
{
  static const char *const villages[] = { "全部", "上河村", "下河村", "东沟村", "西沟村", "南山村", "北山村", "大庄村", "小庄村", "石桥村", "柳林村", "白杨村", "前进社区", NULL };
  static const char *const typed[] = { "河村", "xiahe", "xhc" };
  static const guint found[] = { 2, 1, 1 };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *drop_down = cl_drop_down_new ("村（社区）", gtk_string_list_new (villages));
  GtkWidget *popover = find_type (drop_down, GTK_TYPE_POPOVER), *list = find_type (popover, GTK_TYPE_LIST_VIEW), *search = find_type (popover, GTK_TYPE_SEARCH_ENTRY);

  gtk_window_set_child (GTK_WINDOW (window), drop_down);
  gtk_window_present (GTK_WINDOW (window));
  headless_run (0.2);
  gtk_popover_popup (GTK_POPOVER (popover));
  headless_run (0.2);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (search), typed[i]);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), ==, found[i]);
    }
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)), ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* An error goes before the help and the help comes back; an announcement goes before both and both come back. */
static void
test_descriptions (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *entry = gtk_entry_new ();

  gtk_window_set_child (GTK_WINDOW (window), entry);
  cl_accessible_name (entry, "Name");
  cl_accessible_describe (entry, "Help");
  gtk_window_present (GTK_WINDOW (window));
  headless_run (0.2);
  gtk_widget_grab_focus (entry);
  cl_entry_set_error (entry, "Too short");
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Too short");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_false (gtk_test_accessible_has_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID));
  cl_entry_set_error (entry, NULL);
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Help");
#if !GTK_CHECK_VERSION(4, 14, 0)
  cl_announce (entry, "Saved");
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Saved");
  cl_entry_set_error (entry, "Too short");
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Saved");
  headless_run (1.7);
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Too short");
#endif
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_cb (GtkWidget *widget, gpointer data)
{
  ++*(guint *) data;
}

static void
test_actions (void)
{
  GtkWidget *check = g_object_ref_sink (cl_check_button_new ("肢体"));
  GtkWidget *row = g_object_ref_sink (gtk_list_box_row_new ());
  guint n = 0;

  g_assert_true (gtk_widget_activate_action (check, "row.toggle", NULL));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  cl_accessible_add_action (row, "open", count_cb, &n);
  cl_accessible_add_action (row, "edit", count_cb, &n);
  g_assert_true (gtk_widget_activate_action (row, "row.open", NULL));
  g_assert_true (gtk_widget_activate_action (row, "row.edit", NULL));
  g_assert_cmpuint (n, ==, 2);
  g_object_unref (check);
  g_object_unref (row);
}

static char *
tell_day (const char *iso, guint *n, gpointer data)
{
  ++*(guint *) data;
  return NULL;
}

/* The first below @widget that hears keys before those inside it do. */
static GtkEventController *
find_keys (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GtkEventController *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        return controller;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_keys (child);
  return found;
}

static void
press (GtkWidget *month, guint key, GdkModifierType state)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (find_keys (month), "key-pressed", key, 0u, state, &handled);
  g_assert_true (handled);
}

/* A step names each day once, and the one that had the focus once more; T is today with Caps Lock too. */
static void
test_month (void)
{
  GtkWidget *window = gtk_window_new (), *month;
  guint n = 0;

  g_assert_true (cl_today_set ("2026-11-22", NULL));
  month = cl_month_grid_new (tell_day, &n);
  gtk_window_set_child (GTK_WINDOW (window), month);
  gtk_window_present (GTK_WINDOW (window));
  headless_run (0.2);
  gtk_widget_grab_focus (month);
  n = 0;
  press (month, GDK_KEY_Right, 0);
  g_assert_cmpstr (cl_month_grid_get_chosen (CL_MONTH_GRID (month)), ==, "2026-11-23");
  g_assert_cmpuint (n, ==, 42 + 1);
  assert_name (gtk_root_get_focus (GTK_ROOT (window)), "11月23日 Monday");
  press (month, GDK_KEY_Page_Down, GDK_SHIFT_MASK);
  g_assert_cmpstr (cl_month_grid_get_chosen (CL_MONTH_GRID (month)), ==, "2027-11-23");
  press (month, GDK_KEY_T, GDK_LOCK_MASK);
  g_assert_cmpstr (cl_month_grid_get_chosen (CL_MONTH_GRID (month)), ==, "2026-11-22");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_file (gpointer dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  return file != NULL;
}

/* What is chosen stands in the entry, and the focus comes back to it whatever was answered; what is proposed is called as a file can be. */
static void
test_file_dialog (void)
{
  GtkWidget *window = gtk_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *entry = gtk_entry_new (), *button = gtk_button_new_with_label ("Choose");
  g_autofree char *path = NULL, *proposed = NULL, *base = NULL;
  g_autoptr (GFile) file = NULL;
  int fd = g_file_open_tmp ("canlian-chosen-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  file = g_file_new_for_path (path);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), button);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *dialog = cl_file_dialog_new (entry, "Choose", GTK_FILE_CHOOSER_ACTION_OPEN);

      cl_file_dialog_fill (dialog, entry);
      gtk_widget_grab_focus (button);
      gtk_window_present (GTK_WINDOW (dialog));
      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (dialog), file, NULL);
      g_assert_true (headless_wait (has_file, dialog, 10));
      gtk_dialog_response (GTK_DIALOG (dialog), i == 0 ? GTK_RESPONSE_CANCEL : GTK_RESPONSE_ACCEPT);
      g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), entry));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, i == 0 ? "" : path);
    }
  gtk_window_destroy (GTK_WINDOW (window));
  close (fd);
  g_unlink (path);
  g_assert_true (cl_today_set ("2026-11-22", NULL));
  proposed = cl_file_propose ("上河村/下河村", ".xlsx");
  base = g_path_get_basename (proposed);
  g_assert_cmpstr (base, ==, "上河村_下河村 2026-11-22.xlsx");
}

static void
test_counts (void)
{
  const struct { guint64 n; const char *text; } cases[] = { { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 21489, "21,489" }, { 1320000, "1,320,000" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cl_count_format (cases[i].n);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static GtkWidget *
find_child (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL; child = gtk_widget_get_next_sibling (child))
    found = find_child (child, type);
  return found;
}

/* A month is picked among those of its year, and typed as one. */
static void
test_months (void)
{
  GtkWidget *window = gtk_window_new (), *entry = gtk_entry_new (), *months, *first, *second;

  gtk_window_set_child (GTK_WINDOW (window), entry);
  cl_date_picker_add (entry, "Valid until", TRUE);
  gtk_window_present (GTK_WINDOW (window));
  headless_run (0.2);
  gtk_editable_set_text (GTK_EDITABLE (entry), "2029.3");
  cl_date_picker_open (entry);
  months = find_child (entry, CL_TYPE_MONTH_GRID);
  g_assert_cmpstr (cl_month_grid_get_chosen (CL_MONTH_GRID (months)), ==, "2029-03-01");
  cl_month_grid_choose (CL_MONTH_GRID (months), "2029-01-20");
  g_assert_cmpstr (cl_month_grid_get_chosen (CL_MONTH_GRID (months)), ==, "2029-01-01");
  first = find_child (gtk_widget_get_last_child (gtk_widget_get_first_child (months)), GTK_TYPE_BUTTON);
  assert_name (first, "2029年1月");
  second = gtk_widget_get_next_sibling (first);
  assert_name (second, "2029年2月");
  g_signal_emit_by_name (second, "clicked");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "2029-02");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
shows_cb (gpointer data)
{
  return gtk_widget_get_visible (data);
}

static gboolean
tells_cb (gpointer data)
{
  return g_str_has_suffix (gtk_label_get_text (data), "43%");
}

/* What is brief is never shown; what is not says how far it is, and Cancel reaches who works. */
static void
test_progress (void)
{
  GtkWidget *window = gtk_window_new (), *bar = cl_progress_bar_new (GTK_ORIENTATION_HORIZONTAL);
  GtkWidget *label = find_child (bar, GTK_TYPE_LABEL), *cancel = find_child (bar, GTK_TYPE_BUTTON);
  g_autoptr (ClProgress) progress = cl_progress_new ();

  gtk_window_set_child (GTK_WINDOW (window), bar);
  gtk_window_present (GTK_WINDOW (window));
  cl_progress_bar_begin (CL_PROGRESS_BAR (bar), "Counting", progress, 10000);
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_false (cl_progress_bar_end (CL_PROGRESS_BAR (bar)));
  cl_progress_bar_begin (CL_PROGRESS_BAR (bar), "Counting", progress, 10);
  g_assert_true (headless_wait (shows_cb, bar, 20));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Counting…");
  cl_progress_tell (G_CANCELLABLE (progress), 43, 100);
  g_assert_true (headless_wait (tells_cb, label, 20));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Counting, 43%");
  cl_progress_bar_set_words (CL_PROGRESS_BAR (bar), "Writing");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Writing, 43%");
  cl_progress_bar_focus (CL_PROGRESS_BAR (bar), NULL);
  g_signal_emit_by_name (cancel, "clicked");
  g_assert_true (g_cancellable_is_cancelled (G_CANCELLABLE (progress)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Cancelling…");
  g_assert_true (cl_progress_bar_end (CL_PROGRESS_BAR (bar)));
  g_assert_false (gtk_widget_get_visible (bar));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
  g_test_add_func ("/view/widgets/names", test_names);
  g_test_add_func ("/view/widgets/drop-down", test_drop_down);
  g_test_add_func ("/view/widgets/drop-down-search", test_drop_down_search);
  g_test_add_func ("/view/widgets/descriptions", test_descriptions);
  g_test_add_func ("/view/widgets/actions", test_actions);
  g_test_add_func ("/view/widgets/month", test_month);
  g_test_add_func ("/view/widgets/file-dialog", test_file_dialog);
  g_test_add_func ("/view/widgets/counts", test_counts);
  g_test_add_func ("/view/widgets/progress", test_progress);
  g_test_add_func ("/view/widgets/months", test_months);
  return g_test_run ();
}
