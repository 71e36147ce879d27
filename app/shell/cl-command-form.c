#include <glib/gi18n.h>

#include "cl-command.h"

static gboolean
cl_command_forms (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClCatalogue *catalogue = cl_command_line_load (line);
  const GPtrArray *forms = cl_catalogue_get_forms (catalogue);
  const GPtrArray *problems = cl_catalogue_get_problems (catalogue);

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

static gboolean
cl_command_print (ClCommandLine *line, const char *const *arguments, GError **error)
{
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  ClFormReport report = { 0 };
  g_autoptr (ClTemplate) form = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *words = NULL;
  const ClDescriptionFile *file;

  if (line->output == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("Say where to: canlian print %s -o FILE.pdf"), arguments[0]);
      return FALSE;
    }
  if (!cl_command_check_pairs ("where", line->where, error) || !cl_command_check_pairs ("set", line->set, error))
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

  pdf = cl_form_make_pdf (form, line->catalogue, cl_store_get_reader (line->store), parameters, (const char *const *) line->where, &report, error);
  if (pdf == NULL || !g_file_set_contents (line->output, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), error))
    {
      cl_form_report_clear (&report);
      return FALSE;
    }
  words = g_strdup_printf (_("Printed to a file: %s"), cl_template_get_title (form));
  if (cl_store_note (line->store, "print", words, error) == 0)
    {
      cl_form_report_clear (&report);
      return FALSE;
    }
  for (guint i = 0; report.missing_glyphs != NULL && i < report.missing_glyphs->len; i++)
    cl_command_complain (_("No font has the character %s. It will be missing on paper: write it by hand, or install a font."), (const char *) g_ptr_array_index (report.missing_glyphs, i));
  cl_command_say ("%s", line->output);
  cl_command_say (_("%u sheets, %u pages, %u rows"), report.sheets, report.pages, report.rows);
  cl_form_report_clear (&report);
  return TRUE;
}

const ClCommand cl_command_form[] = {
  { "forms", "", "", 0, 0, N_("List the forms, name first"), NULL, cl_command_forms },
  { "print", "FORM", "output where set", 1, 1, N_("Make a form as a PDF file"),
    N_("Without --where and --set: everything that the form can hold. A parameter left out that stands for one village each makes a sheet for every village."), cl_command_print },
  { NULL },
};
