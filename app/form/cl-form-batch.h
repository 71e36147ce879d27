#pragma once

#include "cl-form.h"
#include "cl-output.h"

G_BEGIN_DECLS

/* What the register of prints and exports is told of one paper of a form. */
typedef struct
{
  char *form;       /* name */
  char *title;      /* 附件3 村（社区）残协组织人员名单 */
  char *period;     /* "2026" */
  char *parameters; /* 上河村，2026年 */
  char *file_name;  /* 附件3 上河村.pdf */
  char *signs;      /* who signs: 村长, or NULL */
  char *stamp;      /* where the stamp goes, or NULL */
  gint64 unit;      /* division, 0: none or several */
} ClPaper;

/* @typed as for cl_form_make_pdf(). */
ClPaper *cl_paper_new (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed);
ClPaper *cl_paper_copy (const ClPaper *paper);
void cl_paper_free (ClPaper *paper);
/* Borrowed strings: @output must not outlive @paper. */
void cl_paper_fill (const ClPaper *paper, ClOutput *output);

/* One unit's paper of a batch. */
typedef struct
{
  gint64 id;      /* of the record that it is made for */
  ClPaper *paper;
  char *called;   /* 上河村 */
  GBytes *pdf;    /* NULL: not made, or nothing to print for it */
  char *missing;  /* "联系电话 2 处空白", what no font has; NULL: nothing is missing */
  guint pages, rows;
} ClBatchItem;

/* Of the parameter that stands for one sheet each; NULL: the form has none. */
const ClTemplateParameter *cl_form_get_each (ClTemplate *form);
gboolean cl_form_makes_several (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, guint steps);
/* Told before each paper, and after the last with @done = @n; on the thread that makes them. */
typedef void (*ClBatchProgress) (guint done, guint n, const char *called, gpointer data);
/* A paper for each unit that the form can be made for, in their order: ClBatchItem. Errors as cl_form_make_pdf(), CANCELLED. Any thread with its own reader. */
GPtrArray *cl_form_make_batch (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, ClBatchProgress progress, gpointer data,
                               GCancellable *cancellable, GError **error);
/* The same in two steps, for who shows each as it comes: the papers not yet made, then one of them. */
GPtrArray *cl_form_list_batch (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, GError **error);
gboolean cl_form_make_item (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed, ClBatchItem *item, GError **error);
/* The contents page: which papers, how many pages, who signs, where the stamp goes. */
GBytes *cl_form_make_contents (ClTemplate *form, GPtrArray *items, GError **error);
/* Contents page and all papers in one file. */
GBytes *cl_form_join_batch (ClTemplate *form, GPtrArray *items, GError **error);
/* Writes the papers that were made into the register as one entry. @kind: "print", "export". Returns as cl_output_log_all(). */
GArray *cl_form_log_batch (ClStore *store, GPtrArray *items, const char *kind, guint copies, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPaper, cl_paper_free)

G_END_DECLS
