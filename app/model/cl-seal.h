#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files under a pass-phrase (libsodium): Argon2id makes the key, XChaCha20-Poly1305 in pieces seals what is in them. A sealed file says its version; an altered
 * byte, a piece that is missing or moved, and a wrong pass-phrase are each told.
 *
 * Layout of version 1, numbers big-endian: 16 bytes "CANLIAN SEALED\n" and the version; rounds, 4; memory in KiB, 4; salt, 16; check of the key, 16; head of the
 * stream, 24. Then pieces of 65,536 bytes and 17 more each, the last one marked as such; the first one also vouches for all that stands before it. */

#define CL_SEAL_PASSPHRASE_LEAST 8u /* characters */

gboolean cl_is_sealed (const char *path);
/* The key of a pass-phrase with a new salt, as text: to be kept where the data itself lies, so that backups are sealed without asking. NULL: too short. */
char *cl_seal_key_new (const char *passphrase, GError **error);
/* Seals @from as @to, reads it again, then gives it its name. */
gboolean cl_seal_file (const char *from, const char *to, const char *key, GCancellable *cancellable, GError **error);
/* CL_ERROR_DENIED: another pass-phrase. Nothing is left at @to on error. */
gboolean cl_unseal_file (const char *from, const char *to, const char *passphrase, GCancellable *cancellable, GError **error);

G_END_DECLS
