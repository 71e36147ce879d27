#include "cl-config.h"
#include <glib/gi18n-lib.h>

#include <string.h>

#include "cl-date.h"
#include "cl-form-batch.h"
#include "cl-query.h"
#include "cl-template-private.h"

/* What a text says without what is filled in. */
static char *
plain_text (const ClTemplateText *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->parts->len; i++)
    {
      const ClTemplatePart *part = text->parts->pdata[i];

      if (part->kind == CL_PART_TEXT)
        g_string_append (plain, part->text);
    }
  return g_strstrip (g_strdup (plain->str));
}

static void
read_label (const ClTemplateText *label, ClPaper *paper)
{
  g_autofree char *text = plain_text (label);
  char *at = strstr (text, "签字");

  if (at != NULL && paper->signs == NULL)
    paper->signs = g_strstrip (g_strndup (text, at - text));
}

/* Header cells say both: 村长签字 before a line, （盖章） behind a unit. */
static void
read_header (const ClTemplateBlock *header, ClPaper *paper)
{
  for (guint i = 0; i < header->cells->len; i++)
    {
      const ClTemplateCell *cell = header->cells->pdata[i];
      g_autofree char *text = plain_text (cell->text);

      read_label (cell->text, paper);
      if (strstr (text, "盖章") != NULL && paper->stamp == NULL)
        paper->stamp = g_strdup ("表头（盖章）处");
    }
}

/* Who signs and where the stamp goes, of all that the form says of it. */
static void
read_blocks (ClTemplate *form, ClPaper *paper)
{
  for (guint i = 0; i < form->blocks->len; i++)
    {
      const ClTemplateBlock *block = form->blocks->pdata[i];

      if (block->kind == CL_BLOCK_HEADER)
        read_header (block, paper);
      for (guint k = 0; block->kind == CL_BLOCK_SIGNATURES && k < block->cells->len; k++)
        read_label (((ClTemplateCell *) block->cells->pdata[k])->text, paper);
      if (block->kind == CL_BLOCK_SEAL && paper->stamp == NULL)
        paper->stamp = g_strdup (block->at_header ? "表头（盖章）处" : "表下落款处");
      if (block->kind == CL_BLOCK_SIGN_OFF && block->sealed && paper->stamp == NULL)
        paper->stamp = g_strdup ("署名和日期上");
    }
}

static char *
file_name_of (ClTemplate *form, const char *whom)
{
  const char *mark = cl_template_get_mark (form);
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *c = mark != NULL ? mark : cl_template_get_title (form); *c != '\0'; c++)
    if (mark == NULL || *c != ' ')
      g_string_append_c (name, *c);
  if (whom != NULL)
    g_string_append_printf (name, " %s", whom);
  return g_strdelimit (g_strdup_printf ("%s.pdf", name->str), "/\\\n", '_');
}

/**
 * cl_paper_new:
 * @form: the form
 * @catalogue: the catalogue it was loaded with
 * @reader: any connection that reads
 * @typed: (nullable): parameters as for cl_form_make_pdf()
 *
 * Returns: (transfer full): what the register is told of this paper. Any thread that owns @reader.
 */
ClPaper *
cl_paper_new (ClTemplate *form, ClCatalogue *catalogue, ClDatabase *reader, GHashTable *typed)
{
  ClPaper *paper = g_new0 (ClPaper, 1);
  const GPtrArray *parameters = cl_template_get_parameters (form);
  const char *mark = cl_template_get_mark (form);
  g_autofree char *short_mark = mark != NULL ? g_strdup (mark) : NULL;
  g_autofree char *whom = NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; parameters != NULL && i < parameters->len; i++)
    {
      const ClTemplateParameter *parameter = parameters->pdata[i];
      const char *text = typed != NULL ? g_hash_table_lookup (typed, parameter->name) : NULL;
      g_autofree char *called = NULL;

      if (g_str_equal (parameter->type, "year"))
        {
          g_free (paper->period);
          paper->period = text != NULL ? g_strdup (text) : g_strndup (cl_today (), 4);
        }
      if (g_str_equal (parameter->type, "month"))
        {
          g_autofree char *month = cl_month_parse (text != NULL && *text != '\0' ? text : cl_today (), NULL), *shown = month != NULL ? cl_date_format_paper (month) : NULL;

          if (shown != NULL)
            g_string_append_printf (words, "%s%s", words->len > 0 ? "，" : "", shown);
        }
      if (text == NULL || !g_str_equal (parameter->type, "reference") || parameter->to == NULL)
        continue;
      {
        ClLedger *ledger = cl_catalogue_find_ledger (catalogue, parameter->to);
        gint64 id = ledger != NULL ? cl_query_find_record (catalogue, reader, ledger, text, NULL) : 0;

        called = id != 0 ? cl_record_call (reader, catalogue, ledger, id) : g_strdup (text);
        if (g_str_equal (parameter->to, "division") && paper->unit == 0)
          paper->unit = id;
      }
      g_string_append_printf (words, "%s%s", words->len > 0 ? "，" : "", called);
      if (whom == NULL)
        whom = g_steal_pointer (&called);
    }
  if (paper->period != NULL)
    g_string_append_printf (words, "%s%s年", words->len > 0 ? "，" : "", paper->period);
  paper->form = g_strdup (cl_template_get_name (form));
  if (short_mark != NULL)
    {
      g_auto (GStrv) pieces = g_strsplit (short_mark, " ", -1);
      g_autofree char *joined = g_strjoinv ("", pieces);

      paper->title = g_strdup_printf ("%s %s", joined, cl_template_get_title (form));
    }
  else
    paper->title = g_strdup (cl_template_get_title (form));
  paper->parameters = words->len > 0 ? g_strdup (words->str) : NULL;
  paper->file_name = file_name_of (form, whom);
  read_blocks (form, paper);
  return paper;
}

/**
 * cl_paper_copy:
 * @paper: a paper
 *
 * Returns: (transfer full): another
 */
ClPaper *
cl_paper_copy (const ClPaper *paper)
{
  ClPaper *copy = g_new0 (ClPaper, 1);

  copy->form = g_strdup (paper->form);
  copy->title = g_strdup (paper->title);
  copy->period = g_strdup (paper->period);
  copy->parameters = g_strdup (paper->parameters);
  copy->file_name = g_strdup (paper->file_name);
  copy->signs = g_strdup (paper->signs);
  copy->stamp = g_strdup (paper->stamp);
  copy->unit = paper->unit;
  return copy;
}

/**
 * cl_paper_free:
 * @paper: (nullable) (transfer full): a paper
 */
void
cl_paper_free (ClPaper *paper)
{
  if (paper == NULL)
    return;
  g_free (paper->form);
  g_free (paper->title);
  g_free (paper->period);
  g_free (paper->parameters);
  g_free (paper->file_name);
  g_free (paper->signs);
  g_free (paper->stamp);
  g_free (paper);
}

/**
 * cl_paper_fill:
 * @paper: a paper
 * @output: what is to be logged; the strings stay the paper's
 */
void
cl_paper_fill (const ClPaper *paper, ClOutput *output)
{
  output->source = paper->form;
  output->title = paper->title;
  output->unit = paper->unit;
  output->period = paper->period;
  output->parameters = paper->parameters;
  output->file_name = paper->file_name;
}
