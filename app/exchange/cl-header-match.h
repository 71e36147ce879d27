#pragma once

#include "cl-catalogue.h"

G_BEGIN_DECLS

/* By what a column found its home, surest first after the hand. */
typedef enum
{
  CL_HEADER_HOMELESS,
  CL_HEADER_BY_NAME,     /* a known name, white space, width and brackets aside */
  CL_HEADER_BY_LIKENESS, /* a name that is much like a known one */
  CL_HEADER_BY_CONTENT,  /* what stands below: citizen IDs, certificate numbers, phones, births, names */
  CL_HEADER_REMEMBERED,  /* as it was corrected for the last file of this shape */
  CL_HEADER_BY_HAND,
} ClHeaderHow;

typedef struct
{
  ClHeaderHow how;
  guint confidence;      /* percent; 0 without a home */
  ClFieldType holds;     /* what stands below looks like; CL_FIELD_TEXT where nothing does */
  guint n_filled;        /* of the first rows */
  char *sample;          /* the first few different values, 、 between; "" where all are blank. As in the file: not masked */
  char *group;           /* what the first row of a header of two says above it, or NULL */
} ClHeaderColumn;

/* Which column of a sheet feeds which path of a ledger. */
typedef struct
{
  guint header_row;     /* row number of the header (two-row headers: the last), 0: the sheet has none, content told the columns */
  GPtrArray *headers;   /* char * by column; of two rows joined: "残疾人情况·类别" */
  GPtrArray *paths;     /* char * by column: "person.id_number"; NULL: no home */
  GPtrArray *columns;   /* ClHeaderColumn by column */
} ClHeaderMatch;

void cl_header_match_free (ClHeaderMatch *match);
ClHeaderMatch *cl_header_match_copy (const ClHeaderMatch *match);
/* Paths a sheet may feed: the ledger's own fields and its import columns. Transfer full: char *. */
GPtrArray *cl_header_match_paths (ClCatalogue *catalogue, ClLedger *ledger);
GPtrArray *cl_header_match_paths_named (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray **headers);
char *cl_header_match_path_header (ClCatalogue *catalogue, ClLedger *ledger, const char *path); /* Chinese */
/* Finds the header among the first rows (@rows: GPtrArray of GPtrArray of char *, @row_numbers: guint) by known names, white space, width and brackets aside,
 * then homes for the other columns by likeness and content.
 * INVALID with what was looked for where no row has at least two known names (or all of a one-column sheet) and content tells nothing either. */
ClHeaderMatch *cl_header_match_new (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows, GArray *row_numbers, GError **error);
/* The same with the header where a person says it is: the row at @place of @rows. */
ClHeaderMatch *cl_header_match_new_at (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows, GArray *row_numbers, guint place);
/* How well the first rows fit @ledger, for telling the ledger by the headers: known names, a part for likeness; 0: not at all. */
double cl_header_match_rate (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows, GArray *row_numbers);
void cl_header_match_set_path (ClHeaderMatch *match, guint column, const char *path);
gboolean cl_header_match_is_corrected (const ClHeaderMatch *match); /* by hand */
/* Translated, for people. Transfer full. */
char *cl_header_match_say_how (const ClHeaderMatch *match, guint column);    /* "by likeness, 83 %" */
char *cl_header_match_say_holds (const ClHeaderMatch *match, guint column);  /* "dates" */

/* A shape is what the headers are, normalised; the same for next month's file. */
char *cl_header_match_get_shape (const ClHeaderMatch *match, ClLedger *ledger);
/* A mapping as text, a line a column: "header = path", "header =" for a column left out. '#' begins a remark. */
char *cl_header_match_to_text (const ClHeaderMatch *match);
/* Applies such a text; the path may be one of cl_header_match_paths() or its Chinese header. INVALID with the line that cannot be. @how: BY_HAND, REMEMBERED. */
gboolean cl_header_match_apply_text (ClHeaderMatch *match, ClCatalogue *catalogue, ClLedger *ledger, const char *text, ClHeaderHow how, GError **error);
gboolean cl_header_match_save_map (const ClHeaderMatch *match, const char *path, GError **error);
gboolean cl_header_match_load_map (ClHeaderMatch *match, ClCatalogue *catalogue, ClLedger *ledger, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClHeaderMatch, cl_header_match_free)

G_END_DECLS
