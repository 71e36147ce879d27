/* Two hundred and a thousand sheets of 附件 3: their time, and what they take of memory. */
#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <pango/pangocairo.h>

#include "bench.h"
#include "cl-form.h"
#include "cl-form-xlsx.h"

#define MEMBERS 9

static ClStore *store;
static guint villages;
static ClTemplate *form;
static guint n_pages;

static gint64
add (ClTransaction *transaction, ClRecord *record)
{
  g_autoptr (GError) error = NULL;

  cl_transaction_save (transaction, record, &error);
  g_assert_no_error (error);
  return cl_record_get_id (record);
}

static gboolean
fill_cb (ClTransaction *transaction, gpointer data, GError **error)
{
  ClCatalogue *catalogue = bench_catalogue ();

  for (guint i = 0; i < villages; i++)
    {
      g_autoptr (ClRecord) village = cl_record_new (cl_catalogue_find_ledger (catalogue, "division"));
      g_autoptr (ClRecord) association = cl_record_new (cl_catalogue_find_ledger (catalogue, "organisation"));
      g_autofree char *name = g_strdup_printf ("第%u村", i + 1);
      g_autofree char *code = g_strdup_printf ("991123%03u%03u", 101 + i / 100, 200 + i % 100);
      g_autofree char *called = g_strconcat (name, "残疾人协会", NULL);

      cl_record_set_text (village, "name", name, NULL);
      g_assert (cl_record_set_text (village, "code", code, error));
      cl_record_set_text (village, "level", "village", NULL);
      add (transaction, village);
      cl_record_set_text (association, "name", called, NULL);
      cl_record_set_text (association, "kind", "village-association", NULL);
      cl_record_set_reference (association, "division", cl_record_get_id (village));
      add (transaction, association);
      for (guint j = 0; j < MEMBERS; j++)
        {
          g_autoptr (ClRecord) person = cl_record_new (cl_catalogue_find_ledger (catalogue, "person"));
          g_autoptr (ClRecord) appointment = cl_record_new (cl_catalogue_find_ledger (catalogue, "appointment"));
          guint n = i * MEMBERS + j;
          g_autofree char *who = bench_name (n), *id = bench_id (n), *phone = bench_phone (n);

          cl_record_set_text (person, "name", who, NULL);
          cl_record_set_text (person, "id_number", id, NULL);
          cl_record_set_text (person, "phones", phone, NULL);
          cl_record_set_text (person, "disability", j % 2 ? "certified" : "suspected", NULL);
          cl_record_set_reference (appointment, "person", add (transaction, person));
          cl_record_set_reference (appointment, "organisation", cl_record_get_id (association));
          cl_record_set_text (appointment, "post", j == 0 ? "主席" : j == 1 ? "副主席" : "委员", NULL);
          add (transaction, appointment);
        }
    }
  return TRUE;
}

static void
make_ours (gpointer data)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  ClFormReport report = { 0 };
  g_autoptr (GBytes) pdf = NULL;

  g_hash_table_insert (parameters, (gpointer) "year", (gpointer) "2027");
  pdf = cl_form_make_pdf (form, bench_catalogue (), cl_store_get_reader (store), parameters, NULL, &report, &error);
  g_assert_no_error (error);
  n_pages = report.pages;
  cl_form_report_clear (&report);
}

static cairo_status_t
write_cb (void *closure, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (closure, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
put (cairo_t *cairo, PangoLayout *layout, double x, double y, const char *text)
{
  if (text != NULL)
    pango_layout_set_text (layout, text, -1);
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, layout);
}

static PangoLayout *
new_layout (cairo_t *cairo, const char *font, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cairo);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  if (text != NULL)
    pango_layout_set_text (layout, text, -1);
  pango_font_description_free (description);
  return layout;
}

/* The same cells, untagged and unmeasured: a layout for each slot, what comes on every page set once. */
static void
make_floor (gpointer data)
{
  static const char *const constants[]
    = { "附件 3", "村（社区）残协组织人员名单", "村长签字", "村（社区）", "姓名", "身份证号", "联系电话", "所担任的职务", "备注",
        "1、村、社区有专人填写并签字、盖章。", "2、村社区残协指数中残疾人占比不低于 30%", "3、备注栏注明是否办理残疾人证",
        "4、村委人口在 1000 人以上的增设三名（至少一名残疾人）委员", "    年    月    日前上报", "    年    月    日" };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, 595, 842);
  cairo_t *cairo = cairo_create (surface);
  PangoLayout *kept[G_N_ELEMENTS (constants)], *slots[6];

  for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
    kept[i] = new_layout (cairo, i == 1 ? "Noto Serif CJK SC Bold 22" : "Noto Serif CJK SC 10.5", constants[i]);
  for (guint i = 0; i < 6; i++)
    slots[i] = new_layout (cairo, "Noto Serif CJK SC 10.5", NULL);
  for (guint page = 0; page < villages; page++)
    {
      g_autofree char *village = g_strdup_printf ("第%u村", page + 1);

      for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
        put (cairo, kept[i], 60, 40 + i * 20, NULL);
      put (cairo, slots[0], 60, 340, village);
      for (guint j = 0; j < MEMBERS; j++)
        {
          guint n = page * MEMBERS + j;
          g_autofree char *who = bench_name (n), *id = bench_id (n), *phone = bench_phone (n);
          const char *cells[] = { who, id, phone, j == 0 ? "主席" : j == 1 ? "副主席" : "委员", j % 2 ? "已办残疾人证" : "未办" };

          for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
            put (cairo, slots[i + 1], 80 + i * 80, 360 + j * 30, cells[i]);
          cairo_rectangle (cairo, 60, 350 + j * 30, 480, 30);
          cairo_stroke (cairo);
        }
      cairo_show_page (cairo);
    }
  for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
    g_object_unref (kept[i]);
  for (guint i = 0; i < 6; i++)
    g_object_unref (slots[i]);
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
}

/* What a line of /proc/self/status says, in MB; 0 where the kernel does not tell. */
static double
read_memory (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || (line = strstr (text, name)) == NULL)
    return 0;
  return (double) g_ascii_strtoull (line + strlen (name) + strspn (line + strlen (name), ": \t"), NULL, 10) / 1024;
}

/* How much the process grows at most while @make runs, MB. */
static double
measure_memory (BenchFunc make)
{
  FILE *peak = g_fopen ("/proc/self/clear_refs", "w");
  double before;

  malloc_trim (0);
  /* 5: the highest mark starts over. */
  if (peak != NULL)
    {
      fputs ("5", peak);
      fclose (peak);
    }
  before = read_memory ("VmRSS");
  make (NULL);
  return read_memory ("VmHWM") - before;
}

static void
say_memory (void)
{
  double floor = measure_memory (make_floor), ours = measure_memory (make_ours);
  g_autofree char *what = g_strdup_printf ("%u sheets of 附件 3, memory beyond the program's", villages);

  printf ("%-58s %8.3f × the floor   goal %-10s (%.1f MB to %.1f MB)\n", what, ours / MAX (floor, 0.1), "–", ours, floor);
  fflush (stdout);
}

/* The same sheets as the spreadsheet that the county asks for, turned into a PDF. Its start is in its time: a clerk waits for it too. */
static void
compare_with_office (void)
{
  g_autofree char *program = g_find_program_in_path ("soffice"), *source = g_build_filename (bench_folder (), "sheets.xlsx", NULL);
  g_autofree char *home = g_strconcat ("-env:UserInstallation=file://", bench_folder (), "/soffice", NULL), *made = g_build_filename (bench_folder (), "sheets.pdf", NULL);
  const char *argv[] = { program, home, "--headless", "--convert-to", "pdf", "--outdir", bench_folder (), source, NULL };
  g_autofree char *what = g_strdup_printf ("%u sheets of 附件 3, pages/s to soffice --convert-to pdf", villages);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  double start, theirs, ours;
  int status;

  if (program == NULL)
    {
      printf ("soffice is not installed: not compared\n");
      return;
    }
  g_hash_table_insert (parameters, (gpointer) "year", (gpointer) "2027");
  cl_form_write_xlsx (form, bench_catalogue (), cl_store_get_reader (store), parameters, NULL, source, NULL, &error);
  g_assert_no_error (error);
  start = bench_now ();
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
  theirs = bench_now () - start;
  g_assert_no_error (error);
  if (!g_file_test (made, G_FILE_TEST_EXISTS))
    {
      printf ("soffice made no PDF: not compared\n");
      return;
    }
  start = bench_now ();
  make_ours (NULL);
  ours = bench_now () - start;
  bench_say (what, "≥ 10", theirs / ours, ours, theirs);
}

static void
open_office (const char *name, guint n)
{
  g_autoptr (GError) error = NULL;

  villages = n;
  store = bench_store (name);
  g_assert (cl_store_write (store, "fill", fill_cb, NULL, &error) > 0);
  form = cl_template_load (cl_catalogue_find_form (bench_catalogue (), "attachment-3")->path, bench_catalogue (), &error);
  g_assert_no_error (error);
}

static void
close_office (void)
{
  cl_template_unref (form);
  cl_store_close (store);
  g_object_unref (store);
}

int
main (int argc, char **argv)
{
  if (bench_wants (argc, argv, "sheets"))
    {
      open_office ("forms.canlian", 200);
      bench_compare_rates ("200 sheets of 附件 3 as tagged PDF, pages/s to cached layouts", "≥ 0.8", 5, make_ours, make_floor, NULL);
      g_assert_cmpuint (n_pages, ==, villages);
      close_office ();
    }
  if (bench_wants (argc, argv, "thousand") || bench_wants (argc, argv, "soffice"))
    {
      open_office ("thousand.canlian", 1000);
      if (bench_wants (argc, argv, "thousand"))
        {
          say_memory ();
          bench_compare_rates ("1000 sheets of 附件 3 as tagged PDF, pages/s to cached layouts", "≥ 0.8", 3, make_ours, make_floor, NULL);
          g_assert_cmpuint (n_pages, ==, villages);
        }
      if (bench_wants (argc, argv, "soffice"))
        compare_with_office ();
      close_office ();
    }
  return 0;
}
