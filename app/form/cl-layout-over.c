#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include "cl-layout-private.h"

/* The document itself, page by page, with the form in a blank place of its first one (FORMS.md F18). */

static void
set_page (ClSetter *setter, guint i)
{
  const GPtrArray *scan = setter->sheet->scan;
  const ClScanPage *scanned = scan->pdata[i];
  g_autofree char *alternative = NULL;
  ClPage *page;

  cl_setter_begin_page (setter, i == 0);
  page = setter->page;
  page->width = scanned->paper[0];
  page->height = scanned->paper[1];
  page->landscape = page->width > page->height;
  alternative = g_strdup_printf ("来文扫描件，第 %u 页，共 %u 页：%s", i + 1, scan->len, setter->sheet->called);
  cl_setter_add_figure (setter, 0, 0, page->width, page->height, alternative, NULL);
  g_array_index (page->boxes, ClBox, page->boxes->len - 1).scan = scanned;
}

void
cl_over_set (ClSetter *setter)
{
  const ClTemplatePieces *pieces = &setter->form->pieces;
  const GPtrArray *scan = setter->sheet->scan;
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();

  for (guint i = 0; i < scan->len; i++)
    {
      set_page (setter, i);
      if (i > 0)
        continue;
      cl_scan_page_find_room (scan->pdata[0], pieces->width, pieces->height, setter->sheet->place, &setter->left, &setter->top);
      setter->width = pieces->width;
      setter->bottom = setter->top + pieces->height;
      for (guint k = 0; k < setter->sheet->blocks->len; k++)
        {
          ClSheetBlock *block = setter->sheet->blocks->pdata[k];

          if (block->grid != NULL)
            cl_grid_flow (setter, block->grid, headers, setter->top, 0);
        }
    }
}
