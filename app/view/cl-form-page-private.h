#pragma once

#include "cl-batch-view-private.h"
#include "cl-preview.h"

G_BEGIN_DECLS

struct _ClFormPage
{
  GtkWidget parent_instance;
  ClContext *context;
  GPtrArray *forms;    /* ClTemplate */
  ClTemplate *form;    /* none of its own: one of @forms */
  ClPaper *paper;      /* what is shown, as the register will call it; NULL: nothing was made yet */
  GBytes *pdf;         /* its file, also while the next one is made */
  GCancellable *making;
  guint timeout, preview_source;
  gboolean begun; /* the paper of what was chosen was asked for */
  gboolean want_focus; /* once it is */

  GtkWidget *box, *side, *form_choice, *parameters, *state, *returned, *warning, *preview;
  GtkWidget *batch, *batch_button, *save_button, *print_button; /* @batch in the place of @preview while it is shown */
};

/* Of the one paper; while the batch is shown the actions are the batch's. */
void cl_form_page_set_paper_ready (ClFormPage *page, gboolean ready);

/* cl-form-page-make.c: the paper, made in a thread. */
void cl_form_page_make (ClFormPage *page);    /* anew; the one under way is given up */
void cl_form_page_give_up (ClFormPage *page); /* none is made any more */
void cl_form_page_say_nothing_made (ClFormPage *page, const char *words);

/* cl-form-page-batch.c: all papers of the form, a line each. */
void cl_form_page_build_batch (ClFormPage *page);
gboolean cl_form_page_shows_batch (ClFormPage *page);
void cl_form_page_show_batch (ClFormPage *page, gboolean shown);
void cl_form_page_follow_batch (ClFormPage *page);  /* what it is filled for has changed */
void cl_form_page_update_batch (ClFormPage *page);  /* what the buttons say and whether they can be used */
gboolean cl_form_page_is_for_all (ClFormPage *page); /* what is shown is a sheet for each, of all of them */
void cl_form_page_set_ready (ClFormPage *page, gboolean ready);

/* cl-form-page-print.c: what leaves the page, each written into the register. */
void cl_form_page_ask_where (ClFormPage *page);
void cl_form_page_save (ClFormPage *page, GFile *file);
void cl_form_page_print (ClFormPage *page, const char *printer); /* NULL asks */

/* "附件3：12 份中 9 份已交回", of the newest year it was printed for; gone where it was not. */
void cl_form_page_count_returned (ClFormPage *page);

G_END_DECLS
