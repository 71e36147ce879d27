#pragma once

#include "cl-pdf-content-private.h"
#include "cl-pdf-page-private.h"
#include "cl-preview-private.h"

G_BEGIN_DECLS

/* What the files of the preview share; for nobody else. */

#define CL_PREVIEW_ZOOM_LEAST 0.25
#define CL_PREVIEW_ZOOM_MOST 5.0

struct _ClPreview
{
  GtkWidget parent_instance;
  ClPdfSource *source;
  guint page;
  gboolean two;    /* pages side by side, @page the left one */
  GCancellable *reading, *finding;
  GArray *matches; /* ClPdfMatch, NULL: nothing sought */
  guint match;

  GtkWidget *box, *bar, *search_bar, *paned, *words;
  GtkWidget *page_entry, *zoom_label, *busy, *search_entry, *count_label;
  GtkWidget *scrolled, *image, *second, *content, *thumbs;
};

void cl_preview_show_page (ClPreview *preview, guint page);
/* To another page by the person's own will: its top is seen, the content follows, and it is said. */
void cl_preview_turn_to (ClPreview *preview, gint64 page);
gboolean cl_preview_has_focus (GtkWidget *widget);
void cl_preview_set_two_pages (ClPreview *preview, gboolean two);
void cl_preview_set_thumbnails (ClPreview *preview, gboolean shown);

/* cl-preview-bar.c */
void cl_preview_build_bar (ClPreview *preview);
void cl_preview_update_bar (ClPreview *preview);
void cl_preview_update_zoom (ClPreview *preview);
void cl_preview_activate (GtkWidget *widget, const char *name, GVariant *parameter);

/* cl-preview-search.c */
void cl_preview_build_search (ClPreview *preview);
void cl_preview_open_search (ClPreview *preview);
void cl_preview_close_search (ClPreview *preview);
void cl_preview_search_again (ClPreview *preview);
void cl_preview_forget_matches (ClPreview *preview);
void cl_preview_mark_found (ClPreview *preview);
void cl_preview_step_match (ClPreview *preview, int step);

G_END_DECLS
