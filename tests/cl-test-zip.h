#pragma once

#include <archive.h>
#include <glib.h>

G_BEGIN_DECLS

struct archive *cl_test_zip_new (const char *path);
struct archive *cl_test_zip_new_memory (void *bytes, gsize size, gsize *used);
void cl_test_zip_add (struct archive *zip, const char *name, const void *bytes, gsize size);
void cl_test_zip_add_blanks (struct archive *zip, const char *name, gsize size);
void cl_test_zip_end (struct archive *zip);

G_END_DECLS
