#include "cl-citizen-id.h"

#include <string.h>

#include "cl-date.h"
#include "cl-text-private.h"

static void
append_stars (GString *to, glong n)
{
  for (glong i = 0; i < n; i++)
    g_string_append_c (to, '*');
}

static char *
keep_ends (const char *text, glong first, glong last, glong shortest)
{
  glong length = g_utf8_strlen (text, -1);
  GString *masked = g_string_new (NULL);

  if (length < shortest)
    {
      append_stars (masked, length);
      return g_string_free (masked, FALSE);
    }
  g_string_append_len (masked, text, g_utf8_offset_to_pointer (text, first) - text);
  append_stars (masked, length - first - last);
  g_string_append (masked, g_utf8_offset_to_pointer (text, length - last));
  return g_string_free (masked, FALSE);
}

/* Each number of several, "138****0012（妻）、0358-***2138"; notes stay. */
static char *
mask_phones (const char *text)
{
  GString *masked = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    {
      const char *end = p;
      gsize n;

      while (g_ascii_isdigit (*end) || (end > p && *end == '-'))
        end++;
      n = end - p;
      if (n == 0)
        {
          end = g_utf8_next_char (p);
          g_string_append_len (masked, p, end - p);
        }
      else
        {
          g_autofree char *number = g_strndup (p, n);
          g_autofree char *part = n >= 11 ? keep_ends (number, 3, 4, 0) : keep_ends (number, 0, 4, 7);
          g_string_append (masked, part);
        }
      p = end;
    }
  return g_string_free (masked, FALSE);
}

/* The village may be known, the house not. */
static char *
mask_address (const char *text)
{
  static const char *const ends[] = { "村", "社区", "镇", "乡", "街道", "县", "市", NULL };

  for (guint i = 0; ends[i] != NULL; i++)
    {
      const char *end = strstr (text, ends[i]);
      if (end != NULL)
        {
          g_autofree char *head = g_strndup (text, end - text + strlen (ends[i]));
          return g_strconcat (head, "****", NULL);
        }
    }
  return g_strdup ("****");
}

/**
 * cl_mask:
 * @private_class: (nullable): the field's class: id, phone, certificate, account, name, health, address, numbers
 * @text: (nullable): the value as text
 *
 * DOMAIN.md B10: of an ID the first six and last four, of a phone three and four, of an account four, of a name its first character, of an address
 * the village; of certificate and health nothing, since the certificate number itself tells the disability. Of text in which people write
 * numbers, as the name of a scan, what cl_mask_numbers() leaves. A class that is not known hides all.
 *
 * Returns: (transfer full): what may be shown; @text itself for no class
 */
char *
cl_mask (const char *private_class, const char *text)
{
  if (text == NULL || *text == '\0')
    return g_strdup ("");
  if (private_class == NULL || *private_class == '\0')
    return g_strdup (text);
  if (g_str_equal (private_class, "id"))
    return keep_ends (text, 6, 4, 15);
  if (g_str_equal (private_class, "phone"))
    return mask_phones (text);
  if (g_str_equal (private_class, "certificate"))
    return keep_ends (text, 0, 0, 0);
  if (g_str_equal (private_class, "account"))
    return keep_ends (text, 0, 4, 8);
  if (g_str_equal (private_class, "name"))
    return keep_ends (text, 1, 0, 0);
  if (g_str_equal (private_class, "address"))
    return mask_address (text);
  if (g_str_equal (private_class, "numbers"))
    return cl_mask_numbers (text);
  return g_strdup ("***");
}

#define FIGURES_MOST 256 /* of one run: as long as a file's name can be */
#define ID_FIGURES 18
#define OLD_ID_FIGURES 15

/* Figures that stand in a row, as somebody writes a number: "991123 19560307 001X", "９９１１２３…". */
typedef struct
{
  char figures[FIGURES_MOST + 1];
  const char *at[FIGURES_MOST]; /* where each stands */
  guint n;
} Run;

static char
get_figure (gunichar character)
{
  if (character >= 0xff01 && character <= 0xff5e)
    character -= 0xfee0;
  return character < 0x80 && (g_ascii_isdigit ((char) character) || character == 'X' || character == 'x') ? g_ascii_toupper ((char) character) : '\0';
}

/* Returns: what stands behind the run that begins at @from, or as much of it as there is room for */
static const char *
read_run (const char *from, Run *run)
{
  const char *p = from;

  run->n = 0;
  while (run->n < FIGURES_MOST)
    {
      const char *next = p;
      char figure = get_figure (g_utf8_get_char (next));

      /* One sign between two figures does not part them. */
      if (figure == '\0' && run->n > 0 && *p != '\0' && strchr (" -_.", *p) != NULL)
        {
          next = p + 1;
          figure = get_figure (g_utf8_get_char (next));
        }
      if (figure == '\0')
        break;
      run->at[run->n] = next;
      run->figures[run->n++] = figure;
      p = g_utf8_next_char (next);
    }
  run->figures[run->n] = '\0';
  return p;
}

/* How many figures from @from on are a number to be hidden; 0: none begins here. @keeps_ends: it is an ID, else a certificate. */
static guint
find_number (const Run *run, guint from, gboolean *keeps_ends)
{
  const char *figures = run->figures + from;
  guint left = run->n - from;
  char id[ID_FIGURES + 1] = "", birth[] = "19yy-mm-dd";

  *keeps_ends = TRUE;
  if (left >= ID_FIGURES)
    {
      memcpy (id, figures, ID_FIGURES);
      if (cl_citizen_id_check (id, NULL))
        {
          *keeps_ends = left < ID_FIGURES + 2 || strchr ("1234567", figures[ID_FIGURES]) == NULL || strchr ("1234", figures[ID_FIGURES + 1]) == NULL;
          return *keeps_ends ? ID_FIGURES : ID_FIGURES + 2;
        }
    }
  /* Until 1999 they had no century and no check character: as one run by itself. No province has the number 19 or 20, with which cameras begin a day. */
  if (from > 0 || run->n != OLD_ID_FIGURES || run->at[OLD_ID_FIGURES - 1] - run->at[0] != OLD_ID_FIGURES - 1 || strchr (figures, 'X') != NULL
      || g_str_has_prefix (figures, "19") || g_str_has_prefix (figures, "20"))
    return 0;
  memcpy (birth + 2, figures + 6, 2);
  memcpy (birth + 5, figures + 8, 2);
  memcpy (birth + 8, figures + 10, 2);
  return cl_date_is_valid (birth) ? OLD_ID_FIGURES : 0;
}

static void
hide_run (const Run *run, GHashTable *hidden)
{
  for (guint i = 0; i < run->n;)
    {
      gboolean keeps_ends;
      guint n = find_number (run, i, &keeps_ends);

      for (guint k = keeps_ends ? 6 : 0; n > 0 && k < (keeps_ends ? n - 4 : n); k++)
        g_hash_table_add (hidden, (gpointer) run->at[i + k]);
      i += MAX (n, 1);
    }
}

/**
 * cl_mask_numbers:
 * @text: (nullable): any text, as the name of a file or what was written of one
 *
 * A citizen ID of 18 figures that is one by date and check character, one of 15 that stands by itself, the number of a disability certificate: each is hidden as
 * cl_mask() hides it, whatever stands before and behind it. Figures of full width and with a sign between them count as such.
 *
 * Returns: (transfer full): @text without whole numbers
 */
char *
cl_mask_numbers (const char *text)
{
  g_autoptr(GHashTable) hidden = g_hash_table_new (NULL, NULL);
  GString *masked = g_string_new (NULL);
  Run run;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return g_string_free (g_string_append (masked, text != NULL ? "***" : ""), FALSE);
  for (const char *p = text; *p != '\0';)
    {
      const char *end = read_run (p, &run);

      hide_run (&run, hidden);
      p = end > p ? end : g_utf8_next_char (p);
    }
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_hash_table_contains (hidden, p))
      g_string_append_c (masked, '*');
    else
      g_string_append_len (masked, p, g_utf8_next_char (p) - p);
  return g_string_free (masked, FALSE);
}

/**
 * cl_path_call:
 * @path: (type filename): a file or folder
 *
 * For sentences that must say where a file is: never to open the file by.
 *
 * Returns: (transfer full): the whole path with cl_mask_numbers()
 */
char *
cl_path_call (const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  return cl_mask_numbers (shown);
}

/**
 * cl_file_call:
 * @path: (type filename): a file
 *
 * For sentences, titles, the journal: never to open the file by.
 *
 * Returns: (transfer full): its name without its folder, with cl_mask_numbers()
 */
char *
cl_file_call (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  return cl_mask_numbers (name);
}
