#pragma once

#include "cl-search-columns.h"

G_BEGIN_DECLS

/* How the columns lie in memory: cl-search-columns.c keeps them, cl-search-scan.c looks through them. */
#define FIELD_END '\x1f'
#define ROW_END '\n'

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
  gatomicrefcount references;
  GMutex mutex; /* held while they are looked through, or changed */
  GCond left;
  int n_first;  /* who goes before a worker that looks through them: it waits, and begins anew */
  GArray *ids;
  GArray *has_ascii; /* of guint8, one a row: whether its text has a letter or a digit of ASCII, as few have; what has one is looked for in those alone */
  Column columns[N_COLUMNS];
};

static inline gsize
get_start (const Column *column, guint row)
{
  return row < column->starts->len ? g_array_index (column->starts, guint32, row) : column->bytes->len;
}

G_END_DECLS
