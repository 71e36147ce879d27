#pragma once

#include "cl-query.h"

G_BEGIN_DECLS

/* Records of a ledger counted by one or two of their facts: what charts, their tables, papers and spreadsheets show. */

/* What may be counted by: a field of the ledger or of what it refers to, or bands; of dates the year, and with ".month" the month. */
typedef struct
{
  char *path;   /* "division", "person.age_group", "date.month" */
  char *label;  /* translated */
  char *header; /* Chinese, for sheets and paper */
} ClStatisticKey;
GPtrArray *cl_statistic_list_keys (ClCatalogue *catalogue, ClLedger *ledger); /* ClStatisticKey; transfer full */
ClStatisticKey *cl_statistic_find_key (ClCatalogue *catalogue, ClLedger *ledger, const char *path, GError **error);
void cl_statistic_key_free (ClStatisticKey *key);

/* What is asked: which records, by what. */
typedef struct
{
  ClLedger *ledger;
  char *view;   /* only its records; NULL: all */
  char *where;  /* a condition over the ledger besides, or NULL … */
  char *words;  /* … and what its records are, translated */
  GArray *ids;  /* gint64, only those; NULL: all */
  char *by, *and_by; /* paths; @and_by NULL: by one */
  char *header; /* Chinese: how it is headed; NULL: by the ledger */
} ClStatisticQuestion;
ClStatisticQuestion *cl_statistic_question_new (ClLedger *ledger);
ClStatisticQuestion *cl_statistic_question_copy (const ClStatisticQuestion *question);
void cl_statistic_question_take (ClStatisticQuestion *question, const ClLedgerStatistic *described); /* view, paths, header */
void cl_statistic_question_free (ClStatisticQuestion *question);

typedef enum
{
  CL_STATISTIC_VALUE,
  CL_STATISTIC_NONE, /* those who have none */
  CL_STATISTIC_REST, /* values that are too many to stand by themselves */
} ClStatisticKind;

typedef struct
{
  ClStatisticKind kind;
  char *text;      /* VALUE: as lists show it */
  char *condition; /* over the ledger: these alone; NULL: REST */
  guint merged;    /* REST: so many values */
  gint64 n;        /* records */
} ClStatisticValue;
char *cl_statistic_value_call (const ClStatisticValue *value, gboolean paper); /* @paper: always Chinese */

/* The answer; counted references, immutable. */
typedef struct
{
  ClLedger *ledger;
  char *title;      /* Chinese: of the paper */
  char *words;      /* translated: the view and what was asked besides, or NULL */
  char *by, *and_by;             /* Chinese headers */
  char *by_label, *and_by_label; /* translated */
  char *where;      /* a condition over the ledger: all that was asked; NULL: all of it */
  GArray *ids;      /* those of the question, or NULL */
  gint64 n;         /* records */
  gboolean banded;  /* rows follow each other like ages */
  gboolean overlaps; /* a record may stand in several rows or columns */
  GPtrArray *rows, *columns; /* ClStatisticValue; no columns: by one */
  gint64 *counts;   /* row by row, column by column */
} ClStatistic;
ClStatistic *cl_statistic_count (ClCatalogue *catalogue, ClDatabase *reader, const ClStatisticQuestion *question, GCancellable *cancellable, GError **error);
ClStatistic *cl_statistic_ref (ClStatistic *statistic);
void cl_statistic_unref (ClStatistic *statistic);
gint64 cl_statistic_get (const ClStatistic *statistic, guint row, guint column);
char *cl_statistic_get_condition (const ClStatistic *statistic, guint row, int column); /* @column -1: all of them; NULL: REST */
char *cl_statistic_say (const ClStatistic *statistic, gboolean paper); /* in a few sentences: how many, the most, the least */
double cl_statistic_share (const ClStatistic *statistic, gint64 n);    /* per cent */
/* Two sexes on the two sides of their ages. */
gboolean cl_statistic_is_pyramid (const ClStatistic *statistic);
char *cl_statistic_format (gint64 n); /* thousands separators */
/* cl-statistic-table.c: as a table. The row after the last is the whole. */
GStrv cl_statistic_table_head (const ClStatistic *statistic, gboolean paper);
gint64 cl_statistic_table_number (const ClStatistic *statistic, guint row, guint column);
GStrv cl_statistic_table_row (const ClStatistic *statistic, guint row, gboolean paper);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClStatistic, cl_statistic_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClStatisticKey, cl_statistic_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClStatisticQuestion, cl_statistic_question_free)

G_END_DECLS
