#pragma once

#include <glib-object.h>

#include "cl-field.h"

G_BEGIN_DECLS

/* A kind of record, as its description ledgers/NAME.xml tells it. Immutable once the catalogue has loaded it. */
typedef struct _ClLedger ClLedger;

/* A named view: a filter, columns and an order of their own ("certified" of person). */
typedef struct
{
  const char *name;
  const char *title;          /* translated */
  const char *where;          /* expression, or NULL */
  const char *const *columns; /* expressions; NULL: the ledger's own */
  const char *order;
} ClLedgerView;

/* A check across fields: @when true means a problem. Rules of the place are not checks but rule sets. */
typedef struct
{
  const char *field;   /* beside which it is said */
  const char *when;    /* expression over the record */
  const char *message; /* translated */
} ClLedgerCheck;

/* Something to be done by a day: of the records of @where, those whose date @due comes near or is over. Told by the page Today (cl-agenda.h). */
typedef struct
{
  const char *name;
  const char *title;      /* translated: what a list of them is headed with; {within} is filled in */
  const char *title_over; /* once the day is over; never NULL */
  const char *due;        /* expression giving a date */
  const char *where;      /* expression, or NULL */
  int within;             /* told from so many days before */
  int since;              /* until so many days after; -1: until it is done */
  /* Translated sentences with {count}, {name}, {date}, {days}, {within}; NULL: not told */
  const char *one;
  const char *many;
  const char *one_over;
  const char *many_over;
} ClLedgerDuty;

/* Numbers or dates put together for counting: "0–14", "15–59", "60+". Of a date: full years up to today. */
typedef struct
{
  const char *name;   /* like a field's: paths to it are written alike */
  const char *label;  /* translated */
  const char *header; /* Chinese, for sheets and paper */
  const char *field;  /* of the ledger: a date or an integer */
  const int *from;    /* where each band begins, rising */
  guint n;
} ClLedgerBands;

/* A count worth keeping: described once, and shown as a chart, a table, a paper and a spreadsheet (cl-statistic.h). */
typedef struct
{
  const char *name;
  const char *title;  /* translated */
  const char *header; /* Chinese, for sheets and paper */
  const char *view;   /* or NULL */
  const char *by;     /* path of a field or bands */
  const char *and_by; /* or NULL */
} ClLedgerStatistic;

/* Facts of which history is kept as dated rows: when one of @fields changes, the open row of @into that belongs to the record is ended and a new one begun. */
typedef struct
{
  const char *into;  /* ledger with date fields "start" and "end" */
  const char *owner; /* its reference field back to this ledger */
  const char *const *fields; /* the same names in both */
} ClLedgerDated;

/* How a flat sheet reaches another ledger through a reference of this one: which record is meant, and what a new one is given. */
typedef struct
{
  const char *field;               /* reference field of this ledger: "person", "organisation" */
  const char *const *match;        /* field names of the target, in turn; each alternative may be several names joined by '+' : "id_number", "kind+division" */
  gboolean create;                 /* make one that is not there */
  const char *const *set_fields;   /* values given to what is matched or made … */
  const char *const *set_values;   /* … as expressions over the target record, in the same order */
  /* Rows that belong together: one of them leads, and those below it that do not name the record have its. All NULL where there are none. */
  const char *leading_field;       /* code field of this ledger: "relation" … */
  const char *leading_code;        /* … that has this code in a leading row: "01" */
  const char *leader;              /* reference field of this ledger whose record a leading row gives … */
  const char *head;                /* … to this reference field of the target: "head" */
} ClLedgerThrough;

typedef struct
{
  const char *path;                /* "person.id_number" */
  const char *const *known_as;     /* NULL: those of the field at the path's end */
} ClLedgerImportColumn;

ClLedger *cl_ledger_ref (ClLedger *ledger);
void cl_ledger_unref (ClLedger *ledger);
const char *cl_ledger_get_name (ClLedger *ledger);
const char *cl_ledger_get_title (ClLedger *ledger);      /* translated: "Persons" */
const char *cl_ledger_get_header (ClLedger *ledger);     /* Chinese, for sheets and paper: 残疾人名册 */
const char *cl_ledger_get_table (ClLedger *ledger);      /* "person"; a plugin's: "household_visit" */
const char *cl_ledger_get_plugin (ClLedger *ledger);     /* NULL for core */
const char *cl_ledger_get_called (ClLedger *ledger);     /* expression that names one record: "name" */
const char *cl_ledger_get_order (ClLedger *ledger);      /* order expressions, as in SQL */
const char *cl_ledger_get_icon (ClLedger *ledger);
const char *cl_ledger_get_counted (ClLedger *ledger);   /* Chinese, what its records are counted in: 人, 户, 条 */
const char *cl_ledger_get_part_of (ClLedger *ledger);    /* field that refers to the owner: a guardian is part of a person; NULL */
gboolean cl_ledger_has_page (ClLedger *ledger);          /* page="no" keeps it out of the sidebar */
gboolean cl_ledger_is_hidden (ClLedger *ledger); /* by the office, whose own it is */
guint cl_ledger_get_n_fields (ClLedger *ledger);
const ClField *cl_ledger_get_field (ClLedger *ledger, guint i);
const ClField *cl_ledger_find_field (ClLedger *ledger, const char *name);
const char *const *cl_ledger_get_columns (ClLedger *ledger);  /* expressions shown in lists */
const GPtrArray *cl_ledger_get_views (ClLedger *ledger);      /* ClLedgerView */
const ClLedgerView *cl_ledger_find_view (ClLedger *ledger, const char *name);
const GPtrArray *cl_ledger_get_checks (ClLedger *ledger);     /* ClLedgerCheck */
const GPtrArray *cl_ledger_get_duties (ClLedger *ledger);     /* ClLedgerDuty */
const ClLedgerBands *cl_ledger_find_bands (ClLedger *ledger, const char *name);
const GPtrArray *cl_ledger_get_statistics (ClLedger *ledger); /* ClLedgerStatistic */
const ClLedgerStatistic *cl_ledger_find_statistic (ClLedger *ledger, const char *name);
const GPtrArray *cl_ledger_get_dated (ClLedger *ledger);      /* ClLedgerDated */
const GPtrArray *cl_ledger_get_throughs (ClLedger *ledger);   /* ClLedgerThrough */
const GPtrArray *cl_ledger_get_import_columns (ClLedger *ledger); /* ClLedgerImportColumn: paths beyond its own fields */
const char *const *cl_ledger_get_match (ClLedger *ledger);    /* how an imported row finds its record, as ClLedgerThrough.match */
const char *const *cl_ledger_get_indices (ClLedger *ledger);  /* further indices, "division, name" each */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLedger, cl_ledger_unref)

G_END_DECLS
