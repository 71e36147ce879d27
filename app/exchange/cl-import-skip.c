#include "cl-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-header-private.h"
#include "cl-import-private.h"

static gboolean
starts_with_one_of (const char *text, const char *const *words)
{
  for (; *words; words++)
    if (g_str_has_prefix (text, *words))
      return TRUE;
  return FALSE;
}

/* The heading of notes, the line of signatures; where nothing else stands in the row, "1、", "２．", "三、", "（一）" too. */
static gboolean
is_note (const char *text, gboolean alone)
{
  static const char *const words[] = { "备注", "注:", "说明", "附注", "填表说明", "填报说明", "填表人", "填报人", "制表人", "审核人", "制表日期", "填表日期",
                                       "填报日期", "单位负责人", "负责人签字", "村长签字", "联系人:", "(盖章)", "盖章", "以下空白", NULL };
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  if (!plain)
    return FALSE;
  g_strstrip (plain);
  if (starts_with_one_of (plain, words) || strcmp (plain, "注") == 0)
    return TRUE;
  if (!alone)
    return FALSE;
  const char *c = plain + (*plain == '(');
  const char *digits = c;
  while (g_ascii_isdigit (*c) || (*c && strstr ("一二三四五六七八九十", (char[]) { c[0], c[1], c[1] ? c[2] : 0, 0 }) && (guchar) *c >= 0xe0))
    c = g_utf8_next_char (c);
  return c > digits && c - digits <= 9 && (g_str_has_prefix (c, "、") || *c == '.' || *c == ')') && !g_ascii_isdigit (c[1]);
}

/* White space aside: a header repeated on each page is a copy of the first. */
static gboolean
is_same (const char *a, const char *b)
{
  for (;; a = g_utf8_next_char (a), b = g_utf8_next_char (b))
    {
      while (*a && g_unichar_isspace (g_utf8_get_char (a)))
        a = g_utf8_next_char (a);
      while (*b && g_unichar_isspace (g_utf8_get_char (b)))
        b = g_utf8_next_char (b);
      if (!*a || !*b || g_utf8_get_char (a) != g_utf8_get_char (b))
        return *a == *b;
    }
}

/* The header of a column again: "残疾人情况·类别" stands as 类别 in the second of its two rows, and as 残疾人情况 in the first. */
static gboolean
is_header (ClHeaderMatch *match, guint column, const char *cell)
{
  const char *header = match->headers->pdata[column];
  const ClHeaderColumn *about = match->columns->pdata[column];
  gsize length = about->group ? strlen (about->group) : 0;
  return is_same (cell, header) ||
         (length && (is_same (cell, about->group) || (g_str_has_prefix (header, about->group) && g_str_has_prefix (header + length, "·") &&
                                                      is_same (cell, header + length + strlen ("·")))));
}

static gboolean
is_total (const char *text)
{
  if (!strstr (text, "计") && !strstr (text, "汇"))
    return FALSE;
  g_autofree char *plain = cl_header_normalise (text, TRUE);
  static const char *const words[] = { "合计", "总计", "小计", "汇总", "共计", "本页小计", "本页合计", "累计", NULL };
  return g_strv_contains (words, plain);
}

/* A row is passed over only by clear marks, and told; what merely looks odd is a row, and its refusal says why. */
const char *
cl_import_skip (ClHeaderMatch *match, GPtrArray *cells, gboolean *blank)
{
  guint filled = 0, first = 0, repeated = 0, mapped = 0;
  for (guint i = 0; i < cells->len; i++)
    {
      const char *cell = cells->pdata[i];
      while (*cell && g_unichar_isspace (g_utf8_get_char (cell)))
        cell = g_utf8_next_char (cell);
      if (!*cell)
        continue;
      if (filled++ == 0)
        first = i;
      if (i >= match->headers->len)
        continue;
      mapped += match->paths->pdata[i] != NULL;
      repeated += is_header (match, i, cell);
    }
  *blank = filled == 0;
  if (filled == 0)
    return NULL;
  if (repeated >= 2 && repeated * 2 > filled)
    return _("The header again");
  for (guint i = first; i < MIN (cells->len, first + 3); i++)
    if (is_total (cells->pdata[i]))
      return _("A total, not a row");
  if (mapped == 0)
    return _("Nothing in the columns that are read");
  if (filled <= 3 && is_note (cells->pdata[first], filled == 1))
    return _("A note, not a row");
  return NULL;
}
