#pragma once

#include "cl-form-batch.h"
#include "cl-preview.h"

G_BEGIN_DECLS

struct _ClFormPage
{
  GtkWidget parent_instance;
  ClContext *context;
  GPtrArray *forms;    /* ClTemplate */
  ClTemplate *form;    /* none of its own: one of @forms */
  ClPaper *paper;      /* what is shown, as the register will call it; NULL: nothing was made yet */
  GCancellable *making;
  guint timeout;

  GtkWidget *box, *side, *form_choice, *parameters, *state, *returned, *warning, *preview;
};

/* cl-form-page-print.c: what leaves the page, each written into the register. */
void cl_form_page_ask_where (ClFormPage *page);
void cl_form_page_save (ClFormPage *page, GFile *file);
void cl_form_page_print (ClFormPage *page, const char *printer); /* NULL asks */

/* "附件3：12 份中 9 份已交回", of the newest year it was printed for; gone where it was not. */
void cl_form_page_count_returned (ClFormPage *page);

G_END_DECLS
