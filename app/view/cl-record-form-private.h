#pragma once

#include "cl-context.h"
#include "cl-draft.h"
#include "cl-field-row-private.h"

G_BEGIN_DECLS

/* One record being written: a row a field, what is wrong, Save and Cancel. Signals:
 *   saved (gint64 id)
 *   cancelled ()
 *   look-at (gint64 id)                          another of the same ledger is wanted; this one stays as a draft
 *   merge (gint64 id)                            that one is the same as this; this one stays as a draft
 *   create (ClFieldRow *row, const char *text)   a record for the reference of @row is wanted */
#define CL_TYPE_RECORD_FORM (cl_record_form_get_type ())
G_DECLARE_FINAL_TYPE (ClRecordForm, cl_record_form, CL, RECORD_FORM, GtkWidget)

struct _ClRecordForm
{
  GtkWidget parent_instance;
  ClContext *context;
  ClRecord *draft;
  GPtrArray *rows; /* ClFieldRow, not owned */
  GtkWidget *summary;
  GtkWidget *scroller;
  GtkWidget *fields;
  guint next_field;   /* the first that has no row yet */
  GtkWidget *help;
  char *kept;         /* what was pointed out and may be kept by saving again */
  gboolean changed;   /* the person has edited something */
  gboolean saving;
  gboolean giving_up; /* Escape was pressed once */
  gboolean refused;   /* the summary says what the last save was refused for, and all of it stands beside fields */
  GtkWidget *title;

  /* cl-record-since.c */
  GHashTable *since; /* ClFieldRow: typed in while the save waits */
  GPtrArray *sent;   /* GFile: those that the save attaches */
  gint64 saved;      /* it went on after this record was saved; 0: it did not */

  /* cl-record-draft.c */
  ClRecord *pristine;       /* as it was opened */
  ClDraft *kept_draft;      /* what is in the file about it, or will be */
  gboolean kept_is_written;
  GHashTable *restored;     /* name -> GStrv, of the fields that were restored */
  GHashTable *before;       /* name -> GStrv: what stood there when the draft was begun, of those changed in the store since */
  guint keep_source;
  GtkWidget *draft_bar;
};

GtkWidget *cl_record_form_new (ClContext *context, ClRecord *draft); /* transfer full */
ClLedger *cl_record_form_get_ledger (ClRecordForm *self);
gint64 cl_record_form_get_id (ClRecordForm *self);
gboolean cl_record_form_has_changes (ClRecordForm *self);
void cl_record_form_focus_field (ClRecordForm *self, const char *field); /* NULL: the first */
void cl_record_form_save (ClRecordForm *self);
void cl_record_form_review (ClRecordForm *self); /* what was mended since a save was refused goes from the summary */
void cl_record_form_cancel (ClRecordForm *self); /* with changes: only the second time in a row */
void cl_record_form_reveal (ClRecordForm *self);
/* TRUE: the save has been handed over and may still fail; it is said that what would end the form must wait for it. */
gboolean cl_record_form_refuse_while_saving (ClRecordForm *self);

ClFieldRow *cl_record_form_find_row (ClRecordForm *self, const ClField *field); /* NULL: it has none, or none yet */
void cl_record_form_show_title (ClRecordForm *self);
void cl_record_form_show_summary (ClRecordForm *self, const char *css_class, const char *text); /* NULL: none */
gboolean cl_record_form_collect (ClRecordForm *self, ClFieldRow *row, GError **error);          /* takes what stands in @row into the draft */
void cl_record_form_derive (ClRecordForm *self);       /* fills what follows from other fields */
GPtrArray *cl_record_form_check (ClRecordForm *self);  /* ClProblem; never NULL */
void cl_record_form_add_all_rows (ClRecordForm *self); /* at once those that would come by and by */
/* It is left: hidden, and its draft ended. Its rows go a few at a time; FALSE: all have gone. */
void cl_record_form_retire (ClRecordForm *self);
gboolean cl_record_form_take_apart (ClRecordForm *self);
void cl_record_form_accept_files (ClRecordForm *form);  /* cl-field-drop.c */
/* What began the form, for a fresh one; and what stands in it is no draft any more. */
ClRecord *cl_record_form_drop (ClRecordForm *self); /* transfer full */

/* cl-record-draft.c */
void cl_record_form_find_draft (ClRecordForm *self);               /* before there are rows */
void cl_record_form_renew_draft (ClRecordForm *self);              /* what it was is saved; the record is another now */
void cl_record_form_restore_row (ClRecordForm *self, ClFieldRow *row);
void cl_record_form_show_draft (ClRecordForm *self);               /* the bar that says so; after the rows */
char *cl_record_form_say_draft (ClRecordForm *self);               /* NULL: nothing was restored */
void cl_record_form_keep_later (ClRecordForm *self);
void cl_record_form_keep_now (ClRecordForm *self);
void cl_record_form_end_draft (ClRecordForm *self, gboolean is_dead); /* @is_dead: never to be restored again */
gboolean cl_record_form_is_meanwhile (ClRecordForm *self, const ClField *field, char **message); /* the stored value is another than the draft began with */

/* cl-record-since.c: what is typed while a save waits. */
void cl_record_form_begin_since (ClRecordForm *self);
void cl_record_form_note_since (ClRecordForm *self, ClFieldRow *row);
void cl_record_form_end_since (ClRecordForm *self); /* the save failed: all is as it was */
/* TRUE: there is such, and the form goes on with the record as it was saved and with that; FALSE: it may close. */
gboolean cl_record_form_go_on (ClRecordForm *self, gint64 id);

/* cl-record-twin.c */
void cl_record_form_look_for_twin (ClRecordForm *self, ClFieldRow *row);
void cl_record_form_settle_twin (ClFieldRow *row);
void cl_record_form_say_namesake (ClRecordForm *self, ClFieldRow *row);
gint64 cl_record_form_get_twin (ClFieldRow *row); /* the one that @row speaks of; 0: none */

/* cl-record-save.c: one write. @draft and @files (ClFieldFiles) transfer full. */
typedef struct
{
  const ClField *field;
  GPtrArray *files; /* GFile */
} ClFieldFiles;
void cl_record_save_async (ClContext *context, ClRecord *draft, GArray *files, gint64 kept_draft, GAsyncReadyCallback callback, gpointer user_data);
gint64 cl_record_save_finish (GAsyncResult *result, GError **error); /* the record's id, 0 on error */

G_END_DECLS
