#include "cl-database-private.h"

#include "cl-capitals.h"
#include "cl-catalogue.h"
#include "cl-citizen-id.h"
#include "cl-date.h"
#include "cl-pinyin.h"

/* The SQL functions of the expression language. Whatever is not valid gives NULL: unknown, never an error. */

#define PURE (SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS)
#define CHANGING (SQLITE_UTF8 | SQLITE_INNOCUOUS)

static const char *
argument (sqlite3_value *value)
{
  return (const char *) sqlite3_value_text (value);
}

static void
give (sqlite3_context *context, char *text)
{
  if (text != NULL)
    sqlite3_result_text (context, text, -1, g_free);
  else
    sqlite3_result_null (context);
}

static void
give_const (sqlite3_context *context, const char *text)
{
  if (text != NULL)
    sqlite3_result_text (context, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_result_null (context);
}

/* text -> text, by the function given as user data */
static void
transform_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  char *(*transform) (const char *) = sqlite3_user_data (context);
  const char *text = argument (values[0]);

  give (context, text != NULL ? transform (text) : NULL);
}

static void
id_sex_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *id = argument (values[0]);

  give_const (context, id != NULL ? cl_citizen_id_sex (id) : NULL);
}

static void
today_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  give_const (context, cl_today ());
}

static void
years_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *from = argument (values[0]);
  const char *to = n > 1 ? argument (values[1]) : cl_today ();

  if (from != NULL && to != NULL && cl_date_is_valid (from) && cl_date_is_valid (to))
    sqlite3_result_int (context, cl_date_years_between (from, to));
  else
    sqlite3_result_null (context);
}

static void
days_between_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *from = argument (values[0]);
  const char *to = argument (values[1]);

  if (from != NULL && to != NULL && cl_date_is_valid (from) && cl_date_is_valid (to))
    sqlite3_result_int64 (context, cl_date_days_between (from, to));
  else
    sqlite3_result_null (context);
}

static void
add_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *date = argument (values[0]);
  gboolean months = sqlite3_user_data (context) != NULL;
  gint64 count = sqlite3_value_int64 (values[1]);

  /* Ten thousand years either way are beyond any date that is valid. */
  if (date == NULL || sqlite3_value_type (values[1]) == SQLITE_NULL || !cl_date_is_valid (date) || ABS (count) > 3652500)
    sqlite3_result_null (context);
  else if (months)
    give (context, cl_date_add (date, 0, (int) count, 0));
  else
    give (context, cl_date_add (date, 0, 0, (int) count));
}

static void
mask_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *private_class = argument (values[0]);
  const char *text = argument (values[1]);

  give (context, private_class != NULL && text != NULL ? cl_mask (private_class, text) : NULL);
}

/* fen -> text, by the function given as user data */
static void
money_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  char *(*write) (gint64) = sqlite3_user_data (context);

  if (sqlite3_value_numeric_type (values[0]) == SQLITE_INTEGER)
    give (context, write (sqlite3_value_int64 (values[0])));
  else
    sqlite3_result_null (context);
}

static char *
keep_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      int digit = g_unichar_digit_value (g_utf8_get_char (p));

      if (digit >= 0)
        g_string_append_c (digits, (char) ('0' + digit));
    }
  return g_string_free (digits, FALSE);
}

static ClCodes *
find_codes (sqlite3_context *context, sqlite3_value **values)
{
  ClCatalogue *catalogue = cl_database_get_catalogue (sqlite3_user_data (context));
  const char *name = argument (values[0]);

  return catalogue != NULL && name != NULL ? cl_catalogue_find_codes (catalogue, name) : NULL;
}

/* A code that the list does not know is shown as it is: nothing that was entered disappears. */
static void
label_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  ClCodes *codes = find_codes (context, values);
  const char *code = argument (values[1]);
  const char *label = codes != NULL && code != NULL ? cl_codes_get_label (codes, code) : NULL;

  give_const (context, label != NULL ? label : code);
}

static void
rank_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  ClCodes *codes = find_codes (context, values);
  const char *code = argument (values[1]);

  if (codes != NULL && code != NULL && cl_codes_get_label (codes, code) != NULL)
    sqlite3_result_int64 (context, cl_codes_get_rank (codes, code));
  else
    sqlite3_result_null (context);
}

void
cl_functions_register (ClDatabase *database)
{
  static const struct
  {
    const char *name;
    int n_arguments;
    int flags;
    void (*function) (sqlite3_context *, int, sqlite3_value **);
    gpointer data;
  } functions[] = {
    { "cl_sort_key", 1, PURE, transform_cb, cl_pinyin_sort_key },
    { "id_birth", 1, PURE, transform_cb, cl_citizen_id_birth },
    { "id_sex", 1, PURE, id_sex_cb, NULL },
    { "certificate_id", 1, PURE, transform_cb, cl_certificate_citizen_id },
    { "certificate_category", 1, PURE, transform_cb, cl_certificate_category },
    { "certificate_grade", 1, PURE, transform_cb, cl_certificate_grade },
    { "paper_date", 1, PURE, transform_cb, cl_date_format_paper },
    { "digits", 1, PURE, transform_cb, keep_digits },
    { "mask", 2, PURE, mask_cb, NULL },
    { "cl_capitals", 1, PURE, money_cb, cl_capitals },
    { "cl_yuan", 1, PURE, money_cb, cl_yuan },
    { "age", 1, CHANGING, years_cb, NULL },
    { "age", 2, PURE, years_cb, NULL },
    { "years_between", 2, PURE, years_cb, NULL },
    { "days_between", 2, PURE, days_between_cb, NULL },
    { "add_days", 2, PURE, add_cb, NULL },
    { "add_months", 2, PURE, add_cb, GINT_TO_POINTER (1) },
    { "today", 0, CHANGING, today_cb, NULL },
  };
  sqlite3 *handle = cl_database_get_handle (database);

  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    sqlite3_create_function_v2 (handle, functions[i].name, functions[i].n_arguments, functions[i].flags, functions[i].data,
                                functions[i].function, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "label", 2, PURE, database, label_cb, NULL, NULL, NULL);
  sqlite3_create_function_v2 (handle, "rank", 2, PURE, database, rank_cb, NULL, NULL, NULL);
}
