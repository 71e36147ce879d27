/* A check-list of an organisation, filled at once (FORMS.md F28): prefilled by what is known, written as one entry, corrected on the same day. Today is 2027-03-15. */

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-inspection.h"

typedef struct
{
  ClTestStore *test;
  gint64 organisation;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *village = NULL;

  fixture->test = cl_test_store_new_with_plugins ();
  village = g_strdup_printf ("%" G_GINT64_FORMAT, cl_test_store_add (fixture->test, "division", "code", "991123101201", "name", "上河村", "level", "village", NULL));
  fixture->organisation = cl_test_store_add (fixture->test, "organisation", "name", "上河村残协", "kind", "village-association", "division", village, "has_funds", "否", "has_sign", "是", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_test_store_free (fixture->test);
}

static RosterInspection *
load (Fixture *fixture, const char *list)
{
  g_autoptr (GError) error = NULL;
  RosterInspection *inspection = roster_inspection_load (fixture->test->catalogue, cl_store_get_reader (fixture->test->store), fixture->organisation, list, &error);

  g_assert_no_error (error);
  return inspection;
}

static RosterInspectionItem *
get (RosterInspection *inspection, const char *item)
{
  for (guint i = 0; i < inspection->items->len; i++)
    if (g_str_equal (((RosterInspectionItem *) inspection->items->pdata[i])->item, item))
      return inspection->items->pdata[i];
  g_assert_not_reached ();
}

static void
write_all (Fixture *fixture, RosterInspection *inspection)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (cl_store_write (fixture->test->store, "w", roster_inspection_write, inspection, &error), >, 0);
  g_assert_no_error (error);
}

static gint64
count (Fixture *fixture)
{
  return cl_test_store_query (fixture->test, "SELECT count(*) FROM roster_check_item");
}

/* What is known is there, what is not is not made up; nobody in office is no staff. */
static void
test_prefilled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RosterInspection) inspection = load (fixture, "seven-have");
  g_autofree char *said = roster_inspection_say (inspection);

  g_assert_cmpuint (inspection->items->len, ==, 7);
  g_assert_cmpint (get (inspection, "sign")->present, ==, ROSTER_PRESENT_YES);
  g_assert_cmpint (get (inspection, "funds")->present, ==, ROSTER_PRESENT_NO);
  g_assert_cmpint (get (inspection, "staff")->present, ==, ROSTER_PRESENT_NO);
  g_assert_cmpint (get (inspection, "premises")->present, ==, ROSTER_PRESENT_UNKNOWN);
  g_assert_nonnull (g_strrstr (said, "工作人员、工作经费"));
  g_assert_nonnull (g_strrstr (said, "办公场所、办公设备、工作制度、工作台账"));
  g_assert_null (inspection->last);
}

/* All items are one entry; the facts follow; the same day is corrected, another day is another inspection; one undo. */
static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RosterInspection) inspection = load (fixture, "seven-have"), again = NULL, late = NULL;
  g_autofree char *photo = g_build_filename (fixture->test->folder, "photo.jpg", NULL), *fact = NULL, *before = NULL;

  g_assert_true (g_file_set_contents (photo, "JPEG", -1, NULL));
  get (inspection, "premises")->present = ROSTER_PRESENT_YES;
  get (inspection, "funds")->remark = g_strdup ("已列入预算");
  g_ptr_array_add (get (inspection, "premises")->files, g_file_new_for_path (photo));
  write_all (fixture, inspection);
  g_assert_cmpint (count (fixture), ==, 7);
  g_assert_cmpint (cl_test_store_query (fixture->test, "SELECT has_premises FROM organisation WHERE name = '上河村残协'"), ==, 1);
  g_assert_cmpint (cl_test_store_query (fixture->test, "SELECT has_equipment IS NULL FROM organisation WHERE name = '上河村残协'"), ==, 1);

  again = load (fixture, "seven-have");
  g_assert_cmpstr (again->last, ==, "2027-03-15");
  g_assert_cmpuint (get (again, "premises")->n_photos, ==, 1);
  g_assert_cmpstr (get (again, "funds")->remark, ==, "已列入预算");
  get (again, "equipment")->present = ROSTER_PRESENT_NO;
  write_all (fixture, again);
  g_assert_cmpint (count (fixture), ==, 7);
  g_assert_cmpint (cl_store_undo (fixture->test->store, NULL), >, 0);
  g_assert_cmpint (cl_test_store_query (fixture->test, "SELECT has_equipment IS NULL FROM organisation WHERE name = '上河村残协'"), ==, 1);

  /* Looked at in the year before and entered late: kept, and no fact of today. */
  late = load (fixture, "seven-have");
  g_free (late->date);
  late->date = g_strdup ("2026-03-01");
  get (late, "premises")->present = ROSTER_PRESENT_NO;
  write_all (fixture, late);
  g_assert_cmpint (count (fixture), ==, 14);
  g_assert_cmpint (cl_test_store_query (fixture->test, "SELECT has_premises FROM organisation WHERE name = '上河村残协'"), ==, 1);
}

/* The other lists have the items that are known of them. */
static void
test_lists (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RosterInspection) six = load (fixture, "six-have"), eight = load (fixture, "eight-have");

  g_assert_cmpuint (six->items->len, ==, 3);
  g_assert_cmpuint (eight->items->len, ==, 3);
  write_all (fixture, eight);
  g_assert_cmpint (count (fixture), ==, 3);
}

#define add(name, func) g_test_add ("/inspection/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("prefilled", test_prefilled);
  add ("write", test_write);
  add ("lists", test_lists);
  return g_test_run ();
}
