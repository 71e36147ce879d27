#pragma once

#include "cl-pdf-source-private.h"
#include "cl-preview.h"

G_BEGIN_DECLS

/* As cl_preview_set_pdf(), of a file that is open already, or of a draft: its pages are shown, and what else stands there stays. NULL empties. */
void cl_preview_set_source (ClPreview *preview, ClPdfSource *source);
/* In place of a paper: what is missing and what to do; NULL shows the paper again. */
void cl_preview_set_words (ClPreview *preview, const char *title, const char *words);
void cl_preview_set_busy (ClPreview *preview, gboolean busy);
gboolean cl_preview_is_settled (ClPreview *preview); /* page drawn and content read: for tests */
ClPdfSource *cl_preview_get_source (ClPreview *preview); /* transfer none, NULL; for tests */
void cl_preview_focus_page (ClPreview *preview);
/* Moves the focus to the next or previous of image and content; FALSE where there is none further. */
gboolean cl_preview_move_pane (ClPreview *preview, int step);

G_END_DECLS
