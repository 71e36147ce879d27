#include <glib/gi18n.h>

#include "cl-command.h"

/* What an office adds of its own: columns, ledgers, forms and rule sets. */

static const ClField *
cl_command_find_field (ClLedger *ledger, const char *name, GError **error)
{
  const ClField *field = cl_ledger_find_field (ledger, name);

  for (guint i = 0; field == NULL && i < cl_ledger_get_n_fields (ledger); i++)
    if (g_strcmp0 (cl_field_get_header (cl_ledger_get_field (ledger, i)), name) == 0)
      field = cl_ledger_get_field (ledger, i);
  if (field == NULL)
    g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("“%s” has no column “%s”. “canlian field list %s” lists them."), cl_ledger_get_name (ledger), name,
                 cl_ledger_get_name (ledger));
  return field;
}

static gboolean
cl_command_field_add (ClCommandLine *line, ClLedger *ledger, const char *label, GError **error)
{
  ClFieldType type;
  const ClField *field;

  if (!cl_own_type_from_name (line->type != NULL ? line->type : "text", &type, error))
    return FALSE;
  field = cl_store_add_own_field (line->store, ledger, label, type, line->of, line->is_private ? "health" : NULL, error);
  if (field != NULL)
    cl_command_say ("%s\t%s", cl_field_get_name (field), cl_field_get_header (field));
  return field != NULL;
}

static gboolean
cl_command_field_list (ClLedger *ledger)
{
  for (guint i = 0; i < cl_ledger_get_n_fields (ledger); i++)
    {
      const ClField *field = cl_ledger_get_field (ledger, i);
      const char *note = cl_field_is_hidden (field) ? _("hidden") : cl_field_is_own (field) ? _("the office's own") : "";

      cl_command_say ("%s\t%s\t%s", cl_field_get_name (field), cl_field_get_header (field), note);
    }
  return TRUE;
}

static gboolean
cl_command_field (ClCommandLine *line, const char *const *arguments, GError **error)
{
  const char *verb = arguments[0];
  gboolean lists = g_str_equal (verb, "list"), hides = g_str_equal (verb, "hide"), shows = g_str_equal (verb, "show");
  ClLedger *ledger;
  const ClField *field;

  if (!lists && !hides && !shows && !g_str_equal (verb, "add"))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“%s” is nothing that can be done with columns. Write add, list, hide or show."), verb);
      return FALSE;
    }
  if (!lists && arguments[2] == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("Say which column. Write: canlian field %s %s NAME"), verb, arguments[1]);
      return FALSE;
    }
  if (cl_command_line_open (line, error) == NULL || (ledger = cl_command_line_find_ledger (line, arguments[1], error)) == NULL)
    return FALSE;
  if (lists)
    return cl_command_field_list (ledger);
  if (!hides && !shows)
    return cl_command_field_add (line, ledger, arguments[2], error);
  field = cl_command_find_field (ledger, arguments[2], error);
  return field != NULL && cl_store_hide_own_field (line->store, ledger, field, hides, error);
}

static gboolean
cl_command_own_list (ClCommandLine *line, ClOwnKind kind, GError **error)
{
  g_autoptr (GPtrArray) list = cl_store_list_own (line->store, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const ClOwnDescription *one = g_ptr_array_index (list, i);

      if (one->kind == kind)
        cl_command_say ("%s\t%s\t%s", one->name, one->title, one->hidden ? _("hidden") : "");
    }
  return list != NULL;
}

static gboolean
cl_command_own_add (ClCommandLine *line, ClOwnKind kind, const char *path, gboolean replace, GError **error)
{
  g_autofree char *base = g_path_get_basename (path), *text = cl_own_read_file (path, error);
  g_autofree char *name = text != NULL ? cl_form_add_own_text (line->store, kind, base, text, replace, error) : NULL;
  g_autoptr (GPtrArray) list = name != NULL ? cl_store_list_own (line->store, error) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const ClOwnDescription *one = g_ptr_array_index (list, i);

      if (one->kind == kind && g_str_equal (one->name, name))
        cl_command_say ("%s\t%s", one->name, one->title);
    }
  return name != NULL;
}

/* A shipped form to begin with, under the name of one of the office's own; NULL: there is none of that name. */
static char *
cl_command_own_copy_form (ClCommandLine *line, const char *name, GError **error)
{
  const ClDescriptionFile *file = cl_catalogue_find_form (cl_store_get_catalogue (line->store), name);
  g_autofree char *text = NULL, *was = g_strdup_printf ("name=\"%s\"", name), *own = g_strdup_printf ("name=\"own_%s\"", name);
  g_auto (GStrv) parts = NULL;

  if (file == NULL || cl_catalogue_get_own_text (cl_store_get_catalogue (line->store), file->path) != NULL || !g_file_get_contents (file->path, &text, NULL, error))
    return NULL;
  parts = g_strsplit (text, was, 2);
  return g_strjoinv (own, parts);
}

static gboolean
cl_command_own_export (ClCommandLine *line, ClOwnKind kind, const char *name, GError **error)
{
  g_autofree char *text = kind == CL_OWN_FORM ? cl_command_own_copy_form (line, name, error) : NULL;

  if (text == NULL && *error == NULL)
    text = cl_store_get_own_text (line->store, kind, name, error);
  if (text == NULL)
    return FALSE;
  if (line->output != NULL)
    return g_file_set_contents (line->output, text, -1, error);
  cl_command_say ("%s", text);
  return TRUE;
}

static gboolean
cl_command_own_do (ClCommandLine *line, ClOwnKind kind, const char *const *arguments, GError **error)
{
  const char *verb = arguments[0], *word = cl_own_kind_get_name (kind);
  gboolean lists = g_str_equal (verb, "list"), adds = g_str_equal (verb, "add") || g_str_equal (verb, "replace");
  gboolean hides = g_str_equal (verb, "hide") || g_str_equal (verb, "show");

  if (!lists && !adds && !hides && !g_str_equal (verb, "export"))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“%s” is nothing that can be done here. Write: canlian %s add|replace|list|hide|show|export"), verb, word);
      return FALSE;
    }
  if (!lists && arguments[1] == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, adds ? _("Say which file. Write: canlian %s %s FILE.xml") : _("Say which. Write: canlian %s %s NAME"), word, verb);
      return FALSE;
    }
  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  if (lists)
    return cl_command_own_list (line, kind, error);
  if (adds)
    return cl_command_own_add (line, kind, arguments[1], g_str_equal (verb, "replace"), error);
  if (hides)
    return cl_store_hide_own (line->store, kind, arguments[1], g_str_equal (verb, "hide"), error);
  return cl_command_own_export (line, kind, arguments[1], error);
}

static gboolean
cl_command_ledger (ClCommandLine *line, const char *const *arguments, GError **error)
{
  return cl_command_own_do (line, CL_OWN_LEDGER, arguments, error);
}

static gboolean
cl_command_own_form (ClCommandLine *line, const char *const *arguments, GError **error)
{
  return cl_command_own_do (line, CL_OWN_FORM, arguments, error);
}

static gboolean
cl_command_rules (ClCommandLine *line, const char *const *arguments, GError **error)
{
  return cl_command_own_do (line, CL_OWN_RULES, arguments, error);
}

#define VERBS "add|replace FILE.xml, list, hide|show|export NAME"
#define MORE N_("The file describes it as plugins do (programmers' guide), under a name that begins with “own_”. It is kept in the data file; FILE is not needed any more. " \
                "A new version takes the place of the former one, which is kept; what is hidden keeps what it holds.")

const ClCommand cl_command_own[] = {
  { "field", "add|list|hide|show LEDGER [NAME]", "type of private", 2, 3, N_("Add a column of the office's own to a ledger, list, hide or show them"),
    N_("The column is in lists, editor, sheets, search and print from then on. One that is hidden keeps what it holds. Each is an entry of its own in the journal."),
    cl_command_field },
  { "ledger", VERBS, "output", 1, 2, N_("Add a ledger of the office's own, or see to those that are there"), MORE, cl_command_ledger },
  { "form", VERBS, "output", 1, 2, N_("Add a form of the office's own, or see to those that are there"), MORE, cl_command_own_form },
  { "rules", VERBS, "output", 1, 2, N_("Add a rule set of the office's own, or see to those that are there"), MORE, cl_command_rules },
  { NULL },
};
