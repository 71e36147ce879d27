#pragma once

#include "cl-context.h"
#include "cl-field-row-private.h"

G_BEGIN_DECLS

/* One record being written: a row a field, what is wrong, Save and Cancel. Signals:
 *   saved (gint64 id)
 *   cancelled ()
 *   create (ClFieldRow *row, const char *text)   a record for the reference of @row is wanted */
#define CL_TYPE_RECORD_FORM (cl_record_form_get_type ())
G_DECLARE_FINAL_TYPE (ClRecordForm, cl_record_form, CL, RECORD_FORM, GtkWidget)

GtkWidget *cl_record_form_new (ClContext *context, ClRecord *draft); /* transfer full */
ClLedger *cl_record_form_get_ledger (ClRecordForm *self);
gint64 cl_record_form_get_id (ClRecordForm *self);
gboolean cl_record_form_has_changes (ClRecordForm *self);
void cl_record_form_focus_field (ClRecordForm *self, const char *field); /* NULL: the first */
void cl_record_form_save (ClRecordForm *self);
void cl_record_form_cancel (ClRecordForm *self); /* with changes: only the second time in a row */
void cl_record_form_reveal (ClRecordForm *self);

/* cl-record-save.c: one write. @draft and @files (ClFieldFiles) transfer full. */
typedef struct
{
  const ClField *field;
  GPtrArray *files; /* GFile */
} ClFieldFiles;
void cl_record_save_async (ClContext *context, ClRecord *draft, GArray *files, GAsyncReadyCallback callback, gpointer user_data);
gint64 cl_record_save_finish (GAsyncResult *result, GError **error); /* the record's id, 0 on error */

G_END_DECLS
