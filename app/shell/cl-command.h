#pragma once

#include "canlian.h"
#include "cl-plugins.h"

G_BEGIN_DECLS

/* One run of the command line: the words after "canlian", and what the commands need. The commands themselves are in cl-command-GROUP.c. */
typedef struct
{
  char *data;      /* the data file */
  char *today;     /* as given, or NULL */
  char *as;        /* who sits at the desk */

  /* Options of the commands; each takes those that its entry in the table names. */
  char *code;
  char *name;
  char *search;
  char *view;
  char *output;
  char *sheet;
  char *encoding;
  char *size;
  char *map;
  char *save_map;
  char *refused;
  char *decide;
  char *forget;
  char *rename;
  char *header;
  gboolean remove;
  GStrv own;
  char *type;
  char *of;
  gboolean is_private;
  char *purpose;
  char *from;
  char *keep;
  gboolean list;
  char *by;
  char *and_by;
  char *split;
  char *since;
  char *until;
  char *kind;
  char *who;
  char *ledger;
  char *record;
  char *keep_years;
  char *pass_phrase;
  gboolean by_recovery_key;
  gboolean seal_open;
  gboolean remove_open;
  gboolean purge;
  gboolean none;
  gboolean seen;
  gboolean is_public;
  GStrv where;
  GStrv set;
  gboolean json;
  gboolean dry_run;
  gboolean all;
  gboolean cases;
  gboolean strict;
  gboolean fill;
  gboolean overwrite;
  gboolean one_file;

  ClPlugins *plugins;
  ClCatalogue *catalogue;
  ClStore *store;
} ClCommandLine;

typedef struct
{
  const char *name;
  const char *arguments; /* as usage shows them: "LEDGER FILE" */
  const char *options;   /* names of those it takes, blank between */
  guint n_required;
  guint n_allowed;
  const char *summary;   /* for translation */
  const char *more;      /* for translation, or NULL */
  gboolean (*run) (ClCommandLine *line, const char *const *arguments, GError **error);
} ClCommand;

gboolean cl_command_is_known (const char *name);
int cl_command_main (int argc, char **argv, const char *data, const char *today, const char *as); /* argv[0] is the command */
void cl_command_print_help (void);

/* For the commands: */
void cl_command_say (const char *format, ...) G_GNUC_PRINTF (1, 2);     /* stdout, UTF-8 whatever the locale */
void cl_command_complain (const char *format, ...) G_GNUC_PRINTF (1, 2); /* stderr */
ClCatalogue *cl_command_line_load (ClCommandLine *line);
ClStore *cl_command_line_open (ClCommandLine *line, GError **error);
gint64 cl_command_find_record (ClCommandLine *line, ClLedger *ledger, const char *typed, GError **error); /* by id, name or number; 0 with @error */
ClLedger *cl_command_line_find_ledger (ClCommandLine *line, const char *name, GError **error);
ClImport *cl_command_open_import (ClCommandLine *line, ClLedger *ledger, const char *path, const ClSheetOptions *options, GError **error); /* cl-command-import.c */

gboolean cl_command_line_open_view (ClCommandLine *line, ClLedger *ledger, ClListView **kept, GError **error); /* cl-command-views.c */

/* cl-command-desk.c: TRUE where nobody has to say who he is, too. */
gboolean cl_command_desk_sign_in (ClCommandLine *line, GError **error);
/* From the first line of the file that the environment's @variable names, or from the terminal, which does not show it. */
char *cl_command_desk_ask (const char *prompt, const char *variable, GError **error);

extern const ClCommand cl_command_data[];
extern const ClCommand cl_command_desk[];
extern const ClCommand cl_command_merge[];
extern const ClCommand cl_command_exchange[];
extern const ClCommand cl_command_import[];
extern const ClCommand cl_command_chart_group[];
extern const ClCommand cl_command_form[];
extern const ClCommand cl_command_journal[];
extern const ClCommand cl_command_keep[];
extern const ClCommand cl_command_fill[];
extern const ClCommand cl_command_own[];
extern const ClCommand cl_command_sample[];
extern const ClCommand cl_command_today_group[];
extern const ClCommand cl_command_view_group[];

G_END_DECLS
