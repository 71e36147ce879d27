#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* cl-sheet-scan.c: reads the plain XML that spreadsheet programs write for rows and shared strings, in a fraction of the time of a parser. It takes no
 * more than that: elements without prefix, attributes in ASCII, UTF-8, the five entities and numbers of characters. Whatever is odd, sound or not, it
 * leaves to libxml2 (NULL), which then reads the part from its beginning. All texts end in CL_SHEET_SCAN_END, so that words are compared
 * without looking where the text ends. */
#define CL_SHEET_SCAN_END "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

typedef struct
{
  const char *value;
  gsize length;
} ClSheetScanned;

typedef struct
{
  ClSheetScanned r, s, t; /* NULL: not there */
  gboolean empty;         /* "<c/>" */
} ClSheetTag;

static inline const char *
cl_sheet_scan_blanks (const char *text)
{
  while (*text == ' ' || *text == '\n' || *text == '\t')
    text++;
  return text;
}

/* g_string_append_len() without its precautions, which cost as much as the scan. */
static inline void
cl_sheet_append (GString    *string,
                 const char *text,
                 gsize       length)
{
  if (string->len + length >= string->allocated_len)
    {
      g_string_append_len (string, text, (gssize) length);
      return;
    }
  memcpy (string->str + string->len, text, length);
  string->len += length;
  string->str[string->len] = '\0';
}

/* Behind the name of an element: its attributes, to behind the ">". */
const char *cl_sheet_scan_tag (const char *text, ClSheetTag *tag);
/* To the next "<"; what stands before it goes to @sink, where there is one. @escaped: set where a "_" is among it, which may begin "_x000D_". */
const char *cl_sheet_scan_text (const char *text, GString *sink, gboolean *escaped);
/* "N ATTRIBUTES>TEXT</N>", or "N/>", behind the "<", N being one letter. */
const char *cl_sheet_scan_leaf (const char *text, GString *sink, gboolean *escaped);
/* Whether what stands at the beginning of a part is in UTF-8 and declares nothing. */
gboolean cl_sheet_scan_begins_plainly (const char *text, gsize size);
/* Whether the rest of a part, taken apart at @start and @end, is sound and in UTF-8. @handler sees it. */
struct _xmlSAXHandler;
gboolean cl_sheet_scan_frame (const char *text, gsize size, gsize start, gsize end, const struct _xmlSAXHandler *callbacks, gpointer data);

/* For tests: all through libxml2. */
void cl_sheet_scan_set_off (gboolean off);
gboolean cl_sheet_scan_is_off (void);

G_END_DECLS
