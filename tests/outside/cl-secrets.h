#pragma once

#include "cl-outside.h"

/* Every full citizen ID, phone, certificate and account number of a sample, looked for in whatever leaves the program. */
void secrets_make_office (const char *file);            /* the sample; once a test program */
void secrets_add (const char *number);                  /* one more, that the test itself enters */
const char *secrets_any (void);                         /* a citizen ID */
void secrets_search (const char *where, const char *text); /* fails where it holds one of them, wherever it begins */
void secrets_search_bytes (const char *where, const char *data, gsize size); /* the same in any bytes, UTF-16 too */
void secrets_search_tree (const char *folder);          /* every file below, by name and content */
