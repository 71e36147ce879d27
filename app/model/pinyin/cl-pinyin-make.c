/* Writes the table of readings that cl-pinyin.c includes: one reading a character from ICU's Han-Latin, overrides.txt on top. Runs at build time
 * only, so that the program neither links ICU nor waits 150 ms for its transliterator (SPEED.md). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define FIRST 0x3400
#define END 0x33000
#define PAGE 256
#define MAX_SYLLABLES 2048
#define MAX_PHRASES 512
#define MAX_PHRASE 8

typedef struct
{
  UChar32 characters[MAX_PHRASE];
  unsigned short syllables[MAX_PHRASE];
  int n;
  int surname;
} Phrase;

static char *syllables[MAX_SYLLABLES];
static int n_syllables = 1;
static unsigned short readings[END];
static Phrase phrases[MAX_PHRASES];
static int n_phrases;

static void
fail (const char *what, const char *detail)
{
  fprintf (stderr, "cl-pinyin-make: %s: %s\n", what, detail);
  exit (1);
}

static unsigned short
intern (const char *syllable)
{
  for (int i = 1; i < n_syllables; i++)
    if (strcmp (syllables[i], syllable) == 0)
      return i;
  if (n_syllables == MAX_SYLLABLES)
    fail ("too many syllables at", syllable);
  syllables[n_syllables] = strdup (syllable);
  return n_syllables++;
}

/* "lǚ" -> "lv"; FALSE where anything is left that is no letter. */
static int
plain_syllable (const UNormalizer2 *nfd, const UChar *text, int length, char *plain, int capacity)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar decomposed[64];
  int n = unorm2_normalize (nfd, text, length, decomposed, 64, &status);
  int written = 0;

  if (U_FAILURE (status))
    return 0;
  for (int i = 0; i < n; i++)
    {
      UChar c = decomposed[i];

      if (c == 0x308 && written > 0 && plain[written - 1] == 'u')
        plain[written - 1] = 'v';
      else if (c >= 0x300 && c < 0x370)
        continue;
      else if (c >= 'a' && c <= 'z' && written < capacity - 1)
        plain[written++] = c;
      else
        return 0;
    }
  plain[written] = 0;
  return written > 0;
}

static void
read_icu (void)
{
  static const UChar id[] = { 'H', 'a', 'n', '-', 'L', 'a', 't', 'i', 'n', 0 };
  UErrorCode status = U_ZERO_ERROR;
  UTransliterator *transliterator = utrans_openU (id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  const UNormalizer2 *nfd = unorm2_getNFDInstance (&status);

  if (U_FAILURE (status))
    fail ("ICU cannot open Han-Latin", u_errorName (status));
  for (UChar32 c = FIRST; c < END; c++)
    {
      UChar text[64];
      int length = 0, limit;
      char plain[32];

      if (!u_hasBinaryProperty (c, UCHAR_IDEOGRAPHIC) || !u_isdefined (c))
        continue;
      U16_APPEND_UNSAFE (text, length, c);
      limit = length;
      utrans_transUChars (transliterator, text, &length, 64, 0, &limit, &status);
      if (U_FAILURE (status))
        fail ("ICU cannot transliterate", u_errorName (status));
      /* a character without a reading comes back as it is */
      if (plain_syllable (nfd, text, length, plain, sizeof plain))
        readings[c] = intern (plain);
    }
  utrans_close (transliterator);
}

static int
decode (const char *utf8, UChar32 *characters, int capacity)
{
  int i = 0, n = 0, length = strlen (utf8);

  while (i < length)
    {
      UChar32 c;

      U8_NEXT (utf8, i, length, c);
      if (c < 0 || n == capacity)
        return 0;
      characters[n++] = c;
    }
  return n;
}

static void
read_overrides (const char *path)
{
  FILE *file = fopen (path, "r");
  char line[512];

  if (file == NULL)
    fail ("cannot read", path);
  while (fgets (line, sizeof line, file) != NULL)
    {
      Phrase phrase = { 0 };
      char *kind = strtok (line, " \t\n"), *text, *syllable;
      int n = 0;

      if (kind == NULL || *kind == '#')
        continue;
      text = strtok (NULL, " \t\n");
      if (text == NULL || (phrase.n = decode (text, phrase.characters, MAX_PHRASE)) == 0)
        fail ("an override needs a kind, characters and one reading each", kind);
      while ((syllable = strtok (NULL, " \t\n")) != NULL && n < MAX_PHRASE)
        phrase.syllables[n++] = intern (syllable);
      if (n != phrase.n)
        fail ("an override needs one reading for each character", text);
      if (strcmp (kind, "character") == 0 && n == 1)
        {
          readings[phrase.characters[0]] = phrase.syllables[0];
          continue;
        }
      if (strcmp (kind, "surname") != 0 && strcmp (kind, "word") != 0)
        fail ("an override is a character, surname or word, not", kind);
      if (n_phrases == MAX_PHRASES)
        fail ("too many overrides at", text);
      phrase.surname = strcmp (kind, "surname") == 0;
      phrases[n_phrases++] = phrase;
    }
  fclose (file);
}

/* By first character for the binary search; then words before surnames, the longer before the shorter: the first that fits holds. */
static int
compare_phrases (const void *a, const void *b)
{
  const Phrase *p = a, *q = b;

  if (p->characters[0] != q->characters[0])
    return p->characters[0] < q->characters[0] ? -1 : 1;
  if (p->surname != q->surname)
    return p->surname - q->surname;
  return q->n - p->n;
}

static void
write_table (FILE *out)
{
  int n_pages = 1;
  int page_of[END / PAGE] = { 0 };

  fputs ("static const char *const syllables[] = { \"\"", out);
  for (int i = 1; i < n_syllables; i++)
    fprintf (out, ",%s\"%s\"", i % 12 == 0 ? "\n" : " ", syllables[i]);
  fputs (" };\n\nstatic const guint16 pages[][256] = {\n{ 0 }", out);
  for (int page = 0; page < END / PAGE; page++)
    {
      const unsigned short *values = readings + page * PAGE;
      int used = 0;

      for (int i = 0; i < PAGE; i++)
        used |= values[i] != 0;
      if (!used)
        continue;
      page_of[page] = n_pages++;
      fputs (",\n{", out);
      for (int i = 0; i < PAGE; i++)
        fprintf (out, "%d,", values[i]);
      fputs ("}", out);
    }
  fputs ("};\n\nstatic const guint16 page_of[] = {", out);
  for (int page = 0; page < END / PAGE; page++)
    fprintf (out, "%d,", page_of[page]);
  fputs ("};\n\nstatic const Phrase phrases[] = {\n", out);
  qsort (phrases, n_phrases, sizeof *phrases, compare_phrases);
  for (int i = 0; i < n_phrases; i++)
    {
      fputs ("{ {", out);
      for (int k = 0; k < phrases[i].n; k++)
        fprintf (out, "0x%x,", (unsigned) phrases[i].characters[k]);
      fputs ("}, {", out);
      for (int k = 0; k < phrases[i].n; k++)
        fprintf (out, "%d,", phrases[i].syllables[k]);
      fprintf (out, "}, %d, %s },\n", phrases[i].n, phrases[i].surname ? "TRUE" : "FALSE");
    }
  fputs ("};\n", out);
}

int
main (int argc, char **argv)
{
  FILE *out;

  if (argc != 3)
    fail ("usage", "cl-pinyin-make OVERRIDES TABLE");
  read_icu ();
  read_overrides (argv[1]);
  out = fopen (argv[2], "w");
  if (out == NULL)
    fail ("cannot write", argv[2]);
  write_table (out);
  if (fclose (out) != 0)
    fail ("cannot write", argv[2]);
  return 0;
}
