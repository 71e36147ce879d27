#include "cl-test-vfs.h"

#include <sqlite3.h>
#include <string.h>

typedef struct
{
  sqlite3_file parent;
  sqlite3_file *real; /* behind it in memory */
} File;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs own_vfs;
static gint counts[CL_TEST_VFS_N_METHODS];
static gint method_to_fail = -1, call_to_fail, code_to_give, fails_for_good, has_failed;

const char *
cl_test_vfs_get_name (ClTestVfsMethod method)
{
  static const char *const names[] = { "open", "read", "write", "truncate", "sync", "size", "lock", "shm-lock", "shm-map", "delete", "access" };

  return names[method];
}

void
cl_test_vfs_fail (ClTestVfsMethod method, guint nth, int code, gboolean for_good)
{
  for (guint i = 0; i < CL_TEST_VFS_N_METHODS; i++)
    g_atomic_int_set (&counts[i], 0);
  g_atomic_int_set (&method_to_fail, nth > 0 ? (gint) method : -1);
  g_atomic_int_set (&call_to_fail, (gint) nth);
  g_atomic_int_set (&code_to_give, code);
  g_atomic_int_set (&fails_for_good, for_good);
  g_atomic_int_set (&has_failed, FALSE);
}

guint
cl_test_vfs_count (ClTestVfsMethod method)
{
  return (guint) g_atomic_int_get (&counts[method]);
}

gboolean
cl_test_vfs_has_failed (void)
{
  return g_atomic_int_get (&has_failed);
}

/* SQLITE_OK: to be passed on. */
static int
meet (ClTestVfsMethod method)
{
  gint n = g_atomic_int_add (&counts[method], 1) + 1;

  if (g_atomic_int_get (&method_to_fail) != (gint) method)
    return SQLITE_OK;
  if (n != g_atomic_int_get (&call_to_fail) && !(n > g_atomic_int_get (&call_to_fail) && g_atomic_int_get (&fails_for_good)))
    return SQLITE_OK;
  g_atomic_int_set (&has_failed, TRUE);
  return g_atomic_int_get (&code_to_give);
}

static sqlite3_file *
real (sqlite3_file *file)
{
  return ((File *) file)->real;
}

static int
file_close (sqlite3_file *file)
{
  return real (file)->pMethods->xClose (real (file));
}

static int
file_read (sqlite3_file *file, void *buffer, int n, sqlite3_int64 at)
{
  int result = meet (CL_TEST_VFS_READ);

  return result != SQLITE_OK ? result : real (file)->pMethods->xRead (real (file), buffer, n, at);
}

static int
file_write (sqlite3_file *file, const void *buffer, int n, sqlite3_int64 at)
{
  int result = meet (CL_TEST_VFS_WRITE);

  return result != SQLITE_OK ? result : real (file)->pMethods->xWrite (real (file), buffer, n, at);
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  int result = meet (CL_TEST_VFS_TRUNCATE);

  return result != SQLITE_OK ? result : real (file)->pMethods->xTruncate (real (file), size);
}

/* What matters here is what is said, not what a pulled plug would leave (tests/shell/test-kill.c): nothing waits for the disk. */
static int
file_sync (sqlite3_file *file, int flags)
{
  return meet (CL_TEST_VFS_SYNC);
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  int result = meet (CL_TEST_VFS_SIZE);

  return result != SQLITE_OK ? result : real (file)->pMethods->xFileSize (real (file), size);
}

static int
file_lock (sqlite3_file *file, int level)
{
  int result = meet (CL_TEST_VFS_LOCK);

  return result != SQLITE_OK ? result : real (file)->pMethods->xLock (real (file), level);
}

static int
file_unlock (sqlite3_file *file, int level)
{
  return real (file)->pMethods->xUnlock (real (file), level);
}

static int
file_check_reserved (sqlite3_file *file, int *result)
{
  return real (file)->pMethods->xCheckReservedLock (real (file), result);
}

static int
file_control (sqlite3_file *file, int operation, void *argument)
{
  return real (file)->pMethods->xFileControl (real (file), operation, argument);
}

static int
file_sector_size (sqlite3_file *file)
{
  return real (file)->pMethods->xSectorSize (real (file));
}

static int
file_characteristics (sqlite3_file *file)
{
  return real (file)->pMethods->xDeviceCharacteristics (real (file));
}

static int
file_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  int result = meet (CL_TEST_VFS_SHM_MAP);

  return result != SQLITE_OK ? result : real (file)->pMethods->xShmMap (real (file), page, size, extend, memory);
}

/* To give back a lock does not fail. */
static int
file_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  int result = flags & SQLITE_SHM_LOCK ? meet (CL_TEST_VFS_SHM_LOCK) : SQLITE_OK;

  return result != SQLITE_OK ? result : real (file)->pMethods->xShmLock (real (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  real (file)->pMethods->xShmBarrier (real (file));
}

static int
file_shm_unmap (sqlite3_file *file, int is_deleted)
{
  return real (file)->pMethods->xShmUnmap (real (file), is_deleted);
}

static const sqlite3_io_methods methods = {
  2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock, file_check_reserved, file_control, file_sector_size,
  file_characteristics, file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  File *own = (File *) file;
  int result = meet (CL_TEST_VFS_OPEN);

  file->pMethods = NULL;
  if (result != SQLITE_OK)
    return result;
  own->real = (sqlite3_file *) (own + 1);
  memset (own->real, 0, (gsize) real_vfs->szOsFile);
  result = real_vfs->xOpen (real_vfs, name, own->real, flags, out);
  if (own->real->pMethods != NULL)
    file->pMethods = &methods;
  return result;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *name, int sync)
{
  int result = meet (CL_TEST_VFS_DELETE);

  return result != SQLITE_OK ? result : real_vfs->xDelete (real_vfs, name, 0);
}

static int
vfs_access (sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
  int result = meet (CL_TEST_VFS_ACCESS);

  return result != SQLITE_OK ? result : real_vfs->xAccess (real_vfs, name, flags, out);
}

void
cl_test_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  own_vfs = *real_vfs;
  own_vfs.zName = "canlian-test";
  own_vfs.szOsFile = (int) sizeof (File) + real_vfs->szOsFile;
  own_vfs.pNext = NULL;
  own_vfs.xOpen = vfs_open;
  own_vfs.xDelete = vfs_delete;
  own_vfs.xAccess = vfs_access;
  sqlite3_vfs_register (&own_vfs, 1);
}
