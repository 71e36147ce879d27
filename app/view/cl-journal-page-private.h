#pragma once

#include "cl-journal-page.h"

G_BEGIN_DECLS

struct _ClJournalPage
{
  GtkWidget parent_instance;

  ClContext *context;
  GtkWidget *box;
  GtkWidget *who, *kind, *ledger; /* choices; the first is all of them */
  GStrv actors;
  GPtrArray *ledgers;             /* ClLedger, not owned */
  GtkWidget *since, *until, *text;
  GtkWidget *about;               /* takes the narrowing to a record away */
  GtkWidget *count, *scrolled, *list, *more, *nothing;
  GtkWidget *pane, *pane_title, *parts;

  ClLedger *about_ledger;
  gint64 about_record;
  gint64 oldest;                  /* number of the last entry that is listed */
  guint n;
  guint refresh;                  /* source */
};

/* cl-journal-page.c */
gboolean cl_journal_page_read_filter (ClJournalPage *self, ClJournalFilter *filter); /* strings are the widgets' own; FALSE: a day is none, and it was said */
char *cl_journal_page_say_filter (ClJournalPage *self); /* in words, for the register of exports */
void cl_journal_page_narrow (ClJournalPage *self, ClLedger *ledger, gint64 record);
void cl_journal_page_focus_row (ClJournalPage *self);
/* cl-journal-page-pane.c: an entry opened */
GtkWidget *cl_journal_page_create_pane (ClJournalPage *self);
void cl_journal_page_open (ClJournalPage *self, const ClJournalEntry *entry);
/* cl-journal-page-ask.c: what is asked before it is done */
void cl_journal_page_export (ClJournalPage *self);
void cl_journal_page_keep (ClJournalPage *self);

G_END_DECLS
