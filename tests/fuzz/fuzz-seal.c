/* Sealed backups. An input that begins with "PATCH" is a list of places (four bytes) and bytes to put there into a good one; any other is the file itself. What is
 * altered is refused, by the pass-phrase and by the words of the recovery key; the pass-phrase's work is bounded by what a file may ask. */
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "cl-recovery.h"
#include "cl-seal.h"
#include "fuzz.h"

#define PASSPHRASE "三棵树在村口一九九九"
#define WORDS "宾该可听 农书心英 走不高口 苦拍四关 休增草宾 根老皮朋 孙寻扩扩 车古里铁 品太阳春 浪出光吃 林七拍论"

static GBytes *good;

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  g_autofree char *plain = NULL;
  g_autofree char *sealed = NULL;
  g_autofree char *key = NULL;
  guint8 secret[CL_RECOVERY_BYTES], recovery[CL_RECOVERY_BYTES];
  char *bytes;
  gsize size;

  fuzz_begin ();
  /* What the work of a pass-phrase is, is the library's; here the head and the pieces are meant. */
  cl_seal_set_cost (1, 64);
  key = cl_seal_key_new (PASSPHRASE, NULL);
  g_assert (cl_recovery_parse (WORDS, secret, NULL) && crypto_scalarmult_base (recovery, secret) == 0);
  plain = g_build_filename (fuzz_folder (), "plain", NULL);
  sealed = g_build_filename (fuzz_folder (), "sealed", NULL);
  g_assert (g_file_set_contents (plain, "a backup", -1, NULL));
  g_assert (cl_seal_file (plain, sealed, key, recovery, NULL, NULL));
  g_assert (g_file_get_contents (sealed, &bytes, &size, NULL));
  good = g_bytes_new_take (bytes, size);
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (good, &length);
  g_autofree guint8 *copy = g_memdup2 (bytes, length);
  gboolean patches = size >= 5 && memcmp (data, "PATCH", 5) == 0, is_altered = FALSE;
  const char *path;
  g_autofree char *to = g_build_filename (fuzz_folder (), "unsealed", NULL);

  for (gsize i = 5; patches && i + 5 <= size; i += 5)
    copy[((guint32) data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]) % length] = data[i + 4];
  is_altered = !patches || memcmp (copy, bytes, length) != 0;
  path = patches ? fuzz_put (copy, length) : fuzz_put (data, size);
  for (guint by_words = 0; by_words < 2; by_words++)
    {
      g_autoptr (GError) error = NULL;

      if (by_words ? cl_unseal_file_by_words (path, to, WORDS, NULL, &error) : cl_unseal_file (path, to, PASSPHRASE, NULL, &error))
        g_assert (!is_altered || size == length);
      else
        g_assert (error != NULL && !g_file_test (to, G_FILE_TEST_EXISTS));
      g_unlink (to);
    }
  return 0;
}
