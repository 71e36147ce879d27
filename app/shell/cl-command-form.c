#include <errno.h>
#include <glib/gi18n.h>

#include "cl-command.h"
#include "cl-form-batch.h"
#include "cl-form-xlsx.h"

static gboolean
cl_command_forms (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClCatalogue *catalogue = cl_command_line_load (line);
  const GPtrArray *problems = cl_catalogue_get_problems (catalogue), *forms;
  g_autoptr (GError) closed = NULL;

  /* Without the file there are still those of the program. */
  if (g_file_test (line->data, G_FILE_TEST_EXISTS) && cl_command_line_open (line, &closed) == NULL)
    cl_command_complain ("%s", closed->message);
  forms = cl_catalogue_get_forms (catalogue);
  for (guint i = 0; i < forms->len; i++)
    {
      const ClDescriptionFile *file = g_ptr_array_index (forms, i);
      g_autoptr (GError) trouble = NULL;
      g_autoptr (ClTemplate) form = cl_template_load (file->path, catalogue, &trouble);

      if (form == NULL)
        cl_command_complain ("%s", trouble->message);
      else if (cl_template_get_mark (form) != NULL)
        cl_command_say ("%s\t%s %s", file->name, cl_template_get_mark (form), cl_template_get_title (form));
      else
        cl_command_say ("%s\t%s", file->name, cl_template_get_title (form));
    }
  for (guint i = 0; i < problems->len; i++)
    cl_command_complain ("%s", ((const GError *) g_ptr_array_index (problems, i))->message);
  return TRUE;
}

static gboolean
cl_command_check_pairs (const char *option, GStrv pairs, GError **error)
{
  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    if (strchr (pairs[i], '=') == NULL || *pairs[i] == '=')
      {
        g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“--%s %s” has no “NAME=”. Write it as --%s NAME=VALUE."), option, pairs[i], option);
        return FALSE;
      }
  return TRUE;
}

/* What no font has is said once for all papers. */
static void
cl_command_complain_glyphs (const ClFormReport *report)
{
  for (guint i = 0; report->missing_glyphs != NULL && i < report->missing_glyphs->len; i++)
    cl_command_complain (_("No font has the character %s. It will be missing on paper: write it by hand, or install a font."), (const char *) g_ptr_array_index (report->missing_glyphs, i));
}

static gboolean
cl_command_write_file (const char *path, GBytes *bytes, GError **error)
{
  return g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), error);
}

/* One line a paper: village, pages, who signs, where the stamp goes. */
static void
cl_command_say_batch (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const ClBatchItem *item = g_ptr_array_index (items, i);
      g_autofree char *pages = item->pdf != NULL ? g_strdup_printf (g_dngettext (NULL, "%u page", "%u pages", item->pages), item->pages) : g_strdup (_("nothing to print"));

      cl_command_say ("%s\t%s\t%s\t%s", item->called, pages, item->paper->signs != NULL ? item->paper->signs : "", item->paper->stamp != NULL ? item->paper->stamp : "");
    }
}

static gboolean
cl_command_write_batch (ClCommandLine *line, ClTemplate *form, GPtrArray *items, GError **error)
{
  g_autoptr (GBytes) contents = line->one_file ? cl_form_join_batch (form, items, error) : cl_form_make_contents (form, items, error);
  g_autofree char *first = line->one_file ? g_strdup (line->output) : g_build_filename (line->output, "目录.pdf", NULL);

  if (contents == NULL)
    return FALSE;
  if (!line->one_file && g_mkdir_with_parents (line->output, 0777) != 0)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_FAILED, _("The folder %s cannot be made: %s. Name another."), line->output, g_strerror (errno));
      return FALSE;
    }
  if (!cl_command_write_file (first, contents, error))
    return FALSE;
  for (guint i = 0; !line->one_file && i < items->len; i++)
    {
      const ClBatchItem *item = g_ptr_array_index (items, i);
      g_autofree char *path = g_build_filename (line->output, item->paper->file_name, NULL);

      if (item->pdf != NULL && !cl_command_write_file (path, item->pdf, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
cl_command_print_all (ClCommandLine *line, ClTemplate *form, GHashTable *parameters, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GArray) ids = NULL;

  if (line->where != NULL)
    {
      g_set_error_literal (error, CL_ERROR, CL_ERROR_USAGE, _("--all and --where do not go together. Leave one of them out."));
      return FALSE;
    }
  items = cl_form_make_batch (form, line->catalogue, cl_store_get_reader (line->store), parameters, NULL, NULL, NULL, error);
  if (items == NULL || !cl_command_write_batch (line, form, items, error))
    return FALSE;
  ids = cl_form_log_batch (line->store, items, "print", 1, error);
  if (ids == NULL)
    return FALSE;
  cl_command_say ("%s", line->output);
  cl_command_say_batch (items);
  return TRUE;
}

/* Counties ask for paper and file. */
static gboolean
cl_command_print_xlsx (ClCommandLine *line, ClTemplate *form, GHashTable *parameters, GError **error)
{
  ClFormReport report = { 0 };
  ClDatabase *reader = cl_store_get_reader (line->store);
  g_autoptr (ClPaper) paper = cl_paper_new (form, line->catalogue, reader, parameters);
  g_autofree char *file_name = g_path_get_basename (line->output);
  g_autofree char *number = NULL;
  ClOutput output = { .kind = "export", .path = line->output, .keep = TRUE };

  if (!cl_form_write_xlsx (form, line->catalogue, reader, parameters, (const char *const *) line->where, line->output, &report, error))
    return FALSE;
  cl_paper_fill (paper, &output);
  output.file_name = file_name;
  output.pages = report.pages;
  if (cl_output_log (line->store, &output, &number, error) == 0)
    return FALSE;
  cl_command_say ("%s", line->output);
  cl_command_say (_("%u sheets, %u pages, %u rows"), report.sheets, report.pages, report.rows);
  cl_command_say (_("Number in the register of prints: %s"), number);
  cl_form_report_clear (&report);
  return TRUE;
}

static gboolean
cl_command_print_one (ClCommandLine *line, ClTemplate *form, GHashTable *parameters, GError **error)
{
  ClFormReport report = { 0 };
  ClDatabase *reader = cl_store_get_reader (line->store);
  g_autoptr (GBytes) pdf = cl_form_make_pdf (form, line->catalogue, reader, parameters, (const char *const *) line->where, &report, error);
  g_autoptr (ClPaper) paper = cl_paper_new (form, line->catalogue, reader, parameters);
  ClOutput output = { .kind = "print", .copies = 1, .pages = report.pages, .bytes = pdf, .keep = TRUE };
  g_autofree char *number = NULL;
  gboolean fine;

  cl_paper_fill (paper, &output);
  fine = pdf != NULL && cl_command_write_file (line->output, pdf, error) && cl_output_log (line->store, &output, &number, error) != 0;
  if (fine)
    {
      cl_command_complain_glyphs (&report);
      cl_command_say ("%s", line->output);
      cl_command_say (_("%u sheets, %u pages, %u rows"), report.sheets, report.pages, report.rows);
      cl_command_say (_("Number in the register of prints: %s"), number);
    }
  cl_form_report_clear (&report);
  return fine;
}

static gboolean
cl_command_print (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (ClTemplate) form = NULL;
  const ClDescriptionFile *file;

  if (line->output == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("Say where to: canlian print %s -o FILE.pdf"), arguments[0]);
      return FALSE;
    }
  if (!cl_command_check_pairs ("where", line->where, error) || !cl_command_check_pairs ("set", line->set, error))
    return FALSE;
  /* Forms and columns of the office's own are known once its file is open. */
  if (g_file_test (line->data, G_FILE_TEST_EXISTS) && cl_command_line_open (line, error) == NULL)
    return FALSE;
  file = cl_catalogue_find_form (cl_command_line_load (line), arguments[0]);
  if (file == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("There is no form “%s”. “canlian forms” lists them."), arguments[0]);
      return FALSE;
    }
  form = cl_template_load (file->path, line->catalogue, error);
  if (form == NULL || cl_command_line_open (line, error) == NULL)
    return FALSE;
  for (guint i = 0; line->set != NULL && line->set[i] != NULL; i++)
    {
      const char *equals = strchr (line->set[i], '=');

      g_hash_table_insert (parameters, g_strndup (line->set[i], equals - line->set[i]), g_strdup (equals + 1));
    }
  if (g_str_has_suffix (line->output, ".xlsx"))
    return cl_command_print_xlsx (line, form, parameters, error);
  return line->all || line->one_file ? cl_command_print_all (line, form, parameters, error) : cl_command_print_one (line, form, parameters, error);
}

const ClCommand cl_command_form[] = {
  { "forms", "", "", 0, 0, N_("List the forms, name first"), NULL, cl_command_forms },
  { "print", "FORM", "output where set all one-file", 1, 1, N_("Make a form as a PDF file or a spreadsheet"),
    N_("Without --where and --set: everything that the form can hold. A parameter left out that stands for one village each makes a sheet for every village. "
       "With --all -o FOLDER each village gets a file of its own and the folder a contents page; with --all --one-file -o FILE.pdf they are one file. With -o FILE.xlsx the form is a spreadsheet that looks like the paper."), cl_command_print },
  { NULL },
};
