/* The page of charts: what its choices ask, and what it says while it counts. */

#include <adwaita.h>

#include "cl-statistic-page-private.h"
#include "headless.h"
#include "office.h"

/* More than are listed one by one. */
#define MANY_VILLAGES 401
/* Longer than the page waits until it says that it is counting. */
#define SLOW_US (700 * 1000)

typedef struct
{
  Office office;
  ClStatisticPage *page;
  gint64 township;
} Fixture;

static gint64
save_place (ClTransaction *transaction, ClLedger *division, const char *name, const char *code, const char *level, gint64 parent, GError **error)
{
  g_autoptr (ClRecord) place = cl_record_new (division);

  if (!cl_record_set_text (place, "name", name, error) || !cl_record_set_text (place, "code", code, error) || !cl_record_set_text (place, "level", level, error))
    return 0;
  if (parent != 0)
    cl_record_set_reference (place, "parent", parent);
  return cl_transaction_save (transaction, place, error) ? cl_record_get_id (place) : 0;
}

static gboolean
add_village (ClTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;

  return save_place (transaction, cl_catalogue_find_ledger (fixture->office.catalogue, "division"), "下河村", "991123101202", "village", 0, error) != 0;
}

/* The village that there is, and many more, in the one township of a county. */
static gboolean
add_county (ClTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;
  ClLedger *division = cl_catalogue_find_ledger (fixture->office.catalogue, "division");
  gint64 county = save_place (transaction, division, "虚县", "991123", "county", 0, error);
  gint64 township = county != 0 ? save_place (transaction, division, "虚镇", "991123101", "township", county, error) : 0;
  g_autoptr (ClRecord) village = cl_record_load (cl_transaction_get_database (transaction), division, fixture->office.village, error);

  if (township == 0 || village == NULL)
    return FALSE;
  cl_record_set_reference (village, "parent", township);
  for (guint i = 1; i < MANY_VILLAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("村%03u", i), *code = g_strdup_printf ("991123101%03u", 300 + i);

      if (save_place (transaction, division, name, code, "village", township, error) == 0)
        return FALSE;
    }
  return cl_transaction_save (transaction, village, error);
}

static void
write_all (Fixture *fixture, ClStoreWriteFunc func)
{
  g_autoptr (GError) error = NULL;

  cl_store_write (fixture->office.store, "places", func, fixture, &error);
  g_assert_no_error (error);
}

static gboolean
is_counted (gpointer data)
{
  return ((Fixture *) data)->page->counting == NULL;
}

static void
show_persons (Fixture *fixture, const char *where)
{
  cl_statistic_page_show (fixture->page, "person", NULL, where, NULL, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  office_open (&fixture->office, TRUE);
  fixture->page = CL_STATISTIC_PAGE (cl_statistic_page_new (fixture->office.context));
  office_show (&fixture->office, GTK_WIDGET (fixture->page));
  show_persons (fixture, NULL);
  g_assert_true (headless_wait (is_counted, fixture, 10));
  g_assert_cmpint (fixture->page->statistic->n, ==, G_N_ELEMENTS (office_names));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_close (&fixture->office);
}

static guint
find_place (Fixture *fixture, const char *name)
{
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (fixture->page->village));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i), name))
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* A village that was entered while the page is there can be chosen, and what was chosen stays chosen. */
static void
test_new_village (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *village = GTK_DROP_DOWN (fixture->page->village);

  g_assert_cmpuint (find_place (fixture, "下河村"), ==, GTK_INVALID_LIST_POSITION);
  gtk_drop_down_set_selected (village, find_place (fixture, "上河村"));
  write_all (fixture, add_village);
  g_assert_cmpuint (find_place (fixture, "下河村"), !=, GTK_INVALID_LIST_POSITION);
  g_assert_cmpuint (gtk_drop_down_get_selected (village), ==, find_place (fixture, "上河村"));
}

/* Where there are too many villages, a county is offered: its villagers are counted, two places below it. */
static void
test_county (Fixture *fixture, gconstpointer data)
{
  write_all (fixture, add_county);
  g_assert_cmpuint (find_place (fixture, "上河村"), ==, GTK_INVALID_LIST_POSITION);
  g_assert_true (headless_wait (is_counted, fixture, 10));
  for (guint i = 0; i < 2; i++)
    {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (fixture->page->village), find_place (fixture, i == 0 ? "虚镇" : "虚县"));
      g_assert_true (headless_wait (is_counted, fixture, 10));
      g_assert_cmpint (fixture->page->statistic->n, ==, G_N_ELEMENTS (office_names));
    }
}

/* What could not be counted is said, and it does not go on standing there that it is being counted. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *said = g_strdup (gtk_label_get_text (GTK_LABEL (fixture->page->said)));

  show_persons (fixture, "no_such_field = 1");
  g_usleep (SLOW_US);
  g_assert_true (headless_wait (is_counted, fixture, 10));
  g_assert_cmpuint (fixture->office.n_messages, ==, 1);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fixture->page->said)), ==, said);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  headless_begin ();
  adw_init ();
#define ADD(name, func) g_test_add ("/view/statistic-page/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("new-village", test_new_village);
  ADD ("county", test_county);
  ADD ("failure", test_failure);
  return g_test_run ();
}
