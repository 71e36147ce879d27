#pragma once

#include <cairo.h>

#include "cl-statistic.h"
#include "cl-store.h"
#include "cl-template.h"

G_BEGIN_DECLS

/* From a template to paper: values by query, layout, tagged PDF. */
typedef struct
{
  guint pages;
  guint sheets;              /* signed units: one per village in attachment-3 */
  guint rows;
  GPtrArray *missing_glyphs; /* char *: "䶮（张䶮，上河村）", in words, empty when every glyph has a font */
} ClFormReport;
void cl_form_report_clear (ClFormReport *report);

/* @parameters: name -> text as typed ("village" -> "上河村", "year" -> "2026"); @where: NULL-terminated "FIELD=VALUE" over the rows, or NULL.
 * Returns the whole PDF, the very file that is previewed, printed and kept. Any thread with its own restricted @reader. Errors: INVALID for a parameter
 * (says which and what is possible), NOT_FOUND when there is nothing to print. @report may be NULL. */
GBytes *cl_form_make_pdf (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *parameters, const char *const *where,
                          ClFormReport *report, GError **error);
/* The same in two steps: pages that can be looked at before the file is written. */
typedef struct _ClFormPages ClFormPages;
ClFormPages *cl_form_pages_new (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *parameters, const char *const *where, GError **error);
ClFormPages *cl_form_pages_ref (ClFormPages *pages);
void cl_form_pages_unref (ClFormPages *pages);
guint cl_form_pages_get_n (ClFormPages *pages);
void cl_form_pages_get_size (ClFormPages *pages, guint number, double *width, double *height); /* pt */
void cl_form_pages_paint (ClFormPages *pages, guint number, cairo_t *cairo);
GBytes *cl_form_pages_make_pdf (ClFormPages *pages, ClFormReport *report, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFormPages, cl_form_pages_unref)

/* Any list, in ledger mode: the model's columns, order, filter in words. */
struct _ClRowModel;
GBytes *cl_form_print_list (ClStore *store, struct _ClRowModel *rows, const char *filter_words, ClFormReport *report, GError **error);

/* A count with its chart and its table, in ledger mode. Any thread. */
GBytes *cl_form_print_statistic (ClStore *store, ClStatistic *statistic, ClFormReport *report, GError **error);

/* Values for a form that plain queries cannot give (a plugin's part). */
#define CL_TYPE_FORM_SOURCE (cl_form_source_get_type ())
G_DECLARE_INTERFACE (ClFormSource, cl_form_source, CL, FORM_SOURCE, GObject)
struct _ClFormSourceInterface
{
  GTypeInterface parent;
  gboolean (*provides) (ClFormSource *source, const char *form);
  GPtrArray *(*rows) (ClFormSource *source, const char *form, ClDatabase *reader, GHashTable *parameters, GError **error); /* GStrv a row */
};
gboolean cl_form_source_provides (ClFormSource *source, const char *form);
GPtrArray *cl_form_source_rows (ClFormSource *source, const char *form, ClDatabase *reader, GHashTable *parameters, GError **error);

G_END_DECLS
