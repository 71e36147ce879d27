#pragma once

#include "form-office.h"

/* A shipped form as it was printed and read back. */
typedef struct
{
  GBytes *pdf;
  PopplerDocument *document;
  GPtrArray *elements; /* FormElement */
  ClFormReport report;
} FormShipped;

/* Parameters as "name", "text", …, NULL. Free with form_shipped_free(). */
FormShipped *form_shipped_print (FormFixture *fixture, const char *form, ...) G_GNUC_NULL_TERMINATED;
void form_shipped_free (FormShipped *shipped);
/* Each is the whole text of an element, compared without white space; NULL at the end. */
void form_shipped_assert_elements (FormShipped *shipped, const char *const *texts);
/* What stands in a cell, or NULL. */
const char *form_shipped_get_cell (FormShipped *shipped, int table, int row, int column);
void form_shipped_assert_row (FormShipped *shipped, int table, int row, const char *first, ...) G_GNUC_NULL_TERMINATED;
/* The row that has @text in its first cells; -1: none. */
int form_shipped_find_row (FormShipped *shipped, int table, const char *text);
/* Each page has all of these in its text. */
void form_shipped_assert_pages (FormShipped *shipped, int first, const char *const *texts);
gboolean form_shipped_has (FormShipped *shipped, const char *text);
char *form_id_text (gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FormShipped, form_shipped_free)
