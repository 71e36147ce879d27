/* Dates, numbers of people and places, phones, masks, readings: pure functions over text. */
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-date.h"
#include "cl-pinyin.h"
#include "cl-spoken.h"
#include "cl-text-private.h"
#include "fuzz.h"

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  fuzz_begin ();
  return 0;
}

static void
take (char *text)
{
  g_assert (text == NULL || g_utf8_validate (text, -1, NULL));
  g_free (text);
}

/* The table of characters, which an office may write lines into by any program: bytes, not text. */
static void
try_characters (const guint8 *data, size_t size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  guint n = cl_spoken_parse (bytes, "characters.txt", words, problems);
  GHashTableIter iter;
  gpointer character, told;

  g_assert (n >= g_hash_table_size (words));
  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &character, &told))
    g_assert (g_utf8_strlen (character, -1) == 1 && g_utf8_validate (told, -1, NULL) && *(char *) told != '\0');
}

static void
try_dates (const char *text)
{
  g_autofree char *date = cl_date_parse (text, NULL);
  g_autofree char *month = cl_month_parse (text, NULL);

  take (cl_date_format_paper (text));
  take (cl_date_add (text, 1, -13, 400));
  take (cl_date_add (text, G_MAXINT, G_MAXINT, G_MAXINT));
  take (cl_date_add (text, G_MININT, G_MININT, G_MININT));
  cl_date_years_between (text, "2027-03-15");
  cl_date_days_between ("2027-03-15", text);
  take (month);
  month = NULL;
  if (date == NULL)
    return;
  g_assert (cl_date_is_valid (date));
  take (cl_date_format_paper (date));
  {
    g_autofree char *again = cl_date_parse (date, NULL);
    g_assert_cmpstr (again, ==, date);
  }
}

static void
try_numbers (const char *text)
{
  g_autofree char *id = cl_citizen_id_normalise (text);
  g_autofree char *certificate = cl_certificate_normalise (text);
  g_autofree char *code = cl_division_code_normalise (text);
  g_autofree char *phone = cl_phone_normalise (text, NULL);

  cl_citizen_id_check (text, NULL);
  take (cl_citizen_id_birth (text));
  if (cl_citizen_id_check (id, NULL))
    {
      g_autofree char *birth = cl_citizen_id_birth (id);
      g_assert (cl_date_is_valid (birth));
      g_assert (cl_citizen_id_sex (id) != NULL);
    }
  if (cl_certificate_check (certificate, NULL))
    {
      g_autofree char *of = cl_certificate_citizen_id (certificate);
      g_assert (cl_citizen_id_check (of, NULL));
    }
  cl_certificate_check (text, NULL);
  take (cl_certificate_category (text));
  take (cl_certificate_grade (text));
  take (cl_certificate_citizen_id (text));
  cl_division_code_check (code, NULL);
  if (phone != NULL)
    {
      g_autofree char *again = cl_phone_normalise (phone, NULL);
      g_assert_cmpstr (again, ==, phone);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const char *const classes[] = { "id", "phone", "certificate", "account", "name", "health", "address", "other" };
  g_autofree char *text = fuzz_text (data, MIN (size, 4096));

  try_dates (text);
  try_numbers (text);
  try_characters (data, MIN (size, 4096));
  take (cl_spoken_explain (text));
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    take (cl_mask (classes[i], text));
  take (cl_pinyin_spell (text));
  take (cl_pinyin_initials (text));
  take (cl_pinyin_sort_key (text));
  take (cl_text_fold (text));
  take (cl_text_squash (text));
  take (cl_text_strip (text));
  take (cl_text_line (text));
  take (cl_text_name (text));
  cl_text_is_blank_word (text);
  return 0;
}
