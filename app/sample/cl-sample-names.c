#include "cl-sample-private.h"

#include <string.h>

/* Surnames by their share in the country (DOMAIN.md E): all characters of a tier weigh the same. */
static const struct
{
  const char *characters;
  guint weight;
} tiers[] = {
  { "王李", 72 }, { "张", 68 }, { "刘", 54 }, { "陈", 45 }, { "杨赵黄周吴", 26 }, { "徐孙胡朱高林何郭马罗", 14 },
  { "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕", 7 },
  { "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇解区", 3 },
};
static const char *const compounds[] = { "欧阳", "司马", "上官", "诸葛" };

static const char *const given_first[] = { "建国志文明永德军大小春海福金玉树家长荣华立秋东安有", "秀玉桂春小丽文淑雪红晓海翠金凤彩冬雅素美明英" };
static const char *const given_last[] = { "国军平华强明林生文才成刚勇根贵山海龙宝民新峰涛斌杰", "英兰珍梅芳花莲香燕琴霞云娟萍玲红凤仙娥芬华丽敏静" };
static const char *const given_single[] = { "伟强军勇磊涛斌杰刚辉鹏亮", "芳娜静敏燕丽艳霞玲娟萍雪" };

static const char *
find_character (const char *characters, guint i)
{
  return g_utf8_offset_to_pointer (characters, i);
}

static void
add_random (Sample *sample, const char *characters, char *to)
{
  const char *character = find_character (characters, cl_sample_random (sample, g_utf8_strlen (characters, -1)));

  strncat (to, character, g_utf8_next_char (character) - character);
}

/**
 * cl_sample_draw_surname:
 * @sample: the sample
 * @surname: (out): at least 16 bytes
 *
 * Draws a surname, the common ones as often as they are.
 */
void
cl_sample_draw_surname (Sample *sample, char *surname)
{
  guint total = 0;
  guint drawn;

  *surname = '\0';
  if (cl_sample_random (sample, 400) == 0)
    {
      g_strlcpy (surname, compounds[cl_sample_random (sample, G_N_ELEMENTS (compounds))], CL_SAMPLE_SURNAME);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (tiers); i++)
    total += g_utf8_strlen (tiers[i].characters, -1) * tiers[i].weight;
  drawn = cl_sample_random (sample, total);
  for (guint i = 0; i < G_N_ELEMENTS (tiers); i++)
    {
      guint share = g_utf8_strlen (tiers[i].characters, -1) * tiers[i].weight;

      if (drawn < share)
        {
          const char *character = find_character (tiers[i].characters, drawn / tiers[i].weight);

          strncat (surname, character, g_utf8_next_char (character) - character);
          return;
        }
      drawn -= share;
    }
}

/**
 * cl_sample_draw_given:
 * @sample: the sample
 * @sex: GB/T 2261.1: 1 male, 2 female
 * @given: (out): at least 16 bytes
 *
 * Draws a given name; one in six has a single character, so that the same names come again and again.
 */
void
cl_sample_draw_given (Sample *sample, guint sex, char *given)
{
  *given = '\0';
  if (cl_sample_random (sample, 6) == 0)
    {
      add_random (sample, given_single[sex - 1], given);
      return;
    }
  add_random (sample, given_first[sex - 1], given);
  add_random (sample, given_last[sex - 1], given);
}

/**
 * cl_sample_get_surname:
 * @name: a Chinese name
 * @surname: (out): at least 16 bytes
 *
 * Finds what the children of @name are called by.
 */
void
cl_sample_get_surname (const char *name, char *surname)
{
  *surname = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (compounds); i++)
    if (g_str_has_prefix (name, compounds[i]))
      {
        g_strlcpy (surname, compounds[i], CL_SAMPLE_SURNAME);
        return;
      }
  strncat (surname, name, g_utf8_next_char (name) - name);
}

/**
 * cl_sample_place_name:
 * @i: from 0
 * @kind: what it ends in: "村"
 *
 * Returns: (transfer full): the name of a place beyond the first township's; no two alike in 26,000
 */
char *
cl_sample_place_name (guint i, const char *kind)
{
  static const char *const first = "龙凤马牛羊虎鹤松柏桃李杏梨枣桑竹槐榆杨柳金银铜铁";
  static const char *const second = "头尾山岭坡崖泉池滩湾桥庄店寨堡沟坪塬台营坊井田畔";
  static const char *const before = "东西南北上下前后新老大小中里外高平长青白红黑石清双三五七";
  guint n_first = g_utf8_strlen (first, -1), n_second = g_utf8_strlen (second, -1), n_before = g_utf8_strlen (before, -1);
  const char *one = find_character (first, i % n_first), *other = find_character (second, i / n_first % n_second);
  guint round = i / (n_first * n_second);
  const char *prefix = round > 0 ? find_character (before, (round - 1) % n_before) : "";
  int length = *prefix != '\0' ? (int) (g_utf8_next_char (prefix) - prefix) : 0;

  return g_strdup_printf ("%.*s%.*s%.*s%s", length, prefix, (int) (g_utf8_next_char (one) - one), one, (int) (g_utf8_next_char (other) - other), other, kind);
}
