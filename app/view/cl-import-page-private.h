#pragma once

#include "cl-import-page.h"
#include "cl-import.h"

G_BEGIN_DECLS

/* What the parts of the import's page share: what comes in (cl-import-source.c), which column feeds what (cl-import-columns.c), what happens to what is
 * there and to villages that are not (cl-import-rules.c), its end (cl-import-end.c); the run is the page's own. */
struct _ClImportPage
{
  GtkWidget parent_instance;
  ClContext *context;
  GPtrArray *ledgers; /* ClLedger, not owned, as the choice lists them */
  ClImportHead *head; /* of the file that is open */
  ClImport *import;   /* NULL: nothing fits, or nothing is open */
  GCancellable *reading, *running;
  char *table;        /* path of a table that lies in no file, to be let go of; NULL: none */
  guint sheet;        /* as chosen; 0 and NULL: told by the content */
  char *encoding, *delimiter;
  gboolean filling;   /* the choices are being set by the page, not by the clerk */
  gboolean ledger_by_hand;
  char *next_ledger;  /* name of the one that the next file is for, while another file is open; NULL: none */
  gboolean landing, landed, taking_back;
  gboolean was_taken_back; /* until the next rehearsal is over */
  guint rehearse_source, quarter;
  char *news;         /* said with the counts of the next rehearsal; NULL: none */
  char *landed_words; /* what undo is called after it */
  gint64 landed_entry;
  GPtrArray *villages; /* char *: all that the file named and that were not there */

  GtkWidget *box, *state, *progress, *cancel, *land, *undo, *refused, *added, *rows, *empty;
  GtkWidget *source, *ledger_choice, *ledger_told, *file_entry, *file_choices;
  GPtrArray *paths;          /* char *, as each choice of a column lists them behind "not imported" */
  GtkStringList *path_names; /* the same as they are called, which all choices share */
  guint next_column;         /* the first that has no line yet */

  GtkWidget *columns_part, *columns_title, *columns, *remembered, *remembered_words;
  GtkWidget *rules_part, *fill, *make_villages, *village_rows;
};

GtkWidget *cl_import_source_new (ClImportPage *self);
void cl_import_source_read (ClImportPage *self, const char *const *paths, gboolean anew); /* @anew: what was chosen for the last file does not count */
void cl_import_source_reread (ClImportPage *self);
void cl_import_source_choose (ClImportPage *self);
void cl_import_source_paste (ClImportPage *self);
void cl_import_source_drop (ClImportPage *self, GSList *files);
void cl_import_source_stop (ClImportPage *self);
ClLedger *cl_import_source_get_ledger (ClImportPage *self);
void cl_import_source_set_ledger (ClImportPage *self, const char *name);

GtkWidget *cl_import_columns_new (ClImportPage *self);
void cl_import_columns_show (ClImportPage *self);
void cl_import_columns_mask (ClImportPage *self); /* what of their values is shown changed */

GtkWidget *cl_import_rules_new (ClImportPage *self);
void cl_import_rules_show (ClImportPage *self, gboolean anew); /* @anew: another file */

/* Of the end: cl-import-end.c. */
void cl_import_end_land (ClImportPage *self); /* all that could come in is in */
void cl_import_end_ask_where (ClImportPage *self);
void cl_import_end_show_added (ClImportPage *self);
void cl_import_end_take_back (ClImportPage *self);

/* Of the page. */
guint cl_import_page_count_left (ClImportPage *self); /* rows that did not get in */
void cl_import_page_update_actions (ClImportPage *self);
void cl_import_page_opened (ClImportPage *self, const char *problem); /* the file is open, or why it is not */
void cl_import_page_rehearse (ClImportPage *self);
void cl_import_page_say (ClImportPage *self, const char *words);
GtkWidget *cl_import_page_choice (const char *title, GtkWidget *control); /* a line of the side with its words before it */
GtkWidget *cl_import_page_caption (const char *text);

G_END_DECLS
