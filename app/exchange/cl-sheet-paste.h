#pragma once

#include "cl-catalogue.h"

G_BEGIN_DECLS

/* Tables as the clipboard holds them. */
GPtrArray *cl_sheet_paste_read_text (const char *text); /* GStrv a row, cells apart by tabs, quoted where they hold line ends; transfer full */
GPtrArray *cl_sheet_paste_read_html (const char *html); /* the first table; empty where there is none */
gboolean cl_sheet_paste_has_header (ClCatalogue *catalogue, ClLedger *ledger, GPtrArray *rows);
char *cl_sheet_paste_to_text (GPtrArray *rows);
char *cl_sheet_paste_to_html (GPtrArray *rows, gboolean header); /* @header: the first row is one */

G_END_DECLS
