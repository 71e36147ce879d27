#include "cl-citizen-id.h"

#include <string.h>

#include "cl-error.h"

static void
assert_says (const char *id, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *normal = cl_citizen_id_normalise (id);

  g_assert_false (cl_citizen_id_check (normal, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_valid (void)
{
  static const char *const valid[] = { "99112319560307001X", "99112319560307001x", " 991123 19560307 001X ", "９９１１２３１９５６０３０７００１Ｘ", "'99112319560307001X",
                                       "991123-19560307-001X", "99112319560307001Х", "\xef\xbb\xbf" "99112319560307001X", "99112319560307001×" };

  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_autofree char *normal = cl_citizen_id_normalise (valid[i]);
      g_autoptr (GError) error = NULL;

      g_assert_cmpstr (normal, ==, "99112319560307001X");
      g_assert_true (cl_citizen_id_check (normal, &error));
      g_assert_no_error (error);
    }
  g_assert_true (cl_citizen_id_check ("991123195603070028", NULL));
  g_assert_true (cl_citizen_id_check ("991123201202290036", NULL));
}

/* The worked example of DOMAIN.md B1. */
static void
test_check_character (void)
{
  g_assert_cmpint (cl_citizen_id_check_character ("37010119010203997"), ==, '3');
  g_assert_cmpint (cl_citizen_id_check_character ("99112319560307001"), ==, 'X');
  g_assert_cmpint (cl_citizen_id_check_character ("9911231956030700"), ==, '\0');
}

static void
test_wrong (void)
{
  assert_says ("991123195603070013", "should be X, but is 3");
  assert_says ("991123196811310043", "1968-11-31");
  assert_says ("991123195603070", "15 digits");
  assert_says ("991123560307001", "99112319560307001X");
  assert_says ("9.91123195603E+17", "spreadsheet");
  assert_says ("1.1E+17", "spreadsheet");
  assert_says ("991123195603070000", "spreadsheet");
  assert_says ("9911231956030700", "16");
  assert_says ("99112319560307001Y", "Y");
  assert_says ("991123195603O70028", "O");
  assert_says ("99112319560307002841", "certificate");
  assert_says ("", "18");
  assert_says ("身份证", "18");
}

/* Three zeros at the end are not yet a ruined number where the check character is right. */
static void
test_honest_zeros (void)
{
  char id[19] = "99112319560307";
  gboolean found = FALSE;

  for (int i = 0; i < 10; i++)
    {
      id[14] = '0' + i;
      id[15] = id[16] = '0';
      id[17] = '\0';
      id[17] = cl_citizen_id_check_character (id);
      id[18] = '\0';
      if (id[17] != '0')
        continue;
      found = TRUE;
      g_assert_true (cl_citizen_id_check (id, NULL));
    }
  if (!found)
    g_test_skip ("no such number for this day");
}

static void
test_facts (void)
{
  g_autofree char *birth = cl_citizen_id_birth ("991123201202290036");
  g_autofree char *none = cl_citizen_id_birth ("991123196811310043");

  g_assert_cmpstr (birth, ==, "2012-02-29");
  g_assert_null (none);
  g_assert_cmpstr (cl_citizen_id_sex ("99112319560307001X"), ==, "1");
  g_assert_cmpstr (cl_citizen_id_sex ("991123195603070028"), ==, "2");
  g_assert_null (cl_citizen_id_sex (NULL));
  g_assert_null (cl_citizen_id_sex ("991123195603070013"));
}

static void
test_certificate (void)
{
  static const char *const valid[] = { "99112319560307002841", "99112319560307002841B1", "９９１１２３１９５６０３０７００２８４１ｂ２", "99112319560307001x 4 1", "99112319560307002841B12" };
  static const char *const wrong[] = { "991123195603070028", "99112319560307002881", "99112319560307002801", "99112319560307002845", "99112319560307002840",
                                       "99112319560307002941", "99112319681131004341", "99112319560307002841C1", "99112319560307002841B", "99112319560307002841B0",
                                       "99112319560307000000", "9.91123E+19", "99112319560307002841B123", "残疾证号", "" };
  g_autofree char *id = cl_certificate_citizen_id ("99112319560307002841B1");
  g_autofree char *category = cl_certificate_category ("99112319560307002841");
  g_autofree char *grade = cl_certificate_grade ("99112319560307002841");

  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_autofree char *normal = cl_certificate_normalise (valid[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (cl_certificate_check (normal, &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *normal = cl_certificate_normalise (wrong[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (cl_certificate_check (normal, &error));
      g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
    }
  g_assert_cmpstr (id, ==, "991123195603070028");
  g_assert_cmpstr (category, ==, "4");
  g_assert_cmpstr (grade, ==, "1");
  g_assert_null (cl_certificate_citizen_id ("991123195603070028"));
  g_assert_null (cl_certificate_grade (NULL));
}

static void
assert_division (const char *text, const char *code)
{
  g_autofree char *normal = cl_division_code_normalise (text);
  g_autoptr (GError) error = NULL;

  if (code != NULL)
    {
      g_assert_cmpstr (normal, ==, code);
      g_assert_true (cl_division_code_check (normal, &error));
      g_assert_no_error (error);
      return;
    }
  g_assert_false (cl_division_code_check (normal, &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

static void
test_office_code (void)
{
  const char *const offices[] = { "99", "9911", "991123", "991123101" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (offices); i++)
    {
      g_assert_true (cl_office_code_check (offices[i], &error));
      g_assert_no_error (error);
    }
  g_assert_false (cl_office_code_check ("991123101201", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_office_code_check ("99112310", &error));
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
}

static void
test_division_code (void)
{
  assert_division ("991123101201", "991123101201");
  assert_division (" 991123101 ", "991123101");
  assert_division ("991123101000", "991123101");
  assert_division ("991123000000", "991123");
  assert_division ("991100", "9911");
  assert_division ("990000", "99");
  assert_division ("９９１１２３", "991123");
  assert_division ("99112310", NULL);
  assert_division ("9911231O1", NULL);
  assert_division ("云岭镇", NULL);
  assert_division ("9.91123E+11", NULL);
}

static void
assert_phone (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *phone = cl_phone_normalise (text, &error);

  g_assert_cmpstr (phone, ==, expected);
  g_assert_true ((error == NULL) == (expected != NULL));
}

static void
test_phone (void)
{
  assert_phone ("13800000012", "13800000012");
  assert_phone (" 138 0000 0012 ", "13800000012");
  assert_phone ("138-0000-0012", "13800000012");
  assert_phone ("１３８００００００１２", "13800000012");
  assert_phone ("+86 13800000012", "13800000012");
  assert_phone ("+86-13800000012", "13800000012");
  assert_phone ("+86 138-0000-0012", "13800000012");
  assert_phone ("13800000012（妻）", "13800000012（妻）");
  assert_phone ("13800000012(妻)", "13800000012（妻）");
  assert_phone ("妻 13800000012", "13800000012（妻）");
  assert_phone ("长子：138 0000 0012", "13800000012（长子）");
  assert_phone ("手机13800000012", "13800000012");
  assert_phone ("0358-6322138", "0358-6322138");
  assert_phone ("(0358)6322138", "0358-6322138");
  assert_phone ("（0358）6322138", "0358-6322138");
  assert_phone ("6322138转801", "6322138转801");
  assert_phone ("12385", "12385");
  assert_phone ("13800000012（住3号楼）", "13800000012（住3号楼）");
  assert_phone ("0991-12345（64,500）", NULL); /* two numbers once the comma is gone */
  assert_phone ("86-1209", NULL); /* too short once the country code is off */
  assert_phone ("1380000001", NULL);
  assert_phone ("138000000123", NULL);
  assert_phone ("无", NULL);
  assert_phone ("1.38E+10", NULL);
  assert_phone ("13800000012 13900000013", NULL);
  assert_phone ("13800000012、13900000013", NULL);
  assert_phone ("", NULL);
}

static void
assert_mask (const char *class, const char *text, const char *expected)
{
  g_autofree char *masked = cl_mask (class, text);

  g_assert_cmpstr (masked, ==, expected);
}

static void
test_mask (void)
{
  assert_mask ("id", "99112319560307001X", "991123********001X");
  assert_mask ("id", "123456", "******");
  assert_mask ("phone", "13800000012", "138****0012");
  assert_mask ("phone", "13800000012（妻）、13900000013", "138****0012（妻）、139****0013");
  assert_mask ("phone", "12385", "*****");
  assert_mask ("certificate", "99112319560307002841", "********************");
  assert_mask ("account", "6222000011112222", "************2222");
  assert_mask ("name", "阿达力·叶尔江", "阿******");
  assert_mask ("name", "𠮷", "𠮷");
  assert_mask ("health", "肢体", "***");
  assert_mask ("address", "云岭镇东沟村12号", "云岭镇东沟村****");
  assert_mask ("address", "12号", "****");
  assert_mask (NULL, "东沟村", "东沟村");
  assert_mask ("no-such-class", "东沟村", "***");
  assert_mask ("id", NULL, "");
}

/* People write numbers into the names of files. */
static void
test_mask_numbers (void)
{
  static const char *const names[][2] = {
    { "991123195603070028张.pdf", "991123********0028张.pdf" },
    { "张 99112319560307001x 正面.jpg", "张 991123********001x 正面.jpg" },
    { "扫描_20270315_991123195603070028_2.pdf", "扫描_20270315_991123********0028_2.pdf" },
    { "991123 19560307 0028.pdf", "991123 ******** 0028.pdf" },
    { "９９１１２３１９５６０３０７００２８.pdf", "９９１１２３********００２８.pdf" },
    { "991123195603070028和99112319560307001X.zip", "991123********0028和991123********001X.zip" },
    { "证99112319560307002841.pdf", "证********************.pdf" },
    { "991123560307002.pdf", "991123*****7002.pdf" },
    /* No numbers of persons. */
    { "991123195603070029.pdf", "991123195603070029.pdf" },
    { "IMG_20270315_101112345.jpg", "IMG_20270315_101112345.jpg" },
    { "202703151112013.jpg", "202703151112013.jpg" },
    { "附件3 991123101201.pdf", "附件3 991123101201.pdf" },
    { "", "" },
  };
  g_autofree char *called = cl_file_call ("/home/zhang/991123195603070028/991123195603070028张.pdf");
  g_autofree char *path = cl_path_call ("/home/zhang/991123195603070028/张.pdf");
  g_autofree char *broken = cl_mask_numbers ("\xff" "991123195603070028");
  g_autofree char *none = cl_mask_numbers (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    assert_mask ("numbers", names[i][0], names[i][1]);
  g_assert_cmpstr (called, ==, "991123********0028张.pdf");
  g_assert_cmpstr (path, ==, "/home/zhang/991123********0028/张.pdf");
  g_assert_cmpstr (broken, ==, "***");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/citizen-id/valid", test_valid);
  g_test_add_func ("/citizen-id/check-character", test_check_character);
  g_test_add_func ("/citizen-id/wrong", test_wrong);
  g_test_add_func ("/citizen-id/honest-zeros", test_honest_zeros);
  g_test_add_func ("/citizen-id/facts", test_facts);
  g_test_add_func ("/citizen-id/certificate", test_certificate);
  g_test_add_func ("/citizen-id/division-code", test_division_code);
  g_test_add_func ("/citizen-id/office-code", test_office_code);
  g_test_add_func ("/citizen-id/phone", test_phone);
  g_test_add_func ("/citizen-id/mask", test_mask);
  g_test_add_func ("/citizen-id/mask-numbers", test_mask_numbers);
  return g_test_run ();
}
