/* The lists of a ledger: the views of its description, and those that the office keeps. */

#include <glib/gi18n.h>

#include "cl-command.h"

/**
 * cl_command_line_open_view:
 * @line: the run, with the name of a view or without one
 * @ledger: a ledger
 * @kept: (out) (nullable): the list that the office keeps under that name; %NULL where it is a view of the ledger, or none is asked for
 * @error: NOT_FOUND where there is neither
 *
 * Opens the file, for what the office keeps is in it. What is kept is asked for by its base from here on: "view" of @line becomes that.
 *
 * Returns: whether the file is open and the view there
 */
gboolean
cl_command_line_open_view (ClCommandLine *line, ClLedger *ledger, ClListView **kept, GError **error)
{
  *kept = NULL;
  if (cl_command_line_open (line, error) == NULL)
    return FALSE;
  if (line->view == NULL || cl_ledger_find_view (ledger, line->view) != NULL)
    return TRUE;
  *kept = cl_store_find_list_view (line->store, cl_ledger_get_name (ledger), line->view);
  if (*kept == NULL)
    {
      g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The ledger “%s” has no view “%s”. “canlian views %s” lists those it has; leave --view out for all of it."),
                   cl_ledger_get_name (ledger), line->view, cl_ledger_get_name (ledger));
      return FALSE;
    }
  g_free (line->view);
  line->view = g_strdup ((*kept)->base);
  return TRUE;
}

static gboolean
cl_command_views (ClCommandLine *line, const char *const *arguments, GError **error)
{
  ClLedger *ledger = cl_command_line_find_ledger (line, arguments[0], error);
  const GPtrArray *views;
  g_autoptr (GPtrArray) kept = NULL;

  if (ledger == NULL || cl_command_line_open (line, error) == NULL)
    return FALSE;
  views = cl_ledger_get_views (ledger);
  kept = cl_store_list_list_views (line->store, cl_ledger_get_name (ledger));
  for (guint i = 0; i < views->len; i++)
    {
      const ClLedgerView *view = views->pdata[i];

      cl_command_say ("%s\t%s", view->name, view->title);
    }
  for (guint i = 0; i < kept->len; i++)
    {
      const ClListView *view = kept->pdata[i];

      cl_command_say ("%s\t%s", view->name, view->name);
    }
  return TRUE;
}

const ClCommand cl_command_view_group[] = {
  { "views", "LEDGER", "", 1, 1, N_("List the views of a ledger, and the lists that the office keeps of it"),
    N_("What --view of list and export takes, name first. A kept list brings its search, filters, order and columns along."), cl_command_views },
  { NULL },
};
