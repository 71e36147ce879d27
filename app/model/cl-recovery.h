#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* The key for the head's safe: what was locked by pass-phrases opens by it too. The file holds its public half alone; the other is on paper, in words. */
#define CL_RECOVERY_GROUPS 11u
#define CL_RECOVERY_GROUP_WORDS 4u
#define CL_RECOVERY_BYTES 32u /* each half: X25519, as crypto_box_seal() takes them */

/* Makes a new key and remembers its public half; the former one opens nothing that is made from here on. The groups, CL_RECOVERY_GROUPS of them. */
GStrv cl_recovery_make (ClStore *store, GError **error);
gboolean cl_recovery_get_public (ClStore *store, guint8 *key);  /* FALSE: none was made */
char *cl_recovery_get_day (ClStore *store);                      /* ISO; NULL: none was made */
/* As typed from the paper: characters, or their pinyin with blanks between; numbers and blanks do not count. Says in which group a mistake is. */
gboolean cl_recovery_parse (const char *typed, guint8 *secret, GError **error);
char *cl_recovery_spell (const char *group);                     /* "an ba bai bai" */
/* Whether the words are those of the key that the file remembers; then @name has no pass-phrase any more. */
gboolean cl_recovery_reset_passphrase (ClStore *store, const char *typed, const char *name, GError **error);

G_END_DECLS
