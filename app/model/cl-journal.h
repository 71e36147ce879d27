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

/* All that is set must hold; zeroed: the whole journal. */
typedef struct
{
  const char *since, *until; /* days of the local calendar, both counted in */
  const char *actor;
  const char *kind;
  const char *ledger;
  gint64 record;             /* of @ledger */
  const char *text;          /* a part of the words, wherever it stands */
  gint64 before;             /* only entries of lower numbers: to go on where a shorter list ended */
  guint limit;
} ClJournalFilter;

/* What an entry did to one record. */
typedef struct
{
  ClLedger *ledger;    /* the catalogue's */
  gint64 record;
  char *called;        /* by its name of today; NULL where it was deleted */
  ClJournalStep *step;
} ClJournalPart;

void cl_journal_entry_free (ClJournalEntry *entry);
void cl_journal_step_free (ClJournalStep *step);

struct _ClStore;
GPtrArray *cl_journal_list (struct _ClStore *store, guint limit, GError **error);              /* ClJournalEntry, newest first */
GPtrArray *cl_journal_find (struct _ClStore *store, const ClJournalFilter *filter, GError **error); /* the same of some */
GStrv cl_journal_list_distinct (struct _ClStore *store, const char *what, GError **error);          /* "actor", "kind" */
const char *cl_journal_kind_label (const char *kind);
char *cl_journal_format_time (gint64 time);
char *cl_journal_entry_say (const ClJournalEntry *entry); /* "2026-11-21 09:12 root，打印：…", as the words have it */
/* ClJournalPart of the first @limit records; @n (out): how many records there are. */
GPtrArray *cl_journal_entry_parts (struct _ClStore *store, gint64 entry, guint limit, guint *n, GError **error);
void cl_journal_part_free (ClJournalPart *part);
GPtrArray *cl_journal_history (struct _ClStore *store, ClLedger *ledger, gint64 id, GError **error); /* ClJournalStep, newest first */
/* cl-journal-name.c: of what may have been deleted. */
char *cl_journal_call (struct _ClStore *store, ClLedger *ledger, gint64 id);
char *cl_journal_say_value (struct _ClStore *store, const ClField *field, const ClValue *value);
gboolean cl_journal_find_added (struct _ClStore *store, const char *ledger, gint64 entry, gint64 *first, gint64 *last); /* FALSE: none */
char *cl_journal_step_say (const ClJournalStep *step, ClDatabase *reader); /* "2026-11-21 09:12 root 修改：联系电话 从 … 改为 …", private values masked */

G_END_DECLS
