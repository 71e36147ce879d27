#include "cl-config.h"

#include <string.h>

#include "cl-header-private.h"

#define LIKE_ENOUGH 0.72
#define LONGEST 40 /* characters of a header that is compared; a sentence is none */

/* The length of the longest common subsequence: what was inserted, left out or put in brackets between does no harm, another order does. */
static guint
common_length (const gunichar *a, glong n_a, const gunichar *b, glong n_b)
{
  guint rows[2][LONGEST + 1] = { { 0 } };
  for (glong i = 1; i <= n_a; i++)
    for (glong k = 1; k <= n_b; k++)
      rows[i % 2][k] = a[i - 1] == b[k - 1] ? rows[(i - 1) % 2][k - 1] + 1 : MAX (rows[(i - 1) % 2][k], rows[i % 2][k - 1]);
  return rows[n_a % 2][n_b];
}

double
cl_header_likeness (const char *header, const char *name)
{
  glong n_header, n_name;
  g_autofree gunichar *a = g_utf8_to_ucs4_fast (header, -1, &n_header);
  g_autofree gunichar *b = g_utf8_to_ucs4_fast (name, -1, &n_name);
  if (n_header < 2 || n_name < 2 || n_header > LONGEST || n_name > LONGEST)
    return 0;
  return 2.0 * common_length (a, n_header, b, n_name) / (n_header + n_name);
}

const char *
cl_header_other_owner (const char *header)
{
  static const char *const owners[] = { "监护人", "联系人", "户主", "配偶", "父亲", "母亲", "父母", "家长", "亲属", "代理人", "代办人", "负责人", "法人", "开户",
                                        "银行", "账户", "填表", "填报", "审核", "经办", "照料人", "护理员", "帮扶", "结对", "包保", "责任人", "介绍人", "上级" };
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    if (strstr (header, owners[i]))
      return owners[i];
  return NULL;
}

/* 监护人电话 is much like 本人电话, and another's. */
static gboolean
is_same_owner (const char *header, const char *name)
{
  return g_strcmp0 (cl_header_other_owner (header), cl_header_other_owner (name)) == 0;
}

double
cl_header_find_like (ClHeaderNames *names, const char *header, const gboolean *used, guint *place)
{
  g_autofree char *plain = cl_header_normalise (header, TRUE);
  double best = 0;
  if (strcmp (plain, CL_HEADER_REASON) == 0)
    return 0;
  for (guint i = 0; i < names->names->len; i++)
    {
      if (used[i] || !names->fields->pdata[i])
        continue;
      /* The last two are the path and the qualified name, which nobody writes nearly. */
      GStrv all = names->names->pdata[i];
      guint n = g_strv_length (all);
      for (guint k = 0; k + 2 < n; k++)
        {
          g_autofree char *name = cl_header_normalise (all[k], TRUE);
          double likeness = is_same_owner (plain, name) ? cl_header_likeness (plain, name) : 0;
          if (likeness <= best)
            continue;
          best = likeness;
          *place = i;
        }
    }
  return best >= LIKE_ENOUGH ? best : 0;
}
