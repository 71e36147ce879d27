#pragma once

#include "cl-record-editor.h"
#include "cl-record-form-private.h"

G_BEGIN_DECLS

/* One pane: at its bottom the record being read, on it a pile of forms: the record being written, a record that one of its references wanted made … */
struct _ClRecordEditor
{
  GtkWidget parent_instance;
  ClContext *context;
  GtkWidget *details;
  GPtrArray *forms; /* ClRecordForm, owned; the last is seen */
  GPtrArray *left;  /* ClRecordForm, owned: hidden, and taken apart between frames */
  guint left_source;
  ClLedger *ledger; /* of the record being read */
  gint64 id;
  guint reload_source;
};

/* cl-record-pile.c */
ClRecordForm *cl_record_pile_get_top (ClRecordEditor *self); /* NULL: nothing is written */
void cl_record_pile_show_top (ClRecordEditor *self);
void cl_record_pile_pop_all (ClRecordEditor *self); /* each lies as a draft */
void cl_record_pile_clear (ClRecordEditor *self);   /* at the end of the pane */
/* @draft is taken; @caller: the reference that wanted it made, or NULL; @field: the first to be written in, or NULL. */
void cl_record_pile_push (ClRecordEditor *self, ClRecord *draft, ClFieldRow *caller, const char *field);
void cl_record_pile_drop_draft (GtkWidget *editor, const char *action, GVariant *parameter); /* an action: the form begins anew */

G_END_DECLS
