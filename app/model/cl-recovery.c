#include "cl-config.h"

#include "cl-recovery.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "cl-date.h"
#include "cl-desk-private.h"
#include "cl-error.h"
#include "cl-pinyin.h"

#define SETTING "recovery-key"
#define DATA_BYTES 33 /* the key, and one byte that tells whether all of it is right */
#define GROUP_BYTES 3 /* and one that tells whether the group is */
#define WORDS (CL_RECOVERY_GROUPS * CL_RECOVERY_GROUP_WORDS)

G_STATIC_ASSERT (CL_RECOVERY_GROUPS * GROUP_BYTES == DATA_BYTES);
G_STATIC_ASSERT (CL_RECOVERY_BYTES == crypto_box_SECRETKEYBYTES && CL_RECOVERY_BYTES == crypto_box_PUBLICKEYBYTES);

/* A byte each, no two of one reading: whoever hears the words, or takes another character of the same sound, has the right one. Never edited: keys lie in safes. */
static const char *const alphabet =
  "安八白班包北本比边表别宾冰波不才参草层长车成吃出春此从村大代当刀"
  "得灯点定东都对多二发反方飞分风夫该干刚高歌给根工够古瓜关光贵国海"
  "汉好河很红后湖花欢黄回火家见江交街金九开看可空口苦快来老乐冷里连"
  "两林六龙楼路绿论马满毛没门米面民明木拿南能你年鸟您牛农女怕拍跑朋"
  "皮片票品平普七前强桥亲青秋去全群人日容肉如三色山上少社深生十手书"
  "水说四送岁孙所他太谈堂套特题天条铁听通头土团推外完王为文我五西下"
  "先乡小些心星兄休许学寻牙言阳要也一因英用有鱼元云在早怎站张找这真"
  "正知中周主转装准字走足作增宽困扩拉蓝浪泪列落买忙蒙苗默某脑内宁怒";

static guint8
check_of (const guint8 *bytes, gsize n, guint8 salt)
{
  guint8 digest[crypto_generichash_BYTES];

  crypto_generichash (digest, sizeof digest, bytes, n, &salt, 1);
  return digest[0];
}

static char *
word_of (guint8 byte)
{
  const char *word = g_utf8_offset_to_pointer (alphabet, byte);

  return g_strndup (word, (gsize) (g_utf8_next_char (word) - word));
}

static GStrv
say_words (const guint8 *secret)
{
  guint8 data[DATA_BYTES];
  char **groups = g_new0 (char *, CL_RECOVERY_GROUPS + 1);

  memcpy (data, secret, CL_RECOVERY_BYTES);
  data[CL_RECOVERY_BYTES] = check_of (secret, CL_RECOVERY_BYTES, 0xff);
  for (guint g = 0; g < CL_RECOVERY_GROUPS; g++)
    {
      const guint8 *part = data + (gsize) g * GROUP_BYTES;
      g_autoptr(GString) group = g_string_new (NULL);

      for (guint i = 0; i <= GROUP_BYTES; i++)
        {
          g_autofree char *word = word_of (i < GROUP_BYTES ? part[i] : check_of (part, GROUP_BYTES, (guint8) g));

          g_string_append (group, word);
        }
      groups[g] = g_string_free (g_steal_pointer (&group), FALSE);
    }
  sodium_memzero (data, sizeof data);
  return groups;
}

/* Reading -> byte + 1. */
static GHashTable *
get_readings (void)
{
  static GHashTable *readings;

  if (g_once_init_enter (&readings))
    {
      GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = 0; i < 256; i++)
        {
          g_autofree char *word = word_of ((guint8) i);

          g_hash_table_insert (table, cl_pinyin_spell (word), GUINT_TO_POINTER (i + 1));
        }
      g_once_init_leave (&readings, table);
    }
  return readings;
}

static gboolean
take_word (GByteArray *bytes, const char *word, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (word, -1);
  g_autofree char *reading = g_ascii_isalpha (*lower) ? g_strdup (lower) : cl_pinyin_spell (lower);
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (get_readings (), reading));
  guint8 byte = (guint8) (found - 1);

  if (found != 0)
    {
      g_byte_array_append (bytes, &byte, 1);
      return TRUE;
    }
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("Group %u: “%s” is no word of a recovery key. Compare with the paper."), bytes->len / CL_RECOVERY_GROUP_WORDS + 1, word);
  return FALSE;
}

static gboolean
take_words (GByteArray *bytes, const char *typed, GError **error)
{
  for (const char *p = typed; *p != '\0' && bytes->len <= WORDS;)
    {
      const char *end = g_utf8_next_char (p);

      while (g_ascii_isalpha (*p) && g_ascii_isalpha (*end))
        end++;
      if (g_ascii_isalpha (*p) || g_unichar_get_script (g_utf8_get_char (p)) == G_UNICODE_SCRIPT_HAN)
        {
          g_autofree char *word = g_strndup (p, (gsize) (end - p));

          if (!take_word (bytes, word, error))
            return FALSE;
        }
      p = end;
    }
  if (bytes->len == WORDS)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("A recovery key has %u words in %u groups; these are %u. Compare with the paper."), WORDS, CL_RECOVERY_GROUPS, bytes->len);
  return FALSE;
}

static gboolean
check_words (const GByteArray *bytes, guint8 *secret, GError **error)
{
  guint8 data[DATA_BYTES];
  gboolean is_good = FALSE;

  for (guint g = 0; g < CL_RECOVERY_GROUPS; g++)
    {
      const guint8 *part = bytes->data + (gsize) g * CL_RECOVERY_GROUP_WORDS;

      if (check_of (part, GROUP_BYTES, (guint8) g) != part[GROUP_BYTES])
        {
          g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("Group %u of the recovery key is not right. Compare with the paper."), g + 1);
          return FALSE;
        }
      memcpy (data + (gsize) g * GROUP_BYTES, part, GROUP_BYTES);
    }
  is_good = check_of (data, CL_RECOVERY_BYTES, 0xff) == data[CL_RECOVERY_BYTES];
  if (is_good)
    memcpy (secret, data, CL_RECOVERY_BYTES);
  else
    g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The groups of the recovery key do not belong together. Compare their order with the paper."));
  sodium_memzero (data, sizeof data);
  return is_good;
}

/**
 * cl_recovery_parse:
 * @typed: the words as they were typed
 * @secret: (out caller-allocates): %CL_RECOVERY_BYTES, the secret half; the caller wipes it
 * @error: return location
 *
 * Any thread.
 *
 * Returns: whether they are a recovery key's; %CL_ERROR_INVALID says which group is not
 */
gboolean
cl_recovery_parse (const char *typed, guint8 *secret, GError **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  gboolean is_good;

  if (sodium_init () < 0 || !g_utf8_validate (typed, -1, NULL))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("These are no words. Type those on the paper."));
      return FALSE;
    }
  is_good = take_words (bytes, typed, error) && check_words (bytes, secret, error);
  sodium_memzero (bytes->data, bytes->len);
  return is_good;
}

/**
 * cl_recovery_spell:
 * @group: a group of words
 *
 * Returns: (transfer full): its readings, blank between: what may be typed in its place
 */
char *
cl_recovery_spell (const char *group)
{
  g_autoptr(GString) readings = g_string_new (NULL);

  for (const char *p = group; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *word = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));
      g_autofree char *reading = cl_pinyin_spell (word);

      g_string_append_printf (readings, "%s%s", readings->len > 0 ? " " : "", reading);
    }
  return g_string_free (g_steal_pointer (&readings), FALSE);
}

/**
 * cl_recovery_make:
 * @store: an open store
 * @error: return location
 *
 * Makes a pair of keys, writes the public half into the file with the day, and that this was done into the journal. The secret half is nowhere but in what is
 * returned. By who keeps the file (cl-desk.h); the store's own thread.
 *
 * Returns: (transfer full): the words of the secret half by groups; %NULL with @error
 */
GStrv
cl_recovery_make (ClStore *store, GError **error)
{
  guint8 public[CL_RECOVERY_BYTES], secret[CL_RECOVERY_BYTES];
  g_autofree char *base64 = NULL;
  g_autofree char *value = NULL;
  GStrv groups = NULL;

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("No key can be made on this computer now. Start it anew and try again."));
      return NULL;
    }
  crypto_box_keypair (public, secret);
  base64 = g_base64_encode (public, sizeof public);
  value = g_strdup_printf ("%s %s", cl_today (), base64);
  if (cl_store_set_setting (store, SETTING, value, error) && cl_store_note (store, "office", _("A new recovery key was made for the safe"), error) != 0)
    groups = say_words (secret);
  sodium_memzero (secret, sizeof secret);
  return groups;
}

/**
 * cl_recovery_get_public:
 * @store: an open store
 * @key: (out caller-allocates): %CL_RECOVERY_BYTES, to which crypto_box_seal() seals
 *
 * Returns: whether a recovery key was ever made for this file
 */
gboolean
cl_recovery_get_public (ClStore *store, guint8 *key)
{
  g_autofree char *value = cl_store_get_setting (store, SETTING);
  const char *base64 = value != NULL ? strchr (value, ' ') : NULL;
  g_autofree guint8 *bytes = NULL;
  gsize n = 0;

  if (base64 != NULL)
    bytes = g_base64_decode (base64 + 1, &n);
  if (n != CL_RECOVERY_BYTES)
    return FALSE;
  memcpy (key, bytes, n);
  return TRUE;
}

/**
 * cl_recovery_get_day:
 * @store: an open store
 *
 * Returns: (transfer full) (nullable): the day on which the key was made, ISO
 */
char *
cl_recovery_get_day (ClStore *store)
{
  g_autofree char *value = cl_store_get_setting (store, SETTING);
  const char *blank = value != NULL ? strchr (value, ' ') : NULL;

  return blank != NULL ? g_strndup (value, (gsize) (blank - value)) : NULL;
}

/**
 * cl_recovery_reset_passphrase:
 * @store: an open store
 * @typed: the words of the paper in the safe
 * @name: who forgot his pass-phrase
 * @error: return location
 *
 * For when the only one who keeps the file forgot it: whoever has the paper may take the pass-phrase away, which the journal tells. The store's own thread.
 *
 * Returns: whether @name signs in without a pass-phrase now
 */
gboolean
cl_recovery_reset_passphrase (ClStore *store, const char *typed, const char *name, GError **error)
{
  guint8 public[CL_RECOVERY_BYTES], secret[CL_RECOVERY_BYTES], derived[CL_RECOVERY_BYTES];
  gboolean fits;

  if (!cl_recovery_get_public (store, public))
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("No recovery key was made for this file, so none opens it."));
      return FALSE;
    }
  if (!cl_recovery_parse (typed, secret, error))
    return FALSE;
  fits = crypto_scalarmult_base (derived, secret) == 0 && sodium_memcmp (derived, public, sizeof public) == 0;
  sodium_memzero (secret, sizeof secret);
  if (fits)
    return cl_desk_take_passphrase (store, name, error);
  g_set_error_literal (error, CL_ERROR, CL_ERROR_DENIED, _("This is the recovery key of another file, or an older one of this. Take the newest paper out of the safe."));
  return FALSE;
}
