/* Sheets in and out, and the import of one. */
#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "bench.h"
#include "cl-import.h"
#include "cl-sheet-writer.h"

#define COLUMNS 11

static const char *const headers[COLUMNS]
  = { "姓名", "身份证号", "性别", "出生日期", "民族", "残疾证号", "残疾类别", "残疾等级", "联系电话", "家庭地址", "备注" };
static GPtrArray *rows; /* GStrv */
static char *sheet, *table;

static void
make_rows (void)
{
  rows = g_ptr_array_new ();
  for (guint i = 0; i < bench_get_n_people (); i++)
    {
      char **cells = g_new0 (char *, COLUMNS + 1);
      g_autofree char *id = bench_id (i);

      cells[0] = bench_name (i);
      cells[1] = g_strdup (id);
      cells[2] = g_strdup ((id[16] - '0') % 2 ? "男" : "女");
      cells[3] = g_strdup_printf ("%.4s-%.2s-%.2s", id + 6, id + 10, id + 12);
      cells[4] = g_strdup ("汉族");
      cells[5] = g_strdup_printf ("%s4%u", id, i % 4 + 1);
      cells[6] = g_strdup ("肢体");
      cells[7] = g_strdup ((const char *const[]) { "一级", "二级", "三级", "四级" }[i % 4]);
      cells[8] = bench_phone (i);
      cells[9] = g_strdup_printf ("云岭镇上河村%u组%u号", i % 9 + 1, i % 200 + 1);
      cells[10] = g_strdup ("");
      g_ptr_array_add (rows, cells);
    }
}

static void
write_sheet (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSheetWriter) writer = cl_sheet_writer_new (path, "残疾人名册", &error);

  for (guint i = 0; i < COLUMNS; i++)
    cl_sheet_writer_add_column (writer, headers[i], 20);
  for (guint i = 0; i < rows->len; i++)
    g_assert (cl_sheet_writer_add_row (writer, rows->pdata[i], &error));
  g_assert (cl_sheet_writer_close (writer, &error));
}

static void
write_ours (gpointer data)
{
  write_sheet (sheet);
}

static void
write_floor (gpointer data)
{
  g_autofree char *path = g_build_filename (bench_folder (), "floor.xlsx", NULL);
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  lxw_workbook *workbook = workbook_new_opt (path, &options);
  lxw_worksheet *worksheet = workbook_add_worksheet (workbook, "1");

  for (guint i = 0; i < COLUMNS; i++)
    worksheet_write_string (worksheet, 0, i, headers[i], NULL);
  for (guint i = 0; i < rows->len; i++)
    for (guint j = 0; j < COLUMNS; j++)
      worksheet_write_string (worksheet, i + 1, j, ((char **) rows->pdata[i])[j], NULL);
  workbook_close (workbook);
}

static void
read_ours (gpointer data)
{
  g_autoptr (ClSheetReader) reader = cl_sheet_reader_open (sheet, NULL, NULL);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  while (cl_sheet_reader_next (reader, cells, NULL, NULL))
    n++;
  g_assert_cmpuint (n, ==, rows->len + 1);
}

static void
read_floor (gpointer data)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  static char buffer[65536];

  archive_read_support_format_zip (archive);
  g_assert (archive_read_open_filename (archive, sheet, 65536) == ARCHIVE_OK);
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    if (g_str_equal (archive_entry_pathname (entry), "xl/worksheets/sheet1.xml"))
      while (archive_read_data (archive, buffer, sizeof buffer) > 0)
        ;
  archive_read_free (archive);
}

/* One connection, one transaction, prepared statements into the tables and indices that an import fills, the dated rows of residence and disability
 * among them: what SQLite itself needs for the rows that an import leaves behind, its journal aside. */
static double
insert_floor (guint round)
{
  g_autofree char *name = g_strdup_printf ("floor-%u.canlian", round);
  g_autoptr (ClStore) store = bench_store (name);
  g_autofree char *path = g_strdup (cl_store_get_path (store));
  g_autoptr (ClDatabase) database = NULL;
  g_autoptr (ClStatement) person = NULL, phone = NULL, category = NULL, residence = NULL, disability = NULL, kinds = NULL;
  g_autoptr (GError) error = NULL;
  double start;

  cl_store_close (store);
  start = bench_now ();
  database = cl_database_open (path, CL_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  g_assert (cl_database_execute (database, "BEGIN IMMEDIATE", NULL));
  person = cl_database_prepare (database,
                                "INSERT INTO person (id, name, id_number, sex, birth, ethnicity, certificate_number, grade, address) "
                                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                &error);
  g_assert_no_error (error);
  phone = cl_database_prepare (database, "INSERT INTO person__phones VALUES (?, 0, ?)", &error);
  g_assert_no_error (error);
  category = cl_database_prepare (database, "INSERT INTO person__categories VALUES (?, 0, '4')", &error);
  g_assert_no_error (error);
  residence = cl_database_prepare (database, "INSERT INTO residence (id, person, address, start) VALUES (?, ?, ?, '2026-11-21')", &error);
  g_assert_no_error (error);
  disability = cl_database_prepare (database, "INSERT INTO disability_record (id, person, grade, certificate_number, start) VALUES (?, ?, ?, ?, '2026-11-21')",
                                    &error);
  g_assert_no_error (error);
  kinds = cl_database_prepare (database, "INSERT INTO disability_record__categories VALUES (?, 0, '4')", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      char **cells = rows->pdata[i];
      static const int columns[] = { 0, 1, 2, 3, 4, 5, 7, 9 };

      cl_statement_bind_integer (person, 1, 1000000 + i);
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        cl_statement_bind_text (person, (int) j + 2, cells[columns[j]]);
      g_assert (cl_statement_run (person, NULL));
      cl_statement_bind_integer (phone, 1, 1000000 + i);
      cl_statement_bind_text (phone, 2, cells[8]);
      g_assert (cl_statement_run (phone, NULL));
      cl_statement_bind_integer (category, 1, 1000000 + i);
      g_assert (cl_statement_run (category, NULL));
      cl_statement_bind_integer (residence, 1, 2000000 + i);
      cl_statement_bind_integer (residence, 2, 1000000 + i);
      cl_statement_bind_text (residence, 3, cells[9]);
      g_assert (cl_statement_run (residence, NULL));
      cl_statement_bind_integer (disability, 1, 3000000 + i);
      cl_statement_bind_integer (disability, 2, 1000000 + i);
      cl_statement_bind_text (disability, 3, cells[7]);
      cl_statement_bind_text (disability, 4, cells[5]);
      g_assert (cl_statement_run (disability, NULL));
      cl_statement_bind_integer (kinds, 1, 3000000 + i);
      g_assert (cl_statement_run (kinds, NULL));
    }
  g_assert (cl_database_execute (database, "COMMIT", NULL));
  return bench_now () - start;
}

static double
import_ours (guint round)
{
  g_autofree char *name = g_strdup_printf ("import-%u.canlian", round);
  g_autoptr (ClStore) store = bench_store (name);
  double start = bench_now (), end;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = cl_import_new (store, cl_catalogue_find_ledger (bench_catalogue (), "person"), table, NULL, &error);

  g_assert_no_error (error);
  g_assert (cl_import_run (import, &error));
  end = bench_now ();
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, rows->len);
  g_clear_object (&import);
  cl_store_close (store);
  return end - start;
}

static void
compare_writing (void)
{
  g_autofree char *what = g_strdup_printf ("write .xlsx, %u × 11, rate to libxlsxwriter", rows->len);

  bench_compare_rates (what, "≥ 0.8", 5, write_ours, write_floor, NULL);
}

static void
compare_reading (void)
{
  g_autofree char *what = g_strdup_printf ("read .xlsx, %u × 11, to inflating the sheet", rows->len);

  write_sheet (sheet);
  bench_compare (what, "≤ 2.5", 31, read_ours, read_floor, NULL);
}

static void
compare_imports (void)
{
  g_autofree char *what = g_strdup_printf ("import of %u whole, rate to bare INSERTs", rows->len);

  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) floor = g_array_new (FALSE, FALSE, sizeof (double));
  double a, b;

  write_sheet (table);
  for (guint round = 0; round < (rows->len > 100000 ? 1 : 5); round++)
    {
      b = insert_floor (round);
      a = import_ours (round);
      g_array_append_val (floor, b);
      g_array_append_val (ours, a);
    }
  a = bench_quantile (ours, 0);
  b = bench_quantile (floor, 0);
  bench_say (what, "≥ 1.0", b / a, a, b);
}

int
main (int argc, char **argv)
{
  make_rows ();
  sheet = g_build_filename (bench_folder (), "people.xlsx", NULL);
  table = g_build_filename (bench_folder (), "people.csv", NULL);
  if (bench_wants (argc, argv, "write"))
    compare_writing ();
  if (bench_wants (argc, argv, "read"))
    compare_reading ();
  if (bench_wants (argc, argv, "import"))
    compare_imports ();
  return 0;
}
