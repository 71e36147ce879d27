#pragma once

#include <poppler.h>

#include "cl-form.h"
#include "cl-query.h"
#include "cl-store.h"
#include "../cl-test-rounds.h"

/* A township with nothing in it yet, and the forms that are shipped. Today is 2026-05-20. */
typedef struct
{
  char *folder;
  ClCatalogue *catalogue;
  ClStore *store;
} FormFixture;

void form_fixture_set_up (FormFixture *fixture, gconstpointer data);
void form_fixture_tear_down (FormFixture *fixture, gconstpointer data);
void form_fixture_remove (const char *path); /* a folder and what is in it */

/* Records by "field", "text", …, NULL; a field that refers is given as "@field", id as text. Returns the id. */
gint64 form_fixture_add (FormFixture *fixture, const char *ledger, ...) G_GNUC_NULL_TERMINATED;
gint64 form_fixture_add_village (FormFixture *fixture, const char *name, const char *code, int position);
/* A person of that name (a citizen ID by @number) in the village's association; @disability may be NULL. Returns the appointment. */
gint64 form_fixture_add_member (FormFixture *fixture, gint64 village, const char *name, guint number, const char *posts, const char *disability, const char *start, const char *end);
char *form_fixture_make_id (guint number);

ClTemplate *form_fixture_load (FormFixture *fixture, const char *form);
/* Parameters as "name", "text", …, NULL. */
GBytes *form_fixture_print (FormFixture *fixture, const char *form, const char *const *where, ClFormReport *report, GError **error, ...) G_GNUC_NULL_TERMINATED;

/* Reading what was made. Poppler 22.12 has no cleanup functions of its own, later ones have. */
void form_clear (void *object);
#define form_owned __attribute__ ((cleanup (form_clear)))
PopplerDocument *form_pdf_open (GBytes *pdf);
char *form_pdf_get_text (PopplerDocument *document, int page); /* without white space; -1: all pages */
/* Where a text stands on a page, mm from the top left; FALSE where it does not. @nth from 0. */
gboolean form_pdf_find (PopplerDocument *document, int page, const char *text, guint nth, PopplerRectangle *millimetres);
char *form_strip (const char *text); /* without white space */

/* One cell or paragraph as the structure tree has it. */
typedef struct
{
  PopplerStructureElementKind kind;
  int table; /* which table, from 0; -1: outside */
  int row;   /* in its table */
  int column;
  guint row_span;
  char *text; /* without white space */
} FormElement;
/* Poppler 22.12 takes the UTF-8 of structure texts for PDFDocEncoding. So read, @text looks like this; where Poppler is mended, like itself. */
const char *form_as_read (const char *text);
GPtrArray *form_pdf_read_structure (PopplerDocument *document, GBytes *pdf); /* FormElement, in reading order */
