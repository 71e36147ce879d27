#include "cl-config.h"

#include "cl-database-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cl-catalogue.h"
#include "cl-desk-private.h"
#include "cl-error.h"

/* Statements kept for use again; beyond it the idle ones are let go, since a long import makes one SQL text a set of changed fields. */
#define MAX_IDLE 256
/* Virtual machine steps between two looks at what stops it: well under a millisecond. */
#define PROGRESS_STEPS 2000
/* Pages in the -wal from which on they are carried over, as SQLite itself has it. */
#define WAL_PAGES 1000

struct _ClDatabase
{
  sqlite3 *handle;
  GHashTable *idle; /* SQL -> ClStatement not in use */
  ClCatalogue *catalogue;
  GCancellable *cancellable;
  gint64 steps_left; /* negative: no bound */
  ClGuard guard;
  ClSeat *seat; /* NULL: the program's own work */
  ClDatabaseWatch watch;
  gpointer watch_data;
  int wal_pages; /* with cl_database_defer_checkpoints(): in the -wal */
  ClDatabaseClaim claim;
  gpointer claim_data;
};

static void
statement_free (ClStatement *statement)
{
  sqlite3_finalize (statement->handle);
  g_free (statement->sql);
  g_free (statement);
}

/* A file that holds personal data is made readable by its owner alone from its first byte; -wal and -shm inherit the mode. */
static gboolean
make_private_file (const char *path, GError **error)
{
  int fd = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  if (errno == EEXIST)
    return TRUE;
  g_set_error (error, CL_ERROR, CL_ERROR_FAILED,
               _("The data file %s cannot be made: %s. Choose a folder in which you may write."), path, g_strerror (errno));
  return FALSE;
}

static int
progress_cb (gpointer data)
{
  ClDatabase *database = data;

  if (database->steps_left >= 0 && (database->steps_left -= PROGRESS_STEPS) <= 0)
    return TRUE;
  return g_cancellable_is_cancelled (database->cancellable);
}

#define MEMORY_FOLDER "/dev/shm"

/* What SQLite lays aside for a while, as rows that it sorts, are people's names and numbers: on a disk they could be read after the file is gone. */
static void
keep_files_in_memory (void)
{
  struct statfs about;

  if (sqlite3_temp_directory == NULL && statfs (MEMORY_FOLDER, &about) == 0 && about.f_type == TMPFS_MAGIC && access (MEMORY_FOLDER, W_OK | X_OK) == 0)
    sqlite3_temp_directory = sqlite3_mprintf ("%s", MEMORY_FOLDER);
}

/* SQLite counts its memory under one lock for all threads, and nobody reads the count. Where it was begun by another library before, it stays as it is. */
static void
configure_once (void)
{
  static gsize is_done;

  if (g_once_init_enter (&is_done))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      keep_files_in_memory ();
      g_once_init_leave (&is_done, 1);
    }
}

/* A file that we make bears our mark before it is switched to WAL, so that the mark stands in the file itself and not only in its -wal. */
static gboolean
set_up_writer (ClDatabase *database, gboolean create, GError **error)
{
  if (create)
    {
      g_autoptr(ClStatement) pages = cl_database_prepare (database, "PRAGMA page_count", error);
      g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d", CL_DATABASE_APPLICATION_ID);
      gboolean is_empty;

      if (pages == NULL || !cl_statement_step (pages, error))
        return FALSE;
      is_empty = cl_statement_get_integer (pages, 0) == 0;
      cl_statement_reset (pages);
      if (is_empty && !cl_database_execute (database, mark, error))
        return FALSE;
    }
  /* What is deleted is written over, whatever SQLite was built to do. Up to 64 MiB of pages: with the usual two a large import writes the same pages into the -wal again and again and reads them back. What an index is
   * sorted by are people's names and numbers: they go into no file of their own. */
  return cl_database_execute (database, "PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY", error);
}

static gboolean
set_up (ClDatabase *database, ClDatabaseFlags flags, GError **error)
{
  sqlite3_extended_result_codes (database->handle, 1);
  sqlite3_busy_timeout (database->handle, 5000);
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_limit (database->handle, SQLITE_LIMIT_ATTACHED, 0);
  cl_functions_register (database);

  if (!cl_database_execute (database, "PRAGMA foreign_keys = ON", error))
    return FALSE;
  if (flags & CL_DATABASE_READ)
    {
      if (!cl_database_execute (database, "PRAGMA query_only = ON", error))
        return FALSE;
    }
  else if (!set_up_writer (database, (flags & CL_DATABASE_CREATE) != 0, error))
    return FALSE;

  if (flags & CL_DATABASE_RESTRICTED)
    {
      sqlite3_limit (database->handle, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
      sqlite3_limit (database->handle, SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024);
      sqlite3_limit (database->handle, SQLITE_LIMIT_EXPR_DEPTH, 500);
      database->guard = CL_GUARD_RESTRICTED;
    }
  cl_database_install_guard (database);
  return TRUE;
}

/* SQLite itself rolls a transaction back when it is interrupted or the disk is full. What a recorded write did after that would be
 * committed statement by statement, without a journal entry. */
gboolean
cl_database_is_inside (ClDatabase *database, GError **error)
{
  if (!cl_database_claim (database, error))
    return FALSE;
  if (database->guard != CL_GUARD_RECORDED || !sqlite3_get_autocommit (database->handle))
    return TRUE;
  if (g_cancellable_is_cancelled (database->cancellable))
    cl_error_set_cancelled (error);
  else
    g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The write was broken off; nothing was changed. Try again."));
  return FALSE;
}

/**
 * cl_database_open:
 * @path: the file
 * @flags: what the connection is for
 * @error: return location
 *
 * Opens one connection: foreign keys on, schema not trusted, our SQL functions registered; a writing one in WAL with
 * synchronous FULL (DESIGN.md, The store). A file made by %CL_DATABASE_CREATE has mode 0600. Any thread, but the
 * connection belongs to one thread at a time.
 *
 * Returns: (transfer full): the connection, or %NULL with %CL_ERROR_FOREIGN where the file is no database, %CL_ERROR_FAILED else
 */
ClDatabase *
cl_database_open (const char *path, ClDatabaseFlags flags, GError **error)
{
  g_autoptr(ClDatabase) database = NULL;
  int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

  g_return_val_if_fail (path != NULL, NULL);

  configure_once ();
  if ((flags & CL_DATABASE_CREATE) && !make_private_file (path, error))
    return NULL;

  database = g_new0 (ClDatabase, 1);
  database->steps_left = -1;
  database->idle = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) statement_free);
  if (sqlite3_open_v2 (path, &database->handle, open_flags, NULL) != SQLITE_OK)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The data file %s cannot be opened: %s. Check that it is there and that you may write it."),
                   path, sqlite3_errmsg (database->handle));
      return NULL;
    }
  if (!set_up (database, flags, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&database);
}

/**
 * cl_database_close:
 * @database: (transfer full) (nullable): a connection whose statements were all released
 */
void
cl_database_close (ClDatabase *database)
{
  if (database == NULL)
    return;
  cl_database_set_cancellable (database, NULL);
  g_clear_pointer (&database->idle, g_hash_table_unref);
  /* v2: a statement that someone still holds keeps the connection alive instead of breaking it. */
  g_clear_pointer (&database->seat, cl_seat_unref);
  sqlite3_close_v2 (database->handle);
  g_clear_object (&database->catalogue);
  g_free (database);
}

/**
 * cl_database_get_handle:
 * @database: a connection
 *
 * Returns: (transfer none): SQLite's own connection
 */
sqlite3 *
cl_database_get_handle (ClDatabase *database)
{
  cl_database_claim (database, NULL);
  return database->handle;
}

/**
 * cl_database_execute:
 * @database: a connection
 * @sql: one or more statements; rows are dropped
 * @error: return location
 *
 * Returns: whether all of them ran
 */
gboolean
cl_database_execute (ClDatabase *database, const char *sql, GError **error)
{
  if (!cl_database_is_inside (database, error))
    return FALSE;
  if (sqlite3_exec (database->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  cl_database_set_error (database, error);
  return FALSE;
}

static void
watch_progress (ClDatabase *database)
{
  gboolean is_watched = database->cancellable != NULL || database->steps_left >= 0;

  sqlite3_progress_handler (database->handle, is_watched ? PROGRESS_STEPS : 0, is_watched ? progress_cb : NULL, database);
}

/**
 * cl_database_set_cancellable:
 * @database: a connection
 * @cancellable: (nullable): what stops it
 *
 * Steps fail with %G_IO_ERROR_CANCELLED once @cancellable is cancelled, from whatever thread. SQLite rolls back a
 * writing transaction that is interrupted.
 */
void
cl_database_set_cancellable (ClDatabase *database, GCancellable *cancellable)
{
  cl_database_claim (database, NULL);
  g_set_object (&database->cancellable, cancellable);
  watch_progress (database);
}

/**
 * cl_database_set_steps:
 * @database: a connection
 * @steps: how many steps of SQLite's machine may still be made, as a multiple of some thousands; 0: as many as it takes
 *
 * For the main thread: beyond @steps a statement fails with %G_IO_ERROR_CANCELLED, whatever a processor and a disk are worth.
 */
void
cl_database_set_steps (ClDatabase *database, guint steps)
{
  database->steps_left = steps > 0 ? (gint64) steps : -1;
  watch_progress (database);
}

/**
 * cl_database_set_error:
 * @database: a connection whose last call failed
 * @error: return location
 *
 * Says the failure in words and in the code that the caller can act on.
 */
void
cl_database_set_error (ClDatabase *database, GError **error)
{
  const char *message = sqlite3_errmsg (database->handle);

  switch (sqlite3_errcode (database->handle) & 0xff)
    {
    case SQLITE_INTERRUPT:
      cl_error_set_cancelled (error);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error_literal (error, CL_ERROR, CL_ERROR_LOCKED, _("The data file is in use by another program. Close that program and try again."));
      break;
    case SQLITE_NOTADB:
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FOREIGN, _("This file is not a data file of Canlian. Choose another file."));
      break;
    case SQLITE_CORRUPT:
      g_set_error (error, CL_ERROR, CL_ERROR_DAMAGED, _("The data file is damaged (%s). Restore the last backup."), message);
      break;
    case SQLITE_FULL:
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The disk is full; nothing was changed. Make room and try again."));
      break;
    case SQLITE_READONLY:
      g_set_error_literal (error, CL_ERROR, CL_ERROR_FAILED, _("The data file may not be written here. Check its folder and its permissions."));
      break;
    case SQLITE_AUTH:
      g_set_error (error, CL_ERROR, CL_ERROR_DENIED, _("This is not allowed here: %s. Use only fields of ledgers and the known functions."), message);
      break;
    case SQLITE_CONSTRAINT:
      g_set_error (error, CL_ERROR, CL_ERROR_CONFLICT, _("The change does not fit what is stored (%s); nothing was changed. Load the record again."), message);
      break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The data file could not be read or written: %s. See whether its disk or network drive is still there and has room, then try again; nothing was changed."),
                   message);
      break;
    default:
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The data file could not be read or written: %s. Check the disk, then open the file again."), message);
    }
}

/**
 * cl_database_set_catalogue:
 * @database: a connection
 * @catalogue: all ledgers and code lists; a reference is kept
 *
 * From here on label() and rank() know the codes, and a restricted connection reads only tables of the catalogue's ledgers.
 */
void
cl_database_set_catalogue (ClDatabase *database, ClCatalogue *catalogue)
{
  g_set_object (&database->catalogue, catalogue);
}

/**
 * cl_database_get_catalogue:
 * @database: a connection
 *
 * Returns: (transfer none) (nullable): the catalogue given to it
 */
ClCatalogue *
cl_database_get_catalogue (ClDatabase *database)
{
  return database->catalogue;
}

void
cl_database_set_seat (ClDatabase *database, ClSeat *seat)
{
  if (seat != NULL)
    cl_seat_ref (seat);
  g_clear_pointer (&database->seat, cl_seat_unref);
  database->seat = seat;
}

ClSeat *
cl_database_get_seat (ClDatabase *database)
{
  return database->seat;
}

void
cl_database_set_watch (ClDatabase *database, ClDatabaseWatch watch, gpointer data)
{
  database->watch = watch;
  database->watch_data = data;
}

void
cl_database_set_claim (ClDatabase *database, ClDatabaseClaim claim, gpointer data)
{
  database->claim = claim;
  database->claim_data = data;
}

/* What changed a table once leaves an empty temporary database open, and then it cannot be said in a transaction where temporary storage is to be. Outside of
 * transactions. */
void
cl_database_close_temporary (ClDatabase *database)
{
  if (sqlite3_db_readonly (database->handle, "temp") >= 0)
    cl_database_execute (database, "PRAGMA temp_store = FILE; PRAGMA temp_store = MEMORY", NULL);
}

/* Whether what would go into a temporary file stays in memory. */
gboolean
cl_database_has_files_in_memory (void)
{
  return g_strcmp0 (sqlite3_temp_directory, MEMORY_FOLDER) == 0;
}

gboolean
cl_database_claim (ClDatabase *database, GError **error)
{
  return database->claim == NULL || database->claim (database->claim_data, error);
}

void
cl_database_set_guard (ClDatabase *database, ClGuard guard)
{
  cl_database_claim (database, NULL);
  database->guard = guard;
}

ClGuard
cl_database_get_guard (ClDatabase *database)
{
  cl_database_claim (database, NULL);
  return database->guard;
}

/**
 * cl_database_prepare:
 * @database: a connection
 * @sql: one statement
 * @error: return location
 *
 * Returns: (transfer full): the statement, from the cache where one is idle, with no parameter bound; %NULL with
 *   %CL_ERROR_DENIED where the connection may not do it
 */
ClStatement *
cl_database_prepare (ClDatabase *database, const char *sql, GError **error)
{
  ClStatement *statement;
  sqlite3_stmt *handle = NULL;

  if (!cl_database_claim (database, error))
    return NULL;
  /* What the program itself has to know about the file is read by connections without a seat, or without restriction. */
  if (database->guard == CL_GUARD_RESTRICTED && !cl_database_may (database, CL_RIGHT_READ, error))
    return NULL;
  if (g_hash_table_steal_extended (database->idle, sql, NULL, (gpointer *) &statement))
    return statement;

  if (sqlite3_prepare_v3 (database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL) != SQLITE_OK)
    {
      cl_database_set_error (database, error);
      return NULL;
    }
  g_return_val_if_fail (handle != NULL, NULL);
  if (database->watch != NULL && !database->watch (sql, database->watch_data, error))
    {
      sqlite3_finalize (handle);
      return NULL;
    }
  statement = g_new0 (ClStatement, 1);
  statement->database = database;
  statement->handle = handle;
  statement->sql = g_strdup (sql);
  return statement;
}

static int
note_wal_cb (gpointer data, sqlite3 *handle, const char *schema, int n_pages)
{
  ((ClDatabase *) data)->wal_pages = n_pages;
  return SQLITE_OK;
}

void
cl_database_defer_checkpoints (ClDatabase *database)
{
  sqlite3_wal_hook (database->handle, note_wal_cb, database);
}

void
cl_database_checkpoint (ClDatabase *database)
{
  if (database->wal_pages < WAL_PAGES)
    return;
  database->wal_pages = 0;
  /* What readers are still at stays for the next time. */
  sqlite3_wal_checkpoint_v2 (database->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

/**
 * cl_database_drop_idle:
 * @database: a connection
 * @sql: a statement that will hardly be wanted again
 *
 * Lets it go from the cache, where it is idle: a large write keeps every index that a statement reads.
 */
void
cl_database_drop_idle (ClDatabase *database, const char *sql)
{
  cl_database_claim (database, NULL);
  g_hash_table_remove (database->idle, sql);
}

/**
 * cl_statement_release:
 * @statement: (transfer full) (nullable): a statement
 *
 * Resets it, so that no read transaction stays open, and gives it back to its connection.
 */
void
cl_statement_release (ClStatement *statement)
{
  GHashTable *idle;

  if (statement == NULL)
    return;
  cl_database_claim (statement->database, NULL);
  sqlite3_reset (statement->handle);
  sqlite3_clear_bindings (statement->handle);
  idle = statement->database->idle;
  if (g_hash_table_size (idle) >= MAX_IDLE)
    g_hash_table_remove_all (idle);
  g_hash_table_replace (idle, statement->sql, statement);
}
