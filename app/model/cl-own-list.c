/* What of an office's own its file holds: ledgers, forms and rule sets. */

#include "cl-config.h"

#include "cl-own-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/tree.h>
#include <string.h>

#include "cl-catalogue-private.h"
#include "cl-database-private.h"
#include "cl-description.h"
#include "cl-error.h"
#include "cl-journal-private.h"
#include "cl-store-private.h"

static const struct
{
  const char *name;   /* of rows, schemas and root elements */
  const char *folder; /* where plugins have them */
} kinds[] = {
  [CL_OWN_LEDGER] = { "ledger", "ledgers" }, [CL_OWN_FORM] = { "form", "forms" }, [CL_OWN_RULES] = { "rules", "rules" },
};

/**
 * cl_own_description_free:
 * @description: (transfer full) (nullable): one of cl_store_list_own()'s
 */
void
cl_own_description_free (ClOwnDescription *description)
{
  if (description == NULL)
    return;
  g_free (description->name);
  g_free (description->title);
  g_free (description);
}

/**
 * cl_own_kind_get_name:
 * @kind: a kind
 *
 * Returns: its element in a file and its word on the command line: "ledger", "form", "rules"
 */
const char *
cl_own_kind_get_name (ClOwnKind kind)
{
  return kinds[kind].name;
}

char *
cl_own_kind_path (ClOwnKind kind, const char *name)
{
  return cl_own_path (kind == CL_OWN_LEDGER ? NULL : kinds[kind].folder, name);
}

static gboolean
find_kind (const char *name, ClOwnKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      {
        *kind = (ClOwnKind) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_known (ClCatalogue *catalogue, const char *kind, const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, ".", 2);
  ClLedger *ledger;

  if (g_str_equal (kind, "codes"))
    return cl_catalogue_find_codes (catalogue, name) != NULL;
  ledger = cl_catalogue_find_ledger (catalogue, parts[0]);
  return ledger != NULL && (parts[1] == NULL || cl_ledger_find_field (ledger, parts[1]) != NULL);
}

static void
load_row (ClCatalogue *catalogue, const char *kind, const char *name, const char *text, gboolean hidden)
{
  g_autofree char *path = cl_own_path (NULL, name);
  g_autoptr(GError) error = NULL;
  ClOwnKind known;

  if (find_kind (kind, &known) && known != CL_OWN_LEDGER)
    cl_catalogue_set_own_file (catalogue, known, name, hidden ? NULL : text);
  else if (!is_known (catalogue, kind, name) && !cl_catalogue_add_own (catalogue, kind, path, text, hidden, &error))
    g_ptr_array_add (catalogue->problems, g_steal_pointer (&error));
}

/* What the file holds of its office's own joins the catalogue before tables are made of it. What cannot be taken, since something that it
 * names is not installed here, is told among the problems; its rows and columns stay as they are. */
void
cl_own_load (ClDatabase *database, ClCatalogue *catalogue)
{
  g_autoptr(ClStatement) statement = cl_database_prepare (database, "SELECT kind, name, text, hidden FROM description ORDER BY position", NULL);

  while (statement != NULL && cl_statement_step (statement, NULL))
    {
      const char *kind = cl_statement_get_text (statement, 0);

      if (!g_str_has_prefix (kind, "former-"))
        load_row (catalogue, kind, cl_statement_get_text (statement, 1), cl_statement_get_text (statement, 2), cl_statement_get_integer (statement, 3) != 0);
    }
}

char *
cl_own_read_title (ClOwnKind kind, const char *name, const char *text)
{
  g_autofree char *path = cl_own_kind_path (kind, name);
  xmlDocPtr document = cl_description_load_text (path, text, kinds[kind].name, NULL);
  char *title;

  if (document == NULL)
    return g_strdup (name);
  title = cl_description_get (xmlDocGetRootElement (document), "title");
  xmlFreeDoc (document);
  return title != NULL ? title : g_strdup (name);
}

/**
 * cl_store_list_own:
 * @store: an open store
 * @error: return location
 *
 * Lists the ledgers, forms and rule sets that the office added, hidden ones too. On the store's own thread.
 *
 * Returns: (transfer full) (element-type ClOwnDescription): them, in the order in which they were added
 */
GPtrArray *
cl_store_list_own (ClStore *store, GError **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_own_description_free);
  ClDatabase *database = cl_store_get_journal (store);
  g_autoptr(ClStatement) statement = NULL;

  statement = cl_database_prepare (database, "SELECT kind, name, text, hidden FROM description WHERE kind IN ('ledger', 'form', 'rules') AND instr (name, '.') = 0"
                                   " ORDER BY position", error);
  if (statement == NULL)
    return NULL;
  while (cl_statement_step (statement, NULL))
    {
      ClOwnDescription *one = g_new0 (ClOwnDescription, 1);

      find_kind (cl_statement_get_text (statement, 0), &one->kind);
      one->name = g_strdup (cl_statement_get_text (statement, 1));
      one->title = cl_own_read_title (one->kind, one->name, cl_statement_get_text (statement, 2));
      one->hidden = cl_statement_get_integer (statement, 3) != 0;
      g_ptr_array_add (list, one);
    }
  return g_steal_pointer (&list);
}

/**
 * cl_store_get_own_text:
 * @store: an open store
 * @kind: what it is
 * @name: its name, "own_…"
 * @error: return location
 *
 * On the store's own thread.
 *
 * Returns: (transfer full): the description as it was added, for a file; %NULL with NOT_FOUND
 */
char *
cl_store_get_own_text (ClStore *store, ClOwnKind kind, const char *name, GError **error)
{
  ClDatabase *database = cl_store_get_journal (store);
  g_autoptr(ClStatement) statement = NULL;

  statement = cl_database_prepare (database, "SELECT text FROM description WHERE kind = ? AND name = ?", error);
  if (statement == NULL)
    return NULL;
  cl_statement_bind_text (statement, 1, kinds[kind].name);
  cl_statement_bind_text (statement, 2, name);
  if (cl_statement_step (statement, NULL))
    return g_strdup (cl_statement_get_text (statement, 0));
  g_set_error (error, CL_ERROR, CL_ERROR_NOT_FOUND, _("The office has added no “%s” of that name. “canlian %s list” lists what it has."), name, kinds[kind].name);
  return NULL;
}

/**
 * cl_own_read_kind:
 * @path: what the text is called where something is wrong in it
 * @text: a description
 * @kind: (out): what it describes
 * @error: DESCRIPTION where it is none that an office may add
 *
 * Any thread.
 *
 * Returns: (transfer full): the name in it
 */
char *
cl_own_read_kind (const char *path, const char *text, ClOwnKind *kind, GError **error)
{
  const char *at = text;

  /* The first element, behind comments: its schema is known by it. */
  while ((at = strchr (at, '<')) != NULL && (at[1] == '?' || at[1] == '!'))
    {
      const char *end = g_str_has_prefix (at, "<!--") ? strstr (at, "-->") : strchr (at, '>');

      if (end == NULL)
        break;
      at = end;
    }
  for (guint i = 0; at != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      gsize length = strlen (kinds[i].name);
      xmlDocPtr document;
      char *name;

      if (strncmp (at + 1, kinds[i].name, length) != 0 || !g_ascii_isspace (at[1 + length]))
        continue;
      document = cl_description_load_text (path, text, kinds[i].name, error);
      if (document == NULL)
        return NULL;
      name = cl_description_get (xmlDocGetRootElement (document), "name");
      xmlFreeDoc (document);
      *kind = (ClOwnKind) i;
      /* What extends a ledger has no name. */
      return name != NULL ? name : g_strdup ("");
    }
  g_set_error (error, CL_ERROR, CL_ERROR_DESCRIPTION, _("%s: this describes no ledger, form or rule set. Choose a file that begins with <ledger>, <form> or <rules>."), path);
  return NULL;
}
