#include <glib/gi18n.h>

#include "cl-command.h"

/* What an office adds of its own: columns and ledgers. */

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
cl_command_ledger (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClLedger *ledger;

  if (!g_str_equal (arguments[0], "add"))
    {
      g_set_error (error, CL_ERROR, CL_ERROR_USAGE, _("“%s” is nothing that can be done with ledgers. Write: canlian ledger add FILE.xml"), arguments[0]);
      return FALSE;
    }
  if (cl_command_line_open (line, error) == NULL || (ledger = cl_store_add_own_ledger (line->store, arguments[1], error)) == NULL)
    return FALSE;
  cl_command_say ("%s\t%s", cl_ledger_get_name (ledger), cl_ledger_get_header (ledger));
  return TRUE;
}

const ClCommand cl_command_own[] = {
  { "field", "add|list|hide|show LEDGER [NAME]", "type of private", 2, 3, N_("Add a column of the office's own to a ledger, list, hide or show them"),
    N_("The column is in lists, editor, sheets, search and print from then on. One that is hidden keeps what it holds. Each is an entry of its own in the journal."),
    cl_command_field },
  { "ledger", "add FILE.xml", "", 2, 2, N_("Add a ledger of the office's own"),
    N_("The file describes it as plugins do (programmers' guide), under a name that begins with “own_”. It is kept in the data file; FILE is not needed any more."),
    cl_command_ledger },
  { NULL },
};
