#include "cl-search-columns.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "cl-pinyin.h"

#define FIELD_END '\x1f'
#define ROW_END '\n'
#define MAX_WORDS 32
#define THREAD_ROWS 100000 /* to mark fewer takes less than two milliseconds */

enum
{
  COLUMN_TEXT,    /* as written, ASCII in small letters */
  COLUMN_PINYIN,  /* syllables with a capital first: "ZhangWei" */
  COLUMN_NUMBERS,
  N_COLUMNS,
};

typedef struct
{
  GString *bytes;
  GArray *starts; /* of guint32, one a row */
} Column;

struct _ClSearchColumns
{
  GArray *ids;
  Column columns[N_COLUMNS];
};

ClSearchColumns *
cl_search_columns_new (void)
{
  ClSearchColumns *columns = g_new0 (ClSearchColumns, 1);

  columns->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      columns->columns[i].bytes = g_string_new (NULL);
      columns->columns[i].starts = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  return columns;
}

void
cl_search_columns_free (ClSearchColumns *columns)
{
  if (columns == NULL)
    return;
  g_array_unref (columns->ids);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_string_free (columns->columns[i].bytes, TRUE);
      g_array_unref (columns->columns[i].starts);
    }
  g_free (columns);
}

guint
cl_search_columns_get_n (ClSearchColumns *columns)
{
  return columns->ids->len;
}

gsize
cl_search_columns_get_size (ClSearchColumns *columns)
{
  gsize size = columns->ids->len * sizeof (gint64);

  for (guint i = 0; i < N_COLUMNS; i++)
    size += columns->columns[i].bytes->allocated_len + columns->columns[i].starts->len * sizeof (guint32);
  return size;
}

static void
append_small (GString *bytes, const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    g_string_append_c (bytes, (guchar) *c < 0x20 ? ' ' : g_ascii_tolower (*c));
}

static void
append_pinyin (GString *bytes, const char *text)
{
  g_autofree char *spelling = cl_pinyin_spell (text);
  gboolean start = TRUE;

  for (const char *c = spelling; *c != '\0'; c++)
    {
      if (*c != ' ' && *c != ROW_END)
        g_string_append_c (bytes, start ? g_ascii_toupper (*c) : *c);
      start = *c == ' ';
    }
}

static void
make_row (const char *const *texts, const char *const *numbers, GString *const *row)
{
  for (guint i = 0; texts[i] != NULL; i++)
    {
      append_small (row[COLUMN_TEXT], texts[i]);
      append_pinyin (row[COLUMN_PINYIN], texts[i]);
      g_string_append_c (row[COLUMN_TEXT], FIELD_END);
      g_string_append_c (row[COLUMN_PINYIN], FIELD_END);
    }
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      append_small (row[COLUMN_NUMBERS], numbers[i]);
      g_string_append_c (row[COLUMN_NUMBERS], FIELD_END);
    }
  for (guint i = 0; i < N_COLUMNS; i++)
    g_string_append_c (row[i], ROW_END);
}

static gsize
get_start (const Column *column, guint row)
{
  return row < column->starts->len ? g_array_index (column->starts, guint32, row) : column->bytes->len;
}

static void
shift_starts (Column *column, guint from, gint64 by)
{
  guint32 *starts = (guint32 *) column->starts->data;

  for (guint i = from; i < column->starts->len; i++)
    starts[i] += by;
}

static void
insert_row (ClSearchColumns *columns, guint at, gint64 id, const char *const *texts, const char *const *numbers)
{
  GString *row[N_COLUMNS];

  for (guint i = 0; i < N_COLUMNS; i++)
    row[i] = g_string_new (NULL);
  make_row (texts, numbers, row);
  g_array_insert_val (columns->ids, at, id);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      Column *column = &columns->columns[i];
      guint32 start = get_start (column, at);

      g_string_insert_len (column->bytes, start, row[i]->str, row[i]->len);
      g_array_insert_val (column->starts, at, start);
      shift_starts (column, at + 1, row[i]->len);
      g_string_free (row[i], TRUE);
    }
}

void
cl_search_columns_append (ClSearchColumns *columns, gint64 id, const char *const *texts, const char *const *numbers)
{
  GString *row[N_COLUMNS];

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      Column *column = &columns->columns[i];
      guint32 start = column->bytes->len;

      g_array_append_val (column->starts, start);
      row[i] = column->bytes;
    }
  g_array_append_val (columns->ids, id);
  make_row (texts, numbers, row);
}

static char *
get_key (ClSearchColumns *columns, guint row)
{
  const Column *column = &columns->columns[COLUMN_TEXT];
  const char *start = column->bytes->str + get_start (column, row);
  g_autofree char *text = g_strndup (start, strchr (start, FIELD_END) - start);

  return cl_pinyin_sort_key (text);
}

typedef struct
{
  guint64 head; /* the key's first bytes, which tell most names apart */
  gsize key;
  gint64 id;
  guint row;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b, gpointer keys)
{
  const Place *x = a, *y = b;
  int order;

  if (x->head != y->head)
    return x->head < y->head ? -1 : 1;
  order = strcmp ((const char *) keys + x->key, (const char *) keys + y->key);
  if (order != 0)
    return order;
  return x->id < y->id ? -1 : x->id > y->id;
}

static GArray *
find_places (ClSearchColumns *columns, GString *keys)
{
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (Place), columns->ids->len);

  for (guint row = 0; row < columns->ids->len; row++)
    {
      g_autofree char *key = get_key (columns, row);
      gsize length = strlen (key);
      Place place = { 0, keys->len, g_array_index (columns->ids, gint64, row), row };

      for (guint i = 0; i < 8; i++)
        place.head = place.head << 8 | (i < length ? (guchar) key[i] : 0);
      g_string_append_len (keys, key, (gssize) length + 1);
      g_array_append_val (places, place);
    }
  return places;
}

void
cl_search_columns_sort (ClSearchColumns *columns)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autoptr (GArray) places = find_places (columns, keys);

  g_qsort_with_data (places->data, (int) places->len, sizeof (Place), compare_places, keys->str);
  for (guint i = 0; i < places->len; i++)
    g_array_index (columns->ids, gint64, i) = g_array_index (places, Place, i).id;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      Column *column = &columns->columns[i];
      GString *bytes = g_string_sized_new (column->bytes->len + 1);
      GArray *starts = g_array_sized_new (FALSE, FALSE, sizeof (guint32), places->len);

      for (guint row = 0; row < places->len; row++)
        {
          guint from = g_array_index (places, Place, row).row;
          gsize at = get_start (column, from);
          guint32 start = bytes->len;

          g_array_append_val (starts, start);
          g_string_append_len (bytes, column->bytes->str + at, (gssize) (get_start (column, from + 1) - at));
        }
      g_string_free (column->bytes, TRUE);
      g_array_unref (column->starts);
      column->bytes = bytes;
      column->starts = starts;
    }
}

void
cl_search_columns_insert (ClSearchColumns *columns, gint64 id, const char *const *texts, const char *const *numbers)
{
  g_autofree char *key = cl_pinyin_sort_key (texts[0]);
  guint low = 0, high = columns->ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      g_autofree char *there = get_key (columns, middle);
      int order = strcmp (there, key);

      if (order < 0 || (order == 0 && g_array_index (columns->ids, gint64, middle) < id))
        low = middle + 1;
      else
        high = middle;
    }
  insert_row (columns, low, id, texts, numbers);
}

gboolean
cl_search_columns_remove (ClSearchColumns *columns, gint64 id)
{
  const gint64 *ids = (const gint64 *) columns->ids->data;
  guint row = 0;

  while (row < columns->ids->len && ids[row] != id)
    row++;
  if (row == columns->ids->len)
    return FALSE;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      Column *column = &columns->columns[i];
      gsize start = get_start (column, row);
      gsize length = get_start (column, row + 1) - start;

      g_string_erase (column->bytes, start, length);
      g_array_remove_index (column->starts, row);
      shift_starts (column, row, -(gint64) length);
    }
  g_array_remove_index (columns->ids, row);
  return TRUE;
}

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
  guint n; /* that have all words */
} Range;

static inline void
mark_rows (const Range *range, const Column *column, const Needle *needle, guint8 found_before, gboolean is_single)
{
  const char *bytes = column->bytes->str;
  gsize end = get_start (column, range->from), readable = column->bytes->len - MIN (column->bytes->len, 5 * BLOCK + needle->length);

  for (guint row = range->from; row < range->to; row++)
    {
      gsize start = end, size = (end = get_start (column, row + 1)) - start;
      gboolean is_there = size <= 4 * BLOCK && start < readable ? is_in_blocks (needle, bytes + start, size, is_single) : is_in_row (needle, bytes + start, size);

      range->marks[row] += is_there & (range->marks[row] == found_before);
    }
}

/* Raises the mark of each row where the word stands and all words before it did. */
static void
mark_word (const Range *range, guint which, const char *word, guint8 found_before)
{
  const Column *column = &range->columns->columns[which];
  Needle needle;

  needle_init (&needle, word, which == COLUMN_PINYIN);
  if (needle.length == 1)
    mark_rows (range, column, &needle, found_before, TRUE);
  else
    mark_rows (range, column, &needle, found_before, FALSE);
}

static gboolean
has_digit (const char *word)
{
  return strcspn (word, "0123456789") < strlen (word);
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

static gpointer
mark_words (gpointer data)
{
  Range *range = data;

  for (guint i = 0; i < range->words->len; i++)
    {
      const char *word = g_ptr_array_index (range->words, i);

      if (is_letters (word))
        mark_word (range, COLUMN_PINYIN, word, (guint8) i);
      if (has_digit (word))
        mark_word (range, COLUMN_NUMBERS, word, (guint8) i);
      mark_word (range, COLUMN_TEXT, word, (guint8) i);
    }
  for (guint row = range->from; row < range->to; row++)
    range->n += range->marks[row] == range->words->len;
  return NULL;
}

/* Of a province two threads mark half of the rows each. Returns how many have all words. */
static guint
mark_all (ClSearchColumns *columns, const GPtrArray *words, guint8 *marks)
{
  guint n = columns->ids->len, middle = n >= THREAD_ROWS && g_get_num_processors () > 1 ? n / 2 : n;
  Range first = { columns, words, marks, 0, middle, 0 }, second = { columns, words, marks, middle, n, 0 };
  GThread *thread = middle < n ? g_thread_try_new ("canlian-search", mark_words, &second, NULL) : NULL;

  mark_words (&first);
  if (thread != NULL)
    g_thread_join (thread);
  else
    mark_words (&second);
  return first.n + second.n;
}

GArray *
cl_search_columns_find (ClSearchColumns *columns, const char *text, guint limit, guint *count)
{
  g_autoptr (GPtrArray) words = split_words (text);
  g_autofree guint8 *marks = g_new0 (guint8, columns->ids->len + 1);
  guint n = mark_all (columns, words, marks), wanted = limit > 0 ? MIN (limit, n) : n;
  GArray *found = g_array_sized_new (FALSE, FALSE, sizeof (gint64), wanted);

  g_array_set_size (found, wanted);
  for (guint row = 0, i = 0; i < wanted; row++)
    {
      g_array_index (found, gint64, i) = g_array_index (columns->ids, gint64, row);
      i += marks[row] == words->len;
    }
  if (count != NULL)
    *count = n;
  return found;
}
