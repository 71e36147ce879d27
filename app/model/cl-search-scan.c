/* How the columns are looked through: from row to row, of a province on two threads. */

#include "cl-search-columns-private.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define MAX_WORDS 32
#define THREAD_ROWS 100000 /* to mark fewer takes less than two milliseconds */
#define STEP_ROWS 8192     /* after so many a worker asks whether it is still wanted */

/* Whether @needle is spelled from the syllable at @text on, each syllable whole or begun: zhangwei, zhangw, zhwei and zw are all 张伟. */
static gboolean
match_syllables (const char *text, const char *needle)
{
  gsize n = 1; /* the first letter was compared by who calls */

  for (;;)
    {
      const char *next;

      if (needle[n] == '\0')
        return TRUE;
      /* the following syllable, where this one is left after n letters */
      for (next = text + n; g_ascii_islower (*next) || g_ascii_isdigit (*next);)
        next++;
      if (g_ascii_isupper (*next) && g_ascii_tolower (*next) == needle[n] && match_syllables (next, needle + n))
        return TRUE;
      /* ü is stored as v, and typed as v or u */
      if (text[n] != needle[n] && !(text[n] == 'v' && needle[n] == 'u'))
        return FALSE;
      n++;
    }
}

typedef struct
{
  const char *word;
  gsize length; /* of what is looked for first: the word, or the capital that it is spelled with */
  gboolean is_spelled;
  char capital;
#ifdef __SSE2__
  __m128i first, second, last, beginning;
  guint n_beginning; /* characters in it, a bit for each */
#endif
} Needle;

#define BLOCK 16 /* places that are compared at a time */

static void
needle_init (Needle *needle, const char *word, gboolean is_spelled)
{
  needle->word = word;
  needle->is_spelled = is_spelled;
  needle->length = is_spelled ? 1 : strlen (word);
  needle->capital = g_ascii_toupper (*word);
#ifdef __SSE2__
  {
    char beginning[BLOCK] = "";

    memcpy (beginning, word, MIN (needle->length, BLOCK));
    needle->beginning = _mm_loadu_si128 ((const __m128i *) beginning);
    needle->n_beginning = (1u << MIN (needle->length, BLOCK)) - 1;
    needle->first = _mm_set1_epi8 (is_spelled ? needle->capital : word[0]);
    needle->second = _mm_set1_epi8 (word[needle->length > 1]);
    needle->last = _mm_set1_epi8 (word[needle->length - 1]);
  }
#endif
}

/* A row ends by what no word holds. */
static gboolean
is_in_row (const Needle *needle, const char *row, gsize size)
{
  for (gsize i = 0; i + needle->length <= size; i++)
    if (needle->is_spelled ? row[i] == needle->capital && match_syllables (row + i, needle->word) : memcmp (row + i, needle->word, needle->length) == 0)
      return TRUE;
  return FALSE;
}

#ifdef __SSE2__
/* A bit for each place of the block where first, second and last character are those that are looked for. */
static inline guint64
find_in_block (const Needle *needle, const char *block, gboolean is_single)
{
  __m128i hits = _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) block), needle->first);

  if (!is_single)
    {
      hits = _mm_and_si128 (hits, _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) (block + 1)), needle->second));
      hits = _mm_and_si128 (hits, _mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) (block + needle->length - 1)), needle->last));
    }
  return (guint) _mm_movemask_epi8 (hits);
}

static inline gboolean
is_at (const Needle *needle, const char *at)
{
  if (needle->is_spelled)
    return match_syllables (at, needle->word);
  return ((guint) _mm_movemask_epi8 (_mm_cmpeq_epi8 (_mm_loadu_si128 ((const __m128i *) at), needle->beginning)) & needle->n_beginning) == needle->n_beginning
         && (needle->length <= BLOCK || memcmp (at + BLOCK, needle->word + BLOCK, needle->length - BLOCK) == 0);
}

/* The same as is_in_row() for a row of at most four blocks, behind which as much and the needle may be read. Of a digit, which stands in nearly every row, at any
 * place, this takes half the time of going from hit to hit: nothing depends on where it is. */
static inline gboolean
is_in_blocks (const Needle *needle, const char *row, gsize size, gboolean is_single)
{
  guint64 places = find_in_block (needle, row, is_single);

  if (size > BLOCK)
    places |= find_in_block (needle, row + BLOCK, is_single) << BLOCK;
  if (size > 2 * BLOCK)
    places |= find_in_block (needle, row + 2 * BLOCK, is_single) << 2 * BLOCK | find_in_block (needle, row + 3 * BLOCK, is_single) << 3 * BLOCK;
  places &= G_MAXUINT64 >> (4 * BLOCK - size);
  /* Three characters were all compared. */
  if (needle->length <= 3 && !needle->is_spelled)
    return places != 0;
  for (; places != 0; places &= places - 1)
    if (is_at (needle, row + __builtin_ctzll (places)))
      return TRUE;
  return FALSE;
}
#else
#define is_in_blocks(needle, row, size, is_single) is_in_row (needle, row, size)
#endif

/* Some of the rows, for a thread. */
typedef struct
{
  ClSearchColumns *columns;
  const GPtrArray *words;
  guint8 *marks;
  guint from, to;
  gboolean gives_way;        /* to those who are waited for … */
  GCancellable *cancellable; /* … and where it is not wanted any more */
  guint n;                   /* that have all words */
  gboolean stopped;
} Range;

static inline void
mark_rows (const Range *range, guint from, guint to, const Column *column, const Needle *needle, guint8 found_before, gboolean is_single)
{
  const char *bytes = column->bytes->str;
  gsize end = get_start (column, from), readable = column->bytes->len - MIN (column->bytes->len, 5 * BLOCK + needle->length);

  for (guint row = from; row < to; row++)
    {
      gsize start = end, size = (end = get_start (column, row + 1)) - start;
      gboolean is_there;

      /* Of a second word: few rows have the first. */
      if (found_before > 0 && range->marks[row] != found_before)
        continue;
      is_there = size <= 4 * BLOCK && start < readable ? is_in_blocks (needle, bytes + start, size, is_single) : is_in_row (needle, bytes + start, size);

      range->marks[row] += is_there & (range->marks[row] == found_before);
    }
}

/* Raises the mark of each row where the word stands and all words before it did. */
static void
mark_word (const Range *range, guint from, guint to, guint which, const char *word, guint8 found_before)
{
  const Column *column = &range->columns->columns[which];
  Needle needle;

  needle_init (&needle, word, which == COLUMN_PINYIN);
  if (needle.length == 1)
    mark_rows (range, from, to, column, &needle, found_before, TRUE);
  else
    mark_rows (range, from, to, column, &needle, found_before, FALSE);
}

/* The same where the word has a letter or a digit of ASCII, which names seldom have. */
static void
mark_ascii_word (const Range *range, guint from, guint to, const char *word, guint8 found_before)
{
  const Column *column = &range->columns->columns[COLUMN_TEXT];
  const guint8 *has_ascii = (const guint8 *) range->columns->has_ascii->data;
  Needle needle;

  needle_init (&needle, word, FALSE);
  for (guint row = from; row < to; row++)
    {
      const guint8 *next = memchr (has_ascii + row, 1, to - row);
      gsize start;

      if (next == NULL)
        return;
      row = (guint) (next - has_ascii);
      start = get_start (column, row);
      range->marks[row] += range->marks[row] == found_before && is_in_row (&needle, column->bytes->str + start, get_start (column, row + 1) - start);
    }
}

static gboolean
has_digit (const char *word)
{
  return strcspn (word, "0123456789") < strlen (word);
}

static gboolean
has_alnum (const char *word)
{
  while (*word != '\0' && !g_ascii_isalnum (*word))
    word++;
  return *word != '\0';
}

static gboolean
is_letters (const char *word)
{
  for (; *word != '\0'; word++)
    if (!g_ascii_isalpha (*word))
      return FALSE;
  return TRUE;
}

/* Words at blanks, and where Chinese meets letters (张w); small letters, ü as v, lyu as lv. */
static GPtrArray *
split_words (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *small = g_utf8_strdown (normal != NULL ? normal : "", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  GString *word = g_string_new (NULL);
  gboolean letter_before = FALSE;

  for (const char *c = small;; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      gboolean letter, blank;

      /* a name's parts are found whatever point was typed between them */
      blank = g_unichar_isspace (character) || character == 0xB7 || character == 0x2022 || character == 0x2027 || character == 0x30FB;
      if (character == 0xFC)
        character = 'v';
      letter = character < 0x80 && g_ascii_isalpha (character);
      if (word->len > 0 && (character == 0 || blank || (letter != letter_before && (character >= 0x80 || letter) && !has_digit (word->str))))
        {
          if (is_letters (word->str))
            {
              g_string_replace (word, "lyu", "lv", 0);
              g_string_replace (word, "nyu", "nv", 0);
            }
          if (words->len < MAX_WORDS)
            g_ptr_array_add (words, g_strdup (word->str));
          g_string_truncate (word, 0);
        }
      if (character == 0)
        break;
      if (!blank && !g_unichar_iscntrl (character))
        g_string_append_unichar (word, character);
      letter_before = letter;
    }
  g_string_free (word, TRUE);
  return words;
}

static void
mark_step (Range *range, guint from, guint to)
{
  for (guint i = 0; i < range->words->len; i++)
    {
      const char *word = g_ptr_array_index (range->words, i);

      if (is_letters (word))
        mark_word (range, from, to, COLUMN_PINYIN, word, (guint8) i);
      if (has_digit (word))
        mark_word (range, from, to, COLUMN_NUMBERS, word, (guint8) i);
      if (has_alnum (word))
        mark_ascii_word (range, from, to, word, (guint8) i);
      else
        mark_word (range, from, to, COLUMN_TEXT, word, (guint8) i);
    }
  for (guint row = from; row < to; row++)
    range->n += range->marks[row] == range->words->len;
}

static gboolean
must_stop (const Range *range)
{
  return range->gives_way && (g_atomic_int_get (&range->columns->n_first) > 0 || g_cancellable_is_cancelled (range->cancellable));
}

static gpointer
mark_words (gpointer data)
{
  Range *range = data;

  for (guint from = range->from; from < range->to && !range->stopped; from += MIN (STEP_ROWS, range->to - from))
    {
      mark_step (range, from, from + MIN (STEP_ROWS, range->to - from));
      range->stopped = must_stop (range);
    }
  return NULL;
}

/* Of a province two threads mark half of the rows each. FALSE: @whole was stopped. */
static gboolean
mark_all (Range *whole)
{
  guint middle = whole->to >= THREAD_ROWS && g_get_num_processors () > 1 ? whole->to / 2 : whole->to;
  Range second = *whole;
  GThread *thread;

  second.from = whole->to = middle;
  thread = second.from < second.to ? g_thread_try_new ("canlian-search", mark_words, &second, NULL) : NULL;
  mark_words (whole);
  if (thread != NULL)
    g_thread_join (thread);
  else
    mark_words (&second);
  whole->n += second.n;
  return !whole->stopped && !second.stopped;
}

/* NULL: it was stopped. */
static GArray *
find (ClSearchColumns *columns, const GPtrArray *words, guint limit, gboolean gives_way, GCancellable *cancellable, guint *count)
{
  g_autofree guint8 *marks = g_new0 (guint8, columns->ids->len + 1);
  Range all = { columns, words, marks, 0, columns->ids->len, gives_way, cancellable, 0, FALSE };
  GArray *found;
  guint wanted;

  if (!mark_all (&all))
    return NULL;
  wanted = limit > 0 ? MIN (limit, all.n) : all.n;
  found = g_array_sized_new (FALSE, FALSE, sizeof (gint64), wanted);
  g_array_set_size (found, wanted);
  for (guint row = 0, i = 0; i < wanted; row++)
    {
      g_array_index (found, gint64, i) = g_array_index (columns->ids, gint64, row);
      i += marks[row] == words->len;
    }
  if (count != NULL)
    *count = all.n;
  return found;
}

GArray *
cl_search_columns_find (ClSearchColumns *columns, const char *text, guint limit, guint *count)
{
  g_autoptr (GPtrArray) words = split_words (text);
  GArray *found;

  cl_search_columns_enter (columns);
  found = find (columns, words, limit, FALSE, NULL, count);
  cl_search_columns_leave (columns);
  return found;
}

GArray *
cl_search_columns_find_behind (ClSearchColumns *columns, const char *text, guint limit, GCancellable *cancellable, guint *count)
{
  g_autoptr (GPtrArray) words = split_words (text);
  GArray *found = NULL;

  g_mutex_lock (&columns->mutex);
  while (found == NULL && !g_cancellable_is_cancelled (cancellable))
    {
      while (g_atomic_int_get (&columns->n_first) > 0)
        g_cond_wait (&columns->left, &columns->mutex);
      found = find (columns, words, limit, TRUE, cancellable, count);
    }
  g_mutex_unlock (&columns->mutex);
  return found;
}
