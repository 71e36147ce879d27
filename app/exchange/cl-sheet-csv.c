#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-sheet-private.h"

#define CHUNK (64 * 1024)
#define END_OF_DOS 0x1a
#define LINES 200 /* that are looked at for the delimiter */

#define CL_TYPE_SHEET_CSV (cl_sheet_csv_get_type ())
G_DECLARE_FINAL_TYPE (ClSheetCsv, cl_sheet_csv, CL, SHEET_CSV, ClSheetReader)

typedef enum
{
  BEFORE_FIELD,
  IN_FIELD,
  IN_QUOTATION,
  BEHIND_QUOTE, /* the end of the quotation, or the first of two */
} State;

struct _ClSheetCsv
{
  ClSheetReader parent_instance;
  char *path;
  char *encoding;
  GInputStream *stream; /* of UTF-8 */
  char delimiter[8];    /* one character */
  gsize delimiter_length;
  gboolean special[256];/* bytes that may mean something in a field; all others are text */
  State state;
  char *buffer;
  const char *at, *end; /* what of it is not parsed yet */
  gsize kept;           /* bytes behind @end that were read and begin a character */
  gboolean pending_return; /* the last byte was a carriage return */
  gboolean drained;     /* there is no more than the buffer holds */
  gboolean ended;
  GString *texts;       /* of the row being parsed, each with its NUL; used again for the next */
  gsize field;          /* where the last of them begins, which may go on */
  GArray *starts;       /* gsize: where those before it do */
  gboolean row_ended;
  gsize blanks;         /* at the end of the field, or behind the quotation */
  guint row_number;
  GError *failure;
};

G_DEFINE_FINAL_TYPE (ClSheetCsv, cl_sheet_csv, CL_TYPE_SHEET_READER)

gboolean
cl_sheet_is_formula (const char *text, gsize length)
{
  static const char *const signs[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };
  gsize tabs = 0;
  while (tabs < length && text[tabs] == '\t')
    tabs++;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (length - tabs >= strlen (signs[i]) && memcmp (text + tabs, signs[i], strlen (signs[i])) == 0)
      return TRUE;
  return FALSE;
}

static gsize
field_length (ClSheetCsv *self)
{
  return self->texts->len - self->field;
}

/* A tab that keeps a spreadsheet program from running the cell is taken off. */
static void
end_field (ClSheetCsv *self)
{
  if (self->state == IN_FIELD)
    g_string_truncate (self->texts, self->texts->len - self->blanks);
  const char *text = self->texts->str + self->field;
  gsize length = field_length (self);
  if (self->starts->len < CL_SHEET_MAX_COLUMNS)
    {
      gboolean guarded = length > 1 && *text == '\t' && cl_sheet_is_formula (text, length);
      gsize start = self->field + guarded;
      g_array_append_val (self->starts, start);
      g_string_append_c (self->texts, '\0');
    }
  else if (length > 0 && !self->failure)
    cl_sheet_too_many_columns (&self->failure); /* programs that write every column of a sheet end each row in thousands of commas */
  self->field = self->texts->len;
  self->blanks = 0;
  self->state = BEFORE_FIELD;
}

static void
end_row (ClSheetCsv *self)
{
  if (self->state != BEFORE_FIELD || self->starts->len > 0)
    end_field (self);
  self->row_number++;
  self->row_ended = TRUE;
}

static void
take_character (ClSheetCsv *self, const char *text, gsize length)
{
  gboolean blank = *text == ' ' || *text == '\t';
  switch (self->state)
    {
    case BEFORE_FIELD:
      if (blank)
        return;
      if (*text == '"')
        {
          self->state = IN_QUOTATION;
          return;
        }
      self->state = IN_FIELD;
      break;
    case IN_QUOTATION:
      if (*text == '"')
        {
          self->state = BEHIND_QUOTE;
          self->blanks = 0;
          return;
        }
      break;
    case BEHIND_QUOTE:
      if (blank)
        {
          self->blanks++;
          return;
        }
      /* A quotation mark that nobody doubled: the quotation goes on. */
      if (*text != '"' || self->blanks)
        g_string_append_c (self->texts, '"');
      for (; self->blanks; self->blanks--)
        g_string_append_c (self->texts, ' ');
      self->state = IN_QUOTATION;
      break;
    case IN_FIELD:
    default:
      break;
    }
  self->blanks = self->state == IN_FIELD && blank ? self->blanks + 1 : 0;
  g_string_append_len (self->texts, text, length);
}

/* Text up to the next byte that may mean something. */
static gsize
take_run (ClSheetCsv *self, const char *text, const char *end)
{
  const char *at = text;
  if (self->state == BEHIND_QUOTE)
    return 0;
  while (at < end && !self->special[(guchar) *at])
    at++;
  if (at == text)
    return 0;
  if (self->state == BEFORE_FIELD)
    self->state = IN_FIELD;
  self->blanks = 0;
  g_string_append_len (self->texts, text, at - text);
  return at - text;
}

static void
note_special (ClSheetCsv *self)
{
  static const char bytes[] = "\n\r\t \"\x1a"; /* with its NUL */
  for (guint i = 0; i < sizeof bytes; i++)
    self->special[(guchar) bytes[i]] = TRUE;
  self->special[(guchar) *self->delimiter] = TRUE;
}

/* Parses what is in the buffer, to the end of the row. */
static gboolean
feed (ClSheetCsv *self, GError **error)
{
  while (self->at < self->end && !self->row_ended && !self->failure)
    {
      const char *text = self->at;
      gsize n = take_run (self, text, self->end);
      if (n)
        {
          self->pending_return = FALSE;
          self->at += n;
          if (field_length (self) > CL_SHEET_MAX_CELL)
            cl_sheet_too_long_cell (self->row_number + 1, &self->failure);
          continue;
        }
      n = MIN ((gsize) (guchar) g_utf8_skip[(guchar) *text], (gsize) (self->end - text));
      gboolean line = *text == '\n' || *text == '\r';
      if ((*text == '\n' && self->pending_return) || *text == '\0' || *text == END_OF_DOS)
        ;
      else if (line && self->state != IN_QUOTATION)
        end_row (self);
      else if (line)
        g_string_append_c (self->texts, '\n');
      else if (self->state != IN_QUOTATION && (gsize) (self->end - text) >= self->delimiter_length
               && memcmp (text, self->delimiter, self->delimiter_length) == 0)
        end_field (self);
      else
        take_character (self, text, n);
      self->pending_return = *text == '\r';
      self->at += n;
      if (field_length (self) > CL_SHEET_MAX_CELL && !self->failure)
        cl_sheet_too_long_cell (self->row_number + 1, &self->failure);
    }
  if (!self->failure)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

/* Reads text behind what is kept. -1: @error; else how much there is now. */
static gssize
fill (ClSheetCsv *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gssize n = g_input_stream_read (self->stream, self->buffer + self->kept, CHUNK - self->kept, NULL, &local);
  if (n >= 0)
    return self->kept + n;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    cl_sheet_wrong_encoding (self->path, self->encoding, self->row_number, error);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return -1;
}

/* The end of @text that begins a character and does not end it. */
static gsize
cut_character (const char *text, gsize length)
{
  for (gsize back = 1; back <= MIN (length, 4); back++)
    {
      guchar c = text[length - back];
      if (c < 0x80)
        return 0;
      if (c >= 0xc0)
        return (gsize) g_utf8_skip[c] > back ? back : 0;
    }
  return 0;
}

static gboolean
finish (ClSheetCsv *self, GError **error)
{
  self->ended = TRUE;
  if (self->state == IN_QUOTATION)
    {
      g_autofree char *base = cl_file_call (self->path);
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID,
                   _("“%s” ends inside a quotation: close the quotation mark in or below row %u."), base, self->row_number + 1);
      return FALSE;
    }
  if (self->state != BEFORE_FIELD || self->starts->len > 0)
    end_row (self);
  if (!self->failure)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

static gboolean
read_more (ClSheetCsv *self, GError **error)
{
  memmove (self->buffer, self->end, self->kept);
  gssize length = fill (self, error);
  if (length < 0)
    return FALSE;
  self->drained = (gsize) length == self->kept;
  self->kept = self->drained ? 0 : cut_character (self->buffer, length);
  self->at = self->buffer;
  self->end = self->buffer + length - self->kept;
  return TRUE;
}

static gboolean
read_row (ClSheetCsv *self, GError **error)
{
  while (!self->row_ended)
    if (self->at < self->end)
      {
        if (!feed (self, error))
          return FALSE;
      }
    else if (self->ended)
      return FALSE;
    else if (!(self->drained ? finish (self, error) : read_more (self, error)))
      return FALSE;
  return TRUE;
}

static gboolean
cl_sheet_csv_next (ClSheetReader *reader, GPtrArray *cells, guint *row_number, GError **error)
{
  ClSheetCsv *self = CL_SHEET_CSV (reader);
  g_ptr_array_set_size (cells, 0);
  g_string_truncate (self->texts, 0);
  g_array_set_size (self->starts, 0);
  self->field = 0;
  self->row_ended = FALSE;
  if (!read_row (self, error))
    {
      self->ended = TRUE;
      self->at = self->end;
      return FALSE;
    }
  for (guint i = 0; i < self->starts->len; i++)
    g_ptr_array_add (cells, self->texts->str + g_array_index (self->starts, gsize, i));
  *row_number = self->row_number;
  return TRUE;
}

static const char *
cl_sheet_csv_get_encoding (ClSheetReader *reader)
{
  return CL_SHEET_CSV (reader)->encoding;
}

static const char *
cl_sheet_csv_get_delimiter (ClSheetReader *reader)
{
  return CL_SHEET_CSV (reader)->delimiter;
}

static void
cl_sheet_csv_finalize (GObject *object)
{
  ClSheetCsv *self = CL_SHEET_CSV (object);
  g_free (self->path);
  g_free (self->encoding);
  g_clear_object (&self->stream);
  g_free (self->buffer);
  g_string_free (self->texts, TRUE);
  g_array_unref (self->starts);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (cl_sheet_csv_parent_class)->finalize (object);
}

static void
cl_sheet_csv_class_init (ClSheetCsvClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_sheet_csv_finalize;
  CL_SHEET_READER_CLASS (class)->next = cl_sheet_csv_next;
  CL_SHEET_READER_CLASS (class)->get_encoding = cl_sheet_csv_get_encoding;
  CL_SHEET_READER_CLASS (class)->get_delimiter = cl_sheet_csv_get_delimiter;
}

static void
cl_sheet_csv_init (ClSheetCsv *self)
{
  self->texts = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->buffer = g_malloc (CHUNK);
}

/* How many lines hold the delimiter, and how many of them alike. Quotations are no lines. */
static void
count_delimiter (const char *text, gsize length, const char *delimiter, guint *lines, guint *alike)
{
  guint here = 0, seen = 0, counts[64] = { 0 };
  gsize size = strlen (delimiter);
  gboolean quoted = FALSE;
  *lines = *alike = 0;
  for (gsize i = 0; i <= length && seen < LINES; i++)
    {
      char c = i < length ? text[i] : '\n';
      if (c == '"')
        quoted = !quoted;
      if (quoted && i < length)
        continue;
      if (c == '\n' || c == '\r')
        {
          *lines += here > 0;
          if (here > 0)
            {
              guint count = ++counts[MIN (here, G_N_ELEMENTS (counts) - 1)];

              *alike = MAX (*alike, count);
            }
          seen++;
          here = 0;
        }
      else if (length - i >= size && memcmp (text + i, delimiter, size) == 0)
        here++;
    }
}

/* The one that most of the first lines hold as often as each other. A full-width comma also stands in addresses: it comes last. */
static const char *
detect_delimiter (const char *text, gsize length)
{
  static const char *const candidates[] = { ",", "\t", ";", "|", "^", "，" };
  const char *best = candidates[0];
  guint best_lines = 0, best_alike = 0;
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint lines, alike;
      count_delimiter (text, length, candidates[i], &lines, &alike);
      gboolean last = i == G_N_ELEMENTS (candidates) - 1;
      if (last && (best_lines > 1 || lines < 2))
        continue;
      if (alike > best_alike || (alike == best_alike && lines > best_lines))
        {
          best = candidates[i];
          best_lines = lines;
          best_alike = alike;
        }
    }
  return best;
}

/* "sep=;" in the first line, which spreadsheet programs heed and do not show. Returns how long the line is. */
static gsize
read_separator (ClSheetCsv *self, const char *text, gsize length)
{
  gsize at = length > 0 && *text == '"';
  if (length < 6 || g_ascii_strncasecmp (text + at, "sep=", 4) != 0)
    return 0;
  gsize size = MIN ((gsize) g_utf8_skip[(guchar) text[at + 4]], 4);
  gsize end = at + 4 + size + at;
  if (end >= length || text[at + 4] == '\n' || text[at + 4] == '\r' || (text[end] != '\n' && text[end] != '\r'))
    return 0;
  self->delimiter_length = g_strlcpy (self->delimiter, (char[]) { text[at + 4], size > 1 ? text[at + 5] : 0, size > 2 ? text[at + 6] : 0,
                                                                  size > 3 ? text[at + 7] : 0, 0 }, sizeof self->delimiter);
  return end + 1 + (text[end] == '\r' && end + 1 < length && text[end + 1] == '\n');
}

static gboolean
begin (ClSheetCsv *self, const char *delimiter, GError **error)
{
  gssize length = 0;
  self->stream = cl_sheet_open_text (self->path, self->encoding, error);
  if (!self->stream)
    return FALSE;
  while (length < CHUNK)
    {
      gsize before = self->kept;
      length = fill (self, error);
      if (length < 0)
        return FALSE;
      self->kept = length;
      if (self->kept == before)
        break;
    }
  gsize start = length >= 3 && memcmp (self->buffer, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  gsize separator = read_separator (self, self->buffer + start, length - start);
  if (separator > 0)
    self->row_number = 1;
  if (delimiter)
    self->delimiter_length = g_strlcpy (self->delimiter, delimiter, sizeof self->delimiter);
  else if (!separator)
    self->delimiter_length = g_strlcpy (self->delimiter, detect_delimiter (self->buffer + start, length - start), sizeof self->delimiter);
  note_special (self);
  gsize cut = cut_character (self->buffer, length);
  if (start + separator > length - cut)
    cut = 0;
  self->at = self->buffer + start + separator;
  self->end = self->buffer + length - cut;
  self->kept = cut;
  return TRUE;
}

/**
 * cl_sheet_csv_open:
 * @path: a text file
 * @options: encoding and delimiter, or none
 * @error: return location
 *
 * Reads delimited text in constant memory. Without a given encoding the content tells: a byte order mark, the zeros of UTF-16, else the whole file as
 * strict UTF-8, else GB18030 (of which GBK and GB 2312 are parts). Without a given delimiter a first line “sep=” tells, else what most lines hold alike:
 * comma, tab, semicolon, bar, caret or full-width comma.
 *
 * Returns: (transfer full) (nullable): the reader
 */
ClSheetReader *
cl_sheet_csv_open (const char *path, const ClSheetOptions *options, GError **error)
{
  g_autoptr (ClSheetCsv) self = g_object_new (CL_TYPE_SHEET_CSV, NULL);
  const char *delimiter = options ? options->delimiter : NULL;
  gboolean ascii, utf8;
  self->path = g_strdup (path);
  self->encoding = options && options->encoding ? g_strdup (options->encoding) : cl_sheet_tell_encoding (path, error);
  if (!self->encoding)
    return NULL;
  if (delimiter && (!*delimiter || strlen (delimiter) != (gsize) g_utf8_skip[(guchar) *delimiter] || strchr ("\"\r\n ", *delimiter)))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("“%s” cannot stand between cells. Give one character, such as a comma or a semicolon."), delimiter);
      return NULL;
    }
  /* Where the encoding was chosen and not told: UTF-8 passes no converter that would find what is wrong. */
  if (options && options->encoding && g_ascii_strcasecmp (self->encoding, "UTF-8") == 0)
    {
      if (!cl_sheet_is_utf8 (path, &ascii, &utf8, error))
        return NULL;
      if (!utf8)
        {
          cl_sheet_wrong_encoding (path, self->encoding, 0, error);
          return NULL;
        }
    }
  if (!begin (self, delimiter, error))
    return NULL;
  return CL_SHEET_READER (g_steal_pointer (&self));
}
