#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files under a pass-phrase (libsodium): a random key seals what is in them by XChaCha20-Poly1305 in pieces; the key lies in the file, sealed twice: under the key that
 * Argon2id makes of the pass-phrase, and to the recovery key (cl-recovery.h) where the office has one. A sealed file says its version; an altered byte, a piece that
 * is missing or moved, a wrong pass-phrase and a wrong recovery key are each told.
 *
 * Layout of version 2, numbers big-endian: 16 bytes "CANLIAN SEALED\n" and the version; rounds, 4; memory in KiB, 4; salt, 16; check of the pass-phrase's key, 16;
 * nonce, 24; the file's key under that of the pass-phrase (crypto_secretbox), 48; public half of the recovery key, 32, and the file's key for it (crypto_box_seal), 80,
 * all of both 0 where there is none; head of the stream, 24. Then pieces of 65,536 bytes and 17 more each, the last one marked as such; the first one also vouches
 * for all that stands before it. In version 1, which is still read, nonce to recovery key were not there, and the pass-phrase's key was the file's. */

#define CL_SEAL_PASSPHRASE_LEAST 8u /* characters */

gboolean cl_is_sealed (const char *path);
/* The key of a pass-phrase with a new salt, as text: to be kept where the data itself lies, so that backups are sealed without asking. NULL: too short. */
char *cl_seal_key_new (const char *passphrase, GError **error);
/* For tests, which set a pass-phrase many times over: what cl_seal_key_new() asks of Argon2id, @memory in KiB. The file says what it was sealed with. */
void cl_seal_set_cost (guint rounds, guint memory);
/* Seals @from as @to, reads it again, then gives it its name. @recovery: CL_RECOVERY_BYTES, or NULL where the office has no recovery key. */
gboolean cl_seal_file (const char *from, const char *to, const char *key, const guint8 *recovery, GCancellable *cancellable, GError **error);
/* By the pass-phrase or the words of the recovery key. CL_ERROR_DENIED: of another. Nothing is left at @to on error. */
gboolean cl_unseal_file (const char *from, const char *to, const char *typed, GCancellable *cancellable, GError **error);
gboolean cl_unseal_file_by_words (const char *from, const char *to, const char *words, GCancellable *cancellable, GError **error);
gboolean cl_seal_is_for (const char *path, const guint8 *recovery);

G_END_DECLS
