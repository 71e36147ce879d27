/* What attachments 1, 2 and 3 lack, village by village, and when they are due. Today is 2027-03-15, a Monday. */

#include <string.h>

#include "canlian.h"
#include "cl-test-store.h"
#include "roster-missing.h"

static char *
text_of (gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

static GPtrArray *
list (ClTestStore *test)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *missing = roster_missing_list (test->catalogue, cl_store_get_reader (test->store), "2027-03-19", &error);

  g_assert_no_error (error);
  return missing;
}

/* Whether a sentence is there that begins with @start and names each of @fields. */
static const RosterMissing *
find (GPtrArray *missing, RosterMissingKind kind, const char *ledger, gint64 record, const char *post)
{
  for (guint i = 0; i < missing->len; i++)
    {
      const RosterMissing *one = missing->pdata[i];

      if (one->kind == kind && g_str_equal (one->ledger, ledger) && one->record == record && g_strcmp0 (one->post, post) == 0)
        return one;
    }
  return NULL;
}

static void
test_village (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  gint64 second = cl_test_store_add (test, "division", "name", "下河村", "level", "village", "position", "2", NULL);
  gint64 first = cl_test_store_add (test, "division", "name", "上河村", "level", "village", "position", "1", NULL);
  g_autofree char *village = text_of (first);
  g_autoptr (GPtrArray) before = list (test), after = NULL;
  const RosterMissing *one;

  /* Population, association, attachment 1; of each, in official order. */
  g_assert_cmpuint (before->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (((RosterMissing *) before->pdata[i])->village, ==, i < 3 ? first : second);
  one = find (before, ROSTER_MISSING_FIELDS, "division", first, NULL);
  g_assert_nonnull (one);
  g_assert_cmpstr (one->fields->pdata[0], ==, "population");
  g_assert_true (g_str_has_prefix (one->sentence, "上河村"));
  g_assert_nonnull (find (before, ROSTER_MISSING_POST, "division", first, "chair"));
  g_assert_nonnull (find (before, ROSTER_MISSING_REPORT, "division", first, NULL));

  cl_test_store_change (test, "division", first, "population", "1000");
  cl_test_store_add (test, "reform_progress", "division", village, "due", "2027-03-19", NULL);
  cl_test_store_add (test, "organisation", "name", "上河村残疾人协会", "kind", "village-association", "division", village, "has_funds", "yes", "has_premises", "no", NULL);
  after = list (test);
  g_assert_null (find (after, ROSTER_MISSING_FIELDS, "division", first, NULL));
  g_assert_null (find (after, ROSTER_MISSING_REPORT, "division", first, NULL));
  /* What is known to be no is not missing. */
  one = after->pdata[0];
  g_assert_cmpstr (one->ledger, ==, "organisation");
  g_assert_cmpuint (one->fields->len, ==, 2);
  g_assert_cmpstr (one->fields->pdata[0], ==, "has_equipment");
  g_assert_cmpuint (after->len, ==, 7);
  /* A report of another day is not this one's. */
  cl_test_store_add (test, "reform_progress", "division", (g_free (village), village = text_of (second)), "due", "2027-03-12", NULL);
  g_clear_pointer (&after, g_ptr_array_unref);
  after = list (test);
  g_assert_nonnull (find (after, ROSTER_MISSING_REPORT, "division", second, NULL));
}

static void
test_members (void)
{
  g_autoptr (ClTestStore) test = cl_test_store_new_with_plugins ();
  gint64 village = cl_test_store_add (test, "division", "name", "上河村", "level", "village", "population", "900", NULL);
  g_autofree char *division = text_of (village), *association = NULL, *person = NULL;
  gint64 chair, organisation;
  g_autoptr (GPtrArray) missing = NULL;
  const RosterMissing *one;

  organisation = cl_test_store_add (test, "organisation", "name", "上河村残疾人协会", "kind", "village-association", "division", division, "has_funds", "yes", "has_premises", "yes",
                                    "has_equipment", "yes", NULL);
  association = text_of (organisation);
  chair = cl_test_store_add (test, "person", "name", "张一川", "disability", "certified", "phones", "13800001001", NULL);
  person = text_of (chair);
  cl_test_store_add (test, "appointment", "person", person, "organisation", association, "post", "chair", "start", "2022-05-20", NULL);
  missing = list (test);
  g_assert_null (find (missing, ROSTER_MISSING_POST, "organisation", organisation, "chair"));
  g_assert_nonnull (find (missing, ROSTER_MISSING_POST, "organisation", organisation, "vice-chair"));
  g_assert_nonnull (find (missing, ROSTER_MISSING_POST, "organisation", organisation, "commissioner"));
  one = find (missing, ROSTER_MISSING_FIELDS, "person", chair, NULL);
  g_assert_nonnull (one);
  g_assert_cmpint (one->village, ==, village);
  g_assert_nonnull (strstr (one->sentence, "上河村"));
  g_assert_nonnull (strstr (one->sentence, "张一川"));
  g_assert_cmpstr (one->fields->pdata[0], ==, "id_number");
  g_assert_cmpstr (one->fields->pdata[1], ==, "certificate_number");
  g_assert_cmpuint (one->fields->len, ==, 3);
}

static void
test_friday (void)
{
  static const char *const days[][2] = { { "2027-03-15", "2027-03-19" }, { "2027-03-19", "2027-03-19" }, { "2027-03-20", "2027-03-26" }, { "2026-12-31", "2027-01-01" } };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *day = roster_next_friday (days[i][0]);

      g_assert_cmpstr (day, ==, days[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/missing/village", test_village);
  g_test_add_func ("/missing/members", test_members);
  g_test_add_func ("/missing/friday", test_friday);
  return g_test_run ();
}
