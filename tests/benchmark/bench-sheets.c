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
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
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

/* What an import left in each table, as `sqlite3 -csv` writes it. */
static void
dump_tables (ClStore *store, GPtrArray *tables)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDatabase) database = cl_database_open (cl_store_get_path (store), CL_DATABASE_READ, &error);
  g_autoptr (ClStatement) names = cl_database_prepare (database,
                                                       "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name = 'residence' "
                                                       "OR name GLOB 'person*' OR name GLOB 'disability_record*')",
                                                       &error);

  g_assert_no_error (error);
  while (cl_statement_step (names, &error))
    {
      const char *name = cl_statement_get_text (names, 0);
      g_autofree char *path = g_strdup_printf ("%s/%s.csv", bench_folder (), name);
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", name);
      g_autoptr (ClStatement) all = cl_database_prepare (database, sql, &error);
      int n_columns = cl_statement_get_n_columns (all);
      FILE *file = fopen (path, "w");

      while (cl_statement_step (all, &error))
        for (int i = 0; i < n_columns; i++)
          {
            const char *text = cl_statement_get_text (all, i);

            fprintf (file, text != NULL && !g_str_is_ascii (text) ? "\"%s\"%c" : "%s%c", text != NULL ? text : "", i + 1 < n_columns ? ',' : '\n');
          }
      if (ftell (file) > 0)
        g_ptr_array_add (tables, g_strdup (name));
      fclose (file);
    }
  g_assert_no_error (error);
}

/* As the shell reads a field (3.40.1, csv_read_one_field()): a character at a time. Returns what ended it. */
static int
read_field (FILE *file, GString *field)
{
  int c = fgetc (file);

  g_string_truncate (field, 0);
  if (c == '"')
    {
      while ((c = fgetc (file)) != '"' && c != EOF)
        g_string_append_c (field, (char) c);
      return fgetc (file);
    }
  for (; c != ',' && c != '\n' && c != EOF; c = fgetc (file))
    g_string_append_c (field, (char) c);
  return c;
}

/* One table, as the shell does it (do_meta_command(), "import"): a prepared INSERT of all columns, each bound as text that SQLite copies. */
static void
insert_table (ClDatabase *database, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.csv", bench_folder (), name);
  g_autofree char *ask = g_strdup_printf ("SELECT * FROM \"%s\"", name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClStatement) columns = cl_database_prepare (database, ask, &error);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GString) field = g_string_new (NULL);
  g_autoptr (ClStatement) insert = NULL;
  int n_columns = cl_statement_get_n_columns (columns), end = '\n';
  FILE *file = fopen (path, "r");

  g_string_printf (sql, "INSERT INTO \"%s\" VALUES (?", name);
  for (int i = 1; i < n_columns; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  insert = cl_database_prepare (database, sql->str, &error);
  g_assert_no_error (error);
  while (end != EOF)
    {
      for (int i = 1; i <= n_columns; i++)
        {
          end = read_field (file, field);
          if (end == EOF)
            break;
          cl_statement_bind_text (insert, i, field->len > 0 ? field->str : NULL);
        }
      g_assert (end == EOF || cl_statement_run (insert, &error));
    }
  fclose (file);
}

/* What `.import` of SQLite's shell needs for the very rows that our import leaves behind, the dated ones of residence and disability among them: each
 * table from a file of its own that holds nothing else, foreign keys unchecked as the shell leaves them, one transaction, synchronous as ours is. Two
 * things are not the shell's, and spare the floor time: the page cache is ours and not its two MiB, and a field that is empty is bound as NULL, which
 * the STRICT tables want, where the shell would make a text of it. */
static double
insert_floor (guint round, GPtrArray *tables, double *cpu)
{
  g_autofree char *name = g_strdup_printf ("floor-%u.canlian", round);
  g_autoptr (ClStore) store = bench_store (name);
  g_autofree char *path = g_strdup (cl_store_get_path (store));
  ClDatabase *database;
  g_autoptr (GError) error = NULL;
  double start;

  cl_store_close (store);
  start = bench_now ();
  *cpu = bench_cpu ();
  database = cl_database_open (path, CL_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  g_assert (cl_database_execute (database, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE", NULL));
  for (guint i = 0; i < tables->len; i++)
    insert_table (database, tables->pdata[i]);
  g_assert (cl_database_execute (database, "COMMIT", NULL));
  *cpu = bench_cpu () - *cpu;
  start = bench_now () - start;
  cl_database_close (database);
  return start;
}

/* @tables: where they are to be read for the floor. @carried: until the -wal is in the file too, which is done after the answer; the floor's COMMIT does it before. */
static double
import_ours (guint round, GPtrArray *tables, double *cpu, double *carried)
{
  g_autofree char *name = g_strdup_printf ("import-%u.canlian", round);
  g_autoptr (ClStore) store = bench_store (name);
  double start = bench_now (), end, start_cpu = bench_cpu ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ClImport) import = cl_import_new (store, cl_catalogue_find_ledger (bench_catalogue (), "person"), table, NULL, &error);

  g_assert_no_error (error);
  g_assert (cl_import_run (import, &error));
  end = bench_now ();
  g_assert (cl_store_set_setting (store, "benchmark", "done", &error)); /* the next job comes after it */
  *cpu = bench_cpu () - start_cpu;
  *carried = bench_now () - start;
  g_assert_cmpuint (cl_import_get_count (import, CL_OUTCOME_ADDED), ==, rows->len);
  g_clear_object (&import);
  if (tables != NULL)
    dump_tables (store, tables);
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
  g_autofree char *what = g_strdup_printf ("import of %u whole, rate to sqlite3 .import", rows->len);
  const char *goal = rows->len > 100000 ? "≥ 1.2" : "≥ 1.0";
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  static const char *const also[] = { "  the same by the time of all processors", "  the same until the -wal is in the file too" };
  GArray *all[5]; /* seconds, processors', ours and the floor's in turn; ours with the -wal */

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    all[i] = g_array_new (FALSE, FALSE, sizeof (double));
  write_sheet (table);
  for (guint round = 0; round < (rows->len > 100000 ? 1 : 5); round++)
    {
      double seconds[G_N_ELEMENTS (all)];

      seconds[0] = import_ours (round, round == 0 ? tables : NULL, &seconds[2], &seconds[4]);
      seconds[1] = insert_floor (round, tables, &seconds[3]);
      for (guint i = 0; i < G_N_ELEMENTS (all); i++)
        g_array_append_val (all[i], seconds[i]);
    }
  for (guint i = 0; i < 6; i += 2)
    {
      double ours = bench_quantile (all[i], 0), floor = bench_quantile (all[i < 4 ? i + 1 : 1], 0);

      bench_say (i == 0 ? what : also[i / 2 - 1], goal, floor / ours, ours, floor);
    }
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_array_unref (all[i]);
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
