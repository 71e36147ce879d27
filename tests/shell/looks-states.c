/* What a window opens, and the states of its pages: each is brought about and looked at (looks-check.c). */

#include "cl-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "../view/headless.h"
#include "looks.h"

typedef struct
{
  ClWindow *window;
  const char *label;
} Wanted;

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

void
looks_check_dialog (ClWindow *window, const char *where)
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
  looks_check_window (GTK_WIDGET (dialog), where);
  looks_check_menus (GTK_WIDGET (dialog), where);
  gtk_window_destroy (dialog);
  headless_run (0.1);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0 || g_strcmp0 (gtk_widget_get_tooltip_text (widget), label) == 0))
    found = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static void
press (GtkWidget *root, const char *label)
{
  GtkWidget *button = find_button (root, label);

  if (button == NULL)
    g_error ("There is no button “%s”", label);
  g_signal_emit_by_name (button, "clicked");
  headless_run (0.3);
}

static GtkWidget *
show (ClWindow *window, const char *place)
{
  g_assert_true (cl_window_show_place (window, place, TRUE));
  headless_run (0.05);
  return cl_window_get_page (window, NULL);
}

static void
act (GtkWidget *page, const char *action)
{
  if (!gtk_widget_activate_action (page, action, NULL))
    g_error ("There is no action %s", action);
  headless_run (0.3);
}

static void
look (ClWindow *window, const char *where)
{
  looks_check_window (GTK_WIDGET (window), where);
}

static void
test_dialogs (void)
{
  static const char *const names[] = { "preferences", "shortcuts", "about", "find", "commands", "persons", "backups", "restore", "recovery-key" };
  static const struct
  {
    const char *place;
    const char *action;
  } pages[] = {
    { "person", "page.filter" }, { "person", "page.export" }, { "person", "page.add-column" }, { "person", "page.columns" }, { "person", "page.keep-list" },
    { "person", "page.set-field" }, { "roster:committees", "page.new" }, { "roster:process", "page.new" }, { "journal", "page.export" }, { "journal", "page.keep" }, { "charts", "page.export" },
  };
  ClWindow *window = looks_open (looks_sample);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_action_activate (g_action_map_lookup_action (G_ACTION_MAP (window), names[i]), NULL);
      looks_check_dialog (window, names[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *where = g_strdup_printf ("%s, %s", pages[i].place, pages[i].action);

      act (show (window, pages[i].place), pages[i].action);
      looks_check_dialog (window, where);
    }
  looks_close (window);
}

/* Searched for in vain and with success, filtered, grouped, folded, all chosen. */
static void
test_lists (void)
{
  ClWindow *window = looks_open (looks_sample);
  GtkWidget *page = show (window, "person");

  cl_list_page_set_search (CL_LIST_PAGE (page), "xxqq");
  look (window, "search, nothing");
  cl_list_page_set_search (CL_LIST_PAGE (page), "z");
  look (window, "search, found");
  cl_list_page_set_search (CL_LIST_PAGE (page), "");
  g_assert_true (cl_list_page_set_filter (CL_LIST_PAGE (page), "name IS NOT NULL", "证件有效期在 90 天以内的视力残疾人"));
  look (window, "filtered");
  g_assert_true (gtk_widget_activate_action (page, "page.group", "s", "division"));
  look (window, "grouped");
  act (page, "page.fold-all");
  look (window, "groups folded");
  g_assert_true (gtk_widget_activate_action (page, "page.group", "s", ""));
  act (page, "page.choose-all");
  look (window, "all chosen");
  act (page, "page.choose-none");
  act (page, "page.fill-column");
  look (window, "column filled");
  looks_close (window);
}

/* What is required is missing: said beside the fields and above them. */
static void
test_errors (void)
{
  static const char *const ids[] = { "person", "appointment", "visit", "event" };
  ClWindow *window = looks_open (looks_sample);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *where = g_strconcat (ids[i], ", errors", NULL);
      GtkWidget *page = show (window, ids[i]);

      act (page, "page.new");
      press (page, _("_Save"));
      look (window, where);
    }
  looks_close (window);
}

/* An office in which nothing is yet. */
static void
test_empty (void)
{
  g_autofree char *path = g_build_filename (folder, "empty.canlian", NULL);
  ClWindow *window;

  looks_run (path, "init --code 991123101 --name 云岭镇");
  window = looks_open (path);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (window->places)); i++)
    {
      g_autoptr (ClPlace) place = g_list_model_get_item (G_LIST_MODEL (window->places), i);
      g_autofree char *where = g_strconcat ("empty, ", cl_place_get_id (place), NULL);

      if (cl_place_is_nested (place))
        continue;
      show (window, cl_place_get_id (place));
      look (window, where);
    }
  looks_close (window);
}

/* Each paper with what is asked for it. */
static void
test_forms (void)
{
  ClWindow *window = looks_open (looks_sample);
  const GPtrArray *forms = cl_context_get_forms (cl_window_get_context (window));

  for (guint i = 0; i < forms->len; i++)
    {
      const char *name = cl_template_get_name (forms->pdata[i]);
      g_autofree char *where = g_strconcat ("form, ", name, NULL);

      cl_context_show_form (cl_window_get_context (window), name, NULL);
      look (window, where);
    }
  looks_close (window);
}

static gboolean
has_button (gpointer data)
{
  Wanted *wanted = data;

  return find_button (GTK_WIDGET (wanted->window), wanted->label) != NULL;
}

/* A sheet that fits, and one with a number that does not check. */
static void
test_import (void)
{
  g_autofree char *path = g_build_filename (folder, "import.canlian", NULL), *wrong = g_build_filename (folder, "wrong.csv", NULL);
  g_autofree char *right = g_build_filename (g_getenv ("CANLIAN_DATA"), "committee.xlsx", NULL);
  const char *const sheets[][3] = { { "appointment", right, "import, sheet" }, { "person", wrong, "import, refused" } };
  ClWindow *window;

  g_assert_true (g_file_set_contents (wrong, "姓名,性别,身份证号码,出生日期\n张伟,男,99112319560307001X,1956-03-07\n李芳,女,991123195603070019,1956-03-07\n赵六,,,昨天\n", -1, NULL));
  looks_run (path, "init --code 991123101 --name 云岭镇");
  window = looks_open (path);
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      Wanted wanted = { window, _("_Import") };

      g_action_group_activate_action (G_ACTION_GROUP (window), "import-file", g_variant_new ("(ss)", sheets[i][0], sheets[i][1]));
      g_assert_true (headless_wait (has_button, &wanted, 10));
      headless_run (1.5);
      look (window, sheets[i][2]);
    }
  looks_close (window);
}

/* Long work below the pages, and what was done above them. */
static void
test_messages (void)
{
  ClWindow *window = looks_open (looks_sample);
  ClContext *context = cl_window_get_context (window);
  ClProgress *progress;

  show (window, "person");
  progress = cl_context_begin_work (context, _("Importing …"));
  cl_progress_tell (G_CANCELLABLE (progress), 43, 100);
  headless_run (1);
  look (window, "long work");
  cl_context_end_work (context, progress);
  cl_context_say (context, GTK_WIDGET (window), _("There is nothing to print on this page. Open a list or a form."));
  look (window, "toast");
  looks_close (window);
}

/* The drive is not there; the file is damaged, and what could be read of it. */
static void
test_troubles (void)
{
  g_autofree char *damaged = g_build_filename (folder, "damaged.canlian", NULL), *bytes = NULL;
  ClWindow *window = looks_open ("/media/canlian-test-that-is-not-there/office.canlian");
  Wanted wanted;
  gsize size;

  look (window, "gone");
  looks_close (window);
  g_assert_true (g_file_get_contents (looks_sample, &bytes, &size, NULL));
  memset (bytes, 0xff, 100);
  g_assert_true (g_file_set_contents (damaged, bytes, (gssize) size, NULL));
  window = looks_open (damaged);
  look (window, "damaged");
  g_action_group_activate_action (G_ACTION_GROUP (window), "rescue", NULL);
  headless_run (1);
  gtk_dialog_response (GTK_DIALOG (find_dialog (window)), GTK_RESPONSE_ACCEPT);
  wanted = (Wanted) { window, _("_Go on with it") };
  g_assert_true (headless_wait (has_button, &wanted, 20));
  look (window, "rescued");
  looks_close (window);
}

void
looks_add_states (void)
{
  const char *looks = g_getenv ("CANLIAN_LOOKS");

  g_test_add_func ("/looks/dialogs", test_dialogs);
  g_test_add_func ("/looks/lists", test_lists);
  g_test_add_func ("/looks/errors", test_errors);
  g_test_add_func ("/looks/import", test_import);
  g_test_add_func ("/looks/messages", test_messages);
  g_test_add_func ("/looks/troubles", test_troubles);
  /* Long, and alike but for their colours, which are those of the other pages. */
  if (looks == NULL || g_str_equal (looks, "light"))
    {
      g_test_add_func ("/looks/empty", test_empty);
      g_test_add_func ("/looks/forms", test_forms);
    }
}
