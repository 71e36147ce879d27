#include "cl-pinyin.h"

#include <string.h>

#define MAX_PHRASE 8

typedef struct
{
  gunichar characters[MAX_PHRASE];
  guint16 syllables[MAX_PHRASE];
  guint n;
  gboolean surname;
} Phrase;

#include "cl-pinyin-table.h"

/* One character of a text and how it is read; syllable NULL where it has no reading. */
typedef struct
{
  const char *text;
  gsize length;
  gunichar character;
  const char *syllable;
} Reading;

static const char *
find_reading (gunichar character)
{
  guint16 syllable;

  if (character < 0x3400 || character / 256 >= G_N_ELEMENTS (page_of))
    return character == 0x3007 ? "ling" : NULL; /* 〇 stands among the punctuation marks */
  syllable = pages[page_of[character / 256]][character % 256];
  return syllable != 0 ? syllables[syllable] : NULL;
}

static const Phrase *
find_phrase (const gunichar *characters, gsize n, gboolean at_start)
{
  gsize low = 0, high = G_N_ELEMENTS (phrases);

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (phrases[middle].characters[0] < characters[0])
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < G_N_ELEMENTS (phrases) && phrases[low].characters[0] == characters[0]; low++)
    {
      const Phrase *phrase = &phrases[low];

      if (phrase->n <= n && (at_start || !phrase->surname) &&
          memcmp (phrase->characters, characters, phrase->n * sizeof (gunichar)) == 0)
        return phrase;
    }
  return NULL;
}

/* Bytes that are not UTF-8 stay as characters of their own without a reading, so that bad input orders somewhere and never aborts. */
static GArray *
read_text (const char *text)
{
  GArray *readings = g_array_sized_new (FALSE, FALSE, sizeof (Reading), 8);
  g_autofree gunichar *characters = NULL;
  const char *end = text + strlen (text);

  for (const char *c = text; c < end;)
    {
      gunichar character = g_utf8_get_char_validated (c, end - c);
      Reading reading = { c, 1, 0xFFFD, NULL };

      if (character < 0x80000000)
        {
          reading.length = g_utf8_next_char (c) - c;
          reading.character = character;
          reading.syllable = find_reading (character);
        }
      g_array_append_val (readings, reading);
      c += reading.length;
    }

  characters = g_new (gunichar, readings->len + 1);
  for (guint i = 0; i < readings->len; i++)
    characters[i] = g_array_index (readings, Reading, i).character;
  for (guint i = 0; i < readings->len; i++)
    {
      const Phrase *phrase;

      if (g_array_index (readings, Reading, i).syllable == NULL)
        continue;
      phrase = find_phrase (characters + i, readings->len - i, i == 0);
      for (guint k = 0; phrase != NULL && k < phrase->n; k++)
        g_array_index (readings, Reading, i + k).syllable = syllables[phrase->syllables[k]];
      if (phrase != NULL)
        i += phrase->n - 1;
    }
  return readings;
}

static void
append_lower (GString *string, const Reading *reading)
{
  if (reading->length == 1)
    g_string_append_c (string, g_ascii_tolower (*reading->text));
  else
    g_string_append_len (string, reading->text, reading->length);
}

static gboolean
is_word (const Reading *reading)
{
  return reading->length == 1 ? g_ascii_isalnum (*reading->text) : g_unichar_isalnum (reading->character);
}

/**
 * cl_pinyin_spell:
 * @name: a name of a person or a place
 *
 * Spells @name, a word a syllable: "zhang wei". Surnames are read as such at the start ("曾国藩": "zeng guo fan"); a character without a known
 * reading is a word of its own, letters and digits are words as they stand, in small letters, and marks between names (·) only part. Any thread.
 *
 * Returns: (transfer full): the spelling, "" for nothing
 */
char *
cl_pinyin_spell (const char *name)
{
  g_autoptr (GArray) readings = read_text (name != NULL ? name : "");
  GString *spelling = g_string_new (NULL);
  gboolean in_word = FALSE;

  for (guint i = 0; i < readings->len; i++)
    {
      const Reading *reading = &g_array_index (readings, Reading, i);
      gboolean ascii = reading->length == 1;

      if (!is_word (reading))
        {
          in_word = FALSE;
          continue;
        }
      if (spelling->len > 0 && !(in_word && ascii))
        g_string_append_c (spelling, ' ');
      if (reading->syllable != NULL)
        g_string_append (spelling, reading->syllable);
      else
        append_lower (spelling, reading);
      in_word = ascii;
    }
  return g_string_free (spelling, FALSE);
}

/**
 * cl_pinyin_initials:
 * @name: a name of a person or a place
 *
 * The first letter of each syllable of cl_pinyin_spell(): "zw" for 张伟, "adlyej" for 阿达力·叶尔江. Any thread.
 *
 * Returns: (transfer full): the initials
 */
char *
cl_pinyin_initials (const char *name)
{
  g_autoptr (GArray) readings = read_text (name != NULL ? name : "");
  GString *initials = g_string_new (NULL);

  for (guint i = 0; i < readings->len; i++)
    {
      const Reading *reading = &g_array_index (readings, Reading, i);

      if (reading->syllable != NULL)
        g_string_append_c (initials, *reading->syllable);
      else if (is_word (reading))
        append_lower (initials, reading);
    }
  return g_string_free (initials, FALSE);
}

/**
 * cl_pinyin_matches:
 * @name: a name or words
 * @text: what was typed
 *
 * For a few choices; a ledger is searched by #ClSearch. Any thread.
 *
 * Returns: whether @text is a part of @name, of its pinyin without blanks, or of its initials; whatever the case
 */
gboolean
cl_pinyin_matches (const char *name, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (name, -1), *wanted = g_utf8_casefold (text, -1);
  g_autofree char *spelled = cl_pinyin_spell (name), *initials = cl_pinyin_initials (name);
  g_auto (GStrv) parts = g_strsplit (spelled, " ", -1);
  g_autofree char *joined = g_strjoinv ("", parts);

  return strstr (folded, wanted) != NULL || strstr (joined, wanted) != NULL || strstr (initials, wanted) != NULL;
}

/**
 * cl_pinyin_sort_key:
 * @text: any text
 *
 * A key whose byte order is the order of a Chinese list: character by character, by reading, then by the character itself, so that all 张 stand
 * together and before 章. Digits come first and keep their own order; Latin
 * names stand among the readings. Any thread.
 *
 * Returns: (transfer full): the key
 */
char *
cl_pinyin_sort_key (const char *text)
{
  g_autoptr (GArray) readings = NULL;
  GString *key;

  if (text == NULL)
    return g_strdup ("");
  readings = read_text (text);
  key = g_string_sized_new (strlen (text) * 4);
  for (guint i = 0; i < readings->len; i++)
    {
      const Reading *reading = &g_array_index (readings, Reading, i);

      /* the blank is below all letters: li 李 comes before lian 连 */
      if (reading->syllable != NULL)
        {
          g_string_append (key, reading->syllable);
          g_string_append_c (key, ' ');
        }
      append_lower (key, reading);
    }
  return g_string_free (key, FALSE);
}
