#pragma once

#include <libxml/tree.h>

#include "cl-template-private.h"

G_BEGIN_DECLS

gboolean cl_template_read (ClTemplate *form, ClCatalogue *catalogue, const char *path, xmlNodePtr root, GError **error);

/* Within reading. */
typedef struct
{
  ClTemplate *form;
  ClCatalogue *catalogue;
  const char *path;
} ClTemplateReader;

gboolean cl_template_compile (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, const char *column, const char *where, const char *order, GError **error);
char *cl_template_read_plain (xmlNodePtr node);
double cl_template_read_number (xmlNodePtr node, const char *attribute, double otherwise);
ClAlign cl_template_read_align (xmlNodePtr node);
/* The words of an element, or of one of its attributes, and the expressions in them checked over @ledger; NULL where wrong. */
ClTemplateText *cl_template_read_text (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, GError **error);
ClTemplateText *cl_template_read_words (ClTemplateReader *reader, xmlNodePtr node, const char *attribute, ClLedger *ledger, GError **error);
gboolean cl_template_read_condition (ClTemplateReader *reader, xmlNodePtr node, ClTemplateCondition *condition, GError **error);
gboolean cl_template_read_rows (ClTemplateReader *reader, xmlNodePtr node, ClTemplateRows *rows, GError **error);
gboolean cl_template_read_cells (ClTemplateReader *reader, xmlNodePtr parent, const char *name, ClLedger *ledger, GPtrArray *cells, GError **error);
ClTemplateFigure *cl_template_read_figure (ClTemplateReader *reader, xmlNodePtr node, ClLedger *ledger, GError **error);
gboolean cl_template_read_table (ClTemplateReader *reader, xmlNodePtr node, ClTemplateBlock *block, GError **error);
gboolean cl_template_read_grid (ClTemplateReader *reader, xmlNodePtr node, ClTemplateBlock *block, GError **error);
gboolean cl_template_read_blocks (ClTemplateReader *reader, xmlNodePtr root, GError **error);

G_END_DECLS
