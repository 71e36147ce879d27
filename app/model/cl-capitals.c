#include "cl-capitals.h"

#include <string.h>

static const char *const digits[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

/* Four places; zeros between figures are said once, those before only where @zero asks for it. */
static void
append_group (GString *to, guint group, gboolean zero)
{
  static const char *const places[] = { "仟", "佰", "拾", "" };
  guint place = 1000;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++, place /= 10)
    {
      guint digit = group / place % 10;

      if (digit == 0)
        {
          zero = zero || to->len > 0;
          continue;
        }
      if (zero && to->len > 0)
        g_string_append (to, digits[0]);
      zero = FALSE;
      g_string_append_printf (to, "%s%s", digits[digit], places[i]);
    }
}

static void
append_number (GString *to, guint64 number)
{
  const guint64 hundred_million = 100000000;
  gboolean zero = FALSE;

  if (number >= hundred_million)
    {
      append_number (to, number / hundred_million);
      g_string_append (to, "亿");
      zero = number / hundred_million % 10 == 0;
      number %= hundred_million;
      zero = zero || number < hundred_million / 10;
    }
  if (number >= 10000)
    {
      append_group (to, (guint) (number / 10000), zero);
      g_string_append (to, "万");
      zero = number / 10000 % 10 == 0;
      number %= 10000;
    }
  if (number > 0)
    append_group (to, (guint) number, zero || (to->len > 0 && number < 1000));
}

/**
 * cl_capitals:
 * @fen: an amount of money
 *
 * An amount as receipts and payment lists write it, that cannot be altered by a stroke: 壹仟贰佰元整, 壹元零伍分, 零元整. By 支付结算办法, annex 1: 整 stands
 * behind 元 and 角, zeros in the middle are said once.
 *
 * Returns: (transfer full): in capitals
 */
char *
cl_capitals (gint64 fen)
{
  guint64 amount = fen < 0 ? (guint64) 0 - (guint64) fen : (guint64) fen, yuan = amount / 100;
  guint jiao = (guint) (amount / 10 % 10), rest = (guint) (amount % 10);
  g_autoptr (GString) number = g_string_new (NULL), text = g_string_new (fen < 0 ? "负" : "");

  if (amount == 0)
    return g_strdup ("零元整");
  append_number (number, yuan);
  if (yuan > 0)
    g_string_append_printf (text, "%s元", number->str);
  if (jiao > 0)
    g_string_append_printf (text, "%s角", digits[jiao]);
  else if (rest > 0 && yuan > 0)
    g_string_append (text, digits[0]);
  if (rest > 0)
    g_string_append_printf (text, "%s分", digits[rest]);
  else
    g_string_append (text, "整");
  return g_strdup (text->str);
}

/**
 * cl_yuan:
 * @fen: an amount of money
 *
 * Returns: (transfer full): in yuan as paper has it, 1200.00
 */
char *
cl_yuan (gint64 fen)
{
  guint64 amount = fen < 0 ? (guint64) 0 - (guint64) fen : (guint64) fen;

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02u", fen < 0 ? "-" : "", amount / 100, (guint) (amount % 100));
}
