#include "headless.h"

#include "../form/form-fixture.c"
#include "cl-form-parameters-private.h"
#include "cl-journal.h"
#include "cl-pdf-page-private.h"
#include "cl-preview-private.h"
#include "cl-test-widgets.h"

typedef struct
{
  FormFixture office;
  ClContext *context;
  GtkWidget *window, *page;
  ClPreview *preview;
  ClFormParameters *parameters;
  ClPdfSource *before; /* what was shown before the last choice */
  char *message;
} Shown;

static void
message_cb (ClContext *context, const char *text, Shown *shown)
{
  g_free (shown->message);
  shown->message = g_strdup (text);
}

static void
set_up (Shown *shown, gconstpointer data)
{
  gint64 upper, lower;

  form_fixture_set_up (&shown->office, NULL);
  upper = form_fixture_add_village (&shown->office, "上河村", "991123101201", 1);
  lower = form_fixture_add_village (&shown->office, "下河村", "991123101202", 2);
  form_fixture_add_member (&shown->office, upper, "张伟", 1, "主席", "certified", "2022-05-01", NULL);
  form_fixture_add_member (&shown->office, upper, "章丽", 2, "委员", NULL, "2022-05-01", NULL);
  form_fixture_add_member (&shown->office, lower, "李四", 3, "主席", NULL, "2022-05-01", NULL);
  shown->context = cl_context_new (shown->office.store);
  g_signal_connect (shown->context, "message", G_CALLBACK (message_cb), shown);
  shown->page = cl_form_page_new (shown->context);
  shown->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (shown->window), 1100, 700);
  gtk_window_set_child (GTK_WINDOW (shown->window), shown->page);
  gtk_window_present (GTK_WINDOW (shown->window));
  /* It comes in a turn of its own. */
  while (cl_test_find_type (shown->page, CL_TYPE_PREVIEW) == NULL)
    g_main_context_iteration (NULL, TRUE);
  shown->preview = CL_PREVIEW (cl_test_find_type (shown->page, CL_TYPE_PREVIEW));
  shown->parameters = CL_FORM_PARAMETERS (cl_test_find_type (shown->page, CL_TYPE_FORM_PARAMETERS));
}

static void
tear_down (Shown *shown, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  headless_run (0.2);
  g_clear_object (&shown->context);
  g_clear_pointer (&shown->message, g_free);
  form_fixture_tear_down (&shown->office, NULL);
}

static void
set_village (Shown *shown, const char *village)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (values, (char *) "village", (char *) village);
  cl_form_page_show (CL_FORM_PAGE (shown->page), "attachment-3", values);
}

typedef struct
{
  Shown *shown;
  guint pages;
} Wanted;

static gboolean
has_pages (gpointer data)
{
  Wanted *wanted = data;

  return cl_preview_is_settled (wanted->shown->preview) && cl_preview_get_n_pages (wanted->shown->preview) == wanted->pages;
}

static void
test_follows (Shown *shown, gconstpointer data)
{
  Wanted both = { shown, 2 }, one = { shown, 1 };
  g_autofree char *whom = NULL;
  g_autoptr (GHashTable) values = NULL;

  g_assert_true (headless_wait (has_pages, &both, 20));
  set_village (shown, "上河村");
  g_assert_true (headless_wait (has_pages, &one, 20));
  whom = cl_form_parameters_say (shown->parameters);
  g_assert_cmpstr (whom, ==, "上河村");
  values = cl_form_parameters_get_values (shown->parameters);
  g_assert_cmpstr (g_hash_table_lookup (values, "year"), ==, "2026");

  /* Asked twenty times over, the last is what is shown. */
  for (int i = 0; i < 20; i++)
    set_village (shown, i % 2 ? "" : "下河村");
  g_assert_true (headless_wait (has_pages, &both, 20));
}

static gboolean
is_drawn_anew (gpointer data)
{
  Shown *shown = data;
  ClPdfSource *source = cl_preview_get_source (shown->preview);

  return source != NULL && source != shown->before && cl_pdf_page_is_drawn (CL_PDF_PAGE (cl_test_find_type (GTK_WIDGET (shown->preview), CL_TYPE_PDF_PAGE)));
}

/* The page is seen before its file is there, which alone can be printed, saved and read. On a machine that is busy both may come at once, but not always. */
static void
test_draft (Shown *shown, gconstpointer data)
{
  Wanted both = { shown, 2 }, one = { shown, 1 };
  gboolean seen = FALSE;

  g_assert_true (headless_wait (has_pages, &both, 20));
  for (guint i = 0; !seen && i < 50; i++)
    {
      g_set_object (&shown->before, cl_preview_get_source (shown->preview));
      set_village (shown, i % 2 == 0 ? "上河村" : "下河村");
      g_assert_true (headless_wait (is_drawn_anew, shown, 20));
      seen = cl_pdf_source_is_draft (cl_preview_get_source (shown->preview));
      if (seen)
        {
          g_assert_cmpuint (cl_preview_get_n_pages (shown->preview), ==, 1);
          g_assert_null (cl_preview_get_pdf (shown->preview));
          g_assert_false (cl_preview_is_settled (shown->preview));
        }
      g_assert_true (headless_wait (has_pages, &one, 20));
      g_assert_nonnull (cl_preview_get_pdf (shown->preview));
    }
  g_assert_true (seen);
  g_clear_object (&shown->before);
}

static void
test_store_changes (Shown *shown, gconstpointer data)
{
  Wanted both = { shown, 2 }, three = { shown, 3 };
  gint64 third;

  g_assert_true (headless_wait (has_pages, &both, 20));
  third = form_fixture_add_village (&shown->office, "中河村", "991123101203", 3);
  form_fixture_add_member (&shown->office, third, "王小明", 4, "主席", NULL, "2022-05-01", NULL);
  g_assert_true (headless_wait (has_pages, &three, 20));
}

static void
test_save (Shown *shown, gconstpointer data)
{
  Wanted one = { shown, 1 };
  g_autofree char *path = g_build_filename (shown->office.folder, "附件3 上河村.pdf", NULL);
  g_autofree char *saved = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  ClJournalEntry *newest;
  gsize length, expected;
  const char *seen;

  set_village (shown, "上河村");
  g_assert_true (headless_wait (has_pages, &one, 20));
  g_assert_true (gtk_widget_activate_action (shown->page, "form.save-to", "s", path));
  g_assert_true (g_file_get_contents (path, &saved, &length, NULL));
  seen = g_bytes_get_data (cl_preview_get_pdf (shown->preview), &expected);
  g_assert_cmpmem (saved, length, seen, expected);
  g_assert_nonnull (strstr (shown->message, "附件3 上河村"));
  entries = cl_journal_list (shown->office.store, 1, NULL);
  newest = entries->pdata[0];
  g_assert_cmpstr (newest->kind, ==, "export");
  g_assert_nonnull (strstr (newest->words, "2026-0001"));
  g_assert_nonnull (strstr (newest->words, "附件3"));
  g_assert_nonnull (strstr (newest->words, "上河村"));

  /* A folder that is not there is said, and nothing is noted. */
  g_assert_true (gtk_widget_activate_action (shown->page, "form.save-to", "s", "/nonexistent/a.pdf"));
  g_assert_nonnull (strstr (shown->message, "上河村"));
}

static void
test_wrong_date (Shown *shown, gconstpointer data)
{
  Wanted both = { shown, 2 };
  GtkWidget *entry = NULL;
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_true (headless_wait (has_pages, &both, 20));
  g_hash_table_insert (values, (char *) "date", (char *) "561207");
  cl_form_parameters_set_values (shown->parameters, values);
  entry = cl_test_find_type (GTK_WIDGET (shown->parameters), GTK_TYPE_ENTRY);
  g_assert_nonnull (entry);
  g_assert_false (cl_form_parameters_is_valid (shown->parameters));
  g_hash_table_insert (values, (char *) "date", (char *) "2026年5月20日");
  cl_form_parameters_set_values (shown->parameters, values);
  g_assert_true (cl_form_parameters_is_valid (shown->parameters));
}

static void
test_unknown_form (Shown *shown, gconstpointer data)
{
  cl_form_page_show (CL_FORM_PAGE (shown->page), "no-such-form", NULL);
  headless_run (0.2);
  g_assert_false (gtk_widget_get_mapped (cl_test_find_type (GTK_WIDGET (shown->preview), GTK_TYPE_PANED)));
}

/* Taken down while a paper is being made. */
static void
test_closed_early (Shown *shown, gconstpointer data)
{
  set_village (shown, "上河村");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  g_test_add ("/form-page/follows", Shown, NULL, set_up, test_follows, tear_down);
  g_test_add ("/form-page/draft", Shown, NULL, set_up, test_draft, tear_down);
  g_test_add ("/form-page/store-changes", Shown, NULL, set_up, test_store_changes, tear_down);
  g_test_add ("/form-page/save", Shown, NULL, set_up, test_save, tear_down);
  g_test_add ("/form-page/wrong-date", Shown, NULL, set_up, test_wrong_date, tear_down);
  g_test_add ("/form-page/unknown-form", Shown, NULL, set_up, test_unknown_form, tear_down);
  g_test_add ("/form-page/closed-early", Shown, NULL, set_up, test_closed_early, tear_down);
  return g_test_run ();
}
