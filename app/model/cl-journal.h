#pragma once

#include "cl-catalogue.h"
#include "cl-database.h"

G_BEGIN_DECLS

/* The journal is append-only. Its tables are not open to expressions; arrays returned here free what they hold. */
typedef struct
{
  gint64 entry;
  gint64 time;  /* UTC ms */
  char *actor;
  char *kind;   /* edit, import, undo, redo, schema, print, export, reveal … */
  char *words;
  gint64 target; /* entry undone or redone, 0 */
  gboolean undone;
} ClJournalEntry;

typedef struct
{
  const ClField *field;
  char *before; /* formatted, NULL: none */
  char *after;
} ClJournalChange;

typedef struct
{
  ClJournalEntry *entry;
  gboolean created, deleted;
  GPtrArray *changes; /* ClJournalChange */
} ClJournalStep;

void cl_journal_entry_free (ClJournalEntry *entry);
void cl_journal_step_free (ClJournalStep *step);

struct _ClStore;
GPtrArray *cl_journal_list (struct _ClStore *store, guint limit, GError **error);              /* ClJournalEntry, newest first */
GPtrArray *cl_journal_history (struct _ClStore *store, ClLedger *ledger, gint64 id, GError **error); /* ClJournalStep, newest first */
gboolean cl_journal_find_added (struct _ClStore *store, const char *ledger, gint64 entry, gint64 *first, gint64 *last); /* FALSE: none */
char *cl_journal_step_say (const ClJournalStep *step, ClDatabase *reader); /* "2026-11-21 09:12 root 修改：联系电话 从 … 改为 …", private values masked */

G_END_DECLS
