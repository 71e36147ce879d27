#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* Reads and edits one record: labelled rows in field order, help, errors beside the field and summed up, masked fields, parts, history.
 * Signals: "saved" (gint64 id), "closed" (). */
#define CL_TYPE_RECORD_EDITOR (cl_record_editor_get_type ())
G_DECLARE_FINAL_TYPE (ClRecordEditor, cl_record_editor, CL, RECORD_EDITOR, GtkWidget)

GtkWidget *cl_record_editor_new (ClContext *context);
void cl_record_editor_show (ClRecordEditor *editor, ClLedger *ledger, gint64 id);   /* read; 0: nothing */
void cl_record_editor_edit (ClRecordEditor *editor, const char *field);              /* F2: @field focused, NULL the first */
void cl_record_editor_create (ClRecordEditor *editor, ClLedger *ledger, ClRecord *draft); /* @draft transfer full, may be NULL */
gboolean cl_record_editor_has_changes (ClRecordEditor *editor);
gboolean cl_record_editor_is_editing (ClRecordEditor *editor);
void cl_record_editor_reveal (ClRecordEditor *editor);                               /* Ctrl+R: shows what is masked, and journals it; again: masks */
void cl_record_editor_set_alone (ClRecordEditor *editor, gboolean alone);            /* in place of the list: offers the way back */
gboolean cl_record_drafts_are_kept (ClContext *context);

G_END_DECLS
