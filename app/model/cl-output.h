#pragma once

#include "cl-store.h"

G_BEGIN_DECLS

/* What left the office: written down with a number of the year as a record of the core ledger "output", with its journal entry, in one go. */
typedef struct
{
  const char *kind;       /* of the codes output-kind: "print", "export"; the journal entry's kind as well */
  const char *source;     /* name of the form or ledger */
  const char *title;      /* as it stands at its head: 附件3 村（社区）残协组织人员名单 */
  gint64 unit;            /* the division that it speaks of and that signs it; 0: none, or several */
  const char *unit_name;  /* instead of @unit: what it was called on the paper */
  const char *period;     /* the year that it is for, or NULL */
  const char *parameters; /* for whom, in words, or NULL */
  const char *purpose;    /* NULL: by kind */
  const char *batch;      /* number of the first of those made together; NULL: cl_output_log_all() gives it */
  guint copies, pages;    /* 0: not known */
  GBytes *bytes;          /* the file itself … */
  const char *path;       /* … or where it lies; one of the two for the digest, NULL both: none */
  gboolean keep;          /* lay the exact file with the attachments: what is printed is kept, a spreadsheet of everybody is not */
  const char *file_name;  /* of the kept file; NULL: the title with .pdf */
} ClOutput;

/* Returns the record's id, 0 on error, and its number ("2026-0012"), which the caller frees; @number may be NULL. */
gint64 cl_output_log (ClStore *store, const ClOutput *output, char **number, GError **error);
/* All in one journal entry. Returns their record ids (gint64), NULL on error. */
GArray *cl_output_log_all (ClStore *store, const ClOutput *outputs, guint n, GError **error);
/* An ordinary edit of all @ids (gint64): code of output-state, since today. Returns as cl_store_write(). */
gint64 cl_output_set_state (ClStore *store, GArray *ids, const char *state, GError **error);

/* How many of the newest prints of a form, one a unit and of its newest year, have come back. */
typedef struct
{
  guint prints, returned;
} ClOutputCount;
gboolean cl_output_count (ClCatalogue *catalogue, ClDatabase *reader, const char *source, ClOutputCount *count, GError **error);

/* One print or export of a form, and how far it has come. */
typedef struct
{
  gint64 id;
  char *unit, *parameters, *number, *kind; /* of the record; unit and parameters may be NULL */
  char *state;                             /* code of output-state, or NULL: an export */
  char *since;                             /* ISO date */
} ClOutputStanding;
/* The furthest last (ClOutputStanding). NULL on error. */
GPtrArray *cl_output_list_standings (ClDatabase *reader, const char *source, const char *period, GError **error);

G_END_DECLS
