#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file system under SQLite that fails when it is told to: it becomes the default one, and passes everything on. */
typedef enum
{
  CL_TEST_VFS_OPEN,
  CL_TEST_VFS_READ,
  CL_TEST_VFS_WRITE,
  CL_TEST_VFS_TRUNCATE,
  CL_TEST_VFS_SYNC,
  CL_TEST_VFS_SIZE,
  CL_TEST_VFS_LOCK,
  CL_TEST_VFS_SHM_LOCK,
  CL_TEST_VFS_SHM_MAP,
  CL_TEST_VFS_DELETE,
  CL_TEST_VFS_ACCESS,
  CL_TEST_VFS_N_METHODS,
} ClTestVfsMethod;

void cl_test_vfs_install (void);
const char *cl_test_vfs_get_name (ClTestVfsMethod method);
/* From here on the call number @nth (from 1) of @method fails with @code (SQLITE_FULL, SQLITE_BUSY …); @for_good: and all after it. @nth 0: none. */
void cl_test_vfs_fail (ClTestVfsMethod method, guint nth, int code, gboolean for_good);
guint cl_test_vfs_count (ClTestVfsMethod method); /* calls since cl_test_vfs_fail() */
gboolean cl_test_vfs_has_failed (void);

G_END_DECLS
