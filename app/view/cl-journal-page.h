#pragma once

#include "cl-context.h"

G_BEGIN_DECLS

/* What was done in the office, newest first, a sentence each: found by who, kind, ledger, record, days and words; opened to what it changed. */
#define CL_TYPE_JOURNAL_PAGE (cl_journal_page_get_type ())
G_DECLARE_FINAL_TYPE (ClJournalPage, cl_journal_page, CL, JOURNAL_PAGE, GtkWidget)

GtkWidget *cl_journal_page_new (ClContext *context);

G_END_DECLS
