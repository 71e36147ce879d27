#include "cl-config.h"

#include <string.h>

#include "cl-citizen-id.h"
#include "cl-date.h"
#include "cl-header-private.h"

#define MOST_VALUES 100
#define SAMPLE 3
#define SAMPLE_LENGTH 16 /* characters of one value */
#define LONG_LINE 30

/* The commonest surnames, of nine persons in ten: a column whose values begin so is one of names. */
static const char surnames[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江"
                               "尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
                               "路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝";

static gboolean
is_name (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  char first[8] = { 0 };
  if (length < 2 || length > 4)
    return FALSE;
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    if (g_unichar_get_script (g_utf8_get_char (c)) != G_UNICODE_SCRIPT_HAN)
      return FALSE;
  memcpy (first, text, g_utf8_next_char (text) - text);
  return strstr (surnames, first) != NULL;
}

static gboolean
is_integer (const char *text)
{
  gsize n = strspn (text, "0123456789");
  return n > 0 && n <= 9 && text[n] == '\0';
}

static gboolean
is_money (const char *text)
{
  gsize n = strspn (text, "0123456789,");
  return n > 0 && text[n] == '.' && strspn (text + n + 1, "0123456789") == 2 && text[n + 3] == '\0';
}

static gboolean
is_boolean (const char *text)
{
  static const char *const words[] = { "是", "否", "有", "无", "√", "✓", "×", NULL };
  return g_strv_contains (words, text);
}

static void
look (ClHeaderContent *content, const char *text)
{
  g_autofree char *number = cl_citizen_id_normalise (text);
  g_autofree char *date = NULL, *phone = NULL;
  content->n++;
  content->integers += is_integer (text);
  content->money += is_money (text);
  content->booleans += is_boolean (text);
  content->lines += g_utf8_strlen (text, -1) > LONG_LINE || strchr (text, '\n');
  if (cl_citizen_id_check (number, NULL))
    content->ids++;
  else if (cl_certificate_check (number, NULL))
    content->certificates++;
  else if ((date = cl_date_parse (text, NULL)))
    {
      int age = cl_date_years_between (date, cl_today ());
      content->dates++;
      content->births += age > 0 && age < 110;
    }
  else if (strlen (number) >= 7 && !is_money (text) && (phone = cl_phone_normalise (text, NULL)))
    content->phones++;
  else
    content->names += is_name (text);
}

ClHeaderContent *
cl_header_content_new (GPtrArray *rows, guint first, guint column)
{
  ClHeaderContent *content = g_new0 (ClHeaderContent, 1);
  g_autoptr (GHashTable) different = g_hash_table_new (g_str_hash, g_str_equal);
  content->values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = first; i < rows->len && content->n < MOST_VALUES; i++)
    {
      GPtrArray *row = rows->pdata[i];
      g_autofree char *text = column < row->len && g_utf8_validate (row->pdata[column], -1, NULL) ? g_strstrip (g_strdup (row->pdata[column])) : NULL;
      if (!text || !*text)
        continue;
      look (content, text);
      if (g_hash_table_contains (different, text))
        continue;
      g_ptr_array_add (content->values, g_steal_pointer (&text));
      g_hash_table_add (different, content->values->pdata[content->values->len - 1]);
    }
  content->n_different = content->values->len;
  return content;
}

void
cl_header_content_free (ClHeaderContent *content)
{
  if (!content)
    return;
  g_ptr_array_unref (content->values);
  g_free (content);
}

static gboolean
mostly (const ClHeaderContent *content, guint n)
{
  return n > 0 && n * 5 >= content->n * 4;
}

ClFieldType
cl_header_content_get_type (const ClHeaderContent *content)
{
  return mostly (content, content->ids)            ? CL_FIELD_CITIZEN_ID
         : mostly (content, content->certificates) ? CL_FIELD_CERTIFICATE
         : mostly (content, content->dates)        ? CL_FIELD_DATE
         : mostly (content, content->phones)       ? CL_FIELD_PHONE
         : mostly (content, content->booleans)     ? CL_FIELD_BOOLEAN
         : mostly (content, content->money)        ? CL_FIELD_MONEY
         : mostly (content, content->integers)     ? CL_FIELD_INTEGER
         : content->lines * 2 > content->n         ? CL_FIELD_LONG_TEXT
                                                   : CL_FIELD_TEXT;
}

char *
cl_header_content_sample (const ClHeaderContent *content)
{
  GString *sample = g_string_new (NULL);
  for (guint i = 0; i < MIN (content->values->len, SAMPLE); i++)
    {
      const char *value = content->values->pdata[i];
      gboolean cut = g_utf8_strlen (value, -1) > SAMPLE_LENGTH + 4;
      g_autofree char *part = cut ? g_utf8_substring (value, 0, SAMPLE_LENGTH) : g_strdup (value);
      g_strdelimit (part, "\n\t\r", ' ');
      g_string_append_printf (sample, "%s%s%s", i ? "、" : "", part, cut ? "…" : "");
    }
  return g_string_free (sample, FALSE);
}

gboolean
cl_header_content_fits (const ClHeaderContent *content, const ClField *field)
{
  guint good = 0;
  if (!field || cl_field_is_link (field))
    return TRUE;
  for (guint i = 0; i < content->values->len; i++)
    {
      g_auto (ClValue) value = CL_VALUE_INIT;
      good += cl_field_parse (field, content->values->pdata[i], &value, NULL);
    }
  return good * 2 >= content->values->len;
}

static gboolean
find_type (ClHeaderNames *names, const gboolean *used, ClFieldType type, const char *name, guint *place)
{
  for (guint i = 0; i < names->fields->len; i++)
    {
      const ClField *field = names->fields->pdata[i];
      if (!field || used[i] || cl_field_get_field_type (field) != type || (name && strcmp (cl_field_get_name (field), name) != 0))
        continue;
      *place = i;
      return TRUE;
    }
  return FALSE;
}

guint
cl_header_content_find (const ClHeaderContent *content, ClHeaderNames *names, const gboolean *used, guint *place)
{
  guint found = 0;
  if (content->n == 0)
    return 0;
  if (mostly (content, content->ids) && find_type (names, used, CL_FIELD_CITIZEN_ID, NULL, place))
    found = content->ids;
  else if (mostly (content, content->certificates) && find_type (names, used, CL_FIELD_CERTIFICATE, NULL, place))
    found = content->certificates;
  else if (content->n < 3 || content->n_different < 3)
    return 0; /* the rest is a guess, and one value proves nothing */
  else if (mostly (content, content->phones) && find_type (names, used, CL_FIELD_PHONE, NULL, place))
    found = content->phones;
  else if (mostly (content, content->births) && find_type (names, used, CL_FIELD_DATE, "birth", place))
    found = content->births;
  else if (mostly (content, content->names) && content->n_different * 2 > content->n && find_type (names, used, CL_FIELD_TEXT, "name", place))
    found = content->names;
  return found * 95 / content->n;
}
