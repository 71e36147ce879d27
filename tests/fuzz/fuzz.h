#pragma once

#include <glib.h>

#include "cl-store.h"

G_BEGIN_DECLS

/* Each fuzz-NAME.c is one entry in libFuzzer's form. Built with gcc, driver.c runs it over the corpus and some thousand mutations;
 * built with clang and -Dlibfuzzer=true, libFuzzer drives it (CONTRIBUTING.md). */
int LLVMFuzzerInitialize (int *n, char ***arguments);
int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* What every entry does first: the places of descriptions, a fixed day, and criticals that end the run as crashes do. */
void fuzz_begin (void);
/* The bytes as a file that only memory holds; the path lives until the next call. */
const char *fuzz_put (gconstpointer data, gsize size);
/* A store with an office and a few invented people in it, in a folder that goes with the program. */
ClStore *fuzz_store (void);
const char *fuzz_folder (void);
ClCatalogue *fuzz_catalogue (void); /* core and the roster */
/* Ends statements of @database that mutations have made endless. */
void fuzz_bound (ClDatabase *database);
/* Text as entries take it: valid UTF-8 without NUL, as GTK and the readers of files give it. */
char *fuzz_text (const guint8 *data, gsize size);

G_END_DECLS
