#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* cl-sheet-ole.c: the streams of a compound file ([MS-CFB]), which holds .xls since 1993 and whatever is protected by a password. */
typedef struct _ClSheetOle ClSheetOle;

ClSheetOle *cl_sheet_ole_new (GBytes *bytes);                           /* NULL: damaged */
gboolean cl_sheet_ole_has (ClSheetOle *ole, const char *name);          /* a stream of the root */
GBytes *cl_sheet_ole_read (ClSheetOle *ole, const char *name);          /* NULL: damaged, or not there */
void cl_sheet_ole_free (ClSheetOle *ole);

/* cl-sheet-biff.c: records of a workbook ([MS-XLS], and the formats before it), and the texts in them. */
typedef struct
{
  const guint8 *bytes;
  gsize size;
  guint version;        /* 2 to 5, 8 */
  char *encoding;       /* of texts before version 8; NULL: told from each */
  GIConv converter;     /* from it; (GIConv) -1: none */
} ClSheetBiff;

typedef struct
{
  guint id;
  const guint8 *data;
  gsize length;
  gsize next; /* where the record after it begins */
} ClSheetRecord;

/* What is read of a record goes on in those that continue it. */
typedef struct
{
  const ClSheetBiff *biff;
  gsize at, end;
  gboolean failed;
} ClSheetCursor;

gboolean cl_sheet_biff_record (const ClSheetBiff *biff, gsize at, ClSheetRecord *record); /* FALSE: the end, or a record beyond it */
void cl_sheet_biff_set_encoding (ClSheetBiff *biff, const char *encoding);
void cl_sheet_biff_clear (ClSheetBiff *biff);
ClSheetCursor cl_sheet_cursor (const ClSheetBiff *biff, const ClSheetRecord *record, gsize skip);
guint cl_sheet_cursor_number (ClSheetCursor *cursor, guint bytes);
/* A text whose length in characters stands in so many bytes; valid UTF-8. */
char *cl_sheet_cursor_text (ClSheetCursor *cursor, guint bytes_of_length);

static inline guint
cl_sheet_u16 (const guint8 *p)
{
  return p[0] | p[1] << 8;
}

static inline guint32
cl_sheet_u32 (const guint8 *p)
{
  return p[0] | p[1] << 8 | p[2] << 16 | (guint32) p[3] << 24;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSheetOle, cl_sheet_ole_free)

G_END_DECLS
