#pragma once

#include "cl-progress.h"
#include "cl-store.h"
#include "../cl-test-rounds.h"
#include "../cl-test-tree.h"

G_BEGIN_DECLS

/* A folder of its own with a catalogue and an open store in it, for one test. Today is 2027-03-15 unless set again. Whatever goes wrong in here ends the test. */
typedef struct
{
  char *folder;
  char *path;             /* FOLDER/office.canlian */
  ClCatalogue *catalogue;
  ClStore *store;
  gboolean with_plugins;
} ClTestStore;

#define CL_TEST_OFFICE_CODE "991123101"
#define CL_TEST_OFFICE_NAME "云岭镇"
#define CL_TEST_TODAY "2027-03-15"

/* The core ledgers of CANLIAN_CORE_DIR; the office is set, so its division and federation are there. */
ClTestStore *cl_test_store_new (void);
/* The same with the descriptions of all plugins in CANLIAN_PLUGIN_DIR. */
ClTestStore *cl_test_store_new_with_plugins (void);
void cl_test_add_plugins (ClCatalogue *catalogue);
/* Ledgers of the test's own: pairs of name ("ledgers/pet.xml", "codes/colour.xml") and text, NULL-terminated. No office is set. */
ClTestStore *cl_test_store_new_described (const char *name, const char *text, ...) G_GNUC_NULL_TERMINATED;
/* Writes one more description, or another text for one; seen after cl_test_store_reopen(). */
void cl_test_store_describe (ClTestStore *test, const char *name, const char *text);
void cl_test_store_close (ClTestStore *test);
void cl_test_store_reopen (ClTestStore *test);   /* closes where open; reads the descriptions again */
void cl_test_store_free (ClTestStore *test);     /* removes the folder */

/* A record with values as typed: pairs of field and text, NULL-terminated; references by field name and id in decimal digits. Returns its id. */
gint64 cl_test_store_add (ClTestStore *test, const char *ledger, const char *field, const char *text, ...) G_GNUC_NULL_TERMINATED;
/* A record with every field but attachments filled; what it refers to is made before. */
gint64 cl_test_store_add_full (ClTestStore *test, const char *ledger);
gint64 cl_test_store_change (ClTestStore *test, const char *ledger, gint64 id, const char *field, const char *text); /* the entry */
gboolean cl_test_store_delete (ClTestStore *test, const char *ledger, gint64 id, GError **error);
char *cl_test_store_get (ClTestStore *test, const char *ledger, gint64 id, const char *field); /* formatted; NULL: no such record */
gint64 cl_test_ask (ClDatabase *database, const char *sql); /* one integer */
gint64 cl_test_query (const char *path, const char *sql);     /* the same, on an unrestricted connection of its own */
gint64 cl_test_store_query (ClTestStore *test, const char *sql);
void cl_test_store_add_many (ClTestStore *test, guint n); /* persons, 张伟 each, by one write */
/* Breaks a work off from another thread as soon as it has told @percent; below 0: before it begins. */
typedef struct _ClTestWatch ClTestWatch;
ClTestWatch *cl_test_watch_begin (ClProgress *progress, int percent);
void cl_test_watch_end (ClTestWatch *watch); /* transfer full */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTestStore, cl_test_store_free)

G_END_DECLS
