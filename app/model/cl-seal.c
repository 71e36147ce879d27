#include "cl-config.h"

#include "cl-seal.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "cl-citizen-id.h"
#include "cl-error.h"
#include "cl-recovery.h"

#define MAGIC "CANLIAN SEALED\n"
#define VERSION 2
/* About half a second on an office's PC of ten years ago, and within its memory. */
#define ROUNDS 3u
#define MEMORY_KIB (128u * 1024u)
/* What a file may ask of whoever opens it. */
#define ROUNDS_MOST 16u
#define MEMORY_KIB_MOST (1024u * 1024u)

#define SALT_SIZE 16
#define CHECK_SIZE 16
#define KEY_SIZE 32
#define NONCE_SIZE 24
#define WRAPPED_SIZE (KEY_SIZE + 16)
#define BOX_SIZE (KEY_SIZE + 48)
/* Where what stands in the head. In version 1 the head of the stream followed the check, and the key of the pass-phrase was that of the file. */
#define SALT_AT 24
#define CHECK_AT (SALT_AT + SALT_SIZE)
#define FIRST_STREAM_AT (CHECK_AT + CHECK_SIZE)
#define NONCE_AT FIRST_STREAM_AT
#define WRAPPED_AT (NONCE_AT + NONCE_SIZE)
#define PUBLIC_AT (WRAPPED_AT + WRAPPED_SIZE)
#define BOX_AT (PUBLIC_AT + CL_RECOVERY_BYTES)
#define STREAM_AT (BOX_AT + BOX_SIZE)
#define STREAM_SIZE 24
#define HEAD_SIZE (STREAM_AT + STREAM_SIZE)
#define PIECE 65536
#define PIECE_MORE 17
#define CONTEXT "canlian1"

G_STATIC_ASSERT (crypto_pwhash_SALTBYTES == SALT_SIZE);
G_STATIC_ASSERT (crypto_kdf_KEYBYTES == KEY_SIZE);
G_STATIC_ASSERT (crypto_secretstream_xchacha20poly1305_KEYBYTES == KEY_SIZE);
G_STATIC_ASSERT (crypto_secretstream_xchacha20poly1305_HEADERBYTES == STREAM_SIZE);
G_STATIC_ASSERT (crypto_secretbox_NONCEBYTES == NONCE_SIZE && crypto_secretbox_KEYBYTES == KEY_SIZE);
G_STATIC_ASSERT (KEY_SIZE + crypto_secretbox_MACBYTES == WRAPPED_SIZE && KEY_SIZE + crypto_box_SEALBYTES == BOX_SIZE);
G_STATIC_ASSERT (crypto_secretstream_xchacha20poly1305_ABYTES == PIECE_MORE);

typedef struct
{
  guint32 rounds;
  guint32 memory;
  guchar salt[SALT_SIZE];
  guchar key[KEY_SIZE]; /* of the pass-phrase */
} Key;

/* What a pass-phrase costs that is set from now on: cl_seal_set_cost(). */
static guint32 cost_rounds = ROUNDS, cost_memory = MEMORY_KIB;

/* As it was read from a file, or is written into one. */
typedef struct
{
  guchar bytes[HEAD_SIZE];
  gsize size;
} Head;

static gboolean
begin (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("This computer gives no random numbers yet. Wait a moment and try again."));
  return FALSE;
}

static gboolean
set_altered (GError **error, const char *path)
{
  g_autofree char *called = cl_path_call (path);

  g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The sealed backup %s was altered, or its end is missing. Take another backup."), called);
  return FALSE;
}

static gboolean
set_failed (GError **error, const char *path)
{
  int trouble = errno != 0 ? errno : EIO;
  g_autofree char *called = cl_path_call (path);

  g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("%s cannot be read or written: %s. Check the place and its room."), called, g_strerror (trouble));
  return FALSE;
}

static gboolean
derive (Key *key, const char *passphrase, GError **error)
{
  g_autofree char *normal = g_utf8_normalize (passphrase, -1, G_NORMALIZE_NFC);
  int result;

  if (normal == NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The pass-phrase is not text. Type it again."));
      return FALSE;
    }
  result = crypto_pwhash (key->key, KEY_SIZE, normal, strlen (normal), key->salt, key->rounds, (size_t) key->memory * 1024, crypto_pwhash_ALG_ARGON2ID13);
  sodium_memzero (normal, strlen (normal));
  if (result == 0)
    return TRUE;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("There is not enough memory free for the pass-phrase. Close other programs and try again."));
  return FALSE;
}

void
cl_seal_set_cost (guint rounds, guint memory)
{
  cost_rounds = rounds;
  cost_memory = memory;
}

char *
cl_seal_key_new (const char *passphrase, GError **error)
{
  Key key = { .rounds = cost_rounds, .memory = cost_memory };
  char salt[2 * SALT_SIZE + 1], text[2 * KEY_SIZE + 1];
  char *all;

  if (g_utf8_strlen (passphrase, -1) < (glong) CL_SEAL_PASSPHRASE_LEAST)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_INVALID, _("The pass-phrase has at least %u characters. Take a sentence that you remember."), CL_SEAL_PASSPHRASE_LEAST);
      return NULL;
    }
  if (!begin (error))
    return NULL;
  randombytes_buf (key.salt, SALT_SIZE);
  if (!derive (&key, passphrase, error))
    return NULL;
  sodium_bin2hex (salt, sizeof salt, key.salt, SALT_SIZE);
  sodium_bin2hex (text, sizeof text, key.key, KEY_SIZE);
  all = g_strdup_printf ("%u:%u:%s:%s", key.rounds, key.memory, salt, text);
  sodium_memzero (&key, sizeof key);
  sodium_memzero (text, sizeof text);
  return all;
}

static gboolean
parse_key (const char *text, Key *key, GError **error)
{
  g_auto(GStrv) parts = g_strsplit (text, ":", 4);
  size_t salt_size = 0, key_size = 0;

  if (g_strv_length (parts) == 4
      && sodium_hex2bin (key->salt, SALT_SIZE, parts[2], strlen (parts[2]), NULL, &salt_size, NULL) == 0 && salt_size == SALT_SIZE
      && sodium_hex2bin (key->key, KEY_SIZE, parts[3], strlen (parts[3]), NULL, &key_size, NULL) == 0 && key_size == KEY_SIZE)
    {
      key->rounds = (guint32) g_ascii_strtoull (parts[0], NULL, 10);
      key->memory = (guint32) g_ascii_strtoull (parts[1], NULL, 10);
      return TRUE;
    }
  g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The key of the backups cannot be read. Set the pass-phrase again."));
  return FALSE;
}

static void
make_check (const Key *key, guchar *check)
{
  crypto_kdf_derive_from_key (check, CHECK_SIZE, 2, CONTEXT, key->key);
}

static void
make_stream_key (const guchar *file_key, guchar *stream_key)
{
  crypto_kdf_derive_from_key (stream_key, KEY_SIZE, 1, CONTEXT, file_key);
}

static void
make_wrapping_key (const Key *key, guchar *wrapping_key)
{
  crypto_kdf_derive_from_key (wrapping_key, KEY_SIZE, 3, CONTEXT, key->key);
}

/* A new key for each file: whoever opens one by an old paper has nothing in hand against the others. */
static gboolean
make_head (const Key *key, const guint8 *recovery, Head *head, guchar *file_key, GError **error)
{
  guint32 rounds = GUINT32_TO_BE (key->rounds), memory = GUINT32_TO_BE (key->memory);
  guchar wrapping_key[KEY_SIZE];
  guchar *bytes = head->bytes;

  memset (head, 0, sizeof *head);
  head->size = HEAD_SIZE;
  memcpy (bytes, MAGIC, 15);
  bytes[15] = VERSION;
  memcpy (bytes + 16, &rounds, 4);
  memcpy (bytes + 20, &memory, 4);
  memcpy (bytes + SALT_AT, key->salt, SALT_SIZE);
  make_check (key, bytes + CHECK_AT);
  randombytes_buf (file_key, KEY_SIZE);
  randombytes_buf (bytes + NONCE_AT, NONCE_SIZE);
  make_wrapping_key (key, wrapping_key);
  crypto_secretbox_easy (bytes + WRAPPED_AT, file_key, KEY_SIZE, bytes + NONCE_AT, wrapping_key);
  sodium_memzero (wrapping_key, sizeof wrapping_key);
  if (recovery == NULL)
    return TRUE;
  memcpy (bytes + PUBLIC_AT, recovery, CL_RECOVERY_BYTES);
  if (crypto_box_seal (bytes + BOX_AT, file_key, KEY_SIZE, recovery) == 0)
    return TRUE;
  g_set_error_literal (error, CL_ERROR, CL_ERROR_INVALID, _("The recovery key in the office's file cannot be used. Make a new one."));
  return FALSE;
}

/* FALSE with @error: no head of ours, a newer one, one that is cut off, or one that asks too much. */
static gboolean
read_head (FILE *file, const char *path, Head *head, Key *key, GError **error)
{
  guchar *bytes = head->bytes;

  memset (head, 0, sizeof *head);
  head->size = FIRST_STREAM_AT + STREAM_SIZE;
  if (fread (bytes, 1, 16, file) != 16 || memcmp (bytes, MAGIC, 15) != 0)
    {
      g_autofree char *called = cl_path_call (path);

      g_set_error (error, CL_ERROR, CL_ERROR_FOREIGN, _("The file %s is not a sealed backup. Choose another file."), called);
      return FALSE;
    }
  if (bytes[15] > VERSION)
    {
      g_autofree char *called = cl_path_call (path);

      g_set_error (error, CL_ERROR, CL_ERROR_NEWER, _("The backup %s was sealed by a newer Canlian. Install the newer version and take it back with that."), called);
      return FALSE;
    }
  if (bytes[15] == VERSION)
    head->size = HEAD_SIZE;
  if (bytes[15] == 0 || fread (bytes + 16, 1, head->size - 16, file) != head->size - 16)
    return set_altered (error, path);
  memcpy (&key->rounds, bytes + 16, 4);
  memcpy (&key->memory, bytes + 20, 4);
  memcpy (key->salt, bytes + SALT_AT, SALT_SIZE);
  key->rounds = GUINT32_FROM_BE (key->rounds);
  key->memory = GUINT32_FROM_BE (key->memory);
  if (key->rounds >= 1 && key->rounds <= ROUNDS_MOST && key->memory >= 8 && key->memory <= MEMORY_KIB_MOST)
    return TRUE;
  return set_altered (error, path);
}

static gboolean
open_by_key (const Head *head, const Key *key, guchar *file_key, const char *path, GError **error)
{
  guchar check[CHECK_SIZE], wrapping_key[KEY_SIZE];
  gboolean is_open = TRUE;

  make_check (key, check);
  if (sodium_memcmp (check, head->bytes + CHECK_AT, CHECK_SIZE) != 0)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_DENIED, _("The pass-phrase does not fit this backup. Type it again; large and small letters differ."));
      return FALSE;
    }
  if (head->size < HEAD_SIZE)
    memcpy (file_key, key->key, KEY_SIZE);
  else
    {
      make_wrapping_key (key, wrapping_key);
      is_open = crypto_secretbox_open_easy (file_key, head->bytes + WRAPPED_AT, WRAPPED_SIZE, head->bytes + NONCE_AT, wrapping_key) == 0;
      sodium_memzero (wrapping_key, sizeof wrapping_key);
    }
  return is_open || set_altered (error, path);
}

static gboolean
open_by_words (const Head *head, const char *words, guchar *file_key, const char *path, GError **error)
{
  guint8 public[CL_RECOVERY_BYTES], secret[CL_RECOVERY_BYTES];
  gboolean is_open = FALSE;

  if (!cl_recovery_parse (words, secret, error))
    return FALSE;
  if (head->size < HEAD_SIZE || sodium_is_zero (head->bytes + PUBLIC_AT, CL_RECOVERY_BYTES))
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("When the backup %s was made there was no recovery key. Its pass-phrase alone opens it."), path);
  else if (crypto_scalarmult_base (public, secret) != 0 || sodium_memcmp (public, head->bytes + PUBLIC_AT, CL_RECOVERY_BYTES) != 0)
    g_set_error_literal (error, CL_ERROR, CL_ERROR_DENIED, _("This recovery key does not fit the backup. Take the paper of that office that was the newest on the day of the backup."));
  else if (crypto_box_seal_open (file_key, head->bytes + BOX_AT, BOX_SIZE, public, secret) != 0)
    set_altered (error, path);
  else
    is_open = TRUE;
  sodium_memzero (secret, sizeof secret);
  return is_open;
}

gboolean
cl_is_sealed (const char *path)
{
  char head[15] = "";
  FILE *file = g_fopen (path, "re");
  gsize got = file != NULL ? fread (head, 1, sizeof head, file) : 0;

  if (file != NULL)
    fclose (file);
  return got == sizeof head && memcmp (head, MAGIC, sizeof head) == 0;
}

/* @digest: of what was sealed. */
static gboolean
seal_stream (FILE *from, FILE *to, Head *head, const guchar *file_key, GChecksum *digest, const char *path, GCancellable *cancellable, GError **error)
{
  crypto_secretstream_xchacha20poly1305_state state;
  guchar stream_key[KEY_SIZE];
  g_autofree guchar *plain = g_malloc (PIECE);
  g_autofree guchar *sealed = g_malloc (PIECE + PIECE_MORE);
  gboolean is_first = TRUE, is_last = FALSE, is_good;

  make_stream_key (file_key, stream_key);
  crypto_secretstream_xchacha20poly1305_init_push (&state, head->bytes + STREAM_AT, stream_key);
  is_good = fwrite (head->bytes, 1, head->size, to) == head->size;
  while (is_good && !is_last && !g_cancellable_is_cancelled (cancellable))
    {
      gsize got = fread (plain, 1, PIECE, from);
      int next = got == PIECE ? fgetc (from) : EOF;
      unsigned long long size;

      is_last = next == EOF;
      if (!is_last)
        ungetc (next, from);
      g_checksum_update (digest, plain, (gssize) got);
      crypto_secretstream_xchacha20poly1305_push (&state, sealed, &size, plain, got, is_first ? head->bytes : NULL, is_first ? head->size : 0,
                                                  is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
      is_good = !ferror (from) && fwrite (sealed, 1, size, to) == size;
      is_first = FALSE;
    }
  sodium_memzero (&state, sizeof state);
  sodium_memzero (stream_key, sizeof stream_key);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return (is_good && fflush (to) == 0 && fsync (fileno (to)) == 0) || set_failed (error, path);
}

/* @head was read already. @to: NULL: nothing is written, @digest tells what it would be. */
static gboolean
unseal_stream (FILE *from, FILE *to, const Head *head, const guchar *file_key, GChecksum *digest, const char *path, GCancellable *cancellable, GError **error)
{
  crypto_secretstream_xchacha20poly1305_state state;
  guchar stream_key[KEY_SIZE], tag = 0;
  g_autofree guchar *plain = g_malloc (PIECE);
  g_autofree guchar *sealed = g_malloc (PIECE + PIECE_MORE);
  gboolean is_first = TRUE, is_good, is_written = TRUE;

  make_stream_key (file_key, stream_key);
  is_good = crypto_secretstream_xchacha20poly1305_init_pull (&state, head->bytes + head->size - STREAM_SIZE, stream_key) == 0;
  while (is_good && is_written && tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL && !g_cancellable_is_cancelled (cancellable))
    {
      gsize got = fread (sealed, 1, PIECE + PIECE_MORE, from);
      unsigned long long size = 0;

      is_good = got >= PIECE_MORE
                && crypto_secretstream_xchacha20poly1305_pull (&state, plain, &size, &tag, sealed, got, is_first ? head->bytes : NULL, is_first ? head->size : 0) == 0;
      is_first = FALSE;
      if (is_good && digest != NULL)
        g_checksum_update (digest, plain, (gssize) size);
      is_written = !is_good || to == NULL || fwrite (plain, 1, size, to) == size;
    }
  sodium_memzero (&state, sizeof state);
  sodium_memzero (stream_key, sizeof stream_key);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (!is_good || (is_written && fgetc (from) != EOF))
    return set_altered (error, path);
  return (is_written && (to == NULL || fflush (to) == 0)) || set_failed (error, path);
}

static gboolean
check_sealed (const char *path, const Key *key, const char *expected, GCancellable *cancellable, GError **error)
{
  g_autoptr(GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  FILE *file = g_fopen (path, "re");
  guchar file_key[KEY_SIZE];
  Head head;
  Key there;
  gboolean is_good;

  if (file == NULL)
    return set_failed (error, path);
  is_good = read_head (file, path, &head, &there, error) && open_by_key (&head, key, file_key, path, error)
            && unseal_stream (file, NULL, &head, file_key, digest, path, cancellable, error);
  sodium_memzero (file_key, sizeof file_key);
  fclose (file);
  return is_good && (g_str_equal (g_checksum_get_string (digest), expected) || set_altered (error, path));
}

/**
 * cl_seal_file:
 * @from: any file
 * @to: where the sealed one goes; replaced where it is there
 * @key: as cl_seal_key_new() made it
 * @recovery: (nullable) (array fixed-size=32): the public half of the recovery key that opens it too, cl_recovery_get_public()
 * @cancellable: (nullable): breaks it off
 * @error: return location
 *
 * Written beside @to under a hidden name, read again and compared, then given its name. Any thread.
 *
 * Returns: whether it is sealed
 */
gboolean
cl_seal_file (const char *from, const char *to, const char *key_text, const guint8 *recovery, GCancellable *cancellable, GError **error)
{
  g_autoptr(GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *folder = g_path_get_dirname (to);
  g_autofree char *name = g_path_get_basename (to);
  g_autofree char *hidden = g_strdup_printf (".%s.new", name);
  g_autofree char *temporary = g_build_filename (folder, hidden, NULL);
  guchar file_key[KEY_SIZE];
  Head head;
  Key key;
  FILE *plain, *sealed;
  gboolean is_good = FALSE;

  if (!begin (error) || !parse_key (key_text, &key, error) || !make_head (&key, recovery, &head, file_key, error))
    return FALSE;
  errno = 0;
  plain = g_fopen (from, "re");
  sealed = plain != NULL ? g_fopen (temporary, "we") : NULL;
  g_chmod (temporary, 0600);
  if (sealed != NULL)
    is_good = seal_stream (plain, sealed, &head, file_key, digest, temporary, cancellable, error);
  else
    set_failed (error, plain == NULL ? from : temporary);
  if (plain != NULL)
    fclose (plain);
  if (sealed != NULL)
    fclose (sealed);
  is_good = is_good && check_sealed (temporary, &key, g_checksum_get_string (digest), cancellable, error);
  if (is_good && g_rename (temporary, to) != 0)
    is_good = set_failed (error, to);
  if (!is_good)
    g_unlink (temporary);
  sodium_memzero (&key, sizeof key);
  sodium_memzero (file_key, sizeof file_key);
  return is_good;
}

/* Whatever else is wrong with them, these are words of a recovery key and no pass-phrase. */
static gboolean
are_words (const char *typed)
{
  const guint least = CL_RECOVERY_GROUPS * CL_RECOVERY_GROUP_WORDS * 3 / 4;
  gboolean was_letter = FALSE;
  guint n = 0;

  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean is_letter = g_ascii_isalpha (*p);

      n += (is_letter && !was_letter) || (!is_letter && g_unichar_get_script (g_utf8_get_char (p)) == G_UNICODE_SCRIPT_HAN);
      was_letter = is_letter;
    }
  return n >= least;
}

/* The pass-phrase first, since it may be a long one. */
static gboolean
open_by_either (const Head *head, Key *key, const char *typed, guchar *file_key, const char *path, GError **error)
{
  g_autoptr(GError) trouble = NULL;

  if (derive (key, typed, &trouble) && open_by_key (head, key, file_key, path, &trouble))
    return TRUE;
  if (g_error_matches (trouble, CL_ERROR, CL_ERROR_DENIED) && are_words (typed))
    return open_by_words (head, typed, file_key, path, error);
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static gboolean
unseal (const char *from, const char *to, const char *typed, gboolean by_words, GCancellable *cancellable, GError **error)
{
  FILE *sealed = g_fopen (from, "re"), *plain = NULL;
  guchar file_key[KEY_SIZE];
  Head head;
  Key key = { 0 };
  gboolean is_good;

  errno = 0;
  if (sealed == NULL)
    return set_failed (error, from);
  is_good = begin (error) && read_head (sealed, from, &head, &key, error)
            && (by_words ? open_by_words (&head, typed, file_key, from, error) : open_by_either (&head, &key, typed, file_key, from, error));
  if (is_good)
    {
      g_unlink (to);
      plain = g_fopen (to, "wxe");
      is_good = plain != NULL && g_chmod (to, 0600) == 0 ? unseal_stream (sealed, plain, &head, file_key, NULL, from, cancellable, error) : set_failed (error, to);
    }
  if (plain != NULL && fclose (plain) != 0 && is_good)
    is_good = set_failed (error, to);
  if (plain != NULL && !is_good)
    g_unlink (to);
  fclose (sealed);
  sodium_memzero (&key, sizeof key);
  sodium_memzero (file_key, sizeof file_key);
  return is_good;
}

/**
 * cl_unseal_file:
 * @from: a sealed file
 * @to: where what is in it goes; replaced; readable by its owner alone
 * @typed: the pass-phrase that it was sealed under, or the words of the recovery key
 * @cancellable: (nullable): breaks it off
 * @error: return location
 *
 * Half a second goes into the pass-phrase. Any thread.
 *
 * Returns: whether all of it is at @to: %CL_ERROR_DENIED: the pass-phrase or the key is another; %CL_ERROR_INVALID: a mistake in the words; %CL_ERROR_NOT_FOUND:
 *   no recovery key opens it; %CL_ERROR_DAMAGED: altered or cut off; %CL_ERROR_FOREIGN, %CL_ERROR_NEWER
 */
gboolean
cl_unseal_file (const char *from, const char *to, const char *typed, GCancellable *cancellable, GError **error)
{
  return unseal (from, to, typed, FALSE, cancellable, error);
}

/**
 * cl_unseal_file_by_words:
 * @from: a sealed file
 * @to: where what is in it goes; replaced; readable by its owner alone
 * @words: those of the recovery key, cl_recovery_parse()
 * @cancellable: (nullable): breaks it off
 * @error: return location
 *
 * As cl_unseal_file(), but nobody takes @words for a pass-phrase. Any thread.
 *
 * Returns: whether all of it is at @to
 */
gboolean
cl_unseal_file_by_words (const char *from, const char *to, const char *words, GCancellable *cancellable, GError **error)
{
  return unseal (from, to, words, TRUE, cancellable, error);
}

/**
 * cl_seal_is_for:
 * @path: a sealed file
 * @recovery: (array fixed-size=32): the public half of a recovery key
 *
 * Any thread.
 *
 * Returns: whether the words of that key open it
 */
gboolean
cl_seal_is_for (const char *path, const guint8 *recovery)
{
  FILE *file = g_fopen (path, "re");
  Head head;
  Key key;
  gboolean is_for = file != NULL && read_head (file, path, &head, &key, NULL) && head.size == HEAD_SIZE
                    && memcmp (head.bytes + PUBLIC_AT, recovery, CL_RECOVERY_BYTES) == 0;

  if (file != NULL)
    fclose (file);
  return is_for;
}
