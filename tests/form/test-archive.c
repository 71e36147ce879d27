/* F15 to F19: the catalogue by its widths and order, the note with its computed line, stamps by their size. */

#include <locale.h>

#include <string.h>
#include <unistd.h>

#include "cl-error.h"
#include "cl-scan-private.h"
#include "form-shipped.h"

static void
set_up (FormFixture *fixture, gconstpointer data)
{
  form_office_set_up (fixture, FORM_OFFICE_NONE);
}

static char *
add_box (FormFixture *fixture, guint items)
{
  char *box = form_id_text (form_fixture_add (fixture, "box", "fonds", "Z101", "fonds_name", "云岭镇残疾人联合会", "year", "2025", "retention", "永久", "section", "BGS", "number", "3", NULL));

  for (guint i = items; i > 0; i--)
    {
      g_autofree char *archive_number = g_strdup_printf ("Z101-WS·2025-Y-BGS-%04u", i);
      g_autofree char *number = g_strdup_printf ("%u", i), *title = g_strdup_printf ("关于印发第%u号文件的通知", i);

      form_fixture_add (fixture, "item", "archive_number", archive_number, "fonds", "Z101", "class", "文书", "year", "2025", "retention", "永久", "section", "BGS", "number", number, "title", i == 2 ? "[会议记录]" : title, "author", "云岭镇残联",
                        "date", "2025-04-29", "pages", "2", "document_number", i == 1 ? "云残〔2025〕1号" : NULL, "@box", box, NULL);
    }
  return box;
}

static void
test_catalogue (FormFixture *fixture, gconstpointer data)
{
  static const char *const heads[] = { "序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注", NULL };
  static const char *const line[] = { "归档文件目录", "全宗名称：云岭镇残疾人联合会", "年度：2025", "保管期限：永久", "机构（问题）：BGS", "盒号：3", NULL };
  static const double lefts[] = { 0, 10, 65, 97, 129, 197, 217, 229, 241 };
  static const char *const repeated[] = { "续表", "档号", "全宗名称：云岭镇残疾人联合会", NULL };
  g_autofree char *box = add_box (fixture, 40);
  g_autoptr (FormShipped) shipped = form_shipped_print (fixture, "archive-catalogue", NULL);

  form_shipped_assert_row (shipped, 0, 0, "序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注", NULL);
  form_shipped_assert_row (shipped, 0, 1, "1", "Z101-WS·2025-Y-BGS-0001", "云残〔2025〕1号", "云岭镇残联", "关于印发第1号文件的通知", "20250429", "", "2", "", NULL);
  form_shipped_assert_row (shipped, 0, 2, "2", "Z101-WS·2025-Y-BGS-0002", "", "云岭镇残联", "[会议记录]", NULL);
  g_assert_true (form_shipped_has (shipped, "共40件80页"));
  form_shipped_assert_elements (shipped, line);
  g_assert_cmpuint (shipped->report.pages, >, 1);
  form_shipped_assert_pages (shipped, 1, repeated);
  /* The widths add up to 257 mm: each head is centred in its own. */
  for (guint i = 0; heads[i] != NULL; i++)
    {
      double right = i + 1 < G_N_ELEMENTS (lefts) ? lefts[i + 1] : 257;
      PopplerRectangle place;
      gboolean found = FALSE;

      for (guint nth = 0; !found && form_pdf_find (shipped->document, 0, heads[i], nth, &place); nth++)
        found = ABS ((place.x1 + place.x2) / 2 - 20 - (lefts[i] + right) / 2) < 0.6;
      g_assert_true (found);
    }
}

static void
test_box (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *box = add_box (fixture, 34);
  g_autoptr (FormShipped) note = form_shipped_print (fixture, "box-note", NULL), spine = form_shipped_print (fixture, "box-spine", NULL), cover = form_shipped_print (fixture, "catalogue-cover", NULL);

  g_assert_true (form_shipped_has (note, "盒内文件情况说明"));
  g_assert_true (form_shipped_has (note, "本盒共34件68页，起止件号0001–0034。"));
  g_assert_true (form_shipped_has (note, "整理人："));
  g_assert_true (form_shipped_has (note, "检查日期：年月日"));
  g_assert_false (form_shipped_has (note, "制表人"));
  g_assert_true (form_shipped_has (spine, "0001"));
  g_assert_true (form_shipped_has (spine, "0034"));
  g_assert_true (form_shipped_has (cover, "0001–0034"));
}

/* A stamp is 45 by 16 mm: fifteen by eight the cell, and no title in it. */
static void
test_stamp (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *box = add_box (fixture, 45);
  g_autoptr (FormShipped) shipped = form_shipped_print (fixture, "filing-stamp", NULL);
  PopplerRectangle fonds, year, section, next;

  g_assert_cmpuint (shipped->report.pages, ==, 2);
  g_assert_true (form_pdf_find (shipped->document, 0, "Z101", 0, &fonds));
  g_assert_true (form_pdf_find (shipped->document, 0, "2025", 0, &year));
  g_assert_true (form_pdf_find (shipped->document, 0, "BGS", 0, &section));
  g_assert_true (form_pdf_find (shipped->document, 0, "Z101", 1, &next));
  g_assert_cmpfloat_with_epsilon ((year.x1 + year.x2 - fonds.x1 - fonds.x2) / 2, 15, 0.5);
  g_assert_cmpfloat_with_epsilon ((section.y1 + section.y2 - fonds.y1 - fonds.y2) / 2, 8, 0.5);
  g_assert_cmpfloat_with_epsilon ((next.x1 + next.x2 - fonds.x1 - fonds.x2) / 2, 47.5, 0.5);
}

/* In the place of canlian-render: a white page of A4, and a page with a line of ink all over its upper part but for the left. */
static GPtrArray *
read_pages (GBytes *file, GError **error)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_scan_page_free);
  const guint width = 420, height = 594;
  g_autofree guint8 *pixels = g_malloc (width * height * 4);

  if (g_bytes_get_size (file) < 4)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_DAMAGED, "broken");
      g_ptr_array_unref (pages);
      return NULL;
    }
  for (guint i = 0; i < 2; i++)
    {
      memset (pixels, 255, width * height * 4);
      /* 2 pixels a millimetre: ink from 70 mm on, down to 80. */
      for (guint y = 0; i == 0 && y < 160; y++)
        memset (pixels + (y * width + 140) * 4, y % 4 < 2 ? 0 : 255, (width - 140) * 4);
      g_ptr_array_add (pages, cl_scan_page_new (pixels, width, height, 595.276, 841.89));
    }
  return pages;
}

static gboolean
attach_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a scan", 6);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (ClValue) value = { 0 };
  ClRecord *record = data;
  gint64 id = cl_transaction_attach_bytes (transaction, bytes, "来文.pdf", error);

  g_array_append_val (ids, id);
  cl_value_take_ids (&value, g_steal_pointer (&ids));
  cl_record_set (record, cl_ledger_find_field (cl_record_get_ledger (record), "papers"), &value);
  return cl_transaction_save (transaction, record, error);
}

/* FORMS.md F18 on the document itself: where its first page is blank, or where it is told; the other pages follow. */
static void
test_stamp_over (FormFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 item = form_fixture_add (fixture, "item", "archive_number", "Z101-WS·2025-Y-BGS-0007", "fonds", "Z101", "class", "文书", "year", "2025", "retention", "永久", "section",
                                  "BGS", "number", "7", "title", "关于评残的通知", "pages", "2", NULL);
  g_autoptr (ClRecord) record = cl_record_load (cl_store_get_reader (fixture->store), cl_catalogue_find_ledger (fixture->catalogue, "item"), item, &error);
  g_autofree char *id = form_id_text (item);
  g_autoptr (GBytes) none = form_fixture_print (fixture, "filing-stamp-over", NULL, NULL, &error, NULL), nothing = NULL, lost = NULL;
  g_autoptr (FormShipped) shipped = NULL, told = NULL;
  PopplerRectangle fonds, pages;
  double width, height;
  form_owned PopplerPage *first = NULL;

  /* One document at a time, and one that has a scan. */
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  cl_scan_set_reader (read_pages);
  nothing = form_fixture_print (fixture, "filing-stamp-over", NULL, NULL, &error, "item", id, NULL);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  lost = form_fixture_print (fixture, "filing-stamp-over", NULL, NULL, &error, "item", id, "scan", "/nowhere/to.pdf", NULL);
  g_assert_error (error, CL_ERROR, CL_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_cmpint (cl_store_write (fixture->store, "attach", attach_cb, record, &error), >, 0);
  shipped = form_shipped_print (fixture, "filing-stamp-over", "item", id, NULL);
  g_assert_cmpuint (shipped->report.pages, ==, 2);
  first = poppler_document_get_page (shipped->document, 0);
  poppler_page_get_size (first, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 595.276, 0.01);
  g_assert_true (form_pdf_find (shipped->document, 0, "Z101", 0, &fonds));
  g_assert_cmpfloat_with_epsilon ((fonds.x1 + fonds.x2) / 2, 20 + 7.5, 0.6);
  g_assert_cmpfloat (fonds.y1, >, 8);
  g_assert_cmpfloat (fonds.y2, <, 20);
  g_assert_true (form_pdf_find (shipped->document, 0, "2025", 0, &pages));
  g_assert_cmpfloat_with_epsilon ((pages.x1 + pages.x2 - fonds.x1 - fonds.x2) / 2, 15, 0.5);
  g_assert_false (form_pdf_find (shipped->document, 1, "Z101", 0, &fonds));
  form_shipped_assert_row (shipped, 0, 0, "Z101", "2025", "0007", NULL);
  form_shipped_assert_row (shipped, 0, 1, "BGS", "永久", "2", NULL);

  told = form_shipped_print (fixture, "filing-stamp-over", "item", id, "place", "middle", NULL);
  g_assert_true (form_pdf_find (told->document, 0, "Z101", 0, &fonds));
  g_assert_cmpfloat_with_epsilon ((fonds.x1 + fonds.x2) / 2, 210 / 2.0 - 15, 0.6);
  cl_scan_set_reader (NULL);
}

static guint n_read;

static GPtrArray *
count_read (GBytes *file, GError **error)
{
  n_read++;
  return read_pages (file, error);
}

/* What is larger than any scan is refused before it is read. The file has holes: it takes no room. */
static void
test_scan_too_large (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "来文.pdf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) none = NULL, pages = NULL;

  cl_scan_set_reader (count_read);
  g_assert_true (g_file_set_contents (path, "a scan", 6, NULL));
  g_assert_cmpint (truncate (path, (200 << 20) + 1), ==, 0);
  none = cl_scan_read (path, &error);
  g_assert_error (error, CL_ERROR, CL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "200 MB"));
  g_assert_null (none);
  g_assert_cmpuint (n_read, ==, 0);
  g_clear_error (&error);
  g_assert_cmpint (truncate (path, 6), ==, 0);
  pages = cl_scan_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_read, ==, 1);
  cl_scan_set_reader (NULL);
}

/* FORMS.md F17: each spine is as wide as the box that it is for; where that is not known, 30 mm. A line holds as many as find room. */
static void
test_spines (FormFixture *fixture, gconstpointer data)
{
  static const struct { const char *form; double left, gap; guint first; } forms[] = { { "box-spine", 7.5, 3, 5 }, { "box-spine-full", 14.5, 4, 7 } };
  static const char *const widths[] = { "20", "50", NULL, "40", "20", "50", "20", "20", "50" };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 901 + i);

      form_fixture_add (fixture, "box", "fonds", "Z101", "year", "2025", "retention", "永久", "number", number, widths[i] != NULL ? "spine" : NULL, widths[i], NULL);
    }
  for (guint f = 0; f < G_N_ELEMENTS (forms); f++)
    {
      g_autoptr (FormShipped) shipped = form_shipped_print (fixture, forms[f].form, NULL);
      double left = forms[f].left;
      int page = 0;

      g_assert_cmpuint (shipped->report.pages, ==, 2);
      for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
        {
          g_autofree char *number = g_strdup_printf ("%u", 901 + i);
          double width = widths[i] != NULL ? g_ascii_strtod (widths[i], NULL) : 30;
          PopplerRectangle place;

          if (i == forms[f].first)
            {
              page++;
              left = forms[f].left;
            }
          g_assert_true (form_pdf_find (shipped->document, page, number, 0, &place));
          g_assert_cmpfloat_with_epsilon ((place.x1 + place.x2) / 2, left + width / 2, 0.5);
          left += width + forms[f].gap;
        }
    }
}

static void
test_lists (FormFixture *fixture, gconstpointer data)
{
  g_autofree char *box = add_box (fixture, 2), *old = NULL;
  g_autoptr (FormShipped) handover = NULL, destruction = NULL, loans = NULL;

  old = form_id_text (form_fixture_add (fixture, "item", "fonds", "Z101", "class", "文书", "year", "2014", "retention", "10年", "number", "1", "title", "旧件", "pages", "5", NULL));
  form_fixture_add (fixture, "loan", "@item", old, "date", "2026-01-02", "borrower", "张三", NULL);
  handover = form_shipped_print (fixture, "handover", "year", "2025", NULL);
  form_shipped_assert_row (handover, 0, 3, "合计", "2", "4", NULL);
  destruction = form_shipped_print (fixture, "destruction", NULL);
  g_assert_cmpuint (destruction->report.rows, ==, 1);
  g_assert_true (form_shipped_has (destruction, "监销人签字（两人）"));
  loans = form_shipped_print (fixture, "loan-register", NULL);
  g_assert_cmpint (form_shipped_find_row (loans, 0, "旧件"), ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/archive/" path, FormFixture, NULL, set_up, function, form_fixture_tear_down)
  ADD ("catalogue", test_catalogue);
  ADD ("box", test_box);
  ADD ("stamp", test_stamp);
  ADD ("spines", test_spines);
  ADD ("lists", test_lists);
  g_test_add ("/archive/stamp-over", FormFixture, NULL, set_up, test_stamp_over, form_fixture_tear_down);
  g_test_add ("/archive/scan-too-large", FormFixture, NULL, set_up, test_scan_too_large, form_fixture_tear_down);
  return g_test_run ();
}
