#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "cl-value.h"

G_BEGIN_DECLS

/* One SQLite connection with its cache of prepared statements. Belongs to one thread at a time. */
typedef struct _ClDatabase ClDatabase;
typedef struct _ClStatement ClStatement;

typedef enum
{
  CL_DATABASE_WRITE = 0,
  CL_DATABASE_READ = 1 << 0,       /* query_only */
  CL_DATABASE_RESTRICTED = 1 << 1, /* authorizer on: SELECT on ledger tables and known functions, nothing else (expressions of descriptions) */
  CL_DATABASE_CREATE = 1 << 2,
} ClDatabaseFlags;

ClDatabase *cl_database_open (const char *path, ClDatabaseFlags flags, GError **error);
void cl_database_close (ClDatabase *database);
sqlite3 *cl_database_get_handle (ClDatabase *database);
gboolean cl_database_execute (ClDatabase *database, const char *sql, GError **error);
/* Interrupts steps of this connection once @cancellable is cancelled; NULL takes it off. */
void cl_database_set_cancellable (ClDatabase *database, GCancellable *cancellable);
/* The same once its machine has made so many steps; 0: no bound. */
void cl_database_set_steps (ClDatabase *database, guint steps);
void cl_database_set_error (ClDatabase *database, GError **error); /* from the connection's last failure, in words */

void cl_database_drop_idle (ClDatabase *database, const char *sql); /* from the cache of statements */
/* Transfer full: cl_statement_release() resets it and returns it to the cache. */
ClStatement *cl_database_prepare (ClDatabase *database, const char *sql, GError **error);
void cl_statement_release (ClStatement *statement);
gboolean cl_statement_step (ClStatement *statement, GError **error); /* TRUE: a row; FALSE: done, or error set */
gboolean cl_statement_run (ClStatement *statement, GError **error);  /* steps to the end and resets for the next binding */
void cl_statement_reset (ClStatement *statement);
/* Parameters count from 1, columns from 0. Texts are copied. */
void cl_statement_bind_integer (ClStatement *statement, int parameter, gint64 integer);
void cl_statement_bind_text (ClStatement *statement, int parameter, const char *text); /* NULL binds NULL */
void cl_statement_lend_text (ClStatement *statement, int parameter, const char *text);
void cl_statement_bind_bytes (ClStatement *statement, int parameter, gconstpointer data, gsize size);
void cl_statement_bind_value (ClStatement *statement, int parameter, const ClValue *value); /* NONE, INTEGER, TEXT */
gboolean cl_statement_bind_named (ClStatement *statement, const char *name, const ClValue *value); /* ":village"; FALSE: no such parameter */
int cl_statement_get_n_parameters (ClStatement *statement);
const char *cl_statement_get_parameter_name (ClStatement *statement, int parameter);
gboolean cl_statement_is_null (ClStatement *statement, int column);
gint64 cl_statement_get_integer (ClStatement *statement, int column);
double cl_statement_get_double (ClStatement *statement, int column);
const char *cl_statement_get_text (ClStatement *statement, int column); /* valid until the next step */
gconstpointer cl_statement_get_bytes (ClStatement *statement, int column, gsize *size);
int cl_statement_get_n_columns (ClStatement *statement);

/* cl-functions.c: the SQL functions of the expression language, registered on every connection by cl_database_open():
 *   deterministic, innocuous: cl_sort_key(text) id_birth(id) id_sex(id) certificate_id(no) certificate_category(no) certificate_grade(no)
 *   age(birth [, on]) paper_date(iso) mask(class, text) years_between(a,b) days_between(a,b) add_days(iso,n) add_months(iso,n) digits(text)
 *   not deterministic: today()
 * and once a catalogue is known, by cl_database_set_catalogue(): label('codes', code) rank('codes', code). */
struct _ClCatalogue;
void cl_database_set_catalogue (ClDatabase *database, struct _ClCatalogue *catalogue);
struct _ClCatalogue *cl_database_get_catalogue (ClDatabase *database);
char *cl_database_get_attachment_path (ClDatabase *database, const char *sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDatabase, cl_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClStatement, cl_statement_release)

G_END_DECLS
