#include "form-fixture.h"

#include <glib/gstdio.h>

#include "cl-date.h"
#include "cl-pdf-structure.h"

void
form_fixture_set_up (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *roster = g_build_filename (g_getenv ("CANLIAN_PLUGIN_DIR"), "roster", NULL);

  cl_today_set ("2026-05-20", NULL);
  fixture->folder = g_dir_make_tmp ("canlian-form-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->catalogue = cl_catalogue_new ();
  cl_catalogue_add_folder (fixture->catalogue, g_getenv ("CANLIAN_CORE_DIR"), NULL);
  cl_catalogue_add_folder (fixture->catalogue, roster, "roster");
  cl_catalogue_finish (fixture->catalogue);
  path = g_build_filename (fixture->folder, "office.canlian", NULL);
  fixture->store = cl_store_open (path, fixture->catalogue, CL_STORE_CREATE, &error);
  g_assert_no_error (error);
  cl_store_set_office (fixture->store, "991123101", "云岭镇", &error);
  g_assert_no_error (error);
}

void
form_fixture_remove (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      form_fixture_remove (child);
    }
  g_remove (path);
}

void
form_fixture_tear_down (FormFixture *fixture, gconstpointer data)
{
  cl_store_close (fixture->store);
  g_clear_object (&fixture->store);
  g_clear_object (&fixture->catalogue);
  form_fixture_remove (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

static gboolean
save_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  return cl_transaction_save (transaction, data, error);
}

gint64
form_fixture_add (FormFixture *fixture,
                  const char *ledger,
                  ...)
{
  g_autoptr (ClRecord) record = cl_record_new (cl_catalogue_find_ledger (fixture->catalogue, ledger));
  g_autoptr (GError) error = NULL;
  va_list list;
  const char *field;

  va_start (list, ledger);
  while ((field = va_arg (list, const char *)) != NULL)
    {
      const char *text = va_arg (list, const char *);

      if (field[0] == '@')
        cl_record_set_reference (record, field + 1, g_ascii_strtoll (text, NULL, 10));
      else if (text != NULL)
        cl_record_set_text (record, field, text, &error);
      g_assert_no_error (error);
    }
  va_end (list);
  cl_store_write (fixture->store, "test", save_cb, record, &error);
  g_assert_no_error (error);
  return cl_record_get_id (record);
}

gint64
form_fixture_add_village (FormFixture *fixture, const char *name, const char *code, int position)
{
  g_autofree char *place = position > 0 ? g_strdup_printf ("%d", position) : NULL;
  gint64 village = form_fixture_add (fixture, "division", "name", name, "code", code, "level", "village", "position", place, NULL);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, village), *called = g_strconcat (name, "残疾人协会", NULL);

  form_fixture_add (fixture, "organisation", "name", called, "kind", "village-association", "@division", id, NULL);
  return village;
}

/* GB 11643: weights and check characters. */
char *
form_fixture_make_id (guint number)
{
  static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  g_autofree char *body = g_strdup_printf ("991123%04u%02u%02u%03u", 1950 + number % 50, number / 50 % 12 + 1, number / 600 % 28 + 1, number % 1000);
  int sum = 0;

  for (guint i = 0; i < 17; i++)
    sum += (body[i] - '0') * weights[i];
  return g_strdup_printf ("%s%c", body, "10X98765432"[sum % 11]);
}

static gint64
find_association (FormFixture *fixture, gint64 village)
{
  g_autoptr (ClQuery) query = cl_query_new (fixture->catalogue, cl_catalogue_find_ledger (fixture->catalogue, "organisation"));
  g_autofree char *where = g_strdup_printf ("kind = 'village-association' and division = %" G_GINT64_FORMAT, village);
  g_autoptr (ClStatement) statement = NULL;
  g_autoptr (GError) error = NULL;

  cl_query_add_where (query, where, &error);
  g_assert_no_error (error);
  statement = cl_query_prepare (query, cl_store_get_reader (fixture->store), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cl_statement_step (statement, NULL));
  return cl_statement_get_integer (statement, 0);
}

gint64
form_fixture_add_member (FormFixture *fixture, gint64 village, const char *name, guint number, const char *posts, const char *disability, const char *start, const char *end)
{
  g_autofree char *id_number = form_fixture_make_id (number), *phone = g_strdup_printf ("138%08u", number);
  gint64 person = form_fixture_add (fixture, "person", "name", name, "id_number", id_number, "phones", phone, "disability", disability, NULL);
  g_autofree char *person_id = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autofree char *association = g_strdup_printf ("%" G_GINT64_FORMAT, find_association (fixture, village));

  return form_fixture_add (fixture, "appointment", "@person", person_id, "@organisation", association, "post", posts,
                           "start", start, "end", end, NULL);
}

ClTemplate *
form_fixture_load (FormFixture *fixture, const char *form)
{
  const ClDescriptionFile *file = cl_catalogue_find_form (fixture->catalogue, form);
  g_autoptr (GError) error = NULL;
  ClTemplate *loaded;

  g_assert_nonnull (file);
  loaded = cl_template_load (file->path, fixture->catalogue, &error);
  g_assert_no_error (error);
  return loaded;
}

GBytes *
form_fixture_print (FormFixture *fixture,
                    const char *form,
                    const char *const *where,
                    ClFormReport *report,
                    GError **error,
                    ...)
{
  g_autoptr (ClTemplate) loaded = form_fixture_load (fixture, form);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  va_list list;
  const char *name;

  va_start (list, error);
  while ((name = va_arg (list, const char *)) != NULL)
    g_hash_table_insert (parameters, (gpointer) name, (gpointer) va_arg (list, const char *));
  va_end (list);
  return cl_form_make_pdf (loaded, fixture->catalogue, cl_store_get_reader (fixture->store), parameters, where, report, error);
}

void
form_clear (void *object)
{
  g_clear_object ((GObject **) object);
}

PopplerDocument *
form_pdf_open (GBytes *pdf)
{
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, &error);

  g_assert_no_error (error);
  return document;
}

char *
form_strip (const char *text)
{
  GString *stripped = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (stripped, g_utf8_get_char (p));
  return g_string_free (stripped, FALSE);
}

char *
form_pdf_get_text (PopplerDocument *document, int page)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    if (page < 0 || page == i)
      {
        form_owned PopplerPage *one = poppler_document_get_page (document, i);
        g_autofree char *text = poppler_page_get_text (one);

        g_string_append (all, text);
      }
  return form_strip (all->str);
}

gboolean
form_pdf_find (PopplerDocument *document, int page, const char *text, guint nth, PopplerRectangle *millimetres)
{
  form_owned PopplerPage *one = poppler_document_get_page (document, page);
  GList *found = poppler_page_find_text (one, text);
  PopplerRectangle *rectangle = g_list_nth_data (found, nth);
  double height;

  poppler_page_get_size (one, NULL, &height);
  if (rectangle != NULL)
    {
      millimetres->x1 = rectangle->x1 * 25.4 / 72;
      millimetres->x2 = rectangle->x2 * 25.4 / 72;
      millimetres->y1 = (height - rectangle->y2) * 25.4 / 72;
      millimetres->y2 = (height - rectangle->y1) * 25.4 / 72;
    }
  g_list_free_full (found, (GDestroyNotify) poppler_rectangle_free);
  return rectangle != NULL;
}

static gboolean misread;

static gunichar
misread_byte (guchar byte)
{
  static const gunichar high[] = {
    0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039, 0x203a, 0x2212, 0x2030, 0x201e, 0x201c, 0x201d, 0x2018, 0x2019,
    0x201a, 0x2122, 0xfb01, 0xfb02, 0x0141, 0x0152, 0x0160, 0x0178, 0x017d, 0x0131, 0x0142, 0x0153, 0x0161, 0x017e, 0xfffd, 0x20ac,
  };

  if (byte >= 0x80 && byte <= 0xa0)
    return high[byte - 0x80];
  return byte == 0xad ? 0xfffd : byte;
}

const char *
form_as_read (const char *text)
{
  g_autoptr (GString) read = g_string_new (NULL);

  if (!misread)
    return g_intern_string (text);
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_unichar (read, misread_byte ((guchar) *p));
  return g_intern_string (read->str);
}

typedef struct
{
  GPtrArray *elements;
  GArray *spans;
  guint cells;
  int tables, row, column;
  gboolean inside;
} Walk;

static void
element_free (FormElement *element)
{
  g_free (element->text);
  g_free (element);
}

static void
walk (Walk *state, PopplerStructureElementIter *iter)
{
  do
    {
      form_owned PopplerStructureElement *element = poppler_structure_element_iter_get_element (iter);
      PopplerStructureElementKind kind = poppler_structure_element_get_kind (element);
      PopplerStructureElementIter *child = poppler_structure_element_iter_get_child (iter);
      gboolean leaf = kind == POPPLER_STRUCTURE_ELEMENT_PARAGRAPH || kind == POPPLER_STRUCTURE_ELEMENT_HEADING_1 ||
                      kind == POPPLER_STRUCTURE_ELEMENT_TABLE_HEADING || kind == POPPLER_STRUCTURE_ELEMENT_TABLE_DATA;

      if (kind == POPPLER_STRUCTURE_ELEMENT_TABLE)
        {
          state->tables++;
          state->row = -1;
          state->inside = TRUE;
        }
      else if (kind == POPPLER_STRUCTURE_ELEMENT_TABLE_ROW)
        {
          state->row++;
          state->column = -1;
        }
      else if (leaf)
        {
          FormElement *one = g_new0 (FormElement, 1);
          g_autofree char *text = poppler_structure_element_get_text (element, POPPLER_STRUCTURE_GET_TEXT_RECURSIVE);

          one->kind = kind;
          one->table = state->inside ? state->tables - 1 : -1;
          one->row = state->inside ? state->row : -1;
          one->column = state->inside ? ++state->column : -1;
          one->row_span = state->inside ? g_array_index (state->spans, guint, state->cells++) : 1;
          one->text = form_strip (text);
          if (strstr (one->text, "姓名") != NULL)
            misread = FALSE;
          g_ptr_array_add (state->elements, one);
        }
      if (child != NULL && !leaf)
        walk (state, child);
      g_clear_pointer (&child, poppler_structure_element_iter_free);
      if (kind == POPPLER_STRUCTURE_ELEMENT_TABLE)
        state->inside = FALSE;
    }
  while (poppler_structure_element_iter_next (iter));
}

GPtrArray *
form_pdf_read_structure (PopplerDocument *document, GBytes *pdf)
{
  g_autoptr (GArray) spans = cl_pdf_structure_get_row_spans (pdf);
  PopplerStructureElementIter *iter = poppler_structure_element_iter_new (document);
  Walk state = { g_ptr_array_new_with_free_func ((GDestroyNotify) element_free), spans, 0, 0, -1, -1, FALSE };

  g_assert_nonnull (iter);
  misread = TRUE;
  walk (&state, iter);
  poppler_structure_element_iter_free (iter);
  return state.elements;
}
